"""The table of trends: over which metingen, what breaks a line, how many are corrected together, and the word."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.trends import estimate_trend
from analysis.measures.volharding import SUMS
from analysis.study import Study

CODEBOOK = load_codebook()
INT = ("signaal", "internaliserend", "kindproblematiek", "internaliserend", "alle")
EXT = ("signaal", "externaliserend", "kindproblematiek", "externaliserend", "alle")
NOBODY = pd.DataFrame(columns=["aard", *SUMS])


def study_of(metingen: int, **settings) -> Study:
    return Study(
        folder=Path("studie"), naam="voorbeeld",
        metingen=tuple({"meting": f"m{n}", "peildatum": f"{2019 + n}-01-01"} for n in range(metingen)),
        ikcs=settings.pop("ikcs", ({"ikc": "A"}, {"ikc": "B"}, {"ikc": "C"})),
        primaire_indicatoren=({"indicator": "internaliserend", "richting": "stijging"},), **settings,
    )  # fmt: skip


def counts_of(shares: dict[str, list[float | None]], what: tuple = INT, children: int = 200) -> pd.DataFrame:
    """Give counts per ikc of its shares at m0, m1, ...; None where there is no inventory."""
    rows = [
        (ikc, f"m{n}", "alle", *what, round(share * children), children)
        for ikc, own in shares.items() for n, share in enumerate(own) if share is not None
    ]  # fmt: skip
    columns = ["ikc", "meting", "bouw", "aard", "indicator", "soort", "domein", "code", "n", "n_kinderen"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "Int64", "n_kinderen": "Int64"})


def trends(counts: pd.DataFrame, study: Study, informants: dict[str, str] | None = None, **more) -> pd.DataFrame:
    """`informants`: per ikc a letter per meting, l(eerkracht), j(eugdondersteuner) or ? (onbekend)."""
    names = {"l": "leerkracht", "j": "jeugdondersteuner", "?": "onbekend"}
    moments = counts[["ikc", "meting"]].drop_duplicates()
    letters = informants or {}
    who = [
        names[letters.get(ikc, "j" * 20)[int(meting[1:])]] for ikc, meting in moments.itertuples(index=False)
    ]  # fmt: skip
    return estimate_trend(counts, moments.assign(informant=who, vorm="kinderen"), NOBODY, study, CODEBOOK, **more)


def row_of(table: pd.DataFrame, ikc: str = "A") -> pd.Series:
    (row,) = [row for _, row in table[table["ikc"] == ikc].iterrows()]
    return row


def test_the_slope_is_in_share_per_year_over_the_true_days() -> None:
    row = row_of(trends(counts_of({"A": [0.10, 0.15, 0.20, 0.25, 0.30]}), study_of(5)))
    assert row["helling"] == pytest.approx(0.05, rel=1e-3)
    assert (row["oordeel"], row["oordeel_reden"], row["n_metingen"]) == ("gestegen", "marge", 5)
    assert (row["van"], row["naar"], row["n_breuken"], row["eenheid"]) == ("m0", "m4", 0, "per jaar")


def test_three_metingen_are_too_few() -> None:
    row = row_of(trends(counts_of({"A": [0.1, 0.2, 0.3]}), study_of(3)))
    assert (row["oordeel"], row["oordeel_reden"]) == ("te weinig gegevens", "te_weinig_metingen")
    assert np.isnan(row["helling"])


def test_the_minimum_is_that_of_the_study() -> None:
    study = study_of(5, statistiek={"minimum_metingen_trend": 6})
    assert row_of(trends(counts_of({"A": [0.1] * 5}), study))["oordeel_reden"] == "te_weinig_metingen"


def test_another_kind_of_informant_is_a_break_that_is_not_bridged() -> None:
    row = row_of(trends(counts_of({"A": [0.1, 0.3, 0.3, 0.3, 0.3]}), study_of(5), {"A": "ljjjj"}))
    assert (row["van"], row["naar"], row["n_metingen"], row["n_breuken"]) == ("m1", "m4", 4, 1)
    assert row["helling"] == pytest.approx(0, abs=1e-9)


def test_a_break_that_leaves_too_few_metingen_says_so() -> None:
    row = row_of(trends(counts_of({"A": [0.1, 0.1, 0.3, 0.3, 0.3]}), study_of(5), {"A": "lljjj"}))
    assert (row["oordeel"], row["oordeel_reden"], row["n_metingen"]) == ("niet te zeggen", "andere_informant", 3)


def test_of_two_stretches_that_are_as_long_the_last_counts() -> None:
    row = row_of(trends(counts_of({"A": [0.1] * 8}), study_of(8), {"A": "lllljjjj"}))
    assert (row["van"], row["naar"]) == ("m4", "m7")


def test_an_unknown_informant_is_the_same_as_no_other() -> None:
    row = row_of(trends(counts_of({"A": [0.1] * 5}), study_of(5), {"A": "?????"}))
    assert (row["oordeel"], row["oordeel_reden"]) == ("niet te zeggen", "informant_onbekend")


def test_another_list_is_a_break() -> None:
    lists = pd.DataFrame([("A", "m0", "m1", True)], columns=["ikc", "van", "naar", "lijst_anders"])
    row = row_of(trends(counts_of({"A": [0.1] * 5}), study_of(5), lijsten=lists))
    assert (row["van"], row["n_breuken"]) == ("m1", 1)


def test_other_questions_are_a_break_of_that_domain_alone() -> None:
    both = pd.concat([counts_of({"A": [0.1] * 6}, what) for what in (INT, EXT)], ignore_index=True)
    late = both["meting"].isin(["m4", "m5"]) & (both["indicator"] == "internaliserend")
    both = both.assign(versie=np.where(late, "angst zelfbeeld", "angst"), formulier="")
    found = trends(both, study_of(6)).query("ikc == 'A'").set_index("indicator")
    assert found.loc["internaliserend", ["naar", "n_breuken"]].tolist() == ["m3", 1]
    assert found.loc["externaliserend", ["naar", "n_breuken"]].tolist() == ["m5", 0]


def test_who_joins_later_or_misses_a_meting_has_a_line_of_its_own() -> None:
    shares = {"A": [0.1] * 6, "B": [None, None, 0.1, 0.1, 0.1, 0.1], "C": [0.1, None, 0.1, 0.1, 0.1, 0.1]}
    found = trends(counts_of(shares), study_of(6)).set_index("ikc")
    assert found.loc["B", ["van", "n_metingen"]].tolist() == ["m2", 4]
    assert found.loc["C", ["van", "n_metingen"]].tolist() == ["m0", 5]


def test_alle_adds_up_the_ikcs_that_have_the_same_metingen() -> None:
    shares = {"A": [0.10, 0.12, 0.14, 0.16], "B": [0.10, 0.10, 0.10, 0.10], "C": [0.10, 0.14, 0.18, 0.22]}
    row = row_of(trends(counts_of(shares), study_of(4)), "alle")
    assert row["helling"] == pytest.approx(0.02, rel=2e-3)
    assert (row["oordeel"], row["oordeel_reden"], row["n_ikcs"]) == ("", "opgeteld_over_ikcs", 3)
    assert row["methode"] == "lijn_over_ikcs"


def test_too_few_ikcs_with_the_same_metingen_have_no_line_together() -> None:
    shares = {"A": [0.1] * 6, "B": [0.1] * 6, "C": [None, None, None, 0.1, 0.1, 0.1]}
    assert np.isnan(row_of(trends(counts_of(shares), study_of(6)), "alle")["helling"])


def test_a_meting_with_too_few_children_is_left_out() -> None:
    few = counts_of({"A": [0.1] * 5})
    few.loc[few["meting"] == "m2", ["n", "n_kinderen"]] = [1, 10]
    assert row_of(trends(few, study_of(5)))["n_metingen"] == 4


def test_too_few_cases_have_no_line() -> None:
    row = row_of(trends(counts_of({"A": [0.005, 0, 0.005, 0.005, 0]}), study_of(5)))
    assert (row["oordeel"], row["oordeel_reden"]) == ("te weinig gegevens", "te_weinig_gevallen")


def test_an_ikc_from_which_a_part_was_split_off_is_another_one() -> None:
    ikcs = ({"ikc": "A"}, {"ikc": "B", "van": "2021-06-01", "opvolger_van": ("A",)})
    shares = {"A": [0.1] * 7, "B": [None] * 3 + [0.1] * 4}
    found = trends(counts_of(shares), study_of(7, ikcs=ikcs)).set_index("ikc")
    assert found.loc["A", ["van", "n_breuken"]].tolist() == ["m3", 1]


def test_as_many_trends_are_corrected_together_as_are_shown() -> None:
    """Two exploratory trends of one IKC with p and q: Benjamini-Hochberg of two, the primary one stands alone."""
    other = ("signaal", "sociaal", "kindproblematiek", "sociaal", "alle")
    parts = [counts_of({"A": shares}, what) for what, shares in (
        (INT, [0.10, 0.12, 0.14, 0.15]), (EXT, [0.10, 0.13, 0.15, 0.18]),
        (other, [0.10, 0.10, 0.11, 0.10]))]  # fmt: skip
    found = trends(pd.concat(parts, ignore_index=True), study_of(4)).query("ikc == 'A'").set_index("indicator")
    assert found.loc["internaliserend", "p_gecorrigeerd"] == pytest.approx(found.loc["internaliserend", "p"])
    assert found.loc["externaliserend", "p_gecorrigeerd"] == pytest.approx(2 * found.loc["externaliserend", "p"])


def test_rounded_counts_have_a_wider_interval() -> None:
    counts = counts_of({"A": [0.10, 0.15, 0.20, 0.25]})
    exact, rounded = (row_of(trends(counts, study_of(4), basis=basis)) for basis in (0, 5))
    assert rounded["ci_hoog"] - rounded["ci_laag"] > exact["ci_hoog"] - exact["ci_laag"]
    assert rounded["methode"] == "gewogen_lijn_afgerond"


def changes(shares: dict[str, list[float | None]], metingen: int) -> pd.DataFrame:
    counts = counts_of(shares)
    who = counts[["ikc", "meting"]].drop_duplicates().assign(informant="leerkracht", vorm="kinderen")
    return estimate_veranderingen(counts, who, study_of(metingen), CODEBOOK)


def test_five_metingen_have_five_comparisons_in_two_families() -> None:
    found = changes({"A": [0.1, 0.2, 0.3, 0.2, 0.1]}, 5).query("ikc == 'A'")
    assert len(found) == 5
    assert sorted(found["familie"].unique()) == ["A m0-m4 primair", "A stappen primair"]


def test_three_metingen_keep_a_family_per_pair() -> None:
    found = changes({"A": [0.1, 0.2, 0.3]}, 3).query("ikc == 'A'")
    assert found["familie"].nunique() == len(found) == 3


def test_alle_adds_up_only_the_ikcs_with_both_metingen() -> None:
    found = changes({"A": [0.1] * 5, "B": [None, None, 0.1, 0.1, 0.1], "C": [0.1] * 5}, 5).query("ikc == 'alle'")
    assert found.set_index(["van", "naar"])["n_ikcs"].to_dict() == {
        ("m0", "m1"): 2, ("m1", "m2"): 2, ("m2", "m3"): 3, ("m3", "m4"): 3, ("m0", "m4"): 2,
    }  # fmt: skip
