"""What a sheet's name tells of its rows: the IKC, the meting, the groep; and sheets that are no delivery."""

import re
from collections.abc import Iterable

from analysis.codebook import Codebook, fold_value
from analysis.errors import Melding
from analysis.intake.ikcs import ikcs_in_name
from analysis.study import Study

WITH_METING = ("populatie", "inventarisatie", "inventarisatie_tellingen")
_GROEP = re.compile(r"(?<![a-z])(?:groep|gr|klas)\W{0,2}(\d[a-z]?(?:\W{1,3}\d[a-z]?)?)(?!\w)", re.IGNORECASE)
_GROEP_ALONE = re.compile(r"^\s*(\d[a-z]?(?:\W{1,3}\d[a-z]?)?)\s*$", re.IGNORECASE)


def match_meting(text: str, study: Study, codebook: Codebook) -> str | None:
    """Give the study's meting that a text names: its own name first, then the codebook's spellings."""
    own = {fold_value(name): name for name in study.meting_namen}
    if fold_value(text) in own:
        return own[fold_value(text)]
    return own.get(fold_value(codebook.value("meting", text) or ""))


def meting_in_name(name: str, study: Study, codebook: Codebook) -> str | None:
    """Give the one meting that a sheet's name names, alone or among other words (`IKC01 nulmeting`)."""
    whole = match_meting(name, study, codebook)
    if whole:
        return whole
    words = {match_meting(word, study, codebook) for word in re.split(r"[\W_]+", name) if word} - {None}
    return words.pop() if len(words) == 1 else None


def groep_in_name(name: str, codebook: Codebook) -> str:
    """Give the groep that a sheet's name names, as written: `groep 3`, `gr. 3/4`, `3a`, `peuters`; '' without one."""
    found = [match[1] for match in _GROEP.finditer(name)] or [match[1] for match in _GROEP_ALONE.finditer(name)]
    if found:
        return found[0] if len(set(found)) == 1 else ""
    return name if codebook.value("groep", name) else ""


def constants_of_sheet(sheet: str, study: Study, codebook: Codebook, delivery: str) -> dict[str, str]:
    """Give what the name of a sheet tells for all its rows."""
    if not sheet:
        return {}
    ikcs = ikcs_in_name(sheet, study)
    told = {"ikc": ikcs[0]} if len(ikcs) == 1 else {}
    meting = meting_in_name(sheet, study, codebook) if delivery in WITH_METING else None
    groep = groep_in_name(sheet, codebook) if "groep" in codebook.columns(delivery) and not ikcs else ""
    return told | ({"meting": meting} if meting else {}) | ({"groep": groep} if groep else {})


def settle_metingen(told: Iterable[dict[str, str]], folder: str) -> list[dict[str, str]]:
    """Let sheets tell their meting where they name several; one that only differs from the folder's was not renamed."""
    told = list(told)
    named = {constants["meting"] for constants in told if "meting" in constants}
    if not folder or len(named) > 1:
        return told
    return [constants | ({"meting": folder} if "meting" in constants else {}) for constants in told]


def melding_meting(bestand: str, sheet: dict[str, str], counted: dict[str, str], folder: str) -> list[Melding]:
    """Say that a sheet names another meting than the folder it lies in, and which of the two counts."""
    named = sheet.get("meting", folder)
    if not folder or named == folder:
        return []
    counts = f"het blad noemt {named}, de map {folder}; {'het blad' if counted['meting'] == named else 'de map'} telt."
    return [Melding(bestand, counts, "waarschuwing", advies="Controleer de naam van het blad.", code="meting_dubbel")]


def melding_sheet(sheet: str, what: str) -> Melding:
    """Say that a sheet was not read."""
    advies = "Haal het blad weg als het er niet bij hoort."
    return Melding(
        sheet, f"dit blad ({what}) is niet gelezen.", "waarschuwing", advies=advies, code="blad_overgeslagen"
    )
