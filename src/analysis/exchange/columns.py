"""What the columns of a delivery's template are: their kind, choices and meaning, all from the codebook."""

from dataclasses import dataclass
from typing import Any

from analysis.codebook import Codebook
from analysis.codebook.notes import note_on_column, read_notes
from analysis.study import ALLE, Study

INVENTORY = "inventarisatie"
MARK, YES, NO = "kruisje", "ja", "nee"
OF_STUDY = ("ikc", "meting")


@dataclass(frozen=True)
class Column:
    """A column of a template: `kop` is what stands above it, `soort` how it is filled in (see sjablonen.yml)."""

    naam: str
    kop: str
    soort: str
    uitleg: str
    verplicht: bool = False
    keuzes: tuple[str, ...] = ()
    voorbeeld: Any = ""


def template_deliveries() -> tuple[str, ...]:
    """Give the deliveries that have a template."""
    return tuple(read_notes()["leveringen"])


def columns_of_template(delivery: str, codebook: Codebook, study: Study | None = None) -> list[Column]:
    """Give the columns of a delivery's template in order; an inventory's signals and care are those a school knows.

    Without a study the choices that only a study knows (its IKCs and metingen) are left open.
    """
    notes = read_notes()["leveringen"][delivery]
    koppen = codebook.content["koppen"].get(delivery, {"kolommen": {}})
    names = list(dict.fromkeys([*koppen["kolommen"], *notes.get("extra", [])]))
    required = set(koppen.get("verplicht", []))
    own = [_named_column(name, delivery, name in required, codebook, study) for name in names]
    return [*own, *(mark_columns(codebook) if delivery == INVENTORY else [])]


def _named_column(name: str, delivery: str, needed: bool, codebook: Codebook, study: Study | None) -> Column:
    known = note_on_column(delivery, name)
    choices = _choices(known.get("keuze", ""), codebook, study)
    soort = known.get("soort", "tekst")
    return Column(name, name, soort, known.get("uitleg", ""), needed, choices, known.get("voorbeeld", ""))


def _choices(source: str, codebook: Codebook, study: Study | None) -> tuple[str, ...]:
    """Give the texts to choose from: of the study, of the codebook, or of the standard's codes."""
    if source in OF_STUDY:
        return () if study is None else study.ikc_codes if source == "ikc" else study.meting_namen
    if source == "bouw":
        return (*study.bouwen, ALLE) if study else tuple(codebook.values("bouw"))
    if source == "indicator":
        return tuple(column.naam for column in mark_columns(codebook))
    if source == "betaler":
        return tuple(codebook.content["betalers"])
    return tuple(map(str, codebook.content["codes"].get(source, ()))) or tuple(
        codebook.values(source) if source else ()
    )


def mark_columns(codebook: Codebook) -> list[Column]:
    """Give a column per signal and per form of care that a school can know, headed by its label."""
    hidden = read_notes()["alleen_gemeente"]
    rows = codebook.codes[~codebook.codes["code"].isin(hidden)]
    return [
        Column(row.code, row.label, MARK, f"{row.soort_label}: {row.domein_label}.", keuzes=("x",))
        for row in rows.itertuples()
    ]


def means_yes_and_no(codebook: Codebook) -> tuple[list[str], list[str]]:
    """Give the marks that count as yes and those that count as no, as the codebook spells them; '' is an empty cell."""
    part = codebook.content["waarden"][MARK]["waarden"]
    return [str(text) for text in part[YES]], [str(text) for text in part[NO]]
