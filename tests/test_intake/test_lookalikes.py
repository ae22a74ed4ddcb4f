"""A column that matters is never skipped lightly."""

import pytest
from small_raw import make_study, read, write

HEAD = ["BSN", "Toewijzingnummer", "Productcode", "Ingangsdatum", "Einddatum", "Reden wijziging"]
ROWS = [["999900006", "1000", "45A48", "15-02-2019", "15-08-2019", ""],
        ["999900018", "1001", "45A48", "01-03-2019", "", ""],
        ["999900031", "1002", "45A48", "01-04-2019", "30-04-2019", "13"]]  # fmt: skip


def messages(tmp_path, **renamed: str):
    study = make_study(tmp_path)
    lines = [[renamed.get(name.replace(" ", "_"), name) for name in HEAD], *ROWS]
    (table,) = read(
        study, write(study, "toewijzingen/e.csv", "\n".join(";".join(line) for line in lines)), "toewijzingen"
    )
    return table, {melding.code: melding for melding in table.meldingen}


def test_an_unknown_name_of_a_column_that_matters_is_a_fout_with_the_lines_to_paste(tmp_path) -> None:
    _, found = messages(tmp_path, Toewijzingnummer="Besluitkenmerk", Einddatum="Afloop", Reden_wijziging="Redenen")
    text = found["kolom_lijkt_op"].als_tekst()
    assert found["kolom_lijkt_op"].ernst == "fout" and "3 kolommen lijken op kolommen waar het op aankomt" in text
    for line in ("Besluitkenmerk   (kolom B) lijkt op toewijzing_nummer", 'einddatum: ["Afloop"]', "toewijzingen:",
                 'reden_wijziging: ["Redenen"]', 'genegeerd:', '"Besluitkenmerk": "<reden>"'):  # fmt: skip
        assert line in text
    assert "onbekende_kolom" not in found


def test_days_after_the_start_may_be_the_end_whatever_their_name(tmp_path) -> None:
    _, found = messages(tmp_path, Einddatum="Kolom5")
    assert "Kolom5   (kolom E) lijkt op einddatum" in found["kolom_lijkt_op"].als_tekst()


def test_a_column_like_one_that_is_there_is_a_warning(tmp_path) -> None:
    table, found = messages(tmp_path, Reden_wijziging="Verwachte einddatum")
    assert set(found) == {"onbekende_kolom"} and "einddatum" in table.kolommen


def test_a_header_in_full_goes_before_a_short_form(tmp_path) -> None:
    table, found = messages(tmp_path, Reden_wijziging="Toew.nr.")
    assert "toewijzing_nummer" in table.kolommen and set(found) == {"onbekende_kolom"}


def test_invisible_and_quoting_signs_make_no_other_client(tmp_path) -> None:
    study = make_study(tmp_path)
    clients = ["999900006", '="999900006"', "'999900006", "\u200b999900006", "999900006\u00a0"]
    rows = "".join(f"{client};15-02-2019;15-08-2019\n" for client in clients)
    (table,) = read(
        study, write(study, "toewijzingen/e.csv", "BSN\u00a0;Ingangsdatum;Einddatum\n" + rows), "toewijzingen"
    )
    assert table.rows["client"].nunique() == 1 and len(table.rows) == 5


@pytest.mark.parametrize("header", ["Mutatiereden", "Wijziging reden"])
def test_a_reason_by_another_name_may_matter(tmp_path, header) -> None:
    _, found = messages(tmp_path, Reden_wijziging=header)
    assert f'reden_wijziging: ["{header}"]' in found["kolom_lijkt_op"].als_tekst()


@pytest.mark.parametrize("header", ["Kenmerk", "Nr"])
def test_a_bare_number_may_be_the_one_that_is_missing(tmp_path, header) -> None:
    _, found = messages(tmp_path, Toewijzingnummer=header)
    assert f"{header}   (kolom B) lijkt op toewijzing_nummer" in found["kolom_lijkt_op"].als_tekst()


@pytest.mark.parametrize(
    ("delivery", "header"),
    [("leerlingen", "Leerlingnaam"), ("leerlingen", "Naam client"), ("toewijzingen", "Clientnaam")],
)
def test_a_column_of_names_is_never_proposed_as_the_code_or_number_of_a_child(tmp_path, delivery, header) -> None:
    study = make_study(tmp_path)
    place = "leerlingen.csv" if delivery == "leerlingen" else "toewijzingen/e.csv"
    start = "van" if delivery == "leerlingen" else "ingangsdatum"
    text = f"{header};ikc;{start}\nJan Jansen;A1;01-02-2019\n"
    (table,) = read(study, write(study, place, text), delivery)
    said = {melding.code: melding for melding in table.meldingen}
    assert header in said["persoonsgegevens"].als_tekst() and "kolom_ontbreekt" in said
    assert "kolom_lijkt_op" not in said and not [item for melding in table.meldingen for item in melding.onbekend]


def test_an_unknown_column_of_a_list_comes_with_the_lines_that_settle_it(tmp_path) -> None:
    study = make_study(tmp_path)
    text = "Lln.;groep;Angstig of sombr;Heimwee\n1;3;x;x\n"
    (table,) = read(study, write(study, "inventarisatie/nulmeting/A1.csv", text), "inventarisatie")
    (said,) = [melding.als_tekst() for melding in table.meldingen if melding.code == "onbekende_kolom"]
    for line in (
        'kindproblematiek: {domeinen: {internaliserend: {codes: {angst_somber: {synoniemen: ["Angstig of sombr"]}}}}}',
        '"<soort>": {domeinen: {"<domein>": {codes: {"<code>": {synoniemen: ["Heimwee"]}}}}}   # in codebook/',
        'kindcode: ["Lln."]', '"Heimwee": "<reden>"',
    ):  # fmt: skip
        assert line in said
