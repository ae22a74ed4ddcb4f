"""The folder that `ikc simulate` writes: the same bytes each time, small, valid numbers, refused where it should be."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analysis.errors import InvoerFout
from analysis.simulation import simulate_study
from analysis.simulation.children import draw_clients, is_bsn
from analysis.study import load_study

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(example):
    return example


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def unpacked(path: Path) -> object:
    """Give a file's bytes; of an XLSX its sheets, as compression may differ between machines."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if name.startswith("xl/")}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    simulate_study(tmp_path / "een", seed=4, ikcs=2, metingen=2)
    simulate_study(tmp_path / "twee", seed=4, ikcs=2, metingen=2)
    simulate_study(tmp_path / "drie", seed=5, ikcs=2, metingen=2)
    first = contents(tmp_path / "een")
    assert any(name.endswith(".xlsx") for name in first)
    assert first == contents(tmp_path / "twee")
    assert first != contents(tmp_path / "drie")


def test_the_example_study_is_what_simulate_writes(folder):
    for path in sorted((folder / "data" / "raw").rglob("*")):
        if path.is_file():
            assert unpacked(path) == unpacked(ROOT / path.relative_to(folder)), path.name
    assert (folder / "study.yml").read_text(encoding="utf-8") == (ROOT / "study.yml").read_text(encoding="utf-8")


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "notitie.txt").write_text("bewaren", encoding="utf-8")
    with pytest.raises(InvoerFout, match="niet leeg"):
        simulate_study(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notitie.txt"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "notitie.txt").write_text("bewaren", encoding="utf-8")
    with pytest.raises(InvoerFout, match="is een bestand"):
        simulate_study(tmp_path / "notitie.txt")


def test_overwriting_leaves_other_files_alone(tmp_path):
    (tmp_path / "notitie.txt").write_text("bewaren", encoding="utf-8")
    simulate_study(tmp_path, ikcs=1, metingen=2, overschrijven=True)
    assert (tmp_path / "notitie.txt").read_text(encoding="utf-8") == "bewaren"
    assert (tmp_path / "study.yml").exists()


@pytest.mark.parametrize(("ikcs", "metingen"), [(0, 3), (3, 1)])
def test_a_study_needs_an_ikc_and_two_metingen(tmp_path, ikcs, metingen):
    with pytest.raises(InvoerFout, match="minstens 1 IKC en 2 metingen"):
        simulate_study(tmp_path / "studie", ikcs=ikcs, metingen=metingen)


def test_more_children_than_test_numbers_have_numbers_that_nobody_can_have():
    numbers = draw_clients(20_000, np.random.default_rng(1))
    assert len(set(numbers)) == 20_000 and not is_bsn(numbers).any()
    assert numbers.min() >= 100_000_000 and numbers.max() <= 999_999_999


def test_study_has_nine_ikcs_and_three_pilots(folder):
    study = load_study(folder)
    assert study.synthetisch
    assert [meting.meting for meting in study.metingen] == ["nulmeting", "nameting", "eindmeting"]
    assert [ikc.rol for ikc in study.ikcs] == ["pilot"] * 3 + ["vergelijking"] * 6
    assert [ikc.naam for ikc in study.ikcs][:4] == ["De Wilgen", "It Kompas", "De Oversteek", "De Brug"]
    assert [str(ikc.start_jok) for ikc in study.ikcs][:3] == ["2019-03-01", "2019-03-01", "2019-09-01"]


def test_ikcs_have_120_to_420_children(folder):
    rows = pd.read_csv(folder / "data" / "raw" / "populatie.csv").drop_duplicates()
    size = rows.groupby(["IKC", "Meting"])["Aantal kinderen"].sum()
    assert size.index.get_level_values("IKC").nunique() == 9
    assert size.min() >= 110
    assert size.max() <= 440
    assert (rows["Aantal kinderen"] > 0).all()


def test_deliveries_are_small(folder):
    raw = sum(p.stat().st_size for p in (folder / "data").rglob("*") if p.is_file())
    everything = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    assert raw < 1_500_000
    assert everything < 5_000_000


def test_every_client_number_is_a_valid_test_number(folder):
    raw = folder / "data" / "raw"
    export = pd.read_csv(raw / "toewijzingen" / "export_2018_2019.csv", sep=";", encoding="cp1252", dtype=str)
    pupils = pd.read_csv(raw / "leerlingen.csv", sep=";", encoding="utf-8-sig", dtype=str)
    book = CalamineWorkbook.from_path(raw / "toewijzingen" / "toewijzingen 2020-2021.xlsx")
    sheet = [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]]
    numbers = np.array([int(v) for v in [*export["BSN"], *pupils["BSN"], *sheet]])
    assert len(numbers) > 5000
    assert is_bsn(numbers).all()
    assert numbers.min() >= 999900006
    assert numbers.max() <= 999999990


def test_most_but_not_all_clients_are_linked(folder):
    raw = folder / "data" / "raw"
    export = pd.read_csv(raw / "toewijzingen" / "export_2018_2019.csv", sep=";", encoding="cp1252", dtype=str)
    pupils = pd.read_csv(raw / "leerlingen.csv", sep=";", encoding="utf-8-sig", dtype=str)
    linked = export["BSN"].drop_duplicates().isin(pupils["BSN"]).mean()
    assert 0.7 < linked < 0.95


def test_truth_is_kept_out_of_the_deliveries(folder):
    truth = json.loads((folder / "simulatie" / "waarheid.json").read_text(encoding="utf-8"))
    assert not list((folder / "data").rglob("*waarheid*"))
    assert truth["seed"] == 2019
    assert truth["scenario"]["corona_factor"] == 0.6
    assert truth["veranderingen"][0] == ["ikc", "indicator", "verschil_waar", "verschil_verwacht", "van", "naar"]
    assert "9999" not in json.dumps(truth["aandelen"])


def test_published_data_travel_with_the_study(folder):
    raw = folder / "data" / "raw"
    assert (raw / "casussen.csv").read_text(encoding="utf-8").startswith("casus;scenario;post;betaler;")
    assert len((raw / "casussen_gepubliceerd.csv").read_text(encoding="utf-8").splitlines()) == 27
    assert "Nederland" in (raw / "cbs" / "cbs_referentie.csv").read_text(encoding="utf-8")
