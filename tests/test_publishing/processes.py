"""Processes of this machine, as the tests of batches and kernels look at them (Linux only, where CI runs)."""

import time
from pathlib import Path


def children_of(pid):
    """Give all processes below this one."""
    found, fresh = [], [pid]
    while fresh:
        parent = fresh.pop()
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            fresh += [int(child) for child in path.read_text().split()]
        found += fresh
    return set(found)


def parent_of(pid):
    """Give the process that a process came from."""
    return int(_status(pid)[1])


def gone(pids, seconds=10):
    """Wait until none of these processes lives; False when one still does after so many seconds."""
    until = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(is_alive(pid) for pid in pids)


def is_alive(pid):
    """Tell whether a process is there, and not only waiting to be buried."""
    try:
        return _status(pid)[0] != "Z"
    except OSError:
        return False


def _status(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
