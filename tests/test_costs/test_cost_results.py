"""The cost tables of a study whose scenarios, payers and IKCs no other test has, counted by hand."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from cost_cases import load_case, same

from analysis.codebook import load_codebook
from analysis.costs.checks import check_costs
from analysis.costs.results import cost_tables
from analysis.study import load_study
from analysis.tidy.tidy_study import tidy_study

CASE = load_case("cost_tables", "drie_scenarios")
EXPECTED = CASE["expected"]
HEAD = "naam: Proef\nsynthetisch: true\nikcs: [{ikc: A1}, {ikc: A2}]\n"


def _open(folder: Path, study: str, casussen: str, codebook: str = "", published: str = "") -> SimpleNamespace:
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "study.yml").write_text(HEAD + study, encoding="utf-8")
    (folder / "data" / "raw" / "casussen.csv").write_text(casussen, encoding="utf-8")
    if published:
        (folder / "data" / "raw" / "krant_gepubliceerd.csv").write_text(published, encoding="utf-8")
    if codebook:
        (folder / "codebook").mkdir()
        (folder / "codebook" / "betalers.yml").write_text(codebook, encoding="utf-8")
    loaded = load_study(folder)
    return SimpleNamespace(
        study=loaded, codebook=load_codebook(folder), tidy=tidy_study(loaded, load_codebook(folder)).tables
    )


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, pd.DataFrame]:
    opened = _open(tmp_path_factory.mktemp("kosten"), CASE["study"], CASE["casussen"], CASE["codebook"])
    return cost_tables(opened.tidy, opened.study, opened.codebook)


def _of(table: pd.DataFrame, ikc: str = "alle", **chosen: str) -> pd.DataFrame:
    rows = table[table["ikc"] == ikc]
    for column, value in chosen.items():
        rows = rows[rows[column] == value]
    return rows


def test_savings_per_payer_at_one_price_level(tables):
    found = tables["kosten"].query("grootheid == 'besparing'").set_index(["casus", "betaler"])
    assert len(found) == len(EXPECTED["besparing"])
    for casus, betaler, low, middle, high, ikc, level in EXPECTED["besparing"]:
        row = found.loc[(casus, betaler)]
        amounts = zip((row["laag"], row["midden"], row["hoog"]), (low, middle, high), strict=True)
        assert all(same(amount, hand) for amount, hand in amounts), (casus, betaler)
        assert row["casus_ikc"] == ikc and (pd.isna(row["prijspeil"]) if level is None else row["prijspeil"] == level)


def test_every_line_has_its_role_also_where_a_case_has_its_own_scenarios(tables):
    found = tables["kosten_posten"][["casus", "scenario", "post", "rol"]].values.tolist()
    assert found == EXPECTED["rollen"]


def test_over_the_cases(tables):
    row = _of(tables["kosten_over_casussen"], betaler="alle").iloc[0]
    assert {name: float(row[name]) for name in EXPECTED["over_alle"]} == pytest.approx(EXPECTED["over_alle"])
    assert row["grootste_casus"] == "01"


def test_payers_add_up_to_the_total_over_the_cases(tables):
    for ikc in EXPECTED["ikcs"]:
        rows = _of(tables["kosten_over_casussen"], ikc).set_index("betaler")["gemiddelde"]
        assert rows.drop("alle").sum() == pytest.approx(rows["alle"])


def test_who_pays_and_who_benefits(tables):
    rows = _of(tables["kosten_betalers"])[["betaler", "ingezet", "vermeden", "besparing"]].values.tolist()
    assert rows == EXPECTED["betalers"]


def test_social_return_and_its_years(tables):
    row = _of(tables["kosten_sroi"]).iloc[0]
    assert {name: float(row[name]) for name in EXPECTED["sroi"]} == pytest.approx(EXPECTED["sroi"])
    assert _of(tables["kosten_contante_waarde"])["cumulatief"].tolist() == pytest.approx(EXPECTED["cumulatief"])
    tornado = _of(tables["kosten_gevoeligheid"], maat="netto", factor="deadweight").iloc[0]
    assert [tornado["uitkomst_laag"], tornado["uitkomst_hoog"]] == pytest.approx(EXPECTED["tornado_deadweight"])


def test_break_even_for_all_and_for_who_pays_the_hours(tables):
    rows = _of(tables["kosten_break_even"], rekenwijze="zonder_aannames").set_index("betaler")
    assert rows["casussen"].to_dict() == pytest.approx(EXPECTED["break_even"])
    assert rows["hele_casussen"].to_dict() == EXPECTED["hele"]


def test_break_even_after_the_assumptions_of_the_report_itself(tables):
    rows = _of(tables["kosten_break_even"], rekenwijze="na_aannames").set_index("betaler")
    assert rows["casussen"].to_dict() == pytest.approx(EXPECTED["break_even_na"])
    ends = rows.loc["alle", ["casussen_laag", "casussen_hoog"]].astype(float).tolist()
    assert ends == pytest.approx(EXPECTED["break_even_na_mee_tegen"])


def test_all_assumptions_at_once_are_in_the_tornado(tables):
    row = _of(tables["kosten_gevoeligheid"], maat="netto").iloc[0]
    assert (row["factor"], bool(pd.isna(row["waarde_laag"]))) == ("alles", True)
    assert [row["uitkomst_laag"], row["uitkomst_hoog"]] == pytest.approx(EXPECTED["alles_netto"])


def test_scaling_up_adds_the_hours_back_for_the_investment_pays_them(tables):
    rows = _of(tables["kosten_opschaling"]).set_index("betaler")
    for betaler, *amounts in EXPECTED["opschaling"]:
        found = rows.loc[betaler, ["investering", "besparing", "saldo"]].astype(float).tolist()
        assert found == pytest.approx(amounts), betaler


def test_draws_say_how_many_lines_vary_at_all(tables):
    row = _of(tables["kosten_spreiding"], betaler="alle").iloc[0]
    assert {name: float(row[name]) for name in EXPECTED["spreiding"]} == pytest.approx(EXPECTED["spreiding"])
    assert abs(row["gemiddelde"] - row["verwachting"]) < 4 * row["standaardfout"]
    assert _of(tables["kosten_verdeling"])["n_trekkingen"].sum() == 1000


def test_cases_of_an_ikc_have_rows_of_their_own(tables):
    assert sorted(tables["kosten_betalers"]["ikc"].unique()) == EXPECTED["ikcs"]
    assert _of(tables["kosten_over_casussen"], "A1", betaler="alle")["n_casussen"].item() == 2


def test_without_assumptions_their_tables_stay_out(tmp_path):
    opened = _open(tmp_path, "", "casus;scenario;post;betaler;bedrag\n1;met_jok;a;gemeente;5\n1;zonder_jok;b;rijk;9\n")
    found = cost_tables(opened.tidy, opened.study, opened.codebook)
    assert "kosten_sroi" not in found
    assert found["kosten_break_even"].empty and found["kosten_opschaling"].empty


def test_published_figures_without_cost_lines_cannot_be_checked(tmp_path):
    published = "casus;grootheid;scenario;betaler;waarde\n01;kosten;met_jok;;100\n"
    opened = _open(tmp_path, "", "casus;scenario;post;betaler;bedrag\n", published=published)
    found = cost_tables(opened.tidy, opened.study, opened.codebook)
    assert found["controles"]["oordeel"].tolist() == ["niet te controleren"]
    assert found["controles"]["bron"].tolist() == ["krant_gepubliceerd"]


def test_every_problem_of_the_settings_against_the_lines_at_once(tmp_path):
    study = "kosten:\n  peiljaar: 2021\n  per_casus: {9: {referentiescenario: a, interventiescenario: b}}\n"
    lines = (
        "casus;scenario;post;betaler;aantal;tarief;bedrag;peiljaar\n1;a;x;gemeente;3;75;994;2019\n1;b;y;rijk;;;5;2021\n"
    )
    opened = _open(tmp_path, study, lines)
    found = check_costs(opened.tidy, opened.study, opened.codebook)
    assert [(melding.ernst, melding.code) for melding in found] == [
        ("waarschuwing", "bedrag_wijkt_af"), ("waarschuwing", "scenario_onbekend"), ("fout", "onbekende_casus"),
        ("fout", "cpi_ontbreekt"), ("waarschuwing", "casus_zonder_akkoord"),
    ]  # fmt: skip
    assert "2020, 2021" in found[-2].als_tekst()
