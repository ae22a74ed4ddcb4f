from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_raw import CODEBOOK, make_study, write

from analysis.codebook.matching import without_accents
from analysis.intake.deliveries import Deliveries, read_deliveries
from analysis.intake.ikcs import ikcs_in_name, names_of_ikcs
from analysis.study import Study

POPULATIE = "ikc;meting;bouw;aantal\nA1;nulmeting;onderbouw;3\n"
INVENTORY = "kindcode;groep;druk\n1;3;x\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return make_study(tmp_path)


def deliver(study: Study, **files: str) -> Deliveries:
    for name, text in files.items():
        write(study, name, text)
    return read_deliveries(study, CODEBOOK)


def test_names_are_matched_without_case_and_files_of_the_system_are_named(study: Study) -> None:
    noise = dict.fromkeys(
        ["README.md", "Leesmij.txt", ".DS_Store", "~$Populatie.xlsx", "Thumbs.db", "inventarisatie/nulmeting/.gitkeep"],
        "x",
    )
    read = deliver(
        study, **noise, **{"Populatie.CSV": POPULATIE, "Inventarisatie/Nul meting/A1_ingevuld.csv": INVENTORY}
    )
    (melding,) = read.meldingen
    assert (melding.code, melding.ernst) == ("systeembestand", "waarschuwing")
    assert melding.regels == ("data/raw/.DS_Store", "data/raw/Thumbs.db", "data/raw/~$Populatie.xlsx")
    assert [table.bestand for table in read.of("populatie")] == ["data/raw/Populatie.CSV"]
    (inventory,) = read.of("inventarisatie")
    assert inventory.vast == {"meting": "nulmeting", "ikc": "A1"}


def test_what_is_no_delivery_is_told_with_the_closest_name(study: Study) -> None:
    read = deliver(
        study,
        **{
            "popuatie.csv": POPULATIE, "brief.docx": "x", "inventarisaties/a.csv": "x", "populatie.pdf": "x",
            "inventarisatie/eindmeting/A1.csv": INVENTORY, "inventarisatie/nulmetng/A1.csv": INVENTORY,
            "inventarisatie/A1.csv": INVENTORY, "Toewijzingen/a.csv": "x",
        },
    )  # fmt: skip
    said = {m.bestand.removeprefix("data/raw/"): (m.ernst, m.advies) for m in read.meldingen}
    assert said["popuatie.csv"] == ("fout", "Bedoelt u populatie.csv?")
    assert said["brief.docx"][0] == "waarschuwing"
    assert said["inventarisaties"] == ("fout", "Bedoelt u inventarisatie/?")
    assert said["populatie.pdf"] == ("fout", "Lever CSV of XLSX aan.")
    assert said["inventarisatie/eindmeting"][0] == "fout"
    assert said["inventarisatie/nulmetng"] == ("fout", "Bedoelt u nulmeting?")
    assert said["inventarisatie/A1.csv"] == ("fout", "Zet het in de map van zijn meting: nulmeting, nameting.")
    assert said["Toewijzingen"] == ("fout", "Noem de map toewijzingen, met kleine letters.")
    assert len(said) == 8 and read.all_meldingen() == read.meldingen


@pytest.mark.parametrize(
    ("name", "ikcs"),
    [
        ("A1", ["A1"]), ("a1_nulmeting", ["A1"]), ("A11", ["A11"]), ("A 11 nulmeting 2019", ["A11"]), ("A111", []),
        ("De Wilgen", ["A1"]), ("lijst-de-wilgen (2)", ["A1"]), ("A1_A11", ["A11", "A1"]), ("alles", []),
    ],
)  # fmt: skip
def test_the_ikc_in_a_file_name(study: Study, name: str, ikcs: list[str]) -> None:
    assert ikcs_in_name(name, study) == ikcs


@pytest.mark.parametrize(
    ("name", "ikcs"),
    [
        ("B-2", ["B-2"]), ("lijst b2 def", ["B-2"]), ("B_2 nulmeting", ["B-2"]), ("AB-2", []), ("B-21", []),
        ("É_3", ["É_3"]), ("groep 3", []),
    ],
)  # fmt: skip
def test_a_short_code_with_a_sign_in_it_is_found_in_a_file_name(tmp_path: Path, name: str, ikcs: list[str]) -> None:
    text = "naam: Proef\nikcs: [{ikc: B-2, naam: De Zon}, {ikc: É_3, naam: De Maan}]\n"
    assert ikcs_in_name(name, make_study(tmp_path, text)) == ikcs


SIGNS = st.sampled_from(["a", "é", "1", "2", "0", "-", "_", " ", "ikc", "IKC", "De ", "wilg"])
NAMES = st.lists(SIGNS, min_size=1, max_size=5).map("".join).filter(lambda name: any(map(str.isalnum, name)))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5), st.lists(SIGNS, max_size=5), st.data())
def test_a_name_is_held_against_every_spelling_the_longest_first(ikcs, more, data) -> None:
    named = data.draw(st.lists(st.sampled_from([name for both in ikcs for name in both]), max_size=2))
    items = [SimpleNamespace(ikc=code, naam=name) for code, name in ikcs]
    study = SimpleNamespace(ikcs=items, ikc_codes=[item.ikc for item in items])
    name, text, found = "".join([*more, *named]), without_accents("".join([*more, *named])), []
    for spelling in sorted(names_of_ikcs(study).sought.values(), key=lambda item: item.place):
        if spelling.pattern.search(text):
            found.append(spelling.ikc)
            text = spelling.pattern.sub(" ", text)
    assert ikcs_in_name(name, study) == list(dict.fromkeys(found))


def test_an_inventory_of_nobody_knows_which_ikc_is_a_fout(study: Study) -> None:
    read = deliver(study, **{"inventarisatie/nulmeting/alles.csv": INVENTORY})
    (melding,) = read.all_meldingen()
    assert (melding.code, melding.ernst, melding.bestand) == (
        "geen_ikc",
        "fout",
        "data/raw/inventarisatie/nulmeting/alles.csv",
    )


def test_name_and_column_that_disagree_are_told(study: Study) -> None:
    read = deliver(study, **{"inventarisatie/nulmeting/A1.csv": "ikc;kindcode;groep\nIt Kompas;1;3\n"})
    (melding,) = read.all_meldingen()
    assert melding.tekst == "de naam noemt A1, de kolom ikc noemt A11; de kolom telt."


def test_one_bad_file_does_not_stop_the_others(study: Study) -> None:
    read = deliver(study, **{"casussen.csv": "", "populatie.csv": POPULATIE})
    assert len(read.of("populatie")[0].rows) == 1
    assert [melding.code for melding in read.all_meldingen()] == ["onleesbaar"]


def test_a_study_without_data_raw_has_no_deliveries(study: Study) -> None:
    read = read_deliveries(study, CODEBOOK)
    assert read.all_meldingen() == [] and not any(read.tables.values())
