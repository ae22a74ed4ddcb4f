import pandas as pd
import pytest

from analysis.measures.klassen import cluster_of


def reports(rows: list[tuple], ikc: str = "A1", meting: str = "nulmeting") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["groep", "klas", "invuller"]).astype({"groep": "Int64"})
    return table.assign(ikc=ikc, meting=meting, hoofdrapport=True)


@pytest.mark.parametrize(
    ("rows", "clusters", "why"),
    [
        ([(3, "3a"), (3, "3b")], ["3a", "3b"], "the class where there is one"),
        ([(3, ""), (3, ""), (4, "")], ["3", "3", "4"], "else the groep"),
        ([(3, "3a"), (3, "3b"), (3, ""), (4, "")], ["3a", "3b", None, "4"], "in one of two classes is no third one"),
        ([(None, ""), (None, ""), (3, "3a")], [None, None, "3a"], "not known is no class of its own"),
        ([(None, "1/2"), (1, ""), (2, "1/2")], ["1/2", "1", "1/2"], "a combination class has no groep"),
        ([(3, None), (4, "4a")], ["3", "4a"], "missing is not known, as '' is"),
    ],
)
def test_cluster_of_a_child(rows: list[tuple], clusters: list, why: str) -> None:
    found = cluster_of(reports([(*row, "") for row in rows]))
    assert [None if pd.isna(text) else text for text in found] == clusters, why


def test_a_class_elsewhere_or_at_another_meting_does_not_hide_the_groep() -> None:
    parts = [reports([(3, "3a", "")]), reports([(3, "", "")], "A2"), reports([(3, "", "")], meting="nameting")]
    kinderen = pd.concat(parts).set_axis([7, 5, 3], axis=0)
    found = cluster_of(kinderen)
    assert found.tolist() == ["3a", "3", "3"] and found.index.tolist() == [7, 5, 3]


def test_nobody_reported_has_no_class() -> None:
    empty = reports([]).astype({"klas": "str", "invuller": "str"})
    assert cluster_of(empty).empty
