import pytest
from cost_cases import load_case, make_casussen, read_casussen, same

from analysis.costs.lines import check_lines, measure_lines

CASE = load_case("measure_lines", "regels")
GIVEN = ["aantal", "tarief", "kans", "bedrag", "bedrag_laag", "bedrag_hoog", "gemonetariseerd"]


@pytest.mark.parametrize("row", CASE["regels"], ids=lambda row: row[0])
def test_amount_of_a_line(row):
    name, *given = row[:8]
    found = measure_lines(make_casussen([{"casus": "A", "post": name, **dict(zip(GIVEN, given, strict=True))}])).iloc[0]
    low, middle, high, unknown, deviates = row[8:]
    assert same(found["laag"], low) and same(found["midden"], middle) and same(found["hoog"], high)
    assert (found["onbekend"], found["afwijking"]) == (unknown, deviates)


def test_lines_are_not_changed_in_place():
    lines = read_casussen()
    before = lines.copy()
    measure_lines(lines)
    assert lines.equals(before)


def test_two_lines_of_the_five_cases_do_not_add_up():
    (melding,) = check_lines(read_casussen())
    assert melding.als_tekst() == (
        "casussen: bij 2 regels: het bedrag is niet aantal x tarief x kans.\n\n"
        "  casus 01, met_jok: JOK (rij 2)\n  casus 05, zonder_jok: B-GGZ moeder (rij 37)\n\n"
        "De regel telt mee zoals hij is gegeven; controleer hem in de bron."
    )
    assert melding.ernst == "waarschuwing"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"bedrag": 200, "bedrag_laag": 80, "bedrag_hoog": 150}, "bedrag_buiten_bereik"),
        ({"bedrag_laag": 150, "bedrag_hoog": 80}, "bereik_omgekeerd"),
        ({"bedrag": 50, "gemonetariseerd": False}, "bedrag_zonder_geld"),
        ({"tarief": 75}, "geen_bedrag"),
        ({"bedrag": 50, "kans": 25}, "kans_buiten_bereik"),
        ({"bedrag": -500}, "bedrag_negatief"),
        ({"bedrag_laag": 20_000, "bedrag_hoog": 30_000, "kans": 0.1}, "kans_zonder_tarief"),
    ],
)
def test_a_line_that_cannot_be_right_is_reported(line, code):
    assert [melding.code for melding in check_lines(make_casussen([{"casus": "A", **line}]))] == [code]


def test_a_line_without_a_payer_still_counts():
    assert measure_lines(make_casussen([{"casus": "A", "betaler": "", "bedrag": 5}]))["betaler"].tolist() == [
        "onbekend"
    ]
