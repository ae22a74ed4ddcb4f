"""What a traject cost in its first months, counted by hand."""

import numpy as np
import pandas as pd

from analysis.measures.traject_kosten import add_monthly_costs, cost_columns


def case() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A child with two toewijzingen in one traject and a second traject; another child without a price."""
    days = pd.to_datetime(["2019-01-01", "2019-02-10", "2019-12-01", "2019-01-01"])
    toewijzingen = pd.DataFrame({"client": ["a", "a", "a", "b"], "domein": "x", "startdatum": days})
    trajecten = pd.DataFrame({
        "client": ["a", "a", "b"], "domein": "x",
        "startdatum": pd.to_datetime(["2019-01-01", "2019-12-01", "2019-01-01"]),
    })  # fmt: skip
    prices = pd.DataFrame({
        "toewijzing": [0, 1, 2, 3], "van": days,
        "tot": pd.to_datetime(["2019-01-31", "2019-03-31", "2019-12-31", "2019-06-30"]),
        "per_dag_eur": [2.0, 10.0, 1.0, np.nan],
    })  # fmt: skip
    return trajecten, toewijzingen, prices


def test_costs_per_month_by_hand() -> None:
    """Months end after 30 and 61 days: 30 January and 2 March. Days 1-30 at 2 is 60; day 31 at 2 and the 21 days from
    10 February at 10 is 212. The second traject: 30 days and 1 day at 1. No price: nothing is known."""
    found = add_monthly_costs(*case(), 2, "domein")
    assert found[cost_columns(2)].fillna(-1).to_numpy().tolist() == [[60, 212], [30, 1], [-1, -1]]


def test_a_price_that_is_missing_after_the_horizon_takes_nothing_away() -> None:
    trajecten, toewijzingen, prices = case()
    prices.loc[1, "per_dag_eur"] = np.nan
    first = add_monthly_costs(trajecten, toewijzingen, prices, 1, "domein")
    assert first["kosten_maand_01"].tolist()[:2] == [60, 30]
    assert np.isnan(add_monthly_costs(trajecten, toewijzingen, prices, 2, "domein").loc[0, cost_columns(2)]).all()


def test_a_toewijzing_of_a_traject_that_is_not_looked_at_counts_nowhere() -> None:
    trajecten, toewijzingen, prices = case()
    found = add_monthly_costs(trajecten.iloc[1:], toewijzingen, prices, 2, "domein")
    assert found["kosten_maand_01"].tolist()[0] == 30
