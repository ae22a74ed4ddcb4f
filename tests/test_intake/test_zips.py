"""What is in a zip of toewijzingen is read or said; messages in any encoding, numbers of several municipalities."""

import io
from pathlib import Path

import openpyxl
import pytest
from jw301_examples import write_message, zip_of
from small_raw import CODEBOOK, make_study, write

from analysis.intake.files import RawTable
from analysis.intake.jw301 import parse_message
from analysis.intake.toewijzingen import read_toewijzingen
from analysis.study import Study
from analysis.tidy.schemas import empty_table
from analysis.tidy.toewijzingen import tidy_toewijzingen

KEY = b"een sleutel voor de test"
EXPORT = b"BSN;Toewijzingnummer;Ingangsdatum;Einddatum\n999900006;1;01-02-2019;01-08-2019\n999900018;2;01-02-2019;\n"
PRODUCT = {
    "toewijzing_nummer": "17", "productcategorie": "45", "productcode": "45A48", "toewijzingsdatum": "2019-01-15",
    "ingangsdatum": "2019-02-01", "einddatum": "2019-07-31",
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path)


def workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (["BSN", "Ingangsdatum"], ["999900006", "01-02-2019"]):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def tables_of(study: Study, **files: bytes) -> dict[str, RawTable]:
    for name, content in files.items():
        write(study, f"toewijzingen/{name}", content)
    tables = read_toewijzingen(study, CODEBOOK, KEY)
    return {table.bestand.removeprefix("data/raw/toewijzingen/"): table for table in tables}


def fouten(tables: dict[str, RawTable]) -> list[str]:
    return [melding.tekst for table in tables.values() for melding in table.meldingen if melding.ernst == "fout"]


def test_exports_in_a_zip_are_read_also_in_a_zip_in_it(study: Study) -> None:
    inner = zip_of({"export.csv": EXPORT})
    content = zip_of({"map/export.csv": EXPORT, "b.xlsx": workbook(), "binnen.zip": inner, "Thumbs.db": b"x"})
    tables = tables_of(study, **{"a.zip": content})
    assert {name: len(table.rows) for name, table in tables.items()} == {
        "a.zip/b.xlsx#Sheet": 1, "a.zip/binnen.zip/export.csv": 2, "a.zip/map/export.csv": 2,
    }  # fmt: skip
    assert fouten(tables) == []


def test_exports_and_messages_in_one_zip_are_both_read(study: Study) -> None:
    tables = tables_of(study, **{"a.zip": zip_of({"export.csv": EXPORT, "1.xml": write_message([PRODUCT])})})
    assert {name: len(table.rows) for name, table in tables.items()} == {"a.zip/export.csv": 2, "a.zip": 1}


@pytest.mark.parametrize(
    ("members", "tekst"),
    [
        ({}, "dit zipbestand is leeg."),
        ({"__MACOSX/._a.csv": b"x", "map/desktop.ini": b"x", ".DS_Store": b"x"}, "dit zipbestand is leeg."),
        ({"brief.docx": b"x"}, "in dit zipbestand is niets te lezen."),
        ({"1.xml": b"<kapot"}, "in dit zipbestand is niets te lezen."),
    ],
)
def test_a_zip_from_which_nothing_can_be_read_is_a_fout(study: Study, members: dict[str, bytes], tekst: str) -> None:
    assert fouten(tables_of(study, **{"a.zip": zip_of(members)})) == [tekst]


@pytest.mark.parametrize("name", ["1.xml", "export.csv"])
def test_a_zip_with_a_password_is_a_fout(study: Study, name: str) -> None:
    content = bytearray(zip_of({name: write_message([PRODUCT])}))
    content[6] |= 1  # the flag that says that the member is encrypted, before it and in the list at the end
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    tables = tables_of(study, **{"a.zip": bytes(content)})
    assert len(fouten(tables)) == 1
    assert "wachtwoord" in "\n".join(m.als_tekst() for table in tables.values() for m in table.meldingen)


def test_a_zip_of_other_messages_is_no_fout(study: Study) -> None:
    assert fouten(tables_of(study, **{"a.zip": zip_of({"1.xml": write_message([PRODUCT], bericht="jw305")})})) == []


def test_a_member_that_unpacks_to_very_much_more_is_refused(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.intake.zips.SUSPECT_BYTES", 100_000)
    tables = tables_of(study, **{"a.zip": zip_of({"export.csv": b"a" * 1_000_000})})
    assert fouten(tables) == ["niet te lezen: bericht is te groot."]


@pytest.mark.parametrize(
    "spelled",
    [
        lambda text: b"\r\n  " + text.encode(),
        lambda text: text.replace("UTF-8", "UTF-16").encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
    ],
)
def test_a_message_is_read_whatever_its_declaration_says(spelled) -> None:
    text = write_message([PRODUCT]).decode().replace("Geheimpje", "Zoë")
    assert parse_message(spelled(text)) == parse_message(write_message([PRODUCT]))


def test_the_same_number_of_another_municipality_is_another_toewijzing(study: Study) -> None:
    other = write_message([{**PRODUCT, "toewijzingsdatum": "2019-03-01"}]).replace(b"Afzender>0080", b"Afzender>0090")
    again = write_message([{**PRODUCT, "toewijzingsdatum": "2019-04-01", "einddatum": "2019-05-31"}])
    write(study, "toewijzingen/a.zip", zip_of({"1.xml": write_message([PRODUCT]), "2.xml": other, "3.xml": again}))
    part = tidy_toewijzingen(read_toewijzingen(study, CODEBOOK, KEY), empty_table("leerlingen"), study, CODEBOOK)
    apart = part.ledger.apart_rows
    assert apart.loc[apart["reden"].str.startswith("latere versie"), "rij"].tolist() == [1]


def test_a_fraction_of_a_second_tells_which_version_is_the_last(study: Study) -> None:
    times = ["10:15:00.250", "10:15:00.900", "10:15:00.300"]
    members = {f"{n}.xml": write_message([{**PRODUCT, "toewijzingstijd": time, "volume": n + 1}])
               for n, time in enumerate(times)}  # fmt: skip
    write(study, "toewijzingen/a.zip", zip_of(members))
    part = tidy_toewijzingen(read_toewijzingen(study, CODEBOOK, KEY), empty_table("leerlingen"), study, CODEBOOK)
    assert part.tables["toewijzingen"]["bron_rij"].tolist() == [2]


def test_a_file_of_which_no_row_can_be_read_is_a_fout(study: Study) -> None:
    rows = b"BSN;Ingangsdatum\n" + b"999900006;ooit\n" * 3 + b"999900018;nooit\n"
    write(study, "toewijzingen/a.csv", rows)
    part = tidy_toewijzingen(read_toewijzingen(study, CODEBOOK, KEY), empty_table("leerlingen"), study, CODEBOOK)
    assert [m.ernst for m in part.meldingen if m.code == "rijen_apart"] == ["fout"]


def test_a_file_that_only_repeats_another_is_no_fout(study: Study) -> None:
    for name in ("a.csv", "b.csv"):
        write(study, f"toewijzingen/{name}", EXPORT)
    part = tidy_toewijzingen(read_toewijzingen(study, CODEBOOK, KEY), empty_table("leerlingen"), study, CODEBOOK)
    assert [m.ernst for m in part.meldingen if m.code == "rijen_apart"] == ["waarschuwing"]
