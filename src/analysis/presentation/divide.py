"""An edition as reports see it, cut per IKC: written once per batch, opened by every report."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.presentation.together import TOGETHER, owner_of
from analysis.results.parts import write_parts


def divide(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write the tables of a report (`make_rapport`) into a folder for `Parts`: whole, per IKC, and summaries of all."""
    columns = {name: owner_of(list(table.columns), over_alle=False) for name, table in tables.items()}
    owners = {name: tables[name][column].astype("str") for name, column in columns.items() if column}
    together = {name: make(lambda wanted: tables.get(wanted, pd.DataFrame())) for name, make in TOGETHER.items()}
    write_parts(tables, owners, together, folder)
