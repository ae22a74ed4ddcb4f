"""Classes counted by hand, and their sums of squares against an analysis of variance by statsmodels."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from inventory_example import CODEBOOK, leerlingen_of
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from analysis.measures.klassen import count_klassen, count_spreiding, list_clusters
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="x", ikcs=({"ikc": "A"}, {"ikc": "B"}), bouwen={"onderbouw": (3,), "bovenbouw": (4, 5)},
    metingen=({"meting": "nul", "peildatum": "2019-02-01", "informant": "leerkracht"},
              {"meting": "eind", "peildatum": "2021-02-01", "informant": "jeugdondersteuner"}),
)  # fmt: skip
BOUW = {3: "onderbouw", 4: "bovenbouw", 5: "bovenbouw"}
CLASSES = [("3a", 3, 10), ("3b", 3, 20), ("3/4", 3, 6), ("3/4", 4, 4), ("5a", 5, 8)]
"""Class, groep and children of A: 48, of whom 10 in a combination class of two bouwen."""
CODES = CODEBOOK.codes
CODE = CODES[CODES["code"] == "druk"].iloc[0]


def children_of(classes: list[tuple], ikc: str = "A", meting: str = "nul") -> pd.DataFrame:
    rows = [(ikc, meting, klas, groep) for klas, groep, number in classes for _ in range(number)]
    table = pd.DataFrame(rows, columns=["ikc", "meting", "klas", "groep"]).astype({"groep": "Int64", "klas": "str"})
    kind = [f"{ikc}{place}" for place in range(len(table))]
    return table.assign(kind=kind, bouw=table["groep"].map(BOUW).fillna("onbekend").astype("str"), hoofdrapport=True)


def enrolled(ikc: str = "A", number: int = 48) -> list[list]:
    """Leerlingen of the same groepen: 36 in groep 3, 4 in groep 4, 8 in groep 5."""
    groepen = [3] * 36 + [4] * 4 + [5] * 8
    return [["", f"{ikc}L{place}", ikc, groep, None, None] for place, groep in enumerate(groepen[:number])]


def clusters_of(kinderen: pd.DataFrame, leerlingen: list | None = None, n_kinderen: int = 48) -> pd.DataFrame:
    moments = kinderen[["ikc", "meting"]].drop_duplicates()
    tables = {
        "kinderen": kinderen,
        "leerlingen": leerlingen_of(leerlingen or []),
        "inventarisaties": moments.assign(vorm="kinderen"),
    }
    whole = moments.assign(bouw="alle", n_kinderen=n_kinderen).astype({"n_kinderen": "Int64"})
    return list_clusters(tables, whole, STUDY)


def sizes(klassen: pd.DataFrame) -> dict[str, tuple]:
    rows = klassen.set_index("bouw")
    return {bouw: (row.eenheid, row.n_klassen, pytest.approx(row.klas_grootte)) for bouw, row in rows.iterrows()}


def test_the_class_of_a_child_taken_at_random_by_hand() -> None:
    """Onderbouw 10, 20 and 6: 536 / 36. Bovenbouw 4 and 8: 80 / 12. Together the combination class is one of 10."""
    found = sizes(count_klassen(clusters_of(children_of(CLASSES))))
    assert found == {
        "onderbouw": ("klas", 3, 536 / 36),
        "bovenbouw": ("klas", 2, 80 / 12),
        "alle": ("klas", 4, 664 / 48),
    }


@pytest.mark.parametrize(
    ("without", "unit", "n_klassen", "size"), [(4, "klas", 4, (6**2 + 400 + 100 + 64) / 44), (5, "groep", 3, 1376 / 48)]
)
def test_from_nine_in_ten_with_a_class_the_list_goes_by_class(without, unit, n_klassen, size) -> None:
    """44 of 48 is 92 per cent: those 44 count. 43 is 89.6: groepen of 36, 4 and 8, 1,376 over 48."""
    kinderen = children_of(CLASSES)
    kinderen.loc[: without - 1, "klas"] = ""
    assert sizes(count_klassen(clusters_of(kinderen)))["alle"] == (unit, n_klassen, size)


def test_a_list_of_marked_children_only_goes_by_groep_of_the_leerlingen() -> None:
    """Twelve of 48 are on the list: its classes are no classes of the school."""
    marked = children_of([("3a", 3, 8), ("5a", 5, 4)])
    assert sizes(count_klassen(clusters_of(marked, enrolled()))) == {
        "onderbouw": ("groep", 1, 36),
        "bovenbouw": ("groep", 2, 80 / 12),
        "alle": ("groep", 3, 1376 / 48),
    }


def test_where_nobody_knows_there_is_no_row() -> None:
    assert clusters_of(children_of([("3a", 3, 12)])).empty, "a list of marked children, and no leerlingen"
    neither = children_of([("", pd.NA, 48)])
    assert count_klassen(clusters_of(neither)).empty
    none = children_of(CLASSES).head(0)
    assert count_klassen(clusters_of(none, enrolled())).empty, "leerlingen, and no inventory"


def test_a_child_without_a_known_bouw_is_in_no_class() -> None:
    kinderen = children_of(CLASSES)
    kinderen.loc[kinderen["klas"] == "5a", "bouw"] = "onbekend"
    assert sizes(count_klassen(clusters_of(kinderen)))["alle"] == ("klas", 3, 600 / 40)


def marked(kinderen: pd.DataFrame, seed: int = 7) -> pd.DataFrame:
    """Give marks that come often in one class and seldom in another."""
    rng = np.random.default_rng(seed)
    share = kinderen["klas"].map({name: rng.uniform(0.05, 0.7) for name in sorted(set(kinderen["klas"]))})
    rows = kinderen[rng.random(len(kinderen)) < share]
    return rows.assign(soort=CODE["soort"], domein=CODE["domein"], code=CODE["code"])


def spreiding_of(kinderen: pd.DataFrame, marks: pd.DataFrame, vormen: dict | None = None, **more) -> pd.DataFrame:
    moments = kinderen[["ikc", "meting"]].drop_duplicates()
    extra = pd.DataFrame(vormen or {}, columns=["ikc", "meting"]) if vormen else moments.head(0)
    who = pd.concat([moments.assign(vorm="kinderen"), extra.assign(vorm="tellingen")], ignore_index=True)
    tables = {
        "kinderen": kinderen,
        "inventarisatie": marks,
        "inventarisaties": who.assign(informant=""),
        "leerlingen": leerlingen_of(more.get("leerlingen", [])),
        **({"formulieren": more["formulieren"]} if "formulieren" in more else {}),
    }
    main = kinderen[kinderen["hoofdrapport"]]
    counted = main.groupby(["ikc", "meting"], as_index=False).size().rename(columns={"size": "n_kinderen"})
    whole = counted.assign(bouw="alle").astype({"n_kinderen": "Int64"})
    return count_spreiding(tables, list_clusters(tables, whole, STUDY), STUDY, CODEBOOK)


def row_of(spreiding: pd.DataFrame, informant: str = "leerkracht", code: str = "druk") -> pd.Series:
    rows = spreiding[(spreiding["informant"] == informant) & (spreiding["code"] == code)]
    assert len(rows) == 1
    return rows.iloc[0]


TWO = pd.concat([children_of(CLASSES), children_of([("3a", 3, 15), ("3b", 3, 9), ("4a", 4, 7), ("5a", 5, 11)], "B")])
TWO = TWO.reset_index(drop=True)


def by_statsmodels(kinderen: pd.DataFrame, marks: pd.DataFrame) -> np.ndarray:
    """Add up one-way analyses of variance, one per IKC, meting and bouw: between, within, and their df."""
    key = ["ikc", "meting", "kind"]
    hit = pd.MultiIndex.from_frame(kinderen[key]).isin(pd.MultiIndex.from_frame(marks[key]))
    total = np.zeros(4)
    for _, part in kinderen.assign(y=hit.astype(float)).groupby(["ikc", "meting", "bouw"]):
        table = anova_lm(ols("y ~ C(klas)", part).fit())
        total += [*table["sum_sq"], *table["df"]]
    return total


def test_sums_of_squares_are_those_of_an_analysis_of_variance() -> None:
    marks = marked(TWO)
    row = row_of(spreiding_of(TWO, marks))
    found = [row[name] for name in ("ss_tussen", "ss_binnen", "df_tussen", "df_binnen")]
    assert found == pytest.approx(by_statsmodels(TWO, marks))
    # A: onderbouw 3 classes of 36, bovenbouw 2 of 12; B: 2 of 24 and 2 of 18: five between, 90 - 9 within
    assert (row["n"], row["df_tussen"], row["df_binnen"]) == (len(marks), 5, 81)


def test_n0_by_hand() -> None:
    """(N - sum n^2 / N) per bouw: 36 - 536/36, 12 - 80/12, 24 - 306/24, 18 - 170/18; over five."""
    expected = (36 - 536 / 36 + 12 - 80 / 12 + 24 - 306 / 24 + 18 - 170 / 18) / 5
    assert row_of(spreiding_of(TWO, marked(TWO)))["n0"] == pytest.approx(expected)


def test_an_indicator_without_a_mark_has_no_spread_and_its_own_df() -> None:
    marks = marked(TWO)
    other = next(code for code in CODES.loc[CODES["soort"] == CODE["soort"], "code"] if code != "druk")
    row = row_of(spreiding_of(TWO, marks), code=other)
    assert (row["n"], row["ss_tussen"], row["ss_binnen"], row["df_tussen"]) == (0, 0, 0, 5)


def test_informants_are_apart() -> None:
    later = children_of(CLASSES, "B", "eind")
    both = pd.concat([TWO, later], ignore_index=True)
    marks = marked(both)
    found = spreiding_of(both, marks)
    assert row_of(found, "jeugdondersteuner")["df_tussen"] == 3
    expected = by_statsmodels(TWO, marks[marks["meting"] == "nul"])
    assert row_of(found)["ss_tussen"] == pytest.approx(expected[0])


def test_a_second_report_on_a_child_does_not_count() -> None:
    marks = marked(TWO)
    unmarked = TWO[~TWO["kind"].isin(marks["kind"])].head(6)
    doubles = unmarked.assign(hoofdrapport=False)
    second = doubles.assign(soort=CODE["soort"], domein=CODE["domein"], code=CODE["code"])
    found = spreiding_of(pd.concat([TWO, doubles], ignore_index=True), pd.concat([marks, second], ignore_index=True))
    alone = spreiding_of(TWO, marks)
    numbers = ["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "n0"]
    assert row_of(found)[numbers].tolist() == pytest.approx(row_of(alone)[numbers].tolist())


def test_an_inventory_of_tellingen_adds_no_classes_without_marks() -> None:
    """B delivered only counts at eind; its leerlingen have groepen, but who had the mark is not known per groep."""
    marks, moment = marked(TWO), {"ikc": ["B"], "meting": ["eind"]}
    found = spreiding_of(TWO, marks, moment, leerlingen=enrolled("B"))
    assert set(found["informant"]) == {"leerkracht"}
    assert row_of(found)["df_tussen"] == 5


def test_an_indicator_that_was_not_asked_adds_no_classes() -> None:
    form = pd.DataFrame([("A", "nul", "druk"), ("B", "nul", "angst_somber")], columns=["ikc", "meting", "code"])
    known = form[form["code"].isin(CODES["code"])]
    marks = marked(TWO)
    found = row_of(spreiding_of(TWO, marks[marks["ikc"] == "A"], formulieren=known))
    assert (len(known), found["df_tussen"]) == (2, 3)
