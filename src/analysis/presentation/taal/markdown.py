"""Text of others in Markdown: the one way in (`escape`), and pipe tables, whose cells all go through it."""

import re
from collections.abc import Iterable, Sequence

_SIGNS = re.compile(r"([\\|*_$@`<>\[\]{}#~^]|&(?=#?\w+;)|-(?=-)|\.(?=\.)|:(?=:))")
_OPENING = re.compile(r"^(?:[-+:=%](?=[\s:=\\]|$)|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9})(?=[.)](?:\s|$)))")


def escape(text: object) -> str:
    """Escape what pandoc's Markdown, Quarto or a screen would read as a sign, so that others' text is only text.

    Names, notes, posts, quotes: all that a study or a delivery wrote comes into a report through here. Signs of markup
    and entities anywhere, of a list, a heading or a div where a line may begin with the text. Quotes stay: pandoc
    bends them, which is no markup. Trap: a figure, an alternative text and an HTML template take plain text.
    """
    line = " ".join(_SIGNS.sub(r"\\\1", str(text)).split())
    return _OPENING.sub(_shield, line)


def _shield(opening: re.Match[str]) -> str:
    """Keep a text that begins like a list (`- `, `1. `, `a) `) from being one."""
    head = opening[0]
    return f"{head}\\" if head[-1].isalnum() else f"\\{head}"


def pipe_table(heads: Sequence[str], rows: Iterable[Sequence[object]], align: str, widths: Sequence[int] = ()) -> str:
    """Make a pipe table. `align` has an `l` or `r` per column; cells are escaped; widths are relative."""
    widths = widths or [max(3, len(head)) for head in heads]
    rules = [
        "-" * (width - 1) + ":" if side == "r" else ":" + "-" * (width - 1)
        for side, width in zip(align, widths, strict=True)
    ]
    lines = [[escape(head) for head in heads], rules, *[[escape(cell) for cell in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
