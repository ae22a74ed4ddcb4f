import hashlib
import json
import zipfile
from datetime import date

import pytest

from analysis import cli
from analysis.errors import InvoerFout
from analysis.publishing.publication import publish as steps
from analysis.publishing.publication.publish import Attacked, judge_publication, publish
from analysis.study import load_study

STUDY = "naam: Proef\nsynthetisch: true\nikcs: [{ikc: IKC01, naam: De Wilgen}, {ikc: IKC02}]\n"
PAGE = '<!DOCTYPE html><html lang="nl"><head><title>Proef</title></head><body><main><p>{}</p></main></body></html>'
FILES = {
    "index.html": PAGE.format("Alles"),
    "IKC01/rapport.html": PAGE.format("<blockquote>Fijn dat het kon.</blockquote>"),
    "resultaten/gemeten.csv": "ikc,bouw,n_kinderen\nIKC01,alle,20\nIKC02,alle,210\nalle,alle,230\n",
    "resultaten/kosten.csv": "casus,bedrag\nA,100\n",
}
DAY = date(2026, 11, 29)


def nothing_found(folder, beside):
    return Attacked(False, f"Niets gevonden, naast {len(beside)}.", {"geslaagd": False, "naast": len(beside)})


def write_edition(study, files=FILES, editie="publiek", staat="klaar"):
    folder = study / "reports" / editie
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    listed = [
        {"bestand": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "bytes": len(text.encode())}
        for name, text in files.items()
    ]
    reports = {"IKC01": {"staat": staat, "parameters": {"editie": editie}}}
    manifest = {"editie": editie, "rapporten": reports, "uitvoer": listed}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "studie"
    (folder / "data" / "processed").mkdir(parents=True)
    (folder / "data" / "processed" / ".personen.json").write_text("[]")
    (folder / "study.yml").write_text(STUDY)
    write_edition(folder)
    return folder


def judge(study, **settings):
    return judge_publication(load_study(study), attack=nothing_found, **settings)


def refusal(study, **settings):
    with pytest.raises(InvoerFout) as caught:
        judge(study, **settings)
    return str(caught.value)


def test_a_zip_has_what_the_manifest_lists_and_who_signed_and_the_same_bytes_each_time(study, tmp_path):
    first = publish(load_study(study), judge(study), "A. de Vries", DAY, tmp_path / "een.zip")
    again = publish(load_study(study), judge(study), "A. de Vries", DAY, tmp_path / "twee.zip")
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as packed:
        assert packed.namelist() == sorted([*FILES, "manifest.json", "publicatie.json"])
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        signed = json.loads(packed.read("publicatie.json"))
    assert signed["akkoord"] == {"naam": "A. de Vries", "datum": "2026-11-29"}
    assert (
        signed["manifest_sha256"] == hashlib.sha256((study / "reports/publiek/manifest.json").read_bytes()).hexdigest()
    )
    assert signed["aanval"] == {"geslaagd": False, "naast": 0} and str(study) not in json.dumps(signed)


def test_a_folder_gets_the_same_files_and_must_be_empty(study, tmp_path):
    target = publish(load_study(study), judge(study), "A", DAY, tmp_path / "website")
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert there == {*FILES, "manifest.json", "publicatie.json"}
    with pytest.raises(InvoerFout, match="niet leeg"):
        publish(load_study(study), judge(study), "A", DAY, tmp_path / "website")


def test_what_a_person_must_look_at_is_named(study):
    lines = judge(study).lines
    assert [line.split(".")[0] for line in lines] == [
        "Klein IKC: De Wilgen (IKC01), 20 kinderen", "Beschreven casussen: A", "Citaten: 1 in IKC01/rapport",
    ]  # fmt: skip


def test_last_publication_lies_beside_the_next_one(study, tmp_path):
    publish(load_study(study), judge(study), "A", date(2025, 11, 29))
    assert judge(study).beside == ()
    write_edition(study, {**FILES, "index.html": PAGE.format("Een jaar later")})
    seen = []

    def attack(folder, beside):
        seen.extend((place / "index.html").read_text(encoding="utf-8") for place in beside)
        return Attacked(False, "", {})

    judged = judge_publication(load_study(study), attack=attack)
    assert seen == [FILES["index.html"]] and len(judged.beside) == 1
    other = tmp_path / "van een ander"
    other.mkdir()
    assert judge(study, beside=[other]).beside[1] == "van een ander"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda study: (study / "reports/publiek/manifest.json").unlink(), "geen hele editie"),
        (lambda study: write_edition(study, staat="mislukt"), "1 rapport is niet klaar"),
        (lambda study: write_edition(study, staat="verouderd"), "IKC01: verouderd"),
        (lambda study: (study / "reports/publiek/index.html").write_text("anders"), "niet zoals het manifest zegt"),
        (lambda study: (study / "reports/publiek/index.html").unlink(), "index.html"),
        (lambda study: (study / "reports/publiek/IKC01/.stempel.json").write_text("{}"), "IKC01/.stempel.json"),
        (lambda study: (study / "reports/publiek/INTERN.txt").write_text("x"), "niet de publieke editie"),
        (lambda study: write_edition(study, {**FILES, "../geheim.txt": "x"}), "../geheim.txt"),
        (lambda study: write_edition(study, {**FILES, "IKC01/rapport.html": PAGE.format("111222333")}), "een BSN kan"),
        (lambda study: write_edition(study, {**FILES, "index.html": PAGE.format("nan")}), "de tekst bevat"),
        (lambda study: write_edition(study, {**FILES, "rapport.pdf": "%PDF-kapot"}), "niet na te kijken"),
    ],
)
def test_an_edition_that_is_not_in_order_is_refused(study, spoil, told):
    spoil(study)
    assert told in refusal(study) and not (study / "reports/publicaties").exists()


def test_the_internal_edition_is_refused_whatever_its_folder_is_called(study):
    intern = write_edition(study, editie="intern")
    (study / "reports/publiek/manifest.json").write_bytes((intern / "manifest.json").read_bytes())
    assert "de interne verlaat deze map nooit" in refusal(study)


def test_a_link_out_of_the_folder_is_refused(study, tmp_path):
    secret = tmp_path / "geheim.html"
    secret.write_text(FILES["index.html"], encoding="utf-8")
    (study / "reports/publiek/index.html").unlink()
    (study / "reports/publiek/index.html").symlink_to(secret)
    assert "niet zoals het manifest zegt" in refusal(study)


def test_an_attack_that_succeeds_forbids_it(study):
    with pytest.raises(InvoerFout, match=r"herleidt kleine aantallen[\s\S]*signalen: precies"):
        judge_publication(load_study(study), attack=lambda folder, beside: Attacked(True, "signalen: precies", {}))


def test_a_file_that_changes_between_looking_and_packing_is_not_packed(study):
    judged = judge(study)
    (study / "reports/publiek/index.html").write_text("anders")
    with pytest.raises(InvoerFout, match="veranderd terwijl"):
        publish(load_study(study), judged, "A", DAY)


def test_without_a_name_nothing_leaves(study, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(steps.judge_publication, "__defaults__", ((), nothing_found))
    with pytest.raises(SystemExit) as ended:
        cli.main(["--study", str(study), "publiceer", "--naar", str(tmp_path / "site.zip")])
    said = capsys.readouterr().out
    assert ended.value.code == 1 and "Dit moet een mens bekijken:" in said and '--akkoord "uw naam"' in said
    assert not (tmp_path / "site.zip").exists() and not (study / "reports/publicaties").exists()
    with pytest.raises(SystemExit) as ended:
        cli.main(["--study", str(study), "publiceer", "--naar", str(tmp_path / "site.zip"), "--akkoord", "A. de Vries"])
    assert ended.value.code == 0 and "het akkoord van A. de Vries" in capsys.readouterr().out
    assert (tmp_path / "site.zip").is_file() and len(list((study / "reports/publicaties").glob("*.zip"))) == 1
    with pytest.raises(InvoerFout, match="geen naam"):
        publish(load_study(study), judge(study), " ", DAY)


def test_what_an_ikc_says_of_itself_is_named_to_who_signs(tmp_path):
    from analysis.publishing.publication.attention import _free_texts

    text = "ikc,soort,onderwerp,score,tekst,datum\nIKC01,overleg,zorgteam,,elke zes weken,\n"
    (tmp_path / "ikc_profiel.csv").write_text(text, encoding="utf-8")
    (tmp_path / "meldingen.csv").write_text("bestand,tekst\na,b\n", encoding="utf-8")
    assert list(_free_texts(tmp_path)) == [
        "Vrije tekst: 2 toelichtingen in resultaten/ikc_profiel.csv. Staat er iets over een kind in?"
    ]
