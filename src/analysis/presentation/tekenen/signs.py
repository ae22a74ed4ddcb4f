"""The signs of all figures: each has one meaning in the whole report, whatever figure it stands in.

A sign is a form, filled or open. Open says one thing only, for any form: somebody else filled in the list than at the
last meting. What differs otherwise has another form, or a place and words of its own.
"""

from dataclasses import dataclass
from typing import Any

from analysis.presentation.tekenen.style import PAPER


@dataclass(frozen=True)
class Teken:
    """A form as matplotlib names it, and what it means to a reader."""

    vorm: str
    betekenis: str

    def how(self, color: str, is_open: bool = False, **more: Any) -> dict[str, Any]:
        """Give how to draw it in a colour: filled, or open with a rim of that colour."""
        face = PAPER if is_open else color
        return {"marker": self.vorm, "ls": "none", "mfc": face, "mec": color, "mew": 1.4, **more}


CIJFER = Teken("o", "een cijfer; bij IKC's naast elkaar: van een IKC met jeugdondersteuner")
ZONDER = Teken("s", "een cijfer van IKC's zonder jeugdondersteuner")
DOEL = Teken("D", "een doel")
ACHTER = Teken("^", "uren aan de achterkant")
VERSCHIL = Teken("|", "een verschil, op de balk van zijn marge")
GELEEND = Teken("x", "een verschil als het IKC leent van de andere in zijn groep")
TEKENS = (CIJFER, ZONDER, DOEL, ACHTER, VERSCHIL, GELEEND)
"""Every sign that a figure of the report may have."""
OPEN = "ingevuld door iemand anders dan bij de laatste meting"
"""What open means, for every form."""
