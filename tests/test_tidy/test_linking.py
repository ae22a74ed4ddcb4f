import pandas as pd
from toewijzing_examples import tidy_files

ROW = {"productcode": "45A48", "toewijzing_nummer": "1"}


def ikc_of(row, leerlingen):
    return tidy_files({"a.csv": [{**ROW, **row}]}, leerlingen).tables["toewijzingen"]["ikc"].item()


def test_enrolment_on_the_start_counts():
    moved = [
        {"client": "c_1", "ikc": "A", "van": "2018-08-01", "tot": "2019-01-31"},
        {"client": "c_1", "ikc": "B", "van": "2019-02-01"},
    ]
    assert ikc_of({"client": "c_1", "ingangsdatum": "31-01-2019"}, moved) == "A"
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019"}, moved) == "B"


def test_earlier_enrolment_covers_when_a_later_one_has_ended():
    both = [
        {"client": "c_1", "ikc": "A", "van": "2018-08-01"},
        {"client": "c_1", "ikc": "B", "van": "2019-01-01", "tot": "2019-01-31"},
    ]
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-06-2019"}, both) == "A"


def test_a_child_that_moves_while_the_care_runs_is_where_it_was_enrolled_on_the_start():
    """B began later and also falls within the toewijzing; on 1 February the child was at A."""
    moved = [
        {"client": "c_1", "ikc": "A", "van": "2018-08-01", "tot": "2019-03-31"},
        {"client": "c_1", "ikc": "B", "van": "2019-04-01"},
    ]
    for order in (moved, moved[::-1]):
        assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019"}, order) == "A"
        assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019", "einddatum": "01-06-2019"}, order) == "A"


def test_a_child_between_two_ikcs_goes_with_the_first_that_it_comes_to():
    """Left A on 31 January; on 15 February at neither; B from March, and A again from May."""
    between = [
        {"client": "c_1", "ikc": "A", "van": "2018-08-01", "tot": "2019-01-31"},
        {"client": "c_1", "ikc": "A", "van": "2019-05-01"},
        {"client": "c_1", "ikc": "B", "van": "2019-03-01", "tot": "2019-04-30"},
    ]
    assert ikc_of({"client": "c_1", "ingangsdatum": "15-02-2019"}, between) == "B"
    assert ikc_of({"client": "c_1", "ingangsdatum": "15-02-2019", "einddatum": "28-02-2019"}, between) == "geen"


def test_of_two_enrolments_on_the_start_the_latest_begun_counts():
    both = [
        {"client": "c_1", "ikc": "B", "van": "2019-01-01"},
        {"client": "c_1", "ikc": "A", "van": "2018-08-01"},
    ]
    for order in (both, both[::-1]):
        assert ikc_of({"client": "c_1", "ingangsdatum": "01-06-2019"}, order) == "B"


def test_later_enrolment_counts_when_the_care_still_runs():
    later = [{"client": "c_1", "ikc": "B", "van": "2019-08-01"}]
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019"}, later) == "B"
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019", "einddatum": "01-08-2019"}, later) == "B"
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019", "einddatum": "31-07-2019"}, later) == "geen"


def test_after_leaving_and_unknown_child_are_geen():
    left = [{"client": "c_1", "ikc": "B", "van": "2018-08-01", "tot": "2019-01-31"}]
    assert ikc_of({"client": "c_1", "ingangsdatum": "01-02-2019"}, left) == "geen"
    assert ikc_of({"client": "c_2", "ingangsdatum": "01-02-2019"}, left) == "geen"


def test_column_of_the_export_wins_and_the_conflict_is_listed():
    enrolled = [{"client": "c_1", "ikc": "B", "van": "2018-08-01"}]
    rows = [{**ROW, "client": "c_1", "ikc": "de aap", "ingangsdatum": "01-02-2019"}]
    part = tidy_files({"a.csv": rows}, enrolled)
    assert part.tables["toewijzingen"]["ikc"].item() == "A"
    melding = next(m for m in part.meldingen if m.code == "koppeling_tegenstrijdig")
    assert melding.regels == ("kolom A, leerlingen B: 1",)


def test_linkage_rate_per_file():
    enrolled = [{"client": "c_1", "ikc": "B", "van": "2018-08-01", "tot": "2019-12-31"}]
    rows = [
        {"client": "c_1", "productcode": "45A48", "ingangsdatum": "01-02-2019", "einddatum": "01-03-2019"},
        {"client": "c_1", "productcode": "45A48", "ingangsdatum": "01-02-2020"},
        {"client": "c_2", "productcode": "45A48", "ingangsdatum": "01-02-2019"},
    ]
    part = tidy_files({"a.csv": rows}, enrolled)
    melding = next(m for m in part.meldingen if m.code == "koppeling")
    assert melding.tekst == "1 van de 3 toewijzingen (33,3%) zijn aan een IKC gekoppeld."
    assert [int(line.split()[0]) for line in melding.regels] == [0, 1, 0, 1, 1]


def test_linking_keeps_every_row_once():
    rows = [
        {"client": "c_1", "toewijzing_nummer": n, "ingangsdatum": "01-02-2019", "productcode": f"45A{n}"}
        for n in range(40, 60)
    ]
    enrolled = [{"client": "c_1", "ikc": "B", "van": day} for day in pd.date_range("2018-08-01", periods=9, freq="YS")]
    assert len(tidy_files({"a.csv": rows}, enrolled).tables["toewijzingen"]) == 20
