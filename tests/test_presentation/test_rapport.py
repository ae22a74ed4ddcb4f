from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport, fake_study, fake_tables

from analysis.errors import InvoerFout
from analysis.presentation.rapport import find_study, make_rapport, open_rapport

STUDY = """
naam: Proef
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01}
  - {meting: eindmeting, peildatum: 2021-06-01}
ikcs:
  - {ikc: IKC01, naam: De Wilgen}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def test_study_is_found_from_the_notebooks_folder(folder):
    assert find_study(folder / "notebooks") == folder
    assert open_rapport(folder / "notebooks", "IKC01", gegevens={}).study.naam == "Proef"


def test_relative_study_is_found_from_the_working_folder(folder, monkeypatch):
    monkeypatch.chdir(folder / "notebooks")
    assert open_rapport(".", "alle", gegevens={}).study.folder == folder


def test_unknown_ikc_names_the_closest(folder):
    with pytest.raises(InvoerFout) as error:
        open_rapport(folder, "IKC1", gegevens={})
    assert "het IKC `IKC1` bestaat niet" in str(error.value)
    assert "Bedoelde u `IKC01`?" in str(error.value)


def test_unknown_edition_names_the_editions(folder):
    with pytest.raises(InvoerFout) as error:
        open_rapport(folder, "IKC01", "openbaar", gegevens={})
    assert "mogelijk: intern, publiek" in str(error.value)


def test_wrong_types_are_all_told_at_once(folder):
    with pytest.raises(InvoerFout) as error:
        open_rapport(folder, 1, True, gegevens={})
    assert "`ikc` moet tekst zijn" in str(error.value)
    assert "`editie` moet tekst zijn" in str(error.value)


def test_folder_without_study_is_a_message(tmp_path):
    with pytest.raises(InvoerFout, match="ontbreekt in de studiemap"):
        open_rapport(tmp_path, "alle", gegevens={})


def test_title_and_period():
    rapport = fake_rapport()
    assert rapport.titel == "IKC De Wilgen: wat zien we in 2019 en 2021?"
    assert rapport.periode == "2019 en 2021"
    assert (rapport.eerste.meting, rapport.laatste.meting) == ("nulmeting", "eindmeting")
    everyone = replace(rapport, ikc="alle")
    assert everyone.titel == f"{rapport.study.naam}: wat zien we in 2019 en 2021?"


def test_without_two_metingen_the_title_asks_about_no_change():
    rapport = replace(fake_rapport(), tables={})
    assert rapport.titel == "IKC De Wilgen: wat laten de cijfers zien?"


def test_metingen_are_those_this_ikc_has():
    study = fake_study()
    tables = fake_tables(study, CODEBOOK)
    for name in ("signalen", "zorg"):
        gone = (tables[name]["ikc"] == "IKC01") & (tables[name]["meting"] == "nulmeting")
        tables[name] = tables[name][~gone]
    rapport = make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)
    assert rapport.eerste.meting == "nameting"


def test_rows_are_named_when_the_report_is_made():
    """Label, level, kind and the label of the meting stand beside every row, so that no chapter looks them up."""
    row = {"ikc": "IKC01", "meting": "nulmeting", "soort": "eerstelijnszorg", "domein": "alle", "code": "alle"}
    table = pd.DataFrame([row | {"n_kinderen": 100, "n": 30, "aandeel": 0.3, "ci_laag": 0.2, "ci_hoog": 0.4}])
    named = make_rapport(fake_study(), CODEBOOK, "IKC01", "publiek", {"zorg": table}).tabel("zorg").iloc[0]
    assert (named["label"], named["niveau"], named["aard"]) == ("Eerstelijnszorg", "soort", "zorg")
    assert named["meting_label"] == "2019"


def test_heeft_follows_the_results_of_this_ikc():
    rapport = fake_rapport()
    assert rapport.heeft("toewijzingen")
    assert rapport.heeft("populatie")
    assert not rapport.heeft("casussen")
    assert not rapport.heeft("gesprekken")
