"""A child's groep as people write it, the bouw that the study gives it, and the class that it may tell."""

import re

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook, visible
from analysis.study import Study

LEEG, ONLEESBAAR, COMBINATIE, BUITEN = "leeg", "onleesbaar", "combinatie", "buiten"
_WORDS = re.compile(r"jaargroep|groepen|groep|gr\.?|leerjaar|klas|jaar", re.IGNORECASE)
_AND = r"t/m|en|[/+&,-]"
_ONE = re.compile(r"^([0-9]{1,2})(?:[-_.]?([a-z]))?$")
_MORE = re.compile(rf"^[0-9][a-z]?(?:(?:{_AND})[0-9][a-z]?){{1,3}}$")


def read_groep(text: str, codebook: Codebook) -> tuple[int, ...]:
    """Read one groep: `3`, `groep 3`, `3a`, `peuters` (0); `3/4` gives both; () when it is none, or in doubt (`3?`)."""
    bare = bare_groep(text, codebook)
    one = _ONE.match(bare)
    if one:
        return (int(one[1]),)
    return tuple(int(part[0]) for part in _parts(bare))


def read_klas(text: str, codebook: Codebook) -> str:
    """Read the class that a groep tells, in one spelling: `Gr. 3 A` and `3-a` are `3a`, `1 en 2` is `1/2`; else ''."""
    bare = bare_groep(text, codebook)
    one = _ONE.match(bare)
    if one:
        return f"{int(one[1])}{one[2]}" if one[2] else ""
    return "/".join(sorted(_parts(bare)))


def bare_groep(text: str, codebook: Codebook) -> str:
    """Give a groep or class without words, spaces, brackets and decimals: `Groep 3 (A)` is `3a`."""
    known = codebook.value("groep", text)
    bare = re.sub(r"\s|\.$", "", _WORDS.sub("", known or visible(text).casefold()))
    return re.sub(r"[.,]0(?=[a-z]?$)", "", re.sub(r"(?<=\d)\(([a-z])\)$", r"\1", bare))


def _parts(bare: str) -> list[str]:
    return re.split(_AND, bare) if _MORE.match(bare) else []


def tidy_groepen(values: pd.Series, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give per row `groep` (nullable), `bouw` and `oordeel` ('' when sound, else why the groep or bouw is not known).

    A combination group (`3/4`) has no groep; it has a bouw when all its groepen lie in the same one. A groep outside
    the study's bouwen keeps its number and has the bouw `onbekend`. Each distinct text is read once.
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
    if len(groepen) > 1:
        return None, bouw or ONBEKEND, COMBINATIE
    return groepen[0], bouw or ONBEKEND, "" if bouw else BUITEN
