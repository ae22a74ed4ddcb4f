"""What may spoil a statistic is planted on request, is in the truth and in the deliveries; else nothing changes."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.measures.klassen import cluster_of
from analysis.simulation import Bedreigingen, Scenario, Simulated, find_truth, simulate_study, simulate_tables
from analysis.simulation.classes import classes_per_groep, draw_klassen
from analysis.simulation.inventories import double_chance, draw_report
from analysis.simulation.truth import moment_shares
from analysis.study import load_study
from analysis.tidy.tidy_study import judge_study

KLASSEN = Bedreigingen(klas_grootte=22, icc=0.05)


def draw(bedreigingen: Bedreigingen, seed: int = 7, met_toewijzingen: bool = False, **changes: object) -> Simulated:
    small = {"ikcs": 7, "pilots": 2} | changes
    return simulate_tables(replace(Scenario(), bedreigingen=bedreigingen, **small), seed, met_toewijzingen)


@pytest.fixture(scope="module")
def planted() -> Simulated:
    return draw(KLASSEN)


def persons(study: Simulated, ikc: int) -> list[set[str]]:
    rows = study.rapporten[(study.rapporten["ikc"] == ikc) & ~study.rapporten["dubbel"]]
    return [set(part["invuller"]) for _, part in rows.groupby("meting", sort=False)]


def of_problem(study: Simulated, soort: str) -> list[str]:
    return list(study.codes.loc[study.codes["soort"] == soort, "code"])


def test_nothing_is_planted_by_default(simulated) -> None:
    assert simulated.klassen is None and simulated.verschuiving is None
    assert not {"klas", "invuller"} & set(simulated.rapporten)
    assert find_truth(simulated).bedreigingen == {}


def test_classes_per_groep_by_hand() -> None:
    """Per groep 31, 22, 26, 24, 17, 42, 12, 34 and 20 children; in classes of 22: 1.4, 1, ..., 1.9, 0.5, 1.5, 0.9."""
    scenario = replace(Scenario(), bedreigingen=KLASSEN)
    assert classes_per_groep(scenario).tolist() == [1, 1, 1, 1, 1, 2, 1, 2, 1]


def test_small_ikcs_combine_groepen_and_large_ones_split_them(planted) -> None:
    first = planted.rapporten[planted.rapporten["meting"] == "nulmeting"]
    of = {ikc: set(rows["klas"]) for ikc, rows in first.groupby("ikc")}
    assert of[6] == {"", "1/2", "3/4", "5/6", "7/8"}
    assert of[5] == {f"{groep}{letter}" for groep in range(1, 9) for letter in "ab"} | {"0a", "0b", "0c", "0d"}
    assert first[(first["ikc"] == 1) & (first["groep"] > 0)]["klas"].eq("").all(), "its groep is its class"
    sizes = first[first["ikc"] == 5].groupby("klas").size()
    assert sizes.max() > 1.15 * sizes.min()


def test_a_child_keeps_its_letter_and_moves_up_with_its_class(planted) -> None:
    rows = planted.rapporten[(planted.rapporten["ikc"] == 5) & (planted.rapporten["groep"] > 0)]
    letters = rows.assign(letter=rows["klas"].str[-1]).groupby("kindcode")["letter"].nunique()
    assert (letters == 1).all()


def test_the_marks_of_one_person_are_as_alike_as_planted(planted) -> None:
    """Persons drawn anew for 100 classes of 22 children, 15 times: analysis of variance, error about 0.004."""
    rng = np.random.default_rng(3)
    moment, scenario = planted.momenten[0], planted.scenario
    marks, size = [], 22
    number = len(moment.aanwezig) // size
    for _ in range(15):
        order = rng.permutation(len(moment.aanwezig))[: number * size]
        effect = np.zeros(len(moment.aanwezig))
        effect[order] = np.repeat(planted.klassen.spreiding * rng.standard_normal(number), size)
        report = draw_report(moment, np.full(len(effect), "leerkracht"), scenario, rng, effect)
        marked = report[of_problem(planted, "kindproblematiek")].any(axis=1).to_numpy()
        marks.append(marked[order].reshape(number, size))
    table = np.concatenate(marks)
    between, within = size * table.mean(axis=1).var(ddof=1), table.var(axis=1, ddof=1).mean()
    assert (between - within) / (between + (size - 1) * within) == pytest.approx(0.05, abs=0.014)


def test_the_expected_share_is_that_over_persons(planted) -> None:
    """Persons drawn 60 times: their mean share is the truth's, and not that of a person in the middle."""
    spread, rng = planted.klassen.spreiding, np.random.default_rng(4)
    truth = moment_shares(planted.momenten[0], 0, planted.scenario, spread)
    chosen = (truth["ikc"] == "alle") & (truth["bouw"] == "alle")
    expected = truth[chosen].set_index("indicator")["aandeel_verwacht"]
    codes = of_problem(planted, "kindproblematiek")
    seen, moment = [], planted.momenten[0]
    for _ in range(60):
        rows = draw_klassen([moment], planted.scenario, spread, rng).momenten[0]
        teachers = np.full(len(rows), "leerkracht")
        report = draw_report(moment, teachers, planted.scenario, rng, rows["uitslag"].to_numpy())
        seen.append(report[codes].any(axis=1).mean())
    assert np.mean(seen) == pytest.approx(expected["kindproblematiek"], abs=4 * np.std(seen) / np.sqrt(60))


@pytest.mark.parametrize(("stays", "same"), [(0.0, False), (1.0, True)])
def test_another_leerkracht_at_each_meting_unless_one_stays(stays: float, same: bool) -> None:
    first, second, third = persons(draw(replace(KLASSEN, leerkracht_blijft=stays)), 5)
    assert len(first) == 20, "a person per class: 16, and 4 of peuters"
    for one, other in combinations((first, second, third), 2):
        assert one == other if same else not one & other


def test_one_person_may_fill_in_for_the_whole_ikc() -> None:
    study = draw(replace(KLASSEN, een_invuller=True))
    assert [len(names) for names in persons(study, 5)] == [1, 1, 1]
    assert len(set.union(*persons(study, 5))) == 3


def test_the_jeugdondersteuner_is_one_person_who_stays(planted) -> None:
    first, second, third = persons(planted, 0)
    assert len(first) > 5 and second == third == {"jok1"}
    doubles = planted.rapporten[planted.rapporten["dubbel"] & (planted.rapporten["ikc"] == 0)]
    assert doubles["invuller"].str.startswith("lk").all()


def test_an_icc_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvoerFout, match=r"icc van 0\.9 kan hier niet"):
        draw(Bedreigingen(klas_grootte=22, icc=0.9), ikcs=2, pilots=1)
    with pytest.raises(InvoerFout, match="Zonder klas_grootte"):
        Bedreigingen(icc=0.05)
    with pytest.raises(InvoerFout, match="kan niet: vervolg, dubbel_selectief"):
        Bedreigingen(vervolg=1.2, dubbel_selectief=0)


def test_brothers_and_sisters_share_the_family_and_not_their_own_part() -> None:
    study, plain = draw(Bedreigingen(broers_zussen=0.5)), draw(Bedreigingen())
    children = study.population.kinderen
    younger = children[children["gezin"] != children.index]
    oldest = children.loc[younger["gezin"]]
    assert 0.4 < len(younger) / len(children) < 0.5, "half, but for who has nobody older there"
    assert (younger["last_gezin"].to_numpy() == oldest["last_gezin"].to_numpy()).all()
    assert younger["cohort"].to_numpy().min() > 0 and (younger["cohort"].to_numpy() > oldest["cohort"].to_numpy()).all()
    assert children[["last_kind", "last_gezin"]].std().tolist() == pytest.approx([1, 1], abs=0.05)
    assert np.corrcoef(children["last_kind"], children["last_gezin"])[0, 1] == pytest.approx(0.55, abs=0.05)
    own = younger["last_kind"] - 0.55 * younger["last_gezin"]
    before = plain.population.kinderen.eval("last_kind - 0.55 * last_gezin")
    assert own.to_numpy() == pytest.approx(before[younger.index].to_numpy())


def test_family_problems_are_alike_in_a_family() -> None:
    study = draw(Bedreigingen(broers_zussen=0.5))
    moment, gezin = study.momenten[0], study.population.kinderen["gezin"].to_numpy()
    columns = (study.codes["soort"] == "gezinsproblematiek").to_numpy()[: moment.signalen.shape[1]]
    known = pd.Series(moment.signalen[:, columns].any(axis=1), index=moment.aanwezig["kind"])
    known = known[~known.index.duplicated()]
    pairs = [(kind, gezin[kind]) for kind in known.index if gezin[kind] != kind and gezin[kind] in known.index]
    young, old = (known.loc[[pair[place] for pair in pairs]].to_numpy(dtype=float) for place in (0, 1))
    assert len(pairs) > 200 and np.corrcoef(young, old)[0, 1] > 0.25


def test_a_follow_up_comes_after_the_traject_of_the_same_child() -> None:
    plain, study = draw(Bedreigingen(), 7, True), draw(Bedreigingen(vervolg=0.5), 7, True)
    extra = study.trajecten.iloc[len(plain.trajecten) :]
    within = (plain.trajecten["ikc"] >= 0).sum()
    assert 0.3 * within < len(extra) < 0.5 * within, "half, but for those that begin after the last day"
    assert study.trajecten["traject"].is_unique
    both = extra.merge(plain.trajecten, on=["kind", "zorgvorm"], suffixes=("", "_eerder"))
    gap = (both["start"] - both["eind_eerder"]).dt.days
    assert gap.between(30, 120).groupby(both["traject"]).any().all()
    assert find_truth(study).bedreigingen["trajecten_per_kind"] > 1.5


def test_ikcs_differ_in_what_truly_changes_after_the_first_meting() -> None:
    study, plain = draw(Bedreigingen(verschil_ikcs=0.3)), draw(Bedreigingen())
    assert (study.momenten[0].signalen == plain.momenten[0].signalen).all()
    shift = study.verschuiving
    assert (shift[0] == 0).all() and (shift[1] == shift[2]).all() and shift[1].std() > 0.1
    changes = find_truth(study).veranderingen
    chosen = (changes["indicator"] == "kindproblematiek") & (changes["naar"] == "eindmeting")
    rows = changes[chosen & (changes["van"] == "nulmeting")].set_index("ikc")["verschil_waar"]
    assert np.corrcoef(rows[study.scenario.codes()], shift[1])[0, 1] > 0.8


def test_children_with_problems_are_reported_twice_four_times_as_often() -> None:
    study = draw(Bedreigingen(dubbel_selectief=4.0), ikcs=4, pilots=2)
    moment = study.momenten[1]
    chance = double_chance(moment, np.array([]), study.scenario)
    assert sorted(np.round(chance[moment.aanwezig["ikc"] == 0] / chance.min(), 6))[-1] == pytest.approx(4, rel=0.2)
    own = chance[moment.aanwezig["ikc"] == 0]
    assert own.max() == pytest.approx(4 * own.min()) and own.mean() == pytest.approx(0.12)
    at_random = double_chance(moment, np.array([]), replace(study.scenario, bedreigingen=Bedreigingen()))
    assert (at_random == 0.12).all()


def test_classes_and_persons_reach_the_deliveries_and_the_truth(tmp_path) -> None:
    """What is tidied from the dirt of the deliveries is what was drawn: the class of every child, and its person."""
    truth = simulate_study(tmp_path, seed=7, ikcs=6, bedreigingen=replace(KLASSEN, broers_zussen=0.3))
    told = json.loads((tmp_path / "simulatie" / "waarheid.json").read_text(encoding="utf-8"))
    assert told["scenario"]["bedreigingen"]["icc"] == 0.05
    table = pd.DataFrame(told["bedreigingen"]["klassen"][1:], columns=told["bedreigingen"]["klassen"][0])
    assert table.loc[table["meting"] == "nulmeting", "icc"].tolist() == pytest.approx([0.05] * 6, abs=1e-4)
    drawn = simulate_tables(truth.scenario, 7, met_toewijzingen=False).rapporten
    tables = judge_study(load_study(tmp_path), load_codebook()).tables
    kinderen = tables["kinderen"]
    main_reports = kinderen[kinderen["hoofdrapport"]].assign(cluster=cluster_of(kinderen))
    assert main_reports["cluster"].notna().all() and (main_reports["invuller"] != "").all()
    counted = main_reports.groupby(["ikc", "meting"])[["cluster", "invuller"]].nunique().reset_index()
    found = counted.merge(table, on=["ikc", "meting"])
    assert len(found) > 12 and (found["cluster"] <= found["n_klassen"]).all()
    assert (found["invuller"] <= found["n_invullers"]).all()
    assert found["cluster"].sum() > 0.95 * found["n_klassen"].sum(), "but for a class without any mark"
    large = drawn[(drawn["ikc"] == 5) & ~drawn["dubbel"] & (drawn["meting"] == "nulmeting")].groupby("klas").size()
    listed = kinderen[(kinderen["ikc"] == "IKC06") & (kinderen["meting"] == "nulmeting")]
    clusters = listed.assign(cluster=cluster_of(listed)).groupby("cluster").size()
    assert set(clusters.index) == set(large.index) and (clusters <= large[clusters.index]).all()
    families = kinderen[["ikc", "kind", "gezin"]].drop_duplicates()
    assert (kinderen["gezin"] != "").all() and families.duplicated(["ikc", "gezin"]).mean() > 0.05
    enrolled = tables["leerlingen"]
    assert {"1a", "8b", "0d"} <= set(enrolled.loc[enrolled["ikc"] == "IKC06", "klas"])


def test_the_command_says_what_cannot_go_together(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit, match="1"):
        main(["simulate", str(tmp_path / "proef"), "--icc", "0.05"])
    assert "klas_grootte" in capsys.readouterr().err and not (tmp_path / "proef").exists()
