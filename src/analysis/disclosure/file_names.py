"""Neutral names for the files of a delivery: a real name can hold the name of a child or of a member of staff.

A neutral name says what was delivered, at which meting and by which IKC, as far as study.yml and the codebook know
those words; nothing else of the real name is in it. The internal edition keeps the real names.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.costs.betalers import name_source
from analysis.intake.ikcs import ikcs_in_name
from analysis.intake.places import FILES, FOLDERS, delivery_of_name, match_meting
from analysis.study import Study

RAW = "data/raw/"
FILE_COLUMNS = ("bestand", "bron_bestand")
SOURCE_COLUMN = "bron"
"""Where a cost line names no source, this column has the name of its file without folder and extension."""
COST_FILES = "casussen"
SEPARATOR = "; "
OTHER = "overig bestand"


def hide_file_names(results: Mapping[str, pd.DataFrame], study: Study) -> dict[str, pd.DataFrame]:
    """Give the tables with a neutral name for every file of a delivery, in columns and within texts."""
    told = {name for table in results.values() for column in FILE_COLUMNS if column in table for name in table[column]}
    parts = {part for name in told for part in str(name).split(SEPARATOR)}
    names = neutral_names([*delivery_files(study), *parts], study, load_codebook(study.folder))
    hide = hider(names)
    sources = {name_source(name): neutral for name, neutral in names.items() if neutral.startswith(COST_FILES)}
    return {name: _hide_in_table(table, names, sources, hide) for name, table in results.items()}


def delivery_files(study: Study) -> list[str]:
    """Give every file in data/raw as the study folder sees it."""
    files = [path.relative_to(study.raw) for path in study.raw.rglob("*") if path.is_file()]
    return sorted(RAW + path.as_posix() for path in files if not any(part.startswith(".") for part in path.parts))


def neutral_names(files: Iterable[str], study: Study, codebook: Codebook) -> dict[str, str]:
    """Give each delivery file (or sheet of one, after `#`) its neutral name; two files never share one.

    Trap: the number of a file follows from all files together, so give all of them.
    """
    ours = {f"{RAW}{name}" for name in (*FILES, *FOLDERS)}
    known = sorted({name for name in files if name.startswith(RAW) and name not in ours})
    bases = {name: _base(name, study, codebook) for name in known}
    of_base: dict[str, dict[str, list[str]]] = {}
    for name, base in bases.items():
        of_base.setdefault(base, {}).setdefault(name.partition("#")[0], []).append(name)
    neutral: dict[str, str] = {}
    for base, of_file in of_base.items():
        for number, sheets in enumerate(of_file.values(), start=1):
            shown = base if len(of_file) == 1 else f"{base}, bestand {number}"
            neutral |= _name_sheets(sheets, shown)
    return neutral


def _name_sheets(names: list[str], shown: str) -> dict[str, str]:
    sheets = [name for name in names if "#" in name]
    numbered = {name: f"{shown}, blad {number}" for number, name in enumerate(sheets, start=1)}
    return {name: numbered[name] if name in numbered and len(sheets) > 1 else shown for name in names}


def _base(name: str, study: Study, codebook: Codebook) -> str:
    """Say what a file is: its delivery, then the meting and the IKCs that its place and name tell."""
    file, _, sheet = name.partition("#")
    parts = PurePosixPath(file.removeprefix(RAW)).parts
    delivery = delivery_of_name(parts[0], is_folder=len(parts) > 1) or OTHER
    if delivery == "toewijzingen" and parts[-1].lower().endswith(".xml"):
        return f"{delivery}, {'berichten' if parts[-1] == '*.xml' else 'bericht'}"
    if delivery != "inventarisatie":
        return delivery
    meting = match_meting(parts[1], study, codebook) if len(parts) > 2 else None
    places = [sheet, PurePosixPath(parts[-1]).stem, PurePosixPath(file).parent.name]
    ikcs = next((found for place in places if (found := ikcs_in_name(place, study))), [])
    what = " ".join(filter(None, [delivery, meting]))
    return f"{what}, {' en '.join(sorted(ikcs))}" if ikcs else what


def hider(names: Mapping[str, str]) -> Callable[[str], str]:
    """Give the function that puts neutral names in a text, for a file's path as well as for its name alone."""
    spellings = {name.rpartition("/")[2]: neutral for name, neutral in names.items()} | dict(names)
    spellings = {text: neutral for text, neutral in spellings.items() if not text.startswith("*")}
    if not spellings:
        return lambda text: text
    longest_first = sorted(spellings, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(lambda found: spellings[found[0]], text)


def _hide_in_table(
    table: pd.DataFrame, names: Mapping[str, str], sources: Mapping[str, str], hide: Callable[[str], str]
) -> pd.DataFrame:
    def neutral(column: str, text: object) -> object:
        if not isinstance(text, str):
            return text
        known = names if column in FILE_COLUMNS else sources if column == SOURCE_COLUMN else {}
        parts = text.split(SEPARATOR)
        return SEPARATOR.join(known[part] for part in parts) if all(part in known for part in parts) else hide(text)

    texts = [column for column in table if pd.api.types.is_string_dtype(table[column])]
    changed = {}
    for column in texts:
        meaning = {text: neutral(column, text) for text in table[column].unique()}
        if any(text is not new and text != new for text, new in meaning.items()):
            changed[column] = table[column].map(meaning).astype(table[column].dtype)
    return table.assign(**changed)
