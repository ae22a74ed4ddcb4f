import shutil
from pathlib import Path

import pytest

REPORTS = ("onderzoeksrapport", "IKC01", "IKC02", "IKC03")
CHILD = "02-0059"
"""The first child of the last form of IKC02."""
pytestmark = pytest.mark.slow


def places(study: Path) -> dict[str, int]:
    """Where each report's page is on the disk: a report that is made again is another file."""
    names = {name: "index.html" if name == "onderzoeksrapport" else "rapport.html" for name in REPORTS}
    return {name: (study / "reports/publiek" / name / page).stat().st_ino for name, page in names.items()}


def made_again(study: Path, before: dict[str, int]) -> set[str]:
    return {name for name, place in places(study).items() if place != before[name]}


def content(study: Path) -> dict[str, bytes]:
    folder = study / "reports" / "publiek"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mark_a_child(study: Path, column: str) -> None:
    forms = (study / "data/raw/inventarisatie/eindmeting").glob("*.csv")
    path = next(path for path in forms if CHILD in path.read_text(encoding="utf-8"))
    head, first, *rest = path.read_text(encoding="utf-8").split("\n")
    cells = first.split(";")
    assert cells[0] == CHILD
    place = head.split(";").index(column)
    assert cells[place] == ""
    cells[place] = "x"
    path.write_text("\n".join([head, ";".join(cells), *rest]))


def test_one_form_makes_its_ikc_and_what_is_over_all_and_the_rest_is_as_a_fresh_run_makes_it(run, ikc, tmp_path):
    """This study leaves small counts out: one mark may hide a count at another IKC, and its report is made again."""
    arguments = ("run", "--renderer", "embedded", "--jobs", "2")
    study = shutil.copytree(run.study, tmp_path / "studie")
    before = places(study)
    assert ikc(study, *arguments).said.count("was al klaar") == 4 and made_again(study, before) == set()
    mark_a_child(study, "psychosomatisch")
    said = ikc(study, *arguments).said
    assert made_again(study, before) >= {"onderzoeksrapport", "IKC02"}, said
    incremental = content(study)
    shutil.rmtree(study / "reports")
    fresh = ikc(study, *arguments)
    assert fresh.code == 0, fresh.said
    assert content(study) == incremental
