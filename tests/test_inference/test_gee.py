import numpy as np
import pandas as pd
import pytest
from overlap_children import children_of

from analysis.inference import gee, gee_counts, overlap

ROW = [20, 90, 30, 80, 50, 14, 22, 9]


def test_without_covariates_it_is_the_closed_form() -> None:
    found = gee.fit_gee(children_of(ROW), 0.05)
    closed = gee_counts.estimate_gee(pd.DataFrame([ROW], columns=overlap.COUNTS), 0.05, gee_counts.UITWISSELBAAR).iloc[
        0
    ]
    for name in ("verschil", "standaardfout", "correlatie", "ci_laag", "ci_hoog"):
        assert found[name] == pytest.approx(closed[name], abs=1e-6)


def test_standardised_over_bouw_nothing_changed_where_only_the_composition_did() -> None:
    """By hand: 10 and 40 per cent at both metingen; the raw share goes from 25 to 30 per cent, standardised 0."""
    cells = [("laag", 0, 30, 3), ("hoog", 0, 30, 12), ("laag", 1, 20, 2), ("hoog", 1, 40, 16)]
    rows = [(bouw, naar, int(i < cases)) for bouw, naar, children, cases in cells for i in range(children)]
    children = pd.DataFrame(rows, columns=["bouw", "naar", "waarde"]).assign(kind=lambda table: np.arange(len(table)))
    assert gee.fit_gee(children, 0.05)["verschil"] == pytest.approx(0.05, abs=1e-6)
    found = gee.fit_gee(children, 0.05, ("bouw",))
    assert found["verschil"] == pytest.approx(0.0, abs=1e-6)
    assert found["ci_laag"] < 0 < found["ci_hoog"]


def test_a_bouw_without_any_mark_is_separated_and_named() -> None:
    children = children_of(ROW).assign(bouw="a")
    extra = pd.DataFrame({"kind": range(900, 940), "naar": [0, 1] * 20, "waarde": 0, "bouw": "b"})
    found = gee.fit_gee(pd.concat([children, extra], ignore_index=True), 0.05, ("bouw",))
    assert found["methode"] == gee.NOT_FITTED
    assert found["reden"]
    assert np.isnan(found["verschil"])
