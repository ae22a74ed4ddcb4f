"""The chapters on care and toewijzingen in words."""

import pandas as pd

from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ratios, shares
from analysis.presentation.shares_table import hidden_reason
from analysis.presentation.taal.numbers import (
    first_upper,
    is_missing,
    list_words,
    number,
    of_the_100,
)
from analysis.presentation.taal.wording import in_sentence, informant_words
from analysis.presentation.who_is_in import sentence_other_eyes
from analysis.presentation.zorg.without_jok import drop_without_jok, sentence_without_jok

COUNTS_ONLY = (
    "Er zijn aantallen per vorm van zorg geleverd, niet per kind. Een kind kan meer dan één vorm krijgen; hoeveel "
    "kinderen zorg krijgen, is daarom niet bekend."
)


TOO_LARGE = "Dat verschil is te groot voor toeval."
ALL_TOO_LARGE = "Deze verschillen zijn te groot voor toeval."


def zin_zorg(rapport: Rapport) -> Tekst:
    """Introduce care: of 100 children at the last meting, how many get first- and second-line care, who says so."""
    table = shares(rapport, "zorg", ("soort",))
    if table.empty and len(rapport.tabel("zorg")):
        return Tekst(COUNTS_ONLY)
    if table.empty:
        return Tekst("Er is geen inventarisatie van zorg.")
    last = table[table["meting"] == rapport.laatste.meting]
    parts = [
        f"{of_the_100(row.aandeel, rapport.basis)} kinderen {in_sentence(row.label)}"
        for row in last.itertuples()
        if row.getoond
    ]
    if not parts:
        year = rapport.meting_label(rapport.laatste.meting, full=True)
        return Tekst(f"Van de zorg tonen we geen aandelen: in {year} {hidden_reason(last)}.")
    who, jaar = (
        informant_words(rapport.informant(rapport.laatste.meting)),
        rapport.meting_label(rapport.laatste.meting, full=True),
    )
    return Tekst(
        f"In {jaar} kregen {list_words(parts)}, volgens {who}. Een kind kan meer dan één soort zorg krijgen. Zorg die "
        "niet op het IKC bekend is, telt hier niet mee."
    )


def zin_zorg_probleem(rapport: Rapport) -> Tekst:
    """Word, at the first and the last meting, how many of 100 children with a problem get care, and the reverse."""
    table = ratios(rapport, ("zorg_bij_probleem", "probleem_bij_zorg"))
    if table.empty:
        return Tekst("Zorg en problemen zijn niet per kind bekend.")
    parts = [
        _sentence_share(
            rapport, table, "zorg_bij_probleem", "kinderen met een gesignaleerd probleem", "kregen", "zorg"
        ),
        _sentence_share(rapport, table, "probleem_bij_zorg", "kinderen met zorg", "hadden", "een bekend probleem"),
        sentence_without_jok(rapport),
    ]
    if not any(parts):
        return Tekst("De aantallen zijn te klein om te tonen.")
    return Tekst(" ".join(part for part in [sentence_other_eyes(rapport), *parts] if part))


def _sentence_share(rapport: Rapport, table: pd.DataFrame, maat: str, group: str, verb: str, what: str) -> str:
    known = table[(table["maat"] == maat) & table["getoond"]]
    if known.empty:
        return ""
    words = [
        f"{of_the_100(row.waarde, rapport.basis)} in {rapport.meting_label(row.meting, full=True)}{_margin(row)}"
        for row in known.iloc[[0, -1] if len(known) > 1 else [0]].itertuples()
    ]
    return f"Hoeveel {group} {verb} {what}? {first_upper(list_words(words))}."


def _margin(row: object) -> str:
    if is_missing(row.ci_laag) or is_missing(row.ci_hoog):
        return ""
    return f" (marge {number(100 * row.ci_laag)} tot {number(100 * row.ci_hoog)})"


def zin_samenhang(rapport: Rapport) -> Tekst:
    """Word whether child and family problems, and problems and care, go together at the last meting."""
    table = rapport.tabel("samenhang")
    if table.empty or rapport.laatste is None:
        return Tekst("")
    last = table[table["meting"] == rapport.laatste.meting]
    words = {
        "kind_gezin": ("een kindprobleem", "een gezinsprobleem"),
        "probleem_zorg": ("een gesignaleerd probleem", "zorg"),
        "probleem_zorg_zonder_jok": ("een gesignaleerd probleem", "zorg (die van de jeugdondersteuner niet meegeteld)"),
    }
    last = drop_without_jok(rapport, last, "verband")
    jaar = rapport.meting_label(rapport.laatste.meting, full=True)
    parts = [_sentence_link(row, *words[row.verband], jaar) for row in last.itertuples() if row.verband in words]
    large = [part.removesuffix(f" {TOO_LARGE}") for part in parts if part.endswith(TOO_LARGE)]
    if len(large) > 1:
        parts = [*large, ALL_TOO_LARGE, *(part for part in parts if not part.endswith(TOO_LARGE))]
    return Tekst(" ".join(part for part in parts if part))


def _sentence_link(row: object, first: str, second: str, jaar: str) -> str:
    if is_missing(row.odds_ratio) or is_missing(row.ci_laag):
        return f"Of {first} en {second} in {jaar} samengingen, is niet te zeggen: de aantallen zijn te klein."
    if row.ci_laag > 1:
        return f"Kinderen met {first} hadden in {jaar} vaker ook {second} dan andere kinderen. {TOO_LARGE}"
    if not is_missing(row.ci_hoog) and row.ci_hoog < 1:
        return f"Kinderen met {first} hadden in {jaar} minder vaak {second} dan andere kinderen. {TOO_LARGE}"
    return f"Dat kinderen met {first} in {jaar} vaker ook {second} hadden dan andere kinderen, is niet aan te tonen."
