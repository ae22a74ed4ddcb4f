"""What a reader is told about a delivery of toewijzingen: unknown products and codes, unread values, rows set aside."""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.errors import Melding, Onbekend
from analysis.intake.distinct import as_text, passes_distinct
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.dates import is_unreadable
from analysis.tidy.ledger import Ledger
from analysis.tidy.toewijzing_columns import CODE_WIDTH
from analysis.tidy.toewijzing_rules import UNREAD, VERWIJDERD
from analysis.tidy.values import count_words, report_rows, report_values, shown_value

MOST_LINES = 12
FOLDER = "data/raw/toewijzingen"
COUNTED = "De rijen tellen mee, zonder deze waarde."


def report_toewijzingen(
    tables: list[RawTable],
    text: pd.DataFrame,
    typed: pd.DataFrame,
    kept: pd.DataFrame,
    codebook: Codebook,
    study: Study,
) -> list[Melding]:
    """Report everything that a researcher should know of the toewijzingen; all of it leaves the run going.

    `text` are the rows as delivered, `typed` the same rows typed, `kept` those that count, with their zorgvorm.
    """
    return [
        *_without_number(tables),
        *_without_ends(typed),
        *report_products(kept, codebook),
        *_without_product(kept),
        *_unread_dates(text, typed),
        *_unread_numbers(text, typed),
        *_unknown_codes(text, typed, codebook),
        *_unknown_ikcs(text, typed, study),
        *_half_withdrawn(kept),
    ]


def onbekende_productcode(kept: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Tell which rows have a product code outside the codebook: they count, as their category or as `onbekend`."""
    codes = pd.Series(kept["productcode"].unique(), dtype="str")
    return kept["productcode"].isin([code for code in codes if code and not codebook.knows_product(code)])


def report_products(kept: pd.DataFrame, codebook: Codebook) -> list[Melding]:
    """Report the product codes outside the codebook, per file: rows, first row, budget, zorgvorm they count as."""
    columns = ["bestand", "rij", "productcode", "budget_eur", "zorgvorm"]
    strange = kept.loc[onbekende_productcode(kept, codebook), columns]
    strange = strange.assign(productcode=as_text(strange["productcode"]))
    return [
        Melding(
            str(bestand),
            count_words(of_file["productcode"].nunique(), "productcode staat", "productcodes staan")
            + " niet in het codeboek.",
            "waarschuwing", tuple(_product_lines(of_file)),
            "Voeg ze toe aan codebook/producten.yml, of zet ze daar onder `genegeerd` met een reden.",
            "onbekende_productcode", onbekend=_unknown_products(of_file),
        )
        for bestand, of_file in strange.groupby("bestand", sort=False, observed=True)
    ]  # fmt: skip


def _unknown_products(rows: pd.DataFrame) -> tuple[Onbekend, ...]:
    grouped = rows.groupby("productcode", sort=True).agg(n=("rij", "size"), zorgvorm=("zorgvorm", "first"))
    return tuple(
        Onbekend("producten", "producten", code, int(row.n), (row.zorgvorm,) if row.zorgvorm != ONBEKEND else ())
        for code, row in zip(grouped.index, grouped.itertuples(), strict=True)
        if shown_value(code) == code
    )


def _product_lines(rows: pd.DataFrame) -> list[str]:
    grouped = rows.groupby("productcode", sort=True)
    table = grouped.agg(
        n=("rij", "size"), eerste=("rij", "first"), budget=("budget_eur", "sum"), zorgvorm=("zorgvorm", "first")
    )
    table = table.sort_values("n", ascending=False, kind="stable")
    width, digits = max(len(shown_value(code)) for code in table.index), len(str(table["n"].max()))
    lines = [
        f"{shown_value(code):<{width}}   {row.n:>{digits}} {'rij  ' if row.n == 1 else 'rijen'} "
        f"({'rij' if row.n == 1 else 'eerste: rij'} {row.eerste}); budget {_euros(row.budget)}; telt als {row.zorgvorm}"
        for code, row in zip(table.index, table.itertuples(), strict=True)
    ]
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"en nog {rest} andere"] if rest > 0 else lines


def _euros(amount: float) -> str:
    return "€ " + f"{amount:,.0f}".replace(",", ".")


def _without_number(tables: list[RawTable]) -> list[Melding]:
    files = [table.bestand for table in tables if len(table.rows) and (table.rows["toewijzing_nummer"] == "").all()]
    if not files:
        return []
    return [
        Melding(FOLDER, count_words(len(files), "bestand heeft", "bestanden hebben") + " geen toewijzing_nummer; "
                "of een rij een latere versie van een andere is, is daar niet te zien: de regel eerdere_versie werkt "
                "er niet, en wat ook elders staat, is alleen te vinden aan kind, product, begin en einde.",
                "waarschuwing", tuple(files),
                "Vraag de gemeente om het nummer van de toewijzing.", "geen_toewijzing_nummer")
    ]  # fmt: skip


def _without_ends(typed: pd.DataFrame) -> list[Melding]:
    if typed.empty or typed["einddatum"].notna().any():
        return []
    tekst = "geen enkele toewijzing heeft een einddatum; alle zorg loopt dan door tot het eind van de gegevens."
    advies = "Staat het einde in een kolom met een andere naam? Zeg dat in codebook/koppen.yml. Vraag ze anders op."
    return [Melding(FOLDER, tekst, "waarschuwing", advies=advies, code="geen_einddatum")]


def _without_product(kept: pd.DataFrame) -> list[Melding]:
    generic = (kept["productcode"] == "") & (kept["productcategorie"] == "")
    lost = (kept["zorgvorm"] == ONBEKEND) & ~generic
    strange = kept.loc[lost, ["bestand", "rij", "productcategorie"]].astype({"productcategorie": "str"})
    return [
        *report_rows(
            kept, generic, 
            lambda n: count_words(n, "toewijzing heeft geen product", "toewijzingen hebben geen product") + ".",
            "generieke_toewijzing",
        ),
        *report_values(
            strange, "productcategorie", strange["rij"] > 0,
            lambda n: f"{count_words(n, 'productcategorie heeft', 'productcategorieën hebben')} geen zorgvorm in het "
            f"codeboek; de rijen tellen als {ONBEKEND}.", "onbekende_productcategorie",
            "Voeg ze toe aan codebook/producten.yml.", ernst="waarschuwing",
        ),
    ]  # fmt: skip


def _unread_dates(text: pd.DataFrame, typed: pd.DataFrame) -> list[Melding]:
    columns = {"ingangsdatum": "De rijen zijn opzij gezet.", "einddatum": "De rijen zijn opzij gezet.",
               "toewijzingsdatum": COUNTED, "geboortedatum": COUNTED}  # fmt: skip
    meldingen = []
    for column, advies in columns.items():
        if column not in text:
            continue
        if column in ("toewijzingsdatum", "geboortedatum"):
            wrong = is_unreadable(text[column], typed[column])
        else:
            wrong = typed[f"{column}_oordeel"].isin(["onvolledig", "onleesbaar"])
        if not wrong.any():
            continue
        where = text.assign(geboortedatum="") if column == "geboortedatum" else text
        meldingen += report_values(
            where, column, wrong, lambda n, name=column: _values(n, name, "is geen datum.", "zijn geen datum."),
            "datum_niet_te_lezen", advies, ernst="waarschuwing",
        )  # fmt: skip
    return meldingen


def _unread_numbers(text: pd.DataFrame, typed: pd.DataFrame) -> list[Melding]:
    return [
        melding
        for column, value in (("volume", "volume"), ("budget", "budget_eur"))
        for melding in report_values(
            text, column, is_unreadable(text[column], typed[value]),
            lambda n, name=column: _values(n, name, "is geen getal van 0 of meer.", "zijn geen getal van 0 of meer."),
            "getal_niet_te_lezen", COUNTED, ernst="waarschuwing",
        )
    ]  # fmt: skip


def _unknown_codes(text: pd.DataFrame, typed: pd.DataFrame, codebook: Codebook) -> list[Melding]:
    known = {column: list(codebook.content["codes"][column]) for column in CODE_WIDTH}
    unknown = {
        column: passes_distinct(typed[column], lambda texts, codes=codes: ~texts.isin(["", *codes]))
        for column, codes in known.items()
    }
    categories = typed["productcategorie"]
    unknown["productcategorie"] = passes_distinct(categories, lambda texts: ~texts.str.fullmatch("[0-9]{2}|"))
    known["productcategorie"] = list(codebook.content["producten"]["categorieen"])
    return [
        melding
        for column, mask in unknown.items()
        for melding in report_values(
            text, column, mask,
            lambda n, name=column: _values(n, name, "staat niet in de codelijst.", "staan niet in de codelijst."),
            "onbekende_code", "De rijen tellen mee, zonder deze code. Een code is een getal alleen, of met haar eigen "
            "naam erachter (04 uur).", ernst="waarschuwing", plak=(column, known[column]),
        )
    ]  # fmt: skip


def _unknown_ikcs(text: pd.DataFrame, typed: pd.DataFrame, study: Study) -> list[Melding]:
    return report_values(
        text, "ikc", (text["ikc"] != "") & (typed["ikc_kolom"] == ""),
        lambda n: _values(n, "de kolom ikc", "is geen IKC van deze studie.", "zijn geen IKC van deze studie."),
        "ikc_buiten_studie", "Voor deze rijen telt de inschrijving in leerlingen.", ernst="waarschuwing",
        known=study.ikc_codes,
    )  # fmt: skip


def _half_withdrawn(kept: pd.DataFrame) -> list[Melding]:
    return report_rows(
        kept, kept["reden_wijziging"] == VERWIJDERD,
        lambda n: count_words(n, "rij heeft", "rijen hebben") + " reden wijziging 13 (verwijderd), maar een "
        "einddatum na de ingangsdatum; telt mee.", "verwijderd_met_looptijd",
        "Vraag de gemeente of de zorg gegeven is.",
    )  # fmt: skip


def report_productwissel(kept: pd.DataFrame, changed: pd.Series) -> list[Melding]:
    """Say per file how many open toewijzingen a change of product ended."""
    return report_rows(
        kept, changed,
        lambda n: count_words(n, "toewijzing zonder einddatum is", "toewijzingen zonder einddatum zijn")
        + " beëindigd op de dag voor een ander product van dezelfde aanbieder begon.", "productwissel",
        "Vraag de gemeente om de einddatum als dat niet klopt.",
    )  # fmt: skip


def report_set_aside(ledger: Ledger) -> list[Melding]:
    """Say per file how many rows were set aside, and why; a file of which no row could be read is a fout."""
    steps = ledger.grootboek
    return [
        Melding(
            str(bestand), count_words(int(rows["rijen_apart"].sum()), "rij is opzij gezet.", "rijen zijn opzij gezet."),
            "fout" if _is_lost(rows) else "waarschuwing",
            tuple(f"{row.rijen_apart}  {row.reden}" for row in rows[rows["rijen_apart"] > 0].itertuples()),
            "Na `ikc run` staan ze met hun reden in data/processed/apart/toewijzingen.csv.", "rijen_apart",
        )
        for bestand, rows in steps.groupby("bestand", sort=False)
        if rows["rijen_apart"].sum() > 0
    ]  # fmt: skip


def _is_lost(steps: pd.DataFrame) -> bool:
    """Tell whether all rows of a file were set aside, and most of them (doubles apart) because they cannot be read."""
    counts = steps[steps["stap"] != "dubbele_rij"].set_index("reden")["rijen_apart"]
    unread = counts[counts.index.isin(UNREAD)].sum()
    return bool(steps["rijen_door"].min() == 0 and unread * 2 > counts.sum())


def _values(number: int, column: str, one: str, more: str) -> str:
    return f"1 waarde in {column} {one}" if number == 1 else f"{number} waarden in {column} {more}"
