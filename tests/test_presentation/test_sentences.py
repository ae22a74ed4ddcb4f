import json
import re
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from chapters import CALLED
from fake_results import (
    ANDERS,
    CODEBOOK,
    NIET_BEKEND,
    VEEL_PRIMAIR,
    ZELFDE,
    fake_rapport,
    fake_study,
    fake_tables,
    with_changes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.presentation import oogopslag, verantwoording
from analysis.presentation.changes import sentence_clear, sentence_unclear
from analysis.presentation.oogopslag.overview import key_message, verdicts_of
from analysis.presentation.outputs import Figuur, Tabel
from analysis.presentation.rapport import make_rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.taal.wording import forbidden_words, in_sentence, informant_words
from analysis.presentation.verantwoording.sentences import sentence_invented

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
SENTENCES = [name for name in CALLED if name.startswith("zin_")]
TABLES = [name for name in CALLED if name.startswith("tabel_")]
ALL = [*SENTENCES, *TABLES, *(name for name in CALLED if name.startswith("figuur_"))]


def said(rapport, names: list[str]) -> str:
    """Everything that a report says: sentences, tables, captions, alt texts, the texts in the figures."""
    parts = [*key_message(rapport), *(word for verdict in verdicts_of(rapport) for word in verdict)]
    for name in names:
        shown = CALLED[name](rapport)
        if isinstance(shown, Figuur):
            drawn = [text.get_text() for text in shown.figure.texts]
            drawn += [text.get_text() for axes in shown.figure.axes for text in axes.texts]
            parts += [shown.bijschrift, shown.alt, *drawn]
        elif isinstance(shown, Tabel):
            parts += [shown.markdown, shown.bijschrift]
        else:
            parts.append(shown.markdown)
    return "\n".join(parts)


GRID = [
    {"seed": 3, "ikcs": 5},
    {"ikc": "alle", "seed": 4},
    {"ikc": "alle", "seed": 4, "invuller": ZELFDE},
    {"seed": 3, "ikcs": 3, "invuller": NIET_BEKEND},
    {"modus": "nul", "ikcs": 2},
    {"modus": "onderdrukt"},
    {"metingen": 2, "seed": 7, "ikcs": 1, "invuller": ZELFDE},
    {"metingen": 6, "seed": 5, "lang": True, "ikcs": 3},
    {"primair": VEEL_PRIMAIR, "seed": 3, "ikcs": 3},
    {"ikc": "IKC05", "editie": "intern", "seed": 3, "ikcs": 5},
]


@pytest.mark.parametrize("how", GRID, ids=str)
def test_nothing_forbidden_is_said(how):
    with_figures = how in GRID[:2] or how.get("modus") == "onderdrukt"
    text = said(fake_rapport(**how), ALL if with_figures else [*SENTENCES, *TABLES])
    assert forbidden_words(text) == []
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", text)
    assert "  " not in re.sub(r"\n\s*|\|  \|", "", text)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000), ikc=st.sampled_from(["IKC01", "IKC02", "alle"]))
def test_no_sentence_of_any_result_is_causal(seed, ikc):
    rapport = fake_rapport(seed=seed, ikc=ikc, ikcs=2)
    text = "\n".join(CALLED[name](rapport).markdown for name in SENTENCES)
    assert forbidden_words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dit effect",
        "dat leidt tot meer",
        "dankzij de JOK",
        "significant",
        "een toename van problemen",
        "komt door",
        "Daardoor zagen wij meer",
        "heeft geleid tot minder zorg",
        "meer gezien door de jeugdondersteuners",
        "door inzet van de jok",
        "Dat bracht verandering teweeg",
        "een succesvolle pilot",
        "zorgde voor rust",
    ],
)
def test_the_vocabulary_test_can_fail(text):
    assert forbidden_words(text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_text_in_a_notebook_is_causal(path):
    """The text that a report shows; the warning of how not to compare groups may name a cause that is not shown."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert forbidden_words(text) == []


@pytest.mark.parametrize("text", ["ingevuld door jeugdondersteuners", "gedeeld door die van de pilot", "door toeval"])
def test_who_counted_may_be_said(text):
    assert forbidden_words(text) == []


def changed(laag: float, hoog: float, invuller: str = ZELFDE):
    study = fake_study(ikcs=1, invuller=invuller)
    tables = fake_tables(study, CODEBOOK)
    changes = tables["veranderingen"]
    hit = (changes["indicator"] == "internaliserend") & (changes["ikc"] == "IKC01") & (changes["naar"] == "eindmeting")
    values = {"aandeel_van": 0.09, "aandeel_naar": 0.23, "verschil": 0.14,
              "ci_laag_gecorrigeerd": laag, "ci_hoog_gecorrigeerd": hoog, "kleinst_aantoonbaar": 0.151}  # fmt: skip
    return make_rapport(study, CODEBOOK, "IKC01", "publiek", with_changes(study, tables, hit, **values))


def test_the_sentence_of_a_clear_change_is_that_of_the_report():
    rapport = changed(0.09, 0.19)
    row = next(primary_changes(rapport).itertuples())
    assert sentence_clear(row, "2019", "2021") == (
        "In 2021 zagen jeugdondersteuners bij 23 van de 100 kinderen een signaal van internaliserende problemen; "
        "in 2019 was dat bij 9 van de 100. Dat verschil is groter dan toeval verklaart: "
        "14 op de 100 meer (marge: tussen 9 en 19 meer)."
    )


def test_the_sentence_changes_when_the_corrected_interval_crosses_zero():
    rapport = changed(-0.01, 0.29)
    row = next(primary_changes(rapport).itertuples())
    assert sentence_unclear(row) == (
        "Of signalen van internaliserende problemen veranderden, is niet te zeggen: het verschil (14 op de 100 meer) "
        "kan toeval zijn. Een stijging kleiner dan 15 op de 100 is met dit aantal kinderen meestal niet aan te tonen."
    )


def test_a_suppressed_change_says_no_number():
    rapport = fake_rapport(modus="onderdrukt")
    text = oogopslag.zin_oogopslag_wat(rapport).markdown
    assert "tonen we geen cijfers" in text and not re.search(r"\d", text)


def test_the_turning_point_is_said_where_the_informant_changed():
    rapport = changed(0.09, 0.19, ANDERS)
    changes = rapport.tables["veranderingen"]
    changes["omslag_detectie"] = float("nan")
    changes.loc[changes["indicator"] == "internaliserend", "omslag_detectie"] = 1.8
    text = oogopslag.zin_oogopslag_zeker(rapport).markdown
    assert "In 2019 vulden leerkrachten de lijst in" in text
    assert "Als zij 1,8 keer zoveel signaleren bij dezelfde kinderen, verklaart dat het hele verschil." in text


def test_each_first_page_block_has_at_most_five_points():
    for how in GRID:
        rapport = fake_rapport(**how)
        for name in ("zin_oogopslag_zeker", "zin_oogopslag_niet"):
            assert CALLED[name](rapport).markdown.count("\n- ") < 5
        assert oogopslag.zin_oogopslag_wat(rapport).markdown.count("\n- ") < 7


def test_an_example_says_what_of_it_is_real_where_that_is_shown():
    over_all = fake_rapport(ikc="alle")
    study = over_all.study.model_copy(update={"echt": ("casussen", "cbs")})
    for ikc, shows in (("alle", {"casussen", "cbs"}), ("IKC01", set())):
        told = replace(over_all, study=study, ikc=ikc)
        with patch.object(type(told), "heeft", lambda self, delivery, shows=shows: delivery in shows):
            text = sentence_invented(told)
        assert "De gemeente Leeuwarden bestaat echt." in text and (" Wel echt: " in text) == bool(shows)
        assert ("de cijfers van het CBS" in text) == bool(shows)


def test_callouts_follow_study_and_edition():
    public, internal = fake_rapport(), fake_rapport(editie="intern")
    assert (
        "De IKC's, de kinderen en de cijfers over hen zijn verzonnen."
        in verantwoording.zin_waarschuwing(public).markdown
    )
    assert "Wel echt" not in verantwoording.zin_waarschuwing(public).markdown
    assert "Interne editie" not in verantwoording.zin_waarschuwing(public).markdown
    assert "Interne editie" in verantwoording.zin_waarschuwing(internal).markdown


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Internaliserende problemen", "internaliserende problemen"),
        ("Jeugd-GGZ", "jeugd-GGZ"),
        ("GGD of JGZ", "GGD of JGZ"),
        ("Veilig Thuis", "Veilig Thuis"),
        ("Zorg binnen het IKC", "zorg binnen het IKC"),
        ("POH-GGZ jeugd", "POH-GGZ jeugd"),
    ],
)
def test_labels_in_a_sentence(label, expected):
    assert in_sentence(label) == expected


@pytest.mark.parametrize(
    ("informant", "expected"),
    [("leerkracht", "leerkrachten"), ("jeugdondersteuner; leerkracht", "jeugdondersteuners en leerkrachten"),
     ("onbekend", "de invullers"), ("", "de invullers")],
)  # fmt: skip
def test_informants_in_the_plural(informant, expected):
    assert informant_words(informant) == expected
