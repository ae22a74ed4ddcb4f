"""Care of invented families before and after an index date, who is around them, and individual indications per IKC.

Their random stream is their own, so that no other delivery moves when they change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from .files import write_csv
from .scenario import Scenario

STREAM = 10
"""Beside the seed: the number of the chapter that shows these deliveries."""
FASES = ("voor", "na")
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class CarePaths:
    """What was drawn: a row per spell of care, per family, per professional around a family, per kind of indication.

    `zorg`: casus, product, van, tot (last day, None: still running), tarief, per_week. `gezinnen`: casus, indexdatum,
    van, tot (observed), `totalen` (only totals are delivered). `inzet`: casus, fase, professional, uren_per_week.
    `indicaties`: ikc, kinderen, uren_per_week, weken, tarief.
    """

    zorg: pd.DataFrame
    gezinnen: pd.DataFrame
    inzet: pd.DataFrame
    indicaties: pd.DataFrame


def family_names(scenario: Scenario) -> list[str]:
    """Name the invented families so that nobody takes them for a published case."""
    return [f"verzonnen {number}" for number in range(1, scenario.kansen["zorgpaden"]["gezinnen"] + 1)]


def draw_care_paths(scenario: Scenario, seed: int) -> CarePaths:
    """Draw the care paths, professionals and indications of a simulated study."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, STREAM])))
    families = _draw_families(scenario, rng)
    spells = pd.DataFrame(_draw_spells(families, scenario, rng))
    inzet = pd.DataFrame(_draw_inzet(families, scenario, rng))
    return CarePaths(spells, families, inzet, pd.DataFrame(_draw_indicaties(scenario, rng)))


def _draw_families(scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Draw an index date per family; all are observed from the first to the last day of the toewijzingen."""
    planted, names = scenario.kansen["zorgpaden"], family_names(scenario)
    first, last = planted["indexdatum_van"], planted["indexdatum_tot"]
    days = rng.integers(0, (last - first).days + 1, len(names))
    return pd.DataFrame(
        {
            "casus": names,
            "indexdatum": [first + timedelta(days=int(day)) for day in days],
            "van": scenario.toewijzingen_van,
            "tot": scenario.toewijzingen_tot,
            "totalen": [place >= len(names) - planted["alleen_totalen"] for place in range(len(names))],
        }
    )


def _draw_spells(families: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> Iterator[dict]:
    """Draw for each family, fase and product a spell or none; one that runs past the observed time is open."""
    for family in families.itertuples():
        for fase, begin, end in (
            ("voor", family.van, family.indexdatum - timedelta(days=1)), ("na", family.indexdatum, family.tot)
        ):  # fmt: skip
            for product, item in scenario.kansen["zorgpaden"]["producten"].items():
                happens, place, length = rng.random(), rng.random(), rng.gamma(4.0, item["dagen"] / 4)
                if happens >= item[f"kans_{fase}"]:
                    continue
                van = begin + timedelta(days=int(place * 0.6 * (end - begin).days))
                tot = van + timedelta(days=max(30, round(length)))
                yield {"casus": family.casus, "product": product, "van": van, "tot": None if tot > family.tot else tot,
                       "tarief": item["tarief"], "per_week": item["per_week"]}  # fmt: skip


def _draw_inzet(families: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> Iterator[dict]:
    planted = scenario.kansen["inzet_gezin"]
    for casus in families["casus"].head(planted["gezinnen"]):
        for fase in FASES:
            found = [
                {"casus": casus, "fase": fase, "professional": name, "uren_per_week": item["uren"] * float(times)}
                for name, item in planted["professionals"].items()
                for times, chance in [(rng.choice([0.5, 1, 1.5]), rng.random())]
                if chance < item[f"kans_{fase}"]
            ]
            nobody = {"casus": casus, "fase": fase, "professional": "niemand", "uren_per_week": 0}
            yield from found or [nobody]


def _draw_indicaties(scenario: Scenario, rng: np.random.Generator) -> Iterator[dict]:
    sizes = scenario.per_ikc(scenario.grootte)
    for code, size in zip(scenario.codes(), sizes, strict=True):
        for item in scenario.kansen["indicaties"].values():
            children = int(rng.poisson(size * item["aandeel"]))
            if children:
                yield {"ikc": code, "kinderen": children,
                       **{name: item[name] for name in ("uren_per_week", "weken", "tarief")}}  # fmt: skip


def cost_per_fase(paths: CarePaths) -> pd.DataFrame:
    """Add up what the care of each family truly cost and how long it was observed, before and after its index date.

    Every day of a spell costs tarief x per_week / 7; the index date is the first day after.

    Returns
    -------
    One row per family, fase and product with care: `casus, fase, product, dagen, kosten, jaren` (observed).
    """
    rows = []
    families = paths.gezinnen.set_index("casus")
    for spell in paths.zorg.itertuples():
        family = families.loc[spell.casus]
        last = min(spell.tot or family["tot"], family["tot"])
        days = pd.date_range(max(spell.van, family["van"]), last).date
        before = int((days < family["indexdatum"]).sum())
        for fase, count in (("voor", before), ("na", len(days) - before)):
            cost = count * spell.tarief * spell.per_week / 7
            rows += [(spell.casus, fase, spell.product, count, cost)] if count else []
    table = pd.DataFrame(rows, columns=["casus", "fase", "product", "dagen", "kosten"])
    table = table.groupby(["casus", "fase", "product"], as_index=False).sum()
    years = [observed_years(families.loc[row.casus], row.fase) for row in table.itertuples()]
    return table.assign(jaren=years)


def observed_years(family: pd.Series, fase: str) -> float:
    """Give how long a family was observed in a fase, in years."""
    before = (family["indexdatum"] - family["van"]).days
    days = before if fase == "voor" else (family["tot"] - family["indexdatum"]).days + 1
    return days / DAYS_PER_YEAR


def find_care_truth(paths: CarePaths) -> dict:
    """Give what is true of the care paths: cost per observed year over all families, and the sum of the indications."""
    costs, families = cost_per_fase(paths), paths.gezinnen.set_index("casus")
    found: dict = {"gezinnen": len(families)}
    for fase in FASES:
        years = sum(observed_years(family, fase) for _, family in families.iterrows())
        found[f"kosten_per_jaar_{fase}"] = round(costs.loc[costs["fase"] == fase, "kosten"].sum() / years, 2)
    lines = paths.indicaties
    hours = lines["kinderen"] * lines["uren_per_week"] * lines["weken"]
    found["indicaties_uren"] = round(float(hours.sum()), 2)
    found["indicaties_kosten"] = round(float((hours * lines["tarief"]).sum()), 2)
    return found


def write_care_paths(paths: CarePaths, folder: Path) -> None:
    """Write zorgpaden.csv, zorgpaden_totalen.csv, inzet_gezin.csv and indicaties.csv."""
    only_totals = paths.gezinnen.loc[paths.gezinnen["totalen"], "casus"]
    _write_spells(paths, list(only_totals), folder)
    totals = cost_per_fase(paths)
    totals = totals[totals["casus"].isin(only_totals)]
    rows = [(row.casus, row.product, row.fase, _comma(row.kosten, 2), _comma(row.jaren, 4)) for row in
            totals.itertuples()]  # fmt: skip
    rows += _without_care(totals, paths)
    names = ["Casus", "Product", "Fase", "Bedrag", "Jaren"]
    write_csv(folder / "zorgpaden_totalen.csv", pd.DataFrame(rows, columns=names))
    inzet = paths.inzet.assign(uren_per_week=paths.inzet["uren_per_week"].map(lambda hours: _comma(hours, 1)))
    write_csv(folder / "inzet_gezin.csv", inzet)
    lines = paths.indicaties.assign(uren_per_week=paths.indicaties["uren_per_week"].map(lambda hours: _comma(hours, 1)))
    write_csv(folder / "indicaties.csv", lines)


def _write_spells(paths: CarePaths, only_totals: list[str], folder: Path) -> None:
    """Write the dated spells; index date and window stand on the first row of a family, as people fill them in."""
    zorg = paths.zorg[~paths.zorg["casus"].isin(only_totals)]
    families, rows, seen = paths.gezinnen.set_index("casus"), [], set()
    for spell in zorg.itertuples():
        family = families.loc[spell.casus]
        days = ["", "", ""] if spell.casus in seen else [family["indexdatum"], family["van"], family["tot"]]
        seen.add(spell.casus)
        rows.append([spell.casus, spell.product, _day(spell.van), _day(spell.tot), spell.tarief, spell.per_week,
                     *(_day(day) for day in days)])  # fmt: skip
    names = ["casus", "product", "van", "tot", "tarief", "per_week", "indexdatum", "venster_van", "venster_tot"]
    write_csv(folder / "zorgpaden.csv", pd.DataFrame(rows, columns=names), "utf-8-sig")


def _without_care(totals: pd.DataFrame, paths: CarePaths) -> list[tuple]:
    """Give a fase without care its row of zero euros: without a row it would not have been observed."""
    known = set(zip(totals["casus"], totals["fase"], strict=True))
    return [
        (family["casus"], "", fase, "0", _comma(observed_years(family, fase), 4))
        for _, family in paths.gezinnen[paths.gezinnen["totalen"]].iterrows()
        for fase in FASES
        if (family["casus"], fase) not in known
    ]


def _day(day: date | str | None) -> str:
    return day.strftime("%d-%m-%Y") if isinstance(day, date) else ""


def _comma(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".rstrip("0").rstrip(".").replace(".", ",")
