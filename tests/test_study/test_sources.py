import shutil

import pytest

from analysis.disclosure import editions
from analysis.publishing import report_tasks, steps
from analysis.results import pipeline
from analysis.study import sources
from analysis.study.hashes import Memory

STAGES = {"schoon": pipeline.ENTRIES, "resultaten": editions.ENTRIES, "rapport": report_tasks.CODE}
WORDING = "presentation/taal/wording.py"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of our own sources to change, with the function that hashes a stage of it."""
    copy = tmp_path / "analysis"
    shutil.copytree(sources.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_project"))
    monkeypatch.setattr(sources, "PACKAGE", copy)
    sources._imported.cache_clear()
    yield copy
    sources._imported.cache_clear()


def hashes():
    return {name: sources.hash_stage(entries, Memory({})) for name, entries in STAGES.items()}


def changed(before):
    return {name for name, digest in hashes().items() if before[name] != digest}


@pytest.mark.parametrize(
    ("file", "addition", "stages"),
    [
        (WORDING, "\n# een opmerking\n", set()),
        (WORDING, "\nEXTRA = 1\n", {"rapport"}),
        ("presentation/fonts/LICENSE-OFL.txt", "x", {"rapport"}),
        ("publishing/assets/rapport.css", "/* x */", {"rapport"}),
        ("tidy/dates.py", "\nEXTRA = 1\n", {"schoon", "resultaten", "rapport"}),
        ("tidy/leerlingen.py", "\nEXTRA = 1\n", {"schoon"}),
        ("inference/survival.py", "\nEXTRA = 1\n", {"resultaten", "rapport"}),
        ("inference/segmented.py", "\nEXTRA = 1\n", {"resultaten"}),
        ("disclosure/regels.yml", "\n# x\n", {"resultaten", "rapport"}),
        ("codebook/signalen.yml", "\n# x\n", {"schoon", "resultaten", "rapport"}),
        ("simulation/children.py", "\nEXTRA = 1\n", set()),
        ("cli.py", "\nEXTRA = 1\n", set()),
        ("publishing/index_page.py", "\nEXTRA = 1\n", set()),
    ],
)
def test_a_stage_is_stale_for_the_code_that_it_passes_through(package, file, addition, stages):
    before = hashes()
    with (package / file).open("a") as stream:
        stream.write(addition)
    assert changed(before) == stages


def test_a_docstring_a_comment_and_layout_do_not_count_a_text_does(tmp_path):
    def of(text):
        path = tmp_path / "m.py"
        path.write_text(text)
        return sources.hash_code(path)

    first = of('"""Een."""\n\n\ndef f(x):\n    """Twee."""\n    return "drie"\n')
    assert of('def f( x ):  # uitleg\n\n    return "drie"\n') == first
    assert of('def f(x):\n    return "vier"\n') != first


def test_everything_that_describes_and_renders_is_followed():
    files = sources.follow_imports(report_tasks.CODE, Memory({}))
    names = {path.relative_to(sources.PACKAGE).as_posix() for path in files}
    assert {WORDING, "presentation/zorgpaden/paths.py", "publishing/notebook/kernel.py"} <= names
    assert "publishing/embedded/typst_pdf.py" in names and "results/pipeline.py" not in names
    described = sources.follow_imports(steps.CODE, Memory({}))
    assert sources.PACKAGE / "presentation" / "oogopslag" / "sentences.py" in described
