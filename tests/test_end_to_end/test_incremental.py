import shutil
from pathlib import Path

import pytest

REPORTS = ("onderzoeksrapport", "IKC01", "IKC02", "IKC03")
CHILD = "02-0059"
"""The first child of the last form of IKC02."""
KEPT = ("inventarisatie", "inventarisatie_tellingen.csv", "populatie.csv", "leerlingen.csv")
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


@pytest.fixture
def small(kopieer_studie, rond_af, tmp_path) -> Path:
    """The small study with its inventories and who is enrolled, rounded: what a form can reach."""
    study = kopieer_studie(tmp_path / "studie")
    for path in (study / "data" / "raw").iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return rond_af(study)


def test_a_run_over_what_is_there_makes_no_report_again(run, ikc):
    before = places(run.study)
    said = ikc(run.study, "run", "--renderer", "embedded", "--jobs", "2").said
    assert said.count("was al klaar") == 4 and made_again(run.study, before) == set(), said


def test_one_form_makes_its_ikc_and_what_is_over_all_and_the_rest_is_as_a_fresh_run_makes_it(ikc, small, monkeypatch):
    """Counts are rounded per IKC: a mark at one leaves the other reports as they are.

    The fresh run is that of `ikc verify`: in another folder, time zone and locale, with other jobs.
    """
    arguments = ("run", "--renderer", "embedded", "--to", "html", "--jobs", "2")
    first = ikc(small, *arguments)
    assert first.code == 0, first.said
    before = places(small)
    mark_a_child(small, "psychosomatisch")
    said = ikc(small, *arguments).said
    assert made_again(small, before) == {"onderzoeksrapport", "IKC02"}, said
    incremental = content(small)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    verified = ikc(small, "verify", "reports/publiek/manifest.json")
    assert verified.code == 0, verified.said
    assert f"Nagebouwd: {len(incremental) - 1} bestanden van de editie publiek, alle gelijk" in verified.said
    assert content(small) == incremental and not list((small / "reports").glob(".nagebouwd-*"))


def test_nothing_in_an_edition_tells_when_or_where_it_was_made(run):
    """What is published has no stamp, no hidden file and no path of this machine; two hashes say the same."""
    files = content(run.study)
    assert files and not [name for name in files if "/." in f"/{name}" or "stempel" in name]
    assert not [name for name, held in files.items() if str(run.made).encode() in held]
