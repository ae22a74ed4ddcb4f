"""How far the goals are that no list measures: counts of their own (outputs), and statements that people judge."""

import re

import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.codebook.doelmaten import AANDEEL, INDICATOR, UITSPRAAK
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.intake.ikcs import match_ikcs
from analysis.intake.sheets import match_meting
from analysis.study import ALLE, Study
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.casussen import need_texts
from analysis.tidy.cells import Coded
from analysis.tidy.dates import is_unreadable, tidy_dates
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.speerpunten import read_values, tidy_speerpunten
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE = "doelmetingen"
SOMEBODY = "iemand anders"
"""A judge whose part nobody knows: no text of a delivery, for it may be a name."""


def tidy_doelen(
    speerpunten: list[RawTable],
    doelmetingen: list[RawTable],
    study: Study,
    codebook: Codebook,
    persons: frozenset[str],
) -> list[TidyPart]:
    """Give the goals, and what was measured of those that no list measures."""
    goals = tidy_speerpunten(speerpunten, study, codebook, persons)
    return [goals, tidy_doelmetingen(doelmetingen, goals.tables["speerpunten"], study, codebook)]


def tidy_doelmetingen(tables: list[RawTable], speerpunten: pd.DataFrame, study: Study, codebook: Codebook) -> TidyPart:
    """Give `doelmetingen`: one row per goal and moment; `waarde` a share between 0 and 1, `n` of how many children.

    `meting` is the study's name, or the day where it is at none; `door` who judged, as a part and never a name.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, found = need_texts(open_ledger(TABLE, tables), ("speerpunt",))
    steps = (
        lambda ledger: _code_ikcs(ledger, study),
        lambda ledger: _find_goals(ledger, speerpunten),
        lambda ledger: _code_moments(ledger, study, codebook),
        _read_numbers,
        lambda ledger: _code_verdicts(ledger, codebook),
        _refuse_doubles,
    )
    for step in steps:
        ledger, more = step(ledger)
        found = [*found, *more]
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, found)


def _code_ikcs(ledger: Ledger, study: Study) -> Coded:
    given = ledger.rows["ikc"]
    codes = match_ikcs(given, study).mask(given.map(fold).isin(["", ALLE]), ALLE)
    unknown = codes == ""
    found = report_values(
        ledger.rows, "ikc", unknown, lambda n: f"""{count_words(n, "IKC is", "IKC's zijn")} niet bekend.""",
        "onbekende_ikc", "Gebruik de code of de naam uit study.yml; alle is over alle IKC's samen.",
        known=[*study.ikc_codes, *(item.naam for item in study.ikcs if item.naam), ALLE],
    )  # fmt: skip
    coded = ledger.with_columns(ikc=codes.mask(unknown, given))
    return coded.set_aside(unknown, "coderen", "IKC is niet bekend"), found


def _find_goals(ledger: Ledger, speerpunten: pd.DataFrame) -> Coded:
    """Join each row with its goal: of that IKC, else of all IKCs; one that nobody set is a fout."""
    rows = ledger.rows
    goals = speerpunten.assign(_doel=speerpunten["speerpunt"].map(fold)).drop_duplicates(["ikc", "_doel"])
    known = dict(zip(zip(goals["ikc"], goals["_doel"], strict=True),
                     zip(goals["speerpunt"], goals["soort"], strict=True), strict=True))  # fmt: skip
    keys = list(zip(rows["ikc"], rows["speerpunt"].map(fold), strict=True))
    hits = [known.get(key) or known.get((ALLE, key[1])) for key in keys]
    unknown = pd.Series([hit is None for hit in hits], index=rows.index, dtype=bool)
    found = report_values(
        rows, "speerpunt", unknown, lambda n: f"{count_words(n, 'doel staat', 'doelen staan')} niet in speerpunten.",
        "onbekend_doel", "Schrijf het doel zoals in speerpunten, of voeg het daar toe.",
        known=sorted(set(speerpunten["speerpunt"])),
    )  # fmt: skip
    names = [hit[0] if hit else text for hit, text in zip(hits, rows["speerpunt"], strict=True)]
    kinds = [hit[1] if hit else "" for hit in hits]
    ledger = ledger.with_columns(speerpunt=pd.Series(names, rows.index, dtype="str"),
                                 _soort=pd.Series(kinds, rows.index, dtype="str"))  # fmt: skip
    ledger = ledger.set_aside(unknown, "coderen", "doel staat niet in speerpunten")
    own = ledger.rows["_soort"] == INDICATOR
    found += report_values(
        ledger.rows, "speerpunt", own,
        lambda n: f"{count_words(n, 'doel wordt', 'doelen worden')} uit de lijsten gemeten; die rijen tellen niet mee.",
        "doel_heeft_indicator", "Haal de rijen weg, of maak van het doel een output of uitspraak.", "waarschuwing",
    )  # fmt: skip
    return ledger.set_aside(own, "coderen", "doel wordt uit de lijsten gemeten"), found


def _code_moments(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Give each row its meting, or where it is at none the day (jjjj-mm-dd) in the place of its name."""
    rows = ledger.rows
    codes = map_values(rows["meting"], lambda text: match_meting(text, study, codebook) if text else "-")
    unknown = codes == ""
    found = report_values(
        rows, "meting", unknown, lambda n: f"{count_words(n, 'meting is', 'metingen zijn')} niet bekend.",
        "onbekende_meting", "Gebruik de namen van de metingen uit study.yml, of vul een datum in.",
        known=list(study.meting_namen),
    )  # fmt: skip
    days = tidy_dates(rows["datum"])
    unread = is_unreadable(rows["datum"], days)
    found += report_values(
        rows, "datum", unread, lambda n: f"{count_words(n, 'datum is', 'datums zijn')} geen datum.",
        "geen_datum", "Schrijf een datum als dd-mm-jjjj.",
    )  # fmt: skip
    none = (codes == "-") & days.isna() & ~unread
    found += report_rows(
        rows, none, lambda n: f"bij {count_words(n, 'rij', 'rijen')} staat geen meting en geen datum.",
        "moment_ontbreekt", "Vul de meting in, of de datum.", "fout", "meting",
    )  # fmt: skip
    peildata = {item.meting: pd.Timestamp(item.peildatum) for item in study.metingen}
    names = {day: name for name, day in peildata.items()}
    written = days.map(lambda day: names.get(day, f"{day:%Y-%m-%d}") if pd.notna(day) else "").astype("str")
    meting = codes.where(~codes.isin(["-", ""]), written)
    own = pd.to_datetime(meting.map(peildata)).astype(days.dtype)
    ledger = ledger.with_columns(meting=meting, datum=own.fillna(days))
    ledger = ledger.set_aside(unknown, "coderen", "meting is niet bekend")
    ledger = ledger.set_aside(unread, "datums lezen", "datum is geen datum")
    return ledger.set_aside(none, "coderen", "geen meting en geen datum"), found


def _read_numbers(ledger: Ledger) -> Coded:
    rows = ledger.rows.assign(_soort_waarde=AANDEEL)
    rows, wrong, found = read_values(rows, "waarde")
    counts = tidy_amounts(rows["n"])
    bad = (rows["n"] != "") & ~((counts >= 1) & (counts == counts.round()))
    found += report_values(
        rows, "n", bad,
        lambda n: f"{count_words(n, 'waarde', 'waarden')} in n {'is' if n == 1 else 'zijn'} geen aantal.",
        "geen_aantal", "Vul een geheel getal in van 1 of meer, of laat de cel leeg.",
    )  # fmt: skip
    stated = (rows["_soort"] == UITSPRAAK) & rows["waarde"].notna()
    found += report_rows(
        rows, stated, lambda n: f"{count_words(n, 'uitspraak heeft', 'uitspraken hebben')} een waarde; die telt niet.",
        "uitspraak_met_waarde", "Is het een telling? Zet dan output bij soort, in speerpunten.", kolom="waarde",
    )  # fmt: skip
    values = {"waarde": rows["waarde"].mask(stated), "n": counts.where(~bad & ~stated).round().astype("Int64")}
    ledger = ledger.with_columns(**values).set_aside(wrong, "getallen lezen", "waarde is niet duidelijk")
    return ledger.set_aside(bad, "getallen lezen", "n is geen aantal"), found


def _code_verdicts(ledger: Ledger, codebook: Codebook) -> Coded:
    """Code people's verdict and who gave it; without a verdict and without a value there is nothing."""
    rows = ledger.rows
    codes = map_values(rows["oordeel"], lambda text: codebook.value("doeloordeel", text) if text else "-")
    unknown = codes == ""
    known = codebook.values("doeloordeel")
    found = report_values(
        rows, "oordeel", unknown, lambda n: f"{count_words(n, 'oordeel is', 'oordelen zijn')} niet bekend.",
        "onbekend_oordeel", f"Gebruik: {', '.join(known)}.", known=known,
    )  # fmt: skip
    given = codes.replace("-", "")
    nothing = (given == "") & rows["waarde"].isna() & ~unknown
    found += report_rows(
        rows, nothing, lambda n: f"bij {count_words(n, 'rij', 'rijen')} staat geen waarde en geen oordeel.",
        "niets_gemeten", "Vul een waarde in, of een oordeel.", "fout", "waarde",
    )  # fmt: skip
    door, more = _code_judges(rows, given, codebook)
    ledger = ledger.with_columns(oordeel=given, door=door).set_aside(unknown, "coderen", "oordeel is niet bekend")
    return ledger.set_aside(nothing, "coderen", "geen waarde en geen oordeel"), [*found, *more]


def _code_judges(rows: pd.DataFrame, oordeel: pd.Series, codebook: Codebook) -> tuple[pd.Series, list[Melding]]:
    def parts(text: str) -> list[str]:
        whole = codebook.value("doelrol", text)
        split = [part for part in re.split(r"\s*(?:,|;|/|\+|&|\ben\b)\s*", text) if part]
        return [whole] if whole else [codebook.value("doelrol", part) or SOMEBODY for part in split]

    door = rows["door"].map(lambda text: "; ".join(dict.fromkeys(parts(text)))).astype("str")
    strange = door.str.contains(SOMEBODY, regex=False)
    found = report_rows(
        rows, strange,
        lambda n: f"bij {count_words(n, 'oordeel', 'oordelen')} is niet bekend wat voor iemand oordeelde.",
        "onbekende_rol", f"Schrijf een rol en geen naam: {', '.join(codebook.values('doelrol'))}.", kolom="door",
    )  # fmt: skip
    nobody = (oordeel != "") & (door == "")
    found += report_rows(
        rows, nobody, lambda n: f"bij {count_words(n, 'oordeel', 'oordelen')} staat niet wie het gaf.",
        "oordeel_zonder_rol", "Vul in wie oordeelde, als rol.", kolom="door",
    )  # fmt: skip
    return door.mask(nobody, SOMEBODY), found


def _refuse_doubles(ledger: Ledger) -> Coded:
    rows = ledger.rows
    key = ["ikc", "speerpunt", "meting"]
    same = rows.duplicated([*key, "waarde", "n", "oordeel", "door"])
    found = report_rows(
        rows, same, lambda n: f"{count_words(n, 'rij staat', 'rijen staan')} er dubbel in.",
        "dubbele_rij", "Haal de dubbele rijen weg.",
    )  # fmt: skip
    ledger = ledger.set_aside(same, "dubbelen", "dubbele rij")
    twice = ledger.rows.duplicated(key, keep=False)
    found += report_values(
        ledger.rows, "speerpunt", twice,
        lambda n: f"{count_words(n, 'doel is', 'doelen zijn')} bij één meting twee keer gemeten, met andere uitkomst.",
        "doel_twee_metingen", "Laat één rij staan, of geef elke rij haar eigen datum.",
    )  # fmt: skip
    return ledger.set_aside(twice, "dubbelen met een andere uitkomst", "zelfde doel en meting, andere uitkomst"), found
