"""One IKC with fouten does not stop the others when the run may do without it: nothing of it counts, all is told."""

import pytest
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.study import load_study
from analysis.tidy.ledger import GELEZEN
from analysis.tidy.set_aside import REDEN, ikcs_set_aside, refuse_set_aside
from analysis.tidy.tidy_study import tidy_study

GOOD = "kindcode;groep;angst_somber\n1;3;x\n2;3;\n"
WRONG = "kindcode;groep;angst_somber\n1;3;hmm\n2;3;x\n3;4;x\n"
FILES = {
    "inventarisatie/nulmeting/A1.csv": GOOD,
    "inventarisatie/nameting/A1.csv": GOOD,
    "inventarisatie/nulmeting/A2.csv": WRONG,
    "inventarisatie/nameting/A2.csv": GOOD,
    "populatie.csv": "ikc;meting;bouw;aantal_kinderen\nA1;nulmeting;onderbouw;30\nA2;nulmeting;onderbouw;40\n",
    "leerlingen.csv": "client;ikc;groep;van\nC1;A1;3;01-08-2017\nC2;A2;3;01-08-2017\n",
    "toewijzingen/e.csv": "client;toewijzing_nummer;productcode;ingangsdatum\n"
    "C1;1;45A48;01-02-2019\nC2;2;45A48;01-02-2019\n",
}


def tidy(folder, files=FILES, may_miss=()):
    make_folder(folder, files)
    return tidy_study(load_study(folder), load_codebook(folder), may_miss)


def test_without_leave_the_run_stops_with_every_fout(tmp_path):
    with pytest.raises(InvoerFout, match="geen ja of nee"):
        tidy(tmp_path)
    with pytest.raises(InvoerFout, match="geen ja of nee"):
        tidy(tmp_path, may_miss=["A1"])


def test_an_ikc_set_aside_is_in_no_table_and_the_ledger_closes(tmp_path):
    found = tidy(tmp_path, may_miss=["A1", "A2"])
    for name in (
        "inventarisatie",
        "kinderen",
        "inventarisaties",
        "formulieren",
        "populatie",
        "leerlingen",
        "toewijzingen",
    ):
        assert set(found.tables[name]["ikc"]) == {"A1"}, name
    assert ikcs_set_aside(found.meldingen) == {"A2"}
    steps = found.grootboek
    apart = steps[steps["reden"] == REDEN].groupby("bestand")["rijen_apart"].sum().to_dict()
    assert apart == {
        "data/raw/populatie.csv": 1, "data/raw/leerlingen.csv": 1, "data/raw/toewijzingen/e.csv": 1,
        "data/raw/inventarisatie/nulmeting/A2.csv": 3, "data/raw/inventarisatie/nameting/A2.csv": 2,
    }  # fmt: skip
    read = steps[steps["stap"] == GELEZEN].groupby("bestand")["rijen_in"].sum()
    assert (read == steps.groupby("bestand")["rijen_door"].last() + steps.groupby("bestand")["rijen_apart"].sum()).all()


def test_the_fouten_stay_among_the_messages_with_their_ikc(tmp_path):
    found = tidy(tmp_path, may_miss=["A1", "A2"])
    (fout,) = [melding for melding in found.meldingen if melding.ernst == "fout"]
    assert fout.code == "onbekend_kruisje" and fout.ikcs == ("A2",)
    (said,) = [melding for melding in found.meldingen if melding.code == "ikc_opzij"]
    assert said.tekst.startswith("It Kompas (A2) is opzij gezet: fouten in de levering.")
    with pytest.raises(InvoerFout, match="geen ja of nee"):
        refuse_set_aside(found.meldingen, ["A1"])
    refuse_set_aside(found.meldingen, ["A2"])


@pytest.mark.parametrize(
    "files",
    [
        {"populatie.csv": "ikc;meting;bouw;aantal_kinderen\nA2;nulmeting;onderbouw;veel\n"},
        {"leerlingen.csv": "client;ikc;groep;van\nC1;A9;3;01-08-2017\n"},
        {"inventarisatie/volgend/A2.csv": GOOD},
        {"inventarisatie/nulmeting/lijst.csv": "kindcode;groep;angst_somber\n1;3;x\n"},
    ],
)
def test_a_fout_that_is_of_no_ikc_alone_still_stops(tmp_path, files):
    with pytest.raises(InvoerFout):
        tidy(tmp_path, FILES | files, may_miss=["A1", "A2"])


@pytest.mark.parametrize(
    "files",
    [
        {"inventarisatie/nulmeting/A2.csv": "iets;anders\n1;2\n"},
        {"inventarisatie/nulmeting/A2.csv": "kindcode;groep;angst_somber;wat_is_dit\n1;3;x;x\n"},
        {"inventarisatie/nulmeting/A2.xyz": "geen tabel"},
        {"inventarisatie/nulmeting/A2.csv": "kindcode;groep;angst_somber\n" + "".join(f"{n};3;x\n" for n in range(41))},
    ],
)
def test_every_kind_of_fout_in_one_inventory_sets_that_ikc_aside(tmp_path, files):
    good = {**FILES, "inventarisatie/nulmeting/A2.csv": GOOD}
    assert ikcs_set_aside(tidy(tmp_path, good | files, may_miss=["A1", "A2"]).meldingen) == {"A2"}


def test_a_row_of_one_ikc_in_a_list_of_all_sets_that_ikc_aside(tmp_path):
    rows = "ikc;kindcode;groep;angst_somber\nA1;1;3;x\nIt Kompas;1;3;hmm\n"
    files = {"inventarisatie/nulmeting/alle.csv": rows}
    found = tidy(tmp_path, files, may_miss=["A1", "A2"])
    assert ikcs_set_aside(found.meldingen) == {"A2"} and set(found.tables["kinderen"]["ikc"]) == {"A1"}


def test_a_wrong_telling_sets_its_ikc_aside(tmp_path):
    rows = "ikc;meting;bouw;code;aantal\nA1;nulmeting;alle;rt;2\nA2;nulmeting;alle;rt;veel\n"
    found = tidy(tmp_path, {"inventarisatie_tellingen.csv": rows}, may_miss=["A1", "A2"])
    assert ikcs_set_aside(found.meldingen) == {"A2"} and set(found.tables["tellingen"]["ikc"]) == {"A1"}


def test_with_no_ikc_left_the_run_stops(tmp_path):
    with pytest.raises(InvoerFout):
        tidy(tmp_path, {**FILES, "inventarisatie/nulmeting/A1.csv": WRONG}, may_miss=["A1", "A2"])
