"""Make a new study folder: a study.yml to fill in, the folders, and Excel templates to send to IKCs."""

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.codebook import Codebook, load_codebook
from analysis.codebook.examples import write_examples
from analysis.errors import InvoerFout, Melding

EPOCH = datetime(2019, 1, 1)
TEMPLATES = ("populatie", "inventarisatie", "inventarisatie_tellingen", "toewijzingen", "leerlingen", "ikc_profiel",
             "casussen", "casussen_gepubliceerd", "zorgpaden", "zorgpaden_totalen", "indicaties", "inzet_gezin",
             "gesprekken", "speerpunten")  # fmt: skip
CHOICES = {
    "bouw": ["voorschool", "onderbouw", "middenbouw", "bovenbouw"],
    "geslacht": ["jongen", "meisje", "onbekend"],
    "informant": ["leerkracht", "intern_begeleider", "jeugdondersteuner", "pedagogisch_medewerker"],
    "gemonetariseerd": ["ja", "nee"],
    "fase": ["voor", "na"],
}
STUDY_YML = Path(__file__).parent / "new_study.yml"


def new_study(folder: Path) -> str:
    """Make a study folder with templates; gives the Dutch text that says what to do next.

    Raises InvoerFout when the folder holds something already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvoerFout(
            [Melding(str(folder), "deze map bestaat al en is niet leeg.", advies="Kies een nieuwe of lege map.")]
        )
    codebook = load_codebook()
    for part in ("data/raw/inventarisatie", "data/raw/toewijzingen", "data/raw/cbs", "codebook", "sjablonen"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "study.yml").write_text(STUDY_YML.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / ".gitignore").write_text("# Gegevens van kinderen komen nooit in git.\ndata/\nreports/\n.sleutel\n")
    write_examples(folder / "codebook")
    for name in TEMPLATES:
        write_template(name, folder / "sjablonen" / f"{name}.xlsx", codebook)
    return (
        f"De studiemap staat in {folder}.\n"
        "1. Vul study.yml in: metingen, IKC's en primaire indicatoren.\n"
        "2. Stuur de sjablonen uit de map sjablonen naar de IKC's; zet wat terugkomt in data/raw\n"
        "   (inventarisaties in data/raw/inventarisatie/<meting>/, toewijzingen in data/raw/toewijzingen/).\n"
        f"3. Controleer met: ikc --study {folder} check\n"
        "   Kent het programma een woord of kolom niet? Vul het aan in de map codebook; daar staan voorbeelden.\n"
        f"4. Maak de rapporten met: ikc --study {folder} run"
    )


def write_template(delivery: str, path: Path, codebook: Codebook) -> None:
    """Write one delivery's empty Excel template: a header row with notes, choices where a field is coded."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = delivery[:31]
    columns = codebook.columns(delivery)
    labels = dict(zip(codebook.codes["code"], codebook.codes["label"], strict=True))
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(row=1, column=number, value=labels.get(column, column))
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor="DDE7EE")
        cell.comment = Comment(_note(delivery, column, labels, codebook), "ikc")
        sheet.column_dimensions[get_column_letter(number)].width = 16
        _add_choices(sheet, column, number, is_mark=column in labels)
    sheet.freeze_panes = "A2"
    workbook.properties.created = workbook.properties.modified = EPOCH
    workbook.save(path)


def _note(delivery: str, column: str, labels: dict[str, str], codebook: Codebook) -> str:
    if column in labels:
        return f"Zet een x als dit bij het kind speelt ({column})."
    needed = "Verplicht." if column in codebook.required(delivery) else "Mag leeg blijven."
    return f"{needed} Kolom {column} van de levering {delivery}."


def _add_choices(sheet: object, column: str, number: int, *, is_mark: bool) -> None:
    choices = ["x"] if is_mark else CHOICES.get(column)
    if not choices:
        return
    validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    letter = get_column_letter(number)
    validation.add(f"{letter}2:{letter}1000")
    sheet.add_data_validation(validation)  # type: ignore[attr-defined]
