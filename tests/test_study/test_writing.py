import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.disclosure.editions import prepare_results
from analysis.errors import InvoerFout
from analysis.results import tables
from analysis.study import load_study
from analysis.study.writing import gone_when_unfinished, melding_of_write, swap_in, told_when_unwritable, write_whole

SRC = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "vol"),
        (errno.EDQUOT, "ruimte op deze schijf is op"),
        (errno.EROFS, "alleen te lezen"),
        (errno.EACCES, "niet te schrijven"),
    ],
)
def test_what_cannot_be_written_is_said_in_dutch_with_what_to_do(number: int, words: str) -> None:
    with pytest.raises(InvoerFout) as caught, told_when_unwritable():
        raise OSError(number, os.strerror(number), "reports/publiek")
    melding = caught.value.meldingen[0]
    assert words in melding.tekst and melding.bestand == "reports/publiek" and melding.advies


def test_a_bug_is_not_taken_for_a_full_disk() -> None:
    with pytest.raises(FileNotFoundError), told_when_unwritable():
        raise FileNotFoundError(errno.ENOENT, "weg", "x")


def test_what_came_of_a_full_disk_is_told_as_a_full_disk() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "vol")
        except OSError:
            raise ValueError("half a notebook is no JSON")  # noqa: B904
    except ValueError as error:
        assert melding_of_write(error).code == "niet_te_schrijven"


def test_half_a_folder_does_not_stay(tmp_path: Path) -> None:
    with pytest.raises(OSError), gone_when_unfinished(tmp_path / "map"):
        (tmp_path / "map" / "half").write_text("x")
        raise OSError(errno.ENOSPC, "vol")
    assert not (tmp_path / "map").exists()


def test_results_on_a_full_disk_leave_nothing_behind(kopieer_studie, tmp_path: Path, monkeypatch) -> None:
    study = load_study(kopieer_studie(tmp_path / "studie"))
    write, calls = tables._write_csv, []

    def full_after_three(table, path: Path) -> None:
        calls.append(path)
        if len(calls) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(table, path)

    monkeypatch.setattr(tables, "_write_csv", full_after_three)
    with pytest.raises(InvoerFout, match="de schijf"):
        prepare_results(study, load_codebook(), "intern")
    assert not list(study.reports.rglob("*.csv"))


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounting asks for root on Linux")
def test_a_read_only_study_can_be_checked_and_says_why_it_cannot_run(kopieer_studie, tmp_path: Path) -> None:
    place = tmp_path / "schijf"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", place], check=False).returncode:
        pytest.skip("this machine does not let us mount")
    try:
        study = kopieer_studie(place / "studie")
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        command = [sys.executable, "-m", "analysis", "--study", str(study)]
        environment = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
        check, run = (
            subprocess.run([*command, what], env=environment, capture_output=True, encoding="utf-8", check=False)
            for what in ("check", "run")
        )
    finally:
        subprocess.run(["umount", place], check=True)
    assert check.returncode == 0 and "In orde" in check.stdout
    assert run.returncode == 1 and "alleen te lezen" in run.stderr and "Traceback" not in run.stderr


def test_many_may_write_one_file_at_the_same_time_and_it_is_always_whole(tmp_path: Path) -> None:
    path = tmp_path / "hashes.json"
    texts = [str(number) * 50_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(25):
            list(pool.map(lambda text: write_whole(path, text), texts))
            assert path.read_text() in texts
    assert [item.name for item in tmp_path.iterdir()] == ["hashes.json"]


def test_a_folder_is_swapped_in_whole_and_stays_as_it_was_when_the_writing_stops(tmp_path):
    folder, work = tmp_path / "delen" / "publiek", tmp_path / "werkmap"
    swap_in(folder, work, lambda fresh: (fresh / "oud.txt").write_text("1"))
    swap_in(folder, work, lambda fresh: (fresh / "nieuw.txt").write_text("2"))
    assert [path.name for path in folder.iterdir()] == ["nieuw.txt"] and list(work.iterdir()) == []

    def stop(fresh: Path) -> None:
        (fresh / "half.txt").write_text("3")
        raise OSError("vol")

    with pytest.raises(OSError, match="vol"):
        swap_in(folder, work, stop)
    assert [path.name for path in folder.iterdir()] == ["nieuw.txt"] and list(work.iterdir()) == []
