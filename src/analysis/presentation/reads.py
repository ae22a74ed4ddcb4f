"""What a report read, as hashes: to see after new results whether it would read the same."""

import hashlib
import json
from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analysis.presentation.rapport import Rapport


def hash_rows(table: pd.DataFrame) -> str:
    """Give the hash of a table's rows, in their order, with its columns and their types."""
    heads = json.dumps([[str(name), str(kind)] for name, kind in table.dtypes.items()])
    rows = pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes() if len(table.columns) else b""
    return hashlib.sha256(heads.encode() + rows).hexdigest()


def hash_reads(rapport: "Rapport", reads: Collection[str]) -> dict[str, str]:
    """Ask noted reads again, of any IKC's report in this edition, and give the hash of what each gives now."""
    asked = {read: json.loads(read) for read in reads}
    views = {ikc: rapport.of(ikc) for _, ikc, *_ in asked.values()}
    return {
        read: views[ikc].hash_read(what, name) if editie == rapport.editie else ""
        for read, (editie, ikc, what, name) in asked.items()
    }
