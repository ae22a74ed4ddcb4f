import json
import re
import tomllib
from pathlib import Path

from analysis.publishing import stamps

ROOT = Path(__file__).resolve().parents[2]


def done_folder(folder):
    folder.mkdir()
    (folder / "rapport.html").write_text("klaar")
    stamps.write_stamp(folder, "abc")
    return folder


def test_a_report_is_done_only_with_its_stamp_inputs_and_files_unchanged(tmp_path):
    folder = done_folder(tmp_path / "IKC01")
    assert stamps.is_done(folder, "abc")
    assert not stamps.is_done(folder, "andere invoer")
    assert not stamps.is_done(tmp_path / "IKC02", "abc")
    (folder / "rapport.html").write_text("veranderd")
    assert not stamps.is_done(folder, "abc")


def test_a_missing_file_or_a_torn_stamp_is_not_done(tmp_path):
    folder = done_folder(tmp_path / "IKC01")
    whole = (folder / "klaar.json").read_text()
    (folder / "klaar.json").write_text(whole[:20])
    assert not stamps.is_done(folder, "abc")
    (folder / "klaar.json").write_text(whole)
    (folder / "rapport.html").unlink()
    assert not stamps.is_done(folder, "abc")


def test_a_stamp_without_outputs_is_not_done(tmp_path):
    (tmp_path / "klaar.json").write_text('{"invoer": "abc", "uitvoer": {}}')
    assert not stamps.is_done(tmp_path, "abc")


def test_the_stamp_holds_the_published_hash_of_the_bytes(tmp_path):
    folder = tmp_path / "IKC01"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"abc")
    stamps.write_stamp(folder, "x")
    # FIPS 180-2, example B.1: SHA-256 of "abc"
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert json.loads((folder / "klaar.json").read_text())["uitvoer"] == {"a.txt": expected}


def test_hidden_files_do_not_count(tmp_path):
    (tmp_path / ".quarto").mkdir()
    (tmp_path / ".quarto" / "half.html").write_text("x")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.csv").write_text("x")
    assert list(stamps.hash_folder(tmp_path)) == ["b/a.csv"]


def test_every_runtime_dependency_is_in_the_manifests_list():
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w.-]+", line).group() for line in lines} == set(stamps.PACKAGES)
