"""Read iJw messages JW301 (3.0, 3.1, 3.2): loose files, folders and zips, one message at a time, as rows of text."""

import lzma
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO

from lxml import etree

MESSAGE_LIMIT = 10_000_000
ZIP_LIMIT = 2_000_000_000
COLUMNS = (
    "client", "geboortedatum", "aanbieder", "toewijzing_nummer", "productcategorie", "productcode", "toewijzingsdatum",
    "toewijzingstijd", "ingangsdatum", "einddatum", "reden_wijziging", "volume", "eenheid", "frequentie", "budget",
)  # fmt: skip
_PRODUCT_PATHS = (
    "ToewijzingNummer", "Product/Categorie", "Product/Code", "Toewijzingsdatum", "Toewijzingstijd", "Ingangsdatum",
    "Einddatum", "RedenWijziging", "Omvang/Volume", "Omvang/Eenheid", "Omvang/Frequentie", "Budget",
)  # fmt: skip
_NAMESPACE = re.compile(r"^https?://www\.istandaarden\.nl/ijw/(?P<versie>\d+_\d+)/(?P<bericht>[a-z]+\d+)/schema/?$")
_VERSIONS = ("3_0", "3_1", "3_2")
_DAMAGE = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)


class OngeldigBericht(Exception):
    """One message that cannot be used; its text is the reason, in Dutch, without anything from the message itself."""


@dataclass(frozen=True)
class Message:
    """A message before it is read: the name that a list shows, and its bytes (or why there are none)."""

    naam: str
    inhoud: bytes
    reden: str = ""


def parse_message(content: bytes) -> list[tuple[str, ...]]:
    """Give a JW301 message's products, one tuple in the order of COLUMNS each; raises OngeldigBericht with the reason.

    The message type and version come from the namespace of the root, never from a prefix or a file name. The budget
    becomes euros. `client` is still the BSN here: only the reader's door (`toewijzingen.py`) may call this.
    """
    root = _parse_safely(content)
    _check_is_jw301(root)
    receiver = _text(root, "Header/Ontvanger")
    rows = [
        (_text(client, "Bsn"), _birth_date(client), receiver, *_product_row(product))
        for client in root.iterfind("{*}Client")
        for product in client.iterfind("{*}ToegewezenProducten/{*}ToegewezenProduct")
    ]
    if not rows:
        raise OngeldigBericht("bericht zonder toegewezen product")
    if any(not row[0] for row in rows):
        raise OngeldigBericht("bericht zonder BSN")
    return rows


def message_files(paths: list[Path]) -> Iterator[Message]:
    """Give the loose XML files one by one."""
    for path in paths:
        too_big = path.stat().st_size > MESSAGE_LIMIT
        yield Message(path.name, b"" if too_big else path.read_bytes(), "bericht is te groot" if too_big else "")


def zipped_messages(file: Path | IO[bytes], deeper: bool = True) -> Iterator[Message]:
    """Give the messages in a zip one by one, in order of name, with those of the zips in it (one level deep).

    A member is never read past its size limit.
    """
    with zipfile.ZipFile(file) as archive:
        members = sorted((item for item in archive.infolist() if not _is_noise(item)), key=lambda item: item.filename)
        for member in members:
            if deeper and member.filename.lower().endswith(".zip"):
                yield from _messages_of_inner_zip(archive, member)
            else:
                yield _read_member(archive, member)


def hide_numbers(name: str) -> str:
    """Hide runs of eight or more digits in a file's name: a BSN may be in it."""
    return re.sub(r"\d{8,}", lambda run: "#" * len(run.group()), name)


def _is_noise(member: zipfile.ZipInfo) -> bool:
    last = member.filename.rsplit("/", 1)[-1]
    return member.is_dir() or last.startswith(".") or member.filename.startswith("__MACOSX/")


def _messages_of_inner_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Message]:
    """Give the messages of a zip in a zip, by way of a nameless temporary file: memory stays flat."""
    reden = _refusal(member, ZIP_LIMIT)
    if reden:
        yield Message(member.filename, b"", reden)
        return
    try:
        with tempfile.TemporaryFile() as copy:
            with archive.open(member) as stream:
                shutil.copyfileobj(stream, copy)
            for message in zipped_messages(copy, deeper=False):
                yield replace(message, naam=f"{member.filename}/{message.naam}")
    except _DAMAGE:
        yield Message(member.filename, b"", "zipbestand in het zipbestand is beschadigd")


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Message:
    suffix = Path(member.filename).suffix.lower()
    if suffix != ".xml":
        return Message(member.filename, b"", f"geen bericht, maar een bestand {suffix or 'zonder soort'}")
    reden = _refusal(member, MESSAGE_LIMIT)
    if reden:
        return Message(member.filename, b"", reden)
    try:
        with archive.open(member) as stream:
            return Message(member.filename, stream.read(MESSAGE_LIMIT + 1))
    except _DAMAGE:
        return Message(member.filename, b"", "bericht is beschadigd in het zipbestand")


def _refusal(member: zipfile.ZipInfo, limit: int) -> str:
    """Say why a member is not opened; empty when it may be.

    `zipfile` never gives more bytes than `file_size` says. Read with a limit all the same: without one it unpacks all
    that is there before it looks.
    """
    if member.flag_bits & 0x1:
        return "bericht is versleuteld met een wachtwoord"
    return "bericht is te groot" if member.file_size > limit else ""


def _parse_safely(content: bytes) -> etree._Element:
    """Parse without entities, network or DTD; a message that declares a DOCTYPE is refused before it is parsed."""
    if b"<!doctype" in content.replace(b"\0", b"").lower():
        raise OngeldigBericht("bericht heeft een DOCTYPE; dat hoort niet in iJw en wordt niet gelezen")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise OngeldigBericht("bericht is geen geldige XML") from None


def _check_is_jw301(root: etree._Element) -> None:
    name = etree.QName(root)
    found = _NAMESPACE.match(name.namespace or "")
    if found is None or name.localname != "Bericht":
        raise OngeldigBericht("XML-bestand is geen iJw-bericht")
    if found["bericht"] != "jw301":
        raise OngeldigBericht(f"ander bericht: {found['bericht'].upper()}")
    if found["versie"] not in _VERSIONS:
        raise OngeldigBericht(f"JW301 in versie {found['versie'].replace('_', '.')} wordt niet gelezen")


def _product_row(product: etree._Element) -> tuple[str, ...]:
    *values, budget = (_text(product, path) for path in _PRODUCT_PATHS)
    return (*values, _euros(budget))


def _euros(eurocents: str) -> str:
    """Turn eurocents into euros with two decimals; what is no whole number stays, and is reported as unreadable."""
    if not eurocents:
        return ""
    if not (eurocents.isascii() and eurocents.isdigit()):
        return f"{eurocents} eurocent"
    return f"{int(eurocents) // 100}.{int(eurocents) % 100:02d}"


def _birth_date(client: etree._Element) -> str:
    """Give the date of birth; empty when the message says that a part of it is not known (DatumGebruik)."""
    known = _text(client, "Geboortedatum/DatumGebruik") == ""
    return _text(client, "Geboortedatum/Datum") if known else ""


@cache
def _in_any_namespace(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _text(element: etree._Element, path: str) -> str:
    """Give the text at a path, in whatever namespace its steps are; empty when it is not there."""
    found = element.find(_in_any_namespace(path))
    return (found.text or "").strip() if found is not None else ""
