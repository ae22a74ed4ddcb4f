"""Which file in data/raw is which delivery: by name and folder, without case. Noise is passed over, the rest told."""

from dataclasses import dataclass
from pathlib import Path

from analysis.codebook import Codebook, closest, fold, fold_value
from analysis.errors import Melding
from analysis.intake.files import relative_name
from analysis.intake.workbooks import SUFFIXES
from analysis.study import Study

FILES = (
    "populatie", "inventarisatie_tellingen", "leerlingen", "ikc_profiel", "casussen", "casussen_gepubliceerd",
    "gesprekken", "speerpunten", "tarieven", "zorgpaden", "zorgpaden_totalen", "inzet_gezin", "indicaties",
)  # fmt: skip
FOLDERS = ("inventarisatie", "toewijzingen", "cbs")
PUBLISHED = "gepubliceerd"
READABLE = (".csv", ".txt", ".tsv", *SUFFIXES)
NOISE_STARTS = (".", "~$", "readme", "leesmij")
NOISE_NAMES = ("thumbs.db", "desktop.ini", "__macosx")


@dataclass(frozen=True)
class Places:
    """Where the deliveries are: files per delivery, and the inventories with their meting; messages on the rest."""

    files: dict[str, list[Path]]
    inventories: list[tuple[str, Path]]
    meldingen: list[Melding]


def find_places(study: Study, codebook: Codebook) -> Places:
    """List the deliveries in data/raw, sorted by name. A folder that is not there is a study without deliveries."""
    files: dict[str, list[Path]] = {name: [] for name in (*FILES, *FOLDERS)}
    meldingen: list[Melding] = []
    inventories: list[tuple[str, Path]] = []
    for path in list_entries(study.raw):
        delivery = _delivery_of(path)
        if delivery is None:
            meldingen.append(_melding_unknown(path, study))
        elif delivery == "inventarisatie":
            found, problems = _find_inventories(path, study, codebook)
            inventories += found
            meldingen += problems
        elif path.is_dir() and delivery == "toewijzingen" and path.name != delivery:
            meldingen.append(_melding_spelling(path, delivery, study))
        elif path.is_dir():
            files[delivery] += list_files(path)
        elif path.suffix.lower() in READABLE:
            files[delivery].append(path)
        else:
            meldingen.append(_melding_form(path, study))
    return Places(files, inventories, meldingen)


def list_entries(folder: Path) -> list[Path]:
    """List a folder sorted by name, without hidden files, lock files and other noise."""
    if not folder.is_dir():
        return []
    kept = [path for path in folder.iterdir() if not is_noise(path.name)]
    return sorted(kept, key=lambda path: (path.name.lower(), path.name))


def list_files(folder: Path) -> list[Path]:
    """List the files in a folder and the folders below it, sorted by name, without noise."""
    return [
        file for path in list_entries(folder) for file in ([path] if path.is_file() else list_files(path))
    ]  # fmt: skip


def is_noise(name: str) -> bool:
    """Tell whether a name is a file of the system or a text for people."""
    return name.lower().startswith(NOISE_STARTS) or name.lower() in NOISE_NAMES


def match_meting(text: str, study: Study, codebook: Codebook) -> str | None:
    """Give the study's meting that a text names: its own name first, then the codebook's spellings."""
    own = {fold_value(name): name for name in study.meting_namen}
    if fold_value(text) in own:
        return own[fold_value(text)]
    return own.get(fold_value(codebook.value("meting", text) or ""))


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


def _find_inventories(folder: Path, study: Study, codebook: Codebook) -> tuple[list[tuple[str, Path]], list[Melding]]:
    found: list[tuple[str, Path]] = []
    meldingen: list[Melding] = []
    for path in list_entries(folder):
        meting = match_meting(path.name, study, codebook) if path.is_dir() else None
        if path.is_file():
            meldingen.append(_melding_loose(path, study))
        elif meting is None:
            meldingen.append(_melding_meting(path, study))
        else:
            readable = [file for file in list_files(path) if file.suffix.lower() in READABLE]
            found += [(meting, file) for file in readable]
            meldingen += [_melding_form(file, study) for file in list_files(path) if file not in readable]
    return found, meldingen


def _melding_unknown(path: Path, study: Study) -> Melding:
    names = FOLDERS if path.is_dir() else (*FILES, *FOLDERS)
    near = closest(path.name if path.is_dir() else path.stem, list(names))
    what = "deze map" if path.is_dir() else "dit bestand"
    shown = f"{near}/" if near in FOLDERS else f"{near}{path.suffix}"
    advies = f"Bedoelt u {shown}?" if near else f"Bekend zijn: {', '.join([*FILES, *(f'{n}/' for n in FOLDERS)])}."
    ernst = "fout" if near else "waarschuwing"
    return Melding(
        relative_name(path, study), f"{what} hoort bij geen aanlevering en is niet gelezen.", ernst,
        advies=advies, code="onbekende_aanlevering",
    )  # fmt: skip


def _melding_spelling(path: Path, delivery: str, study: Study) -> Melding:
    advies = f"Noem de map {delivery}, met kleine letters."
    return Melding(relative_name(path, study), "deze map is niet gelezen.", advies=advies, code="onbekende_aanlevering")


def _melding_form(path: Path, study: Study) -> Melding:
    tekst = f"bestanden van de vorm '{path.suffix}' worden hier niet gelezen."
    return Melding(relative_name(path, study), tekst, advies="Lever CSV of XLSX aan.", code="onbekende_vorm")


def _melding_loose(path: Path, study: Study) -> Melding:
    advies = f"Zet het in de map van zijn meting: {', '.join(study.meting_namen) or 'study.yml noemt er nog geen'}."
    tekst = "dit bestand staat niet in een map van een meting."
    return Melding(relative_name(path, study), tekst, advies=advies, code="onbekende_meting")


def _melding_meting(path: Path, study: Study) -> Melding:
    near = closest(path.name, list(study.meting_namen))
    known = ", ".join(study.meting_namen) or "geen"
    advies = f"Bedoelt u {near}?" if near else f"De metingen van study.yml: {known}."
    tekst = "deze map is geen meting van de studie."
    return Melding(relative_name(path, study), tekst, advies=advies, code="onbekende_meting")
