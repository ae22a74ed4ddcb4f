"""The stamp of a stage: the hash of what it was made from, and of every file that it made.

Four stages have one: the tidy tables, the results of an edition, its parts per IKC, a report. What a stage made is
current when its stamp names today's inputs and every file it names is there with the hash it names; anything else is
made again. Stamps lie in `reports/stempels`, outside every folder that is published: a hash of a small number gives the
number away.
"""

from pathlib import Path
from typing import Any

from analysis.study.hashes import STAMPS, Memory, hash_file, hash_folder, read_json, write_json
from analysis.study.settings import STUDY_FILE, Study

INPUTS, OUTPUTS = "invoer", "uitvoer"


def stamp_file(reports: Path, *names: str) -> Path:
    """Give where the stamp of a stage is, below the folder `reports` of a study: an edition and a name, or a name."""
    return reports.joinpath(STAMPS, *names[:-1], f"{names[-1]}.json")


def write_stamp(path: Path, inputs: str, made: Path, **more: Any) -> dict[str, Any]:
    """Write the stamp of a folder that was made, and give it: inputs, the hash of each file, and what else counts."""
    stamp = {INPUTS: inputs, OUTPUTS: hash_folder(made), **more}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, stamp)
    return stamp


def read_stamp(path: Path) -> dict[str, Any] | None:
    """Read a stamp; None when it is not there, not whole, or names no file."""
    content = read_json(path)
    whole = content is not None and isinstance(content.get(OUTPUTS), dict) and content[OUTPUTS]
    return content if whole else None


def current_stamp(path: Path, inputs: str, made: Path, memory: Memory | None = None) -> dict[str, Any] | None:
    """Give the stamp of what is complete, unchanged and made from these very inputs; None when it is not."""
    stamp = read_stamp(path)
    if stamp is None or stamp.get(INPUTS) != inputs:
        return None
    recall = (memory or Memory({})).recall
    files = ((made / name, digest) for name, digest in stamp[OUTPUTS].items())
    return stamp if all(file.is_file() and recall(file, hash_file) == digest for file, digest in files) else None


def hash_settings(study: Study, memory: Memory | None = None) -> dict[str, str]:
    """Give the sha256 of study.yml and of the study's own codebook files, by path in the study."""
    path = study.folder / STUDY_FILE
    found = {STUDY_FILE: (memory or Memory({})).recall(path, hash_file)} if path.is_file() else {}
    folder = study.folder / "codebook"
    own = hash_folder(folder, "*.y*ml", memory) if folder.is_dir() else {}
    return {**found, **{f"codebook/{name}": digest for name, digest in own.items()}}
