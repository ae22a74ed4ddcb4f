"""One document for Word, by pandoc with the house style as its template: captions and references that Word counts."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

from analysis.publishing.embedded.callouts import is_callout, title_of
from analysis.publishing.embedded.crossref import Place, Target, number_blocks, resolve_references, top_level
from analysis.publishing.embedded.docx_finish import finish_docx
from analysis.publishing.embedded.docx_pictures import pictures_for_word
from analysis.publishing.embedded.docx_reference import REFERENCE, field, text_width_points
from analysis.publishing.embedded.html_page import natural_width
from analysis.publishing.embedded.pandoc import (
    API_VERSION,
    Node,
    attributes,
    div,
    raw_block,
    raw_inline,
    replace_nodes,
    run_pandoc,
    text,
)
from analysis.publishing.embedded.pandoc_tables import captioned_table, fitted_table
from analysis.publishing.notebook.cells import Image

DOCX = "openxml"
REFERRED = '<w:rStyle w:val="Verwijzing"/>'
FIRST_BOOKMARK = 500_000
"""The ids of our bookmarks begin here: pandoc counts its own from zero."""
ALIGN = {"t": "AlignDefault"}
AFTER_BOX = '<w:p><w:pPr><w:pStyle w:val="NaKader"/></w:pPr></w:p>'
"""Two tables with nothing between them are one table in Word."""


def docx_bytes(
    workdir: Path,
    blocks: list[Node],
    images: Mapping[str, Image],
    options: Mapping[str, Any],
    front: Mapping[str, Any],
    words: Mapping[str, str],
) -> bytes:
    """Give a document as .docx: `blocks` as read from the notebook, in the template that lies in the working folder."""
    numbered = number_blocks(blocks, words, Place(number_sections=bool(options.get("number-sections"))))
    marks = _Marks(numbered.targets)
    resolved = resolve_references(numbered.blocks, numbered.targets)
    pictures = pictures_for_word(images)
    natural = {key: natural_width(image) for key, image in images.items()}
    body = replace_nodes(resolved, _Writer(pictures, natural, words, marks, top_level(blocks)).change)
    meta = {key: {"t": "MetaString", "c": str(front[key])} for key in ("title", "subtitle") if front.get(key)}
    meta["lang"] = {"t": "MetaString", "c": str(options.get("lang", "nl-NL"))}
    tree = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": body}
    with tempfile.TemporaryDirectory() as folder:
        for image in pictures.values():
            (Path(folder) / image.name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / image.name).write_bytes(image.data)
        target = Path(folder) / "rapport.docx"
        run_pandoc(
            json.dumps(tree), "--from=json", "--to=docx", f"--reference-doc={workdir / REFERENCE}",
            f"--resource-path={folder}", *_arguments(options), "-o", str(target),
        )  # fmt: skip
        made = target.read_bytes()
    return finish_docx(made, str(front.get("title", "")))


def _arguments(options: Mapping[str, Any]) -> Iterator[str]:
    if options.get("number-sections"):
        yield "--number-sections"
    if options.get("toc"):
        yield from ("--toc", f"--toc-depth={options.get('toc-depth', 2)}")
        yield f"--metadata=toc-title:{options.get('toc-title') or 'Inhoudsopgave'}"


class _Marks:
    """The bookmarks of what a text refers to: one around name and number, one around the number alone."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = targets
        self._ids = count(FIRST_BOOKMARK)
        self._places = {label: place for place, label in enumerate(targets, 1)}

    def name(self, label: str, only_number: bool = False) -> str:
        """Give the name of a bookmark: hidden, and of signs that every Word takes."""
        return f"_{'Num' if only_number else 'Ref'}{self._places[label]:08d}"

    def pair(self, name: str) -> tuple[str, str]:
        """Give the begin and the end of a bookmark."""
        number = next(self._ids)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'

    def around(self, name: str, inside: str) -> str:
        """Put a bookmark around runs."""
        start, end = self.pair(name)
        return f"{start}{inside}{end}"


class _Writer:
    """What becomes of each node: pictures, callouts, floats and references as Word has them."""

    def __init__(
        self,
        pictures: Mapping[str, Image],
        natural: Mapping[str, int],
        words: Mapping[str, str],
        marks: _Marks,
        top: int,
    ) -> None:
        self.pictures, self.natural, self.words, self.marks, self.shift = pictures, natural, words, marks, 1 - top

    def change(self, node: Node) -> Node | list[Node] | None:
        """Give what stands in Word for a node of pandoc; None for one that stays."""
        kind = node["t"]
        if kind == "Header":
            level, (identifier, classes, _), inlines = node["c"]
            if identifier in self.marks.targets and self.marks.targets[identifier].number:
                start, end = self.marks.pair(self.marks.name(identifier))
                inlines = [raw_inline(DOCX, start), *inlines, raw_inline(DOCX, end)]
            return {"t": "Header", "c": [level + self.shift, [identifier, classes, []], inlines]}
        if kind == "Table":
            return fitted_table(_without_even_widths(node))
        if kind == "Image":
            return self._picture(node)
        if kind == "Link":
            return self._reference(node)
        if is_callout(node):
            return self._callout(node)
        if kind == "Div" and "ikc-float" in attributes(node)[1]:
            return self._float(node)
        return None

    def _picture(self, node: Node) -> Node:
        """Give a picture at its own width, at most that of the text, with what is seen on it as its description."""
        key = node["c"][2][0]
        image = self.pictures.get(key)
        if image is None:
            return node
        points = self.natural[key] * 0.75
        widest = text_width_points()
        width = [["width", f"{min(points or widest, widest) / 72:.3f}in"]]
        return {"t": "Image", "c": [["", [], width], [text(image.alt)], [image.name, ""]]}

    def _reference(self, node: Node) -> list[Node] | None:
        """Give a reference as a field of Word, which follows when somebody adds or moves a figure."""
        (_, classes, _), inlines, (address, _) = node["c"]
        target = self.marks.targets.get(address.removeprefix("#"))
        if "quarto-xref" not in classes or target is None or not target.number:
            return None
        shown = "".join(part["c"] for part in inlines if part["t"] == "Str")
        if target.label.startswith("sec-"):
            name, _, number = shown.rpartition("\u00a0")
            lead = _run(f"{name}\u00a0", REFERRED) if name else ""
            return [raw_inline(DOCX, lead + field(f"REF {self.marks.name(target.label)} \\r \\h", number, REFERRED))]
        mark = self.marks.name(target.label, only_number=shown == target.number)
        return [raw_inline(DOCX, field(f"REF {mark} \\h", shown, REFERRED))]

    def _callout(self, node: Node) -> list[Node]:
        """Give a callout as a table of one column: its title is the head, so that a screen reader names it first."""
        identifier, (_, kind), _ = attributes(node)
        title = div([{"t": "Para", "c": title_of(node, self.words)}], **{"custom-style": "Kadertitel"})
        table = {"t": "Table", "c": [
            [identifier, [], [["custom-style", f"Kader{kind.title()}"]]], [None, []],
            [[ALIGN, {"t": "ColWidth", "c": 1.0}]],
            [["", [], []], [_row([title])]],
            [[["", [], []], 0, [], [_row(node["c"][1][1:])]]],
            [["", [], []], []],
        ]}  # fmt: skip
        return [table, raw_block(DOCX, AFTER_BOX)]

    def _float(self, node: Node) -> list[Node]:
        identifier = attributes(node)[0]
        content, caption = node["c"][1][:-1], self._caption(node)
        tables = [place for place, block in enumerate(content) if block["t"] == "Table"]
        if tables:
            place = tables[0]
            return [*content[:place], captioned_table(content[place], caption, identifier), *content[place + 1 :]]
        figure = div(content, **{"custom-style": "Captioned Figure"})
        return [div([figure, div([{"t": "Para", "c": caption}], **{"custom-style": "Image Caption"})], identifier)]

    def _caption(self, node: Node) -> list[Node]:
        """Give a caption with its name and number as Word counts them, so that a list of figures can be made."""
        identifier, _, pairs = attributes(node)
        caption = [inline for block in node["c"][1][-1]["c"][1] for inline in block["c"]]
        if "number" not in pairs:
            return caption
        name = self.words[f"crossref-{identifier[:3]}-title"]
        number = self.marks.around(self.marks.name(identifier, True), field(f"SEQ {name} \\* ARABIC", pairs["number"]))
        whole = self.marks.around(self.marks.name(identifier), _run(f"{name}\u00a0") + number)
        return [raw_inline(DOCX, whole + _run(": ")), *caption]


def _run(words: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _without_even_widths(table: Node) -> Node:
    """Leave out widths that are all the same: they are those of dashes that nobody chose."""
    widths = {width.get("c") for _, width in table["c"][2] if width["t"] == "ColWidth"}
    if len(widths) != 1 or len(table["c"][2]) == 1:
        return table
    columns = [[align, {"t": "ColWidthDefault"}] for align, _ in table["c"][2]]
    return {"t": "Table", "c": [*table["c"][:2], columns, *table["c"][3:]]}


def _row(blocks: list[Node]) -> list[Any]:
    return [["", [], []], [[["", [], []], ALIGN, 1, 1, blocks]]]
