"""Runs that each make a part of the reports, and what is said of wrong options."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from toy_notebooks import files_in, times_made, toy_report
from toy_study import STEPS, STUDY

from analysis.errors import InvoerFout
from analysis.publishing import spread
from analysis.publishing.reports import run_study
from analysis.publishing.spread import Spread, read_spread

ATTACKED = {"geslaagd": False, "gevonden": 0, "vergelijkingen": 7}
STUDY_OF_FIVE = STUDY + "".join(f"  - {{ikc: IKC0{number}, naam: Nummer {number}}}\n" for number in (3, 4, 5))


def run(folder, steps=STEPS, **settings):
    said = StringIO()
    result = run_study(folder, steps=steps, console=Console(file=said, width=200), renderer="embedded", **settings)
    return result, said.getvalue()


@pytest.fixture
def five(study):
    (study / "study.yml").write_text(STUDY_OF_FIVE)
    return study


@pytest.fixture
def as_one_run(five):
    """The files of a study of five IKCs after one run, in a folder that is empty again."""
    run(five, steps=replace(STEPS, attack=lambda *_: ATTACKED))
    files = files_in(five / "reports")
    shutil.rmtree(five / "reports")
    for path in five.glob("gemaakt-*"):
        path.unlink()
    return files


def test_every_report_is_in_one_part_and_always_the_same():
    reports = [f"IKC{number:02}" for number in range(100)]
    parts = [Spread(deel=number, delen=7).part_of(reports) for number in range(1, 8)]
    assert sorted(name for part in parts for name in part) == reports
    assert {len(part) for part in parts} == {14, 15}
    assert Spread(deel=3, delen=40).part_of(reports) == ["IKC02", "IKC42", "IKC82"]
    assert Spread().part_of(reports) == reports and Spread(deel=9, delen=9).part_of(reports[:3]) == []


@pytest.mark.parametrize("order", [("1/2", "2/2"), ("2/2", "1/2")])
def test_two_parts_in_either_order_are_one_run(five, as_one_run, order):
    attacks = []
    steps = replace(STEPS, attack=lambda *_: attacks.append(1) or ATTACKED)
    first, said = run(five, steps=steps, deel=order[0])
    assert first.exit_code == 0 and first.elders == 3 and attacks == []
    assert "3 van 3 rapporten staan klaar." in said and "3 rapporten van andere delen zijn nog niet klaar." in said
    manifest = json.loads((five / "reports" / "publiek" / "manifest.json").read_text())
    states = [item["staat"] for item in manifest["rapporten"].values()]
    assert sorted(states) == ["klaar"] * 3 + ["niet gemaakt"] * 3 and "aanval" not in manifest
    second, said = run(five, steps=steps, deel=order[1])
    assert second.elders == 0 and attacks == [1] and "andere delen" not in said
    assert files_in(five / "reports") == as_one_run
    assert times_made(five) == dict.fromkeys(["onderzoeksrapport", "IKC01", "IKC02", "IKC03", "IKC04", "IKC05"], 1)


def test_parts_at_the_same_time_are_one_run_and_make_the_results_once(five, as_one_run):
    made = []

    def prepare_once(study, editie, resume):
        if not (study.reports / editie / "resultaten").exists():
            made.append(1)
            return STEPS.prepare(study, editie, resume)
        return study.naam

    steps = replace(STEPS, prepare=prepare_once, attack=lambda *_: ATTACKED)
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda number: run(five, steps=steps, deel=f"{number}/3")[0], (1, 2, 3)))
    assert [len(result.outcomes) for result in results] == [2, 2, 2] and made == [1]
    assert files_in(five / "reports") == as_one_run


def fails_at_first(task):
    folder = toy_report(task)
    if task.name == "IKC03" and times_made(task.study_folder)["IKC03"] == 1:
        raise InvoerFout("de schijf was vol")
    return folder


def test_a_closing_run_makes_what_is_left_by_a_part_that_failed_and_one_that_never_ran(five, as_one_run):
    steps = replace(STEPS, produce=fails_at_first, attack=lambda *_: ATTACKED)
    failed, _ = run(five, steps=steps, deel="1/3")
    assert failed.exit_code == 1 and failed.elders == 4
    run(five, steps=steps, deel="2/3")
    manifest = json.loads((five / "reports" / "publiek" / "manifest.json").read_text())
    assert manifest["rapporten"]["IKC03"]["staat"] == "mislukt" and "aanval" not in manifest
    closed, said = run(five, steps=steps)
    assert closed.exit_code == 0 and "6 van 6 rapporten staan klaar." in said
    assert files_in(five / "reports") == as_one_run
    assert times_made(five)["IKC03"] == 2 and times_made(five)["IKC01"] == 1


def test_a_part_without_reports_and_a_part_of_some_ikcs(five):
    result, _ = run(five, deel="9/9")
    assert result.exit_code == 0 and result.outcomes == () and result.elders == 6
    result, _ = run(five, deel="2/2", ikcs=["IKC05", "IKC02", "IKC04"])
    assert [outcome.name for outcome in result.outcomes] == ["IKC04"] and result.elders == 2


def test_an_ikc_that_is_set_aside_does_not_move_the_others_to_another_part(five):
    steps = replace(STEPS, missing=lambda study: frozenset({"IKC01"}))
    result, _ = run(five, steps=steps, deel="2/2", ga_door=True)
    assert [outcome.name for outcome in result.outcomes] == ["IKC03", "IKC05"] and result.elders == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"deel": "0/3"}, "--deel 0/3: dit deel is er niet: het eerste getal is het nummer van het deel, van 1 "
         "tot en met 3."),
        ({"deel": "4/3"}, "--deel 4/3: dit deel is er niet"),
        ({"deel": "1/0"}, "het aantal delen is 1 of meer"),
        ({"deel": "x"}, "--deel x: dit is geen deel.\nGeef K/N"),
        ({"deel": "1/2", "resume": False}, "--fresh en --deel gaan niet samen"),
        ({"cluster": "lokaal:0"}, "--cluster lokaal:0: dit cluster bestaat niet.\nGeef het aantal werkers"),
        ({"cluster": "slurm:4"}, "--cluster slurm:4: dit cluster bestaat niet."),
        ({"scheduler": "10.0.0.5"}, "--scheduler 10.0.0.5: dit is geen adres van een planner."),
        ({"scheduler": "tcp://a:1", "cluster": "lokaal:2"}, "--cluster en --scheduler gaan niet samen"),
        ({"scheduler": "tcp://a:1", "jobs": 2}, "--jobs gaat niet samen met --cluster of --scheduler"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told_in_dutch(typed, said):
    options = {"jobs": 1, "deel": "", "cluster": "", "scheduler": "", "resume": True} | typed
    assert said in "\n".join(melding.als_tekst() for melding in read_spread(**options)[1])


def test_all_wrong_options_are_told_at_once_and_nothing_is_made(study):
    with pytest.raises(InvoerFout) as caught:
        run(study, deel="0/3", cluster="lokaal:0", scheduler="x", ikcs=["IKC9"])
    words = str(caught.value)
    for part in ("--deel 0/3", "--cluster lokaal:0", "--scheduler x", "gaan niet samen", "het IKC `IKC9`"):
        assert part in words
    assert not (study / "reports").exists()


def test_a_missing_library_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setattr(spread, "find_spec", lambda name: None)
    (melding,) = read_spread(1, "", "lokaal:2", "", True)[1]
    assert "het pakket distributed nodig" in melding.tekst and "pip install distributed" in melding.advies
    assert read_spread(1, "3/40", "", "", True) == (Spread(deel=3, delen=40), [])
    assert read_spread(4, "", "", "", False) == (Spread(jobs=4), [])
