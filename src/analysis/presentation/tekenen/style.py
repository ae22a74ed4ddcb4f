"""How figures look: the font, the sizes, one palette by purpose, the same in every figure of the report."""

from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

mpl.rcParams["text.parse_math"] = False
"""A `$` in a name or a label is a sign of text and never begins a formula, in whatever way a figure writes it."""

FONT = "Source Sans Pro"
_FONT_FILES = (
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-It.ttf",
    "SourceSansPro-Bold.ttf",
    "SourceSansPro-Semibold.ttf",
)

WIDTH = 6.3
"""Inches: a little more than the text width of an A4 page, which scales a figure to 96 per cent."""

NARROW = 3.6
"""Inches: a figure that stands upright. A phone of 390 px shows it at its own size, letters as large as in print."""

TITLE, BODY, SMALL, NOTE, TINY = 12.5, 10.0, 9.0, 9.0, 8.4
"""Points. Nothing is smaller than 8 points in print, where a figure as wide as the sheet is drawn at 96 per cent."""

INK, SOFT, CONTEXT, HAIR, PAPER = "#1d2733", "#566270", "#7f8a96", "#d5dae0", "#ffffff"
CORONA = "#efe6d2"
CORONA_INK = "#75591a"

PALETTE: dict[str, str] = {
    "pilot": "#0b5c8a",
    "vergelijking": "#8a5a00",
    "focus": "#0b5c8a",
    "context": CONTEXT,
    "kindproblematiek": "#0b5c8a",
    "gezinsproblematiek": "#a63d6d",
    "interne_zorg": "#4f5b93",
    "eerstelijnszorg": "#1d7a55",
    "jeugd_opvoedhulp": "#b5561c",
    "jeugd_ggz": "#6d4aa3",
    "tweedelijnszorg": "#6b6257",
}
"""Colours by purpose, at least 3:1 against white, apart for colour-blind readers; never the only bearer of
meaning."""

GRID_TINTS = ("#ffffff", "#0b5c8a")

SVG_SETTINGS: dict[str, Any] = {"svg.hashsalt": "ikc-rapport", "svg.fonttype": "path", "svg.image_inline": True}

RC: dict[str, Any] = {
    "font.family": FONT,
    "font.size": BODY,
    "text.color": INK,
    "axes.facecolor": "none",
    "axes.edgecolor": HAIR,
    "axes.labelcolor": SOFT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": HAIR,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 3,
    "ytick.major.pad": 3,
    "hatch.color": CONTEXT,
    "hatch.linewidth": 0.6,
    "text.hinting": "none",
    "lines.linewidth": 1.6,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    **SVG_SETTINGS,
}


@cache
def register_fonts() -> None:
    """Make the report's font known to matplotlib; the files come with the package font-source-sans-pro."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for name in _FONT_FILES:
        font_manager.fontManager.addfont(str(folder / name))


def font(size: float = BODY, weight: int = 400, style: str = "normal") -> FontProperties:
    """Give the report's font in a size and weight (400, 600 or 700)."""
    register_fonts()
    return FontProperties(family=FONT, size=size, weight=weight, style=style)


def color_of(soort: str, domein: str = "alle") -> str:
    """Give the fixed colour of a soort or, where a domein of care has its own, of that domein."""
    return PALETTE.get(domein, PALETTE.get(soort, PALETTE["context"]))
