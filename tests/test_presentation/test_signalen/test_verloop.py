"""The course of the primary indicators: from the fourth meting on, and never a line over a gap or a break."""

from itertools import combinations

import pandas as pd
import pytest
from fake_results import PRIMAIR, fake_rapport
from long_study import TURN, long_rapport, segments, with_trend
from test_figures import overlap, shown_texts

from analysis.presentation import signalen, verken
from analysis.presentation.moments import decimal_year
from analysis.presentation.outputs import Figuur
from analysis.presentation.signalen.verloop import marks_of, title_of_trends, trend_words
from analysis.presentation.taal.numbers import MINUS
from analysis.presentation.verken.antwoord import first_and_last, in_their_time


def years_of(rapport, *metingen):
    return [decimal_year(item.peildatum) for item in rapport.study.metingen if item.meting in metingen]


@pytest.mark.parametrize("metingen", [2, 3, 4, 5, 11])
def test_it_takes_the_place_of_the_figure_per_domain_from_the_fourth_meting_on(metingen):
    rapport = fake_rapport(metingen=metingen, ikcs=3)
    course = isinstance(signalen.figuur_verloop(rapport), Figuur)
    assert course is (metingen >= 4)
    same = signalen.figuur_verloop if course else signalen.figuur_signalen_domein
    assert signalen.figuur_signalen(rapport).bijschrift == same(rapport).bijschrift
    assert ("hoofdindicator" in signalen.zin_lees_signalen(rapport).markdown) is course


def test_without_a_number_that_may_be_shown_there_is_no_course():
    rapport = fake_rapport(metingen=11, ikcs=3, modus="onderdrukt")
    assert not signalen.figuur_verloop(rapport)
    assert not isinstance(signalen.figuur_signalen(rapport), Figuur) or "domein" in rapport.tabel("signalen")


def test_a_line_stops_at_another_informant_and_at_a_missed_meting():
    """2019|2020 another informant, 2024 missed, 2025|2026 another informant: ten points, six pieces of line."""
    rapport = long_rapport()
    axes = signalen.figuur_verloop(rapport).figure.axes[0]
    days = {item.meting: decimal_year(item.peildatum) for item in rapport.study.metingen}
    pairs = [("nameting", "eindmeting"), ("eindmeting", "meting4"), ("meting4", "meting5"),
             ("meting8", "meting9"), ("meting9", "meting10"), ("meting10", "meting11")]  # fmt: skip
    assert sorted(segments(axes)) == sorted((days[a], days[b]) for a, b in pairs)


def test_the_break_is_named_and_so_are_corona_and_the_start():
    rapport = long_rapport()
    texts = [text.get_text() for text in signalen.figuur_verloop(rapport).figure.axes[0].texts]
    assert texts.count("andere invuller") == 2
    assert "coronapandemie" in texts
    assert "start jeugdondersteuner" in texts
    turns = [mark.van for mark in marks_of(rapport) if mark.gestippeld]
    assert turns[-1] == pytest.approx(sum(years_of(rapport, "meting7", TURN)) / 2)


def test_the_first_and_the_last_point_have_a_number_and_the_others_none():
    axes = signalen.figuur_verloop(long_rapport()).figure.axes[0]
    assert len([text for text in axes.texts if text.get_text().isdigit()]) == 2
    labels = [tick.get_text() for tick in axes.get_xticklabels()]
    assert (labels[0], labels[-1]) == ("2019", "2029")


def test_a_trend_stands_in_the_head_and_a_clear_one_in_the_title():
    rapport = long_rapport()
    rows = pd.DataFrame([
        {"ikc": "IKC01", "indicator": PRIMAIR[0], "helling": 0.008, "ci_laag": 0.002, "ci_hoog": 0.013,
         "ci_laag_gecorrigeerd": 0.001, "ci_hoog_gecorrigeerd": 0.015, "oordeel": "gestegen", "van": "nulmeting",
         "naar": "meting11"},
        {"ikc": "IKC01", "indicator": PRIMAIR[2], "helling": -0.004, "ci_laag": None, "ci_hoog": None,
         "oordeel": "niet te zeggen", "van": "meting4", "naar": "meting11"},
        {"ikc": "IKC01", "indicator": PRIMAIR[3], "helling": None, "ci_laag": None, "ci_hoog": None,
         "oordeel": "gestegen", "van": "", "naar": ""},
    ])  # fmt: skip
    shown = signalen.figuur_verloop(with_trend(rapport, rows))
    assert shown.figure.get_label().startswith("Gestegen: signalen van internaliserende problemen")
    texts = [text.get_text() for text in shown.figure.texts]
    assert "Per jaar +0,8 (+0,1 tot +1,5)" in texts
    assert f"Sinds 2022 per jaar {MINUS}0,4" in texts
    boxes = shown_texts(shown.figure)
    assert [(a.get_text(), b.get_text()) for (a, one), (b, two) in combinations(boxes, 2) if overlap(one, two)] == []
    assert not any("nan" in text for text in texts)
    assert title_of_trends(pd.DataFrame(columns=["indicator", "label", "aard"]), {}) == ""
    assert trend_words(next(rows.itertuples()), rapport).startswith("Per jaar")


def test_a_researchers_series_over_many_metingen_stops_too():
    study = long_rapport().study
    names = list(study.meting_namen)[:5]
    table = pd.DataFrame({"meting": names, "informant": ["leerkracht", *["jeugdondersteuner"] * 4], "waarde": 0.1})
    placed = in_their_time(table, study)
    assert list(placed["los"]) == [False, True, False, False, False]
    assert "plek" not in in_their_time(table.head(3), study)
    assert verken is not None


def test_a_researchers_panels_are_the_first_the_one_before_and_the_last():
    table = pd.DataFrame({"meting_label": [str(year) for year in range(2019, 2026)], "waarde": 0.1})
    shown, notes = first_and_last(table)
    assert list(shown["meting_label"]) == ["2019", "2024", "2025"]
    assert notes == ["Van de zeven vakken: het eerste, het vorige en het laatste; `tabel` heeft ze alle."]
    assert first_and_last(table.head(3))[1] == []
