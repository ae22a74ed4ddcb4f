"""What the toewijzingen can and cannot tell: linked to an IKC, known products, where the prices come from."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.tidy.linking import GEEN, INSCHRIJVING, KOLOM, LATER

WAYS = {KOLOM: "n_kolom", INSCHRIJVING: "n_inschrijving", LATER: "n_later", GEEN: "n_geen"}


def count_koppeling(toewijzingen: pd.DataFrame) -> pd.DataFrame:
    """Count per file the toewijzingen by how they were linked to an IKC; counts what stayed after the rules.

    Returns
    -------
    bestand, n, n_kolom, n_inschrijving, n_later, n_geen (they add up to n), aandeel_gekoppeld.
    """
    counts = toewijzingen.astype({"bron_bestand": "str", "koppeling": "str"}).groupby(["bron_bestand", "koppeling"])
    table = counts.size().unstack(fill_value=0).reindex(columns=list(WAYS), fill_value=0).rename(columns=WAYS)
    table = table.assign(n=table.sum(axis=1))
    return table.assign(aandeel_gekoppeld=1 - table["n_geen"] / table["n"]).reset_index(names="bestand")


def count_producten(toewijzingen: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the toewijzingen per product with their budget, and whether the codebook knows the product code.

    Returns
    -------
    productcategorie, productcode, zorgvorm, bekend, n, budget_eur (the sum of those that have one), n_zonder_budget.
    A toewijzing without a product code is known: an aspecific or generic product.
    """
    keys = ["productcategorie", "productcode", "zorgvorm"]
    rows = toewijzingen.astype(dict.fromkeys(keys, "str")).assign(leeg=toewijzingen["budget_eur"].isna())
    groups = rows.groupby(keys, sort=True)
    table = pd.concat(
        [groups.size().rename("n"), groups["budget_eur"].sum(min_count=1), groups["leeg"].sum()], axis=1
    ).reset_index()
    known = [code == "" or codebook.knows_product(code) for code in table["productcode"]]
    return table.rename(columns={"leeg": "n_zonder_budget"}).assign(bekend=known)


def count_prijsbronnen(priced: pd.DataFrame) -> pd.DataFrame:
    """Count per zorgvorm and prijsbron the toewijzingen and their costs; `priced` is from `cost_toewijzingen`.

    Returns
    -------
    zorgvorm, prijsbron, n, kosten_eur (up to the last day of the data; empty without a price).
    """
    groups = priced.astype({"zorgvorm": "str"}).groupby(["zorgvorm", "prijsbron"], sort=True)
    return pd.concat([groups.size().rename("n"), groups["kosten_eur"].sum(min_count=1)], axis=1).reset_index()
