"""Tidy the inzet_gezin: which professionals are around one family, before and after, and for how many hours a week."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.tidy.casussen import need_texts, read_numbers, tidy_casus
from analysis.tidy.cells import Coded
from analysis.tidy.indicaties import need_numbers
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, report_values
from analysis.tidy.zorgpaden_totalen import FASES, code_fase

TABLE = "inzet_gezin"
HOURS = ("uren_per_week",)


def tidy_inzet_gezin(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `inzet_gezin`: one row per family (casus), fase and professional, with hours per week.

    Both fasen are needed: a fase without a row was not written down, which is not the same as nobody. Nobody is a row
    with zero hours.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, texts = need_texts(open_ledger(TABLE, tables), ("casus", "professional"))
    ledger, fases = code_fase(ledger.with_columns(casus=tidy_casus(ledger.rows["casus"])), codebook)
    ledger, numbers = read_numbers(ledger, HOURS, codebook)
    ledger, missing = need_numbers(ledger, HOURS)
    ledger, one_sided = _need_both(ledger)
    found = [*texts, *fases, *numbers, *missing, *one_sided]
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, found)


def _need_both(ledger: Ledger) -> Coded:
    rows = ledger.rows
    wrong = pd.Series(rows.groupby("casus")["fase"].transform("nunique") < len(FASES), index=rows.index).astype(bool)
    found = report_values(
        rows, "casus", wrong, lambda n: f"{count_words(n, 'casus heeft', 'casussen hebben')} maar één fase.",
        "fase_ontbreekt", "Vul voor en na in; is er niemand meer, zet dan een rij met 0 uur.",
    )  # fmt: skip
    return ledger.set_aside(wrong, "fasen vergelijken", "voor of na ontbreekt"), found
