"""Which rows of the finished tables a figure, table or sentence is about, with the labels that readers see."""

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.study import ALLE


def primary_changes(rapport: Rapport) -> pd.DataFrame:
    """Give the primary indicators' change from first to last meting, in the order of study.yml, grouped by soort.

    The verdict (`oordeel`) follows the corrected interval.
    """
    table = changes_between(rapport, rapport.tabel("veranderingen"))
    if table.empty:
        return table
    order = {item.indicator: place for place, item in enumerate(rapport.study.primaire_indicatoren)}
    table = table[table["primair"].astype(bool) & table["indicator"].isin(order)]
    table = table.drop_duplicates("indicator").assign(volgorde=table["indicator"].map(order)).sort_values("volgorde")
    first_of_soort = table.groupby("soort")["volgorde"].transform("min")
    return table.assign(groep=first_of_soort).sort_values(["groep", "volgorde"]).reset_index(drop=True)


def nothing_to_compare(rapport: Rapport) -> str:
    """Give the true reason why there is no change in a primary indicator to show, as a sentence."""
    if not rapport.study.primaire_indicatoren:
        return "Er zijn geen hoofdindicatoren gekozen; de andere cijfers staan in de hoofdstukken hierna."
    if not rapport.metingen:
        return "Er is nog geen inventarisatie om te vergelijken."
    if len(rapport.metingen) < 2:
        return "Er zijn nog geen twee metingen om te vergelijken."
    return "Er zijn cijfers van twee metingen, maar niet van de hoofdindicatoren: die zijn niet gevraagd of geleverd."


def other_changes(rapport: Rapport) -> pd.DataFrame:
    """Give the exploratory indicators' change from first to last meting, in codebook order."""
    table = changes_between(rapport, rapport.tabel("veranderingen"))
    if table.empty:
        return table
    table = table[~table["primair"].astype(bool)]
    return in_codebook_order(rapport, table)


def changes_between(rapport: Rapport, table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of `veranderingen` for all bouwen together, from the first to the last meting."""
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return table.iloc[:0]
    pair = (table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)
    return table[pair & (table["bouw"] == ALLE)]


def in_codebook_order(rapport: Rapport, table: pd.DataFrame) -> pd.DataFrame:
    """Sort rows with soort, domein and code as the codebook has them."""
    rows = rapport.codebook.indicatoren
    order = {(r.soort, r.domein, r.code): place for place, r in enumerate(rows.itertuples())}
    keys = [order.get((r.soort, r.domein, r.code), len(order)) for r in table.itertuples()]
    return table.assign(volgorde=keys).sort_values("volgorde", kind="stable").reset_index(drop=True)


def shares(
    rapport: Rapport,
    name: str,
    niveaus: Iterable[str] = ("domein",),
    bouw: str | None = ALLE,
    or_codes: bool = False,
) -> pd.DataFrame:
    """Give this IKC's shares of `signalen` or `zorg` for some levels, in codebook order and in order of time.

    `aandeel` and its interval are empty where a share may not be shown. With `or_codes` the codes take the place of
    the levels where none of these was delivered: counts per code only.
    """
    table = rapport.tabel(name)
    if table.empty:
        return table
    here = table["meting"].isin([item.meting for item in rapport.metingen])
    here &= table["bouw"].eq(bouw) if bouw else table["bouw"].ne(ALLE)
    keep = here & table["niveau"].isin(list(niveaus))
    if or_codes and not keep.any():
        keep = here & table["niveau"].eq("code")
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    chosen = table[keep]
    chosen = chosen.assign(tijd=chosen["meting"].map(times))
    return in_codebook_order(rapport, chosen).sort_values(["volgorde", "tijd"], kind="stable").reset_index(drop=True)


def primary_series(rapport: Rapport) -> pd.DataFrame:
    """Give every IKC's share (and that of `alle`) of each primary indicator at every meting, all bouwen together.

    In the order of study.yml (`volgorde`) and of time (`tijd`); an indicator is one row per IKC and meting.
    """
    return _primary(rapport, rapport.alle)


def own_primary(rapport: Rapport) -> pd.DataFrame:
    """Give the rows of `primary_series` that are of this report's own IKC, or of `alle`."""
    return _primary(rapport, rapport.tabel)


def primary_beside(rapport: Rapport) -> pd.DataFrame:
    """Give the rows of `primary_series` that are drawn beside each other: of many IKCs only the ends (`naast`)."""
    return _primary(rapport, rapport.naast)


def _primary(rapport: Rapport, read: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    both = pd.concat([read("signalen"), read("zorg")], ignore_index=True)
    if both.empty:
        return both
    rows = rapport.codebook.indicatoren
    wanted = {item.indicator: place for place, item in enumerate(rapport.study.primaire_indicatoren)}
    keys = rows[rows["indicator"].isin(wanted)].drop_duplicates("indicator")
    chosen = both.merge(keys[["indicator", "soort", "domein", "code"]], on=["soort", "domein", "code"])
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    chosen = chosen[chosen["bouw"] == ALLE]
    chosen = chosen.assign(volgorde=chosen["indicator"].map(wanted), tijd=chosen["meting"].map(times))
    return chosen.sort_values(["volgorde", "tijd"], kind="stable", ignore_index=True)


def drop_hidden_series(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Leave out the series of which no number at all may be shown; give their labels too."""
    shown = table.groupby("volgorde")["aandeel"].transform("count") > 0
    return table[shown].reset_index(drop=True), list(dict.fromkeys(table.loc[~shown, "label"]))


def ratios(rapport: Rapport, maten: Iterable[str]) -> pd.DataFrame:
    """Give this IKC's rows of `verhoudingen` for some maten, all bouwen together, in order of time."""
    table = rapport.tabel("verhoudingen")
    if table.empty:
        return table
    chosen = table[table["maat"].isin(list(maten)) & table["meting"].isin([item.meting for item in rapport.metingen])]
    if "bouw" in chosen:
        chosen = chosen[chosen["bouw"] == ALLE]
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    chosen = chosen.assign(tijd=chosen["meting"].map(times))
    return chosen.sort_values(["maat", "tijd"], kind="stable").reset_index(drop=True)


def measured(rapport: Rapport, bouw: str = ALLE) -> pd.DataFrame:
    """Give who was measured at this IKC: one row per meting for all bouwen together, or another bouw."""
    table = rapport.tabel("gemeten")
    if table.empty:
        return table
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    chosen = table[table["bouw"] == bouw].assign(tijd=table["meting"].map(times))
    chosen = chosen[chosen["meting"].isin([item.meting for item in rapport.metingen])]
    return chosen.sort_values("tijd").reset_index(drop=True)


def children_at(rapport: Rapport, meting: str) -> float:
    """Give the enrolled children of this IKC at a meting; not a number when that is not known.

    The denominator of the shares: for all IKCs together, those that were inventoried in any form.
    """
    for name in ("signalen", "zorg", "gemeten"):
        table = rapport.tabel(name)
        if len(table):
            known = table.loc[(table["meting"] == meting) & (table["bouw"] == ALLE), "n_kinderen"].dropna()
            if len(known):
                return float(known.max())
    return float("nan")


def ikc_names(rapport: Rapport) -> dict[str, str]:
    """Give the IKCs of the study by code, with their names, in alphabetical order of the names."""
    names = {code: rapport.study.naam_of_ikc(code) for code in rapport.study.ikc_codes}
    return dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))


def end_metingen(rapport: Rapport) -> list[str]:
    """Give the names of the first and the last meting of this report; it must have them."""
    return [rapport.eerste.meting, rapport.laatste.meting]


def end_labels(rapport: Rapport) -> list[str]:
    """Give the labels of the first and the last meting of this report, as in the head of a table."""
    return [rapport.meting_label(meting) for meting in end_metingen(rapport)]
