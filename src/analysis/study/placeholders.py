"""What nobody filled in: texts of the example study.yml that are still there. A report must never be about them."""

from collections.abc import Iterator
from typing import Any

from analysis.errors import Melding

LEFT_OVER = (
    "naam van het ikc", "naam van de studie", "nieuwe studie", "gemeentenaam", "naam van de gemeente", "jjjj-mm-dd",
)  # fmt: skip
"""Texts that are no name of anything, with or without < and > around them."""


def is_placeholder(value: object) -> bool:
    """Tell whether a value is a text to be replaced: `<...>`, or a known one."""
    text = str(value).strip()
    return isinstance(value, str) and ((text[:1] == "<" and text[-1:] == ">") or text.casefold() in LEFT_OVER)


def find_placeholders(content: Any, bestand: str) -> list[Melding]:
    """Give one message that names every place that is not filled in; none when all is."""
    places = list(_walk(content, ()))
    if not places:
        return []
    lines = tuple(f"{'.'.join(place)}: {text}" for place, text in places)
    number = "1 instelling is" if len(lines) == 1 else f"{len(lines)} instellingen zijn"
    advies = "Vul in wat tussen < en > staat, of haal de regel weg als hij niet geldt."
    return [Melding(bestand, f"{number} nog niet ingevuld.", regels=lines, advies=advies, code="niet_ingevuld")]


def _walk(content: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _walk(value, (*place, str(key)))
    elif isinstance(content, list):
        for number, value in enumerate(content, start=1):
            yield from _walk(value, (*place, str(number)))
    elif is_placeholder(content):
        yield place, str(content)
