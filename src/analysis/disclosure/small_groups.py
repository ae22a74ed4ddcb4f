"""How many IKCs behind an estimate have so few children, or toewijzingen, that the estimate could give one away.

Estimates over IKCs are exact in `inference`, which knows no threshold of publication. Here the IKCs with a small group
are counted beside them (`n_ikcs_klein`), from the exact tables of single IKCs; the rules say what falls. A row of which
the count cannot be made gets 1, the count that hides: unknown is never public.
"""

import pandas as pd

from analysis.inference import overlap
from analysis.inference.primary import AGAINST, PAIR, select_controls, select_primary
from analysis.inference.tijdreeks_groepen import GROEP_DOMEIN, QUARTER_OF_GROUP, rows_of_groups
from analysis.inference.with_without import GROEP, primary_counts, start_metingen
from analysis.measures.inventory import INDICATOR
from analysis.study import Study

SMALL, SMALL_SERIES = "n_ikcs_klein", "n_ikcs_klein_reeks"
HIDES = 1
Tables = dict[str, pd.DataFrame]


def count_small_groups(results: Tables, study: Study) -> Tables:
    """Give the tables over IKCs the number of IKCs with a group below `publicatie.drempel`, in every edition."""
    found = {**_over_changes(results, study), **_over_metingen(results, study), **_over_quarters(results, study)}
    counted = {name: found.get(name, table) for name, table in results.items()}
    return {name: _unknown_hides(table) for name, table in counted.items()}


def _unknown_hides(table: pd.DataFrame) -> pd.DataFrame:
    columns = [name for name in (SMALL, SMALL_SERIES) if name in table]
    return table.assign(**{name: table[name].astype("Int64").fillna(HIDES) for name in columns})


def _over_changes(results: Tables, study: Study) -> Tables:
    """Count the IKCs with a small group of children, with or without the mark, per role; and of the role with fewest.

    One such IKC could be computed from an estimate over all of them and the others' own numbers.
    """
    if "veranderingen" not in results:
        return {}
    changes = results["veranderingen"]
    named = pd.concat([select_primary(changes, study), select_controls(changes, study)], ignore_index=True)
    named = named.assign(klein=overlap.smallest_cell(named[overlap.ENROLLED]) < study.publicatie.drempel)
    per_role = named.groupby(["rol", *PAIR])["klein"].sum()
    rows = named.groupby(PAIR)[["klein", "rol"]]
    fewest = pd.Series({pair: fewest_small(group["klein"], group["rol"]) for pair, group in rows}, dtype="Int64")
    counts = {
        "over_ikcs": (["rol", *PAIR], per_role),
        "ikc_schattingen": (["rol", *PAIR], per_role),
        "verschil_in_verschil": (PAIR, fewest),
    }
    return {name: _looked_up(results[name], *count, SMALL) for name, count in counts.items() if name in results}


def _over_metingen(results: Tables, study: Study) -> Tables:
    """Count the same for the event study, over all the metingen that an IKC has."""
    if not {"gebeurtenisstudie", "signalen", "zorg"} <= set(results):
        return {}
    table = results["gebeurtenisstudie"]
    counts = pd.concat([results["signalen"], results["zorg"]], ignore_index=True)
    counts = counts.merge(table[GROEP].drop_duplicates(), on=INDICATOR)
    begun, found = start_metingen(study), {}
    for key, group in primary_counts(counts, study).groupby(GROEP):
        small = group.groupby("ikc")["kleinste"].min() < study.publicatie.drempel
        found[key] = fewest_small(small, begun.reindex(small.index).isna())
    return {"gebeurtenisstudie": _looked_up(table, GROEP, pd.Series(found, dtype="Int64"), SMALL)}


def fewest_small(small: pd.Series, group: pd.Series) -> int:
    """Count the IKCs with a small group of children in the group of IKCs that has the fewest of them, but any.

    For what compares two groups whose own estimates may be shown: one small IKC in a group is one too few to hide it.
    """
    counts = small.astype(int).groupby(group.to_numpy()).sum()
    return int(counts[counts > 0].min()) if (counts > 0).any() else 0


def _over_quarters(results: Tables, study: Study) -> Tables:
    """Count the IKCs with few new toewijzingen: in a quarter (1 where a count would follow), and before or since."""
    if not {"tijdreeks", "tijdreeks_kwartalen", "toewijzingen_kwartaal_domein"} <= set(results):
        return {}
    rows = rows_of_groups(results["toewijzingen_kwartaal_domein"], study)
    series = _count_small_series(rows, study.publicatie.drempel)
    points = _looked_up(results["tijdreeks_kwartalen"], GROEP_DOMEIN, series, SMALL_SERIES)
    follows = _follows(points, rows, study.publicatie.drempel)
    fits = results["tijdreeks"]
    both = pd.concat({AGAINST: series.groupby("domein").agg(_fewest_but_any)})
    fits = _looked_up(fits, ["ikc", "domein"], pd.concat([series, both]), SMALL)
    own = fits["ikc"].isin(study.ikc_codes)
    return {
        "tijdreeks_kwartalen": points.assign(**{SMALL: follows}),
        "tijdreeks": fits.assign(**{SMALL: fits[SMALL].mask(own, 0)}),
    }


def _fewest_but_any(counts: pd.Series) -> int:
    return int(counts[counts > 0].min()) if (counts > 0).any() else 0


def _count_small_series(rows: pd.DataFrame, drempel: int) -> pd.Series:
    """Count per group and domein the IKCs with so few before or since the start."""
    sums = rows.groupby([*GROEP_DOMEIN, "ikc", "na"])["n_gestart"].sum()
    small = (sums < drempel).groupby([*GROEP_DOMEIN, "ikc"]).any()
    return small.groupby(GROEP_DOMEIN).sum().astype("Int64")


def _follows(points: pd.DataFrame, rows: pd.DataFrame, drempel: int) -> pd.Series:
    """Mark, in both groups, the quarters in which one of them is too small or holds one small IKC."""
    small = (rows["n_gestart"] < drempel).groupby([rows[name] for name in QUARTER_OF_GROUP]).sum()
    ikcs = small.reindex(pd.MultiIndex.from_frame(points[QUARTER_OF_GROUP])).to_numpy(dtype=float)
    risk = pd.Series(ikcs == 1, index=points.index) | (points["n_gestart"] < drempel)
    return risk.groupby([points["domein"], points["kwartaal"]]).transform("any").astype("Int64")


def _looked_up(table: pd.DataFrame, key: list[str], counts: pd.Series, column: str) -> pd.DataFrame:
    """Give a table the count that goes with its key; missing where there is none."""
    if counts.empty:
        return table
    found = counts.reindex(pd.MultiIndex.from_frame(table[key]))
    return table.assign(**{column: pd.array(found, dtype="Int64")})
