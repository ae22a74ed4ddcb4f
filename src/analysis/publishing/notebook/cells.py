"""The cells of an executed notebook, as Quarto reads them: front matter, outputs, images."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "remove-cell"})
IMAGE_TYPES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class Image:
    """One picture of the document: its file name in the build, its kind, its bytes and what is seen on it."""

    name: str
    mime: str
    data: bytes
    alt: str = ""


def cell_source(cell: Mapping[str, Any]) -> str:
    """The text of a cell; nbformat stores it as one text or as a list of lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else source


def front_matter(cells: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The YAML of the first cell when that is a raw cell between `---` lines; else nothing."""
    if not cells or cells[0].get("cell_type") != "raw":
        return {}
    text = cell_source(cells[0]).strip()
    if not text.startswith("---"):
        return {}
    return yaml.safe_load(text.strip("-")) or {}


def is_hidden(cell: Mapping[str, Any]) -> bool:
    """Whether a cell's code never shows, such as the parameters that papermill put in."""
    return bool(HIDDEN_TAGS & set(cell.get("metadata", {}).get("tags", [])))


def output_images(cell: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    """Kind and bytes of each picture that a code cell gave, one per output: SVG before PNG."""
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        mime = next((kind for kind in IMAGE_TYPES if kind in data), None)
        if mime is not None:
            found.append((mime, _image_bytes(mime, data[mime])))
    return found


def _image_bytes(mime: str, content: Any) -> bytes:
    text = "".join(content) if isinstance(content, list) else content
    return text.encode() if mime == "image/svg+xml" else base64.b64decode(text)


def output_markdown(output: Mapping[str, Any]) -> str:
    """One output that is not a picture, as Markdown: Markdown itself, or plain text as Quarto shows it."""
    if output.get("output_type") == "stream":
        return _printed(output.get("text", ""), "cell-output-stdout" if output.get("name") != "stderr" else "")
    data = output.get("data", {})
    if any(kind in data for kind in IMAGE_TYPES):
        return ""
    if "text/markdown" in data:
        return _joined(data["text/markdown"])
    return _printed(data.get("text/plain", ""), "cell-output-display")


def _joined(content: Any) -> str:
    return "".join(content) if isinstance(content, list) else str(content)


def _printed(content: Any, name: str) -> str:
    """Printed text as a block of its own; nothing for warnings (stderr), which belong to the run."""
    text = _joined(content).rstrip("\n")
    return f"````````{{.{name}}}\n{text}\n````````" if text and name else ""
