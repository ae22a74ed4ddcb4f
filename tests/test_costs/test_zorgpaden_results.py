"""Care paths and bundling from deliveries to result tables, counted by hand; a child's row is never in public."""

from pathlib import Path

import pandas as pd
import pytest
from cost_cases import load_case

from analysis.codebook import load_codebook
from analysis.costs.bundeling import measure_bundeling
from analysis.costs.zorgpaden_results import care_tables
from analysis.disclosure.rounded import finish_table
from analysis.disclosure.rounding import Afronder
from analysis.disclosure.suppression import suppress_results
from analysis.errors import InvoerFout
from analysis.presentation import zorgpaden
from analysis.presentation.rapport import make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.results.tables import type_table
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


TOLD = "verhalen: [{casussen: [1], wie: beide ouders, wanneer: 2021-05-01}]\n"


def _tables(folder: Path, zorgpaden: str, told: str = "", **more: str) -> tuple[Study, dict[str, pd.DataFrame]]:
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (folder / "study.yml").write_text(STUDY + told, encoding="utf-8")
    for name, text in {"zorgpaden": zorgpaden, "indicaties": CASE["indicaties"], **more}.items():
        if text:
            (raw / f"{name}.csv").write_text(text, encoding="utf-8")
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
    columns = ["ikc", "uren", "kosten_individueel", "fte_nodig", "kosten_gezamenlijk", "besparing", "n_kleinste"]
    for row, expected in zip(made[1]["bundeling"][columns].values.tolist(), EXPECTED["bundeling"], strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:], abs=1e-5)


TOTALS = """casus;product;fase;bedrag;jaren
K3;Jeugd-GGZ;voor;18.250;2
K3;Verblijf;voor;40.000;
K3;Jeugd-GGZ;na;3.000;1,5
K4;;voor;9.000;1,5
"""


def test_totals_alone_stand_beside_dated_spells_and_one_sided_cases_do_not_count(tmp_path):
    study, tables = _tables(tmp_path, CASE["zorgpaden"], zorgpaden_totalen=TOTALS)
    rows = tables["zorgpad_vergelijking"].set_index("casus")
    assert rows.loc["K3", ["per_jaar_voor", "per_jaar_na"]].tolist() == [29125, 2000]  # 58.250 / 2; 3.000 / 1,5
    assert pd.isna(rows.loc["K4", "per_jaar_na"]) and rows.loc["alle", "n_casussen"] == 3
    # 20.308,571429 + 58.250 over 896 / 365,25 + 2 jaar; 20.714,285714 + 3.000 over 1296 / 365,25 + 1,5 jaar
    assert rows.loc["alle", ["per_jaar_voor", "per_jaar_na"]].tolist() == pytest.approx([17641.265, 4697.522], abs=0.01)
    assert rows["vorm"].to_dict()["alle"] == "perioden; totalen"
    products = tables["zorgpad_producten"]
    assert "Alle zorg" not in set(products["product"])  # only K4 has it
    assert products[products["periode"] == "voor"]["kosten"].sum() == pytest.approx(78558.571429)
    text = zorgpaden.zin_zorgpad(make_rapport(study, load_codebook(), "alle", "publiek", tables)).markdown
    assert "Van 3 beschreven casussen" in text and "Niet aan beide kanten gevolgd is casus K4" in text


UNPRICED = """casus;product;fase;bedrag;jaren
K5;Verblijf;voor;9.000;1
K5;Verblijf;na;;1
K6;Ambulant;voor;1.000;1
K6;Ambulant;na;500;1
"""


def test_care_without_a_price_is_not_free(tmp_path):
    study, tables = _tables(tmp_path, "", zorgpaden_totalen=UNPRICED)
    rows = tables["zorgpad_vergelijking"].set_index("casus")
    assert rows.loc["K5", ["kosten_na", "per_jaar_na", "verschil", "factor"]].isna().all()
    assert rows.loc["K6", ["kosten_na", "verschil", "factor"]].tolist() == [500, -500, 0.5]
    # samen: 10.000 over 2 jaar voor; minstens 500 over 2 jaar na, dus het verschil is niet bekend
    assert rows.loc["alle", ["per_jaar_voor", "per_jaar_na"]].tolist() == [5000, 250]
    assert rows.loc["alle", ["verschil", "factor"]].isna().all() and rows.loc["alle", "n_zonder_prijs"] == 1
    after = tables["zorgpad_producten"].query("periode == 'na'").set_index("product")
    assert after["kosten"].isna().to_dict() == {"Ambulant": False, "Verblijf": True} and after["aandeel"].isna().all()
    text = zorgpaden.zin_zorgpad(make_rapport(study, load_codebook(), "alle", "publiek", tables)).markdown
    assert "het verschil is niet bekend" in text and "keer zoveel" not in text
    assert "Niet aan beide kanten gevolgd" not in text


def test_negative_amounts_and_reversed_windows_of_care_paths_stop_the_run(tmp_path):
    heads = "casus;product;van;tot;bedrag;indexdatum;venster_van;venster_tot\n"
    rows = "K1;A;01-02-2020;01-03-2020;-100;01-01-2020;;\nK2;A;01-02-2020;;5;01-01-2020;01-01-2021;01-01-2019\n"
    with pytest.raises(InvoerFout) as stopped:
        _tables(tmp_path, heads + rows)
    assert {melding.code for melding in stopped.value.meldingen} == {"bedrag_negatief", "venster_omgekeerd"}


NUMBERS = ("999900006", "999900018", "999900031", "999900043", "999900055", "999900067")


def _children(first: int, extra: str = "") -> str:
    rows = [
        f"{bsn};Ambulant;{fase};{first if bsn == NUMBERS[0] else 4000};2" for bsn in NUMBERS for fase in ("voor", "na")
    ]
    return "bsn;product;fase;bedrag;jaren\n" + "\n".join(rows) + extra + "\n"


@pytest.mark.parametrize(
    ("first", "extra", "whole", "products"),
    [
        (4000, "", True, True),
        (99_000, "", True, True),  # 99.000 and 4.000 of 119.000: 13,4 per cent is of others
        (200_000, "", False, False),  # 7,3 per cent is of others: the dearest child can be read off
        (4000, f"\n{NUMBERS[0]};Verblijf;voor;9000;", True, False),  # one child's product follows from the total
    ],
)
def test_what_public_shows_of_children_gives_no_child_away(tmp_path, first, extra, whole, products):
    study, tables = _tables(tmp_path, "", zorgpaden_totalen=_children(first, extra))
    shown = suppress_results(tables, study, "publiek")
    rows = shown["zorgpad_vergelijking"]
    assert rows["casus"].tolist() == ["alle"] and bool(rows["kosten_voor"].notna().all()) == whole
    before = shown["zorgpad_producten"].query("periode == 'voor'")
    assert bool(before["kosten"].notna().all()) == products and (products or before["kosten"].isna().all())
    for name in ("zorgpad_vergelijking", "zorgpad_producten"):
        assert shown[name]["aandeel_overige"].isna().all()
    assert tables["zorgpad_vergelijking"]["casus"].nunique() == 7  # the internal edition has every child


def test_hours_around_a_family_are_told_per_family(tmp_path):
    hours = "casus;fase;professional;uren per week\n1;voor;GGZ;2,5\n1;voor;School;1\n1;na;JOK;3\n"
    study, tables = _tables(tmp_path, CASE["zorgpaden"], TOLD, inzet_gezin=hours)
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", suppress_results(tables, study, "publiek"))
    assert "| 01 | 2 | 1 | 3,5 | 3,0 | −0,5 |" in " ".join(zorgpaden.tabel_inzet_gezin(rapport).markdown.split())
    text = zorgpaden.zin_inzet_gezin(rapport).markdown
    assert "Bij 1 daarvan kwamen er daarna minder" in text and forbidden_words(text) == []


def test_a_group_by_intensity_has_a_chapter_of_its_own_without_any_path(tmp_path):
    study, tables = _tables(tmp_path, "")
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", suppress_results(tables, study, "publiek"))
    assert rapport.heeft("zorgklassen") and not rapport.heeft("zorgpaden")
    assert "in euro's per kind per jaar: licht 2 (1 tot 4)" in zorgpaden.zin_zorgpad_groep(rapport).markdown
    rows = [" ".join(row.split()) for row in zorgpaden.tabel_zorgpad_groep(rapport).markdown.splitlines()]
    assert "| hoog | 10 | 4 | 40 |" in rows  # of one year: all years say the same


def test_an_ikc_with_few_indications_does_not_follow_from_the_others(made):
    shown = suppress_results(made[1], made[0], "publiek")["bundeling"].set_index("ikc")
    assert shown["uren"].isna().to_dict() == {"A1": True, "geen": True, "alle": False}  # geen: 4 children
    assert shown["onderdrukt"].tolist() == [True, True, False]


def test_indications_without_a_joint_fte_still_have_their_hours_and_costs(made):
    indications = pd.DataFrame([{"ikc": "A1", "kinderen": 2, "uren_per_week": 3, "weken": 4, "tarief": 5}])
    table = measure_bundeling(indications, None)
    assert table["kosten_individueel"].tolist() == [120, 120] and table["fte_nodig"].isna().all()


def test_sentences_say_no_more_than_before_and_after(made):
    study, tables = made
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", tables)
    for say in (zorgpaden.zin_zorgpad, zorgpaden.zin_bundeling):
        text = say(rapport).markdown
        assert text and forbidden_words(text) == []
    assert "laat het niet zien" in zorgpaden.zin_zorgpad(rapport).markdown
    assert "Ambulante hulp: vóór € 5.064" in zorgpaden.figuur_zorgpad(rapport).alt
    assert "| 01 |" in zorgpaden.tabel_zorgpad(rapport).markdown


def test_the_path_of_a_client_is_not_in_public(tmp_path):
    lines = CASE["zorgpaden"].replace("casus;", "bsn;").replace("1;A", "999900018;A").replace("1;D", "999900018;D")
    study, tables = _tables(tmp_path, lines.replace("2;A", "999900031;A"))
    shown = suppress_results(tables, study, "publiek")
    assert shown["zorgpad_vergelijking"]["onderdrukt"].all()
    assert (
        shown["zorgpad_vergelijking"]["kosten_voor"].isna().all() and shown["zorgpad_producten"]["kosten"].isna().all()
    )
    rapport = make_rapport(study, load_codebook(), "alle", "publiek", shown)
    for say in (
        zorgpaden.zin_zorgpad,
        zorgpaden.tabel_zorgpad,
        zorgpaden.tabel_zorgpad_producten,
        zorgpaden.figuur_zorgpad,
    ):
        assert say(rapport).markdown == ""  # nothing may be shown, so the section stays out


def test_counts_of_described_cases_are_not_rounded_and_those_of_children_are(tmp_path):
    told, tables = _tables(tmp_path, CASE["zorgpaden"], "verhalen: [{casussen: [1, 2], gepubliceerd: een boek}]\n")
    shown = finish_table("zorgpad_vergelijking", tables["zorgpad_vergelijking"], tables, told, Afronder(5, b"sleutel"))
    assert shown["n_casussen"].tolist() == [1, 1, 2] and shown["kosten_voor"].notna().all()
    of_children = tables["zorgpad_vergelijking"].assign(soort_casus="client")
    hidden = finish_table("zorgpad_vergelijking", of_children, tables, told, Afronder(5, b"sleutel"))
    assert (hidden["n_casussen"] % 5 == 0).all() and hidden["kosten_voor"].isna().all()
