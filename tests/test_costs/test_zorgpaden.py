import pandas as pd
import pytest
from cost_cases import load_case, same

from analysis.costs.zorgpaden import compare_totals, estimate_group, measure_care_path, total_care_path


def _dates(rows: list[list], columns: list[str], dates: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(**{column: pd.to_datetime(table[column]) for column in dates})


CASE = load_case("measure_care_path", "gekapt_op_de_indexdatum")
WINDOWS = _dates(CASE["vensters"], ["casus", "indexdatum", "van", "tot"], ["indexdatum", "van", "tot"])
SPELLS = _dates(
    CASE["zorgpaden"], ["casus", "product", "van", "tot", "bedrag", "tarief", "per_week"], ["van", "tot"]
).astype({"bedrag": float, "tarief": float, "per_week": float})


def test_spells_are_cut_at_the_index_date_and_the_window():
    found = measure_care_path(SPELLS, WINDOWS)
    found = found.sort_values(["periode", "product"], ascending=[False, True])
    columns = ["periode", "product", "dagen", "kosten", "aandeel", "n_zonder_prijs"]
    for row, expected in zip(found[columns].values.tolist(), CASE["verwacht"], strict=True):
        assert row[:2] == expected[:2]
        assert all(same(amount, hand) for amount, hand in zip(row[2:], expected[2:], strict=True))


def test_cost_per_year_before_and_after():
    found = compare_totals(total_care_path(measure_care_path(SPELLS, WINDOWS), WINDOWS))
    assert found["casus"].tolist() == ["K", "alle"]
    expected = CASE["vergelijking"]
    assert found.iloc[0][list(expected)].to_dict() == pytest.approx(expected, rel=1e-5)


def test_a_case_without_care_after_the_index_costs_nothing_there():
    later = WINDOWS.assign(indexdatum=pd.Timestamp(2021, 2, 1))
    found = compare_totals(total_care_path(measure_care_path(SPELLS.iloc[[0]], later), WINDOWS))
    assert found.loc[0, "per_jaar_na"] == 0


def test_totals_alone():
    case = load_case("compare_totals", "twee_casussen")
    totals = pd.DataFrame(case["totalen"], columns=["casus", "jaren_voor", "kosten_voor", "jaren_na", "kosten_na"])
    found = compare_totals(totals)
    for row, expected in zip(found.to_dict("records"), case["verwacht"], strict=True):
        assert row["casus"] == expected[0]
        amounts = [row[name] for name in ("per_jaar_voor", "per_jaar_na", "verschil", "factor")]
        assert all(same(amount, hand) for amount, hand in zip(amounts, expected[1:], strict=True))
    assert found["n_casussen"].tolist() == [1, 1, 1]  # Q is not in `alle`


def test_group_from_intensity_classes():
    case = load_case("estimate_group", "klassen")
    columns = ["klasse", "n_casussen", "per_jaar_laag", "per_jaar_midden", "per_jaar_hoog"]
    found = estimate_group(pd.DataFrame(case["klassen"], columns=columns), case["jaren"])
    for row, expected in zip(found.to_dict("records"), case["verwacht"], strict=True):
        assert row["scenario"] == expected[0] and row["n_casussen"] == 12
        assert [row["kosten"], row["per_jaar"], row["per_casus_per_jaar"]] == pytest.approx(expected[1:])
