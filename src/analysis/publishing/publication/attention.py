"""What a person has to look at before an edition leaves: what no check can judge."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.publishing.edition_folder import RESULTS
from analysis.publishing.gates import parse_page
from analysis.publishing.manifest import MISSING_STATE
from analysis.study import ALLE, Study

CASE = "casus"
FREE_TEXT = ("toelichting", "quote")
QUOTE = "citaat"
OF_TABLE = {"ikc_profiel": ("onderwerp", "tekst")}
"""Columns that are free text in one table only."""


def to_look_at(study: Study, folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Give a line for each thing that somebody must judge: small IKCs, told cases, quotes, free text, what misses."""
    return [
        *_small_ikcs(study, folder / RESULTS / "gemeten.csv"),
        *_cases(folder / RESULTS),
        *_quotes(folder),
        *_quoted(folder / RESULTS),
        *_free_texts(folder / RESULTS),
        *_missing(study, manifest),
        *_allowed(study),
    ]


def _small_ikcs(study: Study, path: Path) -> Iterator[str]:
    rows = [row for row in _rows(path) if row.get("bouw") == ALLE and row.get("ikc") in study.ikc_codes]
    sizes: dict[str, list[float]] = {}
    for row in rows:
        sizes.setdefault(row["ikc"], []).append(_number(row.get("n_kinderen", "")))
    for ikc in study.ikc_codes:
        smallest = min(sizes.get(ikc, [0.0]))
        if smallest < study.publicatie.klein_ikc:
            size = f"{smallest:.0f} kinderen" if smallest else "een onbekend of verborgen aantal kinderen"
            yield f"Klein IKC: {study.naam_of_ikc(ikc)} ({ikc}), {size}. Zegt het rapport te veel over één kind?"


def _cases(results: Path) -> Iterator[str]:
    """Name the told cases, wherever a table has one."""
    of_tables = ((row.get(CASE, "") for row in _rows(path)) for path in sorted(results.glob("*.csv")))
    cases = sorted({case for cases in of_tables for case in cases if case and case != ALLE})
    if cases:
        yield f"Beschreven casussen: {', '.join(cases)}. Gaf het gezin akkoord, en is niemand te herkennen?"


def _quotes(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        root = parse_page(path.read_bytes())
        count = len(list(root.iter("blockquote", "q")))
        if count:
            yield f"Citaten: {count} in {path.relative_to(folder).as_posix()}. Gaf de spreker akkoord?"


def _quoted(results: Path) -> Iterator[str]:
    """Name the sources that are quoted, over all reports and tables: each quote stands in a table."""
    told = {(row.get("bron", ""), row[QUOTE]) for path in sorted(results.glob("*.csv")) for row in _rows(path)
            if row.get(QUOTE)}  # fmt: skip
    if told:
        sources = ", ".join(sorted({bron for bron, _ in told if bron}))
        yield (
            f"Citaten: {len(told)} in de tabellen, van {sources or 'een onbekende bron'}. Lees ze: gaf wie het zei "
            "akkoord, staat er geen naam in, en is er geen kind in te herkennen?"
        )


def _free_texts(results: Path) -> Iterator[str]:
    for path in sorted(results.glob("*.csv")):
        names = (*FREE_TEXT, *OF_TABLE.get(path.stem, ()))
        told = {(name, row[name]) for row in _rows(path) for name in names if row.get(name)}
        if told:
            yield f"Vrije tekst: {len(told)} toelichtingen in {RESULTS}/{path.name}. Staat er iets over een kind in?"


def _missing(study: Study, manifest: Mapping[str, Any]) -> Iterator[str]:
    gone = [name for name, item in manifest["rapporten"].items() if item["staat"] == MISSING_STATE]
    if gone:
        names = ", ".join(study.naam_of_ikc(name) for name in gone)
        yield f"Opzij gezet en dus niet in deze editie: {names}. Mag de editie zonder?"


def _allowed(study: Study) -> Iterator[str]:
    if study.publicatie.openbare_woorden:
        words = ", ".join(study.publicatie.openbare_woorden)
        yield f"Woorden die van study.yml openbaar mogen zijn: {words}. Noemt geen ervan een persoon?"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _number(text: str) -> float:
    """Read a count; what is hidden or unknown counts as the smallest."""
    try:
        return float(text)
    except ValueError:
        return 0.0
