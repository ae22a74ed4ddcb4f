"""The gate for weight: a file that a phone must fetch, or a mail must carry, is no larger than it has to be."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.publishing.gates import BouwFout

MEGABYTE = 1_000_000
LIMITS: Mapping[str, int] = {".html": 2 * MEGABYTE, ".pdf": 6 * MEGABYTE, ".docx": 8 * MEGABYTE}
"""The most bytes of a file of each kind: a page twice, the others three times what the largest of the example has."""
MOST_TOGETHER = 8 * MEGABYTE
"""The most bytes of the pages of one report: a book of twenty pages."""


def check_sizes(files: Iterable[Path]) -> None:
    """Stop unless the files of one report are small enough; raises BouwFout with every one that is not."""
    sizes = {path: path.stat().st_size for path in files}
    problems = [
        f"{path.name}: {_in_mb(size)} is meer dan de grens van {_in_mb(LIMITS[path.suffix])}"
        for path, size in sizes.items()
        if size > LIMITS.get(path.suffix, size)
    ]
    together = sum(size for path, size in sizes.items() if path.suffix == ".html")
    if together > MOST_TOGETHER:
        problems.append(f"de bladzijden samen: {_in_mb(together)} is meer dan de grens van {_in_mb(MOST_TOGETHER)}")
    if problems:
        raise BouwFout(problems)


def _in_mb(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",")
