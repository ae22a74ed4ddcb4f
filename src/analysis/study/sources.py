"""Our own sources as one hash: results, reports and manifest know by it whether the program changed."""

import hashlib
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_NOT_SOURCES = {"__pycache__", "_project"}
"""`_project`: the notebooks and Quarto files of an installed package; each report has the hashes of its own."""


@lru_cache(maxsize=1)
def hash_sources() -> str:
    """Give the sha256 of the package's source tree: code, codebook, style sheet, templates, fonts."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.is_file()):
        parts = path.relative_to(PACKAGE).parts
        if not _NOT_SOURCES & {*parts} and not path.name.startswith("."):
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
