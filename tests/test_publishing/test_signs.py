"""A sign that the PDF's letters lack is told by check, and never loses the report."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from analysis.codebook import load_codebook
from analysis.publishing.check_signs import SHOWN_COLUMNS, check_signs
from analysis.publishing.embedded.print_signs import INSTEAD, NOTE, replace_unshowable, unshowable_signs
from analysis.publishing.embedded.typst_pdf import compile_pdf
from analysis.study import Study
from analysis.tidy.schemas import COLUMNS, empty_table

START = '#set document(title: "Proef")\n#set text(font: "Source Sans Pro", lang: "nl")\n'
CODEBOOK = load_codebook()


@pytest.mark.parametrize("text", ["De Wilgen", "Ús Plak “één” – ½ € 1.000‑", "ł ø ß ѣ Ж λ → ✓", "a\u0301 \u00a0\n\t"])
def test_ordinary_signs_can_be_shown(text):
    assert unshowable_signs(text) == [] and replace_unshowable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("De 🌱", f"De {INSTEAD}"), ("👩🏽\u200d👧 x", f"{INSTEAD} x"), ("你好", INSTEAD * 2), ("🏫\ufe0f", INSTEAD)],
)
def test_other_signs_become_one_box_each(text, shown):
    assert replace_unshowable(text) == shown


def test_a_pdf_with_an_emoji_is_made_and_says_what_the_box_is():
    source = START + "= De Wilgen 🌱\nTekst.\n"
    text = PdfReader(BytesIO(compile_pdf(source, {}, ["ua-1"]))).pages[0].extract_text()
    assert f"De Wilgen {INSTEAD}" in text and " ".join(NOTE.split()) in " ".join(text.split())


def test_a_pdf_without_odd_signs_has_no_note_and_other_faults_still_fail():
    text = PdfReader(BytesIO(compile_pdf(START + "= De Wilgen\n", {}, ["ua-1"]))).pages[0].extract_text()
    assert INSTEAD not in text and "letter van deze pdf" not in text
    with pytest.raises(Exception, match="unknown variable"):
        compile_pdf(START + "#nietbekend\n", {}, ["ua-1"])


def test_check_tells_names_posts_and_labels_with_such_a_sign(tmp_path):
    study = Study(folder=tmp_path, naam="Pilot 🌱", ikcs=({"ikc": "A1", "naam": "De 🏫 Wilgen"},))
    tables = {name: empty_table(name) for name in COLUMNS}
    tables["casussen"] = tables["casussen"].reindex([0]).assign(post="Hulp ❌", toelichting="gewoon")
    found = {melding.bestand: melding for melding in check_signs(tables, study, CODEBOOK)}
    assert found["study.yml"].regels == ("naam: 🌱", "ikcs, naam van A1: 🏫")
    assert found["data/raw/casussen"].regels == ("kolom post: ❌",)
    assert {melding.ernst for melding in found.values()} == {"waarschuwing"} and len(found) == 2


def test_the_columns_that_are_looked_at_exist():
    assert all(set(columns) <= set(COLUMNS[name]) for name, columns in SHOWN_COLUMNS.items())
