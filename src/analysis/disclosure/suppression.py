"""What an edition may show: small counts, and all that would give them back, are emptied in the public one."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from analysis.disclosure.cases import suppress_cases
from analysis.disclosure.curves import suppress_curves
from analysis.disclosure.messages import suppress_meldingen
from analysis.disclosure.small_groups import count_small_groups
from analysis.study import Study

INTERN, PUBLIEK = "intern", "publiek"
EDITIES = (INTERN, PUBLIEK)
RULES_FILE = Path(__file__).with_name("regels.yml")


def suppress_results(results: dict[str, pd.DataFrame], study: Study, editie: str) -> dict[str, pd.DataFrame]:
    """Give the result tables as an edition may show them.

    The internal edition is exact. The public one empties, row by row, each count below the threshold, each count
    whose rest of the total is below it, and everything computed from them, by `regels.yml`; or rounds counts when the
    study says so. Trap: this looks at rows, not yet across them: a suppressed cell may still follow from a total.

    Parameters
    ----------
    results
        Exact tables from `compute_results`.
    editie
        `intern` or `publiek`.

    Returns
    -------
    The same tables, in the same order and with the same columns; `onderdrukt` tells which rows lost a number.
    """
    if editie not in EDITIES:
        raise ValueError(f"edition {editie!r} is none of {EDITIES}")
    results = count_small_groups(results, study)
    if editie == INTERN:
        return {name: _unmarked(table) for name, table in results.items()}
    threshold, rounding = study.publicatie.drempel, study.publicatie.afronding
    shown = {
        name: round_table(table, name, rounding) if rounding else suppress_table(table, name, threshold)
        for name, table in results.items()
    }
    shown = suppress_cases(shown, threshold)
    if "trajecten_duur" in shown and not rounding:
        shown["trajecten_duur"] = suppress_curves(shown["trajecten_duur"], threshold)
    if "meldingen" in shown:
        shown["meldingen"] = suppress_meldingen(shown["meldingen"], threshold)
    return shown


def suppress_table(table: pd.DataFrame, name: str, threshold: int) -> pd.DataFrame:
    """Empty what the rules of table `name` do not allow, and mark the rows that lost a number."""
    shown, marked = table, pd.Series(False, index=table.index)
    for rule in load_rules().get(name, {}).get("regels", []):
        hit = too_small(table, rule, threshold)
        shown = shown.assign(**{column: shown[column].mask(hit) for column in rule["wist"] if column in shown})
        shown = shown.assign(
            **{column: shown[column].mask(hit, word) for column, word in rule.get("woord", {}).items()}
        )
        shown = shown.assign(**{column: _rounded(shown[column], hit) for column in rule.get("rond", [])})
        marked |= hit & (not rule.get("stil", False))
    return shown.assign(onderdrukt=marked) if "onderdrukt" in table else shown


def too_small(table: pd.DataFrame, rule: dict[str, Any], threshold: int) -> pd.Series:
    """Tell which rows a rule empties: the count, or the rest of its total, is below the threshold.

    A count that is missing says nothing and is not too small.
    """
    count = _floats(table[rule["tel"]])
    if "maal" in rule:
        count = count * _floats(table[rule["maal"]])
    threshold = rule.get("tot", threshold)
    hit = (count < threshold) & ((count > 0) | (not rule.get("nul_mag", False)))
    if "van" in rule:
        rest = _floats(table[rule["van"]]) - count
        hit |= (rest < threshold) & ((rest > 0) | (not rule.get("rest_nul_mag", False)))
    for column, values in rule.get("waar", {}).items():
        hit &= table[column].isin(values).to_numpy()
    return pd.Series(hit, index=table.index)


def round_table(table: pd.DataFrame, name: str, base: int) -> pd.DataFrame:
    """Round the counts to the nearest multiple of `base` and compute the shares again from the rounded counts.

    Intervals, p-values and other numbers that need the exact counts are emptied; the oordeel, made from the exact
    counts, stays. No row is marked `onderdrukt`: every count is shown, none exactly.
    """
    rules = load_rules().get(name, {}).get("afronden", {})
    counts = {column: _round_counts(table[column], base) for column in rules.get("tellingen", [])}
    shown = table.assign(**counts, **{column: _emptied(table[column]) for column in rules.get("vervalt", [])})
    for column, (numerator, denominator, factor) in rules.get("aandelen", {}).items():
        shown = shown.assign(**{column: factor * _quotient(shown[numerator], shown[denominator])})
    for column, (van, naar) in rules.get("verschillen", {}).items():
        shown = shown.assign(**{column: shown[naar] - shown[van]})
    for column, (van, naar) in rules.get("quotienten", {}).items():
        shown = shown.assign(**{column: _quotient(shown[naar], shown[van])})
    return _unmarked(shown)


@cache
def load_rules() -> dict[str, Any]:
    """Read the rule table."""
    return yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))


def _unmarked(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(onderdrukt=False) if "onderdrukt" in table else table


def _floats(values: pd.Series) -> np.ndarray:
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _round_counts(counts: pd.Series, base: int) -> pd.Series:
    return ((counts.astype("Float64") / base).round() * base).astype("Int64")


def _rounded(values: pd.Series, hit: pd.Series) -> pd.Series:
    """Round to two decimals where a rule says so: a whole percentage point."""
    return values.where(~hit, values.astype("Float64").round(2).astype(values.dtype))


def _emptied(values: pd.Series) -> pd.Series:
    return values.mask(pd.Series(True, index=values.index))


def _quotient(numerator: pd.Series, denominator: pd.Series) -> np.ndarray:
    top, bottom = _floats(numerator), _floats(denominator)
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
