import ast
from pathlib import Path

import pytest
from papermill.translators import PythonTranslator
from toy_notebooks import code, parameters, write

from analysis.errors import InvoerFout
from analysis.publishing.notebook.parameters import read_defaults, validate_parameters
from analysis.study import Ikc, Study


@pytest.fixture
def notebook(tmp_path):
    return write(tmp_path, "03_a.ipynb", code("x = 1"), parameters("top = 10", "grens: float = 0.5", "vrij = None"))


STUDY = Study(folder=Path("."), naam="Proef", ikcs=(Ikc(ikc="IKC01"), Ikc(ikc="IKC02")))


def test_defaults_come_from_the_parameters_cell_only(notebook):
    expected = {"study": ".", "ikc": "alle", "editie": "publiek", "top": 10, "grens": 0.5, "vrij": None}
    assert read_defaults(notebook) == expected


def test_good_parameters_come_back_with_whole_numbers_as_decimals_where_wanted(notebook):
    given = {"ikc": "IKC02", "editie": "intern", "grens": 1, "vrij": [1]}
    checked = validate_parameters(notebook, given, STUDY)
    assert checked == given and type(checked["grens"]) is float


def test_all_problems_are_named_at_once_with_the_closest_known_name(notebook):
    with pytest.raises(InvoerFout) as caught:
        validate_parameters(notebook, {"ikcs": "IKC01", "top": "tien", "ikc": "ikc1", "editie": "openbaar"}, STUDY)
    words = str(caught.value)
    assert len(caught.value.meldingen) == 4
    assert "de parameter `ikcs` bestaat niet" in words and "Bedoelde u `ikc`?" in words
    assert "de parameter `top` moet een geheel getal zijn" in words and "gegeven: 'tien' (tekst)" in words
    assert "het IKC `ikc1` bestaat niet" in words and "Bedoelde u `IKC01`?" in words
    assert "de editie `openbaar` bestaat niet" in words and "mogelijk: intern, publiek" in words


@pytest.mark.parametrize("value", [True, 1.5, None])
def test_a_truth_value_is_not_a_whole_number(notebook, value):
    with pytest.raises(InvoerFout, match="`top` moet een geheel getal zijn"):
        validate_parameters(notebook, {"top": value})


def test_the_ikc_alle_is_always_possible(notebook):
    assert validate_parameters(notebook, {"ikc": "alle"}, STUDY) == {"ikc": "alle"}


CODE = ["IKC01'; import os #", 'IKC01"\nimport os\n#', "IKC01\\", "{ikc}", "__import__('os')", "alle\n", "../IKC01"]


@pytest.mark.parametrize("value", CODE)
def test_an_ikc_that_is_code_is_no_ikc(notebook, value):
    with pytest.raises(InvoerFout, match="bestaat niet"):
        validate_parameters(notebook, {"ikc": value}, STUDY)


@pytest.mark.parametrize("value", CODE)
def test_what_papermill_writes_for_a_text_is_that_text_and_nothing_else(value):
    written = ast.parse(PythonTranslator.codify({"ikc": value}))
    assert [ast.literal_eval(node.value) for node in written.body] == [value]
