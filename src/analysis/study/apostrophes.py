"""Apostrophes in titles, names and drawings, which no renderer may bend the wrong way: `Op 'e Terp` is `Op ’e Terp`."""

import re

_LEFT_OVER = r"(?:[aenst]|er)\b"
"""What is left of a word after an apostrophe: `'t`, `'s`, `'n`, `'e`, `'er`."""
_QUOTED = re.compile(rf"(?<!\w)'(?!{_LEFT_OVER})([^']+)'(?!\w)")
_STRAIGHT = re.compile(rf"(?<=\w)['‘]|(?<!\w)['‘](?={_LEFT_OVER})")


def with_apostrophes(text: str) -> str:
    """Give a line with real apostrophes and real quotes, as pandoc gives a text: `IKC’s`, `’s avonds`, `“zo”`."""
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return _STRAIGHT.sub("’", _QUOTED.sub(r"‘\1’", text))
