"""Whether a text in a delivery says what a column with personal data says too: one test, for goals and for quotes."""

from collections.abc import Callable, Iterable
from functools import partial

from analysis.intake.personal_words import marker, names_somebody, words_and_pairs
from analysis.study import Study
from analysis.study.keys import read_key


def teller_of_persons(persons: frozenset[str], study: Study, known: Iterable[str]) -> Callable[[str], bool]:
    """Give the function that tells whether a text names somebody.

    Parameters
    ----------
    persons
        Keyed hashes of what columns with personal data say (`Deliveries.persons`); without any, nobody is named and no
        key is read.
    known
        Texts whose words, and pairs of words, give nobody away.
    """
    if not persons:
        return lambda text: False
    mark = marker(read_key(study, "pseudoniem"))
    return partial(names_somebody, persons=persons, mark=mark, known=known_words(known))


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words of texts, and the pairs within each, in the spelling that is hashed."""
    return frozenset().union(*(words_and_pairs(str(text)) for text in texts))
