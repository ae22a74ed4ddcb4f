"""Marks above the quarterly figure: every one named, no name over another."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.presentation.tekenen.canvas import text_width
from analysis.presentation.tekenen.marks import NAME, Mark, place_names
from analysis.presentation.toewijzingen.figures import at_quarter

SPAN, WIDTH = (at_quarter(date(2018, 1, 1)), at_quarter(date(2024, 7, 1))), 2.8
NAMES = st.sampled_from(["start jeugdondersteuner", "coronapandemie", "woonplaatsbeginsel", "staking in de jeugdzorg"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(NAMES, st.floats(SPAN[0] - 4, SPAN[1] - 0.1)), max_size=6))
def test_every_mark_is_named_and_no_name_meets_another(marks):
    placed = place_names([Mark(name, start) for name, start in marks], SPAN, WIDTH)
    assert len(placed) == len(marks)
    scale = (SPAN[1] - SPAN[0]) / WIDTH
    ends: dict[int, float] = {}
    for mark, left, level in placed:
        assert left >= SPAN[0]
        assert left > ends.get(level, SPAN[0] - 1)
        ends[level] = left + text_width(mark.naam, NAME) * scale
