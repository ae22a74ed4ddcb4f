"""Published files with something planted in them, in every place where a text can hide."""

import base64
import json
import struct
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


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


def plant_in_xlsx(folder: Path, text: str) -> Path:
    book = Workbook()
    book.active.append(["ikc", "tekst"])
    book.active.append(["IKC01", text])
    book.save(folder / "cijfers.xlsx")
    return folder / "cijfers.xlsx"


def plant_in_xlsx_comment(folder: Path, text: str) -> Path:
    book = Workbook()
    book.active["A1"].comment = Comment(f"gezien: {text}", "ikc")
    book.save(folder / "notitie.xlsx")
    return folder / "notitie.xlsx"


def plant_in_docx(folder: Path, text: str) -> Path:
    """In a paragraph of Word, broken into pieces as Word does when somebody types."""
    runs = "".join(f"<w:r><w:t xml:space='preserve'>{escape(sign)}</w:t></w:r>" for sign in text)
    return _office(folder / "rapport.docx", {"word/document.xml": f"<w:document {W}><w:p>{runs}</w:p></w:document>"})


def plant_in_docx_alt(folder: Path, text: str) -> Path:
    shown = f"<w:document {W}><w:drawing descr={quoteattr(f'Staaf: {text}')}/></w:document>"
    return _office(folder / "alt.docx", {"word/document.xml": shown})


def plant_in_docx_picture(folder: Path, text: str) -> Path:
    picture = png(b"tEXt", b"Comment\0" + text.encode("utf-8"))
    return _office(folder / "beeld.docx", {"word/media/rId1.png": picture})


def plant_in_sav(folder: Path, text: str) -> Path:
    path = folder / "signalen.sav"
    pyreadstat.write_sav(pd.DataFrame({"tekst": ["rustig", text]}), str(path))
    return path


def plant_in_sav_label(folder: Path, text: str) -> Path:
    path = folder / "labels.sav"
    labels = {"tekst": {"a": text}}
    pyreadstat.write_sav(pd.DataFrame({"tekst": ["a"]}), str(path), variable_value_labels=labels)
    return path


def plant_in_parquet(folder: Path, text: str) -> Path:
    pq.write_table(pa.table({"tekst": ["rustig", text]}), folder / "signalen.parquet")
    return folder / "signalen.parquet"


def plant_in_parquet_metadata(folder: Path, text: str) -> Path:
    table = pa.table({"n": [1]}).replace_schema_metadata({"titel": json.dumps({"wat": text})})
    pq.write_table(table, folder / "titel.parquet")
    return folder / "titel.parquet"


EVERYWHERE = (
    plant_in_html, plant_in_comment, plant_in_alt, plant_in_packed_svg, plant_in_packed_png, plant_in_csv,
    plant_in_json,
    plant_in_xlsx, plant_in_xlsx_comment, plant_in_docx, plant_in_docx_alt, plant_in_docx_picture, plant_in_sav,
    plant_in_sav_label, plant_in_parquet, plant_in_parquet_metadata,
    plant_in_png, plant_in_jpeg, plant_in_pdf_title, plant_in_pdf_xmp, plant_in_pdf_alt,
)  # fmt: skip


def png(kind: bytes, data: bytes) -> bytes:
    """A PNG of one chunk of text, enough for who reads its chunks."""
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    )


def _office(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


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
