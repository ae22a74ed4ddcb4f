import re
from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from chapters import CALLED
from drawn_signs import IN_PRINT, open_signs, wrong_signs
from fake_results import CODEBOOK, VEEL_PRIMAIR, fake_rapport, fake_study, fake_tables
from matplotlib import rc_context
from matplotlib.text import Text

from analysis.presentation.cijfers import HIDDEN, NOT_KNOWN
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import make_rapport
from analysis.presentation.tekenen.canvas import words_of
from analysis.presentation.tekenen.style import NARROW, PALETTE, RC, WIDTH

OF_CBS = "figuur_cbs"
"""Real, published figures: no invented data, no date of ours; tested in test_figures_cbs.py."""

OF_COSTS = ("figuur_betalers", "figuur_casus", "figuur_casussen", "figuur_kosten_gevoeligheid", "figuur_spreiding",
            "figuur_zorgpad")  # fmt: skip
"""Figures on described cases: no children, no date of ours; tested in test_costs_presentation.py."""

UPRIGHT = ("figuur_effectenketen", "figuur_proces")
"""Narrow figures on links and steps: tested in test_effectenketen.py and test_proces.py."""
OF_GOALS = "figuur_doelen"
"""The fake results have no goals; tested in test_doelen_chapter.py."""
ELSEWHERE = (OF_CBS, OF_GOALS, *OF_COSTS, *UPRIGHT)

FIGURES = [name for name in CALLED if name.startswith("figuur_") and name not in ELSEWHERE]
EXTREMES = {
    "nul": {"modus": "nul", "ikcs": 2},
    "vol": {"modus": "vol", "ikcs": 2},
    "onderdrukt": {"modus": "onderdrukt"},
    "een_ikc_twee_metingen": {"ikcs": 1, "metingen": 2, "seed": 3},
    "zes_metingen_lange_namen": {"metingen": 6, "seed": 5, "lang": True, "ikcs": 3},
    "vier_metingen": {"metingen": 4, "seed": 6, "ikcs": 3},
    "elf_metingen": {"metingen": 11, "seed": 7, "ikcs": 4},
    "vijftien_indicatoren": {"primair": VEEL_PRIMAIR, "seed": 3, "ikcs": 3},
    "alle": {"ikc": "alle", "seed": 4},
}
NEEDS = {"figuur_verloop": {"metingen": 4}, "figuur_tweede_lijn": {"ikc": "alle"}}
"""What a figure needs before there is anything to show: more metingen, or the report over all IKCs."""
MOST_HEARD = 600
"""Characters that a listener bears before the figure is known."""
OTHER_NOTES = ("figuur_toewijzingen",)
"""Events are named at their line or, where there is no room, below the figure."""
LEFT_BEHIND = {"aandeel", "ci_laag", "ci_hoog", "verschil", "waarde", "odds_ratio", "aandeel_naar"}


@lru_cache(maxsize=64)
def make(name: str, **how):
    """A figure, drawn once for the tests that only look at it."""
    return CALLED[name](fake_rapport(**how))


def shown_texts(figure) -> list[tuple[Text, object]]:
    with rc_context(RC):
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        return [(text, text.get_window_extent(renderer)) for text in texts]


def overlap(one, other, slack: float = 1.5) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > slack and high > slack + 1.5


def drawings(shown) -> list:
    """The wide and the narrow drawing of a figure; nothing of a sentence."""
    return [figure for figure in (getattr(shown, "figure", None), getattr(shown, "smal", None)) if figure is not None]


def cell_colours(figure) -> dict[str, tuple]:
    """The colour of each cell of a grid by the number in it."""
    found = {}
    for axes in figure.axes:
        patches = [(patch.get_bbox(), patch.get_facecolor()) for patch in axes.patches]
        for text in axes.texts:
            found |= {text.get_text(): color for box, color in patches if box.contains(*text.get_position())}
    return found


ONLY_FOR = {"vijftien_indicatoren": ("figuur_oogopslag", "figuur_ikcs_naast_elkaar")}
CASES = [(name, case) for case in EXTREMES for name in ONLY_FOR.get(case, FIGURES)]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_no_text_meets_another_or_leaves_the_figure_and_a_sign_has_one_meaning(name, case):
    for figure in drawings(make(name, **EXTREMES[case])):
        boxes = shown_texts(figure)
        clashes = [(a.get_text(), b.get_text()) for (a, one), (b, two) in combinations(boxes, 2) if overlap(one, two)]
        assert clashes == []
        width, height = figure.get_size_inches() * figure.dpi
        outside = [t.get_text() for t, b in boxes if b.x0 < -2 or b.x1 > width + 4 or b.y0 < -2 or b.y1 > height + 2]
        assert outside == []
        assert wrong_signs(figure) == [], "a sign has one meaning in the whole report"


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_caption_alt_width_and_readable_text(name):
    shown = make(name, seed=3, **NEEDS.get(name, {}))
    assert isinstance(shown, Figuur)
    assert "Bron: " in shown.bijschrift
    assert ("1 juni 2022" if name == "figuur_verloop" else "30 juni 2021") in shown.bijschrift
    assert "verzonnen" in shown.bijschrift
    assert re.search(r"\d", shown.alt) and len(shown.gehoord) <= MOST_HEARD
    assert shown.figure.get_size_inches()[0] == WIDTH
    for figure in drawings(shown):
        texts = [text for text in figure.findobj(Text) if text.get_text()]
        assert min(text.get_fontsize() for text in texts) * IN_PRINT >= 8
        assert {text.get_fontname() for text in texts} == {"Source Sans Pro"}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_narrow_drawing_and_its_numbers_one_step_away(name):
    shown = make(name, seed=3, **NEEDS.get(name, {}))
    assert shown.smal.get_size_inches()[0] == NARROW
    assert words_of(shown.smal) == words_of(shown.figure) or name in OTHER_NOTES
    rows = shown.cijfers.rijen
    assert rows and all(len(row) == len(shown.cijfers.kop) for row in rows)
    assert re.search(r"\d", " ".join(cell for row in rows for cell in row))


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_not_shown_says_so_in_words_in_the_numbers(name):
    shown = make(name, modus="onderdrukt", **NEEDS.get(name, {}))
    if isinstance(shown, Figuur):
        cells = [cell for row in shown.cijfers.rijen for cell in row]
        assert {HIDDEN, NOT_KNOWN, "niet na te gaan"} & {*cells} and "‑" not in cells and "–" not in cells


@pytest.mark.parametrize("name", FIGURES)
def test_open_says_only_that_somebody_else_filled_in_the_list(name):
    shown = make(name, invuller="zelfde", **NEEDS.get(name, {}))
    assert [open_signs(figure) for figure in drawings(shown)] == [0] * len(drawings(shown))


def test_a_grid_that_is_mostly_empty_is_a_sentence():
    study = fake_study()
    tables = fake_tables(study, CODEBOOK)
    rows = tables["signalen"]
    assert isinstance(CALLED["figuur_bouw_domein"](make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)), Figuur)
    hide = (rows["bouw"] != "alle") & (rows.groupby("bouw").cumcount() % 5 > 0)
    rows.loc[hide, "onderdrukt"] = True
    rows.loc[hide, ["n", "aandeel", "ci_laag", "ci_hoog"]] = np.nan
    shown = CALLED["figuur_bouw_domein"](make_rapport(study, CODEBOOK, "IKC01", "publiek", tables))
    assert isinstance(shown, Tekst) and "te weinig kinderen" in shown.markdown


def test_the_darkest_cell_is_the_same_share_in_every_report():
    shown = [make("figuur_bouw_domein", seed=seed) for seed in (3, 5)]
    colours = [cell_colours(item.figure) for item in shown]
    both = {*colours[0]} & {*colours[1]}
    assert len(both) > 2
    assert all(np.allclose(colours[0][value], colours[1][value], atol=0.03) for value in both)


@pytest.mark.parametrize("name", FIGURES)
def test_without_data_a_sentence_or_nothing(name):
    rapport = make_rapport(fake_study(), CODEBOOK, "IKC01", "publiek", {})
    shown = CALLED[name](rapport)
    assert isinstance(shown, Tekst)
    assert "nan" not in shown.markdown.lower()


def test_svg_is_the_same_bytes_with_letters_as_paths_on_the_screen_and_as_text_in_a_document():
    one, two = (CALLED["figuur_oogopslag"](fake_rapport(seed=3)) for _ in range(2))
    assert one.svg() == two.svg() and one.document_svg() == two.document_svg()
    assert "<text" not in one.svg() and "<dc:date>" not in one.svg()
    assert ">Internaliserende<" in one.document_svg()


def test_bundle_carries_caption_and_alt_in_the_metadata():
    figure = CALLED["figuur_zorg"](fake_rapport(seed=3))
    data, metadata = figure._repr_mimebundle_()
    assert data["image/svg+xml"].lstrip().startswith("<?xml")
    title = metadata["ikc"].pop("fig-titel")
    assert metadata["ikc"].pop("svg") == figure.document_svg()
    assert metadata == {"ikc": {"fig-cap": figure.bijschrift, "fig-alt": figure.gehoord}}
    assert figure.gehoord.endswith(figure.alt)
    assert "van de 100" in title.casefold()


def drawn_numbers(figure) -> np.ndarray:
    """Every number that is given to the axes: lines, bars, cells."""
    parts = [np.asarray(line.get_xydata(), dtype=float).ravel() for axes in figure.axes for line in axes.lines]
    boxes = [patch for axes in figure.axes for patch in axes.patches if hasattr(patch, "get_width")]
    parts += [np.array([box.get_width(), box.get_height()]) for box in boxes]
    return np.concatenate([*parts, np.array([0.0])])


@pytest.mark.parametrize("name", FIGURES)
def test_a_suppressed_value_left_behind_is_never_drawn_or_written(name):
    study = fake_study(ikcs=2)
    tables = fake_tables(study, CODEBOOK)
    for table in tables.values():
        if "onderdrukt" in table:
            for column in set(table) & LEFT_BEHIND:
                table[column] = table[column].astype(float).mask(table["onderdrukt"], 0.7654321)
    assert any((table == 0.7654321).any(axis=None) for table in tables.values())
    shown = CALLED[name](make_rapport(study, CODEBOOK, "IKC01", "publiek", tables))
    if isinstance(shown, Figuur):
        numbers = drawn_numbers(shown.figure)
        assert not np.isclose(numbers, 76.54321, atol=1e-3).any()
        assert not np.isclose(numbers, 0.7654321, atol=1e-6).any()
        assert "77 (77 tot 77)" not in shown.alt
        assert "0,8 (0,8 tot 0,8)" not in shown.alt


@pytest.mark.parametrize("name", FIGURES)
def test_all_suppressed_gives_no_number_of_children_with_anything(name):
    shown = make(name, modus="onderdrukt")
    text = shown.markdown if isinstance(shown, Tekst) else shown.alt
    words = re.sub(r"(20\d\d|van de 100|op de 100|per 1\.000|\d+ hoofdindicatoren|van 1|rond 1)", "", text)
    assert not re.search(r"\d", words), words


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("purpose", PALETTE)
def test_every_colour_has_three_to_one_on_white(purpose):
    assert 1.05 / (luminance(PALETTE[purpose]) + 0.05) >= 3


def test_a_gap_in_quarters_stays_a_gap():
    from matplotlib.figure import Figure

    from analysis.presentation.toewijzingen.figures import plot_kwartalen

    quarters = ["2019Q1", "2019Q2", "2019Q3"]
    table = pd.DataFrame({"ikc": ["A"] * 3, "kwartaal": quarters, "lopend_per_1000": [5.0, np.nan, 7.0]})
    axes = plot_kwartalen(Figure().subplots(), table, "A", "#000000")
    drawn = axes.lines[0].get_ydata()
    assert np.isnan(drawn[1])
    assert list(drawn[[0, 2]]) == [5.0, 7.0]
