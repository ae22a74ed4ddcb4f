"""Are the published figures right: every printed figure, and every line, recomputed from its line items."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.costs.betalers import check_betalers, name_source
from analysis.costs.bounds import UNKNOWN, exact
from analysis.costs.lines import TOLERANCE_EUR, measure_lines
from analysis.costs.posts import name_posts
from analysis.costs.recompute import (
    GROOTHEDEN,
    Cases,
    Figure,
    Recomputed,
    avoided_of,
    number_of,
    recompute_figure,
    text_of,
)
from analysis.costs.scenarios import choose_per_case
from analysis.costs.verdicts import KLOPT, NIET_TE_CONTROLEREN, WIJKT_AF, count_decimals, judge, judge_unknown
from analysis.study import Study

CONTROLES_COLUMNS = (
    "bron", "casus", "grootheid", "scenario", "betaler", "post", "gepubliceerd", "herberekend_laag", "herberekend",
    "herberekend_hoog", "verschil", "oordeel", "gepubliceerd_tekst", "toelichting", "bestand", "rij",
)  # fmt: skip
NIET_BEKEND = "niet bekend"
WITHOUT_UNIT = ("factor", "aandeel")
ONLY_AVOIDED = "gepubliceerd is wat vermeden is; wat er is ingezet, is er niet van afgehaald"


def check_published(
    casussen: pd.DataFrame, gepubliceerd: pd.DataFrame, study: Study, codebook: Codebook
) -> pd.DataFrame:
    """Recompute every published figure from its line items, and every line from aantal x tarief x kans.

    Three kinds of rows, in this order: the published figures; the lines whose given bedrag can be checked (grootheid
    `bedrag`, with the post); the posts that other payers pay in other cases (grootheid `betaler`). A deviation keeps
    both numbers and the row it comes from; nothing is repaired, so a figure that was computed from a wrong line can be
    right itself. A mean over *alle* is only recomputed when every case is known: the mean of the others is another
    figure. An optional column `n_casussen` says over how many cases a source took its mean.

    Parameters
    ----------
    casussen
        One row per cost line, from `tidy_casussen`.
    gepubliceerd
        One row per published figure, from `tidy_casussen_gepubliceerd`; empty when nothing was typed in.
    study
        For which scenario is the reference and which the intervention.
    codebook
        For the names of posts (`post` in waarden.yml) and payers.

    Returns
    -------
    One row per checked figure. `gepubliceerd` is NaN for a published *niet bekend* (see `gepubliceerd_tekst`);
    `verschil` is published minus the recomputed middle; amounts in euros, a factor as such, an aandeel between 0 and 1.
    """
    lines = name_posts(measure_lines(casussen), codebook)
    cases = Cases(lines, choose_per_case(lines, study), codebook)
    rows = [_check_figure(figure, cases) for figure in gepubliceerd.to_dict("records")]
    rows += [_check_line(line) for line in lines.to_dict("records") if _is_checkable(line)]
    rows += check_betalers(lines, codebook)
    controles = pd.DataFrame(rows, columns=list(CONTROLES_COLUMNS))
    return controles.assign(rij=controles["rij"].astype("Int64"))


def _check_figure(figure: Figure, cases: Cases) -> dict[str, object]:
    """Judge one published figure; a mean that is known of some cases only is right, or cannot be checked."""
    grootheid = GROOTHEDEN.get(fold(text_of(figure, "grootheid")), text_of(figure, "grootheid"))
    found = recompute_figure(figure, cases)
    value, decimals = _published_value(figure, grootheid)
    tolerance = 10.0**-decimals if grootheid in WITHOUT_UNIT else TOLERANCE_EUR
    unknown = bool(figure.get("onbekend"))
    oordeel = judge_unknown(found.bounds) if unknown else judge(value, found.bounds, decimals, tolerance)
    if found.incomplete and (unknown or oordeel != KLOPT):
        found = Recomputed(UNKNOWN, found.toelichting)
        oordeel = oordeel if unknown else NIET_TE_CONTROLEREN
    if grootheid == "besparing" and oordeel == WIJKT_AF and judge(value, avoided_of(figure, cases), decimals) == KLOPT:
        found = replace(found, toelichting=ONLY_AVOIDED)
    return _row(figure, grootheid, value, found, oordeel)


def _published_value(figure: Figure, grootheid: str) -> tuple[float, int]:
    """Give the published number and its decimals; a share printed in per cents ("25%", or 25) becomes a fraction."""
    value, text = number_of(figure.get("waarde")), text_of(figure, "waarde_tekst")
    printed = re.search(r"(\d+(?:[.,]\d+)?)\s*(?:%|procent)", text)
    if grootheid == "aandeel" and printed:
        value = float(printed[1].replace(",", "."))
        return value / 100, count_decimals(value, printed[1]) + 2
    if grootheid == "aandeel" and value > 1:
        return value / 100, count_decimals(value, text) + 2
    return value, count_decimals(value, text, in_money=grootheid not in WITHOUT_UNIT)


def _is_checkable(line: Figure) -> bool:
    return not line["onbekend"] and not pd.isna(line["bedrag"]) and not pd.isna(line["berekend"])


def _check_line(line: Figure) -> dict[str, object]:
    """Judge the given bedrag of one line against its own aantal x tarief x kans."""
    bedrag = number_of(line["bedrag"])
    found = Recomputed(exact(number_of(line["berekend"])), text_of(line, "toelichting"))
    oordeel = judge(bedrag, found.bounds, count_decimals(bedrag, text_of(line, "bedrag_tekst")))
    return _row(line, "bedrag", bedrag, found, oordeel)


def _row(source: Figure, grootheid: str, value: float, found: Recomputed, oordeel: str) -> dict[str, object]:
    bounds = found.bounds
    texts = {column: text_of(source, column) for column in ("casus", "scenario", "betaler", "post", "bestand")}
    return texts | {
        "bron": text_of(source, "bron") or name_source(texts["bestand"]),
        "grootheid": grootheid,
        "gepubliceerd": value,
        "herberekend_laag": round(bounds.laag, 6),
        "herberekend": round(bounds.midden, 6),
        "herberekend_hoog": round(bounds.hoog, 6),
        "verschil": round(value - bounds.midden, 6) if not np.isnan(value) else np.nan,
        "oordeel": oordeel,
        "gepubliceerd_tekst": text_of(source, "waarde_tekst") or (NIET_BEKEND if source.get("onbekend") else ""),
        "toelichting": found.toelichting,
        "rij": source.get("rij"),
    }
