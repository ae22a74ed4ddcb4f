import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from fake_results import new_rapport

from analysis.presentation.reads import hash_reads, hash_rows
from analysis.study.reads import NOTES, noted_reads

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rapport(tmp_path, monkeypatch):
    """A report of which the reads are noted."""
    monkeypatch.setenv(NOTES, str(tmp_path / "gelezen"))
    return new_rapport("IKC01")


def noted(tmp_path):
    return noted_reads(tmp_path / "gelezen")


def with_other_share(rapport, ikc):
    """The same report after new results: one share of an IKC is another."""
    table = rapport.tables["signalen"].copy()
    row = table.index[(table["ikc"] == ikc) & table["aandeel"].notna()][0]
    table.loc[row, "aandeel"] += 0.01
    return replace(rapport, tables={**rapport.tables, "signalen": table})


def test_a_read_is_noted_once_with_whose_what_and_how(rapport, tmp_path):
    rapport.tabel("signalen")
    rapport.tabel("signalen")
    rapport.alle("cbs")
    rapport.heeft("toewijzingen")
    reads = [json.loads(read) for read in noted(tmp_path)]
    assert reads == [
        ["publiek", "IKC01", "tabel", "signalen"],
        ["publiek", "IKC01", "alle", "cbs"],
        ["publiek", "IKC01", "heeft", "toewijzingen"],
    ]


@pytest.mark.parametrize(
    ("read", "ikc", "same"),
    [("tabel", "IKC02", True), ("tabel", "IKC01", False), ("alle", "IKC02", False), ("alle", "IKC01", False)],
)
def test_a_read_gives_something_else_when_its_rows_changed_and_only_then(rapport, tmp_path, read, ikc, same):
    getattr(rapport, read)("signalen")
    before = noted(tmp_path)
    assert hash_reads(new_rapport("alle"), before) == before
    assert (hash_reads(with_other_share(new_rapport("alle"), ikc), before) == before) is same


def test_what_a_delivery_brings_counts_as_yes_or_no(rapport, tmp_path):
    assert rapport.heeft("inventarisatie")
    before = noted(tmp_path)
    assert hash_reads(with_other_share(new_rapport("alle"), "IKC01"), before) == before
    without = replace(new_rapport("alle"), tables={})
    assert hash_reads(without, before) != before


def test_a_read_of_another_edition_can_not_be_asked_again(rapport, tmp_path):
    rapport.tabel("signalen")
    assert set(hash_reads(new_rapport("alle", "intern"), noted(tmp_path)).values()) == {""}


def test_the_hash_of_rows_follows_values_order_columns_and_types():
    table = pd.DataFrame({"ikc": ["IKC01", "IKC02"], "n": [1, None]})
    others = [
        table.assign(n=[1, 2]), table.iloc[::-1], table.rename(columns={"n": "m"}), table.astype({"n": "Int64"}),
        table.iloc[:1], table.iloc[:0], pd.DataFrame(),
    ]  # fmt: skip
    assert len({hash_rows(other) for other in [table, *others]}) == len(others) + 1
    assert hash_rows(table.copy()) == hash_rows(table)


def test_nobody_reads_a_table_past_the_notes():
    sources = [*(ROOT / "src/analysis/presentation").rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
    past = [path.name for path in sources if re.search(r"rapport\.tables|_own_rows|_every_row", path.read_text())]
    assert sorted(past) == ["rapport.py", "studie.py"], "only who opens a study to explore it may: that is no report"
