import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.disclosure.file_names import hide_file_names, neutral_names
from analysis.study import Ikc, Meting, Study


@pytest.fixture
def study(tmp_path) -> Study:
    metingen = (Meting(meting="nulmeting", peildatum="2019-02-01"), Meting(meting="eindmeting", peildatum="2021-06-01"))
    ikcs = (Ikc(ikc="IKC01", naam="De Wilgen"), Ikc(ikc="IKC02", naam="It Kompas"))
    return Study(folder=tmp_path, naam="proef", metingen=metingen, ikcs=ikcs)


@pytest.mark.parametrize(
    ("files", "expected", "why"),
    [
        (["data/raw/leerlingen.csv"], ["leerlingen"], "one file of a delivery is that delivery"),
        (
            ["data/raw/inventarisatie/0-meting/IKC01 Jan Jansen.csv"],
            ["inventarisatie nulmeting, IKC01"],
            "the meting by the codebook's spelling, the IKC by its code, nothing else",
        ),
        (
            ["data/raw/inventarisatie/eindmeting/de wilgen (juf Anna).xlsx#3b Piet"],
            ["inventarisatie eindmeting, IKC01"],
            "an IKC by its name; a sheet's name is a name too",
        ),
        (
            [
                "data/raw/inventarisatie/nulmeting/alles.xlsx#IKC01",
                "data/raw/inventarisatie/nulmeting/alles.xlsx#IKC02",
            ],
            ["inventarisatie nulmeting, IKC01", "inventarisatie nulmeting, IKC02"],
            "a sheet per IKC",
        ),
        (
            ["data/raw/inventarisatie/nulmeting/IKC01 b.csv", "data/raw/inventarisatie/nulmeting/IKC01 a.csv"],
            ["inventarisatie nulmeting, IKC01, bestand 2", "inventarisatie nulmeting, IKC01, bestand 1"],
            "two files of one IKC stay apart",
        ),
        (
            ["data/raw/toewijzingen/Jan.xlsx#a", "data/raw/toewijzingen/Jan.xlsx#b", "data/raw/toewijzingen/Piet.zip"],
            ["toewijzingen, bestand 1, blad 1", "toewijzingen, bestand 1, blad 2", "toewijzingen, bestand 2"],
            "sheets are numbered within their file",
        ),
        (["data/raw/toewijzingen/Jan Jansen/*.xml"], ["toewijzingen, berichten"], "a folder of messages"),
        (["data/raw/Jan Jansen"], ["overig bestand"], "a stray file without extension"),
        (["data/raw/Jan_gepubliceerd.csv"], ["casussen_gepubliceerd"], "published figures may have any name"),
    ],
)
def test_a_file_is_named_by_what_it_delivers(study, files, expected, why):
    names = neutral_names(files, study, load_codebook())
    assert [names[file] for file in files] == expected, why


def test_a_name_is_gone_from_columns_sources_and_texts_alike(study):
    file = "data/raw/Jansen_gepubliceerd.csv"
    results = {
        "controles": pd.DataFrame(
            {"bestand": [f"{file}; data/raw/casussen.csv", file], "bron": ["Jansen_gepubliceerd", "RIVM"]}
        ),
        "meldingen": pd.DataFrame({"bestand": [file], "tekst": ["ook in Jansen_gepubliceerd.csv"], "n": [3]}),
    }
    shown = hide_file_names(results, study)
    assert "Jansen" not in " ".join(table.to_string() for table in shown.values())
    assert list(shown["controles"]["bron"]) == ["casussen_gepubliceerd", "RIVM"]
    assert list(shown["controles"]["bestand"]) == ["casussen_gepubliceerd; casussen", "casussen_gepubliceerd"]
    assert shown["meldingen"].loc[0, "tekst"] == "ook in casussen_gepubliceerd" and shown["meldingen"].loc[0, "n"] == 3


def test_the_words_of_the_study_keep_their_meaning(study):
    table = pd.DataFrame({"bestand": ["study.yml", "data/raw/inventarisatie", ""], "ikc": ["IKC01", "IKC02", "alle"]})
    assert hide_file_names({"meldingen": table}, study)["meldingen"].equals(table)
