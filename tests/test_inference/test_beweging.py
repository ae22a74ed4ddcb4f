"""The rule on hours that move to the front, by hand-counted cases; what is hidden or missing gives no word."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.inference.inzet import (
    EEN_MAAND,
    NIET_GETOOND,
    TE_KORT,
    WEINIG_PERIODEN,
    estimate_beweging,
    estimate_inzet,
)
from analysis.inference.oordelen import NIET_TE_ZEGGEN
from analysis.measures.inzet_jok import ACHTERKANT, GEEN, VOORKANT
from analysis.study import Study

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "estimate_beweging" / "regel.yaml").read_text("utf-8"))
SOORT = {VOORKANT: "universeel", ACHTERKANT: "geïndiceerd", GEEN: "adressering"}
STUDY = Study(folder=Path("s"), naam="Proef")


def months_of(periode: str, hours: list[list[float]]) -> pd.DataFrame:
    rows = [
        ("IKC01", periode, f"{periode}-{month}", plaats, value)
        for month, values in enumerate(hours)
        for plaats, value in zip(SOORT, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["ikc", "periode", "maand", "plaats", "uren"])


def cells_of(months: pd.DataFrame) -> pd.DataFrame:
    counts = months.groupby("periode")["maand"].nunique()
    cells = months.groupby(["ikc", "periode", "plaats"], as_index=False)["uren"].sum()
    return cells.assign(
        soort=cells["plaats"].map(SOORT), n_maanden=cells["periode"].map(counts), n_maanden_verwacht=6,
        n_registraties=pd.array([1] * len(cells), dtype="Int64"),
    )  # fmt: skip


def between(periods: list[str], cells: pd.DataFrame) -> pd.DataFrame:
    """Add half-years without a registration."""
    empty = [cells.iloc[:3].assign(periode=name, uren=np.nan, n_maanden=0) for name in periods]
    return pd.concat([cells, *empty], ignore_index=True)


@pytest.mark.parametrize("case", CASES["gevallen"], ids=[case["naam"] for case in CASES["gevallen"]])
def test_the_rule(case):
    months = pd.concat([months_of("2019H1", case["eerste"]), months_of("2021H1", case["laatste"])])
    cells = between(["2019H2", "2020H1", "2020H2"], cells_of(months))
    row = estimate_beweging(cells, months, STUDY).iloc[0]
    oordeel, reden, first, last = case["verwacht"]
    assert (row["oordeel"], row["oordeel_reden"]) == (oordeel, reden)
    if first is None:
        assert np.isnan(row["verschil"])
    else:
        assert row["aandeel_voor_van"] == pytest.approx(first, abs=1e-6)
        assert row["aandeel_voor_naar"] == pytest.approx(last, abs=1e-6)
        assert row["verschil_laag"] <= row["verschil"] <= row["verschil_hoog"]


def test_half_years_beside_one_another_are_too_close():
    months = pd.concat([months_of("2019H1", [[4, 12, 4]] * 3), months_of("2019H2", [[10, 6, 4]] * 3)])
    row = estimate_beweging(cells_of(months), months, STUDY).iloc[0]
    assert (row["oordeel"], row["oordeel_reden"], row["van"], row["naar"]) == (
        NIET_TE_ZEGGEN,
        TE_KORT,
        "2019H1",
        "2019H2",
    )


def test_hidden_hours_give_no_word_and_no_share():
    months = pd.concat([months_of("2019H1", [[4, 12, 4]] * 3), months_of("2020H1", [[10, 6, 4]] * 3)])
    cells = between(["2019H2"], cells_of(months))
    hidden = cells.assign(uren=cells["uren"].mask((cells["periode"] == "2019H1") & (cells["plaats"] == ACHTERKANT)))
    row = estimate_beweging(hidden, None, STUDY).iloc[0]
    assert (row["oordeel"], row["oordeel_reden"]) == (NIET_TE_ZEGGEN, NIET_GETOOND)
    assert row[["verschil", "aandeel_voor_van", "aandeel_voor_naar"]].isna().all()


def test_one_half_year_is_not_enough():
    months = months_of("2019H1", [[4, 12, 4]] * 3)
    row = estimate_beweging(cells_of(months), months, STUDY).iloc[0]
    assert (row["oordeel_reden"], row["van"], row["naar"]) == (WEINIG_PERIODEN, "2019H1", "")


def test_without_months_the_word_is_that_of_the_shares_as_they_are():
    months = pd.concat([months_of("2019H1", [[4, 12, 4]] * 3), months_of("2020H1", [[4, 12, 4]] * 2 + [[20, 0, 0]])])
    cells = between(["2019H2"], cells_of(months))
    assert estimate_beweging(cells, months, STUDY)["oordeel_reden"].iloc[0] == EEN_MAAND
    assert estimate_beweging(cells, None, STUDY)["oordeel"].iloc[0] == "naar voren"


def test_totals_and_shares_add_up_and_a_hidden_part_hides_its_totals():
    months = pd.concat([months_of("2019H1", [[4, 12, 4]] * 3), months_of("2019H2", [[2, 2, 4]] * 3)])
    cells = cells_of(months)
    both = pd.concat([cells, cells.assign(ikc="IKC02")], ignore_index=True)
    gone = (both["ikc"] == "IKC02") & (both["periode"] == "2019H1") & (both["plaats"] == ACHTERKANT)
    table = estimate_inzet(both.assign(uren=both["uren"].mask(gone))).set_index(["ikc", "periode", "soort"])
    assert table.loc[("IKC01", "2019H1", "alle"), "uren"] == 60
    assert table.loc[("IKC01", "2019H1", "universeel"), "aandeel"] == pytest.approx(0.2)
    assert table.loc[("alle", "2019H2", "alle"), ["uren", "n_ikcs"]].tolist() == [48, 2]
    assert table.loc[("alle", "2019H1", "universeel"), "uren"] == 24
    for ikc in ("IKC02", "alle"):
        assert np.isnan(table.loc[(ikc, "2019H1", "geïndiceerd"), "uren"])
        assert np.isnan(table.loc[(ikc, "2019H1", "alle"), "uren"])
        assert table.loc[ikc].loc["2019H1", "aandeel"].isna().all()
