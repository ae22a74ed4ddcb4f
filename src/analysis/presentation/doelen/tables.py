"""The goals as tables: of this IKC, general ones apart, and IKC by goal over all of them."""

from typing import Any

import pandas as pd

from analysis.codebook.doelmaten import UITSPRAAK
from analysis.presentation.captions import margin, source
from analysis.presentation.goals import current_goals, measure_words, why
from analysis.presentation.many import are_many
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.doelen import factor_of, status_words, value_words
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, day, interval_of, is_missing, number
from analysis.study import ALLE

EIGEN = "Eigen doelen per IKC"
MOST_COLUMNS = 3
"""The general goals that stand beside each other; more of them stand below each other."""
HEADS = ("Doel", "Status", "Nu (marge)", "Doelwaarde", "Waarom")
"""What must not fall off a phone comes first."""
SOURCE = "speerpunten en de tabellen van dit rapport"


def tabel_doelen_algemeen(rapport: Rapport) -> Tabel | Tekst:
    """Show the goals of all IKCs as they stand here: target, value with margin, status and why."""
    return _goals_table(rapport, "algemeen", "Doelen van alle IKC's samen")


def tabel_doelen_locatie(rapport: Rapport) -> Tabel | Tekst:
    """Show the goals of this IKC alone."""
    return _goals_table(rapport, "locatie", "Doelen van dit IKC zelf")


def _goals_table(rapport: Rapport, niveau: str, what: str) -> Tabel | Tekst:
    rows = current_goals(rapport)
    rows = rows[rows["niveau"] == niveau] if len(rows) else rows
    if rows.empty:
        return Tekst("")
    cells = [_cells(rapport, row) for row in rows.itertuples()]
    hidden = f" {SUPPRESSED}: niet afgesproken, niet gemeten of te weinig kinderen om te tonen."
    hidden = hidden if any(SUPPRESSED in cell for row in cells for cell in row) else ""
    caption = (
        f"{what}. Aandelen zijn op de 100 kinderen over wie het doel gaat, met {margin(rapport)}s.{hidden} "
        f"{source(rapport, SOURCE)}"
    )
    return Tabel(pipe_table(HEADS, cells, "lllll", (28, 17, 17, 17, 34)), caption)


def _cells(rapport: Rapport, row: Any) -> list[str]:
    what = measure_words(rapport, row)
    name = f"{row.doel} ({what})" if what else row.doel
    return [name, status_words(row.status), _now(rapport, row), _target(row), why(rapport, row)]


def _target(row: Any) -> str:
    """Write the target and its day; of a direction alone, the direction."""
    by = f" op {day(row.peildatum_doel)}" if pd.notna(row.peildatum_doel) else ""
    if is_missing(row.doelwaarde):
        return "oordeel van mensen" if row.soort_doel == UITSPRAAK else row.richting or SUPPRESSED
    side = "hoogstens" if row.richting == "daling" else "minstens"
    return f"{side} {value_words(row.doelwaarde, row.soort_doel, row.indicator)}{by}"


def _now(rapport: Rapport, row: Any) -> str:
    year = rapport.meting_label(row.meting)
    if is_missing(row.waarde):
        return f"{year}: {SUPPRESSED}"
    value = value_words(row.waarde, row.soort_doel, row.indicator)
    factor, decimals = factor_of(row.soort_doel, row.indicator)
    ends = interval_of(row.ci_laag, row.ci_hoog, decimals, factor)
    return f"{year}: {value}" if ends == SUPPRESSED else f"{year}: {value} ({ends})"


def tabel_doelen_ikcs(rapport: Rapport) -> Tabel | Tekst:
    """Show IKC by general goal, alphabetical, each cell a sign and a word; with more goals a line per IKC and goal."""
    if not rapport.over_alle:
        return Tekst("")
    rows = current_goals(rapport, every_ikc=True)
    rows = rows[rows["niveau"] == "algemeen"] if len(rows) else rows
    if rows.empty:
        return Tekst("")
    if are_many(rapport, set(rows["ikc"])):
        return _per_status(rapport, rows, "Algemene doelen")
    goals = list(dict.fromkeys(rows["doel"]))
    if len(goals) > MOST_COLUMNS:
        return _per_line(rapport, rows, "Algemene doelen per IKC")
    words = {(row.ikc, row.doel): status_words(row.status) for row in rows.itertuples()}
    names = {code: name for code, name in ikc_names(rapport).items() if code in set(rows["ikc"])}
    names |= {ALLE: "Alle samen"} if ALLE in set(rows["ikc"]) else {}
    cells = [[name, *[words.get((code, goal), SUPPRESSED) for goal in goals]] for code, name in names.items()]
    caption = f"Algemene doelen per IKC, op alfabet: de volgorde zegt niets. {source(rapport, SOURCE)}"
    return Tabel(pipe_table(["IKC", *goals], cells, "l" * (1 + len(goals)), (18, *[24] * len(goals))), caption)


def tabel_doelen_locaties(rapport: Rapport) -> Tabel | Tekst:
    """Show the goals of single IKCs, a line per IKC and goal, alphabetical."""
    if not rapport.over_alle:
        return Tekst("")
    rows = current_goals(rapport, every_ikc=True)
    rows = rows[rows["niveau"] == "locatie"] if len(rows) else rows
    if rows.empty:
        return Tekst("")
    many = are_many(rapport, set(rows["ikc"]))
    return _per_status(rapport, rows, "Eigen doelen") if many else _per_line(rapport, rows, EIGEN)


def _per_status(rapport: Rapport, rows: pd.DataFrame, what: str) -> Tabel:
    """Count the IKCs per goal and status, where there are too many to show each."""
    own = rows[rows["ikc"] != ALLE]
    counts = own.groupby(["doel", "status"], sort=False)["ikc"].nunique()
    cells = [[goal, status_words(status), number(ikcs)] for (goal, status), ikcs in counts.items()]
    caption = f"{what}: bij hoeveel IKC's. {source(rapport, SOURCE)}"
    return Tabel(pipe_table(["Doel", "Status", "IKC's"], cells, "llr", (40, 24, 10)), caption)


def _per_line(rapport: Rapport, rows: pd.DataFrame, what: str) -> Tabel:
    names = ikc_names(rapport) | {ALLE: "Alle samen"}
    order = {code: place for place, code in enumerate(names)}
    ordered = rows.sort_values("ikc", key=lambda codes: codes.map(order), kind="stable")
    cells = [[names[row.ikc], row.doel, status_words(row.status)] for row in ordered.itertuples()]
    caption = f"{what}, op alfabet: de volgorde zegt niets. {source(rapport, SOURCE)}"
    return Tabel(pipe_table(["IKC", "Doel", "Status"], cells, "lll", (18, 34, 18)), caption)
