"""The small study of the back test, for every test that needs a whole study; each gets a copy to write in."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

# Hypothesis keeps nothing beside the sources, and looks at the same examples in every run.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")
settings.register_profile("project", database=None, derandomize=True)
settings.load_profile("project")

PROEFSTUDIE = Path(__file__).parent / "backtest" / "studie"


def copy_study(target: Path) -> Path:
    """Copy study.yml and the raw deliveries of the small study, and nothing that a run may have left beside them."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROEFSTUDIE / "study.yml", target / "study.yml")
    shutil.copytree(PROEFSTUDIE / "data" / "raw", target / "data" / "raw")
    return target


@pytest.fixture(scope="session")
def kopieer_studie() -> Callable[[Path], Path]:
    """Give the function that copies the small study."""
    return copy_study


@pytest.fixture(scope="session")
def proefresultaten(tmp_path_factory) -> Path:
    """A copy of the small study with its tidy tables and the results of both editions, as `ikc run` makes them.

    Made once for all workers of a run; no test writes in it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = shared / "proefresultaten" / "studie", shared / "proefresultaten" / "klaar"
    with FileLock(shared / "proefresultaten.slot"):
        if not ready.exists():
            _make_results(folder)
            ready.touch()
    return folder


def _make_results(folder: Path) -> None:
    from analysis.codebook import load_codebook
    from analysis.disclosure.editions import prepare_results
    from analysis.study import load_study

    study = load_study(copy_study(folder))
    for editie in ("intern", "publiek"):
        prepare_results(study, load_codebook(study.folder), editie)


@pytest.fixture
def package(tmp_path, monkeypatch) -> Iterator[Path]:
    """A copy of our own sources to change, of which the stages take the hash."""
    from analysis.study import sources

    copy = tmp_path / "analysis"
    shutil.copytree(sources.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_project"))
    monkeypatch.setattr(sources, "PACKAGE", copy)
    sources._imported.cache_clear()
    yield copy
    sources._imported.cache_clear()
