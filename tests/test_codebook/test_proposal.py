from pathlib import Path

import yaml

from analysis.codebook import load_codebook
from analysis.codebook.proposal import propose, write_proposal
from analysis.errors import Onbekend

FOUND = [
    Onbekend("waarden", "geslacht", "meisjs", 3, ("jongen", "meisje", "onbekend")),
    Onbekend("waarden", "kruisje", "✗", 2, ("ja", "nee")),
    Onbekend("waarden", "kruisje", "✗", 1, ("ja", "nee")),
    Onbekend("koppen", "toewijzingen", "Laatste dag", mogelijk=("einddatum",)),
    Onbekend("koppen", "toewijzingen", "Wijk: x"),
    Onbekend("koppen", "inventarisatie", "pestn", mogelijk=("pesten",)),
    Onbekend("producten", "producten", "45Z99", 4, ("ambulant_kind",)),
    Onbekend("betalers", "betaler", "schoolbestuur", 1),
]


def test_the_closest_known_name_is_proposed_and_a_mark_never_guessed() -> None:
    texts = propose(FOUND, load_codebook())
    values = yaml.safe_load(texts["waarden"])
    assert values["geslacht"] == {"waarden": {"meisje": ["meisjs"]}}
    assert values["kruisje"] == {"waarden": {"<kies>": ["✗"]}} and "3 rijen; kies uit: ja, nee" in texts["waarden"]
    headers = yaml.safe_load(texts["koppen"])["toewijzingen"]
    assert headers == {"kolommen": {"einddatum": ["Laatste dag"]}, "genegeerd": {"Wijk: x": "<reden>"}}
    signals = yaml.safe_load(texts["signalen"])["kindproblematiek"]["domeinen"]["sociaal"]["codes"]
    assert signals == {"pesten": {"synoniemen": ["pestn"]}}
    assert yaml.safe_load(texts["producten"])["producten"]["45Z99"] == {"zorgvorm": "ambulant_kind", "label": "<label>"}
    assert yaml.safe_load(texts["betalers"]) == {"<kies>": {"synoniemen": ["schoolbestuur"]}}


def test_every_line_is_marked_as_a_proposal(tmp_path: Path) -> None:
    for path in write_proposal(FOUND, load_codebook(), tmp_path / "voorstel"):
        assert all("VOORSTEL" in line for line in path.read_text(encoding="utf-8").splitlines())


def test_nothing_unknown_writes_nothing(tmp_path: Path) -> None:
    assert write_proposal([], load_codebook(), tmp_path / "voorstel") == []
    assert not (tmp_path / "voorstel").exists()
