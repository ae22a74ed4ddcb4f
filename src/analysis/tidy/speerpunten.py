"""The goals that IKCs set themselves."""

from analysis.codebook import Codebook
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_unreadable, tidy_dates
from analysis.tidy.gesprekken import code_directions
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_values


def tidy_speerpunten(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `speerpunten`: one row per goal; `richting` is stijging or daling, `doelwaarde` a share (0,15 or 15%)."""
    if not tables:
        return TidyPart({"speerpunten": empty_table("speerpunten")})
    ledger = open_ledger("speerpunten", tables)
    ledger, ikcs = code_ikcs(ledger, study)
    ledger, indicators = _code_indicators(ledger, codebook)
    ledger, directions = code_directions(ledger, "doelrichting", codebook)
    ledger, values = _read_targets(ledger, codebook)
    table = as_table("speerpunten", ledger.rows)
    return TidyPart({"speerpunten": table}, ledger, [*ikcs, *indicators, *directions, *values])


def _code_indicators(ledger: Ledger, codebook: Codebook) -> Coded:
    codes = map_values(ledger.rows["indicator"], codebook.indicator)
    unknown = codes == ""
    found = report_values(
        ledger.rows, "indicator", unknown,
        lambda n: f"{count_words(n, 'indicator staat', 'indicatoren staan')} niet in het codeboek.",
        "onbekende_indicator", "Gebruik een code, domein of soort uit het codeboek.",
        known=list(codebook.indicatoren["indicator"]),
    )  # fmt: skip
    ledger = ledger.with_columns(indicator=codes.mask(unknown, ledger.rows["indicator"]))
    return ledger.set_aside(unknown, "coderen", "indicator staat niet in het codeboek"), found


def _read_targets(ledger: Ledger, codebook: Codebook) -> Coded:
    rows, conventions = settle_columns(ledger.rows, ledger.delivery, codebook, ("peildatum",), ("doelwaarde",))
    targets = tidy_amounts(rows["doelwaarde"].str.rstrip("%"))
    targets = targets.where(~rows["doelwaarde"].str.endswith("%"), targets / 100)
    days = tidy_dates(rows["peildatum"])
    no_target = is_unreadable(rows["doelwaarde"], targets)
    found = report_values(
        rows, "doelwaarde", no_target,
        lambda n: f"{count_words(n, 'doelwaarde is', 'doelwaarden zijn')} geen getal; gelezen als leeg.",
        "geen_getal", "Vul een aandeel in, zoals 0,15 of 15%.", "waarschuwing",
    )  # fmt: skip
    found += report_values(
        rows, "peildatum", is_unreadable(rows["peildatum"], days),
        lambda n: f"{count_words(n, 'peildatum is', 'peildata zijn')} geen datum; gelezen als leeg.",
        "geen_datum", "Schrijf een datum als dd-mm-jjjj.", "waarschuwing",
    )  # fmt: skip
    return ledger.with_columns(doelwaarde=targets, peildatum=days), [*conventions, *found]
