"""The numbers of a figure as a table one step away, and its text for who does not see it: both from the rows drawn."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.presentation.outputs import Cijfers
from analysis.presentation.taal.numbers import SUPPRESSED, interval_of, is_missing, list_words, number, with_margin

HIDDEN, NOT_KNOWN = "te weinig", "niet bekend"
"""What stands for a number that is not shown: words, for a screen reader skips a sign."""
MOST_ALT = 500
"""Characters of what is said to be seen in a figure: with its title some 600. The numbers are in the table."""
REST = "De andere cijfers staan in de tabel bij de figuur."


def alt_text(lead: str, parts: Iterable[str], end: str = "") -> str:
    """Say what is seen: the lead, then as many parts as a listener bears, and where the others are."""
    told, every = [], [part for part in parts if part]
    for part in every:
        left_out = len(told) + 1 < len(every)
        length = len(" ".join([lead, f"{'; '.join([*told, part])}.", end, REST if left_out else ""]))
        if length > MOST_ALT:
            break
        told.append(part)
    text = f"{'; '.join(told)}." if told else ""
    return " ".join(item for item in (lead, text, end, REST if len(told) < len(every) else "") if item)


def shown_or_words(text: str) -> str:
    """Put words in the place of the sign for what is not shown."""
    return HIDDEN if text == SUPPRESSED else text


def share_words(row: Any, value: str = "aandeel", factor: float = 100, decimals: int = 0) -> str:
    """Write a number of a row with its margin: `12 (8 tot 17)`; what is not shown or not known says so."""
    if is_missing(getattr(row, value)):
        return NOT_KNOWN if getattr(row, "noemer_onbekend", False) else HIDDEN
    text = number(factor * getattr(row, value), decimals)
    ends = interval_of(getattr(row, "ci_laag", None), getattr(row, "ci_hoog", None), decimals, factor)
    return text if ends == SUPPRESSED else f"{text} ({ends})"


def difference_words(row: Any, value: str = "verschil") -> str:
    """Write a difference of a row with its margin; what is not shown says so."""
    return HIDDEN if is_missing(getattr(row, value)) else with_margin(getattr(row, value), row.ci_laag, row.ci_hoog)


def numbers_in_columns(
    table: pd.DataFrame, columns: str = "meting_label", by: Sequence[str] = ("label",), head: Sequence[str] = ("Wat",),
    write: Any = share_words,
) -> Cijfers:  # fmt: skip
    """Give a row per `by` and a column per value of `columns`, both in the order of the table.

    `write` words one row of the table. What the table does not have is an empty cell.
    """
    names = list(dict.fromkeys(table[columns].astype(str)))
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in table.itertuples():
        key = tuple(str(getattr(row, name)) for name in by)
        rows.setdefault(key, {})[str(getattr(row, columns))] = write(row)
    lines = [[*key, *(cells.get(name, "") for name in names)] for key, cells in rows.items()]
    return Cijfers((*head, *names), lines)


def highest(table: pd.DataFrame, name: str, most: int = 3) -> str:
    """Say where the highest shares are: `Opvoeding 21, Spel 18 en Taal 12`."""
    known = table[table["aandeel"].notna()].sort_values("aandeel", ascending=False, kind="stable").head(most)
    return list_words([f"{getattr(row, name)} {number(100 * row.aandeel)}" for row in known.itertuples()])
