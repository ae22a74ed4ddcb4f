"""Bounds on a change whatever the children off the list have; counted by hand."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.inference.unlisted import estimate_niet_op_lijst
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}),
    metingen=({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"}),
    primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},),
)  # fmt: skip


def changes(*rows: tuple) -> pd.DataFrame:
    """Rows: ikc, n_van, n_kinderen_van, n_naar, n_kinderen_naar."""
    table = pd.DataFrame(rows, columns=["ikc", "n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"])
    of_one = {"indicator": "internaliserend", "soort": "kindproblematiek", "domein": "internaliserend", "code": "alle",
              "bouw": "alle", "primair": True, "van": "nul", "naar": "eind"}  # fmt: skip
    shares = {f"aandeel_{side}": table[f"n_{side}"] / table[f"n_kinderen_{side}"] for side in ("van", "naar")}
    n_ikcs = [2 if ikc == "alle" else 1 for ikc in table["ikc"]]
    return table.assign(**of_one, **shares, n_ikcs=n_ikcs)


def listed(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["ikc", "meting", "n_inventaris"]).assign(bouw="alle")
    return table.astype({"n_inventaris": "Int64"})


def test_bounds_and_where_the_change_vanishes_by_hand():
    # 306 enrolled, 176 on the list, 30 with the signal; later 309, all on the list, 60 with it.
    found = estimate_niet_op_lijst(
        changes(("A", 30, 306, 60, 309)), listed(("A", "nul", 176), ("A", "eind", 309)), STUDY
    )
    row = found.iloc[0]
    # 60/309 - 30/306 = 0.096136; off the list 130/306 = 0.424837 and nobody; all of them: (30 + 130) / 306 = 0.522876
    assert row["verschil"] == pytest.approx(0.096136, abs=1e-6)
    assert [row["laagst"], row["hoogst"]] == pytest.approx([60 / 309 - 160 / 306, 0.096136], abs=1e-6)
    # it vanishes when 0.096136 / 0.424837 = 22.6 of 100 of them had it: (30 + 0.22629 * 130) / 306 = 60 / 309
    assert row["omslag"] == pytest.approx(0.226289, abs=1e-6)
    assert (30 + row["omslag"] * 130) / 306 == pytest.approx(60 / 309)
    assert [row["aandeel_op_lijst_van"], row["aandeel_op_lijst_naar"]] == pytest.approx([30 / 176, 60 / 309])
    assert bool(row["lijst_veranderd"]) and row["n_kleinste"] == 0


@pytest.mark.parametrize(
    ("rows", "on_list", "omslag"),
    [
        ((10, 100, 90, 100), (90, 100), None),  # a rise of 80 points cannot come from ten children
        ((30, 100, 20, 100), (50, 100), None),  # a fall: children off the list make it larger
        ((20, 100, 30, 100), (50, 50), None),  # the same part off the list at both: it cancels out
        ((20, 100, 30, 100), (80, 100), 0.5),  # 10 points of 20 per cent
    ],
)
def test_a_change_that_no_share_explains_has_none(rows, on_list, omslag):
    table = listed(("A", "nul", on_list[0]), ("A", "eind", on_list[1]))
    found = estimate_niet_op_lijst(changes(("A", *rows)), table, STUDY)["omslag"].iloc[0]
    assert pd.isna(found) if omslag is None else found == pytest.approx(omslag)


def test_all_ikcs_are_their_sum_and_only_where_every_list_is_known():
    rows = [("A", 20, 100, 30, 100), ("B", 10, 100, 10, 100), ("alle", 30, 200, 40, 200)]
    known = [("A", "nul", 80), ("A", "eind", 100), ("B", "nul", 100), ("B", "eind", 100)]
    found = estimate_niet_op_lijst(changes(*rows), listed(*known), STUDY).set_index("ikc")
    # over both: 180 of 200 on the list, so a rise of 5 points vanishes at half of the twenty children
    assert found.loc["alle", "dekking_van"] == pytest.approx(0.9)
    assert found.loc["alle", "omslag"] == pytest.approx(0.5)
    assert not found.loc["alle", "lijst_veranderd"] and found.loc["A", "lijst_veranderd"]
    some = estimate_niet_op_lijst(changes(*rows), listed(*known[:3], ("B", "eind", None)), STUDY)
    assert some["ikc"].tolist() == ["A"]


def test_without_a_change_nothing():
    assert estimate_niet_op_lijst(changes().astype({"primair": bool}), listed(), STUDY).empty
