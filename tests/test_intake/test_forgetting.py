from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from jw301_examples import write_message
from small_raw import CODEBOOK, csv_bytes, make_study, read_one, write

from analysis.intake.deliveries import read_deliveries
from analysis.intake.find_child import find_child, mark_of
from analysis.intake.forgetting import REDEN, split_forgotten
from analysis.intake.jw301 import Message
from analysis.intake.toewijzingen import read_messages
from analysis.study import Study
from analysis.study.forgotten import Forgotten, add_forgotten, read_forgotten

ANNA, BRAM = "999900006", "999900018"
HEAD = ["client", "kindcode", "ikc", "groep", "van"]
ENROLLED = [HEAD, [ANNA, "7", "A1", "3", "01-08-2018"], [BRAM, "8", "A1", "3", "01-08-2018"]]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Two children at A1: Anna (code 7) and Bram (code 8), in leerlingen, an inventory and an export."""
    study = make_study(tmp_path)
    write(study, "leerlingen.csv", csv_bytes(ENROLLED))
    marks = [["kindcode", "groep", "angst_somber"], ["7", "3", "x"], ["8", "3", "x"]]
    write(study, "inventarisatie/nulmeting/A1.csv", csv_bytes(marks))
    head = ["client", "toewijzing_nummer", "productcategorie", "productcode", "startdatum"]
    export = [head, [ANNA, "1", "50", "50A11", "01-01-2019"], [BRAM, "2", "50", "50A11", "01-01-2019"]]
    write(study, "toewijzingen/export.csv", csv_bytes(export))
    return study


def forget(study: Study, number: str, ikc: str = "") -> None:
    child = find_child(study, CODEBOOK, mark_of(number, study, ikc))
    add_forgotten(study, child.marks, child.n_rijen, "", date(2026, 11, 29))


def rows_left(study: Study) -> dict[str, int]:
    tables = [table for of in read_deliveries(study, CODEBOOK).tables.values() for table in of]
    return {Path(table.bestand).name: len(table.rows) for table in tables}


def test_a_child_is_found_by_its_client_number_however_it_is_written(study: Study) -> None:
    child = find_child(study, CODEBOOK, mark_of(" 9999.00.006 ", study))
    assert {Path(name).name: number for name, number in child.rijen.items()} == {
        "leerlingen.csv": 1, "A1.csv": 1, "export.csv": 1,
    }  # fmt: skip
    assert len(child.marks) == 2 and child.n_rijen == 3
    assert find_child(study, CODEBOOK, mark_of("07", study, "A1")) == child


def test_a_number_that_stands_nowhere_finds_nobody(study: Study) -> None:
    assert find_child(study, CODEBOOK, mark_of("123456782", study)).rijen == {}
    assert find_child(study, CODEBOOK, mark_of("7", study, "A11")).rijen == {}
    assert mark_of("  ", study) == ""


def test_a_forgotten_child_loses_its_rows_in_every_delivery_and_nobody_else_does(study: Study) -> None:
    before = rows_left(study)
    forget(study, ANNA)
    assert before == {"leerlingen.csv": 2, "A1.csv": 2, "export.csv": 2}
    assert rows_left(study) == {"leerlingen.csv": 1, "A1.csv": 1, "export.csv": 1}


def test_hours_with_a_forgotten_child_go_and_those_with_a_group_or_another_child_stay(study: Study) -> None:
    hours = [["ikc", "datum", "soort", "uren", "groep", "kindcode"]]
    hours += [["A1", "04-03-2019", "geindiceerd", "1", "", code] for code in ("7", "8", "n.v.t.", "n.v.t.", "n.v.t.")]
    write(study, "inzet_jok.csv", csv_bytes(hours))
    assert rows_left(study)["inzet_jok.csv"] == 5
    forget(study, ANNA)
    table = read_deliveries(study, CODEBOOK).of("inzet_jok")[0]
    assert (table.rows["kind"] != "").tolist() == [True, False, False, False]
    assert table.meldingen == () and table.apart["reden"].tolist() == [REDEN]


def test_rows_of_a_forgotten_child_are_counted_and_nothing_says_which_they_were(study: Study) -> None:
    forget(study, ANNA)
    for of in read_deliveries(study, CODEBOOK).tables.values():
        for table in of:
            assert table.apart.to_dict("list") == {"rij": [0], "reden": [REDEN]}


def test_a_child_that_asked_is_not_told_of_in_messages(study: Study) -> None:
    path = write(study, "leerlingen.csv", csv_bytes([*ENROLLED, ["9,999E+08", "9", "A1", "3", "01-08-2018"]]))
    forgotten = Forgotten(b"k" * 32, frozenset())
    assert split_forgotten(pd.DataFrame({"client": [ANNA]}), study, CODEBOOK, forgotten, "x")[2] == []
    forget(study, ANNA)
    assert ANNA not in str(read_one(study, path, "leerlingen"))


def test_the_list_is_found_again_by_its_own_key(study: Study) -> None:
    first = find_child(study, CODEBOOK, mark_of(ANNA, study))
    forget(study, ANNA)
    assert find_child(study, CODEBOOK, mark_of(ANNA, study)) == first


def test_a_new_code_of_a_forgotten_child_is_told_and_can_be_forgotten_too(study: Study) -> None:
    forget(study, ANNA)
    path = write(study, "leerlingen.csv", csv_bytes([*ENROLLED, [ANNA, "31", "A11", "4", "01-08-2019"]]))
    (melding,) = [item for item in read_one(study, path, "leerlingen").meldingen if item.code == "vergeten_nieuwe_code"]
    assert melding.tekst.startswith("1 rij van een vergeten kind") and ANNA not in melding.als_tekst()
    forget(study, ANNA)
    assert len(read_forgotten(study).marks) == 3
    assert not [item for item in read_one(study, path, "leerlingen").meldingen if item.code == "vergeten_nieuwe_code"]


def test_a_code_that_was_handed_out_again_forgets_only_who_asked(study: Study) -> None:
    """Code 7 is Bram's too, later: his own row in leerlingen stays, the inventory cannot tell them apart."""
    write(study, "leerlingen.csv", csv_bytes([*ENROLLED, [BRAM, "7", "A1", "4", "01-08-2019"]]))
    child = find_child(study, CODEBOOK, mark_of(ANNA, study))
    assert (child.kandidaten, child.delers, len(child.marks)) == (1, 1, 2)
    assert find_child(study, CODEBOOK, mark_of("7", study, "A1")).kandidaten == 2
    forget(study, ANNA)
    assert rows_left(study) == {"leerlingen.csv": 2, "A1.csv": 1, "export.csv": 1}


def test_a_word_in_the_place_of_a_client_number_names_no_other_child(study: Study) -> None:
    write(study, "leerlingen.csv", csv_bytes([*ENROLLED, ["onbekend", "7", "A1", "2", "01-08-2017"]]))
    forget(study, ANNA)
    assert rows_left(study)["leerlingen.csv"] == 1


def test_without_leerlingen_a_child_is_forgotten_by_its_code(study: Study) -> None:
    (study.raw / "leerlingen.csv").unlink()
    forget(study, "7", "A1")
    assert rows_left(study) == {"A1.csv": 1, "export.csv": 2}


def test_prefilled_lists_leave_a_forgotten_child_out(study: Study) -> None:
    from analysis.exchange.inventories import enrolled_children

    forget(study, ANNA)
    assert enrolled_children(study, CODEBOOK)["kindcode"].tolist() == ["8"]


def test_messages_of_a_forgotten_child_are_set_aside_before_anything_tells_of_them(study: Study) -> None:
    product = {"toewijzing_nummer": "1", "ingangsdatum": "2019-02-01"}
    messages = [Message(f"{bsn}.xml", write_message([product], client=bsn)) for bsn in (ANNA, BRAM)]
    forget(study, ANNA)
    table = read_messages(messages, "zip", CODEBOOK, b"k" * 32, read_forgotten(study))
    assert len(table.rows) == 1 and table.apart.to_dict("list") == {"rij": [0], "reden": [REDEN]}
    assert "vergeten" not in table.rows and "geldig_bsn" not in table.rows
