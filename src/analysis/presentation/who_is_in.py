"""Which IKCs are in a number over all of them: how many of how many, and the names of those that are not."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import list_words
from analysis.presentation.taal.oordelen import SO_NOTHING
from analysis.presentation.taal.wording import informant_words
from analysis.study import ALLE

MOST_NAMES = 6
MOST_YEARS = 4
"""The metingen of which a caption says which IKC was missing when; of more, how many IKCs there were."""
FOUTEN = "fouten in de levering"


def sentence_other_eyes(rapport: Rapport) -> str:
    """Say, before the first and last meting stand side by side, that others filled in; empty where they did not."""
    if rapport.eerste is None or rapport.eerste == rapport.laatste:
        return ""
    first, last = (
        (rapport.meting_label(item.meting, full=True), informant_words(rapport.informant(item.meting)))
        for item in (rapport.eerste, rapport.laatste)
    )
    if first[1] == last[1]:
        return ""
    return (
        f"In {first[0]} vulden {first[1]} de lijst in, in {last[0]} {last[1]}: dit is wat zij noteerden. {SO_NOTHING}"
    )


def whole_words(rapport: Rapport, metingen: Sequence[str] | None = None) -> str:
    """Give of which IKCs a total of the inventories is: `de 9 IKC's samen`, `8 van de 9 IKC's samen (zonder …)`."""
    chosen = [item.meting for item in rapport.metingen if metingen is None or item.meting in metingen]
    return _words(rapport, _absent_metingen(rapport, chosen), chosen, "de {} IKC's samen")


def allocations_words(rapport: Rapport) -> str:
    """Give of which IKCs a total of the toewijzingen is: `alle IKC's samen`, `8 van de 9 IKC's samen, zonder …`."""
    return _words(rapport, _absent_allocations(rapport), [""], "alle IKC's samen")


def _absent_allocations(rapport: Rapport) -> dict[str, list[str]]:
    table = rapport.alle("toewijzingen_kwartaal")
    there = set(table["ikc"]) - {ALLE} if "ikc" in table else set()
    return {code: [""] for code in rapport.study.ikc_codes if code not in there} if there else {}


def left_out_words(rapport: Rapport, metingen: Sequence[str]) -> str:
    """Name the IKCs that are not in a comparison of these metingen, in one sentence; empty when all are in it."""
    absent = _absent_metingen(rapport, metingen)
    names = [escape(name) for code, name in ikc_names(rapport).items() if code in absent]
    return f"Niet in deze vergelijking: {_names(names)}." if names else ""


def allocations_left_out(rapport: Rapport) -> str:
    """Name the IKCs whose toewijzingen are not in a comparison, in one sentence; empty when all are in it."""
    absent = _absent_allocations(rapport)
    names = [escape(name) for code, name in ikc_names(rapport).items() if code in absent]
    return f"Niet in deze vergelijking: {_names(names)}." if names else ""


def present_ikcs(rapport: Rapport, metingen: Sequence[str]) -> list[str]:
    """Give the codes of the IKCs that are in the totals of all these metingen."""
    absent = _absent_metingen(rapport, metingen)
    return [code for code in rapport.study.ikc_codes if code not in absent]


def _words(rapport: Rapport, absent: dict[str, list[str]], asked: list[str], complete: str) -> str:
    total = len(rapport.study.ikcs)
    if not absent:
        return complete.format(total)
    if len(asked) > MOST_YEARS:
        return _range_words(rapport, absent, asked)
    return f"{total - len(absent)} van de {total} IKC's samen, {_absent_words(rapport, absent, asked)}"


def _range_words(rapport: Rapport, absent: dict[str, list[str]], asked: list[str]) -> str:
    """Word over many metingen how many IKCs are in a total; only who is in none of them is named."""
    total = len(rapport.study.ikcs)
    counts = [total - sum(meting in gone for gone in absent.values()) for meting in asked]
    never = {code: gone for code, gone in absent.items() if len(gone) == len(asked)}
    low, high = min(counts), max(counts)
    some = f"{low}" if low == high else f"{low} tot {high}"
    parts = ["niet bij elke meting dezelfde"] if len(never) < len(absent) else []
    parts += [_absent_words(rapport, never, asked)] if never else []
    return f"{some} van de {total} IKC's samen, {', '.join(parts)}"


def _absent_words(rapport: Rapport, absent: dict[str, list[str]], asked: list[str]) -> str:
    """Word who is in none of the metingen (`zonder X`), and who is not in some (`zonder Y in 2020`)."""
    names = ikc_names(rapport)
    parts = []
    for when in sorted({tuple(days) for days in absent.values()}, key=len, reverse=True):
        of_these = _names([escape(name) for code, name in names.items() if tuple(absent.get(code, [])) == when])
        years = [rapport.meting_label(meting, full=True) for meting in when if meting]
        parts.append(f"zonder {of_these}" + (f" in {list_words(years)}" if len(when) < len(asked) else ""))
    return " en ".join(parts)


def _names(names: list[str]) -> str:
    rest = len(names) - MOST_NAMES
    return list_words(names) if rest <= 0 else list_words([*names[:MOST_NAMES], f"{rest} andere"])


def _absent_metingen(rapport: Rapport, metingen: Iterable[str]) -> dict[str, list[str]]:
    """Give per IKC the metingen in whose totals it is not; an IKC that is in all of them is not there.

    It is in a total when it has shares at that meting; without enrolled children it has none, as long as others do.
    """
    rows = pd.concat([rapport.alle(name) for name in ("signalen", "zorg")], ignore_index=True)
    if rows.empty:
        return {}
    rows = rows[(rows["ikc"] != ALLE) & (rows["bouw"] == ALLE)]
    absent: dict[str, list[str]] = {}
    for meting in metingen:
        here = rows[rows["meting"] == meting]
        known = here[here["n_kinderen"].notna()]
        there = set((known if len(known) else here)["ikc"])
        for code in rapport.study.ikc_codes:
            if code not in there:
                absent.setdefault(code, []).append(meting)
    return absent


def ikcs_set_aside(rapport: Rapport) -> frozenset[str]:
    """Give the codes of the IKCs that were set aside for the fouten in their delivery."""
    return frozenset(rapport.samen("opzij")["ikc"])


def sentence_set_aside(rapport: Rapport) -> str:
    """Name the IKCs that were set aside for the fouten in their delivery; empty when there are none."""
    names, fout = ikc_names(rapport), ikcs_set_aside(rapport)
    gone = [escape(names[code]) for code in names if code in fout]
    if not gone:
        return ""
    verb = "ontbreekt" if len(gone) == 1 else "ontbreken"
    counted = "Dat IKC telt" if len(gone) == 1 else "Die IKC's tellen"
    return f"{_names(gone)} {verb}: {FOUTEN}. {counted} in geen enkel cijfer mee."
