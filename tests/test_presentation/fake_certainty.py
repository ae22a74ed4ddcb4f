"""Plausible tables of Hoe zeker is dit? made from fake changes: every threat, every IKC, both roles."""

import numpy as np
import pandas as pd

from analysis.inference.judging import explain_informants, explain_too_little, judge_changed, judge_noted
from analysis.inference.oordelen import MARGE, NIET_TE_VERGELIJKEN, OPGETELD
from analysis.study import ALLE

SHIFT = {"gemeten": 0.0, "informant": -0.1, "zonder_storend": 0.02, "gevolgd": np.nan, "samenstelling": 0.01,
         "zonder_correctie": 0.0}  # fmt: skip
KEY = ["indicator", "soort", "domein", "code", "van", "naar"]
INTERVAL = ["verschil", "ci_laag", "ci_hoog"]


def verdict(rows: pd.DataFrame, why: pd.Series, low: str = "ci_laag", high: str = "ci_hoog") -> pd.DataFrame:
    """Give rows with an interval the words of inference; `why` is the reason that the change itself has."""
    noted = judge_noted(rows[low], rows[low], rows[high])
    reden = explain_too_little(noted, why)
    return rows.assign(genoteerd=noted, oordeel=judge_changed(noted, reden), oordeel_reden=reden)


def informants_of(study, ikc: pd.Series) -> dict[str, object]:
    """Give who filled in at the first and the last meting of the study, and the reason that this gives a word."""
    first, last = study.metingen[0].informant, study.metingen[-1].informant
    pairs = {"informant_van": first, "informant_naar": last, "informant_gewisseld": "" != first != last}
    why = explain_informants(pd.DataFrame(pairs, index=ikc.index))
    return {**pairs, "why": np.where(ikc == ALLE, OPGETELD, why)}


def fake_certainty(study, changes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    primary = changes[changes["primair"] & (changes["bouw"] == ALLE)]
    ends = primary[(primary["van"] == study.meting_namen[0]) & (primary["naar"] == study.meting_namen[-1])]
    own = ends[ends["ikc"] != ALLE].assign(rol=lambda t: t["ikc"].map({i.ikc: i.rol for i in study.ikcs}))
    tables = {"gevoeligheid": _runs(ends, own), "ikc_schattingen": _shrunken(own)}
    if not own.empty:
        groups = own.groupby(["rol", *KEY], as_index=False, sort=False)[INTERVAL].mean()
        means = {"gemiddelde": groups["verschil"], "gemiddelde_laag": groups["ci_laag"] - 0.05,
                 "gemiddelde_hoog": groups["ci_hoog"] + 0.05}  # fmt: skip
        words = "Met zo weinig IKC's is de kleinst mogelijke p 0,25: de toets kan hier niets aantonen."
        groups = groups.merge(own.groupby(["rol", *KEY], as_index=False)["oordeel_reden"].agg(_why), on=["rol", *KEY])
        over = groups.assign(**means, n_ikcs=3, i2=0.25, p_tekenwissel=0.25, kleinste_p=0.25,
                             kleinste_p_woorden=words)  # fmt: skip
        tables["over_ikcs"] = verdict(over, over["oordeel_reden"], "gemiddelde_laag", "gemiddelde_hoog")
        tables["verschil_in_verschil"] = _did(groups, bool(own["informant_gewisseld"].any()))
        tables["gebeurtenisstudie"] = _event(groups)
    return tables


def _why(reasons: pd.Series) -> str:
    """Give the reason of a group of IKCs: that of an IKC of which nothing can be said, if there is one."""
    return next((reason for reason in reasons if reason in NIET_TE_VERGELIJKEN), MARGE)


def fake_reach(study, ratios: pd.DataFrame) -> pd.DataFrame:
    """Give the change of each conditional share from the first to the last meting."""
    van, naar = (ratios[ratios["meting"] == name] for name in (study.meting_namen[0], study.meting_namen[-1]))
    maten = ["gezin_bij_kind", "zorg_bij_probleem", "probleem_bij_zorg"]
    rows = van[van["maat"].isin(maten)].merge(naar, on=["ikc", "maat"], suffixes=("_van", "_naar"))
    change = rows["waarde_naar"] - rows["waarde_van"]
    ends = {"ci_laag_gecorrigeerd": change - 0.02, "ci_hoog_gecorrigeerd": change + 0.02}
    about = informants_of(study, rows["ikc"])
    rows = rows.assign(van=study.meting_namen[0], naar=study.meting_namen[-1], verschil=change, **ends, **about)
    rows = verdict(rows, rows["why"], *ends)
    return rows.assign(onderdrukt=rows["onderdrukt_van"])


def fake_link_changes(study, links: pd.DataFrame) -> pd.DataFrame:
    """Give the change of each odds ratio from the first to the last meting."""
    van, naar = (links[links["meting"] == name] for name in (study.meting_namen[0], study.meting_namen[-1]))
    rows = van.merge(naar, on=["ikc", "verband"], suffixes=("_van", "_naar"))
    times = rows["odds_ratio_naar"] / rows["odds_ratio_van"]
    own = times.where(rows["ikc"] != ALLE)
    ends = {"ci_laag_gecorrigeerd": 0.8 * own, "ci_hoog_gecorrigeerd": 1.2 * own}
    rows = rows.assign(van=study.meting_namen[0], naar=study.meting_namen[-1], verhouding=times, **ends)
    rows = rows.assign(**informants_of(study, rows["ikc"]), onderdrukt=rows["onderdrukt_van"])
    why = rows["why"]
    words = np.select(
        [why == OPGETELD, times.isna(), why.isin(NIET_TE_VERGELIJKEN), 0.8 * times > 1, 1.2 * times < 1],
        ["", "te weinig gegevens", "niet te zeggen", "sterker", "zwakker"],
        "geen aantoonbare verandering",
    )
    return rows.assign(oordeel=words, oordeel_reden=why)


def fake_series(modus: str) -> pd.DataFrame:
    """Both groups over 2018Q1-2021Q2, without the two quarters of the phase-in; two points hidden."""
    quarters = [f"{year}Q{part}" for year in range(2018, 2022) for part in range(1, 5)][:14]
    rows = [
        {"groep": groep, "domein": ALLE, "kwartaal": kwartaal, "start": "2019Q3", "n_kinderen": 800, "n_ikcs": 3,
         "gestart_per_1000": np.nan if place in (1, 5) else level + place % 3, "gemiddeld_per_1000": level + 1.0}
        for groep, level in (("pilots", 18.0), ("vergelijking", 23.0))
        for place, kwartaal in enumerate(quarters)
        if kwartaal not in ("2019Q1", "2019Q2")
    ]  # fmt: skip
    hidden = {"gestart_per_1000": np.nan, "gemiddeld_per_1000": np.nan} if modus == "onderdrukt" else {}
    return pd.DataFrame(rows).assign(**hidden)


def _runs(ends: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    columns = ["ikc", *KEY, *INTERVAL, "oordeel_reden"]
    corrected = ends.assign(ci_laag=ends["ci_laag_gecorrigeerd"], ci_hoog=ends["ci_hoog_gecorrigeerd"])
    parts = [
        corrected[columns].assign(dreiging=name, weggelaten="", **{part: corrected[part] + shift for part in INTERVAL})
        for name, shift in SHIFT.items()
    ]
    whole = corrected.loc[corrected["ikc"] == ALLE, columns]
    left = whole.merge(own[["ikc", *KEY]], on=KEY, suffixes=("", "_weg")).rename(columns={"ikc_weg": "weggelaten"})
    rows = pd.concat([*parts, left.assign(dreiging="zonder_ikc")], ignore_index=True)
    return verdict(rows, rows["oordeel_reden"])


def _shrunken(own: pd.DataFrame) -> pd.DataFrame:
    return own[["ikc", "rol", *KEY, "verschil"]].assign(verschil_gekrompen=0.7 * own["verschil"], gewicht=0.7)


def _did(groups: pd.DataFrame, other: bool) -> pd.DataFrame:
    sides = {rol: part.set_index(KEY)["verschil"] for rol, part in groups.groupby("rol")}
    if len(sides) < 2:
        return pd.DataFrame(columns=[*KEY, "verschil"])
    table = pd.DataFrame({"verschil_pilot": sides["pilot"], "verschil_vergelijking": sides["vergelijking"]})
    change = table["verschil_pilot"] - table["verschil_vergelijking"]
    return table.assign(
        verschil=change, ci_laag_gecorrigeerd=change - 0.06, ci_hoog_gecorrigeerd=change + 0.06, p=0.1,
        n_pilot=3, n_vergelijking=6, informant_verschilt=other, verschil_gecorrigeerd=change / 3,
        kans_gevonden=0.31, controle=False,
    ).reset_index()  # fmt: skip


def _event(groups: pd.DataFrame) -> pd.DataFrame:
    pilots = groups[groups["rol"] == "pilot"]
    rows = [
        pilots.assign(relatief=moment, effect=factor * pilots["verschil"], n_pilot=3, n_vergelijking=6,
                      **{end: pilots[end] if factor else np.nan for end in ("ci_laag", "ci_hoog")})
        for moment, factor in ((-1, 0), (0, 0.8), (1, 1))
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True).drop(columns=["van", "naar", "rol", "verschil"])
