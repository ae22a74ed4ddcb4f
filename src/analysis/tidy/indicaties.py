"""Tidy the indicaties: individual hours per child, to be compared with one joint professional."""

from dataclasses import replace

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import GEEN_IKC, Study
from analysis.tidy.casussen import read_numbers
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, report_rows

TABLE = "indicaties"
NUMBERS = ("kinderen", "uren_per_week", "weken", "tarief")


def tidy_indicaties(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `indicaties`: one row per kind of indication; hours are per child per week, the tarief is euro per hour.

    A row without an IKC has the ikc `geen`. Every number is needed: hours without a price cannot be compared.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger = open_ledger(TABLE, tables)
    ledger, ikcs = code_optional_ikcs(ledger, study)
    ledger, numbers = read_numbers(ledger, NUMBERS, codebook)
    ledger, missing = need_numbers(ledger, NUMBERS)
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, [*ikcs, *numbers, *missing])


def code_optional_ikcs(ledger: Ledger, study: Study) -> Coded:
    """Code the IKCs that are given; an empty one becomes `geen`, an unknown one is a fout."""
    given = ledger.rows["ikc"] != ""
    coded, found = code_ikcs(replace(ledger, rows=ledger.rows[given]), study)
    wrong = ledger.rows.index[given].difference(coded.rows.index)
    ledger = ledger.set_aside(pd.Series(True, index=wrong), "coderen", "IKC is niet bekend")
    codes = coded.rows["ikc"].reindex(ledger.rows.index).fillna(GEEN_IKC).astype(str)
    return ledger.with_columns(ikc=codes), found


def need_numbers(ledger: Ledger, columns: tuple[str, ...]) -> Coded:
    """Set aside the rows in which a needed number is missing or below zero, with a fout per column."""
    found: list[Melding] = []
    for column in columns:
        wrong = ledger.rows[column].isna() | (ledger.rows[column] < 0)
        found += report_rows(
            ledger.rows, wrong,
            lambda n, column=column: f"{count_words(n, 'rij', 'rijen')} zonder bruikbaar getal ({column}).",
            "getal_ontbreekt", "Vul een getal van 0 of meer in.", "fout",
        )  # fmt: skip
        ledger = ledger.set_aside(wrong, f"{column} lezen", f"{column} ontbreekt of is negatief")
    return ledger, found
