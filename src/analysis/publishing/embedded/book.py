"""The research report as an HTML book by the embedded renderer: a page per chapter, linked, each self-contained.

As in a Quarto book, figures and tables count per chapter ("Figuur 2.1") and a chapter without a number (its title is a
heading with `{.unnumbered}`) counts its own without a prefix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.publishing.embedded.crossref import Place, Target, number_blocks, resolve_references
from analysis.publishing.embedded.document import Document
from analysis.publishing.embedded.embedded import page_of, read_options, shown_front
from analysis.publishing.embedded.html_page import html_body, render_page, table_of_contents
from analysis.publishing.embedded.pandoc import Node, attributes, plain_text
from analysis.publishing.quarto_config import labels, read_config


@dataclass(frozen=True)
class Chapter:
    """A chapter with its number (None: it has none), its numbered blocks and the labels in it."""

    document: Document
    options: Mapping[str, Any]
    title: str
    page: str
    label: str
    number: int | None
    blocks: list[Node]
    targets: Mapping[str, Target]


def render_book_html(workdir: Path, chapters: Sequence[str], profile: str = "boek") -> dict[str, str]:
    """The pages of the book by file name; `chapters` are the executed notebooks in order, `index.ipynb` first."""
    config = read_config(workdir, profile)
    cover = shown_front(config.get("book") or {})
    read = read_chapters(workdir, chapters, profile)
    targets = {label: target for chapter in read for label, target in chapter.targets.items()}
    return {chapter.page: _chapter_html(workdir, chapter, read, targets, cover) for chapter in read}


def read_chapters(workdir: Path, chapters: Sequence[str], profile: str) -> list[Chapter]:
    """Read the chapters and number them one after the other."""
    read: list[Chapter] = []
    number = 0
    for notebook in chapters:
        document, options = read_options(workdir, notebook, profile, "html")
        title, label, blocks, counts = split_title(document, bool(options.get("number-sections")))
        number += counts
        read.append(_chapter(document, options, title, label, blocks, number if counts else None))
    return read


def split_title(document: Document, numbered: bool) -> tuple[str, str, list[Node], bool]:
    """Title, label, the rest of the blocks and whether the chapter has a number.

    The title is the front matter's, else the first heading when that is of level 1, which then leaves the blocks.
    """
    first = document.blocks[0] if document.blocks else None
    if document.front.get("title"):
        return str(document.front["title"]), "", document.blocks, numbered
    if first is not None and first["t"] == "Header" and first["c"][0] == 1:
        label, classes, _ = attributes(first)
        return plain_text(first["c"][2]), label, document.blocks[1:], numbered and "unnumbered" not in classes
    return document.name, "", document.blocks, numbered


def _chapter(
    document: Document, options: Mapping[str, Any], title: str, label: str, blocks: list[Node], number: int | None
) -> Chapter:
    words = labels(options)
    page = f"{Path(document.name).stem}.html"
    numbered = number_blocks(blocks, words, Place(number, page, number_sections=number is not None))
    targets = dict(numbered.targets)
    if label:
        name = words["crossref-ch-prefix"] if number else title
        targets[label] = Target(label, name, str(number or ""), page)
    return Chapter(document, options, title, page, label, number, numbered.blocks, targets)


def _chapter_html(
    workdir: Path, chapter: Chapter, book: Sequence[Chapter], targets: Mapping[str, Target], cover: Mapping[str, Any]
) -> str:
    blocks = resolve_references(chapter.blocks, targets, chapter.page)
    body = html_body(blocks, chapter.document.images, labels(chapter.options))
    toc = table_of_contents(blocks, chapter.options.get("toc-depth", 2))
    contents = [
        {
            "title": other.title,
            "number": other.number or "",
            "page": other.page,
            "current": other is chapter,
            "place": place,
        }
        for place, other in enumerate(book)
    ]
    page = page_of(
        workdir,
        chapter.document,
        chapter.options,
        body,
        toc,
        title=chapter.title,
        number=str(chapter.number or ""),
        label=chapter.label,
        book=contents,
        book_title=str(cover["title"]),
        cover=cover if chapter is book[0] else None,
    )
    return render_page(page)
