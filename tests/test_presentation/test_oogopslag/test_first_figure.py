"""The first page's figure: who filled in, what may be said of a difference, the goal, the other IKCs; narrow too."""

from itertools import combinations

import pandas as pd
import pytest
from fake_results import (
    ANDERS,
    CODEBOOK,
    NIET_BEKEND,
    VEEL_PRIMAIR,
    ZELFDE,
    fake_rapport,
    fake_study,
    fake_tables,
)
from matplotlib.text import Text
from test_figures import overlap, shown_texts

from analysis.inference.doelstatus import NIET_TE_BEPALEN, OP_KOERS
from analysis.presentation import oogopslag
from analysis.presentation.oogopslag.figures import columns_of, plot_oogopslag, plot_oogopslag_smal, said_of
from analysis.presentation.oogopslag.figures_groups import groups_beside, plot_met_zonder_smal, title_of_groups
from analysis.presentation.oogopslag.rows import first_page_rows, moments_of
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.tekenen.style import NARROW

EXTREMES = [
    {"ikcs": 4}, {"ikcs": 1, "invuller": ZELFDE}, {"modus": "nul", "ikcs": 2}, {"modus": "vol", "ikcs": 3},
    {"metingen": 6, "lang": True, "ikcs": 3, "seed": 5}, {"primair": VEEL_PRIMAIR, "ikcs": 3, "seed": 3},
]  # fmt: skip


def with_goal(status: str, doelwaarde: float | None = 0.25, modus: str = "gewoon") -> Rapport:
    """A report with one goal: the share of children with internaliserende problemen."""
    study = fake_study(ikcs=3)
    goal = {
        "ikc": "IKC01", "doel": "Stille kinderen zien", "niveau": "locatie", "soort_doel": "indicator",
        "indicator": "internaliserend", "bouw": "alle", "richting": "stijging", "doelwaarde": doelwaarde,
        "waarde": 0.2, "startwaarde": 0.1, "startmeting": "nulmeting", "meting": "eindmeting", "status": status,
        "datum": pd.Timestamp(2021, 6, 1), "peildatum_doel": pd.Timestamp(2023, 6, 1), "pad": 0.15,
        "oordeel_mensen": "", "reden": "pad_gehaald", "voorstel": False, "onderdrukt": False,
    }  # fmt: skip
    tables = fake_tables(study, CODEBOOK, modus) | {"doelen": pd.DataFrame([goal])}
    return make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)


def heads(rapport: Rapport) -> list[str]:
    return [" ".join(column.head) for column in columns_of(first_page_rows(rapport))]


def clashes(figure) -> list[tuple[str, str]]:
    boxes = shown_texts(figure)
    return [(a.get_text(), b.get_text()) for (a, one), (b, two) in combinations(boxes, 2) if overlap(one, two)]


def outside(figure) -> list[str]:
    width, height = figure.get_size_inches() * figure.dpi
    return [t.get_text() for t, b in shown_texts(figure) if b.x0 < -2 or b.x1 > width + 2 or b.y0 < -2 or b.y1 > height]


@pytest.mark.parametrize("how", EXTREMES, ids=str)
def test_narrow_and_wide_no_text_meets_another_or_leaves_the_figure(how):
    rapport = fake_rapport(**how)
    rows, moments = first_page_rows(rapport), moments_of(rapport)
    for figure in (plot_oogopslag(rows, moments, "Een titel"), plot_oogopslag_smal(rows, moments, "Een titel")):
        assert clashes(figure) == [] and outside(figure) == []
        assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 8
    assert plot_oogopslag_smal(rows, moments).get_size_inches()[0] == NARROW


def test_the_goal_keeps_its_room_beside_the_other_columns():
    rapport = with_goal(NIET_TE_BEPALEN)
    rows, moments = first_page_rows(rapport), moments_of(rapport)
    for figure in (plot_oogopslag(rows, moments), plot_oogopslag_smal(rows, moments)):
        assert clashes(figure) == [] and outside(figure) == []


def test_who_filled_in_stands_with_each_year():
    first, last = moments_of(fake_rapport(ikcs=2))
    assert (first.naam, last.naam) == ("2019, leerkrachten", "2021, jeugdondersteuners")
    assert moments_of(fake_rapport(ikcs=2, invuller=NIET_BEKEND))[0].naam == "2019, invuller niet bekend"
    figure = oogopslag.figuur_oogopslag(fake_rapport(ikcs=2))
    assert isinstance(figure, Figuur)
    assert {"2019, leerkrachten", "2021, jeugdondersteuners"} <= {text.get_text() for text in figure.figure.texts}


def test_a_column_that_says_nothing_of_any_row_is_left_out():
    assert heads(fake_rapport(ikcs=1, invuller=ZELFDE)) == ["Verschil (marge)"]
    assert heads(fake_rapport(ikcs=1, invuller=ANDERS)) == ["Verschil (marge)", "Zelfde soort invuller"]
    assert heads(with_goal(OP_KOERS)) == ["Verschil (marge)", "Zelfde soort invuller", "Doel"]


def test_a_goal_has_a_word_a_sign_and_its_target():
    goal = columns_of(first_page_rows(with_goal(OP_KOERS)))[-1]
    assert goal.cells[0].lines == ("op koers", "doel: 25") and goal.cells[0].mark == "op koers"
    assert {cell.lines for cell in goal.cells[1:]} == {("geen doel",)}
    direction = columns_of(first_page_rows(with_goal(NIET_TE_BEPALEN, None)))[-1]
    assert direction.cells[0].lines == ("niet te bepalen",)


def test_the_narrow_one_says_the_same_below_each_other():
    row = next(first_page_rows(with_goal(OP_KOERS)).itertuples())
    difference, same, goal = said_of(row)
    assert difference.startswith("Verschil: ") and same.startswith("Zelfde soort invuller: ")
    assert goal == "Doel: op koers, doel: 25"


def test_the_other_ikcs_are_a_mark_and_a_range_without_names():
    alone, among = (oogopslag.figuur_oogopslag(fake_rapport(ikcs=ikcs)) for ikcs in (1, 4))
    assert isinstance(alone, Figuur) and isinstance(among, Figuur)
    assert "andere IKC's" in among.alt and "It Kompas" not in among.alt
    assert "andere IKC's" not in alone.alt


def test_the_table_is_the_data_of_the_figure():
    table = oogopslag.tabel_oogopslag(with_goal(OP_KOERS))
    assert isinstance(table, Tabel)
    assert "▲ op koers, doel: 25" in table.markdown and "Andere IKC's" in table.markdown


def test_nothing_to_show_is_a_sentence_and_no_figure():
    hidden = fake_rapport(ikcs=2, modus="onderdrukt")
    shown = oogopslag.figuur_oogopslag(hidden)
    assert shown == Tekst("Van de hoofdindicatoren tonen we geen cijfers: te weinig kinderen om te tonen.")
    assert oogopslag.tabel_oogopslag(hidden) == Tekst("")
    assert "is niet te zeggen" in oogopslag.zin_zeggen(hidden).markdown


def test_over_all_the_groups_stand_beside_each_other():
    rapport = fake_rapport("alle", ikcs=9)
    figure = oogopslag.figuur_oogopslag(rapport)
    assert isinstance(figure, Figuur)
    texts = " ".join(text.get_text() for text in figure.figure.texts)
    assert "met jeugdondersteuner (3 IKC’s)" in texts and "zonder jeugdondersteuner (6 IKC’s)" in texts
    assert clashes(figure.figure) == [] and outside(figure.figure) == []
    narrow = plot_met_zonder_smal(groups_beside(rapport), "Een titel")
    assert clashes(narrow) == [] and outside(narrow) == [] and narrow.get_size_inches()[0] == NARROW


def test_without_another_group_the_children_of_all_are_shown():
    assert groups_beside(fake_rapport("alle", ikcs=3)).empty
    assert isinstance(oogopslag.figuur_oogopslag(fake_rapport("alle", ikcs=3)), Figuur)
    assert groups_beside(fake_rapport("IKC01", ikcs=9)).empty


@pytest.mark.parametrize(
    ("other", "ends", "title"),
    [
        (True, (0.02, 0.2), "Met en zonder: in het verschil zit ook een andere invuller"),
        (False, (0.02, 0.2), "Met en zonder verschillen bij 1 van de 1 cijfers"),
        (False, (-0.02, 0.2), "Tussen met en zonder jeugdondersteuner is geen verschil aan te tonen"),
    ],
)
def test_the_title_over_all_follows_the_weakest_check(other, ends, title):
    row = {"informant_verschilt": other, "ci_laag_gecorrigeerd": ends[0], "ci_hoog_gecorrigeerd": ends[1]}
    assert title_of_groups(pd.DataFrame([row])) == title
