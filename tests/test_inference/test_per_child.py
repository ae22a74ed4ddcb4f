"""Errors by child: hand counts, published values, and what must hold exactly."""

import numpy as np
import pandas as pd
import pytest
from inference_cases import read_published

from analysis.inference import durations, per_child
from analysis.inference.kort_lang import design_effect
from analysis.inference.survival import survival_at
from analysis.inference.traject_means import horizon_of_study
from analysis.study import Study

AML = read_published("estimate_durations", "aml")["groepen"]["maintained"]


def drawn(n: int = 80, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Whole days, so that ends and losses fall on the same day now and then."""
    rng = np.random.default_rng(seed)
    days, until = np.ceil(rng.exponential(20, n)), np.ceil(rng.uniform(5, 50, n))
    return np.minimum(days, until), days <= until


def test_one_traject_per_child_gives_greenwoods_published_error() -> None:
    length, ended = np.array(AML["duur"], dtype=float), ~np.array(AML["lopend"], dtype=bool)
    _, influence = per_child.curve_with_influence(length, ended, np.array(list(AML["standaardfout"]), dtype=float))
    error = per_child.error_of(influence, np.arange(len(length)))
    assert error == pytest.approx(list(AML["standaardfout"].values()), abs=6e-5)


def test_influence_by_hand() -> None:
    """Ends at 1, 2 and 3: S(1) = 2/3. An end more weighs (1 - 3/3 ...): -2/9 for the first, +1/9 for the others."""
    _, influence = per_child.curve_with_influence(np.array([1.0, 2.0, 3.0]), np.ones(3, bool), np.array([1.0]))
    assert influence[:, 0] == pytest.approx([-2 / 9, 1 / 9, 1 / 9])


def test_two_alike_of_each_child_tell_as_much_as_one() -> None:
    """Every traject twice under its child: the curve and its interval are those of one each."""
    length, ended = drawn(40)
    one = pd.DataFrame({"client": np.arange(40), "duur_dagen": length, "lopend": ~ended})
    days = np.array([5.0, 15.0, 30.0])
    once, twice = survival_at(one, days), survival_at(pd.concat([one, one], ignore_index=True), days)
    columns = ["aandeel_lopend", "ci_laag", "ci_hoog"]
    assert twice[columns].to_numpy() == pytest.approx(once[columns].to_numpy())
    alone = survival_at(pd.concat([one, one], ignore_index=True).drop(columns="client"), days)
    assert (alone["ci_hoog"] - alone["ci_laag"] < once["ci_hoog"] - once["ci_laag"]).all()
    assert design_effect(pd.concat([one, one], ignore_index=True), 15.0) == pytest.approx(2)


def test_restricted_mean_by_hand() -> None:
    """Ends at 2 and 6, one lost at 4: S is 2/3 from day 2; up to day 5 the area is 2 + 3 x 2/3 = 4."""
    found = per_child.restricted_mean(np.array([2.0, 4.0, 6.0]), np.array([True, False, True]), np.arange(3), 5.0)
    assert found.waarde == pytest.approx(4.0)


def test_restricted_mean_of_the_published_data() -> None:
    """The maintained group of the AML data up to 161 weeks: R's survfit prints rmean 52.65, se 19.83."""
    length, ended = np.array(AML["duur"], dtype=float), ~np.array(AML["lopend"], dtype=bool)
    found = per_child.restricted_mean(length, ended, np.arange(len(length)), 161.0)
    assert found.waarde == pytest.approx(52.65, abs=0.01)
    assert float(per_child.error_of(found.invloed, found.kind)) == pytest.approx(19.83, abs=0.01)


def test_weighted_days_are_the_restricted_mean_exactly() -> None:
    """Satten and Datta (2001): value and influence, with ends and losses on the same days."""
    length, ended = drawn()
    child = np.arange(len(length)) // 2
    by_area = per_child.restricted_mean(length, ended, child, 30.0)
    by_weight = per_child.weighted_mean(np.minimum(length, 30.0), length, ended, child, 30.0)
    ends = [10.0, 20.0, 30.0]
    parts = np.clip(length[:, None] - [0, 10, 20], 0, 10)
    in_parts = per_child.partitioned_mean(parts, length, ended, child, ends)
    for other in (by_weight, in_parts):
        assert other.waarde == pytest.approx(by_area.waarde)
        assert other.invloed == pytest.approx(by_area.invloed)


def test_weights_by_hand() -> None:
    """Costs 10 (ended at 1), unknown (lost at 2), 30 and 50 (followed on): the last two count 3/2 x: 130 / 4 = 32.5."""
    length, ended = np.array([1.0, 2.0, 5.0, 6.0]), np.array([True, False, True, True])
    found = per_child.weighted_mean(np.array([10.0, 7.0, 30.0, 50.0]), length, ended, np.arange(4), 5.0)
    assert found.waarde == pytest.approx((10 + 1.5 * 80) / 4)


def test_nothing_lost_gives_the_plain_mean_and_its_error() -> None:
    values = np.array([1.0, 4.0, 7.0, 8.0])
    found = per_child.weighted_mean(values, np.full(4, 3.0), np.ones(4, bool), np.arange(4), 5.0)
    low, high = per_child.interval_of(found, 0.05)
    error = values.std(ddof=1) / 2
    assert (found.waarde, high - low) == (5.0, pytest.approx(2 * 3.182446 * error, rel=1e-6))


def test_a_child_in_both_periods_counts_once_in_the_difference() -> None:
    """The same children, each one day longer: the difference is one day, with no spread at all: no interval."""
    length = np.array([3.0, 8.0, 15.0])
    earlier = per_child.restricted_mean(length, np.ones(3, bool), np.arange(3), 30.0)
    later = per_child.restricted_mean(length + 1, np.ones(3, bool), np.arange(3), 30.0)
    sums = per_child.sum_per_child(np.concatenate([later.invloed, -earlier.invloed]), np.tile(np.arange(3), 2))
    assert sums == pytest.approx(np.zeros(3))
    assert per_child.difference_of(later, earlier, 0.05)[0] == pytest.approx(1.0)


def test_log_rank_by_child_is_never_surer_than_the_log_rank() -> None:
    length, ended = drawn(60)
    rows = pd.DataFrame({"duur_dagen": length, "lopend": ~ended})
    first, second = rows.iloc[:30], rows.iloc[30:].assign(duur_dagen=rows["duur_dagen"].iloc[30:] + 4)
    plain = durations.test_log_rank(first, second)
    twice = [pd.concat([part, part]) for part in (first, second)]
    unaware = durations.test_log_rank(*twice)
    aware = durations.test_log_rank(*[
        part.assign(client=[f"{name}{place % 30}" for place in range(60)])
        for name, part in zip("ab", twice, strict=True)
    ])  # fmt: skip
    assert unaware < plain / 2 and aware > unaware
    assert plain / 2 < aware < 2 * plain, "t with 58 children instead of the normal, and Breslow's spread"


@pytest.mark.parametrize(("tot", "months"), [("2021-06-30", 12), ("2020-06-30", 6), ("2019-03-01", 0)])
def test_horizon_follows_from_the_calendar(tot: str, months: int) -> None:
    """From 1 February 2019 to 90 days before the end: half of 25.9 months, more than 12; half of 14.0; none."""
    study = Study(
        folder=".", naam="x", toewijzingen={"van": "2018-01-01", "tot": tot},
        metingen=({"meting": "nul", "peildatum": "2019-02-01"},),
    )  # fmt: skip
    assert horizon_of_study(pd.DataFrame({"startdatum": pd.to_datetime(["2018-01-05"])}), study) == months
