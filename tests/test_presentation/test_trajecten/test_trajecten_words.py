"""Words on trajecten: the verdict follows the interval, too few is said in one sentence that points elsewhere."""

import numpy as np
import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport, fake_study

from analysis.presentation.rapport import make_rapport
from analysis.presentation.taal.wording import forbidden_words
from analysis.presentation.toewijzingen.tables import tabel_producten, tabel_regels, tabel_tegenstrijdig
from analysis.presentation.trajecten.figures import figuur_kort_lang, figuur_trajecten
from analysis.presentation.trajecten.sentences import zin_kort_lang, zin_lees_kort_lang, zin_trajecten
from analysis.tidy.toewijzing_rules import STEPS


def shift(
    low: float, high: float, n: int = 40, p_logrank: float = np.nan, days: tuple[float, float] = (-60, 20)
) -> str:
    """Say what changed for one IKC whose share short went from 50 to 30 of 100, with this interval."""
    base = {"ikc": "IKC01", "domein": "jeugd_ggz", "n": n, "kort_per_1000": 5.0, "lang_per_1000": 6.0}
    later = {"aandeel_kort": 0.3, "verschil_kort": -0.2, "verschil_laag": low, "verschil_hoog": high}
    later |= {"p_logrank": 0.001, "p_logrank_gecorrigeerd": p_logrank, "dagen_gemiddeld": 152.2}
    later |= {"verschil_dagen_laag": days[0], "verschil_dagen_hoog": days[1], "horizon_maanden": 12}
    first = {"aandeel_kort": 0.5, "dagen_gemiddeld": 182.6}
    table = pd.DataFrame([
        {**base, "periode": "voor nulmeting", **first}, {**base, "periode": "vanaf nulmeting", **later},
    ])  # fmt: skip
    rapport = make_rapport(fake_study(), CODEBOOK, "IKC01", "intern", {"trajecten_kort_lang": table})
    return zin_kort_lang(rapport).markdown


@pytest.mark.parametrize(("low", "high", "words"), [
    (-0.35, -0.05, "groter dan toeval verklaart"), (-0.35, 0.01, "kan toeval zijn"),
    (np.nan, np.nan, "niet te berekenen"),
])  # fmt: skip
def test_verdict_follows_the_interval(low, high, words):
    text = shift(low, high)
    assert "vóór de nulmeting ongeveer 50 van de 100 en sinds de nulmeting ongeveer 30 van de 100 kort" in text
    assert words in text


@pytest.mark.parametrize(("p", "words"), [
    (0.04, "Over de hele duur gezien is het verschil groter dan toeval verklaart."),
    (0.42, "Over de hele duur gezien is er geen verschil aan te tonen."),
    (np.nan, "Dat verschil kan toeval zijn."),
])  # fmt: skip
def test_the_whole_duration_follows_the_log_rank_test(p, words):
    text = shift(-0.35, 0.01, p_logrank=p)
    assert words in text
    assert ("hele duur" in text) == np.isfinite(p)


def test_mean_durations_are_said_with_their_horizon_and_no_verdict():
    """182.6 days is 6 months, 152.2 is 5; -60 and 20 days are -2.0 and +0.7."""
    assert (
        "Geteld tot 12 maanden duurde een traject gemiddeld zoveel maanden: 6,0 vóór de nulmeting en 5,0 sinds de "
        "nulmeting (marge van het verschil: −2,0 tot +0,7)."
    ) in shift(-0.3, 0.1)
    assert "gemiddeld" not in shift(-0.3, 0.1, days=(np.nan, np.nan)), "a public edition has no means"


def test_fewer_than_twenty_trajecten_have_neither_share_nor_count():
    """A share by Kaplan-Meier times the number of trajecten is no count: some still run."""
    text = shift(-0.5, 0.1, n=19)
    assert text.startswith("Er begonnen te weinig trajecten om korte en lange trajecten te vergelijken.")
    assert "ongeveer 50 van de 100" in shift(-0.5, 0.1, n=20)


def test_all_suppressed_says_so_once_and_points_to_the_research_report():
    rapport = fake_rapport(modus="onderdrukt")
    text = zin_trajecten(rapport).markdown
    assert "te weinig trajecten om te tonen" in text
    assert "onderzoeksrapport" in text
    assert not figuur_trajecten(rapport).markdown
    assert not figuur_kort_lang(rapport).markdown
    assert not zin_lees_kort_lang(rapport).markdown


@pytest.mark.parametrize("ikc", ["IKC01", "alle"])
def test_no_causal_words(ikc):
    rapport = fake_rapport(ikc=ikc, seed=3)
    for make in (zin_trajecten, zin_kort_lang, zin_lees_kort_lang):
        assert forbidden_words(make(rapport).markdown) == []


def test_every_step_of_cleaning_has_its_words_in_the_table():
    lines = tabel_regels(fake_rapport()).markdown.split("\n")[2:]
    assert len(lines) == len(STEPS) and all(step.woorden for step in STEPS)
    assert [line.split("|")[1].strip() for line in lines] == [step.stap.replace("_", " ") for step in STEPS]


def test_conflicts_are_listed_for_the_ikcs_they_concern():
    text = tabel_tegenstrijdig(fake_rapport()).markdown
    assert text.count("\n") == 2 and "| 6 |" in text
    assert tabel_tegenstrijdig(fake_rapport(ikc="alle"))
    assert not tabel_tegenstrijdig(fake_rapport(ikc="IKC03", ikcs=3))


def test_products_are_listed_in_the_report_over_all_ikcs_only():
    assert "45Z99" in tabel_producten(fake_rapport(ikc="alle")).markdown
    assert not tabel_producten(fake_rapport()).markdown


@pytest.mark.parametrize(
    ("ggz", "opvoeding", "title"),
    [
        ((-0.2, 6.0), (-0.1, 4.0), "Jeugd-GGZ: eerst 9 kort en 6 lang, later 3 kort en 11 lang"),
        (
            (np.nan, 6.0),
            (-0.1, 4.0),
            "Jeugd- en opvoedhulp: eerst 9 kort en 4 lang, later 3 kort en 11 lang",
        ),
        ((-0.2, 0.0), (np.nan, 4.0), ""),
    ],
    ids=["first", "too-few", "zero-may-be-a-few"],
)
def test_the_title_of_short_and_long_names_only_what_can_be_compared(ggz, opvoeding, title):
    """Too few for a difference, or a zero that may be a few: nothing of that stands above the figure."""
    rows = [
        {"ikc": "IKC01", "domein": domein, "n": 40, "periode": periode, "kort_per_1000": kort, "lang_per_1000": lang,
         "verschil_kort": shift_of, "aandeel_kort": 0.5}
        for domein, (difference, long) in (("jeugd_ggz", ggz), ("jeugd_opvoedhulp", opvoeding))
        for periode, kort, lang, shift_of in (
            ("voor nulmeting", 9.0, long, np.nan), ("vanaf nulmeting", 3.0, 11.0, difference)
        )
    ]  # fmt: skip
    rapport = make_rapport(fake_study(), CODEBOOK, "IKC01", "intern", {"trajecten_kort_lang": pd.DataFrame(rows)})
    assert figuur_kort_lang(rapport).figure.get_label().partition("\n")[0].replace(", IKC De Wilgen", "") == title
