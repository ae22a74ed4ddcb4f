"""The words that a row of a result table needs: its indicator's label, level and kind, and its meting's label."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.inventory import INDICATOR
from analysis.study import ALLE, Study
from analysis.study.days import MONTHS

SIGNAAL = "signaal"


def name_rows(table: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Add `label`, `niveau` and `aard` (signaal, zorg) to rows of an indicator, `meting_label` to those of a meting."""
    if set(INDICATOR) <= set(table.columns):
        table = table.assign(**_indicator_words(table, codebook))
    if "meting" in table:
        labels = {name: meting_label(study, name) for name in table["meting"].unique()}
        table = table.assign(meting_label=table["meting"].map(labels))
    return table


def _indicator_words(table: pd.DataFrame, codebook: Codebook) -> dict[str, list[str]]:
    labels = labels_of(codebook)
    kinds = dict(zip(codebook.codes["soort"], codebook.codes["aard"], strict=True))
    keys = list(zip(*(table[name] for name in INDICATOR), strict=True))
    return {
        "label": [label_of(labels, *key) for key in keys],
        "niveau": [level_of(domein, code) for _, domein, code in keys],
        "aard": [kinds.get(soort, SIGNAAL) for soort, _, _ in keys],
    }


def labels_of(codebook: Codebook) -> dict[tuple[str, str, str], str]:
    """Give the reader's label of every indicator by soort, domein and code."""
    rows = codebook.indicatoren
    return dict(zip(zip(*(rows[name] for name in INDICATOR), strict=True), rows["label"], strict=True))


def label_of(labels: dict[tuple[str, str, str], str], soort: str, domein: str = ALLE, code: str = ALLE) -> str:
    """Give the label of a soort, of a domein in it, or of a code; its own name where the codebook has none."""
    own_name = next((part for part in (code, domein, soort) if part != ALLE), soort)
    return labels.get((soort, domein, code), own_name)


def level_of(domein: str, code: str) -> str:
    """Give the level of an indicator's row: soort, domein or code."""
    return "soort" if domein == ALLE else "domein" if code == ALLE else "code"


def meting_label(study: Study, meting: str, full: bool = False) -> str:
    """Give a meting as readers name it: its year, with the month where a year has more than one meting."""
    item = next((item for item in study.metingen if item.meting == meting), None)
    if item is None:
        return meting
    day = item.peildatum
    years = [other.peildatum.year for other in study.metingen]
    month = MONTHS[day.month - 1]
    return str(day.year) if years.count(day.year) == 1 else f"{month if full else month[:3]} {day.year}"
