import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from named_files import NAAM
from report_readings import page, results

IKCS = ("IKC01", "IKC02", "IKC03")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def snapshot(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_every_report_is_there_in_both_formats_and_nothing_half(run):
    for name in IKCS:
        assert (run.publiek / name / "rapport.html").stat().st_size > 50_000
        assert (run.publiek / name / "rapport.pdf").read_bytes().startswith(b"%PDF-")
    research = run.publiek / "onderzoeksrapport"
    assert (research / "index.html").is_file()
    assert {path.name for path in research.glob("*.pdf")} == {"rapport.pdf", "samenvatting.pdf"}
    top = {path.name for path in run.publiek.iterdir()}
    assert top == {*IKCS, "onderzoeksrapport", "resultaten", "index.html", "manifest.json"}


def test_the_run_says_what_it_makes_and_ends_with_where_it_is(run):
    assert "4 van 4 rapporten staan klaar" in run.said
    assert run.said.count("De hoofdindicatoren zijn niet vooraf vastgelegd.") == 1
    last = run.said.rstrip().splitlines()[-1]
    assert last.startswith("Aanval van buiten: niets te herleiden") and last.endswith("reports/publiek`).")
    assert "reports/publiek/manifest.json" in run.said
    assert "reports/publiek/index.html" in run.said and "De Wilgen" in run.said
    assert "Traceback" not in run.said and "Warning" not in run.said


def test_every_column_of_every_result_is_documented(run):
    dictionary = results(run.publiek, "datadictionary")
    documented = set(zip(dictionary["tabel"], dictionary["kolom"], strict=True))
    files = sorted((run.publiek / "resultaten").glob("*.csv"))
    written = {
        (path.stem, column)
        for path in files
        if path.stem not in ("datadictionary", "tabellen")
        for column in results(run.publiek, path.stem)
    }
    assert written == documented and len(written) > 150
    assert (dictionary["omschrijving"].str.len() > 10).all() and (dictionary["type"] != "").all()


def test_results_follow_the_contract_in_form(run):
    for path in sorted((run.publiek / "resultaten").glob("*.csv")):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf") and b"\r" not in content and content.endswith(b"\n")
    shares = results(run.publiek, "signalen")["aandeel"]
    assert shares[shares != ""].astype(float).between(0, 1).all()
    changes = results(run.publiek, "veranderingen")
    assert changes.loc[changes["verschil"] != "", "verschil"].astype(float).between(-1, 1).all()
    assert {"alle", *IKCS} <= set(changes["ikc"])


def test_the_index_names_every_ikc_and_every_link_leads_to_a_file(run):
    root = page(run.publiek / "index.html")
    assert root.get("lang").startswith("nl") and len(list(root.iter("h1"))) == 1
    links = {link for link in root.xpath("//a/@href") if not link.startswith("#")}
    assert {f"{name}/rapport.{form}" for name in IKCS for form in ("html", "pdf")} <= links
    assert "onderzoeksrapport/index.html" in links and "manifest.json" in links
    assert all((run.publiek / link).is_file() for link in links)
    text = " ".join(root.text_content().split())
    assert all(name in text for name in ("De Wilgen", "It Kompas", "De Oversteek"))
    assert "Voorbeeld: kinderen en IKC" in text


def test_the_manifest_lists_the_folder_exactly_and_no_hash_of_what_went_in(run):
    text = (run.publiek / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    there = snapshot(run.publiek)
    del there["manifest.json"]
    assert {item["bestand"]: item["sha256"] for item in manifest["uitvoer"]} == there
    given = snapshot(run.study / "data" / "raw") | {
        "study.yml": hashlib.sha256((run.study / "study.yml").read_bytes()).hexdigest()
    }
    assert len(given) > 10 and not [name for name, digest in given.items() if digest in text]
    assert manifest["synthetisch"] is True and manifest["weergave"]["naam"] == "embedded"
    assert manifest["rapporten"]["IKC02"]["parameters"] == {"study": ".", "ikc": "IKC02", "editie": "publiek"}


def test_no_public_output_has_a_file_name_of_a_delivery(run):
    from pypdf import PdfReader

    named = [path for path in (run.study / "data" / "raw").rglob("*") if NAAM in path.name]
    assert len(named) >= 10 and NAAM in (run.study / "data/processed/grootboek.csv").read_text()
    for path in sorted(path for path in run.publiek.rglob("*") if path.is_file()):
        assert NAAM.encode().lower() not in path.read_bytes().lower(), path.name
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            text = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
            assert NAAM.lower() not in "".join(text.split()).lower(), path.name
    said = results(run.publiek, "grootboek")["bestand"]
    assert {"inventarisatie", "toewijzingen"} <= set(said) and not said.str.contains("IKC").any()


def test_the_internal_edition_keeps_the_real_names(intern):
    assert results(intern.intern, "grootboek")["bestand"].str.contains(NAAM).sum() >= 8
    manifest = json.loads((intern.intern / "manifest.json").read_text(encoding="utf-8"))
    assert any(NAAM in item["bestand"] for item in manifest["invoer"])


def test_no_output_names_this_machine(run):
    for path in sorted(run.publiek.rglob("*")):
        if path.suffix in (".html", ".json", ".csv"):
            text = path.read_text(encoding="utf-8")
            assert str(run.made.parent) not in text and str(ROOT) not in text, path.name


def test_a_second_run_makes_nothing_again(run, ikc):
    before = {path: path.stat().st_mtime_ns for path in run.publiek.rglob("*.*") if path.parent != run.publiek}
    again = ikc(run.study, "run", "--renderer", "embedded")
    assert again.code == 0 and again.said.count("was al klaar") == 4
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_made_afresh_in_another_folder_gives_the_same_bytes(run, ikc, tmp_path):
    elsewhere = shutil.copytree(run.study, tmp_path / "elders" / "studie")
    fresh = ikc(elsewhere, "run", "--ikc", "IKC01", "--fresh", "--renderer", "embedded")
    assert fresh.code == 0, fresh.said
    assert snapshot(fresh.publiek) == snapshot(run.publiek)


def test_check_reads_the_same_deliveries_and_finds_only_warnings(run, ikc):
    checked = ikc(run.study, "check")
    assert checked.code == 0, checked.said
    assert "2 productcodes staan niet in het codeboek" in checked.said
    assert not re.search(r"9999\d{5}", checked.said)


def test_an_unknown_ikc_is_told_before_anything_runs(run, ikc):
    wrong = ikc(run.study, "run", "--ikc", "IKC1")
    assert wrong.code == 1 and "Traceback" not in wrong.said
    assert "het IKC `IKC1` bestaat niet" in wrong.said and "Bedoelde u `IKC01`?" in wrong.said


def test_git_ignores_what_a_run_writes():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("dit is geen werkkopie van git")
    outputs = ["reports/publiek/index.html", "reports/intern/IKC01/rapport.pdf", "data/processed/kinderen/x.parquet",
               "data/processed/apart/toewijzingen.csv", ".sleutel"]  # fmt: skip
    ignored = subprocess.run(["git", "check-ignore", *outputs], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout.split() == outputs
    kept = ["data/raw/populatie.csv", "reports/.gitkeep", "tests/backtest/studie/data/raw/populatie.csv",
            "tests/backtest/goedgekeurd/publiek/signalen.csv"]  # fmt: skip
    ignored = subprocess.run(["git", "check-ignore", *kept], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout == ""
