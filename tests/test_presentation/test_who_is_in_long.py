"""Over many metingen a total says how many IKCs are in it, and names only who is never in it."""

from long_study import MISSED, long_rapport

from analysis.presentation import oogopslag, signalen
from analysis.presentation.who_is_in import whole_words


def test_few_metingen_name_who_was_missing_when():
    rapport = long_rapport(metingen=3, missed=("nameting",), turn="", ikc="alle")
    assert whole_words(rapport) == "2 van de 3 IKC's samen, zonder De Wilgen in 2020"


def test_many_metingen_tell_how_many_ikcs_there_were():
    rapport = long_rapport(missed=("nulmeting", "nameting", MISSED), turn="", ikc="alle")
    assert whole_words(rapport) == "2 tot 3 van de 3 IKC's samen, niet bij elke meting dezelfde"
    assert whole_words(rapport, ["nameting", "meting11"]) == "2 van de 3 IKC's samen, zonder De Wilgen in 2020"


def test_who_is_in_no_meting_is_always_named():
    rapport = long_rapport(missed=("nulmeting", "nameting", "eindmeting", *(f"meting{n}" for n in range(4, 12))),
                           turn="", ikc="alle")  # fmt: skip
    assert whole_words(rapport) == "2 van de 3 IKC's samen, zonder De Wilgen"


def test_metingen_without_the_same_ikc_are_one_sentence():
    rapport = long_rapport(missed=("nulmeting", "nameting", MISSED), turn="", ikc="alle")
    lines = oogopslag.zin_kanttekeningen(rapport).markdown.splitlines()
    assert [line for line in lines if "De Wilgen" in line and "geen inventarisatie" in line] == [
        "- In 2019, 2020 en 2024 is er geen inventarisatie van De Wilgen; die totalen tellen minder IKC's."
    ]


def test_a_total_says_that_a_part_of_the_ikcs_got_another_informant():
    rapport = long_rapport(missed=(), turn="", ikc="alle")
    assert "In 2020 ging bij een deel van de IKC's iemand anders de lijst invullen." in (
        signalen.zin_gemeten(rapport).markdown
    )
