import pandas as pd
from toewijzing_examples import CODEBOOK, small_study

from analysis.intake.files import RawTable
from analysis.tidy.leerlingen import tidy_leerlingen

COLUMNS = ["client", "kind", "ikc", "groep", "van", "tot"]
TYPED = ["client", "kind", "ikc", "groep", "klas", "van", "tot"]


def tidy(rows: list[tuple], klas: list[str] | None = None):
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="str").assign(rij=range(2, len(rows) + 2))
    table = table.assign(klas=klas or "")
    return tidy_leerlingen([RawTable("data/raw/leerlingen.csv", "leerlingen", table)], small_study(), CODEBOOK)


def test_every_row_is_kept_or_set_aside_with_its_reason():
    part = tidy(
        [
            ("c_1", "k_1", "A", "3", "01-08-2018", "31-07-2019"),
            ("c_1", "k_1", "a", "groep 3", "2018-08-01", "2019-07-31"),
            ("c_1", "k_1", "de beer", "4a", "01-08-2019", ""),
            ("c_2", "", "A", "peuters", "01-08-2018", "31-12-9999"),
            ("c_3", "", "A", "klas?", "01-08-2018", ""),
            ("", "", "A", "1", "01-08-2018", ""),
            ("c_4", "", "A", "1", "", ""),
            ("c_5", "", "A", "1", "00-08-2018", ""),
            ("c_6", "", "A", "1", "01-08-2018", "later"),
            ("c_7", "", "A", "1", "01-08-2018", "31-07-2018"),
        ]
    )
    assert part.ledger.apart_rows.set_index("rij")["reden"].to_dict() == {
        3: "dubbele rij",
        7: "client ontbreekt",
        8: "begin van de inschrijving ontbreekt",
        9: "datum niet te lezen",
        10: "datum niet te lezen",
        11: "einde ligt voor het begin",
    }
    table = part.tables["leerlingen"]
    assert table["ikc"].tolist() == ["A", "A", "A", "B"]
    assert table["groep"].fillna(-1).tolist() == [3, 0, -1, 4]
    assert table["tot"].isna().tolist() == [False, True, True, True]
    steps = part.ledger.grootboek
    assert (steps["rijen_in"] == steps["rijen_door"] + steps["rijen_apart"]).all()
    assert steps["rijen_door"].iloc[-1] == len(table)
    assert {m.ernst for m in part.meldingen} == {"waarschuwing"}


def test_unknown_ikc_blocks_and_names_the_closest():
    part = tidy([("c_1", "", "De Bear", "3", "01-08-2018", "")])
    (melding,) = [m for m in part.meldingen if m.ernst == "fout"]
    assert melding.tekst == "1 IKC staat niet in study.yml."
    assert melding.regels[0].startswith("De Bear")


def test_not_delivered_is_an_empty_table():
    part = tidy_leerlingen([], small_study(), CODEBOOK)
    assert list(part.tables["leerlingen"].columns) == TYPED
    assert part.ledger is None


def test_a_class_is_kept_of_every_enrolled_child_and_a_name_in_it_goes_nowhere():
    """A child without a mark may be on no list; its class then stands here alone."""
    rows = [("c_1", "k_1", "A", "3", "01-08-2018", ""), ("c_2", "k_2", "A", "Gr. 3B", "01-08-2018", ""),
            ("c_3", "k_3", "A", "3", "01-08-2018", ""), ("", "", "A", "3", "01-08-2018", "")]  # fmt: skip
    part = tidy(rows, ["A", "", "onbekend", "Juf Anna"])
    assert part.tables["leerlingen"]["klas"].tolist() == ["3a", "3b", ""]
    assert part.ledger.apart_rows["klas"].str.startswith("g_").all()
    assert "Anna" not in part.ledger.apart_rows.to_csv()
