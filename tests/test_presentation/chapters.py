"""Every figure, table and sentence that a notebook can call, by name."""

from analysis.presentation import (
    doelen,
    effectenketen,
    inzet,
    kosten,
    oogopslag,
    opdracht,
    profiel,
    signalen,
    toewijzingen,
    totaalbeeld,
    trajecten,
    verantwoording,
    zorg,
    zorgpaden,
)

CHAPTERS = (oogopslag, signalen, doelen, zorg, toewijzingen, trajecten, totaalbeeld, verantwoording, kosten, zorgpaden,
            profiel, inzet, effectenketen, opdracht)  # fmt: skip
CALLED = {name: getattr(chapter, name) for chapter in CHAPTERS for name in chapter.__all__}
