"""The working folder of a render: the project's configuration, style, fonts and band, beside the notebook.

Each worker has a folder of its own: two renders in one folder would write over each other's figures.
"""

import shutil
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from analysis.publishing.embedded.docx_reference import REFERENCE, reference_docx
from analysis.publishing.embedded.typst_pdf import quoted

#: Folders of `src/analysis` that the configuration names; the working folder has them at the same place.
SHARED = ("publishing/assets", "presentation/fonts")


def project_folder() -> Path:
    """Where the `_quarto*.yml` files are: the repository, or the copy of it in the installed package."""
    package = Path(str(files("analysis")))
    packed = package / "_project"
    return packed if packed.is_dir() else package.parents[1]


def prepare_workdir(workdir: Path, band: str = "", watermark: str = "") -> Path:
    """Fill a working folder with all that a render needs except the notebook; `band` is the text above every page.

    An empty band gives no band; `watermark` lies across every page, also of what is printed. The
    files `_band.html`, `_band.typ` and `_sjabloon.docx` are always there, because Quarto stops on a missing one.
    """
    workdir.mkdir(parents=True, exist_ok=True)
    for path in sorted(project_folder().glob("_quarto*.yml")):
        shutil.copyfile(path, workdir / path.name)
    package = Path(str(files("analysis")))
    for name in SHARED:
        shutil.copytree(package / name, workdir / "src" / "analysis" / name, dirs_exist_ok=True)
    write_head(workdir, band, watermark, {})
    (workdir / "_band.typ").write_text(band_typst(band) + watermark_typst(watermark), encoding="utf-8")
    (workdir / REFERENCE).write_bytes(reference_docx(band, watermark))
    return workdir


def write_head(workdir: Path, band: str, watermark: str, ways: Mapping[str, str]) -> None:
    """Write what stands on top of the HTML pages made from now on; `ways` are its links: words by where they lead."""
    (workdir / "_band.html").write_text(page_head(band, ways) + watermark_html(watermark), encoding="utf-8")


def page_head(band: str, ways: Mapping[str, str]) -> str:
    """The head of an HTML page, a landmark of its own: the band, and the way to other reports and forms."""
    links = "".join(f'<li><a href="{escape(href)}">{escape(words)}</a></li>' for href, words in ways.items())
    nav = f'<nav class="wegwijzer" aria-label="Andere rapporten en vormen"><ul>{links}</ul></nav>\n' if links else ""
    return f'<header class="ikc-kop">\n{band_html(band)}{nav}</header>\n' if band or links else ""


def band_html(band: str) -> str:
    """The band above an HTML page."""
    return f'<div class="band" role="note">{escape(band)}</div>\n' if band else ""


def band_typst(band: str) -> str:
    """The band as the running header of a PDF."""
    if not band:
        return ""
    box = 'fill: rgb("#fff3d6"), stroke: (bottom: 1pt + rgb("#a36a00")), inset: 5pt, width: 100%'
    words = f'text(size: 9pt, weight: 600, fill: rgb("#4d3300"), {quoted(band)})'
    return f"#set page(header: block({box}, align(center, {words})))\n"


def watermark_html(words: str) -> str:
    """The words across an HTML page: they stay in place when the reader scrolls, and are on every page of a print.

    Styled here and not in the style sheet, so that the public edition has nothing of it. A screen reader has the band.
    """
    return f'<div class="watermerk" aria-hidden="true" style="{_ACROSS}">{escape(words)}</div>\n' if words else ""


_ACROSS = (
    "position: fixed; inset: 0; z-index: 9; pointer-events: none; display: flex; align-items: center; "
    "justify-content: center; transform: rotate(-30deg); font: 700 min(7vw, 5rem) sans-serif; text-align: center; "
    "color: rgba(140, 28, 19, 0.13); -webkit-print-color-adjust: exact; print-color-adjust: exact;"
)


def watermark_typst(words: str) -> str:
    """The words across every page of a PDF, behind its text; typst marks them as no content (an artifact)."""
    if not words:
        return ""
    across = f'text(size: 44pt, weight: 700, fill: rgb("#8c1c13").transparentize(84%), {quoted(words)})'
    return f"#set page(background: rotate(-45deg, {across}))\n"
