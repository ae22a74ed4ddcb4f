"""Counts behind the ratios and conditional shares: who is in the numerator, who in the denominator, who in both."""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.inventory import INDICATOR, TELLINGEN, list_asked, list_inventoried_bouwen, mark_children
from analysis.measures.pooling import pool_ikcs
from analysis.study import ALLE

CELL = ["ikc", "meting", "bouw"]
ZORG_VAN_JOK = "jok"
"""The zorgvorm (zorgvormen.yml) that the jeugdondersteuner gives: the new post itself makes more care known."""
ZONDER_JOK = "zorg_zonder_jok"
"""Any care but that of the jeugdondersteuner; a child with that care alone is without."""
GROUPS = [
    "signaal", "zorg", ZONDER_JOK, "kindproblematiek", "gezinsproblematiek",
    "externaliserend", "internaliserend", "eerstelijnszorg", "tweedelijnszorg",
]  # fmt: skip
RATIOS = {
    "ratio_ext_int": ("externaliserend", "internaliserend"),
    "ratio_eerste_tweede": ("eerstelijnszorg", "tweedelijnszorg"),
}
CONDITIONAL = {
    "gezin_bij_kind": ("kindproblematiek", "gezinsproblematiek"),
    "zorg_bij_probleem": ("signaal", "zorg"),
    "probleem_bij_zorg": ("zorg", "signaal"),
    "zorg_bij_probleem_zonder_jok": ("signaal", ZONDER_JOK),
    "probleem_bij_zorg_zonder_jok": (ZONDER_JOK, "signaal"),
}
PER_100 = "signalen_per_100"
AARD_VAN_TELLER = {
    "ratio_ext_int": "signaal",
    "ratio_eerste_tweede": "zorg",
    "gezin_bij_kind": "signaal",
    "zorg_bij_probleem": "zorg",
    "probleem_bij_zorg": "signaal",
    PER_100: "signaal",
}
"""Whether the numerator of a maat is a signal or care: their marks differ in how much alike they are within a class."""
PER_BOUW = ["ratio_ext_int", PER_100]
MATEN = [*RATIOS, *CONDITIONAL, PER_100]
_COUNTS = ["n_teller", "n_noemer", "n_beide", "n_kinderen_teller", "som_kwadraten"]


def mark_groups(inventarisatie: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Give one row per ikc x meting x child with any mark, and a boolean column for each of `GROUPS`.

    `signaal` is any child or family problem, `zorg` any care, `zorg_zonder_jok` any care that the jeugdondersteuner
    does not give; the other groups are a soort or a domain.
    `n_signalen` counts the different signals of the child.
    """
    kinds = codebook.codes.set_index("code")["aard"]
    marks = mark_children(inventarisatie)
    codes = marks[marks["code"] != ALLE].assign(aard=lambda t: t["code"].map(kinds))
    child = ["ikc", "meting", "kind"]
    columns = {group: _is_of(codes, group) for group in GROUPS}
    flagged = codes.assign(**columns, n_signalen=(codes["aard"] == "signaal").astype(int))
    how = {"bouw": ("bouw", "first"), **{group: (group, "any") for group in GROUPS}}
    return flagged.groupby(child, as_index=False).agg(**how, n_signalen=("n_signalen", "sum"))


def _is_of(codes: pd.DataFrame, group: str) -> pd.Series:
    """Tell of each code (or row of codes together) whether it belongs to a group."""
    if group == ZONDER_JOK:
        return (codes["aard"] == "zorg") & ~codes["code"].isin([ZORG_VAN_JOK, ALLE])
    return (codes["aard"] == group) | (codes["soort"] == group) | (codes["domein"] == group)


def count_verhoudingen(
    tables: dict[str, pd.DataFrame], counts: pd.DataFrame, denominators: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Count what each maat is made of, per ikc (with `alle`) and meting; `PER_BOUW` also per bouw.

    Unit: children, but in `signalen_per_100` the numerator is signals (different codes of a child all count) and the
    denominator all enrolled children, those without a signal included. In the maten `zonder_jok` care is all but that
    of the jeugdondersteuner: where one came, part of the care is what the post itself brought. An IKC with tellingen
    has only the two ratios, where it delivered both totals, and the signals per 100, where it delivered every signal;
    who is in both groups is then unknown.

    Returns
    -------
    One row per ikc x meting x bouw x maat: `n_teller`, `n_noemer`, `n_beide` (children in both), `n_kinderen_teller`
    (different children in the numerator), `som_kwadraten` (sum over children of their squared number of signals).
    """
    of_children = _count_from_children(tables, denominators, codebook)
    of_tellingen = _count_from_tellingen(tables["inventarisaties"], counts, codebook)
    per_ikc = pd.concat([of_children, of_tellingen], ignore_index=True)
    return pool_verhoudingen(per_ikc)


def pool_verhoudingen(per_ikc: pd.DataFrame) -> pd.DataFrame:
    """Add the IKCs up as ikc `alle`, below the rows of each.

    A part that one of the IKCs lacks (squares, both) is missing for `alle` too.
    """
    by = ["meting", "bouw", "maat"]
    pooled = pool_ikcs(per_ikc, by, ["n_teller", "n_noemer"])
    usable = per_ikc[per_ikc[["n_teller", "n_noemer"]].notna().all(axis=1)]
    grouped = usable.groupby(by, sort=False)
    parts = grouped[["n_beide", "n_kinderen_teller", "som_kwadraten"]]
    sums = parts.sum().where(parts.count().eq(grouped.size(), axis=0))
    of_all = pooled.merge(sums.reset_index(), on=by, how="left")
    return pd.concat([per_ikc.assign(n_ikcs=1), of_all], ignore_index=True)


def _count_from_children(
    tables: dict[str, pd.DataFrame], denominators: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    children = mark_groups(tables["inventarisatie"], codebook)
    children = pd.concat([children, children.assign(bouw=ALLE)], ignore_index=True)
    children = children.assign(
        **{f"{a}+{b}": children[a] & children[b] for a, b in [*RATIOS.values(), *CONDITIONAL.values()]},
        kwadraat=children["n_signalen"] ** 2,
    )
    sums = children.drop(columns="kind").groupby(CELL).sum(numeric_only=True)
    sums = list_inventoried_bouwen(tables, denominators).merge(sums.reset_index(), on=CELL, how="left")
    numbers = [column for column in sums.columns if column not in CELL]
    sums = sums.fillna(dict.fromkeys(numbers, 0)).merge(denominators, on=CELL, how="left")
    asked = asked_groups(tables, codebook)
    rows = pd.concat([_rows_of_maat(maat, sums, asked) for maat in MATEN], ignore_index=True)
    return rows[(rows["bouw"] == ALLE) | rows["maat"].isin(PER_BOUW)]


def asked_groups(tables: dict[str, pd.DataFrame], codebook: Codebook) -> pd.DataFrame:
    """Give one row per ikc x meting with an inventory per child, and per group of `GROUPS` whether it was asked."""
    asked = list_asked(tables, codebook)
    asked = asked.merge(codebook.indicatoren[["aard", *INDICATOR]], on=INDICATOR)
    columns = {group: _is_of(asked, group) for group in GROUPS}
    return asked.assign(**columns).groupby(["ikc", "meting"], as_index=False)[GROUPS].any()


def _rows_of_maat(maat: str, sums: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Give a maat's counts, where both its groups were asked."""
    needed = list({**RATIOS, **CONDITIONAL}.get(maat, ("signaal", "signaal")))
    sums = sums.merge(asked.loc[asked[needed].all(axis=1), ["ikc", "meting"]], on=["ikc", "meting"])
    if maat == PER_100:
        parts = ["n_signalen", "n_kinderen", None, "signaal", "kwadraat"]
    elif maat in RATIOS:
        teller, noemer = RATIOS[maat]
        parts = [teller, noemer, f"{teller}+{noemer}", teller, None]
    else:
        noemer, other = CONDITIONAL[maat]
        both = f"{noemer}+{other}"
        parts = [both, noemer, both, both, None]
    values = {name: sums[part] if part else np.nan for name, part in zip(_COUNTS, parts, strict=True)}
    return _typed(sums[CELL].assign(maat=maat, **values))


def _count_from_tellingen(inventarisaties: pd.DataFrame, counts: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Make what delivered totals allow: ratios of two totals, and the signals when all were counted."""
    valid = inventarisaties.loc[inventarisaties["vorm"] == TELLINGEN, ["ikc", "meting"]]
    given = counts.merge(valid, on=["ikc", "meting"])
    totals = given[given["code"] == ALLE].drop_duplicates([*CELL, "indicator"])
    wide = totals.pivot(index=CELL, columns="indicator", values="n").reindex(columns=GROUPS).astype("Float64")
    ratios = [
        wide.reset_index()[CELL].assign(
            maat=maat,
            n_teller=wide[teller].to_numpy(),
            n_noemer=wide[noemer].to_numpy(),
            n_kinderen_teller=wide[teller].to_numpy(),
        )
        for maat, (teller, noemer) in RATIOS.items()
    ]
    rows = pd.concat([*ratios, _signals_from_tellingen(given, codebook)], ignore_index=True)
    rows = rows[rows[["n_teller", "n_noemer"]].notna().all(axis=1)]
    rows = rows[(rows["bouw"] == ALLE) | rows["maat"].isin(PER_BOUW)]
    return _typed(rows.reindex(columns=[*CELL, "maat", *_COUNTS]))


def _signals_from_tellingen(given: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    expected = int((codebook.codes["aard"] == "signaal").sum())
    codes = given[(given["aard"] == "signaal") & (given["code"] != ALLE)].drop_duplicates([*CELL, *INDICATOR])
    sums = codes.groupby(CELL, as_index=False).agg(
        n_teller=("n", "sum"), n_noemer=("n_kinderen", "first"), _codes=("code", "size")
    )
    return sums[sums["_codes"] == expected].drop(columns="_codes").assign(maat=PER_100)


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.astype(dict.fromkeys(_COUNTS, "Float64"))
