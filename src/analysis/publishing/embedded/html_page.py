"""One document as a self-contained HTML page: style, fonts and pictures inside, nothing fetched from elsewhere."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from lxml import html

from analysis.publishing.embedded.callouts import html_callout, is_callout
from analysis.publishing.embedded.crossref import top_level
from analysis.publishing.embedded.html_tables import complete_tables
from analysis.publishing.embedded.pandoc import (
    Node,
    attributes,
    div,
    iter_nodes,
    plain_text,
    raw_block,
    raw_inline,
    replace_nodes,
    text,
    write_blocks,
)
from analysis.publishing.embedded.pandoc_tables import captioned_table
from analysis.publishing.embedded.templates import ASSETS, fill_template
from analysis.publishing.notebook.cells import Image
from analysis.publishing.policy import inline_script, with_policy

SCRIPT = "rapport.js"
MEDIA = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents; `depth` counts from 1."""

    depth: int
    label: str
    number: str
    title: str


@dataclass(frozen=True)
class Page:
    """What the template `assets/rapport.html.j2` shows; `book` is the chapter list of a book, empty elsewhere.

    `cover` is the book's title block, on its first page only; `label` is what other pages call this one's title;
    `book_lang` is the language of the chapter list, where a page may be in another.
    """

    title: str
    body: str
    toc: Sequence[Heading]
    labels: Mapping[str, str]
    lang: str
    front: Mapping[str, Any]
    number: str = ""
    label: str = ""
    style: str = ""
    head: str = ""
    before: str = ""
    after: str = ""
    book: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    book_title: str = ""
    book_lang: str = ""
    cover: Mapping[str, Any] | None = None
    toc_title: str = "Inhoudsopgave"


def render_page(page: Page) -> str:
    """Fill the template, and let the page say what it may load."""
    script = inline_script((ASSETS / SCRIPT).read_text(encoding="utf-8"))
    return with_policy(fill_template("rapport.html.j2", page=page, script=script))


def data_uri(mime: str, data: bytes) -> str:
    """Bytes as an address that needs no request."""
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


def inline_style(sheets: Sequence[Path]) -> str:
    """Style sheets as one text, with the files they name (fonts) inside it."""
    return "\n".join(_inline_urls(sheet) for sheet in sheets)


def _inline_urls(sheet: Path) -> str:
    def put_inside(match: re.Match[str]) -> str:
        path = sheet.parent / match[1]
        return f"url({data_uri(MEDIA[path.suffix], path.read_bytes())})"

    return re.sub(r"url\(\"(?!data:)([^\")]+)\"\)", put_inside, sheet.read_text(encoding="utf-8"))


def table_of_contents(blocks: list[Node], depth: int) -> list[Heading]:
    """The headings up to a depth, as lines of the table of contents."""
    top = top_level(blocks)
    headers = [node for node in iter_nodes(blocks) if node["t"] == "Header" and node["c"][0] - top < depth]
    return [
        Heading(
            node["c"][0] - top + 1,
            attributes(node)[0],
            attributes(node)[2].get("number", ""),
            plain_text(node["c"][2]),
        )
        for node in headers
        if "unlisted" not in attributes(node)[1]
    ]


def html_body(blocks: list[Node], images: Mapping[str, Image], labels: Mapping[str, str]) -> str:
    """The content of `<main>`: numbered sections from `<h2>`, figures, tables and callouts."""
    from analysis.publishing.embedded.html_figures import complete_figures

    shift = 2 - top_level(blocks)

    def change(node: Node) -> Node | list[Node] | None:
        if node["t"] == "Header":
            return _html_header(node, shift)
        if node["t"] == "Image":
            return raw_inline("html", _html_image(node, images))
        if is_callout(node):
            return html_callout(node, labels)
        if node["t"] == "Div" and "ikc-float" in attributes(node)[1]:
            return _html_float(node, labels)
        return None

    fragment = write_blocks(replace_nodes(blocks, change), "html5", "--email-obfuscation=none")
    root = html.fragment_fromstring(fragment, create_parent="div")
    complete_figures(root)
    complete_tables(root)
    return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)


def _html_header(node: Node, shift: int) -> Node:
    level, attr, inlines = node["c"]
    number = attributes(node)[2].get("number")
    span = {"t": "Span", "c": [["", ["header-section-number"], []], [text(number)]]}
    lead = [span, {"t": "Space"}] if number else []
    return {"t": "Header", "c": [min(level + shift, 6), attr, [*lead, *inlines]]}


def _html_image(node: Node, images: Mapping[str, Image]) -> str:
    image = images.get(node["c"][2][0])
    if image is None:
        return f'<img src="{escape(node["c"][2][0])}" alt="{escape(plain_text(node["c"][1]))}">'
    return picture(image)


def picture(image: Image) -> str:
    """A picture as it stands in a page, whichever renderer made that."""
    own = natural_width(image)
    width = f' width="{own}" style="--eigen: {own}px"' if own else ""
    return f'<img src="{data_uri(image.mime, image.data)}" alt="{escape(image.alt)}"{width} class="img-fluid">'


def natural_width(image: Image) -> int:
    """The width of an SVG in CSS pixels, as it says itself in points or pixels; 0 when unknown."""
    found = re.search(rb"<svg[^>]*?\swidth=\"([\d.]+)(pt|px)?\"", image.data)
    if image.mime != "image/svg+xml" or found is None:
        return 0
    return round(float(found[1]) * (4 / 3 if found[2] == b"pt" else 1))


def captioned(node: Node, labels: Mapping[str, str]) -> list[Node]:
    """The inlines of a float's caption, with its name and number in front ("Figuur 1: …")."""
    identifier, _, pairs = attributes(node)
    caption = [inline for block in node["c"][1][-1]["c"][1] for inline in block["c"]]
    if "number" not in pairs:
        return caption
    return [text(f"{labels[f'crossref-{identifier[:3]}-title']}\u00a0{pairs['number']}:"), {"t": "Space"}, *caption]


def _html_float(node: Node, labels: Mapping[str, str]) -> list[Node]:
    identifier = attributes(node)[0]
    content, caption = node["c"][1][:-1], captioned(node, labels)
    tables = [place for place, block in enumerate(content) if block["t"] == "Table"]
    if tables:
        place = tables[0]
        shown = {"t": "Span", "c": [["", ["bijschrift"], []], caption]}
        return [*content[:place], captioned_table(content[place], [shown], identifier), *content[place + 1 :]]
    own_id = f' id="{identifier}"' if identifier else ""
    name = escape(plain_text(caption).split(":")[0])
    frame = f'<figure{own_id} class="quarto-float figure"><div class="figuur-kader" data-schuift="{name}">'
    return [
        raw_block("html", frame),
        div(content),
        raw_block("html", "</div><figcaption>"),
        {"t": "Plain", "c": caption},
        raw_block("html", "</figcaption></figure>"),
    ]
