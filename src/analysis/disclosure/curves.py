"""Curves in the public edition: points too close together would give the small number that ended between them."""

import pandas as pd

CURVE = ["ikc", "domein", "periode"]
EMPTIED = ["n_onder_risico", "aandeel_lopend", "ci_laag", "ci_hoog"]


def suppress_curves(curves: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Empty the points between which fewer trajecten than the threshold ended, so that a curve has fewer, safe points.

    Half years come first, then quarters, then the other months: a point stays when at least `threshold` trajecten ended
    (n x the fall of the curve) between it and the points that stay on either side. A level stretch is emptied too:
    `none ended` says something about every child.
    """
    if curves.empty:
        return curves
    shown = curves["aandeel_lopend"].notna() & curves["n"].notna()
    kept: set[int] = set()
    for _, points in curves[shown].groupby(CURVE, sort=False):
        kept |= set(_safe_points(points, threshold))
    hidden = ~curves.index.isin(kept)
    emptied = {name: curves[name].mask(hidden) for name in EMPTIED}
    return curves.assign(**emptied, onderdrukt=curves["onderdrukt"].astype(bool) | hidden)


def _safe_points(points: pd.DataFrame, threshold: int) -> list[int]:
    """Give the index of the points that stay; the number ended only grows with the months."""
    ended = points["n"].astype(float) * (1 - points["aandeel_lopend"].astype(float))
    first = points["maand"].map(lambda month: (month > 0) + (month % 6 > 0) + (month % 3 > 0))
    kept: dict[int, float] = {}
    for index in first.sort_values(kind="stable").index:
        if all(abs(ended[index] - count) >= threshold - 1e-9 for count in kept.values()):
            kept[index] = ended[index]
    return list(kept)
