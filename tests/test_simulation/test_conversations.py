"""The simulated conversations: the old rows first, every kind of source, a part coded twice, good and bad."""

from pathlib import Path

import pandas as pd

from analysis.codebook import load_codebook
from analysis.simulation.conversations import OLD, write_gesprekken
from analysis.simulation.scenario import Scenario

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "gesprekken.csv"


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, keep_default_na=False)


def test_the_example_is_what_the_simulation_writes(tmp_path: Path) -> None:
    write_gesprekken(Scenario(), 2019, tmp_path)
    assert (tmp_path / "gesprekken.csv").read_bytes() == EXAMPLE.read_bytes()


def test_old_statements_first_then_every_source_and_direction() -> None:
    rows = read(EXAMPLE)
    assert (
        set(rows["effect"].head(18)) <= {effect for _, effect, _, _ in OLD} and (rows["schakel"].head(18) == "").all()
    )
    new = rows.iloc[18:]
    assert set(new["bron"]) == set(load_codebook().values("gespreksbron")) and set(new["richting"]) == {"+", "0", "-"}
    assert 60 <= rows["uitspraak"].nunique() <= 80


def test_a_part_is_coded_by_two_and_links_are_of_the_chain() -> None:
    rows = read(EXAMPLE)
    assert (rows.groupby("uitspraak")["codeur"].nunique() == 2).sum() == 24
    chain = load_codebook().keten
    assert all(chain.match_schakel(text) for text in rows["schakel"] if text)
    assert all(chain.schakels_of_effect(text) for text in rows["effect"] if text)
