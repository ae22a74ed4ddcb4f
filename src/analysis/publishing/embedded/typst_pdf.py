"""One document as a tagged PDF (PDF/UA-1), made by the typst that ships in a wheel.

Typst refuses a figure without alternative text under PDF/UA-1: a gate that nobody can forget.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from analysis.publishing.embedded.callouts import is_callout, typst_callout
from analysis.publishing.embedded.crossref import top_level
from analysis.publishing.embedded.html_page import captioned, natural_width
from analysis.publishing.embedded.pandoc import (
    Node,
    attributes,
    div,
    raw_block,
    raw_inline,
    replace_nodes,
    write_blocks,
)
from analysis.publishing.embedded.pandoc_tables import captioned_table, fitted_table
from analysis.publishing.embedded.print_signs import FONTS, NOTE, WEIGHTS, replace_unshowable
from analysis.publishing.embedded.templates import ASSETS
from analysis.publishing.notebook.cells import Image
from analysis.publishing.pdf_tags import complete_tags

#: The time in the PDF when SOURCE_DATE_EPOCH says nothing (1 January 2020): the same source, the same bytes.
FIXED_TIME = 1577836800
NO_SIGN = "could not be displayed with font"


def source_time() -> int:
    """The moment that the outputs carry: SOURCE_DATE_EPOCH, else a fixed one. Never the clock."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", FIXED_TIME))


def quoted(words: str) -> str:
    """A text as a typst string."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def copy_print_fonts(folder: Path) -> Path:
    """Put the PDF's fonts, one file per weight, in a folder of their own; gives that folder."""
    folder.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        shutil.copyfile(FONTS / f"SourceSansPro-{weight}.ttf", folder / f"SourceSansPro-{weight}.ttf")
    return folder


def compile_pdf(source: str, images: Mapping[str, Image], standards: list[str]) -> bytes:
    """Compile typst source with its pictures; a sign that the letters lack becomes a box, and a note says so."""
    try:
        return complete_tags(_compile(source, images, standards))
    except typst.TypstError as error:
        if NO_SIGN not in str(error):
            raise
    return complete_tags(_compile(f"{replace_unshowable(source)}\n\n#text(size: 0.85em)[{NOTE}]\n", images, standards))


def _compile(source: str, images: Mapping[str, Image], standards: list[str]) -> bytes:
    """Compile with a fixed time."""
    with _compiler(source, images) as compiler:
        return compiler.compile(format="pdf", pdf_standards=standards, timestamp=source_time())


def query_values(source: str, images: Mapping[str, Image], label: str) -> list[Any]:
    """Lay the document out, make no PDF, and give the values of its `metadata` with a label, in order."""
    with _compiler(source, images) as compiler:
        return json.loads(compiler.query(f"<{label}>", field="value"))


@contextmanager
def _compiler(source: str, images: Mapping[str, Image]) -> Iterator[typst.Compiler]:
    """Give a compiler of typst source with its pictures: own fonts only, no network."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for image in images.values():
            (root / image.name).parent.mkdir(parents=True, exist_ok=True)
            (root / image.name).write_bytes(image.data)
        (root / "document.typ").write_text(source, encoding="utf-8")
        fonts = copy_print_fonts(root / "fonts")
        yield typst.Compiler(
            str(root / "document.typ"), root=str(root), font_paths=[str(fonts)], ignore_system_fonts=True
        )


def typst_preamble(options: Mapping[str, Any], front: Mapping[str, Any], before: str) -> str:
    """Page, type and title of a document, from the same options that Quarto's typst format reads.

    `before` is the text of the included files: the shared style and the band.
    """
    language, _, region = str(options.get("lang", "nl-NL")).partition("-")
    shared = (ASSETS / "document.typ").read_text(encoding="utf-8")
    numbering = quoted(options.get("section-numbering", "1.1.1")) if options.get("number-sections") else "none"
    author = f", author: {quoted(str(front['author']))}" if front.get("author") else ""
    settings = [
        f"#set document(title: {quoted(str(front.get('title', '')))}{author})",
        f"#set page(paper: {quoted(str(options.get('papersize', 'a4')))}, margin: {_margin(options)})",
        f"#set text(font: {quoted(options.get('mainfont', 'Source Sans Pro'))}, "
        f"size: {options.get('fontsize', '11pt')}, lang: {quoted(language)}, region: {quoted(region or 'NL')})",
        f"#set heading(numbering: {numbering})",
    ]
    return "\n".join([before, shared, *settings, *_opening(options, front)])


def _margin(options: Mapping[str, Any]) -> str:
    sides = options.get("margin") or {"x": "2.8cm", "y": "2.5cm"}
    return "(" + ", ".join(f"{side}: {size}" for side, size in sides.items()) + ")"


def _opening(options: Mapping[str, Any], front: Mapping[str, Any]) -> list[str]:
    """The title block and the table of contents."""
    line = " · ".join(str(front[key]) for key in ("author", "date") if front.get(key))
    shown = [quoted(str(words)) if words else "none" for words in (front.get("title"), front.get("subtitle"), line)]
    opening = [f"#titelblok({', '.join(shown)})"] if front.get("title") else []
    if options.get("toc"):
        opening.append(f"#inhoudsopgave({quoted(options['toc-title'])}, {options.get('toc-depth', 3)})")
    return opening


def typst_body(blocks: list[Node], images: Mapping[str, Image], labels: Mapping[str, str], text_width: float) -> str:
    """The blocks as typst: sections from level 1, pictures with their alternative text."""
    shift = 1 - top_level(blocks)

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] == "Header":
            level, (identifier, classes, _), inlines = node["c"]
            return {"t": "Header", "c": [level + shift, [identifier, classes, []], inlines]}
        if node["t"] == "Table":
            return fitted_table(node)
        if node["t"] == "Image":
            return raw_inline("typst", f"#{typst_image(images[node['c'][2][0]], text_width)}")
        if is_callout(node):
            return typst_callout(node, labels)
        if node["t"] == "Div" and "ikc-float" in attributes(node)[1]:
            return _typst_float(node, labels)
        return None

    return write_blocks(replace_nodes(blocks, change), "typst").replace("align(center)[#table(", "align(left)[#table(")


def typst_image(image: Image, text_width: float) -> str:
    """A picture as a typst call: at its own width in print (3/4 of its CSS pixels), at most as wide as the text."""
    points = natural_width(image) * 0.75
    width = "100%" if points >= text_width or not points else f"{points:g}pt"
    alt = f", alt: {quoted(image.alt)}" if image.alt else ""
    return f"image({quoted(image.name)}{alt}, width: {width})"


def text_width_of(options: Mapping[str, Any]) -> float:
    """The width of the text on an A4 page in points, from the margins."""
    margin = options.get("margin") or {}
    left, right = (_points(str(margin.get(side, margin.get("x", "2.8cm")))) for side in ("left", "right"))
    return 595.28 - left - right


def text_edges_of(options: Mapping[str, Any]) -> tuple[float, float]:
    """Where the text of an A4 page begins and ends, in points from its top, from the margins."""
    margin = options.get("margin") or {}
    top, bottom = (_points(str(margin.get(side, margin.get("y", "2.5cm")))) for side in ("top", "bottom"))
    return top, 841.89 - bottom


def _points(size: str) -> float:
    found = re.fullmatch(r"([\d.]+)\s*(cm|mm|in|pt)", size.strip())
    if found is None:
        raise ValueError(f"Een marge als {size} kent de PDF niet: gebruik cm, mm, in of pt.")
    return float(found[1]) * {"cm": 28.3465, "mm": 2.83465, "in": 72.0, "pt": 1.0}[found[2]]


def _typst_float(node: Node, labels: Mapping[str, str]) -> list[Node]:
    identifier = attributes(node)[0]
    content, caption = node["c"][1][:-1], captioned(node, labels)
    tables = [place for place, block in enumerate(content) if block["t"] == "Table"]
    if tables:
        place = tables[0]
        table = captioned_table(content[place], caption, identifier)
        return [*content[:place], table, *content[place + 1 :]]
    label = f" <{identifier}>" if identifier else ""
    return [
        raw_block("typst", "#figure(["),
        div(content),
        {
            "t": "Plain",
            "c": [raw_inline("typst", "], caption: ["), *caption, raw_inline("typst", f"], kind: image){label}")],
        },
    ]
