"""What the cost lines themselves give to say: lines that cannot be right, cases without a comparison, missing CPI."""

import pandas as pd

from analysis.codebook import Codebook, closest
from analysis.costs.akkoord import check_akkoord
from analysis.costs.doorbraken import check_plans
from analysis.costs.lines import check_lines
from analysis.costs.scenarios import check_scenarios
from analysis.errors import Melding
from analysis.study import STUDY_FILE, Kosten, Study


def check_costs(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> list[Melding]:
    """Judge cost lines and care paths against themselves, study.yml and the codebook; all problems at once.

    Parameters
    ----------
    tables
        The tidy tables; needs `casussen`, `zorgpaden`, `zorgpaden_totalen` and `maatwerkplannen`; every case in them
        needs consent.
    study
        For the scenarios, the peiljaar, the CPI and the investments.
    codebook
        For the payers.
    """
    casussen = tables["casussen"]
    always = [
        *check_two_paths(tables),
        *check_plans(tables),
        *check_investors(study, codebook),
        *check_akkoord(tables, study),
    ]
    if casussen.empty:
        return always
    files = [(str(bestand), of_file) for bestand, of_file in casussen.groupby("bestand", sort=False)]
    return [
        *(melding for bestand, of_file in files for melding in check_lines(of_file, bestand)),
        *check_scenarios(casussen, study, files[0][0]),
        *check_named_cases(casussen, study.kosten),
        *check_cpi(casussen, study.kosten),
        *always,
    ]


def check_two_paths(tables: dict[str, pd.DataFrame]) -> list[Melding]:
    """A case with dated spells and with totals is a fout: its care would count twice."""
    totals = tables["zorgpaden_totalen"]
    twice = totals[totals["casus"].isin(tables["zorgpaden"]["casus"].unique())]
    if twice.empty:
        return []
    lines = tuple(f"rij {rij}" for rij in twice["rij"])
    text = "een casus staat ook in zorgpaden; zijn zorg zou dubbel tellen."
    advies = "Geef van een casus de perioden (zorgpaden) of de totalen (zorgpaden_totalen), niet allebei."
    return [Melding(str(twice["bestand"].iloc[0]), text, regels=lines, advies=advies, code="casus_dubbel")]


def check_investors(study: Study, codebook: Codebook) -> list[Melding]:
    """A payer of an investment that the codebook does not know is a fout: it would stand apart from its savings."""
    items = study.kosten.opschaling.investeringen if study.kosten.opschaling else ()
    unknown = dict.fromkeys(item.betaler for item in items if codebook.value("betaler", item.betaler) is None)
    if not unknown:
        return []
    known = codebook.values("betaler")
    lines = tuple(f"{name}   (bedoelt u {near}?)" if (near := closest(name, known)) else name for name in unknown)
    text = "`kosten.opschaling.investeringen` noemt een betaler die niet in het codeboek staat."
    advies = "Voeg de betaler toe aan codebook/betalers.yml."
    return [Melding(STUDY_FILE, text, regels=lines, advies=advies, code="onbekende_betaler")]


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
