import pandas as pd

from analysis.intake.elfproef import check_bsn, passes_elfproef


def test_elfproef():
    texts = ["999900006", "999900007", "111222333", "000000000", "12345678", "9999.00.006", "99990000", "abc", ""]
    # 111222333: 9+8+7+12+10+8+9+6-3 = 66 = 6 x 11. 012345678: 0+8+14+18+20+20+18+14-8 = 104, not divisible by 11.
    assert passes_elfproef(pd.Series(texts, dtype="str")).tolist() == [
        True, False, True, False, False, True, False, False, False,
    ]  # fmt: skip


def test_numbers_of_another_kind_get_no_message():
    assert check_bsn(pd.Series(["100001", "100002"], dtype="str"), "a.csv") == []
    assert check_bsn(pd.Series([], dtype="str"), "a.csv") == []


def test_message_counts_numbers_and_rows_and_shows_none():
    clients = pd.Series(["999900006", "111222333", "999900007", "999900007", ""], dtype="str")
    (melding,) = check_bsn(clients, "a.csv")
    assert melding.tekst == "1 clientnummer is geen geldig BSN (elfproef), in 2 rijen."
    assert "999900007" not in melding.als_tekst()
