"""A series over the metingen: another informant is seen in the line and in the points."""

import pandas as pd
import pytest

from analysis.presentation.tekenen.canvas import new_sheet
from analysis.presentation.tekenen.panels import draw_breaks, joined, plot_series, thin_labels


def test_the_line_is_dashed_and_points_are_open_where_another_informant_filled_it_in() -> None:
    rows = pd.DataFrame({"aandeel": [0.2, 0.3, 0.4], "ci_laag": 0.1, "ci_hoog": 0.5,
                         "informant": ["leerkracht", "leerkracht", "ouder"]})  # fmt: skip
    axes = plot_series(new_sheet(2, "", "").axes(0, 0, 3, 1.5), rows, "aandeel", "#123456", 60)
    steps = {tuple(line.get_xdata()): line.is_dashed() for line in axes.lines if len(set(line.get_xdata())) == 2}
    assert steps == {(0, 1): False, (1, 2): True}
    filled = [line.get_markerfacecolor() == "#123456" for line in axes.lines if line.get_marker() == "o"]
    assert filled == [False, False, True]


def placed(numbers: list[int], loose: list[int] = (), value: float = 0.2) -> pd.DataFrame:
    return pd.DataFrame({
        "plek": [2019.0 + number for number in numbers], "nummer": numbers, "los": [at in loose for at in numbers],
        "aandeel": value, "ci_laag": 0.1, "ci_hoog": 0.5, "informant": "ouder", "meting_label": [
            str(2019 + number) for number in numbers],
    })  # fmt: skip


def test_a_line_joins_neighbours_that_are_shown_and_comparable_only() -> None:
    """Metingen 0, 1, 2, 4, 5, 6: 3 was missed, 5 is not comparable with 4, and 2 is not shown."""
    rows = placed([0, 1, 2, 4, 5, 6], loose=[5])
    values = [20.0, 21.0, float("nan"), 23.0, 24.0, 25.0]
    assert joined(rows, values) == [(0, 1), (4, 5)]


def test_a_break_is_drawn_halfway_and_a_gap_is_not() -> None:
    rows = placed([0, 1, 3, 4], loose=[1])
    axes = new_sheet(2, "", "").axes(0, 0, 3, 1.5)
    assert draw_breaks(axes, rows) == [2019.5]
    plot_series(axes, rows, "aandeel", "#123456", 60)
    pieces = [tuple(line.get_xdata()) for line in axes.lines if line.get_color() == "#123456"]
    assert [piece for piece in pieces if len(set(piece)) == 2] == [(2022.0, 2023.0)]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (6.0, "2019 2020 2021 2022 2023 2024 2025 2026 2027 2028 2029"),
        (3.0, "2019 - 2021 - 2023 - 2025 - 2027 - 2029"),
        (1.3, "2019 - - 2022 - - 2025 - - - 2029"),
        (0.6, "2019 - - - - - - - - - 2029"),
        (0.3, "- - - - - - - - - - 2029"),
    ],
)
def test_labels_that_do_not_fit_are_left_out_and_the_ends_stay(width: float, expected: str) -> None:
    labels = [str(2019 + number) for number in range(11)]
    places = [2019.0 + number for number in range(11)]
    shown = thin_labels(labels, places, (2018.7, 2029.3), width)
    assert " ".join(label or "-" for label in shown) == expected


def test_one_label_stays() -> None:
    assert thin_labels(["2019"], [2019.0], (2018.7, 2019.3), 1.0) == ["2019"]
