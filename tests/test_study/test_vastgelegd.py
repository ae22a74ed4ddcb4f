"""The file of what was frozen: its mark is that of its lines, an older one is kept, a changed one is known."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study.vastgelegd import FILE, read_vastgelegd, write_vastgelegd

DAY = date(2019, 1, 12)


def test_a_study_that_froze_nothing_has_none(tmp_path: Path) -> None:
    assert read_vastgelegd(tmp_path) is None


def test_the_mark_is_the_sha256_of_the_lines_above_it_as_any_program_gives_it(tmp_path: Path) -> None:
    found = write_vastgelegd(tmp_path, {"statistiek": {"alfa": 0.05}}, DAY)
    *above, last = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    assert last == f"kenmerk: {hashlib.sha256(b''.join(above)).hexdigest()}\n".encode()
    assert (found.datum, found.inhoud, found.klopt) == (DAY, {"statistiek": {"alfa": 0.05}}, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [("alfa: 0.05", "alfa: 0.10"), ("datum: 2019-01-12", "datum: 2018-01-12"), ("# Gemaakt", "# gemaakt")],
)
def test_a_line_changed_by_hand_no_longer_has_the_mark(tmp_path: Path, old: str, new: str) -> None:
    write_vastgelegd(tmp_path, {"statistiek": {"alfa": 0.05}}, DAY)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new), encoding="utf-8")
    found = read_vastgelegd(tmp_path)
    assert found is not None and not found.klopt


def test_other_line_ends_are_the_same_contents(tmp_path: Path) -> None:
    write_vastgelegd(tmp_path, {"statistiek": {"alfa": 0.05}}, DAY)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = read_vastgelegd(tmp_path)
    assert found is not None and found.klopt


def test_an_older_file_is_kept_whole_under_its_own_day_and_named_with_its_mark(tmp_path: Path) -> None:
    first = write_vastgelegd(tmp_path, {"a": 1}, DAY)
    before = (tmp_path / FILE).read_bytes()
    second = write_vastgelegd(tmp_path, {"a": 2}, DAY, first)
    third = write_vastgelegd(tmp_path, {"a": 3}, date(2019, 3, 1), second)
    assert (tmp_path / "vastgelegd_2019-01-12.yml").read_bytes() == before
    assert (tmp_path / "vastgelegd_2019-01-12_2.yml").is_file()
    assert third.eerder == (("2019-01-12", first.kenmerk), ("2019-01-12", second.kenmerk)) and third.klopt


@pytest.mark.parametrize(
    "text", ["", "datum: 2019-01-12\n", "- a\n", "datum: gisteren\neerder: []\ninhoud: {}\nkenmerk: x\n"]
)
def test_a_file_of_another_form_is_told_and_never_taken_for_frozen(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InvoerFout, match=r"vastgelegd\.yml: dit is geen vastlegging"):
        read_vastgelegd(tmp_path)
