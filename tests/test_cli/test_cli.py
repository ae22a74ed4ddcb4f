import io
import re
from pathlib import Path

import pytest

from analysis.cli import main


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(args))
    return int(caught.value.code or 0)


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("check",),
        ("run",),
        ("simulate",),
        ("new",),
        ("sjablonen",),
        ("schema",),
        ("export",),
        ("verify",),
        ("sleutel",),
        ("vergeet",),
        ("opruimen",),
    ],
)
def test_help_is_dutch_and_has_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*command, "--help") == 0
    text = capsys.readouterr().out
    assert "voorbeeld: ikc" in text and "gebruik:" in text
    for english in ("usage", "options", "show this", "positional"):
        assert english not in text


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), "Hier ontbreekt"),
        (("maak",), "'maak' kan niet"),
        (("run", "--edition", "geheim"), "'geheim' kan niet"),
        (("run", "--jobs", "0"), "geen geheel getal van 1 of meer"),
        (("run", "--to", "odt"), "kies uit html, pdf en docx"),
        (("run", "--resume", "--fresh"), "gaan niet samen"),
        (("check", "--wat"), "Onbekende optie"),
    ],
)
def test_wrong_usage_is_exit_2_in_dutch(
    args: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*args) == 2
    assert expected in capsys.readouterr().err


def test_no_study_is_exit_1_without_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--study", str(tmp_path), "check") == 1
    text = capsys.readouterr().err
    assert "study.yml" in text and "Traceback" not in text


def test_wrong_ways_to_spread_a_run_are_exit_1_in_dutch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "study.yml").write_text("naam: Proef\n", encoding="utf-8")
    assert run("--study", str(tmp_path), "run", "--deel", "4/3", "--cluster", "lokaal:0", "--scheduler", "x") == 1
    text = capsys.readouterr().err
    for part in ("--deel 4/3", "--cluster lokaal:0", "--scheduler x", "--cluster en --scheduler gaan niet samen"):
        assert part in text
    assert "Traceback" not in text and [path.name for path in tmp_path.iterdir()] == ["study.yml"]


def test_new_makes_a_study_that_check_accepts_once_it_is_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nieuw"
    assert run("new", str(folder)) == 0
    assert (folder / "sjablonen" / "inventarisatie.xlsx").is_file()
    assert run("--study", str(folder), "check") == 1
    said = capsys.readouterr().err
    assert "9 instellingen zijn nog niet ingevuld" in said and "ikcs.1.naam: <naam van het IKC>" in said
    days = iter(["2025-02-01", "2026-02-01", "2025-03-01", "2024-01-01", "2026-02-01"])
    text = re.sub("<jjjj-mm-dd>", lambda _: next(days), (folder / "study.yml").read_text(encoding="utf-8"))
    text = re.sub("<vier cijfers[^>]*>", '"0080"', text).replace("<naam van het IKC>", "De Wilgen")
    (folder / "study.yml").write_text(re.sub("<naam van de [a-z]+>", "Leeuwarden", text), encoding="utf-8")
    assert run("--study", str(folder), "check") == 0
    assert "Niet geleverd" in capsys.readouterr().out


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "iets.txt").write_text("van u")
    assert run("new", str(tmp_path)) == 1
    assert "niet leeg" in capsys.readouterr().err


def test_schema_names_every_contract_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    text = capsys.readouterr().out
    for name in (
        "signalen",
        "zorg",
        "veranderingen",
        "samenhang",
        "toewijzingen_kwartaal",
        "trajecten",
        "kosten",
        "controles",
    ):
        assert f"Resultaat: {name}" in text


def test_ctrl_c_is_exit_130_and_says_how_to_go_on(monkeypatch, capsys) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.publishing.reports.run_study", interrupted)
    assert run("run") == 130
    said = capsys.readouterr().err
    assert "Afgebroken. Met `ikc run` gaat u later verder waar het bleef." in said and "Traceback" not in said


@pytest.fixture
def real_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("IKC_SLEUTEL", "IKC_SLEUTELBESTAND"):
        monkeypatch.delenv(variable, raising=False)
    bewaren = "bewaren: {werkbestanden_dagen: 0, leveringen_tot: 2020-01-01, grondslag: Plan van 2019}\n"
    (tmp_path / "study.yml").write_text(f"naam: Proef\nikcs: [{{ikc: A1}}]\n{bewaren}", encoding="utf-8")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    text = "client;kindcode;ikc;groep;van\n999900006;7;A1;3;01-08-2018\n"
    (tmp_path / "data" / "raw" / "leerlingen.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_number_from_the_prompt_or_standard_input_is_nowhere_to_be_read_afterwards(
    real_study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(" 9999 00 006\n"))
    assert run("--study", str(real_study), "vergeet", "-", "--door", "M. de Vries") == 0
    monkeypatch.setattr("builtins.input", lambda question: {"Kindcode van A1: ": "7"}[question])
    assert run("--study", str(real_study), "vergeet", "--ikc", "A1") == 1
    said = capsys.readouterr()
    assert "leerlingen.csv  1 rij" in said.out and "deze kindcode is al vergeten" in said.err
    files = [path for path in real_study.rglob("*") if path.is_file() and path.name != "leerlingen.csv"]
    assert files and not [path for path in files if b"999900006" in path.read_bytes()]
    assert "9999" not in said.out + said.err


def test_a_number_among_the_arguments_is_said_to_be_in_the_history(
    real_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--study", str(real_study), "vergeet", "123456782") == 1
    said = capsys.readouterr()
    assert "in de geschiedenis van uw opdrachtregel" in said.out
    assert "staat in geen enkele levering" in said.err and "123456782" not in said.out + said.err


def test_opruimen_shows_first_and_throws_deliveries_away_only_when_told(
    real_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = real_study / "data" / "raw" / "leerlingen.csv"
    assert run("--study", str(real_study), "opruimen", "--ook-leveringen") == 0
    assert "Plan van 2019" in capsys.readouterr().out and raw.exists()
    assert run("--study", str(real_study), "opruimen", "--ja") == 0 and raw.exists()
    assert run("--study", str(real_study), "opruimen", "--ja", "--ook-leveringen") == 0
    assert not raw.exists() and "Verwijderd:" in capsys.readouterr().out


def test_sleutel_says_where_the_key_is(real_study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--study", str(real_study), "sleutel") == 0
    assert str(real_study / ".sleutel") in capsys.readouterr().out
    assert run("--study", str(real_study), "sleutel", "--vernieuw") == 1
    assert "nog geen sleutel" in capsys.readouterr().err
