"""Counts that an IKC delivers in place of an inventory per child."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.cells import Coded, code_bouwen, code_ikcs, code_metingen, drop_doubles, read_counts
from analysis.tidy.informant import code_informants
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

CELL = ["ikc", "meting", "bouw", "indicator"]
VORM = "tellingen"


def tidy_tellingen(tables: list[RawTable], inventarisaties: pd.DataFrame, study: Study, codebook: Codebook) -> TidyPart:
    """Give `tellingen` (one row per ikc x meting x bouw x indicator) and the rows that these add to `inventarisaties`.

    `aantal` counts children, so codes do not add up to their domein; a count that its source keeps to itself (`<5`) has
    none, and lies from `aantal_laag` to `aantal_hoog`. Where an IKC has an inventory per child at a
    meting (in `inventarisaties`), that counts and its tellingen are set aside.
    """
    if not tables:
        return TidyPart({"tellingen": empty_table("tellingen"), "inventarisaties": empty_table("inventarisaties")})
    ledger = open_ledger("inventarisatie_tellingen", tables)
    ledger, ikcs = code_ikcs(ledger, study)
    ledger, metingen = code_metingen(ledger, study, codebook)
    ledger, bouwen = code_bouwen(ledger, study, codebook)
    ledger, codes = _code_indicators(ledger, codebook)
    ledger, counts = read_counts(ledger, "aantal", ranges=True)
    kept_back = _report_ranges(ledger.rows)
    ledger, doubles = drop_doubles(ledger, CELL, "aantal_hoog")
    ledger, forms = _prefer_children(ledger, inventarisaties)
    ledger, informants = code_informants(ledger, study, codebook)
    found = [*ikcs, *metingen, *bouwen, *codes, *counts, *kept_back, *doubles, *forms, *informants]
    return TidyPart(_tables(ledger, codebook), ledger, found)


def _report_ranges(rows: pd.DataFrame) -> list[Melding]:
    return report_rows(
        rows, rows["aantal"].isna(),
        lambda n: f"{count_words(n, 'aantal is', 'aantallen zijn')} niet precies bekend (zoals <5).", "aantal_bereik",
        "Het rapport zegt daar dat er te weinig kinderen zijn om te tonen. Lever het aantal aan als dat kan.",
    )  # fmt: skip


def match_indicator(text: str, codebook: Codebook) -> str | None:
    """Give the indicator that a text names: `code:x` for a single code, `deel:x` for a whole domein or soort.

    Codes come first, because some domeinen have the name of one of their codes. With a sign of doubt (`pesten?`) it
    names none.
    """
    if codebook.in_doubt(text):
        return None
    code = codebook.column("inventarisatie", text)
    if code is not None and code in set(codebook.codes["code"]):
        return f"code:{code}"
    whole = codebook.indicator(text)
    return None if whole is None else f"deel:{whole}"


def _code_indicators(ledger: Ledger, codebook: Codebook) -> Coded:
    codes = map_values(ledger.rows["code"], lambda text: match_indicator(text, codebook))
    unknown = codes == ""
    found = report_values(
        ledger.rows, "code", unknown,
        lambda n: f"{count_words(n, 'code staat', 'codes staan')} niet in het codeboek.", "onbekende_code",
        "Gebruik codes, labels of domeinen uit codebook/signalen.yml en codebook/zorgvormen.yml.",
        known=[*codebook.indicatoren["indicator"], *codebook.indicatoren["label"]],
    )  # fmt: skip
    return ledger.with_columns(indicator=codes).set_aside(unknown, "coderen", "code staat niet in het codeboek"), found


def _prefer_children(ledger: Ledger, inventarisaties: pd.DataFrame) -> Coded:
    known = pd.MultiIndex.from_frame(inventarisaties[["ikc", "meting"]])
    index = pd.MultiIndex.from_frame(ledger.rows[["ikc", "meting"]])
    both = pd.Series(index.isin(known), index=ledger.rows.index)
    if not both.any():
        return ledger, []
    cells = ledger.rows.loc[both, ["ikc", "meting"]].drop_duplicates()
    lines = tuple(f"{row.ikc} {row.meting}" for row in cells.itertuples())
    tekst = "er zijn tellingen én een inventarisatie per kind; de inventarisatie telt."
    bestand = str(ledger.rows.loc[both, "bestand"].iloc[0])
    melding = Melding(bestand, tekst, "waarschuwing", lines, "Haal een van beide weg.", "twee_vormen")
    return ledger.set_aside(both, "vorm kiezen", "er is een inventarisatie per kind"), [melding]


def _tables(ledger: Ledger, codebook: Codebook) -> dict[str, pd.DataFrame]:
    names = codebook.indicatoren.assign(
        indicator=("code:" + codebook.indicatoren["indicator"]).where(
            codebook.indicatoren["niveau"] == "code", "deel:" + codebook.indicatoren["indicator"]
        )
    )
    named = ledger.rows.drop(columns="code").merge(
        names[["indicator", "soort", "domein", "code"]], on="indicator", how="left"
    )
    forms = ledger.rows.drop_duplicates(["ikc", "meting"]).assign(vorm=VORM)
    return {"tellingen": as_table("tellingen", named), "inventarisaties": as_table("inventarisaties", forms)}
