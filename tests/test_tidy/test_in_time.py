"""Marks that could not be made, and lists of an IKC that did not take part: a fout, with where and how many."""

from pathlib import Path

from small_study import STUDY, make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.tidy_study import judge_study

LIST = "kindcode;groep;{}\n1;3;x\n2;4;\n3;5;x\n"
BOOK = """kindproblematiek:
  domeinen:
    sociaal:
      codes:
        online: {label: Online pesten, van: 2020-01-01}
        pesten: {tot: 2019-12-31, opgevolgd_door: online}
"""


def messages(folder: Path, files: dict[str, str], study: str | None = None, book: str = "") -> list:
    make_folder(folder, files)
    if study:
        (folder / "study.yml").write_text(study, encoding="utf-8")
    if book:
        (folder / "codebook").mkdir()
        (folder / "codebook" / "signalen.yml").write_text(book, encoding="utf-8")
    return judge_study(load_study(folder), load_codebook(folder)).meldingen


def test_marks_of_a_code_that_was_not_asked_are_a_fout(tmp_path: Path) -> None:
    files = {"inventarisatie/nulmeting/A1.csv": LIST.format("online"),
             "inventarisatie/nameting/A1.csv": LIST.format("pesten")}  # fmt: skip
    (found,) = [item for item in messages(tmp_path, files, book=BOOK) if item.code == "code_niet_gevraagd"]
    assert found.ernst == "fout" and found.ikcs == ("A1",)
    assert set(found.regels) == {
        "A1 nulmeting online: 2 kruisjes (gevraagd vanaf 01-01-2020)",
        "A1 nameting pesten: 2 kruisjes (gevraagd tot en met 31-12-2019)",
    }


def test_a_column_without_marks_is_none(tmp_path: Path) -> None:
    files = {"inventarisatie/nulmeting/A1.csv": "kindcode;groep;online;druk\n1;3;;x\n"}
    assert not [item for item in messages(tmp_path, files, book=BOOK) if item.code == "code_niet_gevraagd"]


def test_a_list_of_an_ikc_that_did_not_take_part_is_a_fout(tmp_path: Path) -> None:
    study = STUDY.replace("naam: De Wilgen}", "naam: De Wilgen, van: 2020-01-01}")
    files = {f"inventarisatie/{meting}/A1.csv": LIST.format("druk") for meting in ("nulmeting", "nameting")}
    (found,) = [item for item in messages(tmp_path, files, study) if item.code == "ikc_doet_niet_mee"]
    assert found.ernst == "fout"
    assert found.regels == ("A1 nulmeting (peildatum 01-02-2019)",)
