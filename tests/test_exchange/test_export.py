"""`ikc export`: what stands in the files is what stands in the edition: marked, labelled, harmless, the same bytes."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.exchange.export import export
from analysis.exchange.export.edition import HIDDEN, Edition, guarded_columns, read_edition
from analysis.exchange.export.labels import labels_of_table
from analysis.exchange.export.parquet import parquet_bytes
from analysis.exchange.export.spss import GONE, spss_bytes
from analysis.exchange.export.workbook import legend, sheet_names, workbook_bytes
from analysis.results.kaarten import kaarten
from analysis.results.tables import type_table
from analysis.study import Study, load_study

SOME = ("gemeten", "verhoudingen", "toewijzingen_peildatum", "toewijzingen_producten", "inzet_gezin", "controles")
BSN = "111222333"


@pytest.fixture(scope="module")
def study(proefresultaten) -> Study:
    return load_study(proefresultaten)


def edition_of(study: Study, editie: str, tables=SOME) -> Edition:
    whole = read_edition(study, load_codebook(study.folder), editie)
    return replace(whole, tables={name: whole.tables[name] for name in tables})


@pytest.fixture(scope="module")
def publiek(study) -> Edition:
    return edition_of(study, "publiek")


@pytest.fixture(scope="module")
def intern(study) -> Edition:
    return edition_of(study, "intern")


@pytest.fixture(scope="module")
def content(publiek) -> bytes:
    return workbook_bytes(publiek)


@pytest.fixture(scope="module")
def book(content) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def with_table(edition: Edition, name: str, rows: pd.DataFrame) -> Edition:
    return replace(edition, tables={name: type_table(name, rows)})


# --- the workbook ---


@pytest.mark.parametrize("name", SOME)
def test_a_sheet_has_the_rows_of_the_csv(name, content, study) -> None:
    texts = {column: str for column, kind in kaarten()[name].types.items() if kind == "tekst"}
    path = study.reports / "publiek/resultaten" / f"{name}.csv"
    csv = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=[""])
    sheet = pd.read_excel(io.BytesIO(content), sheet_name=name, header=1, na_values=[HIDDEN], engine="calamine")
    assert list(sheet.columns) == list(csv.columns) and len(sheet) == len(csv)
    for column, kind in kaarten()[name].types.items():
        if kind in ("getal", "geheel getal"):
            left, right = (pd.to_numeric(table[column]).astype("float64") for table in (sheet, csv))
            assert left.equals(right), column
        elif kind == "datum":
            assert list(pd.to_datetime(sheet[column])) == list(pd.to_datetime(csv[column])), column
        else:
            left, right = (["" if pd.isna(value) else str(value) for value in table[column]] for table in (sheet, csv))
            assert left == right, column


def test_numbers_are_numbers_and_what_was_left_out_is_a_word(book, publiek) -> None:
    table, sheet = publiek.tables["gemeten"], book["gemeten"]
    heads = [cell.value for cell in sheet[2]]
    place = heads.index("n_inventaris") + 1
    cells = [sheet.cell(row, place) for row in range(3, 3 + len(table))]
    for cell, value, gone in zip(cells, table["n_inventaris"], table["onderdrukt"], strict=True):
        if pd.notna(value):
            assert cell.value == value and cell.data_type == "n"
        else:
            assert cell.value == (HIDDEN if gone else None)
    assert {cell.value for cell in cells} >= {HIDDEN} and any(cell.data_type == "n" for cell in cells)


def test_unknown_is_not_what_was_left_out(publiek) -> None:
    """Two rows with an empty number: one lost it, of the other it is not known."""
    rows = publiek.tables["gemeten"].head(2).assign(n_inventaris=pd.NA, onderdrukt=[True, False])
    edition = with_table(publiek, "gemeten", rows)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(edition)))["gemeten"]
    place = [cell.value for cell in sheet[2]].index("n_inventaris") + 1
    assert [sheet.cell(row, place).value for row in (3, 4)] == [HIDDEN, None]
    shown = [sheet.cell(3, number).value for number in range(1, sheet.max_column + 1)]
    free = [place for place, name in enumerate(rows) if name not in publiek.guarded("gemeten")]
    assert HIDDEN not in [shown[place] for place in free]


def test_the_contents_lead_to_every_table_and_say_how_to_read_it(book, publiek) -> None:
    sheet = book["Inhoud"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(text.startswith(f"'{HIDDEN}': dit getal is weggelaten") for text in texts)
    assert any("niet bekend of niet van toepassing" in text for text in texts)
    links = {link.display: link.location for row in sheet.iter_rows() for c in row if (link := c.hyperlink)}
    assert links == {name: f"'{name}'!A1" for name in SOME}
    first = next(row for row in sheet.iter_rows() if row[0].value == "gemeten")
    assert first[1].value == kaarten()["gemeten"].rij and first[2].value == len(publiek.tables["gemeten"])
    assert book["gemeten"]["A1"].hyperlink.location == "'Inhoud'!A1"


def test_the_dictionary_and_the_labels_are_those_of_card_and_codebook(book) -> None:
    rows = list(book["Woordenboek"].iter_rows(min_row=3, values_only=True))
    item = kaarten()["gemeten"].kolommen["n_kinderen"]
    assert ("gemeten", "n_kinderen", item.type, item.eenheid, item.betekenis) in [row[:5] for row in rows]
    assert len(rows) == sum(len(kaarten()[name].kolommen) for name in SOME)
    labels = {(row[0], row[1]): row[2] for row in book["Labels"].iter_rows(min_row=3, values_only=True)}
    assert labels["ikc", "IKC01"] == "De Wilgen" and labels["bouw", "onderbouw"] == "groep 1, 2 en 3"
    assert labels["meting", "nulmeting"] == "meting van 1 februari 2019"
    assert labels["zorgvorm", "dyslexie"] == load_codebook().label("dyslexie")


def test_a_sheet_can_be_worked_with(book) -> None:
    sheet = book["gemeten"]
    assert sheet.freeze_panes == "A3" and sheet.print_title_rows == "$2:$2"
    assert list(sheet.tables) == ["t_gemeten"] and not book["inzet_gezin"].tables
    assert sheet["A2"].comment.text.startswith("Code van het IKC")
    assert all(10 <= item.width <= 44 for item in sheet.column_dimensions.values())


def test_properties_name_title_edition_and_language(book, intern) -> None:
    assert book.properties.title == "Pilot jeugdondersteuners (voorbeeld), resultaten"
    assert book.properties.language == "nl-NL" and book.properties.subject.startswith("Publieke editie")
    for sheet in book.worksheets:
        words = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
        assert "Voorbeeld: kinderen en IKC’s zijn verzonnen" in words and "INTERN" not in words


def test_the_internal_edition_says_so_on_every_sheet_and_in_its_title(intern) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(intern)))
    assert book.properties.title.startswith("INTERN: ")
    for sheet in book.worksheets:
        top = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=3) for cell in row)
        assert "INTERN, niet verspreiden" in top and "INTERN" in sheet.oddHeader.center.text
        assert HIDDEN not in {cell.value for row in sheet.iter_rows(min_row=3) for cell in row}


@pytest.mark.parametrize("text", ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "'=1+1"])
def test_text_that_a_spreadsheet_would_run_stays_text(text, publiek) -> None:
    rows = publiek.tables["controles"].head(1).assign(toelichting=text)
    made = workbook_bytes(with_table(publiek, "controles", rows))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["controles"]
    place = [cell.value for cell in sheet[2]].index("toelichting") + 1
    cell = sheet.cell(3, place)
    assert cell.value == text and cell.data_type == "s" and cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert not any(b"<f>" in packed.read(name) or b"<f " in packed.read(name) for name in packed.namelist())


def test_the_same_edition_gives_the_same_bytes(content, publiek) -> None:
    assert workbook_bytes(publiek) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {item.date_time for item in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2020-01-01T00:00:00Z" in packed.read("docProps/core.xml")


def test_names_of_sheets_fit_and_differ() -> None:
    long = "toewijzingen_kwartaal_domein_en_meer"
    names = list(sheet_names(dict.fromkeys([long, f"{long}_2", "inhoud"])).values())
    assert all(len(name) <= 31 for name in names) and len({name.casefold() for name in [*names, "Inhoud"]}) == 4


def test_what_is_rounded_is_said_and_nothing_is_called_left_out(publiek) -> None:
    publicatie = publiek.study.publicatie.model_copy(update={"methode": "afronden"})
    study = publiek.study.model_copy(update={"publicatie": publicatie})
    told = legend(replace(publiek, study=study, tables={"inzet_gezin": publiek.tables["inzet_gezin"]}))
    assert any("afgerond op een veelvoud van 5" in line for line in told)
    assert not any(HIDDEN in line for line in told)
    assert not any("afgerond" in line for line in legend(publiek))


# --- SPSS ---


def read_sav(edition: Edition, name: str, folder: Path):
    path = folder / f"{name}.sav"
    path.write_bytes(spss_bytes(edition, name))
    return pyreadstat.read_sav(str(path), user_missing=True)


@pytest.mark.parametrize("name", SOME)
def test_a_sav_has_the_rows_of_the_table(name, publiek, tmp_path) -> None:
    table, hidden = publiek.tables[name], publiek.hidden(name)
    read, about = read_sav(publiek, name, tmp_path)
    assert list(read.columns) == list(table.columns) and len(read) == len(table)
    for column, kind in kaarten()[name].types.items():
        if kind in ("getal", "geheel getal", "ja/nee"):
            assert read[column].astype("float64").equals(table[column].astype("float64").mask(hidden[column], GONE))
        elif kind == "tekst":
            assert list(read[column]) == list(table[column]), column
        else:
            assert list(pd.to_datetime(read[column])) == list(table[column]), column
    assert about.column_names_to_labels[table.columns[0]]


def test_a_sav_tells_labels_levels_and_missing_values(publiek, tmp_path) -> None:
    read, about = read_sav(publiek, "gemeten", tmp_path)
    assert about.column_names_to_labels["n_inventaris"].startswith(
        kaarten()["gemeten"].kolommen["n_inventaris"].betekenis.rstrip(".")
    )
    assert about.variable_value_labels["ikc"]["IKC01"] == "De Wilgen"
    assert about.variable_value_labels["onderdrukt"] == {0.0: "nee", 1.0: "ja"}
    levels = {"ikc": "nominal", "meting": "ordinal", "n_inventaris": "scale"}
    assert {name: about.variable_measure[name] for name in levels} == levels
    assert about.missing_ranges["n_inventaris"] == [{"lo": GONE, "hi": GONE}]
    assert about.variable_value_labels["n_inventaris"][GONE].startswith(HIDDEN)
    assert GONE in set(read["n_inventaris"]) and about.file_label.startswith("gemeten, Pilot")
    assert any("te weinig kinderen" in line for line in about.notes)
    as_spss = pyreadstat.read_sav(str(tmp_path / "gemeten.sav"))[0]
    assert as_spss["n_inventaris"].min() >= 0 and as_spss["n_inventaris"].isna().any()


def test_a_sav_of_the_internal_edition_says_so_and_no_clock_is_in_it(intern, publiek, tmp_path) -> None:
    _, about = read_sav(intern, "gemeten", tmp_path)
    assert about.file_label.startswith("INTERN gemeten") and not about.missing_ranges
    content = spss_bytes(publiek, "gemeten")
    assert content == spss_bytes(publiek, "gemeten") and content[92:109] == b"01 Jan 2000:00:00"


# --- parquet ---


@pytest.mark.parametrize("name", SOME)
def test_parquet_has_the_types_of_the_card(name, publiek) -> None:
    content = parquet_bytes(publiek, name)
    assert content == parquet_bytes(publiek, name)
    read = pq.read_table(io.BytesIO(content))
    types = {"tekst": "string", "geheel getal": "int64", "getal": "double", "ja/nee": "bool", "datum": "date32[day]"}
    assert {field.name: str(field.type) for field in read.schema} == {
        column: types[kind] for column, kind in kaarten()[name].types.items()
    }
    for column in read.column_names:
        mine = [None if pd.isna(value) else value for value in publiek.tables[name][column]]
        there = read[column].to_pylist()
        assert there == [value.date() if hasattr(value, "date") else value for value in mine], column


def test_parquet_tells_what_it_is(publiek, intern) -> None:
    schema = pq.read_table(io.BytesIO(parquet_bytes(publiek, "gemeten"))).schema
    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert about["editie"] == "publiek" and about["taal"] == "nl-NL" and about["rij"] == kaarten()["gemeten"].rij
    field = schema.field("n_inventaris").metadata
    assert field[b"weggelaten"] == b"true" and field[b"betekenis"]
    own = pq.read_table(io.BytesIO(parquet_bytes(intern, "gemeten"))).schema
    assert (
        own.metadata[b"titel"].startswith(b"INTERN: ") and own.field("n_inventaris").metadata[b"weggelaten"] == b"false"
    )


# --- what a card guards, what a code means ---


def test_each_way_of_publishing_has_its_own_guarded_columns() -> None:
    card = kaarten()["veranderingen"]
    rounded, left_out = guarded_columns(card, True), guarded_columns(card, False)
    assert {"n_van", "verschil", "oordeel"} <= rounded and "p" not in rounded and "ikc" not in rounded | left_out
    assert {"n_van", "p", "methode"} <= left_out and not guarded_columns(kaarten()["cbs"], True)


def test_a_code_without_a_label_has_none(study) -> None:
    table = pd.DataFrame({"ikc": ["IKC01", "IKC99", ""], "code": ["alle", "onbekende_code", ""], "rol": ["a", "b", ""]})
    assert labels_of_table(table, study, load_codebook()) == {
        "ikc": {"IKC01": "De Wilgen"},
        "code": {"alle": "alles samen"},
    }


# --- the command ---


def ikc(*args: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(arg) for arg in args])
    return int(ended.value.code or 0)


@pytest.fixture
def own(proefresultaten, tmp_path) -> Path:
    """A copy of the small study with its results, to write in."""
    return Path(shutil.copytree(proefresultaten, tmp_path / "studie"))


def test_every_table_is_exported_beside_the_edition(own, capsys) -> None:
    before = sorted((own / "reports/intern").rglob("*"))
    assert ikc("--study", own, "export", "--naar", "parquet", "--edition", "intern") == 0
    folder = own / "reports/export/intern/parquet"
    assert {path.stem for path in folder.glob("*.parquet")} == set(kaarten())
    assert "INTERN" in (folder / "INTERN.txt").read_text(encoding="utf-8") and (folder / "datadictionary.csv").is_file()
    assert sorted((own / "reports/intern").rglob("*")) == before
    told = capsys.readouterr().out
    assert f"{len(kaarten())} tabellen" in told and "INTERN, niet verspreiden" in told
    (folder / "oud.parquet").touch()
    assert ikc("--study", own, "export", "--naar", "parquet", "--edition", "intern") == 0
    assert not (folder / "oud.parquet").exists() and not list(folder.parent.glob(".*"))


def test_an_edition_that_is_not_there_is_told_with_what_to_do(own, capsys) -> None:
    shutil.rmtree(own / "reports/publiek")
    assert ikc("--study", own, "export", "--naar", "xlsx") == 1
    told = capsys.readouterr().err
    assert "de publieke editie is nog niet gemaakt" in told and "ikc run --edition publiek" in told
    assert not (own / "reports/export").exists()


def test_every_problem_is_told_at_once_and_nothing_is_written(own, tmp_path, capsys) -> None:
    results, taken = own / "reports/publiek/resultaten", tmp_path / "vol"
    (results / "signalen.csv").write_text("ikc,meting\nIKC01,nulmeting\n", encoding="utf-8")
    (results / "zorg.csv").unlink()
    taken.mkdir()
    (taken / "werk.txt").write_text("van mij", encoding="utf-8")
    assert ikc("--study", own, "export", "--naar", "sav", "--uit", taken) == 1
    told = capsys.readouterr().err
    assert "signalen.csv" in told and "zorg.csv" in told and "niet van een eerdere export" in told
    assert "anders dan de run ze maakte" in told and [path.name for path in taken.iterdir()] == ["werk.txt"]


def test_where_it_cannot_be_known_who_made_a_table_nothing_is_exported(own) -> None:
    shutil.rmtree(own / "reports/stempels")
    with pytest.raises(InvoerFout, match="niet na te gaan"):
        read_edition(load_study(own), load_codebook(own), "publiek")


def test_an_edition_that_was_attacked_with_success_is_not_exported(own) -> None:
    (own / "reports/publiek/manifest.json").write_text('{"aanval": {"geslaagd": true}}', encoding="utf-8")
    with pytest.raises(InvoerFout, match="een aanval van buiten"):
        read_edition(load_study(own), load_codebook(own), "publiek")


@pytest.mark.parametrize("place", ["data/raw", "data/processed/x", "reports/intern/x", "reports/publiek/x", "."])
def test_an_export_never_lands_among_what_the_study_keeps(own, place) -> None:
    with pytest.raises(InvoerFout):
        export.export_results(load_study(own), load_codebook(own), "intern", "parquet", own / place)


def test_a_workbook_of_somebody_is_not_written_over(own, tmp_path) -> None:
    path = tmp_path / "eigen.xlsx"
    path.write_bytes(b"van mij")
    with pytest.raises(InvoerFout, match="dit bestand is er al"):
        export.export_results(load_study(own), load_codebook(own), "publiek", "xlsx", path)
    assert path.read_bytes() == b"van mij"


@pytest.mark.parametrize("form", export.FORMS)
def test_what_leaks_is_refused_and_nothing_of_it_stays(form, publiek, study, tmp_path, monkeypatch) -> None:
    rows = publiek.tables["controles"].head(1).assign(toelichting=f"kind {BSN}")
    leaking = with_table(publiek, "controles", rows)
    monkeypatch.setattr(export, "read_edition", lambda *_: leaking)
    with pytest.raises(InvoerFout, match="BSN") as refused:
        export.export_results(study, load_codebook(), "publiek", form, tmp_path / "uit")
    assert BSN not in str(refused.value) and list(tmp_path.iterdir()) == []
    if form == "xlsx":
        with pytest.raises(InvoerFout, match="BSN"):
            export.export_results(study, load_codebook(), "publiek", form, tmp_path / "uit.xlsx")
        assert list(tmp_path.iterdir()) == []


def test_a_workbook_where_it_was_asked(publiek, study, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(export, "read_edition", lambda *_: publiek)
    told = export.export_results(study, load_codebook(), "publiek", "xlsx", tmp_path / "cijfers.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["cijfers.xlsx"] and "cijfers.xlsx" in told
    assert openpyxl.load_workbook(tmp_path / "cijfers.xlsx").sheetnames == ["Inhoud", "Woordenboek", "Labels", *SOME]
