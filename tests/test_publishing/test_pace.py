"""The rate and the time left, by a clock that the test turns."""

import pytest

from analysis.publishing.pace import RECENT, Pace, in_words, rate_in_words


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def after(seconds_each, jobs=1, wait=0.0):
    clock = Clock()
    pace = Pace(jobs, clock)
    clock.now += wait
    pace.start()
    for seconds in seconds_each:
        clock.now += seconds
        pace.made()
    return pace, clock


def test_the_rate_is_that_of_the_reports_and_not_of_the_time_before_the_first():
    pace, _ = after([6] * 10, wait=500)
    assert pace.per_minute() == pytest.approx(10)
    assert pace.seconds_for(30) == pytest.approx(180)


def test_before_the_first_report_nothing_is_known():
    pace, _ = after([])
    assert pace.per_minute() is None and pace.seconds_for(5) is None


def test_the_last_reports_count_and_not_those_of_long_ago():
    pace, _ = after([100] * 50 + [5] * RECENT)
    assert pace.per_minute() == pytest.approx(12)


def test_many_workers_are_looked_at_for_longer():
    pace, _ = after([100] * 50 + [5] * RECENT, jobs=8)
    assert pace.per_minute() == pytest.approx(40 / (20 * 100 + 20 * 5) * 60)


def test_a_run_that_stands_still_has_a_rate_that_falls():
    pace, clock = after([6] * 10)
    clock.now += 540
    assert pace.per_minute() == pytest.approx(1)


@pytest.mark.parametrize(("rate", "words"), [(12.4, "12"), (7.46, "7,5"), (0.4, "0,4")])
def test_a_rate_in_words(rate, words):
    assert rate_in_words(rate) == f"{words} rapporten per minuut"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "10 seconden"), (44, "40 seconden"), (100, "2 minuten"), (3600, "1 uur"), (3900, "1 uur en 5 minuten"),
     (48_000, "13 uur en 20 minuten"), (2 * 86400, "2 dagen"), (2 * 86400 + 3 * 3600, "2 dagen en 3 uur")],
)  # fmt: skip
def test_time_left_in_words(seconds, words):
    assert in_words(seconds) == words
