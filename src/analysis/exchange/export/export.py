"""`ikc export`: check what is asked, make every file, hold the public ones against the leak gate, put them in place."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.exchange.export.edition import Edition, read_edition, results_copies
from analysis.publishing.edition_folder import NOTICE
from analysis.study import Study
from analysis.study.doors import INTERN, refuse_public_folder
from analysis.study.numbers import with_points
from analysis.study.working_copies import EXPORTS
from analysis.study.writing import draft_of, gone_when_unfinished, shown_path

FORMS = ("xlsx", "sav", "parquet")
MARK = ".ikc-export"
"""A file by which we know a folder of an earlier export: only such a folder is written anew."""
MARK_TEXT = "Gemaakt door ikc export; wordt bij een volgende keer vervangen.\n"
NOTICE_TEXT = (
    "INTERN, niet verspreiden.\n\n"
    "Deze bestanden komen uit de interne editie en bevatten kleine aantallen kinderen.\n"
    "Deel ze alleen met wie deze gegevens mag zien. Zet er niets van op een website.\n"
)


def export_results(study: Study, codebook: Codebook, editie: str, form: str, target: Path | None = None) -> str:
    """Export the result tables of an edition and give the Dutch text that says where they are.

    `target` is a folder, or for `xlsx` a file; without it `reports/export/<editie>/<form>`, outside the edition, for
    what is published is in the edition and in its manifest. Raises InvoerFout with everything that is wrong with the
    place and the edition, and, for the public edition, with everything that the leak gate finds; nothing is left then.
    """
    place = target or study.reports / EXPORTS / editie / form
    problems = list(_wrong_places(place, study, form, own=target is None))
    try:
        edition = read_edition(study, codebook, editie)
    except InvoerFout as error:
        raise InvoerFout([*problems, *error.meldingen]) from None
    if problems:
        raise InvoerFout(problems)
    if _is_file(place, form):
        _put_file(study, edition, place)
        return _told(edition, place, form)
    _put_folder(study, edition, place, form)
    return _told(edition, place / f"{_workbook_name(editie)}" if form == "xlsx" else place, form)


def _is_file(place: Path, form: str) -> bool:
    return form == "xlsx" and place.suffix.lower() == ".xlsx"


def _workbook_name(editie: str) -> str:
    return "resultaten_INTERN.xlsx" if editie == INTERN else "resultaten.xlsx"


def _wrong_places(place: Path, study: Study, form: str, own: bool) -> Iterator[Melding]:
    """Tell why something cannot be written there: it is taken, it belongs to the study, or it is published."""
    try:
        refuse_public_folder(place)
    except InvoerFout as error:
        yield from error.meldingen
        return
    if form != "xlsx" and place.suffix.lower() in (".sav", ".parquet", ".xlsx"):
        text = f"bij {form} komt er een bestand per tabel: dit moet een map zijn."
        yield Melding(shown_path(place), text, advies="Geef --uit de naam van een map.", code="geen_map")
    inside = place.resolve()
    kept = [study.raw.resolve(), study.processed.resolve()]
    kept += [] if own else [study.reports.resolve()]
    if any(folder == inside or folder in inside.parents or inside in folder.parents for folder in kept):
        text = "hier kan de export niet komen: deze map hoort bij de studie zelf."
        yield Melding(shown_path(place), text, advies="Kies een andere map.", code="map_bezet")
    elif _is_file(place, form) and (place.exists() or place.is_symlink()):
        advies = "Kies een andere naam, of haal het weg."
        yield Melding(shown_path(place), "dit bestand is er al; een export schrijft er niet overheen.", advies=advies,
                      code="bestand_bezet")  # fmt: skip
    elif not _is_file(place, form) and not _is_free(place):
        text = "hier kan de export niet komen: de map is niet leeg en niet van een eerdere export."
        yield Melding(shown_path(place), text, advies="Kies een nieuwe of lege map.", code="map_bezet")


def _is_free(folder: Path) -> bool:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return False
    return not folder.exists() or not any(folder.iterdir()) or (folder / MARK).is_file()


def _put_file(study: Study, edition: Edition, place: Path) -> None:
    """Write the workbook in one step, after the gate."""
    draft = draft_of(place).with_suffix(".xlsx")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.write_bytes(_makers("xlsx")("", edition))
        _pass_gate(study, edition, draft.parent, [draft])
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)


def _put_folder(study: Study, edition: Edition, place: Path, form: str) -> None:
    """Write everything beside the folder, hold it against the gate, and put it in place at the end."""
    draft = draft_of(place)
    shutil.rmtree(draft, ignore_errors=True)
    with gone_when_unfinished(draft):
        for name, content in _files(study, edition, form):
            (draft / name).write_bytes(content)
        _pass_gate(study, edition, draft, sorted(draft.iterdir()))
        (draft / MARK).write_text(MARK_TEXT, encoding="utf-8", newline="")
    if place.exists():
        shutil.rmtree(place)
    draft.rename(place)


def _files(study: Study, edition: Edition, form: str) -> Iterator[tuple[str, bytes]]:
    """Give each file of an export by name: the tables, and what says what they are."""
    make = _makers(form)
    if form == "xlsx":
        yield _workbook_name(edition.editie), make("", edition)
    else:
        yield from ((f"{name}.{form}", make(name, edition)) for name in edition.tables)
        yield from ((name, path.read_bytes()) for name, path in results_copies(study, edition.editie).items())
    if edition.is_internal:
        yield NOTICE, NOTICE_TEXT.encode()


def _makers(form: str) -> Callable[[str, Edition], bytes]:
    """Give what makes a file of this form; the library of another form is not imported."""
    if form == "xlsx":
        from analysis.exchange.export.workbook import workbook_bytes

        return lambda _, edition: workbook_bytes(edition)
    if form == "sav":
        from analysis.exchange.export.spss import spss_bytes

        return lambda name, edition: spss_bytes(edition, name)
    from analysis.exchange.export.parquet import parquet_bytes

    return lambda name, edition: parquet_bytes(edition, name)


def _pass_gate(study: Study, edition: Edition, folder: Path, files: list[Path]) -> None:
    """Hold the files of the public edition against the leak gate; nothing of what leaks stays."""
    if edition.is_internal:
        return
    from analysis.publishing.leaks.gate import find_leaks, meldingen_of
    from analysis.publishing.leaks.secrets import gather_secrets

    leaks = find_leaks(files, folder, gather_secrets(study))
    if leaks:
        raise InvoerFout(meldingen_of(leaks))


def _told(edition: Edition, place: Path, form: str) -> str:
    rows = with_points(sum(len(table) for table in edition.tables.values()))
    count = f"{len(edition.tables)} tabellen, {rows} rijen"
    what = {"xlsx": f"Het werkboek staat in {shown_path(place)}: {count}."}
    lines = [what.get(form, f"De bestanden staan in {shown_path(place)}: {count}.")]
    if edition.is_internal:
        return "\n".join([*lines, "INTERN, niet verspreiden: er staan kleine aantallen kinderen in."])
    return "\n".join(
        [*lines, "Een export hoort niet bij wat `ikc publiceer` naar buiten brengt: dat staat in het manifest."]
    )
