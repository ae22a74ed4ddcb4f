import pytest

from analysis.codebook import load_codebook

CODEBOOK = load_codebook()


@pytest.mark.parametrize(
    ("header", "column"),
    [("Toew.nr.", "toewijzing_nummer"), ("Beschikkingnr", "toewijzing_nummer"), ("ToewNr", "toewijzing_nummer"),
     ("Toewijzings no.", "toewijzing_nummer"), ("Dat. einde", "einddatum"), ("Einddat", "einddatum"),
     ("Prod. code", "productcode"), ("Prod.cat.", "productcategorie"), ("Reden wijz.", "reden_wijziging"),
     ("Cliëntnr.", "client"), ("Geb. dat.", "geboortedatum"), ("Dat ingang", "ingangsdatum")],
)  # fmt: skip
def test_short_forms_are_written_out(header: str, column: str) -> None:
    found = CODEBOOK.column("toewijzingen", header) or CODEBOOK.column_by_short_form("toewijzingen", header)
    assert found == column


@pytest.mark.parametrize("header", ["Geldig t/m", "t/m", "Tot en met", "geldig tot", "Datum t/m"])
def test_headers_of_an_end(header: str) -> None:
    assert CODEBOOK.column("toewijzingen", header) == "einddatum"


@pytest.mark.parametrize(
    ("header", "column"),
    [("Toewijzingskenmerk", "toewijzing_nummer"), ("Besluit", "toewijzing_nummer"), ("Afloopdatum", "einddatum"),
     ("Verwachte einddatum", "einddatum"), ("Wijzigingscode", "reden_wijziging"), ("BSN kind", "client"),
     ("Ingangsdatum besluit", "ingangsdatum"), ("Schoolnaam", "ikc"), ("Zorgproduct omschrijving", "productcode")],
)  # fmt: skip
def test_an_unknown_header_looks_like_a_column_that_matters(header: str, column: str) -> None:
    assert CODEBOOK.column("toewijzingen", header) is None
    assert CODEBOOK.columns_like("toewijzingen", header)[0] == column


@pytest.mark.parametrize("header", ["Behandeld door", "Schooljaar", "Woonplaats", "Wijk", "Totaal", "Telefoon"])
def test_another_header_looks_like_nothing_that_matters(header: str) -> None:
    assert CODEBOOK.columns_like("toewijzingen", header) == []
