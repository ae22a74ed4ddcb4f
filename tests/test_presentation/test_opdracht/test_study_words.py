"""Foreword, recommendations, colofon and what a jeugdondersteuner is: shown as given, harmless, nothing where empty."""

import datetime

import pytest
from fake_results import CODEBOOK, fake_study, fake_tables

from analysis.presentation import opdracht
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.study import Colofon

HOSTILE = "<script>alert(1)</script> **vet** [klik](http://kwaad.nl)"
SAFE = r"\<script\>alert(1)\</script\> \*\*vet\*\* \[klik\](http://kwaad.nl)"
CALLED = [getattr(opdracht, name) for name in opdracht.__all__]


def report(ikc: str = "alle", **words) -> Rapport:
    study = fake_study(ikcs=5).model_copy(update=words)
    return make_rapport(study, CODEBOOK, ikc, "publiek", fake_tables(study, CODEBOOK))


def test_nothing_is_shown_where_nothing_is_filled_in():
    for ikc in ("alle", "IKC01", "IKC04"):
        rapport = report(ikc)
        for make in (opdracht.zin_voorwoord, opdracht.zin_aanbevelingen, opdracht.zin_colofon):
            assert make(rapport) == Tekst("")


def test_the_colofon_is_lines_in_the_research_report_and_one_line_at_an_ikc():
    colofon = Colofon(
        opdrachtgever="de gemeente", onderzoekers=("bureau A", "bureau B"), datum=datetime.date(2021, 9, 1)
    )
    over_all, one = (opdracht.zin_colofon(report(ikc, colofon=colofon)).markdown for ikc in ("alle", "IKC01"))
    assert over_all.splitlines() == [
        "- Opdrachtgever: de gemeente", "- Onderzoek: bureau A en bureau B", "- Datum: 1 september 2021",
    ]  # fmt: skip
    assert one == (
        "**Over dit rapport.** Opdrachtgever: de gemeente. Onderzoek: bureau A en bureau B. Datum: 1 september 2021."
    )


def test_recommendations_are_numbered_and_said_to_be_of_people():
    text = opdracht.zin_aanbevelingen(report(aanbevelingen=("Meet elk jaar.", "Vul samen in."))).markdown
    assert text.splitlines()[0].endswith("ze volgen niet vanzelf uit de cijfers.")
    assert text.splitlines()[2:] == ["1. Meet elk jaar.", "2. Vul samen in."]
    assert opdracht.zin_aanbevelingen(report("IKC01", aanbevelingen=("Meet elk jaar.",))) == Tekst("")


def test_a_foreword_keeps_its_paragraphs():
    text = opdracht.zin_voorwoord(report(voorwoord="Een\nregel.\n\nTwee.\n")).markdown
    assert text == "Een regel.\n\nTwee."


def test_markup_in_the_words_of_a_study_is_only_text():
    rapport = report(
        voorwoord=HOSTILE, aanbevelingen=(HOSTILE,), colofon=Colofon(opdrachtgever=HOSTILE, contact=HOSTILE)
    )
    for make in (opdracht.zin_voorwoord, opdracht.zin_aanbevelingen, opdracht.zin_colofon):
        text = make(rapport).markdown
        assert SAFE in text and HOSTILE not in text


def test_a_jeugdondersteuner_is_explained_where_there_is_one():
    assert opdracht.kader_jeugdondersteuner(report()).markdown.startswith("::: {.callout-note}")
    assert opdracht.kader_jeugdondersteuner(report("IKC01")) == Tekst("")
    assert opdracht.zin_jeugdondersteuner(report("IKC01")).markdown.count(".") == 2
    assert opdracht.zin_jeugdondersteuner(report("IKC04")) == opdracht.zin_jeugdondersteuner(report()) == Tekst("")


@pytest.mark.parametrize("make", CALLED)
@pytest.mark.parametrize("ikc", ["alle", "IKC01"])
def test_our_own_words_name_no_cause(make, ikc):
    words = {"voorwoord": "Dit.", "aanbevelingen": ("Dat.",), "colofon": Colofon(opdrachtgever="wij")}
    assert forbidden_words(make(report(ikc, **words)).markdown) == []
