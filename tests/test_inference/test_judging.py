"""Which word a change gets, and why: every reason once, their order, and what no table may ever say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.inference.association_change import estimate_samenhang_veranderingen
from analysis.inference.bereik import estimate_bereik
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.judging import add_words, explain_too_little, judge_changed, judge_noted
from analysis.inference.oordelen import OORDELEN, REDENEN
from analysis.inference.sensitivity import estimate_gevoeligheid
from analysis.measures.dubbel import DUBBEL
from analysis.measures.informants import INVULLERS
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"},),
    metingen=({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"}),
)  # fmt: skip
L, J = "leerkracht", "jeugdondersteuner"
BASE = {
    "ikc": "A", "n_ikcs": 1, "n_kinderen_van": 100, "n_kinderen_naar": 100, "aandeel_van": 0.1, "aandeel_naar": 0.3,
    "p": 0.001, "ci_laag_gecorrigeerd": 0.1, "ci_hoog_gecorrigeerd": 0.3, "informant_van": L, "informant_naar": L,
    "informant_gewisseld": False, "n_invullers_van": pd.NA, "n_invullers_naar": pd.NA, "invullers": "",
}  # fmt: skip
"""A change of which more was noted, by the same kind of informant."""


def changes(*rows: dict) -> pd.DataFrame:
    table = pd.DataFrame([BASE | row for row in rows])
    whole = ["n_kinderen_van", "n_kinderen_naar", "n_invullers_van", "n_invullers_naar"]
    return table.astype(dict.fromkeys(whole, "Int64") | {"p": float})


def words(**row: object) -> tuple[str, str, str]:
    found = add_words(changes(row), STUDY).iloc[0]
    return found["genoteerd"], found["oordeel"], found["oordeel_reden"]


NOTHING = {"p": np.nan, "ci_laag_gecorrigeerd": np.nan, "ci_hoog_gecorrigeerd": np.nan}
SWITCHED = {"informant_naar": J, "informant_gewisseld": True}
ONE_OTHER = {"n_invullers_van": 1, "n_invullers_naar": 1, "invullers": "andere"}
EMPTY = {**NOTHING, "aandeel_naar": np.nan, "n_kinderen_naar": pd.NA}
REASONS = [
    ({}, ("meer", "gestegen", "marge")),
    ({"ci_laag_gecorrigeerd": -0.3, "ci_hoog_gecorrigeerd": -0.1}, ("minder", "gedaald", "marge")),
    ({"ci_laag_gecorrigeerd": 0.0}, ("geen aantoonbaar verschil", "geen aantoonbare verandering", "marge")),
    (EMPTY, ("te weinig gegevens", "te weinig gegevens", "meting_ontbreekt")),
    ({**NOTHING, "n_kinderen_van": 19}, ("te weinig gegevens", "te weinig gegevens", "te_weinig_kinderen")),
    ({**NOTHING, "n_kinderen_van": 20}, ("te weinig gegevens", "te weinig gegevens", "te_weinig_gevallen")),
    (SWITCHED, ("meer", "niet te zeggen", "andere_informant")),
    ({"informant_van": "onbekend"}, ("meer", "niet te zeggen", "informant_onbekend")),
    ({"informant_naar": ""}, ("meer", "niet te zeggen", "informant_onbekend")),
    ({"informant_naar": None}, ("meer", "niet te zeggen", "informant_onbekend")),
    (ONE_OTHER, ("meer", "niet te zeggen", "andere_persoon")),
    ({"ikc": "alle", "n_ikcs": 9}, ("meer", "", "opgeteld_over_ikcs")),
]


@pytest.mark.parametrize(("row", "expected"), REASONS)
def test_every_reason(row: dict, expected: tuple) -> None:
    assert words(**row) == expected
    assert expected[2] in REDENEN and expected[1] in {*OORDELEN, ""}


ORDER = [
    ({"ikc": "alle", **EMPTY, **SWITCHED}, "opgeteld_over_ikcs"),
    ({**EMPTY, "n_kinderen_van": 5, **SWITCHED}, "meting_ontbreekt"),
    ({**NOTHING, "n_kinderen_van": 5, **SWITCHED}, "te_weinig_kinderen"),
    ({**NOTHING, **SWITCHED}, "te_weinig_gevallen"),
    ({**SWITCHED, **ONE_OTHER}, "andere_informant"),
    ({"informant_van": "onbekend", **ONE_OTHER}, "informant_onbekend"),
]


@pytest.mark.parametrize(("row", "reason"), ORDER)
def test_the_first_reason_that_holds_is_given(row: dict, reason: str) -> None:
    """What is not there goes before who filled in; the kind of informant before which person."""
    assert words(**row)[2] == reason


@pytest.mark.parametrize(
    "persons",
    [
        {"n_invullers_van": 1, "n_invullers_naar": 1, "invullers": "dezelfde"},
        {"n_invullers_van": 8, "n_invullers_naar": 9, "invullers": "andere"},
        {"n_invullers_van": 8, "n_invullers_naar": 3, "invullers": "deels"},
    ],
)
def test_with_several_persons_the_margin_holds_who_filled_in(persons: dict) -> None:
    """One person for the whole school is the one thing that no margin can hold; classes with each a person it can."""
    assert words(**persons) == ("meer", "gestegen", "marge")


@pytest.mark.parametrize(("van", "naar", "who"), [(8, 1, "andere"), (1, 8, "andere"), (1, 3, "deels")])
def test_one_person_at_either_meting_is_in_no_margin(van: int, naar: int, who: str) -> None:
    """With an ICC of .05 and a share of 10 per cent one person is off by 7 points: more than most margins are wide."""
    row = {"n_invullers_van": van, "n_invullers_naar": naar, "invullers": who}
    assert words(**row) == ("meer", "niet te zeggen", "andere_persoon")


def test_an_end_at_zero_is_no_difference() -> None:
    p, at = pd.Series([0.05, 0.05, np.nan]), pd.Series([0.0, -0.2, np.nan])
    noted = judge_noted(p, at, pd.Series([0.2, 0.0, np.nan]))
    assert noted.tolist() == ["geen aantoonbaar verschil", "geen aantoonbaar verschil", "te weinig gegevens"]


def test_too_little_goes_before_who_filled_in_and_nothing_before_added_up() -> None:
    noted = np.array(["te weinig gegevens", "meer", "te weinig gegevens"])
    reden = np.array(["andere_informant", "andere_informant", "opgeteld_over_ikcs"], dtype=object)
    assert judge_changed(noted, reden).tolist() == ["te weinig gegevens", "niet te zeggen", ""]
    assert explain_too_little(noted, reden).tolist() == ["te_weinig_gevallen", "andere_informant", "opgeteld_over_ikcs"]


INFORMANTS = st.sampled_from([L, J, "onbekend", "", None])
ROWS = st.fixed_dictionaries(
    {
        "ikc": st.sampled_from(["A", "B", "alle"]),
        "p": st.sampled_from([np.nan, 0.001, 0.4]),
        "ci_laag_gecorrigeerd": st.floats(-1, 1),
        "ci_hoog_gecorrigeerd": st.floats(-1, 1),
        "aandeel_van": st.sampled_from([np.nan, 0.2]),
        "n_kinderen_van": st.sampled_from([5, 100, pd.NA]),
        "informant_van": INFORMANTS,
        "informant_naar": INFORMANTS,
        "n_invullers_van": st.sampled_from([1, 4, pd.NA]),
        "n_invullers_naar": st.sampled_from([1, 4, pd.NA]),
        "invullers": st.sampled_from(["", "dezelfde", "deels", "andere"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_nothing_rose_or_fell_where_the_informant_may_be_why(rows: list[dict]) -> None:
    known = [(row["informant_van"], row["informant_naar"]) for row in rows]
    switched = [van != naar and not {van, naar} & {"", None, "onbekend"} for van, naar in known]
    found = add_words(
        changes(*(row | {"informant_gewisseld": other} for row, other in zip(rows, switched, strict=True))), STUDY
    )
    said = found[found["oordeel"].isin(["gestegen", "gedaald"])]
    assert not said["informant_gewisseld"].any() and not (said["ikc"] == "alle").any()
    assert said["informant_van"].isin([L, J]).all() and (said["informant_van"] == said["informant_naar"]).all()
    assert (said["oordeel"].map({"gestegen": "meer", "gedaald": "minder"}) == said["genoteerd"]).all()
    one_other = (said["n_invullers_van"] == 1) & (said["n_invullers_naar"] == 1) & (said["invullers"] == "andere")
    assert not one_other.fillna(False).any()
    assert set(found["oordeel_reden"]) <= set(REDENEN)


ONE_PERSON = pd.DataFrame([("A", "nul", "eind", 1, 1, "andere")], columns=["ikc", "van", "naar", *INVULLERS])


@pytest.mark.parametrize(
    ("informants", "persons", "reason"),
    [
        ((L, L), None, "marge"),
        ((L, J), None, "andere_informant"),
        ((L, "onbekend"), None, "informant_onbekend"),
        ((L, L), ONE_PERSON, "andere_persoon"),
    ],
)
def test_reach_and_association_have_the_same_reasons(informants, persons, reason) -> None:
    """Care among 40 of 100 and later 80 of 100 with a problem; an odds ratio of 1 and later 16."""
    who = pd.DataFrame({"ikc": "A", "meting": ["nul", "eind"], "informant": informants})
    shares = pd.DataFrame({"ikc": "A", "meting": ["nul", "eind"], "maat": "zorg_bij_probleem", "n_teller": [40, 80],
                           "n_noemer": 100}).astype({"n_teller": "Int64", "n_noemer": "Int64"})  # fmt: skip
    cells = pd.DataFrame([("A", "nul", 40, 40, 40, 40), ("A", "eind", 80, 20, 20, 80)],
                         columns=["ikc", "meting", "n_beide", "n_eerste", "n_tweede", "n_geen"])  # fmt: skip
    cells = cells.assign(verband="probleem_zorg").astype({name: "Int64" for name in cells if name.startswith("n_")})
    reach = estimate_bereik(shares, who, STUDY, invullers=persons).set_index("ikc").loc["A"]
    link = estimate_samenhang_veranderingen(cells, who, STUDY, invullers=persons).set_index("ikc").loc["A"]
    assert (reach["oordeel_reden"], link["oordeel_reden"]) == (reason, reason)
    told = ("gestegen", "sterker") if reason == "marge" else ("niet te zeggen", "niet te zeggen")
    assert (reach["oordeel"], link["oordeel"]) == told and reach["genoteerd"] == "meer"
    assert not {*INVULLERS} & {*reach.index, *link.index}


def test_a_run_on_other_metingen_has_the_reason_of_those() -> None:
    """Nul to eind is the same informant; the calm pair nul to na is not: there nothing can be called a rise."""
    study = Study(
        folder=Path("studie"), naam="x", ikcs=({"ikc": "A"},),
        metingen=tuple({"meting": name, "peildatum": day} for name, day in
                       (("nul", "2019-02-01"), ("na", "2020-02-01"), ("eind", "2021-06-01"))),
        primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
        storende_periodes=({"naam": "corona", "van": "2020-03-15", "tot": "2021-06-30"},),
    )  # fmt: skip
    what = {"bouw": "alle", "aard": "signaal", "indicator": "internaliserend", "soort": "kindproblematiek",
            "domein": "internaliserend", "code": "alle", "n_kinderen": 200}  # fmt: skip
    rows = [{"ikc": "A", "meting": name, **what, "n": n} for name, n in (("nul", 20), ("na", 60), ("eind", 70))]
    who = pd.DataFrame({"ikc": "A", "meting": ["nul", "na", "eind"], "informant": [L, J, L], "vorm": "kinderen"})
    counts = pd.DataFrame(rows).astype({"n": "Int64", "n_kinderen": "Int64"})
    changed = estimate_veranderingen(counts, who, study, load_codebook())
    none = pd.DataFrame(columns=["informant_van", "informant_naar", "soort", "domein", "code", *DUBBEL])
    runs = estimate_gevoeligheid(changed, none, study).query("ikc == 'A'").set_index("dreiging")
    assert runs.loc["gemeten", ["genoteerd", "oordeel"]].tolist() == ["meer", "gestegen"]
    calm = runs.loc["zonder_storend", ["naar", "genoteerd", "oordeel", "oordeel_reden"]].tolist()
    assert calm == ["na", "meer", "niet te zeggen", "andere_informant"]
