from pathlib import Path

from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.check import CheckReport, check_study

POPULATIE = "ikc;meting;bouw;aantal\nA1;nulmeting;onderbouw;1200\nA1;nulmeting;onderbouw;1200\n"


def check(folder: Path, files: dict[str, str]) -> CheckReport:
    return check_study(load_study(make_folder(folder, files)), load_codebook())


def test_a_sound_delivery_is_in_order(tmp_path: Path) -> None:
    report = check(tmp_path, {"populatie.csv": POPULATIE})
    assert report.bestanden.to_numpy().tolist() == [["data/raw/populatie.csv", 2, 1, 1]]
    assert report.apart.to_numpy().tolist() == [["data/raw/populatie.csv", "dubbele rij", 1]]
    assert report.fouten == ()
    assert [melding.code for melding in report.waarschuwingen] == ["dubbele_rij", "geen_inventarisatie"]
    assert report.als_tekst().endswith("In orde: geen fouten, 2 waarschuwingen.")


def test_what_is_missing_is_said_once(tmp_path: Path) -> None:
    report = check(tmp_path, {"populatie.csv": POPULATIE})
    assert report.niet_geleverd == (
        "inventarisatie", "inventarisatie_tellingen", "toewijzingen", "leerlingen", "ikc_profiel", "casussen",
        "casussen_gepubliceerd", "gesprekken", "speerpunten", "tarieven", "zorgpaden",
        "zorgpaden_totalen", "inzet_gezin", "indicaties", "doelmetingen", "inzet_jok", "maatwerkplannen",
    )  # fmt: skip
    assert report.als_tekst().count("Niet geleverd:") == 1


def test_problems_of_all_deliveries_come_at_once(tmp_path: Path) -> None:
    files = {
        "populatie.csv": "ikc;meting;bouw\nA1;nulmeting;onderbouw\n",
        "casussen.csv": "casus;scenario;post;bedrag\n01;met_jok;JOK;veel\n",
        "inventarisatie/nulmetig/A1.csv": "kindcode;groep\n1;3\n",
        "gesprekken.csv": "",
        "poplatie.csv": POPULATIE,
    }
    report = check(tmp_path, files)
    assert sorted(melding.code for melding in report.fouten) == [
        "geen_getal", "kolom_ontbreekt", "onbekende_aanlevering", "onbekende_meting", "onleesbaar",
    ]  # fmt: skip
    text = report.als_tekst()
    for part in (
        "Bedoelt u nulmeting?", "Bedoelt u populatie.csv?", "het bestand is leeg", "1 verplichte kolom ontbreekt",
        "aantal_kinderen", "5 fouten en 0 waarschuwingen",
    ):  # fmt: skip
        assert part in text
    assert "populatie" not in report.niet_geleverd and "gesprekken" not in report.niet_geleverd


def test_a_study_without_deliveries_is_sound_but_told_that_it_has_no_inventory(tmp_path: Path) -> None:
    report = check(tmp_path, {})
    assert len(report.niet_geleverd) == 18
    assert [melding.code for melding in report.waarschuwingen] == ["geen_inventarisatie"]
    assert report.als_tekst().endswith("In orde: geen fouten, 1 waarschuwing.")
