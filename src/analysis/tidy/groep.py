"""A child's groep as people write it, and the bouw that the study gives it."""

import re

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook, visible
from analysis.study import Study

LEEG, ONLEESBAAR, COMBINATIE, BUITEN = "leeg", "onleesbaar", "combinatie", "buiten"
_WORDS = re.compile(r"jaargroep|groepen|groep|gr\.?|leerjaar|klas|jaar", re.IGNORECASE)
_ONE = re.compile(r"^([0-9]{1,2})(?:-?[a-z])?$")
_TWO = re.compile(r"^([0-9])[a-z]?(?:/|-|\+|&|,|en|t/m)([0-9])[a-z]?$")


def read_groep(text: str, codebook: Codebook) -> tuple[int, ...]:
    """Read one groep: `3`, `groep 3`, `3a`, `peuters` (0); `3/4` gives both; () when it is none, or in doubt (`3?`)."""
    known = codebook.value("groep", text)
    bare = re.sub(r"\s|\.$", "", _WORDS.sub("", known or visible(text).casefold()))
    bare = re.sub(r"[.,]0$", "", bare)
    match = _ONE.match(bare) or _TWO.match(bare)
    return tuple(int(part) for part in match.groups()) if match else ()


def tidy_groepen(values: pd.Series, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give per row `groep` (nullable), `bouw` and `oordeel` ('' when sound, else why the groep or bouw is not known).

    A combination group (`3/4`) has no groep; it has a bouw when both groepen lie in the same one. A groep outside the
    study's bouwen keeps its number and has the bouw `onbekend`. Each distinct text is read once.
    """
    known = {text: _judge(text, study, codebook) for text in values.unique()}
    judged = pd.DataFrame([known[text] for text in known], index=list(known), columns=["groep", "bouw", "oordeel"])
    judged = judged.astype({"groep": "Int64", "bouw": str, "oordeel": str})
    return judged.reindex(values).set_axis(values.index, axis=0)


def _judge(text: str, study: Study, codebook: Codebook) -> tuple[int | None, str, str]:
    if not visible(text):
        return None, ONBEKEND, LEEG
    groepen = read_groep(text, codebook)
    if not groepen:
        return None, ONBEKEND, ONLEESBAAR
    bouwen = {study.bouw_of_groep(groep) for groep in groepen}
    bouw = bouwen.pop() if len(bouwen) == 1 else None
    if len(groepen) == 2:
        return None, bouw or ONBEKEND, COMBINATIE
    return groepen[0], bouw or ONBEKEND, "" if bouw else BUITEN
