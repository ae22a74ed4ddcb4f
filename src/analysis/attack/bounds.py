"""What a cell can be before any equation, and when what is left of it is too little."""

import numpy as np
import pandas as pd

from analysis.attack.cells import Cells
from analysis.attack.published import ALLE, Edition
from analysis.attack.relations import chosen_rows, read_relations
from analysis.attack.report import NAUW, PRECIES, Finding, as_key
from analysis.attack.system import LARGE, Bounds

FEWEST_VALUES = 4
"""A rounded count must keep at least four possible values: structure can force four, never fewer."""


def first_bounds(edition: Edition, cells: Cells) -> Bounds:
    """Give what is published: a shown count as it is, a rounded one within base - 1, a hidden one from zero up.

    The count of a bouw is within the base: its rounding may have been moved to another bouw (docs/privacy.md). A sum of
    rounded counts (over IKCs, quarters, others) is not rounded itself, and bounds nothing.
    """
    if not edition.guard.rounds:
        return Bounds(np.nan_to_num(cells.shown, nan=0.0), np.nan_to_num(cells.shown, nan=LARGE))
    shown = cells.places.dropna(subset="waarde")
    room = edition.guard.base - 1 + _of_part(edition, shown)
    ends = pd.DataFrame({"cel": shown["cel"], "low": shown["waarde"] - room, "high": shown["waarde"] + room})
    ends = ends.groupby("cel").agg({"low": "max", "high": "min"}).reindex(range(cells.count))
    free = cells.total | _sums_of_rounded(edition, cells)
    low = np.where(free, 0, np.maximum(ends["low"].fillna(0).to_numpy(), 0))
    high = np.where(free, LARGE, ends["high"].fillna(LARGE).to_numpy())
    contradictory = low > high
    return Bounds(np.where(contradictory, 0, low), np.where(contradictory, LARGE, high))


def _of_part(edition: Edition, places: pd.DataFrame) -> np.ndarray:
    """Tell which places are of one bouw and not of a whole IKC."""
    found = np.zeros(len(places), dtype=bool)
    for name, at in places.groupby("tabel", sort=False).indices.items():
        table = edition.tables[name]
        if "bouw" in table:
            found[at] = table["bouw"].to_numpy()[places["rij"].to_numpy()[at]] != ALLE
    return found


def _sums_of_rounded(edition: Edition, cells: Cells) -> np.ndarray:
    free = np.zeros(cells.count, dtype=bool)
    for rule in read_relations()["vrij"]:
        name = rule["tabel"]
        if name not in edition.tables:
            continue
        chosen = chosen_rows(edition.tables[name], rule)
        places = pd.concat([cells.at(name, column) for column in rule["kolommen"]])
        free[places.loc[chosen[places["rij"]], "cel"]] = True
    return free


def too_few_values(edition: Edition, cells: Cells, bounds: Bounds) -> np.ndarray:
    """Tell which cells an attacker knows too well.

    Rounded: fewer than four possible values. Hidden: one value, or fewer than 0 up to the threshold while it may be
    below it. A cell that is empty without being said to be hidden must count for something to be known.
    """
    values = bounds.high - bounds.low + 1
    if edition.guard.rounds:
        return (values < FEWEST_VALUES) & (bounds.high < LARGE) & ~(cells.silent & (bounds.low == 0))
    hidden = np.isnan(cells.shown) & ~(cells.silent & (bounds.low == 0))
    small = (values < edition.guard.threshold) & (bounds.low < edition.guard.threshold)
    return hidden & ((values == 1) | small)


def shown_elsewhere(edition: Edition, cells: Cells) -> tuple[Finding, ...]:
    """Give the small counts that one table hides and another shows."""
    shown = np.where((cells.shown > 0) & (cells.shown < edition.guard.threshold), cells.shown, np.nan)
    hidden = np.zeros(cells.count, dtype=bool)
    hidden[cells.places.loc[cells.places["verborgen"], "cel"]] = True
    return as_findings(edition, cells, Bounds(shown, shown), hidden & ~np.isnan(shown))


def as_findings(edition: Edition, cells: Cells, bounds: Bounds, hit: np.ndarray) -> tuple[Finding, ...]:
    """Give one finding per cell, at the first place where it stands, with the number of its places."""
    places = cells.places[hit[cells.places["cel"].to_numpy()]]
    if not edition.guard.rounds:
        places = places[places["verborgen"] | places["stil"]]
    count = places.groupby("cel")["rij"].transform("size")
    first = places.assign(aantal=count).drop_duplicates("cel")
    return tuple(_finding(edition, bounds, place) for place in first.itertuples())


def _finding(edition: Edition, bounds: Bounds, place: tuple) -> Finding:
    low, high = float(bounds.low[place.cel]) + 0.0, float(bounds.high[place.cel]) + 0.0
    key = as_key(edition.keys[place.tabel], edition.tables[place.tabel].iloc[place.rij])
    kind = PRECIES if low == high else NAUW
    return Finding(kind, place.tabel, place.kolom, key, low, high, int(place.aantal))
