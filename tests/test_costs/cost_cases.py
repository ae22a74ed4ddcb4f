"""Reads the hand-counted cost cases, and builds the typed tables that the cost functions take."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from analysis.codebook import Codebook, load_codebook
from analysis.study import Kosten, Study

CASES = Path(__file__).parents[1] / "cases"
PUBLISHED = Path(__file__).parents[2] / "src" / "analysis" / "simulation" / "published"
NUMBERS = ["aantal", "tarief", "kans", "bedrag", "bedrag_laag", "bedrag_hoog"]


def load_case(function: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((CASES / function / f"{name}.yaml").read_text(encoding="utf-8"))


def make_study(**kosten: Any) -> Study:
    return Study(folder=Path("."), naam="proef", kosten=Kosten(**kosten))


@cache
def shipped_codebook() -> Codebook:
    return load_codebook()


def make_casussen(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Build typed cost lines; what a row does not say is missing, and the line is in money."""
    defaults = {"scenario": "met_jok", "post": "Zorg", "betaler": "gemeente", "eenheid": "", "toelichting": ""}
    table = pd.DataFrame([{"gemonetariseerd": True, **defaults, **dict.fromkeys(NUMBERS), **row} for row in rows])
    return table.assign(
        **{column: table[column].astype(float) for column in NUMBERS},
        gemonetariseerd=table["gemonetariseerd"].astype(bool),
        bestand="data/raw/casussen.csv",
        rij=range(2, len(table) + 2),
    )


def read_casussen() -> pd.DataFrame:
    """Read the five published cases as the tidy room would type them."""
    rows = pd.read_csv(PUBLISHED / "casussen.csv", sep=";", dtype=str, keep_default_na=False)
    typed = {column: [_number(text) for text in rows[column]] for column in NUMBERS}
    return make_casussen(rows.assign(**typed, gemonetariseerd=rows["gemonetariseerd"] == "ja").to_dict("records"))


def read_gepubliceerd() -> pd.DataFrame:
    """Read the published figures of the five cases as the tidy room would type them."""
    rows = pd.read_csv(PUBLISHED / "casussen_gepubliceerd.csv", sep=";", dtype=str, keep_default_na=False)
    unknown = rows["waarde"] == "niet bekend"
    values = [np.nan if text == "niet bekend" else _number(text) for text in rows["waarde"]]
    typed = rows.assign(waarde_tekst=rows["waarde"], waarde=values, onbekend=unknown)
    return typed.assign(bestand="data/raw/casussen_gepubliceerd.csv", rij=range(2, len(typed) + 2))


def same(found: float, expected: float | None) -> bool:
    """Compare an amount with a hand count; None is not known."""
    return bool(np.isnan(found)) if expected is None else abs(found - expected) < 1e-5


def _number(text: str) -> float:
    return float(text.replace(",", ".")) if text else np.nan
