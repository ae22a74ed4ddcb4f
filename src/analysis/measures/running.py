"""Count what runs and what starts on many moments at once, in one pass over the rows."""

import numpy as np
import pandas as pd

from analysis.study import ALLE


def count_per_moment(periods: pd.DataFrame, moments: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Count running (`n_lopend`) and started (`n_gestart`) for every combination of categories and every moment.

    Zero is a row: every category of the columns in `by` (categoricals) with every moment. Running is counted on the
    moment's `peildag`, started from its `van` up to and including its `tot` (moments must not overlap and be in order).
    A period adds one at the first peildag it runs on and takes it off at the first after its end; the running sum is
    the count, equal to `count_running_toewijzingen` on each day.

    Parameters
    ----------
    periods
        One row per period, with `startdatum`, `einddatum` (NaT: open) and the columns in `by`.
    moments
        From `quarters_of_study` or `peildata_of_study`: moment, van, tot, peildag.
    by
        Categorical columns to count by.
    """
    levels = [periods[name].cat.categories for name in by]
    shape = (*[len(level) for level in levels], len(moments) + 1)
    groups = tuple(periods[name].cat.codes.to_numpy() for name in by)
    first, after = _first_and_after(periods, moments["peildag"].to_numpy())
    running = (_tally((*groups, first), shape) - _tally((*groups, after), shape)).cumsum(axis=-1)
    started = _tally((*groups, _moment_of_start(periods, moments)), shape)
    index = pd.MultiIndex.from_product([*levels, moments["moment"]], names=[*by, "moment"])
    numbers = {"n_lopend": running[..., :-1].ravel(), "n_gestart": started[..., :-1].ravel()}
    return pd.DataFrame(numbers, index=index).reset_index()


def add_total(counts: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add rows in which `column` is `alle`: the sum of the counts over that column, within all other columns."""
    numbers = ["n_lopend", "n_gestart"]
    keys = [name for name in counts.columns if name not in [column, *numbers]]
    total = counts.groupby(keys, sort=False, observed=True)[numbers].sum().reset_index()
    return pd.concat([counts, total.assign(**{column: ALLE})], ignore_index=True)[list(counts.columns)]


def _first_and_after(periods: pd.DataFrame, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the place of the first day that a period runs on, and of the first after its end (len(days): none)."""
    end = periods["einddatum"].to_numpy()
    first = np.searchsorted(days, periods["startdatum"].to_numpy(), side="left")
    after = np.where(np.isnat(end), len(days), np.searchsorted(days, end, side="right"))
    return first, np.maximum(first, after)


def _moment_of_start(periods: pd.DataFrame, moments: pd.DataFrame) -> np.ndarray:
    """Give the place of the moment in which a period starts; len(moments) when it starts in none of them."""
    start, none = periods["startdatum"].to_numpy(), len(moments)
    if none == 0:
        return np.zeros(len(start), dtype="int64")
    place = np.searchsorted(moments["tot"].to_numpy(), start, side="left")
    begun = start >= moments["van"].to_numpy()[np.minimum(place, none - 1)]
    return np.where(begun, place, none)


def _tally(places: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """Count how often each place of an array of this shape is named."""
    if len(places[0]) == 0:
        return np.zeros(shape, dtype="int64")
    flat = np.ravel_multi_index(tuple(place.astype("int64") for place in places), shape)
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape).astype("int64")
