"""The trend in words: what rose, what did not, over which metingen, and nothing where there are too few."""

import pandas as pd
import pytest
from fake_results import CODEBOOK, PRIMAIR, fake_study, fake_tables

from analysis.presentation import signalen
from analysis.presentation.outputs import Tabel
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.presentation.taal.oordelen import WHY_NO_TREND

PLACES = CODEBOOK.indicatoren.drop_duplicates("indicator").set_index("indicator")[["soort", "domein", "code"]]
NOTHING = float("nan")
ENDS = ("ci_laag_gecorrigeerd", "ci_hoog_gecorrigeerd")


def rapport_with(ikc: str = "IKC01", metingen: int = 6, **own: dict) -> Rapport:
    """A rapport of which every primary indicator has no clear trend but those in `own`: columns by indicator."""
    study = fake_study(metingen=metingen)
    plain = {"n_metingen": metingen - 1, "van": study.meting_namen[1], "naar": study.meting_namen[-1], "n_breuken": 1,
             "helling": 0.002, ENDS[0]: -0.01, ENDS[1]: 0.014, "primair": True, "n_ikcs": 1, "onderdrukt": False,
             "oordeel": "" if ikc == "alle" else "geen aantoonbare verandering", "oordeel_reden": "marge"}  # fmt: skip
    rows = [{"ikc": ikc, "indicator": name, **PLACES.loc[name], **plain, **own.get(name, {})} for name in PRIMAIR]
    tables = fake_tables(study, CODEBOOK) | {"trend": pd.DataFrame(rows)}
    return make_rapport(study, CODEBOOK, ikc, "publiek", tables)


def test_what_rose_is_said_per_year_with_its_margin_and_its_span() -> None:
    rose = {"helling": 0.0151, ENDS[0]: 0.004, ENDS[1]: 0.026, "oordeel": "gestegen"}
    text = signalen.zin_trend(rapport_with(internaliserend=rose)).markdown
    assert "Door de vijf metingen van 2020 tot en met 2024 loopt een rechte lijn." in text
    assert (
        "Gemiddeld waren er elk jaar 1,5 op de 100 kinderen meer met een signaal van internaliserende problemen "
        "(marge: +0,4 tot +2,6)." in text
    )
    assert "Bij gezinsproblematiek, jeugd-GGZ en eerstelijnszorg is over deze jaren geen stijging" in text
    assert "daar loopt de lijn niet overheen" in text


def test_a_fall_in_care_is_said_as_less() -> None:
    fell = {"helling": -0.008, ENDS[0]: -0.015, ENDS[1]: -0.001, "oordeel": "gedaald"}
    text = signalen.zin_trend(rapport_with(jeugd_ggz=fell)).markdown
    assert "elk jaar 0,8 op de 100 kinderen minder met jeugd-GGZ (marge: −1,5 tot −0,1)" in text


def test_fewer_than_four_metingen_have_no_words_and_no_table() -> None:
    rapport = rapport_with(metingen=3)
    assert signalen.zin_trend(rapport).markdown == ""
    assert signalen.tabel_trend(rapport).markdown == ""


@pytest.mark.parametrize("reden", sorted(WHY_NO_TREND))
def test_why_there_is_no_line_is_said(reden: str) -> None:
    none = {"helling": NOTHING, ENDS[0]: NOTHING, ENDS[1]: NOTHING, "oordeel": "niet te zeggen", "oordeel_reden": reden}
    text = signalen.zin_trend(rapport_with(jeugd_ggz=none)).markdown
    assert f"Voor jeugd-GGZ is er geen lijn: {WHY_NO_TREND[reden]}." in text


def test_ikcs_added_up_are_a_description_without_a_word() -> None:
    rapport = rapport_with("alle")
    text, table = signalen.zin_trend(rapport).markdown, signalen.tabel_trend(rapport)
    assert "het is geen oordeel" in text and "gestegen" not in text
    assert isinstance(table, Tabel) and "Wat zien we" not in table.markdown


def test_the_table_has_a_row_per_indicator_with_a_line() -> None:
    none = {"helling": NOTHING, "oordeel": "te weinig gegevens", "oordeel_reden": "te_weinig_gevallen"}
    table = signalen.tabel_trend(rapport_with(jeugd_ggz=none))
    assert table.markdown.count("\n") == 4 and "| 2020 tot 2024 (5) | +0,2 (−1,0 tot +1,4) |" in table.markdown
    assert "Jeugd-GGZ" not in table.markdown


def test_no_sentence_is_longer_than_thirty_words() -> None:
    rose = {"helling": 0.0151, ENDS[0]: 0.004, ENDS[1]: 0.026, "oordeel": "gestegen"}
    text = signalen.zin_trend(rapport_with(**dict.fromkeys(PRIMAIR, rose))).markdown
    assert max(len(sentence.split()) for sentence in text.split(". ")) <= 30
