"""Breakthroughs by domain, counted by hand: no saving twice, nothing unknown as zero, a plan beside its costs."""

from pathlib import Path

import pandas as pd
import pytest
from cost_cases import load_case

from analysis.codebook import load_codebook
from analysis.costs.doorbraken import check_plans, measure_doorbraken
from analysis.costs.scenarios import measure_kosten
from analysis.errors import InvoerFout
from analysis.presentation import kosten
from analysis.presentation.rapport import make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.results.compute import compute_results
from analysis.study import Study, load_study
from analysis.tidy.tidy_study import tidy_study

CODEBOOK = load_codebook()
CASE = load_case("measure_doorbraken", "domeinen")


def _lines(rows: list) -> str:
    lines = ["casus;scenario;post;betaler;bedrag_laag;bedrag_hoog;gemonetariseerd"]
    for number, (casus, scenario, betaler, low, high) in enumerate(rows):
        known = "ja" if low is not None else "nee"
        lines.append(f"{casus};{scenario};Post {number};{betaler};{low or ''};{high or ''};{known}")
    return "\n".join(lines) + "\n"


def _plans(rows: list) -> str:
    return "\n".join(["casus;doorbraak;domein;ondersteuning", *(";".join(row) for row in rows)]) + "\n"


def _study(folder: Path, casussen: str, plans: str) -> Study:
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    text = "naam: Proef\nsynthetisch: true\nikcs: [{ikc: A1}, {ikc: B1}]\nkosten: {trekkingen: 1000}\n"
    (folder / "study.yml").write_text(text, encoding="utf-8")
    (raw / "casussen.csv").write_text(casussen, encoding="utf-8")
    (raw / "maatwerkplannen.csv").write_text(plans, encoding="utf-8")
    return load_study(folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Study, dict[str, pd.DataFrame]]:
    study = _study(tmp_path_factory.mktemp("plannen"), _lines(CASE["casussen"]), _plans(CASE["plannen"]))
    return study, compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)


def test_every_domain_as_counted_by_hand(made):
    columns = ["domein", "betaler", "n_casussen", "n_gedeeld", "n_met_bedrag", "n_minstens", "n_onbekend"]
    table = made[1]["doorbraken"]
    assert table[columns].values.tolist() == [row[:7] for row in CASE["verwacht"]]
    for row, expected in zip(table[["laag", "midden", "hoog"]].values.tolist(), CASE["verwacht"], strict=True):
        wanted = [float("nan") if amount is None else amount for amount in expected[7:]]
        assert row == pytest.approx(wanted, nan_ok=True), expected[:2]


def test_amounts_of_the_domains_add_up_to_all_and_counts_are_whole(made):
    table = made[1]["doorbraken"]
    of_alle = table["domein"] == "alle"
    for betaler, rows in table.groupby("betaler"):
        parts, whole = rows[~of_alle[rows.index]], rows[of_alle[rows.index]].iloc[0]
        assert parts["midden"].sum() == whole["midden"], betaler
        assert parts["n_met_bedrag"].sum() == whole["n_met_bedrag"]
    assert (table["n_casussen"] == table["n_gedeeld"] + table["n_met_bedrag"] + table["n_onbekend"]).all()


def test_the_total_is_that_of_the_costs_and_is_not_computed_again(made):
    over = made[1]["kosten_over_casussen"].set_index("betaler")["som"]
    of_all = made[1]["doorbraken"].query("domein == 'alle'").set_index("betaler")["midden"]
    assert of_all.to_dict() == over.reindex(of_all.index).to_dict()


def test_a_case_with_two_breakthroughs_in_one_domain_counts_once():
    plans = pd.DataFrame(
        [("01", "", "Voorrang", "wonen"), ("01", "", "Uitstel van huur", "wonen")],
        columns=["casus", "casus_ikc", "doorbraak", "domein"],
    )
    empty = pd.DataFrame(columns=["casus", "grootheid", "betaler", "laag", "midden", "hoog", "grens"])
    table = measure_doorbraken(plans, empty, CODEBOOK).set_index("domein")
    assert table["n_casussen"].to_dict() == {"wonen": 1, "alle": 1} and table["midden"].isna().all()


def test_a_case_with_an_ikc_is_counted_there_too(tmp_path):
    plans = "casus;ikc;domein\n01;A1;wonen\n02;;school\n"
    study = _study(tmp_path, _lines(CASE["casussen"]), plans)
    table = compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)["doorbraken"]
    of_ikc = table[table["betaler"] == "alle"].set_index(["ikc", "domein"])["n_casussen"]
    assert of_ikc.to_dict() == {("A1", "wonen"): 1, ("A1", "alle"): 1, ("alle", "wonen"): 1, ("alle", "school"): 1,
                                ("alle", "alle"): 2}  # fmt: skip


def test_another_ikc_than_in_the_costs_stops_and_a_strange_case_is_told(tmp_path):
    casussen = "casus;scenario;post;bedrag;ikc\n01;met_jok;JOK;1;A1\n01;zonder_jok;Zorg;2;A1\n"
    study = _study(tmp_path, casussen, "casus;ikc;domein\n1;B1;wonen\n11;;school\n")
    tidy = tidy_study(study, CODEBOOK)
    found = {melding.code: melding for melding in check_plans(tidy.tables)}
    assert found["casus_twee_ikcs"].ernst == "fout" and found["casus_twee_ikcs"].regels == ("casus 01",)
    assert found["plan_zonder_kosten"].ernst == "waarschuwing" and "11" in found["plan_zonder_kosten"].regels[0]
    with pytest.raises(InvoerFout, match="hoort hier bij een ander IKC dan in casussen"):
        compute_results(tidy, study, CODEBOOK)


def test_what_readers_are_told(made):
    study, tables = made
    rapport = make_rapport(study, CODEBOOK, "alle", "intern", tables)
    text = kosten.zin_doorbraken(rapport).markdown
    assert "wonen (3) en inkomen (2)" in text and "Bij twee casussen staat er geen domein bij." in text
    assert "Bij drie casussen is er volgens de beschrijving samen minstens € 3.500 minder uitgegeven." in text
    assert "Van drie casussen is het bedrag niet bekend; dat is iets anders dan nul." in text
    assert forbidden_words(text) == [] and max(len(line.split()) for line in text.split(". ")) <= 30
    rows = [" ".join(row.split()) for row in kosten.tabel_doorbraken(rapport).markdown.splitlines()]
    assert "| Inkomen | 2 | niet bekend | 0 van 1 | 1 | |" in rows
    assert "| Meer dan één domein | 1 | 3.000 (2.000 tot 4.000) | 1 van 1 | | Gemeente 3.000 |" in rows
    told = kosten.tekst_plannen(rapport).markdown
    assert "**Casus 03.** Doorbraak (wonen): Voorrang. Doorbraak (inkomen): Uitstel." in told
    assert "Casus 04" not in told and "niet ingevuld" not in told


def test_without_plans_there_is_nothing(tmp_path):
    study = _study(tmp_path, _lines(CASE["casussen"]), "casus;domein\n")
    tables = compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)
    rapport = make_rapport(study, CODEBOOK, "alle", "intern", tables)
    assert tables["doorbraken"].empty and not rapport.heeft("maatwerkplannen")
    assert not any((kosten.zin_doorbraken(rapport), kosten.tekst_plannen(rapport), kosten.tabel_doorbraken(rapport)))


def test_the_value_triangle_of_a_plan_stands_with_that_of_the_costs(tmp_path):
    casussen = "casus;scenario;post;bedrag;legitimiteit\n01;met_jok;JOK;1;past bij de wet\n01;zonder_jok;Zorg;2;\n"
    study = _study(tmp_path, casussen, "casus;domein;legitimiteit;rendement\n01;wonen;4;\n02;wonen;;hoog\n")
    table = compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)["casus_waarden"]
    assert table[["casus", "aspect", "tekst"]].values.tolist() == [
        ["01", "legitimiteit", "past bij de wet; 4 van 5"],
        ["02", "rendement", "hoog"],
    ]


def test_the_basis_of_each_amount_stands_with_the_case(tmp_path):
    casussen = (
        "casus;scenario;post;aantal;eenheid;tarief;kans;bedrag;toelichting;bron\n"
        "01;met_jok;JOK;3,5;uur;75;;262,50;;urenstaat\n"
        "01;met_jok;Gift;;;;;400;;\n"
        "01;zonder_jok;Behandeling;2;traject;4.000;25%;2.000;schatting;\n"
        "01;zonder_jok;Huisuitzetting;1;keer;6.000;;6.000;;\n"
    )
    study = _study(tmp_path, casussen, "casus;domein\n01;wonen\n")
    rapport = make_rapport(
        study, CODEBOOK, "alle", "intern", compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)
    )
    rows = [" ".join(row.split()) for row in kosten.tabel_basis(rapport, "01").markdown.splitlines()[2:]]
    assert rows == [
        "| JOK | 75 per uur × 3,5; bron: urenstaat | 262,50 |",
        "| Gift | niet opgeschreven | 400 |",
        "| Behandeling | 4.000 per traject × 2 × kans 25%; schatting | 2.000 |",
        "| Huisuitzetting | 6.000 per keer | 6.000 |",
    ]


def test_costs_of_the_case_file_are_what_measure_kosten_gives(made):
    savings = measure_kosten(tidy_study(made[0], CODEBOOK).tables["casussen"], made[0], CODEBOOK)
    savings = savings[(savings["grootheid"] == "besparing") & (savings["betaler"] == "alle")].set_index("casus")
    assert savings["midden"].dropna().to_dict() == {"01": 1000, "02": 500, "03": 3000}
