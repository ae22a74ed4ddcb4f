import os
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from analysis.errors import InvoerFout
from analysis.study import Study, load_study
from analysis.study.locks import claim_reports, study_lock, work_folder
from analysis.study.retention import clear_past_term, find_past_term, text_of

MADE = date(2026, 1, 1)
FILES = {
    "processed": "data/processed/leerlingen/ikc=A1/deel-0.parquet",
    "apart": "data/processed/apart/leerlingen.csv",
    "half": "data/.processed-nieuw/grootboek.csv",
    "werkmap": "reports/werkmap/intern/A1/rapport.ipynb",
    "logboek": "reports/logboek/intern/A1.log",
    "stempel": "reports/stempels/schoon.json",
    "delen": "reports/delen/publiek/eigen/A1.arrow",
    "delen_intern": "reports/delen/intern/eigen/A1.arrow",
    "intern": "reports/intern/A1/rapport.html",
    "export": "reports/export/intern/xlsx/resultaten_INTERN.xlsx",
    "export_publiek": "reports/export/publiek/xlsx/resultaten.xlsx",
    "publiek": "reports/publiek/A1/rapport.html",
    "raw": "data/raw/leerlingen.csv",
    "vergeten": "data/vergeten.csv",
}
WORK = {"processed", "apart", "half", "werkmap", "logboek", "stempel", "delen"}


def make_study(folder: Path, bewaren: str) -> Study:
    (folder / "study.yml").write_text(f"naam: Proef\nsynthetisch: true\nbewaren: {bewaren}\n", encoding="utf-8")
    for name in FILES.values():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
        moment = datetime(MADE.year, MADE.month, MADE.day, 12).timestamp()
        os.utime(path, (moment, moment))
    return load_study(folder)


def left(study: Study) -> set[str]:
    return {name for name, path in FILES.items() if (study.folder / path).exists()}


def names(study: Study, today: date) -> set[str]:
    files = {path for item in find_past_term(study, today) for path in item.files}
    return {name for name, path in FILES.items() if study.folder / path in files}


def test_a_file_may_be_there_until_the_last_day_of_its_term(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{werkbestanden_dagen: 30}")
    assert names(study, date(2026, 1, 31)) == set()
    assert names(study, date(2026, 2, 1)) == WORK


def test_the_internal_edition_has_a_term_of_its_own(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{interne_editie_dagen: 365}")
    assert names(study, date(2027, 1, 1)) == set()
    assert names(study, date(2027, 1, 2)) == {"intern", "export", "delen_intern"}


def test_deliveries_may_be_there_up_to_and_including_their_day(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{leveringen_tot: 2026-06-30}")
    assert names(study, date(2026, 6, 30)) == set()
    assert names(study, date(2026, 7, 1)) == {"raw"}


def test_without_a_term_nothing_can_be_past_it(tmp_path: Path) -> None:
    with pytest.raises(InvoerFout, match="hier staan geen termijnen"):
        find_past_term(make_study(tmp_path, "{grondslag: nog te bepalen}"), date(2030, 1, 1))


def test_what_is_thrown_away_leaves_no_empty_folders_and_touches_nothing_else(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{werkbestanden_dagen: 30}")
    (study.processed / ".gitkeep").touch()
    clear_past_term(study, find_past_term(study, date(2026, 3, 1)))
    assert left(study) == {"intern", "delen_intern", "export", "publiek", "export_publiek", "raw", "vergeten"}
    assert [path.name for path in study.processed.iterdir()] == [".gitkeep"]


def test_a_link_is_thrown_away_and_not_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "studie").mkdir()
    study = make_study(tmp_path / "studie", "{werkbestanden_dagen: 30}")
    (tmp_path / "elders.csv").write_text("van iemand anders", encoding="utf-8")
    (study.processed / "link.csv").symlink_to(tmp_path / "elders.csv")
    clear_past_term(study, find_past_term(study, date(2100, 1, 1)))
    assert (tmp_path / "elders.csv").exists() and not (study.processed / "link.csv").is_symlink()


def test_nothing_is_thrown_away_under_the_hands_of_a_run(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{werkbestanden_dagen: 30}")
    other = os.fork()
    if other == 0:  # another process makes a report
        with claim_reports(work_folder(study, "intern"), ["A1"]):
            (tmp_path / "bezig").touch()
            while not (tmp_path / "klaar").exists():
                time.sleep(0.01)
        os._exit(0)
    while not (tmp_path / "bezig").exists():
        time.sleep(0.01)
    try:
        with study_lock(study), pytest.raises(InvoerFout, match="andere run"):
            clear_past_term(study, find_past_term(study, date(2026, 3, 1)))
    finally:
        (tmp_path / "klaar").touch()
        os.waitpid(other, 0)
    assert left(study) >= WORK


def test_the_text_names_the_agreement_the_places_and_what_to_type(tmp_path: Path) -> None:
    bewaren = "{werkbestanden_dagen: 30, leveringen_tot: 2026-01-31, grondslag: 'Overeenkomst 12, artikel 7'}"
    study = make_study(tmp_path, bewaren)
    found = find_past_term(study, date(2026, 3, 1))
    shown = text_of(study, found, with_deliveries=False, done=False)
    assert "Termijnen van Proef: Overeenkomst 12, artikel 7." in shown
    assert "data/processed  2 bestanden, mocht tot en met 31-01-2026" in shown
    assert "data/raw  1 bestand" in shown and "Er is niets verwijderd. Doe dat met: ikc opruimen --ja" in shown
    done = text_of(study, found, with_deliveries=False, done=True)
    assert "data/raw  1 bestand" not in done and "De leveringen staan er nog" in done
    assert "Er is niets dat langer is bewaard" in text_of(study, [], with_deliveries=False, done=False)
