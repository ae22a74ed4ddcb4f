"""A study's own codebook: what its writer may write, and what is said of what is wrong, with file and line."""

import re
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.codebook.examples import EXAMPLES, write_examples
from analysis.codebook.loader import FILES
from analysis.errors import InvoerFout

DOCS = (Path(__file__).parents[2] / "docs" / "codeboek.md").read_text(encoding="utf-8")
RIGHT = re.findall(r"```yaml\n# codebook/(\w+)\.yml\n(.*?)```", DOCS, re.DOTALL)
WRONG = re.findall(r"```yaml wrong\n(# codebook/(\w+)\.yml\n.*?)```\s+```text\n(.*?)\n```", DOCS, re.DOTALL)


def write(folder: Path, name: str, text: str) -> Path:
    (folder / "codebook").mkdir(exist_ok=True)
    (folder / "codebook" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> str:
    with pytest.raises(InvoerFout) as caught:
        load_codebook(folder)
    return str(caught.value)


def test_the_reference_has_an_example_of_every_file() -> None:
    assert {name for name, _ in RIGHT} == set(FILES)


@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_an_example_of_the_reference_is_accepted(tmp_path: Path, name: str, text: str) -> None:
    load_codebook(write(tmp_path, name, text))


@pytest.mark.parametrize(("text", "name", "message"), WRONG)
def test_a_wrong_example_gets_its_message(tmp_path: Path, text: str, name: str, message: str) -> None:
    assert message in problems(write(tmp_path, name, text))


def test_example_files_change_nothing_as_written(tmp_path: Path) -> None:
    write_examples(tmp_path / "codebook")
    assert {path.stem for path in (tmp_path / "codebook").iterdir()} == set(FILES)
    assert load_codebook(tmp_path).content == load_codebook().content


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_an_example_file_is_accepted_when_it_is_uncommented(tmp_path: Path, path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.removeprefix("# ") for line in lines if not line.startswith("##"))
    assert load_codebook(write(tmp_path, path.stem, text)).content[path.stem] != load_codebook().content[path.stem]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("waarden", "kruisje:\n  waarden:\n    ja: z\n", "regel 3: `kruisje.waarden.ja` moet een lijst zijn."),
        ("waarden", "kruisje:\n  waarden:\n    jaa: [z]\n", "regel 3: `kruisje.waarden` heeft een onbekende sleutel"),
        ("waarden", "kruisje: [x]\n", "regel 1: `kruisje` moet een groep zijn"),
        (
            "waarden",
            "kruisje:\n  waarden:\n    ja: [[x]]\n",
            "regel 3: `kruisje.waarden.ja` heeft op plaats 1",
        ),
        (
            "waarden",
            'kruisje:\n  waarden:\n    "<kies>": ["✗"]\n',
            "Vul in plaats daarvan in wat",
        ),
        ("waarden", "bouww: {}\n", "Bedoelt u `bouw`?"),
        ("koppen", "toewijzingen:\n  kolommen:\n    einddatm: [a]\n", "Bedoelt u `einddatum`?"),
        ("koppen", "toewijzingen:\n  genegeerd:\n    a:\n", "regel 3: `toewijzingen.genegeerd.a` heeft geen reden."),
        ("koppen", 'toewijzingen:\n  genegeerd:\n    a: "<reden>"\n', "is nog niet ingevuld"),
        (
            "koppen",
            "toewijzingen:\n  kolommen:\n    client: [einddatum]\n",
            "bij twee kolommen: client, einddatum",
        ),
        (
            "koppen",
            "toewijzingen:\n  kolommen:\n    client: [gemeente]\n",
            "bij twee kolommen: client, genegeerd",
        ),
        ("koppen", "toewijzingen:\n  maand_eerst: [begin]\n", "noemt begin; die kolom bestaat niet"),
        (
            "signalen",
            "kindproblematiek: {domeinen: {leren: {codes: {druk2: {label: X, synoniemen: [jaargroep]}}}}}\n",
            "regel 1: de schrijfwijze 'jaargroep' hoort bij twee kolommen: druk2, groep.",
        ),
        ("betalers", "a: {label: Verzekeraar}\n", "hoort bij twee betalers: a, verzekeraar"),
        ("signalen", "- x\n", "het bestand moet een groep zijn"),
        ("codes", "eenheid: {[a]: b}\n", "regel 1, kolom 11 is geen geldige YAML"),
        ("codes", "eenheid:\n  - [\n", "is geen geldige YAML in UTF-8"),
    ],
)
def test_a_wrong_place_is_told_with_its_line(tmp_path: Path, name: str, text: str, expected: str) -> None:
    found = problems(write(tmp_path, name, text))
    assert expected in found and f"codebook/{name}.yml" in found


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(write(tmp_path, "codes", "a: {}\n"), "betalers", "x: {label: a}\nx: {label: b}\n")
    found = problems(write(tmp_path, "waarden", "kruisje: x\n"))
    assert all(f"codebook/{name}.yml" in found for name in ("codes", "betalers", "waarden"))


def test_a_doubtful_mark_listed_as_no_leaves_the_plain_one_a_yes(tmp_path: Path) -> None:
    codebook = load_codebook(write(tmp_path, "waarden", 'kruisje: {waarden: {nee: ["x?"]}}\n'))
    assert [codebook.value("kruisje", text) for text in ("x?", "x")] == ["nee", "ja"]


def test_a_shipped_spelling_can_get_another_meaning_when_it_is_taken_away_first(tmp_path: Path) -> None:
    codebook = load_codebook(write(tmp_path, "waarden", "kruisje: {waarden: {nee: [v]}, vervalt: [V]}\n"))
    assert codebook.value("kruisje", "v") == "nee" and codebook.value("kruisje", "x") == "ja"


def test_what_is_written_is_a_text(tmp_path: Path) -> None:
    text = "kruisje: {waarden: {ja: [on, 07, 2019-01-01], nee: [off, ~]}}\n"
    codebook = load_codebook(write(tmp_path, "waarden", text))
    given = ["on", "07", "2019-01-01", "off", "~", "7"]
    assert [codebook.value("kruisje", text) for text in given] == ["ja", "ja", "ja", "nee", "nee", None]


def test_a_proposal_in_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "codebook" / "voorstel").mkdir(parents=True)
    (tmp_path / "codebook" / "voorstel" / "waarden.yml").write_text("kruisje: onzin\n", encoding="utf-8")
    assert load_codebook(tmp_path).value("kruisje", "x") == "ja"


@pytest.mark.parametrize("sign", ["<b>x</b>", "{{< include x >}}", "$x$", "[a](b)", "@fig-x", "a|b", "`x`"])
def test_a_label_with_a_sign_of_markup_is_refused_with_its_line(tmp_path: Path, sign: str) -> None:
    text = f'fonds:\n  label: "Fonds {sign}"\n'
    assert "codebook/betalers.yml: regel 1: het label van `fonds` heeft een teken van opmaak" in problems(
        write(tmp_path, "betalers", text)
    )
