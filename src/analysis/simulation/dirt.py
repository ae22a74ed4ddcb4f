"""Dirt as real deliveries have it: spellings, marks, groep names, doubled rows. All of it planned, none of it lost."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

CODES, LABELS, SPELLED, SPELLED_OTHERWISE = 0, 1, 2, 3


@cache
def load_spellings() -> dict:
    """Read the spellings that the deliveries use from schrijfwijzen.yml, beside this module."""
    return yaml.safe_load((Path(__file__).parent / "schrijfwijzen.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Stijl:
    """How one inventory file is made up.

    Attributes
    ----------
    vorm
        "csv" or "xlsx".
    codering, scheiding
        Encoding and separator of a CSV.
    koppen
        Which spelling of the headers: CODES, LABELS, SPELLED or SPELLED_OTHERWISE.
    kruisje
        Position in the marks of schrijfwijzen.yml.
    groep
        How a groep is written: "getal" (3), "woord" (groep 3) or "letter" (3a).
    leeg
        Share of the children without any mark who have a row all the same.
    geslacht, informant, opmerkingen
        Whether the file has that column.
    """

    vorm: str = "csv"
    codering: str = "utf-8"
    scheiding: str = ";"
    koppen: int = CODES
    kruisje: int = 0
    groep: str = "getal"
    leeg: float = 0.0
    geslacht: bool = True
    informant: bool = True
    opmerkingen: bool = False


STIJLEN = (
    Stijl(),
    Stijl(vorm="xlsx", koppen=LABELS, kruisje=1, groep="woord", leeg=1.0),
    Stijl(codering="cp1252", koppen=SPELLED, kruisje=5, groep="letter", leeg=0.2, opmerkingen=True),
    Stijl(codering="utf-8-sig", koppen=SPELLED_OTHERWISE, kruisje=2, groep="woord", leeg=0.1),
    Stijl(codering="utf-8", scheiding=",", koppen=LABELS, kruisje=3, groep="getal", leeg=1.0, geslacht=False),
    Stijl(vorm="xlsx", koppen=SPELLED_OTHERWISE, kruisje=3, groep="getal", leeg=0.3),
    Stijl(codering="cp1252", koppen=LABELS, kruisje=4, groep="letter", geslacht=False),
    Stijl(vorm="xlsx", koppen=SPELLED, kruisje=5, groep="woord", leeg=0.1, opmerkingen=True),
    Stijl(codering="utf-8-sig", koppen=CODES, kruisje=1, groep="woord", leeg=0.5),
)


def style_of(ikc: int, moment: int) -> Stijl:
    """Give the style of an IKC's inventory: another one at each meting, as another person fills it in.

    At the first meting, when every informant is a leerkracht, one IKC in three leaves that column out.
    """
    style = STIJLEN[(ikc + 4 * moment) % len(STIJLEN)]
    return replace(style, informant=style.informant and (moment > 0 or ikc % 3 != 0))


def spell_header(code: str, labels: dict[str, str], koppen: int) -> str:
    """Spell the header of a signal or zorgvorm in one of the four ways."""
    spellings = load_spellings()
    if koppen == CODES:
        return code
    if koppen == LABELS:
        return labels[code]
    return {**spellings["signalen"], **spellings["zorg"]}[code][koppen - SPELLED]


def spell_column(delivery: str, column: str, variant: int) -> str:
    """Spell the header of another column, in the variant of the file."""
    options = load_spellings()["koppen"][delivery][column]
    return options[variant % len(options)]


def spell_marks(marks: np.ndarray, kruisje: int, rng: np.random.Generator) -> np.ndarray:
    """Write marks as x, X, ja, 1, waar or a mixture, and their absence as nothing, nee, 0 or a dash."""
    spellings = load_spellings()["kruisjes"]
    yes = rng.choice(spellings["ja"][kruisje], size=marks.shape)
    no = rng.choice(spellings["nee"][kruisje], size=marks.shape)
    return np.where(marks, yes, no)


def spell_groep(groep: pd.Series, form: str, rng: np.random.Generator) -> list[str]:
    """Write groepen as 3, groep 3 or 3a; voorschool as 0, peuters, opvang or voorschool."""
    young = load_spellings()["voorschools"]
    if form == "getal":
        return [str(g) for g in groep]
    letters = rng.choice(["a", "b"], size=len(groep))
    names = rng.choice(young[1:], size=len(groep))
    return [
        names[i] if g == 0 else (f"groep {g}" if form == "woord" else f"{g}{letters[i]}") for i, g in enumerate(groep)
    ]


def double_rows(rows: pd.DataFrame, numbers: list[int]) -> pd.DataFrame:
    """Repeat some rows, each directly below itself, as happens when lists are pasted together."""
    chosen = [n for n in numbers if n < len(rows)]
    order = np.sort(np.concatenate([np.arange(len(rows)), np.array(chosen, dtype=int)]), kind="stable")
    return rows.iloc[order].reset_index(drop=True)
