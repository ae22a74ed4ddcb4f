import numpy as np
import pandas as pd
import pytest
from cost_cases import load_case, make_casussen, make_study, read_casussen, read_gepubliceerd, same, shipped_codebook

from analysis.codebook import load_codebook
from analysis.costs.published import CONTROLES_COLUMNS, check_published
from analysis.costs.verdicts import OORDELEN, count_decimals

REAL = load_case("check_published", "vijf_casussen")
OTHER = load_case("check_published", "andere_grootheden")
CONTRACT = ["bron", "casus", "grootheid", "scenario", "betaler", "post", "gepubliceerd", "herberekend_laag",
            "herberekend", "herberekend_hoog", "verschil", "oordeel"]  # fmt: skip


@pytest.fixture(scope="module")
def controles() -> pd.DataFrame:
    return check_published(read_casussen(), read_gepubliceerd(), make_study(), shipped_codebook())


def test_the_table_has_the_contract_columns_and_known_verdicts(controles):
    assert list(controles.columns)[:12] == CONTRACT
    assert list(controles.columns) == list(CONTROLES_COLUMNS)
    assert set(controles["oordeel"]) <= set(OORDELEN)


@pytest.mark.parametrize("row", REAL["cijfers"], ids=lambda row: "-".join(map(str, row[:4])))
def test_every_published_figure_of_the_five_cases(controles, row):
    *_, printed, amount, oordeel, _why = row
    hit = controles[controles[["casus", "grootheid", "scenario", "betaler"]].eq(row[:4]).all(axis=1)]
    assert len(hit) == 1
    found = hit.iloc[0]
    assert found["oordeel"] == oordeel
    assert same(found["gepubliceerd"], None if printed == "niet bekend" else printed)
    assert same(found["herberekend"], amount)
    if amount is not None and printed != "niet bekend":
        assert same(found["verschil"], printed - amount)


def test_every_published_figure_is_checked_once(controles):
    figures = controles[~controles["grootheid"].isin(["bedrag", "betaler"])]
    assert len(figures) == len(REAL["cijfers"]) == 26
    assert list(figures["rij"]) == list(range(2, 28))


def test_every_line_with_its_own_amount_is_checked(controles):
    lines = controles[controles["grootheid"] == "bedrag"]
    columns = ["casus", "scenario", "post", "gepubliceerd", "herberekend", "oordeel"]
    assert lines[columns].values.tolist() == REAL["regels"]


def test_the_deviations_of_the_five_cases_are_these_and_only_these(controles):
    deviating = controles[controles["oordeel"] == "wijkt af"]
    keys = deviating[["casus", "grootheid", "scenario", "betaler", "post"]].values.tolist()
    assert keys == [
        ["01", "besparing", "", "gemeente", ""],
        ["01", "bedrag", "met_jok", "gemeente", "JOK"],
        ["05", "bedrag", "zonder_jok", "verzekeraar", "B-GGZ moeder"],
        ["alle", "betaler", "", "gemeente; rijk", "IB-er / IB"],
    ]
    assert list(deviating["verschil"].iloc[:3]) == [1069, 769, 5]


def test_a_range_is_shown_low_middle_high(controles):
    rows = controles[(controles["casus"] == "03") & (controles["scenario"] == "zonder_jok")]
    total = rows[rows["grootheid"] == "kosten"].iloc[0]
    assert total[["herberekend_laag", "herberekend", "herberekend_hoog"]].tolist() == [63750, 73750, 83750]


def test_the_payers_of_a_post_are_named_per_case(controles):
    text = controles.loc[controles["grootheid"] == "betaler", "toelichting"].item()
    assert text == "dezelfde post, verschillende betalers: Gemeente (casus 01, 02); Rijk (casus 04, 05)"


def test_the_codebook_can_say_that_two_posts_are_one(tmp_path):
    (tmp_path / "codebook").mkdir()
    text = "post:\n  waarden:\n    IB-er: [IB, intern begeleider]\n"
    (tmp_path / "codebook" / "waarden.yml").write_text(text, encoding="utf-8")
    table = check_published(read_casussen(), read_gepubliceerd(), make_study(), load_codebook(tmp_path))
    found = table[table["grootheid"] == "betaler"]
    assert found["post"].tolist() == ["IB-er / IB"]
    assert "Rijk (casus 04, 05)" in found["toelichting"].item()


def _other_table() -> pd.DataFrame:
    columns = ["casus", "scenario", "post", "betaler", "bedrag", "bedrag_laag", "bedrag_hoog"]
    lines = make_casussen([dict(zip(columns, row, strict=True)) for row in OTHER["casussen"]])
    columns = ["casus", "grootheid", "scenario", "betaler", "post", "waarde_tekst", "waarde"]
    figures = pd.DataFrame([dict(zip(columns, row[:7], strict=True)) for row in OTHER["cijfers"]])
    figures = figures.assign(onbekend=figures["waarde_tekst"] == "niet bekend", bron="jaarverslag")
    return check_published(lines, figures, make_study(**OTHER["kosten"]), shipped_codebook())


OTHER_TABLE = _other_table()


@pytest.mark.parametrize(
    "place", range(len(OTHER["cijfers"])), ids=lambda place: "-".join(map(str, OTHER["cijfers"][place][:6]))
)
def test_other_quantities_scenarios_and_payers(place):
    *_, low, middle, high, oordeel = OTHER["cijfers"][place]
    found = OTHER_TABLE.iloc[place]
    assert found["oordeel"] == oordeel
    amounts = found[["herberekend_laag", "herberekend", "herberekend_hoog"]]
    assert all(same(float(amount), expected) for amount, expected in zip(amounts, (low, middle, high), strict=True))
    assert found["bron"] == "jaarverslag"


SAVING_WITH_UNKNOWN_EFFORT = [
    {"casus": "A", "scenario": "zonder_jok", "bedrag": 5000.0},
    {"casus": "A", "scenario": "met_jok", "post": "Klas", "bedrag": 75.0},
    {"casus": "A", "scenario": "met_jok", "post": "JOK", "gemonetariseerd": False},
]


@pytest.mark.parametrize(
    ("printed", "oordeel"),
    [(4925, "klopt met de bovengrens"), (5000, "wijkt af"), (4000, "niet te controleren"), (None, "klopt")],
)
def test_a_saving_with_unknown_effort_has_only_an_upper_bound(printed, oordeel):
    table = _check_one(SAVING_WITH_UNKNOWN_EFFORT, grootheid="besparing", waarde=printed)
    assert table["oordeel"] == oordeel
    assert np.isnan(table["herberekend"]) and table["herberekend_hoog"] == 4925


@pytest.mark.parametrize(("waarde", "n", "oordeel"), [(100, 1, "klopt"), (100, 17, "niet te controleren")])
def test_a_mean_over_more_cases_than_were_delivered_cannot_be_checked(waarde, n, oordeel):
    lines = [{"casus": "A", "scenario": "zonder_jok", "bedrag": 150.0}, {"casus": "A", "bedrag": 50.0}]
    found = _check_one(lines, casus="alle", grootheid="gemiddelde besparing", waarde=waarde, n_casussen=n)
    expected = {"klopt": "", "niet te controleren": "gepubliceerd over 17 casussen; er zijn kostenregels van 1"}
    # The mean of the one case is 100 either way; over 17 cases that says nothing.
    assert found["oordeel"] == oordeel and found["toelichting"] == expected[oordeel]


def test_a_published_not_known_mean_is_right_and_no_mean_of_the_others_is_put_beside_it():
    lines = [*SAVING_WITH_UNKNOWN_EFFORT, {"casus": "B", "scenario": "zonder_jok", "bedrag": 90.0}]
    lines.append({"casus": "B", "scenario": "met_jok", "bedrag": 10.0})
    found = _check_one(lines, casus="alle", grootheid="gemiddelde besparing", waarde=None)
    assert found["oordeel"] == "klopt" and np.isnan(found["herberekend"])
    assert "niet bekend: de besparing van casus A" in found["toelichting"]


def test_a_factor_of_an_intervention_that_costs_nothing_says_why_it_cannot_be_checked():
    lines = [{"casus": "A", "scenario": "zonder_jok", "bedrag": 150.0}, {"casus": "A", "bedrag": 0.0}]
    found = _check_one(lines, grootheid="factor", waarde=9.0)
    assert found["oordeel"] == "niet te controleren" and "kost niets" in found["toelichting"]


def test_a_line_that_names_no_payer_is_no_other_payer():
    shared = {"post": "Opvang", "bedrag": 5.0}
    lines = [{"casus": "A", "betaler": "gemeente", **shared}, {"casus": "B", "betaler": "", **shared}]
    table = check_published(make_casussen(lines), read_gepubliceerd().iloc[:0], make_study(), shipped_codebook())
    assert table.empty


def _check_one(lines: list[dict], waarde: float | None, casus: str = "A", **figure: object) -> pd.Series:
    row = {"casus": casus, "scenario": "", "betaler": "", "onbekend": waarde is None, "waarde": waarde, **figure}
    return check_published(make_casussen(lines), pd.DataFrame([row]), make_study(), shipped_codebook()).iloc[0]


def test_without_published_figures_only_the_lines_are_checked():
    table = check_published(read_casussen(), read_gepubliceerd().iloc[:0], make_study(), shipped_codebook())
    assert set(table["grootheid"]) == {"bedrag", "betaler"}


def test_without_cases_the_table_is_empty_but_whole():
    table = check_published(read_casussen().iloc[:0], read_gepubliceerd().iloc[:0], make_study(), shipped_codebook())
    assert table.empty and list(table.columns) == list(CONTROLES_COLUMNS)


@pytest.mark.parametrize(
    ("value", "text", "decimals"),
    [(1069, "1069", 0), (1069, "1.069", 0), (1787.25, "1.787,25", 2), (1069, "1069,00", 2), (2.5, "2,5", 1),
     (1787.25, "", 2), (1069, "", 0), (0.125, "0.125", 3), (994, "€ 994,-", 0), (np.nan, "niet bekend", 0)],
)  # fmt: skip
def test_the_precision_is_as_printed(value, text, decimals):
    assert count_decimals(value, text) == decimals


def test_without_its_text_a_factor_is_as_precise_as_it_is_short():
    assert count_decimals(2.5, in_money=False) == 1
    assert count_decimals(37.5) == 2


def test_the_source_is_the_file_unless_it_names_one(controles):
    assert set(controles["bron"]) == {"casussen_gepubliceerd", "casussen"}
