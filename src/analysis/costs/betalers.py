"""The same post, paid by other payers in other cases: a finding about the source, for it moves money around."""

from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.costs.verdicts import WIJKT_AF
from analysis.study import ALLE


def check_betalers(lines: pd.DataFrame, codebook: Codebook) -> list[dict[str, object]]:
    """Find the posts that have other payers in one case than in another; one row of `controles` per post.

    A post that two payers share in every case is no finding; nor is a post that occurs in one case only. A line that
    names no payer says nothing here.

    Parameters
    ----------
    lines
        One row per cost line, from `measure_lines` and `name_posts`.
    codebook
        For the labels of the payers.
    """
    rows = []
    named = lines[(lines["post_sleutel"] != "") & (lines["betaler"] != ONBEKEND)]
    for _, of_post in named.groupby("post_sleutel", sort=True):
        payers = of_post.groupby("casus", sort=True)["betaler"].agg(lambda codes: tuple(sorted(set(codes))))
        if payers.nunique() > 1:
            rows.append(_row(of_post, payers, codebook))
    return rows


def name_source(bestand: str) -> str:
    """Give the name by which a file is cited as a source: without its folder, sheet and extension."""
    return PurePosixPath(bestand.partition("#")[0]).stem


def _row(of_post: pd.DataFrame, payers: pd.Series, codebook: Codebook) -> dict[str, object]:
    names = list(dict.fromkeys(of_post.sort_values(["casus", "post"], kind="stable")["post"]))
    cases_of_payers = payers.reset_index().groupby("betaler", sort=True)["casus"].agg(", ".join)
    parts = [
        f"{' en '.join(codebook.label(code) for code in codes)} (casus {cases})"
        for codes, cases in cases_of_payers.items()
    ]
    bestanden = sorted(of_post["bestand"].unique()) if "bestand" in of_post else []
    return {
        "bron": "; ".join(name_source(bestand) for bestand in bestanden),
        "casus": ALLE,
        "grootheid": "betaler",
        "scenario": "",
        "betaler": "; ".join(sorted(of_post["betaler"].unique())),
        "post": " / ".join(names),
        **dict.fromkeys(("gepubliceerd", "herberekend_laag", "herberekend", "herberekend_hoog", "verschil"), np.nan),
        "oordeel": WIJKT_AF,
        "gepubliceerd_tekst": "",
        "toelichting": "dezelfde post, verschillende betalers: " + "; ".join(parts),
        "bestand": "; ".join(bestanden),
        "rij": None,
    }
