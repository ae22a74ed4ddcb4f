"""What is said of the hours of a jeugdondersteuner: the word, the numbers, what is missing, why there is no word."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fake_results import fake_rapport
from whole_tables import assert_whole

from analysis.inference.inzet import REDENEN
from analysis.presentation.inzet import figuur_inzet, tabel_inzet, zin_inzet, zin_lees_inzet
from analysis.presentation.inzet.figures import side_shares
from analysis.presentation.inzet.words import WAAROM, half_short, half_words, hours
from analysis.presentation.outputs import Tekst


def with_row(ikc: str = "IKC01", **changed):
    rapport = fake_rapport(ikc)
    table = rapport.tables["inzet_beweging"]
    own = table["ikc"] == "IKC01"
    for name, value in changed.items():
        table = table.assign(**{name: table[name].where(~own, value)})
    return replace(rapport, tables={**rapport.tables, "inzet_beweging": table})


def test_the_word_and_the_shares():
    text = zin_inzet(with_row(oordeel="naar voren", n_maanden=28, n_maanden_verwacht=28)).markdown
    assert text.startswith("De inzet van de jeugdondersteuner ging naar voren. In de eerste helft van 2019 ging ")
    assert "in de eerste helft van 2021" in text and "niets opgeschreven" not in text
    assert "in een bijzondere tijd (coronapandemie)" in text
    assert zin_inzet(with_row(oordeel="niet naar voren")).markdown.startswith(
        "De inzet van de jeugdondersteuner ging niet naar voren."
    )


@pytest.mark.parametrize("reden", REDENEN)
def test_every_reason_has_words(reden):
    text = zin_inzet(with_row(oordeel="niet te zeggen", oordeel_reden=reden, verschil=np.nan)).markdown
    assert text.startswith(f"Of de inzet naar voren ging, is niet te zeggen. {WAAROM[reden]}")
    assert "van de 100 uur" not in text


def test_months_without_a_registration_are_unknown_and_said():
    text = zin_inzet(with_row(n_maanden=24, n_maanden_verwacht=28)).markdown
    assert "Van vier van de 28 maanden is niets opgeschreven; wat er toen gebeurde, weten we niet." in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["naar voren", "naar voren", "niet naar voren"], "Bij twee ging de inzet naar voren, bij één niet."),
     (["niet naar voren", "niet naar voren", "niet te zeggen"],
      "Bij twee ging de inzet niet naar voren, bij één is het niet te zeggen."),
     (["niet te zeggen"] * 3, "Bij drie is het niet te zeggen.")],
)  # fmt: skip
def test_over_all_ikcs_the_words_are_counted(words, expected):
    rapport = fake_rapport("alle")
    table = rapport.tables["inzet_beweging"].assign(oordeel=words)
    text = zin_inzet(replace(rapport, tables={**rapport.tables, "inzet_beweging": table})).markdown
    assert text == f"Drie IKC's schreven op waar de jeugdondersteuner tijd aan besteedde. {expected}"


def test_an_ikc_without_registrations_says_nothing():
    rapport = fake_rapport("IKC05")
    assert [call(rapport) for call in (zin_inzet, figuur_inzet, zin_lees_inzet, tabel_inzet)] == [Tekst("")] * 4


def test_tables_are_whole_and_say_what_a_dash_is():
    assert_whole(tabel_inzet(fake_rapport("IKC01")))
    assert_whole(tabel_inzet(fake_rapport("alle")))
    hidden = tabel_inzet(fake_rapport("IKC01", modus="onderdrukt"))
    assert "te weinig kinderen om te tonen" in hidden.bijschrift and "| Geïndiceerd | ‑ | ‑ | ‑ |" in hidden.markdown


def test_the_alt_text_says_first_and_last_and_the_title_is_the_finding():
    shown = figuur_inzet(fake_rapport("IKC01"))
    assert "voorkant van " in shown.alt and "in de eerste helft van 2021" in shown.alt
    assert shown.figure.get_label().startswith("Voorkant: eerst ")
    over = figuur_inzet(fake_rapport("alle"))
    assert "De Wilgen (" in over.alt and over.figure.get_label().startswith(
        "De inzet ging naar voren bij 3 van de 3 IKC"
    )


def test_a_side_of_which_a_part_is_hidden_is_not_drawn():
    sides = side_shares(fake_rapport("alle", modus="onderdrukt").alle("inzet_jok"))
    assert sides.loc[sides["plaats"] == "achterkant", "aandeel"].isna().all()


def test_a_half_year_in_words():
    assert (half_words("2019H2"), half_short("2020H1")) == ("de tweede helft van 2019", "jan-jun 2020")


def test_zero_of_rounded_hours_is_less_than_half_the_base():
    public, internal = fake_rapport("IKC01", "publiek"), fake_rapport("IKC01", "intern")
    assert [hours(0.0, public), hours(30.0, public), hours(0.0, internal), hours(np.nan, public)] == [
        "<5",
        "30",
        "0",
        "‑",
    ]


def test_the_figure_has_a_gap_note_where_nothing_was_written_down():
    assert "niets opgeschreven" in figuur_inzet(fake_rapport("IKC02")).figure.get_label()
    assert isinstance(fake_rapport("IKC02").tabel("inzet_jok"), pd.DataFrame)
