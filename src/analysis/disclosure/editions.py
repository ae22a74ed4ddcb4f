"""The result tables of an edition on disk: disclosed, written, and read back while they are current.

They are made from the tidy tables as they lie in data/processed: what changes in a delivery or in the code before it
and leaves those the same, leaves the results as they are.
"""

import os
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from analysis.results.pipeline import refresh_tidy
from analysis.study import Study
from analysis.study.hashes import Memory, hash_value, remember
from analysis.study.keys import fingerprint, read_key
from analysis.study.locks import WORK, refuse_while_reports_are_made, study_lock
from analysis.study.sources import hash_stage
from analysis.study.stamps import OUTPUTS, current_stamp, hash_settings, stamp_file, write_stamp
from analysis.study.working_copies import PARTS
from analysis.study.writing import swap_in, told_when_unwritable

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.results.parts import Parts
    from analysis.tidy.tidy_study import TidyStudy

TRUSTED = "IKC_RESULTATEN_ACTUEEL"
"""Set by a batch that has just made the results: its notebooks read them without looking at the deliveries again."""
DIVIDED = "IKC_DELEN_ACTUEEL"
"""Set by a batch that has just cut the results per IKC: a report over one IKC opens its own rows only."""
STAGE = "resultaten"
ENTRIES = (
    "analysis.results.compute",
    "analysis.results.tables",
    "analysis.disclosure.suppression",
    "analysis.disclosure.rounded",
)


def prepare_results(study: Study, codebook: "Codebook", editie: str) -> "dict[str, pd.DataFrame]":
    """Make reports/<editie>/resultaten from the tidy tables, also when it is current, and give the edition's tables.

    Raises InvoerFout with every problem of every delivery, and when another run makes reports from the results that
    are there; nothing is written then.
    """
    with told_when_unwritable(), study_lock(study):
        refresh_results(study, lambda: codebook, editie, fresh=True)
        return load_results(study, editie)


def ensure_results(study: Study, codebook: "Codebook", editie: str) -> "dict[str, pd.DataFrame]":
    """Give the edition's result tables: read back when they are current, else made anew."""
    folder = results_folder(study, editie)
    if os.environ.get(TRUSTED) == str(folder) and folder.is_dir():
        return load_results(study, editie)
    with told_when_unwritable(), study_lock(study):
        refresh_results(study, lambda: codebook, editie)
        return load_results(study, editie)


def refresh_results(
    study: Study,
    codebook: "Callable[[], Codebook]",
    editie: str,
    fresh: bool = False,
    may_miss: Collection[str] | None = None,
) -> str:
    """Make tidy tables and results where they are not current, and give the hash of the edition's results.

    The codebook is loaded only when there is something to make; `fresh` makes the results also when they are current.
    `may_miss` are the IKCs that this run may do without, as in `refresh_tidy`.
    """
    with study_lock(study), remember(study) as memory:
        tidy_hash, tidy = refresh_tidy(study, codebook, memory, may_miss)
        inputs = _inputs(study, tidy_hash, editie, memory)
        path, folder = stamp_file(study.reports, editie, STAGE), results_folder(study, editie)
        stamp = None if fresh else current_stamp(path, inputs, folder, memory)
        if stamp is None:
            refuse_while_reports_are_made(study, editie)
            _make_results(study, codebook(), editie, tidy)
            stamp = write_stamp(path, inputs, folder)
        return hash_value(stamp[OUTPUTS])


def load_results(study: Study, editie: str) -> "dict[str, pd.DataFrame]":
    """Read the edition's result tables as they were written; no other edition's when they are not there.

    Where the public edition is made, those of another edition are refused.
    """
    from analysis.results.tables import read_results

    return read_results(results_folder(study, editie))


def results_folder(study: Study, editie: str) -> "Path":
    """Give the folder of an edition's result tables."""
    return study.reports / editie / "resultaten"


def current_parts(study: Study, editie: str) -> "Parts | None":
    """Give the parts of an edition in a batch that has just made them; None elsewhere."""
    folder = parts_folder(study, editie)
    if os.environ.get(DIVIDED) != str(folder) or not folder.is_dir():
        return None
    from analysis.results.parts import Parts

    return Parts(folder)


def parts_folder(study: Study, editie: str) -> "Path":
    """Give the folder of an edition's tables as reports open them, cut per IKC: never published."""
    return study.reports / PARTS / editie


def _inputs(study: Study, tidy: str, editie: str, memory: Memory) -> str:
    rounding = fingerprint(read_key(study, "afronding")) if editie == "publiek" and study.publicatie.basis else ""
    return hash_value([tidy, editie, rounding, hash_settings(study, memory), hash_stage(ENTRIES, memory)])


def _make_results(study: Study, codebook: "Codebook", editie: str, tidy: "TidyStudy | None") -> None:
    from analysis.disclosure.suppression import INTERN
    from analysis.results.compute import count_study, tell_cases
    from analysis.results.tables import write_results
    from analysis.tidy.store import load_tidy

    tidy = tidy or load_tidy(study)
    counts = count_study(tidy, study, codebook)
    counts = counts if editie == INTERN else tell_cases(counts, tidy, study, codebook)
    results = disclose_counts(counts, study, codebook, editie)
    swap_in(results_folder(study, editie), study.reports / WORK, lambda fresh: write_results(results, fresh))


def disclose_counts(
    counts: "dict[str, pd.DataFrame]", study: Study, codebook: "Codebook", editie: str
) -> "dict[str, pd.DataFrame]":
    """Give the result tables of an edition: exact, of rounded counts, or with small counts left out."""
    from analysis.disclosure.rounded import round_results
    from analysis.disclosure.suppression import PUBLIEK, suppress_results
    from analysis.results.compute import estimate_results

    exact = estimate_results(counts, study, codebook)
    if editie == PUBLIEK and study.publicatie.basis:
        return round_results(counts, exact, study, codebook)
    return suppress_results(exact, study, editie)
