"""From deliveries to tidy tables: what is current is read back, what is not is made anew.

The deliveries count by their content and their place in data/raw, not by their times. So do the key of the
pseudonyms and the list of forgotten children.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.errors import IKC_OPZIJ
from analysis.study import Study
from analysis.study.doors import refuse_in_public
from analysis.study.forgotten import read_forgotten
from analysis.study.hashes import Memory, hash_folder, hash_value, remember
from analysis.study.keys import fingerprint, read_key
from analysis.study.locks import study_lock
from analysis.study.sources import hash_stage
from analysis.study.stamps import OUTPUTS, current_stamp, hash_settings, stamp_file, write_stamp
from analysis.tidy.persons import PERSONS

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.tidy.tidy_study import TidyStudy

STAGE = "schoon"
MESSAGES = "meldingen.json"
ENTRIES = ("analysis.tidy.tidy_study", "analysis.tidy.store")


def ensure_tidy(study: Study, codebook: "Codebook") -> "TidyStudy":
    """Give the tidy tables: read back from data/processed when they are current, else made from the deliveries."""
    from analysis.tidy.store import load_tidy

    with study_lock(study), remember(study) as memory:
        _, made = refresh_tidy(study, lambda: codebook, memory)
        return made or load_tidy(study)


def ensure_texts(study: Study, codebook: "Codebook") -> "TidyStudy":
    """Give the tidy tables as `ensure_tidy` does, with texts where they keep categories: for who explores them."""
    from analysis.intake.distinct import with_texts

    tidy = ensure_tidy(study, codebook)
    return replace(tidy, tables={name: with_texts(table) for name, table in tidy.tables.items()})


def read_tidy(study: Study) -> "TidyStudy":
    """Give the tidy tables as they lie in data/processed, for whoever knows that they are current; see `load_tidy`."""
    from analysis.tidy.store import load_tidy

    return load_tidy(study)


def missing_ikcs(study: Study) -> frozenset[str]:
    """Give the IKCs without which data/processed was made, for the fouten in their delivery; loads no table."""
    try:
        messages = json.loads((study.processed / MESSAGES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(ikc for item in messages if item["code"] == IKC_OPZIJ for ikc in item["ikcs"])


def refresh_tidy(
    study: Study, codebook: "Callable[[], Codebook]", memory: Memory, may_miss: Collection[str] | None = None
) -> "tuple[str, TidyStudy | None]":
    """Make data/processed when it is not current; the study must be locked. The codebook is loaded only then.

    Of the IKCs in `may_miss` a fout in the inventory sets them aside (see `tidy_study`). Tables that are current are
    taken as they are with None, and refused when they miss an IKC that is not in `may_miss`. The kernel of a public
    report makes none: it gets results that are there.

    Returns
    -------
    The hash of what is in data/processed, and the tidy tables when they were made.
    """
    refuse_in_public("data/processed")
    inputs, path = _inputs(study, memory), stamp_file(study.reports, STAGE)
    stamp = current_stamp(path, inputs, study.processed, memory)
    if stamp and (study.processed / PERSONS).is_file():
        if may_miss is not None and missing_ikcs(study) - set(may_miss):
            _refuse(study, may_miss)
        return hash_value(stamp[OUTPUTS]), None
    from analysis.tidy.store import write_tidy
    from analysis.tidy.tidy_study import tidy_study

    made = tidy_study(study, codebook(), may_miss or ())
    write_tidy(made, study)
    return hash_value(write_stamp(path, inputs, study.processed)[OUTPUTS]), made


def _refuse(study: Study, may_miss: Collection[str]) -> None:
    from analysis.tidy.set_aside import refuse_set_aside
    from analysis.tidy.store import load_messages

    refuse_set_aside(load_messages(study), may_miss)


def _inputs(study: Study, memory: Memory) -> str:
    deliveries = hash_folder(study.raw, memory=memory) if study.raw.is_dir() else {}
    key, forgotten = fingerprint(read_key(study, "pseudoniem")), sorted(read_forgotten(study).marks)
    return hash_value([deliveries, key, forgotten, hash_settings(study, memory), hash_stage(ENTRIES, memory)])
