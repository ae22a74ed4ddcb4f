from dataclasses import replace

import pytest
from toy_notebooks import toy_task

from analysis.publishing import stamps
from analysis.study.reads import NOTES, note_read, noted_reads, notes_file


@pytest.fixture
def task(tmp_path):
    """A report that was made and read two tables."""
    task = replace(toy_task(tmp_path, "IKC01"), results="r1")
    task.target.mkdir(parents=True)
    task.work.mkdir(parents=True)
    (task.target / "rapport.html").write_text("klaar")
    note_read(task.notes, "tabel signalen", "s1")
    note_read(task.notes, "alle cbs", "c1")
    stamps.stamp_report(task)
    return task


def answers(**now):
    """What the two reads give now; asking for anything else is an error."""
    return lambda reads: {read: now[read.split()[1]] for read in reads}


def never(reads):
    raise AssertionError("nothing has to be asked again")


def test_a_report_is_done_with_the_same_inputs_results_and_files_and_nothing_is_asked(task):
    assert stamps.is_done(task, never)
    assert not stamps.is_done(replace(task, fingerprint="andere invoer"), never)
    assert not stamps.is_done(replace(task, name="IKC02"), never)
    (task.target / "rapport.html").write_text("veranderd")
    assert not stamps.is_done(task, never)


def test_of_other_results_only_what_it_read_counts(task):
    other = replace(task, results="r2")
    assert not stamps.is_done(other, answers(signalen="s1", cbs="c2"))
    assert stamps.is_done(other, answers(signalen="s1", cbs="c1"))
    assert stamps.is_done(other, never), "once asked, the stamp names these results"


def test_without_notes_of_what_it_read_all_results_count(task):
    task.notes.unlink()
    stamps.stamp_report(task)
    assert stamps.is_done(task, never)
    assert not stamps.is_done(replace(task, results="r2"), never)


def test_a_report_that_read_what_cannot_be_asked_again_is_never_done(task):
    note_read(task.notes, "schoon", "")
    stamps.stamp_report(task)
    assert not stamps.is_done(task, never)


def test_nothing_is_noted_unless_a_batch_asks(tmp_path, monkeypatch):
    monkeypatch.delenv(NOTES, raising=False)
    assert notes_file() is None
    monkeypatch.setenv(NOTES, str(tmp_path / "gelezen"))
    assert notes_file() == tmp_path / "gelezen" and noted_reads(tmp_path / "gelezen") is None
