"""Hashes that give a small count back: whoever has the sha256 of a small thing tries them all."""

import hashlib
import json
import re
from collections.abc import Iterator

from analysis.attack.published import MANIFEST, Edition
from analysis.attack.report import HASH, Finding

MOST = 2000
DIGEST = re.compile(r"\b[0-9a-f]{32,64}\b")


def find_hashes(edition: Edition) -> tuple[int, tuple[Finding, ...], tuple[str, ...]]:
    """Give how many small things were hashed, the hashes in published files that match, and what else to note."""
    text = json.dumps(edition.manifest)
    published = set(DIGEST.findall(text))
    if not published:
        return 0, (), ()
    tried, found = 0, []
    names = {column for columns in edition.counts.values() for column in columns}
    for candidate in _candidates(sorted(names)):
        tried += 1
        digest = hashlib.sha256(candidate.encode()).hexdigest()
        if digest in published or hashlib.md5(candidate.encode(), usedforsecurity=False).hexdigest() in published:
            found.append(Finding(HASH, MANIFEST, "sha256"))
    deliveries = len(edition.manifest.get("invoer") or [])
    note = (
        f"{MANIFEST} bevat hashes van {deliveries} leveringen: daarmee is een vermoeden over een bestand te toetsen.",
    )
    return tried, tuple(found), note if deliveries else ()


def _candidates(names: list[str]) -> Iterator[str]:
    """Give every way to write a small count down that someone would hash."""
    for count in range(MOST):
        yield from (f"{count}", f"{count}\n", f"{count}.0", f"[{count}]", f'"{count}"')
        for name in names if count < 100 else ():
            yield from (json.dumps({name: count}), f"{name}={count}", f"{name}:{count}", json.dumps([name, count]))
