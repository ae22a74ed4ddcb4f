import numpy as np
import pandas as pd
import pytest
from cost_cases import load_case, make_casussen, make_study, read_casussen, same, shipped_codebook
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.costs.scenarios import check_scenarios, choose_scenarios, measure_kosten

CODEBOOK = shipped_codebook()
CONTRACT = ["casus", "grootheid", "scenario", "betaler", "laag", "midden", "hoog", "onbekend"]
COLUMNS = ["casus", "scenario", "post", "betaler", "bedrag", "bedrag_laag", "bedrag_hoog", "gemonetariseerd"]


@pytest.mark.parametrize("name", ["drie_scenarios", "bereik_aan_beide_kanten"])
def test_costs_and_savings_by_hand(name):
    case = load_case("measure_kosten", name)
    lines = make_casussen([dict(zip(COLUMNS, row, strict=True)) for row in case["casussen"]])
    table = measure_kosten(lines, make_study(**case["kosten"]), CODEBOOK)
    assert list(table.columns)[:8] == CONTRACT
    assert len(table) == len(case["verwacht"])
    for row in case["verwacht"]:
        (found,) = table[table[CONTRACT[1:4]].eq(row[:3]).all(axis=1)].to_dict("records")
        assert [same(found[name], amount) for name, amount in zip(CONTRACT[4:7], row[3:6], strict=True)] == [True] * 3
        assert [found["onbekend"], found["grens"], found["ondergrens"]] == [*row[6:], row[7] == "minstens"]


def test_the_five_cases_by_hand():
    table = measure_kosten(read_casussen(), make_study(), CODEBOOK)
    savings = table[(table["grootheid"] == "besparing") & (table["betaler"] == "gemeente")].set_index("casus")
    assert savings["midden"].fillna(-1).tolist() == [4135, 8777.55, -1, 743, 66150]
    assert savings["onbekend"].tolist() == [True, False, True, False, False]
    assert savings.loc["03", "hoog"] == 83750 and savings.loc["03", "grens"] == "hoogstens"
    totals = table[(table["grootheid"] == "besparing") & (table["betaler"] == "alle")].set_index("casus")
    assert totals["midden"].fillna(-1).tolist() == [34135, 8777.55, -1, 283, 66045]
    assert totals["grens"].tolist() == ["minstens", "volledig", "hoogstens", "minstens", "volledig"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["met_jok", "zonder_jok"], ("zonder_jok", "met_jok")),
        (["Met JOK", "Zonder JOK"], ("Zonder JOK", "Met JOK")),
        (["met_jok", "oud", "zonder_jok"], ("zonder_jok", "met_jok")),
        (["met_team", "zonder_jok"], ("zonder_jok", "met_team")),
        (["met_jok", "vroeger"], ("vroeger", "met_jok")),
    ],
)
def test_names_of_scenarios_are_free(names, expected):
    choice = choose_scenarios("A", names, make_study())
    assert (choice.reference, choice.intervention) == expected and not choice.melding


@pytest.mark.parametrize("names", [["na", "voor"], ["met_jok"], ["a", "b", "met_jok"]])
def test_a_reference_is_never_guessed(names):
    assert not choose_scenarios("A", names, make_study()).complete


def test_cases_without_a_reference_are_reported_and_have_costs_but_no_saving():
    lines = make_casussen([{"casus": "A", "scenario": name, "bedrag": 10} for name in ("voor", "na")])
    (melding,) = check_scenarios(lines, make_study())
    assert "casus A heeft de scenario's na, voor" in melding.als_tekst()
    assert set(measure_kosten(lines, make_study(), CODEBOOK)["grootheid"]) == {"kosten"}
    assert not check_scenarios(lines, make_study(referentiescenario="voor", interventiescenario="na"))


AMOUNT = st.integers(0, 100_000)
LINE = st.fixed_dictionaries(
    {
        "casus": st.sampled_from(["A", "B"]),
        "scenario": st.sampled_from(["met_jok", "zonder_jok"]),
        "post": st.sampled_from(["p", "q", "r"]),
        "betaler": st.sampled_from(["gemeente", "rijk", "provincie"]),
        "bedrag": st.none() | AMOUNT,
        "bedrag_laag": st.none() | AMOUNT,
        "bedrag_hoog": st.none() | AMOUNT,
        "gemonetariseerd": st.sampled_from([True, True, True, False]),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=10))
def test_low_is_not_above_middle_and_middle_not_above_high(rows):
    table = measure_kosten(make_casussen(rows), make_study(), CODEBOOK)
    assert not (table["laag"] > table["midden"] + 1e-6).any()
    assert not (table["midden"] > table["hoog"] + 1e-6).any()
    assert not (table["laag"] > table["hoog"] + 1e-6).any()


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=10))
def test_payers_add_up_to_the_total(rows):
    table = measure_kosten(make_casussen(rows), make_study(), CODEBOOK)
    for _, part in table.groupby(["casus", "grootheid", "scenario"]):
        total, payers = part[part["betaler"] == "alle"].iloc[0], part[part["betaler"] != "alle"]
        assert total["n_niet_gemonetariseerd"] == payers["n_niet_gemonetariseerd"].sum()
        for column in ("laag", "midden", "hoog"):
            if payers[column].notna().all():
                assert np.isclose(total[column], payers[column].sum(), atol=1e-4)
            elif column == "hoog" or part["grootheid"].iloc[0] == "besparing":
                assert np.isnan(total[column])


@settings(max_examples=30, deadline=None)
@given(st.lists(LINE, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = (measure_kosten(make_casussen(order), make_study(), CODEBOOK) for order in (rows, shuffled))
    pd.testing.assert_frame_equal(first, second)


def test_reference_and_intervention_swapped_turns_the_saving_round():
    swapped = make_study(referentiescenario="met_jok", interventiescenario="zonder_jok")
    one, other = (measure_kosten(read_casussen(), study, CODEBOOK) for study in (make_study(), swapped))
    one, other = (table[(table["grootheid"] == "besparing") & (table["casus"] == "02")] for table in (one, other))
    assert one["midden"].tolist() == [-amount for amount in other["midden"]]
