"""Messages in zips beside two dirty exports that overlap: every row accounted for, everything counted once."""

import pandas as pd
import pytest
from gemengde_levering import OTHERS, SCENARIO, count_delivery, simulated, write_study

from analysis.codebook import load_codebook
from analysis.intake.distinct import with_texts
from analysis.measures.toewijzing_quality import count_koppeling, count_producten
from analysis.simulation.messages import count_valid
from analysis.study import load_study
from analysis.tidy.tidy_study import judge_study

CODEBOOK = load_codebook()
SHARED = [
    "toewijzing_nummer", "client", "ikc", "toewijzingsdatum", "productcategorie", "productcode", "zorgvorm",
    "startdatum", "einddatum", "volume", "eenheid", "frequentie", "budget_eur", "reden_wijziging",
]  # fmt: skip
MADE_UP = ["5000001", "5000002", "5000003"]


@pytest.fixture(scope="module")
def truth():
    return simulated()


@pytest.fixture(scope="module")
def folder(truth, tmp_path_factory):
    return write_study(truth, tmp_path_factory.mktemp("gemengd") / "studie")


@pytest.fixture(scope="module")
def tidy(folder):
    return judge_study(load_study(folder), CODEBOOK)


@pytest.fixture(scope="module")
def ledger(tidy):
    return tidy.grootboek[tidy.grootboek["bestand"].str.contains("toewijzingen/")]


def test_every_row_and_product_is_in_the_ledger_as_counted_apart(folder, ledger):
    counted = count_delivery(folder / "data" / "raw" / "toewijzingen")
    read = ledger[ledger["stap"] == "gelezen"].set_index("bestand")["rijen_in"]
    assert {name: kinds.total() for name, kinds in counted.items()} == read[read > 0].to_dict()
    total = sum(counted.values(), start=type(next(iter(counted.values())))())
    aside = ledger[ledger["stap"] == "lezen"].groupby("reden")["rijen_apart"].sum().to_dict()
    assert aside == {
        **{f"ander bericht: {kind.upper()}": total[kind.upper()] for kind in OTHERS},
        "bericht is geen geldige XML": total["kapot"],
        "geen bericht, maar een bestand .txt": total["geen bericht"],
        "totaalregel onder de gegevens": total["totaal"],
    }
    assert min(total.values()) > 0


def test_the_ledger_closes_from_the_first_step_to_the_tidy_table(tidy, ledger):
    assert (ledger["rijen_in"] == ledger["rijen_door"] + ledger["rijen_apart"]).all()
    for _, steps in ledger.groupby("bestand", sort=False):
        assert steps["rijen_in"].tolist()[1:] == steps["rijen_door"].tolist()[:-1]
    last = ledger.groupby("bestand")["rijen_door"].last()
    kept = tidy.tables["toewijzingen"]["bron_bestand"].astype("str").value_counts()
    assert last[last > 0].to_dict() == kept.to_dict()
    assert ledger["rijen_apart"].sum() == len(tidy.apart["toewijzingen"])


def test_what_counts_is_the_truth_once_each(truth, tidy):
    """Of every number the last version, not withdrawn, with a day in the period: whichever of three files has it."""
    valid = count_valid(truth.berichten)
    ended = valid["einddatum"] < pd.Timestamp(SCENARIO.toewijzingen_van)
    later = valid["ingangsdatum"] > pd.Timestamp(SCENARIO.toewijzingen_tot)
    expected = set(valid.loc[~(ended | later), "toewijzing_nummer"])
    numbers = tidy.tables["toewijzingen"]["toewijzing_nummer"].astype("str")
    assert numbers.is_unique
    merged = tidy.apart["toewijzingen"].query("reden.str.startswith('overlapt')")["toewijzing_nummer"]
    assert {*numbers, *merged} == {*expected, "5000003"}
    assert len(expected) > 50


def test_rows_that_cannot_be_are_set_aside_with_their_reason(tidy):
    apart = tidy.apart["toewijzingen"].set_index("toewijzing_nummer")["reden"]
    assert apart.loc[["5000001", "5000002"]].tolist() == [
        "datum heeft 00 als dag of maand", "einddatum ligt voor de ingangsdatum"
    ]  # fmt: skip


def test_own_code_keeps_its_budget_and_a_wrong_bsn_is_a_count(tidy):
    products = count_producten(tidy.tables["toewijzingen"], CODEBOOK).set_index("productcode")
    assert products.loc["Q7", ["zorgvorm", "bekend", "n", "budget_eur"]].tolist() == ["ambulant_kind", False, 1, 1234.5]
    assert [m.tekst for m in tidy.meldingen if m.code == "elfproef"] == [
        "1 clientnummer is geen geldig BSN (elfproef), in 1 rij."
    ]


def test_the_linkage_rate_of_each_file_adds_up_to_its_rows(tidy, ledger):
    found = count_koppeling(tidy.tables["toewijzingen"]).set_index("bestand")
    last = ledger.groupby("bestand")["rijen_door"].last()
    assert found["n"].to_dict() == last[last > 0].to_dict()
    assert (found[["n_kolom", "n_inschrijving", "n_later", "n_geen"]].sum(axis=1) == found["n"]).all()


def test_exports_beside_the_messages_change_nothing(truth, tidy, tmp_path):
    alone = judge_study(load_study(write_study(truth, tmp_path / "berichten", exports=False)), CODEBOOK)
    first, second = (
        with_texts(table.tables["toewijzingen"][SHARED]).sort_values("toewijzing_nummer") for table in (tidy, alone)
    )
    first = first[~first["toewijzing_nummer"].isin(MADE_UP)]
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True))
