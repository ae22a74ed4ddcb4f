"""Hand-made counts for each kind of relation: what one subtraction gave back before, and what is hidden with it now."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.disclosure.secondary.interior import hide_dominated
from analysis.disclosure.secondary.protect import protect
from analysis.disclosure.secondary.relations import load_relations
from analysis.disclosure.secondary.system import Stelsel, build_system

DREMPEL, WIDTH = 5, 4
RELATIONS = load_relations()
FREE = {"ingeschreven", "leerlingen"}


def _cells(values: dict[str, float]) -> pd.DataFrame:
    """Hide what is below the threshold itself; enrolment costs most."""
    found = pd.DataFrame({"waarde": pd.Series(values, dtype=float)})
    small = found["waarde"] < DREMPEL
    cost = [1000.0 if key.split("|")[0] in FREE else 1.0 for key in found.index]
    return found.assign(
        verborgen=small, moet_laag=np.where(small, 0.0, np.nan), moet_hoog=np.where(small, WIDTH, np.nan), gewicht=cost
    )


def _hidden(values: dict[str, float]) -> set[str]:
    cells = _cells(values)
    return set(cells.index[protect(build_system(cells["waarde"], RELATIONS), cells, DREMPEL)])


def _range(system: Stelsel, hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """What everyone can compute: the least and the most of a cell, with every shown cell at its number."""
    bounds = [(0, None) if lost else (value, value) for lost, value in zip(hidden, system.waarden, strict=True)]
    aim = np.zeros(len(hidden))
    aim[cell] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * aim, A_eq=system.gelijk, b_eq=np.zeros(system.gelijk.shape[0]), A_ub=system.hoogstens,
                        b_ub=np.zeros(system.hoogstens.shape[0]), bounds=bounds)  # fmt: skip
        ends.append(np.inf if found.status == 3 else found.x[cell])
    return ends[0], ends[1]


def _marks(ikc: str, bouw: str, soort: str = "kindproblematiek", domein: str = "leren", code: str = "alle") -> str:
    return f"gemarkeerd|{ikc}|nul|{bouw}|{soort}|{domein}|{code}"


CASES = {
    "one bouw follows from the whole IKC": {
        _marks("A", "alle"): 20, _marks("A", "onder"): 3, _marks("A", "midden"): 8, _marks("A", "boven"): 9,
    },
    "one IKC follows from all together": {
        _marks("A", "alle"): 3, _marks("B", "alle"): 8, _marks("C", "alle"): 9, _marks("A+B+C", "alle"): 20,
    },
    "one IKC follows from two pools": {
        _marks("A", "alle"): 3, _marks("B", "alle"): 8, _marks("C", "alle"): 9, _marks("A+B+C", "alle"): 20,
        _marks("B+C", "alle"): 17,
    },
    "zeros that add up to nothing": {
        _marks("A", "alle"): 12, _marks("A", "onder"): 0, _marks("A", "midden"): 0, _marks("A", "boven"): 12,
    },
    "a code is at least its domein without the other codes": {
        _marks("A", "alle"): 8, _marks("A", "alle", code="lezen"): 3, _marks("A", "alle", code="rekenen"): 5,
    },
    "a crosstable follows from its two totals": {
        "kruis|A|nul|probleem_zorg|beide": 12, "kruis|A|nul|probleem_zorg|eerste": 3,
        "kruis|A|nul|probleem_zorg|tweede": 8, "kruis|A|nul|probleem_zorg|geen": 77,
        "groep|A|nul|alle|signaal": 15, "groep|A|nul|alle|zorg": 20, "ingeschreven|A|nul|alle": 100,
    },
    "a quarter follows from the sum before the start": {
        "gestart_kwartaal|A|2018Q1|alle": 3, "gestart_kwartaal|A|2018Q2|alle": 9, "reeks|A|2018Q3|alle|voor": 12,
    },
    "a domein follows from all care of a quarter": {
        "lopend_kwartaal|A|2018Q1|ggz": 2, "lopend_kwartaal|A|2018Q1|hulp": 7, "lopend_kwartaal|A|2018Q1|alle": 9,
    },
    "a period follows from all periods": {"traject|A|voor": 4, "traject|A|na": 11, "traject|A|alle": 15},
    "a product follows from the files": {
        "product|45A|x": 3, "product|45B|x": 30, "product|45C|x": 60, "bestand|a.csv|alle": 93,
    },
}  # fmt: skip


@pytest.mark.parametrize("values", CASES.values(), ids=CASES)
def test_a_small_count_follows_from_the_rows_and_no_more_when_others_fall(values: dict[str, float]) -> None:
    cells = _cells(values)
    system = build_system(cells["waarde"], RELATIONS)
    small = np.flatnonzero(cells["verborgen"])
    alone = [_range(system, cells["verborgen"].to_numpy(), cell) for cell in small]
    assert any(low > 0 or high < WIDTH for low, high in alone)
    hidden = protect(system, cells, DREMPEL)
    for cell in small:
        low, high = _range(system, hidden, cell)
        assert low < 1e-6 and high > WIDTH - 1e-6


def test_the_cheapest_cell_falls_and_the_total_stays() -> None:
    hidden = _hidden(CASES["one bouw follows from the whole IKC"])
    assert hidden == {_marks("A", "onder"), _marks("A", "midden")}


def test_nothing_falls_where_nothing_is_small() -> None:
    assert _hidden({_marks("A", "alle"): 15, _marks("A", "onder"): 6, _marks("A", "boven"): 9}) == set()


def test_a_left_out_count_is_bounded_where_one_ikc_has_nearly_all() -> None:
    """Of 20 marks 18 are of IKC A and 5 of the onderbouw: at least 3 are of both, but for 2 children."""
    values = {_marks("A", "alle"): 18, _marks("B", "alle"): 2, _marks("A+B", "alle"): 20, _marks("A+B", "onder"): 5,
              _marks("A", "onder"): 4}  # fmt: skip
    cells = _cells(values).assign(weg=[False, False, False, False, True])
    found = hide_dominated(cells, RELATIONS, DREMPEL)
    assert found[found].index.tolist() == [_marks("A+B", "onder")]


counts = st.lists(st.lists(st.integers(0, 14), min_size=2, max_size=3), min_size=2, max_size=3)


@settings(deadline=None, max_examples=6)
@given(counts)
def test_no_hidden_cell_is_bounded_more_tightly_than_the_threshold(rows: list[list[int]]) -> None:
    width = min(len(row) for row in rows)
    table = np.array([row[:width] for row in rows])
    ikcs, bouwen = "ABC"[: len(table)], [f"b{number}" for number in range(width)]
    values = {_marks(ikc, bouw): float(table[i, b]) for i, ikc in enumerate(ikcs) for b, bouw in enumerate(bouwen)}
    values |= {_marks(ikc, "alle"): float(table[i].sum()) for i, ikc in enumerate(ikcs)}
    values |= {_marks("+".join(ikcs), bouw): float(table[:, b].sum()) for b, bouw in enumerate(bouwen)}
    values |= {_marks("+".join(ikcs), "alle"): float(table.sum())}
    cells = _cells(values)
    system = build_system(cells["waarde"], RELATIONS)
    hidden = protect(system, cells, DREMPEL)
    for cell in np.flatnonzero(hidden):
        low, high = _range(system, hidden, cell)
        assert high - low > WIDTH - 1e-6
        assert not cells["verborgen"].iloc[cell] or (low < 1e-6 and high > WIDTH - 1e-6)
