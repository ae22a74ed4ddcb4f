"""Four or more metingen: how much the primary indicators went up or down per year, in words and as a table."""

from typing import Any

import pandas as pd

from analysis.inference.oordelen import GEDAALD, GEEN_VERANDERING, GESTEGEN, NIET_TE_ZEGGEN
from analysis.presentation.captions import margin, source
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import (
    SUPPRESSED,
    count_words,
    first_upper,
    interval_of,
    is_missing,
    list_words,
    number,
    signed,
)
from analysis.presentation.taal.oordelen import OORDELEN, WHY_NO_TREND
from analysis.presentation.taal.wording import in_sentence, signal_words

BREAK = (
    "Daarbuiten was er een ander soort invuller, een andere lijst of andere vragen; daar loopt de lijn niet overheen."
)
DESCRIPTION = "Dit beschrijft wat er is genoteerd; het is geen oordeel over alle IKC's samen."
READ = "Een lijn vat veel jaren samen: wat eerst steeg en daarna daalde, kan een vlakke lijn geven."
SMALLEST = 0.0005
"""A slope that is written as 0,0 or 0,1 op de 100; below it there is nothing to write."""


def primary_trends(rapport: Rapport) -> pd.DataFrame:
    """Give the trends of the primary indicators in the order of study.yml; none with too few metingen for any."""
    table = rapport.tabel("trend")
    if table.empty or len(rapport.metingen) < rapport.study.statistiek.minimum_metingen_trend:
        return table.iloc[:0]
    order = {item.indicator: place for place, item in enumerate(rapport.study.primaire_indicatoren)}
    rows = table[table["primair"].astype(bool) & table["indicator"].isin(order)].drop_duplicates("indicator")
    return rows.assign(volgorde=rows["indicator"].map(order)).sort_values("volgorde").reset_index(drop=True)


def zin_trend(rapport: Rapport) -> Tekst:
    """Word what the line through four or more metingen says of the primary indicators; nothing with fewer."""
    rows = list(primary_trends(rapport).itertuples())
    known = [row for row in rows if not is_missing(row.helling)]
    if not known:
        return Tekst(_none(rows))
    if rapport.over_alle:
        parts = [_sentence_slope(rapport, row, "Opgeteld over de IKC's") for row in known]
        return Tekst(" ".join([*parts, DESCRIPTION, READ]))
    clear = [_sentence_slope(rapport, row, "Gemiddeld") for row in known if row.oordeel in (GESTEGEN, GEDAALD)]
    flat = [in_sentence(row.label) for row in known if row.oordeel == GEEN_VERANDERING]
    parts = [_sentence_span(rapport, known), *clear]
    parts += [f"Bij {list_words(flat)} is over deze jaren geen stijging of daling aan te tonen."] if flat else []
    parts += [BREAK] if any(row.n_breuken for row in known) else []
    parts += [_none([row for row in rows if is_missing(row.helling)]), READ]
    return Tekst(" ".join(part for part in parts if part))


def _sentence_span(rapport: Rapport, rows: list[Any]) -> str:
    """Say over which metingen the lines run; one sentence where that is the same for all."""
    spans = dict.fromkeys((row.van, row.naar, int(row.n_metingen)) for row in rows)
    if len(spans) > 1:
        return "Per hoofdindicator loopt er een lijn door de metingen die te vergelijken zijn."
    van, naar, count = next(iter(spans))
    labels = [rapport.meting_label(name, full=True) for name in (van, naar)]
    return f"Door de {count_words(count)} metingen van {labels[0]} tot en met {labels[1]} loopt een rechte lijn."


def _sentence_slope(rapport: Rapport, row: Any, begin: str) -> str:
    """Word a slope: how many children on the 100 more or fewer each year, with its margin."""
    what = in_sentence(row.label) if row.aard == "zorg" else signal_words(row.label, row.niveau)
    ends = _margin(row)
    tail = f" (marge: {ends})" if ends != SUPPRESSED else ""
    if abs(row.helling) < SMALLEST:
        return f"{begin} bleef het aantal kinderen met {what} vrijwel gelijk{tail}."
    more = "meer" if row.helling > 0 else "minder"
    size = number(abs(100 * row.helling), 1)
    return f"{begin} waren er elk jaar {size} op de 100 kinderen {more} met {what}{tail}."


def _margin(row: Any) -> str:
    """Give the margin that the word follows: corrected for how many trends are shown."""
    return interval_of(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd, 1, sign=True)


def _none(rows: list[Any]) -> str:
    """Word why there is no line for some indicators, once per reason."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        why = WHY_NO_TREND.get(row.oordeel_reden, "")
        if why:
            reasons.setdefault(why, []).append(in_sentence(row.label))
    return " ".join(f"Voor {list_words(labels)} is er geen lijn: {why}." for why, labels in reasons.items())


def tabel_trend(rapport: Rapport) -> Tabel | Tekst:
    """Show per primary indicator the metingen of its line, the slope per year with its margin, and the word."""
    table = primary_trends(rapport)
    table = table[table["helling"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    rows = [
        [row.label, _span(rapport, row), _slope(row), *([] if rapport.over_alle else [_word(row)])]
        for row in table.itertuples()
    ]
    heads = ["Hoofdindicator", "Metingen", "Per jaar, op de 100 (marge)", "Wat zien we"][: len(rows[0])]
    who = "alle IKC's met deze metingen" if rapport.over_alle else escape(rapport.naam)
    caption = (
        f"Verloop per jaar van de hoofdindicatoren, {who}: hoeveel kinderen op de 100 er elk jaar bij kwamen (+) of af "
        f"gingen. De {margin(rapport)} is ruimer gemaakt voor het aantal hoofdindicatoren. {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "llrl"[: len(heads)], (30, 18, 24, 22)[: len(heads)]), caption)


def _slope(row: Any) -> str:
    ends = _margin(row)
    return signed(100 * row.helling, 1) + (f" ({ends})" if ends != SUPPRESSED else "")


def _span(rapport: Rapport, row: Any) -> str:
    labels = [rapport.meting_label(name) for name in (row.van, row.naar)]
    return f"{labels[0]} tot {labels[1]} ({number(row.n_metingen)})"


def _word(row: Any) -> str:
    words = {GEEN_VERANDERING: "niet aantoonbaar", NIET_TE_ZEGGEN: "niet te zeggen"}
    return first_upper(words.get(row.oordeel, OORDELEN[row.oordeel].kort))
