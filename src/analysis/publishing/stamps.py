"""Hashes of what goes into a report and what comes out: the stamp by which a finished report is known.

A report is done when its folder holds `klaar.json`, the stamp's inputs are today's inputs, and every file it names is
there with the hash it names. Anything else is made again.
"""

import hashlib
import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

STAMP = "klaar.json"
PACKAGES = (
    "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "pandera", "pydantic", "pyyaml", "pyarrow",
    "python-calamine", "openpyxl", "lxml", "filelock", "pyreadstat", "papermill", "nbclient", "ipykernel", "jinja2",
    "rich", "pypandoc-binary", "typst", "font-source-sans-pro",
)  # fmt: skip


def hash_file(path: Path) -> str:
    """Give the sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_folder(folder: Path, pattern: str = "*") -> dict[str, str]:
    """Give the sha256 of every file below a folder, by its path relative to it (with `/`), in order of path."""
    paths = [path for path in folder.rglob(pattern) if path.is_file() and not _is_hidden(path, folder)]
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: hash_file(found[name]) for name in sorted(found)}


def hash_value(value: Any) -> str:
    """Give the sha256 of anything that JSON can hold; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def package_versions() -> dict[str, str]:
    """Give the version of each package that can change a report, as installed."""
    return {name: version for name in sorted(PACKAGES) if (version := _version(name))}


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON, keys sorted, in one step: the file is there whole or not at all."""
    draft = path.with_name(f".{path.name}.deel")
    draft.write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def write_stamp(folder: Path, fingerprint: str) -> None:
    """Write `klaar.json`: the hash of the inputs and of every file in the folder."""
    outputs = {name: digest for name, digest in hash_folder(folder).items() if name != STAMP}
    write_json(folder / STAMP, {"invoer": fingerprint, "uitvoer": outputs})


def read_stamp(folder: Path) -> dict[str, Any] | None:
    """Read `klaar.json`; None when it is not there or not whole."""
    try:
        content = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(content, dict) and isinstance(content.get("uitvoer"), dict) and content["uitvoer"]
    return content if whole else None


def is_done(folder: Path, fingerprint: str) -> bool:
    """Say whether a report is complete, unchanged, and made from these very inputs."""
    stamp = read_stamp(folder)
    if stamp is None or stamp.get("invoer") != fingerprint:
        return False
    return all(_has_hash(folder / name, digest) for name, digest in stamp["uitvoer"].items())


def _has_hash(path: Path, digest: str) -> bool:
    return path.is_file() and hash_file(path) == digest


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
