"""Signals and zorgvormen as tables: one row per code, one row per indicator (code, domein or soort)."""

from typing import Any

import pandas as pd

from analysis.codebook.matching import fold
from analysis.study import ALLE


def code_rows(part: dict[str, Any], aard: str) -> pd.DataFrame:
    """One row per code of signals (`signaal`) or zorgvormen (`zorg`), in codebook order."""
    return pd.DataFrame(
        [
            {
                "aard": aard,
                "soort": soort,
                "domein": domein,
                "code": code,
                "label": item["label"],
                "soort_label": soorten["label"],
                "domein_label": domeinen["label"],
                "synoniemen": item.get("synoniemen", []),
            }
            for soort, soorten in part.items()
            for domein, domeinen in soorten["domeinen"].items()
            for code, item in domeinen["codes"].items()
        ]
    )


def code_items(part: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Give every code of signals or zorgvormen with what the codebook says of it."""
    domains = (domein for soort in part.values() for domein in soort["domeinen"].values())
    return [(code, item) for domein in domains for code, item in domein["codes"].items()]


def spellings_of_marks(codes: pd.DataFrame) -> dict[str, str]:
    """Give the folded spellings of codes; a code's own name wins from another's synonym."""
    spellings: dict[str, str] = {}
    for row in codes.itertuples():
        for name in [*row.synoniemen, row.label]:
            spellings.setdefault(fold(name), row.code)
    return spellings | {fold(code): code for code in codes["code"]}


def indicator_rows(codes: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator in codebook order: each soort, its domeinen, their codes."""
    rows: list[dict[str, str]] = []
    for (kind, soort), of_soort in codes.groupby(["aard", "soort"], sort=False):
        base = {"aard": kind, "soort": soort}
        label = of_soort["soort_label"].iloc[0]
        rows.append({"indicator": soort, "niveau": "soort", **base, "domein": ALLE, "code": ALLE, "label": label})
        for domein, of_domein in of_soort.groupby("domein", sort=False):
            label = of_domein["domein_label"].iloc[0]
            rows.append(
                {"indicator": domein, "niveau": "domein", **base, "domein": domein, "code": ALLE, "label": label}
            )
            rows += [
                {
                    "indicator": row.code,
                    "niveau": "code",
                    **base,
                    "domein": domein,
                    "code": row.code,
                    "label": row.label,
                }
                for row in of_domein.itertuples()
            ]
    return pd.DataFrame(rows)
