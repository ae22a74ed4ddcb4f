"""The sheet `Uitleg` of a template: what each column means and counts as, with an example that is never read."""

from datetime import date
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from analysis.codebook import Codebook
from analysis.codebook.notes import read_notes
from analysis.exchange.cell_values import write_value
from analysis.exchange.columns import MARK, Column, means_yes_and_no
from analysis.intake.rows import EXAMPLE

SHEET = "Uitleg"
"""Named as an explanation: intake leaves such a sheet alone, so its example can never be counted."""
WIDTHS = (30, 62, 12, 46)
HOW = {
    "code": "Als tekst: nullen vooraan blijven staan.",
    "datum": "Een datum: dd-mm-jjjj.",
    "getal": "Een getal; een komma voor decimalen.",
    "aantal": "Een heel getal.",
    "tekst": "Tekst.",
}


def write_explanation(sheet: Worksheet, delivery: str, columns: list[Column], codebook: Codebook) -> None:
    """Fill the sheet: what the file is, a row per column, what counts as what, and an example of a row."""
    sheet.title = SHEET
    notes = read_notes()["leveringen"][delivery]
    lines: list[list[Any]] = [
        [f"Uitleg bij {delivery}"],
        [notes["uitleg"]],
        [f"Wie vult dit in: {notes['vult']}. Verander de kolomnamen niet; wat niet verplicht is, mag leeg blijven."],
        ["Zet nergens namen, adressen, telefoonnummers of geboortedata van kinderen of ouders in dit bestand."],
        [],
        ["Kolom", "Wat het is", "Verplicht", "Hoe u het invult"],
        *[_explain(column, codebook) for column in columns],
        [],
        ["Voorbeeld van een ingevulde rij. Dit blad wordt niet gelezen: het voorbeeld telt nooit mee."],
        [column.kop for column in columns],
        example_row(columns),
    ]
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            write_value(sheet.cell(number, place), value)
    _dress(sheet, heads=(1, 6, len(lines) - 1))


def _explain(column: Column, codebook: Codebook) -> list[str]:
    return [column.kop, column.uitleg, "ja" if column.verplicht else "nee", how_to_fill(column, codebook)]


def how_to_fill(column: Column, codebook: Codebook) -> str:
    """Say in one sentence what may stand in a cell and what it counts as."""
    if column.soort == MARK:
        yes, no = means_yes_and_no(codebook)
        written_no = ", ".join(text for text in no if text)
        return f"x als het er is. Als ja telt: {', '.join(yes)}. Als nee: leeg, {written_no}."
    if column.keuzes:
        labels = codebook.content["codes"].get(column.naam, {})
        shown = [f"{text} ({labels[text]})" if text in labels else text for text in column.keuzes]
        return f"Kies uit: {', '.join(shown)}."
    return HOW.get(column.soort, HOW["tekst"])


def example_row(columns: list[Column]) -> list[Any]:
    """Give a filled-in row; its first cell says that it is an example, and intake sets such a row aside."""
    cells = [_example(column) for column in columns]
    marks = [place for place, column in enumerate(columns) if column.soort == MARK]
    for place in marks[:2]:
        cells[place] = "x"
    return [EXAMPLE, *cells[1:]]


def _example(column: Column) -> Any:
    return column.voorbeeld.strftime("%d-%m-%Y") if isinstance(column.voorbeeld, date) else column.voorbeeld


def _dress(sheet: Worksheet, heads: tuple[int, ...]) -> None:
    for number in heads:
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=cell.row > 4 and cell.row not in heads[-1:], vertical="top")
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
