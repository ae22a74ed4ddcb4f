"""Hours of jeugdondersteuners per half-year: hand-counted, and unknown where nothing was written down."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.codebook import load_codebook
from analysis.measures.inzet_jok import ACHTERKANT, GEEN, VOORKANT, count_inzet, count_inzet_maanden, half_years
from analysis.study import Study
from analysis.tidy.schemas import empty_table

CASE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "count_inzet" / "een_ikc.yaml").read_text("utf-8"))
CODEBOOK = load_codebook()


def study(start: date | None, until: date) -> Study:
    ikcs = ({"ikc": "IKC01", "start_jok": start},)
    return Study(folder=Path("s"), naam="Proef", ikcs=ikcs, gegevens_datum=until)


def registrations(rows: list) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["datum", "soort", "uren", "kind"]).assign(ikc="IKC01", groep="")
    return table.assign(datum=pd.to_datetime(table["datum"]), uren=table["uren"].astype(float))


def test_hours_per_half_year_and_soort():
    found = count_inzet(registrations(CASE["registraties"]), study(CASE["start_jok"], CASE["tot"]), CODEBOOK)
    found = found.set_index(["periode", "soort"])
    for periode, soort, *expected in CASE["verwacht"]:
        row = found.loc[(periode, soort), ["uren", "n_registraties", "n_kinderen", "aandeel_overige", "n_maanden",
                                           "n_maanden_verwacht"]]  # fmt: skip
        numbers = [None if pd.isna(value) else float(value) for value in row]
        assert numbers == [None if value is None else pytest.approx(value) for value in expected], (periode, soort)
    assert len(found) == 3 * 6


def test_without_a_start_the_first_registration_begins():
    found = count_inzet(registrations(CASE["registraties"]), study(None, CASE["tot"]), CODEBOOK)
    assert found.drop_duplicates("periode")["n_maanden_verwacht"].tolist() == [4, 6, 2]


def test_months_by_front_and_back():
    found = count_inzet_maanden(registrations(CASE["registraties"]), CODEBOOK)
    rows = found[["maand", "plaats", "uren"]].to_numpy().tolist()
    assert rows == [["2019-03", VOORKANT, 3.0], ["2019-05", ACHTERKANT, 5.0], ["2020-02", VOORKANT, 4.0]]


def test_every_soort_has_a_place():
    places = {soort: CODEBOOK.value("inzet_plaats", soort) for soort in CODEBOOK.values("inzet_soort")}
    assert set(places.values()) == {VOORKANT, ACHTERKANT, GEEN}
    assert [soort for soort, place in places.items() if place == ACHTERKANT] == ["selectief", "geïndiceerd"]


def test_nothing_delivered_gives_nothing():
    assert count_inzet(empty_table("inzet_jok"), study(None, date(2020, 1, 1)), CODEBOOK).empty


def test_a_half_year_is_named_by_its_year():
    days = pd.Series(pd.to_datetime(["2019-06-30", "2019-07-01"]))
    assert half_years(days).tolist() == ["2019H1", "2019H2"]
