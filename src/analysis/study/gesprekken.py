"""Which statements from conversations may be quoted, who agreed and when; or where they were published before."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _read_number(value: Any) -> Any:
    """Give a number of a statement as text; YAML's own readings of it (dates, yes) are left for the model to refuse."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Nummer = Annotated[str, BeforeValidator(_read_number), Field(min_length=1)]


class Citaten(BaseModel):
    """Consent to quote: which sources (`bronnen`), at which IKCs (`ikcs`), or which statements (`uitspraken`).

    What is not named is not limited, but sources or statements must be. `wie` agreed (a role, never a name) and
    `wanneer`, or the source (`gepubliceerd`) that printed them before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bronnen: tuple[str, ...] = ()
    ikcs: tuple[str, ...] = ()
    uitspraken: tuple[Nummer, ...] = ()
    wie: str = ""
    wanneer: date | None = None
    gepubliceerd: str = ""

    @property
    def compleet(self) -> bool:
        """Whether it allows anything: half a consent is none, and neither is one to everything."""
        agreed = bool(self.gepubliceerd.strip() or (self.wie.strip() and self.wanneer))
        return agreed and bool(self.bronnen or self.uitspraken)

    def covers(self, ikc: str, bron: str, uitspraak: str) -> bool:
        """Tell whether a statement may be quoted by this consent."""
        limits = ((self.bronnen, bron), (self.ikcs, ikc), (self.uitspraken, uitspraak))
        return self.compleet and all(not allowed or value in allowed for allowed, value in limits)


def may_quote(citaten: Iterable[Citaten], ikc: str, bron: str, uitspraak: str) -> bool:
    """Tell whether any consent covers a statement."""
    return any(item.covers(ikc, bron, uitspraak) for item in citaten)


def check_citaten(citaten: Iterable[Citaten], ikcs: Iterable[str]) -> list[str]:
    """Say where half a consent was written down, or one for an IKC that the study does not have."""
    known, texts = set(ikcs), []
    for place, item in enumerate(citaten, 1):
        if not (item.gepubliceerd.strip() or (item.wie.strip() and item.wanneer)):
            texts.append(
                f"`citaten`: bij {place} staat niet wie akkoord gaf en wanneer, en ook geen bron (`gepubliceerd`)."
            )
        if not (item.bronnen or item.uitspraken):
            texts.append(f"`citaten`: bij {place} staat niet voor welke `bronnen` of `uitspraken` het akkoord geldt.")
        texts += [
            f"`citaten`: bij {place} staat een IKC dat niet bestaat: {ikc}." for ikc in item.ikcs if ikc not in known
        ]
    return texts
