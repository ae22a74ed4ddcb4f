import json
import re
import shutil
from dataclasses import replace
from io import StringIO

import pytest
from full_disks import ROOM, toy_without_room
from lxml import html
from rich.console import Console
from toy_study import SHA_OF_ABC, STEPS, STUDY

from analysis.errors import InvoerFout
from analysis.publishing import index_page, report_tasks, reports
from analysis.publishing import manifest as manifests
from analysis.publishing.conclusion import without_paths
from analysis.publishing.edition_folder import strange_files
from analysis.publishing.reports import run_study
from analysis.publishing.title_block import title_block
from analysis.study import load_study
from analysis.study.hashes import Memory, hash_file


def run(folder, **settings):
    said = StringIO()
    result = run_study(folder, steps=STEPS, console=Console(file=said, width=200), renderer="embedded", **settings)
    return result, said.getvalue()


def test_a_run_makes_all_reports_index_and_manifest_and_says_where(study, monkeypatch):
    monkeypatch.chdir(study)
    result, said = run(study, jobs=2)
    assert result.exit_code == 0
    assert [outcome.name for outcome in result.outcomes] == ["onderzoeksrapport", "IKC01", "IKC02"]
    assert "3 van 3 rapporten staan klaar. Begin bij reports/publiek/index.html" in said
    assert "van 3: De Wilgen: klaar" in said
    root = html.parse(str(result.index)).getroot()
    row = " ".join(root.xpath("//tr[@id='ikc-IKC01']")[0].text_content().split())
    assert row == "De Wilgen geen 210 oordeel bij IKC01 HTML PDF"
    assert "niet getoond" in root.xpath("//tr[@id='ikc-IKC02']")[0].text_content()


def test_the_manifest_is_the_same_each_time_and_names_no_machine(study):
    first = run(study)[0].manifest.read_bytes()
    assert run(study, resume=False)[0].manifest.read_bytes() == first
    manifest = json.loads(first)
    assert str(study) not in first.decode() and str(study.parent) not in first.decode()
    assert SHA_OF_ABC not in first.decode() and "invoer" not in manifest
    assert manifest["onthulling"] == {"methode": "afronden", "basis": 5, "drempel": 5}
    kept = json.loads((study / "reports/stempels/herkomst/publiek.json").read_text())
    assert kept["invoer"] == [{"bestand": "data/raw/populatie.csv", "sha256": SHA_OF_ABC}]
    assert [item["bestand"] for item in manifest["uitvoer"]] == [
        "IKC01/rapport.html", "IKC01/rapport.pdf",
        "IKC02/rapport.html", "IKC02/rapport.pdf",
        "index.html",
        "onderzoeksrapport/rapport.html", "onderzoeksrapport/rapport.pdf",
        "resultaten/gemeten.csv",
    ]  # fmt: skip
    assert manifest["rapporten"]["IKC01"]["parameters"] == {"study": ".", "ikc": "IKC01", "editie": "publiek"}
    assert manifest["code"]["versie"] == "0.1.0" and manifest["pakketten"]["pandas"]


def states(result):
    """What the index says of each report, the research report first: its files, or why there is none."""
    cells = html.parse(str(result.index)).getroot().find_class("links")
    return [" ".join(cell.text_content().split()).removeprefix("Onderzoeksrapport: ") for cell in cells]


def test_one_ikc_leaves_the_others_not_asked_or_as_they_were(study):
    result, _ = run(study, ikcs=["IKC02"])
    assert [outcome.name for outcome in result.outcomes] == ["IKC02"]
    assert states(result) == ["niet gevraagd", "niet gevraagd", "HTML PDF"]
    run(study)
    result, _ = run(study, ikcs=["IKC02"])
    assert states(result) == ["HTML PDF", "HTML PDF", "HTML PDF"]


def test_resume_follows_every_input(study):
    run(study)
    assert {outcome.state for outcome in run(study)[0].outcomes} == {"overgeslagen"}
    (study / "study.yml").write_text(STUDY.replace("Proef", "Proef 2"))
    assert {outcome.state for outcome in run(study)[0].outcomes} == {"klaar"}
    assert {outcome.state for outcome in run(study, formats=["html"])[0].outcomes} == {"klaar"}


def test_a_failing_report_gives_exit_code_1_and_its_place_on_the_index(study, monkeypatch):
    tasks = reports.report_tasks

    def with_a_failure(*arguments):
        return [
            task if task.name != "IKC01" else type(task)(**{**vars(task), "parameters": {"gedrag": "cel"}})
            for task in tasks(*arguments)
        ]

    monkeypatch.setattr(reports, "report_tasks", with_a_failure)
    result, said = run(study, jobs=2)
    assert result.exit_code == 1
    assert "1 van 3 rapporten is mislukt:" in said and "De Wilgen (IKC01): 03_b.ipynb, cel 7" in said
    row = html.parse(str(result.index)).getroot().xpath("//tr[@id='ikc-IKC01']")[0]
    assert "03_b.ipynb, cel\u00a07: KeyError: 'aandeel'" in row.text_content()
    assert json.loads(result.manifest.read_text())["rapporten"]["IKC01"]["staat"] == "mislukt"


def test_everything_wrong_with_a_request_is_said_before_anything_is_made(study):
    with pytest.raises(InvoerFout) as caught:
        run(study, ikcs=["ikc1", "IKC02"], editie="openbaar", formats=["word"])
    words = str(caught.value)
    assert "het IKC `ikc1` bestaat niet" in words and "Bedoelde u `IKC01`?" in words
    assert "de editie `openbaar`" in words and "het formaat `word`" in words
    assert not (study / "reports").exists()


def test_missing_notebooks_are_named(study, monkeypatch):
    monkeypatch.setattr(report_tasks, "project_files", dict)
    with pytest.raises(InvoerFout, match=r"notebooks/05_totaalbeeld\.ipynb: dit notebook ontbreekt"):
        run(study)


def test_a_study_without_ikcs_has_the_research_report_only(study):
    (study / "study.yml").write_text("naam: Casussen\n")
    result, _ = run(study)
    assert [outcome.name for outcome in result.outcomes] == ["onderzoeksrapport"]


def test_the_title_block_says_where_and_when(study):
    assert title_block(load_study(study), "IKC01", "intern", "Wat veranderde er?") == {
        "title": "INTERN: Wat veranderde er?",
        "subtitle": "Gemeente Leeuwarden. Metingen op 1 februari 2019 en 1 juni 2021. "
        "Gegevens tot en met 1 juni 2021. Interne editie",
        "lang": "nl-NL",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("OSError: [Errno 2] No such file: '/home/jan/studie/data/raw/x.csv'", "x.csv'"),
        (r"PermissionError: C:\Users\jan\studie\y.csv", " …/y.csv"),
        ("de map /srv/jeugd/2021 is leeg", "de map …/2021 is leeg"),
        (
            "data/raw/x.csv: 3/4 van de rijen; zie https://voorbeeld.nl/a/b",
            "data/raw/x.csv: 3/4 van de rijen; zie https:",
        ),
    ],
)
def test_the_index_shows_no_folders_of_this_machine(text, shown):
    assert shown in without_paths(text)
    assert not re.search(r"jan|srv", without_paths(text))


def test_a_failure_of_an_earlier_run_stays_on_the_index(study):
    result, _ = run(study)
    log = study / "reports/logboek/publiek/IKC01.log"
    shutil.rmtree(result.reports / "IKC01")
    log.parent.mkdir(parents=True)
    log.write_text("spoor")
    row = html.parse(str(run(study, ikcs=["IKC02"])[0].index)).getroot().xpath("//tr[@id='ikc-IKC01']")[0]
    assert "mislukt in een eerdere run Meer staat in reports/logboek/publiek/IKC01.log" in " ".join(
        row.text_content().split()
    )


def test_an_ikc_set_aside_is_missing_everywhere_and_its_older_report_is_gone(study):
    run(study)
    assert (study / "reports" / "publiek" / "IKC02").is_dir()
    steps = replace(STEPS, missing=lambda study: frozenset({"IKC02"}))
    said = StringIO()
    result = run_study(study, steps=steps, console=Console(file=said, width=200), renderer="embedded", ga_door=True)
    assert result.exit_code == 0 and [item.name for item in result.outcomes] == ["onderzoeksrapport", "IKC01"]
    assert "Opzij gezet, fouten in de levering: It Kompas." in said.getvalue()
    row = html.parse(str(result.index)).getroot().xpath("//tr[@id='ikc-IKC02']")[0]
    assert "ontbreekt: fouten in de levering" in row.text_content() and not row.xpath(".//a")
    manifest = json.loads(result.manifest.read_text())
    assert manifest["rapporten"]["IKC02"]["staat"] == "ontbreekt: fouten in de levering"
    assert not [item for item in manifest["uitvoer"] if item["bestand"].startswith("IKC02/")]
    assert not (study / "reports" / "publiek" / "IKC02").exists()


@pytest.mark.parametrize(
    ("settings", "may_miss"),
    [({}, set()), ({"ga_door": True}, {"IKC01", "IKC02"}), ({"ikcs": ["IKC01"]}, {"IKC02"})],
)
def test_a_run_may_miss_what_it_was_told_or_does_not_need(study, monkeypatch, settings, may_miss):
    asked = []
    monkeypatch.setattr(reports, "default_steps", lambda missing: asked.append(missing) or STEPS)
    run_study(study, console=Console(file=StringIO()), renderer="embedded", **settings)
    assert asked == [may_miss]


def listed(folder):
    """The hashes and sizes that the manifest names, beside those of the files that are there."""
    manifest = json.loads((folder / "manifest.json").read_text())
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del there["manifest.json"]
    named = {item["bestand"]: (item["sha256"], item["bytes"]) for item in manifest["uitvoer"]}
    return named, {name: (hash_file(path), path.stat().st_size) for name, path in there.items()}


def test_the_manifest_lists_the_folder_after_every_kind_of_run(study):
    folder = study / "reports" / "publiek"
    run(study)
    named, there = listed(folder)
    assert named == there and len(named) == 8
    run(study)
    assert listed(folder) == (named, there)
    run(study, formats=["html"])
    named, there = listed(folder)
    assert named == there and len(named) == 5 and not [name for name in there if name.endswith(".pdf")]
    (study / "study.yml").write_text(STUDY.replace("  - {ikc: IKC02, naam: It Kompas}\n", ""))
    run(study, formats=["html"])
    named, there = listed(folder)
    assert named == there and len(named) == 4
    assert not (folder / "IKC02").exists() and not (study / "reports/stempels/publiek/IKC02.json").exists()


def test_an_older_report_stays_and_is_called_out_of_date(study):
    folder = study / "reports" / "publiek"
    run(study)
    run(study, ikcs=["IKC02"], formats=["html"])
    named, there = listed(folder)
    assert named == there and "IKC01/rapport.pdf" in named and "IKC02/rapport.pdf" not in named
    reports_of = json.loads((folder / "manifest.json").read_text())["rapporten"]
    states = {name: item["staat"] for name, item in reports_of.items()}
    assert states == {"onderzoeksrapport": "verouderd", "IKC01": "verouderd", "IKC02": "klaar"}


def test_the_internal_folder_says_what_it_is_and_names_its_deliveries(study):
    run(study, editie="intern", ikcs=["IKC01"])
    folder = study / "reports" / "intern"
    named, there = listed(folder)
    assert named == there and (folder / "INTERN.txt").read_text().startswith("INTERN, niet verspreiden")
    assert json.loads((folder / "manifest.json").read_text())["invoer"][0]["sha256"] == SHA_OF_ABC


def test_a_file_of_somebody_else_is_not_ours_to_list_or_to_throw_away(study):
    run(study)
    (study / "reports/publiek/IKC02/aantekening.txt").write_text("van mij")
    (study / "study.yml").write_text(STUDY.replace("  - {ikc: IKC02, naam: It Kompas}\n", ""))
    run(study)
    named, there = listed(study / "reports" / "publiek")
    assert set(there) - set(named) == {"IKC02/aantekening.txt"} and set(named) <= set(there)


def test_a_file_that_another_run_takes_away_meanwhile_is_not_in_the_manifest(study):
    run(study)
    files = manifests._described(study / "reports" / "publiek", ["IKC01/weg.html", "IKC01/rapport.html"], Memory({}))
    assert [item["bestand"] for item in files] == ["IKC01/rapport.html"]


ATTACKED = {"geslaagd": True, "gevonden": 1373, "vergelijkingen": 46498}


def test_an_edition_from_which_counts_can_be_recovered_fails_the_run_and_says_so_everywhere(study) -> None:
    said = StringIO()
    steps = replace(STEPS, attack=lambda study, editie, manifest, memory: ATTACKED)
    result = run_study(study, steps=steps, console=Console(file=said, width=200), renderer="embedded")
    assert result.exit_code == 1
    assert (
        "Publiceer deze editie niet: een aanval van buiten herleidde er 1.373 aantallen of woorden uit."
        in said.getvalue()
    )
    assert json.loads(result.manifest.read_text())["aanval"] == ATTACKED
    assert "Niet publiceren: kleine aantallen zijn te herleiden" in result.index.read_text()


def test_an_edition_that_stood_the_attack_says_with_how_many_equations(study) -> None:
    said = StringIO()
    stood = ATTACKED | {"geslaagd": False, "gevonden": 0}
    steps = replace(STEPS, attack=lambda study, editie, manifest, memory: stood)
    result = run_study(study, steps=steps, console=Console(file=said, width=200), renderer="embedded")
    assert result.exit_code == 0
    assert "Aanval van buiten: niets te herleiden, met 46.498 vergelijkingen" in said.getvalue()
    assert "Niet publiceren" not in result.index.read_text()


def test_the_parts_of_a_large_index_are_in_the_manifest_and_go_with_it(study, monkeypatch) -> None:
    monkeypatch.setattr(index_page, "LARGEST_TABLE", 1)
    result, said = run(study)
    parts = ["index-gegevens.js", "index-lijst-01.html", "index.html"]
    listed = {item["bestand"]: item["sha256"] for item in json.loads(result.manifest.read_text())["uitvoer"]}
    assert {name: listed[name] for name in parts} == {name: hash_file(result.reports / name) for name in parts}
    assert strange_files(result.reports, listed) == []
    assert "Nodig voor 3 rapporten: ongeveer " in said
    monkeypatch.setattr(index_page, "LARGEST_TABLE", 100)
    result, said = run(study)
    listed = {item["bestand"] for item in json.loads(result.manifest.read_text())["uitvoer"]}
    assert listed & set(parts) == {"index.html"} and strange_files(result.reports, listed) == []
    assert "Nodig" not in said


def test_the_index_tells_who_has_a_jeugdondersteuner_and_where_an_ikc_is(study) -> None:
    with_place = STUDY.replace("naam: De Wilgen}", "naam: De Wilgen, gemeente: Drachten}")
    (study / "study.yml").write_text(with_place.replace("naam: It Kompas}", "naam: It Kompas, rol: vergelijking}"))
    root = html.parse(str(run(study)[0].index)).getroot()
    assert [row.get("data-jok") for row in root.xpath("//table[@id='ikcs']/tbody/tr")] == ["met", "zonder"]
    assert root.xpath("//tr[@id='ikc-IKC01']/th//text()[normalize-space()='Drachten']")


def test_a_run_on_a_full_disk_ends_with_a_message_and_the_next_makes_what_is_left(study) -> None:
    said = Console(file=StringIO(), width=200)
    full = replace(STEPS, produce=toy_without_room)
    with pytest.raises(InvoerFout, match="de schijf is vol"):
        run_study(study, steps=full, console=said, renderer="embedded")
    assert "Gestopt na 1 van 3 rapporten." in said.file.getvalue()
    (study / ROOM).touch()
    result = run_study(study, steps=full, console=said, renderer="embedded")
    assert [outcome.state for outcome in result.outcomes] == ["klaar"] * 3 and result.exit_code == 0
