"""Hidden or shown is decided once: below the study's minimum no percentage, in figures, tables and sentences alike."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.disclosure.shown import decide_shown
from analysis.inference.judging import add_words
from analysis.measures.klassen import KIND
from analysis.presentation import oogopslag, signalen, trajecten, zorg
from analysis.presentation.outputs import Figuur, Tabel
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.study import Study

CODEBOOK = load_codebook()
METINGEN = ({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"})
SHARE = {"aandeel": 0.4, "ci_laag": 0.3, "ci_hoog": 0.5, "onderdrukt": False}
INDICATOR = {"soort": "kindproblematiek", "domein": "internaliserend", "code": "alle"}
WHOLE = {"soort": "kindproblematiek", "domein": "alle", "code": "alle"}


def study(minimum: int) -> Study:
    return Study(
        folder=Path("."), naam="x", metingen=METINGEN, ikcs=({"ikc": "A"},),
        statistiek={"minimum_kinderen": minimum},
        primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
    )  # fmt: skip


def tables(children: int) -> dict[str, pd.DataFrame]:
    """One IKC with so many children at both metingen, four in ten of them with the signal; as many trajecten."""
    n = 0.4 * children
    both = ("nul", "eind")
    row = {"ikc": "A", "bouw": "alle", "n_kinderen": children, "n": n, **SHARE}
    shares = pd.DataFrame([{**row, **key, "meting": meting} for key in (WHOLE, INDICATOR) for meting in both])
    care = shares.assign(soort="eerstelijnszorg", domein="alle").drop_duplicates("meting")
    one = {"n": n, "n_kinderen": children, "aandeel": 0.4, "informant": "ouder"}
    sides = {f"{name}_{side}": value for side in ("van", "naar") for name, value in one.items()}
    change = {"ikc": "A", "bouw": "alle", "indicator": "internaliserend", **INDICATOR, "van": "nul", "naar": "eind",
              **sides, "verschil": 0.0, "ci_laag_gecorrigeerd": -0.1, "ci_hoog_gecorrigeerd": 0.1, "primair": True,
              "ci_laag": -0.1, "ci_hoog": 0.1, "kleinst_aantoonbaar": 0.2, "informant_gewisseld": False, "p": 1.0,
              "eenheid": KIND, "n_ikcs": 1, "onderdrukt": False}  # fmt: skip
    ratio = {"ikc": "A", "bouw": "alle", "maat": "zorg_bij_probleem", "n_teller": n, "n_noemer": children,
             "waarde": 0.4, "ci_laag": 0.3, "ci_hoog": 0.5, "onderdrukt": False}  # fmt: skip
    paths = {"ikc": "A", "periode": "alle", "zorgvorm": "alle", "n": children, "n_lopend": 6, "mediaan_dagen": 90,
             "ci_laag": 60, "ci_hoog": 120, "aandeel_kort": 0.4, "onderdrukt": False}  # fmt: skip
    point = {"ikc": "A", "domein": "alle", "periode": "vanaf nul", "n": children, "n_onder_risico": 9,
             "aandeel_lopend": 0.4, "ci_laag": 0.3, "ci_hoog": 0.5, "onderdrukt": False}  # fmt: skip
    curve = [point | {"maand": month} for month in (0, 6, 12)]
    return {"signalen": shares, "zorg": care, "veranderingen": add_words(pd.DataFrame([change]), study(20)),
            "verhoudingen": pd.DataFrame([ratio | {"meting": meting} for meting in both]),
            "trajecten": pd.DataFrame([paths]), "trajecten_duur": pd.DataFrame(curve)}  # fmt: skip


def rapport(children: int, minimum: int) -> Rapport:
    return make_rapport(study(minimum), CODEBOOK, "A", "intern", tables(children))


CASES = [(9, 10, False), (10, 10, True), (19, 20, False), (20, 20, True), (29, 30, False), (30, 30, True)]
SENTENCES = (oogopslag.zin_oogopslag_wat, signalen.zin_signalen, zorg.zin_zorg, zorg.zin_zorg_probleem)
FIGURES = (oogopslag.figuur_oogopslag, signalen.figuur_signalen_domein, zorg.figuur_zorg_probleem,
           trajecten.figuur_trajecten)  # fmt: skip
TABLES = (signalen.tabel_signalen, zorg.tabel_verhoudingen, trajecten.tabel_trajecten)


@pytest.mark.parametrize(("children", "minimum", "shown"), CASES)
def test_sentences_follow_the_minimum_of_the_study(children: int, minimum: int, shown: bool) -> None:
    said = [make(rapport(children, minimum)).markdown for make in SENTENCES]
    assert ["40 van de 100" in text or "geen verschil" in text for text in said] == [shown] * len(SENTENCES), said


@pytest.mark.parametrize(("children", "minimum", "shown"), CASES)
def test_figures_follow_the_minimum_of_the_study(children: int, minimum: int, shown: bool) -> None:
    made = [make(rapport(children, minimum)) for make in FIGURES]
    drawn = [isinstance(item, Figuur) and bool(re.search(r"\b40\b", item.alt)) for item in made]
    assert drawn == [shown] * len(FIGURES)


@pytest.mark.parametrize(("children", "minimum", "shown"), CASES)
def test_tables_follow_the_minimum_of_the_study(children: int, minimum: int, shown: bool) -> None:
    made = [make(rapport(children, minimum)) for make in TABLES]
    percentages = [isinstance(item, Tabel) and bool(re.search(r"[ (]40[) ]", item.markdown)) for item in made]
    assert percentages == [shown] * len(TABLES)


def test_what_may_not_be_shown_is_empty_and_the_result_keeps_its_number() -> None:
    exact = tables(19)
    shown = decide_shown(exact, study(20))
    assert shown["signalen"][["aandeel", "ci_laag", "ci_hoog"]].isna().all(axis=None)
    assert not shown["signalen"]["getoond"].any() and shown["signalen"]["te_weinig"].all()
    assert shown["veranderingen"]["oordeel"].tolist() == ["te weinig gegevens"]
    assert shown["trajecten"]["mediaan_dagen"].tolist() == [90] and shown["trajecten_duur"].empty
    assert exact["signalen"]["aandeel"].eq(0.4).all()


def test_a_suppressed_change_has_no_verdict_and_is_not_called_too_few() -> None:
    change = tables(50)["veranderingen"].assign(verschil=np.nan, oordeel="te weinig gegevens", onderdrukt=True)
    row = decide_shown({"veranderingen": change}, study(20))["veranderingen"].iloc[0]
    assert (row["oordeel"], row["getoond"], row["te_weinig"]) == ("niet getoond", False, False)


def test_an_unknown_number_of_children_shows_no_percentage() -> None:
    unknown = tables(50)["signalen"].assign(n_kinderen=np.nan)
    assert not decide_shown({"signalen": unknown}, study(20))["signalen"]["getoond"].any()


@pytest.mark.parametrize(("suppressed", "unknown"), [(False, True), (True, False)])
def test_a_suppressed_number_of_children_is_not_called_unknown(suppressed: bool, unknown: bool) -> None:
    gone = tables(50)["signalen"].assign(n_kinderen=np.nan, aandeel=np.nan, onderdrukt=suppressed)
    assert decide_shown({"signalen": gone}, study(20))["signalen"]["noemer_onbekend"].eq(unknown).all()
