"""A page that Quarto made, in our own shell: what Quarto made of the notebook, in the page of the embedded renderer.

Quarto's page carries its own style sheets, scripts and navigation, once per page; what it made of the notebook is in
`<main>`. That is taken out, brought to the form that our style sheet and our gates know (a table has its caption, a
figure its frame, a callout its role), and put in the template that the embedded renderer fills.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from analysis.publishing.embedded.embedded import shown_front
from analysis.publishing.embedded.html_page import Heading, Page, inline_style, picture, render_page
from analysis.publishing.embedded.html_tables import complete_tables
from analysis.publishing.gates import is_trace, parse_page
from analysis.publishing.notebook.cells import Image
from analysis.publishing.quarto_config import as_list, format_options, included_text, labels, read_config

CONTENT = "quarto-document-content"
SHELL = ("script", "style", "nav", "header")
"""What Quarto puts in `<main>` beside the document: its own title block, contents and scripts."""
OURS = {"overslaan", "ikc-kop", "band", "watermerk"}
"""What our configuration includes in every page; the template puts it where it belongs."""


@dataclass(frozen=True)
class QuartoPage:
    """What Quarto made of one notebook: its title with number and label, and the tree of its content."""

    name: str
    title: str
    subtitle: str
    number: str
    label: str
    content: html.HtmlElement


def read_quarto_page(path: Path) -> QuartoPage:
    """Read a page that Quarto made; raises ValueError when it has no `<main>`."""
    root = parse_page(path.read_bytes())
    main = next(iter(root.iter("main")), None)
    if main is None:
        raise ValueError(f"{path.name} heeft geen <main>")
    title = next(iter(main.xpath(".//h1[contains(@class, 'title')]")), None)
    number = "" if title is None else _text(title, ".//*[@class='chapter-number']")
    named = [] if title is None else title.xpath(".//*[@class='chapter-title']") or [title]
    label = "" if title is None else next((str(place) for place in title.xpath("@id | .//@id")), "")
    subtitle = _text(main, ".//p[contains(@class, 'subtitle')]")
    words = " ".join(named[0].text_content().split()) if named else " ".join(root.xpath("//title/text()"))
    lower_headings(main)
    _take_out_shell(main)
    return QuartoPage(path.name, words, subtitle, number, label, main)


def _text(node: html.HtmlElement, path: str) -> str:
    found = node.xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""


def lower_headings(root: html.HtmlElement) -> None:
    """Leave one `<h1>`, the title: a document whose chapters are `<h1>` too has all its headings a level lower."""
    headings = list(root.iter("h1", "h2", "h3", "h4", "h5"))
    titles = [node for node in headings if "title" in node.get("class", "").split()]
    if not titles or sum(node.tag == "h1" for node in headings) == 1:
        return
    for node in headings:
        if node not in titles and node.get("id") != "toc-title":
            node.tag = f"h{int(node.tag[1]) + 1}"


def _take_out_shell(main: html.HtmlElement) -> None:
    for node in list(main.iter(etree.Element)):
        ours = OURS & set(node.get("class", "").split())
        if node is not main and node.getparent() is not None and (node.tag in SHELL or ours):
            node.drop_tree()


def in_our_shell(
    workdir: Path, made: QuartoPage, profile: str, front: Mapping[str, Any], book: Sequence[QuartoPage] = ()
) -> str:
    """Give a page of Quarto in our template; `book` are all pages of a book in their order."""
    config = read_config(workdir, profile)
    options = format_options(config, front, "html")
    cover = shown_front(config.get("book") or {}) if book else {}
    words = labels(options)
    complete_content(made.content)
    return render_page(
        Page(
            title=made.title,
            body=_inside(made.content),
            toc=list(contents_of(made.content, int(options.get("toc-depth", 3)))) if options.get("toc") else [],
            labels=words,
            lang=str(options.get("lang", "nl-NL")),
            front=shown_front({"subtitle": made.subtitle}),
            number=made.number,
            label=made.label,
            style=inline_style([workdir / str(sheet) for sheet in as_list(options.get("css"))]),
            head=included_text(workdir, options, "include-in-header"),
            before=included_text(workdir, options, "include-before-body"),
            after=included_text(workdir, options, "include-after-body"),
            toc_title=str(options.get("toc-title") or words["toc-title-document"]),
            book=[
                {
                    "title": other.title,
                    "number": other.number,
                    "page": other.name,
                    "current": other is made,
                    "place": place,
                }
                for place, other in enumerate(book)
            ],
            book_title=str(cover.get("title", "")),
            cover=cover if book and made is book[0] else None,
        )
    )


def complete_content(main: html.HtmlElement) -> None:
    """Bring Quarto's figures, tables and callouts to our form, and take out what tells of the notebook."""
    from analysis.publishing.embedded.html_figures import complete_figures

    for figure in list(main.iter("figure")):
        table = next(iter(figure.iter("table")), None)
        if table is None:
            _frame_figure(figure)
        else:
            _caption_table(figure, table)
    for callout in main.xpath(".//*[contains(concat(' ', @class, ' '), ' callout ')]"):
        callout.set("role", "note")
        for extra in callout.xpath(".//*[contains(@class, 'icon-container') or @class='screen-reader-only']"):
            extra.drop_tree()
    for node in main.iter(etree.Element):
        for name, value in list(node.attrib.items()):
            if name.startswith("data-") or name == "aria-describedby" or is_trace(name, value):
                del node.attrib[name]
    complete_figures(main)
    complete_tables(main)
    _name_figure_frames(main)


def _caption_table(figure: html.HtmlElement, table: html.HtmlElement) -> None:
    """Put the caption of a figure around a table in the table itself, and the table in the place of the figure."""
    for old in table.findall("caption"):
        table.remove(old)
    told = next(iter(figure.iter("figcaption")), None)
    if told is not None:
        caption = etree.Element("caption")
        shown = etree.SubElement(caption, "span", {"class": "bijschrift"})
        shown.text = told.text
        shown.extend(list(told))
        table.insert(0, caption)
    if figure.get("id"):
        table.set("id", figure.get("id", ""))
    table.tail = figure.tail
    parent = figure.getparent()
    if parent is not None:
        parent.replace(figure, table)


def _frame_figure(figure: html.HtmlElement) -> None:
    """Put a picture in the frame in which it scrolls, as our own renderer writes it."""
    for image in list(figure.iter("img")):
        parent = image.getparent()
        if parent is None or "figuur-kader" in parent.get("class", ""):
            continue
        shown = html.fragment_fromstring(picture(_image_of(image)))
        frame = etree.Element("div", {"class": "figuur-kader"})
        frame.tail, image.tail = image.tail, None
        parent.replace(image, frame)
        frame.append(shown)


def _image_of(image: html.HtmlElement) -> Image:
    """Read a picture from its address: Quarto has put every one in the page."""
    kind, _, content = image.get("src", "").partition(",")
    mime = kind.removeprefix("data:").partition(";")[0]
    data = base64.b64decode(content) if kind.endswith(";base64") else unquote_to_bytes(content)
    return Image("beeld", mime, data, " ".join(image.get("alt", "").split()))


def _name_figure_frames(main: html.HtmlElement) -> None:
    for frame in main.xpath(".//div[@class='figuur-kader']"):
        figure = next(frame.iterancestors("figure"), None)
        caption = None if figure is None else next(iter(figure.iter("figcaption")), None)
        words = "" if caption is None else " ".join(caption.text_content().split())
        frame.set("data-schuift", words.split(":")[0] or "Figuur")


def contents_of(main: html.HtmlElement, depth: int) -> Iterator[Heading]:
    """Give the lines of the table of contents: the headings up to a depth, each with the place it leads to."""
    headings = [node for node in main.iter("h2", "h3", "h4", "h5", "h6") if _place_of(node)]
    top = min((int(node.tag[1]) for node in headings), default=2)
    for node in headings:
        level = int(node.tag[1]) - top + 1
        if level <= depth and "unlisted" not in node.get("class", "").split():
            number = _text(node, ".//*[contains(@class, 'header-section-number')]")
            title = " ".join(node.text_content().split()).removeprefix(number).strip()
            yield Heading(level, _place_of(node), number, title)


def _place_of(heading: html.HtmlElement) -> str:
    parent = heading.getparent()
    section = parent is not None and re.search(r"\blevel\d\b", parent.get("class", ""))
    return heading.get("id") or (str(parent.get("id", "")) if section and parent is not None else "")


def _inside(main: html.HtmlElement) -> str:
    return escape(main.text or "") + "".join(html.tostring(child, encoding="unicode") for child in main)
