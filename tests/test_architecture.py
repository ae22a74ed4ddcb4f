"""The order of the rooms: nothing imports from a later one, chapters do not import one another, simulation is alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import analysis

SOURCE = Path(analysis.__file__).parent
ROOMS = ("errors", "study", "codebook", "intake", "tidy", "measures", "inference", "costs", "results", "disclosure",
         "presentation", "attack", "publishing", "exchange", "planning", "cli", "__main__")  # fmt: skip
SIMULATION = "simulation"
BESIDE_SIMULATION = {SIMULATION, "errors", "study", "codebook"}
SHARED = {"taal", "tekenen"}
FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.stem != "__init__")
CHAPTERS = {
    path.name for path in (SOURCE / "presentation").iterdir() if (path / "__init__.py").is_file()
} - SHARED  # fmt: skip


def modules_of(tree: ast.AST) -> Iterator[str]:
    """Give every module of ours that a file imports, inside functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "analysis":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "analysis")


def imports(path: Path) -> set[tuple[str, ...]]:
    """Give what a file imports, below `analysis`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {tuple(name.split(".")[1:]) for name in modules_of(tree) if "." in name}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in FILES} == {*ROOMS, SIMULATION}


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_imports_from_a_later_room(room: str) -> None:
    later = set(ROOMS[ROOMS.index(room) + 1 :])
    wrong = [
        f"{named(path)} imports {'.'.join(parts)}"
        for path in FILES
        if room_of(path) == room
        for parts in imports(path)
        if parts[0] in later
    ]
    assert wrong == []


def test_simulation_knows_only_what_a_study_is_and_what_words_mean() -> None:
    own = [parts[0] for path in FILES if room_of(path) == SIMULATION for parts in imports(path)]
    assert own and set(own) <= BESIDE_SIMULATION


def test_only_the_command_line_imports_simulation() -> None:
    users = {named(path) for path in FILES for parts in imports(path) if parts[0] == SIMULATION}
    assert {user for user in users if not user.startswith(f"{SIMULATION}/")} <= {"cli.py"}


def test_the_attack_knows_nothing_of_how_an_edition_is_made() -> None:
    own = {parts[0] for path in FILES if room_of(path) == "attack" for parts in imports(path)}
    assert own == {"attack", "errors"}


@pytest.mark.parametrize("chapter", sorted(CHAPTERS))
def test_chapters_of_presentation_do_not_import_one_another(chapter: str) -> None:
    others = CHAPTERS - {chapter}
    files = [path for path in FILES if path.is_relative_to(SOURCE / "presentation" / chapter)]
    wrong = [
        f"{named(path)} imports {'.'.join(parts)}"
        for path in files
        for parts in imports(path)
        if parts[0] == "presentation" and len(parts) > 1 and parts[1] in others
    ]
    assert files and wrong == []


def test_what_chapters_share_knows_no_chapter() -> None:
    folder = SOURCE / "presentation"
    shared = [
        path for path in FILES if path.parent == folder or (path.parent.name in SHARED and path.parent.parent == folder)
    ]
    wrong = [
        f"{named(path)} imports {'.'.join(parts)}"
        for path in shared
        for parts in imports(path)
        if parts[0] == "presentation" and len(parts) > 1 and parts[1] in CHAPTERS
    ]
    assert shared and wrong == []
