"""The parts of an index of many IKCs: the data of all rows for its script, and lists by alphabet that need none.

The data are a script, for a page that is opened from a folder may load a script and nothing else. Every word is in it
once, so that six thousand rows weigh less than one report.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.publishing.edition_folder import INDEX_DATA, INDEX_LIST
from analysis.publishing.index_entries import IndexEntry
from analysis.study.apostrophes import with_apostrophes

ROWS_PER_LIST = 250
OWN = "*/"
"""Stands for the folder of a report's own in the paths of the data."""
_BEFORE, _AFTER = "self.IKC_GEGEVENS = ", ";\n"


@dataclass(frozen=True)
class IndexList:
    """One list: the name of its file, its title, and the IKCs in it, by alphabet."""

    naam: str
    titel: str
    entries: tuple[IndexEntry, ...]


def split_lists(entries: Sequence[IndexEntry], size: int = ROWS_PER_LIST) -> list[IndexList]:
    """Split the IKCs, which stand by alphabet, in lists of at most `size`."""
    parts = [tuple(entries[first : first + size]) for first in range(0, len(entries), size)]
    return [
        IndexList(INDEX_LIST.format(number), f"{part[0].naam} tot en met {part[-1].naam}", part)
        for number, part in enumerate(parts, 1)
    ]


def data_script(entries: Sequence[IndexEntry], indicators: Sequence[str]) -> str:
    """Give the data of all rows as a script that holds one value.

    A row is code, name, group of `met_jok`, children (-1: not shown), then places in `woorden`: gemeente, jok, state,
    and per indicator verdict and reason; last, the place of its files in `bestanden`. `fouten` has by code what is told
    of a report that failed.
    """
    words, files = _Numbered(), _Numbered()
    rows = [_row(entry, indicators, words, files) for entry in entries]
    data = {
        "indicatoren": list(indicators),
        "woorden": words.things,
        "bestanden": files.things,
        "rijen": rows,
        "fouten": {entry.code: entry.fout for entry in entries if entry.fout},
    }
    return _BEFORE + json.dumps(data, ensure_ascii=False, separators=(",", ":")) + _AFTER


def read_data(script: str) -> Mapping[str, Any]:
    """Read the data back from their script."""
    return json.loads(script.removeprefix(_BEFORE).removesuffix(_AFTER))


def links_in(script: str) -> list[str]:
    """Give every file that the data lead to, by its path from the index."""
    data = read_data(script)
    return [
        path.replace(OWN, f"{row[0]}/", 1) if path.startswith(OWN) else path
        for row in data["rijen"]
        for path, _ in data["bestanden"][row[-1]]
    ]


def dead_data_links(folder: Path, names: Collection[str]) -> list[str]:
    """Give the links in the data of an edition's index that lead nowhere; `names` are all files of the edition."""
    if INDEX_DATA not in names:
        return []
    known, links = set(names), links_in((folder / INDEX_DATA).read_text(encoding="utf-8"))
    return [f"{INDEX_DATA}: de link {link} gaat nergens heen" for link in dict.fromkeys(links) if link not in known]


class _Numbered:
    """Gives each thing a number, the same thing the same one, in the order in which they come."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self.places: dict[str, int] = {}

    def of(self, thing: Any) -> int:
        """Give the number of a thing."""
        key = json.dumps(thing)
        if key not in self.places:
            self.places[key] = len(self.things)
            self.things.append(thing)
        return self.places[key]


def _row(entry: IndexEntry, indicators: Sequence[str], words: _Numbered, files: _Numbered) -> list[Any]:
    told = [with_apostrophes(entry.gemeente), entry.jok, [entry.staat, entry.staat_in_woorden]]
    told += [part for label in indicators for part in entry.oordeel_van(label)]
    links = [[_shortened(path, entry.code), word] for path, word in entry.links] if entry.staat == "klaar" else []
    children = -1 if entry.kinderen is None else entry.kinderen
    name = with_apostrophes(entry.naam)
    return [entry.code, name, entry.groep_jok, children, *map(words.of, told), files.of(links)]


def _shortened(path: str, code: str) -> str:
    return OWN + path.removeprefix(f"{code}/") if path.startswith(f"{code}/") else path
