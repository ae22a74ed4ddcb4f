import pytest
from cost_cases import load_case, same

from analysis.costs.bounds import Bounds
from analysis.costs.break_even import count_whole_cases, estimate_break_even

CASE = load_case("estimate_break_even", "gevallen")


@pytest.mark.parametrize(("kosten", "besparing", "inzet", "expected", "whole"), CASE["gevallen"])
def test_break_even_by_hand(kosten, besparing, inzet, expected, whole):
    found = estimate_break_even(Bounds(*kosten), Bounds(*besparing), inzet)
    amounts = (found.laag, found.midden, found.hoog)
    assert all(same(amount, hand) for amount, hand in zip(amounts, expected, strict=True))
    assert count_whole_cases(found.midden) == whole
