"""From deliveries to the result tables of an edition; what is current is read back, what is not is made anew."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.suppression import suppress_results
from analysis.locks import WORK, refuse_while_reports_are_made, study_lock
from analysis.results import compute_results, read_results, write_results
from analysis.sources import hash_sources
from analysis.study import STUDY_FILE, Study
from analysis.tidy.store import load_tidy, write_tidy
from analysis.tidy.tidy_study import TidyStudy, tidy_study

STAMP = ".stempel.json"
TRUSTED = "IKC_RESULTATEN_ACTUEEL"
"""Set by a batch that has just made the results: its notebooks read them without looking at the deliveries again."""


def prepare_results(study: Study, codebook: Codebook, editie: str) -> dict[str, pd.DataFrame]:
    """Make data/processed and reports/<editie>/resultaten from the deliveries, and give the edition's tables.

    Raises InvoerFout with every problem of every delivery, and when another run makes reports from the results that
    are there; nothing is written then.
    """
    with study_lock(study):
        refuse_while_reports_are_made(study, editie)
        stamp = fingerprint(study)
        tidy = ensure_tidy(study, codebook)
        results = suppress_results(compute_results(tidy, study, codebook), study, editie)
        _swap_in(results, study, editie, stamp)
        return read_results(results_folder(study, editie))


def ensure_results(study: Study, codebook: Codebook, editie: str) -> dict[str, pd.DataFrame]:
    """Give the edition's result tables: read back when they are current, else made anew."""
    folder = results_folder(study, editie)
    if os.environ.get(TRUSTED) == str(folder) and folder.is_dir():
        return read_results(folder)
    with study_lock(study):
        current = _stamp_of(folder) == fingerprint(study)
        return read_results(folder) if current else prepare_results(study, codebook, editie)


def ensure_tidy(study: Study, codebook: Codebook) -> TidyStudy:
    """Give the tidy tables: read back from data/processed when they are current, else made from the deliveries."""
    with study_lock(study):
        stamp = fingerprint(study)
        if _stamp_of(study.processed) == stamp:
            return load_tidy(study)
        tidy = tidy_study(study, codebook)
        write_tidy(tidy, study)
        (study.processed / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        return tidy


def results_folder(study: Study, editie: str) -> Path:
    """Give the folder of an edition's result tables."""
    return study.reports / editie / "resultaten"


def fingerprint(study: Study) -> str:
    """Give a mark that changes when a delivery, study.yml, the study's codebook or our own code changes.

    Deliveries count by name, size and time of change: a look that stays fast with thousands of files. The manifest
    holds their real hashes.
    """
    digest = hashlib.sha256(hash_sources().encode())
    for path in [study.folder / STUDY_FILE, *_files_below(study.folder / "codebook"), *_files_below(study.raw)]:
        status = path.stat()
        digest.update(f"{path.relative_to(study.folder).as_posix()}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _stamp_of(folder: Path) -> str | None:
    path = folder / STAMP
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


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
