import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_cases import read_published
from statsmodels.stats.multitest import multipletests

from analysis.inference.corrections import correct_p, corrected_alfa

CASE = read_published("correct_p", "benjamini_hochberg_1995")


def _one_family(p: list[float], method: str) -> pd.Series:
    values = pd.Series(p, dtype=float)
    return correct_p(values, pd.Series("a", index=values.index), pd.Series(method, index=values.index))


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_corrections_find_what_the_paper_finds(method: str) -> None:
    expected = CASE["expected"][method]
    corrected = _one_family(CASE["p"], method)
    assert corrected.head(len(expected["first"])).tolist() == pytest.approx(expected["first"])
    assert (corrected <= 0.05).sum() == expected["findings"]


def test_families_do_not_touch_each_other() -> None:
    p = pd.Series([0.01, 0.04, 0.03])
    corrected = correct_p(p, pd.Series(["a", "a", "b"]), pd.Series(["holm"] * 3))
    assert corrected.tolist() == pytest.approx([0.02, 0.04, 0.03])


def test_missing_p_is_not_in_the_family() -> None:
    corrected = _one_family([0.01, np.nan, 0.04], "holm")
    assert corrected.tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=30), st.sampled_from(["holm", "fdr_bh"]))
def test_corrected_is_never_smaller_and_its_level_agrees(p: list[float], method: str) -> None:
    raw, corrected = pd.Series(p), _one_family(p, method)
    assert (corrected >= raw - 1e-12).all()
    level = corrected_alfa(raw, corrected, 0.05)
    assert (level <= 0.05 + 1e-12).all()
    clear = (corrected - 0.05).abs() > 1e-9
    assert ((raw <= level) == (corrected <= 0.05))[clear].all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from("ab")), min_size=1, max_size=12), st.booleans())
def test_corrected_is_that_of_statsmodels(rows: list[tuple[float, str]], ties: bool) -> None:
    p = pd.Series([round(value, 1) if ties else value for value, _ in rows])
    familie = pd.Series([name for _, name in rows])
    methode = familie.map({"a": "holm", "b": "fdr_bh"})
    found = correct_p(p, familie, methode)
    for name in set(familie):
        part = familie == name
        expected = multipletests(p[part], method=methode[part].iloc[0])[1]
        assert found[part].to_numpy() == pytest.approx(expected, abs=1e-15)


def test_a_p_of_zero_has_the_level_of_the_strictest_comparison() -> None:
    p = pd.Series([0.0, 0.2, 0.9, 0.5])
    level = corrected_alfa(p, _one_family(p.tolist(), "holm"), 0.05)
    assert level[0] == pytest.approx(0.05 / 4)
