from toy_notebooks import code, text, write

from analysis.publishing.notebook.assemble import assemble_notebook


def sources(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_cells_per_case_come_once_for_each_case_in_order(tmp_path):
    path = write(
        tmp_path, "08_k.ipynb", text("# Kosten"), text("## Casus «casus»", "per:casus"),
        code('#| label: fig-casus\ntoon.figuur(rapport, "«casus»")', "per:casus"), text("## Samen"), code("1"),
    )  # fmt: skip
    joined = assemble_notebook([path], {"casus:02", "casus:01"}, {})
    assert sources(joined)[1:] == [
        "# Kosten",
        "## Casus 01", '#| label: fig-casus-1\ntoon.figuur(rapport, "01")',
        "## Casus 02", '#| label: fig-casus-2\ntoon.figuur(rapport, "02")',
        "## Samen", "1",
    ]  # fmt: skip
    assert len({cell.id for cell in joined.cells}) == len(joined.cells)


def test_a_name_is_never_code_nor_markup(tmp_path):
    path = write(tmp_path, "08_k.ipynb", text("# K"), text("«casus»", "per:casus"), code('f("«casus»")', "per:casus"))
    shown = sources(assemble_notebook([path], {'casus:a"); import os #*'}, {}))
    assert shown[-2] == 'a"); import os \\#\\*'
    assert shown[-1] == 'f("a\\"); import os #*")'


def test_without_cases_the_cells_stay_as_they_are(tmp_path):
    path = write(tmp_path, "08_k.ipynb", text("# K"), text("## Casus «casus»", "per:casus"))
    assert sources(assemble_notebook([path], set(), {}))[-1] == "## Casus «casus»"
