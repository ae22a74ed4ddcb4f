"""Registrations of more files and sheets: what lies there twice counts once."""

import pandas as pd
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.intake.files import RawTable
from analysis.study import load_study
from analysis.tidy.inzet_jok import tidy_inzet_jok

COLUMNS = ["ikc", "datum", "soort", "uren", "groep", "kind"]


def table(name: str, rows: list[list[str]]) -> RawTable:
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype="str").assign(rij=range(2, len(rows) + 2))
    return RawTable(name, "inzet_jok", frame, kolommen=tuple(COLUMNS))


def test_a_row_of_two_sheets_counts_once_and_two_of_one_sheet_count_twice(tmp_path):
    study = load_study(make_folder(tmp_path, {}))
    row = ["A1", "04-03-2019", "universeel", "1", "3", ""]
    part = tidy_inzet_jok([table("a.xlsx#mrt", [row, row]), table("a.xlsx#kopie", [row])], study, load_codebook())
    assert len(part.tables["inzet_jok"]) == 2
    assert part.ledger.apart_rows[["bestand", "reden"]].to_numpy().tolist() == [["a.xlsx#kopie", "dubbele rij"]]
    assert [melding.code for melding in part.meldingen] == ["dubbele_rij", "gelijke_rij", "inzet_voor_start"]
