"""The profile of an IKC, its events on time figures, and second-line care beside care close by."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from fake_results import fake_rapport
from whole_tables import assert_whole

from analysis.presentation.gebeurtenissen import Gebeurtenis, gebeurtenissen, numbered_words
from analysis.presentation.outputs import Tekst
from analysis.presentation.profiel import (
    figuur_tweede_lijn,
    lijst_gebeurtenissen,
    tabel_profiel,
    zin_profiel,
    zin_tweede_lijn,
)
from analysis.presentation.profiel.second_line import Vergelijking, compare_lines
from analysis.presentation.profiel.tables import MOST_FACTS
from analysis.presentation.toewijzingen import figuur_toewijzingen
from analysis.presentation.toewijzingen.figures import Mark, at_quarter, mark_events

SPAN = (at_quarter(date(2018, 1, 1)), at_quarter(date(2021, 7, 1)))
MARKS = [Mark("coronapandemie", at_quarter(date(2020, 3, 15)), SPAN[1]),
         Mark("start jeugdondersteuner", at_quarter(date(2019, 3, 1)))]  # fmt: skip


def with_profile(rows: list, ikc: str = "IKC01"):
    rapport = fake_rapport(ikc)
    table = pd.DataFrame(rows, columns=["ikc", "soort", "onderwerp", "score", "tekst", "datum"])
    table = table.astype({"score": float, "datum": "datetime64[us]"})
    return replace(rapport, tables={**rapport.tables, "ikc_profiel": table})


def test_the_profile_is_a_table_in_one_order_with_its_scale():
    shown = tabel_profiel(fake_rapport("IKC01"))
    assert_whole(shown)
    assert [line.split("|")[1].strip() for line in shown.markdown.split("\n")[2:]] == [
        "Omgeving", "Zorgstructuur", "Overleg", "Zorgcultuur",
    ]  # fmt: skip
    assert "| Overleg | Zorgteam: elke zes weken |  |" in shown.markdown
    assert "| Zorgcultuur | Zorgen worden vroeg besproken | 3,5 |" in shown.markdown
    assert "van 1 tot en met 5" in zin_profiel(fake_rapport("IKC01")).markdown


def test_without_scores_there_is_no_column_and_no_word_of_a_scale():
    rapport = with_profile([("IKC01", "overleg", "zorgteam", None, "", None)])
    assert "Score" not in tabel_profiel(rapport).markdown and "score" not in zin_profiel(rapport).markdown


def test_a_long_profile_is_cut_and_says_so():
    rapport = with_profile([("IKC01", "zorgcultuur", f"stelling {n}", 3, "", None) for n in range(MOST_FACTS + 2)])
    shown = tabel_profiel(rapport)
    assert len(shown.markdown.split("\n")) == MOST_FACTS + 2
    assert "Er zijn nog 2 in ikc_profiel.csv." in shown.bijschrift


def test_text_of_an_ikc_is_text_and_no_markup():
    rapport = with_profile(
        [("IKC01", "gebeurtenis", "[a](http://boos) **x**", None, "<b>", pd.Timestamp("2020-01-01"))]
    )
    text = lijst_gebeurtenissen(rapport).markdown
    assert "1 januari 2020: \\[a\\](http://boos) \\*\\*x\\*\\* (\\<b\\>)" in text


def test_events_are_those_of_the_ikc_in_order_of_time():
    assert [item.datum for item in gebeurtenissen(fake_rapport("IKC01"))] == [date(2019, 10, 1), date(2020, 9, 1)]
    assert gebeurtenissen(fake_rapport("IKC05")) == gebeurtenissen(fake_rapport("alle")) == []
    assert lijst_gebeurtenissen(fake_rapport("IKC05")) == Tekst("")


def test_the_quarterly_figure_names_the_events_in_its_alt_text():
    assert "peuter-kleuteroverleg (1 oktober 2019)" in figuur_toewijzingen(fake_rapport("IKC01")).alt
    assert "peuter-kleuteroverleg" not in figuur_toewijzingen(fake_rapport("IKC05")).alt


def test_few_short_events_stand_at_their_lines():
    events = [Gebeurtenis("peuter-kleuteroverleg", date(2019, 10, 1)), Gebeurtenis("vroege hulp", date(2020, 9, 1))]
    lines, note = mark_events(events, MARKS, SPAN, panels=4)
    assert [mark.naam for mark in lines] == ["peuter-kleuteroverleg", "vroege hulp"] and note == ""


@pytest.mark.parametrize(
    "events",
    [[Gebeurtenis("peuter-kleuteroverleg", date(2019, month, 1)) for month in (5, 6, 7, 8, 9)],
     [Gebeurtenis("een overleg met een naam die te lang is voor bij een lijn", date(2019, 5, 1))]],
)  # fmt: skip
def test_many_or_long_events_are_numbered_and_listed_below(events):
    lines, note = mark_events(events, MARKS, SPAN, panels=4)
    assert [mark.naam for mark in lines] == [str(number) for number in range(1, len(events) + 1)]
    assert note == numbered_words(events)
    assert all(item.naam in note for item in events) and "1 mei 2019" in note


def points(x: list[float], y: list[float]) -> Vergelijking:
    rows = [(f"IKC{n:02d}", f"School {n}", "pilot", a, b) for n, (a, b) in enumerate(zip(x, y, strict=True))]
    return Vergelijking(pd.DataFrame(rows, columns=["ikc", "naam", "rol", "x", "y"]), "x", "y", "{} y", "eindmeting")


def test_the_ikc_in_the_middle_is_in_neither_half():
    found = points([10, 20, 30, 40, 50], [1, 2, 3, 4, 5])
    assert (found.minste.tolist(), found.meeste.tolist()) == ([1, 2], [4, 5])


def test_equal_scores_in_the_middle_are_in_neither_half():
    found = points([2, 2, 3, 3, 3, 4, 4], [1, 2, 3, 4, 5, 6, 8])
    assert (found.minste.mean(), found.meeste.mean()) == (1.5, 7.0)


def test_second_line_is_described_over_enough_ikcs_only_and_never_of_one():
    assert compare_lines(fake_rapport("IKC01")) == []
    assert compare_lines(fake_rapport("alle", ikcs=4)) == []
    assert zin_tweede_lijn(fake_rapport("alle", ikcs=4)) == Tekst("")
    found = compare_lines(fake_rapport("alle"))
    assert found and all(len(item.punten) >= 6 for item in found)


def with_allocations():
    """Give the report over all IKCs with the running toewijzingen of each, all care together."""
    rapport = fake_rapport("alle")
    rows = [("eindmeting", code, "alle", 10.0 + place) for place, code in enumerate(rapport.study.ikc_codes)]
    table = pd.DataFrame(rows, columns=["meting", "ikc", "zorgvorm", "lopend_per_1000"])
    return replace(rapport, tables={**rapport.tables, "toewijzingen_peildatum": table})


def test_second_line_says_what_it_does_not_say():
    text = zin_tweede_lijn(with_allocations()).markdown
    assert "lopende toewijzingen per 1.000 kinderen" in text
    assert "dat zijn er weinig" in text and "Wie er woont, verschilt per IKC." in text
    assert "Een oorzaak is hier niet te zien." in text
    shown = figuur_tweede_lijn(with_allocations())
    assert "Er loopt geen lijn door de punten" in shown.bijschrift and "De Wilgen" in shown.alt


def test_without_toewijzingen_the_share_on_the_lists_is_taken():
    rapport = fake_rapport("alle")
    tables = {**rapport.tables, "toewijzingen_peildatum": rapport.tables["toewijzingen_peildatum"].head(0)}
    found = compare_lines(replace(rapport, tables=tables))
    assert found and found[0].y_woorden == "kinderen met tweedelijnszorg, van de 100"
    assert (
        " van de 100 kinderen met tweedelijnszorg, bij de " in zin_tweede_lijn(replace(rapport, tables=tables)).markdown
    )
