import pytest
from toy_notebooks import code, parameters, text, write

from analysis.publishing.notebook.assemble import assemble_notebook
from analysis.publishing.notebook.headings import heading_level, with_attributes


@pytest.mark.parametrize(
    ("source", "tags", "wanted"),
    [
        ("# Kop\n\nTekst.", ["sectie:kop", "vereist:casussen"], "# Kop {#sec-kop}\n\nTekst."),
        ("## Kop?", ["ongenummerd"], "## Kop? {.unnumbered}"),
        ("## Kop", ["ongenummerd", "sectie:a-b"], "## Kop {#sec-a-b .unnumbered}"),
        ("## Kop", ["vereist:casussen"], "## Kop"),
        ("Geen kop.", ["sectie:kop"], "Geen kop."),
    ],
)
def test_tags_become_quarto_s_signs_behind_the_heading(source, tags, wanted):
    assert with_attributes(text(source), tags).source == wanted


def test_code_is_no_heading():
    assert heading_level(code("# Kop")) is None
    assert with_attributes(code("# Kop"), ["sectie:kop"]).source == "# Kop"


def test_the_joined_notebook_has_the_signs_and_the_notebook_does_not(tmp_path):
    path = write(tmp_path, "03_a.ipynb", parameters(), text("# Zorg\n\nZie hier.", "sectie:zorg"))
    joined = assemble_notebook([path], [], {"title": "T"})
    assert joined.cells[-1].source == "# Zorg {#sec-zorg}\n\nZie hier."
    assert "{#" not in path.read_text()
