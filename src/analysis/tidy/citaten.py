"""Quotes in which somebody may be named: marked when they are read, and shown nowhere."""

import re

from analysis.codebook import Codebook
from analysis.intake.personal_words import names_in
from analysis.study import Study
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger
from analysis.tidy.named import known_words, teller_of_persons
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
    texts = _public_texts(study, codebook)
    allowed, told = known_words(texts), teller_of_persons(persons, study, texts)
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


def _public_texts(study: Study, codebook: Codebook) -> list[str]:
    """Give the texts whose words name no person: of study.yml and the labels of the codebook."""
    texts = [study.gemeente, *(item.naam for item in study.ikcs), *study.publicatie.openbare_woorden]
    labels = [*codebook.indicatoren["label"], *(item.label for item in codebook.keten.schakels)]
    return [*texts, *labels, *codebook.values("gespreksbron")]
