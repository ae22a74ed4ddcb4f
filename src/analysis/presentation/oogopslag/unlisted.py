"""Children who were not on the list: where the list itself changed, and what that does to a change."""

from typing import Any

import pandas as pd

from analysis.presentation.moments import MOST_COLUMNS
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names, measured
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    count_of,
    first_upper,
    interval_words,
    is_missing,
    list_or_count,
    list_words,
    more_or_less,
    number,
    of_the_100,
)
from analysis.presentation.taal.wording import in_sentence

UNKNOWN_IS_NO_NO = (
    "Of naar een kind dat er niet op stond is gekeken, weten we niet: of het een signaal of zorg had, is onbekend. In "
    "alle cijfers telt het als een kind zonder."
)


def changed_lists(rapport: Rapport) -> pd.DataFrame:
    """Give the rows of this report's primary indicators between its first and last meting, where the list changed."""
    table = rapport.tabel("niet_op_lijst")
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return table.iloc[:0]
    ends = (table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)
    order = {item.indicator: place for place, item in enumerate(rapport.study.primaire_indicatoren)}
    rows = table[ends & table["lijst_veranderd"].astype(bool) & table["dekking_van"].notna()]
    return rows.assign(_plaats=rows["indicator"].map(order)).sort_values("_plaats", kind="stable")


def sentences_unlisted(rapport: Rapport) -> list[str]:
    """Word how many children were on the list, and per primary indicator how far the change can be off by that."""
    rows = changed_lists(rapport)
    whose = _whose(rapport) if rapport.over_alle else ""
    if rows.empty and not whose:
        return []
    parts = [sentence_bounds(row, rapport) for row in rows.itertuples()]
    counts = _on_list(rapport)
    on_it = f" Op de lijst stonden {counts} ingeschreven kinderen." if counts else ""
    return [f"De lijst zelf veranderde{whose}.{on_it} {UNKNOWN_IS_NO_NO}", *parts]


def _on_list(rapport: Rapport) -> str:
    """Say per meting how many of the enrolled children were on the list; of many metingen the first and the last."""
    rows = list(measured(rapport).itertuples())
    rows = rows if len(rows) <= MOST_COLUMNS else [rows[0], rows[-1]]
    known = [row for row in rows if not (is_missing(row.n_inventaris) or is_missing(row.n_kinderen))]
    return list_words([
        f"in {rapport.meting_label(row.meting, full=True)} {count_of(row.n_inventaris, rapport.basis)} van de "
        f"{number(row.n_kinderen)}"
        for row in known
    ])  # fmt: skip


def sentence_bounds(row: Any, rapport: Rapport) -> str:
    """Word one change: as measured, its worst-case bounds, and what share of the unlisted would make it vanish."""
    label = first_upper(in_sentence(rapport.codebook.label(row.indicator)))
    text = (
        f"{label}: zoals gemeten {more_or_less(row.verschil)}. Afhankelijk van wat de andere kinderen hadden, kan het "
        f"echte verschil {interval_words(row.laagst, row.hoogst)} zijn."
    )
    if is_missing(row.omslag):
        return text
    side = "van" if row.dekking_van < row.dekking_naar else "naar"
    among = getattr(row, f"aandeel_op_lijst_{side}")
    compare = "" if is_missing(among) else f" (van wie er wel op stond {of_the_100(among, rapport.basis)})"
    return f"{text} Gold het voor {of_the_100(row.omslag)} van hen{compare}, dan is er geen verschil."


def _whose(rapport: Rapport) -> str:
    """Name the IKCs whose own list changed, as `bij …`; empty when none did."""
    table = rapport.alle("niet_op_lijst")
    if table.empty:
        return ""
    ends = (table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)
    codes = set(table.loc[ends & table["lijst_veranderd"].astype(bool), "ikc"])
    names = [escape(name) for code, name in ikc_names(rapport).items() if code in codes]
    return f" bij {list_or_count(names)}" if names else ""
