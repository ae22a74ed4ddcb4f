import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from analysis.errors import InvoerFout
from analysis.study import load_study, paragraphs
from analysis.study.settings import Identiteit, Publicatie, Statistiek, Weergave

MINIMAL = "naam: Proef\n"


def write(folder: Path, text: str) -> Path:
    (folder / "study.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_needs_only_a_name(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, MINIMAL))
    assert study.ikcs == () and study.metingen == ()
    assert study.publicatie.drempel == 5
    assert study.gegevens_datum is None


def test_default_bouwen_are_the_fields_own(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, MINIMAL))
    assert [study.bouw_of_groep(groep) for groep in (0, 3, 4, 8, 9)] == [
        "voorschool", "onderbouw", "middenbouw", "bovenbouw", None,
    ]  # fmt: skip


def test_metingen_come_in_order_of_time(tmp_path: Path) -> None:
    text = MINIMAL + "metingen: [{meting: b, peildatum: 2021-01-01}, {meting: a, peildatum: 2019-01-01}]\n"
    study = load_study(write(tmp_path, text))
    assert study.meting_namen == ("a", "b")
    assert study.gegevens_datum == date(2021, 1, 1)


def test_every_problem_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    text = (
        MINIMAL + "publicatei: {drempel: 5}\nikcs: [{ikc: A, rol: piloot}]\n"
        "metingen: [{meting: a, peildatum: gisteren}, {meting: b, peildatum: 2020-01-01}]\npublicatie: {drempel: -1}\n"
    )
    with pytest.raises(InvoerFout) as caught:
        load_study(write(tmp_path, text))
    message = str(caught.value)
    assert len(caught.value.meldingen) == 4
    for part in ("publicatei", "Bedoelde u `publicatie`?", "ikcs.1.rol", "metingen.1.peildatum", "gisteren", "drempel"):
        assert part in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("metingen: [{meting: a, peildatum: 2019-01-01}]", "minstens twee"),
        ("ikcs: [{ikc: A}, {ikc: A}]", "noemt A meer dan één keer"),
        ("ikcs: [{ikc: alle}]", "gereserveerd"),
        ("primaire_indicatoren: [{indicator: druk, richting: daling}]\ncontrole_indicatoren: [druk]", "druk staat bij"),
        ("controle_indicatoren: [druk, druk]", "noemt druk meer dan één keer"),
        ("ikcs: [{ikc: ../x}]", "alleen letters, cijfers"),
        ("bouwen: {onder: [1, 2], boven: [2, 3]}", "groep 2 staat in meer dan één bouw"),
        ("toewijzingen: {van: 2020-01-01, tot: 2019-01-01}", "einddatum ligt voor de begindatum"),
        ("naam: [x", "geen geldige YAML"),
        ("metingen: [{meting: a, peildatum: 2019-02-31}]", r"peildatum` is geen datum.*er staat: 2019-02-31"),
    ],
)
def test_contradictions_are_named(tmp_path: Path, text: str, expected: str) -> None:
    content = text if text.startswith("naam") else MINIMAL + text
    with pytest.raises(InvoerFout, match=expected):
        load_study(write(tmp_path, content + "\n"))


def test_a_folder_without_study_yml_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvoerFout, match="ikc new"):
        load_study(tmp_path)


def test_code_written_as_a_number_is_text(tmp_path: Path) -> None:
    assert load_study(write(tmp_path, MINIMAL + "ikcs: [{ikc: 12}]\n")).ikc_codes == ("12",)


def test_every_problem_of_the_cost_settings_is_told_with_its_place(tmp_path: Path) -> None:
    text = MINIMAL + (
        "kosten:\n  trekingen: 5000\n  fte: {kosten_eu: 5}\n"
        "  sroi: {deadweight: {laag: 0, midden: 0, hog: 1}, attributie: {laag: 0, midden: 0, hoog: 2}}\n"
        "  per_casus: {6: {referentiescenario: a}}\n  cpi: {2020: veel}\n"
        "  zorgklassen: [{klasse: licht, n_casussen: -1, per_jaar_laag: 1, per_jaar_midden: 2, per_jaar_hoog: 3}]\n"
    )
    with pytest.raises(InvoerFout) as caught:
        load_study(write(tmp_path, text))
    message = str(caught.value)
    assert "kosten.per_casus.6.interventiescenario" in message and "kosten.cpi.2020" in message
    assert "kosten.zorgklassen.1.n_casussen" in message  # a place in a list counts from one
    for part in ("`trekkingen`", "`kosten_eur`", "kosten.sroi.attributie.hoog", "`kosten.sroi.verdringing` ontbreekt"):
        assert part in message
    assert "`kosten.sroi.deadweight.hog` is geen bekende instelling" in message and "`hoog`" in message


def test_an_assumption_that_runs_down_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    text = MINIMAL + (
        "kosten:\n  jok_kosten_per_jaar: {laag: 9, midden: 8, hoog: 10}\n"
        "  zorgklassen: [{klasse: zwaar, n_casussen: 1, per_jaar_laag: 3, per_jaar_midden: 2, per_jaar_hoog: 4}]\n"
    )
    with pytest.raises(InvoerFout) as caught:
        load_study(write(tmp_path, text))
    message = str(caught.value)
    assert "`kosten.jok_kosten_per_jaar`: laag, midden en hoog lopen niet op (9, 8, 10)" in message
    assert "`kosten.zorgklassen` zwaar: laag, midden en hoog lopen niet op (3, 2, 4)" in message


def test_a_case_number_is_two_digits_however_it_is_written(tmp_path: Path) -> None:
    text = MINIMAL + "kosten: {per_casus: {6: {referentiescenario: dreigend, interventiescenario: huidig}}}\n"
    assert list(load_study(write(tmp_path, text)).kosten.per_casus) == ["06"]


def test_the_settings_that_a_new_study_explains_can_all_be_switched_on(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "src/analysis/exchange/new_study.yml").read_text(encoding="utf-8")
    days = iter(["2025-02-01", "2026-02-01", "2025-03-01", "2024-01-01", "2026-02-01"])
    text = re.sub("<jjjj-mm-dd>", lambda _: next(days), text)
    text = re.sub(r": <(?!jjjj)[^>]*>", ": Ingevuld", text)
    head, rest = text.split("  # sroi:", 1)
    switched = head.replace("  # per_casus:", "  per_casus:").replace('  #   "06"', '    "06"') + re.sub(
        r"(?m)^  # ", "  ", "  # sroi:" + rest
    )
    kosten = load_study(write(tmp_path, switched)).kosten
    assert kosten.sroi and kosten.fte and kosten.opschaling and kosten.jok_kosten_per_jaar and kosten.per_casus


@pytest.mark.parametrize("written", ["010", "007", "0x10", "1_0", "1:30"])
def test_a_code_that_yaml_would_change_is_refused_with_advice_to_quote(tmp_path: Path, written: str) -> None:
    with pytest.raises(InvoerFout) as caught:
        load_study(write(tmp_path, MINIMAL + f"gemeentecode: {written}\nikcs: [{{ikc: {written}}}]\n"))
    codes = [melding for melding in caught.value.meldingen if "ikc" in melding.tekst or "gemeentecode" in melding.tekst]
    assert len(codes) == 2 and all(melding.advies == f'Zet er aanhalingstekens om: "{written}".' for melding in codes)
    assert f"(er staat: {written})" in codes[1].tekst


def test_a_code_that_is_a_plain_number_or_quoted_is_a_code(tmp_path: Path) -> None:
    study = load_study(write(tmp_path, MINIMAL + "ikcs: [{ikc: 8}, {ikc: '010'}, {ikc: 08}]\n"))
    assert study.ikc_codes == ("8", "010", "08")


@pytest.mark.parametrize("written", ["yes", "off", "1.5", "2019-01-01"])
def test_a_code_that_is_no_text_to_yaml_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(InvoerFout, match="aanhalingstekens"):
        load_study(write(tmp_path, MINIMAL + f"ikcs: [{{ikc: {written}}}]\n"))


def test_the_smallest_cell_of_double_reports_follows_the_threshold_of_the_publication(tmp_path: Path) -> None:
    """From an estimate with smaller cells the public edition would give them back, so it may only be stricter."""
    for given, expected in (("", 7), ("statistiek: {kleinste_cel: 9}", 9)):
        (tmp_path / "study.yml").write_text(f"{MINIMAL}publicatie: {{drempel: 7}}\n{given}\n", encoding="utf-8")
        assert load_study(tmp_path).kleinste_cel == expected
    wrong = f"{MINIMAL}publicatie: {{drempel: 7}}\nstatistiek: {{kleinste_cel: 6}}\n"
    (tmp_path / "study.yml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InvoerFout, match=r"`statistiek\.kleinste_cel` is kleiner dan `publicatie\.drempel`"):
        load_study(tmp_path)


def test_every_minimum_of_a_new_study_is_the_default() -> None:
    new = yaml.safe_load(files("analysis.exchange").joinpath("new_study.yml").read_text(encoding="utf-8"))
    sections = {"statistiek": Statistiek, "weergave": Weergave, "publicatie": Publicatie, "identiteit": Identiteit}
    for section, model in sections.items():
        assert new[section] == model().model_dump(mode="json"), section


def test_a_key_twice_in_study_yml_is_told_with_both_lines(tmp_path: Path) -> None:
    text = "naam: Proef\npublicatie:\n  drempel: 5\n  drempel: 1\n"
    (tmp_path / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InvoerFout, match=r"regel 4: `publicatie.drempel` staat er al \(regel 3\)"):
        load_study(tmp_path)


def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "study.yml").write_text("naam: Proef\npublicatie:\n  dremple: 5\n", encoding="utf-8")
    with pytest.raises(InvoerFout, match=r"regel 3: `publicatie\.dremple` is geen bekende instelling"):
        load_study(tmp_path)


def test_the_words_of_a_study_are_read_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    words = (
        "naam: x\nvoorwoord: |\n  Een.\n\n  Twee.\naanbevelingen: [Meet elk jaar.]\n"
        "colofon: {opdrachtgever: de gemeente, onderzoekers: [bureau A], datum: 2021-09-01, contact: via de gemeente}\n"
    )
    study = load_study(write(tmp_path, words))
    assert paragraphs(study.voorwoord) == ["Een.", "Twee."] and study.aanbevelingen == ("Meet elk jaar.",)
    assert study.colofon.onderzoekers == ("bureau A",) and study.colofon.datum == date(2021, 9, 1)
    wrong = words.replace("opdrachtgever", "opdrachtgevr").replace("[Meet elk jaar.]", "[1]")
    wrong = wrong.replace("2021-09-01", "ooit")
    with pytest.raises(InvoerFout) as found:
        load_study(write(tmp_path, wrong))
    said = str(found.value)
    assert "`colofon.opdrachtgevr` is geen bekende instelling" in said and "Bedoelde u `opdrachtgever`?" in said
    assert "`aanbevelingen.1` is geen tekst" in said and "`colofon.datum` is geen datum" in said
