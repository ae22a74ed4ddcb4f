"""`ikc simulate --jaren`: a meting in each year after the pilot, and what happens in years."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.cli import build_parser
from analysis.errors import InvoerFout
from analysis.simulation import Scenario, simulate_study, simulate_tables
from analysis.simulation.scenario import over_years
from analysis.simulation.truth import pairs_of_metingen, planted_numbers
from analysis.simulation.years import Jaren, slopes
from analysis.study import load_study

ROOT = Path(__file__).parents[2]
YEARS = [f"jaarmeting {year}" for year in range(2022, 2030)]
SMALL = Scenario(ikcs=4, pilots=2, grootte=(60, 50, 55, 40), buiten_studie=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("jaren") / "studie"
    simulate_study(target, seed=3, scenario=SMALL, jaren=8)
    return target


def rows_of(path: Path, delimiter: str = ",") -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_eight_years_are_the_pilots_three_metingen_and_eight_more(folder):
    study = load_study(folder)
    assert list(study.meting_namen) == ["nulmeting", "nameting", "eindmeting", *YEARS]
    days = [item.peildatum for item in study.metingen]
    assert days[:4] == [date(2019, 2, 1), date(2020, 2, 1), date(2021, 6, 1), date(2022, 6, 1)]
    assert days[-1] == date(2029, 6, 1)
    assert days == sorted(days)


def test_the_toewijzingen_run_over_the_whole_period(folder):
    study = load_study(folder)
    assert study.toewijzingen.tot == date(2029, 6, 30)
    names = {path.name for path in (folder / "data/raw/toewijzingen").iterdir()}
    assert {"export_2018_2019.csv", "toewijzingen 2020-2021.xlsx", "toewijzingen 2022.xlsx"} <= names
    assert "toewijzingen 2029.xlsx" in names


def test_an_ikc_joins_in_the_first_year_and_has_nothing_before_it(folder):
    files = {path.parent.name for path in (folder / "data/raw/inventarisatie").rglob("IKC03*")}
    assert files == set(YEARS)
    measured = {row["Meting"] for row in rows_of(folder / "data/raw/populatie.csv") if row["IKC"] == "IKC03"}
    assert measured == set(YEARS)
    begin = [row["Van"] for row in rows_of(folder / "data/raw/leerlingen.csv", ";") if row["IKC"] == "IKC03"]
    assert min(text[-4:] for text in begin) == "2021"
    joined = next(item for item in load_study(folder).ikcs if item.ikc == "IKC03")
    assert (joined.rol, joined.start_jok) == ("pilot", date(2022, 9, 1))


def test_an_ikc_misses_one_meting_but_has_children_there(folder):
    files = {path.parent.name for path in (folder / "data/raw/inventarisatie").rglob("IKC02*")}
    assert set(YEARS) - files == {"jaarmeting 2024"}
    measured = {row["Meting"] for row in rows_of(folder / "data/raw/populatie.csv") if row["IKC"] == "IKC02"}
    assert "jaarmeting 2024" in measured


def test_another_informant_comes_halfway_at_the_first_pilot():
    scenario = over_years(SMALL, 8)
    who = [scenario.informant(0, number) for number in range(11)]
    assert who == ["leerkracht", *["jeugdondersteuner"] * 6, *["intern_begeleider"] * 4]
    assert {scenario.informant(1, number) for number in range(7, 11)} == {"jeugdondersteuner"}
    assert scenario.informant(2, 3) == "leerkracht"
    assert scenario.informant(2, 4) == "jeugdondersteuner"


def test_the_truth_tells_slopes_and_only_the_pairs_that_a_report_compares(folder):
    truth = json.loads((folder / "simulatie" / "waarheid.json").read_text(encoding="utf-8"))
    assert truth["hellingen"][0] == ["ikc", "indicator", "helling_waar", "helling_verwacht"]
    of_ikc = {row[1]: row[2] for row in truth["hellingen"][1:] if row[0] == "alle"}
    assert of_ikc["internaliserend"] > 0.002
    asked = pairs_of_metingen(over_years(SMALL, 8))
    assert ("nulmeting", "jaarmeting 2029") in asked
    assert ("jaarmeting 2022", "jaarmeting 2029") in asked, "first with last of the IKC that joined later"
    assert ("jaarmeting 2023", "jaarmeting 2025") in asked, "over the meting that was missed"
    assert ("nulmeting", "jaarmeting 2022") not in asked
    assert len(asked) == 10 + 3


def test_an_ikc_that_is_not_in_the_study_is_in_no_truth():
    study = simulate_tables(over_years(SMALL, 2), seed=3, met_toewijzingen=False)
    counts = study.populatie
    assert set(counts.loc[counts["ikc"] == 2, "meting"]) == {"jaarmeting 2022", "jaarmeting 2023"}
    assert set(counts.loc[counts["ikc"] == 3, "meting"]) == set(counts["meting"])


def test_a_slope_is_per_year_and_needs_two_metingen():
    days = {"a": date(2022, 6, 1), "b": date(2024, 6, 1), "c": date(2026, 6, 1)}
    rows = [("IKC01", "x", meting, share, share / 2) for meting, share in zip("abc", (0.10, 0.16, 0.22), strict=True)]
    table = pd.DataFrame(
        [*rows, ("IKC02", "x", "a", 0.3, 0.3)],
        columns=["ikc", "indicator", "meting", "aandeel_waar", "aandeel_verwacht"],
    )
    found = slopes(table, days)
    assert list(found["ikc"]) == ["IKC01"]
    assert found["helling_waar"].iloc[0] == pytest.approx(0.03, rel=1e-3)
    assert found["helling_verwacht"].iloc[0] == pytest.approx(0.015, rel=1e-3)


def test_planted_trends_are_in_what_is_true():
    plain = simulate_tables(Scenario(ikcs=2, pilots=1, metingen=11), seed=3, met_toewijzingen=False)
    years = simulate_tables(over_years(Scenario(ikcs=2, pilots=1), 8), seed=3, met_toewijzingen=False)
    chosen = (plain.codes["domein"][: plain.momenten[0].signalen.shape[1]] == "internaliserend").to_numpy()
    shares = [[study.momenten[number].signalen[:, chosen].mean() for number in (2, 10)] for study in (plain, years)]
    assert shares[0][0] == shares[1][0], "no trend before the eindmeting"
    assert shares[1][1] > 1.2 * shares[0][1], "eight years of 0.03 standard deviations"
    assert np.array_equal(plain.momenten[2].signalen, years.momenten[2].signalen)


def test_the_example_knows_nothing_of_years(example):
    assert "jaren" not in planted_numbers(Scenario())
    written = (example / "simulatie" / "waarheid.json").read_bytes()
    assert written == (ROOT / "simulatie" / "waarheid.json").read_bytes()
    assert "jaarmeting" not in (example / "study.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("aantal", [-1, 21])
def test_a_number_of_years_that_makes_no_study_is_refused(aantal):
    with pytest.raises(InvoerFout, match=r"jaren hebben\. Kies er 1 tot en met 20"):
        Jaren(aantal)


def test_jaren_and_metingen_do_not_go_together(capsys):
    with pytest.raises(SystemExit):
        build_parser().parse_args(["simulate", "x", "--jaren", "8", "--metingen", "4"])
    assert "gaan niet samen" in capsys.readouterr().err
