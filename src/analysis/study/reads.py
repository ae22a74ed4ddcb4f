"""What an executed report read: each read with the hash of what it gave, so that the next run can ask it again.

The kernel of a report notes its reads in the file that the variable `IKC_GELEZEN` names; outside a batch there is none.
"""

import json
import os
from pathlib import Path

NOTES = "IKC_GELEZEN"


def notes_file() -> Path | None:
    """Give the file in which reads are to be noted; None when nobody asks for them."""
    return Path(name) if (name := os.environ.get(NOTES)) else None


def note_read(path: Path, read: str, digest: str) -> None:
    """Note a read with the hash of what it gave; an empty hash for what cannot be asked again."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps([read, digest]) + "\n")


def noted_reads(path: Path) -> dict[str, str] | None:
    """Give what was noted; None when nothing was, which says nothing of what was read."""
    if not path.is_file():
        return None
    return dict(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
