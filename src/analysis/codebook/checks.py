"""Judge a merged codebook before it is used: what is missing in it, and one spelling with two meanings."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from analysis.codebook import keten
from analysis.codebook.book import INVENTORY, spellings_of_columns, spellings_of_values
from analysis.codebook.keten import check_keten
from analysis.codebook.matching import fold, fold_value
from analysis.codebook.shapes import melding_at
from analysis.codebook.validity import check_validity
from analysis.errors import Melding
from analysis.study.names import markup_in
from analysis.study.yaml_text import Place, YamlText

Found = tuple[str, Place, str, str]
EMPTY = YamlText({}, {})
TWICE = "Laat er één staan; een schrijfwijze die met het programma meekomt, haalt u weg onder `vervalt`."


def check_content(content: dict[str, Any], own: dict[str, YamlText]) -> list[Melding]:
    """Check the merged codebook; one Melding per problem, with its line in the study's file, none when it is sound."""
    found = [
        *_check_indicators(content, "signalen"),
        *_check_indicators(content, "zorgvormen"),
        *_check_validity(content),
        *_check_products(content),
        *_check_payers(content),
        *_check_labels(content),
        *_check_codes(content, own),
        *_check_headers(content, own),
        *_check_values(content, own),
        *check_keten(content["effectenketen"], _written(own), _known_numbers(content)),
    ]
    return [melding_at(own.get(name, EMPTY), f"codebook/{name}.yml", *rest) for name, *rest in found]


def _written(own: dict[str, YamlText]) -> dict[str, Any]:
    return own.get("effectenketen", EMPTY).content


def _known_numbers(content: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Give what a link of the effectenketen may be measured by, per kind of result."""
    levels = [content[name] for name in ("signalen", "zorgvormen")]
    soorten = {soort for part in levels for soort in part}
    domeinen = {domein for part in levels for item in part.values() for domein in item.get("domeinen", {})}
    codes = {code for part in levels for _, code, _ in walk_codes(part)}
    care = {domein for item in content["zorgvormen"].values() for domein in item.get("domeinen", {})}
    changes = frozenset(soorten | domeinen | codes)
    return {
        keten.VERANDERING: changes,
        keten.MET_ZONDER: changes,
        keten.VERHOUDING: frozenset(keten.MATEN),
        keten.TOEWIJZINGEN: frozenset({*care, "alle"}),
        keten.KOSTEN: frozenset({keten.BESPARING}),
    }


def walk_codes(part: dict[str, Any]) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Give place, code and content of every code of signalen or zorgvormen."""
    for soort, soorten in part.items():
        for domein, domeinen in soorten.get("domeinen", {}).items():
            for code, item in domeinen.get("codes", {}).items():
                yield (soort, "domeinen", domein, "codes", code), code, item


def _check_indicators(content: dict[str, Any], name: str) -> Iterator[Found]:
    part = content[name]
    for soort, soorten in part.items():
        yield from _check_level(name, (soort,), soorten, "domeinen")
        for domein, domeinen in soorten.get("domeinen", {}).items():
            yield from _check_level(name, (soort, "domeinen", domein), domeinen, "codes")
    for place, _, item in walk_codes(part):
        yield from _check_level(name, place, item)


def _check_validity(content: dict[str, Any]) -> Iterator[Found]:
    for name in ("signalen", "zorgvormen"):
        codes = {code: (place, item) for place, code, item in walk_codes(content[name])}
        yield from ((name, *found) for found in check_validity(codes))


def _check_level(name: str, place: Place, item: dict[str, Any], *needed: str) -> Iterator[Found]:
    words = ".".join(str(part) for part in place if part not in ("domeinen", "codes"))
    missing = [key for key in ("label", *needed) if key not in item]
    yield from ((name, place, f"`{words}` heeft geen {key}.", f"Vul `{key}` in.") for key in missing)


def _check_products(content: dict[str, Any]) -> Iterator[Found]:
    known = {code for _, code, _ in walk_codes(content["zorgvormen"])} | {"onbekend"}
    advies = "Kies een code uit codebook/zorgvormen.yml."
    for kind in ("categorieen", "producten"):
        for code, item in content["producten"][kind].items():
            zorgvorm = item.get("zorgvorm")
            if zorgvorm not in known:
                tekst = f"`{kind}.{code}` heeft geen bekende zorgvorm (er staat: {zorgvorm})."
                yield "producten", (kind, code), tekst, advies
            if "label" not in item:
                yield "producten", (kind, code), f"`{kind}.{code}` heeft geen label.", "Vul `label` in."


def _check_payers(content: dict[str, Any]) -> Iterator[Found]:
    for code, item in content["betalers"].items():
        if "label" not in item:
            yield "betalers", (code,), f"`{code}` heeft geen label.", "Vul `label` in."


def _check_labels(content: dict[str, Any]) -> Iterator[Found]:
    """A label stands in sentences, tables and figures: with a sign of markup it would not be read as it is written."""
    for name in ("signalen", "zorgvormen", "producten", "betalers", "effectenketen"):
        for place, label in _walk_labels(content[name], ()):
            if signs := markup_in(label):
                tekst = f"het label van `{place[-1]}` heeft een teken van opmaak: {signs}."
                yield name, place, tekst, "Schrijf het label in gewone woorden."


def _walk_labels(part: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Give place and text of every label below a place of a codebook file."""
    if not isinstance(part, dict):
        return
    for key, item in part.items():
        if key == "label" and isinstance(item, str):
            yield place, item
        else:
            yield from _walk_labels(item, (*place, key))


def _check_codes(content: dict[str, Any], own: dict[str, YamlText]) -> Iterator[Found]:
    """One spelling may not mean two indicators: a header would be read as the wrong signal."""
    yield from _doubles(_spelled_codes(content), fold, own, "hoort bij twee codes")


def _spelled_codes(content: dict[str, Any]) -> Iterator[tuple[str, Place, str, str]]:
    for name in ("signalen", "zorgvormen"):
        for place, code, item in walk_codes(content[name]):
            yield from (
                (name, place, text, code) for text in [code, item.get("label", code), *item.get("synoniemen", [])]
            )


def _check_headers(content: dict[str, Any], own: dict[str, YamlText]) -> Iterator[Found]:
    for delivery, part in content["koppen"].items():
        spelled = [
            ("koppen", (delivery, "kolommen", column), text, column)
            for text, column in spellings_of_columns(content, delivery)
        ]
        columns = set(part["kolommen"])
        spelled += list(_spelled_codes(content)) if delivery == INVENTORY else []
        spelled += [
            ("koppen", (delivery, "genegeerd", text), text, "genegeerd")
            for text in part.get("genegeerd", {})
            if text not in columns
        ]
        yield from _doubles(spelled, fold, own, "hoort bij twee kolommen")
        for key in ("verplicht", "maand_eerst", "lijkt_op"):
            for column in part.get(key, []):
                if column not in columns:
                    tekst = f"`{delivery}.{key}` noemt {column}; die kolom bestaat niet."
                    yield "koppen", (delivery, key), tekst, f"Bekend zijn: {', '.join(columns)}."


def _check_values(content: dict[str, Any], own: dict[str, YamlText]) -> Iterator[Found]:
    for field, part in content["waarden"].items():
        spelled = [
            ("waarden", (field, "waarden", value), text, value) for text, value in spellings_of_values(content, field)
        ]
        spelled += [("waarden", (field, "genegeerd", text), text, "genegeerd") for text in part.get("genegeerd", {})]
        yield from _doubles(spelled, fold_value, own, "heeft twee betekenissen")
    payers = [("betalers", (code,), text, code) for text, code in spellings_of_values(content, "betaler")]
    yield from _doubles(payers, fold_value, own, "hoort bij twee betalers")


def _doubles(
    spelled: Iterable[tuple[str, Place, str, str]], folding: Callable[[str], str], own: dict[str, YamlText], what: str
) -> Iterator[Found]:
    """Give each spelling with more than one meaning, at its place in the study's own file where that has one."""
    places: dict[str, list[tuple[str, Place, str, str]]] = {}
    for item in spelled:
        places.setdefault(folding(item[2]), []).append(item)
    for items in places.values():
        meanings = sorted({meaning for *_, meaning in items})
        if len(meanings) < 2:
            continue
        mine = [item for item in items if item[1] in own.get(item[0], EMPTY).lines]
        name, place, text, _ = (mine or items)[-1]
        yield name, place, f"de schrijfwijze '{text}' {what}: {', '.join(meanings)}.", TWICE
