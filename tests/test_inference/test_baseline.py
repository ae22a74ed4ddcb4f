"""Where an IKC started beside the others: hand-counted shares, and the word that turns with the interval."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.inference.baseline import estimate_uitgangspositie
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}, {"ikc": "C"}),
    metingen=tuple({"meting": name, "peildatum": day, "informant": "leerkracht"}
                   for name, day in (("nul", "2019-02-01"), ("na", "2020-02-01"), ("eind", "2021-06-01"))),
    primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
)  # fmt: skip


def start(*rows: tuple, **informants: str) -> pd.DataFrame:
    """Rows of ikc, van, naar, n, n_kinderen at the first meting; who filled in per ikc, else the leerkracht."""
    table = pd.DataFrame(rows, columns=["ikc", "van", "naar", "n_van", "n_kinderen_van"])
    table = table.assign(indicator="internaliserend", soort="kindproblematiek", domein="internaliserend", code="alle",
                         bouw="alle", primair=True, n_naar=10, n_kinderen_naar=100, aandeel_naar=0.1,
                         aandeel_van=table["n_van"] / table["n_kinderen_van"])  # fmt: skip
    table = table.assign(informant_van=[informants.get(ikc, "leerkracht") for ikc in table["ikc"]])
    return estimate_uitgangspositie(table, STUDY).set_index("ikc")


def test_the_others_are_all_ikcs_but_this_one() -> None:
    found = start(("A", "nul", "na", 30, 100), ("A", "nul", "eind", 30, 100), ("B", "nul", "eind", 10, 100),
                  ("C", "nul", "eind", 20, 300))  # fmt: skip
    row = found.loc["A"]
    assert [row["n"], row["n_kinderen"], row["n_andere"], row["n_kinderen_andere"]] == [30, 100, 30, 400]
    assert [row["aandeel"], row["aandeel_andere"], row["verschil"]] == pytest.approx([0.3, 0.075, 0.225])
    assert row["oordeel"] == "hoger" and found.loc["C", "oordeel"] == "lager"


def test_a_difference_that_chance_explains_is_comparable() -> None:
    """56/70 against 48/80 is 0.0524 to 0.3339 (Newcombe 1998, table II, method 10); 52/70 is not above zero."""
    assert start(("A", "nul", "eind", 56, 70), ("B", "nul", "eind", 48, 80)).loc["A", "oordeel"] == "hoger"
    assert start(("A", "nul", "eind", 52, 70), ("B", "nul", "eind", 48, 80)).loc["A", "oordeel"] == "vergelijkbaar"


@pytest.mark.parametrize("who", ["jeugdondersteuner", "onbekend", ""])
def test_with_another_or_unknown_informant_nobody_can_say_who_stands_out(who: str) -> None:
    found = start(("A", "nul", "eind", 56, 70), ("B", "nul", "eind", 48, 80), B=who)
    assert found["oordeel"].tolist() == ["niet te zeggen", "niet te zeggen"]
    everyone = start(("A", "nul", "eind", 56, 70), ("B", "nul", "eind", 48, 80), A="onbekend", B="onbekend")
    assert set(everyone["oordeel"]) == {"niet te zeggen"}


def test_only_ikcs_that_begin_at_the_same_meting_are_compared() -> None:
    found = start(("A", "nul", "eind", 30, 100), ("B", "na", "eind", 10, 100))
    assert found.empty
