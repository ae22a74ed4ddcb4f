import pytest

from analysis.codebook import fold, fold_value, visible
from analysis.codebook.matching import is_doubtful


@pytest.mark.parametrize(
    ("written", "same"),
    [("IB-er", "ib'er"), ("Ib’er", "iber"), ("0-meting", "0 meting"), ("n.b.", "NB"), ("0 – 4", "0-4"), ("Één", "een"),
     ("x\u200b", "x"), ("\u00a0x ", "X"), ("✔\ufe0f", "✔"), ("ja.", "ja"), ("jok_zelf", "jok zelf")],
)  # fmt: skip
def test_spellings_of_one_value(written: str, same: str) -> None:
    assert fold_value(written) == fold_value(same)


@pytest.mark.parametrize(
    ("written", "other"),
    [("x?", "x"), ("(x)", "x"), ("x*", "x"), ("ja!", "ja"), ("1?", "1"), ("-1", "1"), ("10", "1,0"), ("²", "2"),
     ("√", ""), (".", ""), ("…", ""), ("\u0301", ""), ("0-4", "04"), ("x-", "x"),
     ("x.", "x"), ("'x", "x"), ("ｘ", "x"), ("~x", "x"), ("1/2", "12")],
)  # fmt: skip
def test_a_sign_makes_another_value(written: str, other: str) -> None:
    assert fold_value(written) != fold_value(other)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u200b", "\ufeff", "\t\n", "\u200b \u00ad", "\x00"])
def test_only_what_shows_nothing_is_empty(text: str) -> None:
    assert visible(text) == fold_value(text) == fold(text) == ""


@pytest.mark.parametrize("text", ["√", "●", "?", "...", "—"])
def test_folding_a_name_never_empties_it(text: str) -> None:
    assert fold(text)


def test_doubt_in_a_name() -> None:
    assert (
        is_doubtful("pesten?") and is_doubtful("druk*") and is_doubtful("(pesten)") and not is_doubtful("Taal/spraak")
    )
