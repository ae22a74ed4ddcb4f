import pickle

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from rendering_example import TABEL, example_cells, figure_cell, result, svg, table_cell, text_cell, write_notebook

from analysis.publishing.gates import BouwFout, check_notebooks, check_rendered, page_problems

FRONT = new_raw_cell('---\ntitle: "Toets"\n---')
WHOLE = '<html><body class="x"><main><h2>Kop</h2><p>Tekst</p></main></body></html>'


def problems_of(tmp_path, *cells) -> tuple[str, ...]:
    path = write_notebook(tmp_path / "toets.ipynb", [FRONT, *cells])
    with pytest.raises(BouwFout) as caught:
        check_notebooks([path])
    return caught.value.problems


def test_the_example_passes(tmp_path):
    check_notebooks([write_notebook(tmp_path / "goed.ipynb", example_cells())])


@pytest.mark.parametrize("key", ["fig-weg", "tbl-weg", "sec-weg"])
def test_unresolved_reference(tmp_path, key):
    assert problems_of(tmp_path, new_markdown_cell(f"Zie @{key}.")) == (
        f"toets.ipynb: de verwijzing @{key} gaat nergens heen",
    )


def test_unresolved_reference_in_a_generated_sentence_or_caption(tmp_path):
    cells = [text_cell("Zie @fig-zin."), figure_cell("fig-a", "Zie @tbl-kop.", "Een stip.")]
    assert problems_of(tmp_path, *cells) == (
        "toets.ipynb: de verwijzing @fig-zin gaat nergens heen",
        "toets.ipynb: de verwijzing @tbl-kop gaat nergens heen",
    )


def test_figure_without_alternative_text(tmp_path):
    cell = new_code_cell("#| label: fig-a\n#| fig-cap: Kop\nx", outputs=[result({"image/svg+xml": svg()})])
    assert problems_of(tmp_path, cell) == ("toets.ipynb: figuur fig-a heeft geen alternatieve tekst (fig-alt)",)


def test_figure_without_caption(tmp_path):
    cell = new_code_cell("#| label: fig-a\n#| fig-alt: Stip\nx", outputs=[result({"image/svg+xml": svg()})])
    assert problems_of(tmp_path, cell) == ("toets.ipynb: figuur fig-a heeft geen bijschrift (fig-cap)",)


def test_labelled_table_without_caption(tmp_path):
    cell = new_code_cell("#| label: tbl-a\nx", outputs=[result({"text/markdown": TABEL})])
    assert problems_of(tmp_path, cell) == ("toets.ipynb: tabel tbl-a heeft geen bijschrift (tbl-cap)",)


def test_label_given_twice(tmp_path):
    cells = [table_cell("tbl-a", "Een.", TABEL), table_cell("tbl-a", "Twee.", TABEL)]
    assert problems_of(tmp_path, *cells) == ("het label tbl-a komt 2 keer voor",)


def test_failed_cell(tmp_path):
    cell = new_code_cell("x", outputs=[new_output("error", ename="KeyError", evalue="x", traceback=[])])
    assert problems_of(tmp_path, cell) == ("toets.ipynb: cel zonder label mislukte: KeyError",)


def test_empty_chapter(tmp_path):
    text = "## Vol\n\nTekst.\n\n## Leeg\n\n## Met een deel\n\n### Deel\n\nTekst.\n\n## Aan het eind"
    assert problems_of(tmp_path, new_markdown_cell(text)) == (
        "toets.ipynb: het hoofdstuk “Leeg” is leeg",
        "toets.ipynb: het hoofdstuk “Aan het eind” is leeg",
    )


def test_chapter_with_only_an_empty_generated_text_is_empty(tmp_path):
    assert problems_of(tmp_path, new_markdown_cell("## Zorg"), text_cell("")) == (
        "toets.ipynb: het hoofdstuk “Zorg” is leeg",
    )


def test_missing_picture_file(tmp_path):
    cell = new_markdown_cell('![Een plaat.](weg.svg){#fig-a fig-alt="x"}')
    assert problems_of(tmp_path, cell) == ("toets.ipynb: het beeldbestand weg.svg is er niet",)


def test_all_problems_are_told_at_once_and_travel_between_processes(tmp_path):
    path = write_notebook(tmp_path / "toets.ipynb", [FRONT, new_markdown_cell("Zie @fig-a en @fig-b.\n\n## Leeg")])
    with pytest.raises(BouwFout) as caught:
        check_notebooks([path])
    assert str(caught.value).count("\n  - ") == 3
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_whole_page_passes():
    link = WHOLE.replace("Tekst", '<a href="https://www.voorbeeld.nl">Tekst over informatie, Nanda en finance</a>')
    assert page_problems(link.encode()) == []


@pytest.mark.parametrize(
    ("defect", "message"),
    [
        ('<script src="https://a.nl/x.js"></script>', "<script src> haalt https://a.nl/x.js van een andere computer"),
        ('<img alt="x" src="//a.nl/x.png">', "<img src> haalt //a.nl/x.png van een andere computer"),
        (
            '<link rel="stylesheet" href="http://a.nl/x.css">',
            "<link href> haalt http://a.nl/x.css van een andere computer",
        ),
        (
            "<style>p{background:url('https://a.nl/x.png')}</style>",
            "de opmaak haalt url('https://a.nl/x.png van elders",
        ),
        ('<style>@import "x.css";</style>', 'de opmaak haalt @import "x.css" van elders'),
        ('<p style="background:url(//a.nl/x)">x</p>', "de opmaak haalt url(//a.nl/x van elders"),
        (
            '<link rel="stylesheet" href="data:text/css,p%7Bbackground%3Aurl(https%3A//a.nl/x)%7D">',
            "de opmaak haalt url(https://a.nl/x van elders",
        ),
        ('<div data-papermill="x">x</div>', "<div> draagt data-papermill (metagegevens van de uitvoering)"),
        ('<div class="cell injected-parameters">x</div>', "<div> draagt class (metagegevens van de uitvoering)"),
        ('<div class="cell" bron="03_a.ipynb">x</div>', "<div> draagt bron (metagegevens van de uitvoering)"),
        ('<div data-cel="7">x</div>', "<div> draagt data-cel (metagegevens van de uitvoering)"),
        ('<div ikc="{}">x</div>', "<div> draagt ikc (metagegevens van de uitvoering)"),
        ('<p data-uit="notebooks/03_a.ipynb">x</p>', "<p> draagt data-uit (metagegevens van de uitvoering)"),
        ('<div data-execution_count="3">x</div>', "<div> draagt data-execution_count (metagegevens van de uitvoering)"),
        ("<p>gemiddeld nan kinderen</p>", "de tekst bevat “nan” (1 keer)"),
        ("<table><tr><td>NaN</td></tr></table>", "de tekst bevat “NaN” (1 keer)"),
        ("<p>ikc: None.</p>", "de tekst bevat “None” (1 keer)"),
        ("<p>op NaT en NaT</p>", "de tekst bevat “NaT” (2 keer)"),
        ("<p>&lt;NA&gt;</p>", "de tekst bevat “<NA>” (1 keer)"),
        ("<p>-inf</p>", "de tekst bevat “-inf” (1 keer)"),
        ('<img src="data:," alt="van nan naar 3">', "de tekst bevat “nan” (1 keer)"),
        ('<img src="data:,">', "beeld 1 heeft geen alternatieve tekst"),
        ('<figure id="fig-a"><img src="data:," alt="x"></figure>', "figuur fig-a heeft geen bijschrift"),
        ("<p>Zie ?@fig-weg.</p>", "de verwijzing ?@fig-weg gaat nergens heen"),
    ],
)
def test_defect_in_a_page(defect, message):
    assert page_problems(WHOLE.replace("<p>Tekst</p>", defect).encode()) == [message]


def test_rendered_pages_are_named_in_the_message(tmp_path):
    (tmp_path / "a.html").write_text(WHOLE.replace("Tekst", "nan"), encoding="utf-8")
    with pytest.raises(BouwFout, match=r"a\.html: de tekst bevat “nan”"):
        check_rendered([tmp_path / "a.html"])
