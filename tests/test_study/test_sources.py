import re
import shutil
import time
from pathlib import Path

import pytest

from analysis.disclosure import editions
from analysis.publishing import report_tasks, steps
from analysis.results import pipeline
from analysis.study import sources
from analysis.study.hashes import Memory, hash_file, hash_value

STAGES = {"schoon": pipeline.ENTRIES, "resultaten": editions.ENTRIES, "rapport": report_tasks.code_of_reports()}
WORDING = "presentation/taal/wording.py"


@pytest.fixture(scope="module")
def memory():
    """What is known of sources that did not change, so that each case reads only the one that it changes."""
    with pytest.MonkeyPatch.context() as patch:
        now = time.time_ns()
        patch.setattr("analysis.study.hashes.time.time_ns", lambda: now + 3_600_000_000_000)
        yield Memory({})


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """A copy of our own sources to change."""
    with pytest.MonkeyPatch.context() as patch:
        copy = tmp_path_factory.mktemp("bron") / "analysis"
        shutil.copytree(sources.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_project"))
        patch.setattr(sources, "PACKAGE", copy)
        sources._imported.cache_clear()
        yield copy
        sources._imported.cache_clear()


def hashes(memory):
    return {name: sources.hash_stage(entries, memory) for name, entries in STAGES.items()}


@pytest.mark.parametrize(
    ("file", "addition", "stages"),
    [
        (WORDING, "\n# een opmerking\n", set()),
        (WORDING, "\nEXTRA = 1\n", {"rapport"}),
        ("presentation/fonts/LICENSE-OFL.txt", "x", {"rapport"}),
        ("publishing/assets/rapport.css", "/* x */", {"rapport"}),
        ("tidy/dates.py", "\nEXTRA = 1\n", {"schoon", "resultaten", "rapport"}),
        ("tidy/leerlingen.py", "\nEXTRA = 1\n", {"schoon"}),
        ("inference/survival.py", "\nEXTRA = 1\n", {"resultaten"}),
        ("inference/segmented.py", "\nEXTRA = 1\n", {"resultaten"}),
        ("results/tabellen/signalen.yml", "\n# x\n", {"resultaten", "rapport"}),
        ("codebook/signalen.yml", "\n# x\n", {"schoon", "resultaten", "rapport"}),
        ("presentation/verken/studie.py", "\nEXTRA = 1\n", set()),
        ("simulation/children.py", "\nEXTRA = 1\n", set()),
        ("cli.py", "\nEXTRA = 1\n", set()),
        ("publishing/index_page.py", "\nEXTRA = 1\n", set()),
    ],
)
def test_a_stage_is_stale_for_the_code_that_it_passes_through(ours, memory, file, addition, stages):
    before, content = hashes(memory), (ours / file).read_bytes()
    (ours / file).write_bytes(content + addition.encode())
    after = hashes(memory)
    (ours / file).write_bytes(content)
    assert {name for name in STAGES if before[name] != after[name]} == stages


def test_a_docstring_a_comment_and_layout_do_not_count_a_text_does(tmp_path):
    def of(text):
        path = tmp_path / "m.py"
        path.write_text(text)
        return sources.hash_code(path)

    first = of('"""Een."""\n\n\ndef f(x):\n    """Twee."""\n    return "drie"\n')
    assert of('def f( x ):  # uitleg\n\n    return "drie"\n') == first
    assert of('def f(x):\n    return "vier"\n') != first


def test_everything_that_describes_and_renders_is_followed(ours, memory):
    files = sources.follow_imports(report_tasks.code_of_reports(), memory)
    names = {path.relative_to(sources.PACKAGE).as_posix() for path in files}
    assert {WORDING, "presentation/zorgpaden/paths.py", "publishing/notebook/kernel.py"} <= names
    assert "publishing/embedded/typst_pdf.py" in names and "results/pipeline.py" not in names
    described = sources.follow_imports(steps.CODE, memory)
    assert sources.PACKAGE / "presentation" / "oogopslag" / "sentences.py" in described


def test_what_notebooks_of_reports_import_is_in_the_hash_of_reports():
    root = Path(__file__).resolve().parents[2] / "notebooks"
    text = "".join((root / name).read_text(encoding="utf-8") for name in report_tasks.RESEARCH_NOTEBOOKS)
    assert set(re.findall(r"(?:from|import) (analysis[\w.]*)", text)) == {"analysis.presentation"}


def test_the_hash_for_the_manifest_is_of_the_files_as_they_are(ours):
    """No syntax tree is in it, for that differs between Pythons that do the same."""
    before = sources.hash_sources()
    path = ours / WORDING
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n# een opmerking\n")
    assert sources.hash_sources() != before
    path.write_bytes(kept)
    found = {file.relative_to(ours).as_posix(): hash_file(file) for file in sorted(ours.rglob("*")) if file.is_file()}
    assert sources.hash_sources() == before == hash_value(found)
