"""Do people and numbers say the same of each link of the effectenketen? The verdict, in one place.

What people say is a count and no sample; what numbers say is the verdict on a change that the report gives elsewhere.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.codebook.keten import (
    KOSTEN,
    MET_ZONDER,
    OMHOOG,
    OMLAAG,
    TOEWIJZINGEN,
    VERANDERING,
    VERHOUDING,
    Keten,
    Meetlat,
    Schakel,
)
from analysis.inference.ketenoordelen import (
    ALLEEN_KWALITATIEF,
    ALLEEN_KWANTITATIEF,
    BEVESTIGD,
    BEWOGEN,
    GEEN,
    GEEN_GEGEVENS,
    GEEN_METING,
    GEEN_UITKOMST,
    GEKOZEN,
    IKCS_VERSCHILLEN,
    NEUTRAAL,
    NIEMAND,
    NIET_BEKEND,
    STERKTE,
    TEGENSTRIJDIG,
    VERDEELD,
    VERSCHILLEN,
    VOORAL_MIN,
    VOORAL_PLUS,
)
from analysis.inference.oordelen import (
    ANDERE_INFORMANT,
    GEDAALD,
    GEEN_VERANDERING,
    GESTEGEN,
    HOGER,
    LAGER,
    NIET_TE_ZEGGEN,
    TE_WEINIG,
    WEINIG_IKCS,
)
from analysis.inference.primary import AGAINST, PILOT, VOOR_NA
from analysis.study import ALLE, Study

COUNTS = ["n_plus", "n_nul", "n_min", "n_oneens"]
COLUMNS = ["schakel", "soort", *COUNTS, "n_bronnen", "mensen", "kwantitatief", "verwacht", "als_verwacht",
           "kwantitatief_reden", "oordeel"]  # fmt: skip
BRONNEN = ["schakel", "soort", "bron", *COUNTS, "n_ikcs"]
Tables = Mapping[str, pd.DataFrame]


def judge_people(n_plus: float, n_nul: float, n_min: float) -> str:
    """Give what people mainly say: more + than -, more - than +, as many of both, only neutral, or nothing.

    Neutral statements tip neither scale; they are shown beside the verdict. A count that is not told counts as none.
    """
    plus, nul, minus = (0.0 if pd.isna(count) else float(count) for count in (n_plus, n_nul, n_min))
    if plus > minus:
        return VOORAL_PLUS
    if minus > plus:
        return VOORAL_MIN
    return VERDEELD if plus else NEUTRAAL if nul else NIEMAND


def judge_link(mensen: str, kwantitatief: str, als_verwacht: bool) -> str:
    """Give the verdict on a link, from what people mainly say and where the numbers went.

    - *bevestigd*: people mainly say +, and the numbers went as expected.
    - *tegenstrijdig*: people mainly say + or - and the numbers went as expected or not, in any other combination. Also
      where both speak against the chain: what was expected is contradicted then, twice.
    - *alleen_kwalitatief*: statements, of any direction, and numbers that did not move or of which nobody can tell.
    - *alleen_kwantitatief*: the numbers moved, and people give no one direction: as many + as -, neutral, or nothing.
    - *geen_gegevens*: no statements, and no numbers that moved.
    """
    moved = kwantitatief in BEWOGEN
    if not moved:
        return GEEN_GEGEVENS if mensen == NIEMAND else ALLEEN_KWALITATIEF
    if mensen not in (VOORAL_PLUS, VOORAL_MIN):
        return ALLEEN_KWANTITATIEF
    return BEVESTIGD if mensen == VOORAL_PLUS and als_verwacht else TEGENSTRIJDIG


def estimate_effectenketen(uitspraken: pd.DataFrame, tables: Tables, keten: Keten, study: Study) -> pd.DataFrame:
    """Judge every node and arrow of the chain.

    Parameters
    ----------
    uitspraken
        From `count_uitspraken`: statements per schakel x bron, with `bron` alle; exact, rounded, or with counts that
        are not told missing. What people say follows these counts alone.
    tables
        Finished result tables with a verdict or an interval: over_ikcs, veranderingen, verschil_in_verschil,
        verhoudingen_veranderingen, tijdreeks.

    Returns
    -------
    One row per schakel, the columns of `effectenketen`; none without statements.
    """
    if uitspraken.empty:
        return pd.DataFrame(columns=COLUMNS)
    totals = uitspraken[uitspraken["bron"] == ALLE].set_index("schakel")
    parts = uitspraken[uitspraken["bron"] != ALLE]
    spoke = _count_sources(parts)
    numbers = judge_numbers(tables, keten, study).set_index("schakel")
    rows = [
        {
            "schakel": item.schakel,
            "soort": item.soort,
            **totals.loc[item.schakel, COUNTS].to_dict(),
            "n_bronnen": spoke.get(item.schakel, pd.NA),
            **numbers.loc[item.schakel].to_dict(),
        }
        for item in keten.schakels
    ]
    return judge_rows(pd.DataFrame(rows))


def _count_sources(parts: pd.DataFrame) -> pd.Series:
    """Count the sources that said something of a link, among those that are told; missing where none is."""
    told = parts[parts[COUNTS].notna().any(axis=1)]
    return (told[COUNTS].fillna(0).sum(axis=1) > 0).groupby(told["schakel"]).sum()


def judge_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows with counts and `kwantitatief` what people say, whether numbers went as expected, and the verdict."""
    people = [judge_people(*counts) for counts in zip(rows["n_plus"], rows["n_nul"], rows["n_min"], strict=True)]
    moved = rows["kwantitatief"].isin(BEWOGEN)
    expected = moved & (rows["kwantitatief"] == rows["verwacht"])
    words = [judge_link(*of) for of in zip(people, rows["kwantitatief"], expected, strict=True)]
    as_hoped = np.select([~moved, expected], ["", "ja"], "nee")
    judged = rows.assign(mensen=people, als_verwacht=as_hoped, oordeel=words)
    return judged[COLUMNS].astype(dict.fromkeys([*COUNTS, "n_bronnen"], "Int64"))


def list_bronnen(uitspraken: pd.DataFrame, keten: Keten) -> pd.DataFrame:
    """Give the statements of each link by source, the columns of `effectenketen_bronnen`."""
    if uitspraken.empty:
        return pd.DataFrame(columns=BRONNEN)
    kinds = {item.schakel: item.soort for item in keten.schakels}
    own = uitspraken[uitspraken["bron"] != ALLE]
    return own.assign(soort=own["schakel"].map(kinds))[BRONNEN].reset_index(drop=True)


def judge_numbers(tables: Tables, keten: Keten, study: Study) -> pd.DataFrame:
    """Give where the numbers of each link went: schakel, kwantitatief, verwacht, kwantitatief_reden."""
    return pd.DataFrame(
        [{"schakel": item.schakel, **_judge_link_numbers(item, tables, study)} for item in keten.schakels]
    )


def _judge_link_numbers(item: Schakel, tables: Tables, study: Study) -> dict[str, str]:
    """Join the numbers of one link: those that are known must all have gone the same way, seen from what is expected.

    Of indicators that move apart, or of which one moves and another does not, nobody can tell where the link went. The
    direction is that of the indicator that is named first.
    """
    if not item.meetlatten:
        return {"kwantitatief": NIET_BEKEND, "verwacht": "", "kwantitatief_reden": GEEN_METING}
    found = [(lat, *judge_meetlat(lat, tables, study)) for lat in item.meetlatten]
    verwacht = item.meetlatten[0].richting
    known = [(lat, where) for lat, where, _ in found if where != NIET_BEKEND]
    if not known:
        reden = "; ".join(dict.fromkeys(reden for *_, reden in found))
        return {"kwantitatief": NIET_BEKEND, "verwacht": verwacht, "kwantitatief_reden": reden}
    turned = {GEEN if where == GEEN else "ja" if where == lat.richting else "nee" for lat, where in known}
    if len(turned) > 1:
        return {"kwantitatief": NIET_BEKEND, "verwacht": verwacht, "kwantitatief_reden": VERSCHILLEN}
    (word,) = turned
    against = OMLAAG if verwacht == OMHOOG else OMHOOG
    where = {GEEN: GEEN, "ja": verwacht, "nee": against}[word]
    of_all = "" if len(known) == len(found) else f"{len(known)}_van_{len(found)}_bekend"
    return {"kwantitatief": where, "verwacht": verwacht, "kwantitatief_reden": of_all}


def judge_meetlat(lat: Meetlat, tables: Tables, study: Study) -> tuple[str, str]:
    """Give where one number went (omhoog, omlaag, geen, niet_bekend), and why that is not known."""
    judge = {
        VERANDERING: _judge_change,
        MET_ZONDER: _judge_with_without,
        VERHOUDING: _judge_ratio,
        TOEWIJZINGEN: _judge_allocations,
        KOSTEN: _judge_costs,
    }[lat.bron]
    return judge(lat.naam, tables, study)


def _judge_change(name: str, tables: Tables, study: Study) -> tuple[str, str]:
    """Follow the verdict over the IKCs with a jeugdondersteuner; of an indicator without one, that of each of them."""
    over = _table(tables, "over_ikcs")
    over = over[(over["rol"] == PILOT) & (over["indicator"] == name)] if len(over) else over
    if len(over):
        row = _first_to_last(over, study).iloc[0]
        return _word(str(row["oordeel"]), str(row["oordeel_reden"]))
    changes = _table(tables, "veranderingen")
    if changes.empty:
        return NIET_BEKEND, GEEN_UITKOMST
    return _judge_each(changes[(changes["indicator"] == name) & (changes["bouw"] == ALLE)], study)


def _judge_ratio(name: str, tables: Tables, study: Study) -> tuple[str, str]:
    ratios = _table(tables, "verhoudingen_veranderingen")
    return _judge_each(ratios[ratios["maat"] == name] if len(ratios) else ratios, study)


def _judge_each(rows: pd.DataFrame, study: Study) -> tuple[str, str]:
    """Join the verdicts of the single IKCs with a jeugdondersteuner: all the same, of at least `minimum_ikcs`."""
    pilots = [item.ikc for item in study.ikcs if item.rol == PILOT]
    own = rows[rows["ikc"].isin(pilots)] if len(rows) else rows
    if own.empty:
        return NIET_BEKEND, GEEN_UITKOMST
    own = _first_to_last(own, study).drop_duplicates("ikc")
    words = {_word(*of) for of in zip(own["oordeel"].astype(str), own["oordeel_reden"].astype(str), strict=True)}
    unknown = [reden for where, reden in sorted(words) if where == NIET_BEKEND]
    if unknown:
        return NIET_BEKEND, unknown[0]
    if own["ikc"].nunique() < study.statistiek.minimum_ikcs:
        return NIET_BEKEND, WEINIG_IKCS
    places = {where for where, _ in words}
    return (places.pop(), "") if len(places) == 1 else (NIET_BEKEND, IKCS_VERSCHILLEN)


def _judge_with_without(name: str, tables: Tables, study: Study) -> tuple[str, str]:
    """Follow the corrected interval of the difference with the other IKCs; none where who filled in differs too."""
    table = _table(tables, "verschil_in_verschil")
    rows = table[table["indicator"] == name] if len(table) else table
    if rows.empty:
        return NIET_BEKEND, GEEN_UITKOMST
    row = _first_to_last(rows, study).iloc[0]
    if bool(row["informant_verschilt"]):
        return NIET_BEKEND, ANDERE_INFORMANT
    return _side(row["ci_laag_gecorrigeerd"], row["ci_hoog_gecorrigeerd"], 0.0)


def _judge_allocations(name: str, tables: Tables, study: Study) -> tuple[str, str]:
    """Follow the ratio of new toewijzingen with against without a jeugdondersteuner, by its corrected interval."""
    table = _table(tables, "tijdreeks")
    rows = table[(table["ikc"] == AGAINST) & (table["term"] == VOOR_NA)] if len(table) else table
    rows = rows[rows["domein"] == name] if len(rows) else rows
    if rows.empty:
        return NIET_BEKEND, GEEN_UITKOMST
    row = rows.iloc[0]
    return _side(row["ci_laag_gecorrigeerd"], row["ci_hoog_gecorrigeerd"], 1.0)


def _judge_costs(name: str, tables: Tables, study: Study) -> tuple[str, str]:
    """Say that nobody can tell: described cases were chosen to show something, so no cost of theirs is a trend."""
    del name, study
    return NIET_BEKEND, GEKOZEN if len(_table(tables, "kosten_over_casussen")) else GEEN_UITKOMST


def _side(low: float, high: float, nothing: float) -> tuple[str, str]:
    if pd.isna(low) or pd.isna(high):
        return NIET_BEKEND, TE_WEINIG.replace(" ", "_")
    if low > nothing:
        return OMHOOG, ""
    return (OMLAAG, "") if high < nothing else (GEEN, "")


def _word(oordeel: str, reden: str) -> tuple[str, str]:
    """Translate a verdict on change; what it does not know is not known."""
    words = {GESTEGEN: OMHOOG, HOGER: OMHOOG, GEDAALD: OMLAAG, LAGER: OMLAAG, GEEN_VERANDERING: GEEN}
    if oordeel in words:
        return words[oordeel], ""
    known = {NIET_TE_ZEGGEN, TE_WEINIG}
    return NIET_BEKEND, reden if oordeel in known and reden not in ("", "nan") else GEEN_UITKOMST


def _first_to_last(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give the rows of the first meting with the last, of each IKC its own: a series is judged from end to end."""
    order = {name: place for place, name in enumerate(study.meting_namen)}
    van, naar = rows["van"].astype(str).map(order), rows["naar"].astype(str).map(order)
    return (
        rows.assign(_van=van, _naar=-naar).sort_values(["_van", "_naar"], kind="stable").drop(columns=["_van", "_naar"])
    )


def _table(tables: Tables, name: str) -> pd.DataFrame:
    return tables.get(name, pd.DataFrame())


def weaken_keten(shown: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """Take back what a public chain says more strongly of the numbers than the exact one, and judge again.

    A direction that the exact numbers do not have, or have the other way, becomes what they have, or not known.
    """
    if shown.empty:
        return shown
    own = exact.set_index("schakel")["kwantitatief"].reindex(shown["schakel"]).fillna(NIET_BEKEND).to_numpy()
    told = shown["kwantitatief"].to_numpy()
    stronger = np.array([STERKTE[one] > STERKTE[other] for one, other in zip(told, own, strict=True)], dtype=bool)
    turned = np.isin(told, BEWOGEN) & np.isin(own, BEWOGEN) & (told != own)
    words = np.where(stronger, own, np.where(turned, NIET_BEKEND, told))
    reasons = exact.set_index("schakel")["kwantitatief_reden"].reindex(shown["schakel"]).to_numpy()
    reden = np.where(stronger, reasons, np.where(turned, GEEN_UITKOMST, shown["kwantitatief_reden"]))
    return judge_rows(shown.assign(kwantitatief=words, kwantitatief_reden=reden))
