"""Rounded counts that could have been counted: no part above its whole, and no whole above all of its parts together.

Counts of a code, its domein and its soort are rounded with one threshold, but per bouw by cumulative sums: a code may
come out above its domein in a bouw, or a domein above all of its codes. Whoever knows how they hang together then
narrows both. So what is rounded is fitted from the top down: each whole as it is, its parts moved to another bouw
where it has too few. Which part of a whole goes up is no choice of the key: it is the one that is next to go up by
itself. Another would go down again when that one does, and two publications would show that there was a choice. The
result is a table that could have been counted as it stands; docs/privacy.md says what that proves.
"""

import numpy as np
import pandas as pd

from analysis.disclosure.rounding import Afronder, name_cells
from analysis.inference.afronding import as_floats
from analysis.study import ALLE

MOMENT, LEVELS = ["ikc", "meting"], ["soort", "domein", "code"]
BESIDE = "niet in een bouw"
"""The column of what a total has and no bouw: children without a groep."""


def fit_below(
    whole: np.ndarray, whole_exact: np.ndarray, rounded: np.ndarray, exact: np.ndarray, basis: int
) -> np.ndarray:
    """Fit the rounded parts of a whole: in each bouw at most the whole, and together not less.

    What holds of the exact counts is kept of the rounded ones; what does not hold of them is not asked.

    Parameters
    ----------
    whole, whole_exact
        The whole per bouw, rounded and fitted already, and exact.
    rounded, exact
        One row per part (a child may be in several), one column per bouw; multiples of `basis`.

    Returns
    -------
    The rounded parts. Each row adds up to what it did, but where its sum was above the whole (then that of the whole)
    or all sums were below it (then some go up to the next multiple).
    """
    inside = (exact <= whole_exact).all(axis=1)
    covers = inside.all() and bool((exact.sum(axis=0) >= whole_exact).all())
    found = rounded.copy()
    totals = _fit_totals(whole.sum(), rounded[inside].sum(axis=1), exact[inside].sum(axis=1), covers, basis)
    parts = [fit_row(*row, whole, basis) for row in zip(rounded[inside], exact[inside], totals, strict=True)]
    if parts:
        fitted = np.array(parts)
        found[inside] = _cover(fitted, exact[inside], whole, basis) if covers else fitted
    return found


def _fit_totals(whole: float, totals: np.ndarray, exact: np.ndarray, covers: bool, basis: int) -> np.ndarray:
    """Take totals down to the whole; where together they do not cover it, round up the one that is nearest to it."""
    found = np.minimum(totals, whole)
    while covers and found.sum() < whole:
        missing = (exact > found) & (found + basis <= whole)
        if not missing.any():
            break
        found[np.argmax(np.where(missing, exact - found, -1))] += basis
    return found


def fit_row(row: np.ndarray, exact: np.ndarray, total: float, most: np.ndarray, basis: int) -> np.ndarray:
    """Bring a row within `most` and to its total, by steps in the first place where a count may go up, or down.

    Where there is none, in the first with room. A total that `most` has no room for stays below it.
    """
    found = np.minimum(row, most)
    while found.sum() > total:
        found[_first(found > exact, found > 0)] -= basis
    while found.sum() < total and (found + basis <= most).any():
        found[_first(exact > found, found + basis <= most)] += basis
    return found


def _first(wanted: np.ndarray, allowed: np.ndarray) -> int:
    """Give the first allowed place that is wanted the most."""
    return int(np.argmax(np.where(allowed, wanted.astype(int), -1)))


def _cover(parts: np.ndarray, exact: np.ndarray, whole: np.ndarray, basis: int) -> np.ndarray:
    """Move steps of parts, first those that are over, to a bouw where all parts together are below the whole.

    There every part has room, and elsewhere they are over the whole, as long as they are not below it over all bouwen.
    """
    found = parts.copy()
    while (found.sum(axis=0) < whole).any() and found.sum() >= whole.sum():
        to = int(np.argmax(found.sum(axis=0) < whole))
        spare = (found > 0) & (found.sum(axis=0) - basis >= whole)
        gain = (found > exact).astype(int) + (exact > found)[:, [to]]
        row, out = divmod(_first(gain, spare), found.shape[1])
        found[row, out] -= basis
        found[row, to] += basis
    return found


def fit_indicatoren(rows: pd.DataFrame, rounded: pd.Series, afronder: Afronder) -> pd.Series:
    """Fit the rounded counts of indicators, per IKC and meting: children, soort, domein, code.

    Parameters
    ----------
    rows
        One row per ikc x meting x bouw (with `alle`) x soort x domein x code: the exact `n`, the rounded `n_kinderen`.
    rounded
        The rounded count of each row.

    Returns
    -------
    The fitted counts. Rows of an indicator of which a bouw or the total is not known stay as they are, and so do those
    of a total that is less than its bouwen.
    """
    exact, known = _as_parts(_as_wide(rows, rows["n"]))
    parts = _as_parts(_as_wide(rows, rounded))[0][known]
    exact, fitted = exact[known], parts.to_numpy(copy=True)
    names, most = exact.index.to_frame(index=False), _most_children(rows, exact)
    places = _draw_places(names, exact.columns, afronder)
    for at in names.groupby([*MOMENT, "soort"], sort=False).indices.values():
        at = at[np.argsort(places[at, -1], kind="stable")]
        order = np.argsort(places[at[0], :-1], kind="stable")
        cells = np.ix_(at, np.append(order, len(order)))
        room = np.append(most[at[0], order], most[at[0], -1])
        fitted[cells] = _fit_soort(names.iloc[at], exact.to_numpy()[cells], fitted[cells], room, afronder.basis)
    return _as_long(rows, rounded, pd.DataFrame(fitted, exact.index, exact.columns))


def fit_within(gemeten: pd.DataFrame, rounded: dict[str, pd.Series], afronder: Afronder) -> dict[str, pd.Series]:
    """Fit who stayed within the inventory and the inventory within the enrolled, per IKC, meting and bouw."""
    chain = {"n_kinderen": (ALLE, ALLE), "n_inventaris": ("lijst", ALLE), "n_gebleven": ("lijst", "gebleven")}
    rows = [
        gemeten[[*MOMENT, "bouw"]].assign(soort="kinderen", domein=domein, code=code, n=gemeten[name])
        for name, (domein, code) in chain.items()
    ]
    values = pd.concat([rounded[name] for name in chain], ignore_index=True)
    fitted = fit_indicatoren(pd.concat(rows, ignore_index=True).assign(n_kinderen=pd.NA), values, afronder)
    parts = np.split(fitted.to_numpy(), len(chain))
    return {name: pd.Series(part, gemeten.index, dtype="Int64") for name, part in zip(chain, parts, strict=True)}


def _as_wide(rows: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    keys = pd.MultiIndex.from_frame(rows[[*MOMENT, *LEVELS, "bouw"]])
    return pd.Series(as_floats(values), keys).unstack("bouw")


def _as_parts(wide: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Give what each total has beside its bouwen in the place of the total, and which rows are known in full.

    A bouw of which an IKC has no row at all counts nothing.
    """
    bouwen = wide.drop(columns=ALLE, errors="ignore")
    there = bouwen.notna().groupby(level=MOMENT).transform("any")
    filled = bouwen.where(there, 0.0)
    total = wide[ALLE] if ALLE in wide else pd.Series(np.nan, wide.index)
    beside = total - filled.sum(axis=1)
    known = (filled.notna().all(axis=1) & (beside >= 0) & there.any(axis=1)).to_numpy()
    return filled.assign(**{BESIDE: beside}), known


def _draw_places(names: pd.DataFrame, columns: pd.Index, afronder: Afronder) -> np.ndarray:
    """Draw the place of every bouw in its soort, and in the last column the place of every row."""
    of_bouwen = [afronder.draw(name_cells(names, [*MOMENT, "soort"], f"plaats|{bouw}")) for bouw in columns[:-1]]
    return np.column_stack([*of_bouwen, afronder.draw(name_cells(names, [*MOMENT, *LEVELS], "plaats"))])


def _most_children(rows: pd.DataFrame, exact: pd.DataFrame) -> np.ndarray:
    """Give the rounded children per row of `exact` and bouw, in the last column of all bouwen together.

    No bound where they are not known; no children in a bouw that is not there.
    """
    bouwen = list(exact.columns[:-1])
    children = rows.drop_duplicates([*MOMENT, "bouw"]).set_index([*MOMENT, "bouw"])["n_kinderen"]
    most = pd.Series(np.nan_to_num(as_floats(children), nan=np.inf), children.index).unstack("bouw")
    most = most.reindex(columns=[*bouwen, ALLE]).fillna(dict.fromkeys(bouwen, 0.0))
    return most.reindex(exact.index.droplevel(LEVELS)).to_numpy()


def _fit_soort(names: pd.DataFrame, exact: np.ndarray, rounded: np.ndarray, most: np.ndarray, basis: int) -> np.ndarray:
    """Fit one soort of an IKC: what stands at its head within the children, and the rest below that."""
    room = np.append(most[:-1], np.inf if exact[:, -1].any() else 0.0)
    found, domein, whole = rounded.copy(), names["domein"].to_numpy(), (names["code"] == ALLE).to_numpy()
    soort, heads = domein == ALLE, whole & (domein != ALLE)
    below = heads | ~whole & ~np.isin(domein, domein[heads])
    for at in np.flatnonzero(soort if soort.any() else below):
        found[at] = fit_row(found[at], exact[at], min(found[at].sum(), most[-1]), room, basis)
    pairs = [(int(at), below) for at in np.flatnonzero(soort)]
    pairs += [(int(at), ~whole & (domein == domein[at])) for at in np.flatnonzero(heads)]
    for at, parts in pairs:
        found[parts] = fit_below(found[at], exact[at], found[parts], exact[parts], basis)
    return found


def _as_long(rows: pd.DataFrame, rounded: pd.Series, fitted: pd.DataFrame) -> pd.Series:
    """Give the fitted count of each row; the rounded one where nothing was fitted."""
    long = fitted.assign(**{ALLE: fitted.sum(axis=1)}).drop(columns=BESIDE).stack()
    found = long.reindex(pd.MultiIndex.from_frame(rows[[*MOMENT, *LEVELS, "bouw"]])).set_axis(rows.index)
    return pd.Series(pd.array(found, dtype="Float64"), rows.index).astype("Int64").fillna(rounded)
