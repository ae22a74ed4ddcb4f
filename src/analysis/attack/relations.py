"""The relations between published tables (`relaties.yml`), and the choice of rows that they are about."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
import yaml

from analysis.attack.published import ALLE, Edition

GROUPS = {"pilot": "pilots", "vergelijking": "vergelijking", ALLE: ALLE}
"""The word for a role in the tables per IKC, and for the IKCs with that role together."""


@cache
def read_relations() -> Mapping[str, Any]:
    """Read `relaties.yml`."""
    return yaml.safe_load(resources.files(__package__).joinpath("relaties.yml").read_text(encoding="utf-8"))


def as_list(value: Any) -> list[str]:
    """Give one text or a list of them as a list of texts."""
    return [str(item) for item in (value if isinstance(value, list) else [value])]


def chosen_rows(table: pd.DataFrame, term: Mapping[str, Any]) -> np.ndarray:
    """Tell which rows a term of a relation is about: `waar`, `waar_niet` and `begint`, per column."""
    chosen = np.ones(len(table), dtype=bool)
    for column, values in (term.get("waar") or {}).items():
        chosen &= table[column].isin(as_list(values)).to_numpy()
    for column, values in (term.get("waar_niet") or {}).items():
        told = table[column] if column in table else pd.Series("", table.index)  # an edition from before the column
        chosen &= ~told.isin(as_list(values)).to_numpy()
    for column, beginning in (term.get("begint") or {}).items():
        chosen &= table[column].str.startswith(beginning).to_numpy()
    return chosen


def domains_of_care(edition: Edition) -> dict[str, str]:
    """Give the domein of every zorgvorm, from the published table of care."""
    zorg = edition.tables.get("zorg")
    if zorg is None or not {"code", "domein"} <= set(zorg):
        return {}
    rows = zorg.loc[zorg["code"] != ALLE, ["code", "domein"]].drop_duplicates("code")
    return dict(zip(rows["code"], rows["domein"], strict=True))


def groups_of_ikcs(edition: Edition) -> dict[str, str]:
    """Give the group (`pilots`, `vergelijking`) of every IKC, from the published estimates per IKC.

    Empty when an IKC has no estimate: its group is not known then, and no sum over a group is sure.
    """
    table = edition.tables.get("ikc_schattingen")
    if table is None or not {"ikc", "rol"} <= set(table):
        return {}
    rows = table[["ikc", "rol"]].drop_duplicates("ikc")
    found = {ikc: GROUPS.get(role, role) for ikc, role in zip(rows["ikc"], rows["rol"], strict=True)}
    return found if edition.ikcs <= set(found) else {}


def starts_of(edition: Edition) -> dict[str, str]:
    """Give the quarter in which each IKC started, from the published series."""
    table = edition.tables.get("tijdreeks")
    if table is None or not {"ikc", "start"} <= set(table):
        return {}
    return dict(zip(table["ikc"], table["start"], strict=True))
