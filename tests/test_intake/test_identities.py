import pandas as pd
import pytest
from small_raw import CODEBOOK, csv_bytes, make_study, read_one, write

from analysis.codebook import load_codebook
from analysis.intake.identities import is_missing_client, is_missing_kindcode, lost_digits, normal_numbers
from analysis.intake.pseudonyms import pseudonymise

BSN = "999900006"
KEY = b"een sleutel voor de proef"


def texts(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def read_clients(tmp_path, *clients: str, delivery: str = "leerlingen"):
    study = make_study(tmp_path)
    rows = [["BSN", "IKC", "Groep", "Van"], *([client, "A1", "3", "01-08-2018"] for client in clients)]
    return read_one(study, write(study, f"{delivery}.csv", csv_bytes(rows)), delivery)


def codes(table) -> list[str]:
    return [melding.code for melding in table.meldingen]


@pytest.mark.parametrize(
    "word",
    ["onbekend", "Onbekend", "ONBEKEND 2", "n.b.", "nvt", "N.v.t.", "geen", "test", "test3", "0", "000", "000000000",
     "999999999", "111111111", "8888", "-", "?", "...", "xxx", "XXXXXXXXX", "#N/B", "\u200bonbekend ", "niet bekend"],
)  # fmt: skip
def test_a_word_signs_or_one_digit_over_and_over_is_a_missing_client(word: str) -> None:
    assert is_missing_client(texts(word, BSN), CODEBOOK).tolist() == [True, False]


@pytest.mark.parametrize("number", [BSN, "123456782", "C-12", "12", "A7", "x12", "Nb12", "4421"])
def test_a_number_is_no_placeholder(number: str) -> None:
    assert not is_missing_client(texts(number, BSN), CODEBOOK)[0]


def test_one_digit_over_and_over_is_a_number_among_numbers_as_long() -> None:
    assert is_missing_client(texts("1111", "1112", "1113", "99999999"), CODEBOOK).tolist() == [False] * 3 + [True]


def test_initials_are_a_missing_kindcode_only_when_an_ikc_repeats_them() -> None:
    given = texts("nb", "0", "onbekend", "?", "7")
    assert is_missing_kindcode(given, texts(*["A1"] * 5), CODEBOOK).tolist() == [False, False, True, True, False]
    scope = texts("A1", "A1", "A1", "A2")
    assert is_missing_kindcode(texts("nb", "NB", "nb", "nb"), scope, CODEBOOK).tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    "spelling",
    [f'="{BSN}"', f"'{BSN}", f"’{BSN}", f"\u200b{BSN}", f"{BSN}\u00a0", f"\ufeff{BSN}", "9999\u00a000\u202f006",
     f"{BSN}.0", f"{BSN},00", "999.900.006,00", "9,99900006E+08", "9.99900006E8", "９９９９００００６", f'"{BSN}"'],
)  # fmt: skip
def test_quoting_invisible_signs_and_formats_make_no_other_client(spelling: str) -> None:
    assert normal_numbers(texts(spelling))[0] == BSN
    assert pseudonymise(texts(spelling), KEY)[0] == pseudonymise(texts(BSN), KEY)[0]


def test_scientific_notation_loses_digits_unless_they_are_all_there() -> None:
    given = texts("9,999E+08", "1.23e+8", "1E+08", "9,99900006E+08", "1E5", "3E12", BSN)
    assert lost_digits(given).tolist() == [True, True, True, False, False, False, False]


def test_rows_of_a_placeholder_have_no_client_and_the_words_are_told(tmp_path) -> None:
    table = read_clients(tmp_path, BSN, "onbekend", "onbekend", "000000000", "999900018")
    assert (table.rows["client"] == "").tolist() == [False, True, True, True, False]
    (melding,) = [item for item in table.meldingen if item.code == "geen_nummer"]
    assert melding.ernst == "waarschuwing" and melding.tekst.startswith("3 rijen hebben iets anders dan een client")
    assert melding.regels == ("onbekend  2 rijen (eerste: rij 3)", "0 (9 keer)  1 rij (eerste: rij 5)")


def test_a_file_without_any_number_is_a_fout(tmp_path) -> None:
    (melding,) = read_clients(tmp_path, "onbekend", "?", "").meldingen
    assert (melding.code, melding.ernst) == ("geen_nummer", "fout")


def test_the_pattern_of_scientific_notation_is_a_fout_and_no_row_is_lost(tmp_path) -> None:
    table = read_clients(tmp_path, "9,999E+08", "9,999E+08", BSN)
    assert len(table.rows) == 1 and table.apart["rij"].tolist() == [2, 3]
    assert set(table.apart["reden"]) == {"clientnummer in wetenschappelijke notatie: Excel heeft cijfers weggegooid"}
    (melding,) = [item for item in table.meldingen if item.code == "wetenschappelijke_notatie"]
    assert melding.ernst == "fout" and "(9,…E+08): Excel heeft cijfers weggegooid" in melding.tekst
    assert "999E" not in melding.als_tekst()


def test_a_stray_cell_in_scientific_notation_is_set_aside_with_a_warning(tmp_path) -> None:
    numbers = [str(number) for number in range(100_001, 100_012)]
    table = read_clients(tmp_path, "9,999E+08", *numbers)
    (melding,) = table.meldingen
    assert (melding.code, melding.ernst, len(table.apart)) == ("wetenschappelijke_notatie", "waarschuwing", 1)


def test_a_lost_leading_zero_is_put_back_and_said(tmp_path) -> None:
    # 012345672: 0*9+1*8+2*7+3*6+4*5+5*4+6*3+7*2-2 = 110 = 10 x 11, so 12345672 is a BSN that lost its zero.
    table = read_clients(tmp_path, "12345672", "012345672", BSN)
    assert table.rows["client"].nunique() == 2
    (melding,) = table.meldingen
    assert melding.tekst == "1 clientnummer mist de nul waarmee het begint; die is ervoor gezet."


def test_kindcodes_with_and_without_zeros_are_one_child_and_that_is_told(tmp_path) -> None:
    study = make_study(tmp_path)
    rows = [
        ["kindcode", "groep", "angst_somber"],
        ["001", "3", "x"],
        ["1", "3", ""],
        ["2", "4", "x"],
        ["onbekend", "4", "x"],
    ]
    path = write(study, "inventarisatie/nulmeting/A1.csv", csv_bytes(rows))
    table = read_one(study, path, "inventarisatie", {"meting": "nulmeting", "ikc": "A1"})
    kinds = table.rows["kind"].tolist()
    assert kinds[0] == kinds[1] != kinds[2] and kinds[3] == ""
    assert {"kindcode_nullen", "geen_nummer"} <= set(codes(table))


def test_a_kindcode_in_scientific_notation_names_no_child(tmp_path) -> None:
    study = make_study(tmp_path)
    rows = [["kindcode", "groep", "angst_somber"], ["1,2E+11", "3", "x"], ["1,2E+11", "4", "x"], ["7", "4", "x"]]
    path = write(study, "inventarisatie/nulmeting/A1.csv", csv_bytes(rows))
    table = read_one(study, path, "inventarisatie", {"meting": "nulmeting", "ikc": "A1"})
    assert len(table.rows) == 1 and table.apart["rij"].tolist() == [2, 3]
    rows = [["client", "kindcode", "ikc", "groep", "van"], [BSN, "1,2E+11", "A1", "3", "01-08-2018"]]
    leerlingen = read_one(study, write(study, "leerlingen.csv", csv_bytes(rows)), "leerlingen")
    assert len(leerlingen.rows) == 1 and leerlingen.rows["kind"].tolist() == [""]
    assert "ze tellen mee zonder kindcode" in leerlingen.meldingen[0].regels[0]


def test_a_study_adds_its_own_words(tmp_path) -> None:
    (tmp_path / "codebook").mkdir()
    text = "identiteit: {waarden: {ontbreekt: [geheim adres, '4711']}}"
    (tmp_path / "codebook" / "waarden.yml").write_text(text, encoding="utf-8")
    own = load_codebook(tmp_path)
    assert is_missing_client(texts("Geheim adres", "4711", BSN), own).tolist() == [True, True, False]
    assert not is_missing_client(texts("Geheim adres", "4711", BSN), CODEBOOK).any()
