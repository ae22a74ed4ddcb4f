"""The parts that captions share: of whom, how many, when, from which source."""

from collections.abc import Sequence

import pandas as pd

from analysis.presentation.moments import MOST_COLUMNS, course_words
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import children_at
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, day, is_missing, list_words, number
from analysis.presentation.who_is_in import whole_words

INVENTORY = "inventarisatie"
ALLOCATIONS = "toewijzingen van de gemeente"


def source(rapport: Rapport, name: str = INVENTORY) -> str:
    """Give the last sentence of a caption: source and date of the data, and that they are invented where they are."""
    until = rapport.study.gegevens_datum
    text = f"Bron: {name}" + (f", tot en met {day(until)}" if until else "")
    return text + (" (verzonnen)." if rapport.study.synthetisch else ".")


def level(rapport: Rapport) -> str:
    """Give of how many of 100 margins the study asks that they hold the truth: `95`, or `97,5`."""
    of_100 = round(100 * (1 - rapport.study.statistiek.alfa), 6)
    return number(of_100, 0 if of_100.is_integer() else 1)


def margin(rapport: Rapport) -> str:
    """Name the study's margin: `95%-marge`."""
    return f"{level(rapport)}%-marge"


def children_words(rapport: Rapport, metingen: list[str] | None = None) -> str:
    """Give the enrolled children per meting, as `enrolled_words` words them."""
    chosen = [item.meting for item in rapport.metingen if metingen is None or item.meting in metingen]
    return enrolled_words([(children_at(rapport, name), rapport.meting_label(name, full=True)) for name in chosen])


def enrolled_words(counts: Sequence[tuple[float, str]]) -> str:
    """Word children per moment: `310 kinderen in 2019 en 298 in 2021`; empty when they are not known.

    Of many moments only the first and the last: `310 kinderen in 2019, 298 in 2029; 11 metingen`.
    """
    known = [(count, label) for count, label in counts if not is_missing(count)]
    told = known if len(known) <= MOST_COLUMNS else [known[0], known[-1]]
    words = [
        f"{number(count)}{' kinderen' if place == 0 else ''} in {label}" for place, (count, label) in enumerate(told)
    ]
    if len(told) < len(known):
        return f"{', '.join(words)}; {count_words(len(known))} metingen"
    return list_words(words) if words else ""


def of_whom(rapport: Rapport, metingen: list[str] | None = None) -> str:
    """Give of whom a figure is, and after it, as a sentence of its own, the enrolled children per meting.

    The caption goes on with a full stop: `IKC De Wilgen. Ingeschreven: 310 kinderen in 2019 en 298 in 2021`.
    """
    children = children_words(rapport, metingen)
    who = whole_words(rapport, metingen) if rapport.over_alle else escape(rapport.naam)
    return f"{who}. Ingeschreven: {children}" if children else who


def series_parts(table: pd.DataFrame, by: str = "label", decimals: int = 0, factor: float = 100) -> list[str]:
    """Give every series in words for an alt text: `Opvoeding: 2019 9, 2020 12`; what is not shown says so.

    Of many metingen the first, the last, the lowest and the highest.
    """
    value = "aandeel" if "aandeel" in table else "waarde"
    return [
        f"{name}: {course_words(rows, lambda item: number(factor * item, decimals), value)}"
        for name, rows in table.groupby(by, sort=False)
    ]
