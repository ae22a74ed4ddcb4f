"""Does the conclusion stand when one thing is looked at differently? Every threat that the data can speak to."""

import numpy as np
import pandas as pd

from analysis.inference import across, corrections, detection, oordelen, overlap, within_ikc
from analysis.inference.afronding import weigh_change
from analysis.inference.changes import is_enough
from analysis.inference.judging import explain_too_little, judge_changed, judge_noted
from analysis.inference.primary import PAIR
from analysis.inference.recounted import NO_FAMILY, NOT_PUBLIC, recount_families, recount_listed
from analysis.inference.standardise import estimate_standardised, normal_alfa, with_children
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study

GEMETEN, INFORMANT, ZONDER_STOREND = "gemeten", "informant", "zonder_storend"
GEVOLGD, SAMENSTELLING, ZONDER_CORRECTIE, ZONDER_IKC = "gevolgd", "samenstelling", "zonder_correctie", "zonder_ikc"
OPGETELD = "Kinderen van IKC's zijn opgeteld; zo is er geen marge."
OP_LIJST, GEZIN = "op_lijst", "gezin"
TE_WEINIG_OVER = "Er blijven te weinig IKC's, kinderen of gevallen over."
NIET_OPENBAAR = "Wie gebleven is, staat niet in de publieke editie: die groepen zijn te klein."
_INTERVAL = ["verschil", "ci_laag", "ci_hoog", "n_kleinste"]


def estimate_gevoeligheid(
    veranderingen: pd.DataFrame,
    dubbel: pd.DataFrame,
    study: Study,
    basis: int = 0,
    gemeten: pd.DataFrame | None = None,
    gezinnen: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate each primary change again under each threat, and judge it by the interval of that run.

    The change is that from the first to the last meting that the IKC has. `gemeten` is as in `veranderingen`, its
    interval corrected for the number of comparisons. The runs with other children (`gevolgd`: only those in both
    metingen; `zonder_ikc`: all IKCs but one; `zonder_storend`: the longest time without a disturbing period;
    `op_lijst`: only who was on the list, where the list changed; `gezin`: families as the unit, of family problems) are
    corrected over their own family, in the same way. `informant` and `samenstelling` have no p of their own: their
    interval has the level of the change as measured; for `alle` those and `gevolgd` have no interval, for its unit is
    the IKC. `zonder_correctie` is the raw interval. A run that cannot be made has a row with its `reden`, so that what
    was not looked at is seen too. `basis`: what the counts were rounded to, 0 for exact ones; the runs from counts then
    hold the rounding, and who stayed is not looked at.

    Returns
    -------
    One row per ikc (with `alle`) x primary indicator x dreiging (x weggelaten IKC), the columns of `gevoeligheid`.
    """
    primary = veranderingen[veranderingen["primair"].astype(bool)]
    columns = ["ikc", *PAIR, "dreiging", "weggelaten", *_INTERVAL, "reden"]
    ends = select_ends(primary, study)
    if ends.empty:
        return pd.DataFrame(columns=[*columns, "genoteerd", "oordeel", "oordeel_reden", "zelfde_oordeel"])
    ends = ends.assign(alfa=_row_alfa(ends, study))
    parts = [
        _as_measured(ends),
        _with_known_ratio(ends, veranderingen, dubbel, study, basis),
        _undisturbed(ends, primary, study),
        _only_followed(ends, study, basis),
        _standardised(ends, veranderingen, basis),
        _only_listed(ends, veranderingen, gemeten, study, basis),
        _per_family(ends, veranderingen, gezinnen, study, basis),
        ends.assign(dreiging=ZONDER_CORRECTIE, n_kleinste=_smallest(ends), reden=""),
        _leave_one_out(ends, primary, study, basis),
    ]
    rows = pd.concat([part.reindex(columns=columns) for part in parts], ignore_index=True)
    rows = _in_order(_add_words(rows, primary), ends)
    measured = rows[rows["dreiging"] == GEMETEN].set_index(["ikc", *INDICATOR])["genoteerd"]
    same = measured.reindex(pd.MultiIndex.from_frame(rows[["ikc", *INDICATOR]])).to_numpy() == rows["genoteerd"]
    return rows.assign(zelfde_oordeel=same)


def _add_words(rows: pd.DataFrame, primary: pd.DataFrame) -> pd.DataFrame:
    """Judge each run by its own interval; whether it may be called a change depends on who filled in at its metingen.

    A run may be of other metingen than the change as measured (`zonder_storend`), and so of other informants.
    """
    noted = judge_noted(rows["ci_laag"], rows["ci_laag"], rows["ci_hoog"])
    key = ["ikc", *PAIR]
    reden = primary.set_index(key)["oordeel_reden"].reindex(pd.MultiIndex.from_frame(rows[key])).to_numpy()
    reden = np.where(rows["ikc"] == ALLE, oordelen.OPGETELD, reden)
    of_reports = (reden == oordelen.DUBBELE_RAPPORTEN) & (rows["dreiging"] != INFORMANT).to_numpy()
    reden = np.where(of_reports, oordelen.ANDERE_INFORMANT, reden)
    words = {"oordeel": judge_changed(noted, reden), "oordeel_reden": explain_too_little(noted, reden)}
    return rows.assign(genoteerd=noted, **words)


def _in_order(rows: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """Put the runs of one change together, the change as measured first."""
    key = ["ikc", *INDICATOR]
    place = pd.MultiIndex.from_frame(ends[key]).get_indexer(pd.MultiIndex.from_frame(rows[key]))
    return rows.assign(_place=place).sort_values("_place", kind="stable", ignore_index=True).drop(columns="_place")


def select_ends(primary: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Select per ikc and indicator the change over the longest time that has enough children and cases; else none."""
    order = {name: place for place, name in enumerate(study.meting_namen)}
    usable = primary[primary["p"].notna()]
    places = {f"_{side}": usable[side].map(order).astype(float) for side in ("van", "naar")}
    usable = usable.assign(_van=places["_van"], _naar=-places["_naar"])
    longest = usable.sort_values(["_van", "_naar"], kind="stable").drop_duplicates(["ikc", *INDICATOR])
    return longest.sort_index().drop(columns=["_van", "_naar"]).reset_index(drop=True)


def _row_alfa(ends: pd.DataFrame, study: Study) -> np.ndarray:
    return corrections.corrected_alfa(ends["p"], ends["p_gecorrigeerd"], study.statistiek.alfa)


def _as_measured(ends: pd.DataFrame) -> pd.DataFrame:
    found = ends.assign(ci_laag=ends["ci_laag_gecorrigeerd"], ci_hoog=ends["ci_hoog_gecorrigeerd"], dreiging=GEMETEN)
    return found.assign(n_kleinste=_smallest(ends), reden="")


def _with_known_ratio(
    ends: pd.DataFrame, changes: pd.DataFrame, dubbel: pd.DataFrame, study: Study, basis: int
) -> pd.DataFrame:
    """Correct for the other informant; the ratio has the row's own level too."""
    asked = ends[ends["informant_gewisseld"].astype(bool)].reset_index(drop=True)
    if asked.empty:
        return asked.assign(dreiging=INFORMANT)
    ratio = detection.add_ratio(asked, changes, dubbel, study, asked["alfa"].to_numpy(), basis)
    fixed = detection.correct(asked.join(ratio), asked["alfa"].to_numpy(), basis)
    reden = np.where(fixed["verschil_gecorrigeerd"].isna(), "Te weinig kinderen zijn door beide invullers gezien.", "")
    values = {"verschil": fixed["verschil_gecorrigeerd"], "ci_laag": fixed["ci_laag"], "ci_hoog": fixed["ci_hoog"]}
    return _without_margin(asked.assign(**values, n_kleinste=_smallest(asked), reden=reden, dreiging=INFORMANT))


def _undisturbed(ends: pd.DataFrame, primary: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Take the longest pair of metingen that no disturbing period touches, where the change as measured is touched."""
    touched = ends.loc[ends["storend"] != "", ["ikc", "indicator", *INDICATOR]]
    calm = select_ends(primary[primary["storend"] == ""], study)
    found = touched.merge(calm, on=["ikc", "indicator", *INDICATOR], how="left")
    reden = np.where(found["verschil"].isna(), "Elke twee metingen raken een bijzondere periode.", "")
    corrected = {"ci_laag": found["ci_laag_gecorrigeerd"], "ci_hoog": found["ci_hoog_gecorrigeerd"]}
    return found.assign(**corrected, n_kleinste=_smallest(found), reden=reden, dreiging=ZONDER_STOREND)


def _only_followed(ends: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    """Take only the children who are in both metingen: the same children twice, nobody came or left.

    Who stayed is not among the rounded counts (`basis`): their groups are too small.
    """
    if basis:
        values = dict.fromkeys(_INTERVAL, np.nan) | {"reden": NIET_OPENBAAR, "dreiging": GEVOLGD}
        return ends.assign(**values)
    both = ends["n_gebleven"]
    paired = pd.DataFrame(
        {
            "n_van": ends["n_gebleven_van"], "n_kinderen_van": both, "n_naar": ends["n_gebleven_naar"],
            "n_kinderen_naar": both, **{name: ends[name] for name in overlap.BLIJVERS},
        }
    )  # fmt: skip
    found = _estimate_family(ends.drop(columns=paired.columns).join(paired), study)
    found = _without_margin(found.assign(reden=""))
    unknown, few = both.isna(), ends["verschil"].notna() & found["ci_laag"].isna()
    texts = ["Het is niet bekend wie gebleven is.", OPGETELD, "Te weinig gebleven kinderen."]
    reden = np.select([unknown, found["ikc"] == ALLE, few], texts, "")
    return found.assign(reden=reden, n_kleinste=ends["n_kleinste"], dreiging=GEVOLGD)


def _standardised(ends: pd.DataFrame, veranderingen: pd.DataFrame, basis: int) -> pd.DataFrame:
    """Take the change standardised over bouw, at the level of the change as measured."""
    key, point = ["ikc", *PAIR], ends["verschil_gestandaardiseerd"]
    rows = veranderingen[veranderingen["bouw"] != ALLE].merge(ends[key], on=key)
    strata = with_children(weigh_change(rows, basis), rows)
    level = normal_alfa(strata, key, ends.set_index(key)["alfa"])
    found = ends[key].merge(estimate_standardised(strata, key, level), on=key, how="left")
    low, high = (found[end].set_axis(ends.index).where(point.notna()) for end in ("ci_laag", "ci_hoog"))
    reden = np.where(point.isna(), "Niet in elke bouw is bij beide metingen gemeten.", "")
    smallest = ends["n_kleinste_bouw"].astype("Int64")
    values = {"verschil": point, "ci_laag": low, "ci_hoog": high}
    return _without_margin(ends.assign(**values, n_kleinste=smallest, reden=reden, dreiging=SAMENSTELLING))


def _without_margin(rows: pd.DataFrame) -> pd.DataFrame:
    """Take the interval of children from IKCs that are added up: it would hold chance within IKCs only."""
    summed = (rows["ikc"] == ALLE) & rows["verschil"].notna()
    ends = {end: rows[end].mask(rows["ikc"] == ALLE) for end in ("ci_laag", "ci_hoog")}
    return rows.assign(**ends, reden=rows["reden"].mask(summed, OPGETELD))


def _only_listed(
    ends: pd.DataFrame, veranderingen: pd.DataFrame, gemeten: pd.DataFrame | None, study: Study, basis: int
) -> pd.DataFrame:
    """Take only the children on the list as the whole, where the list itself came to hold another part of them."""
    if gemeten is None:
        return ends.head(0).assign(dreiging=OP_LIJST)
    rows = recount_listed(ends, veranderingen, gemeten, study)
    found = _estimate_family(rows, study, basis=basis)
    few = np.where(found["ci_laag"].isna(), "Te weinig kinderen op de lijst.", "")
    return _without_margin(found.assign(reden=few, n_kleinste=_smallest(rows), dreiging=OP_LIJST))


def _per_family(
    ends: pd.DataFrame, veranderingen: pd.DataFrame, gezinnen: pd.DataFrame | None, study: Study, basis: int
) -> pd.DataFrame:
    """Take a family as the unit of family problems; who is of one family is not among the rounded counts."""
    rows = recount_families(ends, veranderingen, None if basis else gezinnen)
    if rows.empty or rows["n_kinderen_van"].isna().all():
        values = dict.fromkeys(_INTERVAL, np.nan) | {"reden": NOT_PUBLIC if basis else NO_FAMILY, "dreiging": GEZIN}
        return rows.assign(**values)
    found = _estimate_family(rows, study, basis=basis)
    unknown, few = rows["n_kinderen_van"].isna(), found["ci_laag"].isna()
    reden = np.select([unknown, few], [NO_FAMILY, "Te weinig gezinnen."], "")
    return _without_margin(found.assign(reden=reden, n_kleinste=_smallest(rows), dreiging=GEZIN))


def _leave_one_out(ends: pd.DataFrame, primary: pd.DataFrame, study: Study, basis: int) -> pd.DataFrame:
    """Take all IKCs but one, each in turn; `n_kleinste` is of the IKC left out: the rest would give it back."""
    whole = ends[ends["ikc"] == ALLE]
    if whole.empty:
        return whole.assign(weggelaten="", n_kleinste=pd.NA, reden="", dreiging=ZONDER_IKC)
    counts = [*overlap.ENROLLED, *overlap.BLIJVERS]
    own = primary[(primary["ikc"] != ALLE) & primary[overlap.ENROLLED].notna().all(axis=1)]
    own = own.merge(whole[PAIR], on=PAIR)[["ikc", *PAIR, *counts]]
    columns = ["ikc", *PAIR, *counts, "n_ikcs", "eenheid", "fout", "vrijheidsgraden"]
    rest = whole[columns].merge(own, on=PAIR, suffixes=("", "_weg"))
    left = {name: rest[name] - rest[f"{name}_weg"].fillna(0) for name in counts}
    rest = rest.rename(columns={"ikc_weg": "weggelaten"}).assign(**left, n_ikcs=rest["n_ikcs"] - 1)
    rest = rest[rest["n_kinderen_van"] > 0].reset_index(drop=True)
    rest = rest.drop(columns=["fout", "vrijheidsgraden"]).merge(_spread_without(own), on=[*PAIR, "weggelaten"])
    gone = rest[[f"{name}_weg" for name in overlap.ENROLLED]].set_axis(overlap.ENROLLED, axis=1)
    found = _estimate_family(rest, study, ["weggelaten"], basis)
    reden = np.where(found["verschil"].isna(), TE_WEINIG_OVER, "")
    return found.assign(n_kleinste=overlap.smallest_cell(gone), reden=reden, dreiging=ZONDER_IKC)


def _spread_without(own: pd.DataFrame) -> pd.DataFrame:
    """Give per IKC left out the standard error over the others, the IKC as unit."""
    parts = [
        group[[*PAIR, "ikc"]].assign(fout=across.estimate_summed_without(group), vrijheidsgraden=len(group) - 2.0)
        for _, group in own.groupby(PAIR, sort=False)
    ]
    return pd.concat(parts).rename(columns={"ikc": "weggelaten"})


def _estimate_family(rows: pd.DataFrame, study: Study, by: list[str] | None = None, basis: int = 0) -> pd.DataFrame:
    """Estimate changes from counts, with intervals corrected (Holm) over the primary indicators of an ikc."""
    rows = rows.assign(aandeel_van=overlap.shares_of(rows)[0], aandeel_naar=overlap.shares_of(rows)[2])
    found = within_ikc.estimate_change(rows, study.statistiek.alfa, basis)
    p = found["p"].where(is_enough(rows, study))
    keys = rows[["ikc", "van", "naar", *(by or [])]].astype("str").itertuples(index=False)
    family = pd.Series([" ".join(key) for key in keys], index=rows.index, dtype="str")
    method = pd.Series(corrections.HOLM, index=rows.index)
    corrected = corrections.correct_p(p, family, method)
    levels = corrections.corrected_alfa(p, corrected, study.statistiek.alfa)
    low, high = within_ikc.estimate_interval(rows, levels, basis)
    return rows.assign(verschil=found["verschil"].where(p.notna()), ci_laag=low, ci_hoog=high)


def _smallest(rows: pd.DataFrame) -> pd.Series:
    return overlap.smallest_cell(rows[overlap.ENROLLED])
