"""What makes the metingen hard to compare here: inventories that are missing, lists that changed, a start that stood
out. Every sentence follows from the data; where none applies there is none."""

from typing import Any

import pandas as pd

from analysis.presentation.many import are_many
from analysis.presentation.oogopslag.unlisted import sentences_unlisted
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names, primary_changes
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    count_words,
    first_upper,
    ikcs_words,
    list_or_count,
    list_words,
    of_the_100,
)
from analysis.presentation.taal.oordelen import COMPARED, HOGER, LAGER
from analysis.presentation.taal.wording import in_sentence, informant_words
from analysis.presentation.who_is_in import ikcs_set_aside, sentence_set_aside
from analysis.study import ALLE

NONE = "Aan de leveringen ligt het niet: elke meting is er, en elke lijst vroeg hetzelfde."
COMES_BACK = "Wat bij een eerste meting uitschiet, ligt bij een volgende vaak vanzelf dichter bij de rest."
SOME_ALWAYS = "Wie naar veel IKC's kijkt, ziet er ook bij toeval wel eens een uitschieten."


def zin_kanttekeningen(rapport: Rapport) -> Tekst:
    """List what makes metingen hard to compare: missing inventories, changed lists, who is on them, where it began."""
    seen = seen_codes(rapport)
    if seen.empty:
        return Tekst("")
    lines = [
        sentence_set_aside(rapport),
        sentence_other_informant(rapport),
        *sentences_missing(rapport, seen),
        *sentences_lists(rapport, seen),
    ]
    lines = [line for line in [*lines, *sentences_unlisted(rapport), *sentences_start(rapport)] if line]
    return bullets(lines) if lines else Tekst(NONE)


def sentence_other_informant(rapport: Rapport) -> str:
    """Say who filled in the first and the last list, where that is not the same; the first thing that is hard."""
    if rapport.eerste is None or rapport.eerste == rapport.laatste:
        return ""
    (first, before), (last, after) = (
        (rapport.meting_label(item.meting, full=True), informant_words(rapport.informant(item.meting)))
        for item in (rapport.eerste, rapport.laatste)
    )
    if before == after:
        return ""
    return (
        f"Iemand anders vulde de lijst in: {before} in {first}, {after} in {last}. Wie anders kijkt, ziet andere "
        "dingen. Hoeveel dat scheelt, zit in geen enkele marge."
    )


def seen_codes(rapport: Rapport) -> pd.DataFrame:
    """Give the codes of which a meting has a row, hidden or not: ikc, meting, code; the others were not asked."""
    read = rapport.alle if rapport.over_alle else rapport.tabel
    tables = [read(name) for name in ("signalen", "zorg")]
    rows = pd.concat([table for table in tables if len(table)] or [pd.DataFrame(columns=["ikc", "meting", "code"])])
    if rows.empty:
        return rows
    known = rows["n"].notna() | rows["onderdrukt"].astype(bool)
    chosen = rows[known & rows["bouw"].eq(ALLE) & (rows["ikc"].ne(ALLE) | (not rapport.over_alle))]
    return chosen[["ikc", "meting", "code"]].drop_duplicates(ignore_index=True)


def sentences_missing(rapport: Rapport, seen: pd.DataFrame) -> list[str]:
    """Word per meting which IKC has no inventory, and what that means for the totals."""
    names = ikc_names(rapport)
    lines = _sentences_absent(rapport, seen) if rapport.over_alle else _sentences_own_gaps(rapport)
    known = set(seen["ikc"]) | ikcs_set_aside(rapport)
    never = [escape(name) for code, name in names.items() if code not in known]
    if never and rapport.over_alle:
        lines.append(f"Van {list_or_count(never)} is er geen enkele inventarisatie; dat telt nergens in mee.")
    return lines


def _sentences_absent(rapport: Rapport, seen: pd.DataFrame) -> list[str]:
    """Word which IKCs have no inventory at which metingen: one sentence per group of IKCs."""
    names = ikc_names(rapport)
    years: dict[tuple[str, ...], list[str]] = {}
    for item in rapport.study.metingen:
        there = set(seen.loc[seen["meting"] == item.meting, "ikc"])
        absent = tuple(escape(names[code]) for code in names if code in set(seen["ikc"]) - there)
        if absent:
            years.setdefault(absent, []).append(rapport.meting_label(item.meting, full=True))
    totals = {True: "dat totaal telt", False: "die totalen tellen"}
    return [
        f"In {list_words(when)} is er geen inventarisatie van {list_or_count(list(who))}; {totals[len(when) == 1]} "
        "minder IKC's."
        for who, when in years.items()
    ]


def _sentences_own_gaps(rapport: Rapport) -> list[str]:
    """Word from which metingen this IKC has no inventory: those before its first one and the others apart."""
    own = {item.meting for item in rapport.metingen}
    if not own:
        return []
    years = {item.meting: rapport.meting_label(item.meting, full=True) for item in rapport.study.metingen}
    before = [item.meting for item in rapport.study.metingen if item.peildatum < rapport.eerste.peildatum]
    rest = [years[meting] for meting in years if meting not in own and (meting not in before or len(before) == 1)]
    lines = []
    if len(before) > 1:
        lines.append(
            f"Van vóór {years[rapport.eerste.meting]} zijn er van dit IKC geen inventarisaties; andere IKC's hadden er "
            f"toen {count_words(len(before))}."
        )
    if rest:
        none = f"Uit {list_words(rest)} is er van dit IKC geen inventarisatie."
        lines.append(f"{none} Dat is iets anders dan geen signalen.")
    return lines


def sentences_lists(rapport: Rapport, seen: pd.DataFrame) -> list[str]:
    """Word which codes were asked at one meting and not at another, and which primary indicators that touches."""
    changed = changed_codes(seen)
    if changed.empty:
        return []
    labels = {code: in_sentence(rapport.codebook.label(code)) for code in changed["code"].unique()}
    lines = []
    for item in rapport.study.metingen:
        codes = changed.loc[changed["meting"] == item.meting, "code"].drop_duplicates()
        if len(codes):
            whose = f" bij {list_or_count(_whose(rapport, changed, item.meting))}" if rapport.over_alle else ""
            lines.append(f"in {rapport.meting_label(item.meting, full=True)}{whose}: {_codes(codes, labels)}")
    touched = _touched(rapport, set(changed["code"]))
    tail = f" Dat raakt {list_words(touched)}: daar kan een verschil van komen." if touched else ""
    return [f"Niet elke lijst vroeg hetzelfde. Niet gevraagd {'; '.join(lines)}.{tail}"]


def sentence_changed_lists(rapport: Rapport) -> str:
    """Word for the first page that a list changed under a primary indicator; empty when none did."""
    seen = seen_codes(rapport)
    touched = _touched(rapport, set(changed_codes(seen)["code"])) if len(seen) else []
    return f"Ook vroeg niet elke lijst hetzelfde: dat raakt {list_words(touched)}." if touched else ""


def changed_codes(seen: pd.DataFrame) -> pd.DataFrame:
    """Give the codes that an IKC was asked at another meting but not at this one: ikc, meting, code."""
    codes = seen[seen["code"] != ALLE]
    metingen = codes[["ikc", "meting"]].drop_duplicates()
    wanted = metingen.merge(codes[["ikc", "code"]].drop_duplicates(), on="ikc")
    found = wanted.merge(codes, on=["ikc", "meting", "code"], how="left", indicator="_asked")
    return found.loc[found["_asked"] == "left_only", ["ikc", "meting", "code"]].reset_index(drop=True)


def _codes(codes: pd.Series, labels: dict[str, str]) -> str:
    return list_or_count([labels[code] for code in codes], "signalen of soorten zorg")


def _whose(rapport: Rapport, changed: pd.DataFrame, meting: str) -> list[str]:
    codes = set(changed.loc[changed["meting"] == meting, "ikc"])
    return [escape(name) for code, name in ikc_names(rapport).items() if code in codes]


def _touched(rapport: Rapport, changed: set[str]) -> list[str]:
    """Name the primary indicators with a code that was not always asked."""
    codes = rapport.codebook.codes
    hit = codes[codes["code"].isin(changed)]
    above = {*hit["code"], *hit["domein"], *hit["soort"]}
    chosen = [item.indicator for item in rapport.study.primaire_indicatoren if item.indicator in above]
    return [in_sentence(rapport.codebook.label(name)) for name in chosen]


def sentences_start(rapport: Rapport) -> list[str]:
    """Word per primary indicator that this IKC began far from the others: some of the change may come by itself."""
    table = rapport.alle("uitgangspositie") if rapport.over_alle else rapport.tabel("uitgangspositie")
    changes = primary_changes(rapport)
    if table.empty or changes.empty:
        return []
    rows = table[table["oordeel"].isin([HOGER, LAGER]) & table["getoond"]]
    if rapport.over_alle:
        return _who_stood_out(rapport, rows)
    later = changes[["indicator", "verschil", "uitkomst"]].rename(columns={"verschil": "verschil_later"})
    rows = rows.merge(later, on="indicator")
    return [sentence_start(row, rapport) for row in rows.itertuples()]


def _who_stood_out(rapport: Rapport, rows: pd.DataFrame) -> list[str]:
    names, label = ikc_names(rapport), rapport.codebook.label
    words = [
        f"{escape(names[row.ikc])} ({in_sentence(label(row.indicator))}: {row.oordeel})" for row in rows.itertuples()
    ]
    back = [row for row in _with_change(rapport, rows).itertuples() if _came_back(row)]
    again = list_or_count(list(dict.fromkeys(escape(names[row.ikc]) for row in back)))
    came = f"Bij {again} ging het daarna de kant van de rest op. {COMES_BACK}" if back else ""
    ikcs = list(dict.fromkeys(rows["ikc"]))
    who = ikcs_words(len(ikcs)) if are_many(rapport, ikcs) else list_words(words)
    where = f"Ver van de andere IKC's bij hun eerste meting: {who}."
    return [f"{where} {SOME_ALWAYS} {came}".strip()] if words else []


def _with_change(rapport: Rapport, starts: pd.DataFrame) -> pd.DataFrame:
    """Give each start the change of that IKC since, to its last meting."""
    changes = rapport.alle("veranderingen")
    if changes.empty or starts.empty:
        return starts.head(0)
    order = {name: place for place, name in enumerate(rapport.study.meting_namen)}
    changes = changes[changes["bouw"].eq(ALLE) & changes["primair"].astype(bool)]
    changes = changes.assign(meting=changes["van"], _naar=changes["naar"].map(order).astype(float))
    last = changes.sort_values("_naar", kind="stable").drop_duplicates(["ikc", "indicator", "meting"], keep="last")
    key = ["ikc", "indicator", "meting"]
    later = last[[*key, "verschil", "uitkomst"]].rename(columns={"verschil": "verschil_later"})
    return starts.merge(later, on=key)


def _came_back(row: Any) -> bool:
    """Tell whether a start that stood out went towards the others: only then may it have come back by itself."""
    if row.uitkomst not in COMPARED:
        return False
    return bool(row.verschil_later < 0 if row.oordeel == HOGER else row.verschil_later > 0)


def sentence_start(row: Any, rapport: Rapport) -> str:
    """Word one start that stood out; a change towards the others may come by itself, one away from them does not."""
    year = rapport.meting_label(row.meting, full=True)
    text = (
        f"{first_upper(in_sentence(row.label))}: in {year} lag dit hier {row.oordeel} dan bij de andere IKC's samen "
        f"({of_the_100(row.aandeel, rapport.basis)} tegen {of_the_100(row.aandeel_andere, rapport.basis)}), meer dan "
        "toeval verklaart."
    )
    if row.uitkomst not in COMPARED:
        return text
    if _came_back(row):
        return f"{text} {COMES_BACK} Een deel van het verschil kan daarvan komen."
    return f"{text} Daarna ging het niet naar de rest toe."
