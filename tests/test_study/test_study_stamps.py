import json
import re
import tomllib
from pathlib import Path

import pytest

from analysis.study import sources
from analysis.study.stamps import current_stamp, write_stamp

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "resultaten"
    folder.mkdir()
    (folder / "zorg.csv").write_bytes(b"abc")
    return folder


@pytest.fixture
def stamp(tmp_path, made):
    write_stamp(tmp_path / "stempels" / "x.json", "invoer 1", made)
    return tmp_path / "stempels" / "x.json"


def test_what_was_made_is_current_only_with_its_inputs_and_files_unchanged(stamp, made):
    assert current_stamp(stamp, "invoer 1", made)
    assert not current_stamp(stamp, "invoer 2", made)
    (made / "zorg.csv").write_bytes(b"abd")
    assert not current_stamp(stamp, "invoer 1", made)


def test_a_missing_file_or_a_torn_stamp_is_not_current(stamp, made):
    whole = stamp.read_text()
    stamp.write_text(whole[:20])
    assert not current_stamp(stamp, "invoer 1", made)
    stamp.write_text(whole)
    (made / "zorg.csv").unlink()
    assert not current_stamp(stamp, "invoer 1", made)


def test_a_stamp_without_outputs_is_not_current(stamp, made):
    stamp.write_text('{"invoer": "invoer 1", "uitvoer": {}}')
    assert not current_stamp(stamp, "invoer 1", made)


def test_the_stamp_holds_the_published_hash_of_the_bytes(stamp):
    # FIPS 180-2, example B.1: SHA-256 of "abc"
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert json.loads(stamp.read_text())["uitvoer"] == {"zorg.csv": expected}


def test_every_runtime_dependency_is_in_the_manifests_list():
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w.-]+", line).group() for line in lines} == set(sources.PACKAGES)
