import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pypdf
import pytest
from faults import faults_in
from readings import empty_sections, read_page
from report_readings import BAND, captions, folded, page, pdf_pages, pdf_text, results, table_rows, visible, words

from analysis.codebook import load_codebook
from analysis.presentation.taal.oordelen import CLEAR, NOTED_CLEAR, add_outcome
from analysis.publishing.wording import typed_texts
from analysis.study import load_study

REPORTS = ("IKC01", "IKC02", "IKC03")
TITLE = "IKC De Wilgen: wat zien we in 2019 en 2021?"
NOT_SHOWN = "\u2011"
MOST_ALT, MOST_BYTES = 600, 600_000
EXACT_SHARE = re.compile(r"(?<![\d.,])0[.,]\d{4,6}(?!\d)")
DIFFERENCES = ["verschil", "gemiddelde", "ci_laag", "ci_hoog", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd"]
pytestmark = pytest.mark.slow


def numbered(found: list[str], kind: str) -> list[str]:
    return [caption.split(":")[0] for caption in found if caption.startswith(kind)]


def all_pages(run) -> list:
    return [*sorted(run.publiek.glob("IKC*/rapport.html")), *sorted((run.publiek / "onderzoeksrapport").glob("*.html"))]


@pytest.mark.parametrize("name", REPORTS)
def test_one_dutch_document_with_one_title(run, name):
    root = page(run.publiek / name / "rapport.html")
    assert root.get("lang") == "nl-NL"
    assert len(list(root.iter("h1"))) == 1 and len(list(root.iter("main"))) == 1
    assert words(next(root.iter("h1"))) == " ".join(root.xpath("//title/text()"))
    levels = [int(node.tag[1]) for node in root.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_title_asks_the_question(run):
    assert words(next(page(run.publiek / "IKC01" / "rapport.html").iter("h1"))) == TITLE


@pytest.mark.parametrize("name", REPORTS)
def test_figures_and_tables_are_numbered_and_described(run, name):
    root = page(run.publiek / name / "rapport.html")
    found = captions(root)
    for kind in ("Figuur", "Tabel"):
        numbers = numbered(found, kind)
        assert numbers == [f"{kind} {number}" for number in range(1, len(numbers) + 1)] and numbers
    assert len(found) == len([caption for caption in found if re.match(r"(Figuur|Tabel) \d+: \S", caption)])
    pictures = root.xpath("//main//*[@role='img']")
    assert pictures and all(40 < len(picture.get("aria-label")) <= MOST_ALT for picture in pictures)
    assert not root.xpath("//main//img")
    assert all(picture.xpath("ancestor::figure//figcaption") for picture in pictures)
    assert all(table.find("caption") is not None for table in root.xpath("//main//table"))
    assert all(cell.get("scope") for cell in root.xpath("//main//table//th"))


@pytest.mark.parametrize("name", REPORTS)
def test_every_entry_of_the_contents_and_every_reference_leads_somewhere(run, name):
    root = page(run.publiek / name / "rapport.html")
    ids = set(root.xpath("//@id"))
    entries = root.xpath("//nav[@id='TOC']//a/@href")
    assert len(entries) >= 5 and {entry.lstrip("#") for entry in entries} <= ids
    assert {link.lstrip("#") for link in root.xpath("//a/@href[starts-with(., '#')]")} <= ids
    assert "?@" not in visible(root) and not re.search(r"@(fig|tbl|sec)-", visible(root))
    assert len(ids) == len(root.xpath("//@id"))


def test_every_page_is_light_and_its_ids_are_its_own(run):
    for path in all_pages(run):
        assert path.stat().st_size < MOST_BYTES, path
        assert "mix-blend-mode" not in path.read_text(encoding="utf-8")
        ids = page(path).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_every_page_says_that_the_data_are_made_up(run):
    for path in all_pages(run):
        assert [words(node) for node in page(path).xpath("//*[@role='note'][@class='band']")] == [BAND], path
    for path in sorted(run.publiek.rglob("*.pdf")):
        assert all(sheet.startswith(BAND) for sheet in pdf_pages(path)), path
    first = page(run.publiek / "IKC01" / "rapport.html")
    assert BAND in [words(node) for node in first.xpath("//*[contains(@class, 'callout-title-container')]")]


def test_no_page_asks_another_host_for_anything(run):
    for path in all_pages(run):
        root = page(path)
        fetched = root.xpath("//@src | //@srcset | //@poster | //@data | //link/@href | //form/@action")
        assert all(value.startswith(("data:", "#")) for value in fetched), path
        styles = " ".join([*root.xpath("//style/text()"), *root.xpath("//@style")])
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#)", styles), path
        assert not root.xpath("//iframe | //object | //embed | //base")


def test_no_code_parameters_or_traces_of_the_run_are_shown(run):
    for path in all_pages(run):
        root = page(path)
        text = visible(root)
        assert not re.search(
            r"\w+\.(figuur|tabel|zin)_|open_rapport|editie = |import analysis|Traceback|\bNaN\b|\bnan\b|<NA>|None\b",
            text,
        )
        assert not root.xpath("//pre | //*[contains(@class, 'sourceCode') or contains(@class, 'cell-code')]")
        attributes = " ".join(f"{name}={value[:200]}" for node in root.iter() for name, value in node.items())
        assert not re.search(r"papermill|execution_count|data-execution|injected|start_time", attributes)


def test_no_page_has_a_fault_of_language_or_a_section_of_nothing(run):
    said = [part for path in all_pages(run) for part in read_page(path, f"{path.parent.name}/{path.name}")]
    assert faults_in(said, typed_texts(run.study)) == []
    assert empty_sections(said) == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_pdf_says_the_same_with_the_same_numbers(run, name):
    text = folded(pdf_text(run.publiek / name / "rapport.pdf"))
    found = captions(page(run.publiek / name / "rapport.html"))
    places = {kind: [text.find(folded(c)) for c in found if c.startswith(kind)] for kind in ("Figuur", "Tabel")}
    for kind, where in places.items():
        assert -1 not in where, [c for c in found if c.startswith(kind)][where.index(-1)]
    headings = [words(node) for node in page(run.publiek / name / "rapport.html").xpath("//main//h2")]
    assert headings and all(folded(heading) in text for heading in headings)


def test_the_book_and_its_pdf_hold_the_same_figures_and_tables(run):
    folder = run.publiek / "onderzoeksrapport"
    pages = [page(folder / "index.html"), *[page(path) for path in sorted(folder.glob("[0-9]*.html"))]]
    found = [caption.split(": ", 1) for root in pages for caption in captions(root)]
    assert len(found) == len({number for number, _ in found}) > 15
    text = folded(pdf_text(folder / "rapport.pdf"))
    assert [number for number, words_ in found if folded(words_) not in text] == []
    assert all(len(list(root.iter("h1"))) == 1 and root.get("lang") == "nl-NL" for root in pages)
    links = {link for root in pages for link in root.xpath("//a/@href") if not link.startswith("#")}
    assert links and all((folder / link.partition("#")[0]).is_file() for link in links)


def test_pdfs_are_tagged_dutch_and_titled(run):
    for path in sorted(run.publiek.rglob("*.pdf")):
        document = pypdf.PdfReader(path)
        root = document.trailer["/Root"]
        assert root["/Lang"].lower().startswith("nl") and root["/MarkInfo"]["/Marked"] == True  # noqa: E712
        assert "/StructTreeRoot" in root and root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
        assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
        assert "wat zien we in 2019 en 2021?" in document.metadata.title
        assert len(document.pages) < 45


def rounded(share: str, children: str) -> str:
    """A share per 100, half up, with a decimal from 1,000 children; worked out apart from the code that prints it."""
    step = Decimal("0.1") if int(children) >= 1000 else Decimal(1)
    return str((Decimal(share) * 100).quantize(step, ROUND_HALF_UP)).replace(".", ",")


def pages_of(run, name: str) -> list:
    """The pages of one report: one of an IKC, the chapters of the book."""
    if name != "alle":
        return [page(run.publiek / name / "rapport.html")]
    return [page(path) for path in sorted((run.publiek / "onderzoeksrapport").glob("*.html"))]


def rows_of(roots: list, title: str) -> dict[str, list[str]]:
    """The rows of the table with this title, on whichever page it is."""
    return next(table_rows(root, title) for root in roots if any(title in caption for caption in captions(root)))


def domains_of(folder, name: str, ikc: str):
    """The rows of a result table that are a whole domain or soort, of all bouwen, with the label that is printed."""
    table = results(folder, name)
    table = table[(table["ikc"] == ikc) & (table["bouw"] == "alle") & (table["code"] == "alle")]
    known = load_codebook().indicatoren.set_index(["soort", "domein", "code"])["label"]
    labels = [known[row.soort, row.domein, row.code] for row in table.itertuples()]
    total = [" (totaal)" if domein == "alle" else "" for domein in table["domein"]]
    return table.assign(label=[label + tail for label, tail in zip(labels, total, strict=True)])


@pytest.mark.parametrize("name", ["IKC01", "IKC02", "alle"])
def test_every_count_and_share_of_a_domain_is_the_one_in_the_results(run, name):
    study, roots = load_study(run.study), pages_of(run, name)
    for table, title in (
        ("signalen", "Kinderen met een signaal, per domein"),
        ("zorg", "Kinderen met zorg volgens de inventarisatie, per soort zorg"),
    ):
        printed, found = rows_of(roots, title), domains_of(run.publiek, table, name)
        found = found if table == "signalen" else found[found["domein"] != "alle"]
        found = found.set_index(["label", "meting"])
        assert len(printed) > 3
        for label in dict.fromkeys(found.index.get_level_values("label")):
            rows = [found.loc[(label, meting)] for meting in study.meting_namen if (label, meting) in found.index]
            wanted = [f"{row.n} ({rounded(row.aandeel, row.n_kinderen)})" if row.n else NOT_SHOWN for row in rows]
            assert printed.get(label, [NOT_SHOWN] * len(rows)) == wanted, label


@pytest.mark.parametrize("name", ["IKC01", "IKC02", "alle"])
def test_every_word_on_an_exploratory_domain_is_the_one_in_the_results(run, name):
    title = "Verkennend: andere domeinen"
    roots = [root for root in pages_of(run, name) if any(title in caption for caption in captions(root))]
    printed = rows_of(roots, title) if roots else {}
    changes = domains_of(run.publiek, "veranderingen", name)
    changes = changes[
        (changes["van"] == "nulmeting") & (changes["naar"] == "eindmeting") & (changes["primair"] == "false")
    ]
    outcomes = add_outcome(changes)["uitkomst"]
    words_of = dict(zip(changes["label"].str.removesuffix(" (totaal)"), outcomes, strict=True))
    assert {label: cells[-1] for label, cells in printed.items()} == {label: words_of[label] for label in printed}
    told = {*CLEAR, *NOTED_CLEAR}
    assert printed if name == "alle" else {cells[-1] for cells in printed.values()} <= told


def test_a_suppressed_cell_is_a_sign_and_its_number_is_nowhere(run, intern):
    shown = {value for value in _texts(run) for value in EXACT_SHARE.findall(value)}
    hidden = _hidden_shares(run, intern)
    assert len(hidden) > 20
    assert hidden.isdisjoint({value.replace(",", ".") for value in shown})
    printed = table_rows(page(run.publiek / "IKC01" / "rapport.html"), "Kinderen met een signaal, per domein")
    assert NOT_SHOWN in {cell for cells in printed.values() for cell in cells}


def _hidden_shares(run, intern) -> set[str]:
    """The exact shares of small counts, as the internal results have them, that no row that is shown has too."""
    keys = ["ikc", "meting", "bouw", "soort", "domein", "code"]
    hidden, shown = set(), set(results(run.publiek, "uitgangspositie")["aandeel_andere"])
    for name in ("signalen", "zorg"):
        exact = results(intern.intern, name).merge(results(run.publiek, name), on=keys, suffixes=("", "_publiek"))
        # A count that another row has too, as a soort of one domein, is shown in both; its share stays away.
        marked = exact["onderdrukt_publiek"] == "true"
        assert (exact.loc[marked, "aandeel_publiek"] == "").all()
        small = marked & (exact["n_publiek"] == "")
        counted = exact["n"].astype(float)
        assert small[(counted < 5) & (counted > 0)].all()
        hidden |= set(exact.loc[small & (counted > 0), "aandeel"])
        shown |= set(exact.loc[~small, "aandeel"])
    return {share for share in hidden - shown if EXACT_SHARE.fullmatch(share)}


def _texts(run) -> list[str]:
    """Everything that can be read in the public outputs: CSV, JSON, HTML, the drawings in it and their alts, PDF.

    Differences between two shown shares, and the ends of their intervals, are left out: they may happen to be a share
    that is hidden elsewhere.
    """
    tables = sorted((run.publiek / "resultaten").glob("*.csv"))
    files = [results(run.publiek, path.stem).drop(columns=DIFFERENCES, errors="ignore").to_csv() for path in tables]
    roots = [page(path) for path in all_pages(run)]
    pictures = [picture for root in roots for picture in root.xpath("//*[@role='img']")]
    pdfs = [pdf_text(path) for path in sorted(run.publiek.rglob("*.pdf"))]
    manifest = (run.publiek / "manifest.json").read_text(encoding="utf-8")
    return [*files, manifest, *map(visible, roots), *[picture.get("aria-label") for picture in pictures], *pdfs]


def test_the_internal_edition_is_marked_and_hides_nothing(intern):
    root = page(intern.intern / "IKC01" / "rapport.html")
    band = words(root.xpath("//*[@class='band']")[0])
    assert BAND in band and "INTERN, niet verspreiden" in band
    assert "Interne editie" in visible(page(intern.intern / "index.html"))
    assert "Interne editie" not in visible(page(intern.publiek / "IKC01" / "rapport.html"))
    for name in ("signalen", "zorg", "veranderingen"):
        assert set(results(intern.intern, name)["onderdrukt"]) == {"false"}
    printed = table_rows(root, "Kinderen met een signaal, per domein")
    assert NOT_SHOWN not in {cell for cells in printed.values() for cell in cells}
