"""An edition that is made again is compared file by file with its manifest, and what differs is said with a cause.

That a real edition comes out the same, after a resume and elsewhere, is in `test_end_to_end/test_incremental.py`.
"""

import json
from io import StringIO

import pytest
from rich.console import Console
from toy_study import STEPS, STUDY

from analysis.errors import InvoerFout
from analysis.publishing import verify
from analysis.publishing.reports import run_study
from analysis.publishing.verify import verify_edition
from analysis.study import load_study


@pytest.fixture
def manifest(study):
    """The manifest of a finished edition of the toy study."""
    run_study(study, steps=STEPS, console=Console(file=StringIO()), renderer="embedded")
    return study / "reports" / "publiek" / "manifest.json"


def verified(study, manifest):
    return verify_edition(load_study(study), manifest, steps=STEPS)


def changed(manifest, **parts):
    """Write the manifest with other parts; a function gets the part and gives the other one."""
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content |= {name: part(content[name]) if callable(part) else part for name, part in parts.items()}
    manifest.write_text(json.dumps(content), encoding="utf-8")


def test_the_same_deliveries_give_the_same_files_and_leave_nothing_behind(study, manifest):
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    found = verified(study, manifest)
    assert (found.exit_code, found.vergeleken, found.verschillen, found.anders) == (0, 8, (), ())
    assert found.als_tekst() == "Nagebouwd: 8 bestanden van de editie publiek, alle gelijk aan het manifest."
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before
    assert list((study / "reports").glob(".*")) == []


def test_every_file_that_differs_is_named_with_how(study, manifest):
    def other(files):
        first, *rest = files
        gone = rest[-1]
        return [first | {"sha256": "0" * 64}, *rest[:-1], gone | {"bestand": "resultaten/weg.csv"}]

    changed(manifest, uitvoer=other)
    found = verified(study, manifest)
    assert found.exit_code == 1 and found.verschillen == (
        ("IKC01/rapport.html", "andere inhoud"),
        ("resultaten/gemeten.csv", "staat niet in het manifest"),
        ("resultaten/weg.csv", "niet gemaakt"),
    )
    text = found.als_tekst()
    assert text.startswith("3 bestanden verschillen van het manifest; 8 zijn vergeleken.")
    assert "  IKC01/rapport.html: andere inhoud" in text and "Kijk naar de leveringen, study.yml en de sleutel." in text


def test_another_python_or_library_is_named_with_both_versions(study, manifest):
    changed(manifest, pakketten=lambda versions: versions | {"pandas": "0.1", "verdwenen": "2.0"}, python="3.9.0")
    changed(manifest, weergave=lambda used: used | {"versie": "pandoc 1, typst 0.1"}, code={"sha256": "0"})
    found = verified(study, manifest)
    assert found.exit_code == 0
    lines = found.als_tekst().splitlines()
    assert lines[1] == "Anders dan toen het manifest is gemaakt:"
    assert lines[2].startswith("  Python: 3.9.0 toen, ") and "  de code van dit programma" in lines
    assert "  verdwenen: 2.0 toen, niet geïnstalleerd nu" in lines
    assert any(line.startswith("  pandas: 0.1 toen, ") for line in lines)
    assert any(line.startswith("  weergave: pandoc 1, typst 0.1 toen, ") for line in lines)


def test_a_delivery_that_changed_is_named_where_it_is_known_what_went_in(study, manifest):
    (study / "data" / "raw" / "populatie.csv").write_bytes(b"abd")
    (study / "data" / "raw" / "nieuw.csv").write_bytes(b"x")
    assert verified(study, manifest).anders == ("data/raw/nieuw.csv", "data/raw/populatie.csv")
    changed(manifest, seed=0)  # other bytes: what was kept is not of this manifest
    assert verified(study, manifest).anders == ()


def test_reports_that_were_not_ready_are_left_out_and_said(study, manifest):
    changed(manifest, rapporten=lambda reports: reports | {"IKC02": reports["IKC02"] | {"staat": "verouderd"}})
    found = verified(study, manifest)
    assert (found.exit_code, found.vergeleken, found.overgeslagen) == (0, 5, ("IKC02",))
    assert "Niet vergeleken, want niet klaar toen het manifest is gemaakt: IKC02." in found.als_tekst()


def test_an_edition_of_one_ikc_is_made_again_as_it_was(study):
    settings = {"steps": STEPS, "console": Console(file=StringIO()), "renderer": "embedded", "formats": ("html",)}
    result = run_study(study, ikcs=["IKC01"], **settings)
    found = verified(study, result.manifest)
    assert (found.exit_code, found.vergeleken, found.overgeslagen) == (0, 3, ())


def test_what_is_no_manifest_of_this_study_is_told_in_dutch(study, manifest, tmp_path):
    with pytest.raises(InvoerFout, match="dit is geen manifest van een editie"):
        verified(study, study / "study.yml")
    changed(manifest, studie="Een andere proef")
    with pytest.raises(InvoerFout, match="dit manifest is van een andere studie: Een andere proef"):
        verified(study, manifest)


def test_without_its_key_a_real_study_is_not_made_again_and_gets_no_new_one(study, manifest, monkeypatch):
    monkeypatch.delenv("IKC_SLEUTEL", raising=False)
    (study / "study.yml").write_text(STUDY.replace("synthetisch: true\n", ""), encoding="utf-8")
    with pytest.raises(InvoerFout, match="de sleutel van de studie is er niet"):
        verified(study, manifest)
    assert not (study / ".sleutel").exists()


def test_a_failure_half_way_leaves_no_rows_of_children_behind(study, manifest, monkeypatch):
    def broken(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(verify, "_make", broken)
    with pytest.raises(KeyboardInterrupt):
        verified(study, manifest)
    assert list((study / "reports").glob(".*")) == []
