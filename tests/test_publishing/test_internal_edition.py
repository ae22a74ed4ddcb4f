"""The internal edition says on every page what it is; the public one has nothing of it."""

import pypdf
import pytest
import rendered_facts as facts
from lxml import html
from nbformat import write
from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

from analysis.publishing.index_entries import IndexHead
from analysis.publishing.index_page import INTERNAL_BAND, render_index
from analysis.publishing.leaks.pdf_texts import pdf_texts
from analysis.publishing.rendering import render_report
from analysis.publishing.workdir import prepare_workdir, watermark_html, watermark_typst

LONG = "\n\n".join(f"Alinea {number}. " + "Een zin die de bladzijde vult. " * 12 for number in range(30))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    workdir = prepare_workdir(tmp_path_factory.mktemp("intern"), "", INTERNAL_BAND)
    cells = [new_raw_cell('---\ntitle: "INTERN: kort"\nlang: nl-NL\n---'), new_markdown_cell(f"## Kop\n\n{LONG}")]
    write(new_notebook(cells=cells), str(workdir / "rapport.ipynb"))
    return render_report(workdir, "rapport.ipynb", ("html", "pdf"), "embedded")


def test_every_page_of_the_pdf_has_the_watermark(made):
    pages = pypdf.PdfReader(made["pdf"]).pages
    assert len(pages) >= 3
    assert all(INTERNAL_BAND in " ".join(page.extract_text().split()) for page in pages)


def test_the_watermark_is_no_content_for_who_has_the_pdf_read_out(made):
    reader = pypdf.PdfReader(made["pdf"])
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"/Artifact" in reader.pages[1].get_contents().get_data()


def test_the_page_has_the_watermark_and_its_title_says_so(made):
    root = facts.read_page(made["html"])
    (mark,) = root.find_class("watermerk")
    assert mark.text_content() == INTERNAL_BAND and "position: fixed" in mark.get("style")
    assert root.findtext(".//title").startswith("INTERN")


def test_the_index_says_so_and_the_public_one_does_not():
    intern = html.fromstring(render_index(IndexHead("Proef", "", "intern", False), [])["index.html"])
    assert intern.findtext(".//title").startswith("INTERN: ") and intern.find_class("watermerk")
    assert intern.findtext(".//h1").startswith("INTERN")
    assert "INTERN" not in render_index(IndexHead("Proef", "", "publiek", False), [])["index.html"]


def test_without_a_watermark_nothing_is_added():
    assert (watermark_html(""), watermark_typst("")) == ("", "")


def test_the_leak_gate_reads_the_same_text_of_a_pdf_as_its_reader(made):
    read = dict(pdf_texts(made["pdf"]))
    for number, page in enumerate(pypdf.PdfReader(made["pdf"]).pages, 1):
        assert read[f"bladzijde {number}"].startswith(page.extract_text())
    assert "INTERN: kort" in read["titels, alternatieve teksten en metagegevens"]
