"""Published intervals inverted: Wilson's gives back a count and its total, Newcombe's the two counts of a change.

Wilson (1927), J. Am. Stat. Assoc. 22:209; Newcombe (1998), Stat. Med. 17:873, method 10. With the middle and the ends
known, the two equations of Wilson's limits have one solution for the share and the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.attack.cells import Cells
from analysis.attack.published import Edition, as_numbers
from analysis.attack.quotients import cell_numbers
from analysis.attack.relations import read_relations

Z = float(stats.norm.isf(0.025))
LAST_DIGIT = 1.2e-6
MOST_PAIRS = 250_000
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Inverted:
    """Cells with the count that an interval gave, and how many intervals were tried."""

    cell: np.ndarray
    value: np.ndarray
    tried: int


def invert_intervals(edition: Edition, cells: Cells) -> Inverted:
    """Invert every published interval whose counts are not published, or are published otherwise (rounded)."""
    rules = read_relations()["intervallen"]
    found = [_wilson(edition, cells, name, rule) for rule in rules["wilson"] for name in rule["tabellen"]]
    found += [_newcombe(edition, cells, name, rule) for rule in rules["newcombe"] for name in rule["tabellen"]]
    found = [item for item in found if item is not None]
    if not found:
        return Inverted(np.array([], dtype=np.int64), np.array([]), 0)
    return Inverted(np.concatenate([item.cell for item in found]), np.concatenate([item.value for item in found]),
                    sum(item.tried for item in found))  # fmt: skip


def _wilson(edition: Edition, cells: Cells, name: str, rule: Mapping[str, Any]) -> Inverted | None:
    table = edition.tables.get(name)
    if table is None or not {rule["laag"], rule["hoog"]} <= set(table):
        return None
    low, high = as_numbers(table[rule["laag"]]), as_numbers(table[rule["hoog"]])
    tried = ~np.isnan(low) & ~np.isnan(high)
    whole = (low > 0) & (high < 1) if edition.guard.rounds else tried  # cut off at 0 or 1, one end proves nothing
    top, below = (cell_numbers(cells, name, rule[side], len(table)) for side in ("teller", "noemer"))
    count, total = solve_wilson(low, high)
    sure = tried & whole & (top >= 0) & (below >= 0) & _whole(count, total, low, high)
    sure &= ~_as_published(cells, top, below, count, total)
    if edition.guard.rounds:
        room = (edition.guard.base - 1) * ikcs_in(table)
        sure &= _can_be(cells, top, count, room) & _can_be(cells, below, total, room)
    cell = np.concatenate([top[sure], below[sure]])
    value = np.concatenate([count[sure], total[sure]])
    return Inverted(cell, np.round(value), int(tried.sum()))


def ikcs_in(table: pd.DataFrame) -> np.ndarray:
    """Give how many rounded counts each row adds up: its IKCs, or one."""
    return np.nan_to_num(as_numbers(table["n_ikcs"]), nan=1.0) if "n_ikcs" in table else np.ones(len(table))


def _can_be(cells: Cells, cell: np.ndarray, value: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Tell where the value is one that the published count may stand for, if any: less than a base away per count.

    An interval that holds the rounding is that of fewer children than are published: of ten or more, by over six per
    rounded count. What it gives back in whole numbers (12 of 90 beside a published 20 of 150) is chance.
    """
    return ~(np.abs(np.round(value) - np.append(cells.shown, np.nan)[cell]) > room)


def solve_wilson(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the count and the total of which (low, high) is Wilson's interval; NaN where there is none.

    With a = z2 / n: low + high = (2p + a) / (1 + a) and low x high = p2 / (1 + a), a square equation in a. An end at
    0 or 1 (a count of none or all) gives n from the other end.
    """
    both, product = low + high, low * high
    with np.errstate(divide="ignore", invalid="ignore"):
        square, line, rest = (both - 1) ** 2 / 4, both * (both - 1) / 2 - product, both**2 / 4 - product
        root = np.sqrt(np.maximum(line**2 - 4 * square * rest, 0))
        options = [(-line + sign * root) / (2 * square) for sign in (1, -1)]
        options.append(np.where(np.abs(both - 1) < 1e-5, rest / -line, np.nan))
        best = np.full((3, len(low)), np.nan)
        for option in options:
            share = (both * (1 + option) - option) / 2
            total = Z**2 / option
            misfit = _misfit(share, total, low, high)
            better = (misfit < np.nan_to_num(best[2], nan=np.inf)) & (option > 0) & (np.abs(share - 0.5) <= 0.5 + 1e-5)
            best = np.where(better, [share * total, total, misfit], best)
    return best[0], best[1]


def wilson(share: np.ndarray, total: np.ndarray, z: float = Z) -> tuple[np.ndarray, np.ndarray]:
    """Give Wilson's interval of a share."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
        half = z / (1 + z**2 / total) * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def _misfit(share: np.ndarray, total: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    made = wilson(share, total)
    return np.maximum(np.abs(made[0] - low), np.abs(made[1] - high))


def _whole(count: np.ndarray, total: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Tell where whole numbers give the published ends to the last digit."""
    whole, of = np.round(count), np.round(total)
    with np.errstate(divide="ignore", invalid="ignore"):
        fits = _misfit(whole / of, of, low, high) <= LAST_DIGIT
    return fits & (of > 0) & (whole >= 0) & (whole <= of)


def _as_published(cells: Cells, top: np.ndarray, below: np.ndarray, count: np.ndarray, total: np.ndarray) -> np.ndarray:
    shown = np.append(cells.shown, np.nan)
    return (np.round(count) == shown[top]) & (np.round(total) == shown[below])


def _newcombe(edition: Edition, cells: Cells, name: str, rule: Mapping[str, Any]) -> Inverted | None:
    """Try pairs of counts for the rows of which the totals are published and the counts are not, or are rounded."""
    table = edition.tables.get(name)
    if table is None or not {rule["laag"], rule["hoog"], *rule["noemer"]} <= set(table):
        return None
    ends = np.column_stack([as_numbers(table[rule[side]]) for side in ("laag", "hoog")])
    totals = np.column_stack([as_numbers(table[column]) for column in rule["noemer"]])
    counts = np.column_stack([cell_numbers(cells, name, column, len(table)) for column in rule["teller"]])
    published = np.append(cells.shown, np.nan)[counts]
    tried = ~np.isnan(ends).any(axis=1) & ~np.isnan(totals).any(axis=1) & (counts >= 0).all(axis=1)
    tried &= ~_of_another_method(table, rule["methoden"])
    hidden = np.flatnonzero(tried & np.isnan(published).any(axis=1))
    quantiles = [float(stats.norm.isf(0.025 / of)) for of in range(1, rule["hoogstens"] + 1)]
    pairs = {row: search_newcombe(ends[row], totals[row], published[row], quantiles) for row in hidden}
    if edition.guard.rounds:
        whole = (np.abs(ends) < 1).all(axis=1)  # cut off at -1 or 1, the other end alone fits by chance
        rows = np.flatnonzero(tried & whole & ~np.isnan(published).any(axis=1))
        pairs |= search_each_once(rows, ends, totals, published, edition.guard.base, quantiles)
    good = [row for row, pair in pairs.items() if pair is not None]
    cell = counts[good].ravel() if good else np.array([], dtype=np.int64)
    return Inverted(cell, np.array([pairs[row] for row in good], dtype=float).ravel(), int(tried.sum()))


def _of_another_method(table: pd.DataFrame, methods: list[str]) -> np.ndarray:
    """Tell which rows name a method that is none of these; what is hidden does not name its own."""
    if "methode" not in table:
        return np.zeros(len(table), dtype=bool)
    named = table["methode"].fillna("").astype(str)
    return ((named != "") & ~named.isin(methods)).to_numpy()


def search_newcombe(
    ends: np.ndarray, totals: np.ndarray, published: np.ndarray, quantiles: list[float]
) -> list[float] | None:
    """Give the only two counts of which Newcombe's interval has these ends; None when there are none or more."""
    if totals.prod() > MOST_PAIRS:
        return None
    sides = [_candidates(published[side], totals[side]) for side in (0, 1)]
    first, second = (side.ravel() for side in np.meshgrid(*sides, indexing="ij"))
    for z in quantiles:
        fits = _fits(first, second, totals, ends, z)
        if fits.any():
            return [float(first[fits][0]), float(second[fits][0])] if fits.sum() == 1 else None
    return None


def search_each_once(
    rows: np.ndarray, ends: np.ndarray, totals: np.ndarray, published: np.ndarray, base: int, quantiles: list[float]
) -> dict[int, list[float]]:
    """Do as `search_rounded` for every different row, some at a time: with many IKCs most rows are like another."""
    numbers = pd.DataFrame(np.column_stack([ends, totals, published])[rows])
    group = numbers.groupby(list(numbers), sort=False).ngroup().to_numpy()
    first = rows[np.unique(group, return_index=True)[1]]
    parts = np.array_split(first, len(first) // MOST_ROWS + 1)
    found = [search_rounded(part, ends, totals, published, base, quantiles) for part in parts]
    pairs = {row: pair for part in found for row, pair in part.items()}
    hit = np.isin(first[group], list(pairs))
    return {int(row): pairs[int(like)] for row, like in zip(rows[hit], first[group][hit], strict=True)}


def search_rounded(
    rows: np.ndarray, ends: np.ndarray, totals: np.ndarray, published: np.ndarray, base: int, quantiles: list[float]
) -> dict[int, list[float]]:
    """Give, for rows with rounded counts, the exact counts that alone give the published interval.

    The totals are taken as published: of intervals of exact counts, those fit of which both totals were multiples of
    the base, one in 25; by chance one in millions does. Rows of which the rounded counts fit are computed from these,
    and say nothing.
    """
    steps = np.arange(1 - base, base)
    first, second = (step.ravel() for step in np.meshgrid(steps, steps, indexing="ij"))
    found: dict[int, list[float]] = {}
    for z in quantiles:
        one = np.clip(published[rows, :1] + first, 0, totals[rows, :1])
        two = np.clip(published[rows, 1:] + second, 0, totals[rows, 1:])
        fits = _fits(one, two, totals[rows].T[:, :, None], ends[rows].T[:, :, None], z)
        own = fits[:, (first == 0) & (second == 0)].any(axis=1)
        hit = (fits.sum(axis=1) == 1) & ~own
        best = fits.argmax(axis=1)
        found |= {int(rows[i]): [float(one[i, best[i]]), float(two[i, best[i]])] for i in np.flatnonzero(hit)}
        rows = rows[~fits.any(axis=1)]
    return found


def _fits(first: np.ndarray, second: np.ndarray, totals: np.ndarray, ends: np.ndarray, z: float) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = newcombe(first / totals[0], totals[0], second / totals[1], totals[1], z)
    return (np.abs(low - ends[0]) <= LAST_DIGIT) & (np.abs(high - ends[1]) <= LAST_DIGIT)


def _candidates(published: float, total: float) -> np.ndarray:
    return np.arange(0, total + 1) if np.isnan(published) else np.array([published])


def newcombe(
    first: np.ndarray, first_total: np.ndarray, second: np.ndarray, second_total: np.ndarray, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give Newcombe's interval of second - first."""
    low1, high1 = wilson(first, first_total, z)
    low2, high2 = wilson(second, second_total, z)
    change = second - first
    low = change - np.hypot(second - low2, high1 - first)
    high = change + np.hypot(high2 - second, first - low1)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)


def as_frame(inverted: list[Inverted]) -> pd.DataFrame:
    """Give the inverted counts as cel and waarde, one value per cell; a cell with two answers is left out."""
    parts = [pd.DataFrame({"cel": item.cell, "waarde": item.value}) for item in inverted]
    rows = pd.concat(parts, ignore_index=True).drop_duplicates()
    return rows[~rows["cel"].duplicated(keep=False)]
