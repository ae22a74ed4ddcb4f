"""Titles of figures: what is seen, in one line, from the rows that are drawn. Never a change that nobody may claim."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.presentation.taal.numbers import (
    count_words,
    first_upper,
    ikcs_words,
    is_missing,
    list_words,
    number,
    round_half_up,
)
from analysis.presentation.taal.oordelen import CLEAR, NOTED
from analysis.presentation.taal.wording import in_sentence

MOST_NAMES = 2
"""So many names a title bears."""


def title_of_most(rows: pd.DataFrame, name: str = "label", value: str = "aandeel") -> str:
    """Say what is highest at the last of these metingen: `Het vaakst in 2021: opvoeding, bij 21 van de 100`.

    Needs `tijd` and `meting_label`. What rounds to the same number is named together; empty where nothing is shown,
    nothing occurs, or too many are the same.
    """
    known = rows[rows[value].notna()]
    last = known[known["tijd"] == rows["tijd"].max()]
    if last.empty:
        return ""
    level = round_half_up(100 * float(last[value].max()))
    names = [in_sentence(str(row[name])) for _, row in last.iterrows() if round_half_up(100 * row[value]) == level]
    if not level or len(names) > MOST_NAMES:
        return ""
    when = last["meting_label"].iloc[0]
    each = "elk bij" if len(names) > 1 else "bij"
    return f"Het vaakst in {when}: {list_words(names)}, {each} {number(level)} van de 100"


def title_of_range(values: pd.Series, what: str) -> str:
    """Say between what numbers these lie: `…: 15 tot 52`; empty where nothing is shown."""
    known = values.dropna()
    return f"{what}: {_between(known.min(), known.max())}" if len(known) else ""


def _between(lowest: float, highest: float) -> str:
    """Write two ends. None may, in rounded counts, be a few: from zero only the highest is named."""
    low, high = number(lowest), number(highest)
    return f"hoogstens {high}" if low == "0" else f"{low} tot {high}"


def title_of_ikcs(changes: pd.DataFrame) -> str:
    """Say of how many IKCs a change can be shown, and of how many nobody can say; from `ikc` and `uitkomst`."""
    found = changes.groupby("ikc")["uitkomst"].agg(set)
    clear = sum(bool(words & set(CLEAR)) for words in found)
    open_ = sum(bool(words & set(NOTED)) for words in found)
    if not len(found):
        return ""
    if open_ and not clear:
        return (
            f"Bij {number(open_)} van de {ikcs_words(len(found))} is niet te zeggen of er meer of minder aan de hand is"
        )
    count = number(clear) if clear else "geen"
    rest = f"; bij {number(open_)} is het niet te zeggen" if open_ else ""
    return f"Bij {count} van de {ikcs_words(len(found))} is een verandering aan te tonen{rest}"


def title_of_spread(last: pd.DataFrame, when: str) -> str:
    """Say where the IKCs lie farthest apart: `De IKC's lopen het meest uiteen bij …: 8 tot 26 van de 100 in 2021`."""
    known = last[last["aandeel"].notna()]
    ends = known.groupby("label", sort=False)["aandeel"].agg(["min", "max"]) if len(known) else known
    if known["ikc"].nunique() < 2:
        return ""
    widest = (ends["max"] - ends["min"]).idxmax()
    between = _between(*(100 * ends.loc[widest, end] for end in ("min", "max")))
    return f"IKC's lopen het meest uiteen bij {in_sentence(str(widest))}: {between} van de 100 in {when}"


def title_of_largest_shift(rows: Sequence[tuple[str, float, float]], write: Any, moments: tuple[str, str]) -> str:
    """Say what differs most between two moments: `Dagbehandeling: € 3.403 vóór, € 584 na`."""
    known = [row for row in rows if not (is_missing(row[1]) or is_missing(row[2]))]
    if not known:
        return ""
    name, before, after = max(known, key=lambda row: abs(row[2] - row[1]))
    return f"Het meest verschilt {in_sentence(name)}: {write(before)} {moments[0]}, {write(after)} {moments[1]}"


def title_of_statuses(words: Sequence[str]) -> str:
    """Say how the goals that are drawn stand: `Van deze vier doelen: één bereikt en drie niet te bepalen`."""
    if len(words) == 1:
        return f"Stand van dit doel: {words[0]}"
    parts = [f"{count_words(words.count(word))} {word}" for word in dict.fromkeys(words)]
    return f"Van deze {count_words(len(words))} doelen: {list_words(parts)}"


def title_of_levels(names: Sequence[str], when: str) -> str:
    """Put levels of one moment together: `In 2022: jeugdhulp 457.000 jongeren en jeugdzorg 467.000`."""
    return first_upper(f"in {when}: {list_words(list(names))}") if names else ""
