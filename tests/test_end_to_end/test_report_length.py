"""Short: pages of a report and of its appendix, how full they are, and the first page alone."""

import re
from itertools import takewhile

import pypdf
import pytest
from report_readings import folded, page, pdf_pages, words

from analysis.simulation import Scenario, simulate_study

IKCS = ("IKC01", "IKC02", "IKC03")
MOST_PAGES, MOST_APPENDIX, MOST_RESEARCH = 6, 4, 18
LEAST_FULL = 0.6
HEADING_SIZE = 13
BOTTOM, TOP = 51, 60
"""Points from the edges between which the text of a page stands."""
pytestmark = pytest.mark.slow


def body_and_appendix(path) -> tuple[int, int]:
    """Count the pages before the first that has an appendix, and those from there on; the contents are on page 2."""
    front, sheets = pdf_pages(path)[:2], pdf_pages(path)[2:]
    body = len(front) + len(list(takewhile(lambda sheet: "Bijlage:" not in sheet, sheets)))
    return body, len(front) + len(sheets) - body


def lowest(sheet: pypdf.PageObject) -> float:
    """Give how far down a page its text and lines come, from the bottom, page number left out."""
    found: list[float] = []

    def visit(operator, operands, current, _text) -> None:
        if operator in (b"Tj", b"TJ", b"l", b"re", b"m"):
            point = [float(operands[0]), float(operands[1])] if operator in (b"l", b"m", b"re") else [0.0, 0.0]
            y = current[1] * point[0] + current[3] * point[1] + current[5]
            found.append(y)

    sheet.extract_text(visitor_operand_before=visit)
    return min(y for y in found if y > BOTTOM)


def chapters_in_html(folder) -> dict[str, list[str]]:
    """Give the captions of the figures per chapter, both folded and cut off, from a report's pages."""
    pages = sorted(folder.glob("[0-9]*.html"), key=lambda path: path.name)
    pages = [folder / "index.html", *pages] if pages else [folder / "rapport.html"]
    found: dict[str, list[str]] = {}
    chapter = ""
    for node in (node for path in pages for node in page(path).find(".//main").iter("h1", "h2", "figcaption")):
        if node.tag == "figcaption":
            found[chapter].append(_cut(words(node).partition(": ")[2]))
        elif node.tag == ("h1" if len(pages) > 1 else "h2") and re.match(r"\d+ ", words(node)):
            found[chapter := _cut(words(node))] = []
    return found


def chapters_in_pdf(path, chapters) -> dict[str, list[str]]:
    """Give the same from the PDF: what stands between the headings of two chapters, read down the pages."""
    lines = [line for sheet in pypdf.PdfReader(path).pages for line in lines_down(sheet)]
    captions = [caption for found in chapters.values() for caption in found]
    found: dict[str, list[str]] = {}
    for size, text in lines:
        if heading := next((chapter for chapter in chapters if size > HEADING_SIZE and chapter == _cut(text)), ""):
            found[heading] = []
        elif caption := next(
            (item for item in captions if re.match(rf"Figuur\d+:{re.escape(item)}", folded(text))), ""
        ):
            found[list(found)[-1]].append(caption)
    return found


def lines_down(sheet: pypdf.PageObject) -> list[tuple[float, str]]:
    """Give the lines of a page from top to bottom, in whatever order they are in the file, and how high letters are."""
    lines: dict[float, list[tuple[float, str]]] = {}

    def visit(text, current, matrix, _font, size) -> None:
        if text.strip():
            y = matrix[5] * current[3] + current[5]
            lines.setdefault(round(y, 1), []).append((size * abs(matrix[3] * current[3]), text))

    sheet.extract_text(visitor_text=visit)
    return [(max(size for size, _ in lines[y]), "".join(text for _, text in lines[y])) for y in sorted(lines)[::-1]]


def _cut(text: str) -> str:
    return folded(text)[:32]


@pytest.mark.parametrize("ikc", IKCS)
def test_the_report_of_an_ikc_is_short(run, ikc):
    body, appendix = body_and_appendix(run.publiek / ikc / "rapport.pdf")
    assert 2 <= body <= MOST_PAGES and 1 <= appendix <= MOST_APPENDIX


def test_a_report_over_eight_years_is_as_short(ikc, tmp_path):
    """Eleven metingen, of the IKC of the example with most to tell, and fewer children than there."""
    study = tmp_path / "jaren"
    simulate_study(study, seed=5, scenario=Scenario(ikcs=3, pilots=3, grootte=(80, 70, 140)), jaren=8)
    run = ikc(study, "run", "--ikc", "IKC03", "--edition", "publiek", "--to", "pdf", "--renderer", "embedded")
    assert run.code == 0, run.said
    body, appendix = body_and_appendix(run.publiek / "IKC03" / "rapport.pdf")
    assert 2 <= body <= MOST_PAGES and 1 <= appendix <= MOST_APPENDIX


def test_the_research_report_is_short(run):
    body, appendix = body_and_appendix(run.publiek / "onderzoeksrapport" / "rapport.pdf")
    assert 2 <= body <= MOST_RESEARCH and appendix >= 1


@pytest.mark.parametrize("name", [*IKCS, "onderzoeksrapport"])
def test_the_first_page_is_one_page_alone_and_in_the_report(run, name):
    alone = pdf_pages(run.publiek / name / "samenvatting.pdf")
    assert len(alone) == 1 and "In één oogopslag" in alone[0]
    first, second = pdf_pages(run.publiek / name / "rapport.pdf")[:2]
    said = alone[0].replace("Pagina 1 van 1", "").replace(".", " ").split()
    assert [word for word in said if word not in first] == []
    assert "Inhoud" not in first and ("Inhoud" in second) == (name == "onderzoeksrapport")


@pytest.mark.parametrize("name", [*IKCS, "onderzoeksrapport"])
def test_no_page_is_half_empty_but_the_last_of_a_part(run, name):
    path = run.publiek / name / "rapport.pdf"
    sheets = pypdf.PdfReader(path).pages
    ends = {body_and_appendix(path)[0] - 1, len(sheets) - 1}
    height = float(sheets[0].mediabox.height)
    full = [(height - TOP - lowest(sheet)) / (height - TOP - BOTTOM) for sheet in sheets]
    assert [(place + 1, round(part, 2)) for place, part in enumerate(full)
            if part < LEAST_FULL and place not in ends] == []  # fmt: skip


@pytest.mark.parametrize("name", [*IKCS, "onderzoeksrapport"])
def test_each_figure_on_paper_stands_in_its_own_chapter(run, name):
    """The HTML says which; in the PDF it is the last chapter's heading above the caption."""
    wanted = chapters_in_html(run.publiek / name)
    assert sum(len(captions) for captions in wanted.values()) >= 2
    assert chapters_in_pdf(run.publiek / name / "rapport.pdf", wanted) == wanted


@pytest.mark.parametrize("name", [*IKCS, "onderzoeksrapport"])
def test_a_report_and_its_summary_lead_to_each_other_and_the_index_to_both(run, name):
    whole = "index.html" if name == "onderzoeksrapport" else "rapport.html"
    page = (run.publiek / name / whole).read_text(encoding="utf-8")
    summary = (run.publiek / name / "samenvatting.html").read_text(encoding="utf-8")
    index = (run.publiek / "index.html").read_text(encoding="utf-8")
    assert 'href="samenvatting.html"' in page and f'href="{whole}"' in summary
    assert all(f'href="{name}/{file}"' in index for file in ("samenvatting.html", "samenvatting.pdf"))
