"""What the municipality and the administrations deliver: exports of toewijzingen, and the list of leerlingen."""

from pathlib import Path

import numpy as np
import pandas as pd

from .children import Population
from .classes import label_klassen
from .dirt import double_rows, spell_column
from .files import write_csv, write_xlsx
from .inventory_files import roles
from .messages import COLUMNS
from .scenario import Scenario, school_year
from .years import FIRST_YEAR


def spell_dates(dates: pd.Series) -> pd.Series:
    """Write dates as dd-mm-jjjj, a missing one as nothing."""
    return dates.dt.strftime("%d-%m-%Y").fillna("")


def spell_amounts(amounts: pd.Series) -> pd.Series:
    """Write amounts with a decimal comma and two decimals, a missing one as nothing."""
    return amounts.map(lambda amount: "" if pd.isna(amount) else f"{amount:.2f}".replace(".", ","))


def write_toewijzingen(messages: pd.DataFrame, scenario: Scenario, folder: Path) -> None:
    """Write two exports that overlap by a quarter: a cp1252 CSV up to 2019, an XLSX from the last quarter of 2019.

    Over years after the pilot the second one stops in 2021, and each later year is an export of its own.
    """
    middle, overlap = pd.Timestamp(2019, 12, 31), pd.Timestamp(2019, 10, 1)
    days = messages["toewijzingsdatum"]
    later = days.dt.year.where(days.dt.year >= FIRST_YEAR, 0) if scenario.jaren.aantal else days.dt.year * 0
    write_toewijzingen_csv(messages[days <= middle], folder / "toewijzingen" / "export_2018_2019.csv")
    second = messages[(days >= overlap) & (later == 0)]
    write_toewijzingen_xlsx(second, folder / "toewijzingen" / "toewijzingen 2020-2021.xlsx")
    for year, rows in messages[later > 0].groupby(later[later > 0], sort=True):
        write_toewijzingen_xlsx(rows, folder / "toewijzingen" / f"toewijzingen {year}.xlsx")


def write_toewijzingen_csv(messages: pd.DataFrame, path: Path) -> None:
    """Write an export as text: `;`, cp1252, dd-mm-jjjj, decimal comma, some rows twice and one date that is none."""
    rows = messages[list(COLUMNS)].copy()
    for column in ("toewijzingsdatum", "ingangsdatum", "einddatum"):
        rows[column] = spell_dates(rows[column])
    rows = rows.assign(budget=spell_amounts(rows["budget"]), volume=rows["volume"].astype(str)).astype(str)
    rows = double_rows(rows.reset_index(drop=True), list(range(40, len(rows), 97)))
    rows.loc[rows.index[min(25, len(rows) - 1)], "ingangsdatum"] = "31-06-2018"
    rows.columns = [spell_column("toewijzingen", column, 0) for column in COLUMNS]
    write_csv(path, rows, "cp1252")


def write_toewijzingen_xlsx(messages: pd.DataFrame, path: Path) -> None:
    """Write an export as Excel: real dates but in each ninth row text, numbers as numbers, one column too many."""
    header = [spell_column("toewijzingen", column, 1) for column in COLUMNS]
    rows = [
        [*excel_cells(row, as_text=number % 9 == 4), "team " + "ABC"[number % 3]]
        for number, row in enumerate(messages[list(COLUMNS)].itertuples(index=False))
    ]
    write_xlsx(path, [*header, "Behandeld door"], rows, "Toewijzingen")


def excel_cells(row: tuple, as_text: bool) -> list:
    """Give the cells of one toewijzing, its dates as Excel dates or as text."""
    cells = []
    for name, value in zip(COLUMNS, row, strict=True):
        if pd.isna(value):
            cells.append("")
        elif isinstance(value, pd.Timestamp):
            cells.append(value.strftime("%d-%m-%Y") if as_text else value.date())
        else:
            cells.append(
                int(value) if name in ("client", "productcategorie", "volume") and str(value).isdecimal() else value
            )
    return cells


def list_leerlingen(population: Population, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """List a row per child and school year at an IKC, from the start of the toewijzingen; some children are missing."""
    first = school_year(scenario.toewijzingen_van)
    stays = population.inschrijvingen[population.inschrijvingen["jaar_tot"] >= first]
    stays = stays[rng.random(len(stays)) >= 0.05].sort_values(["ikc", "kindcode"], kind="stable")
    begin = np.maximum(stays["jaar_van"], first)
    years = stays.loc[stays.index.repeat(stays["jaar_tot"] - begin + 1)].reset_index(drop=True)
    jaar = np.concatenate([np.arange(a, b + 1) for a, b in zip(begin, stays["jaar_tot"], strict=True)])
    return years.assign(jaar=jaar, groep=np.maximum(jaar - years["cohort"] + 1, 0))


def write_leerlingen(population: Population, scenario: Scenario, rng: np.random.Generator, folder: Path) -> None:
    """Write leerlingen.csv: UTF-8 with BOM; a child still enrolled has an empty end; one IKC gives no kindcodes."""
    rows = list_leerlingen(population, scenario, rng)
    late = rows["ikc"].map(lambda ikc: scenario.jaren.joins_late(ikc, scenario.pilots))
    rows = rows[~(late & (rows["jaar"] < FIRST_YEAR - 1))].reset_index(drop=True)
    unlinked = rows["ikc"] == roles(scenario).get("niet_koppelbaar", -1)
    young = np.where(rows["ikc"] % 2 == 0, "peuters", "0")
    table = pd.DataFrame(
        {
            "BSN": population.kinderen["client"].to_numpy()[rows["kind"]].astype(str),
            "Kindcode": rows["kindcode"].where(~unlinked, ""),
            "IKC": np.array(scenario.codes())[rows["ikc"]],
            "Groep": np.where(rows["groep"] == 0, young, rows["groep"].astype(str)),
            "Van": "01-08-" + rows["jaar"].astype(str),
            "Tot en met": np.where(rows["jaar"] == rows["jaar"].max(), "", "31-07-" + (rows["jaar"] + 1).astype(str)),
        }
    )
    if "letter" in rows:
        table.insert(4, "Klas", label_klassen(rows, scenario))
    write_csv(folder / "leerlingen.csv", table, "utf-8-sig")
