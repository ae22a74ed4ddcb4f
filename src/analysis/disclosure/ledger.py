"""The ledger and the messages in the public edition: per kind of delivery, not per file.

A list of one IKC at one meting has a row per child, so a line per file would be an exact count of children.
"""

from pathlib import PurePosixPath

import pandas as pd

from analysis.disclosure.file_names import OTHER, RAW
from analysis.disclosure.rounding import Afronder, name_cells, round_alone
from analysis.intake.places import delivery_of_name

NO_CHILDREN = ("populatie", "inventarisatie_tellingen", "tarieven", "ikc_profiel", "casussen", "casussen_gepubliceerd",
               "gesprekken", "speerpunten", "doelmetingen", "cbs")  # fmt: skip
"""Deliveries of which a row is a total, a price, a case, a statement or a goal: their number tells of no child."""
STEP = ["bestand", "stap", "reden"]


def ledger_per_delivery(ledger: pd.DataFrame) -> pd.DataFrame:
    """Give the ledger a line per delivery, step and reason; it closes again, from each step to the next.

    Rows in at a step are all rows that the delivery still had, also those of files without that step.
    """
    named = name_deliveries(ledger)
    apart = named.groupby(STEP, sort=False, dropna=False)["rijen_apart"].sum().reset_index()
    first = ledger.groupby("bestand", sort=False)["rijen_in"].first()
    read = first.groupby(name_deliveries(first.reset_index())["bestand"].to_numpy()).sum()
    order = pd.Categorical(apart["bestand"], categories=pd.unique(apart["bestand"]))
    apart = apart.assign(order=order.codes).sort_values("order", kind="stable").drop(columns="order")
    gone = apart.groupby("bestand", sort=False)["rijen_apart"].cumsum()
    left = apart["bestand"].map(read) - gone
    made = apart.assign(rijen_door=left, rijen_in=left + apart["rijen_apart"])
    return made[list(ledger.columns)].astype(ledger.dtypes).reset_index(drop=True)


def round_ledger(ledger: pd.DataFrame, afronder: Afronder) -> pd.DataFrame:
    """Round a ledger per delivery of which rows may be children: what was set aside and what was left; it closes again.

    Deliveries of which a row is no child (`NO_CHILDREN`) stay as they are; one that is not known is rounded.
    """
    free = ledger["bestand"].isin(NO_CHILDREN)
    apart = round_alone(ledger["rijen_apart"], name_cells(ledger, STEP, "apart"), afronder).mask(
        free, ledger["rijen_apart"]
    )
    last = ledger.groupby("bestand", sort=False)["rijen_door"].transform("last")
    left = round_alone(last, name_cells(ledger, ["bestand"], "over"), afronder).mask(free, last)
    gone = apart.groupby(ledger["bestand"], sort=False)
    door = left + gone.transform("sum") - gone.cumsum()
    made = ledger.assign(rijen_apart=apart, rijen_door=door, rijen_in=door + apart)
    return made.astype(ledger.dtypes)


def messages_per_delivery(meldingen: pd.DataFrame) -> pd.DataFrame:
    """Give the messages the delivery that they are about; what several files give, once."""
    return name_deliveries(meldingen).drop_duplicates(ignore_index=True)


def name_deliveries(table: pd.DataFrame) -> pd.DataFrame:
    """Name the delivery in the place of the file; what is no file of a delivery (study.yml) keeps its name."""
    meaning = {name: _delivery(str(name)) for name in table["bestand"].unique()}
    return table.assign(bestand=table["bestand"].map(meaning).astype(table["bestand"].dtype))


def _delivery(name: str) -> str:
    if not name.startswith(RAW):
        return name
    parts = PurePosixPath(name.removeprefix(RAW).partition("#")[0]).parts
    return delivery_of_name(parts[0], is_folder=len(parts) > 1) or OTHER
