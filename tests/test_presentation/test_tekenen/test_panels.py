"""A series over the metingen: another informant is seen in the line and in the points."""

import pandas as pd

from analysis.presentation.tekenen.canvas import new_sheet
from analysis.presentation.tekenen.panels import plot_series


def test_the_line_is_dashed_and_points_are_open_where_another_informant_filled_it_in() -> None:
    rows = pd.DataFrame({"aandeel": [0.2, 0.3, 0.4], "ci_laag": 0.1, "ci_hoog": 0.5,
                         "informant": ["leerkracht", "leerkracht", "ouder"]})  # fmt: skip
    axes = plot_series(new_sheet(2, "", "").axes(0, 0, 3, 1.5), rows, "aandeel", "#123456", 60)
    steps = {tuple(line.get_xdata()): line.is_dashed() for line in axes.lines if len(set(line.get_xdata())) == 2}
    assert steps == {(0, 1): False, (1, 2): True}
    filled = [line.get_markerfacecolor() == "#123456" for line in axes.lines if line.get_marker() == "o"]
    assert filled == [False, False, True]
