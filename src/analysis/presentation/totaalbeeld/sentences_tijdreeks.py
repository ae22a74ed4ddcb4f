"""The series of new toewijzingen around the start of the jeugdondersteuner, in words."""

from typing import Any

import pandas as pd

from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, number, quarter_words
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.who_is_in import allocations_left_out
from analysis.study import ALLE

PILOTS, OTHERS, AGAINST = "pilots", "vergelijking", "pilots_tegen_vergelijking"

TOO_FEW_OF_GROUPS = (
    "Of het aantal nieuwe toewijzingen met jeugdondersteuner anders veranderde dan zonder, is niet te zeggen: het zijn "
    "er te weinig."
)
NOTHING = "of dat na de start veranderde, is niet te zeggen. De marge is daarvoor te ruim."
NOTHING_OF_GROUPS = (
    "of dat met jeugdondersteuner anders veranderde dan zonder, is niet te zeggen. De marge is daarvoor te ruim."
)
ONE_SERIES = "Dit is één reeks, zonder een ander IKC ernaast: wat er rond de start nog meer gebeurde, zit er ook in."


def zin_tijdreeks(rapport: Rapport) -> Tekst:
    """Word the jump in started toewijzingen at the start of this IKC's jeugdondersteuner; nothing where it is unknown.

    A series that is too short or has too few toewijzingen has no model; over all IKCs the groups say it.
    """
    table = pd.DataFrame() if rapport.over_alle else rapport.tabel("tijdreeks")
    lines = [sentence_level(row, rapport) for row in _levels(table)] if len(table) else []
    return Tekst(f"{bullets(lines).markdown}\n\n{ONE_SERIES}") if lines else Tekst("")


def zin_tijdreeks_groepen(rapport: Rapport) -> Tekst:
    """Word how new toewijzingen changed with and without a jeugdondersteuner, and how the two compare."""
    table = rapport.alle("tijdreeks")
    table = table[table["ikc"].isin([PILOTS, OTHERS, AGAINST])] if len(table) else table
    if table.empty:
        return Tekst("Er zijn geen twee groepen IKC's met toewijzingen om te vergelijken.")
    rows = {(row.domein, row.ikc): row for row in _levels(table)}
    domeinen = [domein for domein, ikc in rows if ikc == AGAINST and {(domein, PILOTS), (domein, OTHERS)} <= set(rows)]
    none = next((row.reden for row in table.itertuples() if row.ikc == AGAINST and row.reden), "")
    lines = [
        sentence_groups(*[rows[domein, ikc] for ikc in (PILOTS, OTHERS, AGAINST)], rapport)
        for domein in sorted(domeinen, key=lambda domein: domein != ALLE)
    ]
    start = quarter_words(table["start"].iloc[0])
    trap = (
        f"Elk IKC telt één keer. De start is {start}, toen alle jeugdondersteuners begonnen waren; de kwartalen waarin "
        "nog niet elk IKC was begonnen, tellen niet mee. Dat de groep zonder laat zien hoe het anders was gegaan, is "
        "een aanname. "
        f"{allocations_left_out(rapport)}"
    ).rstrip()
    return Tekst(f"{bullets(lines).markdown}\n\n{trap}" if lines else none or TOO_FEW_OF_GROUPS)


def title_of_groups_in_time(rapport: Rapport) -> str:
    """Say whether new toewijzingen of all care changed otherwise with a jeugdondersteuner than without."""
    table = rapport.alle("tijdreeks")
    rows = [row for row in _levels(table) if row.ikc == AGAINST and row.domein == ALLE] if len(table) else []
    ends = [(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd) for row in rows]
    if ends and (ends[0][0] > 1 or ends[0][1] < 1):
        more = "meer" if ends[0][0] > 1 else "minder"
        return f"Met jeugdondersteuner na de start {more} nieuwe toewijzingen dan zonder, naar verhouding"
    return "Of het met jeugdondersteuner anders ging dan zonder, is niet te zeggen"


def _levels(table: pd.DataFrame) -> list[Any]:
    """Give the jumps of single series and the changes of groups that may be shown."""
    level = table[table["term"].isin(["niveau", "voor_na"])]
    return [row for row in level.itertuples() if not (is_missing(row.ratio) or is_missing(row.ci_laag))]


def sentence_level(row: Any, rapport: Rapport) -> str:
    """Word the jump of one series; the wording follows its margin, and one that says nothing gives no number."""
    if _says_nothing(row.ci_laag, row.ci_hoog, rapport):
        return f"Nieuwe toewijzingen voor {_care(row, rapport)}: {NOTHING}"
    about = (
        f"Nieuwe toewijzingen voor {_care(row, rapport)}: na de start {_times(row)} zoveel als je op grond van de "
        "kwartalen ervoor zou verwachten"
    )
    return f"{about} ({_margin(row, rapport)}); {_verdict(row.ci_laag, row.ci_hoog)}."


def sentence_groups(pilots: Any, others: Any, against: Any, rapport: Rapport) -> str:
    """Word the change of the two groups and the one divided by the other, which the verdict is about."""
    low, high = against.ci_laag_gecorrigeerd, against.ci_hoog_gecorrigeerd
    if _says_nothing(low, high, rapport):
        return f"Nieuwe toewijzingen voor {_care(against, rapport)}: {NOTHING_OF_GROUPS}"
    return (
        f"Nieuwe toewijzingen voor {_care(against, rapport)}, per kind: met jeugdondersteuner waren het er na de start "
        f"{_times(pilots)} zoveel ({_margin(pilots, rapport)}), zonder {_times(others)} ({_margin(others, rapport)}). "
        f"Het ene gedeeld door het andere is {number(against.ratio, 1)} ({_ends_words(low, high, rapport)}): "
        f"{_verdict(low, high)}."
    )


def _care(row: Any, rapport: Rapport) -> str:
    return "alle jeugdhulp" if row.domein == ALLE else in_sentence(rapport.codebook.label(str(row.domein)))


def _times(row: Any) -> str:
    return f"{number(row.ratio, 1)} keer"


def _margin(row: Any, rapport: Rapport) -> str:
    return _ends_words(row.ci_laag, row.ci_hoog, rapport)


def _ends_words(low: float, high: float, rapport: Rapport) -> str:
    """Write a margin of a ratio; an upper limit that is higher than a reader can use is not written."""
    highest = rapport.study.weergave.hoogste_detectie
    end = f"{number(high, 1)}" if high <= highest else f"meer dan {number(highest)}"
    return f"marge: {number(low, 1)} tot {end}"


def _says_nothing(low: float, high: float, rapport: Rapport) -> bool:
    """Tell whether a margin holds one and is so wide that its number would only mislead."""
    return low <= 1 <= high and high > rapport.study.weergave.te_ruim_vanaf * low


def _verdict(low: float, high: float) -> str:
    return "dat is meer dan toeval verklaart" if low > 1 or high < 1 else "dat kan toeval zijn"
