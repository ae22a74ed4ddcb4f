"""Summaries of all IKCs: small, and with what each report needs of the others."""

import json

import numpy as np
import pandas as pd
import pytest
from chapters import CALLED
from fake_results import fake_rapport, new_rapport

from analysis.presentation import signalen, toewijzingen
from analysis.presentation.many import BAND
from analysis.presentation.selection import primary_series
from analysis.presentation.signalen.verloop import other_series
from analysis.presentation.tekenen.canvas import words_of
from analysis.presentation.together import (
    HOOGSTE,
    LAAGSTE,
    MOST_BESIDE,
    TOGETHER,
    beside,
    is_band,
    owner_of,
    spread_elsewhere,
)
from analysis.publishing.report_tasks import IKC_NOTEBOOKS, find_notebooks
from analysis.study.reads import NOTES, noted_reads

NAME = "toewijzingen_kwartaal_domein"


def quarters(ikcs: int, seed: int = 1) -> pd.DataFrame:
    """Give running toewijzingen of so many IKCs and of all, in three quarters and two domains; some are not known."""
    rng = np.random.default_rng(seed)
    codes = [f"IKC{number:02d}" for number in range(1, ikcs + 1)]
    rows = [(code, f"2019Q{quarter}", domein) for code in [*codes, "alle"] for quarter in (1, 2, 3) for domein in "ab"]
    table = pd.DataFrame(rows, columns=["ikc", "kwartaal", "domein"])
    values = rng.integers(0, 40, len(rows)).astype(float)
    return table.assign(lopend_per_1000=np.where(rng.random(len(rows)) < 0.1, np.nan, values))


def summary(table: pd.DataFrame) -> pd.DataFrame:
    return TOGETHER[NAME](lambda name: table if name == NAME else pd.DataFrame())


def test_of_few_ikcs_the_summary_has_every_row():
    table = quarters(MOST_BESIDE)
    assert summary(table).equals(table) and not is_band(beside(table[table["ikc"] == "IKC01"], summary(table), NAME))


@pytest.mark.parametrize("seed", range(5))
def test_of_many_ikcs_it_has_the_ends_of_the_others_whoever_is_left_out(seed):
    table = quarters(40, seed)
    small = summary(table)
    assert len(small) <= 3 * 2 * (4 + 1)
    for ikc in ("IKC01", "IKC17", "IKC40"):
        shown = beside(table[table["ikc"] == ikc], small, NAME)
        others = table[~table["ikc"].isin([ikc, "alle"])].groupby(["kwartaal", "domein"])["lopend_per_1000"]
        for code, ends in ((LAAGSTE, others.min()), (HOOGSTE, others.max())):
            found = shown[shown["ikc"] == code].set_index(["kwartaal", "domein"])["lopend_per_1000"].sort_index()
            pd.testing.assert_series_equal(found, ends, check_names=False)
        assert is_band(shown) and list(shown.columns) == list(table.columns)
        assert shown[shown["ikc"] == ikc].equals(table[table["ikc"] == ikc].reset_index(drop=True))


@pytest.mark.parametrize("ikc", ["IKC01", "IKC05", "IKC30", "alle"])
def test_the_spread_elsewhere_from_the_ends_is_that_of_all_the_others(ikc):
    """Held against the plain definition: lowest and highest level of the others, in whole numbers of 100 children."""
    rapport = fake_rapport(ikc, ikcs=30)
    changes, meting = rapport.alle("veranderingen"), rapport.laatste.meting
    there = changes["naar"].eq(meting) & changes["bouw"].eq("alle") & changes["primair"].astype(bool)
    rows = changes[there & ~changes["ikc"].isin([ikc, "alle"]) & changes["aandeel_naar"].notna()]
    levels = (100 * rows["aandeel_naar"]).round().groupby(rows["indicator"])
    found = rapport.elders(meting).set_index("indicator")
    assert len(found) and found["laagste"].to_dict() == levels.min().to_dict()
    assert found["hoogste"].to_dict() == levels.max().to_dict()
    assert len(rapport.samen("hoofdindicatoren")) <= 4 * len(found) * changes["naar"].nunique()


def test_without_rows_every_summary_is_empty():
    for name, make in TOGETHER.items():
        assert make(lambda wanted: pd.DataFrame()).empty, name
    assert spread_elsewhere(pd.DataFrame(), "IKC01", "nulmeting").empty


def test_deliveries_are_named_by_the_folder_or_the_file_they_came_in():
    files = ["data/raw/toewijzingen/a.csv", "populatie.csv", "data/raw/leerlingen.xlsx", "inventarisatie/e/IKC01.csv"]
    found = TOGETHER["leveringen"](lambda name: pd.DataFrame({"bestand": files}))["levering"]
    assert list(found) == ["inventarisatie", "leerlingen", "populatie", "toewijzingen"]


def test_of_many_ikcs_the_figure_shows_a_band_and_says_so():
    few, many = (toewijzingen.figuur_toewijzingen(fake_rapport("IKC01", ikcs=ikcs)) for ikcs in (9, 30))
    assert "en de andere IKC's." in few.bijschrift
    assert "en het laagste en het hoogste van de andere IKC's." in many.bijschrift
    assert len(many.figure.axes[0].collections) == 1 + len(few.figure.axes[0].collections)
    assert len(many.figure.axes[0].lines) < len(few.figure.axes[0].lines)
    assert [BAND in words_of(figure.figure)[1] for figure in (few, many)] == [False, True]


@pytest.mark.parametrize("ikc", ["IKC01", "alle"])
def test_the_course_over_many_metingen_draws_a_band(ikc):
    few, many = (signalen.figuur_verloop(new_rapport(ikc, ikcs=ikcs, metingen=5)) for ikcs in (9, 30))
    assert len(many.figure.axes[0].lines) < len(few.figure.axes[0].lines)
    assert [any("Grijze band" in text for text in words_of(shown.figure)) for shown in (few, many)] == [False, True]


def test_no_report_of_one_ikc_reads_what_grows_with_the_ikcs(tmp_path, monkeypatch):
    monkeypatch.setenv(NOTES, str(tmp_path / "gelezen"))
    rapport = new_rapport("IKC01", ikcs=30, metingen=5)
    cells = " ".join(path.read_text(encoding="utf-8") for path in find_notebooks(IKC_NOTEBOOKS))
    called = [name for name in CALLED if f".{name}(" in cells]
    assert len(called) > 50
    for name in called:
        CALLED[name](rapport)
    whole = {name for _, _, how, name in map(json.loads, noted_reads(tmp_path / "gelezen")) if how == "alle"}
    assert {name for name in whole if owner_of(list(rapport.alle(name)), over_alle=True)} == set()


def test_the_band_of_the_course_is_that_of_all_the_others():
    rapport = fake_rapport("IKC07", ikcs=30, metingen=5)
    others = primary_series(rapport)
    others = others[~others["ikc"].isin(["IKC07", "alle"]) & others["aandeel"].notna()]
    wanted = others.groupby(["indicator", "meting"])["aandeel"].agg(["min", "max"])
    drawn = other_series(rapport).pivot(index=["indicator", "meting"], columns="ikc", values="aandeel")
    pd.testing.assert_frame_equal(drawn[[LAAGSTE, HOOGSTE]].set_axis(["min", "max"], axis=1), wanted, check_names=False)
