"""The small study of the back test, for every test that needs a whole study; each gets a copy to write in."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from analysis.study.garbage import collect_seldom

# Hypothesis keeps nothing beside the sources, and looks at the same examples in every run.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")
settings.register_profile("project", database=None, derandomize=True)
settings.load_profile("project")

PROEFSTUDIE = Path(__file__).parent / "backtest" / "studie"
LONG_FIRST = (
    "test_end_to_end/test_report_pages.py", "test_results/test_stages.py", "test_end_to_end/test_fuzz_of_deliveries.py",
    "test_end_to_end/test_browser.py", "test_docs/test_recepten.py", "test_notebooks/test_notebook_runs.py",
    "test_end_to_end/test_report_files.py",
    "test_end_to_end/test_incremental.py", "test_results/test_kaarten.py", "test_publishing/test_reports.py",
    "test_publishing/test_cluster.py",
    "test_results/test_results.py", "test_docs/test_handleiding.py", "test_disclosure/test_told_cases.py",
    "test_disclosure/test_suppressed_studies.py",
)  # fmt: skip
"""The files of tests that take longest, of 20 seconds of processor time or more: they come first, so that no worker is
left with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, in this order; the others stay as they are, and so do the tests within a file."""
    gone = [name for name in LONG_FIRST if not (Path(__file__).parent / name).is_file()]
    if gone:
        raise pytest.UsageError(f"tests/conftest.py: LONG_FIRST names files that are not there: {', '.join(gone)}")
    place = {name: number for number, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0].removeprefix("tests/"), len(place)))


def pytest_collection_finish() -> None:
    """Leave what was imported alone, and look for garbage as seldom as the program does."""
    gc.collect()
    gc.freeze()
    collect_seldom()


def copy_study(target: Path) -> Path:
    """Copy study.yml and the raw deliveries of the small study, and nothing that a run may have left beside them."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROEFSTUDIE / "study.yml", target / "study.yml")
    shutil.copytree(PROEFSTUDIE / "data" / "raw", target / "data" / "raw")
    return target


def round_off(folder: Path) -> Path:
    """Have a copy of the small study publish rounded counts, as a new study.yml does; gives the folder."""
    settings = folder / "study.yml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("methode: onderdrukken") == 1
    settings.write_text(text.replace("methode: onderdrukken", "methode: afronden"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def rond_af() -> Callable[[Path], Path]:
    """Give the function that has a copy of the small study publish rounded counts."""
    return round_off


@pytest.fixture(scope="session")
def kopieer_studie() -> Callable[[Path], Path]:
    """Give the function that copies the small study."""
    return copy_study


@pytest.fixture(scope="session")
def samen_gemaakt(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Give the function that lets the first worker of a run make a folder, and the others take it as it is.

    It takes a name and what makes the folder of that name; no test writes in such a folder.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def take(name: str, make: Callable[[Path], None]) -> Path:
        folder, ready = shared / f"samen-{name}", shared / f"samen-{name}.klaar"
        with FileLock(shared / f"samen-{name}.slot"):
            if not ready.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of a worker that failed half-way
                folder.mkdir()
                make(folder)
                ready.touch()
        return folder

    return take


@pytest.fixture(scope="session")
def proefresultaten(samen_gemaakt) -> Path:
    """A copy of the small study with its tidy tables and the results of both editions, as `ikc run` makes them.

    Made once for all workers of a run; no test writes in it.
    """
    return samen_gemaakt("proefresultaten", lambda folder: _make_results(folder / "studie")) / "studie"


def _make_results(folder: Path) -> None:
    from analysis.codebook import load_codebook
    from analysis.disclosure.editions import prepare_results
    from analysis.study import load_study

    study = load_study(copy_study(folder))
    for editie in ("intern", "publiek"):
        prepare_results(study, load_codebook(study.folder), editie)


@pytest.fixture(scope="session")
def afgeronde_resultaten(proefresultaten, samen_gemaakt) -> Path:
    """The same study with its public edition rounded; its internal results are the same tables."""
    return samen_gemaakt("afgeronde_resultaten", lambda folder: _round(proefresultaten, folder / "studie")) / "studie"


def _round(made: Path, folder: Path) -> None:
    from analysis.codebook import load_codebook
    from analysis.disclosure.editions import prepare_results
    from analysis.study import load_study

    round_off(shutil.copytree(made, folder))
    prepare_results(load_study(folder), load_codebook(folder), "publiek")


@pytest.fixture(scope="session")
def proefedities(proefresultaten, afgeronde_resultaten) -> Callable[[str], tuple]:
    """Give the function that gives, per way of publishing, the exact tables, the public ones, and the study."""
    from analysis.disclosure.editions import load_results
    from analysis.study import load_study

    folders = {"onderdrukken": proefresultaten, "afronden": afgeronde_resultaten}

    def read(methode: str) -> tuple:
        study = load_study(folders[methode])
        return load_results(study, "intern"), load_results(study, "publiek"), study

    return read


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
