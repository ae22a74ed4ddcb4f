"""Another key for a study: new pseudonyms, on request another rounding, and never another key for who is forgotten.

Rounding does not turn along: a count that was published as 15 and is rounded anew to 10 tells that it was 11 to 14.
"""

import os
import secrets
from datetime import date
from pathlib import Path

from analysis.errors import InvoerFout, Melding
from analysis.study.doors import refuse_in_public
from analysis.study.keys import DOELEN, KEY_FILE, SECRET_VARIABLE, Doel, is_safe, key_of, key_path, replace_private
from analysis.study.settings import Study

HEAD = "# Sleutels van deze studie. Geheim: wie ze heeft, kan clientnummers uitproberen. Niet in git of mail.\n"


def rotate_keys(study: Study, purposes: frozenset[Doel], keep_old: bool, day: date) -> Path | None:
    """Give a study new keys for these purposes; the others stay what they were, one by one and no longer derived.

    The old file is gone, or stays beside the new one under its date with `keep_old`, whose place is given.
    """
    refuse_in_public(KEY_FILE)
    path = _path_to_rotate(study)
    old = path.read_text(encoding="utf-8")
    keys = {
        purpose: secrets.token_bytes(32) if purpose in purposes else key_of(old, path.name, purpose)
        for purpose in DOELEN
    }
    kept = path.with_name(f"{path.name}-tot-{day.isoformat()}") if keep_old else None
    if kept:
        os.link(path, _free(kept))
    replace_private(path, HEAD + "".join(f"{purpose}: {key.hex()}\n" for purpose, key in keys.items()))
    return kept


def _path_to_rotate(study: Study) -> Path:
    if study.synthetisch:
        raise _refusal("een verzonnen studie heeft een openbare sleutel; er is niets te vernieuwen.", "")
    if os.environ.get(SECRET_VARIABLE, "").strip():
        raise _refusal(
            f"de sleutel komt uit {SECRET_VARIABLE}; die kan het programma niet vernieuwen.",
            "Een ander geheim daar verandert ook het afronden, en wie vergeten is wordt niet meer herkend. Zet de "
            "sleutel eerst in een bestand (IKC_SLEUTELBESTAND).",
        )  # fmt: skip
    path = key_path(study)
    if not is_safe(path):
        raise _refusal("deze studie heeft nog geen sleutel.", "`ikc run` maakt er een.")
    return path


def _free(path: Path) -> Path:
    if path.exists():
        raise _refusal(f"{path.name} is er al.", "Verplaats dat bestand naar een kluis, of gooi het weg.")
    return path


def _refusal(text: str, advies: str) -> InvoerFout:
    return InvoerFout([Melding("sleutel", text, advies=advies, code="sleutel")])
