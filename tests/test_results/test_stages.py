import shutil
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.disclosure import editions
from analysis.results import pipeline
from analysis.study import load_study
from analysis.study.hashes import hash_folder

FORM = "data/raw/inventarisatie/eindmeting/IKC02.csv"
KEPT = ("inventarisatie", "populatie.csv", "leerlingen.csv")
"""The stages are the same for every delivery: these give results soonest."""
EDITIE = "intern"
"""They are the same for both editions too; exact results are made soonest."""


def inventories(study: Path) -> Path:
    """Leave a study its inventories, and who is enrolled."""
    for path in (study / "data" / "raw").iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return study


@pytest.fixture(scope="module")
def made(kopieer_studie, tmp_path_factory) -> Path:
    """A study with its tidy tables and results; no test writes in it."""
    study = inventories(kopieer_studie(tmp_path_factory.mktemp("gemaakt") / "studie"))
    refresh(study)
    return study


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """The study with its tidy tables and results, copied: every file has another time and place."""
    return shutil.copytree(made, tmp_path / "studie", copy_function=shutil.copyfile)


def refresh(folder: Path, editie: str = EDITIE) -> None:
    study = load_study(folder)
    editions.ensure_results(study, load_codebook(folder), editie)


def results(folder: Path, editie: str = EDITIE) -> Path:
    return folder / "reports" / editie / "resultaten"


def made_anew(folder: Path, change, editie: str = EDITIE) -> set[str]:
    """Which of the two stages put a new folder in its place when `change` is followed by a run."""
    stages = {"schoon": folder / "data" / "processed", "resultaten": results(folder, editie)}
    before = {name: stage.stat().st_ino for name, stage in stages.items()}
    for stage in stages.values():
        (stage / ".was-er-al").touch()
    change()
    refresh(folder, editie)
    anew = {name for name, stage in stages.items() if not (stage / ".was-er-al").exists()}
    assert all(stages[name].stat().st_ino == before[name] for name in before.keys() - anew)
    return anew


def add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write(text)


def mark_a_child(folder: Path) -> None:
    """Give the first child of a form a signal that it did not have."""
    path = folder / FORM
    lines = path.read_text().split("\n")
    column = lines[0].split(";").index("druk")
    cells = lines[1].split(";")
    assert cells[column] == ""
    cells[column] = "x"
    path.write_text("\n".join([lines[0], ";".join(cells), *lines[2:]]))


@pytest.fixture(scope="module")
def marked_results(kopieer_studie, tmp_path_factory) -> dict[str, str]:
    """The results with the child marked, where nothing was made before."""
    elsewhere = inventories(kopieer_studie(tmp_path_factory.mktemp("vers") / "studie"))
    mark_a_child(elsewhere)
    refresh(elsewhere)
    return hash_folder(results(elsewhere))


def test_nothing_is_made_anew_in_a_copy_with_other_times(folder):
    assert made_anew(folder, lambda: None) == set()


def test_a_comment_in_a_wording_module_leaves_tidy_and_results(folder, package):
    wording = package / "presentation" / "taal" / "wording.py"
    assert made_anew(folder, lambda: add(wording, "\n# een opmerking\n")) == set()
    assert made_anew(folder, lambda: add(wording, "\nEXTRA = 1\n")) == set()


def test_other_code_that_cleans_makes_tidy_tables_and_the_same_tables_leave_the_results(folder, package):
    assert made_anew(folder, lambda: add(package / "tidy" / "leerlingen.py", "\nEXTRA = 1\n")) == {"schoon"}
    assert made_anew(folder, lambda: add(package / "inference" / "segmented.py", "\nEXTRA = 1\n")) == {"resultaten"}


def test_a_delivery_that_says_the_same_in_another_way_makes_tidy_tables_only(folder):
    def other_lines():
        content = (folder / FORM).read_bytes()
        assert b"\r\n" in content
        (folder / FORM).write_bytes(content.replace(b"\r\n", b"\n"))

    assert made_anew(folder, other_lines) == {"schoon"}


def test_one_changed_form_makes_both_stages_as_a_first_run_makes_them(folder, marked_results):
    assert made_anew(folder, lambda: mark_a_child(folder)) == {"schoon", "resultaten"}
    assert hash_folder(results(folder)) == marked_results


def test_another_threshold_in_study_yml_makes_the_public_results(folder):
    refresh(folder, "publiek")
    before = hash_folder(results(folder, "publiek"))
    text = (folder / "study.yml").read_text()
    assert "drempel: 5" in text
    change = made_anew(
        folder, lambda: (folder / "study.yml").write_text(text.replace("drempel: 5", "drempel: 12")), "publiek"
    )
    assert "resultaten" in change
    after = hash_folder(results(folder, "publiek"))
    assert after["signalen.csv"] != before["signalen.csv"]


@pytest.mark.parametrize(
    ("file", "damage", "stages"),
    [
        ("data/processed/grootboek.csv", Path.unlink, {"schoon"}),
        ("data/processed/kinderen/ikc=IKC01/deel-0.parquet", lambda path: add(path, "x"), {"schoon"}),
        ("reports/intern/resultaten/zorg.csv", lambda path: add(path, "x"), {"resultaten"}),
        ("reports/intern/resultaten/zorg.csv", Path.unlink, {"resultaten"}),
    ],
)
def test_what_was_tampered_with_or_thrown_away_is_made_anew(folder, file, damage, stages):
    before = (folder / file).read_bytes()
    assert made_anew(folder, lambda: damage(folder / file)) == stages
    assert (folder / file).read_bytes() == before


@pytest.mark.parametrize(("room", "step"), [(pipeline, "write_stamp"), (editions, "_make_results"),
                                            (editions, "write_stamp")])  # fmt: skip
def test_after_a_run_that_was_killed_between_two_steps_the_next_is_right(
    folder, marked_results, monkeypatch, room, step
):
    def killed(*_):
        raise KeyboardInterrupt

    mark_a_child(folder)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(room, step, killed)
        refresh(folder)
    refresh(folder)
    assert hash_folder(results(folder)) == marked_results


def test_no_stamp_lies_in_a_folder_that_is_published(folder):
    refresh(folder)
    found = {path.relative_to(folder / "reports").parts[0] for path in (folder / "reports").rglob("*.json")}
    assert found == {"stempels"}
    assert not [path for path in (folder / "reports" / EDITIE).rglob(".*") if path.name != ".was-er-al"]
