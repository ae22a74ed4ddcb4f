"""Write the eight counts of a change out as children: a row per child and meting."""

import pandas as pd


def children_of(row: list[int]) -> pd.DataFrame:
    x1, m1, x2, m2, both, s1, s2, a = row
    patterns = [
        (a, {0: 1, 1: 1}),
        (s1 - a, {0: 1, 1: 0}),
        (s2 - a, {0: 0, 1: 1}),
        (both - s1 - s2 + a, {0: 0, 1: 0}),
        (x1 - s1, {0: 1}),
        (m1 - both - x1 + s1, {0: 0}),
        (x2 - s2, {1: 1}),
        (m2 - both - x2 + s2, {1: 0}),
    ]
    every = [marks for number, marks in patterns for _ in range(number)]
    rows = [(kind, naar, mark) for kind, marks in enumerate(every) for naar, mark in marks.items()]
    return pd.DataFrame(rows, columns=["kind", "naar", "waarde"])
