"""What may spoil a statistic, planted on request: classes, persons who fill in, siblings, repeated trajecten, ..."""

from dataclasses import dataclass

from analysis.errors import InvoerFout

SHARES = ("icc", "leerkracht_blijft", "broers_zussen", "vervolg")


@dataclass(frozen=True)
class Bedreigingen:
    """What is planted beside the example study; by default nothing, and the example stays as it is.

    Attributes
    ----------
    klas_grootte
        Children per class aimed at; 0 draws no classes. Small IKCs get combination classes, classes differ in size.
    icc
        Intraclass correlation that the persons who fill in give to the mark of any child problem at the first meting.
    leerkracht_blijft
        Share of the classes (by name) with the same leerkracht at every meting; in the others another one each time.
    een_invuller
        True: at each meting one leerkracht fills in for the whole IKC. A jeugdondersteuner always does.
    broers_zussen
        Share of the children with an older brother or sister at the IKC: they share the liability to family problems.
        The inventories then have a code of the family.
    vervolg
        Share of the trajecten that is followed by another one of the same child, a month to four months after its end.
    verschil_ikcs
        Standard deviation between IKCs of the true change after the first meting, in standard deviations of the latent
        liability to problems.
    dubbel_selectief
        How many times as often a child with a true child problem is reported twice; 1: at random.
    """

    klas_grootte: int = 0
    icc: float = 0.0
    leerkracht_blijft: float = 0.0
    een_invuller: bool = False
    broers_zussen: float = 0.0
    vervolg: float = 0.0
    verschil_ikcs: float = 0.0
    dubbel_selectief: float = 1.0

    def __post_init__(self) -> None:
        """Refuse persons without classes, for nobody would fill in, and numbers that cannot be."""
        if (self.icc or self.een_invuller or self.leerkracht_blijft) and not self.klas_grootte:
            raise InvoerFout("Zonder klas_grootte zijn er geen klassen, en geen invullers. Geef --klas-grootte 22.")
        wrong = [name for name in SHARES if not 0 <= getattr(self, name) <= 1]
        wrong += [name for name in ("klas_grootte", "verschil_ikcs") if getattr(self, name) < 0]
        wrong += ["dubbel_selectief"] if self.dubbel_selectief <= 0 else []
        if wrong:
            raise InvoerFout(f"Zo'n studie kan niet: {', '.join(wrong)}. Een deel ligt van 0 tot 1.")
