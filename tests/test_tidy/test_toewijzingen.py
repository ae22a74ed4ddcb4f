from dataclasses import replace

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from toewijzing_examples import CASES, CODEBOOK, check_closes, leerlingen_table, raw_table, small_study, tidy_files

from analysis.intake.distinct import as_category, with_texts
from analysis.tidy import toewijzing_messages, toewijzing_overlap, toewijzing_rules
from analysis.tidy.toewijzingen import tidy_toewijzingen

FILES = sorted((CASES / "tidy_toewijzingen").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rule_as_counted_by_hand(path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    part = tidy_files(case["files"])
    check_closes(part)
    found = part.ledger.apart_rows
    apart = {(row.bestand, row.rij): row.reden for row in found.itertuples()}
    expected = {(bestand, rij): reden for bestand, rows in case["apart"].items() for rij, reden in rows.items()}
    assert apart == expected
    table = part.tables["toewijzingen"].sort_values(["client", "bron_rij"]).reset_index(drop=True)
    assert len(table) == len(case["kept"])
    for (_, row), wanted in zip(table.iterrows(), case["kept"], strict=True):
        for column, value in wanted.items():
            assert same(row[column], value), (column, row[column], value)
    codes = {melding.code for melding in part.meldingen}
    assert set(case.get("meldingen", [])) <= codes


def same(found, wanted) -> bool:
    if wanted is None:
        return pd.isna(found)
    return found == pd.Timestamp(wanted) if isinstance(found, pd.Timestamp) else found == wanted


@pytest.mark.parametrize("first", [True, False], ids=["dated first", "dated last"])
@pytest.mark.parametrize("column", ["toewijzingsdatum", "toewijzingstijd"])
def test_a_version_without_a_moment_is_earlier_than_one_with(column, first):
    """Which was sent last is not known of the one without: the one that says when it was sent counts."""
    row = {"client": "c_1", "productcode": "45A48", "toewijzing_nummer": "1", "toewijzingsdatum": "01-02-2019"}
    moment = {"toewijzingsdatum": "02-02-2019", "toewijzingstijd": "10:00:00"}[column]
    dated = row | {column: moment, "ingangsdatum": "01-03-2019"}
    undated = row | {column: "", "ingangsdatum": "01-04-2019"}
    part = tidy_files({"a.csv": [dated, undated] if first else [undated, dated]})
    assert part.tables["toewijzingen"]["startdatum"].tolist() == [pd.Timestamp("2019-03-01")]
    assert [row.reden for row in part.ledger.apart_rows.itertuples()] == [
        "latere versie van hetzelfde toewijzingsnummer telt"
    ]


def test_of_two_versions_without_a_moment_the_last_place_counts():
    row = {"client": "c_1", "productcode": "45A48", "toewijzing_nummer": "1"}
    rows = [row | {"ingangsdatum": day} for day in ("01-04-2019", "01-03-2019")]
    assert tidy_files({"a.csv": rows}).tables["toewijzingen"]["startdatum"].tolist() == [pd.Timestamp("2019-03-01")]


def test_every_rule_has_a_case():
    from analysis.tidy.toewijzing_rules import RULES

    reasons = {
        reden
        for path in FILES
        for rows in yaml.safe_load(path.read_text(encoding="utf-8"))["apart"].values()
        for reden in rows.values()
    }
    assert {rule.reden for rule in RULES} <= reasons


def test_every_rule_is_a_function_with_its_name_and_a_step_in_the_ledger_of_some_case():
    cases = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES]
    steps = {step for case in cases for step in tidy_files(case["files"]).ledger.grootboek["stap"]}
    rules = {step.stap for step in toewijzing_rules.STEPS} - {"lezen", "ikc_opzij"}  # steps around the rules, not rules
    functions = {**vars(toewijzing_rules), **vars(toewijzing_overlap), **vars(toewijzing_messages)}
    assert rules <= steps
    assert all(callable(functions[name]) for name in rules)


def test_a_rule_that_sets_nothing_aside_has_a_step_for_its_files_only():
    known = {"client": "c_1", "productcode": "45A48", "ingangsdatum": "01-02-2019", "einddatum": "01-03-2019"}
    open_end, own_code = {**known, "einddatum": "31-12-9999"}, {**known, "client": "c_2", "productcode": "45Z99"}
    part = tidy_files({"a.csv": [known], "b.csv": [{**open_end, "client": "c_3"}], "c.csv": [own_code]})
    steps = part.ledger.grootboek.query("stap in ['open_einde', 'onbekende_productcode']")
    assert dict(zip(steps["bestand"], steps["stap"], strict=True)) == {
        "b.csv": "open_einde", "c.csv": "onbekende_productcode"
    }  # fmt: skip
    assert steps["rijen_apart"].tolist() == [0, 0]


def test_unknown_product_message_names_rows_budget_and_what_to_do():
    rows = [
        {
            "client": f"c_{n}",
            "toewijzing_nummer": n,
            "productcode": code,
            "ingangsdatum": "01-02-2019",
            "budget": "1.500,50",
        }
        for n, code in enumerate(["45Z99"] * 12 + ["Q7", "45A48"])
    ]
    part = tidy_files({"data/raw/toewijzingen/2021.csv": rows})
    text = next(m.als_tekst() for m in part.meldingen if m.code == "onbekende_productcode")
    assert text == (
        "data/raw/toewijzingen/2021.csv: 2 productcodes staan niet in het codeboek.\n\n"
        "  45Z99   12 rijen (eerste: rij 2); budget € 18.006; telt als ambulant_kind\n"
        "  Q7       1 rij   (rij 14); budget € 1.500; telt als onbekend\n\n"
        "Voeg ze toe aan codebook/producten.yml, of zet ze daar onder `genegeerd` met een reden."
    )
    assert part.tables["toewijzingen"]["zorgvorm"].value_counts().to_dict() == {"ambulant_kind": 13, "onbekend": 1}


def test_without_toewijzing_nummer_is_said_once():
    rows = [{"client": "c_1", "productcode": "45A48", "ingangsdatum": "01-02-2019"}]
    part = tidy_files({"a.csv": rows, "b.csv": [{**rows[0], "client": "c_2"}]})
    found = [m for m in part.meldingen if m.code == "geen_toewijzing_nummer"]
    assert len(found) == 1
    assert found[0].regels == ("a.csv", "b.csv")


def test_date_of_birth_goes_no_further_than_tidy():
    rows = [
        {"client": "c_1", "ingangsdatum": "01-02-2019", "geboortedatum": "05-06-1999"},
        {"client": "c_2", "ingangsdatum": "01-02-2019", "geboortedatum": "05-06-2009"},
        {"client": "c_3", "ingangsdatum": "01-02-2019", "geboortedatum": "05-66-2009"},
    ]
    part = tidy_files({"a.csv": rows})
    assert len(part.ledger.apart_rows) == 1
    assert "geboortedatum" not in part.ledger.apart_rows
    everything = part.tables["toewijzingen"].to_csv() + part.ledger.apart_rows.to_csv()
    everything += "".join(melding.als_tekst() for melding in part.meldingen)
    assert "1999" not in everything
    assert "2009" not in everything


def test_another_school_in_the_ikc_column_is_a_warning_and_counts_as_geen():
    rows = [{"client": "c_1", "ingangsdatum": "01-02-2019", "ikc": "De School Elders"}]
    part = tidy_files({"a.csv": rows})
    assert part.tables["toewijzingen"]["ikc"].tolist() == ["geen"]
    assert "ikc_buiten_studie" in {melding.code for melding in part.meldingen}
    assert {melding.ernst for melding in part.meldingen} == {"waarschuwing"}


def test_a_volume_or_budget_below_zero_is_no_price_and_is_reported():
    rows = [{"client": "c_1", "ingangsdatum": "01-02-2019", "volume": "-5", "budget": "100-"}]
    part = tidy_files({"a.csv": rows})
    assert part.tables["toewijzingen"][["volume", "budget_eur"]].isna().all(axis=None)
    assert [melding.code for melding in part.meldingen].count("getal_niet_te_lezen") == 2


def test_study_without_ikcs_takes_the_ikc_column_as_it_is():
    rows = [{"client": "c_1", "ingangsdatum": "01-02-2019", "ikc": "X9"}]
    part = tidy_files({"a.csv": rows}, study=small_study(ikcs=[], metingen=[]))
    assert part.tables["toewijzingen"]["ikc"].tolist() == ["X9"]


DATES = st.sampled_from(
    ["01-02-2019", "2019-03-01", "31-06-2019", "00-01-2019", "", "43497", "x", "31-12-9999", "05-05-2022"]
)
ROWS = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["c_1", "c_2", ""]),
        "toewijzing_nummer": st.sampled_from(["", "1", "2"]),
        "productcategorie": st.sampled_from(["", "45", "99"]),
        "productcode": st.sampled_from(["", "45A48", "54Z99"]),
        "aanbieder": st.sampled_from(["", "A"]),
        "ikc": st.sampled_from(["", "A", "De Beer", "elders"]),
        "toewijzingsdatum": DATES,
        "ingangsdatum": DATES,
        "einddatum": DATES,
        "budget": st.sampled_from(["", "1.200,-", "veel"]),
        "reden_wijziging": st.sampled_from(["", "13", "verlenging", "??"]),
        "geboortedatum": DATES,
    }
)


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=8), st.lists(ROWS, max_size=8))
def test_ledger_closes_for_any_dirt(first, second):
    part = tidy_files({"a.csv": first, "b.csv": second}, [{"client": "c_1", "ikc": "B", "van": "2019-01-01"}])
    check_closes(part)
    table = part.tables["toewijzingen"]
    assert table["startdatum"].notna().all()
    assert not (table["einddatum"] < table["startdatum"]).any()


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_the_same_file_twice_changes_nothing(rows):
    once = tidy_files({"a.csv": rows}).tables["toewijzingen"]
    twice = tidy_files({"a.csv": rows, "b.csv": rows}).tables["toewijzingen"]
    origin = ["bron_bestand", "bron_rij"]
    pd.testing.assert_frame_equal(with_texts(once.drop(columns=origin)), with_texts(twice.drop(columns=origin)))


@settings(max_examples=8, deadline=None)
@given(st.lists(ROWS, max_size=8), st.lists(ROWS, max_size=8))
def test_categories_are_tidied_as_texts_are(first, second):
    tables = [raw_table(first, "a.csv"), raw_table(second, "b.csv")]
    texts = tables[0].rows.drop(columns="rij")
    coded = [replace(tables[0], rows=texts.apply(as_category).assign(rij=tables[0].rows["rij"])), tables[1]]
    found, wanted = (tidy_toewijzingen(some, leerlingen_table([]), small_study(), CODEBOOK) for some in (coded, tables))
    found_table, wanted_table = (with_texts(part.tables["toewijzingen"]) for part in (found, wanted))
    pd.testing.assert_frame_equal(found_table, wanted_table)
    pd.testing.assert_frame_equal(found.ledger.apart_rows, wanted.ledger.apart_rows)
    pd.testing.assert_frame_equal(found.ledger.grootboek, wanted.ledger.grootboek)
    assert [m.als_tekst() for m in found.meldingen] == [m.als_tekst() for m in wanted.meldingen]
