"""The goals that IKCs set themselves, or together: what is measured, which way, from what, to what, by when."""

import json
from collections.abc import Callable, Iterator

import pandas as pd

from analysis.codebook import Codebook, fold, fold_value
from analysis.codebook.doelmaten import AANDEEL, INDICATOR, OUTPUT, PER_1000, UITSPRAAK, kind_of_value
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.intake.ikcs import match_ikcs
from analysis.study import ALLE, Study
from analysis.tidy.casussen import need_texts
from analysis.tidy.cells import Coded, code_bouwen
from analysis.tidy.dates import is_unreadable, tidy_dates
from analysis.tidy.doelhistorie import check_goals
from analysis.tidy.doelwaarden import GEEN_WAARDE, ONDUIDELIJK, ONMOGELIJK, read_value
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.named import teller_of_persons
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE = "speerpunten"
ALGEMEEN, LOCATIE = "algemeen", "locatie"
WHOLE_IKC = ("ratio_eerste_tweede", "gezin_bij_kind", "zorg_bij_probleem", "probleem_bij_zorg",
             "zorg_bij_probleem_zonder_jok", "probleem_bij_zorg_zonder_jok", "kind_gezin", "probleem_zorg",
             PER_1000)  # fmt: skip
"""Indicators that are counted for the whole IKC alone, and not per bouw."""
SHARE_ADVICE = "Is het een percentage? Schrijf dan 15%, 0,15 of 15 van de 100."
RATIO_ADVICE = "Schrijf een getal zoals 2,5 of 5:2."
TOLD = ("speerpunt", "indicator")
"""Texts of a goal that a reader sees."""


def tidy_speerpunten(
    tables: list[RawTable], study: Study, codebook: Codebook, persons: frozenset[str] = frozenset()
) -> TidyPart:
    """Give `speerpunten`: one row per goal and target; a goal that changed has more rows.

    Values are shares between 0 and 1, but for the maten of `KIND_OF_MAAT`. `ikc` is `alle` for a goal of all IKCs.
    `persons` are the keyed hashes of what columns with personal data say: a goal that says it too is marked.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, texts = need_texts(open_ledger(TABLE, tables), ("speerpunt",))
    found = list(texts)
    for step in (_code_ikcs, _code_niveaus, _split_bouw, _code_bouwen, _code_goals, _code_directions, _read_values,
                 _read_days, _code_proposals):  # fmt: skip
        ledger, more = step(ledger, study, codebook)
        found += more
    ledger, named = _mark_persons(ledger, study, codebook, persons)
    ledger, history = check_goals(ledger)
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, [*found, *named, *history])


def _code_ikcs(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Give each goal its IKC; an empty cell and `alle` are all of them together."""
    given = ledger.rows["ikc"]
    for_all = given.map(fold).isin(["", ALLE, fold("alle ikc's")])
    codes = match_ikcs(given, study).mask(for_all, ALLE)
    known = [*study.ikc_codes, *(item.naam for item in study.ikcs if item.naam), ALLE]
    advies = "Gebruik de code of de naam uit study.yml; leeg of alle is een doel van alle IKC's."
    return _set_aside(ledger, "ikc", codes, "IKC is niet bekend", "IKC's zijn niet bekend", advies, known)


def _code_niveaus(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Give each goal its niveau: as it says, else algemeen for all IKCs and locatie for one."""
    rows = ledger.rows
    codes = map_values(rows["niveau"], lambda text: codebook.value("doelniveau", text))
    default = pd.Series(LOCATIE, rows.index).mask(rows["ikc"] == ALLE, ALGEMEEN)
    codes = codes.mask(rows["niveau"] == "", default)
    advies = f"Gebruik {ALGEMEEN} of {LOCATIE}, of laat de cel leeg."
    known = codebook.values("doelniveau")
    ledger, found = _set_aside(
        ledger, "niveau", codes, "niveau is niet bekend", "niveaus zijn niet bekend", advies, known
    )
    wrong = (ledger.rows["niveau"] == LOCATIE) & (ledger.rows["ikc"] == ALLE)
    found += report_rows(
        ledger.rows, wrong, lambda n: f"{count_words(n, 'doel is', 'doelen zijn')} van één locatie, maar zonder IKC.",
        "locatie_zonder_ikc", "Vul het IKC in, of zet algemeen bij niveau.", "fout", "ikc",
    )  # fmt: skip
    return ledger.set_aside(wrong, "coderen", "doel van een locatie zonder IKC"), found


def _split_bouw(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Take the bouw from behind the indicator (`internaliserend@onderbouw`); another one in its column is a fout."""
    front, behind = (
        ledger.rows["indicator"].map(lambda text, at=at: text.partition("@")[at].strip()).astype("str") for at in (0, 2)
    )
    given = ledger.rows["bouw"]
    both = (behind != "") & (given != "") & (behind.map(fold_value) != given.map(fold_value))
    found = report_rows(
        ledger.rows, both,
        lambda n: f"bij {count_words(n, 'doel', 'doelen')} noemt de indicator een andere bouw dan de kolom bouw.",
        "twee_bouwen", "Noem de bouw één keer.", "fout", "bouw",
    )  # fmt: skip
    bouw = given.mask(given == "", behind)
    ledger = ledger.with_columns(indicator=front, bouw=bouw.mask(bouw == "", ALLE))
    return ledger.set_aside(both, "coderen", "twee bouwen bij een doel"), found


def _code_bouwen(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    return code_bouwen(ledger, study, codebook)


def _code_goals(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code what a goal is measured by: an indicator that is known, or an output or uitspraak that says so itself."""
    ledger, found = _code_soorten(ledger, codebook)
    rows = ledger.rows
    codes = map_values(rows["indicator"], lambda text: match_indicator(text, codebook))
    unknown = rows["soort"].isin(["", INDICATOR]) & (codes == "")
    found += report_values(
        rows, "indicator", unknown,
        lambda n: f"{count_words(n, 'indicator staat', 'indicatoren staan')} niet in het codeboek.",
        "onbekende_indicator",
        "Gebruik een code, domein of soort uit het codeboek. Is het een eigen telling of een uitspraak? Zet dan output "
        "of uitspraak in de kolom soort.",
        known=known_indicators(codebook),
    )  # fmt: skip
    declared = rows["soort"].isin([OUTPUT, UITSPRAAK]) & (codes != "")
    found += report_values(
        rows, "indicator", declared,
        lambda n: f"{count_words(n, 'indicator staat', 'indicatoren staan')} in het codeboek, maar soort zegt output "
        "of uitspraak.",
        "soort_tegenstrijdig", "Zet indicator bij soort, of omschrijf met andere woorden wat u zelf telt of vraagt.",
    )  # fmt: skip
    soort = rows["soort"].mask(rows["soort"] == "", INDICATOR)
    ledger = ledger.with_columns(indicator=rows["indicator"].mask(codes != "", codes), soort=soort)
    ledger = ledger.set_aside(unknown, "coderen", "indicator staat niet in het codeboek")
    ledger = ledger.set_aside(declared, "coderen", "soort en indicator spreken elkaar tegen")
    ledger, whole = _refuse_bouw(ledger)
    return ledger, [*found, *whole]


def _code_soorten(ledger: Ledger, codebook: Codebook) -> Coded:
    """Code the kind of goal: as the column says, or as a cell `output` or `uitspraak` in the place of an indicator."""
    rows = ledger.rows
    said = map_values(rows["indicator"], lambda text: codebook.value("doelsoort", text) if text else None)
    instead = (rows["soort"] == "") & said.isin([OUTPUT, UITSPRAAK])
    codes = map_values(rows["soort"], lambda text: codebook.value("doelsoort", text)).mask(instead, said)
    codes = codes.where((rows["soort"] != "") | instead, "-")
    ledger = ledger.with_columns(indicator=rows["indicator"].mask(instead, ""))
    advies, known = f"Gebruik {INDICATOR}, {OUTPUT} of {UITSPRAAK}.", codebook.values("doelsoort")
    ledger, found = _set_aside(ledger, "soort", codes, "soort doel is niet bekend", "soorten doelen zijn niet bekend",
                               advies, known)  # fmt: skip
    return ledger.with_columns(soort=ledger.rows["soort"].replace("-", "")), found


def match_indicator(text: str, codebook: Codebook) -> str | None:
    """Give the indicator that a text names: of the codebook, a maat, or the toewijzingen of a zorgvorm per 1.000."""
    name, _, form = text.partition(":")
    if codebook.value("doelmaat", name) == PER_1000 and form:
        known = codebook.indicator(form, "zorg")
        codes = codebook.codes
        return f"{PER_1000}:{known}" if known in set(codes.loc[codes["aard"] == "zorg", "code"]) else None
    return codebook.value("doelmaat", text) or (codebook.indicator(text) if text else None)


def known_indicators(codebook: Codebook) -> list[str]:
    """Give every name of an indicator that a goal may have, for a message."""
    rows = codebook.indicatoren
    return [*rows["indicator"], *rows["label"], *codebook.value_spellings("doelmaat"), *codebook.values("doelmaat")]


def _refuse_bouw(ledger: Ledger) -> Coded:
    rows = ledger.rows
    wrong = (rows["bouw"] != ALLE) & rows["indicator"].str.replace(r":.*$", "", regex=True).isin(WHOLE_IKC)
    wrong &= rows["soort"] == INDICATOR
    found = report_values(
        rows, "indicator", wrong,
        lambda n: f"{count_words(n, 'indicator is', 'indicatoren zijn')} er alleen voor het hele IKC, niet per bouw.",
        "niet_per_bouw", "Haal de bouw weg.",
    )  # fmt: skip
    return ledger.set_aside(wrong, "coderen", "indicator is er niet per bouw"), found


def _code_directions(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code `richting`; a statement that people judge may have none."""
    rows = ledger.rows
    codes = map_values(rows["richting"], lambda text: codebook.value("doelrichting", text))
    none = (rows["richting"] == "") & (rows["soort"] == UITSPRAAK)
    advies, known = f"Gebruik: {', '.join(codebook.values('doelrichting'))}.", codebook.values("doelrichting")
    ledger, found = _set_aside(ledger, "richting", codes.mask(none, "-"), "richting is niet bekend",
                               "richtingen zijn niet bekend", advies, known)  # fmt: skip
    return ledger.with_columns(richting=ledger.rows["richting"].replace("-", "")), found


def _read_values(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    rows, found = ledger.rows, []
    kinds = [kind_of_value(*pair) for pair in zip(rows["soort"], rows["indicator"], strict=True)]
    rows = rows.assign(_soort_waarde=kinds)
    wrong = pd.Series(False, index=rows.index)
    for column in ("startwaarde", "doelwaarde"):
        rows, bad, more = read_values(rows, column)
        wrong, found = wrong | bad, [*found, *more]
    stated = (rows["soort"] == UITSPRAAK) & rows[["startwaarde", "doelwaarde"]].notna().any(axis=1)
    found += report_rows(
        rows, stated & ~wrong,
        lambda n: f"{count_words(n, 'uitspraak heeft', 'uitspraken hebben')} een waarde; die telt niet.",
        "uitspraak_met_waarde", "Is het een telling? Zet dan output bij soort.", kolom="doelwaarde",
    )  # fmt: skip
    emptied = {name: rows[name].mask(stated) for name in ("startwaarde", "doelwaarde")}
    ledger = ledger.with_columns(**emptied)
    return ledger.set_aside(wrong, "getallen lezen", "waarde van een doel is niet duidelijk"), found


def read_values(rows: pd.DataFrame, column: str) -> tuple[pd.DataFrame, pd.Series, list[Melding]]:
    """Read a column of values by `_soort_waarde` of each row; give the rows, which are wrong, and what is said."""
    pairs = list(zip(rows[column], rows["_soort_waarde"], strict=True))
    read = [read_value(str(text), kind) for text, kind in pairs]
    faults = pd.Series([item.fout for item in read], index=rows.index, dtype="str")
    share = rows["_soort_waarde"] == AANDEEL
    said: list[tuple[pd.Series, Callable[[int], str], str, str]] = [
        (faults.eq(ONDUIDELIJK) & share,
         lambda n: f"bij {count_words(n, f'{column} is', f'waarden van {column} is')} niet duidelijk wat bedoeld is.",
         "waarde_onduidelijk", SHARE_ADVICE),
        (faults.eq(ONDUIDELIJK) & ~share,
         lambda n: f"bij {count_words(n, f'{column} is', f'waarden van {column} is')} niet duidelijk wat bedoeld is.",
         "waarde_onduidelijk", RATIO_ADVICE),
        (faults.eq(GEEN_WAARDE),
         lambda n: f"{count_words(n, f'{column} is', f'waarden van {column} zijn')} niet te lezen.",
         "geen_getal", f"{SHARE_ADVICE} Een verhouding: 2,5 of 5:2."),
        (faults.eq(ONMOGELIJK), lambda n: f"{count_words(n, f'{column} kan', f'waarden van {column} kunnen')} niet.",
         "waarde_onmogelijk", "Een aandeel ligt tussen 0% en 100%, en geen waarde is kleiner dan 0."),
    ]  # fmt: skip
    found = [melding for mask, text, code, advies in said
             for melding in report_values(rows, column, mask, text, code, advies)]  # fmt: skip
    values = pd.Series([item.waarde for item in read], index=rows.index, dtype="float64")
    small = share & rows[column].str.contains("%|procent") & (values > 0) & (values < 0.01)
    found += report_values(
        rows, column, small,
        lambda n: f"{count_words(n, f'{column} is', f'waarden van {column} zijn')} kleiner dan 1 procent; zo gelezen.",
        "klein_percentage", "Bedoelde u 15% en schreef u 0,15%? Pas het dan aan.", "waarschuwing",
    )  # fmt: skip
    return rows.assign(**{column: values}), faults != "", found


def _read_days(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    found: list[Melding] = []
    for column in ("peildatum", "vastgesteld"):
        text = ledger.rows[column]
        days = tidy_dates(text)
        wrong = is_unreadable(text, days)
        found += report_values(
            ledger.rows, column, wrong,
            lambda n, column=column: f"{count_words(n, f'{column} is', f'waarden van {column} zijn')} geen datum.",
            "geen_datum", "Schrijf een datum als dd-mm-jjjj.",
        )  # fmt: skip
        ledger = ledger.with_columns(**{column: days}).set_aside(wrong, "datums lezen", f"{column} is geen datum")
    rows = ledger.rows
    late = rows["vastgesteld"].notna() & rows["peildatum"].notna() & (rows["vastgesteld"] >= rows["peildatum"])
    found += report_rows(
        rows, late, lambda n: f"{count_words(n, 'doel is', 'doelen zijn')} vastgesteld op of na de peildatum.",
        "vastgesteld_na_peildatum", "Controleer de twee datums.", "fout", "vastgesteld",
    )  # fmt: skip
    return ledger.set_aside(late, "datums lezen", "vastgesteld op of na de peildatum"), found


def _code_proposals(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    codes = map_values(ledger.rows["voorstel"], lambda text: codebook.value("janee", text))
    advies = "Schrijf ja zolang het een voorstel is, anders nee."
    ledger, found = _set_aside(ledger, "voorstel", codes, "voorstel is geen ja of nee", "waarden van voorstel zijn "
                               "geen ja of nee", advies, codebook.values("janee"))  # fmt: skip
    return ledger.with_columns(voorstel=ledger.rows["voorstel"] == "ja"), found


def _set_aside(
    ledger: Ledger, column: str, codes: pd.Series, one: str, more: str, advies: str, known: list[str]
) -> Coded:
    """Put the codes in place; rows whose text has none are set aside with a fout."""
    unknown = codes == ""
    found = report_values(
        ledger.rows,
        column,
        unknown,
        lambda n: f"{count_words(n, one, more)}.",
        f"onbekende_{column}",
        advies,
        known=known,
    )
    coded = ledger.with_columns(**{column: codes.mask(unknown, ledger.rows[column])})
    return coded.set_aside(unknown, "coderen", one), found


def _mark_persons(ledger: Ledger, study: Study, codebook: Codebook, persons: frozenset[str]) -> Coded:
    """Mark the goals that say what a column with personal data says; the message does not repeat it."""
    rows = ledger.rows
    told = teller_of_persons(persons, study, _known_texts(study, codebook))
    texts = rows[list(TOLD)].agg(" | ".join, axis=1) if len(rows) else pd.Series("", index=rows.index)
    names = texts.map({text: told(text) for text in texts.unique()}).astype(bool)
    found = report_rows(
        rows, names,
        lambda n: f"in {count_words(n, 'doel', 'doelen')} staat een woord dat ook in een kolom met "
        "persoonsgegevens staat.",
        "doel_noemt_persoon",
        "Het doel blijft weg uit de publieke editie. Schrijf het zonder naam; mag het woord openbaar zijn, zet het dan "
        "in study.yml bij `publicatie: openbare_woorden`.", kolom="speerpunt",
    )  # fmt: skip
    return ledger.with_columns(noemt_persoon=names), found


def _known_texts(study: Study, codebook: Codebook) -> Iterator[str]:
    """Give what the codebook and study.yml say: their words give nobody away."""
    for content in (codebook.content, study.model_dump(mode="json", exclude={"folder"})):
        yield json.dumps(content, ensure_ascii=False)
