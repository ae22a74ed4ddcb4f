"""What a run says while it runs: of few reports each, of many the rate, the time left and every failure."""

import time
from io import StringIO

import pytest
from rich.console import Console
from test_pace import Clock
from toy_notebooks import toy_task

from analysis.publishing.making import Outcome
from analysis.publishing.progress import FEW, MOST_FAILURES, BatchProgress, summary_of_failures

MANY = FEW + 100


def outcome(number, state="klaar", **more):
    return Outcome(f"IKC{number:03}", f"School {number}", state, **more)


class Run:
    """A run whose reports end when the test says so."""

    def __init__(self, folder, total, terminal=False, **settings):
        self.said, self.clock, self.folder = StringIO(), Clock(), folder
        console = Console(file=self.said, width=300, force_terminal=terminal)
        self.progress = BatchProgress(total, 2, console, clock=self.clock, **settings)

    def end(self, numbers, state="klaar", seconds=6.0, **more):
        for number in numbers:
            if state != "overgeslagen":
                self.progress.started(toy_task(self.folder, f"IKC{number:03}"))
                self.clock.now += seconds
            self.progress.ended(outcome(number, state, **more))

    @property
    def lines(self):
        return self.said.getvalue().splitlines()


def test_of_few_reports_each_has_a_line(tmp_path):
    run = Run(tmp_path, 3)
    with run.progress:
        run.end([1], "overgeslagen")
        run.end([2, 3])
    assert run.lines == [
        "1 van 3: School 1: was al klaar (nog 2)",
        "2 van 3: School 2: klaar (nog 1, ongeveer 10 seconden)",
        "3 van 3: School 3: klaar",
    ]


def test_of_many_reports_failures_are_told_at_once_and_no_other(tmp_path):
    run = Run(tmp_path, MANY)
    with run.progress:
        run.end(range(1, 51), "overgeslagen")
        run.end(range(51, 61))
        run.end([61], "mislukt", plaats="03_a.ipynb, cel 7", melding="KeyError: 'aandeel'\nmeer")
        assert run.lines == [
            "50 van 120 rapporten waren al klaar.",
            "Mislukt: School 61 (IKC061): 03_a.ipynb, cel 7: KeyError: 'aandeel'",
        ]
        assert run.progress.status() == ("61 van 120, 1 mislukt, 10 rapporten per minuut, nog 59, ongeveer 6 minuten")
        run.end(range(62, MANY + 1))
    assert run.lines[-1] == "120 van 120 rapporten in 7 minuten, 1 mislukt."


def test_reports_that_were_done_say_nothing_of_the_time_left(tmp_path):
    run = Run(tmp_path, MANY)
    with run.progress:
        run.end(range(1, 101), "overgeslagen")
        assert run.progress.status() == "100 van 120, 0 mislukt, nog 20"
        run.clock.now += 300
        run.end([101], seconds=30)
        assert "nog 19, ongeveer 10 minuten" in run.progress.status()


def test_there_is_a_line_every_minute_also_when_nothing_ends(tmp_path):
    run = Run(tmp_path, MANY, every=0.02)
    with run.progress:
        run.end([1, 2])
        until = time.monotonic() + 5
        while len(run.lines) < 3 and time.monotonic() < until:
            time.sleep(0.02)
    told = [line for line in run.lines if line.startswith("2 van 120, 0 mislukt, 10 rapporten per minuut, nog 118")]
    assert len(told) >= 3
    assert not run.progress.teller.is_alive()


@pytest.mark.parametrize(("total", "terminal"), [(FEW, False), (MANY, True)])
def test_no_minutes_are_told_for_few_reports_or_beside_a_bar(tmp_path, total, terminal):
    run = Run(tmp_path, total, terminal, every=0.01)
    with run.progress:
        assert not run.progress.teller.is_alive()


def test_a_terminal_shows_the_rate_the_time_left_and_the_failures_behind_the_bar(tmp_path):
    run = Run(tmp_path, MANY, terminal=True)
    with run.progress:
        run.end(range(1, 11))
        run.end([11], "mislukt", melding="stuk")
        run.progress.bar.refresh()
        assert "11 van 120, 1 mislukt, 10 rapporten per minuut, nog 109, ongeveer 11 minuten" in run.said.getvalue()
        assert "Mislukt: School 11 (IKC011): stuk" in run.said.getvalue()


def test_needs_are_told_once_before_the_first_report_and_know_what_was_done(tmp_path):
    asked = []

    def needs(skipped):
        asked.append(set(skipped))
        return ["Nodig: veel."]

    run = Run(tmp_path, MANY, needs=needs)
    with run.progress:
        run.end([1, 2], "overgeslagen")
        assert run.lines == []
        run.progress.started(toy_task(tmp_path, "IKC003"))
        assert run.lines == ["2 van 120 rapporten waren al klaar.", "Nodig: veel."]
        run.end([4])
    assert asked == [{"IKC001", "IKC002"}]


def test_a_run_with_nothing_to_do_needs_nothing(tmp_path):
    run = Run(tmp_path, 2, needs=lambda skipped: ["Nodig: veel."])
    with run.progress:
        run.end([1, 2], "overgeslagen")
    assert run.lines == ["1 van 2: School 1: was al klaar (nog 1)", "2 van 2: School 2: was al klaar"]


def test_a_large_run_with_nothing_to_do_says_so_in_one_line(tmp_path):
    run = Run(tmp_path, MANY, needs=lambda skipped: ["Nodig: veel."])
    with run.progress:
        run.end(range(1, MANY + 1), "overgeslagen")
    assert run.lines == ["120 van 120 rapporten waren al klaar."]


@pytest.mark.parametrize("total", [3, MANY])
def test_a_run_that_is_stopped_says_where_and_that_it_goes_on_from_there(tmp_path, total):
    run = Run(tmp_path, total)
    with pytest.raises(KeyboardInterrupt), run.progress:
        run.end([1])
        raise KeyboardInterrupt
    assert run.lines[-1] == (
        f"Gestopt na 1 van {total} rapporten. Dezelfde opdracht maakt later alleen wat nog niet klaar is."
    )


def test_of_very_many_failures_the_first_are_told_in_full_and_the_others_counted():
    outcomes = [outcome(number, "mislukt", melding="stuk") for number in range(MOST_FAILURES + 5)]
    words = summary_of_failures(outcomes, "reports/logboek/publiek")
    assert words.count("stuk") == MOST_FAILURES
    assert words.endswith("En nog 5: zie de bestanden in reports/logboek/publiek/")
