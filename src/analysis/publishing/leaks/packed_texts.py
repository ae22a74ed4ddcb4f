"""What a workbook, a document of Word, a file of SPSS or parquet says: every text, also where no program shows it."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lxml import etree

from analysis.publishing.leaks.pictures import picture_texts

XML_PARTS = (".xml", ".rels", ".vml")
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": True}
_WHOLE = {"p", "si", "is", "v", "comment"}
"""Elements that are one text: a paragraph, a shared or inline string, a number. What is apart in them is joined."""
_NO_WORDS = ("styles.xml", "theme1.xml", "fontTable.xml", "numbering.xml", "settings.xml", "webSettings.xml",
             "[Content_Types].xml")  # fmt: skip
LARGEST_PART = 400_000_000


def office_texts(content: bytes) -> Iterator[tuple[str, str, bool]]:
    """Give each text of a zip of XML (xlsx, docx) with its place, and whether people's words are in it.

    Every part counts: texts, attributes (alternative texts, titles, links), comments, properties, names of parts,
    pictures, and files inside it. A part that is too large or broken raises ValueError: what cannot be read, does not
    pass.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield "namen in het bestand", "\n".join(packed.namelist()), True
            for member in packed.infolist():
                if member.file_size > LARGEST_PART:
                    raise ValueError(f"{member.filename} is te groot om na te kijken")
                yield from _part_texts(member.filename, packed.read(member))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise ValueError(str(error)) from None


def _part_texts(name: str, content: bytes) -> Iterator[tuple[str, str, bool]]:
    path = PurePosixPath(name)
    if path.suffix in XML_PARTS:
        yield name, _xml_text(content), path.name not in _NO_WORDS
    elif content.startswith(b"PK\x03\x04"):
        yield from ((f"{name}: {place}", text, words) for place, text, words in office_texts(content))
    elif content:
        yield from ((name, text, True) for text in picture_texts(content))


def _xml_text(content: bytes) -> str:
    """Give the texts of a part, each once: a workbook of a million cells repeats its words."""
    root = etree.fromstring(content, etree.XMLParser(**_PARSER))
    return "\n".join(dict.fromkeys(text for text in _texts(root) if text.strip()))


def _texts(node: etree._Element) -> Iterator[str]:
    """Give every text below an element: attributes, whole texts, and what stands between elements."""
    if not isinstance(node.tag, str):
        yield str(node.text or "")
        return
    yield from map(str, node.attrib.values())
    if node.tag.rpartition("}")[2] in _WHOLE:
        yield "".join(node.itertext())
        for below in node.iterdescendants():
            yield from map(str, below.attrib.values())
        return
    yield str(node.text or "")
    for child in node:
        yield from _texts(child)
        yield str(child.tail or "")


def spss_texts(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Give each variable of a .sav with its values, and every label and note in it."""
    import pyreadstat

    try:
        table, about = pyreadstat.read_sav(str(path), user_missing=True)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise ValueError(str(error)) from None
    yield "titel en notities", _lines([about.file_label, *(about.notes or [])]), True
    labels = [f"{label}" for found in about.variable_value_labels.values() for pair in found.items() for label in pair]
    yield "labels", _lines([*about.column_names, *(about.column_labels or []), *labels]), True
    yield from ((f"kolom {column}", _lines(table[column].dropna().unique()), True) for column in table)


def parquet_texts(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Give each column of a parquet file with its values, and everything that it says of itself."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(str(error)) from None
    of_fields = [field.metadata or {} for field in table.schema]
    told = [text for found in (table.schema.metadata or {}, *of_fields) for pair in found.items() for text in pair]
    yield "metagegevens", _lines([*table.column_names, *map(_decoded, told)]), True
    for column in table.column_names:
        yield f"kolom {column}", _lines(table[column].drop_null().unique().to_pylist()), True


def _decoded(text: bytes) -> str:
    """Read a text of the metadata; JSON with its escapes read as well."""
    plain = text.decode("utf-8", errors="replace")
    try:
        return f"{plain}\n{json.dumps(json.loads(plain), ensure_ascii=False)}"
    except ValueError:
        return plain


def _lines(values: Iterable[object]) -> str:
    return "\n".join(dict.fromkeys(str(value) for value in values if value is not None))
