"""What is reckoned with: the `plan` of study.yml, with what the command line says over it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.errors import InvoerFout, Melding
from analysis.study import STUDY_FILE, Plan, Study, load_study
from analysis.study.plan import check_plan
from analysis.study.settings import what_is_wrong

PILOT_THEN_ALL = (3, 9)
"""IKCs to reckon with where neither the command line nor study.yml says how many there are."""
INDICATOREN, METINGEN = 4, 2
STUDIES, FEWEST_STUDIES, MOST_STUDIES = 1000, 100, 20_000
"""Studies drawn per point: a chance of 80 per cent is then known to some 1.3 points."""


@dataclass(frozen=True)
class Opzet:
    """A plan with nothing left open; `study` gives the level, the minima and the rounding that the report will use."""

    plan: Plan
    study: Study
    studies: int
    seed: int

    @property
    def alfa(self) -> float:
        """The two-sided level of the report."""
        return self.study.statistiek.alfa

    @property
    def indicatoren(self) -> int:
        """The number of primary indicators."""
        return self.plan.indicatoren or INDICATOREN

    @property
    def metingen(self) -> int:
        """The number of metingen."""
        return self.plan.metingen or METINGEN

    @property
    def strict(self) -> float:
        """The level at which the report judges a primary indicator on its own: alfa over their number."""
        return self.alfa / self.indicatoren


def read_opzet(folder: Path, given: Mapping[str, str | None], studies: str, seed: int) -> Opzet:
    """Read what is to be reckoned with; a folder without a study.yml gets the defaults.

    Raises InvoerFout with everything that cannot be, by the name of its option.
    """
    study = load_study(folder) if (folder / STUDY_FILE).is_file() else Study(folder=folder.resolve(), naam="")
    problems: list[Melding] = []
    count = _studies(studies, problems)
    typed = {name: _as_typed(name, text) for name, text in given.items() if text is not None}
    plan = _merge(study, typed, problems)
    if problems or plan is None:
        raise InvoerFout(problems)
    return Opzet(plan, study, count, seed)


def complete(plan: Plan, study: Study) -> Plan:
    """Fill in what the plan leaves to study.yml: the pilots and all IKCs, the metingen, the primary indicators."""
    pilots = sum(item.rol == "pilot" for item in study.ikcs)
    counts = tuple(sorted({pilots, len(study.ikcs)} - {0})) or PILOT_THEN_ALL
    filled = {
        "ikcs": plan.ikcs or counts,
        "metingen": plan.metingen or len(study.metingen) or METINGEN,
        "indicatoren": plan.indicatoren or len(study.primaire_indicatoren) or INDICATOREN,
    }
    return plan.model_copy(update=filled)


def _merge(study: Study, typed: Mapping[str, Any], problems: list[Melding]) -> Plan | None:
    try:
        plan = complete(Plan(**{**study.plan.model_dump(exclude_unset=True), **typed}), study)
    except ValidationError as error:
        problems += [_melding(item) for item in error.errors()]
        return None
    texts = [text.replace("`", "`--", 1).replace(" `", " `--") for text in check_plan(plan)]
    problems += [Melding("", text, advies=_HELP, code="plan_tegenstrijdig") for text in dict.fromkeys(texts)]
    return plan


_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_HELP = "Uitleg: ikc plan --help"


def _melding(error: Any) -> Melding:
    name, value = str(error["loc"][0]), error["input"]
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
    above_one = error["type"].startswith("less") and isinstance(value, float) and value >= 1
    hint = " Schrijf een aandeel: 0,10 is 10 van de 100." if above_one else ""
    return Melding(
        "",
        f"`--{name}` {_DECIMAL.sub(',', what_is_wrong(error))} (er staat: {shown}).{hint}",
        advies=_HELP,
        code=error["type"],
    )


def _as_typed(name: str, text: str) -> Any:
    """Give what was typed as a number where it is one, with a comma or a point; several numbers for `ikcs`."""
    if name == "ikcs":
        return [_number(part) for part in text.replace(",", " ").split()] or [text]
    return _number(text)


def _number(text: str) -> Any:
    """Give a number as typed, else the text itself, for the message."""
    for kind in (int, float):
        try:
            return kind(text.strip().replace(",", "."))
        except ValueError:
            continue
    return text


def _studies(text: str, problems: list[Melding]) -> int:
    number = _number(text)
    if isinstance(number, int) and FEWEST_STUDIES <= number <= MOST_STUDIES:
        return number
    told = f"`--studies` moet een geheel getal van {FEWEST_STUDIES} tot {MOST_STUDIES} zijn (er staat: {text})."
    problems.append(Melding("", told, advies=_HELP, code="plan_studies"))
    return STUDIES
