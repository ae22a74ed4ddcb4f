from pathlib import Path

import pandas as pd
import pytest
from small_study import load_cases, make_folder

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.groep import read_groep, tidy_groepen

CODEBOOK = load_codebook()
SPELLINGS = [(text, groepen) for _, case in load_cases("read_groep") for text, groepen in case["expected"].items()]


@pytest.mark.parametrize(("text", "groepen"), SPELLINGS)
def test_spelling_of_a_groep(text: str, groepen: list[int]) -> None:
    assert read_groep(text, CODEBOOK) == tuple(groepen)


def test_bouw_follows_the_bouwen_of_the_study(tmp_path: Path) -> None:
    study = load_study(make_folder(tmp_path, {}, "bouwen: {klein: [1, 2], groot: [3, 4]}\n"))
    judged = tidy_groepen(pd.Series(["2", "3", "3/4", "2/3", "0", "2"], index=[5, 6, 7, 8, 9, 10]), study, CODEBOOK)
    assert list(judged["bouw"]) == ["klein", "groot", "groot", "onbekend", "onbekend", "klein"]
    assert list(judged["oordeel"]) == ["", "", "combinatie", "combinatie", "buiten", ""]
    assert list(judged.index) == [5, 6, 7, 8, 9, 10]
