"""A run attacks what its manifest says is guarded, once per edition and code."""

import sys

from analysis import attack
from analysis.publishing.attacked import attack_published
from analysis.study import load_study
from analysis.study.hashes import Memory

STUDY = "naam: Proef\ngemeente: Leeuwarden\nikcs:\n  - {ikc: A, naam: De Wilgen}\n"
MANIFEST = {"uitvoer": [], "onthulling": {"methode": "onderdrukken", "basis": 5, "drempel": 5}}
FILES = {
    "gemeten.csv": "ikc,meting,bouw,n_kinderen,onderdrukt\n"
    "A,nul,onder,,true\nA,nul,boven,40,false\nA,nul,alle,43,false\n",
    "datadictionary.csv": "tabel,kolom,type,eenheid\ngemeten,n_kinderen,geheel getal,kinderen\n",
    "tabellen.csv": 'tabel,sleutel\ngemeten,"ikc, meting, bouw"\n',
}


def study_with_edition(folder):
    """A study whose public edition hides one bouw and shows the other and their sum."""
    results = folder / "reports" / "publiek" / "resultaten"
    results.mkdir(parents=True)
    for name, text in FILES.items():
        (results / name).write_text(text)
    (folder / "study.yml").write_text(STUDY)
    return load_study(folder)


def test_the_report_is_that_of_the_attack_and_is_kept_for_the_same_files(tmp_path, monkeypatch) -> None:
    study = study_with_edition(tmp_path)
    report = attack_published(study, "publiek", MANIFEST, Memory({}))
    assert report["geslaagd"] and report["gevonden"] == 1
    monkeypatch.setattr(attack, "attack_edition", None)
    assert attack_published(study, "publiek", MANIFEST, Memory({})) == report


def test_an_edition_that_claims_no_guard_is_not_attacked(tmp_path) -> None:
    assert attack_published(load_study_of(tmp_path), "intern", {"uitvoer": []}, Memory({})) is None


def load_study_of(folder):
    (folder / "study.yml").write_text(STUDY)
    return load_study(folder)


def test_nothing_of_the_attack_is_imported_before_it_is_needed() -> None:
    assert "analysis.attack" not in vars(sys.modules["analysis.publishing.attacked"])
