"""What four messy schools and their municipality send back, and what they mend: written by hand, counted by hand."""

import re
from pathlib import Path

import openpyxl

SETTINGS = {
    "<naam van de studie>": "Vier scholen",
    "<naam van de gemeente>": "Proefgemeente",
    '<vier cijfers tussen aanhalingstekens, zoals "0080">': '"0080"',
    "synthetisch: false": "synthetisch: true",
    "peildatum: <jjjj-mm-dd>, informant: leerkracht": "peildatum: 2019-02-01, informant: leerkracht",
    "peildatum: <jjjj-mm-dd>, informant: jeugdondersteuner": "peildatum: 2021-06-01, informant: jeugdondersteuner",
    "van: <jjjj-mm-dd>": "van: 2018-01-01",
    "tot: <jjjj-mm-dd>": "tot: 2021-06-30",
}
IKCS = """  - {ikc: IKC01, naam: De Wilgen, rol: pilot, start_jok: 2019-03-01}
  - {ikc: IKC02, naam: It Kompas, rol: pilot, start_jok: 2019-03-01}
  - {ikc: IKC03, naam: De Oversteek, rol: vergelijking}
  - {ikc: IKC04, naam: De Brug, rol: vergelijking}
"""
METINGEN = ("nulmeting", "eindmeting")
DRUK, ANGST, IB = "Druk of impulsief gedrag", "Angst of somberheid", "Begeleiding door de IB-er"
CHILDREN = 24


def fill_settings(folder: Path) -> None:
    """Fill in study.yml as its comments ask: four IKCs, everything between < and >."""
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8")
    for asked, given in SETTINGS.items():
        text = text.replace(asked, given)
    path.write_text(re.sub(r"  - \{ikc: IKC01, naam: <.*\n", IKCS, text), encoding="utf-8")


def put_list(folder: Path, ikc: str, meting: str, rows: list[dict]) -> Path:
    """Fill the list that `ikc sjablonen` made for an IKC and meting, under the heads it has, where the steps say."""
    name = f"inventarisatie_{meting}_{ikc}.xlsx"
    workbook = openpyxl.load_workbook(folder / "sjablonen/inventarisatie" / meting / name)
    sheet = workbook.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for head, value in row.items():
            sheet.cell(number, heads[head]).value = value
    target = folder / "data/raw/inventarisatie" / meting / name
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)
    return target


def put_text(folder: Path, name: str, text: str, encoding: str = "utf-8") -> None:
    target = folder / "data/raw" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode(encoding))


def groep(number: int, meting: str) -> int:
    """Two children in each groep, 1-12 in groep 1-6 at the nulmeting and 13-24 too; then two groepen up."""
    return (number - 1) % 12 // 2 + (1 if meting == "nulmeting" else 3)


def marked_with_signs(meting: str) -> list[dict]:
    """IKC01: √ for druk (children 1-6), ● for angst (children 1-4; at the eindmeting 1-9), and a row of totals."""
    angst = 4 if meting == "nulmeting" else 9
    rows = [
        {"kindcode": f"W{n:02}", "groep": groep(n, meting), "geslacht": "meisje" if n % 2 else "jongen"}
        | ({DRUK: "√"} if n <= 6 else {}) | ({ANGST: "●"} if n <= angst else {})
        for n in range(1, CHILDREN + 1)
    ]  # fmt: skip
    return [*rows, {"kindcode": "Totaal", DRUK: 6, ANGST: angst}]


def renamed_heads(meting: str, mended: bool) -> str:
    """IKC02: its own list, tabs in UTF-16; druk for 1-5 (one is `heel vaak`), verdriet for 1-3 (eindmeting 1-8)."""
    often = "x" if mended else "heel vaak"
    verdriet = 3 if meting == "nulmeting" else 8
    rows = ["Lln.\tJaargroep\tm/v\tDruk/impulsief\tVerdrietig of bang\tIB"]
    for n in range(1, CHILDREN + 1):
        rows.append(
            f"K{n:02}\t{groep(n, meting)}\t{'v' if n % 2 else 'm'}\t"
            f"{often if n == 5 else 'x' if n <= 4 else ''}\t"
            f"{'ja' if n <= verdriet else 'nee'}\t{'x' if n == 24 else ''}"
        )
    return "\r\n".join(rows) + "\r\n"


def combined_groepen(mended: bool) -> list[dict]:
    """IKC03, nulmeting: `3a` and `1/2`, kindcodes with zeros, an error cell that should have been an x (child 2)."""
    rows = []
    for n in range(1, CHILDREN + 1):
        number = groep(n, "nulmeting")
        row = {"kindcode": f"{n:03}", "groep": {1: "1/2", 3: "3a"}.get(number, number)}
        rows.append(row | ({DRUK: "x"} if n <= 7 else {}))
    rows[1][DRUK] = "x" if mended else "#N/A"
    return rows


def lost_zeros(mended: bool) -> str:
    """IKC03, eindmeting: a CSV whose kindcodes lost their zeros, and a stray quote at the last field of child 10."""
    rows = [f"kindcode;groep;{DRUK};{ANGST}"]
    for n in range(1, CHILDREN + 1):
        quote = '"' if n == 10 and not mended else ""
        rows.append(f"{n};{groep(n, 'eindmeting')};{'x' if n <= 6 else ''};{quote}{'x' if 8 <= n <= 12 else ''}")
    return "\n".join(rows) + "\n"


def counts_only() -> str:
    """IKC04: no list, only counts per bouw."""
    rows = ["ikc;meting;bouw;code;aantal;informant"]
    for meting, druk, who in (("nulmeting", 6, "leerkracht"), ("eindmeting", 11, "jeugdondersteuner")):
        rows += [f"IKC04;{meting};onderbouw;{DRUK};{druk};{who}", f"IKC04;{meting};middenbouw;druk;7;{who}"]
    return "\n".join(rows) + "\n"


def population(mended: bool) -> str:
    """A count as a spreadsheet shows it: 1.234 kinderen is a thousand and more; 1,5 kinderen is nothing."""
    rows = ["ikc;meting;bouw;aantal kinderen"]
    for meting in METINGEN:
        for ikc in ("IKC01", "IKC02", "IKC03"):
            rows += [f"{ikc};{meting};{bouw};60" for bouw in ("voorschool", "onderbouw", "middenbouw", "bovenbouw")]
        rows += [f"IKC04;{meting};onderbouw;1.234", f"IKC04;{meting};middenbouw;{'150' if mended else '1,5'}"]
    return "\n".join(rows) + "\n"


BSNS = ["999990019", "999990020", "999990032", "999990044", "999990056", "999990068", "999990081", "999990093"]


def export(mended: bool) -> str:
    """Give the municipality's export.

    Eight clients with one toewijzing each, two running on (`NULL`), one placeholder client with two rows, and one
    client whose BSN a spreadsheet turned into 1,00E+09.
    """
    rows = ["BSN;Toew.nr.;Productcategorie;Productcode;Ingangsdatum;Dat. einde;IKC"]
    for n, bsn in enumerate(BSNS):
        end = "NULL" if n < 2 else f"{10 + n}-12-2019"
        rows.append(f"{bsn};{100 + n};45;45A04;{10 + n}-02-2019;{end};IKC0{n % 2 + 1}")
    rows += ["000000000;200;45;45A04;01-03-2019;31-12-2019;IKC01", "000000000;201;45;45A04;01-04-2019;;IKC01"]
    rows.append(f"{'999990019' if mended else '1,00E+09'};202;54;54001;01-05-2019;31-12-2019;IKC01")
    return "\n".join(rows) + "\n"


def deliver(folder: Path, mended: bool = False) -> None:
    """Put everything in data/raw: as it first came, or with the cells mended that the messages named."""
    for meting in METINGEN:
        put_list(folder, "IKC01", meting, marked_with_signs(meting))
        put_text(folder, f"inventarisatie/{meting}/IKC02 lijst.csv", renamed_heads(meting, mended), "utf-16")
    put_list(folder, "IKC03", "nulmeting", combined_groepen(mended))
    put_text(folder, "inventarisatie/eindmeting/IKC03.csv", lost_zeros(mended))
    put_text(folder, "inventarisatie_tellingen.csv", counts_only())
    put_text(folder, "populatie.csv", population(mended))
    put_text(folder, "toewijzingen/export gemeente.csv", export(mended), "cp1252")
