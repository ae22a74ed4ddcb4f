"""Text of others that would be markup, in every sentence, table, caption and figure that a notebook can call.

| tried | where | what comes of it |
|---|---|---|
| `<script>`, `<img onerror>`, `{=html}` | study, gemeente, IKC, disturbing period; casus, post, value | text |
| `{{< include >}}`, YAML `---`, `:::`, `.klas` between braces | the same | text |
| `![](http://)`, `[a](b)`, `[[wiki]]`, `@fig-x`, `[^noot]` | the same | text |
| typst `#read()`, `\\input{}`, `$x^2$`, backticks, `~~`, `^`, `|` | the same | text |
| `&lt;b&gt;` (an entity) | the same | text, not a sign |
| `$` and `\\frac` | every text that a figure draws | letters, no formula |
| the same in labels of a codebook, bouwen, metingen | `test_names.py`, `test_own_codebook.py` | refused |
"""

import json
from types import ModuleType

import pytest
from chapters import CHAPTERS
from fake_results import CODEBOOK, fake_study, fake_tables
from matplotlib.text import Text
from test_kosten.test_costs_presentation import KOSTEN, _case, _lines

from analysis.costs.results import cost_tables
from analysis.presentation import kosten, oogopslag, signalen, toewijzingen, trajecten
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.markdown import escape
from analysis.publishing.embedded.pandoc import iter_nodes, plain_text, run_pandoc
from analysis.results.tables import type_table

MARKS = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "{{< include /etc/passwd >}}", "`x`{=html}", "```",
    ":::", "{.klas}", "![x](http://boos.example/a.png)", "[a](http://boos.example)", "[[wiki]]", "@fig-x", "[^noot]",
    '#read("/etc/passwd")', "\\input{/etc/passwd}", "$\\frac{1}$", "**vet**", "~~weg~~", "a^2^", "a|b", "&lt;b&gt;",
    "__x__", "==x==", "- - -",
)  # fmt: skip
EVIL = "Naam " + " ".join(MARKS)
OPENINGS = (
    "--- x",
    "::: {.x}",
    "- a",
    "+ a",
    "1. a",
    "a) b",
    "IV. c",
    "(2) d",
    "#kop",
    "> q",
    "% t",
    "===",
    "| a",
    "-",
)
MARKUP = {
    "RawInline",
    "RawBlock",
    "Math",
    "Image",
    "Link",
    "Note",
    "Strikeout",
    "Superscript",
    "Subscript",
    "Underline",
}
CALLED_AS = [*(("IKC01", chapter) for chapter in CHAPTERS), ("alle", kosten)]
NAMED = [("alle", kosten), *(("IKC01", chapter) for chapter in (oogopslag, signalen, toewijzingen, trajecten))]
"""Where a name must be seen, or the test would see nothing."""


@pytest.fixture(scope="module")
def rapport() -> Rapport:
    study = fake_study(ikcs=4)
    ikcs = tuple(item.model_copy(update={"naam": f"{EVIL} {item.ikc}"}) for item in study.ikcs)
    periods = tuple(item.model_copy(update={"naam": EVIL}) for item in study.storende_periodes)
    kosten = type(study.kosten)(**KOSTEN, toelichting=EVIL)
    study = study.model_copy(
        update={"naam": EVIL, "gemeente": EVIL, "ikcs": ikcs, "storende_periodes": periods, "kosten": kosten}
    )
    rows = [{**row, "post": f"{row['post']} {EVIL}", "legitimiteit": EVIL} for row in _cases()]
    empty = _lines([]).reindex(columns=["casus"])
    costs = cost_tables({"casussen": _lines(rows), "casussen_gepubliceerd": empty}, study, CODEBOOK)
    tables = fake_tables(study, CODEBOOK) | {name: type_table(name, table) for name, table in costs.items()}
    return make_rapport(study, CODEBOOK, "alle", "publiek", tables)


def _cases() -> list[dict]:
    named = [*_case(EVIL, 100, 1000), *_case("02", None, 5000, kans=0.5), *_case("03", 50, 40)]
    return [*named, {**named[0], "scenario": f"anders {EVIL}"}]


def blocks_of(markdown: str, form: str = "markdown") -> list[dict]:
    """Give what pandoc's own Markdown, with all it can, makes of a text."""
    return json.loads(run_pandoc(markdown, f"--from={form}", "--to=json"))["blocks"]


@pytest.mark.parametrize(("ikc", "chapter"), CALLED_AS, ids=lambda part: getattr(part, "__name__", part))
def test_nothing_that_a_notebook_calls_makes_markup_of_a_name(rapport: Rapport, ikc: str, chapter: ModuleType) -> None:
    report = make_rapport(rapport.study, CODEBOOK, ikc, "publiek", rapport.tables)
    shown = [getattr(chapter, name)(report) for name in chapter.__all__]
    texts = [item.markdown for item in shown if isinstance(item, Tekst | Tabel)]
    texts += [item.bijschrift for item in shown if isinstance(item, Figuur | Tabel)]
    assert any("boos.example" in text for text in texts) or (ikc, chapter) not in NAMED
    assert not MARKUP & {node["t"] for node in iter_nodes(blocks_of("\n\n".join(texts)))}
    assert not any("{{<" in text or "<script>" in text for text in texts)
    drawn = [text for item in shown if isinstance(item, Figuur) for text in item.figure.findobj(Text)]
    assert not any(text.get_parse_math() for text in drawn)
    assert any("frac" in text.get_text() for text in drawn) or (ikc, chapter) != ("alle", kosten)


@pytest.mark.parametrize("before", ["", "- "])
def test_an_escaped_text_is_the_text_itself(before: str) -> None:
    texts = [*MARKS, *OPENINGS, EVIL]
    for text, block in zip(texts, _parts("\n\n".join(before + escape(text) for text in texts)), strict=True):
        assert {node["t"] for node in iter_nodes(block)} <= {"Para", "Str", "Space"}, text
        assert plain_text(block) == " ".join(text.split())


def _parts(markdown: str) -> list:
    """Give the paragraphs of a text, or the items of the one list that it is."""
    blocks = blocks_of(markdown, "markdown-smart")
    return blocks[0]["c"] if blocks[0]["t"] == "BulletList" else blocks
