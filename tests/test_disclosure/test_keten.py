"""What people said, in public: rounding never turns a direction round, and few say nothing that can be told apart."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.disclosure.keten import SAID, hide_few_ikcs, rejudge_keten, round_uitspraken
from analysis.disclosure.rounding import Afronder
from analysis.disclosure.suppression import suppress_all
from analysis.inference.effectenketen import COUNTS, estimate_effectenketen, judge_people, list_bronnen
from analysis.results.tables import type_table
from analysis.study import Study

STUDY = Study(folder=Path("."), naam="proef", ikcs=tuple({"ikc": f"A{n}"} for n in range(1, 5)))
BRONNEN = ("JOK", "IB", "directeur")
PEOPLE = {"vooral_plus": 1, "vooral_min": -1}


def said(counts: list[tuple[int, int, int]], n_ikcs: int = 3, schakel: str = "overleg") -> pd.DataFrame:
    """Make the statements of a link: n_plus, n_nul, n_min per source."""
    rows = [
        {
            "schakel": schakel,
            "bron": bron,
            "n_plus": plus,
            "n_nul": nul,
            "n_min": minus,
            "n_oneens": 0,
            "n_ikcs": n_ikcs,
        }
        for bron, (plus, nul, minus) in zip(BRONNEN, counts, strict=False)
    ]
    table = pd.DataFrame(rows)
    total = table[[*COUNTS]].sum().to_dict() | {"schakel": schakel, "bron": "alle", "n_ikcs": n_ikcs}
    return pd.concat([pd.DataFrame([total]), table], ignore_index=True).astype(dict.fromkeys(SAID, "Int64"))


counts_of_sources = st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=3, max_size=3)


@settings(deadline=None)
@given(counts_of_sources, st.binary(min_size=16, max_size=16))
def test_rounding_never_turns_what_people_mainly_say(counts: list[tuple[int, int, int]], key: bytes) -> None:
    exact = said(counts)
    rounded = round_uitspraken(exact, STUDY, Afronder(5, key))
    before, after = (judge_people(*table.loc[0, ["n_plus", "n_nul", "n_min"]]) for table in (exact, rounded))
    direction = PEOPLE.get(after, 0)
    assert direction in (0, PEOPLE.get(before, 0))
    assert (rounded[COUNTS].to_numpy(dtype=int) % 5 == 0).all()
    parts = rounded[rounded["bron"] != "alle"]
    assert (parts[COUNTS].sum() == rounded.loc[0, COUNTS]).all()


def test_a_source_of_two_ikcs_is_empty_also_where_it_said_nothing() -> None:
    hidden = hide_few_ikcs(said([(7, 0, 0), (0, 0, 0), (0, 0, 9)], n_ikcs=2), STUDY)
    assert hidden.loc[hidden["bron"] != "alle", SAID].isna().all().all()
    assert hidden.loc[0, "n_min"] == 9


def test_a_study_may_ask_for_more_ikcs() -> None:
    strict = STUDY.model_copy(update={"publicatie": STUDY.publicatie.model_copy(update={"minimum_ikcs_bron": 4})})
    assert hide_few_ikcs(said([(7, 0, 0)]), strict).loc[1, SAID].isna().all()
    assert hide_few_ikcs(said([(7, 0, 0)]), STUDY).loc[1, "n_plus"] == 7


def suppressed(counts: list[tuple[int, int, int]], oordeel: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the chain and its sources where small counts are left out; signalering has a verdict on its numbers."""
    metingen = ({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"})
    ways = {"publicatie": {"methode": "onderdrukken"}, "metingen": metingen}
    study = Study(folder=Path("."), naam="proef", ikcs=[item.model_dump() for item in STUDY.ikcs], **ways)
    keten = load_codebook().keten
    spoken = said(counts, schakel="signalering")
    empty = [said([(0, 0, 0)] * 3, schakel=name) for name in keten.namen if name != "signalering"]
    uitspraken = pd.concat([spoken, *empty], ignore_index=True)
    over = pd.DataFrame([{"rol": "pilot", "indicator": "internaliserend", "van": "nul", "naar": "eind",
                          "oordeel": oordeel, "oordeel_reden": "marge"}])  # fmt: skip
    tables = {"over_ikcs": over}
    exact = {
        "effectenketen": type_table("effectenketen", estimate_effectenketen(uitspraken, tables, keten, study)),
        "effectenketen_bronnen": type_table("effectenketen_bronnen", list_bronnen(uitspraken, keten)),
    }
    shown = suppress_all(exact, study) | tables
    found = rejudge_keten(shown, exact | tables, study)
    return found["effectenketen"].set_index("schakel"), found["effectenketen_bronnen"]


@pytest.mark.parametrize(
    ("counts", "shown", "verdict"),
    [
        ([(6, 0, 0), (2, 0, 1), (0, 0, 0)], (8, None, None), "bevestigd"),
        ([(2, 0, 0), (1, 0, 1), (0, 0, 0)], (None, None, None), "alleen_kwantitatief"),
        ([(1, 0, 4), (0, 0, 4), (0, 0, 0)], (None, None, 8), "tegenstrijdig"),
    ],
)
def test_suppressed_verdict_follows_what_is_shown(counts: list, shown: tuple, verdict: str) -> None:
    chain, sources = suppressed(counts, "gestegen")
    row = chain.loc["signalering"]
    assert tuple(None if pd.isna(row[name]) else row[name] for name in ("n_plus", "n_nul", "n_min")) == shown
    assert row["oordeel"] == verdict and row["onderdrukt"]
    assert sources[SAID].isna().all().all() and sources["onderdrukt"].all()
    assert pd.isna(row["n_bronnen"])


def test_suppressed_zero_and_few_look_the_same() -> None:
    few, none = (suppressed(counts, "niet te zeggen")[0] for counts in ([(2, 0, 1)] * 1, [(0, 0, 0)] * 1))
    pd.testing.assert_series_equal(few.loc["signalering"], none.loc["signalering"])
    assert np.all(few["oordeel"] == "geen_gegevens")
