"""Which IKC a toewijzing belongs to: by the export's own column, else by the child's enrolment."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analysis.errors import Melding
from analysis.intake.distinct import as_category
from analysis.study import GEEN_IKC

KOLOM, INSCHRIJVING, LATER, GEEN = "kolom", "inschrijving", "loopt door in inschrijving", "geen"
FOREVER = pd.Timestamp("9999-12-31")


@dataclass(frozen=True)
class Links:
    """Per toewijzing: its `ikc` (`geen` without one), how it was found, the ikc by leerlingen alone, and whether the
    child is in leerlingen at all.
    """

    ikc: pd.Series
    wijze: pd.Series
    volgens_leerlingen: pd.Series
    in_leerlingen: pd.Series


def link_toewijzingen(toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame) -> Links:
    """Give each toewijzing its IKC.

    The IKC of the export's own column counts where it names one of the study (`ikc_kolom`). Else the child's enrolment
    counts: the one that covers the start (the latest begun when two do), else the first that begins while the
    toewijzing runs: a child that brings its care along. A toewijzing that had ended before the child came, or started
    after it left, gets `geen`: the IKC had no part in it, and the child is not in the IKC's denominator then.

    Parameters
    ----------
    toewijzingen
        One row per toewijzing: client, startdatum, einddatum (NaT: open), ikc_kolom ('' where there is none).
    leerlingen
        From `tidy_leerlingen`: client, ikc, van, tot (NaT: open).
    """
    known = toewijzingen["client"].isin(leerlingen["client"].unique())
    found, later = _ikc_by_enrolment(toewijzingen, leerlingen, known)
    own = as_category(toewijzingen["ikc_kolom"])
    names = union_categoricals([own, found, pd.Categorical([GEEN_IKC])]).categories
    own, found = own.cat.set_categories(names), found.cat.set_categories(names)
    linked = [own != "", later, found != ""]
    places = np.select(linked, [own.cat.codes, found.cat.codes, found.cat.codes], names.get_loc(GEEN_IKC))
    ikc = pd.Categorical.from_codes(places, categories=names, validate=False)
    wijze = pd.Categorical.from_codes(np.select(linked, [0, 1, 2], 3), categories=[KOLOM, LATER, INSCHRIJVING, GEEN])
    ikc, wijze = (pd.Series(values, index=own.index, copy=False) for values in (ikc, wijze))
    return Links(ikc, wijze, found, known)


def _ikc_by_enrolment(
    toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame, known: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Give the ikc by enrolment ('' for none) and whether the toewijzing started before that enrolment."""
    rows = toewijzingen.loc[known, ["client", "startdatum", "einddatum"]].astype({"client": "str"})
    pairs = rows.assign(plaats=np.flatnonzero(known)).merge(leerlingen[["client", "ikc", "van", "tot"]], on="client")
    overlaps = (pairs["van"] <= pairs["einddatum"].fillna(FOREVER)) & (
        pairs["tot"].fillna(FOREVER) >= pairs["startdatum"]
    )
    pairs = pairs[overlaps]
    pairs = pairs.assign(wacht=(pairs["van"] - pairs["startdatum"]).dt.days.clip(lower=0))
    best = pairs.sort_values(["plaats", "wacht", "van"], ascending=[True, True, False], kind="stable")
    best = best.drop_duplicates("plaats")
    names = pd.Index(["", *best["ikc"].unique()], dtype="str")
    ikc, later = np.zeros(len(toewijzingen), dtype="int32"), np.zeros(len(toewijzingen), dtype=bool)
    ikc[best["plaats"]], later[best["plaats"]] = names.get_indexer(best["ikc"]), best["wacht"] > 0
    index = toewijzingen.index
    found = pd.Categorical.from_codes(ikc, categories=names)
    return pd.Series(found, index=index, copy=False), pd.Series(later, index=index, copy=False)


def report_links(toewijzingen: pd.DataFrame, links: Links) -> list[Melding]:
    """Report per file how many toewijzingen have no IKC, how those with one were linked, and where sources differ."""
    rows = toewijzingen[["bestand", "ikc_kolom"]].assign(
        wijze=links.wijze, ikc=links.volgens_leerlingen, bekend=links.in_leerlingen
    )
    files = rows["bestand"].unique()
    return [
        melding
        for bestand in files
        for of_file in [rows if len(files) == 1 else rows[rows["bestand"] == bestand]]
        for melding in (*_report_rate(str(bestand), of_file), *_report_conflicts(str(bestand), of_file))
    ]


def _report_rate(bestand: str, rows: pd.DataFrame) -> list[Melding]:
    """Warn of a file of which some toewijzingen have no IKC; when all have one there is nothing to warn of."""
    without = rows["wijze"] == GEEN
    if not without.any():
        return []
    counts = rows["wijze"].value_counts()
    linked = len(rows) - int(counts.get(GEEN, 0))
    share = f"{100 * linked / len(rows):.1f}".replace(".", ",")
    elsewhere = int((without & rows["bekend"]).sum())
    lines = [
        f"{int(counts.get(KOLOM, 0))} door de kolom ikc",
        f"{int(counts.get(INSCHRIJVING, 0))} door de inschrijving op de ingangsdatum",
        f"{int(counts.get(LATER, 0))} door een latere inschrijving tijdens de looptijd",
        f"{elsewhere} zonder IKC: het kind was in de looptijd niet ingeschreven",
        f"{int(without.sum()) - elsewhere} zonder IKC: het kind staat niet in leerlingen",
    ]
    return [
        Melding(bestand, f"{linked} van de {len(rows)} toewijzingen ({share}%) zijn aan een IKC gekoppeld.",
                "waarschuwing", tuple(lines), "Toewijzingen zonder IKC tellen in geen enkel IKC mee.", "koppeling")
    ]  # fmt: skip


def _report_conflicts(bestand: str, rows: pd.DataFrame) -> list[Melding]:
    told = rows.loc[(rows["ikc_kolom"] != "") & (rows["ikc"] != ""), ["ikc_kolom", "ikc"]].astype({"ikc": "str"})
    differs = told[told["ikc_kolom"].astype("str") != told["ikc"]]
    if differs.empty:
        return []
    pairs = differs.groupby(["ikc_kolom", "ikc"], observed=True).size()
    lines = tuple(f"kolom {own}, leerlingen {other}: {count}" for (own, other), count in pairs.items())
    number = len(differs)
    return [
        Melding(bestand, f"bij {number} {'toewijzing' if number == 1 else 'toewijzingen'} noemt de kolom ikc een ander "
                "IKC dan leerlingen.", "waarschuwing", lines, "De kolom ikc telt.", "koppeling_tegenstrijdig")
    ]  # fmt: skip
