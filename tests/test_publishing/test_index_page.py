from datetime import date

from lxml import html

from analysis.publishing.gates import foreign_requests
from analysis.publishing.index_page import IndexEntry, IndexHead, in_dutch, render_index, write_index

HEAD = IndexHead("Proef <1>", "Leeuwarden", "intern", True, date(2021, 6, 30), "eindmeting", ("zorg.csv",))
ENTRIES = [
    IndexEntry("IKC02", "It Kompas", "klaar", kinderen=1234, veranderingen=("Een.", "Twee.", "Drie.", "Vier."),
               bestanden=("IKC02/rapport.html", "IKC02/rapport.pdf", "IKC02/rapport.docx")),
    IndexEntry("IKC01", "De Wilgen", "mislukt", "03_a.ipynb, cel 7", "KeyError: '<aandeel>'"),
    IndexEntry("IKC03", "de Brug", "niet_gevraagd"),
]  # fmt: skip
RESEARCH = IndexEntry("onderzoeksrapport", "Onderzoeksrapport", "klaar", bestanden=("onderzoeksrapport/index.html",))


def page(head=HEAD, entries=ENTRIES, research=RESEARCH):
    return html.fromstring(render_index(head, entries, research))


def words(node):
    return " ".join(node.text_content().split())


def test_ikcs_are_in_alphabetical_order_with_their_state():
    rows = page().xpath("//table[@id='ikcs']/tbody/tr")
    assert [words(row.find("th")) for row in rows] == ["de Brug", "De Wilgen", "It Kompas"]
    assert [words(row.find("td")) for row in rows] == [
        "niet gevraagd", "mislukt 03_a.ipynb, cel 7: KeyError: '<aandeel>'", "klaar",
    ]  # fmt: skip


def test_a_finished_report_shows_children_three_changes_and_links():
    row = page().xpath("//tr[@id='ikc-IKC02']")[0]
    assert [words(item) for item in row.xpath(".//li")] == ["Een.", "Twee.", "Drie."]
    assert "1.234" in words(row) and "30 juni 2021" in words(row)
    assert {link.text: link.get("href") for link in row.xpath(".//a")} == {
        "HTML": "IKC02/rapport.html",
        "PDF": "IKC02/rapport.pdf",
        "Word": "IKC02/rapport.docx",
    }
    assert row.xpath(".//a")[1].get("aria-label") == "It Kompas, rapport als PDF"


def test_a_report_that_is_not_there_has_no_link():
    assert page().xpath("//tr[@id='ikc-IKC01']//a | //tr[@id='ikc-IKC03']//a") == []


def test_bands_say_made_up_and_internal_only_when_it_is_so():
    assert [words(band) for band in page().find_class("band")] == [
        "Voorbeeld: kinderen en IKC’s zijn verzonnen",
        "INTERN, niet verspreiden",
    ]
    assert page(IndexHead("Proef", "", "publiek", False)).find_class("band") == []


def test_the_page_is_accessible_and_needs_nothing_from_elsewhere():
    root = page()
    assert root.get("lang") == "nl"
    skip = root.find_class("overslaan")[0]
    assert root.get_element_by_id(skip.get("href")[1:]).tag == "main"
    assert root.xpath("//label/@for") == root.xpath("//input/@id")
    assert root.xpath("//th[@aria-sort]/@aria-sort") == ["ascending"]
    assert [head.get("scope") for head in root.xpath("//thead//th")] == ["col"] * 6
    assert foreign_requests(root) == []
    assert root.xpath("//script/@src | //link/@href") == []


def test_without_javascript_there_is_no_dead_search_box_or_button():
    root = page()
    assert root.get_element_by_id("zoek").get("hidden") is not None
    assert root.xpath("//button") == []


def test_results_manifest_and_research_report_are_linked():
    links = page().xpath("//main//a/@href")
    assert {"resultaten/zorg.csv", "manifest.json", "onderzoeksrapport/index.html"} <= set(links)


def test_a_study_without_ikcs_has_no_table():
    assert page(entries=[]).xpath("//table") == []


def test_dates_are_dutch_and_an_unknown_one_says_so():
    assert (in_dutch(date(2019, 2, 1)), in_dutch(None)) == ("1 februari 2019", "onbekend")


def test_the_page_is_written_in_one_step(tmp_path):
    write_index(tmp_path, "<p>x</p>")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
