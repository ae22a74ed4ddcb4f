"""The steps of the research, counted by hand: three metingen, and eleven."""

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.codebook import load_codebook
from analysis.measures.proces import describe_proces
from analysis.presentation.rapport import make_rapport
from analysis.presentation.verantwoording import figuur_proces
from analysis.results.tables import type_table
from analysis.study import Study


def study(years: range, until: date | None = None) -> Study:
    metingen = tuple({"meting": f"m{year}", "peildatum": date(year, 6, 1)} for year in years)
    ikcs = ({"ikc": "A1", "start_jok": date(2019, 9, 1)}, {"ikc": "A2"})
    return Study(folder=Path("."), naam="proef", metingen=metingen, ikcs=ikcs, gegevens_datum=until)


def tables(lists: dict[int, int], goals: list[str | None] = (), said: int = 0) -> dict[str, pd.DataFrame]:
    rows = [{"ikc": f"A{n + 1}", "meting": f"m{year}"} for year, count in lists.items() for n in range(count)]
    days = pd.DataFrame({"ikc": "A1", "peildatum": pd.to_datetime(list(goals))})
    return {
        "inventarisaties": pd.DataFrame(rows, columns=["ikc", "meting"]),
        "speerpunten": days,
        "gesprekken": pd.DataFrame({"ikc": [f"A{n + 1}" for n in range(said)]}, dtype=object),
    }


def test_three_metingen_with_goals_for_two_days() -> None:
    found = describe_proces(tables({2019: 2, 2020: 1, 2021: 0}, ["2020-06-01", "2021-06-01"]), study(range(2019, 2022)))
    assert found[["soort", "naam", "staat"]].values.tolist() == [
        ["ontwerp", "", "nog_niet"],
        ["meting", "m2019", "klaar"],
        ["start", "", "klaar"],
        ["speerpunten", "", "klaar"],
        ["meting", "m2020", "deels"],
        ["speerpunten", "", "klaar"],
        ["meting", "m2021", "nog_niet"],
        ["gesprekken", "", "nog_niet"],
        ["uitkomsten", "", "deels"],
    ]
    assert found.loc[3, "van"] == "2020-06-01" and found.loc[5, "tot"] == "2021-06-01"


def test_a_study_without_metingen_has_no_steps() -> None:
    assert describe_proces(tables({}), Study(folder=Path("."), naam="proef")).empty


def figure_of(made: Study, found: dict[str, pd.DataFrame]):
    table = type_table("proces", describe_proces(found, made))
    return figuur_proces(make_rapport(made, load_codebook(), "alle", "publiek", {"proces": table}))


def test_eleven_metingen_are_one_yearly_line() -> None:
    made = study(range(2019, 2030), date(2025, 12, 31))
    figure = figure_of(made, tables(dict.fromkeys(range(2019, 2026), 2), said=1))
    assert "Jaarlijkse metingen, deels" in figure.alt
    assert ["Jaarlijkse metingen", "2022 tot en met 2029: 4 van de 8 geleverd", "deels"] in figure.cijfers.rijen
    assert "M2023" not in figure.alt and "M2021, klaar" in figure.alt
    assert ["M2021", "1 juni 2021: lijst van 2 van de 2 IKC's", "klaar"] in figure.cijfers.rijen
    assert figure.figure.get_label().startswith("De volgende meting is die van 2026")


def test_all_metingen_done_is_the_title() -> None:
    figure = figure_of(study(range(2019, 2022)), tables({2019: 2, 2020: 2, 2021: 2}))
    assert figure.figure.get_label().startswith("Alle metingen zijn gedaan")
