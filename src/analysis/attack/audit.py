"""The attack on one edition, method after method, each with what the ones before it left."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis.attack.beside import bounds_of_insider, bounds_with, small_differences
from analysis.attack.bounds import as_findings, first_bounds, shown_elsewhere, too_few_values
from analysis.attack.cells import Cells, list_cells
from analysis.attack.equations import list_equations
from analysis.attack.hashes import find_hashes
from analysis.attack.intervals import as_frame, invert_intervals
from analysis.attack.left_out import with_rows_left_out
from analysis.attack.overlap import invert_overlap
from analysis.attack.programs import solve_programs, tight_cells
from analysis.attack.published import Edition, read_edition
from analysis.attack.quotients import count_quotients, quotient_equations
from analysis.attack.report import VERSCHIL, AttackReport, Finding, MethodReport, as_key
from analysis.attack.rounding import find_unknown_rules, find_unrounded
from analysis.attack.system import Bounds, Equations, join_equations, propagate, tighten_once
from analysis.attack.words import can_read_pdf, find_words, read_pages, telling_columns

CELLS_OF_PROGRAMS = 1000
"""Of how many cells integer programs are made, tightest first: a number, no time, so that every run tries the same."""


@dataclass(frozen=True)
class State:
    """What an attacker knows at a moment: the tables, their equations, the bounds so far, and what was found."""

    edition: Edition
    cells: Cells
    equations: Equations
    first: Bounds
    bounds: Bounds
    found: np.ndarray


def attack_edition(
    folder: Path | str,
    beside: Sequence[Path | str] = (),
    insider: tuple[str, Path | str] | None = None,
    budget: int = CELLS_OF_PROGRAMS,
    manifest: Mapping[str, Any] | None = None,
    read_pdf: bool = True,
) -> AttackReport:
    """Try to recover small or hidden counts from the published files of an edition alone.

    Parameters
    ----------
    folder
        The published folder, such as reports/publiek; nothing else of the study is read.
    beside
        Other published editions of the same study: of last year, or before a child was added.
    insider
        An IKC, and a folder with its exact tables: what the others' counts are to someone who works there.
    budget
        Of how many cells integer programs are made; how many more there are is said.
    manifest
        The manifest as it will be published; without it, the one in the folder.
    read_pdf
        Whether to read the text of PDFs too: that takes seconds each, and a report's PDF says what its page says.

    Returns
    -------
    What was tried by each method, in how many equations, and what was found; see `AttackReport.geslaagd`.
    """
    begin = time.monotonic()
    edition = with_rows_left_out(read_edition(folder, manifest))
    cells = list_cells(edition)
    first = first_bounds(edition, cells)
    equations = list_equations(edition, cells)
    state = State(edition, cells, equations, first, first, np.zeros(cells.count, dtype=bool))
    methods = [_published(state, begin)]
    for step in (_subtract, _shares, _propagate, _programs(budget)):
        state, method = step(state)
        methods.append(method)
    methods += [_beside(state, Path(other)) for other in beside]
    methods += [_insider(state, insider[0], Path(insider[1]))] if insider else []
    methods += [_words(edition, read_pdf), _hashes(edition)]
    hidden = int(np.isnan(cells.shown).sum() - (np.isnan(cells.shown) & cells.silent).sum())
    guard = edition.guard
    return AttackReport(
        edition.folder.as_posix(), guard.way, guard.base, guard.threshold, cells.count, hidden, tuple(methods)
    )


def _published(state: State, begin: float) -> MethodReport:
    """Look at what is simply there: counts that are not rounded, totals of another rule."""
    if not state.edition.guard.rounds:
        found = shown_elsewhere(state.edition, state.cells)
        return MethodReport("lezen", len(state.cells.places), 0, time.monotonic() - begin, found)
    counts, unrounded = find_unrounded(state.edition, state.cells)
    totals, rules = find_unknown_rules(state.cells, state.equations)
    return MethodReport("afgerond", counts, totals, time.monotonic() - begin, (*unrounded, *rules))


def _advance(
    state: State, name: str, bounds: Bounds, equations: int, begin: float, notes: tuple[str, ...] = ()
) -> tuple[State, MethodReport]:
    """Take new bounds over, and report the cells that they give away and the earlier ones did not."""
    hit = too_few_values(state.edition, state.cells, bounds)
    fresh = hit & ~state.found
    findings = as_findings(state.edition, state.cells, bounds, fresh)
    after = State(state.edition, state.cells, state.equations, state.first, bounds, state.found | hit)
    return after, MethodReport(name, state.cells.count, equations, time.monotonic() - begin, findings, notes)


def _subtract(state: State) -> tuple[State, MethodReport]:
    """A total minus its parts: every equation once, with what is published."""
    begin = time.monotonic()
    bounds = tighten_once(state.equations, state.first)
    sound = bounds.low <= bounds.high
    bounds = Bounds(np.where(sound, bounds.low, state.first.low), np.where(sound, bounds.high, state.first.high))
    return _advance(state, "aftrekken", bounds, len(state.equations), begin)


def _shares(state: State) -> tuple[State, MethodReport]:
    """Shares and rates times their denominators, amounts per child, intervals inverted."""
    begin = time.monotonic()
    equations = quotient_equations(state.edition, state.cells)
    inverted = [invert_intervals(state.edition, state.cells), invert_overlap(state.edition, state.cells)]
    low, high = state.bounds.low.copy(), state.bounds.high.copy()
    known = as_frame(inverted)
    known = known[(known["waarde"] >= low[known["cel"]]) & (known["waarde"] <= high[known["cel"]])]
    low[known["cel"]] = high[known["cel"]] = known["waarde"]
    bounds, _ = propagate(equations, Bounds(low, high))
    grown = join_equations([state.equations, equations])
    tried = count_quotients(state.edition) + sum(item.tried for item in inverted)
    grown_state = State(state.edition, state.cells, grown, state.first, bounds, state.found)
    return _advance(grown_state, "aandelen en marges", bounds, tried, begin)


def _propagate(state: State) -> tuple[State, MethodReport]:
    """All equations together, bounds passed on until nothing changes."""
    begin = time.monotonic()
    bounds, kept = propagate(state.equations, state.bounds)
    dropped = len(state.equations) - len(kept)
    notes = (f"{dropped} vergelijkingen klopten niet met wat er staat en zijn niet gebruikt.",) if dropped else ()
    after = State(state.edition, state.cells, kept, state.first, bounds, state.found)
    return _advance(after, "alle vergelijkingen samen", bounds, len(state.equations), begin, notes)


def _programs(budget: int) -> Callable[[State], tuple[State, MethodReport]]:
    def solve(state: State) -> tuple[State, MethodReport]:
        begin = time.monotonic()
        wanted = ~state.found & (state.edition.guard.rounds | np.isnan(state.cells.shown))
        chosen = tight_cells(state.first, state.bounds, wanted, state.edition.guard.threshold)
        solved = solve_programs(state.equations, state.bounds, chosen, budget)
        notes = (f"{solved.left} ruimere cellen zijn niet geprobeerd.",) if solved.left else ()
        after, method = _advance(state, "geheeltallig programmeren", solved.bounds, solved.programs, begin, notes)
        return after, MethodReport(method.naam, solved.cells, solved.programs, method.seconden, method.gevonden, notes)

    return solve


def _beside(state: State, folder: Path) -> MethodReport:
    """Another edition beside this one."""
    begin = time.monotonic()
    other = read_edition(folder)
    bounds, pairs, equations = bounds_with(state.edition, state.cells, state.bounds, other)
    bounds, _ = propagate(state.equations, bounds)
    notes = (f"{pairs.changed.sum()} van {pairs.both.sum()} aantallen verschillen.",)
    _, method = _advance(state, f"naast {_shown(folder)}", bounds, equations, begin, notes)
    small = small_differences(state.edition, state.cells, pairs)
    found = (*method.gevonden, *_differences(state, small))
    return MethodReport(method.naam, len(pairs.here), equations, time.monotonic() - begin, found, notes)


def _differences(state: State, hit: np.ndarray) -> tuple[Finding, ...]:
    places = state.cells.places
    first = places[hit[places["cel"].to_numpy()]].drop_duplicates("cel")
    keys, tables = state.edition.keys, state.edition.tables
    return tuple(
        Finding(VERSCHIL, place.tabel, place.kolom, as_key(keys[place.tabel], tables[place.tabel].iloc[place.rij]))
        for place in first.itertuples()
    )


def _shown(folder: Path) -> str:
    """Name a publication as it was given, but of a place on this machine the last part alone: reports are published."""
    return folder.name if folder.is_absolute() else folder.as_posix()


def _insider(state: State, ikc: str, folder: Path) -> MethodReport:
    """Someone of one IKC, who knows its own counts exactly."""
    begin = time.monotonic()
    bounds, own = bounds_of_insider(state.edition, state.cells, state.bounds, folder, ikc)
    bounds, _ = propagate(state.equations, bounds)
    others = ~own & ~state.cells.total  # a total may be of this IKC alone
    hit = too_few_values(state.edition, state.cells, bounds) & ~state.found & others
    findings = as_findings(state.edition, state.cells, bounds, hit)
    return MethodReport(
        f"iemand van {ikc}", int(others.sum()), len(state.equations), time.monotonic() - begin, findings
    )


def _words(edition: Edition, read_pdf: bool) -> MethodReport:
    """Texts of pages and PDFs, and words in hidden rows."""
    begin = time.monotonic()
    pages = read_pages(edition.folder, read_pdf and can_read_pdf())
    tried, found = find_words(pages, edition.guard)
    rows, telling = telling_columns(edition)
    why = "hun pagina's wel" if can_read_pdf() else "pypdf is er niet"
    notes = (f"{len(pages.unread)} PDF's zijn niet gelezen: {why}.",) if pages.unread else ()
    return MethodReport("woorden", tried + rows, 0, time.monotonic() - begin, (*found, *telling), notes)


def _hashes(edition: Edition) -> MethodReport:
    begin = time.monotonic()
    tried, found, notes = find_hashes(edition)
    return MethodReport("hashes", tried, 0, time.monotonic() - begin, found, notes)
