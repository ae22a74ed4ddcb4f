import pandas as pd
import pytest
from leaking_files import EVERYWHERE, plant_in_csv, plant_in_html, plant_in_pdf_alt

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.intake.personal_words import personal_words
from analysis.publishing.leaks import secrets as secrets_room
from analysis.publishing.leaks.forms import passes_elfproef
from analysis.publishing.leaks.gate import find_leaks, meldingen_of
from analysis.publishing.leaks.secrets import Known, Secrets, gather_secrets
from analysis.study import load_study

KEY = b"een sleutel van een test"
HEADS = pd.Series(["Voornaam", "Achternaam", "Geb. datum", "Telefoon", "Clientnummer", "Kindcode", "Groep"])
CHILD = ["Zoë", "van den Bergh-Hooijdonk", "04-03-2012", "06-12345678", "8812344", "B2-0417", "zwaan"]
COLUMNS = {4: "client", 5: "kindcode", 6: "groep"}
KNOWN = Known(frozenset({"wij", "zagen", "daar", "rapport"}), frozenset({"jw301"}), frozenset({"2019-02-01"}))
PLANTED = {
    "een nummer dat een BSN kan zijn": "111222333",  # the BSN that the government gives as an example
    "een pseudoniem": "c_0123456789abcdef",
    "een postcode met letters": "8911 AB",
    "een map van een computer": "/home/jdevries/studie",
    "een privésleutel": "-----BEGIN RSA PRIVATE KEY-----",
    "de bestandsnaam van een levering": "Lijst van juf Ans.xlsx",
    "een map van deze computer": "/data/jeugd/studie/",
    "de sleutel van de studie": "0f1e2d3c4b5a69788796a5b4",
    "een naam uit een kolom met persoonsgegevens": "hooijdonk",
    "een dag uit een kolom met geboortedatums": "4 maart 2012",
    "een nummer uit een kolom met persoonsgegevens": "06 12 34 56 78",
    "een clientnummer of kindcode": "b2-0417",
    "de naam van een gebruiker of van deze computer": "rekenserver7",
}


@pytest.fixture(scope="module")
def secrets():
    cells = pd.DataFrame([CHILD]).rename_axis(columns=None)
    persons = personal_words(cells, HEADS, COLUMNS, load_codebook(), KEY)
    return Secrets(
        persons, KEY, KNOWN, ("lijst van juf ans.xlsx",), ("/data/jeugd/studie/",), ("rekenserver7",),
        ("0f1e2d3c4b5a69788796a5b4",),
    )  # fmt: skip


@pytest.mark.parametrize("plant", EVERYWHERE)
@pytest.mark.parametrize(("kind", "text"), PLANTED.items())
def test_each_kind_is_caught_wherever_it_is_and_not_repeated(tmp_path, secrets, plant, kind, text):
    leaks = find_leaks([plant(tmp_path, text)], tmp_path, secrets)
    assert [leak.kind for leak in leaks] == [kind]
    assert text.lower() not in " ".join(str(leak) for leak in leaks).lower()
    assert text.lower() not in meldingen_of(leaks)[0].als_tekst().lower()


@pytest.mark.parametrize("plant", EVERYWHERE)
def test_an_innocent_text_is_no_leak(tmp_path, secrets, plant):
    innocent = "wij zagen JW301 op 1 februari 2019: 0,111222333 en 45.111222333 van 111.222.333 euro"
    assert find_leaks([plant(tmp_path, innocent)], tmp_path, secrets) == []


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("111222333", True), ("BSN-111222333", True), ("client_111222333", True), ("111222333.0", True),
        ("1112.22.333", True), ("111222334", False), ("1112223330", False), ("a111222333", False),
        ("0.111222333", False), ("3f2a-111222333", False), ("111222333,5", False),
    ],
)  # fmt: skip
def test_a_bsn_stands_alone_and_passes_the_elfproef(tmp_path, secrets, text, is_leak):
    found = find_leaks([plant_in_csv(tmp_path, text)], tmp_path, secrets)
    assert [leak.kind for leak in found] == ["een nummer dat een BSN kan zijn"] * is_leak


def test_the_elfproef_of_the_example_of_the_government():
    assert passes_elfproef("111222333") and not passes_elfproef("111222334") and not passes_elfproef("000000000")


@pytest.mark.parametrize("text", ["Zoë van den Bergh", "ZOE BERGH", "bergh, hooijdonk"])
def test_a_name_is_caught_in_another_spelling(tmp_path, secrets, text):
    assert [leak.kind for leak in find_leaks([plant_in_html(tmp_path, text)], tmp_path, secrets)] == [
        "een naam uit een kolom met persoonsgegevens"
    ]


def test_a_first_name_and_a_surname_that_are_words_of_ours_are_caught_together(tmp_path):
    codebook = load_codebook()
    cells, heads = pd.DataFrame([["Roos", "de Wit"]]), pd.Series(["voornaam", "achternaam"])
    known = Known(frozenset({"roos", "wit"}), frozenset(), frozenset())
    secrets = Secrets(personal_words(cells, heads, {}, codebook, KEY), KEY, known)
    assert find_leaks([plant_in_html(tmp_path, "een roos en wit")], tmp_path, secrets)
    assert not find_leaks([plant_in_html(tmp_path, "wit, dan een roos")], tmp_path, secrets)


def test_other_columns_may_be_told(tmp_path, secrets):
    assert find_leaks([plant_in_html(tmp_path, "zwaan")], tmp_path, secrets) == []


def test_the_place_is_said(tmp_path, secrets):
    files = [plant_in_csv(tmp_path, "8911 AB"), plant_in_pdf_alt(tmp_path, "8911 AB")]
    assert [str(leak) for leak in find_leaks(files, tmp_path, secrets)] == [
        "signalen.csv: een postcode met letters (kolom tekst)",
        "alt.pdf: een postcode met letters (titels, alternatieve teksten en metagegevens)",
    ]


def test_the_results_of_the_example_have_no_leak(proefresultaten):
    study = load_study(proefresultaten)
    folder = study.reports / "publiek"
    files = sorted(folder.rglob("*.csv"))
    assert len(files) > 40 and find_leaks(files, folder, gather_secrets(study)) == []


def test_the_internal_results_would_not_pass(proefresultaten, tmp_path):
    study = load_study(proefresultaten)
    folder = study.reports / "intern"
    kinds = {leak.kind for leak in find_leaks(sorted(folder.rglob("*.csv")), folder, gather_secrets(study))}
    assert "de bestandsnaam van een levering" in kinds
    child = next(line for line in (study.raw / "leerlingen.csv").read_text("utf-8-sig").splitlines()[1:]).split(";")
    planted = [plant_in_html(tmp_path, number) for number in child[:1]]
    assert find_leaks(planted, tmp_path, gather_secrets(study))
    assert find_leaks([plant_in_html(tmp_path, child[1])], tmp_path, gather_secrets(study))


def test_without_the_hashes_of_persons_nothing_passes(tmp_path):
    (tmp_path / "study.yml").write_text("naam: Proef\n")
    with pytest.raises(InvoerFout, match="ontbreekt; zonder kan niet worden nagegaan"):
        gather_secrets(load_study(tmp_path))


def test_a_word_of_study_yml_may_be_public(tmp_path):
    (tmp_path / "study.yml").write_text("naam: Proef\npublicatie: {openbare_woorden: [Hooijdonk]}\n")
    assert "hooijdonk" in secrets_room.known_words(load_study(tmp_path)).words
