import pandas as pd
import pytest
from cost_cases import load_case, make_study, read_casussen, shipped_codebook

from analysis.costs.across_cases import estimate_over_cases, measure_betalers
from analysis.costs.scenarios import measure_kosten


def _savings(rows: list[list]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["casus", "betaler", "midden", "grens"])
    return table.assign(grootheid="besparing", midden=table["midden"].astype(float))


def test_mean_median_and_without_the_largest_by_hand():
    case = load_case("estimate_over_cases", "vier_casussen")
    found = estimate_over_cases(_savings(case["besparingen"])).set_index("betaler")
    assert list(found.index) == ["rijk", "alle"]
    for betaler, expected in case["verwacht"].items():
        assert found.loc[betaler, list(expected)].to_dict() == pytest.approx(expected)


def test_mean_of_the_five_published_cases():
    kosten = measure_kosten(read_casussen(), make_study(), shipped_codebook())
    found = estimate_over_cases(kosten).set_index("betaler").loc["gemeente"]
    # (4135 + 8777,55 + 743 + 66150) / 4; mediaan (4135 + 8777,55) / 2; zonder casus 05: 13655,55 / 3
    assert found["gemiddelde"] == pytest.approx(19951.3875)
    assert found["mediaan"] == pytest.approx(6456.275)
    assert (found["grootste_casus"], found["n_niet_bekend"]) == ("05", 1)
    assert found["gemiddelde_zonder_grootste"] == pytest.approx(4551.85)


def test_chosen_cases_get_a_range_and_no_interval():
    found = estimate_over_cases(measure_kosten(read_casussen(), make_study(), shipped_codebook()))
    row = found.set_index("betaler").loc["gemeente"]
    assert [row["kleinste"], row["grootste"]] == [743, 66150]
    assert [row["een_op_twee"], row["een_op_vier"]] == pytest.approx([9975.69375, 4987.846875])
    assert not [name for name in found if name.startswith("ci_")]


def test_who_pays_and_who_benefits_in_the_five_cases():
    case = load_case("measure_betalers", "vijf_casussen")
    found = measure_betalers(read_casussen(), make_study(), shipped_codebook())
    columns = ["betaler", "ingezet", "vermeden", "besparing", "n_niet_gemonetariseerd"]
    assert found[columns].values.tolist() == case["verwacht"]
    assert set(found["n_casussen"]) == {4}
