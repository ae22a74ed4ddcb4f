"""Two to eleven metingen: which stand side by side, what turns, what is said of the others."""

import pandas as pd
import pytest
from fake_results import fake_rapport
from long_study import MISSED, TURN, long_rapport

from analysis.presentation import oogopslag, signalen, toewijzingen, verantwoording, zorg
from analysis.presentation.captions import children_words
from analysis.presentation.moments import (
    course_words,
    decimal_year,
    informant_breaks,
    informant_notes,
    is_many,
    line_notes,
    missed,
    names_side_by_side,
    place_in_time,
    side_by_side_note,
)
from analysis.presentation.outputs import Tabel
from analysis.presentation.selection import shares
from analysis.presentation.shares_table import range_words
from analysis.publishing.title_block import title_block


@pytest.mark.parametrize(
    ("metingen", "expected"),
    [
        (2, ["nulmeting", "nameting"]),
        (3, ["nulmeting", "nameting", "eindmeting"]),
        (4, ["nulmeting", "eindmeting", "meting4"]),
        (11, ["nulmeting", "meting10", "meting11"]),
    ],
)
def test_of_more_than_three_metingen_first_previous_and_last_stand_side_by_side(metingen, expected):
    rapport = fake_rapport(metingen=metingen, ikcs=3)
    assert names_side_by_side(rapport) == expected
    assert bool(side_by_side_note(rapport)) is (metingen > 3)
    assert is_many(rapport) is (metingen > 3)


def test_a_note_says_how_many_metingen_are_not_side_by_side():
    note = side_by_side_note(fake_rapport(metingen=11, ikcs=3))
    assert note == " Van de 11 metingen: de eerste, de vorige en de laatste."


def test_few_metingen_have_no_place_in_time():
    rapport = fake_rapport(metingen=3, ikcs=3)
    table = shares(rapport, "signalen", ("soort",))
    assert place_in_time(rapport, table) is table
    assert line_notes(rapport, table) == []


def test_a_missed_meting_leaves_its_number_and_another_informant_a_break():
    """Eleven metingen without the sixth (2024): numbers 0 to 10 without 5; another informant at the second, eighth."""
    rapport = long_rapport()
    table = place_in_time(rapport, shares(rapport, "signalen", ("soort",)))
    rows = table[table["volgorde"] == table["volgorde"].min()]
    assert list(rows["nummer"]) == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]
    assert list(rows.loc[rows["los"], "meting"]) == ["nameting", TURN]
    assert rows["plek"].iloc[0] == pytest.approx(2019 + 31 / 365.25)
    assert (informant_breaks(rapport), missed(rapport)) == (["nameting", TURN], [MISSED])


def test_a_list_that_changed_is_a_break_for_its_indicator_alone():
    rapport = long_rapport(missed=(), turn="")
    changes = rapport.tables["veranderingen"]
    pair = (changes["ikc"] == "IKC01") & (changes["van"] == "meting4") & (changes["naar"] == "meting5")
    hit = pair & changes["indicator"].eq("internaliserend") & changes["bouw"].eq("alle")
    assert hit.any()
    tables = {**rapport.tables, "veranderingen": changes.assign(
        oordeel_reden=changes["oordeel_reden"].mask(hit, "lijst_veranderd"))}  # fmt: skip
    changed = type(rapport)(rapport.study, rapport.codebook, rapport.ikc, rapport.editie, tables)
    table = place_in_time(changed, shares(changed, "signalen", ("domein",)))
    loose = table[table["los"] & table["meting"].ne("nameting")]
    assert list(zip(loose["domein"], loose["meting"], strict=True)) == [("internaliserend", "meting5")]
    assert "De lijst zelf was anders in 2023." in line_notes(changed, table)[0]


def test_notes_tell_why_a_line_stops():
    rapport = long_rapport()
    table = place_in_time(rapport, shares(rapport, "signalen", ("soort",)))
    assert line_notes(rapport, table) == [
        "Stippellijn: in 2020 en 2026 ging iemand anders de lijst invullen. De lijn loopt daar niet door: het is niet "
        "te vergelijken. Gat in de lijn: geen meting in 2024."
    ]
    assert informant_notes(rapport) == [
        "Open rondje: ingevuld door leerkrachten en jeugdondersteuners; dicht rondje: door intern begeleiders."
    ]


def test_the_closed_point_is_that_of_the_last_meting_when_an_informant_comes_back():
    rapport = long_rapport(metingen=4, missed=(), turn="")
    gemeten = rapport.tables["gemeten"]
    back = gemeten.assign(informant=gemeten["informant"].mask(gemeten["meting"] == "meting4", "leerkracht"))
    tables = {**rapport.tables, "gemeten": back}
    again = type(rapport)(rapport.study, rapport.codebook, rapport.ikc, rapport.editie, tables)
    assert informant_notes(again) == ["Open rondje: ingevuld door jeugdondersteuners; dicht rondje: door leerkrachten."]


def test_mixed_groups_of_informants_are_not_spelled_out():
    rapport = long_rapport(metingen=4, missed=(), turn="")
    gemeten = rapport.tables["gemeten"]
    mixed = gemeten["informant"].mask(gemeten["meting"] == "eindmeting", "jeugdondersteuner; leerkracht")
    tables = {**rapport.tables, "gemeten": gemeten.assign(informant=mixed)}
    again = type(rapport)(rapport.study, rapport.codebook, rapport.ikc, rapport.editie, tables)
    assert informant_notes(again) == [
        "Dicht rondje: ingevuld door jeugdondersteuners, zoals bij de laatste meting; open rondje: door een andere "
        "groep invullers."
    ]
    assert informant_breaks(again) == ["nameting", "eindmeting", "meting4"]


def test_a_series_of_many_is_first_last_lowest_and_highest():
    rows = pd.DataFrame({"meting_label": ["2019", "2020", "2021", "2022"], "aandeel": [0.3, 0.1, 0.5, None]})
    assert course_words(rows, lambda share: f"{100 * share:.0f}") == (
        "2019 30, 2022 niet getoond, laagst 10 in 2020, hoogst 50 in 2021"
    )
    assert course_words(rows.head(2), lambda share: f"{100 * share:.0f}") == "2019 30, 2020 10"


def test_children_are_told_of_the_first_and_the_last_of_many_metingen():
    assert children_words(fake_rapport(metingen=3, ikcs=3)).count(" in 20") == 3
    words = children_words(fake_rapport(metingen=11, ikcs=3))
    assert words.count(" in 20") == 2
    assert words.endswith("; 11 metingen")


def test_the_table_of_who_was_measured_turns_above_four_metingen():
    heads = signalen.tabel_gemeten(fake_rapport(metingen=4, ikcs=3)).markdown.splitlines()[0]
    assert [cell.strip() for cell in heads.strip("|").split("|")] == ["Kinderen", "2019", "2020", "2021", "2022"]
    lines = signalen.tabel_gemeten(fake_rapport(metingen=11, ikcs=3)).markdown.splitlines()
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == [
        "Meting", "Voorschool", "Onderbouw", "Middenbouw", "Bovenbouw", "Totaal", "Gebleven / nieuw / vertrokken",
    ]  # fmt: skip
    assert [line.strip("| ")[:4] for line in lines[2:]] == [str(year) for year in range(2019, 2030)]


@pytest.mark.parametrize("make", [signalen.tabel_signalen, zorg.tabel_zorg, zorg.tabel_zorgvormen,
                                  zorg.tabel_verhoudingen, toewijzingen.tabel_toewijzingen])  # fmt: skip
def test_no_table_grows_wider_with_the_years(make):
    for metingen in (4, 5, 11):
        shown = make(fake_rapport(metingen=metingen, ikcs=3))
        assert isinstance(shown, Tabel)
        assert shown.markdown.splitlines()[0].count("|") - 1 <= 6
        assert ("de eerste, de vorige en de laatste" in shown.bijschrift) is (metingen > 4)


def test_shares_of_many_metingen_have_their_lowest_and_highest_with_the_year():
    shown = zorg.tabel_zorg(fake_rapport(metingen=11, ikcs=3))
    head, _, enrolled, *rows = shown.markdown.splitlines()
    assert head.rstrip("| ").endswith("Laagst – hoogst")
    assert enrolled.rstrip().endswith("|  |")
    assert all("(20" in row.rsplit("|", 2)[1] for row in rows)
    assert range_words(["3", "9"], ["2020", "2027"]) == "3 (2020) – 9 (2027)"
    assert range_words(["<2", "<2"], ["2020", "2027"]) == "steeds <2"


def test_no_sentence_lists_every_meting():
    rapport = long_rapport()
    text = signalen.zin_gemeten(rapport).markdown
    assert "Daartussen waren er acht metingen" in text
    assert "In 2020 en 2026 ging iemand anders de lijst invullen." in text
    assert "In 2024 is hier niet gemeten." in text
    for words in (text, verantwoording.zin_metingen(rapport).markdown):
        assert sum(str(year) in words for year in range(2019, 2030)) <= 7
    lines = verantwoording.zin_metingen(rapport).markdown.splitlines()
    assert lines[0] == "- Nulmeting (1 februari 2019): ingevuld door leerkrachten."
    assert lines[1].endswith("vijf metingen: ingevuld door jeugdondersteuners.")
    assert lines[2].startswith("- Meting8 (1 juni 2026) tot en met meting11 (1 juni 2029), vier metingen")


def test_the_head_of_a_report_has_no_eleven_days():
    words = title_block(fake_rapport(metingen=11, ikcs=3).study, "IKC01", "intern", "Titel")["subtitle"]
    assert "11 metingen, van 1 februari 2019 tot en met 1 juni 2029" in words
    three = title_block(fake_rapport(metingen=3, ikcs=3).study, "IKC01", "intern", "Titel")["subtitle"]
    assert "Metingen op 1 februari 2019, 1 februari 2020 en 1 juni 2021" in three


def test_metingen_before_an_ikc_joined_are_told_once():
    rapport = long_rapport(missed=("nulmeting", "nameting", "eindmeting", MISSED), turn="")
    text = oogopslag.zin_kanttekeningen(rapport).markdown
    assert "Van vóór 2022 zijn er van dit IKC geen inventarisaties; andere IKC's hadden er toen drie." in text
    assert "Uit 2024 is er van dit IKC geen inventarisatie." in text
    assert "2020" not in text.partition("Uit 2024")[0]


def test_a_day_is_a_year_and_a_part():
    from datetime import date

    assert decimal_year(date(2021, 1, 1)) == 2021
    assert decimal_year(date(2021, 7, 2)) == pytest.approx(2021.5, abs=0.002)
