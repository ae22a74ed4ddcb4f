"""Kindcodes between inventory and leerlingen, and from meting to meting; counts are worked out by hand below."""

from datetime import date

import pandas as pd
import pytest
from small_study import STUDY, judge, make_folder

from analysis.codebook import load_codebook
from analysis.measures.blijvers import count_blijvers, explain_unlinked
from analysis.measures.coverage_of_inventory import count_gemeten
from analysis.measures.denominators import count_kinderen
from analysis.study import load_study
from analysis.tidy.kindcodes import count_contradictions, count_kindcodes, school_years_between

CODEBOOK = load_codebook()
HEADS = "ikc;meting;bouw;aantal_kinderen\n"


def inventory(rows: list[tuple[str, int, str]]) -> str:
    return "kindcode;groep;geslacht;angst_somber\n" + "".join(f"{kind};{groep};{sex};x\n" for kind, groep, sex in rows)


def leerlingen(kinds: list[str], ikc: str = "A1", van: str = "01-08-2017") -> str:
    rows = "".join(f"C{place};{kind};{ikc};3;{van}\n" for place, kind in enumerate(kinds))
    return "client;kindcode;ikc;groep;van\n" + rows


def tables_of(tmp_path, files: dict[str, str], study: str = ""):
    return judge(tmp_path, files, study), load_study(tmp_path)


def two_metingen(before: list[tuple[str, int, str]], after: list[tuple[str, int, str]], **more: str) -> dict[str, str]:
    return {
        "inventarisatie/nulmeting/A1.csv": inventory(before),
        "inventarisatie/nameting/A1.csv": inventory(after),
        "populatie.csv": HEADS + f"A1;nulmeting;alle;{len(before)}\nA1;nameting;alle;{len(after)}\n",
        **more,
    }


@pytest.mark.parametrize(
    ("van", "naar", "years"),
    [
        (date(2019, 2, 1), date(2020, 2, 1), 1),
        (date(2019, 2, 1), date(2019, 7, 31), 0),
        (date(2019, 7, 1), date(2021, 8, 1), 3),
    ],
)
def test_school_years_begin_on_1_august(van: date, naar: date, years: int) -> None:
    assert school_years_between(van, naar) == years


def test_each_sign_of_another_child_is_counted_and_a_child_once(tmp_path) -> None:
    # One school year between: groep 3 may be 3 (stays), 4 or 5 (skips one). 5 goes back and changes sex: one child.
    before = [("1", 3, "j"), ("2", 3, "j"), ("3", 3, "j"), ("4", 3, "j"), ("5", 6, "j"), ("6", 3, "")]
    after = [("1", 3, "j"), ("2", 5, "j"), ("3", 6, "j"), ("4", 4, "v"), ("5", 5, "v"), ("6", 4, "v")]
    tidy, study = tables_of(tmp_path, two_metingen(before, after))
    (row,) = count_contradictions(tidy.tables, study).to_dict("records")
    assert (row["terug"], row["sprong"], row["geslacht"], row["client"]) == (1, 1, 2, 0)
    assert (row["n_tegenstrijdig"], row["n_beide"]) == (3, 6)
    assert not [melding for melding in tidy.meldingen if melding.code == "kindcodes_opnieuw"]


def reissued() -> dict[str, str]:
    before = [(str(n), 7, "j") for n in range(1, 5)] + [("5", 3, "j"), ("6", 3, "j")]
    after = [(str(n), 1, "j") for n in range(1, 5)] + [("5", 4, "j"), ("6", 4, "j")]
    return two_metingen(before, after)


def test_codes_handed_out_anew_are_told_and_nobody_is_followed(tmp_path) -> None:
    tidy, study = tables_of(tmp_path, reissued())
    (melding,) = [item for item in tidy.meldingen if item.code == "kindcodes_opnieuw"]
    assert melding.ernst == "waarschuwing" and melding.ikcs == ("A1",)
    assert melding.regels == ("nulmeting en nameting: 4 van de 6 codes (4 gaat een groep terug)",)
    enrolled = count_kinderen(tidy.tables["populatie"], tidy.tables["leerlingen"], study)
    assert count_blijvers(tidy.tables, enrolled, study, CODEBOOK).empty
    (reden,) = explain_unlinked(tidy.tables, enrolled, study)["reden_onbekend"]
    assert reden == "De kindcodes zijn misschien opnieuw uitgegeven: dezelfde code is later een ander kind."
    assert count_gemeten(tidy.tables, enrolled, study)["n_gebleven"].isna().all()


def test_the_study_may_allow_more(tmp_path) -> None:
    tidy, study = tables_of(tmp_path, reissued(), "identiteit: {hoogstens_tegenstrijdig: 4}\n")
    assert "kindcodes_opnieuw" not in [item.code for item in tidy.meldingen]
    enrolled = count_kinderen(tidy.tables["populatie"], tidy.tables["leerlingen"], study)
    found = count_blijvers(tidy.tables, enrolled, study, CODEBOOK)
    assert set(found.loc[found["bouw"] == "alle", "n_gebleven"]) == {6}


def test_a_code_of_another_client_is_another_child(tmp_path) -> None:
    rows = [(str(n), 3, "j") for n in range(1, 6)]
    text = "client;kindcode;ikc;groep;van;tot\n"
    text += "".join(f"C{n};{n};A1;3;01-08-2017;31-07-2019\nD{n};{n};A1;4;01-08-2019;\n" for n in range(1, 6))
    tidy, study = tables_of(tmp_path, two_metingen(rows, rows, **{"leerlingen.csv": text}))
    (row,) = count_contradictions(tidy.tables, study).to_dict("records")
    assert (row["client"], row["n_tegenstrijdig"]) == (5, 5)


def test_codes_on_one_side_only_are_counted_per_ikc_and_meting(tmp_path) -> None:
    files = {"inventarisatie/nulmeting/A1.csv": inventory([("001", 3, "j"), ("2", 3, "j"), ("9", 3, "j")]),
             "leerlingen.csv": leerlingen(["1", "2.0", "3", "4"])}  # fmt: skip
    tidy, study = tables_of(tmp_path, files)
    assert count_kindcodes(tidy.tables, study).to_dict("records") == [
        {"ikc": "A1", "meting": "nulmeting", "inventarisatie": 3, "niet_in_leerlingen": 1, "leerlingen": 4,
         "niet_in_inventarisatie": 2}
    ]  # fmt: skip
    (melding,) = [item for item in tidy.meldingen if item.code == "kindcodes_anders"]
    assert melding.regels == (
        "A1 nulmeting: 1 van de 3 kindcodes niet in leerlingen, 2 van de 4 in leerlingen niet in de inventarisatie",
    )


LISTS = [(str(n), 3, "j") for n in range(1, 6)]
CHILDREN = HEADS + "A1;nulmeting;alle;50\nA1;nameting;alle;50\n"


@pytest.mark.parametrize(
    ("files", "reden"),
    [
        ({}, "Er zijn geen leerlingen van dit IKC geleverd, en op de lijsten"),
        ({"leerlingen.csv": leerlingen([""] * 5)}, "In leerlingen staan bij dit IKC geen kindcodes, en op de lijsten"),
        (
            {"leerlingen.csv": leerlingen(list("abcde"))},
            "De kindcodes komen niet overeen: bij de nulmeting en de nameting staan er 10 van de 10 niet",
        ),
        (
            {"leerlingen.csv": leerlingen(list("12345"), van="01-08-2019")},
            "Volgens leerlingen is er met een kindcode niemand ingeschreven bij de nulmeting.",
        ),
    ],
)  # fmt: skip
def test_the_reason_why_children_are_not_linked_is_the_true_one(tmp_path, files, reden) -> None:
    tidy, study = tables_of(tmp_path, two_metingen(LISTS, LISTS) | {"populatie.csv": CHILDREN} | files)
    enrolled = count_kinderen(tidy.tables["populatie"], tidy.tables["leerlingen"], study)
    (found,) = explain_unlinked(tidy.tables, enrolled, study)["reden_onbekend"]
    assert found.startswith(reden)


def test_a_linked_ikc_needs_no_reason(tmp_path) -> None:
    tidy, study = tables_of(tmp_path, two_metingen(LISTS, LISTS, **{"leerlingen.csv": leerlingen(list("12345"))}))
    enrolled = count_kinderen(tidy.tables["populatie"], tidy.tables["leerlingen"], study)
    assert explain_unlinked(tidy.tables, enrolled, study).empty


def test_ikcs_whose_code_or_name_folds_together_are_refused(tmp_path) -> None:
    text = STUDY.replace("naam: It Kompas", "naam: de-wilgen")
    make_folder(tmp_path, {})
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    from analysis.tidy.tidy_study import judge_study

    (melding,) = judge_study(load_study(tmp_path), CODEBOOK).meldingen
    assert (melding.code, melding.ernst) == ("ikc_dubbel", "fout")
    assert melding.regels == ("De Wilgen (van A1) en de-wilgen (van A2)",)


def test_leerlingen_without_a_client_are_never_doubles_of_each_other(tmp_path) -> None:
    text = "client;kindcode;ikc;groep;van\nonbekend;;A1;3;01-08-2018\nonbekend;;A1;3;01-08-2018\nC1;;A1;3;01-08-2018\n"
    tidy, _ = tables_of(tmp_path, {"leerlingen.csv": text})
    assert tidy.apart["leerlingen"]["reden"].tolist() == ["client ontbreekt", "client ontbreekt"]
    assert isinstance(tidy.tables["leerlingen"], pd.DataFrame) and len(tidy.tables["leerlingen"]) == 1
