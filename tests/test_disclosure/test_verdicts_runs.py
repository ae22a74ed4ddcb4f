"""The words of other looks at a change: those of the exact counts, where they tell of no count more."""

import pandas as pd
import pytest

from analysis.disclosure.verdicts_runs import carry_runs
from analysis.study import load_study

CHANGE = {"indicator": "i", "soort": "s", "domein": "d", "code": "c", "van": "nul", "naar": "eind"}
LISTS = pd.DataFrame(columns=["ikc", "meting", "bouw", "n_inventaris"])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studie")
    (folder / "study.yml").write_text("naam: Proef\n", encoding="utf-8")
    return load_study(folder)


def changes_of(n_van: int, n_naar: int, children: int = 60) -> pd.DataFrame:
    shares = {"aandeel_van": n_van / children, "aandeel_naar": n_naar / children}
    counts = {"n_van": n_van, "n_kinderen_van": children, "n_naar": n_naar, "n_kinderen_naar": children}
    return pd.DataFrame([{"ikc": "A", "bouw": "alle", **CHANGE, **counts, **shares, "primair": True, "n_ikcs": 1}])


def runs_of(words: dict[str, str], low: float = -0.1, difference: float = 0.2) -> pd.DataFrame:
    ends = {"verschil": difference, "ci_laag": low, "ci_hoog": 0.6, "weggelaten": pd.NA, "oordeel_reden": "marge"}
    return pd.DataFrame([{"ikc": "A", **CHANGE, **ends, "dreiging": run, "genoteerd": w} for run, w in words.items()])


def carry(rounded: pd.DataFrame, exact: dict[str, str], changes: pd.DataFrame, study, lists=LISTS) -> dict[str, str]:
    told = rounded.assign(weggelaten="", genoteerd=rounded["dreiging"].map(exact))
    found = carry_runs(rounded, changes, lists, told, study)
    assert ((found["ci_laag"] > 0) == (found["genoteerd"] == "meer")).all()
    return dict(zip(found["dreiging"], found["genoteerd"], strict=True))


NONE = "geen aantoonbaar verschil"


@pytest.mark.parametrize(("n_van", "n_naar", "word"), [(5, 30, "meer"), (5, 10, "meer"), (0, 5, NONE)])
def test_without_correction_a_word_is_said_where_every_possible_count_could_have_it(study, n_van, n_naar, word):
    """From 5 to 10 is 5 children where each count is lowest, from 0 to 5 one; four are a change at 95 per cent."""
    rounded = runs_of({"gemeten": NONE, "zonder_correctie": NONE})
    found = carry(rounded, {"gemeten": NONE, "zonder_correctie": "meer"}, changes_of(n_van, n_naar), study)
    assert found == {"gemeten": NONE, "zonder_correctie": word}


def test_a_look_that_follows_the_change_has_a_word_only_where_the_change_has_one(study):
    exact = {"gemeten": "meer", "samenstelling": "meer"}
    silent = runs_of({"gemeten": NONE, "samenstelling": NONE})
    assert carry(silent, exact, changes_of(5, 10), study) == {"gemeten": NONE, "samenstelling": NONE}
    said = runs_of({"gemeten": "meer", "samenstelling": NONE})
    assert carry(said, exact, changes_of(5, 30), study) == exact


def test_what_rounding_alone_says_and_what_lies_on_the_other_side_is_not_said(study):
    own = runs_of({"gemeten": "meer", "zonder_storend": "meer"}, low=0.1)
    assert carry(own, {"gemeten": NONE, "zonder_storend": "meer"}, changes_of(5, 30), study) == {
        "gemeten": NONE,
        "zonder_storend": "meer",
    }
    down = runs_of({"gemeten": "meer", "zonder_correctie": "meer"}, difference=-0.2)
    found = carry(down, {"gemeten": "meer", "zonder_correctie": "meer"}, changes_of(5, 30), study)
    assert set(found.values()) == {NONE}


@pytest.mark.parametrize(("n_van", "n_naar", "word"), [(5, 30, "meer"), (0, 5, NONE)])
def test_of_children_on_the_list_the_counts_on_the_list_decide(study, n_van, n_naar, word):
    """The second list held 45 of 60 children: 30 of them is a rise whatever was rounded, 5 may be 1."""
    lists = pd.DataFrame({"ikc": "A", "meting": ["nul", "eind"], "bouw": "alle", "n_inventaris": [60, 45]})
    rounded = runs_of({"gemeten": NONE, "op_lijst": NONE})
    found = carry(rounded, {"gemeten": NONE, "op_lijst": "meer"}, changes_of(n_van, n_naar), study, lists)
    assert found == {"gemeten": NONE, "op_lijst": word}
