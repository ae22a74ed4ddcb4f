"""Who agreed that the story of a described case is told in public, and when; or where it was published before."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from analysis.study.kosten import CasusNummer


class Verhaal(BaseModel):
    """Consent for one or more cases: `wie` agreed and `wanneer`, or the source (`gepubliceerd`) that told them before.

    `wie` is a role (both parents), never a name: study.yml is kept in git.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    casussen: tuple[CasusNummer, ...] = Field(min_length=1)
    wie: str = ""
    wanneer: date | None = None
    gepubliceerd: str = ""

    @property
    def compleet(self) -> bool:
        """Whether these cases may be told: half a consent is none."""
        return bool(self.gepubliceerd.strip() or (self.wie.strip() and self.wanneer))


def told_cases(verhalen: Iterable[Verhaal]) -> frozenset[str]:
    """Give the cases that may be told in public."""
    return frozenset(casus for verhaal in verhalen if verhaal.compleet for casus in verhaal.casussen)


def check_verhalen(verhalen: Iterable[Verhaal]) -> list[str]:
    """Say where half a consent was written down."""
    return [
        f"`verhalen`: bij casus {', '.join(item.casussen)} staat niet wie akkoord gaf en wanneer, en ook geen bron "
        "(`gepubliceerd`)."
        for item in verhalen
        if not item.compleet
    ]
