import pytest
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.check import check_study


@pytest.mark.parametrize(
    ("name", "text", "expected", "why"),
    [
        (
            "A1.csv",
            "kindcode;druk;geslacht\n1;misschien;v\n2;;zebra\n",
            {"kolom_ontbreekt", "onbekend_kruisje", "onbekend_geslacht"},
            "a list without groep is judged on its other columns",
        ),
        (
            "lijst.csv",
            "kindcode;groep;druk\n1;3;misschien\n2;zz;\n",
            {"geen_ikc", "onbekend_kruisje"},
            "a list of nobody knows which IKC is judged on its marks",
        ),
        (
            "A1.csv",
            "ikc;kindcode;groep;druk\nA9;1;3;misschien\nA1;;3;wellicht\n",
            {"onbekende_ikc", "onbekend_kruisje", "geen_kindcode"},
            "marks of rows that are set aside are told too",
        ),
        (
            "A1.csv",
            "groep;druk;opstandg\n3;misschien;x\n",
            {"kolom_ontbreekt", "onbekende_kolom", "onbekend_kruisje"},
            "that every kindcode is empty is no news when the column is missing",
        ),
    ],
)  # fmt: skip
def test_all_that_is_wrong_in_a_list_is_told_in_one_round(tmp_path, name, text, expected, why):
    folder = make_folder(tmp_path, {f"inventarisatie/nulmeting/{name}": text})
    report = check_study(load_study(folder), load_codebook())
    assert {melding.code for melding in report.meldingen} == expected, why
    marks = next(melding for melding in report.fouten if melding.code == "onbekend_kruisje")
    assert marks.plaatsen and all(place.kolom == "druk" and place.rij for place in marks.plaatsen)


def test_the_ledger_of_a_list_without_a_column_closes(tmp_path):
    folder = make_folder(tmp_path, {"inventarisatie/nulmeting/A1.csv": "kindcode;druk\n1;x\n2;x\n"})
    report = check_study(load_study(folder), load_codebook())
    assert report.bestanden.iloc[0][["gelezen", "behouden", "apart"]].tolist() == [2, 2, 0]
