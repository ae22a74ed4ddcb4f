"""The first page follows the weakest check: who filled in, whether other calculations agree, with and without."""

import re

import pytest
from fake_results import ANDERS, CODEBOOK, NIET_BEKEND, ZELFDE, fake_rapport, fake_study, fake_tables, with_changes

from analysis.presentation import oogopslag
from analysis.presentation.outputs import Tabel
from analysis.presentation.rapport import Rapport, make_rapport

LONGEST = 30
"""Words in a sentence of the first page."""


def one_change(invuller: str, ends: tuple[float, float] = (0.03, 0.15), ikc: str = "IKC01", ikcs: int = 1) -> Rapport:
    """Internaliserend: 8 of the 100 children at first, 17 later, with this margin of the difference."""
    study = fake_study(ikcs=ikcs, primair=("internaliserend",), invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    changes = tables["veranderingen"]
    hit = (changes["indicator"] == "internaliserend") & (changes["ikc"] == ikc) & (changes["naar"] == "eindmeting")
    values = {"aandeel_van": 0.08, "aandeel_naar": 0.17, "verschil": 0.09, "ci_laag_gecorrigeerd": ends[0],
              "ci_hoog_gecorrigeerd": ends[1]}  # fmt: skip
    return make_rapport(study, CODEBOOK, ikc, "publiek", with_changes(study, tables, hit, **values))


def said(text: str) -> str:
    """The words of the box, on one line."""
    return " ".join(re.sub(r"^:::.*$|^## .*$", "", text, flags=re.MULTILINE).split())


def test_another_informant_comes_before_any_rise() -> None:
    box = said(oogopslag.kader_oordeel(one_change(ANDERS)).markdown)
    assert box == (
        "Er is meer gezien. Of er ook meer aan de hand is, weten we niet. "
        "In 2019 vulden leerkrachten de lijst in, in 2021 jeugdondersteuners."
    )


def test_an_unknown_informant_is_said() -> None:
    box = said(oogopslag.kader_oordeel(one_change(NIET_BEKEND)).markdown)
    assert "Of er ook meer aan de hand is, weten we niet." in box
    assert "Wie de lijst invulde, is niet bij beide metingen bekend." in box


def test_what_chance_may_explain_is_not_seen_more() -> None:
    box = said(oogopslag.kader_oordeel(one_change(ANDERS, (-0.02, 0.2))).markdown)
    assert box.startswith("Er is niet meer of minder genoteerd dan toeval verklaart.")


def test_a_change_by_the_same_informant_says_whether_it_stands() -> None:
    box = said(oogopslag.kader_oordeel(one_change(ZELFDE)).markdown)
    assert box.startswith("Meer signalen van internaliserende problemen: groter dan toeval verklaart.")
    assert "Andere berekeningen geven hetzelfde." in box or "Dat houdt niet bij elke berekening stand." in box
    assert box.endswith("Meer of minder signalen is nog niet meer of minder problemen.")


def test_no_change_is_not_called_nothing() -> None:
    box = said(oogopslag.kader_oordeel(one_change(ZELFDE, (-0.02, 0.2))).markdown)
    assert box.startswith("Er is geen verandering aan te tonen. Dat is iets anders dan dat er niets veranderde")


def test_over_all_with_and_without_come_first() -> None:
    box = said(oogopslag.kader_oordeel(fake_rapport("alle", ikcs=5)).markdown)
    assert box.startswith("Bij de 3 IKC's met jeugdondersteuner was het verschil")
    assert re.search(r"bij de \d zonder [+−0-9]", box)


@pytest.mark.parametrize("ikc", ["IKC01", "IKC04", "alle"])
@pytest.mark.parametrize("modus", ["gewoon", "nul", "onderdrukt", "vol"])
@pytest.mark.parametrize("invuller", [ANDERS, ZELFDE, NIET_BEKEND])
def test_the_box_is_three_short_sentences_at_most(ikc: str, modus: str, invuller: str) -> None:
    rapport = fake_rapport(ikc, modus=modus, ikcs=5, invuller=invuller)
    sentences = [part for part in re.split(r"(?<=[.?!])\s", said(oogopslag.kader_oordeel(rapport).markdown)) if part]
    assert 1 <= len(sentences) <= 3
    assert all(len(sentence.split()) <= LONGEST for sentence in sentences), sentences


@pytest.mark.parametrize(("ikc", "words"), [("IKC01", "jeugdondersteuner sinds 1 maart 2019"),
                                            ("IKC04", "had geen jeugdondersteuner"),
                                            ("alle", "3 IKC's met en 2 zonder jeugdondersteuner")])  # fmt: skip
def test_whether_there_is_a_jeugdondersteuner_stands_on_top(ikc: str, words: str) -> None:
    assert words in oogopslag.zin_wie(fake_rapport(ikc, ikcs=5)).markdown


def test_the_table_has_a_column_for_the_same_informant_only_where_another_filled_in() -> None:
    other, same = (oogopslag.tabel_oogopslag(one_change(who)) for who in (ANDERS, ZELFDE))
    assert isinstance(other, Tabel) and isinstance(same, Tabel)
    assert "Zelfde soort invuller" in other.markdown and "Zelfde soort invuller" not in same.markdown
    assert "+9 (+3 tot +15), meer genoteerd" in other.markdown and "+9 (+3 tot +15), gestegen" in same.markdown


def test_the_other_ikcs_are_a_range_without_names() -> None:
    table = oogopslag.tabel_oogopslag(one_change(ANDERS, ikcs=4))
    assert isinstance(table, Tabel)
    assert "Andere IKC's" in table.markdown and "IKC02" not in table.markdown
    assert re.search(r"\| \d+( tot \d+)? *\|\s*$", table.markdown.strip())


def test_what_may_be_said_names_the_other_informant_and_what_may_not_names_the_cause() -> None:
    words = oogopslag.zin_zeggen(one_change(ANDERS)).markdown
    assert "meer internaliserende problemen genoteerd dan in 2019, door een andere invuller" in words
    assert "dat de problemen toenamen of afnamen of dat de jeugdondersteuner er de oorzaak van is" in words


def test_an_ikc_without_jeugdondersteuner_is_not_warned_about_one() -> None:
    assert "jeugdondersteuner er de oorzaak" not in oogopslag.zin_zeggen(fake_rapport("IKC04", ikcs=5)).markdown


def test_the_questions_are_three_at_most_and_differ_for_the_council() -> None:
    team, council = (oogopslag.zin_vragen(fake_rapport(ikc, ikcs=5)).markdown for ikc in ("IKC01", "alle"))
    assert 2 <= len(team.splitlines()) <= 3 and 2 <= len(council.splitlines()) <= 3
    assert team != council and "Wie vult de volgende keer de lijst in?" in team
