"""The trend of every indicator: over which metingen, how much per year, and the one word that may be said about it.

A line runs over metingen that can be compared only: the longest stretch in which the same kind of informant filled in
the same list, with the same questions; the last one where two are as long. A break is counted and never bridged.
"""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.inference import corrections, oordelen
from analysis.inference.changes import mark_primary
from analysis.inference.comparability import storende_periodes_between
from analysis.inference.proportions import p_of, quantile
from analysis.inference.stretches import KEY, WHAT, choose_stretches, list_points, years_of
from analysis.inference.trend import estimate_volharding, fit_lines, fit_sum
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study

LIJN, LIJN_AFGEROND, OVER_IKCS = "gewogen_lijn", "gewogen_lijn_afgerond", "lijn_over_ikcs"
PER_JAAR = "per jaar"
_EMPTY = ("helling", "fout", "graden")
COLUMNS = ["ikc", "indicator", *INDICATOR, "primair", "n_metingen", "van", "naar", "n_breuken", "n_ikcs", "n_kleinste",
           "helling", "ci_laag", "ci_hoog", "p", "p_gecorrigeerd", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd",
           "eenheid", "methode", "storend", "oordeel", "oordeel_reden"]  # fmt: skip


def estimate_trend(
    counts: pd.DataFrame,
    inventarisaties: pd.DataFrame,
    volharding: pd.DataFrame,
    study: Study,
    codebook: Codebook,
    basis: int = 0,
    lijsten: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate how much each share went up or down per year, per IKC and for all IKCs together.

    With fewer than `statistiek.minimum_metingen_trend` metingen that can be compared nothing is estimated. A meting
    with too few children is left out. The words follow the interval corrected over what is shown of an IKC: Holm over
    the primary indicators, Benjamini-Hochberg over the others. `alle` adds up the IKCs that have the same metingen, its
    unit is the IKC, and it has no oordeel.

    Parameters
    ----------
    counts
        Per IKC, from `count_indicatoren` with `klassen.add_klassen`, and with `add_versions` where questions changed.
    inventarisaties
        Who filled in, per ikc x meting.
    volharding
        From `count_volharding`.
    basis
        What the counts were rounded to, 0 for exact ones; intervals then hold the rounding.
    lijsten
        Whether the list itself changed between two metingen, from `list_remade`.

    Returns
    -------
    One row per ikc (with `alle`) x indicator with a share at two metingen or more; `helling` in share per year.
    """
    points = list_points(counts, inventarisaties, study, lijsten)
    if points.empty:
        return pd.DataFrame(columns=COLUMNS)
    points = choose_stretches(points)
    own = _fit_own(points, volharding, study, basis)
    rows = pd.concat([own, _fit_all(points, own, study)], ignore_index=True)
    rows = mark_primary(rows.assign(bouw=ALLE), study, codebook)
    rows = _judge(rows, study)
    days = {item.meting: item.peildatum for item in study.metingen}
    storend = [
        storende_periodes_between(days[van], days[naar], study) if van and naar else ""
        for van, naar in zip(rows["van"], rows["naar"], strict=True)
    ]
    return rows.assign(storend=pd.Series(storend, rows.index, dtype="str"), eenheid=PER_JAAR)[COLUMNS]


def _fit_own(points: pd.DataFrame, volharding: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    """Fit a line per IKC and indicator through the metingen that are in its stretch."""
    used = points[points["mee"]]
    rest = (used["n_kinderen"] - used["n"]).astype("Int64")
    used = used.assign(kleinste=rest.where(rest < used["n"], used["n"]))
    facts = {"n_metingen": ("meting", "size"), "van": ("meting", "first"), "naar": ("meting", "last"),
             "n_gevallen": ("n", "sum"), "n_kleinste": ("kleinste", "min"),
             "graden_icc": ("vrijheidsgraden", "min")}  # fmt: skip
    every = points.groupby(KEY, as_index=False, sort=False).agg(
        n_breuken=("n_breuken", "first"), waarom=("waarom", "first"), n_gehad=("meting", "size"),
        n_genoeg=("genoeg", "sum"),
    )  # fmt: skip
    rows = every[every["n_gehad"] > 1].merge(
        used.groupby(KEY, as_index=False, sort=False).agg(**facts), on=KEY, how="left"
    )
    rows = rows.fillna({"van": "", "naar": "", "n_metingen": 0}).assign(
        n_ikcs=1, methode=LIJN_AFGEROND if basis else LIJN
    )
    wide = _widen(used, rows, study)
    kept = estimate_volharding(volharding, study.statistiek, public=bool(basis)).set_index("aard").reindex(rows["aard"])
    graden = rows["graden_icc"].astype(float).fillna(np.inf).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        line = fit_lines(wide["jaar"], wide["n"], wide["n_kinderen"], wide["deff"], graden, kept["samen"].to_numpy(),
                         kept["vertrek"].to_numpy(), basis, wide["opgeteld"])  # fmt: skip
    return rows.assign(helling=line.helling, fout=line.fout, graden=line.graden)


def _widen(used: pd.DataFrame, rows: pd.DataFrame, study: Study) -> dict[str, np.ndarray]:
    """Give the shares in a stretch as arrays [row, meting]; time and design are there where a share is not."""
    at = pd.MultiIndex.from_frame(rows[KEY]).get_indexer(pd.MultiIndex.from_frame(used[KEY]))
    here, place = at >= 0, used["plaats"].to_numpy(dtype=int)
    shape = (len(rows), len(study.metingen))
    found = {"n": np.full(shape, np.nan), "n_kinderen": np.full(shape, np.nan), "deff": np.ones(shape),
             "opgeteld": np.ones(shape)}  # fmt: skip
    for name in found:
        found[name][at[here], place[here]] = used[name].astype(float).to_numpy()[here]
    return {**found, "jaar": np.broadcast_to(np.array([*years_of(study).values()]), shape)}


def _fit_all(points: pd.DataFrame, own: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Fit the line of the IKCs added up that have the same metingen, per indicator: those that most IKCs have."""
    least, used = study.statistiek.minimum_metingen_trend, points[points["mee"] & (points["opgeteld"] == 1)]
    rows = [
        {**dict(zip(WHAT, what, strict=True)), **_add_up(group, least, study.statistiek.minimum_ikcs)}
        for what, group in used.groupby(WHAT, sort=False)
    ]
    breaks = own.groupby(WHAT, as_index=False, sort=False)["n_breuken"].max()
    found = pd.DataFrame(
        rows, columns=[*WHAT, "n_metingen", "van", "naar", "n_ikcs", "n_gevallen", "n_kleinste", *_EMPTY]
    )
    return found.merge(breaks, on=WHAT).assign(ikc=ALLE, methode=OVER_IKCS, waarom="", n_gehad=2, n_genoeg=2)


def _add_up(group: pd.DataFrame, least: int, minimum_ikcs: int) -> dict[str, object]:
    stretches = group.groupby("ikc", sort=False)["meting"].agg(tuple)
    members = {
        names: [ikc for ikc, own in stretches.items() if set(names) <= set(own)]
        for names in set(stretches)
        if len(names) >= least
    }
    members = {names: ikcs for names, ikcs in members.items() if len(ikcs) >= minimum_ikcs}
    if not members:
        empty = {"n_metingen": int(stretches.map(len).max()), "van": "", "naar": "", "n_ikcs": len(stretches)}
        return empty | {"n_gevallen": 0, "n_kleinste": 0} | dict.fromkeys(_EMPTY, np.nan)
    metingen = max(members, key=lambda names: (len(members[names]), len(names), names))
    members = members[metingen]
    rows = group[group["ikc"].isin(members) & group["meting"].isin(metingen)].sort_values(["ikc", "plaats"])
    shape = (len(members), len(metingen))
    n, children = (rows[name].astype(float).to_numpy().reshape(shape) for name in ("n", "n_kinderen"))
    facts = {"n_metingen": len(metingen), "van": metingen[0], "naar": metingen[-1], "n_ikcs": len(members)}
    whole = n.sum(axis=0), children.sum(axis=0)
    facts |= {"n_gevallen": n.sum(), "n_kleinste": int(np.minimum(whole[0], whole[1] - whole[0]).min())}
    slope, error = fit_sum(rows["jaar"].to_numpy(dtype=float)[: shape[1]], n, children)
    return {**facts, "helling": slope, "fout": error, "graden": len(members) - 1.0}


def _judge(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Correct over what is shown of an IKC, and give the word with its reason."""
    setting = study.statistiek
    cases = rows["n_gevallen"].astype(float).fillna(0) >= setting.minimum_gevallen
    enough = rows["n_metingen"].astype(int) >= setting.minimum_metingen_trend
    helling = rows["helling"].where(enough & cases)
    fout, graden = rows["fout"].where(helling.notna()), rows["graden"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = pd.Series(p_of(helling / fout, graden), rows.index).where(fout.notna())
    kind = np.where(rows["primair"], "primair", "verkennend")
    method = pd.Series(np.where(rows["primair"], corrections.HOLM, corrections.BENJAMINI_HOCHBERG), rows.index)
    corrected = corrections.correct_p(p, rows["ikc"] + " " + kind, method)
    ends = {}
    for name, level in {
        "": setting.alfa,
        "_gecorrigeerd": corrections.corrected_alfa(p, corrected, setting.alfa),
    }.items():
        half = quantile(level, graden) * fout
        ends |= {f"ci_laag{name}": helling - half, f"ci_hoog{name}": helling + half}
    low, high = ends["ci_laag_gecorrigeerd"], ends["ci_hoog_gecorrigeerd"]
    reden = _explain(rows, enough, cases, setting.minimum_metingen_trend)
    said = [
        reden == oordelen.OPGETELD,
        np.isin(reden, oordelen.NIET_TE_VERGELIJKEN),
        p.isna(),
        low > 0,
        high < 0,
    ]
    words = [oordelen.GEEN_OORDEEL, oordelen.NIET_TE_ZEGGEN, oordelen.TE_WEINIG, oordelen.GESTEGEN, oordelen.GEDAALD]
    oordeel = np.select(said, words, oordelen.GEEN_VERANDERING)
    found = {"helling": helling, "p": p, "p_gecorrigeerd": corrected, **ends}
    return rows.assign(**found, oordeel=oordeel, oordeel_reden=reden)


def _explain(rows: pd.DataFrame, enough: pd.Series, cases: pd.Series, least: int) -> np.ndarray:
    """Give why that is the word: where a break left too few metingen, the break; else too few of something."""
    broken = ~enough & (rows["n_genoeg"] >= least) & (rows["waarom"] != "")
    small = ~enough & (rows["n_gehad"] >= least) & (rows["n_genoeg"] < least)
    conditions = [rows["ikc"] == ALLE, broken, small, ~enough, ~cases]
    reasons = [oordelen.OPGETELD, rows["waarom"], oordelen.WEINIG_KINDEREN, oordelen.WEINIG_METINGEN,
               oordelen.WEINIG_GEVALLEN]  # fmt: skip
    return np.select(conditions, reasons, oordelen.MARGE)
