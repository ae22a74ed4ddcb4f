"""Published files with something planted in them, in every place where a text can hide."""

import base64
import json
import struct
import zlib
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def plant_in_html(folder: Path, text: str) -> Path:
    return _write(folder / "rapport.html", f"<html><body><p>Wij zagen {text} daar.</p></body></html>")


def plant_in_comment(folder: Path, text: str) -> Path:
    return _write(folder / "commentaar.html", f"<html><body><!-- {text} --><p>Niets.</p></body></html>")


def plant_in_alt(folder: Path, text: str) -> Path:
    return _write(folder / "alt.html", f'<html><body><img src="a.png" alt="Staaf: {text}"></body></html>')


def plant_in_packed_svg(folder: Path, text: str) -> Path:
    packed = base64.b64encode(f"<svg><desc>{text}</desc></svg>".encode()).decode()
    return _write(
        folder / "svg.html", f'<html><body><img alt="x" src="data:image/svg+xml;base64,{packed}"></body></html>'
    )


def plant_in_packed_png(folder: Path, text: str) -> Path:
    packed = base64.b64encode(png(b"tEXt", b"Comment\0" + text.encode("utf-8"))).decode()
    return _write(folder / "png.html", f'<html><body><img alt="x" src="data:image/png;base64,{packed}"></body></html>')


def plant_in_csv(folder: Path, text: str) -> Path:
    return _write(folder / "signalen.csv", f'ikc,tekst\nIKC01,rustig\nIKC02,"{text}"\n')


def plant_in_json(folder: Path, text: str) -> Path:
    return _write(folder / "manifest.json", json.dumps({"studie": text}))


def plant_in_png(folder: Path, text: str) -> Path:
    path = folder / "figuur.png"
    path.write_bytes(png(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode("utf-8"))))
    return path


def plant_in_jpeg(folder: Path, text: str) -> Path:
    told = b"Exif\0\0" + text.encode("utf-8")
    path = folder / "foto.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(told) + 2) + told + b"\xff\xda")
    return path


def plant_in_pdf_title(folder: Path, text: str) -> Path:
    return _pdf(folder / "titel.pdf", info={"/Title": f"Rapport {text}"})


def plant_in_pdf_xmp(folder: Path, text: str) -> Path:
    return _pdf(folder / "xmp.pdf", xmp=f"<x:xmpmeta><dc:creator>{text}</dc:creator></x:xmpmeta>")


def plant_in_pdf_alt(folder: Path, text: str) -> Path:
    return _pdf(folder / "alt.pdf", alt=f"Lijn: {text}")


EVERYWHERE = (
    plant_in_html, plant_in_comment, plant_in_alt, plant_in_packed_svg, plant_in_packed_png, plant_in_csv,
    plant_in_json,
    plant_in_png, plant_in_jpeg, plant_in_pdf_title, plant_in_pdf_xmp, plant_in_pdf_alt,
)  # fmt: skip


def png(kind: bytes, data: bytes) -> bytes:
    """A PNG of one chunk of text, enough for who reads its chunks."""
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _pdf(path: Path, info: dict[str, str] | None = None, xmp: str = "", alt: str = "") -> Path:
    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    writer.add_metadata(info or {})
    if xmp:
        writer.xmp_metadata = xmp.encode("utf-8")
    if alt:
        page[NameObject("/Figuur")] = writer._add_object(DictionaryObject({NameObject("/Alt"): TextStringObject(alt)}))
    writer.write(path)
    return path
