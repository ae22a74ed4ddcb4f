"""What a reader meets in a rendered document, read back from HTML and PDF; the same for both renderers."""

from pathlib import Path

import pypdf
from lxml import html

SEEN = ".//text()[not(ancestor::*[contains(@class, 'screen-reader-only')])]"


PICTURES = "//main//img | //main//*[@role='img']"
"""What is shown as one picture: a file, or a drawing in the page itself."""


def read_page(path: Path) -> html.HtmlElement:
    """The DOM of an HTML file."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def words(node: html.HtmlElement) -> str:
    """The text of an element with single spaces."""
    return " ".join(node.text_content().split())


def captions(page: html.HtmlElement) -> list[str]:
    """The captions of figures and tables in order."""
    return [words(node) for node in page.xpath("//figcaption | //caption[not(ancestor::details)]")]


def references(page: html.HtmlElement) -> list[str]:
    """What the references in the text read."""
    return [words(node) for node in page.xpath("//a[contains(@class, 'quarto-xref')]")]


def callout_titles(page: html.HtmlElement) -> list[str]:
    """The titles of the callouts, without the kind that Quarto adds for screen readers."""
    found = page.xpath("//*[contains(@class, 'callout-title-container')]")
    return [" ".join("".join(node.xpath(SEEN)).split()) for node in found]


def alts(page: html.HtmlElement) -> list[str]:
    """The alternative texts of the pictures in the text."""
    return [node.get("alt") or node.get("aria-label") for node in page.xpath(PICTURES)]


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF with single spaces."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def pdf_tags(path: Path) -> list[tuple[str, str]]:
    """Kind and alternative text of every element in the PDF's structure, in order of reading."""
    root = pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"]
    found: list[tuple[str, str]] = []

    def visit(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for item in node:
                visit(item)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            visit(node.get("/K", []))

    visit(root["/K"])
    return found
