import pandas as pd
import pytest
from fake_certainty import verdict
from fake_results import ANDERS, CODEBOOK, ZELFDE, fake_rapport, fake_study, fake_tables, with_changes

from analysis.inference.oordelen import ANDERE_INFORMANT, MARGE, OPGETELD
from analysis.presentation import oogopslag, signalen, totaalbeeld, verantwoording, zorg
from analysis.presentation.certainty import runs_per_indicator
from analysis.presentation.rapport import make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.presentation.totaalbeeld.sentences import (
    ASSUMPTION,
    NO_OTHERS,
    NO_PAIR,
    OTHER_EYES,
    power_words,
    sentence_did,
)
from analysis.presentation.verantwoording.figures import title_of_runs, verdict_words
from analysis.study.settings import Weergave

COLUMNS = ["verschil", "ci_laag", "ci_hoog"]


def with_runs(invuller: str = ZELFDE, **runs: tuple[float, float, float]):
    """A report in which internaliserend rose, with some runs given: verschil, low, high; who filled in as asked."""
    study = fake_study(ikcs=1, invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    changes, table = tables["veranderingen"], tables["gevoeligheid"]
    mine = (changes["indicator"] == "internaliserend") & (changes["ikc"] == "IKC01") & (changes["naar"] == "eindmeting")
    tables = with_changes(study, tables, mine, verschil=0.1, ci_laag_gecorrigeerd=0.04, ci_hoog_gecorrigeerd=0.16)
    for name, values in {"gemeten": (0.1, 0.04, 0.16), **runs}.items():
        hit = (table["ikc"] == "IKC01") & (table["indicator"] == "internaliserend") & (table["dreiging"] == name)
        table.loc[hit, COLUMNS] = values
    why = ANDERE_INFORMANT if invuller == ANDERS else MARGE
    tables["gevoeligheid"] = verdict(table, pd.Series(why, table.index))
    return make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)


def first_line(rapport) -> str:
    return next(line for line in verantwoording.zin_gevoeligheid(rapport).markdown.splitlines() if "Internal" in line)


def test_a_run_that_crosses_zero_is_said_with_its_number():
    text = first_line(with_runs(informant=(0.01, -0.04, 0.06)))
    assert "We zien een stijging: 10 op de 100 meer (marge: tussen 4 en 16 meer)." in text
    assert (
        "Als we terugrekenen dat iemand anders de lijst invulde, is die stijging niet meer aan te tonen (1 op de "
        "100 meer, marge: tussen 4 minder en 6 meer)." in text
    )


def test_the_same_run_on_the_other_side_of_zero_agrees():
    text = first_line(with_runs(informant=(0.06, 0.01, 0.11)))
    assert "terugrekenen" not in text and "De andere berekeningen geven hetzelfde." in text


def test_an_indicator_whose_measured_run_is_hidden_has_no_conclusion_to_test():
    hidden = (float("nan"), float("nan"), float("nan"))
    rapport = with_runs(gemeten=hidden, zonder_correctie=(0.1, 0.05, 0.15))
    assert not [label for label, _ in runs_per_indicator(rapport) if label.startswith("Internal")]
    assert "Internal" not in verantwoording.zin_gevoeligheid(rapport).markdown


def test_what_cannot_be_looked_at_is_said_once_when_it_holds_for_all():
    missing = (float("nan"), float("nan"), float("nan"))
    rapport = with_runs(samenstelling=missing)
    all_of_them = "- Bij geen van deze cijfers is na te gaan wat er uitkomt als we alleen kijken naar kinderen die er"
    assert "niet na te gaan" not in first_line(rapport)
    text = verantwoording.zin_gevoeligheid(rapport).markdown
    assert text.count(all_of_them) == 1 and text.count("alleen kijken naar kinderen") == 1


def test_the_title_counts_the_conclusions_that_stand():
    held = with_runs(
        informant=(0.06, 0.01, 0.11), zonder_storend=(0.1, 0.02, 0.2),
        samenstelling=(0.1, 0.02, 0.2), zonder_correctie=(0.1, 0.05, 0.15),
    )  # fmt: skip
    fallen = with_runs(informant=(0.01, -0.04, 0.06))
    one = [part for part in runs_per_indicator(held) if part[0].startswith("Internal")]
    other = [part for part in runs_per_indicator(fallen) if part[0].startswith("Internal")]
    assert title_of_runs(one) == "De stijging blijft overeind, hoe we ook rekenen"
    assert title_of_runs(other) == "De stijging blijft overeind in een deel van de berekeningen"
    assert title_of_runs([*one, *other]) == "Eén van de twee stijgingen blijft in elke berekening overeind"
    assert title_of_runs([*other, *other]) == "Geen van de twee stijgingen blijft in elke berekening overeind"
    assert title_of_runs([*one, *one]) == "Alle twee stijgingen blijven overeind, hoe we ook rekenen"


def test_the_title_makes_no_conclusion_of_what_cannot_be_shown():
    runs = ("gemeten", "informant", "zonder_storend", "gevolgd", "samenstelling", "zonder_correctie")
    nothing = with_runs(**dict.fromkeys(runs, (0.01, -0.04, 0.06)))
    part = [part for part in runs_per_indicator(nothing) if part[0].startswith("Internal")]
    assert title_of_runs(part) == "Geen verschil aan te tonen, hoe we ook rekenen"
    assert verdict_words(list(part[0][1].itertuples())) == "Niet aan te tonen, hoe we ook rekenen"


def test_a_panel_says_in_how_many_runs_the_change_is_gone():
    fallen = with_runs(informant=(0.01, -0.04, 0.06),
                       zonder_storend=(0.1, 0.02, 0.2), samenstelling=(0.1, 0.02, 0.2),
                       gevolgd=(float("nan"), float("nan"), float("nan")),
                       zonder_correctie=(0.1, 0.05, 0.15))  # fmt: skip
    part = [part for part in runs_per_indicator(fallen) if part[0].startswith("Internal")]
    assert verdict_words(list(part[0][1].itertuples())) == "Stijging; vervalt in 1 van 4"


def test_an_ikc_that_carries_the_conclusion_is_named():
    study = fake_study(ikcs=3)
    tables = fake_tables(study, CODEBOOK)
    table = tables["gevoeligheid"]
    runs = (table["ikc"] == "alle") & (table["indicator"] == "internaliserend")
    table.loc[runs, COLUMNS] = (0.1, 0.04, 0.16)
    table.loc[runs & (table["weggelaten"] == "IKC01"), COLUMNS] = (0.02, -0.03, 0.07)
    tables["gevoeligheid"] = verdict(table, pd.Series(OPGETELD, table.index))
    text = first_line(make_rapport(study, CODEBOOK, "alle", "publiek", tables))
    assert "Zonder De Wilgen verandert de conclusie: zij hangt aan dat IKC." in text


def did_row(low: float, high: float, **changed) -> pd.Series:
    values = {"label": "Internaliserende problemen", "verschil_pilot": 0.09, "verschil_vergelijking": 0.01,
              "verschil": 0.08, "ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high,
              "informant_verschilt": False, "verschil_gecorrigeerd": float("nan"), "reden": "",
              "controle": False}  # fmt: skip
    return pd.Series({**values, **changed})


def test_a_control_is_marked():
    assert sentence_did(did_row(0.02, 0.14, controle=True)).startswith("**Internaliserende problemen (controle).**")


def test_the_chance_to_find_is_said_in_fives():
    assert "van 8 op de 100 kinderen" in power_words(pd.Series([0.21, 0.33]), 0.08)
    assert "in ongeveer 20 tot 35 van de 100 keer" in power_words(pd.Series([0.21, 0.33, float("nan")]), 0.08)
    assert "in ongeveer 30 van de 100 keer" in power_words(pd.Series([0.31, 0.29]), 0.08)
    assert power_words(pd.Series([float("nan")]), 0.08) == ""


def test_the_difference_in_differences_follows_its_corrected_margin():
    clear = sentence_did(did_row(0.02, 0.14))
    assert clear.endswith("Met min zonder: 8 op de 100 meer (marge: tussen 2 en 14 meer); meer dan toeval verklaart.")
    assert sentence_did(did_row(-0.01, 0.17)).endswith("(marge: tussen 1 minder en 17 meer); dat kan toeval zijn.")
    none = sentence_did(did_row(float("nan"), float("nan"), reden="Te weinig gevallen in alle IKC's samen."))
    assert none.endswith("8 op de 100 meer. Te weinig gevallen in alle IKC's samen.")


def test_another_informant_in_one_group_is_said_with_what_is_left():
    text = sentence_did(did_row(0.02, 0.14, informant_verschilt=True, verschil_gecorrigeerd=0.01))
    assert text.endswith(
        "Met min zonder: 8 op de 100 meer (marge: tussen 2 en 14 meer). In een van de groepen vulde iemand anders de "
        "lijst in: of de groepen anders veranderden, is zo niet te zeggen. Teruggerekend naar dezelfde invuller blijft "
        "er 1 op de 100 meer over."
    )
    assert "toeval" not in text


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_and_without_names_its_assumption_and_no_cause(seed):
    rapport = fake_rapport(ikc="alle", seed=seed)
    text = totaalbeeld.zin_verschil_in_verschil(rapport).markdown
    assert ASSUMPTION in text and OTHER_EYES in text
    assert "in ongeveer 30 van de 100 keer" in text
    assert forbidden_words(text + verantwoording.zin_gevoeligheid(rapport).markdown) == []


def series(low: float, high: float, n_kwartalen: int = 30, **weergave: float):
    study = fake_study(ikcs=1).model_copy(update={"weergave": Weergave(**weergave)})
    row = {"ikc": "IKC01", "domein": "alle", "term": "niveau", "ratio": 0.6, "ci_laag": low, "ci_hoog": high,
           "n_kwartalen": n_kwartalen}  # fmt: skip
    tables = fake_tables(study, CODEBOOK) | {"tijdreeks": pd.DataFrame([row])}
    return totaalbeeld.zin_tijdreeks(make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)).markdown


def test_the_jump_in_toewijzingen_follows_its_margin():
    assert "meer dan toeval verklaart" in series(0.4, 0.9)
    assert "dat kan toeval zijn" in series(0.4, 1.2)
    nothing = series(0.3, 1.3)
    assert "is niet te zeggen. De marge is daarvoor te ruim." in nothing and "keer zoveel" not in nothing
    assert series(float("nan"), float("nan")) == series(float("nan"), float("nan"), n_kwartalen=14) == ""


def test_from_where_a_margin_is_too_wide_is_the_studys_choice():
    """1.3 is 4.3 times 0.3, and 1.2 is three times 0.4."""
    assert "dat kan toeval zijn" in series(0.3, 1.3, te_ruim_vanaf=5)
    assert "De marge is daarvoor te ruim." in series(0.4, 1.2, te_ruim_vanaf=2.9)


def groups(low: float, high: float, hidden: str = "") -> str:
    study = fake_study()
    rows = [
        {
            "ikc": ikc,
            "domein": "alle",
            "term": "voor_na",
            "start": "2019Q3",
            "reden": "",
            "ratio": float("nan") if ikc == hidden else ratio,
            "ci_laag": low,
            "ci_hoog": high,
            "ci_laag_gecorrigeerd": low - 0.05,
            "ci_hoog_gecorrigeerd": high + 0.05,
        }
        for ikc, ratio in (("pilots", 0.6), ("vergelijking", 1.0), ("pilots_tegen_vergelijking", 0.6))
    ]
    tables = fake_tables(study, CODEBOOK) | {"tijdreeks": pd.DataFrame(rows)}
    return totaalbeeld.zin_tijdreeks_groepen(make_rapport(study, CODEBOOK, "alle", "publiek", tables)).markdown


def test_two_groups_of_series_are_compared_and_the_assumption_is_named():
    text = groups(0.39, 0.88)
    assert (
        "met jeugdondersteuner waren het er na de start 0,6 keer zoveel (marge: 0,4 tot 0,9), zonder 1,0" in text
        and "Elk IKC telt één keer" in text
    )
    assert "Het ene gedeeld door het andere is 0,6 (marge: 0,3 tot 0,9): dat is meer dan toeval verklaart." in text
    assert "is een aanname" in text and "het derde kwartaal van 2019" in text
    assert "dat kan toeval zijn" in groups(0.4, 1.2)
    assert "te weinig" in groups(float("nan"), float("nan"))


@pytest.mark.parametrize("hidden", ["pilots", "vergelijking", "pilots_tegen_vergelijking"])
def test_two_groups_are_not_compared_when_suppression_hides_one_of_them(hidden: str):
    text = groups(0.4, 0.9, hidden)
    assert "te weinig" in text and "keer zoveel" not in text


OF_CHILDREN = {"n_noemer_van": 80, "n_noemer_naar": 90}


def link(low: float, high: float, oordeel: str) -> str:
    study = fake_study(ikcs=1)
    row = {"ikc": "IKC01", "verband": "probleem_zorg", "van": "nulmeting", "naar": "eindmeting", "odds_ratio_van": 1.6,
           "odds_ratio_naar": 4.6, "verhouding": 2.9, "ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high,
           "oordeel": oordeel}  # fmt: skip
    share = {"ikc": "IKC01", "maat": "zorg_bij_probleem", "van": "nulmeting", "naar": "eindmeting", **OF_CHILDREN}
    tables = fake_tables(study, CODEBOOK) | {
        "samenhang_veranderingen": pd.DataFrame([row]),
        "verhoudingen_veranderingen": pd.DataFrame([share | {"verschil": float("nan")}]),
    }
    return verantwoording.zin_bereik(make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)).markdown


def test_whether_two_things_go_together_more_follows_its_margin():
    size = "de kansverhouding was 1,6 in 2019 en 4,6 in 2021, dat is 2,9 keer zo groot (marge: 1,2 tot 7,0)"
    assert f"Problemen en zorg gingen in 2021 vaker samen dan in 2019: {size}." in link(1.2, 7.0, "sterker")
    none = link(0.9, 9.0, "geen aantoonbare verandering")
    assert "Of problemen en zorg vaker of minder vaak samengingen, is niet te zeggen" in none
    assert "Of dat veranderde" in link(float("nan"), float("nan"), "te weinig gegevens")


def detection(laag: float, hoog: float, ikcs: int = 1) -> str:
    rapport = with_runs(ANDERS, informant=(0.02, laag, hoog))
    row = {"ikc": "IKC01", "indicator": "internaliserend", "soort": "kindproblematiek", "domein": "internaliserend",
           "code": "alle", "van": "nulmeting", "naar": "eindmeting", "n_dubbel": 87,
           "informant_van": "leerkracht", "informant_naar": "jeugdondersteuner", "omslag_detectie": 2.2,
           "detectie": 2.14, "detectie_laag": 1.1, "detectie_hoog": 4.1}  # fmt: skip
    tables = {**rapport.tables, "informant": pd.DataFrame([row])}
    study = rapport.study.model_copy(update={"ikcs": fake_study(ikcs=ikcs).ikcs})
    return oogopslag.zin_oogopslag_zeker(make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)).markdown


def test_the_first_page_says_what_children_with_two_reports_tell():
    text = detection(-0.03, 0.07)
    assert (
        "Over 87 kinderen van dit IKC berichtten allebei: jeugdondersteuners zagen daar internaliserende problemen 2,1 "
        "keer zo vaak als leerkrachten (marge: 1,1 tot 4,1, kinderen los van elkaar genomen). Zo teruggerekend is het "
        "verschil niet meer aan te tonen." in text
    )
    assert "Zo teruggerekend is er nog steeds meer dan in de eerste meting." in detection(0.01, 0.07)
    assert "Over 87 kinderen van alle IKC's samen berichtten allebei" in detection(-0.03, 0.07, ikcs=3)


def reach(low: float, high: float, why: str = MARGE) -> str:
    study = fake_study(ikcs=1)
    row = {"ikc": "IKC01", "maat": "zorg_bij_probleem", "van": "nulmeting", "naar": "eindmeting", "waarde_van": 0.35,
           "waarde_naar": 0.44, "verschil": 0.09, "ci_laag_gecorrigeerd": low, "ci_hoog_gecorrigeerd": high,
           **OF_CHILDREN}  # fmt: skip
    rows = verdict(pd.DataFrame([row]), pd.Series([why]), "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd")
    tables = fake_tables(study, CODEBOOK) | {"verhoudingen_veranderingen": rows}
    return verantwoording.zin_bereik(make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)).markdown


def test_whether_care_reaches_more_children_with_a_problem_follows_its_margin():
    assert (
        "Van de kinderen met een bekend probleem kregen in 2021 44 van de 100 zorg; in 2019 was dat 35 van de 100. "
        "Dat verschil is groter dan toeval verklaart: 9 op de 100 meer (marge: tussen 2 en 16 meer)."
        in reach(0.02, 0.16)
    )
    assert "Dat verschil kan toeval zijn" in reach(-0.02, 0.2)
    nothing = verantwoording.zin_bereik(fake_rapport(modus="onderdrukt")).markdown
    assert nothing == "Of dat veranderde, is met deze gegevens niet te zeggen."


def test_whether_care_reaches_more_is_not_said_where_another_filled_in():
    text = reach(0.02, 0.16, ANDERE_INFORMANT)
    assert "kregen in 2021 44 van de 100 zorg; in 2019 was dat 35 van de 100. Iemand anders vulde de lijst in." in text
    assert "Of er iets veranderde, is zo niet te zeggen." in text and "toeval" not in text


@pytest.mark.parametrize(("alfa", "words"), [(0.05, "95%-marge"), (0.1, "90%-marge"), (0.025, "97,5%-marge")])
def test_captions_name_the_level_of_the_study(alfa, words):
    study = fake_study()
    study = study.model_copy(update={"statistiek": study.statistiek.model_copy(update={"alfa": alfa})})
    rapport = make_rapport(study, CODEBOOK, "alle", "intern", fake_tables(study, CODEBOOK))
    makers = (signalen.figuur_signalen_domein, zorg.figuur_zorg, oogopslag.figuur_oogopslag,
              totaalbeeld.figuur_gebeurtenisstudie, totaalbeeld.figuur_ikcs_naast_elkaar)  # fmt: skip
    for make in makers:
        assert words in make(rapport).bijschrift, make.__name__


def test_the_event_study_without_margins_says_so():
    study = fake_study()
    tables = fake_tables(study, CODEBOOK)
    tables["gebeurtenisstudie"] = tables["gebeurtenisstudie"].assign(ci_laag=float("nan"), ci_hoog=float("nan"))
    text = totaalbeeld.figuur_gebeurtenisstudie(make_rapport(study, CODEBOOK, "alle", "intern", tables)).bijschrift
    assert "zonder marge: daarvoor zijn het te weinig IKC's" in text and "%-marge" not in text


@pytest.mark.parametrize(("ikcs", "words"), [(3, NO_OTHERS), (9, NO_PAIR)])
def test_why_nothing_is_compared_with_the_others_is_said(ikcs, words):
    study = fake_study(ikcs=ikcs)
    tables = fake_tables(study, CODEBOOK)
    tables["verschil_in_verschil"] = tables["verschil_in_verschil"].head(0)
    rapport = make_rapport(study, CODEBOOK, "alle", "publiek", tables)
    assert totaalbeeld.zin_verschil_in_verschil(rapport).markdown == words
