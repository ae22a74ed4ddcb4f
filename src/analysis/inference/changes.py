"""What changed between two metingen, how sure that is, and the one word that may be said about it."""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.inference import across, corrections, overlap, proportions, within_ikc
from analysis.inference.afronding import weigh_change
from analysis.inference.comparability import describe_comparability
from analysis.inference.informant import estimate_tipping_point
from analysis.inference.judging import add_words
from analysis.inference.klassen import combine_graden, widen_when_alike
from analysis.inference.oordelen import MEER
from analysis.inference.standardise import estimate_standardised, normal_alfa, with_children
from analysis.measures.blijvers import BLIJVERS, KEY, REDEN_ONBEKEND
from analysis.measures.codes_in_time import VERSIE, differ, lack_a_question
from analysis.measures.ikcs_in_time import VOORGANGER, became_another
from analysis.measures.inventory import INDICATOR
from analysis.measures.klassen import GROEP, IKC, KIND
from analysis.measures.pairs import each_pair, list_pairs, shared_only
from analysis.study import ALLE, Study

NEWCOMBE = within_ikc.NEWCOMBE

WAYS = {"stijging": 1.0, "daling": -1.0}
"""The sign of a change in the direction that is hoped for."""
_KEY = ["ikc", "bouw", "aard", "indicator", *INDICATOR]
_COUNTS = ["n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
_ONTWERP = {"eenheid": KIND, "n_klassen": pd.NA, "icc": np.nan, "deff": 1.0, "vrijheidsgraden": np.inf,
            **dict.fromkeys(VERSIE, ""), VOORGANGER: "", "opgeteld": 1}  # fmt: skip
"""What is known of the classes and the questions of a meting, and what it is where nothing is."""


def estimate_veranderingen(
    counts: pd.DataFrame,
    inventarisaties: pd.DataFrame,
    study: Study,
    codebook: Codebook,
    blijvers: pd.DataFrame | None = None,
    redenen: pd.DataFrame | None = None,
    basis: int = 0,
    invullers: pd.DataFrame | None = None,
    lijsten: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate the change in every indicator between two metingen, per IKC, bouw and for all IKCs together.

    The first with the last meting, and each with the one before (`measures.pairs`), named in `vergelijking`: of the
    metingen that the IKC has itself.

    `verschil` is aandeel_naar - aandeel_van, both of enrolled children. What was noted (`genoteerd`) follows from the
    corrected interval alone; the oordeel says that something changed only where the lists were filled in by the same
    kind of informant (`judging`). A pair with too few children or cases, or with a side missing, gets no p and is not
    in a family. Within an IKC the class is the unit where classes are known (`klassen`), and children in both metingen
    make the two shares go together: where `blijvers` tells who they are, interval and p take that into account
    (`within_ikc.estimate_change`); where not, they are those of two independent groups, too wide and never too narrow.
    `methode`, `reden` and `eenheid` say which. `alle` adds up the IKCs that were inventoried at both metingen; its
    interval has the IKC as unit (`across.estimate_summed`), and it gets no oordeel.

    Parameters
    ----------
    counts
        Per IKC, from `count_indicatoren`: ikc, meting, bouw, indicator with `n_kinderen` and `n`, and from
        `klassen.add_klassen` what the classes do.
    inventarisaties
        One row per ikc x meting that was inventoried, with its informant.
    blijvers
        The children in both metingen, from `count_blijvers`; without it nobody is known to be.
    redenen
        Why nobody is known to be in both, per ikc and pair of metingen, from `explain_unlinked`.
    basis
        What the counts were rounded to, 0 for exact ones; intervals and p then hold the rounding.
    invullers
        Which persons filled in, per ikc and pair of metingen, from `count_invullers`.
    lijsten
        Whether one list held nearly all children and the other a part, from `list_remade`.

    Returns
    -------
    One row per ikc x bouw x indicator x pair of metingen (van before naar), with the columns of `veranderingen`.
    """
    changes = add_blijvers(pair_metingen(counts, study), blijvers)
    changes = changes if redenen is None else changes.merge(redenen, on=["ikc", "van", "naar"], how="left")
    pairs = list_pairs(counts, study)
    summed = pool_pairs(shared_only(changes[changes[VOORGANGER] == ""], pairs))
    changes = pd.concat([changes, summed], ignore_index=True).fillna({VOORGANGER: ""})
    changes = changes.merge(pairs, on=["ikc", "van", "naar"], how="left")
    other = changes["codeboek_anders"].astype("boolean").fillna(False) | lack_a_question(changes, study, codebook)
    changes = changes.assign(codeboek_anders=other.astype(bool), ikc_anders=became_another(changes, study))
    changes = describe_comparability(changes, inventarisaties, study, invullers)
    changes = changes if lijsten is None else changes.merge(lijsten, on=["ikc", "van", "naar"], how="left")
    changes = mark_primary(changes, study, codebook)
    changes = _estimate_differences(changes, study, basis)
    changes = correct_families(changes, study.statistiek.alfa, basis)
    changes = _standardise(changes, study, basis)
    changes = _estimate_turning_point(add_words(changes, study), study, basis)
    changes = changes.assign(breder_bij_icc=widen_when_alike(changes, study))
    return changes.drop(columns=[REDEN_ONBEKEND, "reeks"], errors="ignore")


def pair_metingen(counts: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the counts of two metingen side by side, for each pair of `list_pairs` in order of time.

    A row appears when at least one of the two has the cell; the counts of a meting without inventory are missing. Of an
    IKC in which others were merged the first of the two may be these added up (`voorganger`), never the second.
    """
    counts = counts.assign(**{name: value for name, value in _ONTWERP.items() if name not in counts})
    columns = [*_KEY, "n", "n_kinderen", *_ONTWERP]
    per_meting = {name: counts.loc[counts["meting"] == name, columns] for name in study.meting_namen}
    pairs = [
        _of_ikcs(per_meting[van], ikcs)
        .merge(_of_ikcs(per_meting[naar], ikcs), on=_KEY, how="outer", suffixes=("_van", "_naar"))
        .assign(van=van, naar=naar)
        for van, naar, ikcs in each_pair(list_pairs(counts, study))
    ]
    sides = [f"{name}_{side}" for name in _ONTWERP for side in ("van", "naar")]
    empty = pd.DataFrame(columns=[*_KEY, *_COUNTS, *sides, "van", "naar"])
    paired = pd.concat(pairs, ignore_index=True) if pairs else empty
    own = paired[paired["voorganger_naar"].fillna("") == ""].reset_index(drop=True)
    return _join_ontwerp(own.astype(dict.fromkeys(_COUNTS, "Int64")))


def _of_ikcs(rows: pd.DataFrame, ikcs: set[str]) -> pd.DataFrame:
    return rows[rows["ikc"].isin(ikcs)]


def _join_ontwerp(paired: pd.DataFrame) -> pd.DataFrame:
    """Give a change the classes of both its metingen; where one is not known, its children count as independent."""
    units = paired[["eenheid_van", "eenheid_naar"]].fillna(KIND)
    known = ~(units == KIND).any(axis=1)
    eenheid = units["eenheid_van"].where(units["eenheid_van"] == units["eenheid_naar"], GROEP).where(known, KIND)
    graden = pd.Series(combine_graden(paired["vrijheidsgraden_van"], paired["vrijheidsgraden_naar"]), paired.index)
    deff = {name: paired[name].astype(float).where(known, 1.0).fillna(1.0) for name in ("deff_van", "deff_naar")}
    classes = {name: paired[name].astype("Int64").where(known) for name in ("n_klassen_van", "n_klassen_naar")}
    icc = paired[["icc_van", "icc_naar"]].astype(float).mean(axis=1).where(known)
    questions = [paired[[f"{name}_{side}" for name in VERSIE]].set_axis(VERSIE, axis=1) for side in ("van", "naar")]
    found = {"eenheid": eenheid, "icc": icc, "vrijheidsgraden": graden.where(known, np.inf).fillna(np.inf)}
    found |= {VOORGANGER: paired["voorganger_van"].fillna("").astype("str"), "codeboek_anders": differ(*questions)}
    found |= {"n_ikcs": paired["opgeteld_van"].fillna(1).astype("int64")}
    gone = ("eenheid", "icc", "vrijheidsgraden", VOORGANGER, "opgeteld", *VERSIE)
    kept = paired.drop(columns=[f"{name}_{side}" for name in gone for side in ("van", "naar")])
    return kept.assign(**found, **deff, **classes)


def add_blijvers(paired: pd.DataFrame, blijvers: pd.DataFrame | None) -> pd.DataFrame:
    """Add who is in both metingen; missing where that is not known, or contradicts the children of the two metingen."""
    if blijvers is None:
        return paired.assign(**{name: pd.array([pd.NA] * len(paired), dtype="Int64") for name in BLIJVERS})
    found = paired.merge(blijvers[[*KEY, *BLIJVERS]], on=KEY, how="left")
    possible = pd.Series(overlap.is_possible(found), index=found.index)
    return found.assign(**{name: found[name].astype("Int64").where(possible) for name in BLIJVERS})


def pool_pairs(paired: pd.DataFrame) -> pd.DataFrame:
    """Add up the IKCs that have the cell at both metingen, as ikc `alle`; an IKC with one meting is in neither side.

    An IKC of which nobody knows who is in both adds no blijvers: its children count as independent. `fout` is the
    standard error of the difference with the IKC as unit, with one degree of freedom less than there are IKCs.
    """
    both = paired[paired[_COUNTS].notna().all(axis=1)]
    by = [column for column in [*_KEY, "van", "naar"] if column != "ikc"]
    grouped = both.groupby(by, sort=False)
    sums = grouped[_COUNTS].sum().join(grouped[BLIJVERS].sum(min_count=1))
    sums = sums.assign(n_ikcs=grouped["ikc"].nunique()).reset_index().assign(ikc=ALLE)
    spread = across.estimate_summed(both, by).rename(columns={"graden": "vrijheidsgraden"})
    unit = {"eenheid": IKC, "deff_van": 1.0, "deff_naar": 1.0, "icc": np.nan}
    missing = pd.array([pd.NA] * len(sums), dtype="Int64")
    return sums.merge(spread, on=by, how="left").assign(**unit, n_klassen_van=missing, n_klassen_naar=missing)


def is_enough(changes: pd.DataFrame, study: Study) -> pd.Series:
    """Tell whether a change has both sides, enough children at each, enough cases at the two together, enough IKCs.

    Enough IKCs (`statistiek.minimum_ikcs`) is asked of those that are added up: `alle`.
    """
    known = changes["aandeel_van"].notna() & changes["aandeel_naar"].notna()
    children = changes[["n_kinderen_van", "n_kinderen_naar"]].min(axis=1, skipna=False)
    cases = changes["n_van"] + changes["n_naar"]
    enough = (children >= study.statistiek.minimum_kinderen) & (cases >= study.statistiek.minimum_gevallen)
    few_ikcs = (changes["ikc"] == ALLE) & (changes["n_ikcs"] < study.statistiek.minimum_ikcs)
    return known & enough.fillna(False).astype(bool) & ~few_ikcs


def _estimate_differences(changes: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    van = proportions.rate_aandeel(changes["n_van"], changes["n_kinderen_van"])
    naar = proportions.rate_aandeel(changes["n_naar"], changes["n_kinderen_naar"])
    found = within_ikc.estimate_change(changes, study.statistiek.alfa, basis)
    changes = changes.assign(aandeel_van=van, aandeel_naar=naar, **{name: found[name] for name in found})
    ratio = np.divide(naar, van, out=np.full(len(van), np.nan), where=van > 0)
    strict = study.statistiek.alfa / max(1, len(study.primaire_indicatoren))
    smallest = proportions.estimate_smallest_detectable(
        van,
        *(weigh_change(changes, basis)[name] for name in ("n_kinderen_van", "n_kinderen_naar")),
        np.where(changes["primair"], strict, study.statistiek.alfa),
        correlatie=overlap.estimate_correlatie(changes),
        graden=proportions.graden_of(changes),
        richting=changes["richting"].map(WAYS).fillna(0.0).to_numpy(dtype=float),
    )
    smallest = np.where(changes["ikc"] == ALLE, np.nan, smallest)
    p = changes["p"].where(is_enough(changes, study))
    return changes.assign(ratio=ratio, p=p, kleinst_aantoonbaar=smallest, n_kleinste=overlap.smallest_cell(changes))


def correct_families(changes: pd.DataFrame, alfa: float, basis: int = 0) -> pd.DataFrame:
    """Correct within each IKC and pair of metingen: Holm over the primary, Benjamini-Hochberg over the rest.

    Where an IKC has a series of metingen, all steps from one to the next are one family (`reeks`, from `list_pairs`).
    The corrected interval is that of the change's own method, at the level that goes with its corrected p.
    """
    primary = changes["primair"]
    kind = np.where(primary, "primair", "verkennend")
    reeks = changes["reeks"] if "reeks" in changes else changes["van"] + "-" + changes["naar"]
    familie = changes["ikc"] + " " + reeks + " " + kind
    familie = familie.where(changes["p"].notna(), "")
    methode = pd.Series(np.where(primary, corrections.HOLM, corrections.BENJAMINI_HOCHBERG), index=changes.index)
    corrected = corrections.correct_p(changes["p"], familie, methode)
    levels = corrections.corrected_alfa(changes["p"], corrected, alfa)
    low, high = within_ikc.estimate_interval(changes, levels, basis)
    return changes.assign(
        familie=familie, p_gecorrigeerd=corrected, ci_laag_gecorrigeerd=low, ci_hoog_gecorrigeerd=high
    )


def mark_primary(changes: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Mark the indicators named in study.yml; only the bouw `alle` is in the primary family.

    Where a domain and a code share a name (`verblijf`), the name means the whole domain.
    """
    hoped = {item.indicator: item.richting for item in study.primaire_indicatoren}
    named = codebook.indicatoren.drop_duplicates("indicator")
    named = named[named["indicator"].isin(hoped)]
    richting = pd.Series(named["indicator"].map(hoped).to_numpy(), index=pd.MultiIndex.from_frame(named[INDICATOR]))
    found = richting.astype(object).reindex(pd.MultiIndex.from_frame(changes[INDICATOR]))
    filled = pd.Series(found.to_numpy(), index=changes.index).fillna("").astype(str)
    return changes.assign(richting=filled, primair=(filled != "") & (changes["bouw"] == ALLE))


def _standardise(changes: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    """Put the change in one composition of bouwen beside the raw one, for the whole IKC; see `estimate_standardised`.

    Empty where a bouw has no share at one of the metingen, or where there is one bouw only. `n_kleinste_bouw` is the
    smallest count of children with, or without, the mark in any bouw. IKCs added up have no interval: their unit is not
    the child.
    """
    by = ["ikc", "aard", *INDICATOR, "van", "naar"]
    strata = changes.loc[
        changes["bouw"] != ALLE, [*by, "bouw", "n_ikcs", *_COUNTS, "deff_van", "deff_naar", "vrijheidsgraden"]
    ]
    names = {"verschil": "verschil_gestandaardiseerd"}
    names |= {f"ci_{end}": f"ci_{end}_gestandaardiseerd" for end in ("laag", "hoog")}
    if strata.empty:
        return changes.assign(**dict.fromkeys([*names.values(), "n_kleinste_bouw"], np.nan))
    weighed = with_children(weigh_change(strata, basis), strata)
    found = estimate_standardised(weighed, by, normal_alfa(weighed, by, study.statistiek.alfa))
    found = found[(found["n_strata"] > 1) & (found["n_strata_weg"] == 0)].rename(columns=names)
    smallest = overlap.smallest_cell(strata).groupby([strata[name] for name in by]).min().rename("n_kleinste_bouw")
    found = found.merge(smallest.reset_index(), on=by)[[*by, *names.values(), "n_kleinste_bouw"]]
    ends = [name for name in names.values() if name.startswith("ci_")]
    found.loc[found["ikc"] == ALLE, ends] = np.nan
    return changes.merge(found.assign(bouw=ALLE), on=[*by, "bouw"], how="left")


def _estimate_turning_point(changes: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    """Give the detection ratio at which a rise would vanish, where another kind of informant did the second meting.

    If the second informant reports that many times as often as the first about the same children, nothing changed.
    `omslag_detectie` is the ratio of the shares, `omslag_detectie_laag` the lower limit of its interval: by the log
    method (Katz et al. 1978) for independent groups, with the children in both (MOVER-R) where they are known. Empty
    for what did not rise, and for a rise from zero.
    """
    asked = (changes["genoteerd"] == MEER) & changes["informant_gewisseld"]
    ratio, weighed = changes["ratio"].where(asked), weigh_change(changes, basis)
    with np.errstate(divide="ignore", invalid="ignore"):
        n_van, m_van, n_naar, m_naar = (proportions.as_floats(weighed[column]) for column in _COUNTS)
        spread = np.sqrt(np.maximum(1 / n_van - 1 / m_van + 1 / n_naar - 1 / m_naar, 0))
    low = ratio * np.exp(-proportions.quantile(study.statistiek.alfa, proportions.graden_of(changes)) * spread)
    linked = estimate_tipping_point(changes, study.statistiek.alfa)["omslag_detectie_laag"]
    low = low.where(changes["methode"].isin([NEWCOMBE, within_ikc.AFGEROND]), linked)
    return changes.assign(omslag_detectie=ratio, omslag_detectie_laag=low.where(ratio.notna()))
