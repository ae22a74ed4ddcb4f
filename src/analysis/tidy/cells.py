"""Cells of ikc x meting x bouw with a count: what populatie and tellingen have in common."""

import pandas as pd

from analysis.codebook import Codebook, fold_value
from analysis.errors import Melding
from analysis.intake.ikcs import match_ikcs
from analysis.intake.sheets import match_meting
from analysis.study import ALLE, Study
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, map_values, report_rows, report_values, whose

_RANGES = (
    r"^(?:<|minder dan|kleiner dan|onder de)\s*(\d+)$",
    r"^(?:<=|≤|=<|hoogstens|maximaal|ten hoogste|max\.?)\s*(\d+)$",
    r"^(\d+)\s*(?:-|–|t/m|tot en met)\s*(\d+)$",
)
Coded = tuple[Ledger, list[Melding]]


def code_ikcs(ledger: Ledger, study: Study) -> Coded:
    """Replace names and codes of IKCs by the study's code; rows of an unknown IKC are set aside with a fout."""
    codes = match_ikcs(ledger.rows["ikc"], study)
    advies = "Gebruik de code of de naam uit study.yml, of voeg het IKC daar toe."
    known = [*study.ikc_codes, *(item.naam for item in study.ikcs if item.naam)]
    return _code(ledger, "ikc", codes, "IKC is niet bekend", "IKC's zijn niet bekend", advies, known)


def code_metingen(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Replace spellings of metingen by the study's name; rows of an unknown meting are set aside with a fout."""
    codes = map_values(ledger.rows["meting"], lambda text: match_meting(text, study, codebook))
    advies = "Gebruik de namen van de metingen uit study.yml."
    names = list(study.meting_namen)
    return _code(ledger, "meting", codes, "meting is niet bekend", "metingen zijn niet bekend", advies, names)


def code_bouwen(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Replace spellings of bouwen by the study's name (or `alle`); unknown ones are set aside with a fout."""
    codes = map_values(ledger.rows["bouw"], lambda text: match_bouw(text, study, codebook))
    advies = "Gebruik de bouwen uit study.yml, of voeg de schrijfwijze toe aan codebook/waarden.yml."
    known = [*study.bouwen, *[name for name in codebook.values("bouw") if name in study.bouwen]]
    one, more = "bouw is niet bekend", "bouwen zijn niet bekend"
    return _code(ledger, "bouw", codes, one, more, advies, [*known, ALLE], ("bouw", [*study.bouwen, ALLE]))


def match_bouw(text: str, study: Study, codebook: Codebook) -> str | None:
    """Give the study's bouw that a text names, `alle` for the whole IKC: the study's names first, then spellings."""
    own = {fold_value(name): name for name in (*study.bouwen, ALLE)}
    if fold_value(text) in own:
        return own[fold_value(text)]
    return own.get(fold_value(codebook.value("bouw", text) or ""))


def _code(
    ledger: Ledger,
    column: str,
    codes: pd.Series,
    one: str,
    more: str,
    advies: str,
    known: list[str],
    plak: tuple[str, list[str]] | None = None,
) -> Coded:
    unknown = codes == ""
    found = report_values(
        ledger.rows, column, unknown, lambda n: f"{count_words(n, one, more)}.", f"onbekende_{column}", advies,
        known=known, plak=plak,
    )  # fmt: skip
    coded = ledger.with_columns(**{column: codes.mask(unknown, ledger.rows[column])})
    return coded.set_aside(unknown, "coderen", one), found


def read_counts(ledger: Ledger, column: str, ranges: bool = False) -> Coded:
    """Read a column of counts: whole numbers of at least 0; anything else is set aside with a fout.

    With `ranges`, a count that its source keeps to itself (`<5`, `0-4`) stays, without a number: `<column>_laag` and
    `<column>_hoog` hold between what it lies, and both the count where that is known.
    """
    counts = tidy_amounts(ledger.rows[column])
    low, high = read_ranges(ledger.rows[column]) if ranges else (counts, counts)
    counts = counts.fillna(low.where(low == high))
    known = counts.notna() & (counts >= 0) & (counts == counts.round())
    wrong = ~known & ~(ranges & low.notna())
    found = report_values(
        ledger.rows, column, wrong,
        lambda n: f"{count_words(n, 'waarde', 'waarden')} in {column} {'is' if n == 1 else 'zijn'} geen aantal.",
        "geen_aantal", "Vul een geheel getal in van 0 of meer.",
    )  # fmt: skip
    ledger = ledger.set_aside(wrong, "getallen lezen", f"{column} is geen aantal")
    bounds = (
        {f"{column}_laag": low.where(~known, counts), f"{column}_hoog": high.where(~known, counts)} if ranges else {}
    )
    columns = {column: counts.where(known)} | bounds
    return ledger.with_columns(**{name: values[~wrong].astype("Int64") for name, values in columns.items()}), found


def read_ranges(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read counts that are given as less than a number (`<5`, `minder dan 5`, `≤ 4`) or from one to another (`1-4`)."""
    below, most, between = (text.str.lower().str.extract(pattern).astype("float64") for pattern in _RANGES)
    high = (below[0] - 1).fillna(most[0]).fillna(between[1])
    low = between[0].fillna(0.0).where(high.notna())
    possible = (high >= low) & (low >= 0)
    return low.where(possible), high.where(possible)


def drop_doubles(ledger: Ledger, key: list[str], column: str) -> Coded:
    """Set aside a cell that is given twice with the same count; twice with different counts is a fout."""
    rows = ledger.rows
    first = rows.groupby(key, sort=False)[column].transform("first")
    other = rows[column] != first
    again = rows.duplicated(key)
    found = _melding_different(rows, key, column, again & other)
    found += report_rows(
        rows, again & ~other,
        lambda n: f"{count_words(n, 'rij staat', 'rijen staan')} er dubbel in, met hetzelfde aantal.",
        "dubbele_rij", "Haal de dubbele rijen weg.",
    )  # fmt: skip
    detail = "gelijk aan rij " + rows.groupby(key, sort=False)["rij"].transform("first").astype(str)
    ledger = ledger.set_aside(again & ~other, "dubbelen", "dubbele rij", detail)
    return ledger.set_aside(again & other, "dubbelen met een ander aantal", "zelfde cel, ander aantal"), found


def _melding_different(rows: pd.DataFrame, key: list[str], column: str, mask: pd.Series) -> list[Melding]:
    wrong = rows[mask].drop_duplicates(key)
    if wrong.empty:
        return []
    given = rows.merge(wrong[key], on=key).groupby(key, sort=False)[column].agg(lambda counts: list(counts))
    lines = [
        f"{' '.join(str(part) for part in cell if part)}: {', '.join(str(count) for count in counts)}"
        for cell, counts in given.items()
    ]
    tekst = f"{count_words(len(lines), 'cel staat', 'cellen staan')} er vaker in, met verschillende aantallen."
    bestand = str(wrong["bestand"].iloc[0])
    advies = "Laat het juiste aantal staan."
    return [Melding(bestand, tekst, regels=tuple(lines), advies=advies, code="cel_dubbel", ikcs=whose(wrong))]
