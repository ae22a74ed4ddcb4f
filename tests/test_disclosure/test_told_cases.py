"""A described case is told in public only with consent: a whole study, from delivery to every public file and sentence.

The amounts of each case are numbers that occur nowhere else (7777 and multiples), so that a trace of them is found.
"""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.disclosure.editions import prepare_results, results_folder
from analysis.disclosure.suppression import suppress_results
from analysis.presentation import kosten
from analysis.presentation.rapport import make_rapport
from analysis.results.compute import compute_results, count_study, estimate_results, tell_cases
from analysis.results.kaarten import kaarten
from analysis.study import Study, load_study
from analysis.tidy.tidy_study import tidy_study

CODEBOOK = load_codebook()
AMOUNTS = {"01": (100, 1100), "02": (200, 2200), "03": (300, 3310), "04": (7777, 77773), "05": (400, 5005),
           "06": (500, 4505)}  # fmt: skip
YEARS = "1-1-2019;1-1-2018;31-12-2020"
TOLD = "{{casussen: [{}], wie: beide ouders, wanneer: 2021-05-01}}"


def make(folder: Path, cases: str, told: str) -> Study:
    """A study with these cases, in every delivery that can name one, and consent for those that are told."""
    text = "naam: Proef\nsynthetisch: true\nkosten: {trekkingen: 1000}\n"
    text += f"verhalen: [{TOLD.format(', '.join(told.split()))}]\n" if told else ""
    files = {"casussen.csv": ["casus;scenario;post;betaler;bedrag;rendement"],
             "casussen_gepubliceerd.csv": ["casus;grootheid;scenario;betaler;waarde"],
             "zorgpaden.csv": ["casus;product;van;tot;bedrag;indexdatum;venster_van;venster_tot"],
             "inzet_gezin.csv": ["casus;fase;professional;uren_per_week"],
             "maatwerkplannen.csv": ["casus;doorbraak;domein;betrokkenheid"]}  # fmt: skip
    for casus in cases.split():
        spent, avoided = AMOUNTS[casus]
        files["casussen.csv"] += [f"{casus};met_jok;JOK{casus};gemeente;{spent};Verhaal {casus}"]
        files["casussen.csv"] += [f"{casus};zonder_jok;Opvang;rijk;{avoided};"]
        files["casussen_gepubliceerd.csv"] += [f"{casus};kosten;met_jok;;{spent}"]
        files["zorgpaden.csv"] += [f"{casus};Zorg{casus};1-3-2018;31-5-2018;{spent};{YEARS}",
                                   f"{casus};Zorg{casus};1-3-2019;31-5-2019;{avoided};{YEARS}"]  # fmt: skip
        domein = "vervoer" if casus == "04" else "wonen"
        files["maatwerkplannen.csv"] += [f"{casus};Doorbraak{casus};{domein};Betrokken{casus}"]
        files["inzet_gezin.csv"] += [f"{casus};voor;Hulp{casus};{spent}", f"{casus};na;Hulp{casus};1"]
    files["casussen_gepubliceerd.csv"] += ["alle;besparing;;;77773"]
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    for name, lines in files.items():
        (raw / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_study(folder)


def public(study: Study) -> tuple[dict[str, pd.DataFrame], str]:
    """Give the public tables, and all that is in them as one text."""
    tidy = tidy_study(study, CODEBOOK)
    counts = tell_cases(count_study(tidy, study, CODEBOOK), tidy, study, CODEBOOK)
    tables = suppress_results(estimate_results(counts, study, CODEBOOK), study, "publiek")
    return tables, "\n".join(table.to_csv(index=False) for table in tables.values())


def words(study: Study, tables: dict[str, pd.DataFrame], editie: str = "publiek") -> str:
    """Give everything that the cost chapters say in a report over all IKCs."""
    rapport = make_rapport(study, CODEBOOK, "alle", editie, tables)
    shown = [getattr(kosten, name)(rapport) for name in kosten.__all__]
    return " ".join(getattr(item, "markdown", "") + getattr(item, "bijschrift", "") + getattr(item, "alt", "")
                    for item in shown)  # fmt: skip


TRACES = (
    r"7[.]?777|77[.]?773|69[.]?996|JOK04|Verhaal 04|Zorg04|Hulp04|Doorbraak04|Betrokken04|[Vv]ervoer"
    r"|(?m:^|,|casus )04(?m:,|$|\b)"
)


def test_nothing_of_one_case_without_consent_is_in_any_public_file(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 04", "01 02 03")
    tables = prepare_results(study, CODEBOOK, "publiek")
    made = sorted(results_folder(study, "publiek").glob("*.csv"))
    assert re.findall(TRACES, "\n".join(path.read_text(encoding="utf-8") for path in made)) == []
    assert set(tables["kosten"]["casus"]) == {"01", "02", "03"} == set(tables["kosten_posten"]["casus"])
    over = tables["kosten_over_casussen"].set_index("betaler").loc["alle"]
    assert over["n_casussen"] == 3 and over["som"] == 1000 + 2000 + 3010  # without 69996, by hand
    (row,) = tables["kosten_zonder_akkoord"].to_dict("records")
    assert pd.isna(row["n_zonder"]) and pd.isna(row["besparing"])
    told = words(study, tables)
    assert re.findall(TRACES, told) == [] and "Niet elke beschreven casus staat hier." in told
    assert "Drie casussen zijn" in told and "Samen genomen" not in told
    (wonen,) = tables["doorbraken"].query("domein == 'wonen' and betaler == 'alle'").to_dict("records")
    assert (wonen["n_casussen"], wonen["midden"]) == (3, 6010) and "Doorbraak03" in told


def test_the_internal_edition_shows_every_case(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 04", "01 02 03")
    tables = suppress_results(compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK), study, "intern")
    assert set(tables["kosten"]["casus"]) == {"01", "02", "03", "04"}
    assert "Zonder akkoord, en dus niet in de publieke editie: één casus." in words(study, tables, "intern")


def test_of_two_cases_without_consent_and_no_other_no_amount_is_shown(tmp_path: Path) -> None:
    study = make(tmp_path, "03 04", "")
    tables, text = public(study)
    assert re.findall(TRACES, text) == [] and "3310" not in text
    over = [name for name, table in tables.items() if name.startswith(("kosten", "casus", "contr", "zorgpad", "inzet",
                                                                               "doorbraken", "maatwerk"))
            and len(table)]  # fmt: skip
    assert over == ["kosten_zonder_akkoord"]
    told = words(study, tables)
    assert told.strip().startswith("Niet elke beschreven casus") and not re.search(r"\d", told)


def test_three_cases_without_consent_are_shown_together_and_only_so(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 05 06", "01 02")
    tables, text = public(study)
    (row,) = tables["kosten_zonder_akkoord"].to_dict("records")
    # by hand: 300, 400 and 500 put in, 3310, 5005 and 4505 avoided
    assert (row["n_zonder"], row["ingezet"]) == (3, 400) and row["vermeden"] == pytest.approx(12820 / 3)
    assert row["besparing"] == pytest.approx(11620 / 3) and pd.isna(row["aandeel_overige"])
    assert set(tables["kosten"]["casus"]) == {"01", "02"}
    assert not re.search(r"\b(3310|5005|4505|3010|4605|4005)\b", text)
    assert "gemiddeld € 400 ingezet en € 4.273 vermeden: een verschil van € 3.873 per casus." in words(study, tables)


def test_three_cases_of_which_one_is_nearly_all_are_not_shown_together(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 04", "01")
    tables, text = public(study)  # of 200, 300 and 7777 the two largest are 98 per cent
    assert re.findall(TRACES, text) == []
    assert tables["kosten_zonder_akkoord"]["besparing"].isna().all()


def test_every_case_told_is_the_edition_as_it_was(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 04", "01 02 03 04")
    tables, text = public(study)
    assert tables["kosten_zonder_akkoord"].empty and "77773" in text
    assert "Niet elke" not in words(study, tables)


def test_without_the_tables_of_told_cases_nothing_over_cases_is_shown(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03 04", "01 02 03")
    exact = compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)
    shown = suppress_results(exact, study, "publiek")
    assert set(shown["kosten"]["casus"]) == {"01", "02", "03"} and shown["kosten_over_casussen"].empty
    assert shown["zorgpad_producten"].empty and "04" not in set(shown["inzet_gezin"]["casus"])
    assert shown["doorbraken"].empty and set(shown["maatwerkplannen"]["casus"]) == {"01", "02", "03"}


def test_a_plan_without_consent_and_without_costs_keeps_the_overview_out(tmp_path: Path) -> None:
    study = make(tmp_path, "01 02 03", "01 02 03")
    (study.raw / "maatwerkplannen.csv").write_text("casus;domein\n1;wonen\n2;wonen\n9;school\n", encoding="utf-8")
    exact = compute_results(tidy_study(study, CODEBOOK), study, CODEBOOK)
    assert suppress_results(exact, study, "publiek")["doorbraken"].empty
    tables, _ = public(study)
    assert set(tables["doorbraken"]["domein"]) == {"wonen", "alle"}
    assert tables["doorbraken"]["n_casussen"].max() == 2 and "09" not in set(tables["maatwerkplannen"]["casus"])


def test_quotes_are_in_one_result_table_alone() -> None:
    quoted = [name for name, card in kaarten().items() if "citaat" in card.kolommen]
    assert quoted == ["citaten"] and "akkoord" in kaarten()["citaten"].openbaar
