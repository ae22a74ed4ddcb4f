"""Whether care reaches the children who need it more often than before, in words."""

from typing import Any

import pandas as pd

from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import first_upper, interval_words, is_missing, more_or_less, number, of_the_100
from analysis.presentation.taal.oordelen import (
    BESCHRIJVING,
    CLEAR,
    NIET_TE_ZEGGEN,
    NOT_THE_SAME,
    NOTED,
    SO_NOTHING,
    STERKER,
    STRONGER_OR_WEAKER,
    WHY_NOT,
)

OF_WHOM = {
    "zorg_bij_probleem": ("de kinderen met een bekend probleem", "kregen", "", "zorg"),
    "gezin_bij_kind": ("de kinderen met een kindprobleem", "was", "bij ", "ook een gezinsprobleem bekend"),
    "probleem_bij_zorg": ("de kinderen met zorg", "was", "bij ", "ook een probleem bekend"),
    "zorg_bij_probleem_zonder_jok": ("de kinderen met een bekend probleem", "kregen", "",
                                     "zorg (die van de jeugdondersteuner niet meegeteld)"),
}  # fmt: skip
LINKS = {
    "probleem_zorg": "problemen en zorg",
    "probleem_zorg_zonder_jok": "problemen en zorg, zonder die van de jeugdondersteuner,",
    "kind_gezin": "kindproblemen en gezinsproblemen",
}
SAME_AS = {"zorg_bij_probleem_zonder_jok": "zorg_bij_probleem", "probleem_zorg_zonder_jok": "probleem_zorg"}
"""What is left out where it says the same as what it is a part of: without own care of the jeugdondersteuner."""
NOTHING = "Of dat veranderde, is met deze gegevens niet te zeggen."


def zin_bereik(rapport: Rapport) -> Tekst:
    """Word the change in each conditional share and in the links from the first to the last meting."""
    table = rapport.tabel("verhoudingen_veranderingen")
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return Tekst(NOTHING)
    rows = table[(table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)]
    rows = {row.maat: row for row in rows.itertuples()}
    lines = [sentence_bereik(rows[maat], rapport) for maat in OF_WHOM if maat in rows and not _same(maat, rows)]
    text = bullets([*lines, *_links(rapport)]).markdown
    if not text:
        return Tekst(NOTHING)
    trap = (
        "Worden er meer problemen gezien, dan tellen ook lichtere mee: dit aandeel kan dan dalen zonder dat een kind "
    )
    return Tekst(f"{text}\n\n{trap}zorg verloor.")


def _links(rapport: Rapport) -> list[str]:
    table = rapport.tabel("samenhang_veranderingen")
    if table.empty:
        return []
    rows = table[(table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)]
    rows = {row.verband: row for row in rows.itertuples()}
    return [sentence_link(rows[verband], rapport) for verband in LINKS if verband in rows and not _same(verband, rows)]


def _same(name: str, rows: dict[str, Any]) -> bool:
    """Tell whether a row says the same as the row of all care: every number of it, hidden ones too."""
    whole = rows.get(SAME_AS.get(name, ""))
    if whole is None:
        return False
    left_out = ("Index", "maat", "verband")
    pairs = [(value, getattr(whole, field)) for field, value in rows[name]._asdict().items() if field not in left_out]
    return all(pd.isna(b) if pd.isna(a) else not pd.isna(b) and a == b for a, b in pairs)


def sentence_link(row: Any, rapport: Rapport) -> str:
    """Word whether two things go together more than before; empty where it is hidden or of too few children."""
    if is_missing(row.verhouding) or is_missing(row.ci_laag_gecorrigeerd):
        return ""
    first, last = (rapport.meting_label(meting, full=True) for meting in (row.van, row.naar))
    margin = f"{number(row.ci_laag_gecorrigeerd, 1)} tot {number(row.ci_hoog_gecorrigeerd, 1)}"
    odds = f"{number(row.odds_ratio_van, 1)} in {first} en {number(row.odds_ratio_naar, 1)} in {last}"
    size = f"de kansverhouding was {odds}, dat is {number(row.verhouding, 1)} keer zo groot (marge: {margin})"
    if row.oordeel == NIET_TE_ZEGGEN:
        why = WHY_NOT.get(row.oordeel_reden, "")
        return f"De kansverhouding van {LINKS[row.verband]} was {odds}. {why} {SO_NOTHING}"
    if row.oordeel in STRONGER_OR_WEAKER:
        how = "vaker" if row.oordeel == STERKER else "minder vaak"
        return f"{first_upper(LINKS[row.verband])} gingen in {last} {how} samen dan in {first}: {size}."
    return f"Of {LINKS[row.verband]} vaker of minder vaak samengingen, is niet te zeggen: {size}."


def sentence_bereik(row: Any, rapport: Rapport) -> str:
    """Word one conditional share at both metingen and its change, as its verdict allows; empty where it is hidden."""
    if is_missing(row.verschil) or is_missing(row.ci_laag_gecorrigeerd):
        return ""
    whom, verb, at, what = OF_WHOM[row.maat]
    first, last = (rapport.meting_label(meting, full=True) for meting in (row.van, row.naar))
    margin = interval_words(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)
    chance = "Dat verschil is groter dan toeval verklaart" if row.uitkomst in CLEAR else "Dat verschil kan toeval zijn"
    levels = (
        f"Van {whom} {verb} in {last} {at}{of_the_100(row.waarde_naar, rapport.basis)} {what}; in {first} was dat "
        f"{at}{of_the_100(row.waarde_van, rapport.basis)}."
    )
    if row.uitkomst in NOTED:
        return f"{levels} {WHY_NOT.get(row.oordeel_reden, '')} {SO_NOTHING}".replace("  ", " ")
    if row.uitkomst == BESCHRIJVING:
        apart = f" {NOT_THE_SAME}" if bool(row.informant_gewisseld) else ""
        return f"{levels} Dat zijn kinderen van alle IKC's opgeteld, zonder oordeel.{apart}"
    return f"{levels} {chance}: {more_or_less(row.verschil)} (marge: {margin})."
