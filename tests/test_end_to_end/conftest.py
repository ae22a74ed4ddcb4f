"""One run of the whole program over the small study, that every end-to-end test reads or copies."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from browser import chromium
from named_files import name_files_after_a_person

SRC = Path(__file__).parents[2] / "src"
SAID = "gezegd.txt"


@dataclass(frozen=True)
class Run:
    """A finished run of `ikc`: the study's folder, the exit code, what was said, and the folder where it was made."""

    study: Path
    code: int
    said: str
    made: Path

    @property
    def publiek(self) -> Path:
        """The folder of the public edition."""
        return self.study / "reports" / "publiek"

    @property
    def intern(self) -> Path:
        """The folder of the internal edition."""
        return self.study / "reports" / "intern"


def run_ikc(study: Path, *arguments: str) -> Run:
    """Run `ikc --study <study> ...` as a program of its own, from a folder that is not the project's."""
    environment = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "analysis", "--study", str(study), *arguments]
    done = subprocess.run(
        command, cwd=study.parent, env=environment, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    return Run(study, done.returncode, done.stdout + done.stderr, study)


@pytest.fixture(scope="session")
def ikc():
    """Give the function that runs the program."""
    return run_ikc


@pytest.fixture(scope="session")
def made(kopieer_studie, samen_gemaakt) -> Run:
    """The public edition of the small study: every report in both formats, from files with a name in their names.

    Made once for all workers; no test writes in it.
    """

    def make(folder: Path) -> None:
        study = name_files_after_a_person(kopieer_studie(folder / "studie"))
        arguments = ("--edition", "publiek", "--to", "html,pdf", "--renderer", "embedded", "--jobs", "2")
        keep(run_ikc(study, "run", *arguments), folder)

    return kept(samen_gemaakt("einde_tot_eind", make))


@pytest.fixture(scope="session")
def run(made, tmp_path_factory) -> Run:
    """This worker's copy of the public edition, to run again in."""
    study = shutil.copytree(made.study, tmp_path_factory.mktemp("einde_tot_eind") / "studie")
    return replace(made, study=study)


@pytest.fixture(scope="session")
def intern(made, samen_gemaakt) -> Run:
    """The internal edition of one IKC, beside the public one; made once for all workers, no test writes in it."""

    def make(folder: Path) -> None:
        study = shutil.copytree(made.study, folder / "studie")
        arguments = ("--ikc", "IKC01", "--edition", "intern", "--to", "html", "--renderer", "embedded")
        keep(run_ikc(study, "run", *arguments), folder)

    return kept(samen_gemaakt("einde_tot_eind_intern", make))


def keep(done: Run, folder: Path) -> None:
    """Keep what a run said for the other workers; a run that failed is none."""
    assert done.code == 0, done.said
    (folder / SAID).write_text(done.said, encoding="utf-8")


def kept(folder: Path) -> Run:
    """Give the run that was made in a folder."""
    return Run(folder / "studie", 0, (folder / SAID).read_text(encoding="utf-8"), folder / "studie")


@pytest.fixture(scope="module")
def start():
    """Give what starts Chromium, for a test file; where there is none its tests are skipped."""
    with chromium() as start:
        yield start


@pytest.fixture(scope="module")
def browser(start):
    """Give a Chromium that has started, for a test file."""
    program = start()
    yield program
    program.close()
