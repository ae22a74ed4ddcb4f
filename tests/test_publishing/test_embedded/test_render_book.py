import pytest
import rendered_facts as facts
from nbformat.v4 import new_markdown_cell
from rendering_example import BAND, write_book, write_notebook

from analysis.publishing.gates import BouwFout, page_problems
from analysis.publishing.rendering import render_book
from analysis.publishing.workdir import prepare_workdir


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    workdir = prepare_workdir(tmp_path_factory.mktemp("boek"), BAND)
    return render_book(workdir, write_book(workdir), "onderzoeksrapport.ipynb", ("html", "pdf"), "embedded")


@pytest.fixture(scope="module")
def pages(made):
    return {path.name: facts.read_page(path) for path in sorted(made["html"].parent.glob("*.html"))}


def test_each_chapter_is_a_page_of_its_own(made, pages):
    assert list(pages) == ["01.html", "02.html", "index.html"]
    assert made["html"].name == "index.html"
    assert all(page_problems((made["html"].parent / name).read_bytes()) == [] for name in pages)


def test_figures_count_per_chapter(pages):
    assert facts.captions(pages["01.html"]) == ["Figuur 1.1: Eerste."]
    assert facts.captions(pages["02.html"]) == [
        "Figuur 2.1: Tweede.",
        "Figuur 2.2: Derde.",
        "Tabel 2.1: Zorg per domein.",
    ]


def test_references_reach_other_pages(pages):
    links = [(facts.words(link), link.get("href")) for link in pages["index.html"].xpath("//main//p/a")]
    assert links == [
        ("Figuur 2.2", "02.html#fig-b"),
        ("Tabel 2.1", "02.html#tbl-b"),
        ("Paragraaf 2.1", "02.html#sec-b"),
    ]
    assert [link.get("href") for link in pages["02.html"].xpath("//main//p/a")] == ["01.html#fig-a"]


def test_every_link_between_pages_has_a_place(pages):
    places = {(name, node.get("id")) for name, page in pages.items() for node in page.iter() if node.get("id")}
    for name, page in pages.items():
        for link in page.xpath("//a[contains(@href, '#')]"):
            target, _, label = link.get("href").partition("#")
            assert (target or name, label) in places


def test_titles_numbers_sidebar_and_neighbours(pages):
    assert [facts.words(next(page.iter("h1"))) for page in pages.values()] == ["1 Signalen", "2 Zorg", "Samenvatting"]
    sidebar = pages["01.html"].get_element_by_id("TOC")
    assert [link.get("href") for link in sidebar.iter("a")] == ["index.html", "01.html", "02.html"]
    assert [link.get("href") for link in sidebar.xpath(".//a[@aria-current='page']")] == ["01.html"]
    neighbours = pages["01.html"].find_class("bladeren")[0]
    assert [(link.get("rel"), link.get("href")) for link in neighbours.iter("a")] == [
        ("prev", "index.html"),
        ("next", "02.html"),
    ]


def test_only_the_first_page_has_the_title_of_the_book(pages):
    titles = {name: [facts.words(node) for node in page.find_class("boektitel")] for name, page in pages.items()}
    assert titles == {"01.html": [], "02.html": [], "index.html": ["Onderzoeksrapport"]}


def test_the_pdf_is_one_document_that_counts_through(made):
    text = " ".join(facts.pdf_pages(made["pdf"]))
    assert "Figuur 1: Eerste." in text and "Figuur 3: Derde." in text and "Zie Figuur 3." in text


def test_a_reference_that_no_chapter_answers_stops_the_book(tmp_path):
    workdir = prepare_workdir(tmp_path)
    chapters = write_book(workdir)
    write_notebook(workdir / "01.ipynb", [new_markdown_cell("# Signalen\n\nZie @fig-b en @fig-weg.")])
    with pytest.raises(BouwFout, match="@fig-weg") as caught:
        render_book(workdir, chapters, "onderzoeksrapport.ipynb", ("html",), "embedded")
    assert "@fig-b " not in str(caught.value)


def test_a_chapter_title_may_be_its_first_heading(tmp_path):
    workdir = prepare_workdir(tmp_path)
    write_notebook(workdir / "index.ipynb", [new_markdown_cell("# Vooraf {.unnumbered}\n\nZie @sec-een.")])
    write_notebook(workdir / "01.ipynb", [new_markdown_cell("# Signalen {#sec-een}\n\nTekst.\n\n## Deel\n\nTekst.")])
    made = render_book(workdir, ["index.ipynb", "01.ipynb"], "", ("html",), "embedded")
    index, first = (facts.read_page(made["html"].with_name(name)) for name in ("index.html", "01.html"))
    assert facts.references(index) == ["Hoofdstuk 1"]
    assert [facts.words(node) for node in first.xpath("//h1 | //main//h2")] == ["1 Signalen", "1.1 Deel"]
