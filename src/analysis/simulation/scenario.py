"""What a simulated study is: every number that is planted, with its unit."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .threats import Bedreigingen
from .years import Jaren, with_trends

NAMEN = (
    "De Wilgen",
    "It Kompas",
    "De Oversteek",
    "De Brug",
    "De Finne",
    "It Mearke",
    "De Ljurk",
    "Op 'e Terp",
    "Ús Plak",
)
METINGEN = (
    ("nulmeting", date(2019, 2, 1), "leerkracht"),
    ("nameting", date(2020, 2, 1), "jeugdondersteuner"),
    ("eindmeting", date(2021, 6, 1), "jeugdondersteuner"),
)
BOUWEN = {"voorschool": (0,), "onderbouw": (1, 2, 3), "middenbouw": (4, 5), "bovenbouw": (6, 7, 8)}
STARTS_JOK = (date(2019, 3, 1), date(2019, 3, 1), date(2019, 9, 1))


@cache
def load_kansen() -> dict:
    """Read the planted probabilities, hazards and durations from kansen.yml, beside this module."""
    return yaml.safe_load((Path(__file__).parent / "kansen.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Scenario:
    """The parameters of one simulated study; the defaults are those of the example study.

    Tuples per IKC are repeated when there are more IKCs than values.

    Attributes
    ----------
    ikcs, pilots
        Number of IKCs, and how many of them (the first) start a jeugdondersteuner (JOK).
    metingen
        Number of metingen, two or more: the pilot's three, then one each June.
    grootte
        Enrolled children per IKC, voorschool included.
    buurt
        Shift of the neighbourhood, in standard deviations of the latent liability to problems.
    cultuur
        Shift of the care culture, in logits of the chance that an informant sees a signal.
    verloop
        Share of the children that leaves each year before the end of groep 8, and is replaced by another child.
    verhuizing
        Share of those leavers that goes to another IKC of the study.
    samenhang_gezin
        Correlation of the latent child and family liabilities.
    blijvend
        Share of the variance of one signal, given the child, that stays the same between metingen.
    zorg_bij_probleem
        How many times more often a child with a child problem gets care, minus one; before the JOK.
    zorg_bij_probleem_jok
        What two years of JOK add to that.
    informant_effect
        False: jeugdondersteuners see exactly what leerkrachten see (for the benchmark).
    zorg_effect
        False: the JOK changes no care use, durations or links (for the benchmark).
    schaal
        Factor on every true share of a signal (for the benchmark's rare and common signals).
    dubbel_gemeld
        Share of the children of a pilot at the nameting whom a leerkracht reports too.
    buiten_studie
        Children of the municipality with toewijzingen who are at no IKC of the study.
    corona_factor
        Factor on the starts of toewijzingen from corona_van up to and including corona_tot.
    seizoen
        Factor on the starts per quarter of the year.
    bedreigingen
        What may spoil a statistic: classes, persons who fill in, siblings, ...; nothing in the example.
    jaren
        The years after the pilot, with a meting each; none in the example. `over_years` makes such a scenario.
    """

    ikcs: int = 9
    pilots: int = 3
    metingen: int = 3
    grootte: tuple[int, ...] = (310, 220, 265, 245, 175, 420, 120, 340, 205)
    buurt: tuple[float, ...] = (0.20, -0.10, 0.05, 0.0, -0.15, 0.10, 0.25, -0.20, -0.05)
    cultuur: tuple[float, ...] = (0.10, -0.10, 0.0, 0.10, -0.05, 0.0, -0.15, 0.15, 0.0)
    verloop: float = 0.06
    verhuizing: float = 0.15
    samenhang_gezin: float = 0.55
    blijvend: float = 0.6
    zorg_bij_probleem: float = 0.6
    zorg_bij_probleem_jok: float = 3.0
    informant_effect: bool = True
    zorg_effect: bool = True
    schaal: float = 1.0
    dubbel_gemeld: float = 0.12
    buiten_studie: int = 45
    toewijzingen_van: date = date(2018, 1, 1)
    corona_van: date = date(2020, 4, 1)
    corona_tot: date = date(2021, 6, 30)
    corona_factor: float = 0.6
    seizoen: tuple[float, float, float, float] = (1.10, 1.0, 0.80, 1.10)
    bedreigingen: Bedreigingen = field(default_factory=Bedreigingen)
    jaren: Jaren = field(default_factory=Jaren)
    kansen: dict = field(default_factory=load_kansen, repr=False, hash=False)

    def codes(self) -> list[str]:
        """Give the codes of the IKCs: IKC01, IKC02 and on."""
        return [f"IKC{number:02d}" for number in range(1, self.ikcs + 1)]

    def namen(self) -> list[str]:
        """Give the names of the IKCs, in the order of their codes."""
        return [NAMEN[i] if i < len(NAMEN) else f"Locatie {i + 1}" for i in range(self.ikcs)]

    def per_ikc(self, values: tuple) -> np.ndarray:
        """Repeat a tuple of values until every IKC has one."""
        return np.array([values[i % len(values)] for i in range(self.ikcs)])

    def starts_jok(self) -> list[date | None]:
        """Give the start of the JOK per IKC; None at a comparison IKC."""
        late = {i: self.jaren.start_jok for i in range(self.ikcs) if self.jaren.joins_late(i, self.pilots)}
        return [STARTS_JOK[i % 3] if i < self.pilots else late.get(i) for i in range(self.ikcs)]

    def is_enrolled(self, ikc: int, moment: int) -> bool:
        """Tell whether an IKC (position) is in the study at a meting; one that joins later is not at the first ones."""
        return self.jaren.is_enrolled(ikc, self.momenten()[moment][1], self.pilots)

    def delivers(self, ikc: int, moment: int) -> bool:
        """Tell whether an IKC hands in an inventory at a meting."""
        return self.jaren.delivers(ikc, self.momenten()[moment][1], self.pilots)

    def momenten(self) -> list[tuple[str, date, str]]:
        """Give meting, peildatum and the pilots' informant, in order of time."""
        if self.metingen == 2:
            return [METINGEN[0], METINGEN[2]]
        if self.jaren.aantal:
            return [*METINGEN, *self.jaren.momenten()]
        later = [
            (f"vervolgmeting_{2022 + i}", date(2022 + i, 6, 1), "jeugdondersteuner") for i in range(self.metingen - 3)
        ]
        return [*METINGEN, *later]

    @property
    def toewijzingen_tot(self) -> date:
        """The last day of the toewijzingen: the end of the month of the last peildatum."""
        return (pd.Timestamp(self.momenten()[-1][1]) + pd.offsets.MonthEnd(0)).date()

    def jaren_met_jok(self, dag: date) -> np.ndarray:
        """Give the share of the JOK's full effect reached on a day, per IKC: it grows to one in two years."""
        if not self.zorg_effect:
            return np.zeros(self.ikcs)
        days = [(dag - start).days if start else 0 for start in self.starts_jok()]
        return np.clip(np.array(days) / 730, 0, 1)

    def informant(self, ikc: int, moment: int) -> str:
        """Name the informant of an IKC at a meting: leerkracht wherever there is no JOK yet."""
        _, dag, informant = self.momenten()[moment]
        start = self.starts_jok()[ikc]
        usual = informant if start is not None and start <= dag else "leerkracht"
        return self.jaren.informant(ikc, dag, usual)


def over_years(scenario: Scenario, jaren: int) -> Scenario:
    """Give a scenario with a meting in each of so many years after the pilot, and the trends that go with them."""
    years = Jaren(jaren)
    return replace(scenario, metingen=len(METINGEN) + jaren, jaren=years, kansen=with_trends(scenario.kansen))


def school_year(dag: date) -> int:
    """Give the year in which the school year of a day began (on 1 August)."""
    return dag.year if dag.month >= 8 else dag.year - 1


def bouw_of_groep(groep: np.ndarray) -> np.ndarray:
    """Give the bouw of each groep, 0 being voorschool."""
    names = np.array([next(b for b, groups in BOUWEN.items() if g in groups) for g in range(9)])
    return names[groep]


def signal_codes(scenario: Scenario) -> pd.DataFrame:
    """List the signals of the simulation: soort, domein, code and the true share `kans`."""
    rows = [
        (soort, domein, code, kans * scenario.schaal)
        for soort, domeinen in scenario.kansen["signalen"].items()
        for domein, codes in domeinen.items()
        for code, kans in codes.items()
    ]
    return pd.DataFrame(rows, columns=["soort", "domein", "code", "kans"])


def care_codes(scenario: Scenario) -> pd.DataFrame:
    """List the zorgvormen of the inventory: soort, domein, code, aandeel, effect and alleen_met_jok."""
    rows = [
        (soort, domein, code, p["aandeel"], p.get("effect", 1.0), p.get("alleen_met_jok", False))
        for soort, domeinen in scenario.kansen["zorg"].items()
        for domein, codes in domeinen.items()
        for code, p in codes.items()
    ]
    return pd.DataFrame(rows, columns=["soort", "domein", "code", "aandeel", "effect", "alleen_met_jok"])
