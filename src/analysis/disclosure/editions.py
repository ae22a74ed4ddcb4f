"""The result tables of an edition on disk: disclosed, written, and read back while they are current."""

import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.suppression import suppress_results
from analysis.results.compute import compute_results
from analysis.results.pipeline import STAMP, ensure_tidy, fingerprint, stamp_of
from analysis.results.tables import missing_ikcs, read_results, write_results
from analysis.study import Study
from analysis.study.locks import WORK, refuse_while_reports_are_made, study_lock

TRUSTED = "IKC_RESULTATEN_ACTUEEL"
"""Set by a batch that has just made the results: its notebooks read them without looking at the deliveries again."""


def prepare_results(
    study: Study, codebook: Codebook, editie: str, may_miss: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Make data/processed and reports/<editie>/resultaten from the deliveries, and give the edition's tables.

    Raises InvoerFout with every problem of every delivery, and when another run makes reports from the results that
    are there; nothing is written then.
    """
    with study_lock(study):
        refuse_while_reports_are_made(study, editie)
        stamp = fingerprint(study)
        tidy = ensure_tidy(study, codebook, may_miss)
        results = suppress_results(compute_results(tidy, study, codebook), study, editie)
        _swap_in(results, study, editie, stamp)
        return read_results(results_folder(study, editie))


def ensure_results(
    study: Study, codebook: Codebook, editie: str, may_miss: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Give the edition's result tables: read back when they are current, else made anew.

    Which IKCs a run may do without is in `may_miss`, as in `ensure_tidy`; None takes what is current as it is.
    """
    folder = results_folder(study, editie)
    if os.environ.get(TRUSTED) == str(folder) and folder.is_dir():
        return read_results(folder)
    with study_lock(study):
        current = stamp_of(folder) == fingerprint(study)
        results = read_results(folder) if current else {}
        refused = may_miss is not None and missing_ikcs(results) - set(may_miss)
        return results if current and not refused else prepare_results(study, codebook, editie, may_miss)


def results_folder(study: Study, editie: str) -> Path:
    """Give the folder of an edition's result tables."""
    return study.reports / editie / "resultaten"


def _swap_in(results: dict[str, pd.DataFrame], study: Study, editie: str, stamp: str) -> None:
    """Write elsewhere and swap in, so that a killed run leaves the old tables or the new, never a mix."""
    folder = results_folder(study, editie)
    fresh, old = (study.reports / WORK / name for name in ("resultaten-nieuw", "resultaten-oud"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    write_results(results, fresh)
    (fresh / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
