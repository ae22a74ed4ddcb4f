"""Small tidy tables from a hand-counted case: populatie, inventarisaties, kinderen with their codes, tellingen."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.codebook import load_codebook
from analysis.study import Study

CASES = Path(__file__).parents[1] / "cases"
CODEBOOK = load_codebook()
LEERLINGEN = {
    "client": "str",
    "kind": "str",
    "ikc": "str",
    "groep": "Int64",
    "van": "datetime64[us]",
    "tot": "datetime64[us]",
}


def read_case(function: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((CASES / function / f"{name}.yaml").read_text(encoding="utf-8"))


def study_of(case: dict[str, Any], **settings: Any) -> Study:
    return Study(
        folder=Path("studie"),
        naam="voorbeeld",
        metingen=tuple(case["metingen"]),
        ikcs=tuple({"ikc": ikc} for ikc in case["ikcs"]),
        bouwen={bouw: tuple(groepen) for bouw, groepen in case["bouwen"].items()},
        **settings,
    )


def tables_of(case: dict[str, Any]) -> dict[str, pd.DataFrame]:
    children = pd.DataFrame(
        case.get("kinderen", []), columns=["ikc", "meting", "kind", "bouw", "informant", "hoofdrapport", "code"]
    )
    marks = children.explode("code").dropna(subset="code").merge(CODEBOOK.codes[["soort", "domein", "code"]], on="code")
    tellingen = ["ikc", "meting", "bouw", "soort", "domein", "code", "aantal"]
    return {
        "populatie": pd.DataFrame(
            case.get("populatie", []), columns=["ikc", "meting", "bouw", "aantal_kinderen"]
        ).astype({"aantal_kinderen": "Int64"}),
        "inventarisaties": pd.DataFrame(
            case.get("inventarisaties", []), columns=["ikc", "meting", "vorm", "informant"]
        ).astype("str"),
        "kinderen": children.drop(columns="code").astype({"hoofdrapport": "bool"}),
        "inventarisatie": marks.astype({"hoofdrapport": "bool"}),
        "tellingen": pd.DataFrame(case.get("tellingen", []), columns=tellingen).astype({"aantal": "Int64"}),
        "leerlingen": leerlingen_of(case.get("leerlingen", [])),
    }


def leerlingen_of(rows: list[list[Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(LEERLINGEN))
    days = {name: pd.to_datetime(table[name]) for name in ("van", "tot")}
    return table.assign(**days).astype(LEERLINGEN).assign(klas="")


def value_at(table: pd.DataFrame, column: str, **where: Any) -> Any:
    """Give the one value of a column where the other columns are as given; fails when there is not exactly one row."""
    rows = table.loc[(table[list(where)] == pd.Series(where)).all(axis=1), column]
    assert len(rows) == 1, f"{len(rows)} rijen voor {where}"
    return rows.iloc[0]
