"""A figure as SVG: small, the same bytes for the same figure, with its letters as text or as paths.

A document gets letters as text: they can be found, copied, read aloud and enlarged, and weigh little. A notebook on the
screen gets paths, for there the picture cannot reach the letters of the page. What a document shows beside the
drawing, a narrow drawing for a phone and the numbers, travels inside it (`<metadata>`), so that every renderer that
takes a picture takes them along.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.figure import Figure

from analysis.presentation.tekenen.carried import KEY_ID, LINK, NAMESPACE, NARROW_ID, NUMBERS_ID, carry
from analysis.presentation.tekenen.style import FONT, SMALL, SVG_SETTINGS

NOTHING = {"Date": None, "Creator": None, "Format": None, "Type": None}
DECIMALS = 2
"""Of a point: a hundredth is less than a reader, or a printer, can see."""
DEFAULTS = {
    "stroke-dashoffset": "0", "text-anchor": "start", "font-weight": "400", "font-style": "normal", "fill": "#000000",
    "fill-opacity": "1", "stroke-opacity": "1", "stroke": "none", "font-family": f"'{FONT}'",
    "font-size": f"{SMALL:g}px",
}  # fmt: skip
"""What need not be said: SVG's own defaults, and what the root says: the font, its usual size, how lines join."""
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_IDLE_TURN = re.compile(r"rotate\(-?0(?:\.0+)? [^)]*\)\s*")


def draw_svg(figure: Figure, letters: str = "path") -> str:
    """Give a figure as matplotlib writes it, with its letters as `path` or, with `none`, as text."""
    buffer = io.StringIO()
    with mpl.rc_context({**SVG_SETTINGS, "svg.fonttype": letters}):
        figure.savefig(buffer, format="svg", metadata=NOTHING)
    return buffer.getvalue()


def document_svg(
    figure: Figure, narrow: Figure | None = None, numbers: Mapping[str, Any] | None = None, key: str = ""
) -> str:
    """Give a figure for a document: letters as text, with its narrow drawing, its numbers and its key inside."""
    root = _small(draw_svg(figure, "none"), "a")
    if key:
        carry(root, KEY_ID).text = key
    if narrow is not None:
        carry(root, NARROW_ID).append(_small(draw_svg(narrow, "none"), "b"))
    if numbers:
        carry(root, NUMBERS_ID).text = json.dumps(numbers, ensure_ascii=False)
    return etree.tostring(root, encoding="unicode")


def _small(svg: str, prefix: str) -> Any:
    """Give the tree of a drawing without what no reader sees; its ids are short and start with a prefix."""
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(svg.encode(), parser)
    for sheet in root.findall(f".//{{{NAMESPACE}}}style"):
        sheet.getparent().remove(sheet)
    root.set("stroke-linejoin", "round")
    root.set("font-family", FONT)
    root.set("font-size", f"{SMALL:g}")
    names = _short_names(root, prefix)
    for node in root.iter():
        _tidy_node(node, names)
    _drop_empty(root)
    etree.cleanup_namespaces(root)
    return root


def _short_names(root: Any, prefix: str) -> dict[str, str]:
    """Give each id that something points to a short name, in the order in which they stand."""
    used = {node.get(LINK, "").removeprefix("#") for node in root.iter()}
    used |= {name for node in root.iter() for name in re.findall(r"url\(#([^)]+)\)", _pointing(node))}
    ordered = [node.get("id") for node in root.iter() if node.get("id") in used]
    return {name: f"{prefix}{place}" for place, name in enumerate(dict.fromkeys(ordered))}


def _pointing(node: Any) -> str:
    return f"{node.get('clip-path', '')} {node.get('style', '')}"


def _tidy_node(node: Any, names: Mapping[str, str]) -> None:
    """Shorten one element: attributes instead of style, rounded numbers, no id that nothing points to.

    A sign that is used again has its rim where it was first drawn; only its face is said each time.
    """
    for key, value in _styles(node.attrib.pop("style", "")):
        if DEFAULTS.get(key) != value and key != "stroke-linejoin":
            node.set(key, value.removesuffix("px") if key == "font-size" else value)
    if node.get(LINK):
        for key in ("stroke", "stroke-width"):
            node.attrib.pop(key, None)
    identifier = node.attrib.pop("id", "")
    if identifier in names:
        node.set("id", names[identifier])
    if node.get(LINK):
        node.set(LINK, f"#{names[node.get(LINK)[1:]]}")
    for key in ("clip-path", "fill"):
        if node.get(key, "").startswith("url("):
            node.set(key, re.sub(r"#([^)]+)", lambda found: f"#{names[found[1]]}", node.get(key)))
    for key in set(node.attrib) - {"id", LINK, "clip-path"}:
        value = _NUMBER.sub(lambda found: _rounded(found[0]), node.get(key))
        node.set(key, _path(value) if key == "d" else value)
    turn = _IDLE_TURN.sub("", node.get("transform", "")).strip()
    if turn:
        node.set("transform", turn)
    else:
        node.attrib.pop("transform", None)


def _styles(style: str) -> Sequence[tuple[str, str]]:
    """Give the settings of a style in order."""
    pairs = [part.split(":", 1) for part in style.split(";") if ":" in part]
    return [(key.strip(), value.strip()) for key, value in pairs]


def _rounded(text: str) -> str:
    short = f"{round(float(text), DECIMALS) + 0:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0(?=\.)", r"\1", short)


def _path(data: str) -> str:
    """Write a path without spaces that it can do without; a level or upright line says one number."""
    parts = re.findall(r"([MLCQz])([^MLCQz]*)", data)
    written, place = [], ["", ""]
    for command, numbers in parts:
        points = numbers.split()
        if command == "L" and points[1] == place[1]:
            written.append(f"H{points[0]}")
        elif command == "L" and points[0] == place[0]:
            written.append(f"V{points[1]}")
        else:
            written.append(command + " ".join(points))
        place = points[-2:] or place
    return "".join(written)


def _drop_empty(root: Any) -> None:
    """Take out groups without attributes (their content stays), what holds nothing and what has no colour at all."""
    for node in list(root.iter(f"{{{NAMESPACE}}}path")):
        if node.get("fill") == "none" and node.get("stroke") is None and node.get("id") is None:
            node.getparent().remove(node)
    for node in reversed(list(root.iter(f"{{{NAMESPACE}}}g", f"{{{NAMESPACE}}}defs"))):
        parent = node.getparent()
        group = node.tag.endswith("}g")
        if len(node) == 0 or (group and not node.attrib):
            place = parent.index(node)
            for child in reversed(list(node)):
                parent.insert(place, child)
            parent.remove(node)
