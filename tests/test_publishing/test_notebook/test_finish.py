import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from toy_notebooks import code

from analysis.presentation.outputs import Tekst
from analysis.presentation.screen import callout
from analysis.publishing.notebook.cell_options import read_options
from analysis.publishing.notebook.execute import NotebookFout
from analysis.publishing.notebook.finish import finish_notebook, replace_references, to_json


def executed(*cells, **metadata):
    return new_notebook(cells=list(cells), metadata={"papermill": {"duration": 1.0}, **metadata})


def shown(source, *outputs, cel=4):
    cell = code(source)
    cell.outputs = list(outputs)
    cell.execution_count = 12
    cell.metadata.update({"papermill": {"start_time": "2021"}, "ikc": {"bron": "03_a.ipynb", "cel": cel}})
    return cell


def figure(caption="Bijschrift", alt="Beeld"):
    metadata = {"ikc": {"fig-cap": caption, "fig-alt": alt}}
    return new_output("execute_result", {"image/svg+xml": "<svg/>", "text/plain": "x"}, metadata=metadata)


def words(markdown, caption=None):
    metadata = {"ikc": {"tbl-cap": caption}} if caption else {}
    return new_output("display_data", {"text/markdown": markdown}, metadata=metadata)


def test_captions_of_outputs_become_cell_options():
    done = finish_notebook(executed(shown("#| label: fig-x\nf()", figure('Zo: "dit" # 1', "Alt's"))))
    assert read_options(done.cells[0].source) == {"label": "fig-x", "fig-cap": 'Zo: "dit" # 1', "fig-alt": "Alt's"}
    assert done.cells[0].source.endswith("\nf()")


def test_a_table_gets_its_caption():
    done = finish_notebook(executed(shown("#| label: tbl-x\nt()", words("| a |\n|---|\n| 1 |", "Tabel"))))
    assert read_options(done.cells[0].source) == {"label": "tbl-x", "tbl-cap": "Tabel"}


def test_nothing_of_the_run_is_left():
    warning = new_output("stream", name="stderr", text="Waarschuwing")
    plain = new_output("execute_result", {"text/plain": "<Axes at 0x7f12ab>"})
    cells = [code("ikc = 'x'", "parameters"), code("ikc = 'y'", "injected-parameters"), shown("f()", warning, plain)]
    done = to_json(finish_notebook(executed(*cells)))
    for trace in ("papermill", "injected", "parameters", "Waarschuwing", "0x7f", "start_time", '"tags"', ": 12"):
        assert trace not in done
    assert '"text/plain"' in done and '"bron": "03_a.ipynb"' in done


def test_the_same_notebook_gives_the_same_bytes():
    once, twice = (to_json(finish_notebook(executed(shown("f()", figure())))) for _ in range(2))
    assert once.replace(nbformat.reads(once, 4).cells[0].id, "") == twice.replace(
        nbformat.reads(twice, 4).cells[0].id, ""
    )


def test_a_sentence_in_place_of_a_figure_takes_label_and_references_away():
    cells = [
        shown("#| label: fig-x\nf()", words("Te weinig kinderen voor een figuur.")),
        new_markdown_cell("Zie @fig-x en @fig-xy (zie @fig-x)."),
        shown("#| label: fig-xy\nf()", figure()),
    ]
    done = finish_notebook(executed(*cells))
    assert read_options(done.cells[0].source) == {}
    assert done.cells[1].source == "Zie de figuur die hier niet getoond wordt en @fig-xy."
    assert read_options(done.cells[2].source)["label"] == "fig-xy"


def test_a_figure_without_a_caption_keeps_its_label_for_the_gate_to_name():
    bare = new_output("display_data", {"image/png": "aGk="})
    assert "fig-x" in finish_notebook(executed(shown("#| label: fig-x\nf()", bare))).cells[0].source


def test_references_to_pruned_labels_become_words_in_generated_text_too():
    cells = [shown("z()", words("Meer in [@tbl-weg] staat; zie @tbl-weg."))]
    done = finish_notebook(executed(*cells, ikc={"weggelaten": ["tbl-weg"]}))
    expected = "Meer in staat; zie de tabel die hier niet getoond wordt."
    assert done.cells[0].outputs[0].data["text/markdown"] == expected


def test_an_unknown_reference_is_left_for_the_gate():
    assert replace_references("Zie @fig-typfout.", {"fig-ander"}) == "Zie @fig-typfout."


def test_two_figures_in_one_cell_are_an_error_that_names_the_cell():
    with pytest.raises(NotebookFout, match=r"De Wilgen: 03_a.ipynb, cel 4: .*2 figuren"):
        finish_notebook(executed(shown("f()", figure(), figure())), "De Wilgen")


def test_text_that_says_nothing_shows_nothing():
    """IPython falls back on the object's own name where a bundle is empty: that must not reach a reader."""
    from IPython.core.interactiveshell import InteractiveShell

    data, metadata = InteractiveShell().display_formatter.format(Tekst(""))
    done = finish_notebook(executed(shown("f()", new_output("execute_result", data, metadata=metadata))))
    assert done.cells[0].outputs == []


def test_a_heading_with_nothing_below_it_goes():
    empty, silent = new_markdown_cell("## Leeg {.unnumbered}"), shown("f()")
    cells = [new_markdown_cell("# Een"), empty, silent, new_markdown_cell("# Twee"), shown("f()", words("Iets."))]
    done = finish_notebook(executed(new_markdown_cell("# Nul\n\nMet tekst."), *cells))
    assert [cell.source for cell in done.cells if cell.cell_type == "markdown"] == ["# Nul\n\nMet tekst.", "# Twee"]


def test_a_chapter_stays_for_the_section_that_shows_something():
    cells = [new_markdown_cell("# Een"), new_markdown_cell("## Twee"), shown("f()", words("Iets."))]
    assert len(finish_notebook(executed(*cells)).cells) == 3


def test_what_is_for_the_screen_stays_out_and_quarto_gets_its_own_signs():
    caption = new_output("display_data", {"text/markdown": "**Figuur.** x"}, metadata={"ikc": {"alleen-scherm": True}})
    note = callout("Let op", "Zie @sec-kosten.")
    data, metadata = Tekst(note)._repr_mimebundle_()
    done = finish_notebook(
        executed(shown("f()", figure(), caption), shown("z()", new_output("display_data", data, metadata=metadata)))
    )
    assert [list(output.data) for output in done.cells[0].outputs] == [["image/svg+xml"]]
    assert done.cells[1].outputs[0].data == {"text/markdown": note}
