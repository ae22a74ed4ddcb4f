"""Capacity and bundling: many individual indications against one joint professional, and hours around one family."""

from dataclasses import dataclass

import pandas as pd

from analysis.study import ALLE


@dataclass(frozen=True)
class Fte:
    """A full-time professional: contract hours per week, weeks worked per year, cost per year, non-productive share."""

    uren_per_week: float
    weken: float
    kosten_eur: float
    aandeel_niet_productief: float = 0.0

    @property
    def productieve_uren(self) -> float:
        """Hours per year that reach children: contract hours without travel, meetings, training and sickness."""
        return self.uren_per_week * self.weken * (1 - self.aandeel_niet_productief)


def measure_bundeling(indicaties: pd.DataFrame, fte: Fte | None) -> pd.DataFrame:
    """Compare individual indications with the joint fte that would give the same hours.

    Individual hours = children x hours per week x weeks. The trap: with children in a group one hour reaches several of
    them; here every hour is still one child's hour, so the fte needed is an upper bound for group work.

    Parameters
    ----------
    indicaties
        One row per indication: `ikc`, `kinderen`, `uren_per_week` (per child), `weken`, `tarief` (euro per hour).
    fte
        The joint professional; without one only the hours and the cost of the individual indications are known.

    Returns
    -------
    One row per ikc and one for `alle`: `kinderen`, `uren`, `kosten_individueel`, `fte_nodig`, `kosten_gezamenlijk`,
    `besparing` (individueel - gezamenlijk; negative where bundling costs more), and `n_kleinste` (the fewest children
    in an IKC: one IKC left out would follow from the others and the total). The fte is not rounded up.
    """
    hours = indicaties["kinderen"] * indicaties["uren_per_week"] * indicaties["weken"]
    lines = indicaties.assign(uren=hours, kosten_individueel=hours * indicaties["tarief"])
    amounts = ["kinderen", "uren", "kosten_individueel"]
    sums = lines.groupby("ikc", sort=True)[amounts].sum().reset_index()
    total = sums[amounts].sum()
    table = pd.concat([sums, pd.DataFrame([{"ikc": ALLE, **total.to_dict()}])], ignore_index=True)
    smallest = table["kinderen"].where(table["ikc"] == ALLE, sums["kinderen"].min())
    needed = table["uren"] / (fte.productieve_uren if fte else float("nan"))
    joint = needed * (fte.kosten_eur if fte else float("nan"))
    saving = table["kosten_individueel"] - joint
    return table.assign(fte_nodig=needed, kosten_gezamenlijk=joint, besparing=saving, n_kleinste=smallest)


def measure_inzet_gezin(inzet: pd.DataFrame) -> pd.DataFrame:
    """Count the professionals and their hours around a family, before and after.

    A professional who is there in a fase with zero hours does not count. One person with two roles counts twice: what a
    family meets are roles.

    Parameters
    ----------
    inzet
        One row per family, fase (`voor` or `na`) and professional: `casus, fase, professional, uren_per_week`.

    Returns
    -------
    One row per casus: `professionals_voor, professionals_na, uren_voor, uren_na, verschil_professionals,
    verschil_uren` (na - voor); hours per week.
    """
    active = inzet[inzet["uren_per_week"] > 0]
    cases = pd.Index(sorted(inzet["casus"].unique()), name="casus")
    columns = {}
    for fase in ("voor", "na"):
        grouped = active[active["fase"] == fase].groupby("casus", sort=True)
        columns[f"professionals_{fase}"] = grouped["professional"].nunique().reindex(cases, fill_value=0)
        columns[f"uren_{fase}"] = grouped["uren_per_week"].sum().reindex(cases, fill_value=0.0)
    table = pd.DataFrame(columns)
    table = table.assign(
        verschil_professionals=table["professionals_na"] - table["professionals_voor"],
        verschil_uren=table["uren_na"] - table["uren_voor"],
    )
    return table.reset_index()
