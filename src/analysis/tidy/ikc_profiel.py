"""What is known of an IKC itself: surroundings, zorgstructuur, zorgcultuur, consultations, and what changed when.

Two forms are read into one table: a row per fact (`soort` is a column), and the older row per IKC with a column per
topic (`omgeving`, `omgeving_score`). Trap: a score is what somebody thinks of an IKC, on a scale that only the study
knows.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import STUDY_FILE, Study
from analysis.tidy.cells import code_ikcs
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_unreadable, tidy_dates
from analysis.tidy.hours import plain_numbers
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.profile_forms import as_facts
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.study_period import ADVICE, outside_study, period_words
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE, FIELD, EVENT = "ikc_profiel", "profiel_soort", "gebeurtenis"
SAME = ["ikc", "soort", "onderwerp", "datum"]


@dataclass(frozen=True)
class Facts:
    """The delivered rows (`ledger`) and the facts in them, a row each: `geleverd` is the index of its delivered row.

    `kop` is the header of the column where a fact's score stands. A delivered row with a fault is set aside whole.
    """

    ledger: Ledger
    rows: pd.DataFrame
    found: tuple[Melding, ...] = ()

    def set_aside(self, stap: str, reasons: dict[str, pd.Series], found: list[Melding]) -> "Facts":
        """Set aside the delivered rows of facts, per reason where its mask (a value per fact) is True; add messages."""
        names = list(reasons)
        why = np.select([reasons[name].to_numpy() for name in names], names, "")
        ledger, rows = self.ledger, self.rows
        for reden in names:
            gone = ledger.rows.index.isin(rows.loc[why == reden, "geleverd"])
            ledger = ledger.set_aside(pd.Series(gone, index=ledger.rows.index), stap, reden)
        kept = rows[rows["geleverd"].isin(ledger.rows.index)]
        return Facts(ledger, kept, (*self.found, *found))


def tidy_ikc_profiel(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `ikc_profiel`: one row per fact of an IKC; `score` on the study's scale, `datum` needed for an event."""
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, found = code_ikcs(open_ledger(TABLE, tables), study)
    rows, unread = as_facts(ledger.rows, tables, FIELD, codebook)
    facts = Facts(ledger, rows, (*found, *unread))
    facts = _need_topics(_code_soorten(facts, codebook))
    facts = _drop_doubles(_read_days(_read_scores(facts, study), study, codebook))
    return TidyPart({TABLE: as_table(TABLE, facts.rows)}, facts.ledger, list(facts.found))


def _code_soorten(facts: Facts, codebook: Codebook) -> Facts:
    given = facts.rows["soort"]
    codes, known = map_values(given, lambda text: codebook.value(FIELD, text)), codebook.values(FIELD)
    unknown = codes == ""
    found = report_values(
        facts.rows, "soort", unknown,
        lambda n: f"{count_words(n, 'soort gegeven is', 'soorten gegevens zijn')} niet bekend.", "onbekende_soort",
        f"Gebruik: {', '.join(known)}.", known=known, plak=(FIELD, known),
    )  # fmt: skip
    coded = replace(facts, rows=facts.rows.assign(soort=codes.mask(unknown, given)))
    return coded.set_aside("coderen", {"soort is niet bekend": unknown}, found)


def _need_topics(facts: Facts) -> Facts:
    empty = facts.rows["onderwerp"] == ""
    found = report_rows(
        facts.rows, empty, lambda n: f"bij {count_words(n, 'rij', 'rijen')} is onderwerp leeg.",
        "onderwerp_ontbreekt", "Zeg kort waarover het gaat, of haal de rij weg.", "fout", "onderwerp",
    )  # fmt: skip
    return facts.set_aside("onderwerp lezen", {"onderwerp ontbreekt": empty}, found)


def _read_scores(facts: Facts, study: Study) -> Facts:
    """Read the scores; what is no number or outside the study's scale is a fout. A scale that nobody gave is said."""
    given, low, high = facts.rows["score"], study.profiel.schaal_laag, study.profiel.schaal_hoog
    scores, scale = plain_numbers(given), f"{low:g} tot en met {high:g}"
    no_number = is_unreadable(given, scores)
    outside = (scores < low) | (scores > high)
    found = report_values(
        facts.rows, "score", no_number, lambda n: f"{count_words(n, 'score is', 'scores zijn')} geen getal.",
        "geen_getal", f"Vul een getal in van {scale}, of laat de cel leeg.", kolom="kop",
    )  # fmt: skip
    found += report_values(
        facts.rows, "score", outside,
        lambda n: f"{count_words(n, 'score valt', 'scores vallen')} buiten de schaal van {scale}.", "buiten_schaal",
        f"Is de schaal anders? Zij staat bij `profiel` in {STUDY_FILE}: schaal_laag en schaal_hoog.", kolom="kop",
    )  # fmt: skip
    found += _report_scale(study, scale) if scores.notna().any() else []
    read = replace(facts, rows=facts.rows.assign(score=scores))
    reasons = {"score is geen getal": no_number, "score valt buiten de schaal": outside}
    return read.set_aside("score lezen", reasons, found)


def _report_scale(study: Study, scale: str) -> list[Melding]:
    if "profiel" in study.model_fields_set:
        return []
    line = f"profiel: {{schaal_laag: {study.profiel.schaal_laag:g}, schaal_hoog: {study.profiel.schaal_hoog:g}}}"
    tekst = f"de schaal van de scores in ikc_profiel staat er niet; gelezen als {scale}."
    return [Melding(STUDY_FILE, tekst, "waarschuwing", (), f"Zet erin: {line}", "schaal_niet_gezegd")]


def _read_days(facts: Facts, study: Study, codebook: Codebook) -> Facts:
    """Read the days. An event needs one, within the study; another fact with a day outside it is kept without."""
    rows, conventions = settle_columns(facts.rows, TABLE, codebook, ("datum",))
    days, is_event = tidy_dates(rows["datum"]), rows["soort"] == EVENT
    unreadable, missing = is_unreadable(rows["datum"], days), is_event & (rows["datum"] == "")
    outside = outside_study(days, study)
    found = report_values(
        rows, "datum", unreadable, lambda n: f"{count_words(n, 'waarde in datum is', 'waarden in datum zijn')} geen "
        "datum.", "geen_datum", "Schrijf een dag als dd-mm-jjjj.",
    )  # fmt: skip
    found += report_values(
        rows, "onderwerp", missing, lambda n: f"{count_words(n, 'gebeurtenis heeft', 'gebeurtenissen hebben')} geen "
        "datum.", "datum_ontbreekt", "Vul de dag in waarop het veranderde.",
    )  # fmt: skip
    found += _report_outside(rows, outside & is_event, study, "die gebeurtenissen tellen niet mee")
    found += _report_outside(rows, outside & ~is_event, study, "gelezen als leeg")
    read = replace(facts, rows=rows.assign(datum=days.mask(outside & ~is_event)))
    reasons = {
        "datum is geen datum": unreadable, "gebeurtenis zonder datum": missing,
        "gebeurtenis valt buiten de studie": outside & is_event,
    }  # fmt: skip
    return read.set_aside("datum lezen", reasons, [*conventions, *found])


def _report_outside(rows: pd.DataFrame, mask: pd.Series, study: Study, then: str) -> list[Melding]:
    return report_values(
        rows, "datum", mask, lambda n: f"{count_words(n, 'datum valt', 'datums vallen')} buiten de studie "
        f"({period_words(study)}); {then}.", "buiten_studie", ADVICE, "waarschuwing",
    )  # fmt: skip


def _drop_doubles(facts: Facts) -> Facts:
    """Set aside a fact that is given twice; twice with another score or text is a fout: which one holds?"""
    rows = facts.rows
    again = rows.duplicated(SAME)
    other = again & ~rows.duplicated([*SAME, "score", "tekst"])
    found = report_rows(rows, again & ~other, lambda n: f"{count_words(n, 'rij staat', 'rijen staan')} er dubbel in.",
                        "dubbele_rij", "Haal de dubbele rijen weg.")  # fmt: skip
    found += report_values(
        rows, "onderwerp", other, lambda n: f"{count_words(n, 'onderwerp staat', 'onderwerpen staan')} er vaker in, "
        "met een andere score of tekst.", "cel_dubbel", "Laat er één staan, of geef elk een eigen datum.",
    )  # fmt: skip
    reasons = {"dubbele rij": again & ~other, "zelfde onderwerp, andere score of tekst": other}
    return facts.set_aside("dubbelen", reasons, found)
