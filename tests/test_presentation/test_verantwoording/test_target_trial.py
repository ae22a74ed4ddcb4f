"""The target trial beside the study: what falls short follows from study.yml."""

from datetime import date

import pytest
from fake_results import CODEBOOK, fake_study, fake_tables
from whole_tables import assert_whole

from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import make_rapport
from analysis.presentation.verantwoording import tabel_wie_wanneer
from analysis.study import Study


def shown(study: Study, ikc: str = "alle"):
    return tabel_wie_wanneer(make_rapport(study, CODEBOOK, ikc, "publiek", fake_tables(fake_study(), CODEBOOK)))


def test_every_part_of_the_trial_has_its_row_in_the_research_report_only():
    table = shown(fake_study())
    assert_whole(table)
    heads = [line.split("|")[1].strip() for line in table.markdown.splitlines()[2:]]
    assert heads == ["Wie telt mee", "Wat we vergelijken", "Wie krijgt wat", "Begin", "Hoe lang", "Wat we meten",
                     "Welk verschil", "Hoe we rekenen"]  # fmt: skip
    assert shown(fake_study(), "IKC01") == Tekst("")


def test_the_example_says_who_when_and_where_it_falls_short():
    text = shown(fake_study()).markdown
    assert "negen IKC's: 1 februari 2019, 1 februari 2020 en 1 juni 2021" in text
    assert "Drie IKC's met een jeugdondersteuner en zes IKC's zonder." in text
    assert "Met jeugdondersteuner: De Wilgen, It Kompas en De Oversteek." in text
    assert "coronapandemie (15 maart 2020 tot en met 30 juni 2021)" in text
    assert "Niet steeds dezelfde soort invuller" in text and "Hier sluit het aan." in text


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2019, 2, 1), "De eerste meting is niet overal van vóór de start"),
        (None, "Of de eerste meting van vóór de start is, is niet te zeggen."),
    ],
)
def test_a_start_before_the_first_meting_or_unknown_is_said(start, expected):
    study = fake_study()
    moved = tuple(item.model_copy(update={"start_jok": start if item.rol == "pilot" else None}) for item in study.ikcs)
    assert expected in shown(study.model_copy(update={"ikcs": moved})).markdown


def test_without_other_ikcs_before_and_after_is_all_there_is():
    text = shown(fake_study(ikcs=3)).markdown
    assert "geen enkel IKC zonder" in text and "Voor en na vergelijken beschrijft" in text
    assert "Dat zegt alleen iets als" not in text
