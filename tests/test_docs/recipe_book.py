"""How the tests read docs/recepten.md and the handleiding, and do in a folder what a recipe tells, to the letter.

A fenced block is an instruction of the sentence above it; a block under any other sentence is a fault of the page.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

FORMS = {
    "write": r"Write `(?P<path>[^`]+)`(, [^:]*)?:",
    "append": r"At the end of `(?P<path>[^`]+)`:",
    "after": r"In `(?P<path>[^`]+)`, after `(?P<anchor>.+)`:",
    "instead": r"In `(?P<path>[^`]+)`, instead of `(?P<anchor>.+)`:",
    "run": r"Run:",
    "stops": r"Run, and it stops:",
    "see": r"You see:",
    "see_in": r"In `(?P<path>[^`]+)` you see:",
}
DUTCH = {
    "install": r"Eén keer, (op|met) [^:`]+:",
    "write": r"Schrijf `(?P<path>[^`]+)`:",
    "fill": r"Vul in `(?P<path>[^`]+)` in:",
    "append": r"Zet onderaan in `(?P<path>[^`]+)`:",
    "after": r"Zet in `(?P<path>[^`]+)`, onder `(?P<anchor>[^`]+)`:",
    "instead": r"Zet in `(?P<path>[^`]+)`, in plaats van `(?P<anchor>[^`]+)`:",
    "run": r"Typ:",
    "answer": r"Typ, en geef daarna `(?P<anchor>[^`]+)` op:",
    "stops": r"Typ, en het stopt:",
    "see": r"U ziet:",
    "see_in": r"In `(?P<path>[^`]+)` ziet u:",
}
"""The same in the handleiding; `install` changes the computer and not the folder, so a test does not do it."""
BLOCK = re.compile(r"(?P<before>(?:[^\n]+\n)+)\n?```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = {".venv/bin/ikc": [sys.executable, "-m", "analysis"], ".venv/bin/python": [sys.executable]}
TAGS_OF_CELL = re.compile(r"^# %%(?P<kind> \[markdown\])?(?P<tags>[^\n]*)\n", re.MULTILINE)


class RecipeError(AssertionError):
    """A recipe that cannot be read, cannot be done, or does not give what it says one sees."""


@dataclass(frozen=True)
class Step:
    """One instruction: what to do (a name of FORMS), in which file, at which line, with which text."""

    kind: str
    text: str
    path: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Recipe:
    """A section of the page with its steps, in order; the one before the first section has what all need."""

    title: str
    steps: tuple[Step, ...]


def read_recipes(page: str) -> list[Recipe]:
    """Read a page into recipes, one per numbered heading."""
    parts = re.split(r"^## (\d+\. .*)$", page, flags=re.MULTILINE)
    return [Recipe(title, read_steps(text)) for title, text in zip(["", *parts[1::2]], parts[::2], strict=True)]


def read_steps(text: str, forms: Mapping[str, str] = FORMS) -> tuple[Step, ...]:
    """Read the instructions of a section; raises RecipeError for a block that no sentence explains."""
    blocks = list(BLOCK.finditer(text))
    if 2 * len(blocks) != len(re.findall(r"^\s*```", text, flags=re.MULTILINE)):
        raise RecipeError("a fenced block has no language, is not closed, or does not begin a line")
    return tuple(_read_step(" ".join(block["before"].split()), block["text"], forms) for block in blocks)


def _read_step(paragraph: str, text: str, forms: Mapping[str, str]) -> Step:
    for kind, form in forms.items():
        found = re.search(rf"(?:^|[.?!] ){form}$", paragraph)
        if found:
            return Step(kind, text, **{name: value for name, value in found.groupdict().items() if value})
    raise RecipeError(f"a block stands under a sentence that is no instruction: {paragraph!r}")


def cook(recipe: Recipe, folder: Path, do: Callable[[Step, Path], str] | None = None) -> None:
    """Do a recipe in a folder; raises RecipeError at the first step that does not go as written."""
    said = ""
    for step in recipe.steps:
        if step.kind in ("run", "stops", "answer"):
            said = (do or run)(step, folder)
        elif step.kind in ("see", "see_in"):
            look(step.text, said if step.kind == "see" else read(folder, step.path), step.path or "what was said")
        elif step.path.endswith(".ipynb"):
            change_notebook(step, folder / step.path)
        else:
            change(step, folder / step.path)


def run(step: Step, folder: Path) -> str:
    """Run the lines of a block one by one, with the package of the folder, and give what the last one said."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program per command: without its bytecode each is slow
    said = ""
    for line in step.text.splitlines():
        program, *arguments = shlex.split(line)
        done = subprocess.run(
            [*PROGRAMS.get(program, [program]), *arguments], cwd=folder, env=environment, capture_output=True,
            encoding="utf-8", timeout=600, check=False,
        )  # fmt: skip
        wanted = 1 if step.kind == "stops" else 0
        if done.returncode != wanted:
            raise RecipeError(f"{line}: exit {done.returncode}, not {wanted}\n{done.stdout}{done.stderr}")
        said = done.stdout + done.stderr or said
    return said


def look(wanted: str, shown: str, where: str) -> None:
    """Find every line of a block in what is shown: as a whole line of text, or a part of one of a page."""
    plain = _without_spaces(shown)
    missing = [line for line in wanted.splitlines() if _without_spaces(line) not in plain]
    if missing:
        raise RecipeError(f"not seen in {where}: {missing}\n{shown[:4000]}")


def _without_spaces(text: str) -> str:
    """Give a text with every run of blanks as one: columns of a table differ with what else is in it."""
    return re.sub(r"\s+", " ", text).strip()


def read(folder: Path, name: str) -> str:
    """Give the text of a file; raises RecipeError when it is not there."""
    path = folder / name
    if not path.is_file():
        raise RecipeError(f"{name} is not there")
    return path.read_text(encoding="utf-8-sig")


def change(step: Step, path: Path) -> None:
    """Write a file, or put a block in it at the one line that the anchor is part of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if step.kind == "write":
        path.write_text(step.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if step.kind == "append":
        path.write_text("".join(lines) + step.text, encoding="utf-8")
        return
    if step.kind == "fill":
        path.write_text("".join(fill_in(lines, step)), encoding="utf-8")
        return
    place = only(step, [step.anchor in line for line in lines])
    start = place if step.kind == "instead" else place + 1
    path.write_text("".join([*lines[:start], step.text, *lines[place + 1 :]]), encoding="utf-8")


def fill_in(lines: list[str], step: Step) -> list[str]:
    """Put each line of a block where the file has that line with `<...>` to fill in; raises RecipeError if none is."""
    filled = list(lines)
    for line in step.text.splitlines(keepends=True):
        hits = ["<" in old and re.fullmatch(_to_fill_in(old), line.rstrip("\n")) is not None for old in filled]
        filled[only(Step("fill", line, step.path, line.strip()), hits)] = line
    return filled


def _to_fill_in(line: str) -> str:
    """What a line looks like when its `<...>` are filled in, as a regular expression, without its remark."""
    return ".+?".join(re.escape(part) for part in re.split(r"<.*?>|<.*$", re.sub(r"\s+# .*", "", line.rstrip("\n"))))


def only(step: Step, hits: list[bool]) -> int:
    """Give the one place that an anchor names; raises RecipeError when there is none, or more."""
    if sum(hits) != 1:
        raise RecipeError(f"{step.path}: `{step.anchor}` is in {sum(hits)} places, not in one")
    return hits.index(True)


def change_notebook(step: Step, path: Path) -> None:
    """Write a notebook, put cells after the one that the anchor is in, or change the line of that cell."""
    if step.kind == "write":
        metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                    "language_info": {"name": "python"}}  # fmt: skip
        notebook = nbformat.v4.new_notebook(metadata=metadata, cells=read_cells(step.text))
    else:
        notebook = nbformat.read(path, as_version=4)
        place = only(step, [step.anchor in cell.source for cell in notebook.cells])
        if step.kind == "instead":
            lines = notebook.cells[place].source.splitlines()
            line = only(step, [step.anchor in line for line in lines])
            notebook.cells[place].source = "\n".join([*lines[:line], step.text.rstrip("\n"), *lines[line + 1 :]])
        else:
            notebook.cells[place + 1 : place + 1] = read_cells(step.text)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def read_cells(text: str) -> list[nbformat.NotebookNode]:
    """Read cells written as in a script: `# %%`, `[markdown]` for text, and the tags."""
    found = list(TAGS_OF_CELL.finditer(text))
    if not found or found[0].start() != 0:
        raise RecipeError("cells begin with `# %%`")
    ends = [*(match.start() for match in found[1:]), len(text)]
    cells = []
    for match, end in zip(found, ends, strict=True):
        new = nbformat.v4.new_markdown_cell if match["kind"] else nbformat.v4.new_code_cell
        cells.append(new(text[match.end() : end].strip("\n"), metadata={"tags": match["tags"].split()}))
    return cells
