"""Every sentence, caption, cell and drawn text of the reports of four studies, held against what readers stumble over.

The reports are not rendered: their cells run in this process. Of the small study `test_report_pages` reads the pages;
of the example, or any other edition, `readings.py` does so as a command.
"""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from counts import wrong_counts
from faults import CAPTION, CELL, HEADING, SENTENCE, Part, faults_in, faults_of
from lxml import html
from readings import empty_sections, parts_of, prepare, read_page, run_cells

from analysis.publishing.wording import typed_texts
from analysis.simulation import Scenario, inventory_files, simulate_study
from analysis.simulation.files import write_csv
from analysis.simulation.studies import simulate_tables
from analysis.study import load_study

SMALL = Scenario(ikcs=2, pilots=1, metingen=2, grootte=(32, 28), buiten_studie=3)
COUNTS = Scenario(ikcs=3, pilots=2, metingen=2, grootte=(70, 60, 50), buiten_studie=3)
YEARS = Scenario(ikcs=2, pilots=1, grootte=(70, 60), buiten_studie=3)
WITHOUT = ("casussen.csv", "casussen_gepubliceerd.csv", "maatwerkplannen.csv", "zorgpaden.csv", "zorgpaden_totalen.csv")
"""Deliveries that are the same in every simulated study: one study has them."""


FEWEST = 3
"""Numbers in sentences that a study must have been able to compare with a table."""


def make_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two IKCs, sixty children, two metingen: most is too little to say, and one IKC of a kind."""
    simulate_study(folder, seed=11, scenario=SMALL)


def make_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three IKCs that deliver counts and no lists."""
    simulate_study(folder, seed=12, scenario=COUNTS)
    raw, study = folder / "data" / "raw", simulate_tables(COUNTS, 12)
    shutil.rmtree(raw / "inventarisatie")
    counted = []
    for place, ikc in enumerate(COUNTS.codes()):
        monkeypatch.setattr(inventory_files, "roles", lambda scenario, place=place: {"tellingen": place})
        rows = inventory_files.count_tellingen(study.rapporten, study.codes, COUNTS)
        counted.append(rows.assign(aantal=rows["aantal"].astype(str), ikc=ikc))
    write_csv(raw / "inventarisatie_tellingen.csv", pd.concat(counted))
    leave_out(raw)


def make_years(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven metingen; without toewijzingen, which say nothing about metingen and take most of the time."""
    simulate_study(folder, seed=13, scenario=YEARS, jaren=8)
    shutil.rmtree(folder / "data" / "raw" / "toewijzingen")
    leave_out(folder / "data" / "raw")


def leave_out(raw: Path) -> None:
    for name in WITHOUT:
        (raw / name).unlink()


def faults_of_study(folder: Path, without: tuple[str, ...] = ()) -> list[str]:
    """Say the faults in the reports of a study but a few that are like others, and that there was something to read."""
    said, wrong, compared = [], [], 0
    for task in [task for task in prepare(load_study(folder)) if task.name not in without]:
        root, drawn = run_cells(task)
        said += [*parts_of(root), *drawn]
        counts = wrong_counts(root)
        wrong, compared = [*wrong, *(f"{task.name}, {fault}" for fault in counts[0])], compared + counts[1]
    assert {SENTENCE, CAPTION, CELL, HEADING} <= {part.kind for part in said} and len(said) > 500
    assert compared >= FEWEST
    return [*faults_in(said, typed_texts(folder)), *wrong]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "without"),
    [(make_small, ()), (make_counts, ("IKC02",)), (make_years, ("IKC02",))],
    ids=["small", "counts", "years"],
)
def test_no_report_of_a_simulated_study_has_a_fault(make, without, tmp_path, monkeypatch):
    make(tmp_path / "studie", monkeypatch)
    assert faults_of_study(tmp_path / "studie", without) == []


@pytest.mark.slow
def test_no_report_of_the_small_study_has_a_fault(proefresultaten, tmp_path):
    assert faults_of_study(shutil.copytree(proefresultaten, tmp_path / "studie"), ("IKC03",)) == []


FOUND = {
    "een woord staat er twee keer": "Dat is is niet te zeggen.",
    "een los streepje": "Niet getoond, overal te weinig kinderen: - Ontwikkelingsvoorsprong.",
    "een leeg paar haakjes": "In 2021 waren er 12 ( ).",
    "een spatie voor een leesteken": "In 2021 waren er 12 .",
    "dubbele leestekens": "In 2021 waren er 12,, en later 13.",
    "een recht aanhalingsteken": "De IKC's samen.",
    "een verkeerd aanhalingsteken": "IKC Op ‘e Terp doet mee.",
    "Engels of geen woord": "Er waren nan kinderen.",
    "een bestandsnaam": "De keuze staat in study.yml.",
    "een naam uit de code": "De kolom toewijzing_nummer telt.",
    "een vakwoord buiten de bijlage": "De mediaan is 4.",
    "“er” staat er twee keer": "Van de 290 kinderen waren er 249 er in 2020 ook al.",
    "nul of één als cijfer": "Van de 67 cijfers zijn er 0 waarbij dat zo is.",
    "decimalen waar niemand iets aan heeft": "Op elk kind waren er 2,8 kinderen met druk gedrag.",
    "“minstens” bij een gemiddelde": "Dat is gemiddeld minstens € 27.310 per casus.",
    "een regel over marges die overlappen": "De marges overlappen; dit verschil kan toeval zijn.",
    "een onwaarheid over het rapport zelf": "Alle kinderen en cijfers in dit rapport zijn verzonnen.",
    "een besparing die niemand zag": "Dit bespaart de gemeente geld.",
    "een verboden woord": "Dat is dankzij de leerkracht.",
    "een zin van 31 woorden": f"Hier staan {'heel ' * 28}veel.",
}


@pytest.mark.parametrize(("what", "text"), FOUND.items(), ids=FOUND)
def test_a_fault_is_found(what, text):
    assert what in [found for found, _ in faults_of(Part("hier", SENTENCE, text))]


@pytest.mark.parametrize(
    "text",
    [
        "Op ’s maandags zegt IKC Op ’e Terp: “Dat die die lijst invulde, is goed.”",
        "In 2020 kreeg 9,8 procent jeugdzorg; een uur kost € 97,20.",
        "Van de 12 kinderen kwamen er 3 erbij.",
        "Er zijn er 10 – of meer – bij (marge: −2 tot 3).",
        "Bij geen van de 12 cijfers. Bij 1 daarvan wel.",
        "Het gaat om 3.1 en om 1.000 kinderen…",
    ],
)
def test_a_good_text_has_no_fault(text):
    assert list(faults_of(Part("hier", SENTENCE, text))) == []


def test_terms_may_stand_in_the_appendix_and_what_was_typed_anywhere():
    text = "De mediaan is 4."
    assert list(faults_of(Part("hier", SENTENCE, text, appendix=True))) == []
    typed = "Effectmeting van de_mediaan"
    assert faults_in([Part("hier", SENTENCE, f"De post {typed} telt mee.")], [typed]) == []
    assert len(faults_in([Part("hier", SENTENCE, f"De post {typed} telt mee.")])) == 2


PAGE = """<html><body><main><section id="sec-a"><h2>Wat is er?</h2><p>De mediaan is 4.</p></section>
<section id="sec-b"><h2>Leeg</h2></section><section id="sec-bijlage"><h2>Bijlage</h2><h3>Meer</h3>
<ul><li>De mediaan is 5.<ul><li>En 6.</li></ul></li></ul></section></main></body></html>"""


def test_a_page_is_read_in_parts_and_knows_its_appendix(tmp_path):
    (tmp_path / "rapport.html").write_text(PAGE, encoding="utf-8")
    parts = read_page(tmp_path / "rapport.html", "rapport")
    assert [part.text for part in parts if part.kind == SENTENCE] == ["De mediaan is 4.", "De mediaan is 5.", "En 6."]
    assert [part.appendix for part in parts if part.kind == SENTENCE] == [False, True, True]
    assert empty_sections(parts) == ["rapport: onder “Leeg” staat niets"]


BESIDE = """<html><body><h1>T</h1><h2>Zorg</h2><p>In 2021 kregen 20 van de 100 kinderen eerstelijnszorg.</p>
<p>In 2021 waren er 305 kinderen; leerkrachten zetten er 175 op de lijst.</p><ul><li><b>Eerstelijnszorg.</b>
Er is meer genoteerd: 7 op de 100 meer (marge: tussen 1 minder en 14 meer).</li></ul><p>Er zijn twee doelen.
Daarvan: één bereikt en één op koers.</p>
<table><tr><th>Zorg</th><th>2019</th><th>2021</th><th>Verschil (marge)</th></tr>
<tr><th>Eerstelijnszorg</th><td>13 (9 tot 18)</td><td>20 (15 tot 25)</td><td>+7 (−1 tot +14)</td></tr></table>
<table><tr><th>Kinderen</th><th>2021</th></tr><tr><th>Totaal</th><td>305 (175)</td></tr></table>
<table><tr><th>Doel</th><th>Status</th></tr><tr><td>A</td><td>bereikt</td></tr><tr><td>B</td><td>op koers</td></tr>
</table><h2>Einde</h2></body></html>"""


def test_numbers_in_sentences_are_those_of_the_table_beside_them():
    assert wrong_counts(html.document_fromstring(BESIDE)) == ([], 5)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("20 van de 100", "21 van de 100", "21 van de 100 staat in geen cel"),
        ("zetten er 175", "zetten er 180", "305 en 180 in 2021"),
        ("7 op de 100 meer", "8 op de 100 meer", "[1, 8, 14]"),
        ("één bereikt", "twee bereikt", "bereikt: 2 in de zin, 1 in de tabel"),
    ],
)
def test_a_number_that_the_table_does_not_have_is_found(right, wrong, said):
    found, _ = wrong_counts(html.document_fromstring(BESIDE.replace(right, wrong, 1)))
    assert len(found) == 1 and said in found[0]
