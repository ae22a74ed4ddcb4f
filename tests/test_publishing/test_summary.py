"""The first page of a report is one page, alone and in the report: with many indicators and long names too."""

import io

import nbformat
import pandas as pd
import pytest
from fake_results import CODEBOOK, LANG, VEEL_PRIMAIR, fake_study, fake_tables
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from pypdf import PdfReader

from analysis.presentation import kosten, oogopslag
from analysis.presentation.outputs import Figuur
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.publishing.embedded.embedded import render_pdf
from analysis.publishing.notebook.assemble import assemble_notebook
from analysis.publishing.notebook.cells import front_matter
from analysis.publishing.notebook.finish import finish_notebook, to_json
from analysis.publishing.notebook.summary import summary_of
from analysis.publishing.report_tasks import IKC_ORDER, find_notebooks
from analysis.publishing.workdir import prepare_workdir

QUOTE = "Wij zien de stille kinderen nu eerder, en wij weten wie wij dan kunnen bellen."
SECOND = ("# Wie zijn er gemeten?\n\nEen tweede hoofdstuk.", "# Bijlage: alle cijfers\n\nEen derde.")
CASES = {
    "de pilot": {},
    "zes indicatoren, lange namen": {"primair": VEEL_PRIMAIR[:6], "lang": True, "citaten": True},
    "zonder citaten en zonder andere IKC's": {"ikcs": 1},
    "dezelfde invuller": {"invuller": "zelfde", "primair": VEEL_PRIMAIR[:6]},
    "alles weg": {"modus": "onderdrukt"},
    "een IKC zonder jeugdondersteuner": {"ikc": "IKC04", "ikcs": 5, "citaten": True},
    "alle IKC's": {"ikc": "alle", "ikcs": 9, "primair": VEEL_PRIMAIR[:6]},
}


def report(ikc: str = "IKC01", modus: str = "gewoon", citaten: bool = False, ikcs: int = 4, **how) -> Rapport:
    study = fake_study(ikcs=ikcs, **how)
    tables = fake_tables(study, CODEBOOK, modus)
    if citaten:
        said = [
            (ikc, "overleg", bron, richting, QUOTE) for bron, richting in (("JOK", "+"), ("IB", "-"), ("ouder", "0"))
        ]
        tables["citaten"] = pd.DataFrame(said, columns=["ikc", "schakel", "bron", "richting", "citaat"])
    return make_rapport(study, CODEBOOK, ikc, "publiek", tables)


def executed(rapport: Rapport) -> nbformat.NotebookNode:
    """The first page as a run leaves it, with two chapters after it: the cells of the project's own notebook."""
    whose = "over_alle" if rapport.over_alle else "een_ikc"
    books = find_notebooks(["03_vergelijking_metingen.ipynb"])
    joined = assemble_notebook(books, {"inventarisatie", "casussen", whose}, {"title": rapport.titel}, IKC_ORDER)
    places = [place for place, cell in enumerate(joined.cells) if cell.source.startswith("# ")]
    cells = [shown(cell, rapport) for cell in joined.cells[places[0] : places[1]]]
    front = new_raw_cell(
        f'---\ntitle: "{rapport.titel}"\nsubtitle: Gemeente Leeuwarden. {"Metingen op dagen. " * 8}\n---'
    )
    rest = [new_markdown_cell(text, metadata={"ikc": {"bron": "a", "cel": 1}}) for text in SECOND]
    return finish_notebook(new_notebook(cells=[front, *cells, *rest]))


def shown(cell: nbformat.NotebookNode, rapport: Rapport) -> nbformat.NotebookNode:
    if cell.cell_type != "code":
        return cell
    names = {"oogopslag": oogopslag, "kosten": kosten, "rapport": rapport}
    made = eval("\n".join(line for line in cell.source.splitlines() if not line.startswith("#|")), names)
    bundle = made._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    there = isinstance(made, Figuur) or bool(made)
    outputs = [new_output("display_data", data=data, metadata=metadata)] if there else []
    return new_code_cell(cell.source, metadata=cell.metadata, outputs=outputs)


def pages(notebook: nbformat.NotebookNode, folder) -> list[str]:
    prepare_workdir(folder, "Voorbeeld met verzonnen gegevens")
    (folder / "een.ipynb").write_text(to_json(notebook), encoding="utf-8")
    reader = PdfReader(io.BytesIO(render_pdf(folder, "een.ipynb", "ikc")))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize("case", CASES)
def test_the_first_page_is_one_page(case, tmp_path):
    whole = executed(report(**CASES[case]))
    alone = pages(summary_of(whole), tmp_path / "alleen")
    assert len(alone) == 1 and "In één oogopslag" in alone[0] and "Pagina 1 van 1" in alone[0]
    first, second, third = pages(whole, tmp_path / "heel")
    assert "tweede hoofdstuk" in second and "Bijlage: alle cijfers" in third
    said = alone[0].replace("Pagina 1 van 1", "").replace("In één oogopslag", "")
    assert all(word in first for word in said.split())


def test_the_long_case_has_all_that_a_first_page_can_have(tmp_path):
    text = pages(summary_of(executed(report(**CASES["zes indicatoren, lange namen"]))), tmp_path)[0]
    assert LANG in text and QUOTE in text
    assert all(words in text for words in ("Waar kan het team over praten?", "Mag u zeggen:", "Mag u niet zeggen:"))


def test_a_summary_says_nothing_of_chapters_that_it_does_not_have():
    ikc = {"ikc": {"bron": "a", "cel": 1}}
    first = "# In één oogopslag {#sec-oogopslag}\n\nVeel geld ([@sec-kosten]), zie @fig-weg. Meer in [@tbl-weg]."
    cells = [new_markdown_cell(text, metadata=ikc) for text in (first, "# Kosten {#sec-kosten}\n\nVeel.")]
    text = summary_of(new_notebook(cells=cells)).cells[1].source
    assert text.startswith("# In één oogopslag {#sec-oogopslag .unnumbered}")
    assert text.endswith("Veel geld, zie de figuur die hier niet getoond wordt. Meer in.")


def test_a_summary_has_the_title_of_the_report_and_no_contents_list():
    whole = executed(report())
    front = front_matter(summary_of(whole).cells)
    assert front == {**front_matter(whole.cells), "toc": False} and "wat zien we" in front["title"]


def test_a_report_without_a_first_page_has_no_summary():
    cell = new_markdown_cell("# Metingen\n\nTekst.", metadata={"ikc": {"bron": "a", "cel": 1}})
    assert summary_of(new_notebook(cells=[cell])) is None
