"""Which file in data/raw is which delivery: by name and folder, without case. Noise is passed over, the rest told."""

from dataclasses import dataclass, field
from pathlib import Path

from analysis.codebook import Codebook, closest, fold
from analysis.errors import Melding
from analysis.intake.files import relative_name
from analysis.intake.folders import Walk, list_entries, list_files, meldingen_of_walk
from analysis.intake.formats import SUFFIXES as READABLE
from analysis.intake.ikcs import ikcs_in_name
from analysis.intake.sheets import match_meting
from analysis.intake.workbooks import SUFFIXES as WORKBOOKS
from analysis.study import Study

FOLDERS = ("inventarisatie", "toewijzingen", "cbs")
DELIVERIES = (
    "populatie", "inventarisatie", "inventarisatie_tellingen", "toewijzingen", "leerlingen", "ikc_profiel", "casussen",
    "casussen_gepubliceerd", "gesprekken", "speerpunten", "tarieven", "zorgpaden",
    "zorgpaden_totalen", "inzet_gezin", "indicaties",
    "doelmetingen", "inzet_jok", "maatwerkplannen",
)  # fmt: skip
"""What is read to text tables, in the order in which readers are told of them."""

FILES = tuple(name for name in DELIVERIES if name not in FOLDERS)
PUBLISHED = "gepubliceerd"
LETTERS = (
    ".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".msg", ".eml", ".md", ".log",
    ".jpg", ".jpeg", ".png", ".gif", ".heic", ".tif", ".tiff", ".bmp", ".svg",
)  # fmt: skip
"""Forms in which people send a letter or a picture along: named, and no reason to stop."""
ADVIES_FORM = {".zip": "Pak het uit en lever de bestanden zelf aan."}
SAVE_AS = "Lever CSV of XLSX aan."


@dataclass(frozen=True)
class Places:
    """Where the deliveries are: files per delivery, and the inventories with their meting; messages on the rest.

    The meting of an inventory is '' for a workbook outside the folders of the metingen: its sheets may name them.
    """

    files: dict[str, list[Path]]
    inventories: list[tuple[str, Path]] = field(default_factory=list)
    meldingen: list[Melding] = field(default_factory=list)


def find_places(study: Study, codebook: Codebook) -> Places:
    """List the deliveries in data/raw, sorted by name. A folder that is not there is a study without deliveries."""
    places = Places({name: [] for name in (*FILES, *FOLDERS)})
    walk = Walk()
    for path in list_entries(study.raw, walk):
        _find_delivery(path, _delivery_of(path), places, walk, study, codebook)
    place = relative_name(study.raw, study)
    places.meldingen.extend(meldingen_of_walk(walk, lambda path: relative_name(path, study), place))
    return places


def _find_delivery(
    path: Path, delivery: str | None, places: Places, walk: Walk, study: Study, codebook: Codebook
) -> None:
    """Put one entry of data/raw where it belongs."""
    if delivery is None:
        places.meldingen.append(_melding_unknown(path, study))
    elif delivery == "inventarisatie":
        _find_inventories(path, places, walk, study, codebook)
    elif path.is_dir() and delivery == "toewijzingen" and path.name != delivery:
        places.meldingen.append(_melding_spelling(path, delivery, study))
    elif path.is_dir():
        places.files[delivery] += list_files(path, walk)
    elif path.suffix.lower() in READABLE:
        places.files[delivery].append(path)
    else:
        places.meldingen.append(melding_form(path, study))


def _delivery_of(path: Path) -> str | None:
    return delivery_of_name(path.name, is_folder=path.is_dir())


def delivery_of_name(name: str, *, is_folder: bool) -> str | None:
    """Give the delivery that a file or folder right below data/raw holds, by its name; None when by none."""
    if is_folder:
        return {fold(known): known for known in FOLDERS}.get(fold(name))
    stem = fold(Path(name).stem)
    return {fold(known): known for known in FILES}.get(stem) or (
        "casussen_gepubliceerd" if stem.endswith(PUBLISHED) else None
    )


def _find_inventories(folder: Path, places: Places, walk: Walk, study: Study, codebook: Codebook) -> None:
    for path in list_entries(folder, walk):
        meting = match_meting(path.name, study, codebook) if path.is_dir() else None
        if path.is_file() and path.suffix.lower() in WORKBOOKS:
            places.inventories.append(("", path))
        elif path.is_file():
            stray = path.suffix.lower() in LETTERS
            places.meldingen.append(melding_stray(path, study) if stray else melding_loose(path, study))
        elif meting is None:
            places.meldingen.append(_melding_meting(path, study))
        else:
            files = list_files(path, walk)
            places.inventories.extend((meting, file) for file in files if file.suffix.lower() in READABLE)
            places.meldingen.extend(_others(files, study))


def _others(files: list[Path], study: Study) -> list[Melding]:
    """Judge what is not read beside inventories: a letter does not block, unless it is all that an IKC delivered."""
    read = [file for file in files if file.suffix.lower() in READABLE]
    known = {ikc for file in read for ikc in ikcs_in_name(file.stem, study)}
    meldingen = []
    for file in files:
        if file in read:
            continue
        alone = not read or set(ikcs_in_name(file.stem, study)) - known
        letter = file.suffix.lower() in LETTERS and not alone
        meldingen.append(melding_stray(file, study) if letter else melding_form(file, study))
    return meldingen


def _melding_unknown(path: Path, study: Study) -> Melding:
    names = FOLDERS if path.is_dir() else (*FILES, *FOLDERS)
    near = closest(path.name if path.is_dir() else path.stem, list(names))
    what = "deze map" if path.is_dir() else "dit bestand"
    shown = f"{near}/" if near in FOLDERS else f"{near}{path.suffix}"
    advies = f"Bedoelt u {shown}?" if near else f"Bekend zijn: {', '.join([*FILES, *(f'{n}/' for n in FOLDERS)])}."
    ernst = "fout" if near and path.suffix.lower() not in LETTERS else "waarschuwing"
    return Melding(
        relative_name(path, study), f"{what} hoort bij geen aanlevering en is niet gelezen.", ernst,
        advies=advies, code="onbekende_aanlevering",
    )  # fmt: skip


def _melding_spelling(path: Path, delivery: str, study: Study) -> Melding:
    advies = f"Noem de map {delivery}, met kleine letters."
    return Melding(relative_name(path, study), "deze map is niet gelezen.", advies=advies, code="onbekende_aanlevering")


def melding_form(path: Path, study: Study) -> Melding:
    """Say that a file of this form is not read here; a fout, because it may be a delivery."""
    suffix = path.suffix.lower()
    tekst = f"bestanden van de vorm '{suffix}' worden hier niet gelezen."
    return Melding(relative_name(path, study), tekst, advies=ADVIES_FORM.get(suffix, SAVE_AS), code="onbekende_vorm")


def melding_stray(path: Path, study: Study) -> Melding:
    """Name a letter or picture that lies among deliveries; it does not block."""
    advies = f"Is het een levering? {SAVE_AS} Hoort het er niet bij, haal het dan weg."
    return Melding(relative_name(path, study), "dit bestand is geen levering en is niet gelezen.", "waarschuwing",
                   advies=advies, code="los_bestand")  # fmt: skip


def melding_loose(path: Path, study: Study) -> Melding:
    """Say that an inventory does not lie in the folder of its meting, and that its sheets do not name one."""
    advies = f"Zet het in de map van zijn meting: {', '.join(study.meting_namen) or 'study.yml noemt er nog geen'}."
    tekst = "dit bestand staat niet in een map van een meting."
    return Melding(relative_name(path, study), tekst, advies=advies, code="onbekende_meting")


def _melding_meting(path: Path, study: Study) -> Melding:
    near = closest(path.name, list(study.meting_namen))
    known = ", ".join(study.meting_namen) or "geen"
    advies = f"Bedoelt u {near}?" if near else f"De metingen van study.yml: {known}."
    tekst = "deze map is geen meting van de studie."
    return Melding(relative_name(path, study), tekst, advies=advies, code="onbekende_meting")
