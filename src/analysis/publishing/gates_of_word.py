"""The gates for a document of Word: what it may never have, as `gates` has them for a page."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from analysis.publishing.gates import EMPTY_WORDS, BouwFout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
BODY, STYLES, PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"
MARKUP = re.compile(r"</?(?:div|span|br|table|tr|td|p|img|a)\b[^>]*>")
DUTCH = "nl-NL"


def check_documents(documents: Iterable[Path]) -> None:
    """Stop unless every document is whole, in Dutch, and readable by all; raises BouwFout with every problem."""
    problems = [f"{path.name}: {problem}" for path in documents for problem in document_problems(path.read_bytes())]
    if problems:
        raise BouwFout(problems)


def document_problems(content: bytes) -> list[str]:
    """Everything that is wrong with one document of Word."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = {name: etree.fromstring(packed.read(name)) for name in (BODY, STYLES, PROPERTIES)}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return ["dit is geen heel document van Word"]
    root = parts[BODY]
    text = document_text(root)
    return [
        *_empty_words(root, text),
        *(f"de verwijzing {key} gaat nergens heen" for key in re.findall(r"\?@[\w-]+", text)),
        *(f"er staat HTML in de tekst: {found}" for found in dict.fromkeys(MARKUP.findall(text))),
        *_without_description(root),
        *_without_head(root),
        *_not_dutch(parts[STYLES], parts[PROPERTIES]),
    ]


def document_text(root: etree._Element) -> str:
    """Give the text of a document, a line per paragraph."""
    return "\n".join("".join(part.text or "" for part in line.iter(f"{W}t")) for line in root.iter(f"{W}p"))


def _empty_words(root: etree._Element, text: str) -> list[str]:
    told = " ".join(node.get("descr", "") for node in root.iter(PICTURE))
    words = Counter(EMPTY_WORDS.findall(f"{text} {told}"))
    return [f"de tekst bevat “{word}” ({count} keer)" for word, count in sorted(words.items())]


def _without_description(root: etree._Element) -> Iterator[str]:
    for place, node in enumerate(root.iter(PICTURE), 1):
        if not node.get("descr"):
            yield f"beeld {place} heeft geen alternatieve tekst"


def _without_head(root: etree._Element) -> Iterator[str]:
    """Tell which tables have no row of heads: a reader who hears them does not know what a number is.

    A table of one column is a box: Quarto puts callouts and figures in one.
    """
    for place, table in enumerate(root.iter(f"{W}tbl"), 1):
        columns = table.findall(f"{W}tblGrid/{W}gridCol")
        if len(columns) > 1 and table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            yield f"tabel {place} heeft geen koprij"


def _not_dutch(styles: etree._Element, properties: etree._Element) -> Iterator[str]:
    languages = {node.get(f"{W}val") for node in styles.findall(f"{W}docDefaults//{W}lang")}
    if languages != {DUTCH}:
        yield f"de taal van het document is niet {DUTCH}"
    if not "".join(properties.xpath("//*[local-name()='title']/text()")).strip():
        yield "het document heeft geen titel"
