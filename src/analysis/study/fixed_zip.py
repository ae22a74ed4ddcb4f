"""A zip without a clock: members in their order with one fixed date, so that the same content gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Callable

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the oldest that a zip can have."""
MOMENT = b"2020-01-01T00:00:00Z"
"""What the properties of a document say of when it was made: a fixed time, never the clock."""
_DATES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
PROPERTIES = "docProps/core.xml"


def repack(content: bytes, change: Callable[[str, bytes], bytes | None] | None = None) -> bytes:
    """Pack a zip again, each member with the fixed date; `change` gives a member's new bytes, None to leave it out.

    Dates in the properties of an Office document become the fixed one too.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = _DATES.sub(MOMENT, old.read(name)) if name == PROPERTIES else old.read(name)
            changed = change(name, data) if change else data
            if changed is not None:
                new.writestr(fixed_member(name), changed)
    return target.getvalue()


def fixed_member(name: str) -> zipfile.ZipInfo:
    """Give the entry of a member with the fixed date and rights."""
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry
