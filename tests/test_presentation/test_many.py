"""With so many IKCs that each cannot be shown, the report over all of them is as long as with twice as many."""

import pandas as pd
import pytest
from chapters import CALLED
from fake_results import fake_rapport

from analysis.presentation import many
from analysis.presentation.many import PLACES, are_many, spread
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.together import MOST_BESIDE

MANY, TWICE = 23, 46
FIGURES = ("figuur_bosplot", "figuur_ikcs_naast_elkaar", "figuur_toewijzingen", "figuur_tweede_lijn", "figuur_inzet")
"""The figures in which an IKC is a line, a mark or a panel; of the others the time is better spent."""
CALLS = [name for name in CALLED if name.startswith(("zin_", "tabel_"))] + [*FIGURES]
MARGIN = 1.3
"""Numbers of more signs, or a verdict that fewer IKCs did not have, make a text longer; a list of names doubles it."""


def drawn(shown: Figuur) -> int:
    """Lines, marks and texts of both drawings."""
    return sum(len(figure.findobj()) for figure in (shown.figure, shown.smal) if figure is not None)


def lengths(name: str, ikcs: int) -> dict[str, int]:
    shown = CALLED[name](fake_rapport("alle", seed=4, ikcs=ikcs))
    if isinstance(shown, Figuur):
        rows = len(shown.cijfers.rijen) if shown.cijfers else 0
        return {"figuur": drawn(shown), "rijen": rows, "bijschrift": len(shown.bijschrift), "alt": len(shown.alt)}
    more = {"bijschrift": len(shown.bijschrift)} if isinstance(shown, Tabel) else {}
    return {"regels": shown.markdown.count("\n"), "tekens": len(shown.markdown), **more}


@pytest.mark.parametrize("name", CALLS)
def test_no_output_grows_with_the_ikcs(name: str) -> None:
    many, twice = lengths(name, MANY), lengths(name, TWICE)
    assert many.keys() == twice.keys()
    assert {what: (many[what], twice[what]) for what in many if twice[what] > MARGIN * many[what] + 5} == {}


def test_the_last_number_of_ikcs_that_is_shown_one_by_one() -> None:
    assert not are_many(fake_rapport("alle", ikcs=MOST_BESIDE)) and are_many(fake_rapport("alle", ikcs=MOST_BESIDE + 1))


def test_the_places_of_a_distribution_leave_out_what_is_not_known() -> None:
    places = spread(pd.Series([4.0, None, 0.0, 2.0, 1.0, 3.0]))
    assert dict(places) == dict(zip(PLACES, [0.0, 1.0, 2.0, 3.0, 4.0], strict=True))
    assert spread(pd.Series([], dtype="float64")).isna().all()
    assert isinstance(CALLED["zin_lees_ikcs"](fake_rapport("alle", ikcs=MANY)), Tekst)


def test_of_too_many_ikcs_with_hours_the_middle_one_is_drawn_and_verdicts_are_counted(monkeypatch) -> None:
    rapport = fake_rapport("alle", ikcs=9)
    each, rows = CALLED["figuur_inzet"](rapport), CALLED["tabel_inzet"](rapport)
    monkeypatch.setattr(many, "MOST_BESIDE", 2)
    middle, counts = CALLED["figuur_inzet"](rapport), CALLED["tabel_inzet"](rapport)
    assert len(middle.figure.axes) == 1 < len(each.figure.axes)
    assert "het middelste van" in middle.bijschrift and {row[0] for row in middle.cijfers.rijen} == {"Middelste IKC"}
    numbers = [int(line.split("|")[2]) for line in counts.markdown.splitlines()[2:]]
    assert sum(numbers) == len(rows.markdown.splitlines()) - 2


def test_of_too_many_ikcs_no_sentence_lists_every_name(monkeypatch) -> None:
    rapport = fake_rapport("alle", ikcs=9)
    named = CALLED["tabel_wie_wanneer"](rapport).markdown
    monkeypatch.setattr(many, "MOST_BESIDE", 2)
    counted = CALLED["tabel_wie_wanneer"](rapport).markdown
    assert "Met jeugdondersteuner: De Wilgen" in named and "Met jeugdondersteuner: drie IKC's." in counted
