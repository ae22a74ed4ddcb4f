from datetime import date

from lxml import html

from analysis.publishing.downloads import Download
from analysis.publishing.gates import foreign_requests
from analysis.publishing.index_entries import IndexEntry, IndexHead
from analysis.publishing.index_page import in_dutch, render_index, write_index

LABELS = ("Gezinsproblematiek", "Jeugd-GGZ")
NOTED = ("meer genoteerd", "andere invuller")
GUIDE = (("gestegen", "een stijging."), ("gedaald", "een daling."), ("meer genoteerd", "er staat meer op de lijst."),
         ("minder genoteerd", "er staat minder op de lijst."), ("te weinig gegevens", "te weinig."))  # fmt: skip
HEAD = IndexHead(
    "Proef <1>", "Leeuwarden", "intern", True, date(2021, 6, 30), "eindmeting",
    tabellen=(Download("resultaten/zorg.csv", "zorg.csv", "Een zorgvorm bij één IKC.", 1234),),
    boodschap=("Er is meer gezien.", "Of er ook meer aan de hand is, weten we niet."), leeswijzer=GUIDE,
)  # fmt: skip
ENTRIES = [
    IndexEntry("IKC02", "It Kompas", "klaar", kinderen=1234, jok="sinds 1 maart 2019",
               oordelen=((LABELS[0], *NOTED), (LABELS[1], "te weinig gegevens", "")),
               bestanden=("IKC02/rapport.html", "IKC02/rapport.pdf", "IKC02/rapport.docx")),
    IndexEntry("IKC01", "De Wilgen", "mislukt", "03_a.ipynb, cel 7", "KeyError: '<aandeel>'", jok="geen"),
    IndexEntry("IKC03", "de Brug", "niet_gevraagd"),
]  # fmt: skip
RESEARCH = IndexEntry("onderzoeksrapport", "Onderzoeksrapport", "klaar", bestanden=("onderzoeksrapport/index.html",))


def page(head=HEAD, entries=ENTRIES, research=RESEARCH):
    return html.fromstring(render_index(head, entries, research)["index.html"])


def words(node):
    return " ".join(node.text_content().split())


def test_ikcs_are_in_alphabetical_order_and_a_report_that_is_not_there_says_why():
    rows = page().xpath("//table[@id='ikcs']/tbody/tr")
    assert [words(row.find("th")) for row in rows] == ["de Brug", "De Wilgen", "It Kompas"]
    assert [words(row.xpath("td")[-1]) for row in rows] == [
        "niet gevraagd", "mislukt 03_a.ipynb, cel 7: KeyError: '<aandeel>'", "HTML PDF Word",
    ]  # fmt: skip


def test_every_row_has_the_jeugdondersteuner_the_children_and_a_verdict_per_primary_indicator():
    root = page()
    heads = [words(head) for head in root.xpath("//table[@id='ikcs']/thead//th")]
    assert heads == ["IKC", "Jeugdondersteuner", "Kinderen", *LABELS, "Rapport"]
    row = root.xpath("//tr[@id='ikc-IKC02']")[0]
    assert [words(cell) for cell in row.xpath("td")][:-1] == [
        "sinds 1 maart 2019", "1.234", "meer genoteerd andere invuller", "te weinig gegevens",
    ]  # fmt: skip
    assert {link.text: link.get("href") for link in row.xpath(".//a")} == {
        "HTML": "IKC02/rapport.html",
        "PDF": "IKC02/rapport.pdf",
        "Word": "IKC02/rapport.docx",
    }
    assert row.xpath(".//a")[1].get("aria-label") == "PDF: It Kompas"


def test_every_cell_of_a_card_has_the_name_of_its_column():
    for row in page().xpath("//table[@id='ikcs']/tbody/tr"):
        names = [cell.get("data-kop") for cell in row.xpath("td")][:-1]
        assert names == ["Jeugdondersteuner", "Kinderen", *LABELS]


def test_the_guide_explains_the_words_in_the_table_and_no_other():
    said = [words(line) for line in page().xpath("//dl[@class='leeswijzer']/div")]
    assert said == ["Meer genoteerd: er staat meer op de lijst.", "Te weinig gegevens: te weinig."]
    both = [
        IndexEntry("IKC01", "A", "klaar", oordelen=(("X", "gestegen", ""), ("Y", "gedaald", ""))),
    ]
    head = IndexHead("Proef", "", "publiek", False, leeswijzer=(("gestegen", "zeker."), ("gedaald", "zeker.")))
    assert [words(line) for line in page(head, both).xpath("//dl/div")] == ["Gestegen of gedaald: zeker."]


def test_the_key_message_over_all_stands_above_the_ikcs():
    root = page()
    assert words(root.find_class("boodschap")[0]) == "Er is meer gezien. Of er ook meer aan de hand is, weten we niet."
    text = words(root)
    assert text.index("Er is meer gezien.") < text.index("Per IKC", text.index("Alle IKC"))


def test_a_download_says_what_a_row_is():
    row = page().xpath("//table[contains(@class, 'downloads')]/tbody/tr")[0]
    assert [words(cell) for cell in row] == ["zorg.csv", "Een zorgvorm bij één IKC.", "1.234"]


def test_a_report_that_is_not_there_has_no_link():
    assert page().xpath("//tr[@id='ikc-IKC01']//a | //tr[@id='ikc-IKC03']//a") == []


def test_the_band_stands_in_a_landmark_and_after_the_skip_link():
    root = page()
    assert root.body[0].get("class") == "overslaan"
    assert {band.getparent().tag for band in root.find_class("band")} == {"header"}


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
    assert root.xpath("//label/@for") == root.xpath("//input/@id | //select/@id")
    assert root.xpath("//th[@aria-sort]/@aria-sort") == ["ascending"]
    assert {head.get("scope") for head in root.xpath("//thead//th")} == {"col"}
    assert root.xpath("//caption/@role") == [] and len(root.xpath("//table/caption")) == 2
    assert root.xpath("//*[@role='status']/@id") == ["gevonden", "gesorteerd"]
    assert words(root.get_element_by_id("volgorde")) == "De IKC’s staan op alfabet: dit is geen ranglijst."
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
    assert page(entries=[]).xpath("//table[@id='ikcs']") == []


def test_dates_are_dutch_and_an_unknown_one_says_so():
    assert (in_dutch(date(2019, 2, 1)), in_dutch(None)) == ("1 februari 2019", "onbekend")


def test_the_page_is_written_in_one_step(tmp_path):
    write_index(tmp_path, {"index.html": "<p>x</p>"})
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
