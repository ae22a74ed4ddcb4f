"""Second-line care beside care close by, an IKC each: which numbers, of which IKCs, and what may be said of them."""

from dataclasses import dataclass

import pandas as pd

from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.study import ALLE

FIRST, SECOND, STRUCTURE = "eerstelijnszorg", "tweedelijnszorg", "zorgstructuur"
FEWEST = 2
"""IKCs on either side of the middle of which a mean is given."""


@dataclass(frozen=True)
class Vergelijking:
    """IKCs by what is close by (`x`) and their use of the second line (`y`), each with its words; `meting` is of both.

    `punten` has a row per IKC: ikc, naam, rol, x, y. `y_woorden` is what is counted, `y_zin` how a sentence gives it.
    """

    punten: pd.DataFrame
    x_woorden: str
    y_woorden: str
    y_zin: str
    meting: str
    is_score: bool = False

    @property
    def minste(self) -> pd.Series:
        """The `y` of the IKCs with less `x` than the one in the middle."""
        return self.punten.loc[self.punten["x"] < self.punten["x"].median(), "y"]

    @property
    def meeste(self) -> pd.Series:
        """The `y` of the IKCs with more `x` than the one in the middle."""
        return self.punten.loc[self.punten["x"] > self.punten["x"].median(), "y"]


def compare_lines(rapport: Rapport) -> list[Vergelijking]:
    """Give the comparisons over IKCs that there are enough IKCs for; none in the report on one IKC.

    The second line is what the municipality allocated (per 1,000 children, on the peildatum), for that does not depend
    on who filled in a list; where there are no toewijzingen, the share on the lists.
    """
    if not rapport.over_alle or rapport.laatste is None:
        return []
    meting = rapport.laatste.meting
    second, *words = _second_line(rapport, meting)
    found = [
        Vergelijking(_points(rapport, _shares(rapport, FIRST, meting), second),
                     "kinderen met eerstelijnszorg, van de 100", *words, meting),
        Vergelijking(_points(rapport, _scores(rapport), second), "score zorgstructuur", *words, meting, is_score=True),
    ]  # fmt: skip
    fewest = 2 * rapport.study.statistiek.minimum_ikcs
    apart = [item for item in found if min(len(item.minste), len(item.meeste)) >= FEWEST]
    return [item for item in apart if len(item.punten) >= fewest]


def _second_line(rapport: Rapport, meting: str) -> tuple[pd.Series, str, str]:
    table = rapport.alle("toewijzingen_peildatum")
    if len(table):
        rows = table[(table["meting"] == meting) & (table["zorgvorm"] == ALLE)]
        running = rows.set_index("ikc")["lopend_per_1000"].dropna()
        if len(running.drop(ALLE, errors="ignore")):
            words = "lopende toewijzingen per 1.000 kinderen"
            return running, words, f"{{}} {words}"
    shares = _shares(rapport, SECOND, meting)
    return shares, "kinderen met tweedelijnszorg, van de 100", "{} van de 100 kinderen met tweedelijnszorg"


def _shares(rapport: Rapport, soort: str, meting: str) -> pd.Series:
    table = rapport.alle("zorg")
    whole = (table["soort"] == soort) & (table["domein"] == ALLE) & (table["bouw"] == ALLE)
    return 100 * table[whole & (table["meting"] == meting)].set_index("ikc")["aandeel"].dropna()


def _scores(rapport: Rapport) -> pd.Series:
    table = rapport.alle("ikc_profiel")
    scored = table[(table["soort"] == STRUCTURE) & table["score"].notna()] if len(table) else table
    return scored.groupby("ikc")["score"].mean() if len(scored) else pd.Series(dtype="float64")


def _points(rapport: Rapport, x: pd.Series, y: pd.Series) -> pd.DataFrame:
    roles = {item.ikc: item.rol for item in rapport.study.ikcs}
    both = [code for code in ikc_names(rapport) if code in x.index and code in y.index and code != ALLE]
    names = ikc_names(rapport)
    rows = [(code, names[code], roles.get(code, ""), float(x[code]), float(y[code])) for code in both]
    return pd.DataFrame(rows, columns=["ikc", "naam", "rol", "x", "y"])
