"""Small counts in words: text, alternative texts and tables of HTML and Word, text of SVG and PDF; hidden rows."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from lxml import etree, html

from analysis.attack.published import Edition, Guard, is_marked
from analysis.attack.relations import read_relations
from analysis.attack.report import WOORD, Finding

UNITS = r"(?:kind(?:eren)?|leerlingen?|blijvers?|toewijzing(?:en)?|traject(?:en)?)"
NUMBER = r"(?<![\d.,:/+−-])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d]|[.,:/]\d)"
PATTERNS = (
    re.compile(rf"{NUMBER}\s+(?:van de\s+(?!100\b)[\d.]+\s+)(?:[a-z-]+\s+)?{UNITS}\b"),
    re.compile(rf"van de\s+(?!100\b|1\.000\b){NUMBER}\s+(?:[a-z-]+\s+)?{UNITS}\b"),
    re.compile(rf"{NUMBER}\s+(?:begonnen\s+|lopende\s+|nieuwe\s+)?{UNITS}\b"),
    re.compile(rf"\b(één|twee|drie|vier)\s+van de\s+(?!100\b)[\d.]+\s+(?:[a-z-]+\s+)?{UNITS}\b"),
)
RATES = re.compile(
    r"(?:\b(?:per|op de|van de|van elke|minder dan|onder de|minstens|meer dan|vanaf|ten minste|minimaal)"
    r"|\bper\s+(?:100|1\.000)\s+kinderen)\s*$",
    re.IGNORECASE,
)
RATES_AFTER = re.compile(r"\s+(?:per|op de|van de)\s+(?:100|1\.000)\b", re.IGNORECASE)
HEADINGS = re.compile(rf"^(?:aantal|n|{UNITS})\b(?!.*(?:per|op de|%|dagen|maanden|euro))", re.IGNORECASE)
IN_WORDS = {"één": 1, "twee": 2, "drie": 3, "vier": 4}
INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "tspan"}
UNSEEN = {"script", "style", "template"}
PLACES = {"ikc", "meting", "bouw", "van", "naar", "kwartaal", "periode", "weggelaten"}
"""Keys that say where and when, not what: a word may not differ between hidden rows that differ in these only."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEARD = ("alt", "aria-label", "title")


@dataclass(frozen=True)
class Pages:
    """The texts of an edition's files, by file, and the PDF files that could not be read."""

    texts: Mapping[str, str]
    tables: Mapping[str, list[tuple[str, str]]]
    unread: tuple[str, ...]


def read_pages(folder: Path, read_pdf: bool) -> Pages:
    """Read what a reader sees of every HTML, SVG and Word file of an edition, and of its PDFs."""
    texts, tables, unread = {}, {}, []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".svg", ".pdf", ".docx")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".pdf":
            if read_pdf:
                texts[name] = pdf_text(path)
            else:
                unread.append(name)
            continue
        if path.suffix == ".docx":
            texts[name], tables[name] = read_word(path)
            continue
        root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        texts[name] = visible_text(root)
        tables[name] = list(table_cells(root))
    return Pages(texts, tables, tuple(unread))


@cache
def can_read_pdf() -> bool:
    """Whether the reader of PDF files (pypdf) is there; reports can be made without it."""
    return find_spec("pypdf") is not None


def pdf_text(path: Path) -> str:
    """Give the text of a PDF."""
    from pypdf import PdfReader

    return " ".join(page.extract_text() or "" for page in PdfReader(path).pages)


def read_word(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """Give the text of a document of Word, with what is said of its pictures, and its cells of counts with heading."""
    with zipfile.ZipFile(path) as packed:
        root = etree.fromstring(packed.read("word/document.xml"))
    lines = ["".join(part.text or "" for part in line.iter(f"{WORD}t")) for line in root.iter(f"{WORD}p")]
    told = [str(text) for text in root.xpath("//*[local-name()='docPr']/@descr")]
    cells: list[tuple[str, str]] = []
    for table in root.iter(f"{WORD}tbl"):
        rows = [[_words_of(cell) for cell in row.findall(f"{WORD}tc")] for row in table.findall(f"{WORD}tr")]
        heads = rows[0] if rows else []
        cells += [pair for row in rows[1:] for pair in zip(heads, row, strict=False) if HEADINGS.match(pair[0])]
    return re.sub(r"\s+", " ", " | ".join([*lines, *told])), cells


def _words_of(cell: etree._Element) -> str:
    return " ".join("".join(part.text or "" for part in cell.iter(f"{WORD}t")).split())


def visible_text(root: html.HtmlElement) -> str:
    """Give the text that a reader sees or hears: text, alternative texts, labels, titles; bars between blocks."""
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        edge = "" if node.tag in INLINE else " | "
        heard = [f" | {node.get(name)} | " for name in HEARD if node.get(name)] if event == "start" else []
        text = node.text if event == "start" and node.tag not in UNSEEN else ""
        parts += [edge, *heard, text or "", (node.tail or "") if event == "end" else ""]
    return re.sub(r"\s+", " ", "".join(parts))


def table_cells(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give heading and text of every cell in a column of counts."""
    for table in root.iter("table"):
        heads = [" ".join(cell.text_content().split()) for cell in table.xpath("(.//tr)[1]/th | (.//tr)[1]/td")]
        for row in table.xpath(".//tr")[1:]:
            for head, cell in zip(heads, row.xpath("./th | ./td"), strict=False):
                if HEADINGS.match(head):
                    yield head, " ".join(cell.text_content().split())


def find_words(pages: Pages, guard: Guard) -> tuple[int, tuple[Finding, ...]]:
    """Give how many counts in words were looked at, and those that are too small or not rounded."""
    tried, found = 0, []
    for name, text in pages.texts.items():
        numbers = list(counts_in(text))
        numbers += [(int(value.replace(".", "")), head) for head, value in pages.tables.get(name, [])
                    if re.fullmatch(r"\d{1,3}(?:\.\d{3})*", value)]  # fmt: skip
        tried += len(numbers)
        wrong = {words for count, words in numbers if _tells(count, guard)}
        found += [Finding(WOORD, name, words[:60]) for words in sorted(wrong)]
    return tried, tuple(found)


def counts_in(text: str) -> Iterator[tuple[int, str]]:
    """Give each count of children, toewijzingen or trajecten in a text, with the words around it without the number."""
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            before = text[max(match.start() - 24, 0) : match.start()]
            if (RATES.search(before) and pattern is not PATTERNS[1]) or RATES_AFTER.match(text, match.end()):
                continue
            word = match[1].lower()
            count = IN_WORDS[word] if word in IN_WORDS else int(word.replace(".", ""))
            yield count, re.sub(r"\d[\d.]*", "…", match[0])


def _tells(count: int, guard: Guard) -> bool:
    if guard.rounds:
        return count % guard.base != 0
    return 0 < count < guard.threshold


def telling_columns(edition: Edition) -> tuple[int, tuple[Finding, ...]]:
    """Give how many hidden rows were looked at for words, and the columns whose words differ between hidden rows.

    Which method was used, whether a family of tests has a p: it depends on the counts that the row hides. What belongs
    to an indicator or kind of row is the same at every IKC and meting, and tells nothing; of a family, which is named
    after these, only whether there is one.
    """
    tried, found = 0, []
    for name, table in edition.tables.items():
        rows = table[is_marked(table) & _wholly_hidden(edition, name)]
        kind = [key for key in edition.keys[name] if key not in PLACES]
        for column in [
            word for word in read_relations()["woorden"] if word in table and word not in edition.keys[name]
        ]:
            words = rows[column].where(rows[column] == "", "gevuld") if column == "familie" else rows[column]
            each = words.groupby([rows[key] for key in kind] or np.zeros(len(rows)), sort=False)
            differs = each.transform("nunique") > 1
            tried += len(rows)
            found += [Finding(WOORD, name, column, plaatsen=int(differs.sum()))] if differs.any() else []
    return tried, tuple(found)


def _wholly_hidden(edition: Edition, name: str) -> np.ndarray:
    """Tell which rows show no numerator (a count but the children enrolled) and no estimate, which words follow."""
    table = edition.tables[name]
    counts = [column for column in edition.counts[name] if not column.startswith("n_kinderen")]
    estimates = [column for column in read_relations()["schattingen"] if column in table]
    return (table[[*counts, *estimates]] == "").all(axis=1).to_numpy()
