from pathlib import Path

import pytest

from analysis.codebook import closest, fold, load_codebook
from analysis.errors import InvoerFout


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Angst/ Somberheid", "angst_somber"),
        ("PESTEN", "pesten"),
        ("Taalbarrière", "taalbarriere"),
        ("Kind Code", "kindcode"),
        ("jeugd ggz  behandeling", "ggz_behandeling"),
    ],
)
def test_headers_match_without_case_accents_and_signs(written: str, code: str) -> None:
    assert load_codebook().column("inventarisatie", written) == code


def test_unknown_header_gets_the_closest_known_name() -> None:
    codebook = load_codebook()
    assert codebook.column("inventarisatie", "pestn") is None
    assert codebook.closest_column("inventarisatie", "pestn") == "pesten"


@pytest.mark.parametrize(
    ("category", "code", "zorgvorm"),
    [
        ("45", "45A48", "ambulant_kind"),
        ("45", "45A76", "dyslexie"),
        ("54", "", "ggz_behandeling"),
        ("54", "54Z99", "ggz_behandeling"),
        ("", "", "onbekend"),
        ("99", "99X01", "onbekend"),
    ],
)
def test_product_code_overrides_its_category(category: str, code: str, zorgvorm: str) -> None:
    assert load_codebook().zorgvorm_of_product(category, code) == zorgvorm


MARKS = {"x": "ja", "X": "ja", "1": "ja", "waar": "ja", "": "nee", "0": "nee", "-": "nee", "misschien": None}


@pytest.mark.parametrize(("text", "mark"), MARKS.items())
def test_marks(text: str, mark: str | None) -> None:
    assert load_codebook().value("kruisje", text) == mark


def test_every_level_is_an_indicator() -> None:
    table = load_codebook().indicatoren.set_index(["indicator", "niveau"])
    assert table.loc[("internaliserend", "domein"), "code"] == "alle"
    assert table.loc[("gezinsproblematiek", "soort"), "domein"] == "alle"
    assert table.loc[("angst_somber", "code"), "domein"] == "internaliserend"


def test_a_study_adds_to_the_codebook(tmp_path: Path) -> None:
    folder = tmp_path / "codebook"
    folder.mkdir()
    (folder / "producten.yml").write_text(
        'producten: {"45Z99": {zorgvorm: ambulant_gezin, label: Eigen product}}\ngenegeerd: {"99X": proefcode}\n'
    )
    (folder / "waarden.yml").write_text("bouw: {waarden: {onderbouw: [kleuters]}}\n")
    codebook = load_codebook(tmp_path)
    assert codebook.zorgvorm_of_product("45", "45Z99") == "ambulant_gezin"
    assert codebook.knows_product("99X") and not codebook.knows_product("99Y")
    assert codebook.value("bouw", "Kleuters") == "onderbouw"
    assert codebook.value("bouw", "onder") == "onderbouw"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("producten.yml", 'producten: {"45Z99": {zorgvorm: bestaat_niet}}', "geen bekende zorgvorm"),
        ("producten.yml", 'genegeerd: {"45Z99": ""}', "geen reden"),
        (
            "signalen.yml",
            "kindproblematiek: {domeinen: {leren: {codes: {x1: {lable: X}}}}}",
            "onbekende sleutel `lable`",
        ),
        (
            "signalen.yml",
            "kindproblematiek: {domeinen: {leren: {codes: {x1: {label: Pesten}}}}}",
            "hoort bij twee codes",
        ),
        ("kleuren.yml", "a: 1", "hoort niet in een codeboek"),
    ],
)
def test_a_wrong_codebook_is_told_by_file(tmp_path: Path, name: str, text: str, expected: str) -> None:
    folder = tmp_path / "codebook"
    folder.mkdir()
    (folder / name).write_text(text)
    with pytest.raises(InvoerFout, match=expected) as caught:
        load_codebook(tmp_path)
    assert f"codebook/{name}" in str(caught.value)


def test_folding_keeps_a_sign_that_stands_alone() -> None:
    assert fold("-") == "-" and fold(" Éé-n ") == "een"


def test_closest_gives_nothing_when_nothing_is_near() -> None:
    assert closest("xyz", ["onderbouw", "bovenbouw"]) is None


def test_of_two_spellings_of_one_name_the_first_is_named() -> None:
    assert closest("pestn", ["pesten", "Pesten!"]) == "pesten"
    assert closest("pestn", ["Pesten!", "pesten"]) == "Pesten!"
