"""What the codes in a result table mean: IKCs, metingen and bouwen by study.yml, the other codes by the codebook."""

from collections.abc import Mapping

import pandas as pd

from analysis.codebook import Codebook
from analysis.publishing.index_page import in_dutch
from analysis.study import ALLE, Study

OF_INDICATORS = ("soort", "domein", "code", "indicator", "zorgvorm", "pad")
ALL_TOGETHER = {
    "ikc": "alle IKC's samen", "bouw": "het hele IKC", "betaler": "alle betalers samen", "casus": "alle casussen samen",
    "zorgvorm": "alle zorgvormen samen", "periode": "alle perioden samen",
}  # fmt: skip
"""What `alle` is in a column; in the others it is all codes together."""


def labels_of_table(table: pd.DataFrame, study: Study, codebook: Codebook) -> dict[str, dict[str, str]]:
    """Give the label of every code that occurs in a table, by column; a column without labels is not there.

    A code with two meanings in this column (a domain of two kinds of signals) has both, with a stroke between.
    """
    known = known_labels(study, codebook)
    found: dict[str, dict[str, str]] = {}
    for column in table.columns:
        if column in known and pd.api.types.is_string_dtype(table[column]):
            there = [str(value) for value in table[column].unique() if value]
            labels = {value: known[column][value] for value in sorted(there) if value in known[column]}
            found |= {column: labels} if labels else {}
    return found


def known_labels(study: Study, codebook: Codebook) -> Mapping[str, Mapping[str, str]]:
    """Give every code with a label, by the name of a column."""
    ikcs = {item.ikc: item.naam for item in study.ikcs if item.naam}
    days = {item.meting: f"meting van {in_dutch(item.peildatum)}" for item in study.metingen}
    bouwen = {name: _groups(groepen) for name, groepen in study.bouwen.items()}
    payers = {code: str(item["label"]) for code, item in codebook.content["betalers"].items()}
    categories = codebook.content["producten"]["categorieen"]
    found: dict[str, dict[str, str]] = {
        **dict.fromkeys(("ikc", "casus_ikc"), ikcs),
        **dict.fromkeys(("meting", "van", "naar"), days),
        "bouw": bouwen,
        "betaler": payers,
        "casus": {},
        "periode": {},
        "productcategorie": {code: str(item["label"]) for code, item in categories.items()},
    }
    found |= {column: _of_indicators(column, codebook) for column in OF_INDICATORS}
    return {column: with_all(column, labels) for column, labels in found.items()}


def with_all(column: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Add what `alle` means; at a meting it is no value."""
    if column in ("meting", "van", "naar", "casus_ikc", "productcategorie", "pad"):
        return dict(labels)
    return {**labels, ALLE: ALL_TOGETHER.get(column, "alles samen")}


def _of_indicators(column: str, codebook: Codebook) -> dict[str, str]:
    rows = codebook.indicatoren
    level = {"zorgvorm": "code", "pad": "code"}.get(column, column)
    rows = rows if level == "indicator" else rows[rows["niveau"] == level]
    if column in ("zorgvorm", "pad"):
        rows = rows[rows["aard"] == "zorg"]
    labels: dict[str, dict[str, None]] = {}
    for code, label in zip(rows["indicator"], rows["label"], strict=True):
        labels.setdefault(str(code), {})[str(label)] = None
    return {code: " / ".join(found) for code, found in labels.items()}


def _groups(groepen: tuple[int, ...]) -> str:
    if groepen == (0,):
        return "voor groep 1"
    named = [str(groep) for groep in groepen]
    return f"groep {named[0]}" if len(named) == 1 else f"groep {', '.join(named[:-1])} en {named[-1]}"
