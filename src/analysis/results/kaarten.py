"""The cards of the result tables: read from tabellen/, checked, and asked for by everyone who handles a table."""

from collections import Counter
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.errors import InvoerFout, Melding
from analysis.results.kaart import Kaart, Kolom, Methode

FOLDER = Path(__file__).with_name("tabellen")
SHARED = "_kolommen.yml"
NO_TABLES = ("datadictionary", "tabellen")
"""Files beside the result tables that are not one of them."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Every notebook's kernel reads the cards: with libyaml a tenth of a second, without it seven tenths."""

Kaarten = MappingProxyType[str, Kaart]


def kaarten() -> Kaarten:
    """Give every card by the name of its table, in the order of `plaats`."""
    return load_cards(FOLDER)


def kaart(name: str) -> Kaart:
    """Give the card of one table; a table without a card is a bug, or something that may not be shown."""
    found = kaarten().get(name)
    if found is None:
        raise InvoerFout([without_card(name)])
    return found


def methods() -> list[Methode]:
    """Give every method once, in the order of its place in the chapter."""
    by_name = {item.naam: item for card in kaarten().values() for item in card.methode}
    return sorted(by_name.values(), key=lambda item: item.plaats)


def tables_of_delivery(delivery: str) -> tuple[str, ...]:
    """Give the tables whose rows tell that a delivery is there; none for a delivery without results of its own."""
    return tuple(name for name, card in kaarten().items() if delivery in card.levering)


def without_card(name: str) -> Melding:
    """Give the message on a table that no card knows."""
    return Melding(
        card_file(name), "deze resultaattabel heeft geen kaart; niets van haar wordt getoond.",
        advies="Maak de kaart: wat een rij is, de sleutel, de kolommen en de onthulling.", code="tabel_zonder_kaart",
    )  # fmt: skip


def card_file(name: str) -> str:
    """Give the file of a card as messages name it."""
    return f"tabellen/{name}.yml"


@cache
def load_cards(folder: Path) -> Kaarten:
    """Read and check every card of a folder.

    Raises InvoerFout with every fault of every card: an unknown key, something missing, a rule on a column that the
    card does not have, a card that does not say how its table is disclosed.
    """
    shared = {name: _read_column(name, item) for name, item in _read_yaml(folder / SHARED).items()}
    contents = {path.stem: _read_yaml(path) for path in sorted(folder.glob("*.yml")) if path.name != SHARED}
    faults: list[Melding] = []
    found: dict[str, Kaart] = {}
    for name, content in contents.items():
        try:
            found[name] = Kaart.model_validate(_complete(name, content, contents, shared))
        except ValidationError as error:
            faults += [_fault(name, item) for item in error.errors()]
        except _CardFault as error:
            faults.append(Melding(card_file(name), str(error), code="kaart_onvolledig"))
    faults += _clashes(found)
    if faults:
        raise InvoerFout(faults)
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[1].plaats)))


class _CardFault(ValueError):
    """Something in a card that cannot be completed: a name that nothing defines."""


def _complete(
    name: str, content: dict[str, Any], contents: dict[str, dict[str, Any]], shared: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """Fill in what a card takes over: from the card that it is `zoals`, and the shared definitions of its columns."""
    if name in NO_TABLES:
        raise _CardFault(f"`{name}` is de naam van een ander bestand in resultaten/; kies een andere.")
    like = content.get("zoals")
    if like is not None and (like not in contents or "zoals" in contents[like]):
        raise _CardFault(f"`zoals` noemt {like}; dat is geen kaart met een eigen inhoud.")
    whole = {**(contents[like] if like else {}), **content}
    whole.pop("zoals", None)
    columns = whole.get("kolommen")
    if isinstance(columns, dict):
        whole["kolommen"] = {column: _column(column, own, shared) for column, own in columns.items()}
    return {**whole, "tabel": name}


def _column(column: str, own: Any, shared: dict[str, dict[str, Any]]) -> Any:
    """Give a column's definition: its own, a shared one (`n: n_van_trajecten`), or a shared one with a difference."""
    if own is None or isinstance(own, str):
        own = {"zoals": own or column}
    if not isinstance(own, dict) or "zoals" not in own:
        return own
    name = own["zoals"]
    if name not in shared:
        raise _CardFault(f"de kolom `{column}` heeft geen betekenis; {SHARED} kent geen `{name}`.")
    return {**shared[name], **{key: value for key, value in own.items() if key != "zoals"}}


def _read_column(name: str, content: Any) -> dict[str, Any]:
    try:
        Kolom.model_validate(content)
    except ValidationError as error:
        raise InvoerFout([_fault(SHARED.removesuffix(".yml"), item, (name,)) for item in error.errors()]) from None
    return content


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"regel {mark.line + 1}" if mark else "het bestand"
        raise InvoerFout([Melding(card_file(path.stem), f"{where} is geen geldige YAML.", code="geen_yaml")]) from None
    if not isinstance(content, dict):
        raise InvoerFout([Melding(card_file(path.stem), "de kaart is leeg of geen lijst.", code="geen_yaml")])
    return content


_WHAT = {"missing": "ontbreekt", "extra_forbidden": "is geen bekende sleutel van een kaart"}


def _fault(name: str, error: Any, above: tuple[str, ...] = ()) -> Melding:
    """Word a fault of a card: the card and the key; what only the whole card shows is already worded."""
    if error["type"] == "value_error":
        return Melding(card_file(name), f"{error['ctx']['error']}.", code="kaart_onvolledig")
    place = ".".join(str(part) for part in (*above, *error["loc"]))
    what = _WHAT.get(error["type"], f"kan zo niet ({error['msg'][:1].lower()}{error['msg'][1:]})")
    return Melding(card_file(name), f"`{place}` {what}.", code=error["type"])


def _clashes(cards: dict[str, Kaart]) -> list[Melding]:
    """Tell which cards have the same place, and which different methods the same name or place."""
    places = Counter(card.plaats for card in cards.values())
    found = [
        Melding(card_file(name), f"`plaats` {card.plaats} heeft een andere kaart ook.", code="kaart_dubbel")
        for name, card in cards.items()
        if places[card.plaats] > 1
    ]
    owners: dict[str | int, Methode] = {}
    for name, card in cards.items():
        for item in card.methode:
            if owners.setdefault(item.naam, item) != item or owners.setdefault(item.plaats, item) != item:
                text = f"de methode {item.naam} heeft de naam of plaats van een andere methode."
                found.append(Melding(card_file(name), text, code="kaart_dubbel"))
    return found
