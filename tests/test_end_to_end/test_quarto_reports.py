"""The real notebooks through `ikc run --renderer quarto`: the same documents as the embedded renderer makes."""

import json
import re
import shutil

import pypdf
import pytest
from report_readings import BAND, captions, folded, page, pdf_pages, pdf_text, visible, words

REPORTS = ("IKC01", "IKC02", "IKC03")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.quarto,
    pytest.mark.skipif(shutil.which("quarto") is None, reason="het programma quarto staat niet op het PATH"),
]


@pytest.fixture(scope="module")
def by_quarto(run, ikc, tmp_path_factory):
    """The public edition of the same study, made by Quarto in a folder of its own."""
    study = shutil.copytree(run.study, tmp_path_factory.mktemp("quarto") / "studie")
    shutil.rmtree(study / "reports")
    done = ikc(study, "run", "--edition", "publiek", "--to", "html,pdf", "--renderer", "quarto", "--jobs", "2")
    assert done.code == 0, done.said
    return done


def seen(node) -> str:
    """The text of an element without what only a screen reader says (Quarto puts a callout's kind there)."""
    parts = node.xpath(".//text()[not(ancestor::*[contains(@class, 'screen-reader-only')])]")
    return " ".join("".join(parts).split())


def alts(root) -> list[str]:
    return [picture.get("aria-label") for picture in root.xpath("//main//*[@role='img']")]


@pytest.mark.parametrize("name", REPORTS)
def test_pages_of_both_renderers_hold_the_same(run, by_quarto, name):
    ours, theirs = (page(done.publiek / name / "rapport.html") for done in (run, by_quarto))
    assert captions(theirs) == captions(ours) and alts(theirs) == alts(ours)
    for path in ("//a[contains(@class, 'quarto-xref')]", "//*[contains(@class, 'callout-title-container')]",
                 "//main//table//td", "//main//table//th"):  # fmt: skip
        assert [seen(node) for node in theirs.xpath(path)] == [seen(node) for node in ours.xpath(path)], path
    assert theirs.get("lang") == ours.get("lang") and len(list(theirs.iter("h1"))) == 1
    assert [words(node) for node in theirs.xpath("//*[@class='band']")] == [BAND]


@pytest.mark.parametrize("name", REPORTS)
def test_pdfs_of_both_renderers_hold_the_same(run, by_quarto, name):
    path = by_quarto.publiek / name / "rapport.pdf"
    text = folded(pdf_text(path))
    assert [
        caption for caption in captions(page(run.publiek / name / "rapport.html")) if folded(caption) not in text
    ] == []
    assert all(BAND in sheet for sheet in pdf_pages(path))
    root = pypdf.PdfReader(path).trailer["/Root"]
    assert root["/Lang"].lower().startswith("nl") and "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_book_has_the_same_chapters_figures_and_tables(run, by_quarto):
    folders = [done.publiek / "onderzoeksrapport" for done in (run, by_quarto)]
    ours, theirs = (
        [page(folder / "index.html"), *[page(path) for path in sorted(folder.glob("[0-9]*.html"))]]
        for folder in folders
    )
    assert [captions(root) for root in theirs] == [captions(root) for root in ours]
    assert len(list(folders[1].glob("*.pdf"))) == 1


def test_quarto_fetches_nothing_and_shows_no_code_or_trace_of_the_run(by_quarto):
    for path in sorted(by_quarto.publiek.glob("*/*.html")):
        root = page(path)
        fetched = root.xpath("//@src | //@srcset | //link/@href | //form/@action")
        assert not [value for value in fetched if re.match(r"(https?:)?//", value)], path
        assert not re.search(
            r"\w+\.(figuur|tabel|zin)_|open_rapport|editie =|injected|\?@|@(fig|tbl|sec)-", visible(root)
        ), path
        attributes = " ".join(name for node in root.iter() for name in node.attrib)
        assert not re.search(r"papermill|execution|start_time", attributes), path


def test_the_results_do_not_depend_on_the_renderer_and_the_manifest_names_it(run, by_quarto):
    for path in sorted((run.publiek / "resultaten").glob("*.csv")):
        assert (by_quarto.publiek / "resultaten" / path.name).read_bytes() == path.read_bytes(), path.name
    manifest = json.loads((by_quarto.publiek / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["weergave"]["naam"] == "quarto" and re.match(r"\d+\.\d+", manifest["weergave"]["versie"])
