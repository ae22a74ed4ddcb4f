import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.tidy.amount_text import parse_cost_text

CASE = yaml.safe_load((Path(__file__).parents[1] / "cases/parse_cost_text/teksten.yaml").read_text(encoding="utf-8"))


def _same(found: float, expected: float | None) -> bool:
    return math.isnan(found) if expected is None else abs(found - expected) < 1e-9


@pytest.mark.parametrize(("text", "expected"), CASE["teksten"], ids=lambda value: str(value))
def test_cost_texts_as_people_type_them(text, expected):
    found = parse_cost_text(text)
    if expected is None:
        assert found is None
    else:
        amounts = (found.bedrag, found.bedrag_laag, found.bedrag_hoog)
        assert all(_same(amount, hand) for amount, hand in zip(amounts, expected[:3], strict=True))
        assert found.gemonetariseerd is expected[3]


@given(st.text(max_size=30))
def test_any_text_is_an_amount_a_range_that_runs_up_or_not_understood(text):
    found = parse_cost_text(text)
    assert found is None or not found.bedrag_laag > found.bedrag_hoog


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_written_range_is_read_back(low, extra):
    found = parse_cost_text(f"€ {low:,} - {low + extra:,}".replace(",", "."))
    expected = (low, low + extra)
    known = found is not None and (found.bedrag_laag, found.bedrag_hoog) == expected
    abridged = low < 1000 <= low + extra and low * 1000 <= low + extra
    assert known or abridged or low + extra > 100 * low
