"""Callouts: the boxed remarks (`::: {.callout-note}`), with Dutch titles, in both output languages."""

from collections.abc import Mapping

from analysis.publishing.embedded.pandoc import Node, attributes, div, raw_block, read_inlines, replace_nodes, text

KINDS = ("note", "warning", "important", "tip", "caution")


def make_callouts(blocks: list[Node]) -> list[Node]:
    """Bring every callout to one form: a Div of class `ikc-callout` and its kind, its title in a first Div.

    The title is `title="…"`, else a heading that opens the callout, else empty (the kind's own title). A heading in a
    callout is thus no section: it is not numbered and not in the table of contents.
    """
    return replace_nodes(blocks, _as_callout)


def _as_callout(node: Node) -> Node | None:
    kind = _kind(node)
    if not kind:
        return None
    pairs, body = attributes(node)[2], node["c"][1]
    title: list[Node] = []
    if pairs.get("title"):
        title = read_inlines(pairs["title"])
    elif body and body[0]["t"] == "Header":
        title, body = body[0]["c"][2], body[1:]
    head = div([{"t": "Plain", "c": title}], classes=("ikc-callout-title",))
    return div([head, *body], attributes(node)[0], ("ikc-callout", kind))


def _kind(node: Node) -> str:
    if node["t"] != "Div":
        return ""
    classes = attributes(node)[1]
    return next((kind for kind in KINDS if f"callout-{kind}" in classes), "")


def title_of(node: Node, labels: Mapping[str, str]) -> list[Node]:
    """The inlines of a callout's title: its own, or what Quarto calls its kind."""
    kind = attributes(node)[1][1]
    return node["c"][1][0]["c"][1][0]["c"] or [text(labels[f"callout-{kind}-title"])]


def is_callout(node: Node) -> bool:
    """Whether a node is a callout in the form of `make_callouts`."""
    return node["t"] == "Div" and "ikc-callout" in attributes(node)[1]


def html_callout(node: Node, labels: Mapping[str, str]) -> list[Node]:
    """A callout with the class names of Quarto's HTML, so that one style sheet serves both renderers."""
    identifier, (_, kind), _ = attributes(node)
    own_id = f' id="{identifier}"' if identifier else ""
    classes = f"callout callout-style-default callout-{kind} callout-titled"
    title = div([{"t": "Plain", "c": title_of(node, labels)}], classes=("callout-title-container",))
    return [
        raw_block("html", f'<div class="{classes}" role="note"{own_id}>'),
        div([title], classes=("callout-header",)),
        div(node["c"][1][1:], classes=("callout-body-container", "callout-body")),
        raw_block("html", "</div>"),
    ]


def typst_callout(node: Node, labels: Mapping[str, str]) -> list[Node]:
    """A callout as a call of the `kader` function in `assets/document.typ`."""
    kind = attributes(node)[1][1]
    return [
        raw_block("typst", f'#kader(soort: "{kind}", titel: ['),
        {"t": "Plain", "c": title_of(node, labels)},
        raw_block("typst", "])["),
        *node["c"][1][1:],
        raw_block("typst", "]"),
    ]
