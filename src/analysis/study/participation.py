"""From when until when an IKC takes part, and which IKCs it came from: what of that cannot be."""

import difflib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.study.settings import Ikc


def check_participation(ikcs: Sequence["Ikc"], days: Sequence[date]) -> list[str]:
    """Say what cannot be of `van`, `tot` and `opvolger_van`: no meting, an unknown IKC, a circle, a day that misses.

    Parameters
    ----------
    days
        The peildata of the study.
    """
    texts, known = [], {item.ikc: item for item in ikcs}
    for item in ikcs:
        if item.van and item.tot and item.tot < item.van:
            texts.append(f"`ikcs`: bij {item.ikc} ligt `tot` voor `van`.")
        elif days and not any(item.takes_part(day) for day in days):
            texts.append(f"`ikcs`: {item.ikc} doet volgens `van` en `tot` bij geen enkele meting mee.")
        for code in item.opvolger_van:
            texts += _check_predecessor(item, code, known)
        if item.opvolger_van and not item.van:
            texts.append(f"`ikcs`: {item.ikc} heeft `opvolger_van`, maar geen `van`: de dag waarop het begon.")
        if _follows_itself(item.ikc, known):
            texts.append(f"`ikcs`: {item.ikc} volgt via `opvolger_van` zichzelf op.")
    return texts


def _check_predecessor(item: "Ikc", code: str, known: "dict[str, Ikc]") -> list[str]:
    if code not in known:
        near = next(iter(difflib.get_close_matches(code, list(known), n=1)), None)
        hint = f" (bedoelt u {near}?)" if near else ""
        return [f"`ikcs`: {item.ikc} is `opvolger_van` {code}; dat IKC staat er niet{hint}."]
    tot = known[code].tot
    if item.van and tot and tot >= item.van:
        return [f"`ikcs`: {item.ikc} begint op {item.van}, maar {code} eindigt pas op {tot}."]
    if item.van and known[code].van and known[code].van >= item.van:
        return [f"`ikcs`: {item.ikc} begint op {item.van}, en zijn voorganger {code} pas op {known[code].van}."]
    return []


def _follows_itself(code: str, known: "dict[str, Ikc]") -> bool:
    seen, todo = set(), list(known[code].opvolger_van)
    while todo:
        name = todo.pop()
        if name == code:
            return True
        if name in known and name not in seen:
            seen.add(name)
            todo += known[name].opvolger_van
    return False
