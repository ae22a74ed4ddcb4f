"""Hours in the public edition, both ways: whole tens, nothing of few children, and nothing that gives it back."""

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.hours import round_inzet, weaken_beweging
from analysis.inference.inzet import AFRONDING, EEN_MAAND
from analysis.study import ALLE, Study

KEY = ["ikc", "periode", "soort"]


@pytest.fixture(scope="module", params=["afronden", "onderdrukken"])
def editions(request, proefedities):
    """The exact and the public tables of the small study, one way of publishing at a time."""
    return proefedities(request.param)[:2]


def test_hours_are_whole_tens_and_what_is_counted_of_children_is_not_there(editions):
    exact, public = (tables["inzet_jok"] for tables in editions)
    assert len(exact) == len(public) > 20
    assert (public["uren"].dropna() % 10 == 0).all()
    assert public[["n_registraties", "n_kinderen", "aandeel_overige"]].isna().all(axis=None)
    assert exact["n_registraties"].notna().any()


def test_hours_of_few_children_fall_with_every_total_and_share_that_would_give_them_back(editions):
    exact, public = (tables["inzet_jok"].set_index(KEY) for tables in editions)
    few = exact[(exact["n_kinderen"] > 0) & (exact["n_kinderen"] < 5)]
    assert len(few) > 0
    for ikc, periode, soort in few.index:
        for row in ((ikc, periode, soort), (ALLE, periode, soort), (ikc, periode, ALLE), (ALLE, periode, ALLE)):
            assert np.isnan(public.loc[row, "uren"]), row
        for whose in (ikc, ALLE):
            assert public.loc[whose].loc[periode, "aandeel"].isna().all()


def test_the_public_totals_and_shares_follow_from_the_public_hours(editions):
    public = editions[1]["inzet_jok"]
    parts = (
        public[public["soort"] != ALLE].groupby(["ikc", "periode"])["uren"].agg(lambda hours: hours.sum(skipna=False))
    )
    totals = public[public["soort"] == ALLE].set_index(["ikc", "periode"])["uren"]
    pd.testing.assert_series_equal(parts.sort_index(), totals.sort_index(), check_names=False)
    whole = public.merge(totals.rename("geheel").reset_index(), on=["ikc", "periode"])
    known = whole[whole["geheel"] > 0]
    assert np.allclose(known["aandeel"], known["uren"] / known["geheel"], equal_nan=True)


def test_no_public_word_is_stronger_than_the_exact_one(editions):
    exact, public = (tables["inzet_beweging"].set_index("ikc") for tables in editions)
    said = public[public["oordeel"] != "niet te zeggen"]
    assert (said["oordeel"] == exact.loc[said.index, "oordeel"]).all()
    assert public[["verschil_laag", "verschil_hoog"]].isna().all(axis=None)


def cells(**how) -> pd.DataFrame:
    own = {"ikc": "IKC01", "periode": "2019H1", "soort": "geïndiceerd", "uren": 44.0, "n_registraties": 30}
    row = own | {"n_kinderen": 8, "aandeel_overige": 0.5, "n_maanden": 4, "n_maanden_verwacht": 6} | how
    return pd.DataFrame([row]).astype({"n_registraties": "Int64", "n_kinderen": "Int64"})


@pytest.mark.parametrize(
    ("how", "hours"),
    [({}, 40), ({"uren": 45.0}, 50), ({"uren": 4.9}, 0), ({"n_kinderen": 5}, 40), ({"n_kinderen": 4}, None),
     ({"n_kinderen": 1}, None), ({"aandeel_overige": 0.09}, None),
     ({"n_kinderen": 0, "aandeel_overige": np.nan}, 40), ({"uren": np.nan, "n_kinderen": pd.NA}, None)],
)  # fmt: skip
def test_what_is_shown_of_a_cell(how, hours):
    found = round_inzet(cells(**how), Study(folder="s", naam="Proef"))["uren"].iloc[0]
    assert np.isnan(found) if hours is None else found == hours


@pytest.mark.parametrize(
    ("rounded", "exact", "expected"),
    [(("naar voren", ""), ("naar voren", ""), ("naar voren", "")),
     (("naar voren", ""), ("niet naar voren", ""), ("niet te zeggen", AFRONDING)),
     (("naar voren", ""), ("niet te zeggen", EEN_MAAND), ("niet te zeggen", EEN_MAAND)),
     (("niet te zeggen", "niet_getoond"), ("naar voren", ""), ("niet te zeggen", "niet_getoond"))],
)  # fmt: skip
def test_a_word_is_taken_back_where_the_exact_hours_do_not_have_it(rounded, exact, expected):
    one, other = (
        pd.DataFrame([{"ikc": "IKC01", "oordeel": pair[0], "oordeel_reden": pair[1]}]) for pair in (rounded, exact)
    )
    row = weaken_beweging(one, other).iloc[0]
    assert (row["oordeel"], row["oordeel_reden"]) == expected
