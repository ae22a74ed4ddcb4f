"""Hand-made counts for each kind of relation: what one subtraction gave back before, and what is hidden with it now."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analysis.disclosure.secondary.believed import believe
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
    "a period in which another IKC began nothing": {
        "traject|A|voor": 4, "traject|A|na": 7, "traject|A|alle": 11, "traject|B|voor": 6, "traject|B|alle": 6,
        "traject|A+B|voor": 10, "traject|A+B|na": 7, "traject|A+B|alle": 17,
    },
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


LEFT_OUT = {
    "of 40 marks 33 are of IKC A and 8 of the onderbouw: one at least is of both": (
        {_marks("A", "alle"): 33, _marks("B", "alle"): 7, _marks("A+B", "alle"): 40, _marks("A+B", "onder"): 8},
        {_marks("A", "onder"): 4, _marks("B", "onder"): 4},
    ),
    "of a code in the onderbouw 9, and 5 of its domein at each IKC: 4 or 5 at each": (
        {_marks("A", "onder"): 5, _marks("B", "onder"): 5, _marks("A+B", "onder", code="lezen"): 9},
        {_marks("A", "onder", code="lezen"): 4, _marks("B", "onder", code="lezen"): 5,
         _marks("A", "onder", code="rekenen"): 2, _marks("B", "onder", code="rekenen"): 3},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("shown", "left_out"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_count_that_is_left_out_is_not_bounded_by_what_is_shown(shown: dict, left_out: dict) -> None:
    cells = _cells(shown | left_out)
    cells["verborgen"] |= cells.index.isin(left_out)
    system = build_system(cells["waarde"], RELATIONS)
    own = np.flatnonzero(cells.index.isin(left_out))
    before = [_range(system, cells["verborgen"].to_numpy(), cell) for cell in own]
    assert any(low > 0 or high - low < WIDTH for low, high in before)
    hidden = protect(system, cells, DREMPEL)
    for cell, (low, high) in ((cell, _range(system, hidden, cell)) for cell in own):
        assert high - low > WIDTH - 1e-6
        assert system.waarden[cell] >= DREMPEL or low < 1e-6


def test_counts_that_do_not_fit_are_believed_to_by_who_does_not_see_it() -> None:
    """Six children of the bovenbouw with a code, and four with any: who sees the six takes them from the others."""
    values = {_marks("A", bouw, domein="alle"): n
              for bouw, n in {"alle": 15, "voor": 0, "onder": 3, "midden": 8, "boven": 4}.items()}  # fmt: skip
    values |= {_marks("A", "boven"): 1, _marks("A", "boven", code="scherm"): 6}
    cells = _cells(values)
    exact = build_system(cells["waarde"], RELATIONS)
    system, moved = believe(exact, cells)
    assert (exact.hoogstens @ exact.waarden).max() == 5 and (system.hoogstens @ system.waarden).max() < 1e-6
    assert not (moved & ~cells["verborgen"]).any()
    small = np.flatnonzero(cells["verborgen"] & cells.index.str.contains("voor|onder"))
    assert all(_range(system, cells["verborgen"].to_numpy(), cell)[1] < 2 for cell in small)
    hidden = protect(system, cells, DREMPEL)
    for low, high in (_range(system, hidden, cell) for cell in small):
        assert low < 1e-6 and high > WIDTH - 1e-6


def test_a_shown_count_that_cannot_fit_is_moved_and_so_hidden() -> None:
    cells = _cells({_marks("A", "alle", domein="alle"): 8, _marks("A", "alle"): 12})
    _, moved = believe(build_system(cells["waarde"], RELATIONS), cells)
    assert moved.sum() == 1


def test_a_part_of_a_pool_is_no_total_where_its_ikcs_have_other_parts() -> None:
    """The pool is told of one domein only, and of 1 of all: nothing says that it is all."""
    values = {"gestart_kwartaal|A|q|ggz": 1, "gestart_kwartaal|A|q|hulp": 0, "gestart_kwartaal|A|q|alle": 1,
              "gestart_kwartaal|A+B|q|ggz": 1, "gestart_kwartaal|A+B|q|alle": 1}  # fmt: skip
    system = build_system(pd.Series(values, dtype=float), RELATIONS)
    part, total = (
        abs(system.gelijk[:, [[*values].index(f"gestart_kwartaal|A+B|q|{name}")]]) for name in ("ggz", "alle")
    )
    assert part.sum() and total.sum() and (part.T @ total).sum() == 0


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
