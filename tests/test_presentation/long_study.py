"""A fake report over eleven metingen in which one was missed and another informant came halfway."""

from functools import lru_cache

import pandas as pd
from fake_results import CODEBOOK, fake_study, fake_tables

from analysis.presentation.rapport import Rapport, make_rapport

MISSED, TURN = "meting6", "meting8"
TABLES = ("signalen", "zorg", "gemeten", "verhoudingen", "samenhang")


@lru_cache(maxsize=4)
def _tables(metingen: int) -> tuple:
    study = fake_study(metingen=metingen, ikcs=3)
    return study, fake_tables(study, CODEBOOK, seed=2)


def long_rapport(metingen: int = 11, missed: tuple[str, ...] = (MISSED,), turn: str = TURN, **how: str) -> Rapport:
    """Give IKC01 over so many metingen: without an inventory at `missed`, by an intern begeleider from `turn` on."""
    study, tables = _tables(metingen)
    changed = dict(tables)
    for name in TABLES:
        table = tables[name]
        changed[name] = table[~((table["ikc"] == "IKC01") & table["meting"].isin(missed))].reset_index(drop=True)
    late = [item.meting for item in study.metingen][list(study.meting_namen).index(turn) :] if turn else []
    gemeten = changed["gemeten"]
    here = (gemeten["ikc"] == "IKC01") & gemeten["meting"].isin(late)
    changed["gemeten"] = gemeten.assign(informant=gemeten["informant"].mask(here, "intern_begeleider"))
    return make_rapport(study, CODEBOOK, how.get("ikc", "IKC01"), how.get("editie", "intern"), changed)


def segments(axes) -> list[tuple[float, float]]:
    """Give the ends of the line pieces between two points of a series, as drawn: neither a margin nor a mark."""
    lines = [line for line in axes.lines if line.get_color() not in ("#7f8a96",) and len(line.get_xdata()) == 2]
    return [tuple(line.get_xdata()) for line in lines if line.get_xdata()[0] != line.get_xdata()[1]]


def with_trend(rapport: Rapport, rows: pd.DataFrame) -> Rapport:
    """Give the report with a table of trends, which has no card of its own here."""
    return Rapport(rapport.study, rapport.codebook, rapport.ikc, rapport.editie, {**rapport.tables, "trend": rows})
