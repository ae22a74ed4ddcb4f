"""The verdict on a link of the effectenketen, from hand-counted cases; and never stronger in public."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published

from analysis.codebook.keten import RICHTINGEN, Keten, Meetlat, Schakel, split_indicator
from analysis.inference.codeurs import estimate_codeurs, estimate_kappa
from analysis.inference.effectenketen import (
    estimate_effectenketen,
    judge_link,
    judge_numbers,
    judge_people,
    weaken_keten,
)
from analysis.inference.ketenoordelen import VERDICTS
from analysis.study import Study

METINGEN = (
    {"meting": "nul", "peildatum": "2019-02-01"},
    {"meting": "na", "peildatum": "2020-02-01"},
    {"meting": "eind", "peildatum": "2021-06-01"},
)
STUDY = Study(folder=Path("."), naam="proef", metingen=METINGEN, ikcs=tuple({"ikc": f"A{n}"} for n in (1, 2, 3)))
LINKS = read_published("judge_link", "alle_oordelen")["gevallen"]
NUMBERS = read_published("judge_numbers", "cijfers")["gevallen"]


@pytest.mark.parametrize("case", LINKS, ids=lambda case: "-".join(map(str, case[:5])))
def test_verdict_on_a_link(case: list) -> None:
    plus, nul, minus, where, expected, mensen, oordeel = case
    assert judge_people(plus, nul, minus) == mensen
    assert judge_link(mensen, where, where == expected) == oordeel


def test_the_cases_have_every_verdict() -> None:
    assert {case[-1] for case in LINKS} == set(VERDICTS)


def test_a_count_that_is_not_told_weighs_nothing() -> None:
    assert judge_people(7, np.nan, np.nan) == "vooral_plus"
    assert judge_people(np.nan, np.nan, np.nan) == "niemand"


def chain(indicatoren: dict[str, str]) -> Keten:
    lijst = tuple(Meetlat(*split_indicator(name), RICHTINGEN[richting]) for name, richting in indicatoren.items())
    return Keten((Schakel("zorg", "knoop", "Zorg", "impact", ("zorg",), lijst),))


def tables_of(case: dict) -> dict[str, pd.DataFrame]:
    """Make the result tables of a case; the first meting with the last counts, the other pair says the opposite."""
    pairs = [("nul", "na", "gedaald"), ("nul", "eind", None), ("na", "eind", "gedaald")]
    over = [
        {"rol": rol, "indicator": name, "van": van, "naar": naar, "oordeel": other or word, "oordeel_reden": reden}
        for name, (word, reden) in case.get("over_ikcs", {}).items()
        for van, naar, other in pairs
        for rol in ("vergelijking", "pilot")
        if not (rol == "vergelijking" and other is None)
    ]
    changes = [
        {"ikc": ikc, "indicator": "leren", "bouw": "alle", "van": van, "naar": naar, "oordeel": other or word,
         "oordeel_reden": "marge"}
        for ikc, word in case.get("veranderingen", {}).items() for van, naar, other in pairs
    ]  # fmt: skip
    found = {"over_ikcs": pd.DataFrame(over), "veranderingen": pd.DataFrame(changes)}
    if "met_zonder" in case:
        low, high, other = case["met_zonder"]
        row = {"indicator": "internaliserend", "van": "nul", "naar": "eind", "ci_laag_gecorrigeerd": low,
               "ci_hoog_gecorrigeerd": high, "informant_verschilt": other}  # fmt: skip
        found["verschil_in_verschil"] = pd.DataFrame([row])
    if "toewijzingen" in case:
        low, high = case["toewijzingen"]
        row = {"ikc": "pilots_tegen_vergelijking", "domein": "jeugd_ggz", "term": "voor_na",
               "ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high}  # fmt: skip
        found["tijdreeks"] = pd.DataFrame([row])
    if "kosten" in case:
        found["kosten_over_casussen"] = pd.DataFrame([{"ikc": "alle", "aandeel_positief": 1.0}])
    return found


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["wat"])
def test_where_the_numbers_went(case: dict) -> None:
    row = judge_numbers(tables_of(case), chain(case["indicatoren"]), STUDY).iloc[0]
    assert [row["kwantitatief"], row["kwantitatief_reden"]] == case["verwacht"]


def uitspraken(plus: int, minus: int) -> pd.DataFrame:
    row = {"schakel": "zorg", "n_plus": plus, "n_nul": 0, "n_min": minus, "n_oneens": 0, "n_ikcs": 3}
    return pd.DataFrame([row | {"bron": "alle"}, row | {"bron": "IB"}])


def estimated(oordeel: str, plus: int = 5, minus: int = 0) -> pd.DataFrame:
    reden = "andere_informant" if oordeel == "niet te zeggen" else "marge"
    tables = tables_of({"over_ikcs": {"internaliserend": [oordeel, reden]}})
    return estimate_effectenketen(uitspraken(plus, minus), tables, chain({"internaliserend": "omhoog"}), STUDY)


def test_a_row_has_its_counts_its_sources_and_its_verdict() -> None:
    (row,) = estimated("gestegen").to_dict("records")
    assert (row["n_plus"], row["n_bronnen"], row["als_verwacht"], row["oordeel"]) == (5, 1, "ja", "bevestigd")


def test_no_statements_no_chain() -> None:
    empty = uitspraken(0, 0).head(0)
    assert estimate_effectenketen(empty, {}, chain({}), STUDY).empty


@pytest.mark.parametrize(
    ("public", "internal", "where", "verdict"),
    [
        ("gestegen", "gestegen", "omhoog", "bevestigd"),
        ("gestegen", "geen aantoonbare verandering", "geen", "alleen_kwalitatief"),
        ("gestegen", "niet te zeggen", "niet_bekend", "alleen_kwalitatief"),
        ("gestegen", "gedaald", "niet_bekend", "alleen_kwalitatief"),
        ("geen aantoonbare verandering", "niet te zeggen", "niet_bekend", "alleen_kwalitatief"),
        ("geen aantoonbare verandering", "gestegen", "geen", "alleen_kwalitatief"),
        ("niet te zeggen", "gestegen", "niet_bekend", "alleen_kwalitatief"),
    ],
)
def test_public_is_never_stronger_than_internal(public: str, internal: str, where: str, verdict: str) -> None:
    (row,) = weaken_keten(estimated(public), estimated(internal)).to_dict("records")
    assert (row["kwantitatief"], row["oordeel"]) == (where, verdict)


def test_kappa_by_hand() -> None:
    case = read_published("estimate_kappa", "met_de_hand")
    found = estimate_kappa(np.array(case["tabel"], dtype=float), 0.05)
    assert found == pytest.approx((case["kappa"], *case["interval"]), abs=1e-4)


def test_kappa_of_three_values_is_that_of_a_published_program() -> None:
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.array([[20.0, 5, 1], [10, 15, 3], [2, 2, 6]])
    theirs = cohens_kappa(table)
    assert estimate_kappa(table, 0.05) == pytest.approx((theirs.kappa, theirs.kappa_low, theirs.kappa_upp))


def test_two_coders_who_always_chose_the_same_one_value_have_no_kappa() -> None:
    assert np.isnan(estimate_kappa(np.array([[12.0, 0], [0, 0]]), 0.05)).all()


def coderingen(alike: int, other: int) -> pd.DataFrame:
    rows = [("+", "+", alike), ("+", "-", other), ("-", "-", alike)]
    return pd.DataFrame([{"paar": "1 en 2", "wat": "richting", "eerste": a, "tweede": b, "n": n} for a, b, n in rows])


def test_few_statements_coded_twice_have_no_kappa_but_are_counted() -> None:
    (row,) = estimate_codeurs(coderingen(3, 1), STUDY).to_dict("records")
    assert (row["n"], row["n_gelijk"], row["n_oneens"], row["reden"]) == (7, 6, 1, "te_weinig_uitspraken")
    assert np.isnan(row["kappa"])


def test_enough_statements_coded_twice_have_a_kappa() -> None:
    (row,) = estimate_codeurs(coderingen(5, 2), STUDY).to_dict("records")
    # by hand: 10 of 12 alike; by chance 7/12 * 5/12 + 5/12 * 7/12 = 70/144; (120/144 - 70/144) / (74/144)
    assert row["kappa"] == pytest.approx(50 / 74) and row["reden"] == ""
