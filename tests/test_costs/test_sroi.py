from dataclasses import replace

import pytest
from cost_cases import load_case

from analysis.costs.sroi import Range, SroiAannames, estimate_sroi, measure_sroi_jaren, measure_tornado


def _aannames(case: dict) -> SroiAannames:
    shares = {name: Range(*values) for name, values in case["aannames"].items()}
    return SroiAannames(**shares, discontovoet=case["discontovoet"], jaren=case["jaren"])


def test_social_return_by_hand():
    case = load_case("estimate_sroi", "twee_jaren")
    assert estimate_sroi(case["besparing"], case["inzet"], _aannames(case)) == pytest.approx(case["verwacht"])


def test_years_add_up_to_the_present_value():
    case = load_case("estimate_sroi", "twee_jaren")
    years = measure_sroi_jaren(case["besparing"], _aannames(case))
    assert years["effect"].tolist() == pytest.approx([300, 270])
    assert years["cumulatief"].tolist() == pytest.approx([240, 412.8])


def test_tornado_by_hand_the_widest_first():
    case = load_case("measure_tornado", "een_jaar")
    found = measure_tornado(Range(*case["besparing"]), Range(*case["inzet"]), _aannames(case))
    columns = ["factor", "uitkomst_laag", "uitkomst_hoog", "breedte"]
    for row, expected in zip(found[columns].values.tolist(), case["verwacht"], strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:])
    assert set(found["uitkomst_midden"]) == {400.0}


def test_nothing_would_have_happened_anyway_claims_all():
    none = Range(0, 0, 0)
    aannames = SroiAannames(none, none, none, none, discontovoet=0.0, jaren=3)
    assert estimate_sroi(100, 150, aannames)["sroi"] == pytest.approx(2)
    assert estimate_sroi(100, 150, replace(aannames, deadweight=Range(1, 1, 1)))["contante_waarde"] == 0
