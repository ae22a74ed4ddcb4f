"""Short against long trajecten, before and since the first meting: the pilot's question about the shift in care."""

import numpy as np
import pandas as pd

from analysis.inference import corrections
from analysis.inference.durations import DAYS_PER_MONTH, measure_duration, test_log_rank
from analysis.inference.per_child import curve_with_influence, error_of, number_children
from analysis.inference.survival import before_and_since, survival_at
from analysis.inference.traject_means import estimate_means
from analysis.measures.enrolment import count_children
from analysis.measures.periods import quarters_of_study, study_end, study_start
from analysis.study import ALLE, GEEN_IKC, Study

PILOTS, VERGELIJKING = "pilots", "vergelijking"
KEYS = ["ikc", "domein", "periode"]


def estimate_kort_lang(trajecten: pd.DataFrame, years: pd.DataFrame, study: Study, months: int) -> pd.DataFrame:
    """Estimate per ikc, domein and periode how many short and long trajecten started per 1,000 children per year.

    Short is ended within `kort_maanden`; the share short is by Kaplan-Meier, so that a traject that still runs counts
    for as long as it is known. Short and long per 1,000 are the starts per 1,000 children per year, split by that
    share. Where a study has both pilots and comparison IKCs, `pilots` and `vergelijking` pool them; else `alle` does.

    Parameters
    ----------
    trajecten
        From `trajecten_per_domein`, with the costs of each month up to the horizon.
    years
        From `child_years`: ikc, periode, kinderjaren.
    months
        From `horizon_of_study`.

    Returns
    -------
    ikc, domein, periode, n, n_lopend, mediaan_dagen, aandeel_kort, ci_laag, ci_hoog (of aandeel_kort), ontwerpeffect,
    kinderjaren, kort_per_1000, lang_per_1000, the mean days and euros up to the horizon (see `estimate_means`); on the
    row of the later period also n_voor, aandeel_kort_voor and the difference with its interval (see `compare_kort`),
    and `p_logrank`, of the log-rank test of the two periods' durations, with `p_logrank_gecorrigeerd`: by Benjamini
    and Hochberg over the domeinen of the ikc.
    """
    pooled = _pooled(trajecten, study)
    groups = pooled.groupby(KEYS, sort=False, observed=True)
    rows = [{**dict(zip(KEYS, key, strict=True)), **measure_kort(group, study)} for key, group in groups]
    if not rows:
        return pd.DataFrame(columns=KEYS)
    table = pd.DataFrame(rows).merge(_pooled_years(years, study), on=["ikc", "periode"], how="left")
    starts = 1000 * table["n"] / table["kinderjaren"].where(table["kinderjaren"] > 0)
    order = {name: place for place, name in enumerate(before_and_since(study))}
    table = table.assign(
        kort_per_1000=starts * table["aandeel_kort"],
        lang_per_1000=starts * (1 - table["aandeel_kort"]),
        volgorde=table["periode"].map(order),
    )
    ordered = table.sort_values(["ikc", "domein", "volgorde"], kind="stable").drop(columns="volgorde")
    tested = ordered.merge(test_periods(pooled, study), on=KEYS, how="left")
    with_means = tested.merge(estimate_means(pooled, study, months, KEYS), on=KEYS, how="left")
    return compare_kort(with_means.reset_index(drop=True))


def test_periods(trajecten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Test per ikc and domein the durations of the later period against the earlier.

    Returns ikc, domein, periode, p_logrank and p_logrank_gecorrigeerd (Benjamini-Hochberg per ikc). No p where fewer
    than `minimum_gevallen` trajecten of either period have ended.
    """
    periods, fewest = before_and_since(study), study.statistiek.minimum_gevallen
    rows = [
        (*key, periods[-1], test_log_rank(*[group[group["periode"] == name] for name in periods], fewest))
        for key, group in trajecten.groupby(["ikc", "domein"], sort=False, observed=True)
        if len(periods) == 2
    ]
    found = pd.DataFrame(rows, columns=[*KEYS, "p_logrank"]).astype({"p_logrank": "float64"})
    methode = pd.Series(corrections.BENJAMINI_HOCHBERG, index=found.index, dtype="object")
    return found.assign(p_logrank_gecorrigeerd=corrections.correct_p(found["p_logrank"], found["ikc"], methode))


def compare_kort(table: pd.DataFrame) -> pd.DataFrame:
    """Add to each later period the difference of its share short with the period before, with an interval.

    MOVER (Zou and Donner, 2008, Stat. Med. 27, 1693-1702): the two intervals of the shares, put together. Empty where
    either interval is. A child with trajecten in both periods makes it wider than need be, not narrower.
    """
    before = table.groupby(["ikc", "domein"], sort=False)[["n", "aandeel_kort", "ci_laag", "ci_hoog"]].shift()
    change = table["aandeel_kort"] - before["aandeel_kort"]
    down = np.hypot(table["aandeel_kort"] - table["ci_laag"], before["ci_hoog"] - before["aandeel_kort"])
    up = np.hypot(table["ci_hoog"] - table["aandeel_kort"], before["aandeel_kort"] - before["ci_laag"])
    return table.assign(
        n_voor=before["n"], aandeel_kort_voor=before["aandeel_kort"], verschil_kort=change,
        verschil_laag=change - down, verschil_hoog=change + up,
    )  # fmt: skip


def measure_kort(trajecten: pd.DataFrame, study: Study) -> dict[str, float]:
    """Measure one group of trajecten: numbers, median, the share short with its interval and design effect."""
    short = study.toewijzingen.kort_maanden * DAYS_PER_MONTH
    found = measure_duration(trajecten, short, study.statistiek.alfa)
    curve = survival_at(trajecten, np.array([short]), study.statistiek.alfa)
    low, high = (1 - curve[name].iloc[0] if len(curve) else np.nan for name in ("ci_hoog", "ci_laag"))
    return {
        **{name: found[name] for name in ("n", "n_lopend", "mediaan_dagen", "aandeel_kort")},
        "ci_laag": low,
        "ci_hoog": high,
        "ontwerpeffect": design_effect(trajecten, short),
    }


def design_effect(trajecten: pd.DataFrame, days: float) -> float:
    """Give how many times as large the variance of the share short is by child as with every traject on its own.

    Kish (1965), Survey Sampling, section 8.2; at least 1. NaN where the share is zero or one.
    """
    length, ended = trajecten["duur_dagen"].to_numpy(dtype=float), (~trajecten["lopend"]).to_numpy()
    _, influence = curve_with_influence(length, ended, np.array([days]))
    alone = float(np.square(influence).sum())
    together = float(error_of(influence, number_children(trajecten))[0] ** 2)
    return together / alone if alone > 0 else np.nan


def child_years(
    toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame, populatie: pd.DataFrame, ikcs: list[str], study: Study
) -> pd.DataFrame:
    """Give per ikc and periode the child-years of exposure: children enrolled per quarter x the part of a year.

    A quarter that the first meting cuts in two counts in both, each with its own days.
    """
    quarters = quarters_of_study(toewijzingen, study)
    children = count_children(leerlingen, populatie, quarters, ikcs, study)
    days = children[children["ikc"] != ALLE].merge(quarters[["moment", "van", "tot"]], on="moment")
    parts = [
        days.assign(periode=name, jaren=_days_inside(days, van, tot) / 365.25)
        for name, van, tot in _period_bounds(toewijzingen, study)
    ]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(kinderjaren=rows["n_kinderen"].astype("Float64").astype("float64") * rows["jaren"])
    return rows.groupby(["ikc", "periode"], sort=False)["kinderjaren"].sum(min_count=1).reset_index()


def _days_inside(rows: pd.DataFrame, van: pd.Timestamp, tot: pd.Timestamp) -> pd.Series:
    return ((rows["tot"].clip(upper=tot) - rows["van"].clip(lower=van)).dt.days + 1).clip(lower=0)


def _period_bounds(toewijzingen: pd.DataFrame, study: Study) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    start, end, names = study_start(toewijzingen, study), study_end(toewijzingen, study), before_and_since(study)
    if len(names) == 1:
        return [(names[0], start, end)]
    first = pd.Timestamp(study.metingen[0].peildatum)
    return [(names[0], start, first - pd.Timedelta(days=1)), (names[1], first, end)]


def groups_of_ikc(study: Study) -> dict[str, str]:
    """Give the group in which each IKC is pooled: pilots or vergelijking where the study has both, else `alle`."""
    if len({item.rol for item in study.ikcs}) < 2:
        return {}
    return {item.ikc: PILOTS if item.rol == "pilot" else VERGELIJKING for item in study.ikcs}


def _pooled(trajecten: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Repeat the trajecten of the IKCs under their group."""
    own = trajecten[trajecten["ikc"] != GEEN_IKC].astype({"ikc": "str"})
    base = own if len(own) else trajecten.astype({"ikc": "str"})
    groups = groups_of_ikc(study)
    group = [groups.get(ikc, ALLE) for ikc in base["ikc"]]
    return pd.concat([own, base.assign(ikc=group)], ignore_index=True)


def _pooled_years(years: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the child-years per ikc and per group; a group with an IKC of unknown size has none."""
    groups = groups_of_ikc(study)
    group = years.assign(ikc=[groups.get(ikc, ALLE) for ikc in years["ikc"]])
    summed = group.groupby(["ikc", "periode"], sort=False)["kinderjaren"].agg(lambda part: part.sum(skipna=False))
    return pd.concat([years, summed.reset_index()], ignore_index=True)
