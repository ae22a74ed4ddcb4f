"""The pandoc that ships in a wheel, and walking its documents.

A document here is pandoc's own tree (JSON): a block or an inline is a dict with its kind in `t` and its content in
`c`. Functions give new trees and leave the old ones alone.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypandoc

Node = dict[str, Any]
API_VERSION = [1, 23, 1]
MARKDOWN = "markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-yaml_metadata_block-pandoc_title_block"
"""Quarto's Markdown without what no report needs and a stranger's text could use: HTML, LaTeX, typst, formulas."""


def pandoc_path() -> Path:
    """The bundled pandoc: never one from the PATH, whose version would change the output."""
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    return Path(pypandoc.__file__).parent / "files" / name


def run_pandoc(text: str, *arguments: str) -> str:
    """Run the bundled pandoc on a text; its own message comes along when it stops."""
    done = subprocess.run(
        [str(pandoc_path()), "--wrap=none", *arguments], input=text.encode(), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"pandoc stopte: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()


def read_markdown(text: str) -> list[Node]:
    """Read Quarto's Markdown (pandoc's, with `[@fig-x]` as citations) into blocks."""
    return json.loads(run_pandoc(text, f"--from={MARKDOWN}", "--to=json"))["blocks"]


def as_paragraph(line: str) -> str:
    """A line of Markdown that stays running text: "A. Kinderen" or "# 3" does not become a list or a heading."""
    numbered = re.sub(r"^(\w+)([.)])(?=\s|$)", r"\1\\\2", " ".join(line.split()))
    return re.sub(r"^([#>|:~]|[-+*](?=\s|$))", r"\\\1", numbered)


def read_inlines(line: str) -> list[Node]:
    """A line of Markdown, such as a title, as inlines."""
    blocks = read_markdown(as_paragraph(line))
    return blocks[0]["c"] if blocks else []


def write_blocks(blocks: list[Node], to: str, *arguments: str) -> str:
    """Write blocks as a fragment in one of pandoc's formats, such as `html5` or `typst`."""
    tree = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}
    return run_pandoc(json.dumps(tree), "--from=json", f"--to={to}", *arguments)


def replace_nodes(tree: Any, change: Callable[[Node], Node | list[Node] | None]) -> Any:
    """A copy of the tree in which `change` has replaced nodes, children first.

    `change` gives None to leave a node as it is, a node to put in its place, or a list of nodes.
    """
    if isinstance(tree, dict):
        return {key: replace_nodes(value, change) if _holds(value) else value for key, value in tree.items()}
    if not isinstance(tree, list):
        return tree
    found: list[Any] = []
    for item in tree:
        new = replace_nodes(item, change) if _holds(item) else item
        changed = change(new) if isinstance(new, dict) and "t" in new else None
        found += changed if isinstance(changed, list) else [new if changed is None else changed]
    return found


def _holds(item: Any) -> bool:
    """Tell whether something can have nodes in it: most of a tree are words."""
    return isinstance(item, (dict, list))


def iter_nodes(tree: Any) -> Iterator[Node]:
    """Every node of the tree in the order of reading."""
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
            waiting += [value for value in reversed(item.values()) if _holds(value)]
        elif isinstance(item, list):
            waiting += [value for value in reversed(item) if _holds(value)]


def plain_text(tree: Any) -> str:
    """The words of a tree, without markup."""
    words = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
    parts = []
    for node in iter_nodes(tree):
        if node["t"] == "Str":
            parts.append(node["c"])
        elif node["t"] == "Code":
            parts.append(node["c"][1])
        else:
            parts.append(words.get(node["t"], ""))
    return "".join(parts).strip()


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Id, classes and key-value attributes of a Div, Span, Header, Image, Figure or Table."""
    place = 1 if node["t"] == "Header" else 0
    identifier, classes, pairs = node["c"][place]
    return identifier, list(classes), dict(pairs)


def text(words: str) -> Node:
    """A piece of running text."""
    return {"t": "Str", "c": words}


def raw_block(form: str, code: str) -> Node:
    """Code in the language of the output, between blocks."""
    return {"t": "RawBlock", "c": [form, code]}


def raw_inline(form: str, code: str) -> Node:
    """Code in the language of the output, in running text."""
    return {"t": "RawInline", "c": [form, code]}


def div(blocks: list[Node], identifier: str = "", classes: tuple[str, ...] = (), **pairs: str) -> Node:
    """A Div around blocks."""
    return {"t": "Div", "c": [[identifier, list(classes), [list(pair) for pair in pairs.items()]], blocks]}
