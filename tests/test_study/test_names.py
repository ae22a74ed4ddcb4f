"""Names of a study that would do harm as a folder or as a word in a report.

| tried | as | what comes of it |
|---|---|---|
| `../weg`, `/weg`, `a/b`, `C:`, `.`, `..`, `a.`, `a `, a NUL | code of an IKC, meting | refused |
| CON, nul, COM1, LPT9 (names that Windows keeps) | code, meting | refused |
| 41 signs and more | code, meting | refused |
| Cyrillic А for A, Greek Ο for O, ² for 2 | code | refused: it looks like another |
| IKC01 and ikc01, é in one sign and in two | two codes | refused: one folder on some machines |
| `-x`, `_x` | code | refused: an option, a file that a renderer passes over |
| `<b>`, `{{<`, backtick, `$x$`, `[a](b)`, `\\input`, `a|b`, `*a*` | meting, bouw | refused |
| text that turns its direction, control signs | names | refused |
"""

from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import load_study

STUDY = """
naam: {naam}
ikcs: {ikcs}
metingen:
  - {{meting: {meting}, peildatum: 2019-02-01}}
  - {{meting: nameting, peildatum: 2020-02-01}}
bouwen: {{{bouw}: [1, 2, 3]}}
"""
GOOD = {"naam": "Proef", "ikcs": "[{ikc: A1}]", "meting": "nulmeting", "bouw": "onderbouw"}


def told(folder: Path, **given: str) -> str:
    (folder / "study.yml").write_text(STUDY.format(**GOOD | given), encoding="utf-8")
    try:
        load_study(folder)
    except InvoerFout as error:
        return str(error)
    return ""


@pytest.mark.parametrize("code", ["A1", "IKC-01", "De_Wilgen", "Ús", "école", "7"])
def test_a_plain_code_is_a_code(tmp_path: Path, code: str) -> None:
    assert told(tmp_path, ikcs=f'[{{ikc: "{code}"}}]') == ""


@pytest.mark.parametrize(
    "code", ["../weg", "/weg", "a/b", "a\\\\b", "C:", ".", "..", "a.", "a b", "-x", "_x", "А1", "ΙΚC", "A²", "a\\0b"]
)
def test_a_code_that_leads_elsewhere_or_looks_like_another_is_refused(tmp_path: Path, code: str) -> None:
    assert "mag alleen letters, cijfers, - en _ hebben" in told(tmp_path, ikcs=f'[{{ikc: "{code}"}}]')


@pytest.mark.parametrize("code", ["CON", "nul", "Com1", "LPT9", "a" * 41])
def test_a_code_that_is_no_folder_on_some_machine_is_refused(tmp_path: Path, code: str) -> None:
    assert "kan geen naam van een map zijn" in told(tmp_path, ikcs=f"[{{ikc: {code}}}]")


@pytest.mark.parametrize(("first", "second"), [("IKC01", "ikc01"), ("Ús", "ús"), ("Stra\u00dfe", "strasse")])
def test_two_codes_for_one_folder_are_refused(tmp_path: Path, first: str, second: str) -> None:
    assert f"de codes {first} en {second} krijgen op sommige computers dezelfde map" in told(
        tmp_path, ikcs=f"[{{ikc: {first}}}, {{ikc: {second}}}]"
    )


@pytest.mark.parametrize("name", ["../weg", "a/b", "a\\\\b", "..", "einde.", "einde ", "aux", "a:b", "m" * 41])
def test_a_meting_is_a_folder_too(tmp_path: Path, name: str) -> None:
    assert "kan geen naam van een map zijn" in told(tmp_path, meting=f'"{name}"')


@pytest.mark.parametrize(
    "word", ["<b>vet</b>", "{{< include x >}}", "`code`", "$x$", "[a](b)", "\\\\input{x}", "a|b", "*a*", "^[noot]"]
)
@pytest.mark.parametrize("place", ["meting", "bouw"])
def test_a_word_of_the_study_with_a_sign_of_markup_is_refused(tmp_path: Path, place: str, word: str) -> None:
    assert "heeft een teken van opmaak" in told(tmp_path, **{place: f'"{word}"'})


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\\e", "\\x07"])
def test_a_name_that_hides_signs_is_refused(tmp_path: Path, sign: str) -> None:
    assert "heeft een onzichtbaar teken" in told(tmp_path, naam=f'"De{sign} Wilgen"')
