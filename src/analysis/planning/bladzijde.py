"""`ikc plan`: the page, as HTML that needs nothing else and as PDF, with its numbers as CSV beside it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from analysis.errors import InvoerFout, Melding
from analysis.planning import figuren, tabellen, zinnen
from analysis.planning.opzet import Opzet
from analysis.planning.uitkomsten import Uitkomsten, reckon
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.taal.numbers import list_words, number
from analysis.publishing.notebook.cell_options import quote
from analysis.publishing.notebook.finish import finish_notebook, to_json
from analysis.publishing.rendering import render_report
from analysis.publishing.workdir import prepare_workdir
from analysis.study import Study
from analysis.study.doors import refuse_public_folder
from analysis.study.hashes import hash_value
from analysis.study.writing import shown_path, write_whole

NAME = "plan"
FOLDER = "plan"
TABLES = ("kansen", "kleinste", "vals", "dubbel", "kleinste_p")


def write_plan(opzet: Opzet, folder: Path | None = None) -> list[Path]:
    """Reckon and write the page; gives its files: HTML, PDF, and a CSV per table of numbers.

    The folder is `reports/plan` of the study unless given. An earlier plan there is replaced; anything else is left.
    """
    folder = folder or plan_folder(opzet.study)
    check_folder(folder)
    uitkomsten = reckon(opzet)
    with tempfile.TemporaryDirectory() as work:
        made = render_plan(uitkomsten, Path(work))
        folder.mkdir(parents=True, exist_ok=True)
        written = [write_whole(folder / path.name, path.read_bytes()) for path in made.values()]
    for name in TABLES:
        text = getattr(uitkomsten, name).to_csv(index=False, float_format="%.4f", lineterminator="\n")
        written.append(write_whole(folder / f"{name}.csv", text))
    return written


def plan_folder(study: Study) -> Path:
    """Give where the plan of a study goes."""
    return study.reports / FOLDER


def check_folder(folder: Path) -> None:
    """Stop for a folder that is published, or a file where the folder should be."""
    refuse_public_folder(folder)
    if folder.exists() and not folder.is_dir():
        raise InvoerFout([Melding(str(folder), "dit is een bestand, geen map.", advies="Geef `--naar` een map.")])


def render_plan(uitkomsten: Uitkomsten, work: Path) -> dict[str, Path]:
    """Render the page by the embedded renderer, whatever there is on this machine: the same bytes everywhere."""
    prepare_workdir(work)
    notebook = f"{NAME}.ipynb"
    (work / notebook).write_text(to_json(finish_notebook(page_of(uitkomsten))), encoding="utf-8")
    return render_report(work, notebook, ("html", "pdf"), "embedded")


def page_of(uitkomsten: Uitkomsten) -> nbformat.NotebookNode:
    """Put the page together as a notebook that was run: questions as headings, what answers them below."""
    parts: Sequence[tuple[str, Sequence[Figuur | Tabel | Tekst]]] = (
        ("Wat kan dit onderzoek laten zien?", (zinnen.zin_kort(uitkomsten), figuren.figuur_kansen(uitkomsten),
                                               zinnen.zin_lezen(uitkomsten))),
        ("Wat doet de klas?", (tabellen.tabel_kleinste(uitkomsten), zinnen.zin_klassen(uitkomsten),
                               zinnen.zin_paren(uitkomsten))),
        ("Wat kan dit aantal IKC's nooit laten zien?", (zinnen.zin_nooit(uitkomsten), zinnen.zin_nooit_waarom())),
        ("Hoeveel kinderen krijgen een dubbele lijst?", (zinnen.zin_dubbel(uitkomsten),
                                                         figuren.figuur_dubbel(uitkomsten),
                                                         zinnen.zin_loten(uitkomsten),
                                                         tabellen.tabel_dubbel(uitkomsten))),
        ("Wat te doen", (zinnen.zin_doen(uitkomsten),)),
        ("Hoe is gerekend?", (tabellen.tabel_aannames(uitkomsten), zinnen.zin_methode(uitkomsten))),
    )  # fmt: skip
    cells = [_front(uitkomsten.opzet)]
    for section, (heading, shown) in enumerate(parts):
        cells.append(new_markdown_cell(f"# {heading}", id=f"kop-{section}"))
        cells += [_cell(item, f"deel-{section}-{place}") for place, item in enumerate(shown) if item]
    return new_notebook(cells=cells)


def _front(opzet: Opzet) -> nbformat.NotebookNode:
    """Give the title block."""
    counts = list_words([number(n) for n in opzet.plan.ikcs])
    title = f"Plan: {opzet.study.naam}" if opzet.study.naam else "Plan voor een onderzoek"
    subtitle = (
        f"Wat een onderzoek met {counts} IKC's en {number(opzet.plan.kinderen)} kinderen per IKC kan laten zien. "
        "Nagebootst, zonder gegevens van kinderen."
    )
    lines = [f"{key}: {quote(text)}" for key, text in (("title", title), ("subtitle", subtitle))]
    return new_raw_cell("\n".join(["---", *lines, "lang: nl-NL", "---"]), id="kop")


def _cell(item: Figuur | Tabel | Tekst, name: str) -> nbformat.NotebookNode:
    """Give a cell that shows a figure, table or text, with a label where it has a caption."""
    data, metadata = item._repr_mimebundle_()
    kind = {Figuur: "fig", Tabel: "tbl"}.get(type(item))
    source = f"#| label: {kind}-{name}\n" if kind else ""
    return new_code_cell(f"{source}toon()", id=name, outputs=[new_output("display_data", data, metadata=metadata)])


def told(opzet: Opzet, written: Sequence[Path]) -> str:
    """Say where the page is."""
    where, pdf = (shown_path(written[0].with_suffix(end)) for end in (".html", ".pdf"))
    mark = hash_value([opzet.plan.model_dump(), opzet.studies, opzet.seed])[:8]
    return f"Het plan staat in {where} en {pdf}; de cijfers staan ernaast als CSV. (opzet {mark})"
