"""From deliveries to the result tables of an edition; what is current is read back, what is not is made anew."""

import hashlib
import json
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.disclosure.suppression import suppress_results
from analysis.results import compute_results, read_results, write_results
from analysis.study import STUDY_FILE, Study
from analysis.tidy.store import load_tidy, write_tidy
from analysis.tidy.tidy_study import TidyStudy, tidy_study

PACKAGE = Path(__file__).parent
STAMP = ".stempel.json"
TRUSTED = "IKC_RESULTATEN_ACTUEEL"
"""Set by a batch that has just made the results: its notebooks read them without looking at the deliveries again."""


def prepare_results(study: Study, codebook: Codebook, editie: str) -> dict[str, pd.DataFrame]:
    """Make data/processed and reports/<editie>/resultaten from the deliveries, and give the edition's tables.

    Raises InvoerFout with every problem of every delivery; nothing is written then.
    """
    stamp = fingerprint(study)
    tidy = ensure_tidy(study, codebook)
    results = suppress_results(compute_results(tidy, study, codebook), study, editie)
    _write_atomically(results, results_folder(study, editie), stamp)
    return read_results(results_folder(study, editie))


def ensure_results(study: Study, codebook: Codebook, editie: str) -> dict[str, pd.DataFrame]:
    """Give the edition's result tables: read back when they are current, else made anew."""
    folder = results_folder(study, editie)
    trusted = os.environ.get(TRUSTED) == str(folder) and folder.is_dir()
    if trusted or _stamp_of(folder) == fingerprint(study):
        return read_results(folder)
    return prepare_results(study, codebook, editie)


def ensure_tidy(study: Study, codebook: Codebook) -> TidyStudy:
    """Give the tidy tables: read back from data/processed when they are current, else made from the deliveries."""
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
    digest = hashlib.sha256(code_hash().encode())
    for path in [study.folder / STUDY_FILE, *_files_below(study.folder / "codebook"), *_files_below(study.raw)]:
        status = path.stat()
        digest.update(f"{path.relative_to(study.folder).as_posix()}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Give the hash of the package's own sources and codebook."""
    digest = hashlib.sha256()
    for path in _files_below(PACKAGE):
        if path.suffix in {".py", ".yml", ".css", ".j2"}:
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _stamp_of(folder: Path) -> str | None:
    path = folder / STAMP
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _write_atomically(results: dict[str, pd.DataFrame], folder: Path, stamp: str) -> None:
    """Write beside the folder and swap it in, so that a killed run leaves the old tables or the new, never a mix."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".resultaten-", dir=folder.parent))
    write_results(results, fresh)
    (fresh / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    fresh.chmod(0o755)
    old = folder.with_name(".resultaten-oud")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
