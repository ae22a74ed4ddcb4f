from dataclasses import replace

import pytest
from toy_notebooks import toy_task

from analysis.errors import InvoerFout
from analysis.publishing import guard
from analysis.publishing.guard import guard_files, make_guarded_report
from analysis.publishing.making import make_report
from analysis.study import load_study
from analysis.study.hashes import Memory

BSN = "111222333"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "data" / "processed").mkdir(parents=True)
    (tmp_path / "data" / "processed" / ".personen.json").write_text("[]")
    (tmp_path / "study.yml").write_text("naam: Proef\nsynthetisch: true\n")
    for editie in ("publiek", "intern"):
        (tmp_path / "reports" / editie).mkdir(parents=True)
        (tmp_path / "reports" / editie / "zorg.csv").write_text(f"ikc,n\nIKC01,{BSN}\n")
        (tmp_path / "reports" / editie / "kosten.csv").write_text("ikc,n\nIKC01,20\n")
    return load_study(tmp_path)


def files(study, editie):
    return sorted((study.reports / editie).glob("*.csv"))


def test_a_result_that_leaks_is_taken_away_and_told_without_the_secret(study):
    with pytest.raises(InvoerFout) as caught:
        guard_files(study, "publiek", files(study, "publiek"), Memory({}))
    assert "een nummer dat een BSN kan zijn" in str(caught.value) and "zorg.csv" in str(caught.value)
    assert BSN not in str(caught.value) and "kolom n" in str(caught.value)
    assert [path.name for path in files(study, "publiek")] == ["kosten.csv"]


def test_the_internal_edition_may_have_it(study):
    guard_files(study, "intern", files(study, "intern"), Memory({}))
    assert len(files(study, "intern")) == 2


def test_what_passed_is_not_read_again_until_it_changes(study, monkeypatch):
    clean = [path for path in files(study, "publiek") if path.name == "kosten.csv"]
    guard_files(study, "publiek", clean, Memory({}))
    monkeypatch.setattr(guard, "_take_away_leaks", lambda *_: pytest.fail("read again"))
    guard_files(study, "publiek", clean, Memory({}))
    monkeypatch.undo()
    clean[0].write_text(f"ikc,n\nIKC01,{BSN}\n")
    with pytest.raises(InvoerFout):
        guard_files(study, "publiek", clean, Memory({}))


@pytest.mark.parametrize(("editie", "state"), [("publiek", "mislukt"), ("intern", "klaar")])
def test_a_public_report_that_leaks_is_not_made_and_the_others_are(study, monkeypatch, editie, state):
    def leaking(task):
        folder = task.work / "uitvoer"
        folder.mkdir()
        (folder / "rapport.html").write_text(f"<!-- {BSN} -->")
        return folder

    monkeypatch.setattr(guard, "render_report_of", lambda task, documents: leaking(task))
    task = toy_task(study.folder, "IKC01")
    task = type(task)(**{**vars(task), "parameters": {"editie": editie}})
    outcome = make_report(task, replace(make_guarded_report, write=lambda task: []))
    assert outcome.state == state and BSN not in outcome.melding
    assert task.target.exists() == (state == "klaar")
    assert editie == "intern" or "een nummer dat een BSN kan zijn" in outcome.melding
