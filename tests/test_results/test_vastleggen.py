"""What `ikc vastleggen` freezes, what it says the second time, and when a study was frozen beforehand."""

from datetime import date
from pathlib import Path

import pytest

from analysis.codebook import load_codebook
from analysis.errors import InvoerFout
from analysis.presentation.taal.wording import forbidden_words
from analysis.presentation.vastlegging import sentence_vastgelegd, words_vastgelegd
from analysis.publishing.wording import as_read
from analysis.results.vastleggen import content_of, freeze, judge_vastlegging, tell_differences
from analysis.study import Study, load_study
from analysis.study.vastgelegd import FILE

STUDY = """\
naam: Proef
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01, informant: leerkracht}
  - {meting: eindmeting, peildatum: 2021-06-01, informant: jeugdondersteuner}
ikcs: [{ikc: IKC01, rol: pilot}]
primaire_indicatoren:
  - {indicator: internaliserend, richting: stijging}
  - {indicator: jeugd_ggz, richting: daling}
"""
BEFORE, ON_THE_DAY, AFTER = date(2019, 1, 12), date(2019, 2, 1), date(2020, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> Study:
    text = (folder / "study.yml").read_text(encoding="utf-8")
    assert old in text
    (folder / "study.yml").write_text(text.replace(old, new), encoding="utf-8")
    return load_study(folder)


def said(folder: Path) -> str:
    return sentence_vastgelegd(load_study(folder), load_codebook(folder))


def frozen(folder: Path, day: date, again: bool = False) -> tuple[str, int]:
    return freeze(load_study(folder), load_codebook(folder), day, again)


def test_a_study_without_the_file_is_not_frozen_beforehand(folder: Path) -> None:
    assert said(folder).startswith("**Niet vooraf vastgelegd.**")
    assert (
        words_vastgelegd(load_study(folder), load_codebook(folder))
        == "De hoofdindicatoren zijn niet vooraf vastgelegd."
    )


def test_frozen_before_the_first_peildatum_says_both_days_and_what_can_be_checked(folder: Path) -> None:
    text, code = frozen(folder, BEFORE)
    mark = judge_vastlegging(load_study(folder), load_codebook(folder)).vastgelegd.kenmerk
    assert code == 0 and mark in text and "iedereen kan hem typen" in text
    assert said(folder) == (
        "**Volgens vastgelegd.yml vastgelegd op 12 januari 2019, vóór de eerste levering: die van de nulmeting "
        "(peildatum 1 februari 2019).** Aan keuzes en rekenwijze is sindsdien niets veranderd. De datum staat in het "
        "bestand zelf en is hier niet na te gaan: iedereen kan hem typen. Wie toen het kenmerk kreeg, kan het "
        f"vergelijken: het begint met {mark[:16]}."
    )


@pytest.mark.parametrize("day", [ON_THE_DAY, AFTER])
def test_on_the_first_peildatum_or_later_is_not_beforehand(folder: Path, day: date) -> None:
    assert "is dan al" in frozen(folder, day)[0]
    assert said(folder).startswith("**Niet vooraf vastgelegd**: vastgelegd op ")
    assert "vóór de eerste levering" not in said(folder)


def test_a_day_set_back_by_hand_counts_for_nothing(folder: Path) -> None:
    frozen(folder, AFTER)
    path = folder / FILE
    path.write_text(
        path.read_text(encoding="utf-8").replace("datum: 2020-01-01", "datum: 2019-01-01"), encoding="utf-8"
    )
    assert said(folder).startswith("**Niet vooraf vastgelegd.** Er is een bestand")
    assert "met de hand veranderd" in frozen(folder, AFTER)[0]


def test_the_time_of_the_file_counts_for_nothing(folder: Path) -> None:
    import os

    frozen(folder, AFTER)
    os.utime(folder / FILE, (0, 0))
    assert said(folder).startswith("**Niet vooraf vastgelegd**")


def test_no_sentence_has_a_word_that_a_report_refuses(folder: Path) -> None:
    found = [said(folder)]
    frozen(folder, AFTER)
    found.append(said(folder))
    (folder / FILE).write_text((folder / FILE).read_text(encoding="utf-8").replace("2020", "2018"), encoding="utf-8")
    found.append(said(folder))
    (folder / FILE).unlink()
    frozen(folder, BEFORE)
    change(folder, "richting: daling", "richting: stijging")
    found.append(said(folder))
    assert len(set(found)) == 4 and [forbidden_words(as_read(text)) for text in found] == [[]] * 4


def test_a_second_time_writes_nothing_and_tells_what_changed(folder: Path) -> None:
    frozen(folder, BEFORE)
    written = (folder / FILE).read_bytes()
    assert frozen(folder, AFTER) == (
        f"Al vastgelegd op 12-01-2019 (vastgelegd.yml, kenmerk {mark_in(written)}).\n"
        "Sindsdien is er niets veranderd; er is niets geschreven.", 0,
    )  # fmt: skip
    change(folder, "richting: daling", "richting: stijging")
    text, code = frozen(folder, AFTER)
    assert code == 1 and "  hoofdindicatoren jeugd_ggz richting (was daling, is nu stijging)\n" in text
    assert (folder / FILE).read_bytes() == written
    assert "**Na vastlegging gewijzigd**: hoofdindicatoren jeugd\\_ggz richting (was daling, is nu stijging)." in said(
        folder
    )


def mark_in(content: bytes) -> str:
    return content.decode().rsplit("kenmerk: ", 1)[1].strip()


def test_again_keeps_the_older_one_and_the_report_names_its_day(folder: Path) -> None:
    frozen(folder, date(2018, 12, 1))
    change(folder, "richting: daling", "richting: stijging")
    assert frozen(folder, BEFORE, again=True)[1] == 0
    assert sorted(path.name for path in folder.glob("vastgelegd*")) == ["vastgelegd.yml", "vastgelegd_2018-12-01.yml"]
    assert "Eerder vastgelegd op 01-12-2018; dit is een nieuwe vastlegging." in said(folder)
    text, _ = frozen(folder, AFTER, again=True)
    assert "niets veranderd" in text and len(list(folder.glob("vastgelegd*"))) == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("naam: Proef", "naam: Proef\nstatistiek: {alfa: 0.1}", "statistiek alfa (was 0.05, is nu 0.1)"),
        ("naam: Proef", "naam: Proef\npublicatie: {klein_ikc: 30}", "publicatie klein_ikc (was 50, is nu 30)"),
        ("2021-06-01", "2021-07-01", "metingen eindmeting peildatum (was 2021-06-01, is nu 2021-07-01)"),
        ("  - {indicator: jeugd_ggz, richting: daling}\n", "", "hoofdindicatoren jeugd_ggz (weg)"),
        ("rol: pilot", "rol: vergelijking", "ikcs IKC01 rol (was pilot, is nu vergelijking)"),
    ],
)  # fmt: skip
def test_each_choice_that_changed_is_told(folder: Path, old: str, new: str, told: str) -> None:
    frozen(folder, BEFORE)
    study = change(folder, old, new)
    found = judge_vastlegging(study, load_codebook(folder)).verschillen
    assert told in found and all("openbare" not in line for line in found)


def test_what_decides_no_number_is_no_change(folder: Path) -> None:
    frozen(folder, BEFORE)
    study = change(
        folder, "naam: Proef", "naam: Anders\nweergave: {minimum_punten: 4}\nbewaren: {werkbestanden_dagen: 9}"
    )
    assert judge_vastlegging(study, load_codebook(folder)).verschillen == ()


def test_another_meaning_of_an_indicator_is_told(folder: Path) -> None:
    frozen(folder, BEFORE)
    (folder / "codebook").mkdir()
    (folder / "codebook" / "signalen.yml").write_text(
        "kindproblematiek:\n  domeinen:\n    internaliserend:\n      codes:\n        piekeren: {label: Piekeren}\n",
        encoding="utf-8",
    )
    found = judge_vastlegging(load_study(folder), load_codebook(folder)).verschillen
    assert found == ("hoofdindicatoren internaliserend codes (erbij: piekeren)",)


def test_another_program_is_told_by_its_version_or_its_rules(folder: Path) -> None:
    now = content_of(load_study(folder), load_codebook(folder))
    older = {**now, "rekenwijze": {**now["rekenwijze"], "versie": "0.0.1", "inference": "x"}}
    assert list(tell_differences(older, now)) == ["het programma (was versie 0.0.1, is nu 0.1.0)"]
    same = {**now, "rekenwijze": {**now["rekenwijze"], "measures": "x"}}
    assert list(tell_differences(same, now)) == ["de rekenregels van het programma"]


def test_a_study_without_primary_indicators_has_nothing_to_freeze(folder: Path) -> None:
    study = load_study(folder).model_copy(update={"primaire_indicatoren": ()})
    with pytest.raises(InvoerFout, match="niets om vast te leggen"):
        freeze(study, load_codebook(folder), BEFORE, False)
    assert sentence_vastgelegd(study, load_codebook(folder)) == ""
