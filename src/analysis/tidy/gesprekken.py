"""Coded statements from interviews."""

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_values


def tidy_gesprekken(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `gesprekken`: one row per coded statement; `richting` is +, 0 or -. They are no sample."""
    if not tables:
        return TidyPart({"gesprekken": empty_table("gesprekken")})
    ledger = open_ledger("gesprekken", tables)
    ledger, ikcs = code_ikcs(ledger, study)
    ledger, directions = code_directions(ledger, "richting", codebook)
    return TidyPart({"gesprekken": as_table("gesprekken", ledger.rows)}, ledger, [*ikcs, *directions])


def code_directions(ledger: Ledger, field: str, codebook: Codebook) -> Coded:
    """Code `richting` with a field of waarden.yml; rows with another one are set aside with a waarschuwing."""
    codes = map_values(ledger.rows["richting"], lambda text: codebook.value(field, text))
    unknown = codes == ""
    known = codebook.values(field)
    found = report_values(
        ledger.rows, "richting", unknown,
        lambda n: f"{count_words(n, 'richting is', 'richtingen zijn')} niet bekend; die rijen tellen niet mee.",
        "onbekende_richting", f"Gebruik: {', '.join(known)}.", "waarschuwing", known=known,
    )  # fmt: skip
    return ledger.with_columns(richting=codes).set_aside(unknown, "coderen", "richting is niet bekend"), found
