"""Hashes of what goes into a stage and what comes out, and a memory that spares reading a file twice.

A hash is of a file's content. The memory only says that a file is still the one whose content was hashed before: the
same size, times and place on the disk. Other times on the same content (a copy, a fresh clone) cost reading it once.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.study.settings import Study
from analysis.study.writing import write_whole

STAMPS = "stempels"
"""Folder in `reports`, beside the editions, with what each stage was made from: never published."""
MEMORY = "hashes.json"
_SETTLED = 2e9
"""Nanoseconds after which a second change within one tick of the file system's clock would have shown."""


@dataclass(frozen=True)
class Memory:
    """What was read from files in this run and earlier ones, by what was done with them and their path."""

    known: dict[str, list[Any]]

    def recall(self, path: Path, read: Callable[[Path], Any]) -> Any:
        """Give what `read` makes of a file (anything that JSON can hold), read anew only when the file changed."""
        status, key = path.stat(), f"{read.__name__}:{os.path.abspath(path)}"
        mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        if key in self.known and self.known[key][:-1] == mark:
            return self.known[key][-1]
        found = read(path)
        if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _SETTLED:
            self.known[key] = [*mark, found]
        return found


@contextlib.contextmanager
def remember(study: Study) -> Iterator[Memory]:
    """Give the study's memory of files, and keep what was added to it."""
    path = study.reports / STAMPS / MEMORY
    memory = Memory(read_json(path) or {})
    before = dict(memory.known)
    yield memory
    if memory.known != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, memory.known)


def hash_file(path: Path) -> str:
    """Give the sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_folder(folder: Path, pattern: str = "*", memory: Memory | None = None) -> dict[str, str]:
    """Give the sha256 of every file below a folder, by its path relative to it (with `/`), in order of path."""
    recall = (memory or Memory({})).recall
    paths = [path for path in folder.rglob(pattern) if path.is_file() and not _is_hidden(path, folder)]
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: recall(found[name], hash_file) for name in sorted(found)}


def hash_value(value: Any) -> str:
    """Give the sha256 of anything that JSON can hold; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON, keys sorted, in one step: the file is there whole or not at all."""
    write_whole(path, json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict[str, Any] | None:
    """Read a JSON object; None when it is not there or not whole."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
