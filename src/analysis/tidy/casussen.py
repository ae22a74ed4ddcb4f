"""Cost lines of cases and the figures published about them: amounts typed, ranges read, unknown kept as unknown."""

import re

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.cells import Coded
from analysis.tidy.dates import is_unreadable
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_values

NUMBERS = ("aantal", "tarief", "kans", "bedrag", "bedrag_laag", "bedrag_hoog", "peiljaar")
_DASH = re.compile(r"\s*(?:-|–|tot|t/m)\s*")


def tidy_casussen(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `casussen`: one row per cost line. Amounts are euros of the `peiljaar`; `kans` lies between 0 and 1.

    An amount `55.000-75.000` (or `€ 55-75.000,-`) becomes bedrag_laag and bedrag_hoog. A line that is not monetised has
    no amount, which is not zero. An empty `gemonetariseerd` is ja where there is an amount or a tarief.
    """
    if not tables:
        return TidyPart({"casussen": empty_table("casussen")})
    ledger = open_ledger("casussen", tables)
    ledger, ranges = _split_ranges(ledger, codebook)
    ledger, numbers = _read_numbers(ledger, NUMBERS)
    ledger, payers = _code_payers(ledger, codebook)
    ledger, monetised = _code_monetised(ledger, codebook)
    ledger = ledger.with_columns(
        casus=tidy_casus(ledger.rows["casus"]), scenario=tidy_scenario(ledger.rows["scenario"])
    )
    found = [*ranges, *numbers, *payers, *monetised]
    return TidyPart({"casussen": as_table("casussen", ledger.rows)}, ledger, found)


def tidy_gepubliceerd(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `casussen_gepubliceerd`: one row per published figure; `onbekend` where the source says it is not known."""
    if not tables:
        return TidyPart({"casussen_gepubliceerd": empty_table("casussen_gepubliceerd")})
    ledger = open_ledger("casussen_gepubliceerd", tables)
    unknown = ledger.rows["waarde"].map(lambda text: codebook.value("niet_bekend", text) is not None or not text)
    ledger = ledger.with_columns(waarde=ledger.rows["waarde"].mask(unknown, ""), onbekend=unknown.astype(bool))
    ledger, numbers = _read_numbers(ledger, ("waarde",))
    ledger, payers = _code_payers(ledger, codebook)
    rows = ledger.rows
    stem = rows["bestand"].str.replace(r"^.*/|\.[^.#]*(?:#.*)?$", "", regex=True)
    made = rows.assign(
        casus=tidy_casus(rows["casus"]), scenario=tidy_scenario(rows["scenario"]),
        grootheid=rows["grootheid"].str.lower(), bron=rows["bron"].mask(rows["bron"] == "", stem),
    )  # fmt: skip
    return TidyPart({"casussen_gepubliceerd": as_table("casussen_gepubliceerd", made)}, ledger, [*numbers, *payers])


def tidy_casus(values: pd.Series) -> pd.Series:
    """Give a case one spelling: a number has two digits (a workbook makes 1 of 01)."""
    return values.where(~values.str.fullmatch(r"\d"), "0" + values)


def tidy_scenario(values: pd.Series) -> pd.Series:
    """Give a scenario one spelling: lower case, underscores between the words."""
    return values.str.lower().str.replace(r"[\s\-_]+", "_", regex=True)


def read_range(text: str) -> tuple[str, str] | None:
    """Read a range of amounts as two texts; in `55-75.000` the first counts in thousands too. None when it is none."""
    bare = re.sub(r",-$|€", "", text.strip()).strip()
    parts = _DASH.split(bare)
    if len(parts) != 2 or not all(re.fullmatch(r"[\d.,]+", part) for part in parts):
        return None
    low, high = parts
    if "." not in low and re.search(r"\.\d{3}$", high):
        low += ".000"
    return low, high


def _split_ranges(ledger: Ledger, codebook: Codebook) -> Coded:
    """Move a range in `bedrag` to laag and hoog, and a word for 'not monetised' to `gemonetariseerd`."""
    rows = ledger.rows
    ranges = {text: read_range(text) for text in rows["bedrag"].unique()}
    is_range = rows["bedrag"].map(lambda text: ranges[text] is not None).astype(bool)
    says_no = (
        rows["bedrag"].map(lambda text: bool(text) and codebook.value("niet_bekend", text) is not None).astype(bool)
    )
    low = rows["bedrag"].map(lambda text: (ranges[text] or ("", ""))[0]).astype(str)
    high = rows["bedrag"].map(lambda text: (ranges[text] or ("", ""))[1]).astype(str)
    return ledger.with_columns(
        bedrag=rows["bedrag"].mask(is_range | says_no, ""),
        bedrag_laag=rows["bedrag_laag"].mask(is_range & (rows["bedrag_laag"] == ""), low),
        bedrag_hoog=rows["bedrag_hoog"].mask(is_range & (rows["bedrag_hoog"] == ""), high),
        gemonetariseerd=rows["gemonetariseerd"].mask(says_no & (rows["gemonetariseerd"] == ""), "nee"),
    ), []  # fmt: skip


def _read_numbers(ledger: Ledger, columns: tuple[str, ...]) -> Coded:
    found = []
    for column in columns:
        given = ledger.rows[column]
        is_share = given.str.endswith("%")
        numbers = tidy_amounts(given.str.rstrip("%"))
        wrong = is_unreadable(given, numbers)
        numbers = numbers.where(~is_share, numbers / 100)
        wrong |= (column == "kans") & ((numbers < 0) | (numbers > 1))
        what = "kans tussen 0 en 1" if column == "kans" else "getal"
        found += report_values(
            ledger.rows, column, wrong,
            lambda n, where=f"geen {what} ({column})": f"{count_words(n, 'waarde is', 'waarden zijn')} {where}.",
            "geen_getal", "Vul een getal in, zoals 1250,50, of laat de cel leeg.",
        )  # fmt: skip
        ledger = ledger.set_aside(wrong, f"{column} lezen", f"{column} is geen {what}")
        ledger = ledger.with_columns(**{column: numbers[~wrong]})
    return ledger, found


def _code_payers(ledger: Ledger, codebook: Codebook) -> Coded:
    given = ledger.rows["betaler"]
    codes = map_values(given, lambda text: codebook.value("betaler", text) if text else None)
    unknown = (given != "") & (codes == "")
    found = report_values(
        ledger.rows, "betaler", unknown,
        lambda n: f"{count_words(n, 'betaler staat', 'betalers staan')} niet in het codeboek.", "onbekende_betaler",
        "Voeg de betaler toe aan codebook/betalers.yml.", known=codebook.values("betaler"),
    )  # fmt: skip
    return ledger.with_columns(betaler=codes).set_aside(unknown, "coderen", "betaler staat niet in het codeboek"), found


def _code_monetised(ledger: Ledger, codebook: Codebook) -> Coded:
    rows = ledger.rows
    given = rows["gemonetariseerd"]
    codes = map_values(given, lambda text: codebook.value("gemonetariseerd", text) if text else None)
    unknown = (given != "") & (codes == "")
    found = report_values(
        rows, "gemonetariseerd", unknown,
        lambda n: f"{count_words(n, 'waarde is', 'waarden zijn')} geen ja of nee (gemonetariseerd).",
        "geen_ja_nee", "Vul ja of nee in.", known=["ja", "nee"],
    )  # fmt: skip
    has_amount = rows[["bedrag", "bedrag_laag", "bedrag_hoog", "tarief"]].notna().any(axis=1)
    monetised = (codes == "ja") | ((given == "") & has_amount)
    return ledger.with_columns(gemonetariseerd=monetised).set_aside(unknown, "coderen", "geen ja of nee"), found
