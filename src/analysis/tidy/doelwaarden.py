"""Values of a goal as people write them: a share (0,15; 15%; 15 van de 100) or a ratio. What is not clear is asked."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.codebook.doelmaten import AANDEEL, VERHOUDING
from analysis.tidy.amounts import tidy_amounts

ONDUIDELIJK, GEEN_WAARDE, ONMOGELIJK = "onduidelijk", "geen_waarde", "onmogelijk"
_NUMBER = r"[+-]?\d[\d.,]*"
_PERCENT = re.compile(rf"^(?P<x>{_NUMBER})\s*(?:%|procent|percent|pct\.?)$", re.IGNORECASE)
_OF = re.compile(rf"^(?P<x>{_NUMBER})\s*(?:van de|op de|van|op)\s*(?P<y>{_NUMBER})$", re.IGNORECASE)
_RATIO = re.compile(rf"^(?P<x>{_NUMBER})\s*(?::|staat tot|op)\s*(?P<y>{_NUMBER})$", re.IGNORECASE)
_TIMES = re.compile(rf"^(?P<x>{_NUMBER})\s*(?:keer|maal|x)$", re.IGNORECASE)
_PER = re.compile(rf"^(?P<x>{_NUMBER})\s*per\s*(?:1\.?000|100)(?:\s*kinderen)?$", re.IGNORECASE)
_THOUSANDS = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")


@dataclass(frozen=True)
class Gelezen:
    """A value that was read, None when there is none; `fout` says why it is none, and is '' for an empty cell."""

    waarde: float | None = None
    fout: str = ""


def read_value(text: str, kind: str) -> Gelezen:
    """Read one value of a goal, strictly: a number that may mean two things is none.

    A share: `0,15`, `15%`, `15 procent`, `15 van de 100`; from 1 on a number without a sign is asked about, for 15 may
    be 15 per cent and 1 may be all. A ratio: `2,5`, `2,5 keer`, `5:2`. A number per 100 or 1.000: `12`, `12 per 1.000`.
    """
    bare = " ".join(text.split())
    if not bare:
        return Gelezen()
    found = {AANDEEL: _read_share, VERHOUDING: _read_ratio}.get(kind, _read_number)(bare)
    if found.waarde is not None and (found.waarde < 0 or (kind == AANDEEL and found.waarde > 1)):
        return Gelezen(fout=ONMOGELIJK)
    return found


def _read_share(text: str) -> Gelezen:
    if hit := _PERCENT.match(text):
        return _divided(_number(hit["x"]), 100)
    if hit := _OF.match(text):
        return _divided(_number(hit["x"]), _number(hit["y"]))
    plain = _number(text)
    if plain is None:
        return Gelezen(fout=GEEN_WAARDE)
    return Gelezen(plain) if plain < 1 else Gelezen(fout=ONDUIDELIJK if plain <= 100 else ONMOGELIJK)


def _read_ratio(text: str) -> Gelezen:
    if hit := _RATIO.match(text):
        return _divided(_number(hit["x"]), _number(hit["y"]))
    hit = _TIMES.match(text)
    return _plain(hit["x"] if hit else text)


def _read_number(text: str) -> Gelezen:
    hit = _PER.match(text)
    return _plain(hit["x"] if hit else text)


def _plain(text: str) -> Gelezen:
    """Read a number that may be above 1; `1.250` may be a thousand and may be one and a quarter."""
    if _THOUSANDS.match(text):
        return Gelezen(fout=ONDUIDELIJK)
    number = _number(text)
    return Gelezen(fout=GEEN_WAARDE) if number is None else Gelezen(number)


def _divided(part: float | None, whole: float | None) -> Gelezen:
    if part is None or whole is None:
        return Gelezen(fout=GEEN_WAARDE)
    return Gelezen(part / whole) if whole > 0 else Gelezen(fout=ONMOGELIJK)


def _number(text: str) -> float | None:
    number = float(tidy_amounts(pd.Series([text], dtype="str")).iloc[0])
    return None if pd.isna(number) else number
