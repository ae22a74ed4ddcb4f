"""Cells of ikc x meting x bouw with a count: what populatie and tellingen have in common."""

import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.errors import Melding
from analysis.intake.ikcs import match_ikcs
from analysis.intake.sheets import match_meting
from analysis.study import ALLE, Study
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, map_values, report_rows, report_values, whose

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
    return _code(ledger, "bouw", codes, "bouw is niet bekend", "bouwen zijn niet bekend", advies, [*known, ALLE])


def match_bouw(text: str, study: Study, codebook: Codebook) -> str | None:
    """Give the study's bouw that a text names, `alle` for the whole IKC: the study's names first, then spellings."""
    own = {fold(name): name for name in (*study.bouwen, ALLE)}
    if fold(text) in own:
        return own[fold(text)]
    return own.get(fold(codebook.value("bouw", text) or ""))


def _code(ledger: Ledger, column: str, codes: pd.Series, one: str, more: str, advies: str, known: list[str]) -> Coded:
    unknown = codes == ""
    found = report_values(
        ledger.rows, column, unknown, lambda n: f"{count_words(n, one, more)}.", f"onbekende_{column}", advies,
        known=known,
    )  # fmt: skip
    coded = ledger.with_columns(**{column: codes.mask(unknown, ledger.rows[column])})
    return coded.set_aside(unknown, "coderen", one), found


def read_counts(ledger: Ledger, column: str) -> Coded:
    """Read a column of counts: whole numbers of at least 0; anything else is set aside with a fout."""
    counts = tidy_amounts(ledger.rows[column])
    wrong = counts.isna() | (counts < 0) | (counts != counts.round())
    found = report_values(
        ledger.rows, column, wrong,
        lambda n: f"{count_words(n, 'waarde', 'waarden')} in {column} {'is' if n == 1 else 'zijn'} geen aantal.",
        "geen_aantal", "Vul een geheel getal in van 0 of meer.",
    )  # fmt: skip
    ledger = ledger.set_aside(wrong, "getallen lezen", f"{column} is geen aantal")
    return ledger.with_columns(**{column: counts[~wrong].astype("Int64")}), found


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
