"""The shape of each codebook file: which keys it has, and where a text, a list of texts or a group belongs."""

from typing import Any

from analysis.codebook.matching import closest
from analysis.codebook.validity import KEYS as VALIDITY_KEYS
from analysis.errors import Melding
from analysis.study.placeholders import is_placeholder
from analysis.study.yaml_text import Place, YamlText

TEKST, LIJST, ELKE = "een tekst", "een lijst", "*"
Shape = str | dict[str, Any]

_INDICATORS = {
    ELKE: {
        "label": TEKST,
        "domeinen": {
            ELKE: {
                "label": TEKST,
                "codes": {ELKE: {"label": TEKST, "synoniemen": LIJST, **dict.fromkeys(VALIDITY_KEYS, TEKST)}},
            }
        },
    }
}
_PRODUCT = {"zorgvorm": TEKST, "label": TEKST}
_REASONS = {ELKE: TEKST}
_LINK = {"label": TEKST, "codes": LIJST, "indicatoren": {ELKE: TEKST}}
OPEN_FIELDS = ("bouw", "meting", "informant", "groep", "post", "productcategorie", "eenheid", "frequentie", "verwijzer",
               "reden_wijziging", "gespreksbron", "doorbraakdomein")  # fmt: skip
"""Fields whose values a study may add to; of the others the code knows every value."""


def shape_of(name: str, shipped: dict[str, Any]) -> Shape:
    """Give the shape of a study's codebook file; the shipped one tells which deliveries, columns and fields exist."""
    if name in ("signalen", "zorgvormen"):
        return _INDICATORS
    if name == "koppen":
        return {delivery: _delivery_shape(part) for delivery, part in shipped.items()}
    if name == "waarden":
        return {field: _field_shape(field, part) for field, part in shipped.items()}
    if name == "producten":
        return {"categorieen": {ELKE: _PRODUCT}, "producten": {ELKE: _PRODUCT}, "genegeerd": _REASONS}
    if name == "effectenketen":
        return {"vervalt": LIJST, "knopen": {ELKE: {"kolom": TEKST, **_LINK}}, "pijlen": {ELKE: _LINK}}
    if name == "betalers":
        return {ELKE: {"label": TEKST, "synoniemen": LIJST}}
    return {part: {ELKE: TEKST if name == "codes" else LIJST} for part in shipped}


def _delivery_shape(shipped: dict[str, Any]) -> Shape:
    return {
        "kolommen": dict.fromkeys(shipped["kolommen"], LIJST), "genegeerd": _REASONS, "verplicht": LIJST,
        "vrij": TEKST, "vervalt": LIJST, "maand_eerst": LIJST, "lijkt_op": {ELKE: LIJST},
    }  # fmt: skip


def _field_shape(field: str, shipped: dict[str, Any]) -> Shape:
    values = {ELKE: LIJST} if field in OPEN_FIELDS else dict.fromkeys(shipped["waarden"], LIJST)
    return {"waarden": values, "genegeerd": _REASONS, "vervalt": LIJST}


def check_shape(file: YamlText, shape: Shape, shown: str) -> list[Melding]:
    """Say of each place in a file, with its line, where its shape is not as it must be."""
    return _check(file, file.content, shape, (), shown)


def fill_empty(content: Any, shape: Shape) -> Any:
    """Give a file of the right shape with an empty list or group where a key has nothing behind it."""
    if shape == LIJST:
        return content or []
    if isinstance(shape, dict):
        return {
            key: fill_empty(value, shape.get(key, shape.get(ELKE, TEKST))) for key, value in (content or {}).items()
        }
    return content


def _check(file: YamlText, content: Any, shape: Shape, place: Place, shown: str) -> list[Melding]:
    if content is None and shape != TEKST:
        return []
    if isinstance(shape, dict):
        return _check_group(file, content, shape, place, shown)
    if shape == LIJST:
        return _check_list(file, content, place, shown)
    if isinstance(content, str) and content and not is_placeholder(content):
        return []
    if isinstance(content, str) and content:
        tekst = f"`{_name(place)}` is nog niet ingevuld (er staat: {content})."
        return [melding_at(file, shown, place, tekst, "Vul een tekst in of haal de regel weg.")]
    what = "heeft geen reden" if "genegeerd" in place[:-1] else "is leeg"
    what = "moet een tekst zijn" if content else what
    return [melding_at(file, shown, place, f"`{_name(place)}` {what}.", "Vul een tekst in of haal de regel weg.")]


def _check_group(file: YamlText, content: Any, shape: dict[str, Any], place: Place, shown: str) -> list[Melding]:
    if not isinstance(content, dict):
        keys = [key for key in shape if key != ELKE]
        needed = f" met {', '.join(keys[:6])}" if keys else ""
        where = f"`{_name(place)}`" if place else "het bestand"
        return [melding_at(file, shown, place, f"{where} moet een groep zijn{needed}.", "Zie docs/codeboek.md.")]
    found = []
    for key, value in content.items():
        if (key in shape or ELKE in shape) and not is_placeholder(key):
            found += _check(file, value, shape.get(key, shape.get(ELKE, TEKST)), (*place, key), shown)
        else:
            near = closest(key, list(shape))
            known = [name for name in shape if name != ELKE]
            advies = f"Bedoelt u `{near}`?" if near else f"Bekend zijn: {', '.join(known)}."
            advies = "Vul in plaats daarvan in wat de waarden betekenen." if is_placeholder(key) else advies
            tekst = f"`{_name(place)}` heeft een onbekende sleutel `{key}`." if place else f"onbekende sleutel `{key}`."
            found.append(melding_at(file, shown, (*place, key), tekst, advies))
    return found


def _check_list(file: YamlText, content: Any, place: Place, shown: str) -> list[Melding]:
    if not isinstance(content, list):
        given = f"[{content}]" if isinstance(content, str) else "[..., ...]"
        advies = f"Schrijf het tussen haken: `{place[-1]}: {given}`."
        return [melding_at(file, shown, place, f"`{_name(place)}` moet een lijst zijn.", advies)]
    wrong = [number for number, item in enumerate(content) if not isinstance(item, str)]
    return [
        melding_at(file, shown, (*place, number), f"`{_name(place)}` heeft op plaats {number + 1} geen tekst.",
                   'Schrijf een tekst; leeg is "".')
        for number in wrong
    ]  # fmt: skip


def melding_at(file: YamlText, shown: str, place: Place, tekst: str, advies: str = "Pas het codeboek aan.") -> Melding:
    """Make a message about a place in a codebook file, with its line."""
    line = file.line(place)
    return Melding(shown, f"regel {line}: {tekst}" if line else tekst, advies=advies, code="codeboek")


def _name(place: Place) -> str:
    return ".".join(str(part) for part in place)
