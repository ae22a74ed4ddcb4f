import shutil
from pathlib import Path

import openpyxl
import pytest
from filled import fill, good_row, make_study, through_libreoffice

from analysis.codebook import load_codebook
from analysis.codebook.notes import read_notes
from analysis.exchange.columns import MARK, columns_of_template, template_deliveries
from analysis.exchange.workbook import write_template
from analysis.intake.deliveries import DELIVERIES
from analysis.study import Study
from analysis.tidy.check import CheckReport, check_study
from analysis.tidy.tidy_study import judge_study

CODEBOOK = load_codebook()
FOLDERS = {"inventarisatie": "inventarisatie/nulmeting/IKC01", "toewijzingen": "toewijzingen/export", "cbs": "cbs/cbs"}
NEEDS = {"zorgpaden": {"client"}, "zorgpaden_totalen": {"client", "jaren"}, "casussen": {"aantal", "eenheid", "tarief"}}
"""Columns that exclude another one: a row fills in one of the two."""


def deliver(study: Study, delivery: str, row: dict | None = None) -> Path:
    columns = columns_of_template(delivery, CODEBOOK, study)
    template = study.folder / "sjabloon.xlsx"
    write_template(template, delivery, columns, CODEBOOK)
    own = {name: value for name, value in good_row(columns).items() if name not in NEEDS.get(delivery, ())}
    if delivery == "cbs":
        own.pop("percentage")
    if delivery == "doelmetingen" and row is None:
        set_goal(study, own["speerpunt"])
    rows = [own | {"fase": fase} for fase in ("voor", "na")] if delivery == "inzet_gezin" else [row or own]
    return fill(template, study.raw / f"{FOLDERS.get(delivery, delivery)}.xlsx", columns, rows)


def set_goal(study: Study, name: str) -> None:
    """Deliver the goal that a doelmeting is of: one that nobody set is a fout."""
    study.raw.mkdir(parents=True, exist_ok=True)
    text = f"ikc;speerpunt;soort;indicator;richting\nIKC01;{name};output;kinderen bij een club;stijging\n"
    (study.raw / "speerpunten.csv").write_text(text, encoding="utf-8")


def expected_rows(delivery: str) -> int:
    """One row each, but for professionals around a family (before and after), and a doelmeting with its goal."""
    return 2 if delivery in ("inzet_gezin", "doelmetingen") else 1


def kept(report: CheckReport) -> int:
    return int(report.bestanden["behouden"].sum()) if len(report.bestanden) else 0


def test_every_delivery_has_a_template_with_what_its_columns_mean():
    assert set(template_deliveries()) == {*DELIVERIES, "cbs"}
    for delivery in template_deliveries():
        columns = columns_of_template(delivery, CODEBOOK)
        assert [column.naam for column in columns if not column.uitleg] == [], delivery
        assert set(CODEBOOK.content["koppen"].get(delivery, {"kolommen": {}})["kolommen"]) <= {c.naam for c in columns}


@pytest.mark.parametrize("delivery", template_deliveries())
def test_a_template_filled_in_by_script_is_read_without_a_hitch(tmp_path, delivery):
    study = make_study(tmp_path / "studie")
    deliver(study, delivery)
    report = check_study(study, CODEBOOK)
    assert not report.fouten, report.als_tekst()
    arrived = len(judge_study(study, CODEBOOK).tables["cbs"]) if delivery == "cbs" else kept(report)
    assert arrived == expected_rows(delivery), report.als_tekst()


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not here")
@pytest.mark.parametrize("delivery", template_deliveries())
def test_a_template_saved_by_libreoffice_is_read_the_same(tmp_path, delivery):
    study = make_study(tmp_path / "studie")
    through_libreoffice(deliver(study, delivery), tmp_path)
    report = check_study(study, CODEBOOK)
    assert not report.fouten, report.als_tekst()
    arrived = len(judge_study(study, CODEBOOK).tables["cbs"]) if delivery == "cbs" else kept(report)
    assert arrived == expected_rows(delivery)


@pytest.mark.parametrize("delivery", template_deliveries())
def test_an_empty_template_counts_nothing_and_its_example_never(tmp_path, delivery):
    study = make_study(tmp_path / "studie")
    columns = columns_of_template(delivery, CODEBOOK, study)
    path = study.raw / f"{FOLDERS.get(delivery, delivery)}.xlsx"
    write_template(path, delivery, columns, CODEBOOK)
    explanation = openpyxl.load_workbook(path)["Uitleg"]
    assert [row[0].value for row in explanation.iter_rows()][-1] == "VOORBEELD"
    report = check_study(study, CODEBOOK)
    assert not report.fouten and kept(report) == 0


def test_an_example_row_that_was_copied_into_the_data_is_told_and_not_counted(tmp_path):
    study = make_study(tmp_path / "studie")
    deliver(study, "inventarisatie", {"ikc": "voorbeeld", "kindcode": "01-0064", "groep": "3", "druk": "x"})
    report = check_study(study, CODEBOOK)
    assert kept(report) == 0 and not report.fouten
    assert [melding.code for melding in report.waarschuwingen if melding.code == "voorbeeldrij"] == ["voorbeeldrij"]


def test_cells_have_choices_checks_and_text_where_a_code_belongs(tmp_path):
    study = make_study(tmp_path / "studie")
    for delivery in ("inventarisatie", "toewijzingen"):
        write_template(
            tmp_path / f"{delivery}.xlsx", delivery, columns_of_template(delivery, CODEBOOK, study), CODEBOOK
        )
    inventory = openpyxl.load_workbook(tmp_path / "inventarisatie.xlsx").worksheets[0]
    heads = {cell.value: cell.column_letter for cell in inventory[1]}
    first_signal = next(c.kop for c in columns_of_template("inventarisatie", CODEBOOK) if c.soort == MARK)
    assert inventory.freeze_panes == f"{heads[first_signal]}2" and heads["kindcode"] < heads[first_signal]
    assert inventory.column_dimensions[heads["kindcode"]].number_format == "@"
    sheet = openpyxl.load_workbook(tmp_path / "toewijzingen.xlsx").worksheets[0]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    kinds = {
        name: check.type
        for check in sheet.data_validations.dataValidation
        for name, letter in letters.items()
        if f"{letter}2" in str(check.sqref)
    }
    assert {name: kinds[name] for name in ("ingangsdatum", "budget", "eenheid", "ikc")} == {
        "ingangsdatum": "date", "budget": "decimal", "eenheid": "list", "ikc": "list",
    }  # fmt: skip
    assert [sheet.column_dimensions[letters[name]].number_format for name in ("client", "productcode")] == ["@", "@"]


def test_a_school_is_not_asked_for_what_only_the_municipality_knows():
    asked = {column.naam for column in columns_of_template("inventarisatie", CODEBOOK)}
    assert not asked & {"jeugdbescherming", "jeugdreclassering", "vervoer", "landelijk", "onbekend", "arrangement"}
    assert {"ib", "jok", "smw", "dyslexie", "ggz_behandeling", "druk", "klas", "invuller"} <= asked
    hidden = read_notes()["alleen_gemeente"]
    assert all(hidden.values()) and set(hidden) <= set(CODEBOOK.codes["code"])
