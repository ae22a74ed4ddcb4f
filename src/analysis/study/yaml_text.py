"""Read YAML that people write by hand: a key twice is told with its line, and each place in the file has a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import InvoerFout, Melding

Place = tuple[str | int, ...]
MOST_BYTES, MOST_PLACES = 1_000_000, 100_000
"""No study or codebook that people write comes near; an alias (`*naam`) counts each time that it stands somewhere."""


@dataclass(frozen=True)
class YamlText:
    """What a file says, every value as the text that was written (`01`, `yes` and `2019-01-01` stay so).

    An empty value is None. `lines` gives the line of every key and list item, by its path from the top.
    """

    content: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int | None:
        """Give the line of a place, or of the nearest place above it that this file has."""
        for end in range(len(place), 0, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return None


def compose(path: Path, shown: str) -> yaml.Node | None:
    """Parse a file to YAML's own nodes; raises InvoerFout for what is no YAML, and for each key that is there twice."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvoerFout([_too_large(shown)])
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        if node and _count_places(node, {}) > MOST_PLACES:
            raise InvoerFout([_too_large(shown)])
        doubled = list(_doubled_keys(node)) if node else []
    except UnicodeDecodeError:
        raise InvoerFout([no_yaml(shown, "het bestand")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"regel {mark.line + 1}, kolom {mark.column + 1}" if mark else "het bestand"
        raise InvoerFout([no_yaml(shown, where)]) from None
    if doubled:
        raise InvoerFout([_melding_doubled(shown, *found) for found in doubled])
    return node


def read_yaml_text(path: Path, shown: str) -> YamlText:
    """Read a file as texts, with the line of every place; raises InvoerFout as `compose` does."""
    return as_text(compose(path, shown))


def as_text(node: yaml.Node | None) -> YamlText:
    """Give what nodes say as texts, with the line of every place."""
    lines: dict[Place, int] = {}
    return YamlText(_build(node, (), lines) if node else None, lines)


def no_yaml(shown: str, where: str) -> Melding:
    """Say that a file is no YAML, and where that shows."""
    advies = "Controleer inspringing, dubbele punten en aanhalingstekens."
    return Melding(shown, f"{where} is geen geldige YAML in UTF-8.", advies=advies, code="geen_yaml")


def _too_large(shown: str) -> Melding:
    return Melding(shown, "het bestand is veel te groot om te lezen.", code="yaml_te_groot",
                   advies="Haal weg wat er niet in hoort; een verwijzing (*naam) telt elke keer mee.")  # fmt: skip


def _count_places(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the places of a node with its aliases written out, without writing them out."""
    if id(node) not in known:
        parts = node.value if isinstance(node, yaml.CollectionNode) else []
        below = [part for item in parts for part in (item if isinstance(item, tuple) else (item,))]
        known[id(node)] = 1 + sum(_count_places(part, known) for part in below)
    return known[id(node)]


def _melding_doubled(shown: str, place: str, first: int, again: int) -> Melding:
    tekst = f"regel {again}: `{place}` staat er al (regel {first}); alleen een van beide kan gelden."
    return Melding(shown, tekst, advies="Voeg ze samen of haal er een weg.", code="sleutel_dubbel")


def _doubled_keys(node: yaml.Node, above: tuple[str, ...] = ()) -> Iterator[tuple[str, int, int]]:
    """Give place, first line and line of every key that a group has twice."""
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, start=1):
            yield from _doubled_keys(item, (*above, str(number)))
    elif isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.composer.ComposerError(None, None, "a key is no text", key.start_mark)
            name, line = key.value, key.start_mark.line + 1
            if name in first:
                yield ".".join((*above, name)), first[name], line
            first.setdefault(name, line)
            yield from _doubled_keys(value, (*above, name))


def _build(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*place, number), lines) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        content = {}
        for key, value in node.value:
            name = key.value
            lines[(*place, name)] = key.start_mark.line + 1
            content[name] = _build(value, (*place, name), lines)
        return content
    return None if node.value == "" and node.style is None else node.value
