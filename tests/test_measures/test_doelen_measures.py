"""Which target holds at which meting, and for whom a goal is."""

import pandas as pd

from analysis.measures.doelen import list_goals, target_in_force
from analysis.study import Ikc, Meting, Study
from analysis.tidy.schemas import as_table, empty_table

STUDY = Study(
    folder="/nergens",
    naam="Proef",
    metingen=tuple(Meting(meting=f"m{year}", peildatum=f"{year}-02-01") for year in (2019, 2020, 2021, 2022)),
    ikcs=(Ikc(ikc="A1"), Ikc(ikc="A2")),
)


def goal(ikc: str = "A1", doel: str = "Zien", doelwaarde: float = 0.15, peildatum: str = "2021-02-01", **more) -> dict:
    base = {"ikc": ikc, "speerpunt": doel, "niveau": "algemeen" if ikc == "alle" else "locatie", "soort": "indicator",
            "indicator": "internaliserend", "bouw": "alle", "richting": "stijging", "startwaarde": float("nan"),
            "doelwaarde": doelwaarde, "peildatum": peildatum, "vastgesteld": None, "eigenaar": "", "bron": "",
            "voorstel": False, "noemt_persoon": False, "bestand": "", "rij": 2}  # fmt: skip
    return base | more


def goals(*rows: dict) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    days = {name: pd.to_datetime(table[name]) for name in ("peildatum", "vastgesteld")}
    return as_table("speerpunten", table.assign(**days))


def measured(*rows: dict) -> pd.DataFrame:
    base = {"waarde": float("nan"), "n": None, "oordeel": "", "door": "", "bron": "", "bestand": "", "rij": 2}
    table = pd.DataFrame([base | row for row in rows])
    return as_table("doelmetingen", table.assign(datum=pd.to_datetime(table["datum"])))


NONE = empty_table("doelmetingen")


def test_the_last_target_set_before_a_meting_holds() -> None:
    table = list_goals(
        goals(
            goal(doelwaarde=0.15, vastgesteld="2019-03-01"),
            goal(doelwaarde=0.25, peildatum="2023-02-01", vastgesteld="2020-03-01"),
        ),
        NONE,
        STUDY,
    )
    assert table["meting"].tolist() == ["m2019", "m2020", "m2021", "m2022"]
    assert table["doelwaarde"].tolist() == [0.15, 0.15, 0.25, 0.25]
    assert table["gewijzigd"].tolist() == [False, False, True, False]


def test_without_a_day_the_first_target_that_is_not_past_holds() -> None:
    history = goals(goal(doelwaarde=0.15), goal(doelwaarde=0.20, peildatum="2022-01-01")).rename(
        columns={"peildatum": "peildatum_doel"}
    )
    days = [pd.Timestamp(day) for day in ("2021-02-01", "2021-02-02", "2022-02-01")]
    assert [target_in_force(history, day)["doelwaarde"] for day in days] == [0.15, 0.20, 0.20]


def test_a_goal_of_all_is_there_for_each_ikc_and_one_of_its_own_wins() -> None:
    table = list_goals(goals(goal("alle"), goal("A2", doelwaarde=0.3, niveau="algemeen")), NONE, STUDY)
    per_ikc = table.groupby("ikc")["doelwaarde"].agg(["count", "max"])
    assert per_ikc.loc["A1"].tolist() == [4, 0.15]
    assert per_ikc.loc["A2"].tolist() == [4, 0.3]
    assert per_ikc.loc["alle"].tolist() == [4, 0.15]


def test_an_output_has_the_moments_of_its_own_and_whole_children() -> None:
    own = goals(goal(soort="output", indicator="kinderen bij een club"))
    rows = measured(
        {"ikc": "A1", "speerpunt": "Zien", "meting": "2019-06-15", "datum": "2019-06-15", "waarde": 0.7},
        {"ikc": "A1", "speerpunt": "Zien", "meting": "m2019", "datum": "2019-02-01", "waarde": 0.62, "n": 51},
    )
    table = list_goals(own, rows, STUDY)
    assert table["meting"].tolist() == ["m2019", "2019-06-15"]
    assert table["n_teller"].tolist()[0] == 32  # 0,62 x 51 = 31,62
    assert pd.isna(table["n_teller"].iloc[1]) and pd.isna(table["n_noemer"].iloc[1])


def test_an_output_that_nobody_measured_is_there_once() -> None:
    table = list_goals(goals(goal(soort="output", indicator="club")), NONE, STUDY)
    assert table["meting"].tolist() == ["m2022"]


def test_without_goals_there_is_nothing() -> None:
    assert list_goals(empty_table("speerpunten"), NONE, STUDY).empty
