import doctest

from analysis.presentation import screen
from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.presentation.screen import callout, for_screen
from analysis.presentation.tekenen.canvas import new_sheet


def shown(monkeypatch, thing):
    outputs = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda data, metadata: outputs.append((data, metadata)))
    thing._ipython_display_()
    return outputs


def test_the_examples_in_the_docstrings_are_true():
    done = doctest.testmod(screen)
    assert done.attempted == 2 and done.failed == 0


def test_callouts_below_each_other_are_quotations_and_the_rest_stays():
    text = "\n\n".join([callout("Een", "Regel.\n\n- punt"), callout("Twee.", "Nog een."), "Tekst ::: zo."])
    assert for_screen(text) == "> **Een.** Regel.\n>\n> - punt\n\n> **Twee.** Nog een.\n\nTekst ::: zo."


def test_an_address_is_no_reference():
    assert for_screen("Mail jan@fig-boom.nl of zie @fig-boom.") == "Mail jan@fig-boom.nl of zie de figuur ‘boom’."


def test_a_text_with_a_callout_shows_a_quotation_and_carries_quarto_s():
    data, metadata = Tekst(callout("Let op", "Verzonnen."))._repr_mimebundle_()
    assert data == dict.fromkeys(("text/markdown", "text/plain"), "> **Let op.** Verzonnen.")
    assert metadata == {"ikc": {"quarto": callout("Let op", "Verzonnen.")}}


def test_a_plain_text_carries_nothing():
    assert Tekst("Gewoon.")._repr_mimebundle_() == ({"text/markdown": "Gewoon.", "text/plain": "Gewoon."}, {})


def test_a_figure_has_its_caption_below_it_on_the_screen(monkeypatch):
    figure, caption = shown(monkeypatch, Figuur(new_sheet(1, "Titel").figure, "Wie en wanneer.", "Een leeg vlak."))
    assert "image/svg+xml" in figure[0] and figure[1]["ikc"]["fig-alt"] == "Titel. Een leeg vlak."
    assert caption[0]["text/markdown"] == "**Figuur.** Wie en wanneer."
    assert caption[1] == {"ikc": {"alleen-scherm": True}}


def test_a_table_has_its_caption_above_it_on_the_screen(monkeypatch):
    caption, table = shown(monkeypatch, Tabel("| a |\n|---|\n| 1 |", "Kinderen"))
    assert caption[0]["text/markdown"] == "**Tabel.** Kinderen"
    assert table[0]["text/markdown"].startswith("| a |") and table[1] == {"ikc": {"tbl-cap": "Kinderen"}}


def test_texts_add_up_below_each_other_and_an_empty_one_adds_nothing():
    assert Tekst("Een.") + Tekst("") + Tekst("Twee.") == Tekst("Een.\n\nTwee.")
    assert not Tekst("") + Tekst("")
