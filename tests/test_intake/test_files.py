import re
from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_raw import csv_bytes, make_study, read, read_one, write, write_workbook

from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study

HEADER = ["ikc", "bron", "effect", "richting", "citaat"]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return make_study(tmp_path_factory.mktemp("studie"))


def only(table: RawTable) -> Melding:
    (melding,) = table.meldingen
    return melding


# cells as people type them, within cp1252; a cell that is only a delimiter or a quote included
# (a number between quotes is not one of them: its quotes come off)
CELL = st.text(st.sampled_from(list("aéïx 1;,\t\"'\n€-.")), max_size=6).filter(
    lambda text: not re.match(r"\s*['\"]+1", text)
)
ROWS = st.lists(st.tuples(st.sampled_from(["A1", "De Wilgen", "é"]), CELL, CELL, CELL, CELL).map(list), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=ROWS,
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_spelling_of_a_csv_gives_the_same_table(
    study: Study, rows: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    table = read_one(
        study, write(study, "gesprekken.csv", csv_bytes([HEADER, *rows], delimiter, encoding, end)), "gesprekken"
    )
    assert table.meldingen == ()
    assert table.rows[HEADER].to_numpy().tolist() == [[cell.strip() for cell in row] for row in rows]
    assert list(table.rows["rij"]) == list(range(2, len(rows) + 2))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_a_workbook_gives_the_same_table_as_a_csv(study: Study, rows: list[list[str]]) -> None:
    rows = [[cell.strip() for cell in row] for row in rows]
    as_csv = read_one(study, write(study, "gesprekken.csv", csv_bytes([HEADER, *rows])), "gesprekken")
    as_book = read_one(study, write_workbook(study, "gesprekken.xlsx", {"Blad1": [HEADER, *rows]}), "gesprekken")
    pd.testing.assert_frame_equal(as_book.rows, as_csv.rows)


def test_cells_of_a_workbook_have_one_spelling_each(study: Study) -> None:
    values = [
        3.0,
        1.125,
        True,
        datetime(2019, 2, 1),
        date(2020, 1, 2),
        datetime(2020, 1, 2, 9, 5),
        time(9, 5),
        None,
        "x ",
    ]
    rows = [["ikc", *(f"veld {i}" for i in range(9))], ["A1", *values]]
    table = read_one(study, write_workbook(study, "ikc_profiel.xlsx", {"Blad1": rows}), "ikc_profiel")
    assert [table.rows[f"veld {i}"].iloc[0] for i in range(9)] == [
        "3", "1,125", "waar", "2019-02-01", "2020-01-02", "2020-01-02 09:05:00", "09:05:00", "", "x",
    ]  # fmt: skip


def test_free_columns_keep_their_name_beside_ours(study: Study) -> None:
    table = read_one(study, write(study, "ikc_profiel.csv", "ikc;rij;bestand\nA1;tien;kast\n"), "ikc_profiel")
    own = table.rows[["ikc", "rij_", "bestand_", "rij"]].to_dict("records")
    assert own == [{"ikc": "A1", "rij_": "tien", "bestand_": "kast", "rij": 2}]
    assert (table.rows[["soort", "onderwerp", "score", "tekst", "datum"]] == "").all(axis=None)


def test_a_title_above_and_totals_below_are_no_data(study: Study) -> None:
    text = (
        "Leerlingen per bouw;;;\nAfgedrukt op 1-2-2019;;;\n;;;\nIKC;Meting;Bouw;Aantal kinderen\n"
        "A1;nulmeting;totaal;30\n;;;\nIKC;Meting;Bouw;Aantal kinderen\nA1;nulmeting;onderbouw;30\nTotaal;;;60\n"
    )
    table = read_one(study, write(study, "populatie.csv", text), "populatie")
    assert table.rows["rij"].tolist() == [5, 8] and table.meldingen == ()
    assert table.apart.to_numpy().tolist() == [[7, "kolomnamen herhaald"], [9, "totaalregel onder de gegevens"]]


def test_a_quoted_line_break_is_one_row(study: Study) -> None:
    text = 'ikc;bron;effect;richting;citaat\nA1;IB;x;+;"een\n\ntwee"\nA1;IB;y;-;drie\n'
    table = read_one(study, write(study, "gesprekken.csv", text), "gesprekken")
    assert table.rows["citaat"].tolist() == ["een\n\ntwee", "drie"] and table.rows["rij"].tolist() == [2, 3]


def test_a_row_that_broke_is_set_aside_without_its_contents(study: Study) -> None:
    text = "ikc;meting;bouw;aantal\nA1;nulmeting;onderbouw;30\nA1;nulmeting;midden;bouw;20\nA1;nulmeting;bovenbouw;1;\n"
    table = read_one(study, write(study, "populatie.csv", text), "populatie")
    assert table.rows["rij"].tolist() == [2, 4]
    assert table.apart.to_numpy().tolist() == [[3, "rij met meer velden dan de kop"]]
    assert only(table).als_tekst() == (
        "data/raw/populatie.csv: 1 rij heeft meer velden dan de kop.\n\n  eerste: rij 3\n\n"
        "Zet aanhalingstekens om tekst waarin het scheidingsteken voorkomt."
    )


def test_a_short_row_is_read_and_told(study: Study) -> None:
    text = "ikc;bron;effect;richting;citaat\nA1;IB;x;+;een\nA1;IB;y\n"
    table = read_one(study, write(study, "gesprekken.csv", text), "gesprekken")
    assert table.rows["citaat"].tolist() == ["een", ""]
    assert (only(table).ernst, only(table).code, only(table).regels) == (
        "waarschuwing",
        "rij_te_kort",
        ("eerste: rij 3",),
    )


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("populatie.csv", b"", "het bestand is leeg."),
        ("populatie.csv", b" \n \n", "het bestand is leeg."),
        ("populatie.csv", b"\x00\x01\x02\x03" * 20, "geen tekstbestand en geen werkmap"),
        ("populatie.xlsx", b"", "het bestand is leeg."),
        ("populatie.xlsx", b"ikc;meting", "2 verplichte kolommen ontbreken."),
        ("populatie.xlsx", b"PK\x03\x04 kapot", "geen werkmap die te lezen is"),
        ("populatie.csv", b"a;b\n1;2\n", "er is geen rij met kolomnamen gevonden."),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fout(study: Study, name: str, content: bytes, text: str) -> None:
    table = read_one(study, write(study, name, content), "populatie")
    assert text in only(table).tekst and only(table).ernst == "fout" and len(table.rows) == 0


def test_a_workbook_named_csv_is_read(study: Study) -> None:
    path = write_workbook(
        study, "p.xlsx", {"Blad1": [["ikc", "meting", "bouw", "aantal"], ["A1", "nulmeting", "alle", 5.0]]}
    )
    table = read_one(study, path.rename(path.with_name("populatie.csv")), "populatie")
    assert table.rows["aantal_kinderen"].tolist() == ["5"]


def test_sheets_are_read_and_other_sheets_told(study: Study) -> None:
    header = ["ikc", "meting", "bouw", "aantal"]
    sheets = {
        "2019": [header, ["A1", "nulmeting", "alle", 5]],
        "2020": [[], header, ["A1", "nameting", "alle", 6]],
        "kladblok": [["iets", "anders"]],
        "Toelichting": [["Vul hier in"]],
        "oud": [header, ["A1", "nulmeting", "alle", 99]],
        "leeg": [],
    }
    tables = read(study, write_workbook(study, "populatie.xlsx", sheets, hidden=("oud",)), "populatie")
    assert [table.bestand.split("#")[1] for table in tables] == ["2019", "2020", "kladblok", "oud"]
    assert [table.rows["rij"].tolist() for table in tables] == [[2], [3], [], []]
    assert [[m.code for m in table.meldingen] for table in tables[2:]] == [["blad_overgeslagen"]] * 2


def test_an_unknown_column_blocks_an_inventory_and_is_dropped_from_leerlingen(study: Study) -> None:
    inventory = read_one(study, write(study, "i.csv", "kindcode;groep;ikc;opstandg\n1;3;A1;x\n"), "inventarisatie")
    assert (
        only(inventory).ernst == "fout" and "opstandg   (kolom D; lijkt op: opstandig)" in only(inventory).als_tekst()
    )
    pupils = read_one(
        study, write(study, "l.csv", "bsn;ikc;van;bijnaam;opmerking\n1;A1;2019-01-01;Jip;Jip\n"), "leerlingen"
    )
    assert only(pupils).ernst == "waarschuwing" and pupils.genegeerd == ("opmerking",)
    assert "Jip" not in pupils.rows.to_csv()


def test_two_headers_with_one_meaning_are_a_fout(study: Study) -> None:
    table = read_one(
        study, write(study, "i.csv", "kindcode;groep;druk;Druk gedrag\n1;3;x;\n"), "inventarisatie", {"ikc": "A1"}
    )
    assert only(table).regels == ("'druk' en 'Druk gedrag' betekenen beide druk",)


def test_values_without_a_header_are_told(study: Study) -> None:
    text = "ikc;meting;;bouw;aantal\nA1;nulmeting;hoi;onderbouw;3\n"
    table = read_one(study, write(study, "populatie.csv", text), "populatie")
    assert only(table).code == "kolom_zonder_naam" and only(table).regels == ("kolom C: 1 waarden",)


def test_the_place_of_a_file_fills_what_its_rows_do_not_say(study: Study) -> None:
    path = write(study, "i.csv", "kindcode;groep;ikc\n1;3;\n2;4;A11\n")
    table = read_one(study, path, "inventarisatie", {"ikc": "A1", "meting": "nulmeting"})
    assert table.rows["ikc"].tolist() == ["A1", "A11"] and set(table.rows["meting"]) == {"nulmeting"}


def test_the_sheet_names_the_ikc(study: Study) -> None:
    sheets = {"De Wilgen": [["kindcode", "groep"], ["1", "3"]], "A11": [["kindcode", "groep"], ["1", "3"]]}
    tables = read(study, write_workbook(study, "i.xlsx", sheets), "inventarisatie", {"meting": "nulmeting"})
    assert [table.rows["ikc"].tolist() for table in tables] == [["A1"], ["A11"]]
    assert tables[0].rows["kind"].iloc[0] != tables[1].rows["kind"].iloc[0]


def test_rows_of_two_encodings_in_one_file_are_both_read(tmp_path):
    study = make_study(tmp_path)
    head, other = "Cliëntnummer;Ingangsdatum;Zorgaanbieder\r\n", "999900018;01-02-2019;Ús Hûs\r\n"
    content = head.encode() + "999900006;01-02-2019;Jeugdhulp Fryslân\r\n".encode() + other.encode("cp1252")
    for start in (b"", b"\xef\xbb\xbf"):
        table = read(study, write(study, "toewijzingen/gemengd.csv", start + content), "toewijzingen")[0]
        assert table.rows["aanbieder"].tolist() == ["Jeugdhulp Fryslân", "Ús Hûs"]
        assert not [melding for melding in table.meldingen if melding.ernst == "fout"]


def test_a_file_in_cp1252_alone_is_read_as_that(tmp_path):
    study = make_study(tmp_path)
    content = "Cliëntnummer;Ingangsdatum;Zorgaanbieder\r\n999900018;01-02-2019;Ús Hûs – € 5\r\n".encode("cp1252")
    table = read(study, write(study, "toewijzingen/oud.csv", content), "toewijzingen")[0]
    assert table.rows["aanbieder"].tolist() == ["Ús Hûs – € 5"]
