"""How the end-to-end tests read what a run made: pages, PDFs, tables in them, result tables."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pypdf
from lxml import html

BAND = "Voorbeeld: kinderen en IKC’s zijn verzonnen"
FURNITURE = re.compile(rf"^{BAND}|Pagina \d+ van \d+$")
FOLDED = re.compile(r"[\s\-\u00ad\u2010]+")


@cache
def page(path: Path) -> html.HtmlElement:
    """Give the DOM of an HTML file."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def words(node: html.HtmlElement) -> str:
    """Give the text of an element with single spaces."""
    return " ".join(node.text_content().split())


def seen(node: html.HtmlElement) -> str:
    """Give the text of an element as the eye reads it: without what is for a screen reader only."""
    parts = node.xpath(".//text()[not(ancestor::*[@class='alleen-voorlezen'])]")
    return " ".join("".join(parts).split())


def visible(root: html.HtmlElement) -> str:
    """Give the text that a reader meets: no scripts and no styles."""
    parts = root.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(parts).split())


def captions(root: html.HtmlElement) -> list[str]:
    """Give the captions of figures and tables, in order; those of the numbers under a figure are no captions."""
    return [words(node) for node in root.xpath("//figcaption | //caption[not(ancestor::details)]")]


@cache
def pdf_pages(path: Path) -> tuple[str, ...]:
    """Give the text of each page of a PDF, with single spaces."""
    return tuple(" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(path).pages)


def pdf_text(path: Path) -> str:
    """Give the running text of a PDF: without the band above and the page number below each page."""
    return " ".join(FURNITURE.sub(" ", sheet) for sheet in pdf_pages(path))


def folded(text: str) -> str:
    """Give text without spaces and hyphens: a line's end in a PDF may add either."""
    return FOLDED.sub("", text)


def table_rows(root: html.HtmlElement, title: str) -> dict[str, list[str]]:
    """Give the rows of the first table whose caption holds `title`: first cell, then the others."""
    found = next(node for node in root.iter("caption") if title in words(node)).getparent()
    rows = [[seen(cell) for cell in row.iter("th", "td")] for row in found.xpath(".//tbody/tr")]
    return {first: rest for first, *rest in rows}


def results(folder: Path, name: str) -> pd.DataFrame:
    """Give a result table as the text that is in its file."""
    return pd.read_csv(folder / "resultaten" / f"{name}.csv", dtype="str", keep_default_na=False)
