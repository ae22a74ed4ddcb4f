"""Text that a spreadsheet would run: written so that Excel and LibreOffice show it, read back as it was."""

import re

MARK = "'"
"""What a spreadsheet reads as `this is text`."""
_SIGNS = "=@\t\r\n＝＋－＠"
_RUNS = re.compile(rf"^{MARK}*(?:[{_SIGNS}]|[+-](?![+-]?[\d\s.,%€]*$))")


def disarm(text: str) -> str:
    """Put a mark before text that a spreadsheet would take for a formula; a plain number stays (`-12,5`, `+3`)."""
    return f"{MARK}{text}" if runs(text) else text


def as_delivered(text: str) -> str:
    """Take away the mark that `disarm` has put there, and no other."""
    return text[1:] if text.startswith(MARK) and runs(text[1:]) else text


def runs(text: str) -> bool:
    """Tell whether a cell with this text would be run: it begins as a formula does, also behind marks."""
    return bool(_RUNS.match(text))
