"""The keyed hashes of personal data beside the tidy tables, read without what cleans: that makes no report stale."""

import json

from analysis.study import Study
from analysis.study.doors import refuse_in_public

PERSONS = ".personen.json"
"""Keyed hashes of personal data, for the gate of publishing. Hidden: no stage is made from it."""


def load_persons(study: Study) -> frozenset[str] | None:
    """Read the keyed hashes of personal data back; None when they are not there, which is not the same as none."""
    refuse_in_public("data/processed")
    try:
        return frozenset(json.loads((study.processed / PERSONS).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
