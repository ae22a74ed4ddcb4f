"""What the cost lines themselves give to say: lines that cannot be right, cases without a comparison, missing CPI."""

import pandas as pd

from analysis.codebook import closest
from analysis.costs.lines import check_lines
from analysis.costs.scenarios import check_scenarios
from analysis.errors import Melding
from analysis.study import STUDY_FILE, Kosten, Study


def check_costs(tables: dict[str, pd.DataFrame], study: Study) -> list[Melding]:
    """Judge the cost lines of all cases against themselves and against study.yml; all problems at once.

    Parameters
    ----------
    tables
        The tidy tables; needs `casussen`.
    study
        For the scenarios, the peiljaar and the CPI.
    """
    casussen = tables["casussen"]
    if casussen.empty:
        return []
    files = [(str(bestand), of_file) for bestand, of_file in casussen.groupby("bestand", sort=False)]
    return [
        *(melding for bestand, of_file in files for melding in check_lines(of_file, bestand)),
        *check_scenarios(casussen, study, files[0][0]),
        *check_named_cases(casussen, study.kosten),
        *check_cpi(casussen, study.kosten),
    ]


def check_named_cases(casussen: pd.DataFrame, kosten: Kosten) -> list[Melding]:
    """A case in `kosten.per_casus` that has no cost lines is a fout: its scenarios would never be used."""
    known = sorted(casussen["casus"].unique())
    unknown = [casus for casus in kosten.per_casus if casus not in known]
    lines = tuple(f"{casus}   (bedoelt u {near}?)" if (near := closest(casus, known)) else casus for casus in unknown)
    text = "`kosten.per_casus` noemt casussen zonder kostenregels."
    advies = "Gebruik de nummers uit casussen."
    return [Melding(STUDY_FILE, text, regels=lines, advies=advies, code="onbekende_casus")] if lines else []


def check_cpi(casussen: pd.DataFrame, kosten: Kosten) -> list[Melding]:
    """A peiljaar that cannot be brought to the study's for want of a CPI is a fout: a missing year is not zero."""
    if kosten.peiljaar is None:
        return []
    years = [int(year) for year in casussen["peiljaar"].dropna().unique()]
    needed = {
        between for year in years for between in range(min(year, kosten.peiljaar) + 1, max(year, kosten.peiljaar) + 1)
    }
    missing = sorted(needed - set(kosten.cpi))
    if not missing:
        return []
    listed = ", ".join(str(year) for year in missing)
    text = f"`kosten.cpi` mist {listed}; niet alle bedragen zijn om te rekenen naar {kosten.peiljaar}."
    advies = "Vul het cijfer van het CBS in (stijging ten opzichte van het jaar ervoor, in procenten)."
    return [Melding(STUDY_FILE, text, advies=advies, code="cpi_ontbreekt")]
