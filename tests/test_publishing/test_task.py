import json
from dataclasses import replace

import pytest
from lxml import html
from pypdf import PdfReader
from toy_notebooks import FIGURE, code, parameters, text, toy_task, write

from analysis.publishing.making import make_report

TABLE = (
    "#| label: tbl-a\n"
    "class Tabel:\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/markdown': '| Groep | n |\\n|---|---:|\\n| 1 | 12 |'}, {'ikc': {'tbl-cap': 'Kinderen'}}\n"
    "Tabel()"
)
DRAWING = FIGURE.replace(
    "<svg/>",
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" viewBox="0 0 90 60">'
    '<rect width="90" height="60"/></svg>',
)


@pytest.fixture
def task(tmp_path):
    first = write(
        tmp_path, "03_a.ipynb", text("# Metingen\n\nZie @fig-a en @tbl-a."), parameters(), code(DRAWING), code(TABLE)
    )
    second = write(
        tmp_path,
        "04_b.ipynb",
        text("# Zorg"),
        text("Ook hier: @fig-a, maar niet @fig-weg."),
        parameters(),
        text("## Toewijzingen", "vereist:toewijzingen"),
        code("#| label: fig-weg\n1", "vereist:toewijzingen"),
    )
    front = {"title": "IKC De Wilgen: wat veranderde er?", "lang": "nl-NL"}
    settings = {"notebooks": (first, second), "parameters": {"study": ".", "ikc": "IKC01"}, "front": front}
    return replace(toy_task(tmp_path, "IKC01"), band="Voorbeeld met verzonnen gegevens", **settings)


def page(path):
    return html.parse(str(path), html.HTMLParser(huge_tree=True, encoding="utf-8")).getroot()


def test_a_report_goes_from_notebooks_to_html_and_pdf(task):
    outcome = make_report(task)
    assert (outcome.state, outcome.melding) == ("klaar", "")
    root = page(task.target / "rapport.html")
    words = " ".join(root.text_content().split())
    assert "Zie Figuur 1 en Tabel 1." in words and "niet de figuur die hier niet getoond wordt." in words
    assert "Voorbeeld met verzonnen gegevens" in words
    assert root.xpath("//main//*[@role='img']/@aria-label") == ["Wat 't is"]
    assert "ikc = " not in words
    pages = " ".join(
        " ".join(page.extract_text() for page in PdfReader(str(task.target / "rapport.pdf")).pages).split()
    )
    assert "wat veranderde er?" in pages and "Tabel 1" in pages
    files = json.loads(task.stamp.read_text())["uitvoer"]
    assert sorted(files) == ["rapport.html", "rapport.pdf"]


def test_the_research_report_is_a_book_and_one_pdf(task):
    assert make_report(replace(task, profile="boek", name="onderzoeksrapport")).melding == ""
    folder = task.reports / "onderzoeksrapport"
    assert sorted(path.name for path in folder.iterdir()) == ["01.html", "index.html", "rapport.pdf"]
    assert "Figuur 1.1" in " ".join(page(folder / "01.html").text_content().split())
    assert "wat veranderde er?" in page(folder / "index.html").text_content()


def test_a_report_that_fails_a_gate_is_not_published(task):
    write(task.study_folder, "04_b.ipynb", text("# Zorg\n\nZie @fig-typfout."))
    outcome = make_report(task)
    assert (outcome.state, outcome.plaats) == ("mislukt", "bij het opmaken")
    assert "fig-typfout" in outcome.melding
    assert not task.target.exists() and "BouwFout" in task.log.read_text()
