import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.measures.periods import quarters_of_study
from analysis.measures.toewijzing_costs import measure_costs_per_moment, price_toewijzingen
from analysis.measures.toewijzingen import rate_domeinen_per_quarter, rate_toewijzingen_per_quarter
from analysis.tidy.schemas import empty_table

sys.path.insert(0, str(Path(__file__).parents[1] / "test_tidy"))
from toewijzing_examples import CASES, CODEBOOK, small_study, toewijzingen_table

CASE = yaml.safe_load((CASES / "price_toewijzingen" / "bronnen.yaml").read_text(encoding="utf-8"))


def test_prices_as_counted_by_hand():
    tarieven = pd.DataFrame(CASE["tarieven"]).assign(tot=lambda rows: pd.to_datetime(rows["tot"]))
    tarieven = tarieven.assign(van=pd.to_datetime(tarieven["van"]))
    found = price_toewijzingen(toewijzingen_table(CASE["toewijzingen"]), pd.Timestamp(CASE["laatste_dag"]), tarieven)
    found = found.sort_values(["ikc", "van"])
    assert len(found) == len(CASE["expected"])
    for row, (ikc, van, tot, per_day, source) in zip(found.itertuples(), CASE["expected"], strict=True):
        assert (row.ikc, row.van, row.tot, row.prijsbron) == (ikc, pd.Timestamp(van), pd.Timestamp(tot), source)
        assert row.per_dag_eur == pytest.approx(per_day, abs=1e-6) if per_day is not None else pd.isna(row.per_dag_eur)


def test_costs_of_all_quarters_add_up_to_the_budget_inside_the_period():
    rows = toewijzingen_table(
        [
            {
                "ikc": "A",
                "zorgvorm": "crisis",
                "startdatum": "2019-02-20",
                "einddatum": "2019-05-30",
                "budget_eur": 100,
            },
            {
                "ikc": "B",
                "zorgvorm": "dyslexie",
                "startdatum": "2019-06-01",
                "einddatum": "2019-07-10",
                "budget_eur": 40,
            },
        ]
    )
    study = small_study(toewijzingen={"van": "2019-01-01", "tot": "2019-06-30"})
    moments = quarters_of_study(rows, study)
    prices = price_toewijzingen(rows, pd.Timestamp("2019-06-30"))
    costs = measure_costs_per_moment(prices, moments, ["A", "B"])
    crisis = costs[(costs["ikc"] == "A") & (costs["zorgvorm"] == "crisis")].set_index("moment")["kosten_eur"]
    # 100 days of 1 euro, 40 of them (20 February up to and including 31 March) in Q1; 30 of 40 days in June.
    assert crisis.to_dict() == pytest.approx({"2019Q1": 40, "2019Q2": 60})
    total = costs[(costs["ikc"] == "alle") & (costs["zorgvorm"] == "alle")].set_index("moment")["kosten_eur"]
    assert total.to_dict() == pytest.approx({"2019Q1": 40, "2019Q2": 90})


def test_a_cell_without_price_is_empty_and_without_toewijzing_zero():
    rows = toewijzingen_table(
        [
            {"ikc": "A", "zorgvorm": "crisis", "startdatum": "2019-02-01", "einddatum": "2019-02-28", "budget_eur": 28},
            {"ikc": "A", "zorgvorm": "verblijf", "startdatum": "2019-02-01", "einddatum": "2019-02-28"},
            {"ikc": "A", "zorgvorm": "dyslexie", "startdatum": "2019-02-01", "einddatum": "2019-02-28"},
        ]
    )
    study = small_study(toewijzingen={"van": "2019-01-01", "tot": "2019-06-30"})
    series = rate_toewijzingen_per_quarter(rows, empty_table("leerlingen"), empty_table("populatie"), study)
    cells = series[series["ikc"] == "A"].set_index(["kwartaal", "zorgvorm"])
    assert cells.loc[("2019Q1", "crisis"), "kosten_eur"] == 28
    assert pd.isna(cells.loc[("2019Q1", "dyslexie"), "kosten_eur"])
    assert cells.loc[("2019Q2", "dyslexie"), "kosten_eur"] == 0
    assert cells.loc[("2019Q1", "alle"), ["kosten_eur", "n_zonder_prijs", "prijsbron"]].tolist() == [
        28,
        2,
        "budget; geen",
    ]
    domeinen = rate_domeinen_per_quarter(series, CODEBOOK.codes).set_index(["ikc", "kwartaal", "domein"])
    assert domeinen.loc[("A", "2019Q1", "verblijf"), ["kosten_eur", "n_zonder_prijs"]].tolist() == [28, 1]
    assert pd.isna(domeinen.loc[("A", "2019Q1", "dyslexiezorg"), "kosten_eur"])
