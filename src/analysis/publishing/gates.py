"""What a published document may never have: gates on the executed notebook and on the HTML made from it.

A failing gate is a fault of the build and not of the deliveries, so it has an exception of its own. Word, the PDF,
links and weight have gates of their own beside this one (`gates_of_word`, `gates_of_pdf`, ...).
"""

import base64
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree, html
from pypdf import PdfReader

from analysis.publishing.embedded.crossref import is_reference, unresolved_references
from analysis.publishing.embedded.document import Document, read_cells, read_document
from analysis.publishing.embedded.pandoc import Node, attributes, iter_nodes, plain_text
from analysis.publishing.notebook import cells as notebook_cells
from analysis.publishing.notebook.cell_options import read_options

EMPTY_WORDS = re.compile(r"(?<![\w.-])(?:nan|NaN|None|NaT|<NA>|-?inf)(?![\w-])")
FOREIGN_STYLE = re.compile(r"url\(\s*[\"']?\s*(?:https?:)?//[^)\s\"']*|@import[^;]{0,200}", re.IGNORECASE)
SOURCES = {"src", "srcset", "data", "poster", "background"}
READABLE = {"href", "alt", "title", "aria-label", "content", "id"}
OF_A_NOTEBOOK = {"ikc", "bron", "cel", "beurt", "cell_id", "tags"}
"""What notebooks keep of a cell: its file, its number, its tags."""
TRACES = re.compile(
    r"\.ipynb\b|papermill|injected-parameters|execution[_-]count|exec[_-]reply|start_time", re.IGNORECASE
)


class BouwFout(Exception):
    """A document that may not be published, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = [f"  - {problem}" for problem in self.problems]
        super().__init__("\n".join(["Het document kan zo niet gepubliceerd worden:", *lines]))

    def __reduce__(self) -> tuple[type["BouwFout"], tuple[tuple[str, ...]]]:
        """Let the exception travel between worker processes."""
        return (type(self), (self.problems,))


def check_notebooks(notebooks: Sequence[Path]) -> None:
    """Stop unless the executed notebooks make a whole document; in a book they may refer to each other.

    Checked: references that lead nowhere, labels given twice, figures without caption or alternative text, labelled
    tables without a caption, cells that failed, headings without content.
    """
    documents = [read_document(notebook) for notebook in notebooks]
    known = [label for document in documents for label in document_labels(document.blocks)]
    problems = [f"het label {label} komt {n} keer voor" for label, n in Counter(known).items() if n > 1]
    for notebook, document in zip(notebooks, documents, strict=True):
        missing = unresolved_references(document.blocks, known)
        found = [f"de verwijzing @{key} gaat nergens heen" for key in missing]
        found += [problem for cell in read_cells(notebook) for problem in cell_problems(cell)]
        found += [f"het hoofdstuk “{title}” is leeg" for title in empty_headings(document.blocks)]
        found += picture_problems(document)
        problems += [f"{notebook.name}: {problem}" for problem in found]
    if problems:
        raise BouwFout(problems)


def document_labels(blocks: list[Node]) -> list[str]:
    """The labels that a document gives to its figures, tables and sections, in order."""
    nodes = (node for node in iter_nodes(blocks) if node["t"] in ("Header", "Div"))
    return [label for node in nodes if is_reference(label := attributes(node)[0])]


def cell_problems(cell: dict) -> list[str]:
    """What is wrong with one executed code cell."""
    if cell["cell_type"] != "code":
        return []
    options = read_options(notebook_cells.cell_source(cell))
    name = str(options.get("label") or "zonder label")
    outputs = cell.get("outputs", [])
    problems = [f"cel {name} mislukte: {out.get('ename')}" for out in outputs if out.get("output_type") == "error"]
    images = notebook_cells.output_images(cell)
    if images and not options.get("fig-alt"):
        problems.append(f"figuur {name} heeft geen alternatieve tekst (fig-alt)")
    if images and not options.get("fig-cap"):
        problems.append(f"figuur {name} heeft geen bijschrift (fig-cap)")
    holds_table = any("|" in notebook_cells.output_markdown(out) for out in outputs)
    if name.startswith("tbl-") and holds_table and not options.get("tbl-cap"):
        problems.append(f"tabel {name} heeft geen bijschrift (tbl-cap)")
    return problems


def picture_problems(document: Document) -> list[str]:
    """Pictures in the text that come from a file: they need a file and an alternative text."""
    shown = [node["c"][2][0] for node in iter_nodes(document.blocks) if node["t"] == "Image"]
    problems = [f"het beeldbestand {name} is er niet" for name in shown if name not in document.images]
    linked = [image for image in document.images.values() if not image.name.startswith("beeld-")]
    return problems + [
        f"figuur {image.name} heeft geen alternatieve tekst (fig-alt)" for image in linked if not image.alt
    ]


def empty_headings(blocks: list[Node]) -> list[str]:
    """Headings with nothing under them before the next heading of the same or a higher level, or the end."""
    levels = [(place, block["c"][0]) for place, block in enumerate(blocks) if block["t"] == "Header"]
    empty = []
    for place, level in levels:
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following is None or (following["t"] == "Header" and following["c"][0] <= level):
            empty.append(plain_text(blocks[place]["c"][2]))
    return empty


def check_one_page(pdf: Path) -> None:
    """Stop unless a PDF that promises one page has one."""
    count = len(PdfReader(pdf).pages)
    if count != 1:
        raise BouwFout([f"{pdf.name}: de samenvatting is {count} bladzijden; er is plaats voor één"])


def check_rendered(pages: Iterable[Path]) -> None:
    """Stop unless every HTML page is whole, readable by all and fetches nothing from elsewhere."""
    problems = [f"{page.name}: {problem}" for page in pages for problem in page_problems(page.read_bytes())]
    if problems:
        raise BouwFout(problems)


def parse_page(content: bytes) -> html.HtmlElement:
    """Give the tree of an HTML page of ours, however large."""
    return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def page_problems(content: bytes) -> list[str]:
    """Everything that is wrong with one HTML page."""
    root = parse_page(content)
    return [
        *foreign_requests(root),
        *metadata_traces(root),
        *empty_words(root),
        *image_problems(root),
        *(f"de verwijzing {key} gaat nergens heen" for key in re.findall(r"\?@[\w-]+", visible_text(root))),
    ]


def foreign_requests(root: html.HtmlElement) -> list[str]:
    """Everything that a browser would fetch from another host; a link that a reader may follow is not one."""
    found = []
    for node in root.iter(etree.Element):
        for name, value in node.attrib.items():
            fetches = name in SOURCES or (node.tag in ("link", "use", "image") and name.endswith("href"))
            if fetches and re.match(r"\s*(?:https?:)?//", value):
                found.append(f"<{node.tag} {name}> haalt {value[:80]} van een andere computer")
            if (fetches and value.startswith("data:text/css")) or name == "style":
                found += _style_requests(_decoded(value))
        if node.tag == "style":
            found += _style_requests(node.text or "")
    return found


def _style_requests(style: str) -> list[str]:
    return [f"de opmaak haalt {match[0][:80]} van elders" for match in FOREIGN_STYLE.finditer(style)]


def _decoded(value: str) -> str:
    """The text of a style attribute or of a style sheet in a data address."""
    if not value.startswith("data:"):
        return value
    kind, _, content = value.partition(",")
    return base64.b64decode(content).decode(errors="replace") if kind.endswith(";base64") else unquote(content)


def metadata_traces(root: html.HtmlElement) -> list[str]:
    """Attributes that tell from which notebook something comes, and how and when that ran."""
    found = [
        f"<{node.tag}> draagt {name} (metagegevens van de uitvoering)"
        for node in root.iter(etree.Element)
        for name, value in node.attrib.items()
        if is_trace(name, value)
    ]
    return list(dict.fromkeys(found))


def is_trace(name: str, value: str) -> bool:
    """Tell whether an attribute tells of a notebook, by its name or by what it says."""
    if name.removeprefix("data-") in OF_A_NOTEBOOK or TRACES.search(name):
        return True
    return name not in READABLE and not value.startswith("data:") and TRACES.search(value) is not None


def empty_words(root: html.HtmlElement) -> list[str]:
    """Words that a computer shows for "nothing": `nan`, `None`, `NaT`, `<NA>`, `inf`."""
    alts = " ".join(node.get("alt") or node.get("aria-label", "") for node in pictures(root))
    words = Counter(EMPTY_WORDS.findall(f"{visible_text(root)} {alts}"))
    return [f"de tekst bevat “{word}” ({count} keer)" for word, count in sorted(words.items())]


def visible_text(root: html.HtmlElement) -> str:
    """The text that a reader sees, without scripts and style."""
    parts = root.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return " ".join(str(part) for part in parts)


def pictures(root: html.HtmlElement) -> list[html.HtmlElement]:
    """What is shown as one picture: a file, or a drawing in the page itself."""
    return root.xpath(".//img | .//*[@role='img']")


def image_problems(root: html.HtmlElement) -> list[str]:
    """Pictures without alternative text, figures without a caption."""
    main = next(iter(root.iter("main")), root)
    images = [
        f"beeld {place} heeft geen alternatieve tekst"
        for place, node in enumerate(pictures(main), 1)
        if not (node.get("alt") or node.get("aria-label"))
    ]
    figures = [
        node for node in main.iter("figure") if not "".join(c.text_content() for c in node.iter("figcaption")).strip()
    ]
    return images + [f"figuur {node.get('id', '')} heeft geen bijschrift" for node in figures]
