"""The reference trend of CBS: broken between 2020 and 2021, only in the report over all IKCs, source named."""

from itertools import combinations

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_study
from test_figures import overlap, shown_texts

from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import make_rapport
from analysis.presentation.tekenen.broken import main_series
from analysis.presentation.toewijzingen.cbs import figuur_cbs, zin_cbs

ROWS = [
    *[
        (year, "Nederland", "jeugdhulp", 390000 + 5000 * (year - 2016), None, "definitief")
        for year in range(2016, 2021)
    ],
    (2020, "Nederland", "jeugdzorg", 435760, 9.8, "voorlopig"),
    (2020, "Fryslân", "jeugdzorg", 15850, 9.5, "voorlopig"),
    (2021, "Nederland", "jeugdhulp in natura", 444000, None, "trendbreuk 2020/2021"),
    (2022, "Nederland", "jeugdhulp in natura", 457000, None, "afgerond"),
    (2022, "Nederland", "jeugdzorg", 467000, 10.5, "voorlopig"),
]


def table() -> pd.DataFrame:
    rows = pd.DataFrame(ROWS, columns=["jaar", "regio", "indicator", "aantal", "percentage", "status"])
    return rows.assign(periode=rows["jaar"].astype(str), noemer="0-22 jaar", hersteld=False, bestand="cbs.csv")


def rapport(ikc: str = "alle"):
    return make_rapport(fake_study(), CODEBOOK, ikc, "publiek", {"cbs": table()})


def test_caption_names_source_and_licence_and_texts_do_not_meet():
    shown = figuur_cbs(rapport())
    assert isinstance(shown, Figuur)
    assert shown.bijschrift.endswith("Bron: CBS StatLine, CC BY 4.0.")
    assert "tussen 2020 en 2021 onderbroken" in shown.alt
    boxes = shown_texts(shown.figure)
    assert [(a.get_text(), b.get_text()) for (a, x), (b, y) in combinations(boxes, 2) if overlap(x, y)] == []


def test_no_line_crosses_the_break():
    axes = figuur_cbs(rapport()).figure.axes[0]
    lines = [line for line in axes.lines if len(set(line.get_xdata())) > 1 and line.get_linestyle() != "None"]
    assert lines
    assert all(max(line.get_xdata()) <= 2020 or min(line.get_xdata()) >= 2021 for line in lines)
    assert [2021, 2022] in [list(line.get_xdata()) for line in lines], "the first year after the break is on its line"


def test_only_the_report_over_all_ikcs_shows_it():
    assert figuur_cbs(rapport("IKC01")) == Tekst("")
    assert zin_cbs(rapport("IKC01")) == Tekst("")
    assert not rapport("IKC01").heeft("cbs")
    assert rapport().heeft("cbs")


def test_percentages_of_one_year_are_compared_in_words():
    text = zin_cbs(rapport()).markdown
    assert "in 2020 in Nederland 9,8 procent van de jongeren van 0-22 jaar jeugdzorg. In Fryslân 9,5 procent." in text


@pytest.mark.parametrize("periode", ["2020HJ01", "2020KW01"])
def test_half_years_and_quarters_are_no_years(periode):
    assert main_series(table().assign(periode=periode)).empty
