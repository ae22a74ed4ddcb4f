"""The denominators: how many children were enrolled per ikc x meting x bouw."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import ALLE, Study
from analysis.tidy.cells import Coded, code_bouwen, code_ikcs, code_metingen, drop_doubles, read_counts
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table

CELL = ["ikc", "meting", "bouw"]
COUNT = "aantal_kinderen"


def tidy_populatie(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `populatie`: one row per ikc x meting x bouw, with the number of enrolled children.

    A row for the whole IKC (bouw `alle`) is used only where there are no rows per bouw; elsewhere it is checked against
    their sum and set aside.
    """
    if not tables:
        return TidyPart({"populatie": empty_table("populatie")})
    ledger = open_ledger("populatie", tables)
    ledger, ikcs = code_ikcs(ledger, study)
    ledger, metingen = code_metingen(ledger, study, codebook)
    ledger, bouwen = code_bouwen(ledger, study, codebook)
    ledger, counts = read_counts(ledger, COUNT)
    ledger, doubles = drop_doubles(ledger, CELL, COUNT)
    ledger, totals = _set_aside_totals(ledger)
    table = as_table("populatie", _in_study_order(ledger.rows, study))
    return TidyPart({"populatie": table}, ledger, [*ikcs, *metingen, *bouwen, *counts, *doubles, *totals])


def _set_aside_totals(ledger: Ledger) -> Coded:
    rows = ledger.rows
    is_total = rows["bouw"] == ALLE
    sums = rows[~is_total].groupby(["ikc", "meting"], as_index=False)[COUNT].sum()
    both = rows[is_total].merge(sums, on=["ikc", "meting"], suffixes=("", "_som"))
    index = pd.MultiIndex.from_frame(rows[["ikc", "meting"]])
    has_bouwen = pd.Series(index.isin(pd.MultiIndex.from_frame(sums[["ikc", "meting"]])), index=rows.index)
    reden = "totaal over de bouwen; de rijen per bouw tellen"
    return ledger.set_aside(is_total & has_bouwen, "totalen", reden), _melding_sums(both)


def _melding_sums(both: pd.DataFrame) -> list[Melding]:
    wrong = both[both[COUNT] != both[f"{COUNT}_som"]]
    lines = [f"{r.ikc} {r.meting}: totaal {r.aantal_kinderen}, som {r.aantal_kinderen_som}" for r in wrong.itertuples()]
    if not lines:
        return []
    advies = "De rijen per bouw tellen. Klopt het totaal, vul dan de ontbrekende bouw aan."
    tekst = f"{len(lines)} keer is het totaal niet de som van de bouwen."
    return [Melding(str(wrong["bestand"].iloc[0]), tekst, "waarschuwing", tuple(lines), advies, "totaal_klopt_niet")]


def _in_study_order(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Sort by meting in time and bouw in the study's order."""
    metingen = {name: i for i, name in enumerate(study.meting_namen)}
    bouwen = {name: i for i, name in enumerate([*study.bouwen, ALLE])}
    order = rows.assign(_meting=rows["meting"].map(metingen), _bouw=rows["bouw"].map(bouwen))
    return order.sort_values(["ikc", "_meting", "_bouw"], kind="stable").drop(columns=["_meting", "_bouw"])
