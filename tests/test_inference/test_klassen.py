"""How much alike marks of one class are, and what that does to margins: published numbers, hand counts, statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from analysis.inference import gee_counts, overlap, within_ikc
from analysis.inference.afronding import weigh_change, worth_of
from analysis.inference.associations import estimate_samenhang
from analysis.inference.klassen import (
    Klassen,
    add_klassen,
    add_klassen_of_groups,
    as_public,
    estimate_icc,
    join_klassen,
    pool_ontwerp,
    widen_when_alike,
)
from analysis.inference.proportions import (
    estimate_aandelen,
    estimate_newcombe,
    estimate_p_newcombe,
    estimate_wilson,
    quantile,
)
from analysis.inference.ratios import estimate_mean_per_100, estimate_paired_ratio
from analysis.study import Study

STUDY = Study(
    folder=".", naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}),
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-02-01", "informant": "jeugdondersteuner"}),
)  # fmt: skip
DOMAINS = [("kind", "intern", "alle"), ("kind", "extern", "alle")]
CODE = ("kind", "intern", "druk")


def spreiding(*rows: tuple, informant: str = "leerkracht", aard: str = "signaal") -> pd.DataFrame:
    """Rows of indicator, marks, mean square between and within, df between and within, and n0."""
    table = [(*what, n, b * df_b, w * df_w, df_b, df_w, n0) for what, n, b, w, df_b, df_w, n0 in rows]
    names = ["soort", "domein", "code", "n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "n0"]
    return pd.DataFrame(table, columns=names).assign(informant=informant, aard=aard)


def between(icc: float, n0: float) -> float:
    """The mean square between that goes with an ICC, the one within being 1: (b - 1) / (b + n0 - 1) solved for b."""
    return (1 + (n0 - 1) * icc) / (1 - icc)


def test_the_formula_gives_the_published_icc_of_shrout_and_fleiss() -> None:
    """Shrout and Fleiss (1979), Psychological Bulletin 86:420-428, table 3: 6 targets, 4 judges; ICC(1,1) is .17."""
    row = estimate_icc(spreiding((DOMAINS[0], 100, 11.24, 6.26, 5, 18, 4))).iloc[0]
    assert round(row["icc_eigen"], 2) == 0.17


def test_own_estimate_is_that_of_an_analysis_of_variance_and_near_a_mixed_model() -> None:
    """40 classes of 20, shares from a beta distribution with a true ICC of 0.1 (a + b + 1 = 10)."""
    rng = np.random.default_rng(3)
    chance = rng.beta(0.3 * 9, 0.7 * 9, 40)
    table = pd.DataFrame({"klas": np.repeat(np.arange(40), 20), "y": (rng.random((40, 20)) < chance[:, None]).ravel()})
    table = table.astype({"y": float})
    found = anova_lm(ols("y ~ C(klas)", table).fit())
    mean_square = found["sum_sq"] / found["df"]
    row = (DOMAINS[0], table["y"].sum(), *mean_square, *found["df"], 20)
    own = estimate_icc(spreiding(row))["icc_eigen"].iloc[0]
    mixed = sm.MixedLM.from_formula("y ~ 1", table, groups="klas").fit(reml=True)
    variance = float(mixed.cov_re.iloc[0, 0])
    # equal classes: restricted likelihood and analysis of variance are the same (Searle, Casella, McCulloch 1992, 4.8)
    assert own == pytest.approx(variance / (variance + mixed.scale), abs=1e-4)
    assert own == pytest.approx(0.1, abs=0.06)


def by_code(found: pd.DataFrame) -> pd.DataFrame:
    return found.set_index(["informant", "domein", "code"])


def test_an_estimate_is_drawn_to_the_mean_of_the_domains_by_hand() -> None:
    """Domains 0.10 (30 marks) and 0.02 (10): mean (3 + 0.2) / 40 = 0.08, worth 5 degrees of freedom beside 15."""
    rows = [(DOMAINS[0], 30, between(0.10, 21), 1, 15, 300, 21), (DOMAINS[1], 10, between(0.02, 21), 1, 15, 300, 21),
            (CODE, 12, between(0.30, 21), 1, 15, 300, 21)]  # fmt: skip
    found = by_code(estimate_icc(spreiding(*rows))).loc["leerkracht"]
    assert found["icc_gemiddeld"].tolist() == pytest.approx([0.08] * 3)
    assert found["icc"].tolist() == pytest.approx([(15 * own + 5 * 0.08) / 20 for own in (0.10, 0.02, 0.30)])
    assert found["vrijheidsgraden"].tolist() == [20] * 3


def test_never_below_zero_and_then_its_own_estimate_is_still_shown() -> None:
    """Own -0.04 with 15: (-0.6 + 0.1) / 20 is below zero; with all domains below zero the mean is zero."""
    rows = [(DOMAINS[0], 30, between(0.02, 21), 1, 15, 300, 21), (CODE, 12, between(-0.04, 21), 1, 15, 300, 21)]
    found = by_code(estimate_icc(spreiding(*rows))).loc[("leerkracht", "intern", "druk")]
    assert (found["icc"], found["icc_eigen"]) == (0, pytest.approx(-0.04))
    only = estimate_icc(spreiding((DOMAINS[0], 30, between(-0.03, 21), 1, 15, 300, 21)))
    assert only[["icc", "icc_gemiddeld"]].iloc[0].tolist() == [0, 0]


def test_informants_and_care_have_means_of_their_own() -> None:
    def one(icc: float, **of: str) -> pd.DataFrame:
        return spreiding((DOMAINS[0], 30, between(icc, 21), 1, 15, 300, 21), **of)

    rows = pd.concat([one(0.10), one(0.02, informant="jeugdondersteuner"), one(0.06, aard="zorg")], ignore_index=True)
    assert estimate_icc(rows)["icc"].tolist() == pytest.approx([0.10, 0.02, 0.06])


def test_with_one_class_per_bouw_nothing_is_known_and_children_are_the_unit() -> None:
    rows = estimate_icc(spreiding((DOMAINS[0], 30, 0, 1, 0, 300, np.nan)))
    assert rows[["icc", "icc_gemiddeld"]].isna().all().all()
    found = add_klassen(counts_of(30, 200), classes_of(rows))
    assert found[["eenheid", "deff", "vrijheidsgraden"]].iloc[0].tolist() == ["kind", 1, np.inf]


def test_public_has_one_number_for_all_signals() -> None:
    rows = [(DOMAINS[0], 30, between(0.10, 21), 1, 15, 300, 21), (DOMAINS[1], 10, between(0.03, 21), 1, 15, 300, 21)]
    public = as_public(estimate_icc(spreiding(*rows)))
    assert public["icc"].tolist() == [0.08, 0.08] and public["icc_eigen"].isna().all()  # (3 + 0.3) / 40 = 0.0825


def counts_of(n: int, n_kinderen: int, ikc: str = "A") -> pd.DataFrame:
    row = {"ikc": ikc, "meting": "nul", "bouw": "alle", "soort": "kind", "domein": "intern", "code": "alle"}
    return pd.DataFrame([{**row, "n": n, "n_kinderen": n_kinderen}]).astype({"n": "Int64", "n_kinderen": "Int64"})


def classes_of(icc: pd.DataFrame, size: float = 21, number: int = 10) -> Klassen:
    klassen = pd.DataFrame({"ikc": ["A"], "meting": "nul", "bouw": "alle", "eenheid": "klas", "n_klassen": number,
                            "klas_grootte": size, "deel": 1 / number})  # fmt: skip
    who = pd.DataFrame({"ikc": ["A"], "meting": "nul", "informant": ""})
    return join_klassen(klassen, icc, who, STUDY)


KNOWN = estimate_icc(spreiding((DOMAINS[0], 30, between(0.15, 21), 1, 15, 300, 21)))
"""An ICC of 0.15 with 20 degrees of freedom; in classes of 21 children deff = 1 + 20 * 0.15 = 4."""


def test_design_effect_by_hand_and_none_where_classes_are_not_known() -> None:
    counts = pd.concat([counts_of(30, 200), counts_of(30, 200, "B")], ignore_index=True)
    found = add_klassen(counts, classes_of(KNOWN))
    assert found["deff"].tolist() == pytest.approx([4, 1]) and found["vrijheidsgraden"].tolist() == [20, np.inf]
    assert found["eenheid"].tolist() == ["klas", "kind"]
    # classes of 22 and 0.05: sqrt(1 + 21 * 0.05) = 1.4318
    assert widen_when_alike(found, STUDY)[1] == pytest.approx(1.4318, abs=1e-4)
    assert np.isnan(widen_when_alike(found, STUDY)[0])


def test_classes_smaller_than_a_child_do_not_narrow_a_margin() -> None:
    assert add_klassen(counts_of(3, 20), classes_of(KNOWN, size=0.5))["deff"].iloc[0] == 1


def test_a_sum_over_ikcs_has_the_mean_design_effect_by_children() -> None:
    """300 children at 4 and 100 at 1: 3.25; the fewest degrees of freedom."""
    rows = pd.DataFrame({"meting": "nul", "n_kinderen": [300, 100], "deff": [4.0, 1.0], "vrijheidsgraden": [20, 9.0]})
    assert pool_ontwerp(rows, ["meting"]).iloc[0].tolist() == ["nul", 3.25, 9]


def test_of_a_group_of_children_those_in_one_class_count() -> None:
    """60 with a problem in 10 classes: 6 in each, 1 + 5 * 0.15 = 1.75; B is unknown; together (60 * 1.75 + 20) / 80."""
    rows = pd.DataFrame({"ikc": ["A", "B", "alle"], "meting": "nul", "maat": "x"})
    size, aard = pd.Series([60, 20, 80]), pd.Series(["signaal"] * 3)
    found = add_klassen_of_groups(rows, size, aard, classes_of(KNOWN), ["maat"])
    assert found["deff"].tolist() == pytest.approx([1.75, 1, 125 / 80])
    assert found["vrijheidsgraden"].tolist() == [20, np.inf, 20]
    few = add_klassen_of_groups(rows.head(1), pd.Series([4]), aard.head(1), classes_of(KNOWN), ["maat"])
    assert few["deff"].tolist() == [1], "fewer children than classes: nobody shares one"


# --- what it does to margins ---------------------------------------------------------------------------------------


def test_quantile_is_that_of_the_tables_of_t_and_of_the_normal() -> None:
    found = quantile(0.05, np.array([1, 5, 10, 30, np.inf]))
    assert found == pytest.approx([12.706, 2.571, 2.228, 2.042, 1.960], abs=5e-4)


def test_independent_children_have_exactly_the_old_numbers() -> None:
    shares = pd.DataFrame({"n": [0, 3, 81, 50], "n_kinderen": [20, 30, 263, 50]})
    plain = estimate_aandelen(shares, 0.05)
    assert estimate_aandelen(shares.assign(deff=1.0, vrijheidsgraden=np.inf), 0.05)[plain.columns].equals(plain)
    four = changes_of(150, 15, 22, 12)
    same = four.assign(deff_van=1.0, deff_naar=1.0, vrijheidsgraden=np.inf)
    pd.testing.assert_frame_equal(within_ikc.estimate_change(same, 0.05), within_ikc.estimate_change(four, 0.05))
    assert weigh_change(same, 0)[overlap.ENROLLED].astype(float).equals(four[overlap.ENROLLED].astype(float))


def test_a_share_with_design_effect_four_is_worth_a_quarter_of_the_children() -> None:
    """Newcombe (1998), Stat. Med. 17:857-872, table I, method 3: 81 of 263 is 0.2553 to 0.3662."""
    row = pd.DataFrame({"n": [324], "n_kinderen": [1052], "deff": [4.0], "vrijheidsgraden": [np.inf]})
    found = estimate_aandelen(row, 0.05).iloc[0]
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([0.2553, 0.3662], abs=5e-5)
    assert found["aandeel"] == pytest.approx(81 / 263)


def test_a_share_with_ten_degrees_of_freedom_has_the_quantile_of_t() -> None:
    """The same Wilson interval at the level at which the normal quantile is 2.228."""
    row = pd.DataFrame({"n": [81], "n_kinderen": [263], "deff": [1.0], "vrijheidsgraden": [10.0]})
    found = estimate_aandelen(row, 0.05).iloc[0]
    expected = estimate_wilson(np.array([81]), np.array([263]), 2 * stats.norm.sf(2.2281389))
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([end[0] for end in expected])


def changes_of(*blijvers: int | None, van: tuple = (20, 200), naar: tuple = (30, 200), **design: float) -> pd.DataFrame:
    stayed = blijvers or (pd.NA,) * 4
    values = dict(zip(overlap.COUNTS, (*van, *naar, *stayed), strict=True))
    return pd.DataFrame([values]).astype(dict.fromkeys(overlap.COUNTS, "Int64")).assign(**design)


def test_a_change_with_design_effect_four_is_that_of_a_quarter_of_the_children() -> None:
    """Newcombe (1998), Stat. Med. 17:873-890, table II, method 10: 56/70 - 48/80 is 0.0524 to 0.3339."""
    row = changes_of(van=(192, 320), naar=(224, 280), deff_van=4.0, deff_naar=4.0, vrijheidsgraden=np.inf)
    found = within_ikc.estimate_change(row, 0.05).iloc[0]
    assert [found["ci_laag"], found["ci_hoog"]] == pytest.approx([0.0524, 0.3339], abs=5e-5)
    assert found["p"] == pytest.approx(estimate_p_newcombe(*(np.array([v]) for v in (48, 80, 56, 70)))[0])


def test_the_error_of_a_gee_with_classes_by_hand() -> None:
    """0.09 and 0.1275 times 200 / 199^2, times 4 and 2; less twice the covariance 9.8 / 199^2 of 150 who stayed.

    12 - 0.15 * 15 - 0.1 * 22 + 150 * 0.015 = 9.8.
    """
    row = changes_of(150, 15, 22, 12, deff_van=4.0, deff_naar=2.0, vrijheidsgraden=10.0)
    error = np.sqrt((4 * 0.09 * 200 + 2 * 0.1275 * 200 - 2 * 9.8) / 199**2)
    assert gee_counts.estimate_error(row)[0] == pytest.approx(error)
    low, high = gee_counts.estimate_gee(row, 0.05)
    assert [low[0], high[0]] == pytest.approx([0.05 - 2.2281389 * error, 0.05 + 2.2281389 * error])
    assert gee_counts.estimate_p_gee(row)[0] == pytest.approx(2 * stats.t.sf(0.05 / error, 10))


def test_classes_make_the_same_covariance_a_smaller_correlation() -> None:
    """9.8 of 200 * sqrt(0.09 * 0.1275) = 0.4574; with design effects 4 and 1 half of that, and the covariance stays."""
    alone, classes = changes_of(150, 15, 22, 12), changes_of(150, 15, 22, 12, deff_van=4.0, deff_naar=1.0)
    plain, found = overlap.estimate_correlatie(alone)[0], overlap.estimate_correlatie(classes)[0]
    assert plain == pytest.approx(9.8 / (200 * np.sqrt(0.09 * 0.1275))) == pytest.approx(0.4574, abs=1e-4)
    assert found == pytest.approx(plain / 2)
    errors = [np.sqrt(0.09 / m1 * 0.1275 / m2) for m1, m2 in ((200, 200), (50, 200))]
    assert plain * errors[0] == pytest.approx(found * errors[1])


def test_mover_with_classes_is_that_of_the_children_that_they_are_worth() -> None:
    """Zou and Donner (2008): both Wilson intervals at 50 children (200 / 4), and t with 10 degrees of freedom."""
    row = changes_of(150, 15, 22, 12, deff_van=4.0, deff_naar=4.0, vrijheidsgraden=10.0)
    low, _ = overlap.estimate_mover(row, 0.05)
    level = 2 * stats.norm.sf(2.2281389)
    van, naar = (estimate_wilson(np.array([n]), np.array([50]), level) for n in (5, 7.5))
    r, down, up = 9.8 / (200 * np.sqrt(0.09 * 0.1275)) / 4, 0.15 - naar[0][0], van[1][0] - 0.1
    assert low[0] == pytest.approx(0.05 - np.sqrt(down**2 + up**2 - 2 * r * down * up))


def test_children_in_both_metingen_are_not_paired_exactly_where_classes_are_known() -> None:
    """McNemar and Tango know no classes."""
    everyone = changes_of(200, 20, 30, 16)
    assert within_ikc.choose_method(everyone)["methode"].tolist() == ["mcnemar_tango"]
    classes = everyone.assign(deff_van=2.0, deff_naar=2.0, vrijheidsgraden=20.0)
    assert within_ikc.choose_method(classes)["methode"].tolist() == ["gee"]


DESIGN = st.tuples(st.floats(1, 6), st.floats(1, 6), st.sampled_from([3.0, 8.0, 25.0, np.inf]))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 119), st.integers(1, 149), DESIGN, st.sampled_from([0, 5]), st.booleans())
def test_at_a_level_equal_to_p_an_end_of_the_interval_is_zero(x1, x2, design, basis, linked) -> None:
    stayed = (60, min(x1, 60) // 2, min(x2, 60) // 2, min(x1, x2, 60) // 4) if linked else ()
    row = changes_of(*stayed, van=(x1, 120), naar=(x2, 150), deff_van=design[0], deff_naar=design[1], n_ikcs=1)
    row = row.assign(vrijheidsgraden=design[2])
    found = within_ikc.estimate_change(row, 0.05, basis).iloc[0]
    if 1e-12 < found["p"] < 1 - 1e-9:
        low, high = within_ikc.estimate_interval(row, float(found["p"]), basis)
        assert min(abs(low[0]), abs(high[0])) == pytest.approx(0, abs=1e-6)


def test_p_of_ikcs_as_units_agrees_with_its_interval() -> None:
    """fout 0.02 and 2 degrees of freedom: 0.05 / 0.02 = 2.5, p 0.1296 (t table: 2.5 lies between .20 and .10)."""
    row = changes_of(fout=0.02, vrijheidsgraden=2.0, eenheid="ikc")
    found = within_ikc.estimate_change(row, 0.05).iloc[0]
    assert found["methode"] == "t_over_ikcs" and found["p"] == pytest.approx(0.1296, abs=1e-4)
    assert found["ci_laag"] == pytest.approx(0.05 - 4.302653 * 0.02)
    assert within_ikc.estimate_interval(row, float(found["p"]))[0][0] == pytest.approx(0, abs=1e-9)


def test_rounding_and_classes_are_in_one_worth() -> None:
    """20 of 100, share at two more on each side; chance counts four times, rounding (4 per count) once."""
    share = 22 / 104
    chance, rounding = share * (1 - share) / 100, 4 * (1 + share**2) / 100**2
    expected = chance / (4 * chance + rounding)
    assert worth_of(np.array([20]), np.array([100]), 5, deff=4.0)[0] == pytest.approx(expected)
    assert worth_of(np.array([20]), np.array([100]), 0, deff=4.0)[0] == 0.25


def test_weighed_counts_do_not_weigh_twice() -> None:
    row = changes_of(150, 15, 22, 12, deff_van=4.0, deff_naar=2.0, vrijheidsgraden=10.0)
    once = weigh_change(row, 0)
    assert once[overlap.ENROLLED].iloc[0].tolist() == [5, 50, 15, 100]
    assert weigh_change(once, 0)[overlap.ENROLLED].iloc[0].tolist() == [5, 50, 15, 100]


def test_ratios_and_means_with_classes() -> None:
    """60 to 40, nobody in both: variance 100 / 2400, four times as much; t of 8 is 2.3060. Mean: half as precise."""
    low, _ = estimate_paired_ratio(*(np.array([v]) for v in (60.0, 40.0, 0.0)), 0.05, design=(4.0, 8.0))
    assert low[0] == pytest.approx(1.5 * np.exp(-2.306004 * np.sqrt(4 * 100 / 2400)))
    mean = [np.array([v]) for v in (30.0, 100.0, 50.0)]
    (low, _), (plain, _) = (estimate_mean_per_100(*mean, 0.05, (deff, np.inf)) for deff in (4.0, 1.0))
    assert 30 - low[0] == pytest.approx(2 * (30 - plain[0]))


def test_an_odds_ratio_with_classes_is_wider_on_the_log_scale() -> None:
    """Design effect 4 doubles the distance to both ends; t with 10 makes it 2.228 / 1.960 times as large again."""
    cells = pd.DataFrame({"n_beide": [20], "n_eerste": [10], "n_tweede": [15], "n_geen": [55]})
    plain, classes, few = (
        estimate_samenhang(cells.assign(**design), 0.05).iloc[0]
        for design in ({}, {"deff": 4.0, "vrijheidsgraden": np.inf}, {"deff": 4.0, "vrijheidsgraden": 10.0})
    )
    for end in ("ci_laag", "ci_hoog"):
        distance = np.log(plain[end] / plain["odds_ratio"])
        assert np.log(classes[end] / classes["odds_ratio"]) == pytest.approx(2 * distance)
        assert np.log(few[end] / few["odds_ratio"]) == pytest.approx(2 * distance * 2.2281389 / 1.9599640)
    assert plain["odds_ratio"] == classes["odds_ratio"] == pytest.approx(20 * 55 / 150)


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.10])
def test_a_margin_with_the_true_design_effect_holds_its_mark_in_simulated_classes(icc: float) -> None:
    """Shares of 10 classes of 22, children alike by a beta distribution: 93 to 98 per cent of 2,000 hold the truth.

    The audit's independent margins covered 81 per cent at 0.05; here they are checked to cover less too.
    """
    rng = np.random.default_rng(11)
    size = 10, 22
    chance = rng.beta(0.3 * (1 / icc - 1), 0.7 * (1 / icc - 1), (4000, 10)) if icc else np.full((4000, 10), 0.3)
    hits = rng.binomial(size[1], chance).sum(axis=1)
    van, naar = hits[:2000], hits[2000:]
    n = np.full(2000, 220)
    deff = 1 + 21 * icc
    low, high = estimate_newcombe(van / deff, n / deff, naar / deff, n / deff, 0.05)
    held = ((low <= 0) & (high >= 0)).mean()
    assert 0.93 <= held <= 0.98
    if icc:
        low, high = estimate_newcombe(van, n, naar, n, 0.05)
        assert ((low <= 0) & (high >= 0)).mean() < 0.90
