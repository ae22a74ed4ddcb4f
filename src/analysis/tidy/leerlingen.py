"""Tidy the leerlingen: from when to when a child was at an IKC."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.intake.ikcs import match_ikcs
from analysis.study import Study
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import (
    ONLEESBAAR,
    ONTBREEKT,
    ONVOLLEDIG,
    is_open_end,
    judge_dates,
    tidy_dates,
    without_open_ends,
)
from analysis.tidy.groep import read_groep
from analysis.tidy.klassen import code_klassen
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, report_rows, report_values

TABLE = "leerlingen"
DATES = ("van", "tot")
COMPARED = ["client", "kind", "ikc", "groep", "van", "tot"]


def tidy_leerlingen(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Type the leerlingen and set aside, by reason, what is no period of a child at an IKC.

    One row is a child's period at an IKC (often one per school year, with its groep): count children, not rows. An open
    or far end (31-12-9999) is NaT: still enrolled. `klas` is there as in `kinderen`: of every enrolled child, where an
    inventory may hold the children with a mark alone.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger = open_ledger(TABLE, tables)
    ledger = ledger.with_columns(klas=code_klassen(ledger.rows, study, codebook))
    typed, meldingen = _type(ledger.rows, study, codebook)
    ledger = _set_aside(ledger, typed)
    kept = typed.loc[ledger.rows.index]
    return TidyPart({TABLE: as_table(TABLE, kept)}, ledger, [*meldingen, *_report(typed, ledger)])


def _type(rows: pd.DataFrame, study: Study, codebook: Codebook) -> tuple[pd.DataFrame, list[Melding]]:
    rows, conventions = settle_columns(rows, TABLE, codebook, DATES)
    rows = rows.assign(tot=without_open_ends(rows["tot"], codebook))
    van, tot = tidy_dates(rows["van"]), tidy_dates(rows["tot"])
    ikc = match_ikcs(rows["ikc"], study) if study.ikcs else rows["ikc"]
    groep = rows["groep"].map({text: _groep(text, codebook) for text in rows["groep"].unique()}).astype("Int64")
    typed = rows[["bestand", "rij", "client", "kind", "klas"]].assign(
        ikc=ikc, groep=groep, van=van, tot=tot.mask(is_open_end(tot)),
        van_oordeel=judge_dates(rows["van"], van), tot_oordeel=judge_dates(rows["tot"], tot),
    )  # fmt: skip
    unknown = report_values(
        rows, "ikc", (ikc == "") & (rows["ikc"] != ""), 
        lambda n: count_words(n, "IKC staat niet in study.yml.", "IKC's staan niet in study.yml."), "onbekend_ikc",
        "Verbeter de code of naam, of voeg het IKC toe aan study.yml.", known=study.ikc_codes,
    )  # fmt: skip
    wrong = groep.isna() & (rows["groep"] != "")
    strange = report_values(
        rows, "groep", wrong, 
        lambda n: count_words(n, "groep is niet te lezen.", "groepen zijn niet te lezen."), "onbekende_groep",
        "De rijen tellen mee zonder groep. Schrijf groep 1 tot en met 8, of peuters.", ernst="waarschuwing",
    )  # fmt: skip
    return typed, [*conventions, *unknown, *strange]


def _groep(text: str, codebook: Codebook) -> int | None:
    """Read a groep: `4`, `groep 4`, `4a`, or a word for voorschool (0); None for two, and above 9."""
    groepen = read_groep(text, codebook)
    return groepen[0] if len(groepen) == 1 and groepen[0] < 10 else None


def _set_aside(ledger: Ledger, typed: pd.DataFrame) -> Ledger:
    rules = (
        ("client_ontbreekt", "client ontbreekt", typed["client"] == ""),
        ("dubbele_rij", "dubbele rij", typed.duplicated(COMPARED)),
        ("ikc_ontbreekt", "ikc ontbreekt of is niet bekend", typed["ikc"] == ""),
        ("begin_ontbreekt", "begin van de inschrijving ontbreekt", typed["van_oordeel"] == ONTBREEKT),
        ("datum_niet_te_lezen", "datum niet te lezen", _unread(typed)),
        ("einde_voor_begin", "einde ligt voor het begin", typed["tot"] < typed["van"]),
    )
    for stap, reden, mask in rules:
        ledger = ledger.set_aside(mask, stap, reden)
    return ledger


def _unread(typed: pd.DataFrame) -> pd.Series:
    wrong = [ONVOLLEDIG, ONLEESBAAR]
    return typed["van_oordeel"].isin(wrong) | typed["tot_oordeel"].isin(wrong)


def _report(typed: pd.DataFrame, ledger: Ledger) -> list[Melding]:
    unread = report_rows(
        typed, _unread(typed), lambda n: f"{n} rij(en) met een datum die niet te lezen is.", "datum_niet_te_lezen",
        "De rijen zijn opzij gezet. Schrijf dd-mm-jjjj.",
    )  # fmt: skip
    reversed_ = report_rows(
        typed, typed["tot"] < typed["van"], lambda n: f"{n} inschrijving(en) met een einde voor het begin.",
        "einde_voor_begin", "De rijen zijn opzij gezet.",
    )  # fmt: skip
    return [*unread, *reversed_]
