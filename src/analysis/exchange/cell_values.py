"""Values of others in a workbook that we write: text is text, whatever it begins with."""

from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from analysis.study.formulas import runs


def write_value(cell: Cell, value: Any) -> Cell:
    """Write a value of others: text is text, also when it begins as a formula, and stays so when it is edited."""
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value, cell.data_type = clean_text(value), "s"
    cell.quotePrefix = runs(value)
    return cell


def clean_text(text: str) -> str:
    """Leave out the signs that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
