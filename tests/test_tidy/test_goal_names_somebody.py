"""A goal that says what a column with personal data says: told without repeating it, and marked."""

from pathlib import Path

from small_study import judge

INVENTORY = "kindcode;naam;groep;internaliserend\n1;Sanne Hoekstra;3;x\n2;Teun van der Zee;4;\n"
HEAD = "ikc;speerpunt;indicator;richting;doelwaarde;peildatum\n"


def test_a_goal_with_a_childs_name_is_marked_and_the_name_not_repeated(tmp_path: Path) -> None:
    tidy = judge(
        tmp_path,
        {
            "inventarisatie/nulmeting/A1.csv": INVENTORY,
            "speerpunten.csv": HEAD
            + "A1;Beter naar Sanne kijken;internaliserend;stijging;15%;1-2-2021\n"
            + "A1;Stille kinderen zien;internaliserend;stijging;15%;1-2-2021\n",
        },
    )
    assert tidy.tables["speerpunten"]["noemt_persoon"].tolist() == [True, False]
    (found,) = [melding for melding in tidy.meldingen if melding.code == "doel_noemt_persoon"]
    assert found.ernst == "waarschuwing" and "rij 2" in found.regels[0]
    assert "Sanne" not in found.als_tekst()


def test_a_word_that_may_be_public_is_no_name(tmp_path: Path) -> None:
    files = {
        "inventarisatie/nulmeting/A1.csv": INVENTORY,
        "speerpunten.csv": HEAD + "A1;Samen met de Sanne;internaliserend;stijging;15%;1-2-2021\n",
    }
    tidy = judge(tmp_path, files, "publicatie: {openbare_woorden: [Sanne]}\n")
    assert tidy.tables["speerpunten"]["noemt_persoon"].tolist() == [False]
