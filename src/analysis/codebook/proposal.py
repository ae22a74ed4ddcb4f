"""A proposal for a study's codebook from what the codebook did not know of its deliveries. Never applied by itself."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.codebook.book import Codebook
from analysis.codebook.checks import walk_codes
from analysis.codebook.paste import CHOOSE, REASON, key_of, quoted
from analysis.errors import InvoerFout, Melding, Onbekend
from analysis.study.doors import refuse_public_folder

HEAD = """\
# VOORSTEL, gemaakt door `ikc check --stel-codebook-voor`. Niets in deze map geldt. VOORSTEL
# Kijk elke regel na en zet wat klopt in codebook/{name}.yml, zonder <...>. VOORSTEL
"""
LABEL = "<label>"


def write_proposal(found: Iterable[Onbekend], codebook: Codebook, folder: Path) -> list[Path]:
    """Write a YAML file per codebook file that could be added to; gives the files written, none when all is known."""
    refuse_public_folder(folder)
    texts = {name: HEAD.format(name=name) + text for name, text in propose(found, codebook).items()}
    try:
        if texts:
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    except OSError:
        advies = "Kies een andere map: --stel-codebook-voor MAP."
        raise InvoerFout([Melding(str(folder), "hier is niet te schrijven.", advies=advies)]) from None
    return [folder / f"{name}.yml" for name in texts]


def propose(found: Iterable[Onbekend], codebook: Codebook) -> dict[str, str]:
    """Give per codebook file the proposal as YAML: every line is marked, what is not sure has `<kies>` or `<reden>`."""
    trees: dict[str, dict[str, Any]] = {}
    for item in _joined(found):
        name, place, leaf, words = _place(item, codebook)
        _put(trees.setdefault(name, {}), place, leaf, words)
    return {name: "".join(_lines(tree, 0)) for name, tree in sorted(trees.items())}


def _joined(found: Iterable[Onbekend]) -> list[Onbekend]:
    """Take what several files do not know together, in order of first place."""
    joined: dict[tuple[str, str, str], Onbekend] = {}
    for item in found:
        key = (item.deel, item.veld, item.tekst)
        before = joined.get(key)
        joined[key] = Onbekend(*key, item.aantal + (before.aantal if before else 0), item.mogelijk)
    return list(joined.values())


Placed = tuple[str, tuple[str, ...], str, str]


def _place(item: Onbekend, codebook: Codebook) -> Placed:
    """Give the file, the place in it, what stands there and the words behind it."""
    rows = f"{item.aantal} {'rij' if item.aantal == 1 else 'rijen'}" if item.aantal else ""
    if item.deel == "producten":
        zorgvorm = item.mogelijk[0] if item.mogelijk else CHOOSE
        return "producten", ("producten", item.tekst), f"{{zorgvorm: {key_of(zorgvorm)}, label: {quoted(LABEL)}}}", rows
    if item.deel == "betalers":
        near = codebook.closest_value("betaler", item.tekst)
        return "betalers", (near or CHOOSE, "synoniemen"), item.tekst, _words(rows, near, codebook.values("betaler"))
    if item.deel == "waarden":
        near = codebook.closest_value(item.veld, item.tekst)
        return "waarden", (item.veld, "waarden", near or CHOOSE), item.tekst, _words(rows, near, item.mogelijk)
    return _place_column(item, codebook)


def _place_column(item: Onbekend, codebook: Codebook) -> Placed:
    near = item.mogelijk[0] if item.mogelijk else None
    if near is None:
        return "koppen", (item.veld, "genegeerd", item.tekst), quoted(REASON), "of onder kolommen, als het er een is"
    words = f"lijkt op {' of '.join(item.mogelijk)}"
    found = place_of_code(near, codebook)
    if found and near not in codebook.content["koppen"][item.veld]["kolommen"]:
        return found[0], (*found[1], "synoniemen"), item.tekst, words
    return "koppen", (item.veld, "kolommen", near), item.tekst, words


def place_of_code(code: str | None, codebook: Codebook) -> tuple[str, tuple[str, ...]] | None:
    """Give the file of the codebook and the place in it where the code of a signal or zorgvorm stands."""
    for name in ("signalen", "zorgvormen"):
        for place, found, _ in walk_codes(codebook.content[name]):
            if found == code:
                return name, tuple(map(str, place))
    return None


def _words(rows: str, near: str | None, known: Iterable[str]) -> str:
    says = f"lijkt het meest op {near}" if near else f"kies uit: {', '.join(known)}"
    return f"{rows}; {says}" if rows else says


def _put(tree: dict[str, Any], place: tuple[str, ...], leaf: str, words: str) -> None:
    *above, last = place
    for key in above:
        tree = tree.setdefault(key, {})
    if leaf.startswith(("{", '"<')):
        tree[last] = (leaf, words)
    else:
        tree.setdefault(last, []).append((leaf, words))


def _lines(tree: dict[str, Any], depth: int) -> Iterable[str]:
    for key, value in tree.items():
        start = f"{'  ' * depth}{key_of(key)}:"
        if isinstance(value, dict):
            yield _marked(start)
            yield from _lines(value, depth + 1)
        elif isinstance(value, list):
            yield _marked(start)
            yield from (_marked(f"{'  ' * (depth + 1)}- {quoted(text)}", words) for text, words in value)
        else:
            yield _marked(f"{start} {value[0]}", value[1])


def _marked(line: str, words: str = "") -> str:
    return f"{line}   # VOORSTEL{f': {words}' if words else ''}\n"
