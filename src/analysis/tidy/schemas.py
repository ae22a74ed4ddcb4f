"""What every tidy table looks like: columns in order, typed. Text is never missing: '' means not filled in."""

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.intake.distinct import as_category, as_text, distinct_texts

TEKST, GETAL, AANTAL, DATUM, JANEE = str, float, "Int64", "datetime64[us]", bool
CATEGORIE = pd.CategoricalDtype()
"""Text of which a delivery of millions of rows has few different ones: each is kept once, in no order of its own."""

COLUMNS: dict[str, dict[str, object]] = {
    "populatie": {"ikc": TEKST, "meting": TEKST, "bouw": TEKST, "aantal_kinderen": AANTAL},
    "kinderen": {
        "ikc": TEKST, "meting": TEKST, "kind": TEKST, "groep": AANTAL, "klas": TEKST, "bouw": TEKST,
        "geslacht": TEKST, "informant": TEKST, "invuller": TEKST, "gezin": TEKST, "hoofdrapport": JANEE,
        "bestand": TEKST, "rij": AANTAL,
    },
    "inventarisatie": {
        "ikc": TEKST, "meting": TEKST, "kind": TEKST, "groep": AANTAL, "bouw": TEKST, "geslacht": TEKST,
        "informant": TEKST, "hoofdrapport": JANEE, "soort": TEKST, "domein": TEKST, "code": TEKST,
    },
    "tellingen": {
        "ikc": TEKST, "meting": TEKST, "bouw": TEKST, "soort": TEKST, "domein": TEKST, "code": TEKST, "aantal": AANTAL,
        "aantal_laag": AANTAL, "aantal_hoog": AANTAL,
    },
    "formulieren": {"ikc": TEKST, "meting": TEKST, "code": TEKST},
    "inventarisaties": {"ikc": TEKST, "meting": TEKST, "vorm": TEKST, "informant": TEKST},
    "toewijzingen": {
        "client": CATEGORIE, "ikc": CATEGORIE, "toewijzing_nummer": TEKST, "toewijzingsdatum": DATUM,
        "productcategorie": CATEGORIE, "productcode": CATEGORIE, "zorgvorm": CATEGORIE, "startdatum": DATUM,
        "einddatum": DATUM, "volume": GETAL, "eenheid": CATEGORIE, "frequentie": CATEGORIE, "budget_eur": GETAL,
        "verwijzer": CATEGORIE, "reden_wijziging": CATEGORIE, "aanbieder": CATEGORIE, "koppeling": CATEGORIE,
        "bron_bestand": CATEGORIE, "bron_rij": AANTAL,
    },
    "leerlingen": {
        "client": TEKST, "kind": TEKST, "ikc": TEKST, "groep": AANTAL, "klas": TEKST, "van": DATUM, "tot": DATUM,
    },
    "casussen": {
        "casus": TEKST, "scenario": TEKST, "post": TEKST, "betaler": TEKST, "aantal": GETAL, "eenheid": TEKST,
        "tarief": GETAL, "kans": GETAL, "bedrag": GETAL, "bedrag_laag": GETAL, "bedrag_hoog": GETAL,
        "gemonetariseerd": JANEE, "toelichting": TEKST, "peiljaar": AANTAL, "bron": TEKST, "casus_ikc": TEKST,
        "legitimiteit": TEKST, "betrokkenheid": TEKST, "rendement": TEKST, "bestand": TEKST, "rij": AANTAL,
    },
    "casussen_gepubliceerd": {
        "casus": TEKST, "grootheid": TEKST, "scenario": TEKST, "betaler": TEKST, "post": TEKST, "waarde": GETAL,
        "waarde_tekst": TEKST, "onbekend": JANEE, "n_casussen": AANTAL, "bron": TEKST, "bestand": TEKST, "rij": AANTAL,
    },
    "zorgpaden": {
        "casus": TEKST, "soort_casus": TEKST, "product": TEKST, "van": DATUM, "tot": DATUM, "bedrag": GETAL,
        "tarief": GETAL, "per_week": GETAL, "bestand": TEKST, "rij": AANTAL,
    },
    "zorgpad_vensters": {
        "casus": TEKST, "soort_casus": TEKST, "indexdatum": DATUM, "van": DATUM, "tot": DATUM,
    },
    "zorgpaden_totalen": {
        "casus": TEKST, "soort_casus": TEKST, "product": TEKST, "fase": TEKST, "bedrag": GETAL, "jaren": GETAL,
        "bestand": TEKST, "rij": AANTAL,
    },
    "inzet_gezin": {
        "casus": TEKST, "fase": TEKST, "professional": TEKST, "uren_per_week": GETAL, "bestand": TEKST, "rij": AANTAL,
    },
    "indicaties": {
        "ikc": TEKST, "kinderen": GETAL, "uren_per_week": GETAL, "weken": GETAL, "tarief": GETAL, "bestand": TEKST,
        "rij": AANTAL,
    },
    "maatwerkplannen": {
        "casus": TEKST, "casus_ikc": TEKST, "perspectief": TEKST, "doorbraak": TEKST, "domein": TEKST,
        "ondersteuning": TEKST, "zelf_doen": TEKST, "behandeling": TEKST, "legitimiteit": TEKST,
        "betrokkenheid": TEKST, "rendement": TEKST, "bestand": TEKST, "rij": AANTAL,
    },
    "gesprekken": {
        "ikc": TEKST, "bron": TEKST, "effect": TEKST, "richting": TEKST, "citaat": TEKST, "schakel": TEKST,
        "uitspraak": TEKST, "codeur": TEKST, "naam_mogelijk": JANEE,
    },
    "tarieven": {
        "productcode": TEKST, "eenheid": TEKST, "tarief_eur": GETAL, "van": DATUM, "tot": DATUM, "bron": TEKST,
    },
    "cbs": {
        "jaar": AANTAL, "periode": TEKST, "regio": TEKST, "indicator": TEKST, "aantal": GETAL, "percentage": GETAL,
        "noemer": TEKST, "status": TEKST, "hersteld": JANEE, "bestand": TEKST,
    },
    "speerpunten": {
        "ikc": TEKST, "speerpunt": TEKST, "niveau": TEKST, "soort": TEKST, "indicator": TEKST, "bouw": TEKST,
        "richting": TEKST, "startwaarde": GETAL, "doelwaarde": GETAL, "peildatum": DATUM, "vastgesteld": DATUM,
        "eigenaar": TEKST, "bron": TEKST, "voorstel": JANEE, "noemt_persoon": JANEE, "bestand": TEKST, "rij": AANTAL,
    },
    "doelmetingen": {
        "ikc": TEKST, "speerpunt": TEKST, "meting": TEKST, "datum": DATUM, "waarde": GETAL, "n": AANTAL,
        "oordeel": TEKST, "door": TEKST, "bron": TEKST, "bestand": TEKST, "rij": AANTAL,
    },
    "ikc_profiel": {
        "ikc": TEKST, "soort": TEKST, "onderwerp": TEKST, "score": GETAL, "tekst": TEKST, "datum": DATUM,
    },
    "inzet_jok": {
        "ikc": TEKST, "datum": DATUM, "soort": TEKST, "uren": GETAL, "groep": TEKST, "kind": TEKST, "bestand": TEKST,
        "rij": AANTAL,
    },
}  # fmt: skip

ROWS: dict[str, str] = {
    "populatie": "Een IKC, een meting en een bouw: hoeveel kinderen er zijn ingeschreven.",
    "kinderen": "Een verslag over een kind bij een meting. `hoofdrapport`: het verslag dat telt. `bouw` is `onbekend` "
    "als de groep dat is.",
    "inventarisatie": "Een kruisje bij een kind bij een meting.",
    "tellingen": "Een IKC, een meting, een bouw en een indicator: geteld door wie leverde.",
    "formulieren": "Een IKC, een meting en een code waarnaar is gevraagd. Een code zonder kolom is niet gevraagd: dat "
    "is geen nul.",
    "inventarisaties": "Een IKC en een meting met een inventarisatie (`vorm`: `kinderen` of `tellingen`). Een IKC "
    "zonder rij heeft er geen: dat is geen nul.",
    "toewijzingen": "Een toewijzing die telt. `ikc` is `geen` als zij niet is gekoppeld; `koppeling` zegt hoe. Zonder "
    "`einddatum` loopt zij nog.",
    "leerlingen": "Een periode van een kind bij een IKC.",
    "casussen": "Een kostenregel van een casus.",
    "casussen_gepubliceerd": "Een cijfer over een casus zoals het is gepubliceerd.",
    "zorgpaden": "Een periode van zorg van een casus (een pseudoniem als `soort_casus` `client` is).",
    "zorgpad_vensters": "Een casus: zijn indexdatum en de tijd waarin hij is gevolgd.",
    "zorgpaden_totalen": "Een casus, een fase (`voor` of `na`) en een product, zonder begin en eind; `jaren` is de "
    "gevolgde tijd in de fase.",
    "inzet_gezin": "Een gezin, een fase en een professional; niemand is een rij met nul uren.",
    "indicaties": "Een soort losse indicatie bij een IKC (of `geen`).",
    "maatwerkplannen": "Een doorbraak uit het maatwerkplan van een casus, of een plan zonder doorbraak. Een leeg "
    "`domein` is niet bekend.",
    "gesprekken": "Een uitspraak, zoals één codeur haar codeerde: twee codeurs van dezelfde uitspraak zijn twee rijen. "
    "`schakel`: de knopen en pijlen van de effectenketen waarvoor zij telt; `naam_mogelijk`: in het citaat staat "
    "misschien een naam, dus het wordt nergens getoond.",
    "tarieven": "Een tarief in een periode; zonder `tot` geldt het nog. Nooit geraden.",
    "cbs": "Een cijfer van het CBS; `hersteld`: een verloren decimale komma is teruggezet.",
    "speerpunten": "Een doel van een IKC (`alle`: van alle IKC's) zoals het vanaf een dag geldt; een doel dat "
    "verandert heeft meer rijen. `noemt_persoon`: er staat een woord in uit een kolom met persoonsgegevens.",
    "doelmetingen": "Een doel en een moment: een eigen telling, een oordeel van mensen, of beide.",
    "ikc_profiel": "Een gegeven over een IKC: omgeving, zorgstructuur, een stelling over de zorgcultuur, een overleg "
    "of een gebeurtenis (met `datum`). Zonder `score` is er geen oordeel.",
    "inzet_jok": "Tijd die een jeugdondersteuner op een dag aan een soort werk besteedde. Een maand zonder rij is niet "
    "bekend: dat zijn geen nul uren. `kind` is een pseudoniem.",
}
"""What one row of each tidy table is, and its trap."""

KINDS = {TEKST: "tekst", CATEGORIE: "tekst", GETAL: "getal", AANTAL: "geheel getal", DATUM: "datum", JANEE: "ja/nee"}
_NULLABLE = {GETAL, AANTAL, DATUM}
_NEVER_MISSING = {"aantal_kinderen", "aantal_kind", "rij", "bron_rij", "startdatum"}
_UNIQUE = {
    "populatie": ["ikc", "meting", "bouw"],
    "inventarisatie": ["ikc", "meting", "kind", "informant", "code"],
    "kinderen": ["ikc", "meting", "kind", "informant"],
    "tellingen": ["ikc", "meting", "bouw", "soort", "domein", "code"],
    "formulieren": ["ikc", "meting", "code"],
    "inventarisaties": ["ikc", "meting"],
}


def _column(name: str, kind: object) -> pa.Column:
    """Give the check of a column. A category's own is written out: the library's goes through all of its texts."""
    if kind == CATEGORIE:
        return pa.Column(None, checks=pa.Check(lambda column: column.dtype == "category"), nullable=False)
    checks = [pa.Check.ge(0)] if name in ("aantal_kinderen", "aantal") and kind == AANTAL else []
    return pa.Column(kind, checks=checks, nullable=kind in _NULLABLE and name not in _NEVER_MISSING)


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    table: pa.DataFrameSchema(
        {name: _column(name, kind) for name, kind in columns.items()},
        strict=True, ordered=True, unique=_UNIQUE.get(table), name=table, description=ROWS[table],
    )
    for table, columns in COLUMNS.items()
}  # fmt: skip


def column_kind(table: str, column: str) -> str:
    """Give the type of a column in words."""
    return KINDS[COLUMNS[table][column]]


def empty_table(table: str) -> pd.DataFrame:
    """Give a tidy table without rows, with its columns and types: what was not delivered."""
    return as_typed(table, pd.DataFrame({name: pd.Series(dtype=str) for name in COLUMNS[table]}))


def as_typed(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of a tidy table, in order and with their types; a category becomes text where it is one."""
    kinds = COLUMNS[table]
    made = {name: _as_kind(rows[name], kind) for name, kind in kinds.items()}
    others = {name: kind for name, kind in kinds.items() if kind != CATEGORIE and made[name].dtype != kind}
    return pd.DataFrame(made, index=rows.index, copy=False).astype(others)


def _as_kind(column: pd.Series, kind: object) -> pd.Series:
    if kind == CATEGORIE:
        return as_category(column)
    return as_text(column) if column.dtype == "category" else column


def sorted_by_ikc(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by ikc; those of one ikc keep their order."""
    places, names = distinct_texts(rows["ikc"])
    order = names.rank().to_numpy("int16" if len(names) < 2**15 else "int64")[places]
    return rows if (order[1:] >= order[:-1]).all() else rows.iloc[np.argsort(order, kind="stable")]


def as_table(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows the columns, order and types of a tidy table, sorted by ikc (stable), and check them.

    A failure here is a bug of ours, not a fault of a delivery: those were reported before.
    """
    columns = list(COLUMNS[table])
    rows = sorted_by_ikc(rows[columns]) if "ikc" in columns else rows[columns]
    return SCHEMAS[table].validate(as_typed(table, rows).reset_index(drop=True), inplace=True)
