"""One convention per column and file, hand counted."""

import pandas as pd
import pytest
from small_study import judge

from analysis.codebook import load_codebook
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_open_end, judge_dates, tidy_dates, without_open_ends

CODEBOOK = load_codebook()


def amounts(texts: list[str], files: list[str] | None = None, dtype: str = "str"):
    rows = pd.DataFrame(
        {"bestand": files or "f", "rij": range(2, 2 + len(texts)), "budget": pd.Series(texts, dtype=dtype)}
    )
    settled, found = settle_columns(rows, "toewijzingen", CODEBOOK, amounts=("budget",))
    return tidy_amounts(settled["budget"]).tolist(), [f"{m.ernst} {m.code}" for m in found]


@pytest.mark.parametrize(
    ("texts", "numbers", "said"),
    [
        (["1.234", "1,234.56"], [1.234, 1234.56], ["waarschuwing getal_punt"]),
        (["1,234", "1,234.56", "12"], [1234, 1234.56, 12], ["waarschuwing getal_punt"]),
        (["0.750", "12.000"], [0.75, 12], ["waarschuwing getal_punt"]),
        (["1.234", "1.234,56"], [1234, 1234.56], []),
        (["1.234", "12,5", "€ 1.200,-"], [1234, 12.5, 1200], []),
        (["1500.50", "12"], [1500.5, 12], []),
        (["1.234", "850"], [1234, 850], []),
        (["1.300-", "850"], [-1300, 850], []),
        (["1,234", "850"], [1.234, 850], ["waarschuwing getal_dubbelzinnig"]),
        (["1.500", "12.000", "2.250"], [1500, 12000, 2250], ["waarschuwing getal_dubbelzinnig"]),
        (["1,234,567"], [1234567], []),
        (["veel", "1.234", "12"], [None, 1234, 12], []),
    ],
)
@pytest.mark.parametrize("dtype", ["str", "category"])
def test_amounts_of_a_column_are_read_one_way(texts, numbers, said, dtype) -> None:
    read, found = amounts(texts, dtype=dtype)
    assert [None if value != value else value for value in read] == numbers and found == said


@pytest.mark.parametrize("texts", [["1.234,56", "1,234.56"], ["12,50", "12.50", "1.234"], ["0.750", "1.234,5"]])
def test_a_mix_of_decimal_signs_is_a_fout(texts: list[str]) -> None:
    assert amounts(texts)[1] == ["fout getal_gemengd"]


def test_every_file_has_its_own_convention() -> None:
    read, found = amounts(["1,234", "12.50", "1.234", "12,50"], ["a", "a", "b", "b"])
    assert read == [1234, 12.5, 1234, 12.5] and found == ["waarschuwing getal_punt"]


def dates(start: list[str], end: list[str] | None = None, files: list[str] | None = None, dtype: str = "str"):
    columns = {
        "ingangsdatum": pd.Series(start, dtype=dtype),
        "einddatum": pd.Series(end or [""] * len(start), dtype=dtype),
    }
    rows = pd.DataFrame({"bestand": files or "f", "rij": range(2, 2 + len(start)), **columns})
    settled, found = settle_columns(rows, "toewijzingen", CODEBOOK, dates=("ingangsdatum", "einddatum"))
    read = [tidy_dates(settled[name]).dt.strftime("%Y-%m-%d").fillna("").tolist() for name in columns]
    return *read, [f"{m.ernst} {m.code}" for m in found]


@pytest.mark.parametrize("dtype", ["str", "category"])
def test_a_month_first_column_is_never_read_by_half(dtype) -> None:
    start, end, said = dates(
        ["02/15/2019", "03/04/2019", "5/6/19 12:00:00 AM", "12/13/2019"],
        ["08/15/2019", "04/05/2019", "", "x"],
        dtype=dtype,
    )
    assert start == ["2019-02-15", "2019-03-04", "2019-05-06", "2019-12-13"]
    assert end == ["2019-08-15", "2019-04-05", "", ""]
    assert said == ["waarschuwing datum_maand_eerst"] * 2


def test_a_column_that_fits_both_ways_follows_another_column_of_its_file_with_the_same_sign() -> None:
    assert dates(["02/15/2019", "03/04/2019"], ["04/05/2019", ""])[1] == ["2019-04-05", ""]
    assert dates(["02/15/2019", "03/04/2019"], ["04-05-2019", ""])[1] == ["2019-05-04", ""]


def test_a_column_that_fits_both_ways_is_dutch_without_a_word() -> None:
    assert dates(["03/04/2019", "05/06/2019"]) == (["2019-04-03", "2019-06-05"], ["", ""], [])


def test_a_file_that_fits_both_ways_is_told_when_another_file_is_month_first() -> None:
    start, _, said = dates(["02/15/2019", "03/04/2019"], files=["a", "b"])
    assert start == ["2019-02-15", "2019-04-03"]
    assert said == ["waarschuwing datum_maand_eerst", "waarschuwing datum_dubbelzinnig"]


def test_a_mix_of_day_and_month_first_is_a_fout_and_a_slip_among_hundreds_is_no_date() -> None:
    assert dates(["02/15/2019", "15/02/2019", "03/04/2019"])[2] == ["fout datum_gemengd"]
    start, _, said = dates(["15/02/2019"] * 200 + ["02/15/2019"])
    assert start == ["2019-02-15"] * 200 + [""] and said == []


def test_a_far_end_says_nothing_of_how_dates_are_written() -> None:
    _, end, said = dates(["02/15/2019", "03/04/2019"], ["31/12/9999", "08/15/2019"])
    assert end == ["9999-12-31", "2019-08-15"] and said == ["waarschuwing datum_maand_eerst"] * 2


def test_dutch_dates_with_one_that_does_not_exist_stay_dutch() -> None:
    assert dates(["31-06-2019", "13-13-2019", "03-04-2019"]) == (["", "", "2019-04-03"], ["", "", ""], [])


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019-01-31T23:00:00Z", "2019-02-01"), ("2019-06-30T22:00:00.000Z", "2019-07-01"),
     ("2019-01-31 23:00:00+00:00", "2019-02-01"), ("2019-01-31T22:00:00Z", "2019-01-31"),
     ("2019-02-01T23:59:59.000Z", "2019-02-01"), ("2019-01-31T23:00:00", "2019-01-31")],
)  # fmt: skip
def test_a_dutch_midnight_in_utc_is_the_day_that_begins(text: str, day: str) -> None:
    start, _, said = dates([text])
    assert start == [day] and said == (["waarschuwing datum_utc"] if day != text[:10] else [])


OPEN = ["", "NULL", "-", "n.v.t.", "NVT", "00-00-0000", "0000-00-00", "9999-12-31", "31-12-9999 00:00:00", "31-12-99",
        "31/12/99", "12/31/99", "2958465", "2958465.0", "31-12-2099", "onbepaalde tijd"]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_an_end_that_says_there_is_none_is_open(text: str) -> None:
    ends = without_open_ends(pd.Series([text], dtype="str"), CODEBOOK)
    read = tidy_dates(ends)
    assert is_open_end(read).all() and judge_dates(ends, read)[0] in ("", "ontbreekt")


@pytest.mark.parametrize("text", ["1-1-1900", "1900-01-01", "onbekend", "?", "31-06-2019", "00-06-2019", "n.b."])
def test_an_end_that_is_not_known_is_not_open(text: str) -> None:
    ends = without_open_ends(pd.Series([text], dtype="str"), CODEBOOK)
    assert judge_dates(ends, tidy_dates(ends))[0] in ("onleesbaar", "onvolledig")


def test_running_care_with_a_word_for_its_end_counts(tmp_path) -> None:
    rows = "".join(
        f"9999000{n:02};45A48;0{n}-02-2019;{end}\n" for n, end in enumerate(["NULL", "-", "31-12-99"], start=1)
    )
    head = "BSN;Productcode;Ingangsdatum;Einddatum\n"
    tidy = judge(tmp_path, {"toewijzingen/e.csv": head + rows})
    assert tidy.tables["toewijzingen"]["einddatum"].isna().tolist() == [True] * 3
    assert "geen_einddatum" in [m.code for m in tidy.meldingen]
