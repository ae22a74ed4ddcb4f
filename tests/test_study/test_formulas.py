"""Text that a spreadsheet would run.

| tried | what comes of it |
|---|---|
| `=`, `+`, `-`, `@`, tab and return first, also full-width and behind marks | a mark before it |
| `-12,5`, `+3`, `- 5%`, `€ -3`, a lone `-`, a telephone number | stays as it is |
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.study.formulas import as_delivered, disarm

FORMULAS = [
    '=HYPERLINK("http://x")', "=1+1", "+cmd|' /C calc'!A0", "-1+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1", "''=1",
]  # fmt: skip
PLAIN = ["-12,5", "-1.250,50", "+3", "- 5%", "-", "+31 6 12345678", "−3", "niet bekend", "", "'s Gravenhage", "a=b"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_as_a_formula_gets_a_mark(text: str) -> None:
    assert disarm(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_a_number_and_plain_text_stay(text: str) -> None:
    assert disarm(text) == text


@given(st.text(alphabet="'=+-@\t\r 1a,%", max_size=6))
def test_what_was_delivered_is_read_back(text: str) -> None:
    assert as_delivered(disarm(text)) == text
