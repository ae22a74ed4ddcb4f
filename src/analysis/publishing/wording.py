"""What no generated text may say: a report with a causal word in a sentence of ours is not made.

The words are those of `presentation.taal.wording`. Looked at is what the project writes: texts, captions, alternative
texts, titles and notes in figures, headings. What a study typed itself (a name, a post of a case, a label of its own
codebook) is not ours: where a forbidden word stands in such a text, that text is taken out of the sentence before it is
judged. Cells of tables are not judged, for they are mostly that.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from nbformat import NotebookNode

from analysis.presentation.screen import QUARTO, SCREEN_ONLY
from analysis.presentation.taal.wording import forbidden_words
from analysis.publishing.gates import BouwFout
from analysis.publishing.notebook.assemble import PARAMETERS, tags
from analysis.results.pipeline import read_tidy
from analysis.study import STUDY_FILE, load_study

CAPTIONS = {"fig-cap": "bijschrift", "tbl-cap": "bijschrift", "fig-alt": "alternatieve tekst", "fig-titel": "titel"}
AROUND = 40
"""Characters of the sentence that a message shows on each side of the word."""


def check_wording(notebook: NotebookNode, typed: Callable[[], Iterable[str]]) -> None:
    """Stop unless no generated text of an executed notebook says what it must never say.

    `typed` gives what the study typed itself; it is asked only when a forbidden word was found.
    """
    found = [item for cell in notebook.cells for item in generated_texts(cell) if forbidden_words(item[2])]
    given = [text for text in map(as_read, typed()) if forbidden_words(text)] if found else []
    problems = [
        f"{place}: {what}: “{word}” mag niet in een gegenereerde tekst staan: “{_around(text, word)}”"
        for place, what, read in found
        for text in [without_typed(read, given)]
        for word in forbidden_words(text)
    ]
    if problems:
        raise BouwFout(list(dict.fromkeys(problems)))


def generated_texts(cell: NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Give what a cell says in words of ours: the notebook and cell, what kind of text it is, the text as it reads."""
    origin = cell.metadata.get("ikc", {})
    place = f"{origin['bron']}, cel {origin['cel']}" if "bron" in origin else "de titel van het rapport"
    if cell.cell_type != "code":
        yield place, "tekst", as_read(cell.source)
        return
    for output in [] if PARAMETERS in tags(cell) else cell.outputs:
        carried = output.get("metadata", {}).get("ikc", {})
        yield from ((place, what, as_read(str(carried[key]))) for key, what in CAPTIONS.items() if carried.get(key))
        if "tbl-cap" not in carried and not carried.get(SCREEN_ONLY):
            text = carried.get(QUARTO) or output.get("data", {}).get("text/markdown", "")
            yield place, "tekst", as_read(text)


def as_read(text: str) -> str:
    """Give a text as it reads: no escapes or emphasis of Markdown, one space between words."""
    return " ".join(re.sub(r"\\(?=[^\w\s])|\*\*", "", text).split())


def without_typed(text: str, typed: Iterable[str]) -> str:
    """Take the texts that a study typed out of a sentence, with or without their capital; the longest first.

    A single word goes only as it was typed: a post `Effect` does not excuse our own `effect`.
    """
    for item in sorted(set(typed), key=lambda item: (-len(item), item)):
        spellings = {item, item[:1].lower() + item[1:], item[:1].upper() + item[1:]} if " " in item else {item}
        for spelling in spellings:
            text = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", "…", text)
    return text


def typed_texts(study_folder: Path) -> set[str]:
    """Give every text that a study typed: in its deliveries, its study.yml and its own codebook."""
    files = [study_folder / STUDY_FILE, *sorted((study_folder / "codebook").glob("*.yml"))]
    found = {text for path in files if path.is_file() for text in _strings(yaml.safe_load(path.read_text("utf-8")))}
    study = load_study(study_folder)
    if study.processed.is_dir():
        for table in read_tidy(study).tables.values():
            texts = (table[name] for name in table if not pd.api.types.is_numeric_dtype(table[name]))
            found |= {value for column in texts for value in column.unique() if isinstance(value, str)}
    return found


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        yield from (text for part in content.items() for item in part for text in _strings(item))
    elif isinstance(content, list):
        yield from (text for item in content for text in _strings(item))


def _around(text: str, word: str) -> str:
    start = text.casefold().find(word.casefold())
    before, after = max(start - AROUND, 0), start + len(word) + AROUND
    return f"{'…' if before else ''}{text[before:after]}{'…' if after < len(text) else ''}"
