"""Care paths and bundling from deliveries to result tables, counted by hand; a child's row is never in public."""

from pathlib import Path

import pandas as pd
import pytest
from cost_cases import load_case

from analysis import presentation as toon
from analysis.codebook import load_codebook
from analysis.costs.care_results import care_tables
from analysis.disclosure.suppression import suppress_results
from analysis.presentation.rapport import make_rapport
from analysis.presentation.wording import forbidden_words
from analysis.result_tables import type_table
from analysis.study import Study, load_study
from analysis.tidy.tidy_study import tidy_study

CASE = load_case("cost_tables", "zorgpaden")
EXPECTED = CASE["expected"]
STUDY = """naam: Proef
synthetisch: true
ikcs: [{ikc: A1}]
toewijzingen: {van: 2019-01-01, tot: 2021-12-31}
kosten:
  fte: {uren_per_week: 36, weken: 50, kosten_eur: 90000, aandeel_niet_productief: 0.2}
  zorgklassen: [{klasse: licht, n_casussen: 10, per_jaar_laag: 1, per_jaar_midden: 2, per_jaar_hoog: 4}]
"""


def _tables(folder: Path, zorgpaden: str) -> tuple[Study, dict[str, pd.DataFrame]]:
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (folder / "study.yml").write_text(STUDY, encoding="utf-8")
    (raw / "zorgpaden.csv").write_text(zorgpaden, encoding="utf-8")
    (raw / "indicaties.csv").write_text(CASE["indicaties"], encoding="utf-8")
    study = load_study(folder)
    found = care_tables(tidy_study(study, load_codebook()).tables, study)
    return study, {name: type_table(name, table) for name, table in found.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Study, dict[str, pd.DataFrame]]:
    return _tables(tmp_path_factory.mktemp("zorgpaden"), CASE["zorgpaden"])


def test_costs_before_and_after_per_case_and_pooled(made):
    rows = made[1]["zorgpad_vergelijking"].set_index("casus")
    for casus, amounts in EXPECTED["kosten"].items():
        assert rows.loc[casus, ["kosten_voor", "kosten_na"]].tolist() == pytest.approx(amounts), casus
    assert rows.loc["alle", ["per_jaar_voor", "per_jaar_na"]].tolist() == pytest.approx(EXPECTED["per_jaar_alle"])
    assert rows["n_casussen"].tolist() == [1, 1, 2]


def test_products_before_come_first_with_their_share(made):
    table = made[1]["zorgpad_producten"][["periode", "product", "n_casussen", "kosten", "aandeel"]]
    for row, expected in zip(table.values.tolist(), EXPECTED["producten"], strict=True):
        assert row[:3] == expected[:3] and row[3:] == pytest.approx(expected[3:], abs=1e-5)


def test_bundling_against_a_joint_fte(made):
    for row, expected in zip(made[1]["bundeling"].values.tolist(), EXPECTED["bundeling"], strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:], abs=1e-5)


def test_sentences_say_no_more_than_before_and_after(made):
    study, tables = made
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", tables)
    for say in (toon.zin_zorgpad, toon.zin_bundeling):
        text = say(rapport).markdown
        assert text and forbidden_words(text) == []
    assert "laat het niet zien" in toon.zin_zorgpad(rapport).markdown
    assert "Ambulante hulp: vóór € 5.064" in toon.figuur_zorgpad(rapport).alt
    assert "| 01 |" in toon.tabel_zorgpad(rapport).markdown


def test_the_path_of_a_client_is_not_in_public(tmp_path):
    lines = CASE["zorgpaden"].replace("casus;", "bsn;").replace("1;A", "999900018;A").replace("1;D", "999900018;D")
    study, tables = _tables(tmp_path, lines.replace("2;A", "999900031;A"))
    shown = suppress_results(tables, study, "publiek")
    assert shown["zorgpad_vergelijking"]["onderdrukt"].all()
    assert (
        shown["zorgpad_vergelijking"]["kosten_voor"].isna().all() and shown["zorgpad_producten"]["kosten"].isna().all()
    )
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", shown)
    assert "niet te tonen" in toon.zin_zorgpad(rapport).markdown
    assert not any(digits in toon.tabel_zorgpad(rapport).markdown for digits in ("999900018", "17.886", "17.898"))
