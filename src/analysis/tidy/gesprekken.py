"""Coded statements from interviews: about which link of the effectenketen, in which direction, coded by whom."""

import pandas as pd

from analysis.codebook import Codebook, visible
from analysis.codebook.keten import Keten
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.citaten import mark_names
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE = "gesprekken"
OPTIONAL = ("effect", "schakel", "uitspraak", "codeur", "citaat")
TUSSEN = "; "
"""Between the links of one statement."""
STATEMENT = ["ikc", "bron", "uitspraak"]


def tidy_gesprekken(
    tables: list[RawTable], study: Study, codebook: Codebook, persons: frozenset[str] = frozenset()
) -> TidyPart:
    """Give `gesprekken`: one row per statement and coder; `richting` is +, 0 or -. They are no sample.

    A `schakel` that is filled in says what the statement is about; else its `effect` does, by the codes of the
    effectenketen. What names no link, source or direction is set aside. `persons` are the keyed hashes of columns with
    personal data: a quote that may hold a name counts, and is shown nowhere. Trap: a row is a coding, not a statement.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger = _with_all_columns(open_ledger(TABLE, tables))
    ledger, ikcs = code_ikcs(ledger, study)
    ledger, sources = _code_sources(ledger, codebook)
    ledger, directions = code_directions(ledger, "richting", codebook)
    ledger, links = _code_links(ledger, codebook.keten)
    ledger, doubles = _set_aside_doubles(ledger)
    ledger, names = mark_names(ledger, persons, study, codebook)
    found = [*ikcs, *sources, *directions, *links, *doubles, *_report_no_coder(ledger), *names]
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, found)


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


def _with_all_columns(ledger: Ledger) -> Ledger:
    """Give every column, empty where it was not delivered; in old files the column `uitspraak` held the quote."""
    rows = ledger.rows
    columns = {name: rows[name] if name in rows else pd.Series("", rows.index) for name in OPTIONAL}
    has_quotes = (columns["citaat"] != "").groupby(rows["bestand"]).transform("any")
    has_texts = columns["uitspraak"].str.contains(r"\s", regex=True).groupby(rows["bestand"]).transform("any")
    old = ~has_quotes.astype(bool) & has_texts.astype(bool)
    columns["citaat"] = columns["citaat"].mask(old, columns["uitspraak"])
    columns["uitspraak"] = columns["uitspraak"].mask(old, "")
    return ledger.with_columns(**{name: values.astype(str) for name, values in columns.items()})


def _code_sources(ledger: Ledger, codebook: Codebook) -> Coded:
    codes = map_values(ledger.rows["bron"], lambda text: codebook.value("gespreksbron", text))
    unknown = codes == ""
    known = codebook.values("gespreksbron")
    found = report_values(
        ledger.rows, "bron", unknown,
        lambda n: f"{count_words(n, 'bron is', 'bronnen zijn')} niet bekend; die rijen tellen niet mee.",
        "onbekende_bron", f"Gebruik: {', '.join(known)}. Nooit een naam.", "waarschuwing", known=known,
        plak=("gespreksbron", known),
    )  # fmt: skip
    return ledger.with_columns(bron=codes).set_aside(unknown, "coderen", "bron is niet bekend"), found


def _code_links(ledger: Ledger, keten: Keten) -> Coded:
    """Say for which links each statement counts; set aside what names none, or one that the chain does not have."""
    rows = ledger.rows
    given = rows["schakel"] != ""
    of_link = map_values(rows["schakel"], keten.match_schakel)
    of_effect = map_values(rows["effect"], lambda text: TUSSEN.join(keten.schakels_of_effect(text)))
    wrong_link = given & (of_link == "")
    wrong_effect = ~given & (rows["effect"] != "") & (of_effect == "")
    neither = ~given & (rows["effect"] == "")
    found = report_values(
        rows, "schakel", wrong_link,
        lambda n: f"{count_words(n, 'schakel staat', 'schakels staan')} niet in de effectenketen.",
        "onbekende_schakel", "Schrijf een knoop, of een pijl als van>naar, uit codebook/effectenketen.yml.",
        known=keten.namen,
    )  # fmt: skip
    found += report_values(
        rows, "effect", wrong_effect,
        lambda n: f"{count_words(n, 'effect hoort', 'effecten horen')} bij geen schakel; die rijen tellen niet mee.",
        "onbekend_effect", "Zet het bij de `codes` van een knoop of pijl in codebook/effectenketen.yml.",
        "waarschuwing", known=keten.effecten,
    )  # fmt: skip
    found += report_rows(
        rows, neither,
        lambda n: f"{count_words(n, 'uitspraak heeft', 'uitspraken hebben')} geen effect en geen schakel.",
        "geen_schakel", "Vul effect of schakel in.", "fout", "schakel",
    )  # fmt: skip
    ledger = ledger.with_columns(schakel=of_link.where(given, of_effect))
    ledger = ledger.set_aside(wrong_link, "coderen", "schakel staat niet in de effectenketen")
    ledger = ledger.set_aside(wrong_effect, "coderen", "effect hoort bij geen schakel")
    return ledger.set_aside(neither, "coderen", "geen effect en geen schakel"), found


def _set_aside_doubles(ledger: Ledger) -> Coded:
    """Set aside a coding that one coder gave twice for the same statement: the same again, or, a fout, another one."""
    rows = ledger.rows
    named = rows["uitspraak"].map(visible).str.casefold()
    ledger = ledger.with_columns(uitspraak=rows["uitspraak"].map(visible), codeur=rows["codeur"].map(visible))
    key = [rows["ikc"], rows["bron"], named, ledger.rows["codeur"].str.casefold()]
    keyed = pd.concat([item.rename(str(n)) for n, item in enumerate(key)], axis=1)
    numbered = named != ""
    links = pd.concat([keyed, ledger.rows["schakel"]], axis=1)
    exact = numbered & pd.concat([links, ledger.rows["richting"]], axis=1).duplicated()
    other = numbered & ~exact & links.duplicated()
    found = report_rows(
        ledger.rows, exact,
        lambda n: f"{count_words(n, 'codering staat', 'coderingen staan')} er dubbel in; zo'n rij telt één keer.",
        "dubbele_rij", "Haal de dubbele rijen weg.", kolom="uitspraak",
    )  # fmt: skip
    found += report_rows(
        ledger.rows, other,
        lambda n: f"{count_words(n, 'uitspraak heeft', 'uitspraken hebben')} van dezelfde codeur twee richtingen.",
        "uitspraak_tegenstrijdig", "Laat de juiste richting staan, of vul in wie de andere codeerde (codeur).", "fout",
        "richting",
    )  # fmt: skip
    ledger = ledger.set_aside(exact, "dubbelen", "dubbele rij")
    return ledger.set_aside(other, "dubbelen met een andere richting", "zelfde codeur, andere richting"), found


def _report_no_coder(ledger: Ledger) -> list[Melding]:
    """Say which statements with a number came twice without a coder: nobody knows whether two people coded them."""
    rows = ledger.rows
    again = (rows["uitspraak"] != "") & rows.duplicated(STATEMENT, keep=False) & (rows["codeur"] == "")
    return report_rows(
        rows, again,
        lambda n: f"{count_words(n, 'rij heeft', 'rijen hebben')} een uitspraak die vaker voorkomt, maar geen codeur.",
        "geen_codeur", "Vul in wie codeerde; zonder codeur telt de rij niet voor de overeenstemming.", kolom="codeur",
    )  # fmt: skip
