"""Tidy the study's own price list: what a product costs per unit, from when to when, and where that is published."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_open_end, is_unreadable, tidy_dates, without_open_ends
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.toewijzing_columns import tidy_codes, tidy_products
from analysis.tidy.values import count_words, report_rows, report_values

TABLE = "tarieven"
TIME_UNITS = {"01": "tijd", "04": "tijd", "16": "tijd"}
Judged = tuple[pd.Series, str, str, str, str]


def tidy_tarieven(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `tarieven`: one row per product, unit and period. What cannot be used is a fout: a price is never guessed.

    Two tariffs for one product whose periods overlap are a fout too, in units that can be converted into one another
    as well (minutes and hours): it would not be clear which one counts.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger = open_ledger(TABLE, tables)
    settled, meldingen = settle_columns(ledger.rows, TABLE, codebook, ("van", "tot"), ("tarief_eur",))
    typed = _type(settled.assign(tot=without_open_ends(settled["tot"], codebook)), codebook)
    for wrong, stap, reden, tekst, advies in _judge(ledger.rows, typed, codebook):
        meldingen += report_rows(typed, wrong, lambda n, words=tekst: f"{n} {words}", stap, advies, "fout")
        ledger = ledger.set_aside(wrong, stap, reden)
    return TidyPart({TABLE: _table(ledger, typed)}, ledger, [*meldingen, *_without_source(typed)])


def _type(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    tot = tidy_dates(rows["tot"])
    code = tidy_products(rows["productcode"].str[:0], rows["productcode"], codebook)["productcode"].astype("str")
    typed = rows[["bestand", "rij", "bron"]].assign(
        productcode=code, eenheid=tidy_codes(rows["eenheid"], codebook, "eenheid").astype("str"),
        tarief_eur=tidy_amounts(rows["tarief_eur"]), van=tidy_dates(rows["van"]), tot=tot.mask(is_open_end(tot)),
    )  # fmt: skip
    return typed.assign(tot_onleesbaar=is_unreadable(rows["tot"], tot))


def _judge(rows: pd.DataFrame, typed: pd.DataFrame, codebook: Codebook) -> list[Judged]:
    units = list(codebook.content["codes"]["eenheid"])
    read = "rij(en) in de prijslijst"
    return [
        (typed["productcode"] == "", "productcode_ontbreekt", "productcode ontbreekt", f"{read} zonder productcode.",
         "Vul de productcode in."),
        (~typed["eenheid"].isin(units), "onbekende_eenheid", "eenheid is niet bekend",
         f"{read} met een onbekende eenheid.",
         f"Gebruik een code van de standaard: {', '.join(units)}."),
        (~(typed["tarief_eur"] > 0), "geen_tarief", "tarief is geen bedrag", f"{read} zonder bedrag boven nul.",
         "Vul het tarief per eenheid in euro's in."),
        (typed["van"].isna() | typed["tot_onleesbaar"], "datum_niet_te_lezen", "datum niet te lezen",
         f"{read} met een datum die niet te lezen is.", "Schrijf dd-mm-jjjj; `tot` mag leeg zijn."),
        (typed["tot"] < typed["van"], "einde_voor_begin", "einde ligt voor het begin",
         f"{read} met een einde voor het begin.", "Verbeter de datums."),
        (find_overlaps(typed), "tarief_dubbel", "twee tarieven op dezelfde dag",
         f"{read} met een tarief voor dagen die al een tarief hebben.", "Laat per product en dag één tarief staan."),
    ]  # fmt: skip


def find_overlaps(typed: pd.DataFrame) -> pd.Series:
    """Tell which rows have a day that an earlier row of the same product, in a unit that converts, has too."""
    family = typed["eenheid"].map(lambda unit: TIME_UNITS.get(unit, unit))
    rows = typed.assign(familie=family).sort_values(["productcode", "familie", "van"], kind="stable")
    ends = rows["tot"].fillna(pd.Timestamp("2262-01-01"))
    reach = ends.groupby([rows["productcode"], rows["familie"]]).cummax()
    before = reach.groupby([rows["productcode"], rows["familie"]]).shift()
    return (rows["van"] <= before).reindex(typed.index)


def _table(ledger: Ledger, typed: pd.DataFrame) -> pd.DataFrame:
    return as_table(TABLE, typed.loc[ledger.rows.index])


def _without_source(typed: pd.DataFrame) -> list[Melding]:
    return report_values(
        typed.assign(bron=typed["bron"].astype("str")), "bron", typed["bron"] == "",
        lambda n: count_words(int((typed["bron"] == "").sum()), "tarief heeft", "tarieven hebben") + " geen bron.",
        "tarief_zonder_bron", "Noem de verordening of het contract in de kolom bron.", "waarschuwing",
    )  # fmt: skip
