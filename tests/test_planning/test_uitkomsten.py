"""What the plan reckons agrees with what others computed: a formula without classes, Student's t, a count by hand."""

import numpy as np
import pandas as pd
import pytest
from planned import opzet_of
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from analysis.planning import schatters, uitkomsten
from analysis.planning.trekken import Trekking, draw_study
from analysis.planning.uitkomsten import IKC, advised_doubles, crossing, find_smallest


def chance(opzet, icc: float, change: float) -> float:
    return uitkomsten._found_in_one(opzet, icc, change)


@pytest.mark.parametrize(("prevalentie", "change"), [(0.10, 0.10), (0.30, 0.15), (0.30, -0.12)])
def test_power_of_two_shares_without_classes_is_that_of_statsmodels(prevalentie: float, change: float) -> None:
    """One indicator, ICC 0, 30 IKCs so that the estimate of the ICC is all but sure; within 3 Monte Carlo errors and 3
    points for the methods (arcsine there, score interval here; an ICC that is estimated as little above 0)."""
    opzet = opzet_of(2000, kinderen=200, klassen=10, ikcs=30, icc=0.0, indicatoren=1, prevalentie=prevalentie,
                     verandering=change)  # fmt: skip
    effect = abs(proportion_effectsize(prevalentie + change, prevalentie))
    expected = NormalIndPower().power(effect, 200, 0.05)
    error = np.sqrt(expected * (1 - expected) / 2000)
    assert 0.4 < expected < 0.95
    assert chance(opzet, 0.0, change) == pytest.approx(expected, abs=0.03 + 3 * error)


def test_a_class_that_is_more_alike_makes_margins_wider_and_the_smallest_change_larger() -> None:
    opzet = opzet_of(300, ikcs=3, icc=0.05)
    found = [uitkomsten._first_indicator(opzet, icc, 0.1) for icc in (0.0, 0.05, 0.10)]
    width = [float((rows["ci_hoog"] - rows["ci_laag"]).mean()) for rows in found]
    assert width[0] < width[1] < width[2]
    assert chance(opzet, 0.0, 0.1) > chance(opzet, 0.05, 0.1) > chance(opzet, 0.10, 0.1)


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.10])
def test_words_are_false_in_at_most_the_mark_of_families(icc: float) -> None:
    """The mark of docs/coverage.md is 5.5 per cent; within two Monte Carlo errors of 800 studies."""
    found = uitkomsten._false_words(opzet_of(800, ikcs=3, metingen=3), icc)
    assert found["eerste_laatste"] <= 0.055 + 2 * np.sqrt(0.055 * 0.945 / 800)
    assert found["elk_paar"] >= found["eerste_laatste"]


def test_over_ikcs_the_chance_is_that_of_students_t() -> None:
    """Nine IKCs whose true changes have a standard deviation of 4 points, and so many children that nothing else
    varies: the power of a t test (noncentral t, as in G*Power) at 0.05 / 1."""
    opzet = opzet_of(3000, ikcs=9, kinderen=5000, klassen=50, icc=0.0, indicatoren=1, prevalentie=0.3, spreiding=0.04)
    change, sd = 0.04, np.sqrt(0.04**2 + (0.3 * 0.7 + 0.34 * 0.66) / 5000)
    t = stats.t.isf(0.025, 8)
    expected = stats.nct.sf(t, 8, change / sd * 3) + stats.nct.cdf(-t, 8, change / sd * 3)
    found = uitkomsten._found_together(opzet, 0.0, change)["9 IKC's samen"]["gevonden"].mean()
    assert found == pytest.approx(expected, abs=3 * np.sqrt(expected * (1 - expected) / 3000))


def test_two_ikcs_together_get_no_word() -> None:
    """`minimum_ikcs` is 3: the report says nothing about fewer."""
    found = uitkomsten._found_together(opzet_of(100, ikcs=2, spreiding=0.0), 0.0, 0.8)
    assert not found["2 IKC's samen"]["gevonden"].any()


def test_three_ikcs_never_reach_five_per_cent_by_sign_flip() -> None:
    """2 / 2^3 and 2 / 2^4, counted by hand; 2 / 2^9."""
    found = uitkomsten.reckon(opzet_of(100, ikcs=[3, 4, 9])).kleinste_p
    assert list(found["kleinste_p"]) == [0.25, 0.125, 2 / 512]


def test_the_spread_between_classes_is_that_of_an_analysis_of_variance_by_hand() -> None:
    """Two classes of 10 in one bouw with 2 and 4 marks: between 0.2 (df 1), within 1.6 + 2.4 = 4.0 (df 18), n0 10."""
    counts = np.array([2, 4]).reshape(1, 1, 1, 2)
    drawn = Trekking((counts,), np.array([10, 10]), np.array(["onderbouw", "onderbouw"]))
    found = schatters._spread(drawn.metingen, drawn).iloc[0]
    assert found[["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "n0"]].tolist() == pytest.approx(
        [6, 0.2, 4.0, 1, 18, 10]
    )


def test_the_smallest_change_lies_on_the_line_between_two_that_were_tried() -> None:
    """0.6 at 4 points and 0.9 at 7: 0.8 at 6. A dip by chance (0.55 at 5) does not send it back."""
    assert crossing(np.array([0, 0.04, 0.07]), np.array([0.0, 0.6, 0.9]), 0.8) == pytest.approx(0.06)
    assert crossing(np.array([0, 0.04, 0.05, 0.08]), np.array([0.0, 0.6, 0.55, 1.0]), 0.8) == pytest.approx(0.065)
    assert np.isnan(crossing(np.array([0, 0.1]), np.array([0, 0.79]), 0.8))
    rows = pd.DataFrame({"wie": IKC, "icc": 0.05, "verandering": [0, -0.04, -0.08], "kans": [0.0, 0.6, 1.0]})
    assert find_smallest(rows)["kleinste"].tolist() == pytest.approx([-0.06])


def test_more_double_reports_make_the_corrected_margin_smaller_down_to_that_of_a_known_ratio() -> None:
    found = uitkomsten.measure_doubles(opzet_of(300, ikcs=9, dubbel=100))
    usable = found[found["te_schatten"] > 0.9]
    assert 100 in set(found["dubbel"])
    assert usable["marge"].is_monotonic_decreasing and usable["keer"].iloc[-1] == pytest.approx(1, abs=0.15)
    assert found["te_schatten"].iloc[0] < 0.1


def test_fewer_double_reports_than_the_report_leans_on_are_never_used() -> None:
    """`dubbele_rapporten.minimum_kinderen` is 30, however many marks there are."""
    opzet = opzet_of(100, ikcs=3, prevalentie=0.4, detectie=1.2)
    assert uitkomsten._corrected(opzet, 29)["te_schatten"] == 0 < uitkomsten._corrected(opzet, 60)["te_schatten"]


def test_the_advice_is_the_first_number_that_is_enough() -> None:
    table = pd.DataFrame({"dubbel": [40, 80, 160], "te_schatten": [0.5, 0.96, 1.0], "keer": [1.4, 1.6, 1.3]})
    assert advised_doubles(table) == 160
    assert advised_doubles(table.head(2)) is None


def test_the_corrected_change_is_the_one_that_was_planted() -> None:
    """5 points on 20 of 100, seen by another who sees 1.5 times as much; mean over studies within three errors."""
    opzet = opzet_of(800, ikcs=9, prevalentie=0.2, verandering=0.05, detectie=1.5, icc=0.0)
    shares = np.full((800, 9, 1), 0.2)
    rng = np.random.default_rng(5)
    drawn = draw_study(rng, opzet.plan, opzet.study, 0.0, [shares, (shares + 0.05) * 1.5], zelfde=False)
    doubles = rng.multinomial(10**6, [0.16, 0.04, 0.14, 0.66], size=800)
    found = schatters.correct_for_informant(drawn, doubles, 0.05, opzet.study)["verschil_gecorrigeerd"]
    assert found.mean() == pytest.approx(0.05, abs=3 * found.std() / np.sqrt(800))
