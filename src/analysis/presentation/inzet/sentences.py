"""Whether the hours of a jeugdondersteuner moved to the front, in words."""

from datetime import date

import pandas as pd

from analysis.inference.oordelen import NAAR_VOREN, NIET_NAAR_VOREN, NIET_TE_ZEGGEN
from analysis.presentation.inzet.words import WAAROM, half_words
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, first_upper, is_missing, number
from analysis.presentation.taal.wording import in_sentence

HALF_STARTS = {"1": ("01-01", "06-30"), "2": ("07-01", "12-31")}


def zin_inzet(rapport: Rapport) -> Tekst:
    """Say whether the hours moved to the front, from what to what, and what is missing."""
    return _over_ikcs(rapport) if rapport.over_alle else _of_ikc(rapport)


def _of_ikc(rapport: Rapport) -> Tekst:
    table = rapport.tabel("inzet_beweging")
    if table.empty:
        return Tekst("")
    row = table.iloc[0]
    parts = [_verdict(row), _shares(row), _missing_months(row), _disturbed(row, rapport)]
    return Tekst(" ".join(part for part in parts if part))


def _verdict(row: pd.Series) -> str:
    if row["oordeel"] == NIET_TE_ZEGGEN:
        return f"Of de inzet naar voren ging, is niet te zeggen. {WAAROM.get(row['oordeel_reden'], '')}".rstrip()
    return f"De inzet van de jeugdondersteuner ging {'' if row['oordeel'] == NAAR_VOREN else 'niet '}naar voren."


def _shares(row: pd.Series) -> str:
    if is_missing(row["verschil"]):
        return ""
    front, back = (
        [number(100 * row[f"aandeel_{side}_{end}"]) for end in ("van", "naar")] for side in ("voor", "achter")
    )
    return (
        f"In {half_words(row['van'])} ging {front[0]} van de 100 uur naar de voorkant, in {half_words(row['naar'])} "
        f"{front[1]}. Naar de achterkant ging eerst {back[0]} van de 100 uur, later {back[1]}."
    )


def _missing_months(row: pd.Series) -> str:
    missing, all_months = int(row["n_maanden_verwacht"] - row["n_maanden"]), int(row["n_maanden_verwacht"])
    if not missing:
        return ""
    return (
        f"Van {count_words(missing)} van de {number(all_months)} maanden is niets opgeschreven; wat er toen gebeurde, "
        "weten we niet."
    )


def _disturbed(row: pd.Series, rapport: Rapport) -> str:
    """Say which of the two half-years fell in a disturbing period of study.yml."""
    names = {end: _periods_of(row[end], rapport) for end in ("van", "naar") if row[end]}
    found = [(end, name) for end, name in names.items() if name]
    if not found or is_missing(row["verschil"]):
        return ""
    periods = escape(in_sentence("; ".join(dict.fromkeys(name for _, name in found))))
    when = "Beide halfjaren vielen" if len(found) == 2 else f"{first_upper(half_words(row[found[0][0]]))} viel"
    return f"{when} in een bijzondere tijd ({periods})."


def _periods_of(periode: str, rapport: Rapport) -> str:
    year, half = periode.split("H")
    first, last = (date.fromisoformat(f"{year}-{end}") for end in HALF_STARTS[half])
    return "; ".join(item.naam for item in rapport.study.storend_in(first, last))


def _over_ikcs(rapport: Rapport) -> Tekst:
    table = rapport.alle("inzet_beweging")
    if table.empty:
        return Tekst("")
    counts = table["oordeel"].value_counts()
    words = {NAAR_VOREN: "ging de inzet naar voren", NIET_NAAR_VOREN: "niet", NIET_TE_ZEGGEN: "is het niet te zeggen"}
    parts = [f"bij {count_words(int(counts[word]))} {words[word]}" for word in words if word in counts]
    if NAAR_VOREN not in counts:
        parts = [part.replace(" niet", " ging de inzet niet naar voren", 1) if part.endswith(" niet") else part
                 for part in parts]  # fmt: skip
    who = "IKC schreef" if len(table) == 1 else "IKC's schreven"
    return Tekst(
        f"{first_upper(count_words(len(table)))} {who} op waar de jeugdondersteuner tijd aan besteedde. "
        f"{first_upper(', '.join(parts))}."
    )


def zin_lees_inzet(rapport: Rapport) -> Tekst:
    """Say what front and back are, and what the registrations are and are not."""
    table = rapport.alle("inzet_beweging") if rapport.over_alle else rapport.tabel("inzet_beweging")
    if table.empty:
        return Tekst("")
    settings = rapport.study.statistiek
    rounded = ""
    if rapport.editie == "publiek":
        rounded = f" Uren zijn hier afgerond op {number(rapport.study.publicatie.afronding_uren)}."
    return Tekst(
        "De voorkant is werk vóórdat er problemen zijn: universele preventie, professionalisering en normalisering. De "
        "achterkant is selectieve en geïndiceerde preventie. Adressering is geen van beide. *Naar voren* is: het "
        f"aandeel van de voorkant steeg met minstens {number(100 * settings.inzet_verschil)} van de 100 uur, en dat "
        "van de achterkant daalde. Wat niemand opschreef, telt niet mee. "
        f"Anders opschrijven ziet er ook uit als een beweging.{rounded}"
    )
