from pathlib import Path

import pypdf
import pytest
import rendered_facts as facts
from nbformat.v4 import new_markdown_cell, new_raw_cell
from rendering_example import (
    ALTS,
    BAND,
    CALLOUTS,
    CAPTION_PARTS,
    CAPTIONS,
    REFERENCES,
    TABEL,
    example_cells,
    figure_cell,
    table_cell,
    write_notebook,
)

from analysis.publishing.embedded.embedded import dutch_date, render_html, render_pdf
from analysis.publishing.embedded.html_page import natural_width
from analysis.publishing.gates import page_problems
from analysis.publishing.rendering import render_report
from analysis.publishing.workdir import prepare_workdir


@pytest.fixture(scope="module")
def outputs(tmp_path_factory) -> dict[str, Path]:
    workdir = prepare_workdir(tmp_path_factory.mktemp("ingebed"), BAND)
    write_notebook(workdir / "rapport.ipynb", example_cells())
    return render_report(workdir, "rapport.ipynb", ("html", "pdf"), "embedded")


@pytest.fixture(scope="module")
def page(outputs):
    return facts.read_page(outputs["html"])


@pytest.fixture(scope="module")
def pdf_text(outputs) -> str:
    return " ".join(facts.pdf_pages(outputs["pdf"]))


def test_figures_and_tables_count_in_order_of_reading(page, pdf_text):
    assert facts.captions(page) == CAPTIONS
    assert all(part in pdf_text for part in CAPTION_PARTS)


def test_references_read_as_what_they_lead_to(page, pdf_text):
    assert facts.references(page) == REFERENCES
    assert "(zie Figuur 1 en Tabel 1). Meer staat in Paragraaf 1." in pdf_text
    assert "Het verloop staat in Figuur 3, 2 en Tabel 2." in pdf_text


def test_every_reference_has_a_place_in_the_page(page):
    places = {node.get("id") for node in page.iter() if node.get("id")}
    assert {link.get("href")[1:] for link in page.xpath("//a[starts-with(@href, '#')]")} <= places


def test_sections_are_numbered_except_the_unnumbered(page, pdf_text):
    headings = [facts.words(node) for node in page.xpath("//main//*[self::h2 or self::h3]")]
    expected = ["In één oogopslag", "1 Signalen", "1.1 Per domein", "1.2 Door de tijd", "2 Toewijzingen"]
    assert headings == [*expected, "3 Verantwoording"]
    assert all(heading in pdf_text for heading in headings)


def test_table_of_contents_is_dutch_and_complete(page):
    toc = page.get_element_by_id("TOC")
    assert toc.get("aria-label") == "Inhoudsopgave"
    assert [facts.words(node) for node in toc.iter("li")][:3] == ["In één oogopslag", "1 Signalen", "1.1 Per domein"]


def test_alternative_texts_reach_both_formats(page, outputs):
    assert facts.alts(page) == ALTS
    assert [alt for kind, alt in facts.pdf_tags(outputs["pdf"]) if alt] == ALTS


def test_callouts_have_dutch_titles(page, pdf_text):
    assert facts.callout_titles(page) == CALLOUTS
    assert all(title in pdf_text for title in CALLOUTS)


def test_code_parameters_and_papermill_stay_out(outputs, pdf_text):
    shown = outputs["html"].read_text(encoding="utf-8") + pdf_text
    assert not any(word in shown for word in ("geheim", "papermill", "figuur_voorbeeld", "rapport)"))


def test_page_is_one_file_that_fetches_nothing(outputs):
    assert page_problems(outputs["html"].read_bytes()) == []
    assert outputs["html"].read_text(encoding="utf-8").count("font/woff2;base64,") == 4


def test_page_has_its_landmarks(page):
    assert page.get("lang") == "nl-NL"
    assert len(list(page.iter("h1"))) == 1 and len(list(page.iter("main"))) == 1
    first_link = next(page.iter("a"))
    assert facts.words(first_link) == "Ga naar de hoofdinhoud"
    assert page.get_element_by_id(first_link.get("href")[1:]).tag == "main"
    assert facts.words(page.find_class("band")[0]) == BAND


def test_tables_have_scopes_captions_and_a_frame_that_scrolls(page):
    tables = list(page.iter("table"))
    assert len(tables) == 3
    for number, table in enumerate(tables, 1):
        frame = table.getparent()
        assert frame.get("data-schuift") == f"Tabel {number}"
        assert {frame.get("role"), frame.get("tabindex")} == {None}, "a stop for the keyboard at a table that fits"
        assert {cell.get("scope") for cell in table.iterfind(".//thead//th")} == {"col"}
        assert all(row[0].get("scope") == "row" for row in table.iterfind(".//tbody/tr"))
        assert "text-align: right" in table.findall(".//td")[-1].get("style")


def test_pdf_is_tagged_dutch_and_says_it_is_accessible(outputs):
    reader = pypdf.PdfReader(outputs["pdf"])
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl-NL"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == "IKC De Wilgen: wat veranderde er tussen 2019 en 2021?"
    assert {"/Table", "/TH", "/Caption", "/H1", "/Figure"} <= {kind for kind, _ in facts.pdf_tags(outputs["pdf"])}
    fonts = {font["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert all("SourceSansPro" in font for font in fonts)


def test_every_pdf_page_has_the_band_and_its_number(outputs):
    pages = facts.pdf_pages(outputs["pdf"])
    assert len(pages) >= 4
    for number, text in enumerate(pages, 1):
        assert BAND in text and f"Pagina {number} van {len(pages)}" in text


def test_long_table_goes_on_with_its_header(outputs):
    pages = [text for text in facts.pdf_pages(outputs["pdf"]) if "Zorgvorm nummer" in text]
    assert len(pages) >= 2
    assert all("ZorgvormKwartaal1Kwartaal2Kwartaal3" in "".join(text.split()) for text in pages[1:])


def test_nothing_runs_off_a_pdf_page(outputs):
    left, right = 2.5 * 28.35, 595 - 2.5 * 28.35
    places: list[float] = []
    for page in pypdf.PdfReader(outputs["pdf"]).pages:
        page.extract_text(
            visitor_text=lambda words, cm, tm, *_: places.append(cm[4] + tm[4]) if words.strip() else None
        )
    assert len(places) > 100
    assert min(places) >= left - 1 and max(places) <= right


def test_two_renders_give_the_same_bytes(outputs):
    workdir = outputs["html"].parent
    assert render_html(workdir, "rapport.ipynb", "ikc").encode() == outputs["html"].read_bytes()
    assert render_pdf(workdir, "rapport.ipynb", "ikc") == outputs["pdf"].read_bytes()


def test_a_document_without_a_band_has_none(tmp_path):
    workdir = prepare_workdir(tmp_path)
    cells = [new_raw_cell('---\ntitle: "Kort"\n---'), new_markdown_cell("## Kop\n\nTekst.")]
    write_notebook(workdir / "kort.ipynb", cells)
    made = render_report(workdir, "kort.ipynb", ("html", "pdf"), "embedded")
    assert facts.read_page(made["html"]).find_class("band") == []
    assert BAND not in facts.pdf_pages(made["pdf"])[0]


def test_figures_and_tables_written_in_markdown_count_too(tmp_path):
    workdir = prepare_workdir(tmp_path)
    (workdir / "plaat.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="90pt"><circle r="9" cx="20" cy="20"/></svg>',
        encoding="utf-8",
    )
    written = f'![Een plaat.](plaat.svg){{#fig-plaat fig-alt="Een stip."}}\n\n{TABEL}\n\n: Een tabel. {{#tbl-hand}}\n'
    cells = [
        new_raw_cell('---\ntitle: "Hand"\n---'),
        new_markdown_cell(f"## Kop\n\nZie @fig-plaat, @tbl-hand.\n\n{written}"),
    ]
    write_notebook(workdir / "hand.ipynb", cells)
    page = facts.read_page(render_report(workdir, "hand.ipynb", ("html", "pdf"), "embedded")["html"])
    assert facts.captions(page) == ["Figuur 1: Een plaat.", "Tabel 1: Een tabel."]
    assert facts.alts(page) == ["Een stip."]


def test_a_heading_in_a_callout_is_its_title_and_no_section(tmp_path):
    workdir = prepare_workdir(tmp_path)
    callout = "::: {.callout-caution}\n## Pas op\n\nTekst.\n:::\n\n::: {.callout-caution}\nTekst.\n:::"
    cells = [new_raw_cell('---\ntitle: "Kader"\n---'), new_markdown_cell(f"## Kop\n\n{callout}\n\n## Twee\n\nTekst.")]
    write_notebook(workdir / "kader.ipynb", cells)
    page = facts.read_page(render_report(workdir, "kader.ipynb", ("html",), "embedded")["html"])
    assert facts.callout_titles(page) == ["Pas op", "Let op"]
    assert [facts.words(node) for node in page.xpath("//main//h2")] == ["1 Kop", "2 Twee"]


@pytest.mark.parametrize(
    "caption", ["A. Kinderen", "1) Kinderen", "# Kinderen", "- Kinderen", "> 3 kinderen", "*Kinderen*"]
)
def test_a_caption_stays_one_line_of_text(tmp_path, caption):
    workdir = prepare_workdir(tmp_path)
    write_notebook(workdir / "kop.ipynb", [new_raw_cell('---\ntitle: "T"\n---'), table_cell("tbl-x", caption, TABEL)])
    page = facts.read_page(render_report(workdir, "kop.ipynb", ("html", "pdf"), "embedded")["html"])
    assert facts.captions(page) == [f"Tabel 1: {caption.strip('*')}"]


def test_a_date_is_written_in_dutch():
    assert dutch_date("2021-05-01") == "1 mei 2021"
    assert dutch_date("voorjaar 2021") == "voorjaar 2021"


def test_points_become_css_pixels():
    from analysis.publishing.notebook.cells import Image

    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="10pt">'
    assert natural_width(Image("a.svg", "image/svg+xml", drawing)) == 400
    assert natural_width(Image("a.png", "image/png", b"")) == 0


def test_typst_refuses_a_figure_without_alternative_text(tmp_path):
    workdir = prepare_workdir(tmp_path)
    cells = [
        new_raw_cell('---\ntitle: "Zonder"\n---'),
        figure_cell("fig-x", "Een figuur.", ""),
        table_cell("tbl-x", "A. Een tabel.", TABEL),
    ]
    write_notebook(workdir / "zonder.ipynb", cells)
    with pytest.raises(Exception, match="alt"):
        render_pdf(workdir, "zonder.ipynb", "ikc")
