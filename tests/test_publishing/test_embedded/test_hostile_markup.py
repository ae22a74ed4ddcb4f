"""Markup that got into a text all the same: the renderer has no use for it.

| tried | what comes of it |
|---|---|
| `<script>`, `{=html}`, `{=typst}` blocks and inlines | letters, or nothing |
| `\\input{}`, `$x$`, YAML between `---` | letters |
| `![](../../x.png)`, an absolute path | no picture: only files beside the notebook are shown |
"""

import json

import pytest

from analysis.publishing.embedded.document import read_document
from analysis.publishing.embedded.pandoc import iter_nodes, read_markdown

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "a <b>b</b>", "`#read(\"x\")`{=typst}", "```{=html}\n<script>\n```",
        "\\input{/etc/passwd}", "$x$", "$$x$$", "---\ntitle: x\n---\n\nb",
    ],
)  # fmt: skip
def test_raw_markup_and_formulas_are_not_read(text: str) -> None:
    kinds = {node["t"] for node in iter_nodes(read_markdown(text))}
    assert kinds and not kinds & {"RawBlock", "RawInline", "Math"}


def test_a_picture_from_outside_the_folder_is_not_shown(tmp_path) -> None:
    folder = tmp_path / "werk"
    folder.mkdir()
    for path in (tmp_path / "geheim.png", folder / "eigen.png"):
        path.write_bytes(PNG)
    source = f"![](../geheim.png)\n\n![]({tmp_path}/geheim.png)\n\n![](eigen.png)"
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source}]
    (folder / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert list(read_document(folder / "a.ipynb").images) == ["eigen.png"]
