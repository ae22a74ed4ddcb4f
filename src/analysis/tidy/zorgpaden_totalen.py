"""Tidy the zorgpaden_totalen: what care cost before and after an index date, as totals without dated spells."""

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.tidy.casussen import need_texts, read_numbers
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_values
from analysis.tidy.zorgpaden import judge_rows, name_cases

TABLE = "zorgpaden_totalen"
FASES = ("voor", "na")
ALL_CARE = "Alle zorg"
DAYS_PER_YEAR = 365.25


def tidy_zorgpaden_totalen(tables: list[RawTable], codebook: Codebook) -> TidyPart:
    """Give `zorgpaden_totalen`: one row per case, fase (`voor`, `na` the index date) and product, with its cost.

    `jaren` is how long the case was **observed** in that fase (given as jaren or dagen, on at least one row of it), not
    how long the care ran. A row without a bedrag is care without a price; without a product it is all care.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, texts = need_texts(name_cases(open_ledger(TABLE, tables)), ("casus",), "Vul een casus of een client in.")
    ledger, fases = code_fase(ledger, codebook)
    ledger, numbers = read_numbers(ledger, ("bedrag", "dagen", "jaren"), codebook)
    ledger, judged = _judge(_fill_years(ledger))
    ledger = ledger.with_columns(product=ledger.rows["product"].mask(ledger.rows["product"] == "", ALL_CARE))
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, [*texts, *fases, *numbers, *judged])


def code_fase(ledger: Ledger, codebook: Codebook) -> Coded:
    """Replace spellings of the fase by `voor` or `na`; what is neither is set aside with a fout."""
    given = ledger.rows["fase"]
    codes = map_values(given, lambda text: codebook.value("fase", text) if text else None)
    found = report_values(
        ledger.rows, "fase", codes == "",
        lambda n: f"{count_words(n, 'fase is', 'fasen zijn')} niet voor of na.", "onbekende_fase", "Vul voor of na in.",
        known=FASES,
    )  # fmt: skip
    return ledger.with_columns(fase=codes).set_aside(codes == "", "coderen", "fase is niet voor of na"), found


def _fill_years(ledger: Ledger) -> Ledger:
    """Give every row the observed years of its case and fase, and how many different lengths its rows give."""
    rows = ledger.rows
    given = rows["jaren"].fillna(rows["dagen"] / DAYS_PER_YEAR).round(6)
    of_fase = given.groupby([rows["casus"], rows["fase"]])
    return ledger.with_columns(jaren=of_fase.transform("max"), lengtes=of_fase.transform("nunique"))


def _judge(ledger: Ledger) -> Coded:
    rows = ledger.rows
    rules = (
        ("twee_lengtes", "de rijen van een casus geven voor dezelfde fase verschillende jaren", rows["lengtes"] > 1),
        ("jaren_ontbreken", "jaren of dagen van de fase ontbreken, of zijn niet meer dan nul", ~(rows["jaren"] > 0)),
        ("bedrag_negatief", "het bedrag is negatief", rows["bedrag"] < 0),
    )
    return judge_rows(
        ledger, rules, "Geef per casus en fase hoe lang er is gekeken (jaren of dagen) en wat de zorg kostte."
    )
