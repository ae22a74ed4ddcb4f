"""The chain for readers: drawn, in words, with quotes good and bad, and nothing where there is nothing."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.text import Text

from analysis.codebook import load_codebook
from analysis.inference import ketenoordelen as keten
from analysis.inference.effectenketen import judge_rows
from analysis.inference.oordelen import REDENEN, WEINIG_IKCS
from analysis.presentation import effectenketen, oogopslag
from analysis.presentation.citaten import Citaat, choose_quotes, quotes_of
from analysis.presentation.effectenketen.figures import LIJNEN, rows_of
from analysis.presentation.effectenketen.words import KORT
from analysis.presentation.effectenketen.words import REDENEN as REASONS
from analysis.presentation.outputs import Figuur, Tabel
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.presentation.tekenen.style import NARROW, RC
from analysis.results.tables import type_table
from analysis.study import Study

STUDY = Study(folder=Path("."), naam="proef", ikcs=({"ikc": "A1", "naam": "De Wilgen"}, {"ikc": "A2"}))
CODEBOOK = load_codebook()
EVERY = [
    ("signalering", 5, 0, 1, "omhoog", "omhoog", ""),
    ("zorgroutes", 5, 1, 1, "omlaag", "omhoog", ""),
    ("andere_zorg", 1, 0, 6, "omlaag", "omhoog", ""),
    ("bewustzijn", 2, 0, 2, "omhoog", "omhoog", "1_van_2_bekend"),
    ("overleg", 0, 0, 6, "niet_bekend", "", "geen_indicator"),
    ("samenwerking", 0, 3, 0, "geen", "omhoog", ""),
]


def report(ikc: str = "alle", editie: str = "intern", quotes: list[dict] | None = None) -> Rapport:
    rows = {name: (name, 0, 0, 0, "niet_bekend", "", "geen_indicator") for name in CODEBOOK.keten.namen}
    rows |= {row[0]: row for row in EVERY}
    columns = ["schakel", "n_plus", "n_nul", "n_min", "kwantitatief", "verwacht", "kwantitatief_reden"]
    kinds = {item.schakel: item.soort for item in CODEBOOK.keten.schakels}
    table = pd.DataFrame([rows[name] for name in CODEBOOK.keten.namen], columns=columns)
    table = judge_rows(table.assign(soort=table["schakel"].map(kinds), n_oneens=0, n_bronnen=1))
    bron = pd.DataFrame([{"schakel": "signalering", "soort": "knoop", "bron": "IB", "n_plus": 5, "n_nul": 0, "n_min": 1,
                          "n_oneens": 0, "n_ikcs": 3}])  # fmt: skip
    pair = {"paar": "1 en 2", "n": 24, "n_gelijk": 21, "n_oneens": 3, "overeenstemming": 0.875, "kappa": 0.79,
            "ci_laag": 0.58, "ci_hoog": 1.0, "reden": ""}  # fmt: skip
    coders = pd.DataFrame([pair | {"wat": "richting"}, pair | {"wat": "schakel", "kappa": None, "reden": "een_waarde"}])
    tables = {"effectenketen": table, "effectenketen_bronnen": bron, "codeurs": coders}
    tables["citaten"] = pd.DataFrame(quotes or [], columns=["ikc", "schakel", "bron", "richting", "citaat"])
    return make_rapport(STUDY, CODEBOOK, ikc, editie, {name: type_table(name, made) for name, made in tables.items()})


def quote(ikc: str, bron: str, richting: str, citaat: str) -> dict:
    return {"ikc": ikc, "schakel": "overleg", "bron": bron, "richting": richting, "citaat": citaat}


def test_every_verdict_has_a_word_and_a_line_of_its_own() -> None:
    assert {*KORT} == {*LIJNEN} == {*keten.VERDICTS}
    assert len({(str(item.stijl), item.dikte) for item in LIJNEN.values()}) == len(LIJNEN)


def test_every_reason_has_words() -> None:
    own = {keten.GEEN_METING, keten.GEEN_UITKOMST, keten.VERSCHILLEN, keten.IKCS_VERSCHILLEN, WEINIG_IKCS}
    assert {*REDENEN, *own, keten.GEKOZEN} <= {*REASONS}


def test_the_figure_is_as_wide_as_a_phone_and_tells_what_is_seen() -> None:
    figure = effectenketen.figuur_effectenketen(report())
    assert isinstance(figure, Figuur) and figure.figure.get_size_inches()[0] == NARROW
    for label in (item.label for item in CODEBOOK.keten.knopen):
        assert label in figure.alt
    assert "bevestigd bij Breder signaleren;" in figure.alt
    assert "mensen: slechter bij Vast overleg" in figure.alt


def test_no_text_of_the_figure_meets_another_or_leaves_it() -> None:
    figure = effectenketen.figuur_effectenketen(report(editie="publiek")).figure
    with rc_context(RC):
        figure.draw_without_rendering()
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        boxes = [(text.get_text(), text.get_window_extent(figure.canvas.get_renderer())) for text in texts]
    width, height = figure.get_size_inches() * figure.dpi
    assert [
        name for name, box in boxes if box.x0 < -2 or box.x1 > width + 2 or box.y0 < -2 or box.y1 > height + 2
    ] == []
    clashes = [
        (first, second)
        for (first, a), (second, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 3
    ]
    assert clashes == []
    assert min(text.get_fontsize() for text in texts) >= 8


def test_what_an_arrow_leads_to_stands_lower() -> None:
    level = {name: place for place, (_, row) in enumerate(rows_of(CODEBOOK.keten)) for name in row}
    assert all(level[van] < level[naar] for van, naar in (item.einden for item in CODEBOOK.keten.pijlen))


def test_the_table_has_counts_by_source_and_the_verdict() -> None:
    table = effectenketen.tabel_effectenketen(report())
    assert isinstance(table, Tabel)
    line = next(line for line in table.markdown.splitlines() if line.startswith("| Breder signaleren |"))
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    people = "5 beter, 1 slechter (intern begeleider 5 beter, 1 slechter)"
    assert cells == ["Breder signaleren", "bevestigd", "Omhoog, zoals verwacht", people]
    assert "Lagere kosten" not in table.markdown


@pytest.mark.parametrize(
    "expected",
    [
        "‘Breder signaleren’: mensen zeggen vooral dat het beter werd, en de cijfers gingen omhoog, zoals verwacht.",
        "‘Grip op zorgroutes’: mensen zeggen vooral dat het beter werd, maar de cijfers gingen omlaag, tegen de",
        "‘Andere zorg, dichterbij’: mensen zeggen vooral dat het slechter werd, en ook de cijfers gingen omlaag, tegen",
        "‘Meer oog voor kind en gezin’: de cijfers gingen omhoog, zoals verwacht; mensen zijn verdeeld.",
        "Vooral slechter, zeggen mensen over ‘Vast overleg’.",
        "Niet veranderd, zeggen mensen over ‘Samen optrekken’.",
        "er is geen cijfer voor (1). Bij één schakel laten zij geen aantoonbare verandering zien.",
    ],
)
def test_each_link_is_said_in_words(expected: str) -> None:
    assert expected in effectenketen.zin_schakels(report()).markdown


def test_the_summary_counts_what_people_and_numbers_say_the_same_of() -> None:
    text = effectenketen.zin_effectenketen(report()).markdown
    assert "Bij één schakel wijzen mensen en cijfers allebei de verwachte kant op." in text
    assert "Bij twee schakels spreken zij elkaar, of de verwachting, tegen." in text
    assert forbidden_words(text) == []


def test_coders_are_told_with_number_and_whether_guessing_would_do() -> None:
    text = effectenketen.zin_codeurs(report()).markdown
    assert "Bij 21 kozen zij hetzelfde. Dat is vaker dan bij raden. De andere uitspraken tellen niet" in text
    assert "Hoeveel daarvan toeval kan zijn, is niet te zeggen: zij kozen overal hetzelfde." in text


QUOTES = [
    quote("A1", "JOK", "+", "Het gaat goed."),
    quote("A1", "JOK", "+", "Nog beter."),
    quote("A1", "directeur", "-", "Het rooster klopt niet."),
    quote("A2", "ouder", "0", "Zoals het was."),
]


LONG = "Het duurde lang voor wij wisten wie wij konden bellen, en dat is nu anders dan het eerst was." * 4


def test_a_bad_quote_stands_among_the_good_ones_on_the_first_page() -> None:
    text = oogopslag.zin_uitspraken(report("A1", quotes=QUOTES)).markdown
    assert "“Het gaat goed.” (jeugdondersteuner)" in text and "“Het rooster klopt niet.” (directeur)" in text
    assert "Zoals het was." not in text and "geen telling" in text
    assert not effectenketen.zin_mensen(report("A1", quotes=QUOTES)), "the same quotes stand once in a report"


def test_quotes_that_the_first_page_has_no_room_for_have_a_section_with_all_of_them() -> None:
    rapport = report("A1", quotes=[*QUOTES, quote("A1", "ouder", "-", LONG), quote("A1", "IB", "+", LONG)])
    chosen = [item.tekst for item in quotes_of(rapport)]
    front, section = oogopslag.zin_uitspraken(rapport).markdown, effectenketen.zin_mensen(rapport).markdown
    assert LONG in chosen and not all(text in front for text in chosen)
    assert all(f"> “{text}”" in section for text in chosen)
    assert not oogopslag.zin_uitspraken(report(quotes=QUOTES)), "over all IKCs quotes stand at their links"


def test_each_direction_and_source_is_heard_in_turn() -> None:
    quotes = [Citaat("A1", bron, richting, str(n), ()) for n, (bron, richting) in enumerate(
        [("IB", "+"), ("IB", "+"), ("ouder", "+"), ("IB", "-"), ("JOK", "-")])]  # fmt: skip
    assert [item.tekst for item in choose_quotes(quotes, 4)] == ["0", "4", "2", "3"]


def test_without_consent_there_is_no_section() -> None:
    assert not effectenketen.zin_mensen(report("A1")) and not effectenketen.zin_citaten(report())
    assert quotes_of(report("A1")) == []


def test_markup_in_a_quote_is_only_text() -> None:
    hostile = "*hoi* <b>x</b> [a](b)"
    short, long = (report("A1", quotes=[quote("A1", "IB", "+", text)]) for text in (hostile, hostile + LONG))
    texts = [oogopslag.zin_uitspraken(short).markdown, effectenketen.zin_mensen(long).markdown]
    assert all(r"\*hoi\*" in text and r"\<b\>" in text for text in texts)


def test_an_ikc_has_no_chain_and_the_public_edition_says_too_few() -> None:
    one = report("A1")
    assert not effectenketen.figuur_effectenketen(one) and not effectenketen.tabel_effectenketen(one)
    assert not effectenketen.zin_effectenketen(one) and not effectenketen.zin_schakels(one)
    assert "te weinig gegevens" in effectenketen.tabel_effectenketen(report(editie="publiek")).bijschrift
