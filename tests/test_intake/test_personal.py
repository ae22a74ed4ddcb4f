import pytest
from small_raw import CODEBOOK, make_study, read_one, write

from analysis.intake.personal import is_personal


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Naam", True), ("naam kind", True), ("Voornaam", True), ("Achternaam van de leerling", True),
        ("roepnaam", True), ("E-mail", True), ("emailadres ouder", True), ("Telefoonnummer", True), ("Tel.nr.", True),
        ("Adres", True), ("Geb. datum", True), ("GeboorteDatum", True), ("BSN kind", True), ("Initialen", True),
        ("kindcode", False), ("naam aanbieder", False), ("opmerking", False), ("zorgstructuur", False), ("", False),
        ("groep", False), ("productnaam", False), ("signaal", False),
    ],
)  # fmt: skip
def test_a_header_of_personal_data_is_known(header: str, expected: bool) -> None:
    assert is_personal(header, CODEBOOK) is expected


def test_a_name_column_of_a_school_is_a_fout_and_is_not_read_nor_taken_for_a_kindcode(tmp_path) -> None:
    study = make_study(tmp_path)
    text = "Naam kind;groep;druk\nJip Jansen;3;x\n"
    table = read_one(study, write(study, "inventarisatie/nulmeting/A1.csv", text), "inventarisatie", {"ikc": "A1"})
    told = "\n".join(melding.als_tekst() for melding in table.meldingen)
    assert "Persoonsgegevens: haal weg" in told and "Naam kind   (kolom A)" in told
    assert "lijkt op: Naam kind" not in told and "Jip" not in told and "Jip" not in table.rows.to_csv()
    assert {m.code: m.ernst for m in table.meldingen} == {"kolom_ontbreekt": "fout", "persoonsgegevens": "fout"}


@pytest.mark.parametrize(
    ("delivery", "text"),
    [
        ("toewijzingen", "bsn;ingangsdatum;achternaam;Tel.\n999999990;01-01-2019;Jansen;0612345678\n"),
        ("leerlingen", "bsn;ikc;van;naam;adres\n999999990;A1;01-01-2019;Jansen;Jansenstraat 1\n"),
        ("ikc_profiel", "ikc;omgeving;naam directeur;e-mail\nA1;stad;Jansen;jansen@school.nl\n"),
    ],
)
def test_personal_data_are_told_and_go_no_further(tmp_path, delivery: str, text: str) -> None:
    study = make_study(tmp_path)
    table = read_one(study, write(study, f"{delivery}.csv", text), delivery)
    told = [melding for melding in table.meldingen if melding.code == "persoonsgegevens"]
    assert len(told) == 1 and told[0].ernst == "waarschuwing"
    assert "jansen" not in (table.rows.to_csv() + table.apart.to_csv()).lower()
    assert "jansen" not in " ".join(melding.als_tekst() for melding in table.meldingen).lower()


def test_what_a_delivery_asks_for_is_read(tmp_path) -> None:
    study = make_study(tmp_path)
    text = "bsn;ingangsdatum;geboortedatum\n999999990;01-01-2019;01-01-2012\n"
    table = read_one(study, write(study, "t.csv", text), "toewijzingen")
    assert "geboortedatum" in table.kolommen
    assert not [melding for melding in table.meldingen if melding.code == "persoonsgegevens"]
