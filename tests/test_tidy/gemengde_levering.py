"""A delivery as a municipality makes it: JW301 3.2 in zips, also in folders and in a zip, and two dirty exports.

The truth is the simulation's; the counts beside it are made with the standard library, apart from our readers.
"""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from analysis.simulation import context, register_files
from analysis.simulation.message_files import find_birthdays, word_message, word_other
from analysis.simulation.messages import COLUMNS
from analysis.simulation.scenario import Scenario
from analysis.simulation.studies import Simulated, simulate_tables

SCENARIO = replace(Scenario(), ikcs=2, pilots=1, metingen=2, grootte=(110, 90), buiten_studie=8)
OTHERS = ("jw302", "jw305", "jw307", "jw315")
HEADS = ["BSN", "Toewijzingnummer", "Categorie", "Product", "Datum toewijzing", "Startdatum", "Einddatum", "Omvang",
         "Eenheid", "Frequentie", "Bedrag", "Verwijzer", "Reden wijziging", "Zorgaanbieder"]  # fmt: skip
MADE_UP = (
    ["999999990", "5000001", "45", "45A48", "01-05-2019", "00-05-2019", "", "", "", "", "1.000,00", "", "", "De Kei"],
    ["999999990", "5000002", "45", "45A48", "01-05-2019", "01-05-2019", "01-04-2019", "", "", "", "", "", "", "De Kei"],
    ["123456789", "5000003", "45", "Q7", "01-05-2019", "01-05-2019", "31-05-2019", "", "", "", "€ 1.234,50", "", "",
     "De Kei"],
)  # fmt: skip
"""Rows of the first export that no message has: a date with 00, an end before its start, an own code with a BSN that
fails the elfproef."""


def simulated() -> Simulated:
    return simulate_tables(SCENARIO, 11)


def write_study(study: Simulated, folder: Path, exports: bool = True) -> Path:
    """Write the study with its messages; with the two exports, or with the messages alone."""
    raw = folder / "data" / "raw"
    context.write_study(SCENARIO, folder / "study.yml")
    random = np.random.Generator(np.random.PCG64(3))
    register_files.write_leerlingen(study.population, SCENARIO, random, raw)
    write_messages(study, raw / "toewijzingen")
    if exports:
        rows = study.berichten
        write_csv_export(rows[rows["toewijzingsdatum"] <= "2019-12-31"], raw / "toewijzingen" / "export tm 2019.csv")
        write_workbook(rows[rows["toewijzingsdatum"] >= "2019-07-01"], raw / "toewijzingen" / "export vanaf 2019.xlsx")
    return folder


def write_messages(study: Simulated, folder: Path) -> None:
    """Write a zip per year: one loose, one in a folder, the others together in a folder of a zip."""
    born = find_birthdays(study.berichten, study.population)
    zips = {}
    for year, rows in study.berichten.groupby(study.berichten["toewijzingsdatum"].dt.year, sort=True):
        groups = rows.groupby(["toewijzingsdatum", "client"], sort=True)
        texts = [word_message(client, born[client], products, "3_2") for (_, client), products in groups]
        zips[f"berichten_{year}.zip"] = zip_of(
            [text for pair in zip(texts, [word_other(kind, "3_2") for kind in OTHERS], strict=False) for text in pair]
            + texts[len(OTHERS) :] + [texts[0][: len(texts[0]) // 2]]
        )  # fmt: skip
    first, second, *rest = zips
    (folder / "mei" / "regio").mkdir(parents=True)
    (folder / first).write_bytes(zips[first])
    (folder / "mei" / "regio" / second).write_bytes(zips[second])
    with zipfile.ZipFile(folder / "alles.zip", "w") as outer:
        outer.writestr("map/leesmij.txt", "hallo")
        for name in rest:
            outer.writestr(f"map/{name}", zips[name])


def zip_of(texts: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number:05}.xml", text)
    return buffer.getvalue()


def export_rows(messages: pd.DataFrame) -> Iterator[list]:
    for row in messages[list(COLUMNS)].itertuples(index=False):
        yield ["" if value is None or (not isinstance(value, str) and pd.isna(value)) else value for value in row]


def write_csv_export(messages: pd.DataFrame, path: Path) -> None:
    """Write cp1252 with a title block, thousands points, rows that are wrong and a row of totals."""

    def shown(value) -> str:
        if isinstance(value, pd.Timestamp):
            return f"{value:%d-%m-%Y}"
        return f"€ {value:,.2f}".translate(str.maketrans(",.", ".,")) if isinstance(value, float) else str(value)

    rows = [[shown(value) for value in row] for row in export_rows(messages)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([["Export Jeugdwet"], ["Gemeente Voorbeeld – peildatum 31-12-2019"], [], HEADS])
    writer.writerows([*rows, *MADE_UP, ["Totaal", "", "", "", "", "", "", "", "", "", "€ 9.999.999,00"]])
    path.write_bytes(text.getvalue().encode("cp1252"))


def write_workbook(messages: pd.DataFrame, path: Path) -> None:
    """Write two sheets of a workbook: a title above the header, Excel dates and serial numbers, BSNs as numbers, and
    a row of totals; and a sheet that is no delivery."""
    book = openpyxl.Workbook()
    book.active.title = "toelichting"
    book.active.append(["Deze werkmap komt uit het zaaksysteem."])
    early = messages["toewijzingsdatum"] < "2020-07-01"
    for name, rows in (("2019-2020", messages[early]), ("daarna", messages[~early])):
        sheet = book.create_sheet(name)
        for line in (["Toewijzingen " + name], [], [*HEADS, "Behandeld door"]):
            sheet.append(line)
        for number, row in enumerate(export_rows(rows)):
            cells = [excel_value(value, serial=number % 2 == 0) for value in row]
            sheet.append([int(row[0]), *cells[1:], "team A"])
        sheet.append(["Totaal", *[None] * 9, 123456.78])
    book.save(path)


def excel_value(value, serial: bool):
    if isinstance(value, pd.Timestamp):
        return (value - pd.Timestamp(1899, 12, 30)).days if serial else value.to_pydatetime()
    return None if value == "" else value


def count_delivery(folder: Path) -> dict[str, Counter]:
    """Count, per file (a sheet is a file), the rows or products and what is no row, without any of our code."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = f"data/raw/toewijzingen/{path.relative_to(folder).as_posix()}"
        if path.suffix == ".zip":
            found[name] = Counter(count_zip(path.read_bytes()))
        elif path.suffix == ".csv":
            with path.open(encoding="cp1252", newline="") as file:
                found[name] = count_rows(list(csv.reader(file, delimiter=";")))
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
            del sheets["toelichting"]
            found |= {f"{name}#{title}": count_rows(rows) for title, rows in sheets.items()}
    return found


def count_rows(rows: list[list]) -> Counter:
    below = rows[next(n for n, row in enumerate(rows) if row and row[0] == "BSN") + 1 :]
    filled = [row for row in below if any(value not in ("", None) for value in row)]
    return Counter("totaal" if row[0] == "Totaal" else "rij" for row in filled)


def count_zip(content: bytes) -> Iterator[str]:
    """Name what is in a zip, and in the zips in it: `rij` for each product, else what kind of thing it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".zip"):
                yield from count_zip(data)
            elif not name.endswith(".xml"):
                yield "geen bericht"
            else:
                yield from count_message(data)


def count_message(data: bytes) -> Iterator[str]:
    try:
        root = ET.fromstring(data)
    except ET.ParseError:
        yield "kapot"
        return
    kind = root.tag.split("/")[-2]
    if kind != "jw301":
        yield kind.upper()
    else:
        yield from ("rij" for element in root.iter() if element.tag.endswith("}ToegewezenProduct"))
