"""Reports on a disk that is full: one that says so, one that is."""

import errno
import os

from toy_notebooks import toy_report

ROOM = "ruimte"
LARGE = 3_000_000


def toy_without_room(task):
    """Fail as on a full disk, for every report but the first two, until there is a file `ruimte` in the study."""
    if task.name not in ("IKC01", "IKC02") and not (task.study_folder / ROOM).exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(task.work / "rapport.html"))
    return toy_report(task)


def large_toy(task):
    """Make a report of three megabytes."""
    folder = toy_report(task)
    (folder / "rapport.html").write_bytes(os.urandom(LARGE))
    return folder
