"""What a run needs beforehand, and a full disk: the run ends with a message, and the next makes what is left."""

import subprocess
import sys
from dataclasses import replace

import pytest
from full_disks import LARGE, ROOM, large_toy, toy_without_room
from toy_notebooks import toy_report, toy_task

from analysis.errors import InvoerFout
from analysis.publishing import needs
from analysis.publishing.batch import run_batch
from analysis.publishing.making import Outcome
from analysis.publishing.needs import (
    BOOK_BYTES,
    MEMORY,
    MEMORY_OF_BOOK,
    MEMORY_PER_JOB,
    REPORT_BYTES,
    WORK_BYTES,
    StopsWhenFull,
    disk_needed,
    free_disk,
    free_memory,
    in_bytes,
    needs_in_words,
)

NAMES = ("IKC01", "IKC02", "IKC03", "IKC04", "IKC05")


class Silent:
    """Listens and says nothing."""

    def started(self, task):
        """Nothing."""

    def ended(self, outcome):
        """Nothing."""


def tasks_in(folder, names=NAMES):
    return [toy_task(folder, name) for name in names]


def made(folder):
    return {
        name: len((folder / f"gemaakt-{name}").read_text()) for name in NAMES if (folder / f"gemaakt-{name}").exists()
    }


def run(tasks, produce):
    return run_batch(tasks, 1, StopsWhenFull(Silent(), tasks[0].reports, len(tasks)), produce=produce)


def test_reports_that_are_not_there_need_what_was_measured(tmp_path):
    tasks = tasks_in(tmp_path)
    book = replace(toy_task(tmp_path, "onderzoeksrapport"), profile="boek", formats=("html",))
    each = REPORT_BYTES["html"] + REPORT_BYTES["pdf"]
    assert disk_needed([*tasks, book], 2) == 5 * each + BOOK_BYTES["html"] + 2 * WORK_BYTES


def test_reports_of_this_edition_say_what_another_weighs(tmp_path):
    run_batch(tasks_in(tmp_path, NAMES[:2]), produce=large_toy)
    left = tasks_in(tmp_path, NAMES[2:])
    assert disk_needed(left, 1) == pytest.approx(3 * LARGE + WORK_BYTES, rel=0.001)
    other_forms = [replace(task, formats=("html",)) for task in left]
    assert disk_needed(other_forms, 1) == 3 * REPORT_BYTES["html"] + WORK_BYTES


def test_a_report_that_is_made_again_takes_its_own_place(tmp_path):
    run_batch(tasks_in(tmp_path), produce=toy_report)
    assert disk_needed(tasks_in(tmp_path), 2) == 2 * WORK_BYTES


def test_a_worker_of_quarto_keeps_the_working_folders_of_its_group(tmp_path):
    alone = tasks_in(tmp_path)
    together = [replace(task, renderer="quarto") for task in alone]
    assert disk_needed(together, 1) - disk_needed(alone, 1) == (len(alone) - 1) * WORK_BYTES


def test_what_fits_is_said_in_one_line_and_nothing_for_no_reports(tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "free_disk", lambda folder: 77_000_000_000)
    monkeypatch.setattr(needs, "free_memory", lambda: 19_900_000_000)
    assert needs_in_words(tasks_in(tmp_path) * 1200, 2) == [
        "Nodig voor 6.000 rapporten: ongeveer 5,2 GB schijf (vrij: 77 GB) en 1,2 GB geheugen bij 2 tegelijk "
        "(vrij: 20 GB)."
    ]
    assert needs_in_words([], 2) == []
    assert " bij 1 tegelijk" in needs_in_words(tasks_in(tmp_path)[:1], 8)[0]


def test_the_attack_on_many_ikcs_takes_more_than_their_reports_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "free_memory", lambda: 3_000_000_000)
    few, many = (needs_in_words(tasks_in(tmp_path), 2, attacked) for attacked in (9, 300))
    assert len(few) == 1 and "aanval" not in few[0]
    assert "De aanval van buiten aan het einde vraagt ongeveer 3,1 GB geheugen." in many[0]
    assert "Neem een grotere computer" in many[1] and len(many) == 2
    assert "aanval" not in " ".join(needs_in_words(tasks_in(tmp_path), 2))


def test_what_does_not_fit_is_warned_of_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "free_disk", lambda folder: 1_000_000_000)
    monkeypatch.setattr(needs, "free_memory", lambda: MEMORY + 3 * MEMORY_PER_JOB)
    _, disk, memory = needs_in_words(tasks_in(tmp_path) * 1200, 8)
    assert "er is 4,2 GB te weinig. Maak ruimte vrij" in disk
    assert memory.endswith("Kies minder: `--jobs 3`.")
    book = replace(toy_task(tmp_path, "onderzoeksrapport"), profile="boek")
    monkeypatch.setattr(needs, "free_memory", lambda: MEMORY + MEMORY_OF_BOOK + 2 * MEMORY_PER_JOB)
    assert needs_in_words([*tasks_in(tmp_path), book], 4)[-1].endswith("`--jobs 2`.")
    monkeypatch.setattr(needs, "free_memory", lambda: MEMORY)
    assert "te weinig geheugen vrij" in needs_in_words(tasks_in(tmp_path), 1)[-1]
    monkeypatch.setattr(needs, "free_memory", lambda: None)
    assert len(needs_in_words(tasks_in(tmp_path), 8)) == 1


def test_memory_is_the_least_of_machine_and_container(tmp_path):
    (tmp_path / "proc").mkdir()
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    assert free_memory(tmp_path) is None
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    4000 kB\n")
    assert free_memory(tmp_path) == 4000 * 1024
    (tmp_path / "sys/fs/cgroup/memory.current").write_text("1000\n")
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("3000\n")
    assert free_memory(tmp_path) == 2000
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    assert free_memory(tmp_path) == 4000 * 1024


@pytest.mark.parametrize(("size", "words"), [(870_400, "870 kB"), (12_300_000, "12 MB"), (1_240_000_000, "1,2 GB")])
def test_sizes_in_words(size, words):
    assert in_bytes(size) == words


def test_a_full_disk_stops_the_run_and_the_next_makes_what_is_left(tmp_path):
    with pytest.raises(InvoerFout) as caught:
        run(tasks_in(tmp_path), toy_without_room)
    (melding,) = caught.value.meldingen
    assert "de schijf is vol" in melding.tekst and melding.regels == ("2 van 5 rapporten zijn klaar en blijven staan.",)
    assert melding.advies.startswith("Maak ruimte vrij")
    assert made(tmp_path) == {"IKC01": 1, "IKC02": 1}, "no other report was tried"
    assert not (tmp_path / "reports/werkmap").exists()
    (tmp_path / ROOM).touch()
    states = [outcome.state for outcome in run(tasks_in(tmp_path), toy_without_room)]
    assert states == ["overgeslagen", "overgeslagen", "klaar", "klaar", "klaar"]
    assert made(tmp_path) == dict.fromkeys(NAMES, 1)


def test_another_failure_does_not_stop_the_run(tmp_path):
    tasks = [toy_task(tmp_path, "IKC01", "cel"), *tasks_in(tmp_path, NAMES[1:])]
    assert [outcome.state for outcome in run(tasks, toy_report)] == ["mislukt", *["klaar"] * 4]


def test_a_failure_that_does_not_say_so_on_a_disk_without_room_stops_too(tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "free_disk", lambda folder: needs.LEAST_FREE - 1)
    listener = StopsWhenFull(Silent(), tmp_path, 2)
    with pytest.raises(InvoerFout):
        listener.ended(Outcome("IKC01", "A", "mislukt", melding="typst: kon niet schrijven"))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 17 MB, and the function that makes it another size; skipped where mounting is not ours to do."""
    place = tmp_path / "schijf"
    place.mkdir()
    if not sys.platform.startswith("linux"):
        pytest.skip("mounting is for Linux")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=17m", "tmpfs", place], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        yield place, lambda size: subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True)
    finally:
        subprocess.run(["umount", place], check=True)


def test_on_a_disk_that_is_really_full_the_same(small_disk):
    place, resize = small_disk
    assert free_disk(place / "reports" / "nog_niet") < 18_000_000
    tasks = [toy_task(place, f"IKC0{number}") for number in range(1, 9)]
    with pytest.raises(InvoerFout, match="de schijf is vol"):
        run(tasks, large_toy)
    there = sorted(path.name for path in tasks[0].reports.iterdir())
    assert there == ["IKC01", "IKC02", "IKC03", "IKC04", "IKC05"]
    resize("60m")
    states = [outcome.state for outcome in run(tasks, large_toy)]
    assert states == ["overgeslagen"] * 5 + ["klaar"] * 3
