"""Numbers for sections, figures and tables, and the references to them, as Quarto gives them.

"Figuur 1", "Tabel 1" and "Paragraaf 2.1" count through the document; in a book they count per chapter ("Figuur 2.1")
and a reference reaches the other chapters' pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.publishing.embedded.pandoc import Node, attributes, iter_nodes, plain_text, replace_nodes, text

KINDS = {"fig": "crossref-fig-title", "tbl": "crossref-tbl-title", "sec": "crossref-sec-prefix"}


@dataclass(frozen=True)
class Target:
    """Something a text can refer to: its label, what it is called ("Figuur"), its number and its page in a book."""

    label: str
    name: str
    number: str
    page: str = ""


@dataclass(frozen=True)
class Numbered:
    """The blocks with numbers (`number` attribute of headers and floats) and the targets found in them."""

    blocks: list[Node]
    targets: dict[str, Target]


@dataclass(frozen=True)
class Place:
    """Where a document stands: its chapter's number in a book (None: none), its page, whether sections count."""

    chapter: int | None = None
    page: str = ""
    number_sections: bool = True

    @property
    def prefix(self) -> list[int]:
        """What comes before each number: the chapter's, in a book."""
        return [] if self.chapter is None else [self.chapter]


def number_blocks(blocks: list[Node], labels: Mapping[str, str], place: Place) -> Numbered:
    """Give every section, figure and table its number, in the order of reading.

    The highest heading that occurs counts as a section's first level, whether it is written with one `#` or two.
    """
    top = top_level(blocks)
    sections: list[int] = []
    counts = {"fig": 0, "tbl": 0}
    targets: dict[str, Target] = {}

    def give_number(node: Node) -> Node | None:
        nonlocal sections
        label, kind = _label_and_kind(node)
        if not label:
            return None
        if kind != "sec":
            counts[kind] += 1
            number = _dotted([*place.prefix, counts[kind]])
        elif place.number_sections and "unnumbered" not in attributes(node)[1]:
            sections = next_section(sections, node["c"][0] - top)
            number = _dotted([*place.prefix, *sections])
        else:
            targets[label] = Target(label, plain_text(node), "", place.page)
            return None
        targets[label] = Target(label, labels[KINDS[kind]], number, place.page)
        return with_attribute(node, "number", number)

    return Numbered(replace_nodes(blocks, give_number), targets)


def _label_and_kind(node: Node) -> tuple[str, str]:
    """The label of a node that counts and what it counts as; two empty texts for all others."""
    if node["t"] == "Header":
        return attributes(node)[0], "sec"
    if node["t"] == "Div" and "ikc-float" in attributes(node)[1] and attributes(node)[0][:3] in KINDS:
        return attributes(node)[0], attributes(node)[0][:3]
    return "", ""


def top_level(blocks: list[Node]) -> int:
    """The highest level of heading that occurs; 1 when there is none."""
    return min((node["c"][0] for node in iter_nodes(blocks) if node["t"] == "Header"), default=1)


def next_section(sections: list[int], depth: int) -> list[int]:
    """The number after `sections` for a heading `depth` levels below the top: [2, 1] at depth 1 gives [2, 2]."""
    padded = [*sections, *[0] * (depth + 1 - len(sections))][: depth + 1]
    return [*padded[:-1], padded[-1] + 1]


def _dotted(numbers: Iterable[int]) -> str:
    return ".".join(str(number) for number in numbers)


def with_attribute(node: Node, key: str, value: str) -> Node:
    """The node with one key-value attribute more."""
    place = 1 if node["t"] == "Header" else 0
    identifier, classes, pairs = node["c"][place]
    content = [*node["c"][:place], [identifier, classes, [*pairs, [key, value]]], *node["c"][place + 1 :]]
    return {**node, "c": content}


def is_reference(key: str) -> bool:
    """Whether `@key` refers to something in the document, and not to literature."""
    return key[:4].lower() in ("fig-", "tbl-", "sec-")


def resolve_references(blocks: list[Node], targets: Mapping[str, Target], page: str = "") -> list[Node]:
    """Turn `@fig-x` into a link "Figuur 1"; one that leads nowhere stays visible as `?@fig-x`, as in Quarto."""

    def resolve(node: Node) -> list[Node] | None:
        if node["t"] != "Cite":
            return None
        citations, written = node["c"]
        if not all(is_reference(citation["citationId"]) for citation in citations):
            return written
        parts = [_reference(citation, targets, page) for citation in citations]
        return [inline for place, part in enumerate(parts) for inline in ([text(", ")] if place else []) + part]

    return replace_nodes(blocks, resolve)


def _reference(citation: Mapping, targets: Mapping[str, Target], page: str) -> list[Node]:
    key = citation["citationId"]
    target = targets.get(key) or targets.get(key[:1].lower() + key[1:])
    if target is None:
        return [text(f"?@{key}")]
    only_number = citation["citationMode"]["t"] == "SuppressAuthor"
    words = target.number if only_number else "\u00a0".join(part for part in (target.name, target.number) if part)
    place = f"{target.page if target.page != page else ''}#{target.label}"
    link = {"t": "Link", "c": [["", ["quarto-xref"], []], [text(words)], [place, ""]]}
    return [*citation["citationPrefix"], *([text(" ")] if citation["citationPrefix"] else []), link]


def unresolved_references(blocks: list[Node], known: Iterable[str]) -> list[str]:
    """The labels that a text refers to and that nothing carries, each once."""
    labels = set(known)
    keys = [citation["citationId"] for node in iter_nodes(blocks) if node["t"] == "Cite" for citation in node["c"][0]]
    missing = [key for key in keys if is_reference(key) and key[:1].lower() + key[1:] not in labels]
    return list(dict.fromkeys(missing))
