"""The approved result tables of the small study, and how they differ, cell by cell, from what comes out now."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.results.kaarten import NO_TABLES, kaarten

FOLDER = Path(__file__).parent / "goedgekeurd"
EDITIES = ("intern", "publiek")
ONE_BOUW, OF_IKC = "onderbouw", "IKC01"
TOLERANCE = 2e-6
"""Tables are written with six decimals; another processor may round the last one otherwise."""

NUMBER = "volgnummer"
ROW = "(hele rij)"


@dataclass(frozen=True)
class Verschil:
    """One cell that differs: where it is, what was approved, and what it is now."""

    editie: str
    tabel: str
    sleutel: str
    kolom: str
    goedgekeurd: str
    nu: str

    def __str__(self) -> str:
        """Show the cell on one line."""
        return f"{self.editie} {self.tabel} [{self.sleutel}] {self.kolom}: {self.goedgekeurd!r} werd {self.nu!r}"


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read every result table of a folder as the text that is in it; the data dictionary and the list are none."""
    paths = sorted(path for path in folder.glob("*.csv") if path.stem not in NO_TABLES)
    return {path.stem: pd.read_csv(path, dtype="str", keep_default_na=False) for path in paths}


def keep_approved_part(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give the rows that are approved: every IKC as a whole, and one bouw of one IKC. The rest only makes it large."""
    return {name: table[_is_kept(table)].reset_index(drop=True) for name, table in tables.items()}


def _is_kept(table: pd.DataFrame) -> pd.Series:
    if "bouw" not in table:
        return pd.Series(True, index=table.index)
    return (table["bouw"] == "alle") | ((table["bouw"] == ONE_BOUW) & (table["ikc"] == OF_IKC))


def compare_tables(approved: dict[str, pd.DataFrame], now: dict[str, pd.DataFrame], editie: str = "") -> list[Verschil]:
    """Give every difference: tables and columns that came or went, rows that came or went, cells that changed."""
    found = [Verschil(editie, name, "", "(hele tabel)", "er", "weg") for name in approved if name not in now]
    found += [Verschil(editie, name, "", "(hele tabel)", "niet er", "erbij") for name in now if name not in approved]
    for name in [name for name in approved if name in now]:
        found += _compare(editie, name, approved[name], now[name])
    return found


def _compare(editie: str, name: str, approved: pd.DataFrame, now: pd.DataFrame) -> list[Verschil]:
    found = [Verschil(editie, name, "", column, "er", "weg") for column in approved.columns if column not in now]
    found += [
        Verschil(editie, name, "", column, "niet er", "erbij") for column in now.columns if column not in approved
    ]
    keys = [key for key in key_columns(name, approved) if key in now and key in approved]
    old, new = _by_key(approved, keys), _by_key(now, keys)
    found += [Verschil(editie, name, _words(key), ROW, "er", "weg") for key in old.index.difference(new.index)]
    found += [Verschil(editie, name, _words(key), ROW, "niet er", "erbij") for key in new.index.difference(old.index)]
    both = old.index.intersection(new.index, sort=False)
    for column in [column for column in old.columns if column in new.columns]:
        before, after = old.loc[both, column], new.loc[both, column]
        changed = before.index[~_same(before, after)]
        found += [Verschil(editie, name, _words(key), column, before[key], after[key]) for key in changed]
    return found


def key_columns(name: str, table: pd.DataFrame) -> list[str]:
    """Give the columns that name a row, by the card; all of them where rows are named by their place (messages)."""
    card = kaarten().get(name)
    return (card.sleutelkolommen if card else []) or list(table.columns)


def _by_key(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Index a table by its key; rows with the same key (messages) are numbered."""
    numbered = table.assign(**{NUMBER: table.groupby(keys, sort=False).cumcount().astype("str")})
    return numbered.set_index([*keys, NUMBER])


def _same(before: pd.Series, after: pd.Series) -> pd.Series:
    first, second = pd.to_numeric(before, errors="coerce"), pd.to_numeric(after, errors="coerce")
    room = TOLERANCE * first.abs().clip(lower=1)
    return (before == after) | ((first - second).abs() <= room)


def _words(key: tuple[str, ...]) -> str:
    *parts, number = key
    return " ".join(part for part in parts if part) + (f" #{number}" if number != "0" else "")


def describe(differences: list[Verschil], most: int = 40) -> str:
    """Give the differences as text: how many per table and column, then the first cells."""
    counts = pd.Series([f"{item.editie} {item.tabel}.{item.kolom}" for item in differences]).value_counts(sort=False)
    lines = [f"{len(differences)} cellen verschillen van wat is goedgekeurd:"]
    lines += [f"  {number:5d}  {place}" for place, number in counts.items()]
    lines += ["", *[f"  {item}" for item in differences[:most]]]
    lines += [f"  ... en nog {len(differences) - most}"] if len(differences) > most else []
    how = "Klopt dit zo? Keur het goed met `python tests/backtest/goedkeuren.py` en zeg in de commit waarom."
    return "\n".join([*lines, "", how])
