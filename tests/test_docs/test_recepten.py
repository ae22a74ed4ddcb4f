"""Every recipe of docs/recepten.md, done as it is written, in a copy of the project."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from recipe_book import Recipe, RecipeError, cook, read_recipes, read_steps

ROOT = Path(__file__).parents[2]
FIRST, *RECIPES = read_recipes((ROOT / "docs" / "recepten.md").read_text(encoding="utf-8"))
COPIED = ("src", "notebooks", "tests", "docs")
NOT_REACHED = "not reached: a recipe before it failed"


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project without the example study: the recipes bring their own."""
    folder = tmp_path_factory.mktemp("recepten") / "project"
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for path in [*ROOT.glob("*.yml"), *ROOT.glob("*.md"), ROOT / "pyproject.toml"]:
        shutil.copyfile(path, folder / path.name)
    return folder


@pytest.fixture(scope="module")
def cooked(kitchen: Path) -> dict[str, str]:
    """What went wrong per recipe ('' for nothing), in order; they build on one another, so a fault is the last."""
    found = dict.fromkeys((recipe.title for recipe in RECIPES), NOT_REACHED)
    cook(FIRST, kitchen)
    for recipe in RECIPES:
        try:
            cook(recipe, kitchen)
        except RecipeError as error:
            return found | {recipe.title: str(error)}
        found[recipe.title] = ""
    return found


def test_the_page_has_every_recipe() -> None:
    assert [recipe.title for recipe in RECIPES] == [
        "1. A signal", "2. A delivery", "3. A result table", "4. A column", "5. A figure with its sentence",
        "6. A threshold", "7. A notebook", "8. Before the study",
    ]  # fmt: skip


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_ends_with_what_one_sees_after_a_command(recipe: Recipe) -> None:
    kinds = [step.kind for step in recipe.steps]
    assert "run" in kinds and any(kind in ("see", "see_in") for kind in kinds[kinds.index("run") :])
    assert kinds[-1] in ("see", "see_in")


@pytest.mark.slow
@pytest.mark.parametrize("title", [recipe.title for recipe in RECIPES])
def test_a_recipe_works_as_it_is_written(cooked: dict[str, str], title: str) -> None:
    assert cooked[title] == ""


@pytest.mark.slow
@pytest.mark.parametrize("how", [("check",), ("format", "--check")], ids=" ".join)
def test_what_the_recipes_write_is_as_the_house_writes(kitchen: Path, cooked: dict[str, str], how: tuple) -> None:
    assert "" in cooked.values()
    done = subprocess.run([sys.executable, "-m", "ruff", *how, "--no-cache", "src"], cwd=kitchen, capture_output=True,
                          encoding="utf-8", check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout


def page(*blocks: tuple[str, str]) -> Recipe:
    """A recipe of these instructions and their blocks."""
    return Recipe("", read_steps("\n".join(f"{line}\n\n```text\n{text}\n```\n" for line, text in blocks)))


@pytest.mark.parametrize(
    "text",
    ["Look:\n\n```sh\nls\n```\n", "Run:\n\n```\nls\n```\n", "Run:\n\n```sh\nls\n", "Run:\n\n  ```sh\n  ls\n  ```\n"],
    ids=["no-instruction", "no-language", "not-closed", "indented"],
)
def test_a_block_that_no_line_explains_is_refused(text: str) -> None:
    with pytest.raises(RecipeError):
        read_steps(text)


@pytest.mark.parametrize(("anchor", "places"), [("b", 0), ("a", 2)])
@pytest.mark.parametrize("how", ["after", "instead of"])
def test_a_line_that_is_not_there_or_not_the_only_one_is_refused(tmp_path: Path, anchor, places, how) -> None:
    (tmp_path / "x.txt").write_text("a 1\na 2\n", encoding="utf-8")
    with pytest.raises(RecipeError, match=f"`{anchor}` is in {places} places"):
        cook(page((f"In `x.txt`, {how} `{anchor}`:", "c")), tmp_path)


def test_a_block_comes_where_its_line_says(tmp_path: Path) -> None:
    steps = [("Write `x.txt`:", "a\nb"), ("At the end of `x.txt`:", "c"), ("In `x.txt`, after `a`:", "a2"),
             ("In `x.txt`, instead of `b`:", "B")]  # fmt: skip
    cook(page(*steps), tmp_path)
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "a\na2\nB\nc\n"


def test_cells_come_in_a_notebook_with_their_tags(tmp_path: Path) -> None:
    cells = "# %% [markdown] alleen-notebook\n# Kop\n\nTekst.\n\n# %% laden\nimport a\nx = 1"
    steps = [("Write `n.ipynb`:", cells), ("In `n.ipynb`, instead of `import a`:", "import b"),
             ("In `n.ipynb`, after `Tekst.`:", "# %% vereist:x\nb.y()")]  # fmt: skip
    cook(page(*steps), tmp_path)
    found = [(cell.cell_type, cell.metadata.tags, cell.source) for cell in nbformat.read(tmp_path / "n.ipynb", 4).cells]
    assert found == [("markdown", ["alleen-notebook"], "# Kop\n\nTekst."), ("code", ["vereist:x"], "b.y()"),
                     ("code", ["laden"], "import b\nx = 1")]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([("Run:", "echo twee"), ("You see:", "een")], "not seen in what was said"),
        ([("Run:", "false")], "exit 1, not 0"),
        ([("Run, and it stops:", "true")], "exit 0, not 1"),
        ([("In `x.txt` you see:", "een")], "x.txt is not there"),
        ([("Write `x.txt`:", "twee"), ("In `x.txt` you see:", "twee\neen")], r"not seen in x.txt: \['een'\]"),
    ],
)
def test_what_is_not_as_written_is_told(tmp_path: Path, steps: list, told: str) -> None:
    with pytest.raises(RecipeError, match=told):
        cook(page(*steps), tmp_path)
