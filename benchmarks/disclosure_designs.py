"""What each design of the public edition loses of the inventory tables, what still follows from it, and what it takes.

Of rounded counts (c.) all are left, none exactly; what follows is a count that has fewer than five possible values by
the sums over bouwen.

    python benchmarks/disclosure_designs.py STUDIE

prints per design the counts that are left in `signalen` and `zorg`, the hidden counts that follow exactly from what is
shown (every total minus its parts, again and again, and linear programmes for a sample of the others), and the seconds
of the processor. Then the words of a change that rounding keeps (*meer*, *minder*, *gestegen*, *gedaald*), and how much
wider it makes margins.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.codebook import Codebook, load_codebook
from analysis.disclosure.rounded import round_results
from analysis.disclosure.rounding import read_afronder
from analysis.disclosure.secondary.cells import list_places
from analysis.disclosure.secondary.hide import hide_secondary
from analysis.disclosure.secondary.relations import load_relations
from analysis.disclosure.secondary.system import Stelsel, build_system
from analysis.disclosure.store import round_counts
from analysis.disclosure.suppression import suppress_table, too_small
from analysis.results.compute import count_study, estimate_results
from analysis.results.kaarten import kaart
from analysis.study import ALLE, Study, load_study
from analysis.tidy.tidy_study import tidy_study

TABLES = ["signalen", "zorg"]
SAMPLE, SEED = 60, 1
WORDS = {"genoteerd": ("meer", "minder"), "oordeel": ("gestegen", "gedaald")}
Tables = dict[str, pd.DataFrame]


def cell_by_cell(exact: Tables, study: Study) -> Tables:
    """Each small count, and each count of which the rest is small: what the public edition was."""
    return {name: table.assign(n=table["n"].mask(_small(table, name, study))) for name, table in exact.items()}


def secondary(exact: Tables, study: Study) -> Tables:
    """What the card leaves out, the small counts, and what else would give them back."""
    shown = {name: suppress_table(table, name, study.publicatie.drempel) for name, table in exact.items()}
    return hide_secondary(exact, shown, study)


def fewer_tables(exact: Tables, study: Study) -> Tables:
    """No codes per bouw, and the small counts cell by cell."""
    shown = cell_by_cell(exact, study)
    inner = {name: (table["code"] != ALLE) & (table["bouw"] != ALLE) for name, table in exact.items()}
    return {name: table.assign(n=table["n"].mask(inner[name])) for name, table in shown.items()}


DESIGNS: dict[str, Callable[[Tables, Study], Tables]] = {
    "a. cell by cell": cell_by_cell,
    "b. secondary suppression": secondary,
    "d. fewer tables": fewer_tables,
}
ROUNDED = "c. rounded to five"


def _small(table: pd.DataFrame, name: str, study: Study) -> pd.Series:
    hit = pd.Series(False, index=table.index)
    for rule in kaart(name).onthulling.onderdrukken.regels:
        hit |= too_small(table, rule, study.publicatie.drempel)
    return hit


def known_cells(exact: Tables, shown: Tables, study: Study) -> tuple[Stelsel, np.ndarray]:
    """Give the system of all cells of the inventory, left-out ones too, and which of them are shown."""
    relations = load_relations()
    places = list_places(exact, study, relations, study.publicatie.drempel)
    places = places[places["waarde"].notna()]
    seen = [pd.notna(shown[row.tabel][row.kolom].get(row.rij)) for row in places.itertuples()]
    cells = places.assign(seen=seen).groupby("cel").agg(waarde=("waarde", "first"), seen=("seen", "any"))
    return build_system(cells["waarde"], relations), cells["seen"].to_numpy()


def subtract(system: Stelsel, known: np.ndarray) -> np.ndarray:
    """Tell which cells are known after every sum with one unknown is solved, until none is left."""
    sums = system.gelijk.astype(bool).astype(float)
    while True:
        lone = np.flatnonzero(sums @ ~known == 1)
        found = known.copy()
        for row in lone:
            found[sums.indices[sums.indptr[row] : sums.indptr[row + 1]]] = True
        if (found == known).all():
            return known
        known = found


def count_exact_by_programmes(system: Stelsel, known: np.ndarray) -> tuple[int, int]:
    """Give how many of a sample of unknown cells have one value, and how many were looked at."""
    chance = np.random.default_rng(SEED)
    unknown = np.flatnonzero(~known)
    sample = chance.choice(unknown, min(SAMPLE, len(unknown)), replace=False)
    return sum(_width(system, known, cell) < 1e-6 for cell in sample), len(sample)


def _width(system: Stelsel, known: np.ndarray, cell: int) -> float:
    bounds = [(value, value) if shown else (0, None) for shown, value in zip(known, system.waarden, strict=True)]
    aim = np.zeros(len(known))
    aim[cell] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * aim, A_eq=system.gelijk, b_eq=np.zeros(system.gelijk.shape[0]), A_ub=system.hoogstens,
                        b_ub=np.zeros(system.hoogstens.shape[0]), bounds=bounds)  # fmt: skip
        ends.append(np.inf if found.x is None else found.x[cell])
    return ends[1] - ends[0]


def main(folder: Path) -> None:
    """Print one row per design."""
    study = load_study(folder)
    codebook = load_codebook(study.folder)
    counts = count_study(tidy_study(study, codebook), study, codebook)
    results = estimate_results(counts, study, codebook)
    exact = {name: results[name] for name in TABLES}
    print(f"{'design':28} {'left':>6} {'exact':>6} {'by LP':>8} {'seconds':>8}")
    for design, disclose in DESIGNS.items():
        begin = time.process_time()
        shown = disclose(exact, study)
        seconds = time.process_time() - begin
        system, known = known_cells(exact, shown, study)
        solved = subtract(system, known)
        tight, tried = count_exact_by_programmes(system, solved)
        left = sum(int(table["n"].notna().sum()) for table in shown.values())
        print(
            f"{design:28} {left:6} {int((solved & ~known).sum()):6} {f'{tight}/{tried}':>8} {seconds:8.1f}", flush=True
        )
    alone = report_rounded(counts, exact, study, codebook)
    public = round_results(counts, results, study, codebook)
    report_words("as published", results, public)
    report_margins(results["veranderingen"], public["veranderingen"], study)
    report_words("by rounded counts alone", results, alone)


def report_rounded(counts: Tables, exact: Tables, study: Study, codebook: Codebook) -> Tables:
    """Print the row of the rounding store: counts left, those with too few values, how far they are off, seconds.

    Gives the tables that are estimated from rounded counts, with the words that those allow.
    """
    begin = time.process_time()
    rounded = estimate_results(round_counts(counts, study, codebook, read_afronder(study)), study, codebook, 5)
    seconds = time.process_time() - begin
    own = {name: table["ikc"] != ALLE for name, table in exact.items()}
    off = pd.concat([(rounded[name]["n"] - table["n"]).abs()[own[name]] for name, table in exact.items()])
    left = sum(int(rounded[name]["n"].notna().sum()) for name in TABLES)
    tight = sum(count_tight(rounded[name]) for name in TABLES)
    print(
        f"{ROUNDED:28} {left:6} {tight:6} {'':>8} {seconds:8.1f}   {off.mean():.2f} children off, at most {off.max()}"
    )
    return rounded


def report_words(how: str, exact: Tables, public: Tables) -> None:
    """Print per table and column how many words of a change rounding keeps, and how many exact counts have not."""
    for name in sorted(public):
        key = kaart(name).sleutelkolommen
        for column in (column for column in WORDS if column in public[name] and column in exact[name]):
            both = exact[name][[*key, column]].merge(public[name][[*key, column]], on=key, how="outer")
            before, after = (both[f"{column}_{side}"].astype(str) for side in ("x", "y"))
            said, says = before.isin(WORDS[column]), after.isin(WORDS[column])
            if said.any() or says.any():
                kept, new = int((said & (before == after)).sum()), int((says & (before != after)).sum())
                print(f"{how}: {name}.{column}: {int(said.sum())} words, {kept} kept, {new} new or other")


def report_margins(exact: pd.DataFrame, public: pd.DataFrame, study: Study) -> None:
    """Print how much wider, on each side, rounding makes the interval of a primary indicator's change at an IKC."""
    key = kaart("veranderingen").sleutelkolommen
    both = exact.merge(public, on=key, suffixes=("_exact", "_public"))
    both = both[(both["ikc"] != ALLE) & (both["bouw"] == ALLE)]
    names = both[["soort", "domein", "code"]].replace(ALLE, pd.NA).ffill(axis=1)["code"]
    both = both[names.isin({item.indicator for item in study.primaire_indicatoren})]
    width = {side: both[f"ci_hoog_{side}"] - both[f"ci_laag_{side}"] for side in ("exact", "public")}
    wider = 50 * (width["public"] - width["exact"]).dropna().astype(float)
    print(f"{len(wider)} margins: {wider.mean():.2f} points wider, {wider.min():.2f} to {wider.max():.2f}")


def count_tight(table: pd.DataFrame) -> int:
    """Count the counts of an IKC that the sum over its bouwen leaves fewer than five values."""
    own = table[(table["ikc"] != ALLE) & table["n"].notna()]
    low, high = (own["n"] - 4).clip(lower=0).astype(float), (own["n"] + 4).astype(float)
    key = [own[name] for name in ("ikc", "meting", "soort", "domein", "code")]
    part = own["bouw"] != ALLE
    lows, highs = (ends.where(part, 0).groupby(key).transform("sum") for ends in (low, high))
    total = {name: ends.where(~part).groupby(key).transform("max") for name, ends in (("low", low), ("high", high))}
    least = np.where(part, np.fmax(low, total["low"] - (highs - high)), np.fmax(low, lows))
    most = np.where(part, np.fmin(high, total["high"] - (lows - low)), np.fmin(high, np.where(highs > 0, highs, high)))
    return int((most - least + 1 < 5).sum())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
