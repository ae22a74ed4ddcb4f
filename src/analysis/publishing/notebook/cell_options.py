"""Quarto's cell options: the `#| key: value` lines that open a code cell."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

MARK = "#|"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"(fig|tbl|lst|sec|eq)-[A-Za-z0-9_-]+")


def split_options(source: str) -> tuple[list[str], str]:
    """Split a cell's source into its option lines (with their mark) and the code below them."""
    lines = source.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith(MARK)), len(lines))
    return lines[:count], "\n".join(lines[count:])


def read_options(source: str) -> dict[str, Any]:
    """Give a cell's options in the order in which they are written; empty when it has none."""
    lines, _ = split_options(source)
    content = yaml.safe_load("\n".join(line.removeprefix(MARK).removeprefix(" ") for line in lines))
    return content if isinstance(content, dict) else {}


def set_options(source: str, changes: Mapping[str, Any]) -> str:
    """Give the source with these options set; None takes an option away, the others stay as they were."""
    merged = {**read_options(source), **changes}
    lines = [f"{MARK} {key}: {_as_yaml(value)}" for key, value in merged.items() if value is not None]
    return "\n".join([*lines, split_options(source)[1]]) if lines else split_options(source)[1]


def quote(text: str) -> str:
    """Write a text as one line that YAML reads back as it is (white space runs become one space)."""
    line = " ".join(text.split())
    return json.dumps(" ".join(_UNSAFE.sub("", line).split()), ensure_ascii=False)


def _as_yaml(value: Any) -> str:
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) else quote(value)
    return json.dumps(value, ensure_ascii=False, default=str)
