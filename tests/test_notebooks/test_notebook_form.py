import ast
import re
from collections import Counter

import nbformat
import pytest
from notebook_readings import (
    EXPLORING,
    FOLDER,
    NOTEBOOKS,
    OPENING_EXACT,
    code_cells,
    is_sentence,
    label,
    read,
    statements,
    tables_read_by,
    tags,
)

from analysis.publishing.report_tasks import IKC_NOTEBOOKS, RESEARCH_NOTEBOOKS
from analysis.results.kaarten import kaarten

MOST_CELLS, FEWEST_CELLS, MOST_LINES = 25, 12, 10
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.AsyncFor, ast.Lambda, ast.Try,
             ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.With)  # fmt: skip
READERS = re.compile(r"^(read_\w+|open|glob|rglob|load_\w+|Path|to_csv|to_excel|to_parquet|savefig|system|run)$")
LOOKS_LIKE_A_PATH = re.compile(r"\.(csv|xlsx?|parquet|ya?ml|json|zip|xml)$|^(\.\./|/|~|[A-Z]:\\)|data/(raw|processed)")
QUARTO_SIGNS = re.compile(r":::|\{#|\{\.")
KNOWN_TAGS = re.compile(r"parameters|laden|alleen-notebook|ongenummerd|(vereist|per|sectie):[\w-]+")
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_notebooks_with_two_digits_and_a_topic():
    assert len(NOTEBOOKS) >= 6
    assert all(re.fullmatch(r"\d\d_[a-z_]+\.ipynb", path.name) for path in NOTEBOOKS)
    assert max(Counter(path.name[:2] for path in NOTEBOOKS).values()) == 1


@each_notebook
def test_valid_and_committed_without_outputs(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


@each_notebook
def test_short_enough_to_read(path):
    cells = read(path).cells
    assert FEWEST_CELLS <= len(cells) <= MOST_CELLS
    assert all(len(cell.source.splitlines()) <= MOST_LINES for cell in code_cells(read(path)))


@each_notebook
def test_opens_with_a_title_and_a_question(path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert re.match(r"# \S", first.source) and "?" in first.source
    assert len(first.source.split()) >= 20


@each_notebook
def test_parameters_are_the_same_three_literals(path):
    cells = [cell for cell in code_cells(read(path)) if "parameters" in tags(cell)]
    assert len(cells) == 1 and read(path).cells[1] == cells[0]
    body = statements(cells[0]).body
    assert all(isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) for line in body)
    given = {line.targets[0].id: line.value.value for line in body}
    editie = "intern" if path in OPENING_EXACT else "publiek"
    assert given in ({"study": ".", "ikc": ikc, "editie": editie} for ikc in ("IKC01", "alle"))


@each_notebook
def test_imports_and_loads_in_the_third_cell_only(path):
    third = read(path).cells[2]
    assert "laden" in tags(third)
    for cell in code_cells(read(path)):
        imports = [node for node in ast.walk(statements(cell)) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert not imports or cell == third


@each_notebook
def test_no_definitions_loops_paths_or_reading_of_files(path):
    for number, cell in enumerate(read(path).cells, start=1):
        if cell.cell_type != "code":
            continue
        for node in ast.walk(statements(cell)):
            assert not isinstance(node, FORBIDDEN), f"cell {number}: {type(node).__name__}"
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert not READERS.match(name), f"cell {number}: {name}()"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not LOOKS_LIKE_A_PATH.search(node.value), f"cell {number}: {node.value}"
        assert not re.search(r"^\s*[%!]", cell.source, re.MULTILINE), f"cell {number}"


@each_notebook
def test_at_least_as_much_text_as_other_code(path):
    body = read(path).cells[3:]
    text = [cell for cell in body if cell.cell_type == "markdown" or is_sentence(cell)]
    assert len(text) >= len(body) - len(text)


@each_notebook
def test_a_cell_that_shows_a_figure_or_table_has_its_label_first(path):
    for cell in code_cells(read(path)):
        shows = re.search(r"^\w+\.(figuur|tabel)_\w+\(", cell.source, re.MULTILINE)
        prefix = {"figuur": "fig-", "tabel": "tbl-"}.get(shows.group(1)) if shows else None
        assert label(cell).startswith(prefix) if prefix else label(cell) == ""
        assert not prefix or cell.source.startswith("#| label: ")


@each_notebook
def test_nobody_types_a_result(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\d+([.,]\d+)?\s*(%|procent|van de 100|kinderen)", cell.source), cell.source


def test_labels_are_unique_over_all_notebooks():
    found = Counter(label(cell) for path in NOTEBOOKS for cell in code_cells(read(path)) if label(cell))
    assert len(found) > 20
    assert [name for name, times in found.items() if times > 1] == []


def test_every_reference_in_the_text_has_its_label():
    sources = [cell.source for path in NOTEBOOKS for cell in read(path).cells]
    labels = {label(cell) for path in NOTEBOOKS for cell in code_cells(read(path))}
    all_tags = [tag for path in NOTEBOOKS for cell in read(path).cells for tag in tags(cell)]
    sections = {f"sec-{tag.removeprefix('sectie:')}" for tag in all_tags if tag.startswith("sectie:")}
    assert len(sections) > 10
    used = set(re.findall(r"@((?:fig|tbl|sec)-[\w-]+)", "\n".join(sources)))
    assert used <= labels | sections


@each_notebook
def test_nothing_that_only_quarto_understands_is_in_the_source(path):
    for cell in read(path).cells:
        assert not QUARTO_SIGNS.search(cell.source), cell.source


@each_notebook
def test_every_tag_is_one_that_publishing_knows(path):
    assert [tag for cell in read(path).cells for tag in tags(cell) if not KNOWN_TAGS.fullmatch(tag)] == []


@each_notebook
def test_a_section_tag_stands_on_a_heading(path):
    for cell in read(path).cells:
        if any(tag == "ongenummerd" or tag.startswith("sectie:") for tag in tags(cell)):
            assert re.match(r"#{1,6} \S", cell.source)


@each_notebook
def test_ends_with_where_its_tables_are(path):
    last = read(path).cells[-1]
    assert last.cell_type == "markdown" and tags(last) == ["alleen-notebook"]
    assert last.source.startswith("**Waar deze cijfers staan.**") and "`rapport.tabel(" in last.source


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path not in EXPLORING], ids=lambda path: path.stem)
def test_the_tables_named_at_the_end_are_tables_that_the_notebook_reads(path):
    named = set(re.findall(r"`(\w+)`", read(path).cells[-1].source))
    assert named <= set(kaarten())
    assert named <= tables_read_by(path)


def test_what_opens_exact_tables_says_intern_and_none_of_it_comes_into_a_report():
    for path in NOTEBOOKS:
        opening = [cell for cell in code_cells(read(path)) if re.search(r"\bopen_(schoon|studie)\(", cell.source)]
        assert bool(opening) == (path in OPENING_EXACT)
        assert all("open_schoon(study, editie)" in cell.source or "open_studie(study, editie)" in cell.source
                   for cell in opening)  # fmt: skip
        if path in OPENING_EXACT:
            assert read(path).cells[0].source.splitlines()[0].endswith("(intern)")
        if path not in EXPLORING:
            assert all("alleen-notebook" in tags(cell) for cell in code_cells(read(path)) if "schoon" in cell.source
                       and "laden" not in tags(cell))  # fmt: skip


def test_what_explores_is_in_no_report():
    assert [path.name for path in EXPLORING] == ["11_verkennen.ipynb"]
    assert not {path.name for path in EXPLORING} & {*IKC_NOTEBOOKS, *RESEARCH_NOTEBOOKS}


def test_the_readme_names_every_notebook():
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert [path.stem for path in NOTEBOOKS if f"`{path.stem}`" not in readme] == []
