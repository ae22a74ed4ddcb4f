"""Which rows below the header are data: empty rows are none, totals and broken rows are set aside at the door."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import Melding, Plaats
from analysis.intake.cell_text import clean_cells, only_digits
from analysis.intake.distinct import as_category, distinct_texts, has_text, passes_distinct, replace_distinct
from analysis.intake.grids import Grid
from analysis.intake.headers import Header

TOTALS = (
    r"^(?:(?:eind|sub)?tota(?:al|len)\b|som\b|(?:gemiddelde|percentage)$|aantal (?:rijen|regels|records)\b"
    r"|einde (?:van )?(?:het )?(?:overzicht|rapport|bestand)\b)"
)
IDENTITIES = {"ikc", "client", "kindcode", "casus"}
FIRST_COLUMNS = 3
LENIENT = ("toewijzingen", "leerlingen")
LARGE = ("toewijzingen",)
MOSTLY_DIFFERENT = ("toewijzing_nummer", "budget")
TOTAAL, TE_LANG, KOP = "totaalregel onder de gegevens", "rij met meer velden dan de kop", "kolomnamen herhaald"
EXAMPLE, VOORBEELD = "VOORBEELD", "voorbeeldrij van het sjabloon"
"""What the example row of a template has in its first cell: such a row is never counted."""


def cells_below(grid: Grid, header: Header, delivery: str) -> pd.DataFrame:
    """Give the cells below the header. In a delivery that may have millions of rows, columns become categories, but for
    those in which most rows differ.
    """
    below = grid.cells.loc[header.rij + 1 :]
    return _as_categories(below, header) if delivery in LARGE else below


def split_rows(
    grid: Grid, below: pd.DataFrame, header: Header, bestand: str, required: list[str], delivery: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Melding]]:
    """Split the rows below the header: those kept (grid columns that have a name, outer spaces off), those set aside.

    `below` are the cells below the header (`cells_below`). Rows without any text are no rows. Set aside are totals, a
    repeated header and, in a CSV, rows with text beyond the last named column: their fields have shifted, so they
    cannot be trusted.
    """
    named = pd.DataFrame({number: _stripped(below[number]) for number in header.columns}, copy=False)
    beyond = _beyond_header(below, header) if grid.is_csv else pd.Series(False, index=below.index)
    filled = _any_text(named) | _any_text(below.drop(columns=list(header.columns)))
    totals = _is_total(named, header, required)
    repeated = _is_header_again(named, grid, header)
    reasons = {VOORBEELD: _is_example(named), KOP: repeated, TOTAAL: totals, TE_LANG: beyond}
    set_aside = filled & np.logical_or.reduce(list(reasons.values()))
    reden = np.select([mask[set_aside] for mask in reasons.values()], list(reasons), "")
    apart = pd.DataFrame({"rij": below.index[set_aside].astype("int64"), "reden": reden})
    keep = filled & ~set_aside & _any_text(named)
    kept = named if keep.all() else named[keep]
    lenient = delivery in LENIENT and not kept.empty
    found = [
        *_melding_example(apart, bestand),
        *_melding_long(apart, bestand, lenient),
        *_melding_short(grid, header, kept, bestand),
    ]
    return kept, apart.astype({"reden": str}), found


def _as_categories(cells: pd.DataFrame, header: Header) -> pd.DataFrame:
    columns = {
        number: cells[number] if header.columns.get(number) in MOSTLY_DIFFERENT else as_category(cells[number])
        for number in cells.columns
    }
    return pd.DataFrame(columns, copy=False)


def _stripped(column: pd.Series) -> pd.Series:
    return replace_distinct(column, clean_cells) if column.dtype == "category" else clean_cells(column)


def _any_text(cells: pd.DataFrame) -> pd.Series:
    result = pd.Series(False, index=cells.index)
    for name in cells.columns:
        result = result | has_text(cells[name])
        if result.all():
            break
    return result


def _beyond_header(below: pd.DataFrame, header: Header) -> pd.Series:
    """Rows with text beyond the last named column; a column filled in most rows is a column without a name instead."""
    result = pd.Series(False, index=below.index)
    for number in below.columns[header.breedte :]:
        filled = has_text(below[number])
        if filled.sum() * 2 <= len(below) or len(below) == 1:
            result = result | filled
    return result


def _is_total(named: pd.DataFrame, header: Header, required: list[str]) -> pd.Series:
    """Totals: the first text of the row says so, in an identity column or with a required column empty."""
    result = pd.Series(False, index=named.index)
    empty_so_far = pd.Series(True, index=named.index)
    needed = [number for number, column in header.columns.items() if column in required]
    for number in list(header.columns)[:FIRST_COLUMNS]:
        cells = named[number]
        if only_digits(distinct_texts(cells)[1] if cells.dtype == "category" else cells):
            empty_so_far &= cells == ""
            continue
        says_total = empty_so_far & passes_distinct(cells, lambda texts: texts.str.lower().str.contains(TOTALS))
        if header.columns[number] not in IDENTITIES and says_total.any() and needed:
            says_total &= pd.concat([named[number] == "" for number in needed], axis=1).any(axis=1)
        result |= says_total
        empty_so_far &= cells == ""
    return result


def _is_header_again(named: pd.DataFrame, grid: Grid, header: Header) -> pd.Series:
    result = pd.Series(True, index=named.index)
    for number in header.columns:
        result &= named[number] == str(grid.cells.at[header.rij, number]).strip()
        if not result.any():
            break
    return result


def _is_example(named: pd.DataFrame) -> pd.Series:
    first = named[named.columns[0]]
    return passes_distinct(first, lambda texts: texts.str.upper().str.strip("<>[]() ") == EXAMPLE)


def _melding_example(apart: pd.DataFrame, bestand: str) -> list[Melding]:
    rows = apart.loc[apart["reden"] == VOORBEELD, "rij"]
    if rows.empty:
        return []
    tekst = "de voorbeeldrij van het sjabloon staat nog in de gegevens; zij telt niet mee."
    return [
        Melding(
            bestand,
            tekst,
            "waarschuwing",
            (f"eerste: rij {rows.iloc[0]}",),
            "Haal de rij weg.",
            "voorbeeldrij",
            _rows_of(bestand, rows),
        )
    ]


def _melding_long(apart: pd.DataFrame, bestand: str, lenient: bool) -> list[Melding]:
    """Report rows longer than the header; where every row of a file is one, the file is not in order anywhere."""
    rows = apart.loc[apart["reden"] == TE_LANG, "rij"]
    if rows.empty:
        return []
    ernst = "waarschuwing" if lenient else "fout"
    return [
        Melding(bestand, f"{_count(len(rows))} meer velden dan de kop.", ernst, (f"eerste: rij {rows.iloc[0]}",),
                "Zet aanhalingstekens om tekst waarin het scheidingsteken voorkomt.", "rij_te_lang",
                _rows_of(bestand, rows))
    ]  # fmt: skip


def _melding_short(grid: Grid, header: Header, kept: pd.DataFrame, bestand: str) -> list[Melding]:
    if grid.fields is None:
        return []
    fields = grid.fields.reindex(kept.index)
    rows = kept.index[fields < min(header.breedte, grid.fields.get(header.rij, 0))]
    if rows.empty:
        return []
    tekst = f"{_count(len(rows))} minder velden dan de kop; wat ontbreekt is als leeg gelezen."
    advies = "Staat er een regeleinde in een cel zonder aanhalingstekens?"
    first = f"eerste: rij {rows[0]}"
    return [Melding(bestand, tekst, "waarschuwing", (first,), advies, "rij_te_kort", _rows_of(bestand, rows))]


def _rows_of(bestand: str, rows: Iterable[int]) -> tuple[Plaats, ...]:
    return tuple(Plaats(bestand, int(rij)) for rij in list(rows)[:1000])


def _count(number: int) -> str:
    return "1 rij heeft" if number == 1 else f"{number} rijen hebben"
