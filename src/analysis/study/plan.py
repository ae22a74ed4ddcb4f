"""The `plan` of study.yml: what a study that has yet to begin is expected to look like; `ikc plan` reckons with it."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _read_counts(value: Any) -> Any:
    """Give one number of IKCs, or several, as a list."""
    return value if isinstance(value, list | tuple) else [value]


class Plan(BaseModel):
    """A study to be planned. Shares and changes lie between 0 and 1: 0.10 is 10 of the 100 children.

    `ikcs`: one or more numbers of IKCs to reckon with (a pilot of 3, then 9); empty is that of study.yml. `kinderen`
    and `klassen` are per IKC. `icc` is how much alike the marks in one class are, because one person fills them in.
    `indicatoren` and `metingen` are those of study.yml where they are not given. `prevalentie` is the share with the
    mark at the first meting, `verandering` what is hoped for, `spreiding` the standard deviation of the true change
    between IKCs. `dubbel` children, over all IKCs, are reported on by both kinds of informant; the second is expected
    to see `detectie` times as often what the first sees, and to see the share `overeenkomst` of what the first saw.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ikcs: Annotated[tuple[Annotated[int, Field(ge=1, le=200)], ...], BeforeValidator(_read_counts)] = ()
    kinderen: int = Field(default=220, ge=2, le=5000)
    klassen: int = Field(default=12, ge=2, le=200)
    icc: float = Field(default=0.05, ge=0, le=0.5)
    metingen: int | None = Field(default=None, ge=2, le=10)
    indicatoren: int | None = Field(default=None, ge=1, le=20)
    prevalentie: float = Field(default=0.10, gt=0, lt=1)
    verandering: float = Field(default=0.05, gt=-1, lt=1)
    spreiding: float = Field(default=0.04, ge=0, le=0.25)
    dubbel: int = Field(default=0, ge=0)
    detectie: float = Field(default=1.8, gt=0, le=20)
    overeenkomst: float = Field(default=0.8, gt=0, le=1)


def check_plan(plan: Plan) -> Iterator[str]:
    """Say what cannot go together: more classes than children, a share that leaves the 0 to 1, no change at all."""
    if plan.klassen > plan.kinderen:
        yield f"`klassen` ({plan.klassen}) is meer dan het aantal `kinderen` ({plan.kinderen})."
    if plan.verandering == 0:
        yield "`verandering` is 0: geef de verandering waarop u hoopt, of die u niet wilt missen."
    if not 0 < plan.prevalentie + plan.verandering < 1:
        yield "`prevalentie` en `verandering` samen liggen niet tussen 0 en 1."
    second = plan.detectie * plan.prevalentie
    if not plan.overeenkomst * plan.prevalentie <= second <= 1 - (1 - plan.overeenkomst) * plan.prevalentie:
        yield "`detectie` past niet bij `prevalentie` en `overeenkomst`: er zou te veel of te weinig worden gezien."
    most = max(plan.ikcs, default=0) * plan.kinderen
    if plan.ikcs and plan.dubbel > most:
        yield f"`dubbel` ({plan.dubbel}) is meer dan alle kinderen samen ({most})."
