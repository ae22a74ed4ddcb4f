"""Linking, products and price sources, counted by hand; costs in the year before a peildatum."""

import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.measures.toewijzing_costs import cost_toewijzingen, price_toewijzingen
from analysis.measures.toewijzing_quality import (
    count_koppeling,
    count_prijsbronnen,
    count_producten,
    count_tegenstrijdig,
)
from analysis.measures.toewijzingen import rate_costs_per_window
from analysis.tidy.schemas import empty_table

sys.path.insert(0, str(Path(__file__).parents[1] / "test_tidy"))
from toewijzing_examples import CASES, CODEBOOK, leerlingen_table, small_study, toewijzingen_table

LAST = pd.Timestamp("2021-06-30")


def test_links_are_counted_per_file_and_add_up():
    ways = ["kolom", "inschrijving", "inschrijving", "loopt door in inschrijving", "geen"]
    rows = [{"koppeling": way, "bron_bestand": "a.csv"} for way in ways] + [
        {"koppeling": "geen", "bron_bestand": "b.csv"}
    ]
    found = count_koppeling(toewijzingen_table([{**row, "startdatum": "2019-01-01"} for row in rows]))
    first = found.set_index("bestand").loc["a.csv"]
    assert first[["n", "n_kolom", "n_inschrijving", "n_later", "n_geen"]].tolist() == [5, 1, 2, 1, 1]
    assert found.set_index("bestand")["aandeel_gekoppeld"].tolist() == pytest.approx([0.8, 0.0])


def test_conflicts_of_the_column_with_leerlingen_are_counted_per_file_and_pair():
    # x was at B; y at A, as the column says; z is not in leerlingen; w was linked by leerlingen themselves.
    enrolled = [{"client": "x", "ikc": "B", "van": "2018-08-01"}, {"client": "y", "ikc": "A", "van": "2018-08-01"}]
    rows = [{"client": client, "koppeling": "kolom", "bron_bestand": "a.csv"} for client in ("x", "x", "y", "z")]
    rows += [{"client": "x", "koppeling": "inschrijving", "ikc": "B", "bron_bestand": "a.csv"}]
    table = toewijzingen_table([{**row, "startdatum": "2019-01-01"} for row in rows])
    found = count_tegenstrijdig(table, leerlingen_table(enrolled))
    assert found.to_dict("records") == [{"bestand": "a.csv", "ikc_kolom": "A", "ikc_leerlingen": "B", "n": 2}]
    assert count_tegenstrijdig(table, leerlingen_table([])).empty


def test_products_say_which_codes_are_unknown_with_their_budget():
    rows = [
        {"productcategorie": "45", "productcode": "45Z99", "zorgvorm": "ambulant_kind", "budget_eur": 100},
        {"productcategorie": "45", "productcode": "45Z99", "zorgvorm": "ambulant_kind"},
        {"productcategorie": "45", "productcode": "45A48", "zorgvorm": "ambulant_kind", "budget_eur": 5},
        {"productcategorie": "45", "productcode": "", "zorgvorm": "ambulant_kind"},
    ]
    table = toewijzingen_table([{**row, "startdatum": "2019-01-01"} for row in rows])
    found = count_producten(table, CODEBOOK).set_index("productcode")
    assert found["bekend"].to_dict() == {"": True, "45A48": True, "45Z99": False}
    assert found.loc["45Z99", ["n", "budget_eur", "n_zonder_budget"]].tolist() == [2, 100, 1]
    assert pd.isna(found.loc["", "budget_eur"])


def test_price_sources_and_costs_up_to_the_last_day():
    rows = toewijzingen_table([
        {"zorgvorm": "crisis", "startdatum": "2021-06-21", "einddatum": "2021-07-10", "budget_eur": 200},
        {"zorgvorm": "crisis", "startdatum": "2019-01-01", "einddatum": "2019-01-31"},
    ])  # fmt: skip
    priced = cost_toewijzingen(price_toewijzingen(rows, LAST), rows)
    # 200 euro over 20 days is 10 a day; ten of them, 21 up to and including 30 June, are in the data.
    assert priced["kosten_eur"].tolist()[0] == pytest.approx(100)
    assert pd.isna(priced["kosten_eur"].tolist()[1])
    found = count_prijsbronnen(priced).set_index("prijsbron")
    assert found["n"].to_dict() == {"budget": 1, "geen": 1}


def test_a_toewijzing_over_two_price_periods_costs_both():
    tarieven = pd.DataFrame({
        "productcode": "45A48", "eenheid": "01", "tarief_eur": [1.0, 2.0], "bron": ["een", "twee"],
        "van": pd.to_datetime(["2019-01-01", "2019-02-01"]), "tot": pd.to_datetime(["2019-01-31", None]),
    })  # fmt: skip
    rows = toewijzingen_table([{
        "zorgvorm": "ambulant_kind", "productcode": "45A48", "startdatum": "2019-01-30", "einddatum": "2019-02-02",
        "volume": 10, "eenheid": "01", "frequentie": "1",
    }])  # fmt: skip
    priced = cost_toewijzingen(price_toewijzingen(rows, LAST, tarieven), rows)
    # Two days of ten minutes at 1 euro, two days at 2 euro.
    assert priced["kosten_eur"].tolist() == [60]
    assert priced["prijsbron"].tolist() == ["prijslijst: een; prijslijst: twee"]


def test_costs_in_the_year_before_a_peildatum():
    case = yaml.safe_load((CASES / "rate_costs_per_window/jaar_tot_peildatum.yaml").read_text(encoding="utf-8"))
    study = small_study(toewijzingen=case["periode"])
    rows = toewijzingen_table(case["toewijzingen"])
    populatie = pd.DataFrame({"ikc": ["A"], "meting": ["m2"], "bouw": ["alle"], "aantal_kinderen": [case["populatie"]]})
    prices = price_toewijzingen(rows, pd.Timestamp(case["periode"]["tot"]))
    found = rate_costs_per_window(prices, rows, empty_table("leerlingen"), populatie, study)
    own = found[(found["ikc"] == "A") & (found["zorgvorm"] == "crisis")]
    assert len(own) == 1
    for column, value in case["expected"].items():
        assert own[column].iloc[0] == (pytest.approx(value) if isinstance(value, int) else value), column
