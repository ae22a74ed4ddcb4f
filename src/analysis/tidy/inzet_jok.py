"""Tidy what jeugdondersteuners spent hours on: one row per registration."""

from collections.abc import Callable

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import tidy_dates
from analysis.tidy.hours import is_like_a_clock, tidy_hours
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.study_period import ADVICE, outside_study, period_words
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE, FIELD = "inzet_jok", "inzet_soort"
DAY = 24.0
"""Hours in a day: more in one registration is no time of one day."""
WORD_IKCS = "IKC's"
SAME = ["ikc", "datum", "soort", "uren", "groep", "kind"]


def tidy_inzet_jok(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `inzet_jok`: one row per registration of a jeugdondersteuner, `uren` in hours.

    A day, a soort or hours that cannot be read are a fout; what is outside the study is set aside with a waarschuwing.
    Trap: a month without a row is not known, and no month of zero hours. Zero hours in a row were registered.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, ikcs = code_ikcs(open_ledger(TABLE, tables), study)
    ledger, soorten = _code_soorten(ledger, codebook)
    ledger, days = _read_days(ledger, study, codebook)
    ledger, hours = _read_hours(ledger)
    ledger, doubles = _drop_doubles(ledger)
    found = [*ikcs, *soorten, *days, *hours, *doubles]
    found += [*_report_full_days(ledger.rows), *_report_starts(ledger.rows, study)]
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, found)


def _code_soorten(ledger: Ledger, codebook: Codebook) -> Coded:
    codes = map_values(ledger.rows["soort"], lambda text: codebook.value(FIELD, text))
    unknown, known = codes == "", codebook.values(FIELD)
    found = report_values(
        ledger.rows, "soort", unknown,
        lambda n: f"{count_words(n, 'soort inzet is', 'soorten inzet zijn')} niet bekend.",
        "onbekende_soort", f"Gebruik: {', '.join(known)}. Of voeg de schrijfwijze toe aan codebook/waarden.yml.",
        known=known, plak=(FIELD, known),
    )  # fmt: skip
    ledger = ledger.with_columns(soort=codes.mask(unknown, ledger.rows["soort"]))
    return ledger.set_aside(unknown, "coderen", "soort inzet is niet bekend"), found


def _read_days(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    rows, conventions = settle_columns(ledger.rows, TABLE, codebook, ("datum",))
    days = tidy_dates(rows["datum"])
    missing, outside = days.isna(), outside_study(days, study)
    period = period_words(study)
    found = report_values(
        rows, "datum", missing,
        lambda n: f"{count_words(n, 'waarde in datum is', 'waarden in datum zijn')} geen datum.",
        "geen_datum", "Schrijf een dag als dd-mm-jjjj; een week of maand is geen dag.",
    )  # fmt: skip
    found += report_rows(
        rows, outside, lambda n: f"{count_words(n, 'rij is van een dag', 'rijen zijn van dagen')} buiten de studie "
        f"({period}) en {'telt' if n == 1 else 'tellen'} niet mee.", "buiten_studie", ADVICE, kolom="datum",
    )  # fmt: skip
    ledger = ledger.set_aside(missing, "datum lezen", "datum is geen datum")
    ledger = ledger.set_aside(outside, "datum lezen", "datum valt buiten de studie")
    return ledger.with_columns(datum=days[ledger.rows.index]), [*conventions, *found]


def _read_hours(ledger: Ledger) -> Coded:
    rows, given = ledger.rows, ledger.rows["uren"]
    hours = tidy_hours(given)
    empty = given == ""
    wrong = {
        "uren is geen tijd": (hours.isna() & ~empty, "geen tijd", "geen_getal", "Schrijf 1,5 of 1:30."),
        "uren is negatief": (hours < 0, "negatief", "uren_negatief",
                             "Vul bestede tijd in; haal een correctie van de rij af."),
        "uren is meer dan een dag": (hours > DAY, f"meer dan {DAY:g} uur op een dag", "uren_te_veel",
                                     "Registreer per dag, niet per week; schrijf minuten als 0:45."),
    }  # fmt: skip
    found = report_rows(rows, empty, lambda n: f"bij {count_words(n, 'rij', 'rijen')} is uren leeg.", "uren_ontbreekt",
                        "Vul de bestede tijd in of haal de rij weg.", "fout", "uren")  # fmt: skip
    for mask, what, code, advies in wrong.values():
        found += report_values(rows, "uren", mask, _saying(what), code, advies)
    found += report_values(
        rows, "uren", is_like_a_clock(given),
        lambda n: f"{count_words(n, 'waarde in uren kan', 'waarden in uren kunnen')} een tijd zijn; gelezen als "
        "decimaal getal.", "uren_dubbelzinnig", "Is 1.30 anderhalf uur? Schrijf dan 1:30.", "waarschuwing",
    )  # fmt: skip
    ledger = ledger.set_aside(empty, "uren lezen", "uren ontbreekt")
    for reden, (mask, *_) in wrong.items():
        ledger = ledger.set_aside(mask, "uren lezen", reden)
    return ledger.with_columns(uren=hours[ledger.rows.index]), found


def _saying(what: str) -> Callable[[int], str]:
    return lambda n: f"{count_words(n, 'waarde in uren is', 'waarden in uren zijn')} {what}."


def _drop_doubles(ledger: Ledger) -> Coded:
    """Set aside what another file or sheet has too: a delivery that lies there twice. Within one file it counts.

    Two equal rows of one file may be two activities: they stay, and are said.
    """
    rows = ledger.rows
    turn = rows.groupby(["bestand", *SAME], sort=False, dropna=False).cumcount()
    again = rows.assign(beurt=turn).duplicated([*SAME, "beurt"])
    found = report_rows(
        rows, again, lambda n: f"{count_words(n, 'rij staat', 'rijen staan')} ook in een ander bestand of blad, en "
        f"{'telt' if n == 1 else 'tellen'} één keer.", "dubbele_rij", "Lever elke registratie één keer.",
    )  # fmt: skip
    found += report_rows(
        rows, (turn > 0) & ~again, lambda n: f"{count_words(n, 'rij is', 'rijen zijn')} gelijk aan een eerdere rij, en "
        f"{'telt' if n == 1 else 'tellen'} mee.", "gelijke_rij", "Haal de rij weg als het dezelfde activiteit is.",
    )  # fmt: skip
    return ledger.set_aside(again, "dubbelen", "dubbele rij"), found


def _report_full_days(rows: pd.DataFrame) -> list[Melding]:
    """Say of days with more than 24 hours at one IKC together: two workers, or a slip."""
    of_day = rows.groupby(["ikc", "datum"], sort=False)["uren"].transform("sum") > DAY
    return report_rows(
        rows, of_day, lambda n: f"{count_words(n, 'rij is', 'rijen zijn')} van een dag met bij één IKC samen meer dan "
        f"{DAY:g} uur; {'die telt' if n == 1 else 'die tellen'} mee.", "dag_te_vol",
        "Werkten er meer mensen? Dan klopt het. Zo nee: kijk de uren na.", kolom="uren",
    )  # fmt: skip


def _report_starts(rows: pd.DataFrame, study: Study) -> list[Melding]:
    """Say of which IKCs study.yml knows no jeugdondersteuner, or a later start than the first registration."""
    starts = rows["ikc"].map({item.ikc: item.start_jok for item in study.ikcs})
    early = starts.isna() | (rows["datum"] < pd.to_datetime(starts))
    return report_values(
        rows, "ikc", early, lambda n: f"van {count_words(n, 'IKC', WORD_IKCS)} is er inzet vóór de start van de "
        "jeugdondersteuner, of zonder start; die telt mee.", "inzet_voor_start",
        "Zet de eerste werkdag als start_jok in study.yml.", "waarschuwing",
    )  # fmt: skip
