"""Goals against results: the value of each goal at each meting, from where it started, and its status with the reden.

The values are those of other result tables, looked up; only outputs have counts of their own. So what an edition says
of a goal is a function of the tables of that edition. The rules of the status are in `doelstatus`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.codebook.doelmaten import INDICATOR, PER_1000, UITSPRAAK
from analysis.inference.afronding import as_floats, as_worth
from analysis.inference.doelstatus import (
    ACHTER,
    AFGEROND,
    ANDERE_IKCS,
    ANDERE_INFORMANT,
    BEREIKT,
    GEEN_DOELWAARDE,
    GEEN_OORDEEL,
    GEEN_WAARDE,
    INFORMANT_ONBEKEND,
    LIJST_ANDERS,
    MARGE_TE_GROOT,
    NIET_TE_BEPALEN,
    ONDER_PAD,
    ONDERDRUKT,
    OORDEEL,
    OP_KOERS,
    PAD_GEHAALD,
    PER_IKC,
    VOOR_DE_START,
    WEINIG_KINDEREN,
    Oordeel,
    Stand,
    judge_goal,
    judge_rounded,
    weaken_statuses,
)
from analysis.inference.proportions import estimate_wilson, rate_aandeel
from analysis.measures.doelen import DOEL, OF_GOAL
from analysis.measures.informants import fill_informants
from analysis.measures.inventory import INDICATOR as OF_CODEBOOK
from analysis.measures.list_changes import list_remade
from analysis.study import ALLE, Study

Results = Mapping[str, pd.DataFrame]
ALGEMEEN = "algemeen"
AFGESPROKEN, GEMETEN = "afgesproken", "gemeten"
KEY = [*DOEL, "meting"]
FOUND = ["waarde", "ci_laag", "ci_hoog"]
PER_STATUS = {BEREIKT: "n_bereikt", OP_KOERS: "n_op_koers", ACHTER: "n_achter", NIET_TE_BEPALEN: "n_niet_te_bepalen"}
BESIDE_NUMBERS = (ANDERE_INFORMANT, INFORMANT_ONBEKEND, LIJST_ANDERS, ANDERE_IKCS, VOOR_DE_START)
"""What stands in the way of a status whatever the numbers are."""
_KEPT = [*DOEL, *OF_GOAL, "startwaarde_gegeven", "doelwaarde", "peildatum_doel", "vastgesteld", "gewijzigd", "meting",
         "datum", "n_teller", "n_noemer", "oordeel_mensen", "door"]  # fmt: skip
_RATIOS = ("ratio_ext_int", "ratio_eerste_tweede")


@dataclass(frozen=True)
class Setting:
    """What goals are judged with: alfa, the fewest children of a share, and what counts were rounded to (0: exact)."""

    alfa: float
    minimum: int
    basis: int = 0


def estimate_doelen(
    goals: pd.DataFrame,
    results: Results,
    inventarisaties: pd.DataFrame,
    gemeten: pd.DataFrame,
    study: Study,
    codebook: Codebook,
    basis: int = 0,
) -> pd.DataFrame:
    """Give table `doelen`: every goal at every meting of each IKC, with its value, margin, status and reden.

    Parameters
    ----------
    goals
        From `list_goals`, or the same with rounded counts.
    results
        `signalen`, `zorg`, `verhoudingen`, `samenhang` and `toewijzingen_peildatum`.
    inventarisaties, gemeten
        Who filled in each list, and the children on it: without the same kind of informant there is no status.
    basis
        What the counts were rounded to, 0 for exact ones. Then a status is only given that every exact count could
        have had (`doelstatus.judge_rounded`).

    Returns
    -------
    One row per ikc (with `alle` for goals of all) x doel x meting; a share is between 0 and 1.
    """
    if goals.empty:
        return pd.DataFrame()
    setting = Setting(study.statistiek.alfa, study.statistiek.minimum_kinderen, basis)
    rows = find_values(goals, results, codebook, setting)
    rows = find_starts(rows)
    rows = rows.assign(belemmering=what_differs(rows, inventarisaties, gemeten, study))
    return finish_goals(judge_goals(rows, setting))


def find_values(goals: pd.DataFrame, results: Results, codebook: Codebook, setting: Setting) -> pd.DataFrame:
    """Add to each goal and meting its value with the interval, and between which values the exact one lies.

    `laagst` and `hoogst` are the value itself where nothing was rounded, and missing where rounding leaves it open.
    """
    known = [_of_codebook(results), _of_verhoudingen(results), _of_samenhang(results), _of_toewijzingen(results)]
    measured = pd.concat([part for part in known if len(part)] or [_nothing()], ignore_index=True)
    rows = goals.reset_index(drop=True).assign(sleutel=_keys_of(goals, codebook))
    of_list = rows["soort_doel"] == INDICATOR
    by_list = rows[of_list].merge(measured, on=["ikc", "meting", "bouw", "sleutel"], how="left")
    own = pd.concat([by_list, _of_outputs(rows[~of_list], setting)], ignore_index=True)
    return _between(own, setting.basis)


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=["ikc", "meting", "bouw", "sleutel", *FOUND, "teller", "noemer", "n_ikcs", "vorm"])


def _keys_of(goals: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Give by what name each goal's indicator is found among the results: an indicator of the codebook by all three."""
    first = codebook.indicatoren.drop_duplicates("indicator").set_index("indicator")
    names = {code: "|".join(row) for code, row in zip(first.index, first[OF_CODEBOOK].to_numpy(), strict=True)}
    return goals["indicator"].map(lambda code: names.get(code, code))


def _of_codebook(results: Results) -> pd.DataFrame:
    both = pd.concat([results[name] for name in ("signalen", "zorg") if len(results.get(name, ()))] or [pd.DataFrame()])
    if both.empty:
        return _nothing()
    key = both[OF_CODEBOOK[0]].str.cat([both[name] for name in OF_CODEBOOK[1:]], sep="|")
    return _as_found(both, key, "aandeel", "n", "n_kinderen", "aandeel")


def _of_verhoudingen(results: Results) -> pd.DataFrame:
    table = results.get("verhoudingen", pd.DataFrame())
    if table.empty:
        return _nothing()
    vorm = np.where(table["maat"].isin(_RATIOS), "verhouding", np.where(table["maat"] == "signalen_per_100", "anders",
                                                                       "aandeel"))  # fmt: skip
    return _as_found(table, table["maat"], "waarde", "n_teller", "n_noemer", vorm)


def _of_samenhang(results: Results) -> pd.DataFrame:
    table = results.get("samenhang", pd.DataFrame())
    if table.empty:
        return _nothing()
    return _as_found(table.assign(bouw=ALLE), table["verband"], "odds_ratio", None, None, "anders")


def _of_toewijzingen(results: Results) -> pd.DataFrame:
    table = results.get("toewijzingen_peildatum", pd.DataFrame())
    if table.empty:
        return _nothing()
    key = pd.Series(PER_1000, table.index).where(table["zorgvorm"] == ALLE, f"{PER_1000}:" + table["zorgvorm"])
    without = table.assign(bouw=ALLE, ci_laag=np.nan, ci_hoog=np.nan, n_ikcs=1)
    return _as_found(without, key, "lopend_per_1000", None, None, "anders")


def _as_found(
    table: pd.DataFrame, key: pd.Series, value: str, teller: str | None, noemer: str | None, vorm: str | np.ndarray
) -> pd.DataFrame:
    n_ikcs = table["n_ikcs"] if "n_ikcs" in table else pd.Series(1, table.index)
    made = {
        "sleutel": key,
        "waarde": as_floats(table[value]),
        "ci_laag": as_floats(table["ci_laag"]),
        "ci_hoog": as_floats(table["ci_hoog"]),
        "teller": as_floats(table[teller]) if teller else np.nan,
        "noemer": as_floats(table[noemer]) if noemer else np.nan,
        "n_ikcs": as_floats(n_ikcs),
        "vorm": vorm,
    }
    return table[["ikc", "meting", "bouw"]].assign(**made)


def _of_outputs(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Give outputs their share with Wilson's interval; without children, the share as it was delivered, without one."""
    n, total = rows["n_teller"], rows["n_noemer"]
    low, high = estimate_wilson(*as_worth(n, total, setting.basis), setting.alfa)
    given = as_floats(rows["waarde_gegeven"])
    share = rate_aandeel(n, total)
    counts = {"teller": as_floats(n), "noemer": as_floats(total), "n_ikcs": 1.0, "vorm": "aandeel"}
    return rows.assign(waarde=np.where(np.isnan(share), given, share), ci_laag=low, ci_hoog=high, **counts)


def _between(rows: pd.DataFrame, basis: int) -> pd.DataFrame:
    """Add the lowest and highest value that the exact counts can have had: each within basis - 1 of a rounded one."""
    value = as_floats(rows["waarde"])
    if not basis:
        return rows.assign(laagst=value, hoogst=value)
    off = (basis - 1) * as_floats(rows["n_ikcs"])
    top, below = as_floats(rows["teller"]), as_floats(rows["noemer"])
    share = (rows["vorm"] == "aandeel").to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        lowest = np.maximum(top - off, 0) / (below + off)
        highest = np.where(below > off, (top + off) / (below - off), np.inf)
    highest = np.where(share, np.minimum(highest, 1), highest)
    open_ = (rows["vorm"] == "anders").to_numpy()
    return rows.assign(laagst=np.where(open_, -np.inf, lowest), hoogst=np.where(open_, np.inf, highest))


def find_starts(rows: pd.DataFrame) -> pd.DataFrame:
    """Add from where and when each goal goes: `startmeting`, `startdatum`, `startwaarde` and `start_bron`.

    The meting at which a target starts is the last one with a value on or before the day it was set; without a day, or
    with none before it, the first one with a value. The value is as agreed, else the one measured there. A target as
    agreed goes from the day it was set, where that is known.
    """
    parts = [
        _starts_of_goal(history) for _, history in rows.sort_values("datum", kind="stable").groupby(DOEL, sort=False)
    ]
    return pd.concat(parts, ignore_index=True)


def _starts_of_goal(history: pd.DataFrame) -> pd.DataFrame:
    known = history[history["waarde"].notna()]
    sets = history["vastgesteld"]
    begins = [_start_of(known, day) for day in sets]
    given = as_floats(history["startwaarde_gegeven"])
    agreed = ~np.isnan(given)
    at = [begin["datum"] if begin is not None else pd.NaT for begin in begins]
    columns = {}
    for name in ("waarde", "laagst", "hoogst"):
        own = np.array([begin[name] if begin is not None else np.nan for begin in begins], dtype=float)
        columns[f"start_{name}"] = np.where(agreed, given, own)
    first = _start_of(known, sets.iloc[0])
    since = first["datum"] if first is not None else pd.NaT
    days = pd.Series(pd.to_datetime(at), history.index)
    return history.assign(
        startmeting=[begin["meting"] if begin is not None else "" for begin in begins],
        startdatum=sets.where(agreed & sets.notna(), days),
        startwaarde=columns["start_waarde"], start_laagst=columns["start_laagst"], start_hoogst=columns["start_hoogst"],
        start_bron=np.where(agreed, AFGESPROKEN, np.where(np.isnan(columns["start_waarde"]), "", GEMETEN)),
        voor_start=(history["datum"] < since).to_numpy(dtype=bool),
    )  # fmt: skip


def _start_of(known: pd.DataFrame, day: pd.Timestamp) -> pd.Series | None:
    if known.empty:
        return None
    before = known[known["datum"] <= day] if pd.notna(day) else known.head(0)
    return before.iloc[-1] if len(before) else known.iloc[0]


def what_differs(rows: pd.DataFrame, inventarisaties: pd.DataFrame, gemeten: pd.DataFrame, study: Study) -> np.ndarray:
    """Say what stands between a meting and the one at which the goal started, '' for nothing: see `BESIDE_NUMBERS`.

    Only goals that a list measures: another kind of informant, one that is not known, another list, other IKCs.
    """
    informants = fill_informants(inventarisaties.drop_duplicates(["ikc", "meting"]), study)
    who = dict(zip(zip(informants["ikc"], informants["meting"], strict=True), informants["informant"], strict=True))
    remade = list_remade(gemeten, study)
    other = {(row.ikc, row.van, row.naar) for row in remade[remade["lijst_anders"]].itertuples()}
    there = rows[rows["waarde"].notna()].groupby(["doel", "meting"])["ikc"].agg(lambda codes: frozenset(codes) - {ALLE})
    found = []
    for row in rows.itertuples():
        pair = (row.startmeting, row.meting)
        if row.voor_start:
            found.append(VOOR_DE_START)
        elif row.soort_doel != INDICATOR or row.indicator.startswith(PER_1000) or len({*pair, ""}) < 3:
            found.append("")
        else:
            of_whom = (
                [there.get((row.doel, meting), frozenset()) for meting in pair] if row.ikc == ALLE else [{row.ikc}]
            )
            found.append(_difference(pair, of_whom, who, other))
    return np.array(found, dtype=object)


def _difference(
    pair: tuple[str, str],
    of_whom: list[frozenset[str] | set[str]],
    who: Mapping[tuple[str, str], str],
    other_list: set[tuple[str, str, str]],
) -> str:
    if any(ikcs != of_whom[0] for ikcs in of_whom):
        return ANDERE_IKCS
    informants = [tuple(who.get((ikc, meting), ONBEKEND) for meting in pair) for ikc in sorted(of_whom[0])]
    if any(van != naar and ONBEKEND not in (van, naar) for van, naar in informants):
        return ANDERE_INFORMANT
    if any(ONBEKEND in both for both in informants):
        return INFORMANT_ONBEKEND
    turned = any((ikc, van, naar) in other_list for ikc in of_whom[0] for van, naar in (pair, pair[::-1]))
    return LIJST_ANDERS if turned else ""


def judge_goals(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Add `pad`, `status` and `reden` to goals with their value, start and what stands in the way."""
    judged = [_judge(row, setting) for row in rows.itertuples()]
    stands = [_stand(row) for row in rows.itertuples()]
    pads = [stand.pad if 0 <= stand.deel <= 1 else np.nan for stand in stands]
    status, reden = zip(*judged, strict=True) if judged else ((), ())
    return rows.assign(pad=pads, status=list(status), reden=list(reden))


def _stand(row) -> Stand:
    days = (row.peildatum_doel - row.startdatum).days if pd.notna(row.peildatum_doel) else None
    gone = (row.datum - row.startdatum).days if pd.notna(row.startdatum) else None
    late = pd.notna(row.peildatum_doel) and row.datum >= row.peildatum_doel
    deel = 1.0 if late else np.nan if days is None else 0.0 if gone is None or gone <= 0 else gone / days
    return Stand(float(row.waarde), float(row.ci_laag), float(row.ci_hoog), float(row.startwaarde),
                 float(row.doelwaarde), deel, row.richting == "daling")  # fmt: skip


def _judge(row, setting: Setting) -> Oordeel:
    """Judge one goal at one meting: by people where it is theirs, else by numbers, unless something is in the way."""
    people = (row.oordeel_mensen, OORDEEL) if row.oordeel_mensen else None
    if row.soort_doel == UITSPRAAK:
        return people or (NIET_TE_BEPALEN, PER_IKC if row.ikc == ALLE else GEEN_OORDEEL)
    by_numbers = _judge_numbers(row, setting)
    if row.soort_doel == INDICATOR:
        return by_numbers
    if people and (np.isnan(row.ci_laag) or np.isnan(row.doelwaarde)):
        return people
    return (NIET_TE_BEPALEN, PER_IKC) if row.ikc == ALLE and np.isnan(row.waarde) else by_numbers


def _judge_numbers(row, setting: Setting) -> Oordeel:
    if np.isnan(row.doelwaarde):
        return NIET_TE_BEPALEN, GEEN_DOELWAARDE
    if np.isnan(row.waarde):
        return NIET_TE_BEPALEN, GEEN_WAARDE
    few = _too_few(row, setting)
    if few:
        return NIET_TE_BEPALEN, few
    if row.belemmering:
        return NIET_TE_BEPALEN, row.belemmering
    stand = _stand(row)
    if not setting.basis:
        return judge_goal(stand)
    starts = (float(row.start_laagst), float(row.start_hoogst))
    return judge_rounded(stand, (float(row.laagst), float(row.hoogst)), starts)


def _too_few(row, setting: Setting) -> str:
    """Tell of a share whether it is of too few children, or with rounded counts may be."""
    if row.vorm != "aandeel" or np.isnan(row.noemer):
        return ""
    if row.noemer < setting.minimum:
        return WEINIG_KINDEREN
    off = (setting.basis - 1) * row.n_ikcs if setting.basis else 0
    return AFGEROND if row.noemer - off < setting.minimum else ""


def finish_goals(rows: pd.DataFrame) -> pd.DataFrame:
    """Give goals the columns of their card, and over all IKCs how many have each status."""
    kept = [*_KEPT, *FOUND, "startmeting", "startdatum", "startwaarde", "start_bron", "pad", "status", "reden"]
    table = rows[kept].drop(columns="startwaarde_gegeven")
    counted = table["soort_doel"].ne(INDICATOR)
    return count_statuses(table.assign(**{name: table[name].where(counted) for name in ("n_teller", "n_noemer")}))


def count_statuses(doelen: pd.DataFrame) -> pd.DataFrame:
    """Give each row of a goal over all IKCs (`alle`) how many of them have each status at that meting."""
    of_ikcs = doelen[(doelen["ikc"] != ALLE) & (doelen["niveau"] == ALGEMEEN)]
    sums = of_ikcs.groupby(["doel", "meting"])["status"].value_counts().unstack(fill_value=0)
    sums = sums.reindex(columns=list(PER_STATUS), fill_value=0)
    index = pd.MultiIndex.from_frame(doelen[["doel", "meting"]])
    here = (doelen["ikc"] == ALLE).to_numpy()
    counts = {
        column: pd.Series(as_floats(sums[status].reindex(index)), doelen.index).fillna(0).where(here).astype("Int64")
        for status, column in PER_STATUS.items()
    }
    return doelen.assign(**counts)


def weaken_doelen(public: pd.DataFrame, exact: pd.DataFrame, reden: str = AFGEROND) -> pd.DataFrame:
    """Take back every status of an edition that the exact counts do not have, and count the IKCs again.

    Parameters
    ----------
    public, exact
        Table `doelen` of the edition and of exact counts.
    reden
        What to say where a status is taken back.
    """
    if public.empty:
        return public
    known = exact.set_index(KEY)["status"].reindex(pd.MultiIndex.from_frame(public[KEY])).fillna(NIET_TE_BEPALEN)
    back = weaken_statuses(public["status"], known)
    return count_statuses(
        public.assign(status=public["status"].mask(back, NIET_TE_BEPALEN), reden=public["reden"].mask(back, reden))
    )


def hide_doelen(doelen: pd.DataFrame, shown: Results, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give `doelen` of an edition that leaves small counts out, made of what that edition shows.

    A row of which the value or its interval is not shown says nothing: `onderdrukt`. So does one whose status needs the
    value it started from, where that is not shown; one that was agreed is not: it may be a share of few children. A
    share without the number of its children is not shown either.

    Parameters
    ----------
    doelen
        The exact table, its own counts (of outputs) suppressed.
    shown
        The other tables as the edition shows them.
    """
    if doelen.empty:
        return doelen
    lost = doelen["onderdrukt"].astype(bool).to_numpy() | _lost_in_lists(doelen, shown, study, codebook)
    uncounted = (doelen["soort_doel"] != INDICATOR) & doelen["n_noemer"].isna() & doelen["waarde"].notna()
    hidden = lost | uncounted.to_numpy()
    gone = set(doelen.loc[hidden, KEY].itertuples(index=False, name=None))
    starts = zip(*(doelen[name] for name in (*DOEL, "startmeting")), strict=True)
    start_gone = np.array([key in gone for key in starts]) | (doelen["start_bron"] == AFGESPROKEN).to_numpy()
    used = doelen["reden"].isin([PAD_GEHAALD, ONDER_PAD, MARGE_TE_GROOT]).to_numpy()
    back = lost | (start_gone & used)
    emptied = {name: doelen[name].mask(hidden) for name in FOUND}
    emptied |= {name: doelen[name].mask(lost | start_gone) for name in ("startwaarde", "pad")}
    told = {"status": doelen["status"].mask(back, NIET_TE_BEPALEN), "reden": doelen["reden"].mask(back, ONDERDRUKT)}
    return count_statuses(doelen.assign(**emptied, **told, onderdrukt=back))


def _lost_in_lists(doelen: pd.DataFrame, shown: Results, study: Study, codebook: Codebook) -> np.ndarray:
    """Tell which goals of a list have a value or an interval that the table it comes from does not show."""
    setting = Setting(study.statistiek.alfa, study.statistiek.minimum_kinderen)
    asked = doelen.assign(waarde_gegeven=np.nan).drop(columns=FOUND)
    index = pd.MultiIndex.from_frame(doelen[KEY])
    now = find_values(asked, shown, codebook, setting).set_index(KEY)[FOUND].reindex(index)
    lost = (doelen[FOUND].notna().to_numpy() & now.isna().to_numpy()).any(axis=1)
    return lost & (doelen["soort_doel"] == INDICATOR).to_numpy()
