"""Signs that the PDF cannot show: an emoji in a name must not lose a report, and is told before one is made.

PDF/UA-1 forbids a sign without a shape, so typst refuses the whole document for one.
"""

import re
import tempfile
import unicodedata
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import typst
from fontTools.ttLib import TTFont

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
WEIGHTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
INSTEAD = "□"
NOTE = f"Een teken dat de letter van deze pdf niet heeft, staat er als {INSTEAD}. In de webpagina staat het wel."
_MARKS = ("Mn", "Me", "Cf")


def unshowable_signs(text: str) -> list[str]:
    """Give the signs of a text that the PDF's letters do not have, each once, in order of place."""
    return [sign for sign in dict.fromkeys(text) if not sign.isspace() and not _can_show(sign)]


def replace_unshowable(text: str) -> str:
    """Put a box for each sign that the PDF cannot show; signs that only change another one (skin, joiner) go."""
    gone = {ord(sign): "" if unicodedata.category(sign) in _MARKS else INSTEAD for sign in unshowable_signs(text)}
    return re.sub(rf"{INSTEAD}(?:[\u200d\ufe0f]+{INSTEAD}?)+", INSTEAD, text.translate(_with_modifiers(gone)))


def _with_modifiers(gone: dict[int, str]) -> dict[int, str]:
    """Skin colours are signs of their own that follow another one."""
    return gone | {code: "" for code in gone if unicodedata.category(chr(code)) == "Sk"}


def _can_show(sign: str) -> bool:
    return ord(sign) in _own_signs() or unicodedata.category(sign).startswith("Cc") or _other_font_has(sign)


@lru_cache(maxsize=1)
def _own_signs() -> frozenset[int]:
    weights = [set(TTFont(FONTS / f"SourceSansPro-{weight}.ttf").getBestCmap()) for weight in WEIGHTS]
    return frozenset(set.intersection(*weights))


@lru_cache(maxsize=4096)
def _other_font_has(sign: str) -> bool:
    """Tell whether typst's own letters have the sign: asked of typst itself, for it alone knows them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teken.typ"
        path.write_text(f'#set document(title: "teken")\n#set text(lang: "nl")\n#"x\\u{{{ord(sign):x}}}"\n', "utf-8")
        compiler = typst.Compiler(str(path), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True)
        try:
            compiler.compile(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError:
            return False
    return True
