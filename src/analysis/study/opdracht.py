"""What a study says of itself: who asked for it, who made it, what it recommends, a foreword. Text of people, as it is.

No name of a child, a family or whoever spoke belongs in it: study.yml is kept in git and its words are published.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Zin = Annotated[str, Field(min_length=1)]


class Colofon(BaseModel):
    """Who commissioned the research (`opdrachtgever`), who did it, when it was finished, where to ask (`contact`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opdrachtgever: str = ""
    onderzoekers: tuple[Zin, ...] = ()
    datum: date | None = None
    contact: str = ""


def paragraphs(text: str) -> list[str]:
    """Split a text of study.yml at its empty lines."""
    parts = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return [part.strip() for part in parts if part.strip()]
