"""The one entry to rendering: an executed notebook in a working folder becomes HTML, PDF and Word, or a book.

The gates read what goes in and what comes out; nothing that fails them is returned.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from analysis.errors import InvoerFout
from analysis.publishing.embedded.book import render_book_html
from analysis.publishing.embedded.embedded import render_docx, render_html, render_pdf
from analysis.publishing.gates import check_notebooks, check_rendered
from analysis.publishing.gates_of_links import check_links
from analysis.publishing.gates_of_pdf import check_pdfs
from analysis.publishing.gates_of_size import check_sizes
from analysis.publishing.gates_of_word import check_documents
from analysis.publishing.quarto import (
    OLDEST,
    find_quarto,
    finish_outputs,
    is_new_enough,
    quarto_version,
    render_book_with_quarto,
    render_with_quarto,
)
from analysis.publishing.quarto_project import SINGLE, WORD, take_handed

Renderer = Literal["auto", "quarto", "embedded"]
BOOK = "boek"
BOOK_FOLDER = "_boek"


def choose_renderer(renderer: Renderer) -> Literal["quarto", "embedded"]:
    """Quarto when asked for or, with `auto`, when it is on the PATH and new enough; else the embedded renderer."""
    program = find_quarto()
    version = quarto_version(program) if program else ""
    if renderer == "embedded" or (renderer == "auto" and not is_new_enough(version)):
        return "embedded"
    if program is None:
        raise InvoerFout("Quarto staat niet op het PATH. Installeer Quarto of kies --renderer embedded.")
    if not is_new_enough(version):
        oldest = ".".join(str(part) for part in OLDEST)
        raise InvoerFout(
            f"Quarto {version or '(versie onbekend)'} kan dit niet: nodig is {oldest} of nieuwer. "
            "Installeer een nieuwere Quarto of kies --renderer embedded."
        )
    return "quarto"


def render_report(
    workdir: Path, notebook: str, formats: Sequence[str] = ("html", "pdf"), renderer: Renderer = "auto"
) -> dict[str, Path]:
    """Render one executed notebook; gives the file per format, beside the notebook in the working folder.

    Raises `BouwFout` when the notebook or the result fails a gate.
    """
    if choose_renderer(renderer) == "quarto":
        return _render_by_quarto(workdir, notebook, formats)
    check_notebooks([workdir / notebook])
    outputs = {form: _render_embedded(workdir, notebook, form) for form in formats}
    check_outputs(outputs.values())
    return outputs


def _render_by_quarto(workdir: Path, notebook: str, formats: Sequence[str]) -> dict[str, Path]:
    """Give what a group's project made of a notebook; where there is none, or it will not do, render it by itself.

    So a report fails with its own message, and never by what Quarto does with a group.
    """
    if outputs := _finish_handed(workdir, notebook, formats):
        return outputs
    check_notebooks([workdir / notebook])
    outputs = render_with_quarto(workdir, notebook, SINGLE, formats, WORD)
    check_outputs(outputs.values())
    return outputs


def _finish_handed(workdir: Path, notebook: str, formats: Sequence[str]) -> dict[str, Path]:
    outputs = take_handed(workdir, notebook, formats)
    try:
        finish_outputs(workdir, notebook, SINGLE, outputs)
        check_outputs(outputs.values())
    except Exception:  # whatever it is, rendered by itself it is told
        for path in outputs.values():
            path.unlink(missing_ok=True)
        return {}
    return outputs


def check_outputs(files: Iterable[Path]) -> None:
    """Hold the files of one report against the gates; the first gate that it fails raises `BouwFout`."""
    made = list(files)
    pages, pdfs, documents = ([path for path in made if path.suffix == end] for end in (".html", ".pdf", ".docx"))
    check_rendered(pages)
    check_links(pages)
    check_pdfs(pdfs)
    check_documents(documents)
    check_sizes(made)


def _render_embedded(workdir: Path, notebook: str, form: str) -> Path:
    path = (workdir / notebook).with_suffix(f".{form}")
    if form == "html":
        path.write_text(render_html(workdir, notebook, SINGLE), encoding="utf-8", newline="\n")
    elif form == "docx":
        path.write_bytes(render_docx(workdir, notebook, WORD))
    else:
        path.write_bytes(render_pdf(workdir, notebook, SINGLE))
    return path


def render_book(
    workdir: Path,
    chapters: Sequence[str],
    joined: str,
    formats: Sequence[str] = ("html", "pdf"),
    renderer: Renderer = "auto",
) -> dict[str, Path]:
    """Render the research report: HTML as a book of the chapters, PDF and Word as one document of the joined notebook.

    `chapters` starts with `index.ipynb` (Quarto wants that home page). `html` is the book's `index.html`, in a folder
    that holds all its pages; `pdf` and `docx` are files beside the joined notebook. They are one document because the
    PDF of a Quarto book is not accessible (PDF/UA-1); figures count through there instead of per chapter.
    """
    outputs: dict[str, Path] = {}
    if "html" in formats:
        check_notebooks([workdir / name for name in chapters])
        folder = _book_folder(workdir, chapters, choose_renderer(renderer))
        check_outputs([folder / f"{Path(name).stem}.html" for name in chapters])
        outputs["html"] = folder / "index.html"
    one = [form for form in formats if form != "html"]
    if one:
        outputs |= render_report(workdir, joined, one, renderer)
    return outputs


def _book_folder(workdir: Path, chapters: Sequence[str], renderer: str) -> Path:
    if renderer == "quarto":
        return render_book_with_quarto(workdir, chapters, BOOK)
    folder = workdir / BOOK_FOLDER
    folder.mkdir(exist_ok=True)
    for name, page in render_book_html(workdir, chapters, BOOK).items():
        (folder / name).write_text(page, encoding="utf-8", newline="\n")
    return folder
