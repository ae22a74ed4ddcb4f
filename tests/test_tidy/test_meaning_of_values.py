"""What is unknown is never a no, a code or a date: small deliveries, each value counted by hand."""

import pandas as pd
import pytest
from small_study import judge, make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.groep import read_groep
from analysis.tidy.tidy_study import judge_study
from analysis.tidy.toewijzing_columns import tidy_codes, tidy_products

CODEBOOK = load_codebook()
HEAD = "kindcode;groep;geslacht;druk\n"
UNKNOWN = ["✗", "✘", "✖", "✕", "❌", "●", "•", "■", "*", "/", "#", "!", ".", "…", "?", "o", "x?", "ja?", "1?", "(x)",
           "x*", "-1", "10", "²", "Х"]  # fmt: skip
"""The last is a Cyrillic letter."""
YES = [
    "x",
    "X",
    "√",
    "✓",
    "✔",
    "✔️",
    "☑",
    "✅",
    "☒",
    "×",
    "1",
    "1,0",
    "ja",
    "Ja.",
    "waar",
    "+",
    "x\u200b",
    "\u00a0x",
    '="x"',
]
NO = ["", " ", "\u00a0", "\u200b", "0", "nee", "-", "–", "−", "☐", "onwaar"]


def marks_of(tmp_path, marks: list[str]):
    rows = [f"K{n:02};{n % 8 + 1};m;" + '"' + mark.replace('"', '""') + '"' for n, mark in enumerate(marks)]
    return judge(tmp_path, {"inventarisatie/nulmeting/A1.csv": HEAD + "\n".join(rows) + "\n"})


def test_an_unknown_sign_is_neither_yes_nor_no(tmp_path) -> None:
    tidy = marks_of(tmp_path, UNKNOWN)
    (found,) = [melding for melding in tidy.meldingen if melding.code == "onbekend_kruisje"]
    assert found.ernst == "fout" and found.tekst.startswith(f"{len(UNKNOWN)} tekens zijn geen ja of nee")
    assert {item.tekst for item in found.onbekend} == set(UNKNOWN)
    assert "1 rij   (rij 2, kolom druk)" in found.als_tekst()
    assert '      ja: ["✗", "✘"' in found.als_tekst() and '      nee: ["✗", "✘"' in found.als_tekst()


def test_every_listed_sign_is_a_yes_and_only_what_shows_nothing_is_empty(tmp_path) -> None:
    tidy = marks_of(tmp_path, YES + NO)
    assert [m.code for m in tidy.meldingen] == []
    assert len(tidy.tables["inventarisatie"]) == len(YES)


def test_a_study_settles_a_sign_in_its_codebook(tmp_path) -> None:
    folder = make_folder(tmp_path, {"inventarisatie/nulmeting/A1.csv": HEAD + "a;3;m;✗\nb;3;m;●\nc;3;m;x?\n"})
    (folder / "codebook").mkdir()
    text = 'kruisje: {waarden: {ja: ["●"], nee: ["✗", "x?"]}}\n'
    (folder / "codebook" / "waarden.yml").write_text(text, encoding="utf-8")
    tidy = judge_study(load_study(folder), load_codebook(folder))
    assert [m.code for m in tidy.meldingen] == [] and len(tidy.tables["inventarisatie"]) == 1


@pytest.mark.parametrize("text", ["²", "3?", "(3)", "3*", "-3", "peuters?", "3.5"])
def test_a_doubtful_groep_is_no_groep(text: str) -> None:
    assert read_groep(text, CODEBOOK) == ()


def test_doubtful_values_of_coded_fields_are_unknown(tmp_path) -> None:
    files = {
        "inventarisatie/nulmeting/A1.csv": "kindcode;groep;geslacht;informant;druk\na;²;m?;leerkracht?;x\n",
        "populatie.csv": "ikc;meting;bouw;aantal\nA2;nulmeting;onderbouw?;20\n"
        "A2;nulmeting?;onderbouw;20\nA2?;nulmeting;onderbouw;20\n",
        "inventarisatie_tellingen.csv": "ikc;meting;bouw;code;aantal\nA2;nulmeting;onderbouw;pesten?;2\n",
        "casussen.csv": "casus;scenario;post;betaler;bedrag\n01;zonder_jok;JOK;gemeente?;100\n",
        "leerlingen.csv": "client;ikc;groep;van\n999900006;A1;²;01-08-2018\n",
    }
    tidy = judge(tmp_path, files)
    said = {f"{m.ernst} {m.code}" for m in tidy.meldingen}
    assert said >= {
        "waarschuwing onbekende_groep", "waarschuwing onbekend_geslacht", "waarschuwing onbekende_informant",
        "fout onbekende_bouw",
        "fout onbekende_ikc", "fout onbekende_meting", "fout onbekende_code", "fout onbekende_betaler",
    }  # fmt: skip
    assert tidy.tables["kinderen"][["geslacht", "informant"]].to_numpy().tolist() == [["onbekend", "onbekend"]]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [("eenheid", "04", "04"), ("eenheid", "4", "04"), ("eenheid", "4.0", "04"), ("eenheid", "04 uur", "04"),
     ("eenheid", "04 - Uur", "04"), ("eenheid", "uur", "04"), ("eenheid", "16 dagdeel", "16"),
     ("frequentie", "4 per maand", "4"),
     ("verwijzer", "02: huisarts", "02"), ("eenheid", "", ""),
     ("eenheid", "1 uur", "1 uur"), ("eenheid", "1 dagdeel", "1 dagdeel"), ("eenheid", "1,23E+08", "1,23E+08"),
     ("frequentie", "1 per week", "1 per week"), ("frequentie", "4x per week", "4x per week"),
     ("frequentie", "2x per maand", "2x per maand"), ("verwijzer", "2e lijn", "2e lijn"), ("verwijzer", "uur?", "uur?"),
     ("verwijzer", "05-06-2019", "05-06-2019"), ("reden_wijziging", "8 weken verlengd", "8 weken verlengd"),
     ("eenheid", "4,5", "4,5"), ("eenheid", "04?", "04?"), ("eenheid", "-4", "-4"), ("eenheid", "99", "99")],
)  # fmt: skip
def test_a_code_is_one_alone_or_with_its_own_label(field: str, text: str, code: str) -> None:
    assert tidy_codes(pd.Series([text], dtype="str"), CODEBOOK, field).tolist() == [code]


@pytest.mark.parametrize(
    ("text", "category"),
    [("45", "45"), ("45.0", "45"), ("5", "05"), ("45 Jeugdhulp ambulant", "45"), ("Jeugdhulp ambulant", "45"),
     ("5-6-19", "5-6-19"), ("45 jaar", "45 jaar"), ("45?", "45?"), ("1,23E+08", "1,23E+08")],
)  # fmt: skip
def test_a_productcategorie_is_a_code_too(text: str, category: str) -> None:
    columns = tidy_products(pd.Series([text], dtype="str"), pd.Series([""], dtype="str"), CODEBOOK)
    assert columns["productcategorie"].tolist() == [category]


def test_what_is_no_code_is_counted_with_the_lines_that_settle_it(tmp_path) -> None:
    rows = "999900006;45A48;45;15-02-2019;15-08-2019;1 uur;4x per week\n999900018;45A48;5-6-19;15-02-2019;;1 uur;4\n"
    head = "BSN;Productcode;Productcategorie;Ingangsdatum;Einddatum;Eenheid;Frequentie\n"
    tidy = judge(tmp_path, {"toewijzingen/e.csv": head + rows})
    found = {m.onbekend[0].veld: m for m in tidy.meldingen if m.code == "onbekende_code"}
    assert set(found) == {"eenheid", "frequentie", "productcategorie"}
    assert "1 uur  2 rijen (eerste: rij 2)" in found["eenheid"].als_tekst()
    assert '"<kies>": ["1 uur"]   # kies uit: 01, 04, 14, 16, 82, 83, 84' in found["eenheid"].als_tekst()


def test_a_count_below_five_stays_as_a_range(tmp_path) -> None:
    head = "ikc;meting;bouw;code;aantal\n"
    cells = ["<5", "≤ 4", "0-4", "minder dan 5", "7", "vijf", "5-4"]
    codes = ["druk", "pesten", "regels", "opstandig", "zelfbeeld", "verzuim", "slapen_eten"]
    rows = [f"A2;nulmeting;onderbouw;{code};{cell}\n" for code, cell in zip(codes, cells, strict=True)]
    tidy = judge(tmp_path, {"inventarisatie_tellingen.csv": head + "".join(rows)})
    table = tidy.tables["tellingen"].set_index("code")[["aantal", "aantal_laag", "aantal_hoog"]].fillna(-1)
    assert table.loc[codes[:4]].to_numpy().tolist() == [[-1, 0, 4]] * 4
    assert table.loc["zelfbeeld"].tolist() == [7, 7, 7] and len(table) == 5
    said = {m.code: m for m in tidy.meldingen}
    assert "4 aantallen zijn niet precies bekend" in said["aantal_bereik"].tekst
    assert said["geen_aantal"].tekst.startswith("2 waarden in aantal zijn geen aantal")


def test_an_error_cell_is_never_offered_a_meaning(tmp_path) -> None:
    found = [melding for melding in marks_of(tmp_path, ["#N/A (foutwaarde)", "●"]).meldingen if melding.onbekend]
    assert [item.tekst for melding in found for item in melding.onbekend] == ["●"]
    assert not [
        line for melding in found for line in melding.regels if line.strip().startswith("ja:") and "#N/A" in line
    ]


def test_a_row_of_averages_is_no_child_and_a_blank_list_is_said(tmp_path) -> None:
    files = {
        "inventarisatie/nulmeting/A1.csv": "kindcode;groep;druk\n1;3;x\nGemiddelde;;1\n",
        "inventarisatie/nulmeting/A2.csv": "kindcode;groep;druk\n1;3;\n2;4;\n",
    }
    make_folder(tmp_path, files)
    tidy = judge_study(load_study(tmp_path), load_codebook())
    assert tidy.tables["inventarisatie"]["ikc"].tolist() == ["A1"]
    (blank,) = [melding for melding in tidy.meldingen if melding.code == "geen_kruisjes"]
    assert blank.ikcs == ("A2",) and blank.bestand.endswith("A2.csv") and blank.ernst == "waarschuwing"
