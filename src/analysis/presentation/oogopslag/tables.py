"""The primary indicators in one small table, the data of the first page's figure."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.presentation.captions import INVENTORY, source
from analysis.presentation.oogopslag.rows import (
    change_words,
    first_page_rows,
    is_compared,
    level_words,
    moments_of,
    range_words,
    target_words,
    verdict_words,
    why_hidden,
)
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED


def tabel_oogopslag(rapport: Rapport) -> Tabel | Tekst:
    """Show per primary indicator both levels, the difference with its margin, and what stands beside it in the figure.

    A column is there only where it says something of a row: the same informant, the goal, the other IKCs.
    """
    rows = first_page_rows(rapport)
    if rows.empty or all(why_hidden(row) for row in rows.itertuples()):
        return Tekst("")
    first, last = (moment.jaar for moment in moments_of(rapport))
    heads, body = numbers_of(rows, (first, last))
    extra = heads[4:]
    widths = (22, 7, 7, 32, *(20 for _ in extra))
    caption = f"De hoofdindicatoren in {first} en {last}.{_explain(extra)} {source(rapport, INVENTORY)}"
    return Tabel(pipe_table(heads, body, "l" + "r" * 2 + "l" * (len(heads) - 3), widths), caption)


def numbers_of(rows: pd.DataFrame, years: tuple[str, str]) -> tuple[list[str], list[list[str]]]:
    """Give what the figure of the first page shows, in words: the heads of the columns, and a row per indicator."""
    extra = _extra_columns(rows)
    heads = ["Van de 100", *years, "Verschil (marge)", *extra]
    return heads, [_row(row, place, extra) for place, row in enumerate(rows.itertuples())]


def _extra_columns(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Give the columns beside the difference, by head."""
    found = list(rows.itertuples())
    goals = ["" if row.stand is None else _goal_words(row) for row in found]
    columns = {
        "Zelfde soort invuller": list(rows["zelfde"]),
        "Doel": goals,
        "Andere IKC's": [range_words(row) for row in found],
    }
    return {head: words for head, words in columns.items() if any(words)}


def _goal_words(row: Any) -> str:
    return ", ".join(part for part in (f"{row.stand.teken} {row.stand.status}", target_words(row.stand)) if part)


def _explain(extra: Sequence[str]) -> str:
    text = " Zelfde soort invuller: het verschil als beide keren dezelfde soort invuller had gekeken."
    return text if "Zelfde soort invuller" in extra else ""


def _row(row: Any, place: int, extra: dict[str, list[str]]) -> list[str]:
    """Write one indicator; what may not be shown, or is not known, says so once."""
    if hidden := why_hidden(row):
        return [row.label, hidden, *[SUPPRESSED] * (2 + len(extra))]
    levels = [level_words(row, end) for end in ("van", "naar")]
    difference = f"{change_words(row)}, {verdict_words(row)}" if is_compared(row) else verdict_words(row)
    return [row.label, *levels, difference, *(words[place] or SUPPRESSED for words in extra.values())]
