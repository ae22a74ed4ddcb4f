"""Class and person are kept from delivery to tidy table, in every format and spelling, and never a person's name."""

import pandas as pd
import pyreadstat
import pytest
from openpyxl import Workbook
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.measures.klassen import cluster_of
from analysis.study import load_study
from analysis.tidy.tidy_study import TidyStudy, judge_study

NULMETING, NAMETING = "inventarisatie/nulmeting/A1.csv", "inventarisatie/nameting/A1.csv"


def tidy(folder, files: dict[str, str] | str) -> TidyStudy:
    given = files if isinstance(files, dict) else {NULMETING: files}
    return judge_study(load_study(make_folder(folder, given)), load_codebook())


def children(study: TidyStudy) -> pd.DataFrame:
    return study.tables["kinderen"].set_index("rij")


@pytest.mark.parametrize(
    ("groep", "klas", "expected", "bouw", "why"),
    [
        ("3a", "", "3a", "onderbouw", "the groep as written tells the class"),
        ("Gr. 3A", "", "3a", "onderbouw", "case and words do not count"),
        ("groep 3 b", "", "3b", "onderbouw", "nor do spaces"),
        ("3-a", "", "3a", "onderbouw", "nor a hyphen before the letter"),
        ("3 (a)", "", "3a", "onderbouw", "nor brackets around it"),
        ("03a", "", "3a", "onderbouw", "nor a zero in front"),
        ("leerjaar 5b", "", "5b", "middenbouw", "a word that the groep knows"),
        ("1/2", "", "1/2", "onderbouw", "a combination class is a class"),
        ("1-2", "", "1/2", "onderbouw", "the same one, written otherwise"),
        ("1 en 2", "", "1/2", "onderbouw", "and otherwise"),
        ("2+1", "", "1/2", "onderbouw", "and the other way round"),
        ("1/2/3", "", "1/2/3", "onderbouw", "three groepen in one class, of one bouw"),
        ("7b/8a", "", "7b/8a", "bovenbouw", "letters stay with their groep"),
        ("3/4", "", "3/4", "onbekend", "a class over two bouwen has none"),
        ("3", "a", "3a", "onderbouw", "a letter gets its groep"),
        ("3,0", "A", "3a", "onderbouw", "also when Excel made it a number"),
        ("1/2", "a", "1/2a", "onderbouw", "or its combination"),
        ("3", "3A", "3a", "onderbouw", "a class as delivered"),
        ("3", "klas a", "3a", "onderbouw", "with a word"),
        ("3", "3-4", "3/4", "onderbouw", "the child's groep, in a combination class"),
        ("3", "3", "", "onderbouw", "the groep again tells no class"),
        ("3", "", "", "onderbouw", "one groep may have two classes: unknown is not one class"),
        ("3", "onbekend", "", "onderbouw", "a word for unknown is no class"),
        ("3", "?", "", "onderbouw", "nor is a sign"),
        ("3", "n.v.t.", "", "onderbouw", "nor is not applicable"),
        ("peuters", "", "", "voorschool", "a word for a groep tells no class"),
    ],
)
def test_the_class_is_kept_in_one_spelling_and_the_bouw_follows_the_groep(tmp_path, groep, klas, expected, bouw, why):
    table = children(tidy(tmp_path, f"kindcode;groep;klas;druk\n1;{groep};{klas};x\n"))
    assert table[["klas", "bouw"]].to_numpy().tolist() == [[expected, bouw]], why


def test_unknown_classes_are_no_class_that_counts_as_one(tmp_path):
    """Of five children two are in 3a; three whose class nobody knows are in no cluster at all."""
    text = "kindcode;groep;klas;druk\n1;3;a;x\n2;3;a;x\n3;3;onbekend;x\n4;3;?;x\n5;;;x\n"
    found = cluster_of(tidy(tmp_path, text).tables["kinderen"])
    assert found.fillna("").tolist() == ["3a", "3a", "", "", ""]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1;3;1;x\n2;3;2;x\n3;4;1;x\n", ["3k1", "3k2", "4k1"]),
        ("1;3;3;x\n2;4;4;x\n3;4;3;x\n", ["", "", "3"]),
    ],
)
def test_a_number_is_one_of_several_classes_or_a_groep(tmp_path, rows, expected):
    """Three numbers that are nobody's groep count the classes of a groep; where they are the groep they do not."""
    assert children(tidy(tmp_path, f"kindcode;groep;klas;druk\n{rows}"))["klas"].tolist() == expected


def test_a_class_with_a_name_is_a_code_that_is_the_same_at_every_meting(tmp_path):
    files = {NULMETING: "kindcode;groep;klas;druk\n1;3;Juf Anna;x\n2;3;Els;x\n3;3;Vlinders;x\n",
             "inventarisatie/nameting/alles.csv": "ikc;kindcode;groep;klas;druk\nDe Wilgen;3;4;vlinders;x\nA2;1;4;vlinders;x\n"}  # fmt: skip # noqa: E501
    table = tidy(tmp_path, files).tables["kinderen"]
    first, second = (table[table["meting"] == name]["klas"] for name in ("nulmeting", "nameting"))
    assert first.str.fullmatch("g_[0-9a-f]{16}").all() and first.nunique() == 3
    assert second.iloc[0] == first.iloc[2] and second.iloc[1] != first.iloc[2], "of the IKC, however it is written"


def test_a_list_that_heads_its_groep_with_klas_is_read_as_before(tmp_path):
    study = tidy(tmp_path, "kindcode;klas;druk\n1;3a;x\n2;4;\n")
    assert study.tables["kinderen"][["groep", "klas"]].to_numpy().tolist() == [[3, "3a"], [4, ""]]
    assert not [melding for melding in study.meldingen if melding.ernst == "fout"]


def test_sheets_of_a_workbook_name_the_groep_and_a_column_the_class(tmp_path):
    book = Workbook()
    book.remove(book.active)
    for title, head, row in (("Groep 3", ["kindcode", "klas", "druk"], [1, "a", "x"]),
                             ("Groep 4B", ["kindcode", "druk"], [2, "x"]),
                             ("1-2", ["kindcode", "druk"], [3, "x"])):  # fmt: skip
        sheet = book.create_sheet(title)
        sheet.append(head)
        sheet.append(row)
    make_folder(tmp_path, {}).joinpath("data/raw/inventarisatie/nulmeting").mkdir(parents=True)
    book.save(tmp_path / "data/raw/inventarisatie/nulmeting/A1.xlsx")
    table = judge_study(load_study(tmp_path), load_codebook()).tables["kinderen"]
    assert table[["klas", "bouw"]].to_numpy().tolist() == [["3a", "onderbouw"], ["4b", "middenbouw"], ["1/2", "onderbouw"]]  # fmt: skip # noqa: E501


def test_a_file_of_spss_keeps_class_and_person(tmp_path):
    place = make_folder(tmp_path, {}) / "data/raw/inventarisatie/nulmeting"
    place.mkdir(parents=True)
    table = pd.DataFrame({"kindcode": [1.0, 2.0, 3.0], "groep": [3.0, 3.0, 4.0], "v1": [1.0, 2.0, 9.0],
                          "invuller": ["LK3", "lk 3", ""], "v3": [1.0, 0.0, 1.0]})  # fmt: skip
    labels = {"v1": {1: "A", 2: "B", 9: "onbekend"}, "v3": {1: "ja", 0: "nee"}}
    pyreadstat.write_sav(table, place / "A1.sav", column_labels=["", "", "klas", "", "druk gedrag"],
                         variable_value_labels=labels, missing_ranges={"v1": [9]})  # fmt: skip
    found = judge_study(load_study(tmp_path), load_codebook()).tables["kinderen"]
    assert found["klas"].tolist() == ["3a", "3b", ""]
    assert found["invuller"].iloc[0] == found["invuller"].iloc[1] != "" == found["invuller"].iloc[2]


def test_a_child_that_is_there_twice_keeps_the_class_and_person_that_one_row_says(tmp_path):
    text = "kindcode;groep;klas;invuller;druk;pesten\n1;3;;;x;\n1;3;a;lk3;;x\n"
    study = tidy(tmp_path, text)
    table = study.tables["kinderen"]
    assert table["klas"].tolist() == ["3a"] and table["invuller"].str.startswith("i_").all()
    assert sorted(study.tables["inventarisatie"]["code"]) == ["druk", "pesten"]


NAMES = ["Anna Jansen", "Jansen, Anna", "A. Jansen", "juf Els", "juf_anna", "anna.jansen@school.nl", "Anna (3a)",
         "06-12345678", "De Vries, J.", "Jansen"]  # fmt: skip


def test_who_filled_it_in_is_a_code_and_a_name_goes_no_further(tmp_path):
    lines = "".join(f'{number};3;"{name}";x\n' for number, name in enumerate(NAMES))
    text = f"kindcode;groep;invuller;druk\n{lines};3;Piet Puk;x\n98;3;LK3;x\n99;3;Els;x\n"
    study = tidy(tmp_path, text)  # `Anna (3a)`, `Els` and `LK3` may be codes: hidden all the same, and not told
    assert children(study)["invuller"].str.fullmatch("i_[0-9a-f]{16}").all()
    told = [melding for melding in study.meldingen if melding.code == "invuller_naam"]
    assert len(told) == 1 and told[0].ernst == "waarschuwing" and "10 invullers" in told[0].tekst
    everything = "".join(frame.to_csv() for frame in (*study.tables.values(), *study.apart.values()))
    everything += "".join(melding.als_tekst() for melding in study.meldingen)
    for part in ("jansen", "puk", "anna", "els", "vries", "12345678", "lk3;"):
        assert part not in everything.lower().replace("velden", "").replace("lk3a", ""), part


def test_one_person_has_one_code_at_every_meting_and_two_persons_have_two(tmp_path):
    """Five spellings of Anna and two of lk3, at two metingen and under two names of the IKC; another IKC is another."""
    first = "kindcode;groep;invuller;druk\n" + "".join(
        f'{number};3;"{name}";x\n'
        for number, name in enumerate(["Anna Jansen", "JANSEN, Anna", "juf Anna  Jansen", "LK3"])
    )
    second = "ikc;kindcode;groep;invuller;druk\nde wilgen;0;4;Ánna Jansen;x\nA1;3;4;lk 3;x\nA1;5;4;Els Jansen;x\nA2;1;4;Anna Jansen;x\n"  # noqa: E501
    table = tidy(tmp_path, {NULMETING: first, "inventarisatie/nameting/alles.csv": second}).tables["kinderen"]
    of = table.set_index(["ikc", "meting", "rij"])["invuller"]
    anna, code = of["A1", "nulmeting", 2], of["A1", "nulmeting", 5]
    assert [of["A1", "nulmeting", rij] for rij in (3, 4)] == [anna, anna] and of["A1", "nameting", 2] == anna
    assert of["A1", "nameting", 3] == code != anna
    assert len({anna, code, of["A1", "nameting", 4], of["A2", "nameting", 5]}) == 4


def test_a_kind_of_informant_is_no_person_and_unknown_is_nobody(tmp_path):
    text = "kindcode;groep;invuller;druk\n1;3;IB-er;x\n2;3;onbekend;x\n3;3;?;x\n4;3;;x\n"
    table = children(tidy(tmp_path, text))
    assert table["invuller"].tolist() == [""] * 4
    assert table["informant"].tolist() == ["intern_begeleider", "leerkracht", "leerkracht", "leerkracht"]


@pytest.mark.parametrize(
    ("given", "informant", "is_person"),
    [
        ("juf", "leerkracht", False),
        ("Anna Jansen", "leerkracht", True),
        ("juf Anna", "leerkracht", True),
        ("lk3a", "leerkracht", True),
        ("Schoolmaatschappelijk Werker", "onbekend", False),
        ("leerkrct", "onbekend", False),
    ],
)
def test_a_person_under_filled_in_by_is_the_invuller_and_no_unknown_informant(tmp_path, given, informant, is_person):
    study = tidy(tmp_path, f"kindcode;groep;ingevuld door;druk\n1;3;{given};x\n")
    row = study.tables["kinderen"].iloc[0]
    assert (row["informant"], row["invuller"] != "") == (informant, is_person)
    if is_person:
        assert given not in "".join(melding.als_tekst() for melding in study.meldingen).replace("zoals lk3a", "")


def test_the_family_code_is_always_a_pseudonym_that_brothers_and_sisters_share(tmp_path):
    text = "kindcode;groep;gezin;druk\n1;3;Jansen 12;x\n2;5;jansen 12;\n3;3;g7;x\n4;3;;x\n"
    table = tidy(tmp_path, text).tables["kinderen"].set_index("rij")["gezin"]
    assert table[2] == table[3] != table[4] and table[5] == ""
    assert all(value.startswith("h_") for value in table[:3])
    assert "jansen" not in "".join(table).lower() and "g7" not in set(table)
