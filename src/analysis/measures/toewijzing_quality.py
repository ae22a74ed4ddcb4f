"""What the toewijzingen can and cannot tell: linked to an IKC, known products, where the prices come from."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.tidy.linking import GEEN, INSCHRIJVING, KOLOM, LATER, link_toewijzingen

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


def count_tegenstrijdig(toewijzingen: pd.DataFrame, leerlingen: pd.DataFrame) -> pd.DataFrame:
    """Count the toewijzingen whose ikc by the export's own column differs from that by leerlingen; the column counts.

    Returns
    -------
    bestand, ikc_kolom, ikc_leerlingen, n: only where the two differ.
    """
    rows = toewijzingen[toewijzingen["koppeling"].astype("str") == KOLOM].rename(columns={"ikc": "ikc_kolom"})
    told = link_toewijzingen(rows.assign(ikc_kolom=""), leerlingen).volgens_leerlingen
    named = rows.assign(ikc_leerlingen=told).astype(
        dict.fromkeys(["ikc_kolom", "ikc_leerlingen", "bron_bestand"], "str")
    )
    differs = named[(named["ikc_leerlingen"] != "") & (named["ikc_leerlingen"] != named["ikc_kolom"])]
    pairs = differs.groupby(["bron_bestand", "ikc_kolom", "ikc_leerlingen"], sort=True).size()
    return pairs.reset_index(name="n").rename(columns={"bron_bestand": "bestand"})


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
