"""From when until when a signal or form of care is asked, and what it is called afterwards.

A code may say `van` and `tot` (days, both included), and once it has ended what took its place: `opgevolgd_door` (the
same question under another code) or `samengevoegd_in` (several codes became one). Without any of these it is always
asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.study.yaml_text import Place

SUCCEEDED, MERGED = "opgevolgd_door", "samengevoegd_in"
KEYS = ("van", "tot", SUCCEEDED, MERGED)
DAY = "Schrijf een dag als jjjj-mm-dd, zoals 2024-01-01."


@dataclass(frozen=True)
class Geldigheid:
    """The first and last day that a code is asked (None: no end), and the code that took its place ('' when none)."""

    van: date | None = None
    tot: date | None = None
    opvolger: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether the code is asked on a day."""
        return (self.van is None or self.van <= day) and (self.tot is None or day <= self.tot)


def validity_of(codes: dict[str, dict[str, Any]]) -> dict[str, Geldigheid]:
    """Give the codes that are not always asked, from checked content."""
    return {
        code: Geldigheid(_day(item.get("van")), _day(item.get("tot")), item.get(SUCCEEDED) or item.get(MERGED) or "")
        for code, item in codes.items()
        if any(item.get(key) for key in KEYS)
    }


def last_names(geldigheid: dict[str, Geldigheid]) -> dict[str, str]:
    """Give for each code that another took the place of, what it is called in the end."""
    found = {}
    for code, item in geldigheid.items():
        name = item.opvolger
        while name and name in geldigheid and geldigheid[name].opvolger:
            name = geldigheid[name].opvolger
        if name:
            found[code] = name
    return found


def check_validity(codes: dict[str, tuple[Place, dict[str, Any]]]) -> Iterator[tuple[Place, str, str]]:
    """Give place, text and advice of every validity that cannot be, of the codes of one file."""
    for code, (place, item) in codes.items():
        days = {key: item[key] for key in ("van", "tot") if item.get(key)}
        wrong = [key for key, text in days.items() if _day(text) is None]
        yield from (((*place, key), f"`{code}.{key}` is geen dag (er staat: {item[key]}).", DAY) for key in wrong)
        if not wrong and len(days) == 2 and _day(item["tot"]) < _day(item["van"]):
            yield (*place, "tot"), f"`{code}` eindigt voordat zij begint.", DAY
        yield from _check_successor(code, place, item, codes)


def _check_successor(
    code: str, place: Place, item: dict[str, Any], codes: dict[str, tuple[Place, dict[str, Any]]]
) -> Iterator[tuple[Place, str, str]]:
    named = [key for key in (SUCCEEDED, MERGED) if item.get(key)]
    if len(named) == 2:
        yield place, f"`{code}` is opgevolgd en samengevoegd; een van beide kan gelden.", "Laat er één staan."
    for key in named:
        name = item[key]
        if name not in codes:
            yield (*place, key), f"`{code}.{key}` noemt {name}; die code staat niet in dit bestand.", "Noem een code."
        elif _is_circle(code, codes):
            yield (*place, key), f"`{code}` volgt via {name} zichzelf op.", "Haal een van de verwijzingen weg."
        elif not item.get("tot"):
            yield (
                place,
                f"`{code}` heeft een opvolger maar geen `tot`.",
                "Zeg tot en met welke dag de code is gevraagd.",
            )


def _is_circle(code: str, codes: dict[str, tuple[Place, dict[str, Any]]]) -> bool:
    seen, name = {code}, code
    while name in codes:
        item = codes[name][1]
        name = item.get(SUCCEEDED) or item.get(MERGED) or ""
        if name in seen:
            return True
        seen.add(name)
    return False


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
