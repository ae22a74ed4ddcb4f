"""Read iJw messages JW301 (3.0, 3.1, 3.2), one message at a time, as rows of text. Zips: see `zips`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from analysis.intake.text_scan import BOMS

MESSAGE_LIMIT = 10_000_000
OTHER_MESSAGE = "ander bericht"
COLUMNS = (
    "client", "geboortedatum", "aanbieder", "toewijzing_nummer", "productcategorie", "productcode", "toewijzingsdatum",
    "toewijzingstijd", "ingangsdatum", "einddatum", "reden_wijziging", "volume", "eenheid", "frequentie", "budget",
    "afzender",
)  # fmt: skip
_PRODUCT_PATHS = (
    "ToewijzingNummer", "Product/Categorie", "Product/Code", "Toewijzingsdatum", "Toewijzingstijd", "Ingangsdatum",
    "Einddatum", "RedenWijziging", "Omvang/Volume", "Omvang/Eenheid", "Omvang/Frequentie", "Budget",
)  # fmt: skip
_NAMESPACE = re.compile(r"^https?://www\.istandaarden\.nl/ijw/(?P<versie>\d+_\d+)/(?P<bericht>[a-z]+\d+)/schema/?$")
_VERSIONS = ("3_0", "3_1", "3_2")
_DECLARATION = re.compile(r"^<\?xml\b[^>]*\?>")
SINGLE_BYTE = ("iso-8859-1", "iso-8859-15", "windows-1252", "latin-1", "cp850")


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
    receiver, sender = _text(root, "Header/Ontvanger"), _text(root, "Header/Afzender")
    rows = [
        (_text(client, "Bsn"), _birth_date(client), receiver, *_product_row(product), sender)
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
        try:
            too_big = path.stat().st_size > MESSAGE_LIMIT
            content = b"" if too_big else path.read_bytes()
        except OSError:
            yield Message(path.name, b"", "bericht is niet te openen")
            continue
        yield Message(path.name, content, "bericht is te groot" if too_big else "")


def hide_numbers(name: str) -> str:
    """Hide runs of eight or more digits in a file's name: a BSN may be in it."""
    return re.sub(r"\d{8,}", lambda run: "#" * len(run.group()), name)


def _parse_safely(content: bytes) -> etree._Element:
    """Parse without entities, network or DTD; a message that declares a DOCTYPE is refused before it is parsed.

    The text is decoded here, by what its bytes are: a declaration of another encoding, or a blank line before it, is
    passed over.
    """
    text = _DECLARATION.sub("", decode_xml(content).lstrip("\ufeff \t\r\n"), count=1)
    if "<!doctype" in text.lower():
        raise OngeldigBericht("bericht heeft een DOCTYPE; dat hoort niet in iJw en wordt niet gelezen")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise OngeldigBericht("bericht is geen geldige XML") from None


def decode_xml(content: bytes) -> str:
    """Decode by a BOM or the zeros of UTF-16, else as UTF-8, else as what is declared, else as cp1252."""
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), None)
    if encoding is None and content[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if content[:1] == b"<" else "utf-16-be"
    if encoding:
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"encoding=[\"']([\w.-]+)", content[:200])
        name = declared[1].decode("ascii", errors="replace").lower() if declared else ""
        return content.decode(name if name in SINGLE_BYTE else "cp1252", errors="replace")


def _check_is_jw301(root: etree._Element) -> None:
    name = etree.QName(root)
    found = _NAMESPACE.match(name.namespace or "")
    if found is None or name.localname != "Bericht":
        raise OngeldigBericht("XML-bestand is geen iJw-bericht")
    if found["bericht"] != "jw301":
        raise OngeldigBericht(f"{OTHER_MESSAGE}: {found['bericht'].upper()}")
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
