"""A file of SPSS (.sav) as a grid: value labels instead of codes, names or labels of variables as header."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat

from analysis.intake.grids import Grid
from analysis.intake.text_scan import OnleesbaarBestand
from analysis.intake.workbooks import cell_text


def read_spss_grid(path: Path, score: Callable[[list[str]], int]) -> Grid:
    """Read a .sav; a variable is called by its name, or by its label where only that is a known column.

    A value of the user's own missing values (9 = weet niet) keeps its label: it is not the same as an empty cell.
    """
    try:
        values, about = pyreadstat.read_sav(str(path), apply_value_formats=True, formats_as_category=False,
                                            user_missing=True)  # fmt: skip
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError, OSError):
        raise OnleesbaarBestand("dit bestand van SPSS is niet te lezen; het is beschadigd of versleuteld.") from None
    header = [_header(name, about.column_names_to_labels.get(name) or "", score) for name in values.columns]
    columns = [[_text(value) for value in values[name]] for name in values.columns]
    cells = pd.DataFrame(
        {number: [head, *texts] for number, (head, texts) in enumerate(zip(header, columns, strict=True))}, dtype=str
    )
    return Grid(cells.set_axis(pd.RangeIndex(1, len(cells) + 1), axis=0))


def _header(name: str, label: str, score: Callable[[list[str]], int]) -> str:
    return label if label and not score([name]) and score([label]) else name


def _text(value: object) -> str:
    return "" if pd.isna(value) else cell_text(value)
