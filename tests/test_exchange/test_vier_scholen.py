"""Four messy schools and a municipality, from templates to reports in two rounds: check, mend what it says, run."""

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import vier_scholen as scholen

from analysis.cli import main
from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.check import check_study

pytestmark = pytest.mark.slow

LETTERS = ("IKC01", "IKC02", "IKC03", "gemeente")
FOUTEN = {
    ("IKC01", "onbekend_kruisje"),  # ● in both lists
    ("IKC02", "kolom_ontbreekt"),  # Lln. is no kindcode yet
    ("IKC02", "onbekende_kolom"),
    ("IKC02", "onbekend_kruisje"),  # `heel vaak`, though the rows have no kindcode yet
    ("IKC03", "onbekend_kruisje"),  # #N/A
    ("populatie", "geen_aantal"),  # 1,5 kinderen
}
WARNINGS = {
    "los_aanhalingsteken", "foutwaarde", "combinatiegroep", "onbekende_productcode", "rijen_apart",
    "wetenschappelijke_notatie", "geen_nummer",
}  # fmt: skip


def ikc(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(folder), *words])
    return int(ended.value.code or 0)


def paste(folder: Path, said: str) -> None:
    """Do what a researcher does: take the lines of the messages, keep one per header or sign, fill in what is <...>."""
    columns = re.search(r"(  inventarisatie:\n +kolommen:\n) +kindcode: \[\"Lln\.\"\].*\n", said)
    signal = re.search(r"^ *(\"<soort>\": .*\[\"Verdrietig of bang\"\].*)$", said, re.M)[1]
    for asked, given in (("soort", "kindproblematiek"), ("domein", "internaliserend"), ("code", "angst_somber")):
        signal = signal.replace(f'"<{asked}>"', given)
    mark = re.search(r"( +kruisje:\n +waarden:\n) +ja: \[\"●\"\]\n", said)
    products = (folder / "codebook/voorstel/producten.yml").read_text(encoding="utf-8")
    for name, text in (
        ("koppen", columns[0]), ("signalen", signal), ("waarden", mark[0]),
        ("producten", products.replace("<label>", "Ambulante hulp")),
    ):  # fmt: skip
        (folder / "codebook" / f"{name}.yml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def studie(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("vier_scholen") / "studie"


@pytest.fixture(scope="module")
def first_round(studie):
    """Templates, filled in and sent back; then the check that tells everything at once."""
    with pytest.raises(SystemExit):
        main(["new", str(studie)])
    scholen.fill_settings(studie)
    assert ikc(studie, "sjablonen") == 0
    scholen.deliver(studie)
    report = check_study(load_study(studie), load_codebook(studie))
    code = ikc(studie, "check", "--naar", str(studie.parent / "terug"), "--stel-codebook-voor")
    return report, code


@pytest.fixture(scope="module")
def second_round(studie, first_round):
    report, _ = first_round
    paste(studie, "\n".join(melding.als_tekst() for melding in report.meldingen) + "\n")
    scholen.deliver(studie, mended=True)
    return check_study(load_study(studie), load_codebook(studie))


def whose(bestand: str) -> str:
    return next((who for who in LETTERS if who in bestand), Path(bestand).stem)


def test_the_first_check_tells_everything_at_once(first_round):
    report, code = first_round
    assert code == 1
    assert {(whose(m.bestand), m.code) for m in report.meldingen if m.ernst == "fout"} == FOUTEN
    assert {m.code for m in report.meldingen if m.ernst == "waarschuwing"} == WARNINGS


def test_each_who_must_mend_something_has_a_letter_and_a_workbook(studie, first_round):
    made = {path.relative_to(studie.parent / "terug").as_posix() for path in (studie.parent / "terug").rglob("*.*")}
    assert made >= {f"{who}/{kind}" for who in LETTERS
                    for kind in (f"brief_{who}.docx", f"brief_{who}.pdf", f"herstel_{who}.xlsx")}  # fmt: skip
    assert not [name for name in made if name.startswith("IKC04")]  # nothing is wrong there
    rows = openpyxl.load_workbook(studie.parent / "terug/IKC03/herstel_IKC03.xlsx")["Te herstellen"].values
    where = {(row[2], row[4]) for row in rows}
    assert ("inventarisatie_nulmeting_IKC03.xlsx", "L3") in where  # child 2, druk: the twelfth head of the list


def test_after_mending_what_was_said_nothing_is_wrong_any_more(second_round):
    assert [m.als_tekst() for m in second_round.meldingen if m.ernst == "fout"] == []
    ledger = second_round.bestanden
    assert (ledger["gelezen"] == ledger["behouden"] + ledger["apart"]).all()


def test_the_reports_come_and_the_marks_are_those_of_a_count_by_hand(studie, second_round):
    assert ikc(studie, "run", "--edition", "intern", "--to", "html", "--ikc", "IKC01", "--renderer", "embedded") == 0
    assert (studie / "reports/intern/IKC01/rapport.html").stat().st_size > 10_000
    marks = pd.read_parquet(studie / "data/processed/inventarisatie")
    found = marks.groupby(["ikc", "meting", "code"], observed=True).size()
    assert {key: int(n) for key, n in found.items()} == {
        ("IKC01", "nulmeting", "druk"): 6, ("IKC01", "nulmeting", "angst_somber"): 4,
        ("IKC01", "eindmeting", "druk"): 6, ("IKC01", "eindmeting", "angst_somber"): 9,
        ("IKC02", "nulmeting", "druk"): 5, ("IKC02", "nulmeting", "angst_somber"): 3, ("IKC02", "nulmeting", "ib"): 1,
        ("IKC02", "eindmeting", "druk"): 5, ("IKC02", "eindmeting", "angst_somber"): 8,
        ("IKC02", "eindmeting", "ib"): 1,
        ("IKC03", "nulmeting", "druk"): 7,
        ("IKC03", "eindmeting", "druk"): 6, ("IKC03", "eindmeting", "angst_somber"): 5,
    }  # fmt: skip
    children = pd.read_parquet(studie / "data/processed/kinderen")
    lost = children[children["ikc"] == "IKC03"]
    assert lost["kind"].nunique() == 24 and len(lost) == 48  # 001 and 1 are one child
    assert sorted(lost.loc[lost["meting"] == "nulmeting", "groep"].dropna().value_counts().items()) == [
        (2, 4), (3, 4), (4, 4), (5, 4), (6, 4),
    ]  # fmt: skip  # the four of `1/2` have none, `3a` is 3
    population = pd.read_parquet(studie / "data/processed/populatie")
    assert set(population.loc[population["ikc"] == "IKC04", "aantal_kinderen"]) == {1234, 150}
    care = pd.read_parquet(studie / "data/processed/toewijzingen")
    assert len(care) == 9 and care["client"].nunique() == 8 and care["einddatum"].isna().sum() == 2
