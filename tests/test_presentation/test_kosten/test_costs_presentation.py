"""What the cost chapters say: exact about what is not known, silent about what the cases cannot carry."""

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from chapters import CALLED
from drawn_signs import IN_PRINT, wrong_signs
from test_figures import overlap, shown_texts
from whole_tables import assert_whole

from analysis.codebook import load_codebook
from analysis.costs.results import cost_tables
from analysis.presentation import kosten
from analysis.presentation.kosten.selection import cases_of
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.money import euro, exact_euro, signed_euro
from analysis.presentation.taal.wording import forbidden_words
from analysis.results.tables import type_table
from analysis.study import Study
from analysis.tidy.schemas import COLUMNS

CODEBOOK = load_codebook()
SHARE = {"laag": 0.1, "midden": 0.3, "hoog": 0.5}
KOSTEN = {
    "sroi": dict.fromkeys(("deadweight", "attributie", "verdringing", "afname"), SHARE) | {"jaren": 2},
    "jok_kosten_per_jaar": {"laag": 70000, "midden": 80000, "hoog": 90000},
    "opschaling": {"casussen": 50},
}
OVER = ("zin_kosten", "zin_over_casussen", "zin_betalers", "zin_sroi", "zin_break_even",
        "zin_opschaling", "zin_waardedriehoek", "zin_controles", "zin_oogopslag_kosten")  # fmt: skip
SHOWN = ("tabel_casussen", "tabel_over_casussen", "tabel_sroi", "tabel_contante_waarde", "tabel_break_even",
         "tabel_opschaling", "tabel_afwijkingen", "figuur_casussen", "figuur_betalers", "figuur_kosten_gevoeligheid",
         )  # fmt: skip


def _lines(rows: list[dict]) -> pd.DataFrame:
    filled = [
        {"gemonetariseerd": True, "bestand": "data/raw/casussen.csv", "rij": n} | row for n, row in enumerate(rows, 2)
    ]
    frame = pd.DataFrame(filled).reindex(columns=list(COLUMNS["casussen"]))
    texts = [column for column, kind in COLUMNS["casussen"].items() if kind is str]
    return frame.assign(**{column: frame[column].astype("object").fillna("") for column in texts}).astype(
        COLUMNS["casussen"]
    )


def _case(casus: str, spent: float | None, avoided: float, **more) -> list[dict]:
    shared = {"casus": casus, "betaler": "gemeente"}
    return [
        {**shared, "scenario": "met_jok", "post": "JOK", "bedrag": spent, "gemonetariseerd": spent is not None},
        {**shared, "scenario": "zonder_jok", "post": "Opvang", "bedrag": avoided, **more},
    ]


def _rapport(rows: list[dict], ikc: str = "alle", **kosten) -> Rapport:
    study = Study(folder=Path("studie"), naam="x", kosten=kosten, ikcs=({"ikc": "A1"}, {"ikc": "A2"}))
    empty = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS["casussen_gepubliceerd"].items()})
    found = cost_tables({"casussen": _lines(rows), "casussen_gepubliceerd": empty}, study, CODEBOOK)
    typed = {name: type_table(name, table) for name, table in found.items()}
    return make_rapport(study, CODEBOOK, ikc, "publiek", typed)


FOUR = [*_case("01", 100, 1000), *_case("02", 200, 5000, kans=0.5), *_case("03", 50, 40), *_case("04", None, 9000)]
FOUR[3] |= {"bedrag_laag": 4000, "bedrag_hoog": 6000, "aantal": 2, "tarief": 4000}
FOUR.append({"casus": "01", "scenario": "zonder_jok", "post": "Toezicht", "betaler": "rijk", "gemonetariseerd": False})


@pytest.fixture(scope="module")
def rapport() -> Rapport:
    return _rapport(FOUR, **KOSTEN)


@pytest.mark.parametrize("name", OVER)
def test_no_sentence_says_what_cases_cannot_carry(rapport, name):
    text = CALLED[name](rapport).markdown
    assert text and forbidden_words(text) == []


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_and_table_has_a_caption_with_its_source(rapport, name):
    shown = CALLED[name](rapport)
    assert isinstance(shown, Figuur | Tabel) and shown.bijschrift.endswith(".")
    if name.startswith("tabel_"):
        assert_whole(shown)
    assert not isinstance(shown, Figuur) or len(shown.alt) > 60


@pytest.mark.parametrize(
    ("casus", "expected"),
    [
        ("01", ("minstens € 900", "niet in geld: Toezicht (Rijk)")),
        (
            "02",
            ("tussen € 3.800 en € 5.800 (midden € 4.800)", "telt mee voor 50%", "€ 5.000, terwijl", "€ 4.000 geeft"),
        ),
        ("03", ("Het verschil is −€ 10.",)),
        (
            "04",
            ("geen enkele post is in geld: JOK (Gemeente)", "is niet te zeggen", "meer dan € 9.000 kan het niet zijn"),
        ),
    ],
)
def test_a_case_is_exact_about_what_is_not_known(rapport, casus, expected):
    text = kosten.zin_casus(rapport, casus).markdown
    assert all(part in text for part in expected), text


def test_what_is_not_known_is_said_for_what_it_is():
    rows = [*_case("01", 100, 0), *_case("02", 100, 500), *_case("03", 10, 20)[:1]]
    rows[1] |= {"bedrag": None, "bedrag_laag": 700.0, "betaler": ""}  # only a lower bound, and no payer
    rows.append({"casus": "02", "scenario": "huidig", "post": "Zorg", "betaler": "rijk", "gemonetariseerd": False})
    told = _rapport(rows)
    first, second, third = (kosten.zin_casus(told, casus).markdown for casus in ("01", "02", "03"))
    assert "minstens € 600: van een vermeden post is alleen bekend wat die minstens kost" in first
    assert "Betaler niet genoemd" in kosten.tabel_casus(told, "01").markdown
    assert "Wat het scenario ‘huidig’ kost, is niet bekend; het telt in het verschil niet mee." in second
    assert "maar één scenario" in third


def test_it_is_said_when_amounts_were_brought_to_other_prices():
    rows = [*_case("01", 100, 1000), *_case("02", 100, 50)]
    assert "prijzen van" not in kosten.zin_kosten(_rapport(rows)).markdown
    moved = _rapport([{**rows[0], "peiljaar": 2020}, *rows[1:]], peiljaar=2021, cpi={2021: 10.0})
    text = kosten.zin_kosten(moved).markdown
    assert "naar prijzen van 2021" in text and "zoals gegeven: 3." in text


def test_shares_of_payers_give_way_to_amounts_when_one_is_below_zero():
    rows = [*_case("01", 100, 1000), {**_case("01", -50, 0)[0], "post": "Bijdrage", "betaler": "ouders"}]
    text = kosten.zin_betalers(_rapport(rows)).markdown
    assert "Ouders: −€ 50 ingezet en € 0 vermeden" in text and "%" not in text


LONG = "Ambulante gezinsbehandeling met dagopvang en langdurige begeleiding van beide ouders en de school"


@pytest.mark.parametrize("size", [1, 1_000, 250_000])
def test_no_text_in_a_figure_meets_another_or_leaves_it(size):
    rows = [row | {"bedrag": size * (row["bedrag"] or 0), "post": f"{row['post']} {LONG}"} for row in FOUR[:6]]
    rows += [{**rows[0], "post": f"Post {n}", "betaler": "verzekeraar", "bedrag": 3 * size} for n in range(5)]
    crowded = _rapport([*rows, *FOUR[6:]], **KOSTEN)
    figures = [CALLED[name](crowded) for name in SHOWN if name.startswith("figuur_")]
    drawn = [part for shown in figures if isinstance(shown, Figuur) for part in (shown.figure, shown.smal)]
    for figure in drawn:
        boxes = shown_texts(figure)
        assert [
            (a.get_text(), b.get_text()) for (a, one), (b, two) in combinations(boxes, 2) if overlap(one, two)
        ] == []
        width, height = figure.get_size_inches() * figure.dpi
        outside = [t.get_text() for t, b in boxes if b.x0 < -2 or b.x1 > width + 4 or b.y0 < -2 or b.y1 > height + 2]
        assert outside == []
        assert min(text.get_fontsize() for text, _ in boxes) * IN_PRINT >= 8
        assert wrong_signs(figure) == []


def test_payers_of_a_case_low_middle_and_high(rapport):
    rows = kosten.tabel_casus(rapport, "02").markdown.splitlines()[2:]
    assert [cell.strip() for cell in rows[-1].strip("| ").split("|")] == [
        "Totaal", "200", "5.000 (4.000 tot 6.000)", "3.800", "4.800", "5.800",
    ]  # fmt: skip


def test_chosen_cases_get_a_range_and_words_and_no_interval(rapport):
    # known: 900, 4800 and -10: mean 1896.67; one in two 948.33, one in four 474.17
    text = kosten.zin_over_casussen(rapport).markdown
    assert "Per casus loopt dat van −€ 10 tot € 4.800" in text and "daarom staat er geen marge bij" in text.lower()
    assert "is het gemiddelde € 948. Bij één op de vier is het € 474." in text
    assert "Bij één casus staat een vermeden post niet in geld; die telt niet mee." in text and "minstens" not in text
    assert "volgens wie de casus beschreef" in text
    first_page = kosten.zin_oogopslag_kosten(rapport).markdown
    assert "volgens de beschrijving" in first_page.casefold() and "−€ 10 tot € 4.800 per casus" in first_page
    assert "gemiddeld" not in first_page and "minstens" not in first_page
    shown = [kosten.tabel_over_casussen(rapport), kosten.figuur_casussen(rapport)]
    assert all("zo gekozen dat ze iets laten zien" in item.bijschrift for item in shown)
    assert "948" in shown[0].markdown and "Casus 02: ingezet € 200, vermeden € 5.000" in shown[1].alt


def test_break_even_is_said_plain_and_after_the_assumptions(rapport):
    # 5690 / 3 saved and 350 / 3 spent of which all is the JOK; 80.000 / ((5690 + 350) / 3) = 39,7
    text = kosten.zin_break_even(rapport).markdown
    assert "voor alle betalers samen vanaf 40 casussen per jaar" in text and "Na de aannames" in text
    assert "zonder aannames" in kosten.tabel_break_even(rapport).markdown
    bare = _rapport(FOUR, jok_kosten_per_jaar=KOSTEN["jok_kosten_per_jaar"])
    assert "daarover is niets opgegeven" in kosten.zin_break_even(bare).markdown


def test_all_assumptions_at_once_stand_beside_one_at_a_time(rapport):
    assert "als alles tegenvalt of meevalt" in kosten.zin_sroi(rapport).markdown.split(". ")[0]
    assert "Alles tegelijk: " in kosten.figuur_kosten_gevoeligheid(rapport).alt


def test_no_return_without_its_assumptions():
    bare = _rapport(FOUR)
    assert kosten.zin_sroi(bare) == Tekst("") and kosten.zin_break_even(bare) == Tekst("")
    assert kosten.tabel_sroi(bare) == Tekst("") and kosten.figuur_kosten_gevoeligheid(bare) == Tekst("")


def test_the_return_names_every_assumption(rapport):
    text = kosten.zin_sroi(rapport).markdown
    assert all(f"{word} 30%" in text for word in ("zonder gebeurd", "van anderen", "naar elders", "per jaar"))
    assert "minstens" not in text  # Toezicht of case 01 is not in money, but what is avoided may be less as well
    first = next(sentence for sentence in text.split(". ") if "elke ingezette euro" in sentence)
    assert re.search(r"€ [\d,.]+ aan vermeden kosten, en tussen € [\d,.]+ en € [\d,.]+", first)


def test_draws_over_a_few_posts_with_a_range_are_not_shown(rapport):
    # of the posts that count one has a range and one a chance: the others stand still in every draw
    assert kosten.zin_spreiding(rapport) == Tekst("") and kosten.figuur_spreiding(rapport) == Tekst("")
    ranged = [row | {"bedrag_laag": 0.5 * row["bedrag"], "bedrag_hoog": 2 * row["bedrag"]} if row.get("bedrag") else row
              for row in FOUR]  # fmt: skip
    told = _rapport(ranged, **KOSTEN)
    assert "van de 100 berekeningen tussen" in kosten.zin_spreiding(told).markdown
    assert "andere gezinnen; de werkelijke onzekerheid is groter" in kosten.zin_spreiding(told).markdown
    assert isinstance(kosten.figuur_spreiding(told), Figuur)


def test_cases_belong_to_the_report_over_all_unless_they_name_an_ikc():
    rows = [row | {"casus_ikc": "A1" if row["casus"] == "01" else ""} for row in FOUR]
    assert cases_of(_rapport(rows)) == ["01", "02", "03", "04"]
    assert cases_of(_rapport(rows, "A1")) == ["01"] and cases_of(_rapport(rows, "A2")) == []
    assert _rapport(rows, "A1").heeft("casussen") and not _rapport(rows, "A2").heeft("casussen")


def test_a_case_without_a_clear_reference_shows_its_scenarios():
    rows = [row | {"scenario": {"met_jok": "huidig", "zonder_jok": "dreigend"}[row["scenario"]]} for row in FOUR[:2]]
    bare = _rapport(rows)
    assert "is daarom niet te berekenen" in kosten.zin_casus(bare, "01").markdown
    assert isinstance(kosten.figuur_casussen(bare), Tekst)
    assert "huidig" in kosten.tabel_casus(bare, "01").markdown


def test_the_value_triangle_stands_beside_the_money():
    rows = [row | ({"legitimiteit": "ouders vroegen het"} if n == 0 else {}) for n, row in enumerate(FOUR)]
    shown = kosten.tabel_waardedriehoek(_rapport(rows)).markdown
    assert "ouders vroegen het" in shown and "niet ingevuld" in shown and "minstens 900" in shown


def test_no_cases_no_words():
    empty = make_rapport(Study(folder=Path("s"), naam="x"), CODEBOOK, "alle", "publiek", {"kosten": pd.DataFrame()})
    assert kosten.zin_kosten(empty) == Tekst("") and kosten.zin_oogopslag_kosten(empty) == Tekst("")


def test_amounts_as_readers_write_them():
    assert [euro(1069), euro(-10.4), euro(float("nan"))] == ["€ 1.069", "−€ 10", "niet bekend"]
    assert [exact_euro(37.5), exact_euro(994)] == ["€ 37,50", "€ 994"]
    assert [signed_euro(4135), signed_euro(-10), signed_euro(0)] == ["+€ 4.135", "−€ 10", "€ 0"]
