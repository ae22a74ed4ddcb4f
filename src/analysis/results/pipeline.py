"""From deliveries to tidy tables: what is current is read back, what is not is made anew."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path

from analysis.codebook import Codebook
from analysis.study import STUDY_FILE, Study
from analysis.study.locks import study_lock
from analysis.study.sources import hash_sources
from analysis.tidy.set_aside import refuse_set_aside
from analysis.tidy.store import load_tidy, write_tidy
from analysis.tidy.tidy_study import TidyStudy, tidy_study

STAMP = ".stempel.json"


def ensure_tidy(study: Study, codebook: Codebook, may_miss: Collection[str] | None = None) -> TidyStudy:
    """Give the tidy tables: read back from data/processed when they are current, else made from the deliveries.

    Which IKCs a run may do without is in `may_miss` (see `tidy_study`). None takes the tables that are there as they
    are, and makes them only of deliveries without fouten.
    """
    with study_lock(study):
        stamp = fingerprint(study)
        if stamp_of(study.processed) == stamp:
            tidy = load_tidy(study)
            if may_miss is not None:
                refuse_set_aside(tidy.meldingen, may_miss)
            return tidy
        tidy = tidy_study(study, codebook, may_miss or ())
        write_tidy(tidy, study)
        (study.processed / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        return tidy


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


def stamp_of(folder: Path) -> str | None:
    """Give the mark that a folder was made from; None when it has none."""
    path = folder / STAMP
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
