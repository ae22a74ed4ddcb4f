"""What a report read, as hashes: to see after new results whether it would read the same."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.study import ALLE

if TYPE_CHECKING:
    from analysis.presentation.rapport import Rapport


def hash_rows(table: pd.DataFrame) -> str:
    """Give the hash of a table's rows, in their order, with its columns and their types."""
    heads = json.dumps([[str(name), str(kind)] for name, kind in table.dtypes.items()])
    rows = pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes() if len(table.columns) else b""
    return hashlib.sha256(heads.encode() + rows).hexdigest()


def spread_elsewhere(changes: pd.DataFrame, ikc: str, meting: str) -> pd.DataFrame:
    """Give the lowest and the highest level of the other IKCs per primary indicator at a meting, as `veranderingen`.

    Columns indicator, laagste, hoogste, in whole numbers of 100 children: all that the report of one IKC reads of the
    others, so that a late form of one IKC leaves the reports of the others as they are.
    """
    if changes.empty:
        return pd.DataFrame(columns=["indicator", "laagste", "hoogste"])
    rows = changes[
        changes["naar"].eq(meting)
        & changes["bouw"].eq(ALLE)
        & changes["primair"].astype(bool)
        & ~changes["ikc"].isin([ALLE, ikc])
        & changes["aandeel_naar"].notna()
    ].drop_duplicates(["ikc", "indicator"])
    levels = (100 * rows["aandeel_naar"]).round().groupby(rows["indicator"], sort=True)
    return levels.agg(laagste="min", hoogste="max").reset_index()


def hash_reads(rapport: "Rapport", reads: Collection[str]) -> dict[str, str]:
    """Ask noted reads again, of any IKC's report in this edition, and give the hash of what each gives now."""
    asked = {read: json.loads(read) for read in reads}
    views = {ikc: replace(rapport, ikc=ikc) for _, ikc, *_ in asked.values()}
    return {
        read: views[ikc].hash_read(what, name) if editie == rapport.editie else ""
        for read, (editie, ikc, what, name) in asked.items()
    }
