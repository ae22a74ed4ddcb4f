"""The chapters on trajecten and their durations in words."""

from typing import Any

import pandas as pd

from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    first_upper,
    is_missing,
    limit,
    list_words,
    number,
    of_the_100,
)
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.trajecten.selection import (
    DAYS_PER_MONTH,
    KORT_LANG_DOMEINEN,
    curves_of,
    group_labels,
    period_words,
    short_and_long,
)
from analysis.study import ALLE

POINTER = "In het onderzoeksrapport over alle IKC's samen staat het wel."


def zin_trajecten(rapport: Rapport) -> Tekst:
    """Say what a traject is and how long trajecten last; or, where too few may be shown, where it is shown."""
    table = rapport.tabel("trajecten")
    whole = table[(table["periode"] == ALLE) & (table["zorgvorm"] == ALLE)] if len(table) else table
    if whole.empty:
        return Tekst("")
    if not _shows_anything(rapport):
        return Tekst(
            f"Bij {escape(rapport.naam)} begonnen te weinig trajecten om te tonen hoe lang zij duren, zonder dat een "
            f"kind te herkennen is. {POINTER}"
            if not rapport.over_alle
            else "Er begonnen te weinig trajecten om te tonen hoe lang zij duren."
        )
    gap = number(rapport.study.toewijzingen.traject_gat_dagen)
    text = (
        f"Toewijzingen van een kind die elkaar binnen {gap} dagen opvolgen, tellen als één traject: een nieuw besluit "
        f"over dezelfde zorg is geen nieuwe zorg. Wat in de laatste {gap} dagen van de gegevens eindigde, kan dus nog "
        "doorgaan."
    )
    return Tekst(f"{text} {_sentence_total(next(whole.itertuples()))}".strip())


def _shows_anything(rapport: Rapport) -> bool:
    return len(curves_of(rapport)) > 0 or short_and_long(rapport)["kort_per_1000"].notna().any()


def _sentence_total(row: Any) -> str:
    if is_missing(row.n) or is_missing(row.mediaan_dagen):
        return ""
    running = "" if is_missing(row.n_lopend) else f"; {number(row.n_lopend)} daarvan liepen of konden nog doorgaan"
    margin = "" if is_missing(row.ci_laag) or is_missing(row.ci_hoog) else (
        f" (marge {number(row.ci_laag / DAYS_PER_MONTH, 1)} tot {number(row.ci_hoog / DAYS_PER_MONTH, 1)})"
    )  # fmt: skip
    return (
        f"Er begonnen {number(row.n)} trajecten{running}. De helft was na "
        f"{number(row.mediaan_dagen / DAYS_PER_MONTH, 1)} maanden klaar{margin}."
    )


def zin_lees_trajecten(rapport: Rapport) -> Tekst:
    """Tell how to read the survival curves."""
    if curves_of(rapport).empty:
        return Tekst("")
    return Tekst(
        "Een lijn die snel daalt hoort bij korte trajecten. Lopende trajecten zijn niet weggelaten: dan zouden "
        "trajecten korter lijken dan zij zijn. Hoe minder trajecten er onder een vak nog gevolgd worden, hoe "
        "onzekerder de lijn."
    )


def zin_kort_lang(rapport: Rapport) -> Tekst:
    """Word the pilot's question: which part of the trajecten was short, before and since the first meting."""
    table = short_and_long(rapport)
    if table.empty or not _shows_anything(rapport):
        return Tekst("")
    months = number(rapport.study.toewijzingen.kort_maanden)
    groups, words, alfa = group_labels(rapport), period_words(rapport), rapport.study.statistiek.alfa
    lines = [
        _sentence_shift(
            table, group, name if group == rapport.ikc else in_sentence(name), domein, label, words, alfa, rapport.basis
        )
        for group, name in groups.items()
        for domein, label in KORT_LANG_DOMEINEN.items()
    ]
    lines = [f"- {line}" for line in lines if line]
    if not lines:
        return Tekst("")
    if not table["getoond"].any():
        where = "" if rapport.over_alle else f" {POINTER}"
        return Tekst(f"Er begonnen te weinig trajecten om korte en lange trajecten te vergelijken.{where}")
    return Tekst(f"Kort betekent: klaar binnen {months} maanden.\n\n" + "\n".join(lines))


def _sentence_shift(
    table: pd.DataFrame, group: str, name: str, domein: str, label: str, words: dict[str, str], alfa: float, basis: int
) -> str:
    """Word one group and domein; the verdict follows the interval of the difference, and the log-rank test."""
    rows = table[(table["ikc"] == group) & (table["domein"] == domein)]
    known = rows[rows["getoond"]].set_index("periode")
    where = f"{first_upper(in_sentence(label))}, {escape(name)}"
    parts = [
        f"{word} {_short_words(known.at[period, 'aandeel_kort'], basis)}"
        for period, word in words.items()
        if period in known.index
    ]
    if not parts:
        return f"{where}: te weinig trajecten om te tonen." if len(rows) else ""
    last = known.iloc[-1]
    if len(parts) < 2 or is_missing(last.get("verschil_kort")):
        return f"{where}: {list_words(parts)} kort. Of dat veranderde, is niet te zeggen: er zijn te weinig trajecten."
    said = f"{where}: {list_words(parts)} kort. {_verdict(last)} {_verdict_duration(last, alfa)}".strip()
    return f"{said} {_mean_duration(known, words)}".strip()


def _mean_duration(known: pd.DataFrame, words: dict[str, str]) -> str:
    """Word the mean duration up to the horizon in both periods; a margin, no verdict."""
    means = known["dagen_gemiddeld"] if "dagen_gemiddeld" in known else pd.Series(dtype=float)
    last = known.iloc[-1]
    ends = [last.get(name) for name in ("verschil_dagen_laag", "verschil_dagen_hoog")]
    if len(means) < 2 or means.isna().any() or any(is_missing(end) for end in ends):
        return ""
    both = [f"{number(days / DAYS_PER_MONTH, 1)} {words[period]}" for period, days in means.items()]
    low, high = (limit(end / DAYS_PER_MONTH, 1) for end in ends)
    return (
        f"Geteld tot {number(last['horizon_maanden'])} maanden duurde een traject gemiddeld zoveel maanden: "
        f"{list_words(both)} (marge van het verschil: {low} tot {high})."
    )


def _short_words(aandeel: float, basis: int) -> str:
    """Word a share by Kaplan-Meier: an estimate, not a count, for some trajecten still run."""
    words = of_the_100(aandeel, basis)
    return f"ongeveer {words}" if words[0].isdigit() else words


def _verdict(row: pd.Series) -> str:
    if is_missing(row["verschil_laag"]) or is_missing(row["verschil_hoog"]):
        return "Hoe zeker dat verschil is, is niet te berekenen."
    if row["verschil_laag"] > 0 or row["verschil_hoog"] < 0:
        return "Dat verschil is groter dan toeval verklaart."
    return "Dat verschil kan toeval zijn."


def _verdict_duration(row: pd.Series, alfa: float) -> str:
    """Word the log-rank test, corrected: whether the whole duration differs, not only the share short."""
    p = row.get("p_logrank_gecorrigeerd")
    if is_missing(p):
        return ""
    if p <= alfa:
        return "Over de hele duur gezien is het verschil groter dan toeval verklaart."
    return "Over de hele duur gezien is er geen verschil aan te tonen."


def zin_lees_kort_lang(rapport: Rapport) -> Tekst:
    """Tell how to read short and long, and what it may not be read as."""
    if short_and_long(rapport)["kort_per_1000"].notna().sum() < 2:
        return Tekst("")
    names = list_words([in_sentence(escape(item.naam)) for item in rapport.study.storende_periodes])
    disturbed = f" Een deel van de tweede periode valt in een bijzondere tijd ({names})." if names else ""
    return Tekst(
        "Als korte jeugd-GGZ plaatsmaakt voor korte jeugd- en opvoedhulp, wordt de staaf links boven korter en die "
        "links onder langer. De staven laten zien wat er veranderde, niet waarom. Deze cijfers zijn verkennend. "
        "Over de hele duur weegt mee dat we naar meer soorten zorg keken, bij het verschil in korte trajecten "
        f"niet.{disturbed}"
    )
