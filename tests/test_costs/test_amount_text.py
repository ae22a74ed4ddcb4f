import pandas as pd
import pytest
from cost_cases import load_case, same

from analysis.costs.amount_text import check_cost_texts, parse_cost_text

CASE = load_case("parse_cost_text", "teksten")


@pytest.mark.parametrize(("text", "expected"), CASE["teksten"], ids=lambda value: str(value))
def test_cost_texts_as_people_type_them(text, expected):
    found = parse_cost_text(text)
    if expected is None:
        assert found is None
    else:
        amounts = (found.bedrag, found.bedrag_laag, found.bedrag_hoog)
        assert all(same(amount, hand) for amount, hand in zip(amounts, expected[:3], strict=True))
        assert found.gemonetariseerd is expected[3]


def test_every_text_that_is_not_understood_is_in_one_message():
    texts, rows = pd.Series(["100", "veel", "", "€ 55-75.000,-", "circa 500"]), pd.Series([2, 3, 4, 5, 6])
    (melding,) = check_cost_texts(texts, rows, "data/raw/casussen.csv", "bedrag")
    assert melding.als_tekst() == (
        "data/raw/casussen.csv: 2 bedragen zijn niet te lezen in kolom bedrag.\n\n"
        "  rij 3: veel\n  rij 6: circa 500\n\n"
        'Schrijf een bedrag ("1.250,50"), een bereik ("55.000-75.000") of "niet gemonetariseerd".'
    )
    assert not check_cost_texts(texts[[0, 2, 3]], rows[[0, 2, 3]], "data/raw/casussen.csv", "bedrag")
