"""What `ikc check` says of signs in names and texts that the PDF cannot show: before a report is made, not after."""

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.publishing.embedded.print_signs import INSTEAD, unshowable_signs
from analysis.study import STUDY_FILE, Study

SHOWN_COLUMNS = {
    "casussen": ("casus", "scenario", "post", "betaler", "eenheid", "toelichting", "bron"),
    "casussen_gepubliceerd": ("casus", "post", "bron"),
    "gesprekken": ("citaat", "effect", "bron"),
    "speerpunten": ("speerpunt", "indicator"),
    "ikc_profiel": ("onderwerp", "tekst"),
    "zorgpaden": ("product",),
    "zorgpaden_totalen": ("product",),
    "inzet_gezin": ("professional",),
    "maatwerkplannen": (
        "casus",
        "perspectief",
        "doorbraak",
        "ondersteuning",
        "zelf_doen",
        "behandeling",
        "legitimiteit",
        "betrokkenheid",
        "rendement",
    ),
    "tarieven": ("bron",),
    "cbs": ("regio",),
}
"""Free texts of the tidy tables that a report shows."""
MOST_LINES = 12
ADVIES = f"In de webpagina staat het teken goed; in de pdf staat er {INSTEAD}. Neem een ander teken als dat hindert."


def check_signs(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> list[Melding]:
    """Warn of names in study.yml, labels in the codebook and texts in deliveries with a sign that the PDF lacks."""
    places = [(STUDY_FILE, _of_study(study)), ("codebook", _of_codebook(codebook))]
    places += [(f"data/raw/{name}", _of_table(tables[name], columns)) for name, columns in SHOWN_COLUMNS.items()]
    return [melding for where, texts in places for melding in _report(where, texts)]


def _of_study(study: Study) -> Iterator[tuple[str, str]]:
    yield "naam", study.naam
    yield "gemeente", study.gemeente
    yield from ((f"ikcs, naam van {item.ikc}", item.naam) for item in study.ikcs)
    yield from (("metingen", item.meting) for item in study.metingen)
    yield from (("bouwen", bouw) for bouw in study.bouwen)
    yield from (("storende_periodes", item.naam) for item in study.storende_periodes)


def _of_codebook(codebook: Codebook) -> Iterator[tuple[str, str]]:
    rows = codebook.indicatoren
    yield from ((f"label van {row.indicator}", row.label) for row in rows.itertuples())
    yield from ((f"label van {code}", str(item["label"])) for code, item in codebook.content["betalers"].items())


def _of_table(table: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column in table:
            yield from ((f"kolom {column}", str(text)) for text in table[column].dropna().unique())


def _report(where: str, texts: Iterable[tuple[str, str]]) -> list[Melding]:
    found: dict[str, dict[str, None]] = {}
    for place, text in texts:
        for sign in unshowable_signs(text):
            found.setdefault(place, {})[sign] = None
    if not found:
        return []
    lines = [f"{place}: {' '.join(signs)}" for place, signs in found.items()]
    more = len(lines) - MOST_LINES
    lines = [*lines[:MOST_LINES], f"en nog {more} andere"] if more > 0 else lines
    tekst = "er staan tekens in die de letter van de pdf niet heeft."
    return [Melding(where, tekst, "waarschuwing", tuple(lines), ADVIES, "teken_zonder_letter")]
