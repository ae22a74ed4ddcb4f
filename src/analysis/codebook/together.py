"""study.yml and the study's codebook, read together: what is wrong in both is told in one round."""

from pathlib import Path

from analysis.codebook.loader import Codebook, load_codebook
from analysis.errors import InvoerFout, Melding
from analysis.study import Study, load_study


def load_study_and_codebook(folder: Path | str) -> tuple[Study, Codebook]:
    """Read both; raises InvoerFout with every problem of both."""
    meldingen: list[Melding] = []
    loaded: list[Study | Codebook] = []
    for load in (lambda: load_study(folder), lambda: load_codebook(Path(folder).expanduser())):
        try:
            loaded.append(load())
        except InvoerFout as error:
            meldingen += error.meldingen
    if meldingen:
        raise InvoerFout(meldingen)
    study, codebook = loaded
    return study, codebook  # type: ignore[return-value]
