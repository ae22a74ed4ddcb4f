"""The page of `ikc plan`: the same bytes for the same seed, accessible, in Dutch, and bad input told all at once."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from planned import opzet_of

from analysis.cli import main
from analysis.errors import InvoerFout
from analysis.planning.bladzijde import write_plan
from analysis.planning.opzet import read_opzet
from analysis.planning.uitkomsten import reckon
from analysis.planning.zinnen import zin_dubbel, zin_klassen, zin_nooit
from analysis.presentation.taal.wording import forbidden_words
from analysis.study import Plan
from analysis.study.plan import check_plan

NOT_GIVEN = dict.fromkeys(Plan.model_fields)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The plan of a pilot written twice with one seed, and once with another."""
    folder, made = tmp_path_factory.mktemp("plan"), []
    for number, seed in enumerate((7, 7, 8)):
        opzet = opzet_of(100, seed, ikcs=[3, 9], kinderen=60, klassen=3, metingen=3)
        made.append({path.name: path.read_bytes() for path in write_plan(opzet, folder / str(number))})
    return made


def test_the_same_seed_gives_the_same_files_byte_for_byte(pages: list[dict[str, bytes]]) -> None:
    assert pages[0] == pages[1]
    assert pages[0]["plan.html"] != pages[2]["plan.html"] and pages[0]["kansen.csv"] != pages[2]["kansen.csv"]
    assert set(pages[0]) == {"plan.html", "plan.pdf", "kansen.csv", "kleinste.csv", "vals.csv", "dubbel.csv",
                             "kleinste_p.csv"}  # fmt: skip


def test_the_page_stands_alone_and_says_what_is_seen_in_each_figure(pages: list[dict[str, bytes]]) -> None:
    page = pages[0]["plan.html"].decode()
    alts = [html.unescape(alt) for alt in re.findall(r'role="img" aria-label="([^"]+)"', page)]
    assert len(alts) == 2 and "gevonden. Lijnen die stijgen" in alts[0] and "één IKC: " in alts[0]
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert pages[0]["plan.pdf"].startswith(b"%PDF")


def test_the_page_says_what_three_ikcs_never_show_and_what_to_do(pages: list[dict[str, bytes]]) -> None:
    page = html.unescape(pages[0]["plan.html"].decode()).replace("’", "'")
    for words in (
        "p 0,25",
        "0,0039",
        "met het lot, in elke klas evenveel",
        "ikc vastleggen",
        "Met 3 metingen zijn er 3",
    ):
        assert words in page, words


def test_the_page_has_no_word_that_a_report_refuses(pages: list[dict[str, bytes]]) -> None:
    text = html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", pages[0]["plan.html"].decode(), flags=re.DOTALL))
    assert len(text) > 4000 and forbidden_words(text) == []


def test_words_follow_the_numbers() -> None:
    found = reckon(opzet_of(100, ikcs=[1, 4], kinderen=40, klassen=2, indicatoren=1))
    said = zin_nooit(found).markdown
    assert "**Één IKC**: ook als" in said and "p 1. " in said and "**4 IKC's**" in said and "p 0,125. " in said
    assert "Met één IKC is geen aantal dat wij narekenden genoeg" in zin_dubbel(found).markdown
    as_meant, too_narrow = (replace(found, vals=found.vals.assign(eerste_laatste=share)) for share in (0.05, 0.4))
    assert "te smal" not in zin_klassen(as_meant).markdown
    assert "krijgen 40 van de 100 IKC's een onterecht woord; 5 is de bedoeling" in zin_klassen(too_narrow).markdown


def test_a_plan_may_stand_in_study_yml_and_options_go_over_it(tmp_path: Path) -> None:
    (tmp_path / "study.yml").write_text(
        "naam: Proef\nikcs: [{ikc: A}, {ikc: B, rol: vergelijking}]\nplan: {icc: 0.1, kinderen: 100}\n"
        "metingen: [{meting: a, peildatum: 2027-01-01}, {meting: b, peildatum: 2028-01-01}, "
        "{meting: c, peildatum: 2029-01-01}]\nprimaire_indicatoren: [{indicator: jeugd_ggz, richting: daling}]\n",
        encoding="utf-8",
    )
    plan = read_opzet(tmp_path, {**NOT_GIVEN, "kinderen": "120", "prevalentie": "0,2"}, "500", 3).plan
    assert (plan.icc, plan.kinderen, plan.prevalentie) == (0.1, 120, 0.2)
    assert (plan.ikcs, plan.metingen, plan.indicatoren) == ((1, 2), 3, 1)


def test_without_a_study_the_pilot_is_reckoned_with(tmp_path: Path) -> None:
    plan = read_opzet(tmp_path, NOT_GIVEN, "1000", 1).plan
    assert (plan.ikcs, plan.kinderen, plan.klassen, plan.metingen, plan.indicatoren) == ((3, 9), 220, 12, 2, 4)


def test_everything_that_cannot_be_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--study", str(tmp_path), "plan", "--icc", "3", "--kinderen", "tien", "--ikcs", "3,0", "--studies", "5"])
    said = capsys.readouterr().err
    assert ended.value.code == 1
    for line in ("`--icc` moet kleiner zijn dan of gelijk aan 0,5 (er staat: 3).", "`--kinderen` is geen geheel getal",
                 "`--ikcs` moet groter zijn dan of gelijk aan 1", "`--studies` moet een geheel getal"):  # fmt: skip
        assert line in said


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"klassen": 30, "kinderen": 20}, "`klassen` (30) is meer dan"),
        ({"verandering": 0}, "`verandering` is 0"),
        ({"prevalentie": 0.1, "verandering": -0.1}, "samen liggen niet tussen 0 en 1"),
        ({"prevalentie": 0.5, "verandering": 0.5}, "samen liggen niet tussen 0 en 1"),
        ({"prevalentie": 0.6, "detectie": 1.8}, "`detectie` past niet"),
        ({"prevalentie": 0.1, "detectie": 0.5}, "`detectie` past niet"),
        ({"ikcs": [2], "kinderen": 50, "klassen": 2, "dubbel": 101}, "meer dan alle kinderen samen (100)"),
    ],
)
def test_what_does_not_go_together_is_told(given: dict[str, object], told: str) -> None:
    assert any(told in text for text in check_plan(Plan(**given)))


def test_the_defaults_go_together() -> None:
    assert list(check_plan(Plan(ikcs=(3, 9)))) == []


def test_a_fall_is_typed_with_a_minus_and_a_comma(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        main(["--study", str(tmp_path), "plan", "--verandering", "-0,95"])
    assert "samen liggen niet tussen 0 en 1" in capsys.readouterr().err


def test_no_plan_comes_where_a_public_edition_is(tmp_path: Path) -> None:
    with pytest.raises(InvoerFout, match="wordt gepubliceerd"):
        write_plan(opzet_of(100), tmp_path / "reports" / "publiek" / "plan")
    (tmp_path / "plan").write_text("", encoding="utf-8")
    with pytest.raises(InvoerFout, match="geen map"):
        write_plan(opzet_of(100), tmp_path / "plan")
