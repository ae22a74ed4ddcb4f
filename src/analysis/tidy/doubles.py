"""The same child twice in one meting: exact doubles set aside, other marks by the same informant united."""

import pandas as pd

from analysis.errors import Melding
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words

REPORT = ["ikc", "meting", "kind", "informant"]
WHO = ["klas", "invuller", "gezin"]
CONTENT = [*REPORT, "groep", "bouw", "geslacht", *WHO]
EXACT = (
    "rij is precies gelijk aan een eerdere en telt niet",
    "rijen zijn precies gelijk aan een eerdere en tellen niet",
)
UNITED = ("rij gaat over een kind dat er al in staat", "rijen gaan over een kind dat er al in staat")


def set_aside_doubles(ledger: Ledger, yes: pd.DataFrame) -> tuple[Ledger, pd.DataFrame, list[Melding]]:
    """Keep one row per child, meting and informant, with the marks of all; give the marks of the kept rows too.

    First rows that say exactly the same are set aside as doubles. What is left of a child by one informant is united in
    its first row. Reports by another informant stay: they are another eye.
    """
    content = pd.concat([ledger.rows[CONTENT], yes], axis=1)
    fingerprint = pd.util.hash_pandas_object(content.astype({"groep": "float64"}), index=False)
    exact = fingerprint.duplicated()
    rows = ledger.rows
    detail = "gelijk aan " + _place_of_first(rows, fingerprint)
    found = _report(rows, exact, "dubbele_rij", EXACT, [])
    ledger = ledger.set_aside(exact, "dubbelen", "dubbele rij", detail)
    ledger, yes, united = _unite(ledger, yes[~exact])
    return ledger, yes, [*found, *united]


def _unite(ledger: Ledger, yes: pd.DataFrame) -> tuple[Ledger, pd.DataFrame, list[Melding]]:
    rows = ledger.rows
    several = rows.duplicated(REPORT, keep=False)
    if not several.any():
        return ledger, yes, []
    report = rows[REPORT].groupby(REPORT, sort=False).ngroup()
    union = yes[several].groupby(report[several]).transform("any")
    later = rows.duplicated(REPORT)
    groep = rows["groep"].astype("float64").fillna(-1)
    other_groep = later & (groep != groep.groupby(report).transform("first"))
    lines = [f"waarvan met een andere groep: {other_groep.sum()}"] if other_groep.any() else []
    lines = [*lines, "de kruisjes zijn samengevoegd in de eerste rij van het kind"]
    found = _report(rows, later, "kind_dubbel", UNITED, lines)
    detail = "samengevoegd met " + _place_of_first(rows, report)
    ledger = ledger.set_aside(later, "kinderen samenvoegen", "samengevoegd met een eerdere rij van dit kind", detail)
    ledger = ledger.with_columns(**{column: values[~later] for column, values in _known(rows, report).items()})
    return ledger, pd.concat([union, yes[~several]]).loc[ledger.rows.index], found


def _known(rows: pd.DataFrame, report: pd.Series) -> dict[str, pd.Series]:
    """Give class and person of each report: of its first row that says them."""
    return {
        column: rows[column].where(rows[column] != "").groupby(report).transform("first").fillna("").astype(str)
        for column in WHO
    }


def _place_of_first(rows: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Name the first row of each group: its number, and its file where that is another one."""
    first = rows.groupby(group, sort=False)[["rij", "bestand"]].transform("first")
    place = "rij " + first["rij"].astype(str)
    return place.where(first["bestand"] == rows["bestand"], place + " van " + first["bestand"])


def _report(rows: pd.DataFrame, mask: pd.Series, code: str, texts: tuple[str, str], lines: list[str]) -> list[Melding]:
    counts = rows[mask].groupby("bestand", sort=False)["rij"].agg(["size", "first"])
    advies = "Controleer of het om één kind gaat: een kindcode hoort bij één kind van het IKC."
    return [
        Melding(str(bestand), f"{count_words(size, *texts)}.", "waarschuwing", (f"eerste: rij {first}", *lines),
                advies, code)
        for bestand, size, first in counts.itertuples()
    ]  # fmt: skip
