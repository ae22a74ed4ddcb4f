"""Drawn counts have the share, the likeness within classes and the double reports that were asked for."""

import numpy as np
import pytest
from planned import opzet_of

from analysis.planning.trekken import (
    bouw_of_classes,
    double_cells,
    draw_classes,
    draw_doubles,
    ratio_when_chosen,
    split_classes,
)


def test_classes_are_as_even_as_can_be() -> None:
    assert list(split_classes(220, 12)) == [19] * 4 + [18] * 8
    assert split_classes(220, 12).sum() == 220


def test_classes_are_spread_over_the_groepen_without_voorschool() -> None:
    assert list(bouw_of_classes(8, opzet_of().study)) == ["onderbouw"] * 3 + ["middenbouw"] * 2 + ["bovenbouw"] * 3
    assert set(bouw_of_classes(2, opzet_of().study)) == {"onderbouw", "middenbouw"}


@pytest.mark.parametrize("icc", [0.0, 0.05, 0.10])
def test_the_variance_of_a_class_is_that_of_its_icc(icc: float) -> None:
    """m p (1-p) (1 + (m-1) icc), the variance of a beta-binomial; 20 children, share 0.2: 3.2, 6.24 and 9.28."""
    n = draw_classes(np.random.default_rng(3), np.full(40_000, 0.2), np.array([20]), icc)[:, 0]
    assert n.mean() == pytest.approx(4.0, abs=0.06)
    assert n.var() == pytest.approx({0.0: 3.2, 0.05: 6.24, 0.10: 9.28}[icc], rel=0.03)


def test_a_share_of_nothing_gives_no_marks() -> None:
    assert draw_classes(np.random.default_rng(1), np.zeros(50), np.array([20, 20]), 0.1).sum() == 0


def test_double_cells_by_hand() -> None:
    """10 of 100 seen by the first; the second sees 8 of those, and 18 in all: 10 that the first missed; 80 nobody."""
    plan = opzet_of(prevalentie=0.10, detectie=1.8, overeenkomst=0.8).plan
    assert double_cells(plan) == pytest.approx([0.08, 0.02, 0.10, 0.80])
    assert (draw_doubles(np.random.default_rng(1), plan, 50, 10).sum(axis=1) == 50).all()


def test_the_ratio_is_right_by_lot_and_wrong_when_chosen_for_a_worry() -> None:
    """By lot 18 / 10 = 1.8. Five times as often: (5 x 8 + 10) / (5 x 10) = 1: the second seems to see no more."""
    plan = opzet_of(prevalentie=0.10, detectie=1.8, overeenkomst=0.8).plan
    assert ratio_when_chosen(plan, 1) == pytest.approx(1.8)
    assert ratio_when_chosen(plan, 5) == pytest.approx(1.0)
