"""Is a goal reached, on course or behind: every rule by hand, its mirror, and what rounded counts can say."""

from dataclasses import replace

import numpy as np
import pytest
from inference_cases import CASES as FOLDER
from inference_cases import read_published

from analysis.inference.afronding import as_worth
from analysis.inference.doelstatus import (
    NIET_TE_BEPALEN,
    NOT_WEAKER,
    REDENEN,
    STATUSSEN,
    Stand,
    judge_goal,
    judge_rounded,
    weaken_statuses,
)
from analysis.inference.proportions import estimate_wilson

NAMES = sorted(path.stem for path in (FOLDER / "judge_goal").glob("*.yaml"))
CASES = [
    pytest.param(case, row, id=f"{name}-{at}")
    for name in NAMES
    for case in [read_published("judge_goal", name)]
    for at, row in enumerate(case["gevallen"])
]


def number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def stand_of(case: dict, row: list) -> Stand:
    value, low, high, part = (number(item) for item in row[:4])
    return Stand(value, low, high, number(case["start"]), number(case["doel"]), part, case["richting"] == "daling")


@pytest.mark.parametrize(("case", "row"), CASES)
def test_status_by_hand(case: dict, row: list) -> None:
    assert judge_goal(stand_of(case, row)) == (row[4], row[5])


@pytest.mark.parametrize(("case", "row"), CASES)
def test_a_fall_is_the_mirror_of_a_rise(case: dict, row: list) -> None:
    stand = stand_of(case, row)
    mirrored = replace(stand.mirrored(), daling=not stand.daling) if not stand.daling else stand.mirrored()
    assert judge_goal(mirrored) == (row[4], row[5])


def test_without_a_target_there_is_no_status() -> None:
    assert judge_goal(Stand(0.3, 0.2, 0.4, 0.1, float("nan"), 0.5)) == (NIET_TE_BEPALEN, "geen_doelwaarde")


def test_cases_have_every_status() -> None:
    assert {row.values[1][4] for row in CASES} == set(STATUSSEN)
    assert {row.values[1][5] for row in CASES} <= set(REDENEN)


def test_the_path_is_the_straight_line() -> None:
    assert Stand(0, 0, 0, 0.10, 0.20, 0.25).pad == pytest.approx(0.125)
    assert Stand(0, 0, 0, 0.10, 0.04, 0.5, True).pad == pytest.approx(0.07)


def wilson(n: int, total: int, basis: int = 0) -> tuple[float, float, float]:
    low, high = estimate_wilson(*as_worth(np.array([n]), np.array([total]), basis), 0.05)
    return n / total, float(low[0]), float(high[0])


@pytest.mark.parametrize("doel", [0.15, 0.3, 0.5])
@pytest.mark.parametrize("deel", [0.5, 1.0])
@pytest.mark.parametrize("daling", [False, True])
def test_rounded_counts_have_no_status_that_an_exact_count_has_not(doel: float, deel: float, daling: bool) -> None:
    """All exact counts within four of rounded ones, by brute force: numerator, denominator and start."""
    said = 0
    for n in range(0, 121, 30):
        for start in (0.1, 0.4):
            value, low, high = wilson(n, 120, 5)
            ends = max(n - 4, 0) / 124, min((n + 4) / 116, 1)
            starts = start - 0.03, start + 0.03
            public = judge_rounded(Stand(value, low, high, start, doel, deel, daling), ends, starts)[0]
            if public == NIET_TE_BEPALEN:
                continue
            said += 1
            for exact in range(max(n - 4, 0), n + 5, 2):
                for total in (116, 124):
                    for begin in (*starts, start):
                        own = judge_goal(Stand(*wilson(min(exact, total), total), begin, doel, deel, daling))[0]
                        assert public in NOT_WEAKER[own], (n, exact, total, begin)
    assert said


def test_a_status_is_taken_back_where_the_exact_counts_have_another() -> None:
    public = ["bereikt", "op_koers", "op_koers", "achter", "achter", "niet_te_bepalen"]
    exact = ["op_koers", "bereikt", "niet_te_bepalen", "achter", "op_koers", "achter"]
    assert weaken_statuses(public, exact).tolist() == [True, False, True, False, True, False]
