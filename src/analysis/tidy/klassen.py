"""The class that a child was in: one spelling per class of an IKC, '' where nobody says which."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.intake.forgetting import kindcode_scope
from analysis.intake.pseudonyms import GEZIN, KLAS, pseudonymise_names
from analysis.study import Study
from analysis.study.keys import read_key
from analysis.tidy.groep import bare_groep, read_groep, read_klas
from analysis.tidy.values import map_values

PLAIN = r"\d{1,2}(?:k\d{1,2}|[a-z])?|\d[a-z]?(?:/\d[a-z]?)+|[a-z]"
"""Classes that may stand as they are. Any other name may be a teacher's (`Juf Anna`, `Els`), and becomes a code."""


def code_klassen(rows: pd.DataFrame, study: Study, codebook: Codebook) -> pd.Series:
    """Give the class of each row, from `klas` and `groep` as written.

    A letter gets its groep (`3` and `a` give `3a`, `1/2` and `a` give `1/2a`), a number too where the numbers of a file
    are not those of groepen (`3` and `1` give `3k1`). Without `klas` it is what the groep tells (`3a`, `1/2`). A groep
    alone, an empty cell and a word that says so (`onbekend`, `?`) give '': one groep may have two classes, and those
    whose class is not known are no class. A name (`Vlinders`) becomes a pseudonym, the same one at every meting.
    """
    klas = rows["klas"].mask(map_values(rows["klas"], lambda text: is_missing(text, codebook)) != "", "")
    told = map_values(klas, lambda text: read_klas(text, codebook))
    bare = map_values(klas, lambda text: bare_groep(text, codebook))
    without = map_values(rows["groep"], lambda text: read_klas(text, codebook))
    groep = map_values(rows["groep"], lambda text: _number(text, codebook))
    first = without.mask(without == "", groep).str.replace(r"[a-z]$", "", regex=True)
    lettered = (first + bare).where(bare.str.fullmatch(r"[a-z]"), "")
    numbered = _numbered(bare, groep, rows["bestand"])
    found = told.mask(told == "", lettered).mask(told + lettered == "", numbered)
    found = found.mask(klas == "", without)
    return _hide_names(found, rows, study)


def code_gezinnen(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Give the family of each row as a pseudonym: always one, within the IKC, in one spelling, as a kindcode is."""
    spelled = rows["gezin"].str.casefold().str.split().str.join(" ")
    return pseudonymise_names(spelled, read_key(study, "pseudoniem"), kindcode_scope(rows, study), GEZIN)


def _hide_names(klas: pd.Series, rows: pd.DataFrame, study: Study) -> pd.Series:
    hidden = (klas != "") & ~klas.str.fullmatch(PLAIN)
    if not hidden.any():
        return klas
    codes = pseudonymise_names(klas[hidden], read_key(study, "pseudoniem"), kindcode_scope(rows, study), KLAS)
    return klas.mask(hidden, codes)


def is_missing(text: str, codebook: Codebook) -> str | None:
    """Tell of a word that it stands where nothing is known (`onbekend`, `nvt`, `?`)."""
    return codebook.value("identiteit", text) or (codebook.value("niet_bekend", text) if text else None)


def _number(text: str, codebook: Codebook) -> str:
    groepen = read_groep(text, codebook)
    return str(groepen[0]) if len(groepen) == 1 else ""


def _numbered(bare: pd.Series, groep: pd.Series, bestand: pd.Series) -> pd.Series:
    """Read a class that is a bare number: a groep where most numbers of the file are the child's, else one of several.

    The number of the child's own groep tells no class; another one does: the child sits with that groep.
    """
    number = bare.str.extract(r"^0*(\d{1,2})$", expand=False)
    same = (number == groep).where(number.notna() & (groep != ""))
    is_groep = same.astype("float64").groupby(bestand).transform("mean").fillna(1) >= 0.5
    several = (groep + "k" + number).where(groep != "", "k" + number)
    return number.mask(is_groep & (number == groep), "").mask(~is_groep, several).fillna(bare)
