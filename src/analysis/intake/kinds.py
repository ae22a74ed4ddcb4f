"""What a file is, by its first bytes and not by its name: text, workbook, SPSS, a web page; or refused by name."""

import zipfile
from pathlib import Path
from typing import Literal

from analysis.intake.text_scan import OnleesbaarBestand

Kind = Literal["tekst", "werkmap", "spss", "webpagina"]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SAVE_AS = "Sla het op als xlsx of csv."
START_BYTES = 4096
REFUSED = {
    b"%PDF": "een pdf",
    b"GIF8": "een afbeelding",
    b"\x89PNG": "een afbeelding",
    b"\xff\xd8\xff": "een foto",
    b"{\\rtf": "een tekstdocument (rtf)",
    b"SQLite format 3": "een database",
    b"\x00\x01\x00\x00Standard": "een database van Access",
    b"PAR1": "een parquetbestand",
    b"Rar!": "een rar-archief",
    b"7z\xbc\xaf": "een 7z-archief",
    b"\x1f\x8b": "een gecomprimeerd bestand (gz)",
    b"<stata_dta>": "een bestand van Stata",
    b"MIME-Version:": "een webarchief",
    b"\x09\x02\x06\x00": "een werkmap van een heel oude Excel",
    b"\x09\x04\x06\x00": "een werkmap van een heel oude Excel",
}
DOCUMENTS = {"word/": "een Word-document", "ppt/": "een presentatie", "Index/": "een document van Apple (Numbers)",
             "Index.zip": "een document van Apple (Numbers)"}  # fmt: skip
STREAMS = {"WordDocument": "een Word-document", "PowerPoint Document": "een presentatie",
           "__substg1.0_": "een e-mailbericht"}  # fmt: skip
WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<body", b"<div")
PASSWORD = "de werkmap is beveiligd met een wachtwoord."
ADVIES_PASSWORD = "Haal het wachtwoord eraf (Bestand, Info, Werkmap beveiligen) en lever haar opnieuw aan."


def kind_of(path: Path) -> Kind:
    """Tell what a file is; raises OnleesbaarBestand, by name and with what to do, for what cannot be read."""
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    for magic, what in REFUSED.items():
        if start.startswith(magic):
            raise _refusal(what)
    if start.startswith(b"PK") and start[2:4] in (b"\x03\x04", b"\x05\x06"):
        return _kind_of_zip(path)
    if start.startswith(OLE):
        return _kind_of_ole(path)
    if start.startswith((b"$FL2", b"$FL3")):
        return "spss"
    return _kind_of_text(start)


def _refusal(what: str, advies: str = SAVE_AS) -> OnleesbaarBestand:
    return OnleesbaarBestand(f"dit is {what}; dat wordt hier niet gelezen.", advies)


def _kind_of_text(start: bytes) -> Kind:
    plain = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip().lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<workbook" in plain:
        raise _refusal("een werkblad in XML (Excel 2003)")
    return "webpagina" if plain.startswith(WEB_PAGE) else "tekst"


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise OnleesbaarBestand("dit is geen werkmap die te lezen is: het bestand is beschadigd.") from None
    if "xl/workbook.bin" in names:
        raise _refusal("een binaire werkmap (xlsb)")
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return "werkmap"
    for part, what in DOCUMENTS.items():
        if any(name.startswith(part) for name in names):
            raise _refusal(what)
    raise _refusal("een zipbestand" if names else "een leeg zipbestand", "Pak het uit en lever de bestanden zelf aan.")


def _kind_of_ole(path: Path) -> Kind:
    """Look for the names of the streams of an old Office file; a new one with a password hides in one too."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise OnleesbaarBestand(PASSWORD, ADVIES_PASSWORD)
    for stream, what in STREAMS.items():
        if stream.encode("utf-16-le") in content:
            raise _refusal(what)
    return "werkmap"
