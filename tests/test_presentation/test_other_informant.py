"""Where another kind of informant filled in, a report says what was noted and by whom, and never that it changed.

The fake study has the same numbers each time; only who filled in the first list differs. A report in which that was
somebody else may hold no word for a change as a finding, in any sentence, table, caption, figure or alt text.
"""

import re

import pandas as pd
import pytest
from chapters import CALLED
from fake_results import ANDERS, CODEBOOK, NIET_BEKEND, ZELFDE, fake_rapport, fake_study, fake_tables, with_changes
from matplotlib.text import Text

from analysis.inference.oordelen import ANDERE_PERSOON
from analysis.presentation import oogopslag, signalen, totaalbeeld, verantwoording, zorg
from analysis.presentation.chance import ONE_PERSON, PERSONS_UNKNOWN, TARGET, sentence_classes, sentence_persons
from analysis.presentation.changes import sentence_noted, sentence_why_not, title_of_changes
from analysis.presentation.oogopslag.overview import key_message, verdicts_of
from analysis.presentation.outputs import Figuur, Tabel
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.oordelen import SO_NOTHING

FINDING = re.compile(
    r"\b(gestegen|gedaald|stijg\w*|daling\w*|dalen\w*|steeg|stegen|daalde\w*|toegenomen|toename\w*|nam\w* toe|"
    r"afgenomen|afname\w*|nam\w* af|verander\w*|groei\w*|gegroeid|verbeter\w*|verslechter\w*|vooruitgang|"
    r"meer signalen|minder signalen|meer gebruik|minder gebruik)\b",
    re.IGNORECASE,
)
"""Words that call a difference a change."""
NO_FINDING = (
    r"[Oo]f er iets veranderde,? (is (zo )?niet te zeggen|weten we niet)",
    r"niet te zeggen of er iets veranderde",
    r"of de groepen anders veranderden, is zo niet te zeggen",
    r"Of (er bij .*|signalen van .*|het gebruik van .*) veranderden?, is niet te zeggen",
    r"Of dat veranderde, is (met deze gegevens )?niet te zeggen",
    r"Meer of minder signalen is niet hetzelfde als meer of minder problemen",
    r"deze andere berekeningen veranderen de conclusie niet",
    r"als de IKC's mét zonder hem net zo veranderd waren als",
    r"als beide groepen zonder jeugdondersteuner even veel waren veranderd",
    r"wat een ander ziet en wat er veranderde, lopen door elkaar",
    r"Van gestegen of gedaald spreken we alleen als beide keren hetzelfde soort invuller de lijst invulde",
    r"met de richting waarop gehoopt wordt: [^.]*",
    r"dat de problemen toenamen of afnamen",
    r"dit aandeel kan dan dalen zonder dat een kind zorg verloor",
)
"""Where such a word stands and says that nothing can be said, what is hoped for, or how to read; nothing else may."""
NOT_FROM_LISTS = {"zin_lees_kort_lang", "figuur_trajecten", "tabel_methoden", "zin_lees_inzet", "zin_lees_toewijzingen"}
"""About dated toewijzingen and hours, and what each method is: no finding about what was noted on lists."""
CALLS = [name for name in CALLED if name.startswith(("zin_", "tabel_", "figuur_"))]


def texts(rapport: Rapport, name: str) -> list[str]:
    """Every text of one output: what is drawn, the caption, the alt text; or the table, or the sentence."""
    shown = CALLED[name](rapport)
    if isinstance(shown, Figuur):
        return [shown.bijschrift, shown.alt, *[text.get_text() for text in shown.figure.findobj(Text)]]
    return [shown.markdown, shown.bijschrift] if isinstance(shown, Tabel) else [shown.markdown]


def findings(text: str) -> list[str]:
    """Give the words for a change that are left when what says that nothing can be said is taken out."""
    whole = " ".join(text.split())
    for allowed in NO_FINDING:
        whole = re.sub(allowed, "", whole)
    return FINDING.findall(whole)


def on_the_index(rapport: Rapport) -> str:
    """Everything that the index says of a report's numbers."""
    return " ".join([*key_message(rapport), *(word for verdict in verdicts_of(rapport) for word in verdict)])


@pytest.mark.parametrize(("invuller", "editie"), [(ANDERS, "publiek"), (ANDERS, "intern"), (NIET_BEKEND, "publiek")])
@pytest.mark.parametrize("ikc", ["IKC01", "alle"])
def test_nowhere_is_a_difference_called_a_change(ikc: str, editie: str, invuller: str) -> None:
    rapport = fake_rapport(ikc, editie, seed=3, ikcs=5, invuller=invuller)
    said = {name: [word for text in texts(rapport, name) for word in findings(text)] for name in CALLS}
    said |= {"index": findings(on_the_index(rapport)), "titel": findings(rapport.titel)}
    assert {name: words for name, words in said.items() if words and name not in NOT_FROM_LISTS} == {}


def test_with_the_same_informant_the_same_numbers_are_a_change() -> None:
    """The test above can fail: the very same numbers give findings where one kind of informant filled in."""
    rapport = fake_rapport("IKC01", seed=3, ikcs=5, invuller=ZELFDE)
    assert "gestegen" in findings(on_the_index(rapport))
    assert {"gestegen", "gedaald"} <= set(findings(" ".join(texts(rapport, "figuur_oogopslag"))))
    assert "stijging" in [word.lower() for word in findings(" ".join(texts(rapport, "zin_gevoeligheid")))]


def one_change(invuller: str = ANDERS, **more: object) -> Rapport:
    """Internaliserend at IKC01: 8 of the 100 children at first, 17 later, a margin above zero."""
    study = fake_study(ikcs=1, primair=("internaliserend",), invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    changes = tables["veranderingen"]
    hit = (changes["indicator"] == "internaliserend") & (changes["ikc"] == "IKC01") & (changes["naar"] == "eindmeting")
    values = {"aandeel_van": 0.08, "aandeel_naar": 0.17, "verschil": 0.09, "ci_laag_gecorrigeerd": 0.03,
              "ci_hoog_gecorrigeerd": 0.15, **more}  # fmt: skip
    return make_rapport(study, CODEBOOK, "IKC01", "publiek", with_changes(study, tables, hit, **values))


def first_row(rapport: Rapport):
    return next(primary_changes(rapport).itertuples())


def test_what_was_noted_is_said_with_who_noted_it() -> None:
    rapport = one_change()
    assert sentence_noted(first_row(rapport), "2019", "2021") == (
        "Jeugdondersteuners noteerden in 2021 een signaal van internaliserende problemen bij 17 van de 100 kinderen, "
        "leerkrachten in 2019 bij 8 van de 100."
    )
    lines = oogopslag.zin_oogopslag_wat(rapport).markdown.split("\n")
    assert lines[0] == "- Iemand anders vulde de lijst in. Of er iets veranderde, is zo niet te zeggen."
    assert lines[1].startswith("- Jeugdondersteuners noteerden in 2021")
    title = title_of_changes(primary_changes(rapport))
    assert title == "Andere invuller: meer genoteerd, of er iets veranderde weten we niet"
    assert verdicts_of(rapport) == [("Internaliserende problemen", "meer genoteerd", "andere invuller")]
    certain = oogopslag.zin_oogopslag_zeker(rapport).markdown
    assert "Bij internaliserende problemen is er meer of minder genoteerd dan toeval verklaart." in certain


def test_an_unknown_informant_is_no_proof_that_it_was_the_same() -> None:
    rapport = one_change(NIET_BEKEND)
    row = first_row(rapport)
    assert sentence_why_not([row]) == f"Wie de lijst invulde, is niet bij beide metingen bekend. {SO_NOTHING}"
    assert "de invullers in 2019 bij 8 van de 100" in sentence_noted(row, "2019", "2021")
    assert "hetzelfde beroep" not in sentence_persons(primary_changes(one_change(NIET_BEKEND, invullers="andere")))


def test_another_list_is_not_called_another_informant() -> None:
    rapport = one_change(ZELFDE, lijst_anders=True)
    assert first_row(rapport).uitkomst == "meer genoteerd"
    title = title_of_changes(primary_changes(rapport))
    assert title == "Niet te vergelijken: meer genoteerd, of er iets veranderde weten we niet"
    text = oogopslag.zin_oogopslag_wat(rapport).markdown
    assert text.startswith("- Op de ene lijst stonden bijna alle kinderen") and "Iemand anders" not in text


def test_one_other_person_for_a_whole_ikc_is_another_measurement() -> None:
    rapport = one_change(ZELFDE, n_invullers_van=1, n_invullers_naar=1, invullers="andere")
    row = first_row(rapport)
    assert row.oordeel_reden == ANDERE_PERSOON and row.uitkomst == "meer genoteerd"
    assert sentence_why_not([row]) == (
        f"Eén persoon vulde een hele meting in, en de andere meting vulde (ook) iemand anders in. {SO_NOTHING}"
    )
    assert sentence_noted(row, "2019", "2021") == (
        "In 2021 is een signaal van internaliserende problemen genoteerd bij 17 van de 100 kinderen, in 2019 bij 8 van "
        "de 100."
    )
    assert sentence_persons(primary_changes(rapport)) == ONE_PERSON
    assert "gestegen" not in oogopslag.figuur_oogopslag(rapport).alt


def test_other_persons_of_the_same_kind_are_said_and_the_word_stays() -> None:
    rapport = one_change(ZELFDE, n_invullers_van=8, n_invullers_naar=9, invullers="andere")
    assert first_row(rapport).uitkomst == "gestegen"
    assert sentence_persons(primary_changes(rapport)) == (
        "De lijst is ingevuld door andere personen dan de eerste keer, met hetzelfde beroep."
    )
    same = one_change(ZELFDE, n_invullers_van=8, n_invullers_naar=8, invullers="dezelfde")
    assert sentence_persons(primary_changes(same)) == ""


def test_a_margin_without_classes_says_how_much_wider_it_might_be() -> None:
    rapport = one_change(eenheid="kind", breder_bij_icc=1.44)
    assert sentence_classes(rapport, primary_changes(rapport)) == (
        "Van (een deel van) de kinderen is geen klas bekend: de marge neemt hen als los van elkaar. Lijken kinderen "
        "van één klas zo op elkaar als in ander onderzoek, dan is de marge 1,4 keer zo breed."
    )


@pytest.mark.parametrize(("eenheid", "what"), [("klas", "klas"), ("groep", "groep")])
def test_a_margin_with_classes_says_that_it_holds_them(eenheid: str, what: str) -> None:
    rapport = one_change(eenheid=eenheid, breder_bij_icc=float("nan"), icc=0.067)
    assert sentence_classes(rapport, primary_changes(rapport)) == (
        f"Kinderen van één {what} lijken op elkaar: wie invult, ziet bij hen allemaal meer of minder. De marge houdt "
        "daar rekening mee."
    )


def test_persons_that_were_not_delivered_are_said_to_be_unknown() -> None:
    """One jeugdondersteuner who fills in a whole IKC is the usual case; without `invuller` nobody can tell."""
    unknown = {"n_invullers_van": pd.NA, "n_invullers_naar": pd.NA, "invullers": ""}
    assert sentence_persons(primary_changes(one_change(**unknown))) == PERSONS_UNKNOWN
    known = {"n_invullers_van": 9, "n_invullers_naar": 9, "invullers": "dezelfde"}
    assert sentence_persons(primary_changes(one_change(**known))) == ""


def test_care_and_ratios_of_two_metingen_begin_with_who_filled_in() -> None:
    rapport = fake_rapport(seed=3)
    first = "In 2019 vulden leerkrachten de lijst in, in 2021 jeugdondersteuners: dit is wat zij noteerden."
    assert zorg.zin_zorg_probleem(rapport).markdown.startswith(f"{first} {SO_NOTHING}")
    assert signalen.zin_verhouding(rapport).markdown.startswith(f"{first} {SO_NOTHING}")


def test_the_method_chapter_says_over_what_chance_goes() -> None:
    text = verantwoording.zin_toeval(fake_rapport(seed=3)).markdown
    assert "geen steekproef" in text and "andere kinderen zoals deze, op een ander moment" in text
    assert "Bij IKC's samen is dat het IKC" not in text
    assert "Bij IKC's samen is dat het IKC" in verantwoording.zin_toeval(fake_rapport(ikc="alle", seed=3)).markdown


def all_ikcs(invuller: str, low: float, high: float) -> Rapport:
    """All IKCs, and the pilots together with this corrected margin for internaliserend, each IKC counted once."""
    study = fake_study(ikcs=5, primair=("internaliserend",), invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    over = tables["over_ikcs"]
    word = "niet te zeggen" if invuller != ZELFDE else "gestegen" if low > 0 else "geen aantoonbare verandering"
    pilots = over["rol"] == "pilot"
    noted = over["genoteerd"].mask(pilots, "meer" if low > 0 else "geen aantoonbaar verschil")
    over = over.assign(
        genoteerd=noted, oordeel=over["oordeel"].mask(pilots, word), gemiddelde_laag=low, gemiddelde_hoog=high
    )
    return make_rapport(study, CODEBOOK, "alle", "publiek", tables | {"over_ikcs": over})


def test_children_added_up_get_no_word_and_the_groups_have_the_ikc_as_unit() -> None:
    rapport = all_ikcs(ZELFDE, 0.02, 0.1)
    assert set(primary_changes(rapport)["uitkomst"]) == {"opgeteld"}
    text = oogopslag.zin_oogopslag_wat(rapport).markdown
    assert "Dit zijn kinderen van alle IKC's opgeteld: een beschrijving, zonder oordeel." in text
    assert (
        "Telt elk IKC één keer, dan zien we dit. Bij de 3 IKC's met jeugdondersteuner is een stijging van internalis"
        in text
    )
    assert verdicts_of(rapport) == [] and "stijging" not in " ".join(key_message(rapport))
    assert oogopslag.figuur_oogopslag(rapport).figure.texts
    assert "gestegen" not in oogopslag.figuur_oogopslag(rapport).alt
    assert "Telt elk IKC één keer, dan is er een stijging aan te tonen" in totaalbeeld.zin_over_ikcs(rapport).markdown


def test_over_all_ikcs_another_informant_comes_before_the_numbers() -> None:
    rapport = all_ikcs(ANDERS, 0.02, 0.1)
    lines = oogopslag.zin_oogopslag_wat(rapport).markdown.split("\n")
    assert lines[0] == f"- Niet overal vulde beide keren hetzelfde soort invuller de lijst in. {SO_NOTHING}"
    assert lines[1].startswith("- Jeugdondersteuners noteerden in 2021")
    assert "niet te zeggen" in " ".join(key_message(rapport))


@pytest.mark.parametrize("how", [{"ikc": "IKC01"}, {"ikc": "alle"}, {"ikc": "IKC01", "invuller": ZELFDE}], ids=str)
def test_what_a_margin_is_over_is_said_once_in_a_report(how: dict) -> None:
    rapport = fake_rapport(seed=3, ikcs=5, **how)
    whole = "\n".join(CALLED[name](rapport).markdown for name in CALLS if not name.startswith("figuur_"))
    assert whole.count(TARGET) == 1


def test_figures_over_ikcs_say_in_their_caption_that_another_filled_in() -> None:
    note = "Niet overal vulde beide keren hetzelfde soort invuller de lijst in"
    names = ("figuur_bosplot", "figuur_ikcs_naast_elkaar", "figuur_gebeurtenisstudie", "tabel_over_ikcs", "tabel_ikcs")
    for invuller, said in ((ANDERS, True), (ZELFDE, False)):
        rapport = fake_rapport("alle", seed=3, ikcs=5, invuller=invuller)
        assert {name: note in CALLED[name](rapport).bijschrift for name in names} == dict.fromkeys(names, said)


def test_a_word_is_missing_in_no_row_of_changes() -> None:
    for invuller in (ANDERS, ZELFDE, NIET_BEKEND):
        table = fake_rapport("alle", seed=3, ikcs=3, invuller=invuller).alle("veranderingen")
        assert pd.notna(table["uitkomst"]).all() and table["uitkomst"].ne("").all()
