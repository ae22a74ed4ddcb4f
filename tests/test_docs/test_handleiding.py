"""The handleiding, done as it is written: page by page, in one empty folder."""

import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import yaml
from recipe_book import DUTCH, Recipe, RecipeError, Step, cook, read_steps
from toy_notebooks import without_notebooks

from analysis.cli import build_parser, main
from analysis.publishing.embedded.site import site_entries

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONFIG = yaml.safe_load((DOCS / "_quarto.yml").read_text(encoding="utf-8"))
PAGES = [entry.path for entry in site_entries(CONFIG) if entry.path.startswith("handleiding/")]
TEXTS = {page: (DOCS / page).read_text(encoding="utf-8") for page in PAGES}
STEPS = {page: read_steps(text, DUTCH) for page, text in TEXTS.items()}
NOT_REACHED = "not reached: a page before it failed"
PUBLISHED = "handleiding/7-publiceren.md"
"""Up to here reports are made with their notebooks. What comes after makes them anew, and has them made quickly."""
IN_WORDS = re.compile(r"`ikc ([^`\n]+)`")


def do_here(step: Step, folder: Path) -> str:
    """Do the lines of a block and give what they said; `ikc` in this process, because it takes long to start."""
    said = []
    for line in step.text.splitlines():
        program, *arguments = shlex.split(line)
        text, code = ikc(arguments, step.anchor) if program == "ikc" else other(program, arguments, folder)
        wanted = 1 if step.kind == "stops" else 0
        if code != wanted:
            raise RecipeError(f"{line}: exit {code}, not {wanted}\n{text}")
        said.append(text)
    return "".join(said)


def ikc(arguments: list[str], answer: str) -> tuple[str, int]:
    text = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(text), redirect_stderr(text):
        patch.setattr("builtins.input", lambda _: answer)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
    return text.getvalue(), ended.value.code


def other(program: str, arguments: list[str], folder: Path) -> tuple[str, int]:
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr, done.returncode


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What went wrong per page ('' for nothing), in order: they build on one another, so a fault is the last."""
    folder = tmp_path_factory.mktemp("handleiding")
    found = dict.fromkeys(PAGES, NOT_REACHED)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for page in PAGES:
            steps = tuple(step for step in STEPS[page] if step.kind != "install")
            try:
                cook(Recipe(page, steps), folder, do_here)
            except RecipeError as error:
                yield found | {page: str(error)}
                return
            found[page] = ""
            if page == PUBLISHED:
                without_notebooks(patch)
    yield found


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_as_it_is_written(done: dict[str, str], page: str) -> None:
    assert done[page] == ""


def test_the_pages_are_the_steps_from_an_empty_folder_to_a_published_report() -> None:
    names = [Path(page).stem for page in PAGES]
    assert names[0] == "index" and [int(name.split("-")[0]) for name in names[1:]] == list(range(1, len(names)))
    kinds = {page: [step.kind for step in STEPS[page]] for page in PAGES}
    assert all({"run", "stops", "answer", "see_in"} & set(kinds[page]) for page in PAGES[1:])


@pytest.mark.parametrize("page", PAGES)
def test_a_command_among_the_words_is_one(page: str) -> None:
    for command in IN_WORDS.findall(TEXTS[page]):
        if command != "--help":
            assert build_parser().parse_args(shlex.split(command.removesuffix(" --help"))).command


def test_installing_is_what_the_makefile_does() -> None:
    """A test does not install: it looks whether the steps are those of `make setup`, and the files and names exist."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    unix, windows, conda = (step.text.splitlines() for step in STEPS["handleiding/1-installeren.md"][:3])
    assert unix[0] == "make setup" and re.search(r"^setup:", makefile, re.M)
    made = [" ".join(line.split()) for line in re.findall(r"^\t@\$\(BIN\)/python -m (pip .*)$", makefile, re.M)]
    typed = [line.removeprefix(".venv\\Scripts\\python -m ") for line in windows if " -m pip " in line]
    quiet = " --quiet --disable-pip-version-check"
    assert typed and typed == [line.replace(quiet, "") for line in made]
    name = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["name"]
    assert conda == ["conda env create -f environment.yml", f"conda activate {name}"]


def test_every_command_of_the_program_is_in_the_handleiding() -> None:
    (commands,) = [action.choices for action in build_parser()._actions if action.dest == "command"]
    done = [step for steps in STEPS.values() for step in steps if step.kind in ("run", "stops", "answer")]
    typed = [line for step in done for line in step.text.splitlines()]
    words = [f"ikc {command}" for text in TEXTS.values() for command in IN_WORDS.findall(text)]
    used = {build_parser().parse_args(shlex.split(line)[1:]).command for line in [*typed, *words] if is_command(line)}
    assert sorted(set(commands) - used) == []


def is_command(line: str) -> bool:
    return line.startswith("ikc ") and not {"--help", "--version"} & set(line.split())


def sentences(page: str) -> list[str]:
    """The sentences of a page, with those in tables and of pictures, without what is typed and seen."""
    text = re.sub(r"^```.*?^```$|^:::[^\n]*$", "", page, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r'\{fig-alt="(.*?)"\}', r"\n\n\1\n\n", text)
    blocks = re.split(r"\n\s*\n|\n(?=[-|:#]|\d+\. )|\|", text)
    return [line for block in blocks for line in re.split(r"(?<=[.?!])\s+", " ".join(block.split())) if line]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_plain_dutch(page: str) -> None:
    found = sentences(TEXTS[page])
    assert len(found) > 10
    assert [line for line in found if len(line.split()) > 30] == []
    assert re.findall(r"\b(\w+) \1\b", "\n".join(found)) == []
    assert re.findall(r"(?i)\b(?:middels|teneinde|betreffende|derhalve|dient te|conform|en/of)\b", TEXTS[page]) == []


def test_a_long_sentence_is_seen() -> None:
    assert sentences("# Kop\n\n::: {.callout-tip}\nEen zin. Twee\nzinnen.\n:::\n\n| a | b c |\n\n```sh\nls\n```\n") == [
        "# Kop", "Een zin.", "Twee zinnen.", "a", "b c",
    ]  # fmt: skip
