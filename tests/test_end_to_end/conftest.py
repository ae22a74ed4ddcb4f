"""One run of the whole program over the small study, that every end-to-end test reads."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from named_files import name_files_after_a_person

SRC = Path(__file__).parents[2] / "src"


@dataclass(frozen=True)
class Run:
    """A finished run of `ikc`: the study's folder, the exit code and what was said."""

    study: Path
    code: int
    said: str

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
    return Run(study, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def ikc():
    """Give the function that runs the program."""
    return run_ikc


@pytest.fixture(scope="session")
def run(kopieer_studie, tmp_path_factory) -> Run:
    """The public edition of the small study: every report in both formats, from files with a name in their names."""
    study = name_files_after_a_person(kopieer_studie(tmp_path_factory.mktemp("einde_tot_eind") / "studie"))
    arguments = ("--edition", "publiek", "--to", "html,pdf", "--renderer", "embedded", "--jobs", "2")
    done = run_ikc(study, "run", *arguments)
    assert done.code == 0, done.said
    return done


@pytest.fixture(scope="session")
def intern(run) -> Run:
    """The internal edition of one IKC, beside the public one."""
    done = run_ikc(run.study, "run", "--ikc", "IKC01", "--edition", "intern", "--to", "html", "--renderer", "embedded")
    assert done.code == 0, done.said
    return done
