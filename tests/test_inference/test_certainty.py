"""The tables of Hoe zeker is dit? on small studies counted by hand."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.codebook import load_codebook
from analysis.disclosure.small_groups import fewest_small
from analysis.disclosure.suppression import suppress_results
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.detection import estimate_informant, is_estimable
from analysis.inference.over_ikcs import estimate_ikc_schattingen, estimate_over_ikcs
from analysis.inference.sensitivity import estimate_gevoeligheid
from analysis.inference.standardise import estimate_standardised
from analysis.inference.tijdreeks import estimate_tijdreeks
from analysis.inference.with_without import estimate_gebeurtenisstudie, estimate_verschil_in_verschil, start_metingen
from analysis.measures.blijvers import BLIJVERS
from analysis.measures.dubbel import DUBBEL
from analysis.results.kaart import VAN_ONTHULLING
from analysis.results.kaarten import kaart
from analysis.study import PrimaireIndicator, Statistiek, Study
from result_rows import as_result

CODEBOOK = load_codebook()
METINGEN = (
    {"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
    {"meting": "na", "peildatum": "2020-02-01", "informant": "jeugdondersteuner"},
    {"meting": "eind", "peildatum": "2021-06-01", "informant": "jeugdondersteuner"},
)
PILOTS, OTHERS = ("A", "B", "C"), ("D", "E", "F")
STUDY = Study(
    folder=Path("studie"), naam="voorbeeld", metingen=METINGEN,
    ikcs=(*({"ikc": i, "rol": "pilot", "start_jok": "2019-03-01"} for i in PILOTS),
          *({"ikc": i, "rol": "vergelijking"} for i in OTHERS)),
    storende_periodes=({"naam": "corona", "van": "2020-03-15", "tot": "2021-06-30"},),
    primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
)  # fmt: skip
INT = {"aard": "signaal", "indicator": "internaliserend", "soort": "kindproblematiek",
       "domein": "internaliserend", "code": "alle"}  # fmt: skip
CASES = {  # of 200 children: at nul, na, eind
    "A": (20, 50, 60), "B": (20, 60, 50), "C": (30, 50, 70), "D": (20, 22, 20), "E": (30, 28, 34), "F": (20, 20, 24),
}  # fmt: skip
NO_DOUBLES = pd.DataFrame(columns=["informant_van", "informant_naar", "soort", "domein", "code", *DUBBEL])


def counts(cases: dict = CASES, n_kinderen: int = 200) -> pd.DataFrame:
    rows = [
        {"ikc": ikc, "meting": meting["meting"], "bouw": "alle", **INT, "n": n, "n_kinderen": n_kinderen}
        for ikc, three in cases.items()
        for meting, n in zip(METINGEN, three, strict=True)
        if n is not None
    ]
    return pd.DataFrame(rows).astype({"n": "Int64", "n_kinderen": "Int64"})


def changes_of(cases: dict = CASES, blijvers: dict | None = None, informants: bool = True) -> pd.DataFrame:
    who = [
        (ikc, item["meting"], item["informant"] if ikc in PILOTS and informants else "leerkracht")
        for ikc in cases
        for item in METINGEN
    ]
    table = pd.DataFrame(who, columns=["ikc", "meting", "informant"]).assign(vorm="kinderen")
    linked = None
    if blijvers:
        rows = [{"ikc": i, "van": v, "naar": n, "bouw": "alle", **INT, **dict(zip(BLIJVERS, four, strict=True))}
                for (i, v, n), four in blijvers.items()]  # fmt: skip
        linked = pd.DataFrame(rows).drop(columns=["aard", "indicator"]).astype(dict.fromkeys(BLIJVERS, "Int64"))
    return estimate_veranderingen(counts(cases), table, STUDY, CODEBOOK, linked)


def doubles(*four: int) -> pd.DataFrame:
    row = {"informant_van": "leerkracht", "informant_naar": "jeugdondersteuner", **INT}
    return pd.DataFrame([{**row, **dict(zip(DUBBEL, four, strict=True))}])


def run_of(table: pd.DataFrame, ikc: str, dreiging: str) -> pd.Series:
    hits = table[(table["ikc"] == ikc) & (table["dreiging"] == dreiging)]
    assert len(hits) == 1
    return hits.iloc[0]


def test_over_ikcs_by_hand() -> None:
    """Pilots change by 40, 30 and 40 of 200: 20, 15 and 20 points; 600 children each time, so all weigh the same."""
    table = estimate_over_ikcs(changes_of(), STUDY)
    row = table[(table["rol"] == "pilot") & (table["naar"] == "eind") & (table["van"] == "nul")].iloc[0]
    assert row["verschil"] == row["gemiddelde"] == pytest.approx(0.55 / 3)
    # t with 2 degrees of freedom 4.3027; sd of 0.20, 0.15, 0.20 is 0.028868; / sqrt 3 = 0.016667
    assert row["gemiddelde_laag"] == pytest.approx(0.55 / 3 - 4.302653 * 0.0166667, abs=1e-5)
    assert (row["p_tekenwissel"], row["kleinste_p"]) == (0.25, 0.25)
    assert "de toets kan hier niets aantonen" in row["kleinste_p_woorden"] and "0,25" in row["kleinste_p_woorden"]
    assert set(table["rol"]) == {"pilot", "vergelijking"}
    # one primary indicator: the corrected margin is that at 5 per cent; the pilots had another informant
    assert row["gemiddelde_laag_gecorrigeerd"] == row["gemiddelde_laag"]
    assert (row["genoteerd"], row["oordeel"], row["oordeel_reden"]) == ("meer", "niet te zeggen", "andere_informant")
    same = estimate_over_ikcs(changes_of(informants=False), STUDY)
    row = same[(same["rol"] == "pilot") & (same["naar"] == "eind") & (same["van"] == "nul")].iloc[0]
    assert (row["genoteerd"], row["oordeel"], row["oordeel_reden"]) == ("meer", "gestegen", "marge")


def test_shrunken_lies_between_raw_and_mean() -> None:
    table = estimate_ikc_schattingen(changes_of({**CASES, "B": (20, 60, 120)}), STUDY)
    pilots = table[(table["rol"] == "pilot") & (table["naar"] == "eind") & (table["van"] == "nul")]
    mean, raw, shrunken = pilots["verschil"].mean(), pilots["verschil"], pilots["verschil_gekrompen"]
    assert ((shrunken - mean).abs() <= (raw - mean).abs() + 0.01).all()
    assert shrunken.max() < raw.max() and "ci_laag" not in table


def test_difference_in_differences_by_hand() -> None:
    """Pilots +20, +15, +20 points; the others 0, +2, +2: 18.33 - 1.33 = 17 points.

    Squared error (8.333e-4 + 1.333e-4) / 3 = 3.2222e-4. Welch's df is 3.2222e-4^2 / ((2.7778e-4^2 + 4.444e-5^2) / 2) =
    2.624; halfway to 3 - 1 it is 2.312. t(0.975; 2.312) = 3.7921.
    """
    changes = changes_of()
    informant = estimate_informant(changes, NO_DOUBLES, STUDY)
    table = estimate_verschil_in_verschil(changes, informant, STUDY)
    row = table[(table["van"] == "nul") & (table["naar"] == "eind")].iloc[0]
    assert row["verschil"] == pytest.approx(0.17)
    assert row["ci_laag"] == pytest.approx(0.17 - stats.t.isf(0.025, 2.312) * np.sqrt(3.2222e-4), abs=1e-4)
    assert not row["controle"] and 0.5 < row["kans_gevonden"] < 1, "8 points are 4.5 errors"
    assert row["informant_verschilt"] and np.isnan(row["verschil_gecorrigeerd"])
    assert not (table["van"] == "na").any(), "everybody had started by then"
    same = estimate_verschil_in_verschil(changes_of(informants=False), informant, STUDY)
    assert not same["informant_verschilt"].any()


def test_a_control_indicator_stands_in_the_same_table_with_a_family_of_its_own() -> None:
    """The same counts as the primary one, with two controls: its corrected level is 0.025, not 0.05."""
    changes = changes_of()
    control = changes.assign(indicator="druk", domein="externaliserend", code="druk", primair=False)
    both = pd.concat([changes, control], ignore_index=True)
    study = STUDY.model_copy(update={"controle_indicatoren": ("druk", "rouw")})
    table = estimate_verschil_in_verschil(both, estimate_informant(changes, NO_DOUBLES, study), study)
    ends = table[(table["van"] == "nul") & (table["naar"] == "eind")].set_index("controle")
    assert ends["indicator"].to_dict() == {False: "internaliserend", True: "druk"}
    assert ends.loc[True, "verschil"] == ends.loc[False, "verschil"] == pytest.approx(0.17)
    half = ends["ci_hoog_gecorrigeerd"] - ends["verschil"]
    assert half[True] / half[False] == pytest.approx(stats.t.isf(0.0125, 2.312) / stats.t.isf(0.025, 2.312), rel=1e-3)
    assert len(estimate_verschil_in_verschil(both, estimate_informant(changes, NO_DOUBLES, STUDY), STUDY)) == 2


def test_without_cases_there_is_no_interval_over_ikcs() -> None:
    """No child has the mark: an interval from 0 to 0 would say that this is certain."""
    nobody = dict.fromkeys(CASES, (0, 0, 0))
    changes = changes_of(nobody)
    together = estimate_over_ikcs(changes, STUDY)
    assert (together["verschil"] == 0).all()
    assert together[["ci_laag", "ci_hoog", "gemiddelde_laag", "gemiddelde_hoog"]].isna().all().all()
    did = estimate_verschil_in_verschil(changes, estimate_informant(changes, NO_DOUBLES, STUDY), STUDY)
    assert did[["ci_laag", "ci_hoog_gecorrigeerd"]].isna().all().all()
    assert (did["reden"] == "Te weinig gevallen in alle IKC's samen voor een marge.").all()
    events = estimate_gebeurtenisstudie(counts(nobody), STUDY)
    assert events["ci_laag"].isna().all() and (events.loc[events["relatief"] >= 0, "reden"] != "").all()


@pytest.mark.parametrize(("switched", "differs"), [("ABC", True), ("ABD", True), ("ABCDEF", False), ("AD", False)])
def test_another_informant_counts_by_the_part_of_each_group(switched: str, differs: bool) -> None:
    """Two of three pilots and one of three others: the difference still holds the change of informant."""
    changes = changes_of(informants=False)
    changes["informant_gewisseld"] = changes["ikc"].isin(list(switched))
    table = estimate_verschil_in_verschil(changes, estimate_informant(changes, NO_DOUBLES, STUDY), STUDY)
    assert (table["informant_verschilt"] == differs).all()


def test_difference_in_differences_with_the_known_ratio_by_hand() -> None:
    """Ratio (20 + 20) / 20 = 2: pilots 30, 25, 35 of 200, were 20, 20, 30: +5, +2.5, +2.5; less 1.33 is 2 points."""
    changes = changes_of()
    informant = estimate_informant(changes, doubles(20, 0, 20, 60), STUDY)
    table = estimate_verschil_in_verschil(changes, informant, STUDY)
    row = table[(table["van"] == "nul") & (table["naar"] == "eind")].iloc[0]
    assert row["verschil_gecorrigeerd"] == pytest.approx(0.1 / 3 - 0.04 / 3)


def test_event_study_is_the_difference_since_the_last_meting_before_the_start() -> None:
    table = estimate_gebeurtenisstudie(counts(), STUDY).set_index("relatief")
    assert table.loc[-1, "effect"] == 0
    assert table.loc[0, "effect"] == pytest.approx((0.15 + 0.2 + 0.1) / 3 - (0.01 - 0.01 + 0) / 3)
    assert table.loc[1, "effect"] == pytest.approx(0.17)
    assert start_metingen(STUDY).to_dict() == {"A": "na", "B": "na", "C": "na", "D": None, "E": None, "F": None}


def test_detection_ratio_by_hand_and_only_with_five_children() -> None:
    """Both 10, only the teacher 5, only the other 20: 30 / 15 = 2; a share of 60 in 200 becomes 15 per cent."""
    changes = changes_of()
    row = estimate_informant(changes, doubles(10, 5, 20, 65), STUDY).query("ikc == 'A' and naar == 'eind'").iloc[0]
    assert row["detectie"] == pytest.approx(2.0)
    assert row["verschil_gecorrigeerd"] == pytest.approx(0.15 - 0.10)
    assert row["ci_laag"] < 0.05 < row["ci_hoog"]
    few = estimate_informant(changes, doubles(3, 1, 3, 90), STUDY)
    assert few["detectie"].isna().all() and (few["n_dubbel"] == 97).all()
    assert estimate_informant(changes, NO_DOUBLES, STUDY)["n_dubbel"].eq(0).all()


def test_a_ratio_asks_five_marks_of_each_and_eight_children_marked() -> None:
    """Four marks of the first; seven children in all; four marks of the first; and just enough."""
    found = is_estimable(pd.Series([3, 5, 4, 5]), pd.Series([1, 0, 0, 0]), pd.Series([4, 2, 9, 3]))
    assert found.tolist() == [False, False, False, True]


def test_only_ikcs_with_another_informant_are_corrected_in_alle() -> None:
    """Marks at eind: 180 in the pilots, 78 in the others. Halved in the pilots: 168 of 1,200; was 140."""
    table = estimate_informant(changes_of(), doubles(20, 0, 20, 60), STUDY)
    row = table.query("ikc == 'alle' and van == 'nul' and naar == 'eind'").iloc[0]
    assert row["verschil_gecorrigeerd"] == pytest.approx((168 - 140) / 1200)
    assert set(table["ikc"]) == {*PILOTS, "alle"}


def test_sensitivity_follows_each_threat() -> None:
    changes = changes_of()
    table = estimate_gevoeligheid(changes, doubles(10, 5, 20, 65), STUDY)
    measured = run_of(table, "A", "gemeten")
    assert (measured["verschil"], measured["genoteerd"]) == (pytest.approx(0.2), "meer")
    assert (measured["oordeel"], measured["oordeel_reden"]) == ("niet te zeggen", "andere_informant")
    assert (measured["van"], measured["naar"]) == ("nul", "eind")
    informant = run_of(table, "A", "informant")
    assert informant["verschil"] == pytest.approx(0.05)
    assert (informant["genoteerd"], informant["zelfde_oordeel"]) == ("geen aantoonbaar verschil", False)
    calm = run_of(table, "A", "zonder_storend")
    assert (calm["naar"], calm["verschil"]) == ("na", pytest.approx(0.15))
    followed = run_of(table, "A", "gevolgd")
    assert followed["reden"] == "Het is niet bekend wie gebleven is." and np.isnan(followed["verschil"])
    assert set(table.loc[table["ikc"] == "D", "dreiging"]) >= {"gemeten", "zonder_correctie"}
    assert "informant" not in set(table.loc[table["ikc"] == "D", "dreiging"])


def test_the_run_on_followed_children_is_of_those_children() -> None:
    """Of A 120 stayed: 10 of them had it at first, 34 at last, 8 at both: 20 points."""
    changes = changes_of(blijvers={("A", "nul", "eind"): (120, 10, 34, 8)})
    row = run_of(estimate_gevoeligheid(changes, NO_DOUBLES, STUDY), "A", "gevolgd")
    assert row["verschil"] == pytest.approx(24 / 120)
    assert (row["genoteerd"], row["oordeel"], row["n_kleinste"]) == ("meer", "niet te zeggen", 2)
    other = run_of(estimate_gevoeligheid(changes, NO_DOUBLES, STUDY), "A", "informant")
    assert other["reden"] == "Te weinig kinderen zijn door beide invullers gezien."


def test_the_run_on_composition_has_the_level_of_its_row() -> None:
    """Two primary indicators: the smallest p is judged at 0.025. From 0 to 19 of 20 in both bouwen, and no further."""
    other = {**INT, "indicator": "externaliserend", "domein": "externaliserend"}
    rows = [
        {"ikc": "A", "meting": meting, "bouw": bouw, **mark, "n": times * n, "n_kinderen": times * 20}
        for mark, cases in ((INT, (0, 19)), (other, (5, 6)))
        for meting, n in zip(("nul", "na"), cases, strict=True)
        for bouw, times in (("onderbouw", 1), ("bovenbouw", 1), ("alle", 2))
    ]
    table = pd.DataFrame(rows).astype({"n": "Int64", "n_kinderen": "Int64"})
    named = [PrimaireIndicator(indicator=mark["indicator"], richting="stijging") for mark in (INT, other)]
    study = STUDY.model_copy(update={"primaire_indicatoren": tuple(named)})
    who = pd.DataFrame({"ikc": "A", "meting": ["nul", "na"], "informant": "leerkracht", "vorm": "kinderen"})
    found = estimate_gevoeligheid(estimate_veranderingen(table, who, study, CODEBOOK), NO_DOUBLES, study)
    row = run_of(found[found["indicator"] == "internaliserend"], "A", "samenstelling")
    strata = pd.DataFrame({"ikc": "A", "bouw": ["onderbouw", "bovenbouw"], "n_van": 0, "n_kinderen_van": 20,
                           "n_naar": 19, "n_kinderen_naar": 20})  # fmt: skip
    expected = estimate_standardised(strata, ["ikc"], 0.025).iloc[0]
    assert row["ci_laag"] == pytest.approx(expected["ci_laag"]) and row["ci_hoog"] == pytest.approx(expected["ci_hoog"])
    assert row["ci_laag"] < 0.95 < row["ci_hoog"] <= 1


def test_each_ikc_is_left_out_once_by_hand() -> None:
    """All: 140 to 258 of 1,200. Without A: 120 to 198 of 1,000."""
    table = estimate_gevoeligheid(changes_of(), NO_DOUBLES, STUDY)
    left = table[table["dreiging"] == "zonder_ikc"].set_index("weggelaten")
    assert list(left.index) == [*PILOTS, *OTHERS] and set(left["ikc"]) == {"alle"}
    assert left.loc["A", "verschil"] == pytest.approx(0.198 - 0.12)
    assert left.loc["A", "n_kleinste"] == 20


def test_without_one_of_three_ikcs_two_are_too_few_and_the_row_says_so() -> None:
    table = estimate_gevoeligheid(changes_of({ikc: CASES[ikc] for ikc in PILOTS}), NO_DOUBLES, STUDY)
    left = table[table["dreiging"] == "zonder_ikc"]
    assert left["verschil"].isna().all() and left["weggelaten"].tolist() == list(PILOTS)
    assert set(left["reden"]) == {"Er blijven te weinig IKC's, kinderen of gevallen over."}
    assert set(left["genoteerd"]) == {"te weinig gegevens"} and set(left["oordeel"]) == {""}


def test_a_run_is_judged_by_its_own_interval() -> None:
    table = estimate_gevoeligheid(changes_of(), doubles(10, 5, 20, 65), STUDY)
    said = table[table["ci_laag"].notna()]
    rose = said["ci_laag"] > 0
    assert (said.loc[rose, "genoteerd"] == "meer").all() and rose.any()
    assert not (said.loc[~rose, "genoteerd"] == "meer").any()


def quarters(per_quarter: int) -> pd.DataFrame:
    names = [f"{year}Q{quarter}" for year in (2018, 2019, 2020) for quarter in (1, 2, 3, 4)]
    rows = [("A", name, "alle", per_quarter + place % 3, 200) for place, name in enumerate(names)]
    return pd.DataFrame(rows, columns=["ikc", "kwartaal", "domein", "n_gestart", "n_kinderen"])


def test_series_begin_at_the_quarter_of_the_start_and_few_toewijzingen_give_no_fit() -> None:
    study = STUDY.model_copy(update={"statistiek": Statistiek(minimum_kwartalen=12)})
    table = estimate_tijdreeks(quarters(12), study)
    level = table[table["term"] == "niveau"].iloc[0]
    assert (level["start"], level["n_kwartalen"], level["n_kwartalen_na"]) == ("2019Q1", 12, 8)
    assert level["ci_laag"] < 1 < level["ci_hoog"]
    few = estimate_tijdreeks(quarters(2), STUDY)
    assert list(few["methode"]) == ["te weinig"] and few["ratio"].isna().all()


def test_every_table_has_its_documented_columns() -> None:
    changes = changes_of()
    informant = estimate_informant(changes, doubles(10, 5, 20, 65), STUDY)
    made = {
        "gevoeligheid": estimate_gevoeligheid(changes, NO_DOUBLES, STUDY), "informant": informant,
        "over_ikcs": estimate_over_ikcs(changes, STUDY), "ikc_schattingen": estimate_ikc_schattingen(changes, STUDY),
        "verschil_in_verschil": estimate_verschil_in_verschil(changes, informant, STUDY),
        "gebeurtenisstudie": estimate_gebeurtenisstudie(counts(), STUDY),
        "tijdreeks": estimate_tijdreeks(quarters(12), STUDY),
    }  # fmt: skip
    of_groups = {"n_ikcs", "ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd"}
    for name, table in made.items():
        added = of_groups if name == "tijdreeks" else set()
        assert set(kaart(name).kolommen) - set(VAN_ONTHULLING) == set(table.columns) | added, name


def test_an_estimate_over_ikcs_falls_with_one_small_ikc_and_is_rounded_with_two() -> None:
    """What is computed from the counts of the IKCs together falls with them, also with two: they are hidden counts."""
    names = ("over_ikcs", "ikc_schattingen", "verschil_in_verschil")
    for small, expected in ((1, "empty"), (2, "rounded")):
        cases = CASES | dict.fromkeys(PILOTS[:small], (3, 20, 21))
        changes = changes_of(cases)
        informant = estimate_informant(changes, NO_DOUBLES, STUDY)
        made = (estimate_over_ikcs(changes, STUDY), estimate_ikc_schattingen(changes, STUDY),
                estimate_verschil_in_verschil(changes, informant, STUDY))  # fmt: skip
        tables = {"veranderingen": changes, **dict(zip(names, made, strict=True))}
        public = suppress_results({name: as_result(name, table) for name, table in tables.items()}, STUDY, "publiek")
        for name in names:
            shown = public[name]
            row = shown[(shown["van"] == "nul") & (shown["naar"] == "eind")].iloc[2 if "ikc" in shown else 0]
            value = row[{"over_ikcs": "gemiddelde", "ikc_schattingen": "verschil_gekrompen"}.get(name, "verschil")]
            assert pd.isna(value) if expected == "empty" else value == round(value, 2), (name, small)
            assert name != "over_ikcs" or row[["n_van", "verschil", "ci_laag", "ci_hoog"]].isna().all(), small


def test_public_edition_hides_a_left_out_ikc_with_small_counts() -> None:
    changes = changes_of(CASES | {"D": (3, 4, 3)})
    table = as_result("gevoeligheid", estimate_gevoeligheid(changes, NO_DOUBLES, STUDY))
    shown = suppress_results({"gevoeligheid": table}, STUDY, "publiek")["gevoeligheid"].set_index("weggelaten")
    assert np.isnan(shown.loc["D", "verschil"]) and shown.loc["D", "oordeel"] == "te weinig gegevens"
    assert not np.isnan(shown.loc["A", "verschil"])
    exact = suppress_results({"gevoeligheid": table}, STUDY, "intern")["gevoeligheid"].set_index("weggelaten")
    assert not np.isnan(exact.loc["D", "verschil"])


def test_no_changes_give_empty_tables() -> None:
    empty = changes_of().head(0)
    informant = estimate_informant(empty, NO_DOUBLES, STUDY)
    assert informant.empty
    assert estimate_gevoeligheid(empty, NO_DOUBLES, STUDY).empty
    assert estimate_over_ikcs(empty, STUDY).empty
    assert estimate_ikc_schattingen(empty, STUDY).empty
    assert estimate_verschil_in_verschil(empty, informant, STUDY).empty
    assert estimate_gebeurtenisstudie(counts().head(0), STUDY).empty
    assert estimate_tijdreeks(quarters(9).head(0), STUDY).empty


def test_one_pilot_has_an_event_study_without_interval() -> None:
    one = STUDY.model_copy(update={"ikcs": tuple(item for item in STUDY.ikcs if item.ikc in ("A", "D", "E"))})
    table = estimate_gebeurtenisstudie(counts({ikc: CASES[ikc] for ikc in ("A", "D", "E")}), one).set_index("relatief")
    assert table.loc[1, "effect"] == pytest.approx(0.2 - 0.01)
    assert table["ci_laag"].isna().all() and "Minder dan drie IKC's" in table.loc[1, "reden"]


def test_a_meting_on_the_day_of_the_start_is_before_it() -> None:
    """Start on 1 February 2020, the day of `na`: A changes from na to eind by 60 - 50 of 200, D by 20 - 22: 0.06."""
    ikcs = [
        item.model_copy(update={"start_jok": date(2020, 2, 1)} if item.rol == "pilot" else {}) for item in STUDY.ikcs
    ]
    same_day = STUDY.model_copy(update={"ikcs": tuple(ikcs)})
    assert start_metingen(same_day).to_dict() == dict.fromkeys(PILOTS, "eind") | dict.fromkeys(OTHERS)
    changes = changes_of(dict.fromkeys(PILOTS, CASES["A"]) | dict.fromkeys(OTHERS, CASES["D"]))
    table = estimate_verschil_in_verschil(changes, estimate_informant(changes, NO_DOUBLES, STUDY), same_day)
    assert list(zip(table["van"], table["naar"], strict=True)) == [("nul", "eind"), ("na", "eind")]
    assert table["verschil"].tolist() == pytest.approx([0.2, 0.06])
    event = estimate_gebeurtenisstudie(
        counts(dict.fromkeys(PILOTS, CASES["A"]) | dict.fromkeys(OTHERS, CASES["D"])), same_day
    )
    assert event.set_index("relatief")["effect"].to_dict() == pytest.approx({-2: -0.14, -1: 0, 0: 0.06})


@pytest.mark.parametrize(
    ("small", "expected"),
    [((1, 1, 0, 1, 0, 0), 1), ((1, 1, 0, 0, 0, 0), 2), ((0, 0, 0, 1, 1, 1), 3), ((0, 0, 0, 0, 0, 0), 0)],
)
def test_the_group_with_the_fewest_small_ikcs_decides_what_a_comparison_shows(small, expected):
    roles = pd.Series(["pilot"] * 3 + ["vergelijking"] * 3)
    assert fewest_small(pd.Series(small) == 1, roles) == expected
