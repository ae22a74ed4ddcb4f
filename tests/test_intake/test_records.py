"""No line of a delimited file can vanish in a cell: lines and rows reconcile, in a small file and in a large one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_raw import make_study, read_one, write

from analysis.intake import grids, large_text
from analysis.intake.files import RawTable
from analysis.intake.records import Form, read_records
from analysis.study import Study

HEADER = "kindcode;groep;geslacht;druk;informant"


@pytest.fixture(scope="module", params=["klein", "groot"])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "groot":
            patch.setattr(grids, "SMALL_BYTES", 0)
            patch.setattr(large_text, "COUNTED_BYTES", 0)
        yield make_study(tmp_path_factory.mktemp(request.param))


def inventory(study: Study, lines: list[str], end: str = "\r\n") -> RawTable:
    text = end.join([HEADER, *lines]) + end
    return read_one(study, write(study, "i.csv", text), "inventarisatie", {"ikc": "A1", "meting": "nulmeting"})


def rows(count: int) -> list[str]:
    return [f"K{number};3;m;x;jok" for number in range(count)]


def said(table: RawTable) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(melding.ernst, melding.code, melding.regels) for melding in table.meldingen]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_without_end_in_a_last_field_swallows_no_row(study: Study, end: str) -> None:
    lines = rows(20)
    lines[4] = 'K4;3;m;x;"t valt mee'
    table = inventory(study, lines, end)
    assert table.rows["rij"].tolist() == list(range(2, 22))
    assert table.rows["informant"].iloc[4] == "t valt mee" and (table.rows["druk"] == "x").all()
    assert said(table) == [("waarschuwing", "los_aanhalingsteken", ("rij 6",))]


def test_two_quotes_rows_apart_are_two_stray_quotes(study: Study) -> None:
    lines = rows(20)
    lines[4], lines[14] = 'K4;3;m;x;"t valt mee', 'K14;3;m;x;"t gaat'
    table = inventory(study, lines)
    assert len(table.rows) == 20
    assert said(table) == [("waarschuwing", "los_aanhalingsteken", ("rij 6", "rij 16"))]


def test_a_quote_that_a_later_row_happens_to_close_swallows_no_row(study: Study) -> None:
    lines = rows(20)
    lines[4], lines[14] = 'K4;3;m;x;"t valt mee', 'K14;3;m;x;kort 15"'
    table = inventory(study, lines)
    assert len(table.rows) == 20 and [code for _, code, _ in said(table)] == ["los_aanhalingsteken"]


def test_a_quote_in_a_middle_field_closed_in_the_next_row_does_not_shift_cells(study: Study) -> None:
    lines = rows(6)
    lines[2], lines[3] = 'K2;3;"m;x;jok', 'K3;3;"m;x;jok'
    table = inventory(study, lines)
    assert table.rows["geslacht"].tolist() == ["m"] * 6
    assert said(table) == [("waarschuwing", "los_aanhalingsteken", ("rij 4", "rij 5"))]


def test_a_stray_quote_before_rows_that_quote_rightly_leaves_these_alone(study: Study) -> None:
    lines = ['K0;3;m;x;"t Huis', 'K1;3;m;x;"a;b"', 'K2;3;m;x;"eerste\r\ntweede"', "K3;3;m;x;jok"]
    table = inventory(study, lines)
    assert table.rows["informant"].tolist() == ["t Huis", "a;b", "eerste\r\ntweede", "jok"]
    assert said(table) == [("waarschuwing", "los_aanhalingsteken", ("rij 2",))]


def test_a_stray_quote_and_a_quoted_delimiter_in_one_row_are_told_apart(study: Study) -> None:
    table = inventory(study, ['"K0";3;"m;v";x;"t Huis', *rows(3)])
    assert table.rows["geslacht"].tolist() == ["m;v", "m", "m", "m"]
    assert table.rows["informant"].iloc[0] == "t Huis"


def test_a_stray_quote_leaves_the_other_cells_of_its_row_without_their_quotes(study: Study) -> None:
    table = inventory(study, ['"K0";"3";"m";""x";"jok"', '"K1";"4";"v";"";"jok"'])
    assert table.rows[["groep", "geslacht", "druk", "informant"]].to_numpy().tolist() == [
        ["3", "m", "x", "jok"], ["4", "v", "", "jok"],
    ]  # fmt: skip
    assert said(table) == [("waarschuwing", "los_aanhalingsteken", ("rij 2",))]


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (["K0;3;m;x;jok", 'K1;3;m;x;"regel een', "regel twee"], 3),  # the file was cut in a cell with a line break
        (['K0;3;m;x;"zegt "hoi" en', "loopt weg", "K1;3;m;x;jok"], 2),  # a quote in a quoted cell of two lines
        (['K0;3;m;x;"een;twee', "K1;3;m;x;jok"], 2),  # more fields than the header without its quote
    ],
)
def test_where_nobody_can_tell_what_a_quote_means_it_is_a_fout_with_its_row(
    study: Study, lines: list[str], row: int
) -> None:
    ernst, code, regels = said(inventory(study, lines))[0]
    assert (ernst, code) == ("fout", "los_aanhalingsteken") and regels[0].startswith(f"rij {row}: ")


def test_line_breaks_in_quoted_cells_are_no_rows(study: Study) -> None:
    table = inventory(study, ['K0;3;m;x;"een\r\n\r\ntwee; drie"', 'K1;3;m;x;"a ""b""\nc"', "K2;3;m;x;jok"])
    assert table.rows["informant"].tolist() == ["een\r\n\r\ntwee; drie", 'a "b"\nc', "jok"] and said(table) == []


def test_a_space_before_a_quote_still_quotes(study: Study) -> None:
    text = 'kindcode; groep; geslacht; druk; informant\nK0; "3"; "m"; "x"; "a;b"\nK1; "3"; "m"; ""; "c"\n'
    table = read_one(study, write(study, "i.csv", text), "inventarisatie", {"ikc": "A1", "meting": "nulmeting"})
    assert table.rows[["groep", "druk", "informant"]].to_numpy().tolist() == [["3", "x", "a;b"], ["3", "", "c"]]
    assert said(table) == []


def test_a_quote_in_a_title_does_not_hide_the_header(study: Study) -> None:
    text = f'"Overzicht;;;;\n{HEADER}\n' + "\n".join(rows(5)) + "\n"
    table = read_one(study, write(study, "i.csv", text), "inventarisatie", {"ikc": "A1", "meting": "nulmeting"})
    assert len(table.rows) == 5


def test_a_file_of_which_every_row_is_set_aside_is_a_fout(study: Study) -> None:
    text = "bsn;ikc;van\n999900006;A1;2019;1\n999900018;A1;2019;;1\n"
    table = read_one(study, write(study, "l.csv", text), "leerlingen")
    assert [(m.ernst, m.code) for m in table.meldingen] == [("fout", "rij_te_lang")]


CELL = st.text(st.sampled_from(list('ab ";\n')), max_size=5)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, min_size=1, max_size=6).map(";".join), max_size=12))
def test_every_line_is_in_one_record_whatever_the_quotes(lines: list[str]) -> None:
    text = "\n".join(["a;b;c", *lines])
    found = read_records(text, Form(";", 3))
    assert found.lines == len(text.splitlines()) or text.endswith("\n")
    plain = "".join(text.replace('"', "").split())
    kept = "".join("".join(";".join(record) for record in found.rows).replace('"', "").split())
    assert sorted(plain.replace(";", "")) == sorted(kept.replace(";", ""))
