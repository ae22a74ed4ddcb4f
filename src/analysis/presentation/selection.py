"""Which rows of the finished tables a figure, table or sentence is about, with the labels that readers see."""

from collections.abc import Iterable

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import MINIMUM_FOR_SHARE, has_share, is_missing
from analysis.presentation.taal.wording import level_of
from analysis.study import ALLE

OUTCOMES = {
    "gestegen": "gestegen",
    "gedaald": "gedaald",
    "geen aantoonbare verandering": "geen",
    "te weinig gegevens": "weinig",
}


def primary_changes(rapport: Rapport) -> pd.DataFrame:
    """Give the primary indicators' change from first to last meting, in the order of study.yml, grouped by soort.

    `uitkomst` is gestegen, gedaald, geen, weinig, onbekend or verborgen; `laag` and `hoog` are the ends of the
    corrected interval, the one that the verdict follows.
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
    """Give the rows of `veranderingen` for all bouwen together, from the first to the last meting, with words "
    "added."""
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return table.iloc[:0]
    pair = (table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)
    chosen = table[pair & (table["bouw"] == ALLE)]
    return add_words(rapport, chosen)


def add_words(rapport: Rapport, table: pd.DataFrame) -> pd.DataFrame:
    """Add `label`, `niveau`, `aard`, `uitkomst`, `laag` and `hoog` to rows of `veranderingen`."""
    kinds = dict(zip(rapport.codebook.codes["soort"], rapport.codebook.codes["aard"], strict=True))
    rows = list(table.itertuples())
    return table.assign(
        label=[rapport.label(row.soort, row.domein, row.code) for row in rows],
        niveau=[level_of(row.domein, row.code) for row in rows],
        aard=[kinds.get(row.soort, "signaal") for row in rows],
        uitkomst=[outcome_of(row) for row in rows],
        laag=_column(table, "ci_laag_gecorrigeerd").fillna(_column(table, "ci_laag")),
        hoog=_column(table, "ci_hoog_gecorrigeerd").fillna(_column(table, "ci_hoog")),
    )


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    values = table[name] if name in table else pd.Series(float("nan"), index=table.index)
    return pd.to_numeric(values, errors="coerce").astype(float)


def outcome_of(row: object) -> str:
    """Give the verdict of a row of `veranderingen` in one word; what is suppressed or of too few children has "
    "none."""
    if bool(getattr(row, "onderdrukt", False)):
        return "verborgen"
    counts = [getattr(row, name, 0) for name in ("n_kinderen_van", "n_kinderen_naar")]
    if any(is_missing(count) for count in counts):
        return "onbekend"
    few = any(not is_missing(count) and count < MINIMUM_FOR_SHARE for count in counts)
    if few or is_missing(getattr(row, "verschil", None)):
        return "weinig"
    return OUTCOMES.get(str(getattr(row, "oordeel", "")), "weinig")


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

    `aandeel` and its interval are empty where a share may not be shown: suppressed, or of fewer than twenty children.
    With `or_codes` the codes take the place of the levels where none of these was delivered: counts per code only.
    """
    table = rapport.tabel(name)
    if table.empty:
        return table
    levels = pd.Series([level_of(row.domein, row.code) for row in table.itertuples()], index=table.index)
    here = table["meting"].isin([item.meting for item in rapport.metingen])
    here &= table["bouw"].eq(bouw) if bouw else table["bouw"].ne(ALLE)
    keep = here & levels.isin(set(niveaus))
    if or_codes and not keep.any():
        keep = here & levels.eq("code")
    return with_labels(rapport, showable(table[keep]))


def with_labels(rapport: Rapport, table: pd.DataFrame) -> pd.DataFrame:
    """Add the reader's `label` and the meting's `jaar` (its label), in codebook order, then order of time."""
    labels = [rapport.label(row.soort, row.domein, row.code) for row in table.itertuples()]
    years = [rapport.meting_label(meting) for meting in table["meting"]]
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    table = table.assign(label=labels, jaar=years, tijd=table["meting"].map(times))
    return in_codebook_order(rapport, table).sort_values(["volgorde", "tijd"], kind="stable").reset_index(drop=True)


def drop_hidden_series(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Leave out the series of which no number at all may be shown; give their labels too."""
    shown = table.groupby("volgorde")["aandeel"].transform("count") > 0
    return table[shown].reset_index(drop=True), list(dict.fromkeys(table.loc[~shown, "label"]))


def showable(table: pd.DataFrame) -> pd.DataFrame:
    """Empty the shares and intervals that may not be shown; `verborgen` says which rows those are.

    `onbekend` says of which of them the reason is that nobody knows how many children there are.
    """
    shown = [has_share(row.aandeel, row.n_kinderen) for row in table.itertuples()]
    shown = pd.Series(shown, index=table.index, dtype=bool)
    numbers = {name: table[name].astype(float).where(shown) for name in ("aandeel", "ci_laag", "ci_hoog")}
    suppressed = table["onderdrukt"].astype(bool) if "onderdrukt" in table else False
    return table.assign(**numbers, verborgen=~shown, onbekend=~shown & table["n_kinderen"].isna() & ~suppressed)


def ratios(rapport: Rapport, maten: Iterable[str]) -> pd.DataFrame:
    """Give this IKC's rows of `verhoudingen` for some maten, all bouwen together, in order of time."""
    table = rapport.tabel("verhoudingen")
    if table.empty:
        return table
    chosen = table[table["maat"].isin(list(maten)) & table["meting"].isin([item.meting for item in rapport.metingen])]
    if "bouw" in chosen:
        chosen = chosen[chosen["bouw"] == ALLE]
    times = {item.meting: place for place, item in enumerate(rapport.study.metingen)}
    chosen = chosen.assign(tijd=chosen["meting"].map(times), jaar=[rapport.meting_label(m) for m in chosen["meting"]])
    chosen = chosen.assign(verborgen=chosen["waarde"].isna() | chosen["onderdrukt"].astype(bool))
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
