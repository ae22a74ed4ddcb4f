import pytest
from small_study import make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.tidy_study import TidyStudy, judge_study


def tidy(folder, text: str) -> TidyStudy:
    return judge_study(load_study(make_folder(folder, {"inventarisatie/nulmeting/A1.csv": text})), load_codebook())


@pytest.mark.parametrize(
    ("groep", "klas", "expected", "why"),
    [
        ("3a", "", "3a", "the groep as written tells the class"),
        ("groep 3 b", "", "3b", "words and spaces do not count"),
        ("1/2", "", "1/2", "a combination class is a class"),
        ("3", "a", "3a", "a letter gets its groep"),
        ("3", "3A", "3a", "a class as delivered"),
        ("3", "", "", "one groep may have two classes: unknown is not one class"),
    ],
)
def test_the_class_is_kept_from_delivery_to_tidy_table(tmp_path, groep, klas, expected, why):
    table = tidy(tmp_path, f"kindcode;groep;klas;druk\n1;{groep};{klas};x\n").tables["kinderen"]
    assert table["klas"].tolist() == [expected], why


def test_a_list_that_heads_its_groep_with_klas_is_read_as_before(tmp_path):
    study = tidy(tmp_path, "kindcode;klas;druk\n1;3a;x\n2;4;\n")
    assert study.tables["kinderen"][["groep", "klas"]].to_numpy().tolist() == [[3, "3a"], [4, ""]]
    assert not [melding for melding in study.meldingen if melding.ernst == "fout"]


def test_who_filled_it_in_is_a_code_and_a_name_goes_no_further(tmp_path):
    text = "kindcode;groep;invuller;druk\n1;3;LK3;x\n2;3;Anna Jansen;x\n3;3;anna jansen;\n4;3;IB-er;x\n;3;Piet Puk;x\n"
    study = tidy(tmp_path, text)
    table = study.tables["kinderen"].set_index("rij")
    assert table.loc[2, "invuller"] == "lk3" and table.loc[5, "invuller"] == ""
    assert table.loc[5, "informant"] == "intern_begeleider"
    assert table.loc[3, "invuller"] == table.loc[4, "invuller"] and table.loc[3, "invuller"].startswith("i_")
    told = [melding for melding in study.meldingen if melding.code == "invuller_naam"]
    assert len(told) == 1 and told[0].ernst == "waarschuwing" and "3 invullers" in told[0].tekst
    everything = "".join(frame.to_csv() for frame in (*study.tables.values(), *study.apart.values()))
    assert "jansen" not in everything.lower() and "puk" not in everything.lower()
    assert "jansen" not in "".join(melding.als_tekst() for melding in study.meldingen).lower()


def test_the_family_code_is_always_a_pseudonym_that_brothers_and_sisters_share(tmp_path):
    text = "kindcode;groep;gezin;druk\n1;3;Jansen 12;x\n2;5;jansen 12;\n3;3;g7;x\n4;3;;x\n"
    table = tidy(tmp_path, text).tables["kinderen"].set_index("rij")["gezin"]
    assert table[2] == table[3] != table[4] and table[5] == ""
    assert all(value.startswith("h_") for value in table[:3])
    assert "jansen" not in "".join(table).lower() and "g7" not in set(table)
