"""A web page with tables, as portals write it and name it .xls, as grids of text: one per table."""

from pathlib import Path

import pandas as pd
from lxml import etree, html

from analysis.intake.grids import Grid, refuse_long_cells
from analysis.intake.text_scan import OnleesbaarBestand, scan_text

MOST_SPAN = 1000


def read_web_grids(path: Path) -> list[Grid]:
    """Read every table of a page as text, cell by cell; of merged cells the first has the text, as in a workbook."""
    text = path.read_bytes().decode(scan_text(path).encoding, errors="replace")
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, ValueError):
        raise OnleesbaarBestand(
            "dit is een webpagina die niet te lezen is.", "Sla de tabel op als xlsx of csv."
        ) from None
    tables = [rows for rows in map(_rows, page.iter("table")) if rows]
    if not tables:
        raise OnleesbaarBestand("dit is een webpagina zonder tabel.", "Sla de tabel op als xlsx of csv.")
    return [_grid(rows, f"tabel {place}" if len(tables) > 1 else "") for place, rows in enumerate(tables, start=1)]


def _rows(table: html.HtmlElement) -> list[list[str]]:
    own = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    rows: list[list[str]] = []
    below: dict[int, int] = {}
    for row in own:
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _pass_merged(texts, below)
            wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
            below |= {len(texts) + place: deep for place in range(wide)}
            texts += [" ".join(cell.text_content().split()), *[""] * (wide - 1)]
        below = {place: left - 1 for place, left in below.items() if left > 1}
        rows.append(texts)
    return rows


def _pass_merged(texts: list[str], below: dict[int, int]) -> None:
    """Fill the places that a merged cell of a row above still takes."""
    while len(texts) in below:
        texts.append("")


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1")
    return min(max(int(text), 1), MOST_SPAN) if text.isdecimal() else 1


def _grid(rows: list[list[str]], name: str) -> Grid:
    refuse_long_cells(max((len(text) for row in rows for text in row), default=0))
    width = max(map(len, rows))
    cells = pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)
    return Grid(cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0), name)
