"""Files made to do harm, read as any delivery is: nothing is run, fetched, written elsewhere or unpacked without end.

| tried | where | what comes of it |
|---|---|---|
| a thousand million laughs, an external file (entities) | every part of an xlsx that is XML | refused or passed over |
| the same in an iJw message | `test_jw301.py` | set aside: a DOCTYPE |
| names with `../`, an absolute path, a drive, a NUL | members of a zip | read under their name, written nowhere |
| a symbolic link to a file of the machine | member of a zip | its target is never opened |
| a zip in a zip in a zip | `test_jw301.py` | one level deep |
| one member that unpacks to very much more | `test_zips.py` | refused |
| many members that do so together | here | the whole zip is refused |
| a member that lies about its size | `test_jw301.py` | refused |
| a cell of 5 MB in a workbook, a workbook past the limit | `test_formats.py` | refused |
| a cell of 100 MB, with and without quotes, or in a web page | here | refused at once |
"""

import stat
import time
import zipfile
from pathlib import Path

import pytest
from jw301_examples import zip_of
from small_raw import CODEBOOK, make_study, read, read_one, write, write_workbook

from analysis.intake import zips
from analysis.intake.toewijzingen import read_toewijzingen
from analysis.intake.zips import zipped_exports, zipped_messages
from analysis.study import Study

PLACE = {"ikc": "A1", "meting": "nulmeting"}
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE l [<!ENTITY a0 "lach">{LAUGHS}<!ENTITY buiten SYSTEM "file:///etc/hostname">]>'
PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
EXPORT = b"BSN;Toewijzingnummer;Ingangsdatum;Einddatum\n999900006;1;01-02-2019;01-08-2019\n"
NAMES = ("../../weg.csv", "/tmp/weg.csv", "C:\\weg.csv", "map/../../../weg.csv", "weg\0.csv", "..csv")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path / "studie")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("entity", ["&a9;", "&buiten;"])
def test_no_part_of_a_workbook_expands_or_fetches_an_entity(study: Study, part: str, entity: str) -> None:
    source = write_workbook(study, "bron.xlsx", {"Blad1": [["kindcode", "groep", "druk"], ["1", 3, "tekst"]]})
    path = study.raw / "bom.xlsx"
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            content = book.read(name).decode()
            start = content.index("?>") + 2 if content.startswith("<?xml") else 0
            bomb = content[:start] + DOCTYPE + content[start:].replace("tekst", entity).replace("Blad1", entity)
            copy.writestr(name, bomb if name == part else content)
    begun = time.monotonic()
    tables = read(study, path, "inventarisatie", PLACE)
    assert time.monotonic() - begun < 5
    cells = [text for table in tables if len(table.rows) for text in table.rows["druk"]]
    told = [melding.tekst for table in tables for melding in table.meldingen]
    assert cells == ["tekst"] or told == ["dit is geen werkmap die te lezen is: het bestand is beschadigd."]


@pytest.mark.parametrize("name", NAMES)
def test_a_member_is_never_written_under_its_own_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zip_of({name: EXPORT}))
    folder = tmp_path / "diep" / "uit"
    folder.mkdir(parents=True)
    for shown, path in zipped_exports(tmp_path / "in" / "a.zip", folder):
        assert shown and (isinstance(path, str) or path.resolve().is_relative_to(folder))
        assert isinstance(path, str) or path.read_bytes() == EXPORT
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["diep", "diep/uit", "in", "in/a.zip"] and not Path("/tmp/weg.csv").exists()


def test_a_link_in_a_zip_is_a_text_and_its_target_is_never_opened(study: Study, tmp_path: Path) -> None:
    (tmp_path / "geheim.csv").write_bytes(EXPORT)
    link = zipfile.ZipInfo("export.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    place = write(study, "toewijzingen/a.zip", b"")
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(link, str(tmp_path / "geheim.csv"))
    assert sum(len(table.rows) for table in read_toewijzingen(study, CODEBOOK, b"sleutel")) == 0


def test_many_members_that_together_unpack_to_very_much_are_refused_as_a_whole(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "SUSPECT_BYTES", 1_000_000)
    bomb = write(study, "toewijzingen/a.zip", zip_of({f"{n}.csv": b"a" * 400_000 for n in range(5)}))
    assert [(message.naam, message.reden) for message in zipped_messages(bomb)] == [
        ("(het hele zipbestand)", "zipbestand is uitgepakt te groot")
    ]
    assert list(zipped_exports(bomb, study.folder)) == []
    fouten = [m for table in read_toewijzingen(study, CODEBOOK, b"sleutel") for m in table.meldingen]
    assert any(melding.ernst == "fout" for melding in fouten)
    few = write(study, "toewijzingen/b.zip", zip_of({f"{n}.csv": b"a" * 400_000 for n in range(2)}))
    assert len(list(zipped_exports(few, study.folder))) == 2


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("a.csv", 'kindcode;groep;druk\n1;3;"', '"\n', "een regel in dit bestand is te lang; mist er een regeleinde?"),
        ("b.csv", "kindcode;groep;druk\n1;3;", "\n", "een regel in dit bestand is te lang; mist er een regeleinde?"),
        ("c.htm", "<table><tr><td>kindcode<td>groep<td>druk<tr><td>1<td>3<td>", "</table>",
         "een veld in dit bestand is te lang; mist er een aanhalingsteken?"),
    ],
)  # fmt: skip
def test_a_cell_of_a_hundred_million_signs_is_refused_at_once(
    study: Study, name: str, before: str, after: str, told: str
) -> None:
    size = 100_000_000 if name != "c.htm" else 20_000_000
    path = write(study, name, before + "a" * size + after)
    begun = time.monotonic()
    assert [melding.tekst for melding in read_one(study, path, "inventarisatie", PLACE).meldingen] == [told]
    assert time.monotonic() - begun < 5


def test_a_long_cell_among_very_many_rows_is_refused_too(study: Study) -> None:
    rows = "".join(f"{n};3;x\n" for n in range(150_000))
    path = write(study, "a.csv", f"kindcode;groep;druk\n{rows}1;3;{'a' * 200_000}\n")
    (melding,) = read_one(study, path, "inventarisatie", PLACE).meldingen
    assert melding.tekst == "een veld in dit bestand is te lang; mist er een aanhalingsteken?"
