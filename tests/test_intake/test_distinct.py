import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_raw import csv_bytes, make_study, read, write

from analysis.intake import grids
from analysis.intake.distinct import as_category, as_text, distinct_texts, has_text, replace_distinct

TEXTS = st.lists(st.sampled_from(["", " ", "a", " a", "A", "é", "12"]), max_size=12)


def column(texts: list[str]) -> pd.Series:
    return pd.Series(texts, index=range(2, len(texts) + 2), name="kolom", dtype="str")


@given(TEXTS)
def test_a_category_reads_back_as_the_texts(texts):
    pd.testing.assert_series_equal(as_text(as_category(column(texts))), column(texts))


@given(TEXTS)
def test_a_category_is_read_and_tested_as_its_texts_are(texts):
    plain, coded = column(texts), as_category(column(texts))
    read = replace_distinct(coded, lambda found: found.str.strip())
    pd.testing.assert_series_equal(as_text(read), plain.str.strip())
    pd.testing.assert_series_equal(replace_distinct(plain, lambda found: found.str.strip()), plain.str.strip())
    assert has_text(coded).tolist() == has_text(plain).tolist() == [bool(text.strip()) for text in texts]


def test_texts_that_become_the_same_are_one_category():
    read = replace_distinct(as_category(column(["a", " a", "b"])), lambda found: found.str.strip())
    assert read.cat.categories.tolist() == ["a", "b"]


def test_each_distinct_text_is_read_once():
    seen = []
    replace_distinct(as_category(column(["a", "b", "a"])), lambda found: seen.extend(found) or found)
    assert seen == ["a", "b"]
    assert distinct_texts(column(["a", "b", "a"]))[0].tolist() == [0, 1, 0]


HEADER = ["BSN", "Toewijzingnummer", "Ingangsdatum", "Aanbieder"]
CELLS = st.sampled_from(["", " ", "1", "Totaal", "a;b", 'zeg "ja"', "twee\nregels", " x ", "België", "01-02-2019"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8), st.sampled_from(["utf-8", "cp1252"]))
def test_the_reader_for_large_files_reads_what_the_others_read(tmp_path_factory, rows, encoding):
    study = make_study(tmp_path_factory.mktemp("groot"))
    path = write(study, "toewijzingen/a.csv", csv_bytes([HEADER, *rows], encoding=encoding))
    (small,) = read(study, path, "toewijzingen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grids, "SMALL_BYTES", 0)
        (large,) = read(study, path, "toewijzingen")
    texts = [name for name in small.rows if name != "rij"]
    assert large.rows.astype(dict.fromkeys(texts, "str")).equals(small.rows.astype(dict.fromkeys(texts, "str")))
    assert large.apart.equals(small.apart)
    assert [m.als_tekst() for m in large.meldingen] == [m.als_tekst() for m in small.meldingen]
