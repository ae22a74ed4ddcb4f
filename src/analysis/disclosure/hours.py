"""Hours of a jeugdondersteuner in the public edition: about an adult's work, unless few children are behind them.

Hours per soort and half-year are rounded to whole tens, and all other public numbers on them follow from those. Hours
that name fewer children than the threshold, or of which two children have nearly all, could tell of a child: they are
left out, and so is every total and share that would give them back.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.disclosure.cases import SHARE_LEFT
from analysis.inference.inzet import AFRONDING, estimate_beweging, estimate_inzet
from analysis.inference.oordelen import NIET_TE_ZEGGEN
from analysis.results.kaart import ONDERDRUKT
from analysis.study import ALLE, Study

TABLE, VERDICTS = "inzet_jok", "inzet_beweging"
OF_CHILDREN = ["n_registraties", "n_kinderen", "aandeel_overige"]
"""What the public edition has of no cell."""
ADDED = ["aandeel", "n_ikcs", ONDERDRUKT]


def round_inzet(cells: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Round the hours of each cell (a row of `count_inzet`), and empty those that few children are behind."""
    if cells.empty:
        return cells
    base = study.publicatie.afronding_uren
    hours = cells["uren"].astype("float64")
    rounded = np.floor(hours / base + 0.5) * base
    return cells.assign(
        uren=rounded.mask(_of_few(cells, study)), n_registraties=pd.NA, n_kinderen=pd.NA, aandeel_overige=np.nan
    )


def _of_few(cells: pd.DataFrame, study: Study) -> pd.Series:
    limit = max(study.publicatie.drempel, study.publicatie.basis)
    named = cells["n_kinderen"].fillna(0).astype("int64")
    return (named > 0) & ((named < limit) | (cells["aandeel_overige"] < SHARE_LEFT))


def publish_inzet(table: pd.DataFrame, results: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Give the table of hours for the public edition that hides small counts, from its exact cells, rounded."""
    exact = results[TABLE]
    if exact.empty:
        return table
    made = estimate_inzet(_public_cells(exact, study))
    key = ["ikc", "periode", "soort"]
    found = made.set_index(key).reindex(pd.MultiIndex.from_frame(table[key]))
    hidden = exact["uren"].notna().to_numpy() & found["uren"].isna().to_numpy()
    columns = {name: found[name].to_numpy() for name in ("uren", "aandeel", *OF_CHILDREN)}
    return table.assign(**columns, **{ONDERDRUKT: hidden}).astype(table.dtypes)


def publish_beweging(table: pd.DataFrame, results: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Give the words on the hours: the exact ones' where the rounded hours have it too, else that it cannot be said.

    The word is about an adult's work; where hours of few children are in it, there is no word (`niet_getoond`).
    """
    if table.empty:
        return table
    made = estimate_beweging(_public_cells(results[TABLE], study), None, study)
    weak = weaken_beweging(made, results[VERDICTS]).assign(verschil_laag=np.nan, verschil_hoog=np.nan)
    return weak.set_index("ikc").reindex(table["ikc"]).reset_index()[list(table.columns)].astype(table.dtypes)


def _public_cells(exact: pd.DataFrame, study: Study) -> pd.DataFrame:
    cells = exact[(exact["ikc"] != ALLE) & (exact["soort"] != ALLE)]
    return round_inzet(cells.drop(columns=ADDED, errors="ignore"), study)


def weaken_beweging(rounded: pd.DataFrame, exact: pd.DataFrame) -> pd.DataFrame:
    """Take back each word on rounded hours that the exact ones do not have, with the reason."""
    known = exact.set_index("ikc").reindex(rounded["ikc"]).reset_index()
    back = (rounded["oordeel"] != NIET_TE_ZEGGEN) & (rounded["oordeel"] != known["oordeel"])
    why = known["oordeel_reden"].where(known["oordeel"] == NIET_TE_ZEGGEN, AFRONDING)
    oordeel = rounded["oordeel"].mask(back, NIET_TE_ZEGGEN)
    return rounded.assign(oordeel=oordeel, oordeel_reden=rounded["oordeel_reden"].mask(back, why))
