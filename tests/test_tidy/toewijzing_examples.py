"""Build small deliveries of toewijzingen for tests, from rows as a case file writes them."""

from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.intake.distinct import with_texts
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.ledger import TidyPart
from analysis.tidy.schemas import empty_table
from analysis.tidy.toewijzingen import tidy_toewijzingen

CASES = Path(__file__).parents[1] / "cases"
CODEBOOK: Codebook = load_codebook()
COLUMNS = list(CODEBOOK.content["koppen"]["toewijzingen"]["kolommen"])


def small_study(**settings) -> Study:
    default = {
        "folder": Path("."),
        "naam": "klein",
        "synthetisch": True,
        "ikcs": [{"ikc": "A", "naam": "De Aap"}, {"ikc": "B", "naam": "De Beer"}],
        "metingen": [
            {"meting": "m1", "peildatum": "2019-02-01"},
            {"meting": "m2", "peildatum": "2020-02-01"},
        ],
        "toewijzingen": {"van": "2018-01-01", "tot": "2021-06-30"},
    }
    return Study(**{**default, **settings})


def raw_table(rows: list[dict], bestand: str) -> RawTable:
    texts = [{name: str(row.get(name, "")) for name in COLUMNS} for row in rows]
    table = pd.DataFrame(texts, columns=COLUMNS, dtype="str")
    return RawTable(bestand, "toewijzingen", table.assign(rij=[row.get("rij", n + 2) for n, row in enumerate(rows)]))


def leerlingen_table(rows: list[dict]) -> pd.DataFrame:
    empty = empty_table("leerlingen")
    filled = [{"client": "", "kind": "", "groep": pd.NA, "tot": pd.NaT, **row} for row in rows]
    return pd.DataFrame(filled, columns=empty.columns).astype(empty.dtypes.to_dict())


def toewijzingen_table(rows: list[dict]) -> pd.DataFrame:
    """Give a tidy table from rows that name only what matters, with texts as the measures get them."""
    empty = with_texts(empty_table("toewijzingen"))
    default = {name: "" if kind == "str" else pd.NaT for name, kind in empty.dtypes.items()}
    default |= {"ikc": "A", "volume": None, "budget_eur": None}
    filled = [{**default, **row, "bron_rij": n} for n, row in enumerate(rows)]
    return pd.DataFrame(filled, columns=empty.columns).astype(empty.dtypes.to_dict())


def tidy_files(
    files: dict[str, list[dict]], leerlingen: list[dict] | None = None, study: Study | None = None
) -> TidyPart:
    tables = [raw_table(rows, bestand) for bestand, rows in files.items()]
    return tidy_toewijzingen(tables, leerlingen_table(leerlingen or []), study or small_study(), CODEBOOK)


def check_closes(part: TidyPart) -> None:
    """Check the ledger: every row closes, every step follows on the one before, the end is what is in the table."""
    steps = part.ledger.grootboek
    assert (steps["rijen_in"] == steps["rijen_door"] + steps["rijen_apart"]).all()
    for _, of_file in steps.groupby("bestand"):
        assert (of_file["rijen_in"].iloc[1:].to_numpy() == of_file["rijen_door"].iloc[:-1].to_numpy()).all()
    last = steps.groupby("bestand")["rijen_door"].last()
    kept = part.tables["toewijzingen"]["bron_bestand"].value_counts()
    assert last[last > 0].to_dict() == kept.to_dict()
    assert steps["rijen_apart"].sum() == len(part.ledger.apart_rows)
