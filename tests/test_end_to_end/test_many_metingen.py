"""A small study over years, from deliveries to what the cells of a report show; no report is rendered."""

import re
import shutil

import pytest

from analysis.presentation import oogopslag, open_rapport, signalen, verantwoording, zorg
from analysis.presentation.outputs import Figuur, Tabel
from analysis.simulation import Scenario, simulate_study

SMALL = Scenario(ikcs=3, pilots=2, grootte=(70, 60, 80), buiten_studie=3)
CELLS = [getattr(chapter, name) for chapter in (oogopslag, signalen, zorg) for name in chapter.__all__]
CELLS += [verantwoording.zin_metingen, verantwoording.tabel_verkennend]
NOT_DUTCH = re.compile(r"\bnan\b|\bNaN\b|\bNone\b|\bthe\b|\bNaT\b|\byear\b")


@pytest.fixture(scope="module")
def rapport(tmp_path_factory):
    """Five metingen, without toewijzingen: those say nothing about metingen and take most of the time."""
    folder = tmp_path_factory.mktemp("jaren") / "studie"
    simulate_study(folder, seed=5, scenario=SMALL, jaren=2)
    shutil.rmtree(folder / "data" / "raw" / "toewijzingen")
    for name in ("casussen.csv", "casussen_gepubliceerd.csv"):
        (folder / "data" / "raw" / name).unlink()
    return open_rapport(folder, "IKC01", "intern")


def test_every_cell_shows_something_readable(rapport):
    for make in CELLS:
        shown = make(rapport)
        text = shown if isinstance(shown, list) else shown._repr_mimebundle_()[0].get("text/plain", "")
        words = " ".join(text) if isinstance(text, list) else text
        assert not NOT_DUTCH.search(words), (make.__name__, words[:300])
        if isinstance(shown, Figuur):
            assert not NOT_DUTCH.search(shown.alt + shown.figure.get_label()), make.__name__
        if isinstance(shown, Tabel):
            assert shown.markdown.splitlines()[0].count("|") - 1 <= 7, make.__name__


def test_the_course_takes_the_place_of_the_domains_and_stops_at_the_other_informant(rapport):
    """2019 by leerkrachten, 2020 to 2022 by jeugdondersteuners, 2023 by an intern begeleider."""
    shown = signalen.figuur_signalen(rapport)
    assert shown.bijschrift.startswith("Hoofdindicatoren bij elke meting van 2019 tot en met 2023")
    assert "in 2020 en 2023 ging iemand anders de lijst invullen" in shown.figure.get_label()


def test_an_ikc_that_missed_a_meting_has_a_gap_there(rapport):
    other = type(rapport)(rapport.study, rapport.codebook, "IKC02", rapport.editie, rapport.tables)
    assert [item.meting for item in other.metingen] == ["nulmeting", "nameting", "eindmeting", "jaarmeting 2023"]
    assert "Gat in de lijn: geen meting in 2022." in signalen.figuur_signalen(other).figure.get_label()


def test_an_ikc_that_joined_later_begins_there(rapport):
    """With two metingen of its own it has the figure per domain, as any IKC with two."""
    other = type(rapport)(rapport.study, rapport.codebook, "IKC03", rapport.editie, rapport.tables)
    assert other.titel == "IKC De Oversteek: wat zien we in 2022 en 2023?"
    assert "Van vóór 2022 zijn er van dit IKC geen inventarisaties" in oogopslag.zin_kanttekeningen(other).markdown
    assert "minstens één signaal per domein" in signalen.figuur_signalen(other).bijschrift
