import io
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.intake.find_child import mark_of
from analysis.publishing import remake
from analysis.publishing.forget import forget
from analysis.results.pipeline import ensure_tidy
from analysis.study import Study, load_study
from analysis.study.forgotten import read_forgotten
from analysis.tidy.store import load_tidy
from analysis.tidy.tidy_study import TidyStudy

ANNA, BRAM = "999900006", "999900018"
DAY = date(2026, 11, 29)
CODEBOOK = load_codebook()
STUDY = """
naam: Proef
synthetisch: true
metingen: [{meting: nulmeting, peildatum: 2019-02-01}, {meting: nameting, peildatum: 2020-02-01}]
ikcs: [{ikc: A1, naam: De Wilgen}, {ikc: A2, naam: It Kompas}]
toewijzingen: {van: 2018-01-01, tot: 2020-12-31}
"""
RAW = {
    "leerlingen.csv": f"client;kindcode;ikc;groep;van\n{ANNA};7;A1;3;01-08-2018\n{BRAM};8;A1;3;01-08-2018\n",
    "inventarisatie/nulmeting/A1.csv": "kindcode;groep;geslacht;angst_somber\n7;3;m;x\n8;3;v;x\n",
    "inventarisatie/nameting/A1.csv": "kindcode;groep;geslacht;angst_somber\n7;4;m;x\n8;4;v;x\n",
    "toewijzingen/export.csv": "client;toewijzing_nummer;productcategorie;productcode;toewijzingsdatum;startdatum;"
    f"einddatum\n{ANNA};1;50;50A11;01-01-2019;01-01-2019;01-03-2019\n"
    f"{BRAM};2;50;50A11;01-01-2019;01-01-2019;01-03-2019\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Two children, read and tidied; nothing published yet."""
    folder = tmp_path_factory.mktemp("vergeet") / "studie"
    for name, text in {"../../study.yml": STUDY, **RAW}.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ensure_tidy(load_study(folder), CODEBOOK)
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Study:
    return load_study(shutil.copytree(made, tmp_path / "studie"))


@dataclass(frozen=True)
class Forgotten:
    """The study after Anna was forgotten, its tables before, and what was said."""

    study: Study
    before: TidyStudy
    said: str


@pytest.fixture(scope="module")
def forgotten(made: Path, tmp_path_factory) -> Forgotten:
    study = load_study(shutil.copytree(made, tmp_path_factory.mktemp("vergeten") / "studie"))
    before = load_tidy(study)
    with redirect_stdout(io.StringIO()) as said:
        assert forget(study, CODEBOOK, ANNA, "", "M. de Vries", DAY) == 0
    return Forgotten(study, before, said.getvalue())


def pretend_edition(study: Study, editie: str, *files: str) -> None:
    for name in ("manifest.json", *files):
        path = study.reports / editie / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """The runs that were asked for; the end-to-end tests make real reports."""
    asked: list[tuple] = []

    def run_study(folder, ikcs, editie, formats, ga_door):
        asked.append((editie, formats, ikcs, ga_door))
        return remake_result

    remake_result = type("Result", (), {"exit_code": 0})
    monkeypatch.setattr(remake, "run_study", run_study)
    return asked


def everything_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_child_is_gone_from_every_tidy_table_and_every_count_falls_by_one(forgotten: Forgotten) -> None:
    before, after = forgotten.before.tables, load_tidy(forgotten.study).tables
    (client,) = {*before["leerlingen"]["client"]} - {*after["leerlingen"]["client"]}
    (kind,) = {*before["leerlingen"]["kind"]} - {*after["leerlingen"]["kind"]}
    names = ("leerlingen", "toewijzingen", "kinderen")
    assert [len(before[name]) - len(after[name]) for name in names] == [1, 1, 2]  # kinderen: one per meting
    left = everything_under(forgotten.study.processed) + everything_under(forgotten.study.reports)
    assert [word for word in (client, kind, ANNA) if word.encode() in left] == []


def test_the_ledger_closes_with_the_reason(forgotten: Forgotten) -> None:
    ledger = load_tidy(forgotten.study).grootboek
    assert (ledger["rijen_in"] == ledger["rijen_door"] + ledger["rijen_apart"]).all()
    asked = ledger[ledger["reden"] == "vergeten op verzoek"]
    assert len(asked) == 4 and asked["rijen_apart"].tolist() == [1] * 4
    read = ledger[ledger["stap"] == "gelezen"].set_index("bestand")["rijen_in"]
    assert (read[asked["bestand"]] == 2).all()


def test_what_is_said_and_kept_never_has_the_number(forgotten: Forgotten) -> None:
    assert "data/raw/leerlingen.csv  1 rij" in forgotten.said
    assert "data/raw/toewijzingen/export.csv  1 rij" in forgotten.said
    kept = (forgotten.study.folder / "data" / "vergeten.csv").read_text(encoding="utf-8")
    assert "2026-11-29,M. de Vries,4," in kept
    assert ANNA not in forgotten.said + kept and mark_of(ANNA, forgotten.study) in kept


def test_deliveries_stay_as_they_came(forgotten: Forgotten) -> None:
    assert {name: (forgotten.study.raw / name).read_text(encoding="utf-8") for name in RAW} == RAW


def test_a_child_is_forgotten_once_whichever_number_is_given(forgotten: Forgotten) -> None:
    with pytest.raises(InvoerFout, match="deze kindcode is al vergeten"):
        forget(forgotten.study, CODEBOOK, "7", "A1", "", DAY)


def test_the_next_delivery_leaves_the_child_out_too(forgotten: Forgotten, tmp_path: Path) -> None:
    study = load_study(shutil.copytree(forgotten.study.folder, tmp_path / "studie"))
    with (study.raw / "leerlingen.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{ANNA};7;A1;4;01-08-2019\n")
    assert len(ensure_tidy(study, CODEBOOK).tables["leerlingen"]) == 1


def test_logs_and_unfinished_work_go_and_what_was_made_is_made_again(study: Study, runs) -> None:
    pretend_edition(study, "intern", "A1/rapport.html")
    pretend_edition(study, "publiek", "A1/rapport.html", "A1/rapport.pdf", "onderzoeksrapport/index.html")
    for name in ("logboek/intern/A1.log", "werkmap/intern/A1/half.ipynb", "export/intern/sav/signalen.sav"):
        pretend_edition(study, Path(name).parent.as_posix(), Path(name).name)
    forget(study, CODEBOOK, ANNA, "", "", DAY)
    assert runs == [("publiek", ("html", "pdf"), None, False), ("intern", ("html",), ("A1",), False)]
    assert not (study.reports / "logboek").exists() and not (study.reports / "werkmap").exists()
    assert not (study.reports / "export").exists()


def test_when_making_again_fails_the_tables_are_gone_and_it_is_said(study: Study) -> None:
    pretend_edition(study, "intern", "A1/rapport.html")
    (study.raw / "inventarisatie/nameting/A1.csv").write_text("dit;is\nhet;niet\n", encoding="utf-8")
    with pytest.raises(InvoerFout, match="reports/intern: de rapporten zijn nog niet opnieuw gemaakt"):
        forget(study, CODEBOOK, ANNA, "", "", DAY)
    assert not list(study.processed.rglob("*.parquet"))
    assert mark_of(ANNA, study) in read_forgotten(study).marks


@pytest.mark.parametrize(
    ("number", "ikc", "expected"),
    [
        ("123456782", "", "dit clientnummer staat in geen enkele levering"),
        ("7", "A2", "deze kindcode staat in geen enkele levering"),
        ("7", "B9", "het IKC B9 staat hier niet bij"),
        ("  ", "", "er is geen nummer gegeven"),
    ],
)
def test_who_is_nowhere_is_said_and_nothing_is_written(study: Study, number: str, ikc: str, expected: str) -> None:
    with pytest.raises(InvoerFout, match=expected) as error:
        forget(study, CODEBOOK, number, ikc, "", DAY)
    assert "123456782" not in str(error.value)
    assert not (study.folder / "data" / "vergeten.csv").exists() and load_tidy(study)


def test_a_code_of_two_children_is_refused(study: Study) -> None:
    with (study.raw / "leerlingen.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{BRAM};7;A1;5;01-08-2020\n")
    with pytest.raises(InvoerFout, match="volgens leerlingen van 2 kinderen"):
        forget(study, CODEBOOK, "7", "A1", "", DAY)


def test_a_report_for_word_is_made_again_too(study: Study, runs) -> None:
    pretend_edition(study, "intern", "A1/rapport.docx", "A1/rapport.html")
    forget(study, CODEBOOK, ANNA, "", "", DAY)
    assert runs == [("intern", ("html", "docx"), ("A1",), False)]
