"""Numbers in sentences held against the tables and the numbers of figures in the same chapter.

A sentence that names a row ("jeugd-GGZ") and a year, and says "N van de 100", must say what the cells of that row and
year say. A sentence whose names no table of its chapter has, is not held against anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from faults import sentences
from lxml import html

YEAR = re.compile(r"\b20\d\d\b")
NUMBER = re.compile(r"(?<![\d.,])[+−]?(\d{1,3}(?:\.\d{3})+|\d+)(?![\d]|[.,]\d)")
SHARE = re.compile(r"\b(\d+)(?: en \d+)? van de 100\b")
ENROLLED = re.compile(
    r"In (?P<jaar>20\d\d) waren er (?P<n>[\d.]+) kinderen; [\w\s]+ zetten er (?P<op>[\d.]+) op de lijst"
)
BOUW = re.compile(r"\b(?:\w+bouw|voorschool|kleuters)\b")
DIFFERENCE = re.compile(
    r"(?P<wat>[^.]+)\. (?:Er is \w+ genoteerd|Een \w+ is niet aan te tonen|We zien een \w+): "
    r"(?P<hoeveel>\d+ op de 100 (?:meer|minder) \(marge: [^)]*\))"
)
STATUSES = ("bereikt", "op koers", "achter", "niet te bepalen")
WORDS = {"geen": 0, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9}
SUMMED = "opgeteld"
"""In a row of changes summed over IKCs, its levels are of the IKCs that were there both times."""
SHORTEST = 5
"""Letters of a name that is looked for in sentences: a shorter one may be any word."""


@dataclass(frozen=True)
class Number:
    """A cell with numbers: what names it (its row and its column), what it says, and of which IKC it is in a table of
    all of them."""

    names: tuple[str, ...]
    years: frozenset[str]
    values: frozenset[int]
    text: str
    ikc: str = ""


@dataclass
class Chapter:
    """A chapter: the numbers of its tables and figures, its sentences, its points whole, its tables as rows of text."""

    title: str
    numbers: list[Number] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)


def wrong_counts(root: html.HtmlElement) -> tuple[list[str], int]:
    """Give every sentence that says another number than the table beside it, and how many numbers were compared."""
    wrong, compared = [], 0
    chapters = read_chapters(root)
    for chapter in chapters:
        for said in chapter.said:
            for found in (_shares(said, chapters, chapter), _statuses(said, chapter), _enrolled(said, chapters)):
                compared += found[1]
                wrong += [f"{chapter.title}: {fault}: “{said}”" for fault in found[0]]
        for said in chapter.points:
            found = _difference(said, chapters)
            compared += found[1]
            wrong += [f"{chapter.title}: {fault}: “{said}”" for fault in found[0]]
    return wrong, compared


def read_chapters(root: html.HtmlElement) -> list[Chapter]:
    """Read a page, or the cells of a report, chapter by chapter; a page with one h1 has its chapters as h2."""
    level = "h2" if len(list(root.iter("h1"))) == 1 and len(list(root.iter("h2"))) > 1 else "h1"
    chapters = [Chapter("")]
    for node in root.iter(level, "table", "p", "li"):
        if node.tag == level:
            chapters.append(Chapter(_words(node)))
        elif node.tag == "table":
            rows = [[_words(cell) for cell in row.iter("th", "td")] for row in node.iter("tr")]
            chapters[-1].tables.append(rows)
            chapters[-1].numbers += _numbers_of(rows)
        elif not node.xpath("ancestor::table | ancestor::li | ancestor::figcaption | ancestor::*[@class='alt']"):
            chapters[-1].said += sentences(_words(node))
            chapters[-1].points += [_words(node)] * (node.tag == "li")
    return chapters


def _words(node: html.HtmlElement) -> str:
    parts = node.xpath(".//text()[not(ancestor::*[@class='alleen-voorlezen'])]")
    return " ".join("".join(parts).replace("\u2011", "-").replace("\u00ad", "").split())


def _numbers_of(rows: list[list[str]]) -> Iterator[Number]:
    """Give the cells of a table that have numbers; the texts of a row before its numbers are its names."""
    if not rows:
        return
    heads = rows[0]
    for row in rows[1:]:
        names = tuple(cell.casefold() for cell in row if not NUMBER.search(cell) and len(cell) >= SHORTEST)
        ikc = row[heads.index("IKC")].casefold() if "IKC" in heads and len(row) == len(heads) else ""
        own_years = {year for cell in row[:2] for year in YEAR.findall(cell)}
        for place, cell in enumerate(row):
            values = frozenset(int(value.replace(".", "")) for value in NUMBER.findall(cell))
            head = heads[place] if place < len(heads) else ""
            if values:
                named = (*names, head.casefold()) if len(head) >= SHORTEST and not YEAR.search(head) else names
                yield Number(named, frozenset({*own_years, *YEAR.findall(head)}), values, cell, ikc)


def _shares(said: str, chapters: list[Chapter], chapter: Chapter) -> tuple[list[str], int]:
    """Hold each `N van de 100` against the cells that its own words name, in this chapter or else in another."""
    years, claims = set(YEAR.findall(said)), list(SHARE.finditer(said))
    wrong, compared = [], 0
    for place, claim in enumerate(claims if years else []):
        ends = claims[place + 1].start() if place + 1 < len(claims) else len(said)
        own = said[claim.end() : ends].casefold()
        around = said.casefold() if len(claims) == 1 else own
        named = next((found for found in (_named(own, years, [chapter]), _named(around, years, [chapter]),
                                          _named(own, years, chapters)) if found), [])  # fmt: skip
        bouwen = set(BOUW.findall(around))
        named = [number for number in named if set(BOUW.findall(" ".join(number.names))) == bouwen]
        compared += bool(named)
        if named and not any(int(claim[1]) in number.values for number in named):
            wrong.append(f"{claim[1]} van de 100 staat in geen cel van {_list(named)}")
    return wrong, compared


def _named(text: str, years: set[str], chapters: list[Chapter]) -> list[Number]:
    """Give the cells of these years whose row or column a text names: those with the longest name."""
    found = [
        (
            max((len(name) for name in number.names if not BOUW.fullmatch(name) and _names(name, text)), default=0),
            number,
        )
        for chapter in chapters
        for number in chapter.numbers
        if number.years & years and number.ikc in text and SUMMED not in number.names
    ]
    longest = max((length for length, _ in found), default=0)
    return [number for length, number in found if length and length == longest]


def _names(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _list(named: list[Number]) -> str:
    return "; ".join(
        dict.fromkeys(f"{number.names[0]} {'/'.join(sorted(number.years))}: {number.text}" for number in named)
    )


def _statuses(said: str, chapter: Chapter) -> tuple[list[str], int]:
    """Hold `Daarvan: één bereikt en drie niet te bepalen` against the goal tables of the chapter."""
    if not said.startswith("Daarvan:"):
        return [], 0
    cells = _status_cells(chapter)
    told = {
        status: _count(found[1])
        for status in STATUSES
        if (found := re.search(rf"\b(\w+) {status}\b", said)) and _count(found[1]) is not None
    }
    seen = {status: sum(status in cell for cell in cells) for status in told}
    wrong = [f"{status}: {count} in de zin, {seen[status]} in de tabel" for status, count in told.items()
             if cells and seen[status] != count]  # fmt: skip
    return wrong, len(told) if cells else 0


def _status_cells(chapter: Chapter) -> list[str]:
    """Give the cells with a status: over all IKCs a line or column per IKC and goal, else a line per goal."""
    per_ikc = [row for rows in chapter.tables if rows and rows[0][:1] == ["IKC"] for row in rows[1:]]
    own = [row[:2] for rows in chapter.tables if rows and rows[0][:2] == ["Doel", "Status"] for row in rows[1:]]
    rows = [row for row in per_ikc if row[0] != "Alle samen"] or own
    return [cell for row in rows for cell in row[1:] if any(status in cell for status in STATUSES)]


def _difference(said: str, chapters: list[Chapter]) -> tuple[list[str], int]:
    """Hold a line that begins with its indicator and says how much more or fewer against the cell of the difference."""
    found = DIFFERENCE.match(said)
    if not found:
        return [], 0
    told = {abs(int(value)) for value in re.findall(r"\d+", found["hoeveel"]) if value != "100"}
    cells = [
        number
        for chapter in chapters
        for number in chapter.numbers
        if found["wat"].casefold() in number.names and "verschil (marge)" in number.names and "(" in number.text
    ]
    wrong = (
        [f"{sorted(told)} staan niet in {_list(cells)}"] if cells and not any(told <= n.values for n in cells) else []
    )
    return wrong, bool(cells)


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else WORDS.get(word)


def _enrolled(said: str, chapters: list[Chapter]) -> tuple[list[str], int]:
    """Hold who was enrolled and on the list against the table of all children, wherever in the report that is."""
    wrong, compared = [], 0
    for claim in ENROLLED.finditer(said):
        cells = [
            number.text for chapter in chapters for number in chapter.numbers
            if claim["jaar"] in number.years and "totaal" in number.names
        ]  # fmt: skip
        told = {claim["n"], claim["op"]}
        compared += bool(cells)
        if cells and not any(told <= set(re.findall(r"[\d.]+", cell)) for cell in cells):
            wrong.append(f"{claim['n']} en {claim['op']} in {claim['jaar']} staan niet in {'; '.join(cells)}")
    return wrong, compared
