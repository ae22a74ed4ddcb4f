from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.codebook import load_codebook
from analysis.measures.blijvers import BLIJVERS, count_blijvers
from analysis.study import Study
from analysis.tidy.schemas import CATEGORIE, COLUMNS, empty_table

CODEBOOK = load_codebook()
CASE = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "count_blijvers" / "leerlingen_en_lijst.yaml").read_text("utf-8")
)
DRUK = {"soort": "kindproblematiek", "domein": "externaliserend", "code": "druk"}
DAYS = {"nul": "2019-02-01", "eind": "2021-06-01"}


def _study() -> Study:
    metingen = tuple({"meting": name, "peildatum": day, "informant": "leerkracht"} for name, day in DAYS.items())
    ikcs = tuple({"ikc": ikc} for ikc in CASE["kinderen"])
    return Study(folder=Path("studie"), naam="x", metingen=metingen, ikcs=ikcs, bouwen=CASE["bouwen"])


def _table(name: str, rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS[name]))
    texts = {
        column: frame[column].astype("object").fillna("")
        for column, kind in COLUMNS[name].items()
        if kind in (str, CATEGORIE)
    }
    return frame.assign(**texts).astype(COLUMNS[name])


def _tables(lists: list[list]) -> dict[str, pd.DataFrame]:
    tables = {name: empty_table(name) for name in COLUMNS}
    children = [
        {"ikc": ikc, "meting": meting, "kind": kind, "bouw": bouw, "hoofdrapport": True, "rij": 1, "druk": druk}
        for ikc, meting, kind, bouw, druk in lists
    ]
    names = ["ikc", "kind", "groep", "van", "tot"]
    enrolled = [{**dict(zip(names, row, strict=True)), "client": row[1]} for row in CASE["leerlingen"]]
    pairs = sorted({(child["ikc"], child["meting"]) for child in children})
    return tables | {
        "kinderen": _table("kinderen", children),
        "inventarisatie": _table("inventarisatie", [{**child, **DRUK} for child in children if child["druk"]]),
        "leerlingen": _table("leerlingen", enrolled),
        "inventarisaties": _table(
            "inventarisaties",
            [{"ikc": i, "meting": m, "vorm": "kinderen", "informant": "leerkracht"} for i, m in pairs],
        ),
    }


def _enrolled() -> pd.DataFrame:
    rows = [
        (ikc, meting, bouw, n, "populatie")
        for ikc, both in CASE["kinderen"].items()
        for meting, n in zip(DAYS, both, strict=True)
        for bouw in ("onderbouw", "alle")
    ]
    table = pd.DataFrame(rows, columns=["ikc", "meting", "bouw", "n_kinderen", "noemer_bron"])
    return table.astype({"n_kinderen": "Int64"})


def _count(lists: list[list]) -> pd.DataFrame:
    found = count_blijvers(_tables(lists), _enrolled(), _study(), CODEBOOK)
    return found[(found["code"] == "druk")].set_index(["ikc", "bouw"])


@pytest.mark.parametrize("cell", CASE["expected"])
def test_blijvers_by_hand(cell: str) -> None:
    row = _count(CASE["lijsten"]).loc[tuple(cell.split())]
    assert [int(row[name]) for name in BLIJVERS] == CASE["expected"][cell]
    assert (row["van"], row["naar"]) == ("nul", "eind")


@pytest.mark.parametrize("ikc", CASE["unknown"])
def test_list_of_marked_children_alone_tells_nobody_stayed(ikc: str) -> None:
    assert ikc not in _count(CASE["lijsten"]).index.get_level_values("ikc")


def test_codes_that_leerlingen_does_not_know_are_no_link() -> None:
    """The list of A has codes of its own: its children may all be in leerlingen, and nobody can tell who is who."""
    other = [[ikc, meting, f"x{kind}" if ikc == "A" else kind, *rest] for ikc, meting, kind, *rest in CASE["lijsten"]]
    assert "A" not in _count(other).index.get_level_values("ikc")


def test_a_domain_counts_the_child_once() -> None:
    found = count_blijvers(_tables(CASE["lijsten"]), _enrolled(), _study(), CODEBOOK)
    domain = found[(found["domein"] == "externaliserend") & (found["code"] == "alle")].set_index(["ikc", "bouw"])
    assert [int(domain.loc[("A", "alle"), name]) for name in BLIJVERS] == CASE["expected"]["A alle"]
