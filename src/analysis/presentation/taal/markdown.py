"""Markdown pipe tables: right-aligned numbers, whatever the data hold escaped."""

import re
from collections.abc import Iterable, Sequence

_SIGNS = re.compile(r"([\\|*_$@`<>\[\]#~^])")


def escape(text: object) -> str:
    """Escape what Markdown would read as a sign: pipe, star, underscore, dollar, at, backtick, brackets."""
    return " ".join(_SIGNS.sub(r"\\\1", str(text)).split())


def pipe_table(heads: Sequence[str], rows: Iterable[Sequence[object]], align: str, widths: Sequence[int] = ()) -> str:
    """Make a pipe table. `align` has an `l` or `r` per column; cells are escaped; widths are relative."""
    widths = widths or [max(3, len(head)) for head in heads]
    rules = [
        "-" * (width - 1) + ":" if side == "r" else ":" + "-" * (width - 1)
        for side, width in zip(align, widths, strict=True)
    ]
    lines = [[escape(head) for head in heads], rules, *[[escape(cell) for cell in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
