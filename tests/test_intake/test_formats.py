"""A file is read by what it is, whatever its name says; what cannot be read is refused by name, with what to do."""

import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from small_raw import CODEBOOK, make_study, read, read_one, write, write_workbook

from analysis.intake.deliveries import read_deliveries
from analysis.intake.files import RawTable
from analysis.intake.workbooks import read_workbook_grids
from analysis.study import Study

HEADER = ["kindcode", "groep", "druk"]
PLACE = {"ikc": "A1", "meting": "nulmeting"}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path)


def codes(table: RawTable) -> list[tuple[str, str]]:
    return [(melding.ernst, melding.code) for melding in table.meldingen]


def change_part(source: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    """Copy a workbook with a change in one of its parts; the change must be possible."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            content = book.read(name)
            assert name != part or old in content
            copy.writestr(name, content.replace(old, new) if name == part else content)
    return target


def test_errors_and_formulas_without_value_are_unknown_and_told(study: Study) -> None:
    rows = [["BSN", "Ingangsdatum", "Einddatum", "Budget"], ["999900006", date(2019, 2, 1), "#VALUE!", "=2*3"],
            ["#N/A", date(2019, 2, 1), None, 12]]  # fmt: skip
    table = read_one(study, write_workbook(study, "t.xlsx", {"Blad1": rows}), "toewijzingen")
    assert table.rows["einddatum"].tolist() == ["#VALUE! (foutwaarde)", ""]
    assert table.rows["budget"].tolist() == ["(formule zonder waarde)", "12"]
    assert table.rows["client"].iloc[1] == "" and table.rows["client"].iloc[0] != ""
    fout, formula = table.meldingen[:2]
    assert fout.code == "foutwaarde" and formula.code == "formule_zonder_waarde"
    assert fout.regels == ("kolom A: 1 cel (A3): #N/A", "kolom C: 1 cel (C2): #VALUE!")
    assert formula.regels == ("kolom D: 1 cel (D2)",)


def test_an_error_is_no_mark_and_no_empty_cell(study: Study) -> None:
    rows = [HEADER, ["1", 3, "#N/A"], ["2", 3, "=B2"], ["3", 3, None], ["4", 3, "x"]]
    table = read_one(study, write_workbook(study, "i.xlsx", {"Blad1": rows}), "inventarisatie", PLACE)
    assert table.rows["druk"].tolist() == ["#N/A (foutwaarde)", "(formule zonder waarde)", "", "x"]


def test_two_children_whose_code_is_an_error_are_not_one_child(study: Study) -> None:
    rows = [HEADER, ["#N/A", 3, "x"], ["#N/A", 4, "x"], ["1", 3, "x"]]
    table = read_one(study, write_workbook(study, "i.xlsx", {"Blad1": rows}), "inventarisatie", PLACE)
    assert table.rows["kind"].tolist()[:2] == ["", ""]


def test_an_empty_text_that_a_formula_gave_is_empty(study: Study, tmp_path: Path) -> None:
    source = write_workbook(study, "i.xlsx", {"Blad1": [HEADER, ["1", 3, '=IF(1,"",1)']]})
    part = "xl/worksheets/sheet1.xml"
    path = change_part(source, study.raw / "j.xlsx", part, b'<c r="C2"><f>', b'<c r="C2" t="str"><f>')
    table = read_one(study, path, "inventarisatie", PLACE)
    assert table.rows["druk"].tolist() == [""] and table.meldingen == ()


def ods(path: Path, rows: str) -> Path:
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{spaces}office:1.0" xmlns:table="{spaces}table:1.0" '
        f'xmlns:text="{spaces}text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Blad1">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
                      'xmlns:manifest:1.0"/>')  # fmt: skip
        book.writestr("content.xml", content)
    return path


def text_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_an_ods_is_read_and_its_errors_are_told(study: Study) -> None:
    study.raw.mkdir(parents=True)
    header = "".join(map(text_cell, HEADER))
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    empty = '<table:table-cell table:formula="of:=[.A1]"/>'
    rows = [f"<table:table-row>{header}</table:table-row>"]
    rows += [f"<table:table-row>{text_cell(str(n))}{text_cell('3')}{cell}</table:table-row>"
             for n, cell in enumerate([text_cell("x"), error, empty])]  # fmt: skip
    table = read_one(study, ods(study.raw / "i.ods", "".join(rows)), "inventarisatie", PLACE)
    assert table.rows["druk"].tolist() == ["x", "#N/A (foutwaarde)", "(formule zonder waarde)"]
    assert codes(table) == [("waarschuwing", "foutwaarde"), ("waarschuwing", "formule_zonder_waarde")]


def test_value_labels_of_spss_are_read_and_its_own_missing_values_are_not_empty(study: Study) -> None:
    study.raw.mkdir(parents=True)
    table = pd.DataFrame({"kindcode": [1.0, 2.0, 3.0], "groep": [3.0, 4.0, 5.0], "v3": [1.0, 0.0, 9.0]})
    pyreadstat.write_sav(table, study.raw / "i.sav", column_labels=["", "", "druk gedrag"], missing_ranges={"v3": [9]},
                         variable_value_labels={"v3": {1: "ja", 0: "nee", 9: "weet niet"}})  # fmt: skip
    read_table = read_one(study, study.raw / "i.sav", "inventarisatie", PLACE)
    assert read_table.rows["druk"].tolist() == ["ja", "nee", "weet niet"]
    assert read_table.rows["groep"].tolist() == ["3", "4", "5"]


def test_a_web_page_named_xls_is_read_as_it_is_shown(study: Study) -> None:
    page = (
        "<html><body><table><tr><td>Overzicht<tr><th>kindcode<th>groep<th>druk<th>informant"
        '<tr><td rowspan="2">007<td>3<td>x&nbsp;<td>1.234<tr><td>4<td>NA<td></table></body></html>'
    )
    table = read_one(study, write(study, "i.xls", page), "inventarisatie", PLACE)
    assert table.rows[["groep", "druk", "informant"]].to_numpy().tolist() == [["3", "x", "1.234"], ["4", "NA", ""]]


@pytest.mark.parametrize("name", ["i.xls", "i.xlsx", "i.csv", "i.ods"])
def test_a_name_does_not_tell_what_a_file_is(study: Study, name: str) -> None:
    book = write_workbook(study, "bron.xlsx", {"Blad1": [HEADER, ["1", 3, "x"]]})
    for content in (b"kindcode;groep;druk\n1;3;x\n", book.read_bytes()):
        table = read_one(study, write(study, name, content), "inventarisatie", PLACE)
        assert table.rows[["groep", "druk"]].to_numpy().tolist() == [["3", "x"]] and table.meldingen == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "een pdf"),
        (b"GIF89a", "een afbeelding"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "een Word-document"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
         b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "een werkblad in XML (Excel 2003)"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "een webarchief"),
        (b"SQLite format 3\0", "een database"),
        (b"PK\x05\x06" + b"\0" * 18, "een leeg zipbestand"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(study: Study, content: bytes, what: str) -> None:
    table = read_one(study, write(study, "populatie.xls", content), "populatie")
    (melding,) = table.meldingen
    assert (melding.ernst, melding.tekst) == ("fout", f"dit is {what}; dat wordt hier niet gelezen.")
    assert melding.advies in ("Sla het op als xlsx of csv.", "Pak het uit en lever de bestanden zelf aan.")


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "een Word-document"),
        ("xl/workbook.bin", "een binaire werkmap (xlsb)"),
        ("Index/Document.iwa", "een document van Apple (Numbers)"),
    ],
)
def test_a_document_in_a_zip_is_refused_by_name(study: Study, part: str, what: str) -> None:
    path = write(study, "populatie.xlsx", b"")
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(part, "x")
    assert what in read_one(study, path, "populatie").meldingen[0].tekst


def test_a_password_is_said(study: Study) -> None:
    content = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    (melding,) = read_one(study, write(study, "populatie.xlsx", content), "populatie").meldingen
    assert (
        melding.tekst == "de werkmap is beveiligd met een wachtwoord." and "Haal het wachtwoord eraf" in melding.advies
    )


def test_days_counted_from_1904_are_read_with_and_without_a_date_format(study: Study) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["bsn", "ingangsdatum", "einddatum", "budget"], ["999900006", datetime(2019, 2, 1), 42216, 42216]):
        book.active.append(row)
    study.raw.mkdir(parents=True)
    book.save(study.raw / "t.xlsx")
    table = read_one(study, study.raw / "t.xlsx", "toewijzingen")
    assert table.rows["ingangsdatum"].tolist() == ["2019-02-01"]  # 42035 days after 1 January 1904
    assert table.rows["einddatum"].tolist() == ["2019-08-01"] and table.rows["budget"].tolist() == ["42216"]


def test_a_sheet_names_its_groep(study: Study) -> None:
    header = ["kindcode", "druk"]
    sheets = {name: [header, [str(place), "x"]] for place, name in enumerate(["groep 3", "Gr. 4b", "5", "groep 7-8"])}
    tables = read(study, write_workbook(study, "A1.xlsx", sheets), "inventarisatie", PLACE)
    assert [table.rows["groep"].tolist() for table in tables] == [["3"], ["4b"], ["5"], ["7-8"]]


def test_sheets_name_their_meting_outside_the_folders_of_metingen(study: Study) -> None:
    sheets = {name: [HEADER, ["1", 3, "x"]] for name in ("nulmeting", "A1 nameting", "overig")}
    write_workbook(study, "inventarisatie/A1 (1).xlsx", sheets)
    tables = read_deliveries(study, CODEBOOK).of("inventarisatie")
    assert [table.rows["meting"].tolist() for table in tables] == [["nulmeting"], ["nameting"], []]
    assert codes(tables[2]) == [("fout", "onbekende_meting")]


def test_a_sheet_that_was_not_renamed_does_not_move_its_rows_to_another_meting(study: Study) -> None:
    write_workbook(study, "inventarisatie/nameting/A1.xlsx", {"nulmeting": [HEADER, ["1", 3, "x"]]})
    (table,) = read_deliveries(study, CODEBOOK).of("inventarisatie")
    assert table.rows["meting"].tolist() == ["nameting"] and codes(table) == [("waarschuwing", "meting_dubbel")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"])
def test_every_encoding_gives_the_same_text(study: Study, encoding: str) -> None:
    text = "ikc;bron;effect;richting;citaat\r\nA1;IB;é;+;reünie\r\n" * 1
    table = read_one(study, write(study, "gesprekken.csv", text.encode(encoding)), "gesprekken")
    assert table.rows["citaat"].tolist() == ["reünie"] and table.meldingen == ()


def test_a_hard_space_in_a_header_is_a_space(study: Study) -> None:
    text = "kindcode\u00a0;\u00a0groep;druk\u00a0gedrag\n1;3;x\u00a0\n"
    table = read_one(study, write(study, "i.csv", text), "inventarisatie", PLACE)
    assert table.rows[["groep", "druk"]].to_numpy().tolist() == [["3", "x"]] and table.meldingen == ()


FAR = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
READ = """
import resource, sys
from pathlib import Path
from analysis.intake.text_scan import OnleesbaarBestand
from analysis.intake.workbooks import read_workbook_grids
resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
try:
    read_workbook_grids(Path(sys.argv[1]))
except OnleesbaarBestand as error:
    print(error)
"""


def test_one_cell_far_away_does_not_take_the_memory_of_the_machine(study: Study) -> None:
    source = write_workbook(study, "bron.xlsx", {"Blad1": [HEADER, ["1", 3, "x"]]})
    path = change_part(source, study.raw / "ver.xlsx", "xl/worksheets/sheet1.xml", b"</row></sheetData>", FAR)
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, check=True)
    assert "het blad 'Blad1' loopt door tot cel XFD1048576" in done.stdout


def test_a_far_cell_without_a_value_is_no_cell(study: Study) -> None:
    source = write_workbook(study, "bron.xlsx", {"Blad1": [HEADER, ["1", 3, "x"]]})
    empty = FAR.replace(b"<v>1</v>", b"")
    path = change_part(source, study.raw / "ver.xlsx", "xl/worksheets/sheet1.xml", b"</row></sheetData>", empty)
    assert read_workbook_grids(path)[0][0].cells.shape == (2, 3)


def test_a_cell_that_no_excel_could_hold_is_refused(study: Study) -> None:
    source = write_workbook(study, "bron.xlsx", {"Blad1": [HEADER, ["1", 3, "lang"]]})
    with zipfile.ZipFile(source) as book:
        part = next(name for name in book.namelist() if b">lang<" in book.read(name))
    path = change_part(source, study.raw / "lang.xlsx", part, b">lang<", b">" + b"a" * 5_000_000 + b"<")
    (melding,) = read_one(study, path, "inventarisatie", PLACE).meldingen
    assert melding.tekst == "een cel heeft 5000000 tekens; in Excel passen er 32.767."


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.intake.sheet_facts.MOST_BYTES", 1000)
    path = write_workbook(study, "i.xlsx", {"Blad1": [HEADER, ["1", 3, "x"]]})
    assert "uitgepakt te groot" in read_one(study, path, "inventarisatie", PLACE).meldingen[0].tekst


def test_entities_in_a_workbook_are_not_expanded(study: Study) -> None:
    source = write_workbook(study, "bron.xlsx", {"Blad1": [HEADER, ["1", 3, "#N/A"]]})
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]><worksheet '
    path = change_part(source, study.raw / "bom.xlsx", "xl/worksheets/sheet1.xml", b"<worksheet ", bomb)
    (table,) = read(study, path, "inventarisatie", PLACE)
    assert not any(len(text) > 100 for text in table.rows["druk"])


def test_folders_that_loop_or_are_closed_are_told_and_links_are_followed(study: Study, monkeypatch) -> None:
    write(study, "inventarisatie/nulmeting/A1.csv", "kindcode;groep;druk\n1;3;x\n")
    folder = study.raw / "inventarisatie" / "nulmeting"
    (folder / "rond").symlink_to(folder)
    (folder / "weg").symlink_to(folder / "nergens")
    elsewhere = study.folder / "elders"
    elsewhere.mkdir()
    (elsewhere / "A11.csv").write_text("kindcode;groep;druk\n1;3;x\n")
    (folder / "koppeling").symlink_to(elsewhere)
    read_all = read_deliveries(study, CODEBOOK)
    assert [table.bestand.rsplit("/", 1)[1] for table in read_all.of("inventarisatie")] == ["A1.csv", "A11.csv"]
    told = [(melding.bestand.rsplit("/", 1)[1], melding.ernst) for melding in read_all.meldingen]
    assert sorted(told) == [("rond", "fout"), ("weg", "fout")]

    def closed(self: Path):
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", closed)
    assert [melding.tekst for melding in read_deliveries(study, CODEBOOK).meldingen] == [
        "deze map is niet te openen; wat erin staat is niet gelezen."
    ]


def test_a_file_name_that_is_no_utf8_is_read_and_can_be_written(study: Study) -> None:
    folder = study.raw / "inventarisatie" / "nulmeting"
    folder.mkdir(parents=True)
    name = os.path.join(os.fsencode(folder), b"A1 caf\xe9.csv")
    try:
        with open(name, "w") as file:
            file.write("kindcode;groep;druk\n1;3;x\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (table,) = read_deliveries(study, CODEBOOK).of("inventarisatie")
    assert table.bestand.encode("utf-8").endswith(rb"A1 caf\xe9.csv") and len(table.rows) == 1


@pytest.mark.parametrize(("name", "ernst"), [("brief.pdf", "waarschuwing"), ("foto.JPG", "waarschuwing"),
                                             ("A11.docx", "fout"), ("A1.numbers", "fout")])  # fmt: skip
def test_a_letter_beside_deliveries_does_not_block_but_a_delivery_in_another_form_does(
    study: Study, name: str, ernst: str
) -> None:
    write(study, "inventarisatie/nulmeting/A1.csv", "kindcode;groep;druk\n1;3;x\n")
    write(study, f"inventarisatie/nulmeting/{name}", b"x")
    (melding,) = read_deliveries(study, CODEBOOK).meldingen
    assert melding.ernst == ernst and melding.bestand.endswith(name)


def test_no_usable_inventory_at_all_is_a_message(study: Study) -> None:
    from analysis.tidy.tidy_study import judge_study

    for name, content in {"A1.csv": "iets;anders\n1;2\n", "A11.xlsx": "%PDF", "leeg.csv": ""}.items():
        write(study, f"inventarisatie/nulmeting/{name}", content)
    judged = judge_study(study, CODEBOOK)
    assert [(m.ernst, m.code) for m in judged.meldingen] == [("fout", "geen_kop"), ("fout", "onleesbaar"),
                                                             ("fout", "onleesbaar")]  # fmt: skip
    assert judged.tables["kinderen"].empty
