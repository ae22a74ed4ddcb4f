"""A result table as a file of SPSS: labels of variables and values, missing values told apart, level of measurement."""

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from analysis.exchange.export.edition import HIDDEN, Edition
from analysis.results.dictionary import key_words
from analysis.results.kaart import Kaart, Kolom
from analysis.results.kaarten import kaarten

GONE = -999_999_999.0
"""Where a number was left out: a missing value of the user's own, with a label. What is not known is system-missing."""
FORMATS = {"geheel getal": "F10.0", "getal": "F14.6", "ja/nee": "F1.0", "datum": "DATE11"}
LEVELS = {"geheel getal": "scale", "getal": "scale", "ja/nee": "nominal", "datum": "scale", "tekst": "nominal"}
LONGEST_LABEL, LONGEST_TITLE, LONGEST_LINE, WIDEST = 255, 64, 80, 40
_DATE, _TIME = (92, 101), (101, 109)
"""Where a .sav says when it was made: day and time (PSPP, System File Format, File Header Record)."""
FIXED = b"01 Jan 2000:00:00"


def spss_bytes(edition: Edition, name: str) -> bytes:
    """Give a table as .sav; the same table gives the same bytes.

    A text keeps its codes, with the codebook's labels as labels of values; a flag is 1 (ja) or 0 (nee).
    """
    card, table, hidden = kaarten()[name], edition.tables[name], edition.hidden(name)
    columns = {column: _values(table[column], hidden[column]) for column in table}
    gone = [column for column in table if hidden[column].any() and card.types[column] != "tekst"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.sav"
        pyreadstat.write_sav(
            pd.DataFrame(columns, columns=list(table.columns), index=table.index),
            str(path),
            file_label=_cut(f"{'INTERN ' if edition.is_internal else ''}{name}, {edition.study.naam}", LONGEST_TITLE),
            column_labels={column: variable_label(item) for column, item in card.kolommen.items()},
            note=_notes(edition, card),
            variable_value_labels=_value_labels(edition, card, gone),
            missing_ranges={column: [GONE] for column in gone},
            variable_measure={column: _level(item) for column, item in card.kolommen.items()},
            variable_format={
                column: FORMATS[item.type] for column, item in card.kolommen.items() if item.type in FORMATS
            },
            variable_display_width={column: _shown_width(column, table[column]) for column in table},
        )
        content = path.read_bytes()
    return content[: _DATE[0]] + FIXED + content[_TIME[1] :]


def variable_label(kolom: Kolom) -> str:
    """Give the label of a variable: what it means, in what unit, and its trap."""
    unit = f" ({kolom.eenheid})" if kolom.eenheid else ""
    return _cut(f"{kolom.betekenis.rstrip('.')}{unit}. {kolom.let_op}".strip(), LONGEST_LABEL)


def _level(kolom: Kolom) -> str:
    """Give the level of measurement: metingen, bouwen and perioden come in an order."""
    return "ordinal" if kolom.orde in ("metingen", "bouwen", "perioden") else LEVELS[kolom.type]


def _values(values: pd.Series, hidden: pd.Series) -> pd.Series:
    """Give a column as SPSS keeps it: text as it is, days, and numbers of which one stands for what was left out."""
    if pd.api.types.is_string_dtype(values):
        return values.astype("object")
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.date.where(values.notna(), None).astype("object")
    return values.astype("float64").mask(hidden, GONE)


def _value_labels(edition: Edition, card: Kaart, gone: list[str]) -> dict[str, dict[Any, str]]:
    labels: dict[str, dict[Any, str]] = {
        column: {code: _cut(label, LONGEST_LABEL) for code, label in found.items()}
        for column, found in edition.labels[card.tabel].items()
    }
    labels |= {column: {0.0: "nee", 1.0: "ja"} for column, item in card.kolommen.items() if item.type == "ja/nee"}
    return labels | {column: {GONE: f"{HIDDEN}: te weinig kinderen"} for column in gone}


def _notes(edition: Edition, card: Kaart) -> list[str]:
    """Give what the file says of itself, in lines that SPSS can hold."""
    text = [
        edition.title, edition.subtitle, edition.band, f"Tabel {card.tabel}. {card.rij}",
        f"Sleutel: {key_words(card)}.", f"Let op: {card.let_op}" if card.let_op else "",
        f"{GONE:.0f} ({HIDDEN}): weggelaten, want het gaat over te weinig kinderen. Een punt: niet bekend.",
    ]  # fmt: skip
    return [line for part in text if part for line in _wrapped(" ".join(part.split()))]


def _wrapped(text: str) -> list[str]:
    """Break a text in lines that fit, counted in bytes: a line of a .sav is cut off without a word."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if len(longer.encode()) <= LONGEST_LINE else [*lines, _cut(word, LONGEST_LINE)]
    return [line for line in lines if line]


def _cut(text: str, most: int) -> str:
    """Cut a text to so many bytes of UTF-8, with an ellipsis where something was lost."""
    if len(text.encode()) <= most:
        return text
    return f"{text.encode()[: most - 3].decode(errors='ignore').rstrip()}…"


def _shown_width(column: str, values: pd.Series) -> int:
    longest = int(values.str.len().max()) if pd.api.types.is_string_dtype(values) and len(values) else 0
    return min(max(len(column), longest, 8), WIDEST)
