"""`ikc attack`: what a person reads, the exit code, and the report as JSON."""

import json

import pytest
from editions import write_edition

from analysis.cli import main

HEAD = "ikc,meting,bouw,n_kinderen,onderdrukt\n"
LEAK = HEAD + "A,nul,onder,,true\nA,nul,boven,40,false\nA,nul,alle,43,false\n"
CLEAN = HEAD + "A,nul,onder,20,false\nA,nul,boven,40,false\nA,nul,alle,60,false\n"


def attack(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    return ended.value.code


def test_an_edition_with_a_leak_ends_with_1_and_says_where_without_the_number(tmp_path, capsys) -> None:
    write_edition(tmp_path / "reports" / "publiek", {"gemeten": LEAK})
    assert attack("--study", str(tmp_path), "attack", "publiek", "--json", str(tmp_path / "verslag.json")) == 1
    said = capsys.readouterr().out
    assert "gemeten.n_kinderen (A, nul, onder): precies" in said
    assert "GEVONDEN: 1 precies, met" in said and "Publiceer deze editie niet." in said
    report = json.loads((tmp_path / "verslag.json").read_text())
    assert report["geslaagd"] and report["gevonden"] == 1


def test_an_edition_without_one_ends_with_0_and_says_how_much_was_tried(tmp_path, capsys) -> None:
    folder = write_edition(tmp_path / "elders", {"gemeten": CLEAN})
    assert attack("attack", str(folder)) == 0
    assert "Niets gevonden, met" in capsys.readouterr().out


def test_a_folder_without_an_edition_is_said_without_a_traceback(tmp_path, capsys) -> None:
    assert attack("attack", str(tmp_path)) == 1
    assert "hier staat geen editie" in capsys.readouterr().err
