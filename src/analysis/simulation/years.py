"""Years after the pilot: a meting each June, an IKC that comes later, one that misses a meting, another informant."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis.errors import InvoerFout

FIRST_YEAR, PILOT_METINGEN, LAST_PILOT_YEAR = 2022, 3, 2021
MOST = 20
INTERN_BEGELEIDER = "intern_begeleider"


@cache
def load_trends() -> dict:
    """Read what is planted over the years from kansen_jaren.yml, beside this module."""
    return yaml.safe_load((Path(__file__).parent / "kansen_jaren.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Jaren:
    """The years after the pilot's three metingen; with `aantal` 0 there are none, and the example stays as it is.

    The first IKC without a jeugdondersteuner joins in the first year and gets one after that meting; the second pilot
    has no inventory in the `gemist` year; from the `wissel` year on an intern begeleider fills in at the first pilot.
    """

    aantal: int = 0

    def __post_init__(self) -> None:
        """Refuse a number of years that makes no study."""
        if not 0 <= self.aantal <= MOST:
            raise InvoerFout(f"Een studie kan niet {self.aantal} jaren hebben. Kies er 1 tot en met {MOST}.")

    @property
    def gemist(self) -> int:
        """The year of the meting that one IKC misses: a quarter of the way."""
        return FIRST_YEAR + self.aantal // 4

    @property
    def wissel(self) -> int:
        """The year from which another informant fills in at one IKC: halfway."""
        return FIRST_YEAR + self.aantal // 2

    @property
    def start_jok(self) -> date:
        """The day on which the IKC that joins later gets its jeugdondersteuner: after its first meting."""
        return date(FIRST_YEAR, 9, 1)

    def momenten(self) -> list[tuple[str, date, str]]:
        """Give meting, peildatum and the pilots' informant of each of these years."""
        years = range(FIRST_YEAR, FIRST_YEAR + self.aantal)
        return [(f"jaarmeting {year}", date(year, 6, 1), "jeugdondersteuner") for year in years]

    def style_moment(self, number: int) -> int:
        """Give the meting whose style of writing a list has: over years it stays that of the eindmeting."""
        return min(number, PILOT_METINGEN - 1) if self.aantal else number

    def joins_late(self, ikc: int, pilots: int) -> bool:
        """Tell whether an IKC joins in the first of these years."""
        return bool(self.aantal) and ikc == pilots

    def is_enrolled(self, ikc: int, dag: date, pilots: int) -> bool:
        """Tell whether an IKC is in the study on a day."""
        return not self.joins_late(ikc, pilots) or dag.year >= FIRST_YEAR

    def delivers(self, ikc: int, dag: date, pilots: int) -> bool:
        """Tell whether an IKC hands in an inventory at the meting of a day."""
        missed = bool(self.aantal) and pilots > 1 and ikc == 1 and dag.year == self.gemist
        return self.is_enrolled(ikc, dag, pilots) and not missed

    def informant(self, ikc: int, dag: date, usual: str) -> str:
        """Name who fills in: the usual informant, or the intern begeleider who came."""
        return INTERN_BEGELEIDER if self.aantal and ikc == 0 and dag.year >= self.wissel else usual


def with_trends(kansen: dict) -> dict:
    """Add the informant who comes later and the planted trends to the probabilities of the example."""
    more = load_trends()
    merged = {name: {**kansen[name], **more[name]} for name in ("detectie", "detectie_bouw")}
    return {**kansen, **merged, "trend": more["trend"]}


def years_since(dag: date) -> float:
    """Give the years since the eindmeting of the pilot; none before it."""
    return max(0.0, (dag - date(LAST_PILOT_YEAR, 6, 1)).days / 365.25)


def signal_shift(kansen: dict, domeinen: pd.Series, dag: date) -> np.ndarray:
    """Give what the liability to each signal has shifted by on a day, by its domein; zero where no trend is planted."""
    per_year = kansen.get("trend", {}).get("signalen", {})
    return domeinen.map(per_year).fillna(0).to_numpy(dtype=float) * years_since(dag)


def care_factor(kansen: dict, domeinen: pd.Series, dag: date) -> np.ndarray:
    """Give the factor on the share of children in each form of care on a day; one where no trend is planted."""
    per_year = kansen.get("trend", {}).get("zorg", {})
    return domeinen.map(per_year).fillna(1).to_numpy(dtype=float) ** years_since(dag)


def start_factor(kansen: dict, domein: str, starts: pd.Series) -> np.ndarray:
    """Give the factor on the starts of trajecten of a domein, per day in `starts`; one where no trend is planted."""
    per_year = kansen.get("trend", {}).get("toewijzingen", {}).get(domein, 1.0)
    since = (starts - pd.Timestamp(LAST_PILOT_YEAR, 6, 1)).dt.days.clip(lower=0) / 365.25
    return per_year ** since.to_numpy()


def slopes(shares: pd.DataFrame, days: dict[str, date]) -> pd.DataFrame:
    """Give the slope per year of the true and the expected share, per ikc and indicator: least squares over metingen.

    Takes and gives shares as parts of one; an IKC has a slope over the metingen that it has.
    """
    rows = shares.assign(jaar=shares["meting"].map({name: (day - date(2019, 1, 1)).days / 365.25 for name, day in
                                                    days.items()}))  # fmt: skip
    key = ["ikc", "indicator"]
    apart = rows["jaar"] - rows.groupby(key)["jaar"].transform("mean")
    spread = (apart**2).groupby([rows[name] for name in key]).sum()
    found = {
        f"helling_{name}": (apart * rows[f"aandeel_{name}"]).groupby([rows[part] for part in key]).sum() / spread
        for name in ("waar", "verwacht")
    }
    return pd.DataFrame(found).dropna().reset_index()


def word_cpi(jaren: Jaren) -> str:
    """Word the price changes of the years after the pilot, as they follow those of the example in study.yml."""
    known = load_trends()["cpi"]
    years = range(FIRST_YEAR, FIRST_YEAR + jaren.aantal)
    return "".join(f", {year}: {known.get(year, known['daarna'])}" for year in years)
