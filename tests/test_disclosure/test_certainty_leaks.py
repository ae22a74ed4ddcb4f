"""The tables of Hoe zeker is dit? in the public edition: no small count, no complement, no difference of totals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.disclosure.suppression import suppress_results
from analysis.inference import informant
from analysis.inference.association_change import estimate_samenhang_veranderingen
from analysis.inference.baseline import estimate_uitgangspositie
from analysis.inference.bereik import estimate_bereik
from analysis.inference.detection import spread_small_cells
from analysis.inference.tijdreeks_groepen import estimate_pooled, pool_series
from analysis.measures.dubbel import DUBBEL
from analysis.study import Study
from result_rows import as_result

CELLS = ["n_beide", "n_eerste", "n_tweede", "n_geen"]
SIDES = [f"{cell}_{side}" for side in ("van", "naar") for cell in CELLS]
STUDY = Study(
    folder=Path("studie"), naam="x", publicatie={"drempel": 5},
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-06-01", "informant": "leerkracht"}),
    ikcs=(*({"ikc": ikc, "rol": "pilot", "start_jok": "2019-01-01"} for ikc in "AB"),
          {"ikc": "C", "rol": "vergelijking"}),
    primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
)  # fmt: skip
count = st.integers(0, 60)
cell = st.tuples(count, count, count, count)


def public(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    return suppress_results({name: as_result(name, rows)}, STUDY, "publiek")[name]


def public_series(**per_ikc: list[int]) -> dict[str, pd.DataFrame]:
    """The tables over quarters in the public edition, from the new toewijzingen of single IKCs, with their total."""
    per_quarter = series(**per_ikc)
    rows, points = estimate_pooled(per_quarter, pool_series(per_quarter, STUDY), STUDY)
    total = per_quarter.groupby(["domein", "kwartaal"], as_index=False)[["n_gestart", "n_kinderen"]].sum()
    per_quarter = pd.concat([per_quarter, total.assign(ikc="alle")], ignore_index=True)
    made = {"tijdreeks": rows, "tijdreeks_kwartalen": points, "toewijzingen_kwartaal_domein": per_quarter}
    return suppress_results({name: as_result(name, table) for name, table in made.items()}, STUDY, "publiek")


def who(table: pd.DataFrame) -> pd.DataFrame:
    return table[["ikc", "meting"]].drop_duplicates().assign(informant="leerkracht")


@settings(max_examples=6, deadline=None)
@given(cells=st.tuples(cell, cell))
@example(cells=((5, 5, 5, 5), (5, 5, 5, 5)))
@example(cells=((5, 5, 5, 5), (5, 5, 5, 4)))
def test_one_small_cell_of_eight_empties_the_row(cells) -> None:
    table = pd.DataFrame(cells, columns=CELLS).assign(ikc="A", meting=["nul", "eind"], verband="probleem_zorg")
    table = table.astype(dict.fromkeys(CELLS, "Int64"))
    shown = public("samenhang_veranderingen", estimate_samenhang_veranderingen(table, who(table), STUDY))
    small = min(min(row) for row in cells) < 5
    numbers = shown[[*SIDES, "odds_ratio_van", "odds_ratio_naar", "verhouding", "ci_laag", "p", "p_gecorrigeerd"]]
    assert numbers.isna().all(axis=None) == small
    assert shown["onderdrukt"].eq(small).all()
    assert not small or shown["oordeel"].eq("te weinig gegevens").all()


def test_an_ikc_with_one_meting_does_not_follow_from_total_and_change() -> None:
    """A and B have both metingen, C only the first: `alle` of that meting less `alle` of the change would be C."""
    rows = [(ikc, meting, 20, 20, 20, 40) for ikc in "AB" for meting in ("nul", "eind")] + [("C", "nul", 2, 9, 9, 30)]
    table = pd.DataFrame(rows, columns=["ikc", "meting", *CELLS]).assign(verband="probleem_zorg")
    table = table.astype(dict.fromkeys(CELLS, "Int64"))
    total = table.groupby(["meting", "verband"], as_index=False)[CELLS].sum().assign(ikc="alle")
    made = {"samenhang_veranderingen": estimate_samenhang_veranderingen(table, who(table), STUDY),
            "samenhang": pd.concat([table, total], ignore_index=True)}  # fmt: skip
    shown = suppress_results({name: as_result(name, rows) for name, rows in made.items()}, STUDY, "publiek")
    links = shown["samenhang_veranderingen"].set_index("ikc")
    once = shown["samenhang"].query("meting == 'nul'").set_index("ikc")
    assert links.loc["alle", [*SIDES[:4], "verhouding", "ci_laag", "p"]].isna().all()
    assert once.loc["alle", CELLS].notna().all() and once.loc["C", CELLS].isna().all()
    for cell in CELLS:  # the total is shown: then A or B is not
        assert pd.isna(once.loc["A", cell]) or pd.isna(once.loc["B", cell])
        assert pd.isna(links.loc["A", f"{cell}_van"]) or pd.isna(links.loc["B", f"{cell}_van"])
    shares = table.rename(columns={"n_beide": "n_teller", "n_geen": "n_noemer"}).assign(maat="zorg_bij_probleem")
    reach = public("verhoudingen_veranderingen", estimate_bereik(shares, who(shares), STUDY)).set_index("ikc")
    assert reach.loc["alle", ["n_teller_van", "n_noemer_van", "n_teller_naar", "n_noemer_naar"]].isna().all()
    assert reach.loc["alle", ["waarde_van", "waarde_naar"]].isna().all()


@settings(max_examples=10, deadline=None)
@given(own=st.tuples(st.integers(0, 60), st.integers(60, 70)), other=st.tuples(st.integers(0, 60), st.integers(60, 70)))
@example(own=(20, 60), other=(4, 60))
@example(own=(56, 60), other=(20, 60))
def test_a_start_gives_no_small_count_of_this_or_the_other_ikcs(own, other) -> None:
    table = pd.DataFrame([("A", *own), ("B", *other)], columns=["ikc", "n_van", "n_kinderen_van"])
    table = table.assign(indicator="internaliserend", soort="kindproblematiek", domein="internaliserend", code="alle",
                         bouw="alle", primair=True, van="nul", naar="eind", n_naar=10, n_kinderen_naar=60,
                         informant_van="leerkracht", aandeel_naar=0.2,
                         aandeel_van=table["n_van"] / table["n_kinderen_van"])  # fmt: skip
    shown = public("uitgangspositie", estimate_uitgangspositie(table, STUDY))
    for row in shown.itertuples():
        given_away = [row.n, row.aandeel * row.n_kinderen, row.n_andere, row.aandeel_andere * row.n_kinderen_andere,
                      (row.aandeel - row.verschil) * row.n_kinderen_andere,
                      (row.aandeel_andere + row.verschil) * row.n_kinderen]  # fmt: skip
        given_away += [row.n_kinderen - row.aandeel * row.n_kinderen,
                       row.n_kinderen_andere - row.aandeel_andere * row.n_kinderen_andere]  # fmt: skip
        assert all(pd.isna(value) or round(value) >= 5 for value in given_away)


def series(**per_ikc: list[int]) -> pd.DataFrame:
    quarters = [f"{year}Q{part}" for year in (2018, 2019, 2020) for part in (1, 2, 3, 4)]
    rows = [
        {"ikc": ikc, "domein": "alle", "kwartaal": kwartaal, "n_gestart": n, "n_kinderen": 200}
        for ikc, counts in per_ikc.items()
        for kwartaal, n in zip(quarters, counts, strict=True)
    ]
    return pd.DataFrame(rows).astype({"n_gestart": "Int64", "n_kinderen": "Int64"})


def test_a_quarter_with_one_small_ikc_falls_in_its_group_and_does_not_follow_from_the_total() -> None:
    """B has 3 in the second quarter: pilots less A would be B, and the total less the other group the pilots."""
    tables = public_series(A=[9] * 12, B=[9, 3, *[9] * 10], C=[9] * 12)
    shown = tables["tijdreeks_kwartalen"]
    hidden = shown[shown["n_gestart"].isna()]
    assert set(hidden["kwartaal"]) == {"2018Q2"} and "pilots" in set(hidden["groep"])
    assert hidden["gestart_per_1000"].isna().all() and hidden["onderdrukt"].all()
    assert shown.loc[shown["kwartaal"] != "2018Q2", "n_gestart"].notna().all()
    per_ikc = tables["toewijzingen_kwartaal_domein"].query("kwartaal == '2018Q2'").set_index("ikc")["n_gestart"]
    other = per_ikc["C"] if pd.notna(per_ikc["C"]) else shown.query("groep == 'vergelijking'").iloc[1]["n_gestart"]
    assert pd.isna(per_ikc["B"]) and (pd.isna(per_ikc["alle"]) or pd.isna(other))


def test_a_model_of_a_group_with_a_small_series_is_not_drawn() -> None:
    tables = public_series(A=[9] * 12, B=[1, 1, 1, 1, *[9] * 8], C=[9] * 12)
    shown = tables["tijdreeks_kwartalen"].set_index("groep")
    assert (
        shown.loc["pilots", "gemiddeld_per_1000"].isna().all()
        and shown.loc["vergelijking", "gemiddeld_per_1000"].notna().any()
    )
    sums = tables["tijdreeks"].set_index("ikc")
    assert sums.loc["pilots", ["n_gestart_voor", "n_gestart_na"]].isna().all(axis=None)
    assert np.isfinite(sums.loc["vergelijking", "n_gestart_voor"].astype(float)).all()


def test_estimates_over_one_small_ikc_fall_and_over_more_are_rounded() -> None:
    """What follows from hidden counts of its own row (the difference of two sums in `over_ikcs`) falls with these."""
    names = ["verschil", "ci_laag", "ci_hoog"]
    for name, numbers in {"over_ikcs": [*names, "gemiddelde"], "verschil_in_verschil": [*names, "verschil_pilot"],
                          "gebeurtenisstudie": ["effect", "ci_laag", "ci_hoog"]}.items():  # fmt: skip
        row = dict.fromkeys(numbers, 0.123456) | {
            "n_van": 40,
            "n_naar": 40,
            "n_kinderen_van": 900,
            "n_kinderen_naar": 900,
        }
        rows = pd.DataFrame([row | {"n_ikcs_klein": small} for small in (0, 1, 2)])
        shown = public(name, rows)[numbers]
        assert shown.iloc[0].eq(0.123456).all() and shown.iloc[1].isna().all()
        of_hidden = names if name == "over_ikcs" else []
        assert shown.iloc[2][of_hidden].isna().all() and shown.iloc[2].drop(of_hidden).eq(0.12).all(), name


def ratio_of(cells: tuple[int, int, int, int]) -> pd.Series:
    """The detection ratio that the tables publish for a table of children with two reports."""
    spread = spread_small_cells(pd.DataFrame([cells], columns=DUBBEL, dtype=float), 5)
    return informant.estimate_detection_ratio(*(spread[name] for name in DUBBEL), 0.05).iloc[0]


def test_the_interval_of_the_informant_does_not_give_a_small_cell_back() -> None:
    """7 and 15 of 87 marked, 5 or 4 of them by both: the numbers are the same, so the 2 is not in them."""
    few, more = ratio_of((5, 2, 10, 70)), ratio_of((4, 3, 11, 69))
    assert (
        few[["detectie", "detectie_laag", "detectie_hoog"]].tolist()
        == more[["detectie", "detectie_laag", "detectie_hoog"]].tolist()
    )
    assert few["detectie"] == pytest.approx(15 / 7) and few["n_dubbel"] == pytest.approx(87)
    exact = informant.estimate_detection_ratio(5, 2, 10, 70, 0.05).iloc[0]
    assert few["detectie_laag"] < exact["detectie_laag"] and few["detectie_hoog"] > exact["detectie_hoog"]
    large = ratio_of((20, 6, 15, 60))
    assert large["detectie_laag"] == informant.estimate_detection_ratio(20, 6, 15, 60, 0.05).iloc[0]["detectie_laag"]
