"""Leerlingen that cover part of the toewijzingen's period are told: who was there outside it cannot be linked."""

from toewijzing_examples import leerlingen_table, small_study

from analysis.tidy.consistency import check_enrolment_period

STUDY = small_study(toewijzingen={"van": "2018-01-01", "tot": "2021-06-30"})


def test_a_list_that_begins_late_or_ends_early_is_named_with_its_days():
    rows = leerlingen_table([
        {"client": "a", "ikc": "A", "van": "2018-08-01", "tot": "2020-07-31"},
        {"client": "b", "ikc": "A", "van": "2019-08-01", "tot": "2020-12-31"},
        {"client": "c", "ikc": "B", "van": "2017-08-01"},
    ])  # fmt: skip
    (melding,) = check_enrolment_period(rows, STUDY)
    assert melding.ernst == "waarschuwing"
    assert melding.regels == ("A: vanaf 01-08-2018 tot en met 31-12-2020",)


def test_a_list_of_the_whole_period_needs_no_message():
    rows = leerlingen_table([{"client": "c", "ikc": "B", "van": "2018-01-01", "tot": "2021-06-30"}])
    assert check_enrolment_period(rows, STUDY) == []
    assert check_enrolment_period(rows, small_study(toewijzingen={})) == []
