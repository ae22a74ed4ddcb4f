"""Read the codebook: shipped YAML, a study's own files merged over it, into one frozen object."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.codebook.book import Codebook, build_codebook
from analysis.codebook.checks import check_content
from analysis.codebook.keten import merge_keten
from analysis.codebook.matching import closest, fold, fold_value
from analysis.codebook.shapes import check_shape, fill_empty, shape_of
from analysis.errors import InvoerFout, Melding
from analysis.study.yaml_text import YamlText, read_yaml_text

SHIPPED = Path(__file__).parent
FILES = (
    "signalen",
    "zorgvormen",
    "producten",
    "betalers",
    "koppen",
    "waarden",
    "codes",
    "afkortingen",
    "effectenketen",
)
PROPOSALS = "voorstel"
"""Folder of a study's codebook in which `ikc check` puts what it proposes; nothing in it is read."""


def load_codebook(study_folder: Path | None = None) -> Codebook:
    """Read the shipped codebook, with a study's `codebook/` merged over it; every problem at once as InvoerFout."""
    content, own = _shipped(), _read_own(study_folder)
    merged = {name: _merge_file(name, content[name], own[name].content if name in own else {}) for name in FILES}
    problems = check_content(merged, own)
    if problems:
        raise InvoerFout(problems)
    return build_codebook(merged)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    return {name: read_yaml_text(SHIPPED / f"{name}.yml", f"codebook/{name}.yml").content for name in FILES}


def _read_own(study_folder: Path | None) -> dict[str, YamlText]:
    """Read a study's own files; what is no YAML or has a wrong shape is told for all files at once."""
    folder = study_folder / "codebook" if study_folder else None
    if folder is None or not folder.is_dir():
        return {}
    found, own = _unknown_files(folder), {}
    for path in sorted(path for path in folder.glob("*.yml") if path.stem in FILES):
        shown = f"codebook/{path.name}"
        try:
            file = read_yaml_text(path, shown)
        except InvoerFout as error:
            found += error.meldingen
            continue
        shape = shape_of(path.stem, _shipped()[path.stem])
        problems = check_shape(file, shape, shown)
        found += problems
        if not problems:
            own[path.stem] = YamlText(fill_empty(file.content, shape), file.lines)
    if found:
        raise InvoerFout(found)
    return own


def _unknown_files(folder: Path) -> list[Melding]:
    known = {f"{name}.yml" for name in FILES}
    names = [path.name for path in sorted(folder.iterdir()) if path.name not in {*known, PROPOSALS}]
    return [
        Melding(f"codebook/{name}", "dit bestand hoort niet in een codeboek.", advies=_advise_file(name, sorted(known)))
        for name in names
        if not name.startswith((".", "README"))
    ]


def _advise_file(name: str, known: list[str]) -> str:
    near = closest(Path(name).stem, [Path(one).stem for one in known])
    return f"Bedoelt u {near}.yml?" if near else f"Bekend zijn: {', '.join(known)}."


def _merge_file(name: str, shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    if name == "effectenketen":
        return merge_keten(shipped, own, _merge)
    if name not in ("koppen", "waarden"):
        return _merge(shipped, own)
    folding = fold if name == "koppen" else fold_value
    freed = {part: _without_spellings(item, own.get(part, {}), folding) for part, item in shipped.items()}
    return _merge(freed, own)


def _without_spellings(shipped: dict[str, Any], own: dict[str, Any], folding: Any) -> dict[str, Any]:
    """Take away the shipped spellings that a study says are not used (`vervalt`), and headers that it ignores."""
    gone = {folding(text) for text in own.get("vervalt", [])}
    headers = gone | ({folding(text) for text in own.get("genegeerd", {})} if "kolommen" in shipped else set())
    part = "kolommen" if "kolommen" in shipped else "waarden"
    kept = {key: [text for text in names if folding(text) not in headers] for key, names in shipped[part].items()}
    ignored = {text: reason for text, reason in shipped.get("genegeerd", {}).items() if folding(text) not in gone}
    return {**shipped, part: kept, "genegeerd": ignored}


def _merge(base: Any, own: Any) -> Any:
    """Merge a study's settings over the shipped ones: groups by key, lists by adding, the rest replaced."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **{key: _merge(base[key], value) if key in base else value for key, value in own.items()}}
    if isinstance(base, list) and isinstance(own, list):
        return [*base, *[item for item in own if item not in base]]
    return own
