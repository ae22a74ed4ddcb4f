import pytest
from cost_cases import load_case, make_casussen

from analysis.costs.lines import measure_lines
from analysis.costs.prices import discount_factor, price_factor, to_price_level
from analysis.errors import InvoerFout
from analysis.study import Kosten

CPI, CBS = load_case("price_factor", "cpi"), load_case("price_factor", "cbs")
GREEN_BOOK = load_case("discount_factor", "green_book")


@pytest.mark.parametrize(("van", "naar", "factor"), CPI["gevallen"])
def test_price_factor_by_hand(van, naar, factor):
    assert price_factor(van, naar, CPI["cpi"]) == pytest.approx(factor)


def test_the_rises_of_the_cbs_give_its_index():
    """Seven rises, each rounded by up to 0.05: together at most 0.35 points."""
    assert 100 * price_factor(CBS["van"], CBS["naar"], CBS["cpi"]) == pytest.approx(CBS["index"], abs=0.35)


def test_a_year_without_cpi_is_a_message_and_never_zero():
    with pytest.raises(InvoerFout, match="mist 2020, 2021; bedragen van 2019 zijn niet om te rekenen naar 2022"):
        price_factor(2019, 2022, {2019: 2.6, 2022: 10.0})


def test_lines_move_to_the_price_level_of_the_study():
    lines = make_casussen([{"casus": "A", "aantal": 2, "tarief": 500, "bedrag": 1000}, {"casus": "A", "bedrag": 1000}])
    kosten = Kosten(peiljaar=2021, cpi=CPI["cpi"])
    moved = to_price_level(lines.assign(peiljaar=[2020, None]), kosten)
    assert moved["bedrag"].tolist() == pytest.approx([1027, 1000])
    assert moved["prijsfactor"].tolist() == pytest.approx([1.027, 1])
    assert not measure_lines(moved)["afwijking"].any()
    assert lines["bedrag"].tolist() == [1000, 1000]


@pytest.mark.parametrize("kosten", [Kosten(), Kosten(peiljaar=2021)])
def test_without_a_peiljaar_nothing_changes(kosten):
    lines = make_casussen([{"casus": "A", "bedrag": 1000}])
    assert to_price_level(lines, kosten)["bedrag"].tolist() == [1000]


def test_the_dutch_rate_after_ten_years():
    assert discount_factor(10, 0.0225) == pytest.approx(0.8005, abs=5e-5)  # 1,0225^10 = 1,24920
