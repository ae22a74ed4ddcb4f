"""What every table of a report must be: whole, not too wide for a page, with its caption."""

import re

from analysis.presentation.outputs import Tabel


def cells(line: str) -> list[str]:
    """Give the cells of a line of a pipe table."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def assert_whole(shown: Tabel) -> None:
    """Assert that a table has as many cells in every line, at most seven columns, and its caption beside it."""
    columns = {len(cells(line)) for line in shown.markdown.split("\n")}
    assert len(columns) == 1 and columns.pop() <= 7
    assert shown.bijschrift
    assert shown._repr_mimebundle_()[1] == {"ikc": {"tbl-cap": shown.bijschrift}}
