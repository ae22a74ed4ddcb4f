"""Cost lines of cases and the figures published about them: amounts typed, ranges read, unknown kept as unknown."""

import math
from dataclasses import replace

import pandas as pd

from analysis.codebook import Codebook, fold_value
from analysis.errors import Melding, Onbekend
from analysis.intake.files import RawTable
from analysis.study import ALLE, Study
from analysis.tidy.amount_text import CostText, parse_cost_text
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_unreadable
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

NUMBERS = ("aantal", "tarief", "kans", "bedrag", "bedrag_laag", "bedrag_hoog", "peiljaar")
HALF_RANGE = r"[^-]*\d\s*-"
AMOUNT_ADVICE = 'Schrijf een bedrag ("1.250,50"), een bereik ("55.000-75.000") of "niet gemonetariseerd".'
EVERY_PAYER = frozenset(fold_value(text) for text in (ALLE, "totaal", "samen", "alle betalers"))
CASE_WORD = r"(?i)^casus\s*(?:nr\.?|nummer)?\s*(?=\d)"
UNIT_WORDS = r"(?i)\s*(?:procent$|keer$|maal$|(?<=\d)x$)"
NUMBER_ADVICE = "Vul een getal in, zoals 1250,50, of laat de cel leeg."
CHANCE_ADVICE = "Vul een kans in zoals 0,25 of 25%, of laat de cel leeg."
VALUE_ADVICE = 'Vul het gepubliceerde cijfer in, of "niet bekend" als de bron dat zegt.'


def tidy_casussen(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `casussen`: one row per cost line. Amounts are euros of the `peiljaar`; `kans` lies between 0 and 1.

    An amount `55.000-75.000` (or `€ 55-75.000,-`) becomes bedrag_laag and bedrag_hoog. A line that is not monetised has
    no amount, which is not zero. An empty `gemonetariseerd` is ja where there is an amount or a tarief. An `ikc` on any
    line of a case counts for the whole case (`casus_ikc`); most cases have none: they are composites.
    """
    if not tables:
        return TidyPart({"casussen": empty_table("casussen")})
    ledger, texts = need_texts(open_ledger("casussen", tables), ("casus", "scenario", "post"))
    ledger, ikcs = code_ikc_of_case(ledger, study)
    ledger, conventions = _settle_numbers(ledger, NUMBERS, codebook)
    ledger, numbers = _type_numbers(_read_amount_texts(ledger, codebook), NUMBERS)
    ledger, payers = _code_payers(ledger, codebook)
    ledger, monetised = _code_monetised(ledger, codebook)
    ledger = ledger.with_columns(scenario=tidy_scenario(ledger.rows["scenario"]))
    found = [*texts, *ikcs, *conventions, *numbers, *payers, *monetised]
    return TidyPart({"casussen": as_table("casussen", ledger.rows)}, ledger, found)


def tidy_gepubliceerd(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `casussen_gepubliceerd`: one row per published figure; `onbekend` where the source says it is not known."""
    if not tables:
        return TidyPart({"casussen_gepubliceerd": empty_table("casussen_gepubliceerd")})
    ledger, texts = need_texts(open_ledger("casussen_gepubliceerd", tables), ("casus", "grootheid"))
    ledger, values = need_texts(ledger, ("waarde",), VALUE_ADVICE)
    given, payers_given = ledger.rows["waarde"], ledger.rows["betaler"]
    unknown = given.map(lambda text: codebook.value("niet_bekend", text) is not None).astype(bool)
    ledger = ledger.with_columns(
        waarde_tekst=given, onbekend=unknown, waarde=given.mask(unknown, "").str.replace(UNIT_WORDS, "", regex=True),
        betaler=payers_given.mask(payers_given.map(fold_value).isin(EVERY_PAYER), ""),
    )  # fmt: skip
    ledger, numbers = read_numbers(ledger, ("waarde", "n_casussen"), codebook)
    ledger, payers = _code_payers(ledger, codebook)
    rows = ledger.rows
    stem = rows["bestand"].str.replace(r"^.*/|\.[^.#]*(?:#.*)?$", "", regex=True)
    made = rows.assign(
        casus=tidy_casus(rows["casus"]), scenario=tidy_scenario(rows["scenario"]),
        grootheid=rows["grootheid"].str.lower(), bron=rows["bron"].mask(rows["bron"] == "", stem),
    )  # fmt: skip
    found = [*texts, *values, *numbers, *payers]
    return TidyPart({"casussen_gepubliceerd": as_table("casussen_gepubliceerd", made)}, ledger, found)


def need_texts(ledger: Ledger, columns: tuple[str, ...], advies: str = "Vul de cel in of haal de rij weg.") -> Coded:
    """Set aside the rows in which a needed text is empty, with a fout per column: nothing is guessed from its place."""
    found: list[Melding] = []
    for column in columns:
        empty = ledger.rows[column] == ""
        found += report_rows(
            ledger.rows, empty,
            lambda n, column=column: f"bij {count_words(n, 'rij', 'rijen')} is {column} leeg.",
            f"{column}_ontbreekt", advies, "fout",
        )  # fmt: skip
        ledger = ledger.set_aside(empty, f"{column} lezen", f"{column} ontbreekt")
    return ledger, found


def tidy_casus(values: pd.Series) -> pd.Series:
    """Give a case one spelling: a number has two digits (a workbook makes 1 of 01), and no word casus before it."""
    bare = values.str.replace(CASE_WORD, "", regex=True)
    return bare.where(~bare.str.fullmatch(r"\d"), "0" + bare)


def tidy_scenario(values: pd.Series) -> pd.Series:
    """Give a scenario one spelling: lower case, underscores between the words."""
    return values.str.lower().str.replace(r"[\s\-_]+", "_", regex=True)


def code_ikc_of_case(ledger: Ledger, study: Study) -> Coded:
    """Give every row one spelling of its case and the case's IKC, '' where it has none; two IKCs is a fout."""
    ledger = ledger.with_columns(casus=tidy_casus(ledger.rows["casus"]))
    given = ledger.rows["ikc"] != ""
    with_ikc, found = code_ikcs(replace(ledger, rows=ledger.rows[given]), study)
    wrong = ledger.rows.index[given].difference(with_ikc.rows.index)
    ledger = ledger.set_aside(pd.Series(True, index=wrong), "coderen", "IKC is niet bekend")
    ikcs = with_ikc.rows["ikc"].reindex(ledger.rows.index).fillna("").astype(str)
    per_case = {casus: sorted(set(codes) - {""}) for casus, codes in ikcs.groupby(ledger.rows["casus"])}
    twice = ledger.rows["casus"].map(lambda casus: len(per_case[casus]) > 1).astype(bool)
    found += report_values(
        ledger.rows, "casus", twice,
        lambda n: f"{count_words(n, 'casus hoort', 'casussen horen')} bij meer dan één IKC.",
        "casus_twee_ikcs", "Geef alle regels van een casus hetzelfde IKC, of geen.",
    )  # fmt: skip
    own = ledger.rows["casus"].map(lambda casus: "".join(per_case[casus][:1])).astype(str)
    return ledger.with_columns(casus_ikc=own), found


def _read_amount_texts(ledger: Ledger, codebook: Codebook) -> Ledger:
    """Write `bedrag` as a plain number; move a range to laag and hoog, and a word for 'not in money' to its column."""
    rows = ledger.rows
    texts = rows["bedrag"].map({text: _parse(text, codebook) for text in rows["bedrag"].unique()})
    columns = {
        name: texts.map(lambda found, name=name: _plain(getattr(found, name, math.nan))).astype(str)
        for name in ("bedrag", "bedrag_laag", "bedrag_hoog")
    }
    understood, is_range = texts.notna(), columns["bedrag_laag"] != ""
    says_no = texts.map(lambda found: found is not None and not found.gemonetariseerd).astype(bool)
    return ledger.with_columns(
        bedrag=rows["bedrag"].mask(understood, columns["bedrag"]),
        bedrag_laag=rows["bedrag_laag"].mask(is_range & (rows["bedrag_laag"] == ""), columns["bedrag_laag"]),
        bedrag_hoog=rows["bedrag_hoog"].mask(is_range & (rows["bedrag_hoog"] == ""), columns["bedrag_hoog"]),
        gemonetariseerd=rows["gemonetariseerd"].mask(says_no & (rows["gemonetariseerd"] == ""), "nee"),
    )


def _parse(text: str, codebook: Codebook) -> CostText | None:
    """Understand a cost text; the codebook's words for not known count as not in money, an empty cell as nothing."""
    if text and codebook.value("niet_bekend", text) is not None:
        return CostText(gemonetariseerd=False)
    return parse_cost_text(text) if text else None


def _plain(amount: float) -> str:
    return "" if math.isnan(amount) else f"{amount:.2f}"


def read_numbers(ledger: Ledger, columns: tuple[str, ...], codebook: Codebook) -> Coded:
    """Read columns of amounts, numbers and shares; what is none is a fout, and its row is set aside."""
    ledger, conventions = _settle_numbers(ledger, columns, codebook)
    ledger, found = _type_numbers(ledger, columns)
    return ledger, [*conventions, *found]


def _settle_numbers(ledger: Ledger, columns: tuple[str, ...], codebook: Codebook) -> Coded:
    rows, found = settle_columns(ledger.rows, ledger.delivery, codebook, amounts=columns)
    return ledger.with_columns(**{column: rows[column] for column in columns}), found


def _type_numbers(ledger: Ledger, columns: tuple[str, ...]) -> Coded:
    found: list[Melding] = []
    for column in columns:
        given = ledger.rows[column]
        is_share = given.str.endswith("%")
        is_amount = column.startswith("bedrag")
        numbers = tidy_amounts(given.str.rstrip("%"))
        wrong = is_unreadable(given, numbers)
        numbers = numbers.where(~is_share, numbers / 100)
        wrong |= is_amount & given.str.fullmatch(HALF_RANGE)
        wrong |= (column == "kans") & ((numbers < 0) | (numbers > 1))
        what = "kans tussen 0 en 1" if column == "kans" else "getal"
        advies = CHANCE_ADVICE if column == "kans" else NUMBER_ADVICE
        found += report_values(
            ledger.rows, column, wrong,
            lambda n, where=f"geen {what} ({column})": f"{count_words(n, 'waarde is', 'waarden zijn')} {where}.",
            "geen_getal", AMOUNT_ADVICE if is_amount else advies,
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
    counts = given[unknown].value_counts(sort=False)
    texts = tuple(Onbekend("betalers", "betaler", str(text), int(size)) for text, size in counts.items())
    found = [replace(melding, onbekend=texts if melding is found[0] else ()) for melding in found]
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
