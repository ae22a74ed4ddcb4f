"""Figures for Word: an SVG becomes a PNG, by the typst that makes the PDF, with the same letters and nothing else."""

import base64
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from analysis.publishing.embedded.typst_pdf import copy_print_fonts, quoted
from analysis.publishing.notebook.cells import Image

PPI = 220
"""Dots per inch: sharp in print. Word shows an SVG of its own only in its later versions."""
SVG = "image/svg+xml"


def pictures_for_word(images: Mapping[str, Image]) -> dict[str, Image]:
    """Give the pictures by the same names, those that are SVG as PNG; the same picture gives the same bytes."""
    drawn = [image for image in images.values() if image.mime == SVG]
    painted = dict(zip((image.name for image in drawn), _paint(drawn), strict=True))
    return {
        key: Image(_png_name(image.name), "image/png", painted[image.name], image.alt) if image.mime == SVG else image
        for key, image in images.items()
    }


def with_painted_figures(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Give an executed notebook whose figures are PNG instead of SVG; nothing else differs."""
    cells = [_with_painted(cell) for cell in notebook["cells"]]
    return {**notebook, "cells": cells}


def _with_painted(cell: Mapping[str, Any]) -> dict[str, Any]:
    outputs = [dict(output) for output in cell.get("outputs", [])]
    for output in outputs:
        data = dict(output.get("data") or {})
        if SVG in data:
            drawn = data.pop(SVG)
            content = ("".join(drawn) if isinstance(drawn, list) else drawn).encode()
            (painted,) = _paint([Image("beeld.svg", SVG, content)])
            output["data"] = {"image/png": base64.b64encode(painted).decode(), **data}
    return {**cell, "outputs": outputs} if outputs else dict(cell)


def _png_name(name: str) -> str:
    return f"{Path(name).as_posix().removesuffix('.svg')}.png"


def _paint(images: list[Image]) -> list[bytes]:
    """Paint SVG's, each on a page of its own size, in one run of typst."""
    if not images:
        return []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, image in enumerate(images):
            (root / f"{number}.svg").write_bytes(image.data)
        pages = [f"#page(image({quoted(f'{number}.svg')}))" for number in range(len(images))]
        source = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n" + "\n".join(pages)
        (root / "beelden.typ").write_text(source, encoding="utf-8")
        fonts = copy_print_fonts(root / "fonts")
        compiler = typst.Compiler(
            str(root / "beelden.typ"), root=folder, font_paths=[str(fonts)], ignore_system_fonts=True
        )
        made = compiler.compile(format="png", ppi=PPI)
    return list(made) if isinstance(made, list) else [made]
