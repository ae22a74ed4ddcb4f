"""Quotes in which somebody may be named: marked when they are read, and shown nowhere."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from analysis.codebook import Codebook
from analysis.intake.personal_words import SHORTEST_WORD, WORD, marker, names_in, things_in
from analysis.study import Study
from analysis.study.keys import read_key
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, report_rows

ADVIES = (
    "De uitspraak telt, het citaat wordt nergens getoond. Haal de naam weg; is het woord geen naam van een mens, zet "
    "het dan in study.yml bij `publicatie: openbare_woorden`."
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEFORE_A_SENTENCE = re.compile(r"(?:^|[.!?:…]['\"’”)]*\s+)[\s\"'“‘„(…-]*$")


def mark_names(ledger: Ledger, persons: frozenset[str], study: Study, codebook: Codebook) -> Coded:
    """Give `naam_mogelijk`: whether a quote has a word of a column with personal data, or may name somebody else."""
    quotes = ledger.rows["citaat"]
    allowed = _public_words(study, codebook)
    told = _told_of_persons(persons, study, allowed) if persons else lambda text: False
    named = quotes.map({text: told(text) or bool(capitals_in(text, allowed)) for text in quotes.unique()}).astype(bool)
    found = report_rows(
        ledger.rows, named,
        lambda n: f"in {count_words(n, 'citaat', 'citaten')} staat misschien een naam.",
        "naam_in_citaat", ADVIES, kolom="citaat",
    )  # fmt: skip
    return ledger.with_columns(naam_mogelijk=named), found


def capitals_in(text: str, allowed: frozenset[str]) -> list[str]:
    """Give the words with a capital inside a sentence that are no abbreviation and no known word: names, perhaps.

    A name that begins a sentence cannot be told from any other word; a person reads the quotes before they are public.
    """
    return [
        found[0]
        for found in _WORD.finditer(text)
        if found[0][0].isupper()
        and not _BEFORE_A_SENTENCE.search(text[: found.start()])
        and not _is_abbreviation(found[0])
        and not {*names_in(found[0])} <= allowed
    ]


def _is_abbreviation(word: str) -> bool:
    """Tell whether a word is written as an abbreviation, alone or before a hyphen: GGZ, IB-er, JOK's."""
    head = re.split(r"['’-]", word)[0]
    return len(head) > 1 and head.isupper()


def _told_of_persons(persons: frozenset[str], study: Study, allowed: frozenset[str]) -> Callable[[str], bool]:
    mark = marker(read_key(study, "pseudoniem"))

    def told(text: str) -> bool:
        things = [(kind, thing) for kind, thing in things_in(text) if kind != WORD]
        words = [word for word in names_in(text) if len(word) >= SHORTEST_WORD]
        things += [(WORD, word) for word in words]
        return any(mark(kind, thing) in persons for kind, thing in things if thing not in allowed)

    return told


def _public_words(study: Study, codebook: Codebook) -> frozenset[str]:
    """Give the words that name no person: of study.yml and of the labels of the codebook; and pairs of them."""
    texts = [study.gemeente, *(item.naam for item in study.ikcs), *study.publicatie.openbare_woorden]
    labels = [*codebook.indicatoren["label"], *(item.label for item in codebook.keten.schakels)]
    return frozenset(_with_pairs([*texts, *labels, *codebook.values("gespreksbron")]))


def _with_pairs(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        words = names_in(str(text))
        yield from words
        yield from (" ".join(pair) for pair in pairwise(words))
