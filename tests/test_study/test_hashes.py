import os
import time

import pytest

from analysis.study.hashes import Memory, hash_file, hash_folder


@pytest.fixture
def path(tmp_path):
    """A file that was not changed just now."""
    path = tmp_path / "levering.csv"
    path.write_text("een")
    return path


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """Every file here was last changed an hour ago."""
    now = time.time_ns()
    monkeypatch.setattr("analysis.study.hashes.time.time_ns", lambda: now + 3_600_000_000_000)


def counting():
    times = []

    def read(path):
        times.append(path)
        return hash_file(path)

    return read, times


def test_a_file_that_did_not_change_is_read_once(path):
    read, times = counting()
    memory = Memory({})
    assert memory.recall(path, read) == memory.recall(path, read) == hash_file(path)
    assert len(times) == 1


def test_other_content_of_the_same_size_with_the_old_time_put_back_is_seen(path):
    memory, before = Memory({}), path.stat()
    first = memory.recall(path, hash_file)
    path.write_text("twe")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size and path.stat().st_mtime_ns == before.st_mtime_ns
    assert memory.recall(path, hash_file) == hash_file(path) != first


def test_another_time_on_the_same_content_is_the_same_hash(path):
    memory = Memory({})
    first = memory.recall(path, hash_file)
    os.utime(path, (0, 0))
    assert memory.recall(path, hash_file) == first


def test_a_file_that_changed_just_now_is_not_remembered(path, monkeypatch):
    monkeypatch.setattr("analysis.study.hashes.time.time_ns", lambda: path.stat().st_mtime_ns + 1_000_000)
    read, times = counting()
    memory = Memory({})
    assert memory.recall(path, read) == memory.recall(path, read)
    assert len(times) == 2 and memory.known == {}


def test_hidden_files_do_not_count(tmp_path):
    (tmp_path / ".quarto").mkdir()
    (tmp_path / ".quarto" / "half.html").write_text("x")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.csv").write_text("x")
    assert list(hash_folder(tmp_path)) == ["b/a.csv"]
