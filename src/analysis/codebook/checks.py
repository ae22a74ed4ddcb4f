"""Judge a codebook before it is used: unknown keys, products without a zorgvorm, one spelling with two meanings."""

from collections.abc import Iterator
from typing import Any

from analysis.codebook.matching import fold
from analysis.errors import Melding

_LEVEL_KEYS = {"label", "domeinen"}, {"label", "codes"}, {"label", "synoniemen"}


def check_content(content: dict[str, Any]) -> list[Melding]:
    """Check the merged codebook; one Melding per problem, none when it is sound."""
    zorgvormen = {code for _, _, code, _ in _walk_codes(content["zorgvormen"])}
    texts = [
        *(("signalen", text) for text in _check_levels(content["signalen"])),
        *(("zorgvormen", text) for text in _check_levels(content["zorgvormen"])),
        *(("producten", text) for text in _check_products(content["producten"], zorgvormen)),
        *(("signalen", text) for text in _check_doubles(content)),
    ]
    return [
        Melding(f"codebook/{name}.yml", text, advies="Pas het codeboek aan.", code="codeboek") for name, text in texts
    ]


def _walk_codes(part: dict[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    for soort, soorten in part.items():
        for domein, domeinen in (soorten.get("domeinen") or {}).items():
            for code, item in (domeinen.get("codes") or {}).items():
                yield soort, domein, code, item


def _check_levels(part: dict[str, Any]) -> list[str]:
    texts: list[str] = []
    for soort, soorten in part.items():
        texts += _check_keys(soort, soorten, _LEVEL_KEYS[0])
        for domein, domeinen in (soorten.get("domeinen") or {}).items():
            texts += _check_keys(f"{soort}.{domein}", domeinen, _LEVEL_KEYS[1])
            for code, item in (domeinen.get("codes") or {}).items():
                texts += _check_keys(f"{soort}.{domein}.{code}", item, _LEVEL_KEYS[2])
    return texts


def _check_keys(place: str, item: Any, known: set[str]) -> list[str]:
    if not isinstance(item, dict):
        return [f"`{place}` moet een groep zijn met {', '.join(sorted(known))}."]
    texts = [f"`{place}` heeft een onbekende sleutel `{key}`." for key in item if key not in known]
    return texts if "label" in item else [*texts, f"`{place}` heeft geen label."]


def _check_products(part: dict[str, Any], zorgvormen: set[str]) -> list[str]:
    texts = [f"onbekende sleutel `{key}`." for key in part if key not in {"categorieen", "producten", "genegeerd"}]
    for kind in ("categorieen", "producten"):
        for code, item in part[kind].items():
            zorgvorm = item.get("zorgvorm") if isinstance(item, dict) else None
            if zorgvorm not in zorgvormen:
                texts.append(f"`{kind}.{code}` heeft geen bekende zorgvorm (er staat: {zorgvorm}).")
    texts += [
        f"`genegeerd.{code}` heeft geen reden." for code, reason in (part["genegeerd"] or {}).items() if not reason
    ]
    return texts


def _check_doubles(content: dict[str, Any]) -> list[str]:
    """One spelling may not mean two codes: a header would be read as the wrong signal."""
    meanings: dict[str, set[str]] = {}
    for part in ("signalen", "zorgvormen"):
        for _, _, code, item in _walk_codes(content[part]):
            for name in [code, item.get("label", code), *(item.get("synoniemen") or [])]:
                meanings.setdefault(fold(name), set()).add(code)
    doubled = {name: codes for name, codes in meanings.items() if len(codes) > 1}
    return [
        f"de schrijfwijze '{name}' hoort bij twee codes: {', '.join(sorted(codes))}." for name, codes in doubled.items()
    ]
