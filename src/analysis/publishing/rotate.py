"""`ikc sleutel`: where the key of a study is, and another one with all that was made under the old one made again."""

import os
from datetime import date

from analysis.publishing.remake import look_what_is_made, remake, throw_away
from analysis.study import Study
from analysis.study.key_rotation import rotate_keys
from analysis.study.keys import SECRET_VARIABLE, Doel, key_path
from analysis.study.locks import study_lock

ROUNDING = (
    "Let op: ook het afronden is vernieuwd. Een aantal dat al gepubliceerd is, wordt nu anders afgerond. Wie de oude "
    "naast de nieuwe editie legt, komt dichter bij het echte aantal: trek eerst de oude editie in."
)  # fmt: skip
STABLE = "Het afronden is gebleven zoals het was: een aantal dat al gepubliceerd is, verandert niet."


def text_of_keys(study: Study) -> str:
    """Say where the secret of a study is, and never what it is."""
    if study.synthetisch:
        return "Een verzonnen studie heeft een openbare sleutel: elke kopie geeft hetzelfde."
    if os.environ.get(SECRET_VARIABLE, "").strip():
        return f"De sleutel komt uit {SECRET_VARIABLE}."
    path = key_path(study)
    there = "" if path.is_file() else " Hij is er nog niet: de eerste run maakt hem."
    return f"De sleutel staat in {path}.{there}\nBewaar een kopie in een kluis, niet in git en niet in de mail."


def rotate(study: Study, with_rounding: bool, keep_old: bool, day: date) -> int:
    """Give a study new keys, and make its tables, results and reports again. Gives the exit code."""
    purposes: frozenset[Doel] = frozenset({"pseudoniem", "afronding"} if with_rounding else {"pseudoniem"})
    made = look_what_is_made(study)
    with study_lock(study):
        kept = rotate_keys(study, purposes, keep_old, day)
        throw_away(study)
    print("De sleutel van de pseudoniemen is nieuw: elk kind heeft een ander pseudoniem dan hiervoor.")
    print(f"De oude staat in {kept}. Met die sleutel zijn oude tabellen nog te koppelen." if kept else _GONE)
    print(ROUNDING if with_rounding else STABLE)
    return remake(study, made)


_GONE = "De oude is weg. Kopieën ervan (een kluis, reservekopieën) kent het programma niet: vernietig ze zelf."
