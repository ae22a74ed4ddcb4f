"""The marks of an inventory: x, 1, ja, waar ... to yes or no, per child and code."""

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.tidy.values import count_words, report_values


def delivered_codes(rows: pd.DataFrame, codebook: Codebook) -> list[str]:
    """Give the codes of the codebook that the inventories have a column for, in codebook order."""
    return [code for code in codebook.codes["code"] if code in rows.columns]


def read_marks(rows: pd.DataFrame, codes: list[str], codebook: Codebook) -> tuple[pd.DataFrame, list[Melding]]:
    """Give per row and code whether it is marked; a value that is neither yes nor no is a fout."""
    cells = rows[codes]
    texts = pd.unique(cells.to_numpy(dtype=object).ravel()) if len(codes) else []
    meanings = {text: _meaning(text, codebook) for text in texts}
    yes = cells.isin([text for text, meaning in meanings.items() if meaning == "ja"])
    unknown = cells.isin([text for text, meaning in meanings.items() if meaning is None])
    return yes, _report_unknown(rows, cells, unknown, codebook)


def _meaning(text: str, codebook: Codebook) -> str | None:
    return "nee" if codebook.ignored("kruisje", text) is not None else codebook.value("kruisje", text)


def _report_unknown(
    rows: pd.DataFrame, cells: pd.DataFrame, unknown: pd.DataFrame, codebook: Codebook
) -> list[Melding]:
    row, column = np.nonzero(unknown.to_numpy())
    found = cells.to_numpy(dtype=object)[row, column]
    wrong = rows[["bestand", "rij", "ikc"]].iloc[row].assign(teken=found, kolom=cells.columns[column])
    wrong = wrong.reset_index(drop=True).astype({"teken": str})
    return report_values(
        wrong, "teken", pd.Series(True, index=wrong.index),
        lambda n: f"{count_words(n, 'teken is', 'tekens zijn')} geen ja of nee in de kolommen met signalen en zorg.",
        "onbekend_kruisje",
        "Gebruik x, 1 of ja, en leeg, 0 of nee; of zeg in het codeboek wat het teken betekent. Een onbekend teken telt "
        "niet als nee.",
        kolom="kolom", plak=("kruisje", ["ja", "nee"]),
    )  # fmt: skip


def long_marks(rows: pd.DataFrame, yes: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Give one row per row and mark: the columns of `rows`, with soort, domein and code."""
    row, column = np.nonzero(yes.to_numpy())
    meaning = codebook.codes.set_index("code").loc[yes.columns[column], ["soort", "domein"]].reset_index(names="code")
    return pd.concat([rows.iloc[row].reset_index(drop=True), meaning], axis=1)
