"""The public edition's curves: no two neighbouring points give a small number."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.curves import suppress_curves

CASE = Path(__file__).parents[1] / "cases/suppress_curves/dunnen.yaml"


def curve(n: int, ended: list[int]) -> pd.DataFrame:
    share = 1 - np.array(ended) / n
    return pd.DataFrame({
        "ikc": "A", "domein": "x", "periode": "voor", "maand": range(len(ended)), "n": n,
        "n_onder_risico": [n - count for count in ended], "aandeel_lopend": share, "ci_laag": share, "ci_hoog": share,
        "onderdrukt": False,
    })  # fmt: skip


def test_points_that_stay_as_counted_by_hand():
    case = yaml.safe_load(CASE.read_text(encoding="utf-8"))
    found = suppress_curves(curve(case["n"], case["geeindigd"]), case["drempel"])
    shown = found[found["aandeel_lopend"].notna()]
    assert shown["maand"].tolist() == case["blijft"]
    assert found["onderdrukt"].tolist() == [month not in case["blijft"] for month in found["maand"]]
    assert found.loc[found["onderdrukt"], "n_onder_risico"].isna().all()


def test_a_half_year_stays_before_the_months_around_it():
    """Five have ended by month 4, nine by month 6: one of the two may stay, and that is the half year."""
    found = suppress_curves(curve(20, [0, 0, 0, 0, 5, 5, 9, 9, 9]), 5)
    assert found.loc[found["aandeel_lopend"].notna(), "maand"].tolist() == [0, 6]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=24), st.integers(2, 10))
def test_neighbours_never_give_a_small_number(steps, threshold):
    ended = [0, *np.cumsum(steps).tolist()]
    found = suppress_curves(curve(ended[-1] + 10, ended), threshold)
    left = [count for count, share in zip(ended, found["aandeel_lopend"], strict=True) if not pd.isna(share)]
    assert left[0] == 0
    assert all(later - earlier >= threshold for earlier, later in pairwise(left))
