import pytest
import rendered_facts as facts
from lxml import html
from quarto_pages import quarto_page

from analysis.publishing.gates import page_problems
from analysis.publishing.gates_of_links import dead_links
from analysis.publishing.policy import POLICY
from analysis.publishing.quarto_page import in_our_shell, read_quarto_page
from analysis.publishing.workdir import prepare_workdir, write_head

BAND = "Voorbeeld met verzonnen gegevens"
CHAPTER = '<span class="chapter-number">2</span>&nbsp; <span class="chapter-title">Zorg</span>'


@pytest.fixture
def workdir(tmp_path):
    folder = prepare_workdir(tmp_path / "werk", BAND)
    write_head(folder, BAND, "", {"../index.html": "Alle rapporten"})
    return folder


def read(workdir, text, name="rapport.html"):
    path = workdir / name
    path.write_text(text, encoding="utf-8")
    return read_quarto_page(path)


@pytest.fixture
def text(workdir):
    return in_our_shell(workdir, read(workdir, quarto_page("IKC De Wilgen")), "ikc", {})


@pytest.fixture
def page(text):
    return html.document_fromstring(text)


def test_the_page_is_ours_and_passes_every_gate(text, page):
    assert page_problems(text.encode()) == [] and dead_links({"rapport.html": text.encode()}) == []
    assert page.xpath("//meta[@http-equiv]/@http-equiv") == [POLICY]
    assert page.body.get("class") == "ikc-rapport" and "quarto-light" not in text and "alert" not in text
    assert len(page.xpath("//script")) == 1 and page.xpath("//link") == []


def test_skip_link_and_band_stand_before_main_once(page):
    assert page.body[0].get("class") == "overslaan"
    assert [facts.words(band) for band in page.find_class("band")] == [BAND]
    assert page.xpath("//main//*[@class='band'] | //main//*[@class='overslaan']") == []
    assert page.xpath("//header[@class='ikc-kop']//a/@href") == ["../index.html"]


def test_title_and_contents_are_those_of_quarto_on_a_phone_too(page):
    assert [facts.words(node) for node in page.iter("h1")] == ["IKC De Wilgen"]
    assert facts.words(page.find_class("subtitle")[0]) == "Gemeente Waterland"
    for nav in (page.get_element_by_id("TOC"), page.find_class("ikc-toc-klein")[0]):
        assert nav.xpath(".//a/@href") == ["#sec-signalen", "#per-domein"]
        assert [facts.words(node) for node in nav.iter("a")] == ["1 Signalen", "1.1 Per domein"]


def test_a_table_has_its_caption_its_heads_and_words_for_a_sign(page):
    table = next(page.iter("table"))
    assert facts.words(table.find("caption")) == ("Tabel 1: Zorg per domein. \u2011: te weinig kinderen om te tonen.")
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col", "row"]
    assert table.getparent().get("data-schuift") == "Tabel 1"
    assert facts.words(table.xpath(".//td/*[@class='alleen-voorlezen']")[0]) == "te weinig kinderen om te tonen"
    assert page.xpath("//figure//table") == []


def test_a_figure_has_the_frame_of_our_own_renderer(page):
    frame = page.find_class("figuur-kader")[0]
    assert frame.get("data-schuift") == "Figuur 1"
    (picture,) = frame.find_class("figuur")
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "Een stip.")
    assert picture.xpath("./*[local-name()='svg']/@aria-hidden") == ["true"]
    assert facts.captions(page)[0] == "Figuur 1: Eerste."


def test_a_callout_has_a_role_and_one_title(page):
    callout = page.find_class("callout")[0]
    assert callout.get("role") == "note"
    assert facts.words(callout.find_class("callout-title-container")[0]) == "Let op"


def test_nothing_tells_of_notebooks_or_of_their_run(text):
    assert not any(word in text for word in ("papermill", "execution", ".ipynb", 'cel="', 'ikc="', "data-quarto"))


def test_chapters_of_a_book_have_our_navigation_and_lead_to_each_other(workdir):
    first = read(workdir, quarto_page("Samenvatting", '<p>Zie <a href="./01.html#sec-zorg">hoofdstuk 2</a>.</p>'),
                 "index.html")  # fmt: skip
    labelled = f'<span id="sec-zorg" class="quarto-section-identifier">{CHAPTER}</span>'
    second = read(
        workdir, quarto_page(labelled, around='<nav class="page-navigation"><a href="x">x</a></nav>'), "01.html"
    )
    book = [first, second]
    texts = {made.name: in_our_shell(workdir, made, "boek", {}, book) for made in book}
    assert dead_links({name: text.encode() for name, text in texts.items()}) == []
    page = html.document_fromstring(texts["01.html"])
    assert facts.words(next(page.iter("h1"))) == "2 Zorg" and next(page.iter("h1")).get("id") == "sec-zorg"
    assert page.xpath("//nav[@class='bladeren']//a/@href") == ["index.html"]
    assert "page-navigation" not in texts["01.html"]
    cover = html.document_fromstring(texts["index.html"]).find_class("boektitel")
    assert [facts.words(node) for node in cover] == ["Onderzoeksrapport"]


def test_a_page_without_main_is_no_page(workdir):
    with pytest.raises(ValueError, match="geen <main>"):
        read(workdir, "<html><body><p>x</p></body></html>")
