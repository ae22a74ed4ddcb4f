from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import power_proportions_2indep

from analysis.codebook import load_codebook
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.comparability import storende_periodes_between
from analysis.inference.oordelen import OORDELEN
from analysis.measures.blijvers import BLIJVERS
from analysis.study import Study

CODEBOOK = load_codebook()
METINGEN = (
    {"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
    {"meting": "na", "peildatum": "2020-02-01", "informant": "jeugdondersteuner"},
    {"meting": "eind", "peildatum": "2021-06-01", "informant": "jeugdondersteuner"},
)
STUDY = Study(
    folder=Path("studie"), naam="voorbeeld", metingen=METINGEN, ikcs=({"ikc": "A"}, {"ikc": "B"}),
    storende_periodes=({"naam": "corona", "van": "2020-03-15", "tot": "2021-06-30"},
                       {"naam": "verhuizing", "van": "2019-08-01", "tot": "2019-08-31"}),
    primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},
                          {"indicator": "verblijf", "richting": "daling"}),
)  # fmt: skip
INT = ("signaal", "internaliserend", "kindproblematiek", "internaliserend", "alle")
DRUK = ("signaal", "druk", "kindproblematiek", "externaliserend", "druk")
INVENTORIED = [("A", "nul", "leerkracht"), ("A", "na", "jeugdondersteuner"), ("A", "eind", "jeugdondersteuner"),
               ("B", "nul", "leerkracht"), ("B", "eind", "")]  # fmt: skip


def _counts(rows: list[tuple]) -> pd.DataFrame:
    """Rows of ikc, meting, bouw, indicator, n, n_kinderen."""
    columns = ["ikc", "meting", "bouw", "aard", "indicator", "soort", "domein", "code", "n", "n_kinderen"]
    table = pd.DataFrame([(ikc, meting, bouw, *what, n, m) for ikc, meting, bouw, what, n, m in rows], columns=columns)
    return table.astype({"n": "Int64", "n_kinderen": "Int64"})


def _changes(rows: list[tuple], inventoried: list[tuple] | None = None) -> pd.DataFrame:
    informants = pd.DataFrame(inventoried or INVENTORIED, columns=["ikc", "meting", "informant"])
    return estimate_veranderingen(_counts(rows), informants.assign(vorm="kinderen"), STUDY, CODEBOOK)


def _row(changes: pd.DataFrame, ikc: str, van: str, naar: str, indicator: str = "internaliserend", bouw: str = "alle"):
    key = {"ikc": ikc, "van": van, "naar": naar, "indicator": indicator, "bouw": bouw}
    hits = changes[(changes[list(key)] == pd.Series(key)).all(axis=1)]
    assert len(hits) == 1
    return hits.iloc[0]


EXAMPLE = [
    ("A", "nul", "alle", INT, 20, 200), ("A", "na", "alle", INT, 50, 200), ("A", "eind", "alle", INT, 22, 200),
    ("B", "nul", "alle", INT, 10, 100), ("B", "eind", "alle", INT, 40, 100),
    ("A", "nul", "alle", DRUK, 30, 200), ("A", "na", "alle", DRUK, 5, 200), ("A", "eind", "alle", DRUK, 29, 200),
]  # fmt: skip


@cache
def _example() -> pd.DataFrame:
    return _changes(EXAMPLE)


SAME = [(ikc, meting, "leerkracht") for ikc, meting, _ in INVENTORIED]


def test_words_are_those_of_the_methods_and_follow_the_numbers() -> None:
    changes = _changes(EXAMPLE, SAME)
    assert _row(changes, "A", "nul", "na").oordeel == "gestegen"
    assert _row(changes, "A", "na", "eind").oordeel == "gedaald"
    assert _row(changes, "A", "nul", "eind").oordeel == "geen aantoonbare verandering"
    assert _row(changes, "A", "nul", "na", "druk").oordeel == "gedaald"
    assert set(changes["oordeel"]) <= {*OORDELEN, ""}


def test_with_another_informant_the_word_is_about_what_was_noted() -> None:
    """The leerkracht at nul, the jeugdondersteuner at na and eind: only those two can be held beside each other."""
    changes = _example()
    rows = {pair: _row(changes, "A", *pair) for pair in (("nul", "na"), ("na", "eind"), ("nul", "eind"))}
    assert [row.genoteerd for row in rows.values()] == ["meer", "minder", "geen aantoonbaar verschil"]
    assert [row.oordeel for row in rows.values()] == ["niet te zeggen", "gedaald", "niet te zeggen"]
    assert [row.oordeel_reden for row in rows.values()] == ["andere_informant", "marge", "andere_informant"]


def test_children_of_ikcs_added_up_get_no_oordeel() -> None:
    of_all = _changes(EXAMPLE, SAME).query("ikc == 'alle'")
    assert len(of_all) > 0 and set(of_all["oordeel"]) == {""} and set(of_all["oordeel_reden"]) == {"opgeteld_over_ikcs"}


def test_difference_is_last_minus_first() -> None:
    row = _row(_example(), "A", "nul", "na")
    assert row.verschil == pytest.approx(0.15)
    assert row.ratio == pytest.approx(2.5)


def test_every_pair_is_in_order_of_time() -> None:
    pairs = set(zip(_example()["van"], _example()["naar"], strict=True))
    assert pairs == set(combinations(("nul", "na", "eind"), 2))


def test_missing_side_is_too_few_data_and_not_in_a_family() -> None:
    row = _row(_example(), "B", "nul", "na")
    assert row.oordeel == "te weinig gegevens"
    assert pd.isna(row.n_naar) and np.isnan(row.p) and row.familie == ""


def test_alle_holds_only_ikcs_with_both_metingen() -> None:
    changes = _example()
    first = _row(changes, "alle", "nul", "na")
    assert (first.n_van, first.n_kinderen_van, first.n_naar, first.n_ikcs) == (20, 200, 50, 1)
    assert (first.soort, first.domein, first.code) == ("kindproblematiek", "internaliserend", "alle")
    last = _row(changes, "alle", "nul", "eind")
    assert (last.n_van, last.n_kinderen_van, last.n_naar, last.n_kinderen_naar, last.n_ikcs) == (30, 300, 62, 300, 2)


@pytest.mark.parametrize(
    ("n_van", "m_van", "n_naar", "m_naar", "enough"),
    [
        (0, 20, 5, 20, True),
        (0, 19, 15, 20, False),
        (2, 20, 2, 20, False),
        (2, 20, 3, 20, True),
        (0, 500, 4, 500, False),
    ],
)
def test_minima_of_study_decide_whether_anything_is_said(n_van, m_van, n_naar, m_naar, enough) -> None:
    changes = _changes([("A", "nul", "alle", INT, n_van, m_van), ("A", "na", "alle", INT, n_naar, m_naar)])
    row = _row(changes, "A", "nul", "na")
    assert (row.oordeel != "te weinig gegevens") == enough
    assert np.isnan(row.p) != enough


def test_primary_is_only_the_whole_ikc_and_has_its_own_family() -> None:
    rows = [(ikc, meting, bouw, what, n, m) for ikc, meting, bouw, what, n, m in EXAMPLE if ikc == "A"]
    rows += [("A", meting, "onderbouw", INT, n, 60) for meting, n in (("nul", 5), ("na", 30), ("eind", 6))]
    changes = _changes(rows)
    assert _row(changes, "A", "nul", "na").familie == "A nul-na primair"
    assert bool(_row(changes, "A", "nul", "na").primair)
    below = _row(changes, "A", "nul", "na", bouw="onderbouw")
    assert below.familie == "A nul-na verkennend" and not below.primair
    assert below.richting == "stijging"
    assert _row(changes, "A", "nul", "na", "druk").richting == ""


def test_shared_name_means_the_domain() -> None:
    domain = ("zorg", "verblijf", "tweedelijnszorg", "verblijf", "alle")
    code = ("zorg", "verblijf", "tweedelijnszorg", "verblijf", "verblijf")
    changes = _changes([("A", meting, "alle", what, 9, 90) for meting in ("nul", "na") for what in (domain, code)])
    one_pair = changes[(changes["ikc"] == "A") & (changes["naar"] == "na") & (changes["van"] == "nul")]
    assert one_pair.set_index("code")["primair"].to_dict() == {"alle": True, "verblijf": False}


def test_turning_point_is_given_for_rises_with_another_informant_only() -> None:
    changes = _example()
    rise = _row(changes, "A", "nul", "na")
    assert rise.omslag_detectie == pytest.approx(2.5)
    # by hand: ln 2.5 - 1.959964 * sqrt(1/20 - 1/200 + 1/50 - 1/200) = 0.916291 - 0.480091; e^0.436200 = 1.5468
    assert rise.omslag_detectie_laag == pytest.approx(1.5468, abs=1e-4)
    assert np.isnan(_row(changes, "A", "na", "eind").omslag_detectie)
    assert np.isnan(_row(_changes(EXAMPLE, SAME), "A", "nul", "na").omslag_detectie)


def test_informant_of_inventory_counts_and_study_fills_in() -> None:
    changes = _example()
    row = _row(changes, "B", "nul", "eind")
    assert (row.informant_van, row.informant_naar, row.informant_gewisseld) == ("leerkracht", "jeugdondersteuner", True)
    assert not _row(changes, "A", "na", "eind").informant_gewisseld
    assert _row(changes, "alle", "nul", "na").informant_gewisseld
    one_sided = _row(changes, "B", "nul", "na")
    assert (one_sided.informant_van, one_sided.informant_gewisseld) == ("leerkracht", False)


def test_disturbing_periods_between_the_peildata_are_named() -> None:
    changes = _example()
    assert _row(changes, "A", "nul", "na").storend == "verhuizing"
    assert _row(changes, "A", "na", "eind").storend == "corona"
    assert _row(changes, "A", "nul", "eind").storend == "corona; verhuizing"


def test_period_touches_on_its_last_day_only() -> None:
    days = {item.meting: item.peildatum for item in STUDY.metingen}
    on_last_day = STUDY.storende_periodes[1].tot
    assert storende_periodes_between(on_last_day, days["na"], STUDY) == "verhuizing"
    assert storende_periodes_between(on_last_day.replace(month=9, day=1), days["na"], STUDY) == ""


groups = st.integers(20, 300).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m)))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(groups, groups), min_size=2, max_size=6))
def test_verdict_agrees_with_corrected_p_and_interval(cells: list) -> None:
    codes = CODEBOOK.indicatoren.head(len(cells))
    rows = []
    for (van, naar), item in zip(cells, codes.itertuples(), strict=True):
        what = (item.aard, item.indicator, item.soort, item.domein, item.code)
        rows += [("A", "nul", "alle", what, *van), ("A", "na", "alle", what, *naar)]
    changes = _changes(rows)
    tested = changes[changes["p"].notna()]
    found = tested["genoteerd"].isin(["meer", "minder"])
    excludes = (tested["ci_laag_gecorrigeerd"] > 0) | (tested["ci_hoog_gecorrigeerd"] < 0)
    clear = (tested["p_gecorrigeerd"] - 0.05).abs() > 1e-9
    assert (found == excludes).all()
    assert (found == (tested["p_gecorrigeerd"] <= 0.05))[clear].all()
    assert (tested["p_gecorrigeerd"] >= tested["p"] - 1e-12).all()
    assert (tested["ci_laag_gecorrigeerd"] <= tested["ci_laag"] + 1e-12).all()
    assert (tested["ci_hoog_gecorrigeerd"] >= tested["ci_hoog"] - 1e-12).all()
    assert (changes["genoteerd"] == "te weinig gegevens").eq(changes["p"].isna()).all()


def test_no_inventories_give_an_empty_table() -> None:
    changes = _changes([], [("A", "nul", "leerkracht")])
    assert changes.empty
    assert {"oordeel", "p_gecorrigeerd", "omslag_detectie"} <= set(changes.columns)


def _blijvers(*rows: tuple) -> pd.DataFrame:
    """Rows of ikc, van, naar, indicator, and the four counts."""
    columns = ["ikc", "van", "naar", "soort", "domein", "code", *BLIJVERS]
    table = pd.DataFrame([(ikc, van, naar, *what[2:], *n) for ikc, van, naar, what, *n in rows], columns=columns)
    return table.assign(bouw="alle").astype(dict.fromkeys(BLIJVERS, "Int64"))


def _linked(rows: list[tuple], *blijvers: tuple) -> pd.DataFrame:
    informants = pd.DataFrame(INVENTORIED, columns=["ikc", "meting", "informant"]).assign(vorm="kinderen")
    return estimate_veranderingen(_counts(rows), informants, STUDY, CODEBOOK, _blijvers(*blijvers))


PAIR = [("A", "nul", "alle", INT, 20, 200), ("A", "na", "alle", INT, 30, 200)]


def test_children_in_both_make_the_margin_narrower_and_are_named() -> None:
    apart = _row(_linked(PAIR), "A", "nul", "na")
    partly = _row(_linked(PAIR, ("A", "nul", "na", INT, 150, 15, 22, 12)), "A", "nul", "na")
    fully = _row(_linked(PAIR, ("A", "nul", "na", INT, 200, 20, 30, 16)), "A", "nul", "na")
    assert [row.methode for row in (apart, partly, fully)] == ["newcombe", "gee", "mcnemar_tango"]
    assert apart.reden == "Het is niet bekend welke kinderen in beide metingen zitten."
    assert apart.verschil == partly.verschil == fully.verschil
    widths = [row.ci_hoog - row.ci_laag for row in (apart, partly, fully)]
    assert widths[0] > widths[1] > widths[2]
    assert apart.p > partly.p > fully.p
    assert apart.kleinst_aantoonbaar > partly.kleinst_aantoonbaar > fully.kleinst_aantoonbaar


def test_the_smallest_change_of_a_primary_indicator_is_at_the_level_of_its_verdict() -> None:
    """Two primary indicators: found in 80 of 100 at 0.05 / 2; the exploratory one at 0.05. Power by statsmodels."""
    changes = _changes(EXAMPLE)
    for indicator, share, level in (("internaliserend", 0.1, 0.025), ("druk", 0.15, 0.05)):
        smallest = _row(changes, "A", "nul", "na", indicator).kleinst_aantoonbaar
        power = power_proportions_2indep(smallest, share, nobs1=200, alpha=level, return_results=False)
        assert power == pytest.approx(0.80, abs=0.002)


def test_the_word_changes_when_the_overlap_moves_the_margin_past_zero() -> None:
    """20 and 30 of 200: nothing to show for strangers (p 0.13), a rise when it is the same children."""
    assert _row(_linked(PAIR), "A", "nul", "na").genoteerd == "geen aantoonbaar verschil"
    found = _row(_linked(PAIR, ("A", "nul", "na", INT, 200, 20, 30, 18)), "A", "nul", "na")
    assert found.genoteerd == "meer" and found.ci_laag_gecorrigeerd > 0


def test_blijvers_that_contradict_the_counts_are_set_aside() -> None:
    row = _row(_linked(PAIR, ("A", "nul", "na", INT, 250, 15, 22, 12)), "A", "nul", "na")
    assert row.methode == "newcombe" and pd.isna(row.n_gebleven)


def test_alle_adds_the_blijvers_that_are_known_and_has_the_ikc_as_unit() -> None:
    """Its margin follows from how the IKCs differ, so who stayed does not matter; two IKCs have too few for a p."""
    rows = [*PAIR, ("B", "nul", "alle", INT, 10, 100), ("B", "na", "alle", INT, 12, 100)]
    row = _row(_linked(rows, ("A", "nul", "na", INT, 150, 15, 22, 12)), "alle", "nul", "na")
    assert (row.n_gebleven, row.n_gebleven_beide, row.methode) == (150, 12, "t_over_ikcs")
    apart = _row(_linked(rows), "alle", "nul", "na")
    assert (apart.ci_laag, apart.ci_hoog) == (row.ci_laag, row.ci_hoog)
    # 30 and 42 of 300. A gives (30 - 0.14 * 200) - (20 - 0.1 * 200) = 2 of 300, B minus 2: sqrt(2 * 8) / 300 = 4 / 300
    assert row.ci_hoog - row.verschil == pytest.approx(12.7062 * 4 / 300, abs=1e-5)
    assert np.isnan(row.p)


def test_smallest_group_of_a_change_by_hand() -> None:
    """Of 150 blijvers 15 and 22 have the mark, 12 at both: 3 lost it. 20 - 15 = 5 leavers and 30 - 22 = 8 entrants."""
    assert _row(_linked(PAIR, ("A", "nul", "na", INT, 150, 15, 22, 12)), "A", "nul", "na").n_kleinste == 3
    assert _row(_linked(PAIR), "A", "nul", "na").n_kleinste == 20


def test_standardised_change_takes_out_a_shift_between_bouwen() -> None:
    """Shares per bouw stay 10 and 30 per cent; more children are in the bovenbouw: only the raw change rises."""
    cells = [("nul", "onderbouw", 10, 100), ("nul", "bovenbouw", 30, 100), ("nul", "alle", 40, 200),
             ("na", "onderbouw", 5, 50), ("na", "bovenbouw", 45, 150), ("na", "alle", 50, 200)]  # fmt: skip
    row = _row(_linked([("A", meting, bouw, INT, n, m) for meting, bouw, n, m in cells]), "A", "nul", "na")
    assert row.verschil == pytest.approx(0.05)
    assert row.verschil_gestandaardiseerd == pytest.approx(0.0)
    assert row.ci_laag_gestandaardiseerd < 0 < row.ci_hoog_gestandaardiseerd
    assert row.n_kleinste_bouw == 5
    assert np.isnan(_row(_linked(PAIR), "A", "nul", "na").verschil_gestandaardiseerd)
