"""The planted dirt is really in the files, and the codebook knows every spelling that it should."""

import csv
import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis.codebook import load_codebook
from analysis.simulation.dirt import double_rows, load_spellings, spell_groep, spell_marks
from analysis.simulation.scenario import load_kansen


@pytest.fixture(scope="module")
def raw(example):
    return example / "data" / "raw"


def read_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    sign = "," if text.splitlines()[0].count(",") > text.splitlines()[0].count(";") else ";"
    return list(csv.reader(text.splitlines(), delimiter=sign))


def sheet_rows(path: Path) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def inventories(raw: Path, suffix: str) -> list[Path]:
    return sorted((raw / "inventarisatie").rglob(f"*{suffix}"))


def test_inventories_come_as_csv_and_as_xlsx(raw):
    assert len(inventories(raw, ".csv")) > 8
    assert len(inventories(raw, ".xlsx")) > 5


def test_csv_files_have_three_encodings_and_two_separators(raw):
    kinds = set()
    for path in inventories(raw, ".csv"):
        data = path.read_bytes()
        try:
            kinds.add("bom" if data.startswith(b"\xef\xbb\xbf") else data.decode("utf-8") and "utf-8")
        except UnicodeDecodeError:
            kinds.add("cp1252")
        kinds.add("komma" if data.splitlines()[0].count(b",") > 20 else "puntkomma")
    assert kinds == {"bom", "utf-8", "cp1252", "komma", "puntkomma"}


def test_headers_and_marks_are_spelled_in_many_ways(raw):
    headers, marks = set(), set()
    for path in inventories(raw, ".csv"):
        first, *rest = read_rows(path)
        headers |= set(first)
        marks |= {cell for row in rest for cell in row[4:]}
    assert {"kindcode", "Kind code", "KINDCODE", "Kindnummer"} <= headers
    assert {"angst_somber", "Angst of somberheid", "Angst/somberheid"} <= headers
    assert {"x", "X", "ja", "1", "waar", "", "nee", "0", "-"} <= marks


def test_groepen_are_spelled_in_many_ways(raw):
    groepen = set()
    for path in inventories(raw, ".csv"):
        first, *rest = read_rows(path)
        place = next(i for i, name in enumerate(first) if name.lower() in ("groep", "jaargroep"))
        groepen |= {row[place] for row in rest}
    assert {"3", "groep 3", "3a", "peuters"} <= groepen


def test_a_row_is_doubled_and_a_column_is_nobodys(raw):
    with_remarks = [path for path in inventories(raw, ".csv") if read_rows(path)[0][-1] == "opmerkingen"]
    assert with_remarks
    for path in with_remarks:
        rows = [tuple(row[:-1]) for row in read_rows(path)]
        assert len(rows) == len(set(rows)) + 1


def test_children_without_a_mark_are_absent_in_one_file_and_empty_rows_in_another(raw):
    empties = []
    for path in inventories(raw, ".csv"):
        first, *rest = read_rows(path)
        marks = [row[5 : len(row) - (first[-1] == "opmerkingen")] for row in rest]
        empties.append(sum(all(cell in ("", "0", "nee", "-") for cell in row) for row in marks) / len(rest))
    assert min(empties) < 0.1
    assert max(empties) > 0.4


def test_two_ikcs_share_a_file_once(raw):
    rows = sheet_rows(raw / "inventarisatie" / "nulmeting" / "IKC07_IKC08.xlsx")
    place = next(i for i, name in enumerate(rows[0]) if name in ("ikc", "Locatie"))
    assert {row[place] for row in rows[1:]} == {"IKC07", "IKC08"}
    assert not (raw / "inventarisatie" / "nulmeting" / "IKC07.csv").exists()


def test_one_ikc_delivers_counts_only_and_one_misses_its_nameting(raw):
    names = {(path.parent.name, path.stem) for path in inventories(raw, "") if path.is_file()}
    assert not [name for name in names if name[1] == "IKC05"]
    assert ("nameting", "IKC06") not in names
    assert ("eindmeting", "IKC06") in names
    counts = pd.read_csv(raw / "inventarisatie_tellingen.csv", sep=";")
    assert set(counts["ikc"]) == {"IKC05"}
    assert set(counts["meting"]) == {"nulmeting", "nameting", "eindmeting"}
    assert not counts.duplicated(["ikc", "meting", "bouw", "code"]).any()


def test_one_ikc_gives_codes_that_hold_for_one_meting_only(raw):
    codes = [
        {row[0] for row in (sheet_rows(path) if path.suffix == ".xlsx" else read_rows(path))[1:]}
        for path in inventories(raw, "")
        if path.stem == "IKC09"
    ]
    assert len(codes) == 3
    assert not codes[0] & codes[1] and not codes[1] & codes[2]


def test_populatie_has_a_misspelled_bouw_and_a_doubled_row(raw):
    rows = read_rows(raw / "populatie.csv")
    assert "midenbouw" in {row[2] for row in rows}
    assert len(rows) == len({tuple(row) for row in rows}) + 1


def test_export_has_decimal_commas_doubled_rows_an_open_end_and_a_date_that_is_none(raw):
    table = pd.read_csv(raw / "toewijzingen" / "export_2018_2019.csv", sep=";", encoding="cp1252", dtype=str)
    assert table["Budget"].str.fullmatch(r"\d+,\d\d").sum() > 300
    assert table.duplicated().sum() >= 3
    assert (table["Ingangsdatum"] == "31-06-2018").sum() == 1
    assert table["Toewijzingnummer"].duplicated().sum() > table.duplicated().sum()
    assert "Jeugdhulp Fryslân" in set(table["Aanbieder"])


def test_excel_export_mixes_dates_and_text_and_overlaps_the_csv(raw):
    rows = sheet_rows(raw / "toewijzingen" / "toewijzingen 2020-2021.xlsx")
    start = rows[0].index("Startdatum")
    kinds = {type(row[start]) for row in rows[1:]}
    assert kinds == {datetime.date, str}
    old = pd.read_csv(raw / "toewijzingen" / "export_2018_2019.csv", sep=";", encoding="cp1252", dtype=str)
    assert len({str(row[1]) for row in rows[1:]} & set(old["Toewijzingnummer"])) > 30
    assert "Behandeld door" in rows[0]


def test_some_open_ends_and_own_product_codes_are_in_the_exports(raw):
    table = pd.read_csv(raw / "toewijzingen" / "export_2018_2019.csv", sep=";", encoding="cp1252", dtype=str)
    header, *rows = sheet_rows(raw / "toewijzingen" / "toewijzingen 2020-2021.xlsx")
    later = pd.DataFrame(rows, columns=header)
    codes = [*table["Productcode"], *later["Product code"]]
    assert "45Z99" in codes
    assert "99X01" in codes
    assert (later["Datum einde"] == "").sum() > 10


def test_marks_keep_their_meaning():
    marks = np.array([[True, False], [False, True]])
    rng = np.random.Generator(np.random.PCG64(1))
    book = load_codebook()
    for number in range(len(load_spellings()["kruisjes"]["ja"])):
        written = spell_marks(marks, number, rng)
        assert [[book.value("kruisje", cell) == "ja" for cell in row] for row in written] == marks.tolist()


def test_groepen_keep_their_meaning():
    rng = np.random.Generator(np.random.PCG64(1))
    assert spell_groep(pd.Series([0, 3]), "getal", rng) == ["0", "3"]
    assert spell_groep(pd.Series([3]), "woord", rng) == ["groep 3"]
    assert spell_groep(pd.Series([3]), "letter", rng)[0] in ("3a", "3b")


def test_a_doubled_row_stands_below_itself():
    table = pd.DataFrame({"a": ["x", "y", "z"]})
    assert double_rows(table, [1, 9])["a"].tolist() == ["x", "y", "y", "z"]


def test_the_codebook_knows_every_header_of_the_inventories():
    book, spellings = load_codebook(), load_spellings()
    unknown = [
        text
        for part in ("signalen", "zorg")
        for code, texts in spellings[part].items()
        for text in texts
        if book.column("inventarisatie", text) != code
    ]
    assert unknown == []


def test_the_codebook_knows_every_other_header():
    book, spellings = load_codebook(), load_spellings()
    unknown = [
        (delivery, text)
        for delivery, columns in spellings["koppen"].items()
        for column, texts in columns.items()
        for text in texts
        if book.column(delivery, text) != column
    ]
    assert unknown == []


def test_the_codebook_knows_every_product_but_the_two_planted_ones():
    book = load_codebook()
    products = {code: z for z, p in load_kansen()["toewijzingen"].items() for code in p["producten"]}
    assert {code for code in products if not book.knows_product(code)} == set()
    assert {code: book.zorgvorm_of_product(code[:2], code) for code in products} == products
    assert not book.knows_product("45Z99") and not book.knows_product("99X01")
