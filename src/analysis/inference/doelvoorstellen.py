"""Goals that the first meting proposes, as the pilot derived them, each with the numbers that led to it.

A proposal is a reason to talk, and no agreement: it has no target, and it stays one until a person takes it over.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.inference.afronding import as_floats
from analysis.inference.proportions import estimate_newcombe
from analysis.measures.inventory import INDICATOR as OF_CODEBOOK
from analysis.study import ALLE, Study

MOMENT = ["ikc", "meting"]
ONDERBOUW, EXT_INT, KIND_GEZIN, ZORG, EERSTE_LIJN = (
    "onderbouw_minder_gezien", "extern_boven_intern", "kind_en_gezin_los", "zorg_bereikt_problemen_niet",
    "tweede_lijn_zonder_eerste",
)  # fmt: skip
AANLEIDINGEN = (ONDERBOUW, EXT_INT, KIND_GEZIN, ZORG, EERSTE_LIJN)
GOALS: dict[str, tuple[str, str, str]] = {
    ONDERBOUW: ("Eerder zien in de {bouw}: {label}", "{indicator}@{bouw}", "stijging"),
    EXT_INT: ("Stille kinderen eerder zien", "internaliserend", "stijging"),
    KIND_GEZIN: ("Bij zorgen om een kind ook naar thuis kijken", "gezin_bij_kind", "stijging"),
    ZORG: ("Kinderen met een probleem krijgen hulp", "zorg_bij_probleem", "stijging"),
    EERSTE_LIJN: ("Hulp dichtbij voordat het zwaar wordt", "eerstelijnszorg", "stijging"),
}
"""Per reason the goal that it proposes: its name, its indicator as a delivery writes it, and the direction."""
HEADS = ["ikc", "speerpunt", "niveau", "soort", "indicator", "richting", "startwaarde", "doelwaarde", "peildatum",
         "vastgesteld", "eigenaar", "bron", "voorstel"]  # fmt: skip
"""The columns of the line to paste into `speerpunten`, in order."""
COLUMNS = ["ikc", "aanleiding", "doel", "indicator", "richting", "meting", "waarde", "ci_laag", "ci_hoog",
           "vergelijking", "grens", "n_noemer", "voorstel", "al_een_doel", "regel"]  # fmt: skip
Results = Mapping[str, pd.DataFrame]


def propose_doelen(results: Results, goals: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give table `doelen_voorstellen`: per IKC what its first meting gives reason to make a goal of.

    Thresholds are `voorstellen` in study.yml; a share is of at least `statistiek.minimum_kinderen`. Five reasons: fewer
    children seen in the onderbouw than in the other bouwen (the interval of the difference, Newcombe 1998, is below
    zero); many more externalising than internalising; child and family problems that do not go together; few children
    with a problem who have care; less first-line than second-line care.

    Parameters
    ----------
    results
        `signalen`, `verhoudingen`, `samenhang`, exact.
    goals
        From `list_goals`: what is a goal of the IKC already is marked (`al_een_doel`).

    Returns
    -------
    One row per ikc x aanleiding x indicator; `regel` is the line to paste into `speerpunten`, without a target and
    without a start value, for the first meting is that.
    """
    found = [*_of_onderbouw(results, study, codebook), *_of_maten(results, study), *_of_links(results, study)]
    known = {(row.ikc, _named(row.indicator, row.bouw)) for row in goals.itertuples()} if len(goals) else set()
    rows = [_as_row(item, known) for item in found]
    order = {ikc: place for place, ikc in enumerate(study.ikc_codes)}
    rows.sort(
        key=lambda row: (order.get(row["ikc"], len(order)), AANLEIDINGEN.index(row["aanleiding"]), row["indicator"])
    )
    return pd.DataFrame(rows, columns=COLUMNS)


def _named(indicator: str, bouw: str) -> str:
    return indicator if bouw == ALLE else f"{indicator}@{bouw}"


def _first_meting(table: pd.DataFrame, value: str, study: Study) -> pd.DataFrame:
    """Keep the rows of each IKC at its first meting with this value; not those over IKCs."""
    own = table[(table["ikc"] != ALLE) & table[value].notna()]
    place = own["meting"].map({name: at for at, name in enumerate(study.meting_namen)})
    return own[place == place.groupby(own["ikc"]).transform("min")]


def _of_onderbouw(results: Results, study: Study, codebook: Codebook) -> Iterator[dict[str, Any]]:
    """Compare the domains of signals in the onderbouw with those in the other bouwen together, at the first meting."""
    limits, table = study.voorstellen, results.get("signalen", pd.DataFrame())
    if table.empty or limits.bouw not in study.bouwen:
        return
    domains = table[(table["domein"] != ALLE) & (table["code"] == ALLE)]
    rows = _first_meting(domains, "aandeel", study)
    key = [*MOMENT, *OF_CODEBOOK]
    here = rows[rows["bouw"] == limits.bouw].set_index(key)
    others = rows[~rows["bouw"].isin([ALLE, limits.bouw])].groupby(key)[["n", "n_kinderen"]].sum(min_count=1)
    both = here.join(others.add_suffix("_ander")).reset_index()
    if both.empty:
        return
    n, total, n_other, total_other = (
        as_floats(both[name]) for name in ("n", "n_kinderen", "n_ander", "n_kinderen_ander")
    )
    _, high = estimate_newcombe(n_other, total_other, n, total, study.statistiek.alfa)
    share = np.divide(n_other, total_other, out=np.full(len(both), np.nan), where=total_other > 0)
    enough = np.minimum(total, total_other) >= study.statistiek.minimum_kinderen
    clear = enough & (high < 0) & (both["aandeel"].to_numpy() <= limits.onderbouw * share)
    for at in np.flatnonzero(clear):
        row = both.iloc[at]
        yield {"aanleiding": ONDERBOUW, "vergelijking": share[at], "grens": limits.onderbouw, "waarde": row["aandeel"],
               "noemer": row["n_kinderen"], "naam": {"indicator": row["domein"], "bouw": limits.bouw,
               "label": codebook.label(row["domein"])}, **_place(row)}  # fmt: skip


def _of_maten(results: Results, study: Study) -> Iterator[dict[str, Any]]:
    limits, table = study.voorstellen, results.get("verhoudingen", pd.DataFrame())
    if table.empty:
        return
    rows = _first_meting(table[table["bouw"] == ALLE], "waarde", study)
    enough = rows["n_noemer"] >= study.statistiek.minimum_kinderen
    tests = {
        EXT_INT: (
            "ratio_ext_int",
            limits.ratio_ext_int,
            rows["waarde"].ge(limits.ratio_ext_int) & rows["ci_laag"].gt(1),
        ),
        ZORG: ("zorg_bij_probleem", limits.zorg_bij_probleem, rows["ci_hoog"].lt(limits.zorg_bij_probleem) & enough),
        EERSTE_LIJN: ("ratio_eerste_tweede", limits.eerste_tweede, rows["ci_hoog"].lt(limits.eerste_tweede)),
    }
    for aanleiding, (maat, grens, clear) in tests.items():
        for row in rows[(rows["maat"] == maat) & clear].to_dict("records"):
            yield {"aanleiding": aanleiding, "vergelijking": np.nan, "grens": grens, "waarde": row["waarde"],
                   "noemer": row["n_noemer"], "naam": {}, **_place(row)}  # fmt: skip


def _of_links(results: Results, study: Study) -> Iterator[dict[str, Any]]:
    """Find IKCs where child and family problems go together less than the limit, whatever chance did."""
    limit, table = study.voorstellen.samenhang, results.get("samenhang", pd.DataFrame())
    if table.empty:
        return
    rows = _first_meting(table[table["verband"] == "kind_gezin"], "odds_ratio", study)
    for row in rows[rows["ci_hoog"].lt(limit)].to_dict("records"):
        cells = [row[name] for name in ("n_beide", "n_eerste", "n_tweede", "n_geen")]
        yield {"aanleiding": KIND_GEZIN, "vergelijking": np.nan, "grens": limit, "waarde": row["odds_ratio"],
               "noemer": sum(cells), "naam": {}, **_place(row)}  # fmt: skip


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("ikc", "meting", "ci_laag", "ci_hoog")}


def _as_row(item: dict[str, Any], known: set[tuple[str, str]]) -> dict[str, Any]:
    doel, indicator, richting = GOALS[item["aanleiding"]]
    doel, indicator = doel.format(**item["naam"]), indicator.format(**item["naam"])
    row = {name: item[name] for name in ("ikc", "aanleiding", "meting", "waarde", "ci_laag", "ci_hoog", "vergelijking",
                                         "grens")}  # fmt: skip
    line = {"ikc": item["ikc"], "speerpunt": doel, "niveau": "locatie", "soort": "indicator", "indicator": indicator,
            "richting": richting, "bron": f"voorstel uit {item['meting']}", "voorstel": "ja"}  # fmt: skip
    text = ";".join(_cell(str(line.get(name, ""))) for name in HEADS)
    return row | {"doel": doel, "indicator": indicator, "richting": richting, "n_noemer": item["noemer"],
                  "voorstel": True, "al_een_doel": (item["ikc"], indicator) in known, "regel": text}  # fmt: skip


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ';"\n') else text
