"""Whole simulated studies, from raw deliveries to result tables: does the pipeline print what the benchmark judges?

`ikc simulate` draws the children and writes the deliveries, dirt and all; `compute_results` gives the tables. Beside it
the eight counts of every change are counted here from the drawn children themselves, and go through the functions that
the other parts of the benchmark judge. The toewijzingen are left out: nothing here is about them.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from coverage_across import changes_of, estimate_stratified
from coverage_within import is_printed
from judging import ALFA

from analysis.codebook import load_codebook
from analysis.inference import across, did, overlap, within_ikc
from analysis.inference.changes import correct_families, pair_metingen
from analysis.inference.klassen import add_klassen, estimate_icc, join_klassen
from analysis.inference.oordelen import MEER, MINDER
from analysis.results.compute import compute_results, count_study
from analysis.simulation import Scenario, Simulated, find_truth, simulate_tables
from analysis.simulation.deliveries import write_deliveries
from analysis.study import ALLE, Study, load_study
from analysis.tidy.tidy_study import tidy_study

NOTHING = replace(Scenario(), informant_effect=False, zorg_effect=False)
SCENARIOS = {
    "zoals het voorbeeld": Scenario(),
    "niets veranderd": NOTHING,
    "niets veranderd, veel verloop": replace(NOTHING, verloop=0.2),
}
PILOTS = Scenario().codes()[: Scenario().pilots]
INDICATOR = ["soort", "domein", "code"]
KEY = ["ikc", "bouw", *INDICATOR, "van", "naar"]
INTERVAL = ["verschil", "ci_laag", "ci_hoog"]
DESIGN = ["deff_van", "deff_naar", "vrijheidsgraden"]
CORRECTED = ["p_gecorrigeerd", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd"]


def run(studies: int) -> list[pd.DataFrame]:
    """Give the comparison of numbers, and the words per scenario."""
    with ProcessPoolExecutor() as pool:
        compared, words = zip(*pool.map(run_study, range(studies)), strict=True)
    return [sum_differences([row for rows in compared for row in rows]), sum_words(pd.concat(words))]


def run_study(seed: int) -> tuple[list[dict], pd.DataFrame]:
    kind = list(SCENARIOS)[seed % len(SCENARIOS)]
    drawn = simulate_tables(SCENARIOS[kind], seed, met_toewijzingen=False)
    results, design = run_pipeline(drawn)
    words = list_words(results["veranderingen"], drawn).assign(scenario=kind, studie=seed)
    return compare(results, count_changes(drawn).merge(design, on=KEY, how="left")), words


def run_pipeline(drawn: Simulated) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Give the result tables, and what the classes do to each change: that is no result, and not judged here."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_deliveries(drawn, folder, toewijzingen="geen")
        study = load_study(folder)
        codebook = load_codebook(folder)
        tidy = tidy_study(study, codebook)
        return compute_results(tidy, study, codebook), list_design(count_study(tidy, study, codebook), study)


def list_design(counts: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    icc = estimate_icc(counts["spreiding"])
    classes = join_klassen(counts["klassen"], icc, counts["inventarisaties"], study)
    return pair_metingen(add_klassen(counts["indicatoren"], classes), study)[[*KEY, *DESIGN]]


def count_changes(drawn: Simulated) -> pd.DataFrame:
    """Count the eight counts of every change from the drawn reports: the one report that counts on each child."""
    reports = drawn.rapporten[~drawn.rapporten["dubbel"]]
    marks = mark_indicators(reports, drawn.codes)
    names = np.array(drawn.scenario.codes())[reports["ikc"]]
    parts = []
    for bouw in (reports["bouw"], pd.Series(ALLE, index=reports.index)):
        index = pd.MultiIndex.from_arrays([names, bouw, reports["kind"]], names=["ikc", "bouw", "kind"])
        at = {
            name: marks.set_axis(index)[(reports["meting"] == name).to_numpy()] for name in reports["meting"].unique()
        }
        parts += [count_pair(at[van], at[naar]).assign(van=van, naar=naar) for van, naar in combinations(at, 2)]
    return pd.concat(parts, ignore_index=True)


def mark_indicators(reports: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Give per report whether any code of each indicator is marked: every soort, domein and code."""
    found = {}
    for row in codes.itertuples():
        for key in ((row.soort, ALLE, ALLE), (row.soort, row.domein, ALLE), (row.soort, row.domein, row.code)):
            found[key] = reports[row.code] | found.get(key, False)
    return pd.DataFrame(found)


def count_pair(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Count one pair of metingen; who stayed in the IKC (and bouw) is in both."""
    stayed = first.index.intersection(second.index)
    s1, s2 = first.loc[stayed], second.loc[stayed]
    groups = first.index.droplevel("kind").unique().intersection(second.index.droplevel("kind").unique())
    tables = [first, first | True, second, second | True, s1 | True, s1, s2, s1 & s2]
    sums = [table.groupby(level=["ikc", "bouw"]).sum().reindex(groups, fill_value=0) for table in tables]
    keys = pd.DataFrame([(*group, *key) for group in groups for key in first.columns], columns=KEY[:5])
    return keys.assign(**{name: part.to_numpy().ravel() for name, part in zip(overlap.COUNTS, sums, strict=True)})


def compare(results: dict[str, pd.DataFrame], counted: pd.DataFrame) -> list[dict]:
    printed = results["veranderingen"]
    both = printed[printed["ikc"] != ALLE].merge(counted, on=KEY, suffixes=("", "_geteld"))
    both = both[both["n_van"].notna() & both["n_naar"].notna()]
    drawn = both[[f"{name}_geteld" for name in overlap.COUNTS]].set_axis(overlap.COUNTS, axis=1).astype(float)
    followed = both[overlap.BLIJVERS].astype(float)
    rows = [difference(f"telling: {name}", drawn[name], both[name]) for name in overlap.ENROLLED]
    # A child without a kindcode in leerlingen cannot be followed: there may be fewer blijvers than drawn, never more.
    more = (followed > drawn[overlap.BLIJVERS]).any(axis=1)
    rows.append(difference("telling: meer blijvers dan getrokken", np.zeros(len(more)), more))
    own = drawn[overlap.ENROLLED].join(followed).join(both[DESIGN])
    fast = both[KEY].join(own).join(within_ikc.estimate_change(own, ALFA))
    rows += [difference(f"verandering: {name}", fast[name], both[name]) for name in INTERVAL]
    asked = is_printed(own)
    rows.append(difference("verandering: p", fast["p"].where(asked), both["p"]))
    rows.append(difference("verandering: methode", np.ones(len(fast)), fast["methode"] == both["methode"]))
    primary = both["primair"].astype(bool)
    again = correct_families(fast.assign(p=fast["p"].where(asked), primair=True)[primary], ALFA)
    rows += [difference(f"hoofdindicator: {name}", again[name], both.loc[primary, name]) for name in CORRECTED]
    return rows + compare_over(results, fast[primary & (own["n_kinderen_van"] >= 20) & (own["n_kinderen_naar"] >= 20)])


def compare_over(results: dict[str, pd.DataFrame], primary: pd.DataFrame) -> list[dict]:
    """Compare what is over IKCs: stratified, the mean with its t interval, with and without a jeugdondersteuner."""
    rows = []
    for key, group in primary.groupby([*INDICATOR, "van", "naar"], sort=False):
        pilot = group["ikc"].isin(PILOTS).to_numpy()
        for role, part in (("pilot", group[pilot]), ("vergelijking", group[~pilot])):
            printed = select(results["over_ikcs"], key, rol=role)
            if len(printed) and printed["n_ikcs"].iloc[0] == len(part):
                arrays = {name: part[name].to_numpy(float)[None, :] for name in overlap.COUNTS}
                stratified = [float(value[0]) for value in estimate_stratified(arrays, overlapping=True)]
                mean = across.estimate_mean_change(changes_of(part).to_numpy(float), ALFA)
                # The printed margin of the stratified difference holds the classes; this one of children does not.
                names = ["verschil", "gemiddelde", "gemiddelde_laag", "gemiddelde_hoog"]
                expected = [stratified[0], *(mean[name] for name in INTERVAL)]
                rows.append(difference("over IKC's: Mantel-Haenszel en t", expected, printed.iloc[0][names]))
        printed = select(results["verschil_in_verschil"], key)
        if len(printed) and printed[["n_pilot", "n_vergelijking"]].iloc[0].sum() == len(group):
            fits = did.estimate_did(changes_of(group).to_numpy(float), pilot, ALFA)
            rows.append(
                difference("verschil in verschil", [fits[name] for name in INTERVAL], printed.iloc[0][INTERVAL])
            )
    return rows


def select(table: pd.DataFrame, key: tuple, **extra: str) -> pd.DataFrame:
    wanted = dict(zip([*INDICATOR, "van", "naar"], key, strict=True)) | extra
    return table[np.logical_and.reduce([table[name] == value for name, value in wanted.items()])]


def difference(what: str, expected: object, printed: object) -> dict:
    """Compare two lists of numbers; missing in the one and not in the other is infinitely different."""
    first, second = (pd.Series(np.asarray(part, dtype=object)).astype(float) for part in (expected, printed))
    apart = (first - second).abs().where(first.notna() | second.notna(), 0.0).fillna(np.inf)
    return {
        "wat": what,
        "n": len(apart),
        "verschil": apart.max() if len(apart) else 0.0,
        "anders": (apart > 1e-9).sum(),
    }


def sum_differences(rows: list[dict]) -> pd.DataFrame:
    table = pd.DataFrame(rows).groupby("wat", sort=False)
    found = table.agg(vergeleken=("n", "sum"), anders=("anders", "sum"), grootste=("verschil", "max")).reset_index()
    return found.assign(grootste=[f"{value:.1e}" for value in found["grootste"]])


def list_words(printed: pd.DataFrame, drawn: Simulated) -> pd.DataFrame:
    """List the primary changes of IKCs with the change that was to be seen in the children that were drawn."""
    truth = find_truth(drawn).veranderingen
    rows = printed[printed["primair"].astype(bool) & printed["p"].notna() & (printed["ikc"] != ALLE)]
    found = rows.merge(truth, on=["ikc", "indicator", "van", "naar"])
    held = (found["ci_laag"] <= found["verschil_verwacht"]) & (found["verschil_verwacht"] <= found["ci_hoog"])
    said = found["genoteerd"].map({MEER: 1, MINDER: -1}).fillna(0)
    return found[["familie"]].assign(held=held, said=said != 0, wrong=said * found["verschil_verwacht"] < 0)


def sum_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum up per scenario; where nothing changed every word is a false one, counted per family."""
    found = []
    for kind, part in rows.groupby("scenario", sort=False):
        families = part.groupby(["studie", "familie"])["said"].any()
        found.append(
            {
                "scenario": kind,
                "veranderingen": len(part),
                "marge houdt wat te zien was": f"{100 * part['held'].mean():.1f}",
                "meer of minder": f"{100 * part['said'].mean():.1f}",
                "in de verkeerde richting": int(part["wrong"].sum()),
                "families": len(families),
                "families met een woord": f"{100 * families.mean():.1f}",
            }
        )
    return pd.DataFrame(found)
