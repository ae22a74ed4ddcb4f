"""The workbook that goes back: each problem a row with its cell, and the delivery's own sheets, with cells marked."""

from pathlib import Path, PurePosixPath

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis.errors import Melding, Plaats
from analysis.exchange.cell_values import clean_text, write_value
from analysis.exchange.delivered import Delivered
from analysis.exchange.recipients import Post
from analysis.exchange.wording import advice_for_deliverer, confidential, sentence
from analysis.exchange.workbook import EPOCH

SHEET = "Te herstellen"
HEADS = ("Nr", "Soort", "Bestand", "Blad", "Cel", "Wat is er", "Wat te doen")
WIDTHS = (5, 10, 30, 16, 10, 60, 60)
WRONG, LOOK = "F4B183", "FFF2CC"
FULL_COPY = 5000
"""A sheet with more rows is copied only where something is wrong, at the same places."""
MOST_ROWS = 200
"""The cells of one problem that have a row of their own; the marks in the copy show them all."""
LEFT_OUT = "(weggelaten)"


def write_mending_workbook(post: Post, name: str, path: Path) -> None:
    """Write the workbook of one recipient, called `name`; nothing of another's delivery is in it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet.append([confidential(name)])
    sheet.append(HEADS)
    copies = {file: _copy(workbook, delivered, post) for file, delivered in post.bladen.items()}
    for number, melding in enumerate(_worst_first(post.meldingen), start=1):
        _write_problem(sheet, number, melding, post, copies)
    _dress(sheet)
    workbook.properties.created = workbook.properties.modified = EPOCH
    workbook.save(path)


def _worst_first(meldingen: tuple[Melding, ...]) -> list[Melding]:
    return sorted(meldingen, key=lambda melding: melding.ernst != "fout")


def _write_problem(sheet: Worksheet, number: int, melding: Melding, post: Post, copies: dict[str, Worksheet]) -> None:
    delivered = post.bladen.get(melding.bestand)
    file, _, tab = melding.bestand.partition("#")
    kind = "fout" if melding.ernst == "fout" else "let op"
    head = [number, kind, PurePosixPath(file).name, tab]
    advice = advice_for_deliverer(melding)
    cells = [cell for place in melding.plaatsen if delivered and (cell := delivered.cell_of(place)) is not None]
    if not cells:
        _add_row(sheet, [*head, "", " ".join([sentence(melding.tekst), *melding.regels]), advice])
    for cell in cells[:MOST_ROWS]:
        _add_row(sheet, [*head, _address(cell), f"{sentence(melding.tekst)}{_stands(delivered, cell)}", advice])
    if len(cells) > MOST_ROWS:
        _add_row(sheet, [*head, "", f"En nog {len(cells) - MOST_ROWS} cellen; ze zijn gekleurd in de kopie.", ""])
    for cell in cells:
        _mark(copies[melding.bestand], cell, melding, number)


def _add_row(sheet: Worksheet, values: list[int | str]) -> None:
    row = sheet.max_row + 1
    for place, value in enumerate(values, start=1):
        write_value(sheet.cell(row, place), value)


def _stands(delivered: Delivered | None, cell: tuple[int, int | None]) -> str:
    """Say what is in the cell, where it is one cell and not empty."""
    row, column = cell
    if delivered is None or column is None or column in delivered.persoonlijk or row not in delivered.cells.index:
        return ""
    text = str(delivered.cells.at[row, column]).strip()
    return f" Er staat: {text[:40]}." if text else " De cel is leeg."


def _address(cell: tuple[int, int | None]) -> str:
    row, column = cell
    return f"rij {row}" if column is None else f"{get_column_letter(column + 1)}{row}"


def _mark(copy: Worksheet, cell: tuple[int, int | None], melding: Melding, number: int) -> None:
    row, column = cell
    colour = PatternFill("solid", fgColor=WRONG if melding.ernst == "fout" else LOOK)
    for place in [column + 1] if column is not None else range(1, copy.max_column + 1):
        marked = copy.cell(row, place)
        if marked.fill.fill_type is None or melding.ernst == "fout":
            marked.fill = colour
    first = copy.cell(row, 1 if column is None else column + 1)
    before = f"{first.comment.text}\n" if first.comment else ""
    first.comment = Comment(clean_text(f"{before}{number}. {sentence(melding.tekst)}"[:1000]), "ikc", 120, 320)


def _copy(workbook: Workbook, delivered: Delivered, post: Post) -> Worksheet:
    """Copy a sheet as text at the same places: whole when it is short, and only the recipient's own rows."""
    file, _, tab = delivered.bestand.partition("#")
    sheet = workbook.create_sheet(_title(workbook, tab or PurePosixPath(file).stem))
    rows = _rows_to_copy(delivered, post)
    for row in delivered.cells.index:
        if row not in rows:
            continue
        for column, text in enumerate(delivered.cells.loc[row]):
            if text:
                hidden = column in delivered.persoonlijk and row > delivered.kop
                write_value(sheet.cell(int(row), column + 1), LEFT_OUT if hidden else str(text))
    if delivered.kop:
        sheet.freeze_panes = f"A{delivered.kop + 1}"
    return sheet


def _rows_to_copy(delivered: Delivered, post: Post) -> set[int]:
    rows = set(delivered.cells.index)
    if delivered.bestand in post.gedeeld:
        rows = {row for row in rows if row <= delivered.kop or delivered.ikcs.get(row) == post.ontvanger}
    if len(rows) <= FULL_COPY:
        return rows
    places = [place for melding in post.meldingen if melding.bestand == delivered.bestand for place in melding.plaatsen]
    return {row for row in rows if row <= delivered.kop} | ({_row(place, delivered) for place in places} & rows)


def _row(place: Plaats, delivered: Delivered) -> int:
    return delivered.kop if place.rij is None else place.rij


def _title(workbook: Workbook, name: str) -> str:
    """Give a sheet a name that Excel allows and that is not taken."""
    plain = "".join("_" if sign in "[]:*?/\\'" else sign for sign in clean_text(name))[:25] or "blad"
    taken = [title.lower() for title in workbook.sheetnames]
    return next(title for title in (plain, *(f"{plain} ({n})" for n in range(2, 999))) if title.lower() not in taken)


def _dress(sheet: Worksheet) -> None:
    sheet["A1"].font = Font(bold=True)
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7EE")
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = sheet.dimensions
