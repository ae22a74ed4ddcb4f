from dataclasses import replace

import pytest
from cost_cases import load_case

from analysis.costs.sroi import Range, SroiAannames, estimate_sroi, measure_sroi_jaren, measure_tornado


def _aannames(case: dict) -> SroiAannames:
    shares = {name: Range(*values) for name, values in case["aannames"].items()}
    spread = case.get("verdeeld", False)
    return SroiAannames(**shares, discontovoet=case["discontovoet"], jaren=case["jaren"], verdeeld=spread)


@pytest.mark.parametrize("name", ["twee_jaren", "verdeeld"])
def test_social_return_by_hand(name):
    case = load_case("estimate_sroi", name)
    found = estimate_sroi(case["besparing"], case["inzet"], _aannames(case))
    assert found == pytest.approx(case["verwacht"], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "effect", "total"), [("twee_jaren", [300, 270], [240, 412.8]), ("verdeeld", [150, 135], [120, 206.4])]
)
def test_years_add_up_to_the_present_value(name, effect, total):
    case = load_case("estimate_sroi", name)
    years = measure_sroi_jaren(case["besparing"], _aannames(case))
    assert years["effect"].tolist() == pytest.approx(effect)
    assert years["cumulatief"].tolist() == pytest.approx(total)


def test_tornado_by_hand_the_widest_first():
    case = load_case("measure_tornado", "een_jaar")
    found = measure_tornado(Range(*case["besparing"]), Range(*case["inzet"]), _aannames(case))
    columns = ["factor", "uitkomst_laag", "uitkomst_hoog", "breedte"]
    for row, expected in zip(found[columns].values.tolist(), case["verwacht"], strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:])
    assert set(found["uitkomst_midden"]) == {400.0}


def test_five_equal_years_are_worth_the_sum_of_the_published_discount_factors():
    cases = load_case("discount_factor", "green_book")["gevallen"]
    published = sum(factor for rate, year, factor in cases if rate == 0.035 and year <= 5)
    none = Range(0, 0, 0)
    aannames = SroiAannames(none, none, none, none, discontovoet=0.035, jaren=5)
    assert estimate_sroi(1000, 0, aannames)["contante_waarde"] == pytest.approx(1000 * published, abs=0.25)


def test_nothing_would_have_happened_anyway_claims_all():
    none = Range(0, 0, 0)
    aannames = SroiAannames(none, none, none, none, discontovoet=0.0, jaren=3)
    assert estimate_sroi(100, 150, aannames)["sroi"] == pytest.approx(2)
    assert estimate_sroi(100, 150, replace(aannames, deadweight=Range(1, 1, 1)))["contante_waarde"] == 0
