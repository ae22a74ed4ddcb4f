"""The Quarto configuration of a working folder, read as Quarto reads it.

`_quarto.yml` holds what all documents share, `_quarto-<profile>.yml` what one kind of document adds. Both renderers
take their choices from here, so that a document looks the same whichever of the two made it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

#: What Quarto itself says in Dutch; `language:` in the configuration overrules it.
DUTCH_LABELS = {
    "toc-title-document": "Inhoudsopgave",
    "callout-note-title": "Opmerking",
    "callout-warning-title": "Waarschuwing",
    "callout-important-title": "Belangrijk",
    "callout-tip-title": "Tip",
    "callout-caution-title": "Opgelet",
    "crossref-fig-title": "Figuur",
    "crossref-tbl-title": "Tabel",
    "crossref-sec-prefix": "Paragraaf",
    "crossref-ch-prefix": "Hoofdstuk",
    "skip-to-content": "Ga naar de hoofdinhoud",
}


def merge_config(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two configurations as Quarto does: mappings deep, lists joined without repeats, the rest overruled.

    Trap: a list in the profile does not replace the shared one, it comes after it.
    """
    merged = dict(base)
    for key, value in over.items():
        merged[key] = _merge_value(merged[key], value) if key in merged else value
    return merged


def _merge_value(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return merge_config(old, new)
    if isinstance(old, list) or isinstance(new, list):
        joined = [*as_list(old), *as_list(new)]
        return [item for place, item in enumerate(joined) if item not in joined[:place]]
    return new


def as_list(value: Any) -> list[Any]:
    """One value, a list of values or nothing, as a list: Quarto allows all three in most places."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def read_config(workdir: Path, profile: str) -> dict[str, Any]:
    """Read `_quarto.yml` and the profile's file over it."""
    shared = _read_yaml(workdir / "_quarto.yml")
    return merge_config(shared, _read_yaml(workdir / f"_quarto-{profile}.yml"))


def _read_yaml(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def format_options(config: Mapping[str, Any], front: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The options of one format (`html` or `typst`) for one document.

    From weak to strong, as in Quarto: the project's options, the project's for the format, the document's front
    matter, and what that says of the format. `project`, `book` and the other format's options are left out.
    """
    options: dict[str, Any] = {}
    for source in (config, front):
        general = {key: value for key, value in source.items() if key not in ("project", "book", "format")}
        formats = source.get("format")
        own = formats.get(name) if isinstance(formats, Mapping) else None
        options = merge_config(merge_config(options, general), own if isinstance(own, Mapping) else {})
    return options


def labels(options: Mapping[str, Any]) -> dict[str, str]:
    """The fixed Dutch words (Figuur, Tabel, Opmerking) with what `language:` says of them."""
    return {**DUTCH_LABELS, **(options.get("language") or {})}


def included_text(workdir: Path, options: Mapping[str, Any], key: str) -> str:
    """The text of the files named under an `include-` option; a file that is not there counts as empty.

    Quarto stops on a missing file; `render_with_quarto` therefore writes the empty ones first.
    """
    paths = [workdir / str(name) for name in as_list(options.get(key))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
