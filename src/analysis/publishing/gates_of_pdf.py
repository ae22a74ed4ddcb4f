"""The gates for a PDF, by whichever renderer: title, language, tags, and what a screen reader says of a figure."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject

from analysis.publishing.gates import BouwFout
from analysis.publishing.pdf_tags import structure

ACCESSIBLE = b"pdfuaid:part"
DUTCH = "nl"


def check_pdfs(documents: Iterable[Path]) -> None:
    """Stop unless every PDF is titled, Dutch, tagged and described; raises BouwFout with every problem."""
    problems = [f"{path.name}: {problem}" for path in documents for problem in pdf_problems(path.read_bytes())]
    if problems:
        raise BouwFout(problems)


def pdf_problems(content: bytes) -> list[str]:
    """Everything that is wrong with one PDF."""
    try:
        reader = PdfReader(io.BytesIO(content))
        root = reader.root_object
    except (PdfReadError, OSError):
        return ["dit is geen hele PDF"]
    return [*_of_document(reader, root), *_of_structure(root)]


def _of_document(reader: PdfReader, root: DictionaryObject) -> Iterator[str]:
    title = reader.metadata.title if reader.metadata else ""
    if not (title or "").strip():
        yield "de PDF heeft geen titel"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "boven het venster staat de bestandsnaam, en niet de titel"
    if not str(root.get("/Lang", "")).lower().startswith(DUTCH):
        yield f"de taal van de PDF is niet Nederlands: {root.get('/Lang') or 'geen'}"
    if ACCESSIBLE not in (root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""):
        yield "de PDF zegt niet dat zij toegankelijk is (PDF/UA-1)"


def _of_structure(root: DictionaryObject) -> Iterator[str]:
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "de PDF heeft geen tags"
        return
    elements = list(structure(root["/StructTreeRoot"]))
    figures = [node for node in elements if node.get("/S") == "/Figure"]
    yield from (f"figuur {place} heeft geen alternatieve tekst" for place, node in enumerate(figures, 1)
                if not str(node.get("/Alt", "")).strip())  # fmt: skip
    tables = [node for node in elements if node.get("/S") == "/Table"]
    yield from (f"tabel {place} heeft geen koppen" for place, node in enumerate(tables, 1)
                if not any(below.get("/S") == "/TH" for below in structure(node)))  # fmt: skip
    foreign = {str(node["/Lang"]) for node in elements if not str(node.get("/Lang", DUTCH)).lower().startswith(DUTCH)}
    yield from (f"een stuk tekst heeft de taal {language}" for language in sorted(foreign))
