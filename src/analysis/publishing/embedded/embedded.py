"""The embedded renderer: the document that Quarto would make, where there is no Quarto.

It reads the same executed notebook and the same `_quarto*.yml`, and uses the pandoc and typst that ship as wheels.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.publishing.embedded.crossref import Place, number_blocks, resolve_references
from analysis.publishing.embedded.document import Document, document_of, read_cells, read_document
from analysis.publishing.embedded.docx_document import docx_bytes
from analysis.publishing.embedded.html_page import Page, html_body, inline_style, render_page, table_of_contents
from analysis.publishing.embedded.print_places import ENDLESS, cut_at_marks, heights, measure_places, telling_marks
from analysis.publishing.embedded.typst_pdf import (
    compile_pdf,
    text_edges_of,
    text_width_of,
    typst_body,
    typst_preamble,
)
from analysis.publishing.notebook.cells import Image
from analysis.publishing.notebook.print_order import Places, choose_order, may_move, printed_cells
from analysis.publishing.quarto_config import as_list, format_options, included_text, labels, read_config
from analysis.study.days import MONTHS


def read_options(workdir: Path, notebook: str, profile: str, form: str) -> tuple[Document, dict[str, Any]]:
    """A notebook as a document, with the options of one format for it."""
    config = read_config(workdir, profile)
    document = read_document(workdir / notebook, config.get("execute"))
    return document, format_options(config, document.front, form)


def render_html(workdir: Path, notebook: str, profile: str) -> str:
    """One notebook as one self-contained HTML page."""
    document, options = read_options(workdir, notebook, profile, "html")
    words = labels(options)
    place = Place(number_sections=bool(options.get("number-sections")))
    numbered = number_blocks(document.blocks, words, place)
    blocks = resolve_references(numbered.blocks, numbered.targets)
    toc = table_of_contents(blocks, options.get("toc-depth", 3)) if options.get("toc") else []
    return render_page(page_of(workdir, document, options, html_body(blocks, document.images, words), toc))


def page_of(
    workdir: Path, document: Document, options: Mapping[str, Any], body: str, toc: Sequence[Any], **more: Any
) -> Page:
    """What the HTML template shows, from a document and its options."""
    words = labels(options)
    return Page(
        title=str(more.pop("title", "") or document.front.get("title", "")),
        body=body,
        toc=toc,
        labels=words,
        lang=str(options.get("lang", "nl-NL")),
        front=shown_front(document.front),
        style=inline_style([workdir / str(sheet) for sheet in as_list(options.get("css"))]),
        head=included_text(workdir, options, "include-in-header"),
        before=included_text(workdir, options, "include-before-body"),
        after=included_text(workdir, options, "include-after-body"),
        toc_title=str(options.get("toc-title") or words["toc-title-document"]),
        **more,
    )


def shown_front(front: Mapping[str, Any]) -> dict[str, Any]:
    """The front matter as readers see it: missing parts empty, the date in Dutch."""
    shown = {"title": "", "subtitle": "", "author": "", "description": "", **front}
    return {**shown, "date": dutch_date(str(front.get("date") or ""))}


def dutch_date(date: str) -> str:
    """2021-05-01 as "1 mei 2021", as Quarto writes it with `lang: nl`; other texts stay as they are."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}" if found else date


def render_pdf(workdir: Path, notebook: str, profile: str) -> bytes:
    """One notebook as one tagged PDF, its figures where they leave the least of a page white."""
    printed = cells_for_print(workdir, notebook, profile)
    preamble, body, images, options = _typst_source(workdir, notebook, profile, printed)
    return compile_pdf(f"{preamble}\n\n{body}", images, as_list(options.get("pdf-standard")))


def cells_for_print(workdir: Path, notebook: str, profile: str) -> list[dict[str, Any]]:
    """The cells of a notebook in the order in which they are printed: as they were, or those that show nothing first.

    The first chapter stays as it is, and a notebook of one chapter or without figures whole.
    """
    cells = read_cells(workdir / notebook)
    if not may_move(cells):
        return cells

    preamble, body, images, options = _typst_source(workdir, notebook, profile, cells, marked=True)
    pieces = cut_at_marks(body)

    def measure(order: Sequence[int], page: str = "") -> Places:
        chosen = [pieces[place] for place in (*order, len(cells)) if place in pieces]
        return measure_places("\n\n".join([preamble, page, *chosen]), images)

    endless = measure(range(len(cells)), ENDLESS)
    shown = printed_cells(cells, heights(endless))
    hidden = [place for place in range(len(cells)) if place not in endless]
    order = choose_order(shown, text_edges_of(options), measure)
    return cells if order == sorted(order) else [cells[place] for place in (*hidden, *order)]


def _typst_source(
    workdir: Path,
    notebook: str,
    profile: str,
    cells: list[dict[str, Any]],
    marked: bool = False,
) -> tuple[str, str, Mapping[str, Image], dict[str, Any]]:
    """Cells of a notebook as typst: what stands before them, themselves, their pictures, the options of the format.

    `marked` lets each cell tell where it comes.
    """
    config = read_config(workdir, profile)
    document = document_of(cells, workdir / notebook, config.get("execute"), marked)
    options = format_options(config, document.front, "typst")
    words = labels(options)
    options = {**options, "toc-title": options.get("toc-title") or words["toc-title-document"]}
    place = Place(number_sections=bool(options.get("number-sections")))
    numbered = number_blocks(document.blocks, words, place)
    blocks = telling_marks(resolve_references(numbered.blocks, numbered.targets))
    before = included_text(workdir, options, "include-in-header")
    preamble = typst_preamble(options, shown_front(document.front), before)
    body = typst_body(blocks, document.images, words, text_width_of(options))
    return preamble, body, document.images, options


def render_docx(workdir: Path, notebook: str, profile: str) -> bytes:
    """One notebook as one document for Word."""
    document, options = read_options(workdir, notebook, profile, "docx")
    return docx_bytes(workdir, document.blocks, document.images, options, shown_front(document.front), labels(options))
