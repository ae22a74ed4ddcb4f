"""Make an edition again from its deliveries, elsewhere, and lay every file beside what its manifest says of it."""

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from platform import python_version
from typing import Any

from rich.console import Console

from analysis.errors import InvoerFout, Melding
from analysis.publishing.edition_folder import MANIFEST, is_of_index
from analysis.publishing.manifest import (
    MISSING_STATE,
    NOT_MADE,
    PROVENANCE,
    READY,
    describe_renderer,
    hash_deliveries,
)
from analysis.publishing.report_tasks import RESEARCH
from analysis.publishing.reports import run_study
from analysis.publishing.steps import StudySteps
from analysis.study import STUDY_FILE, Study, load_study
from analysis.study.hashes import hash_file, read_json
from analysis.study.keys import FILE_VARIABLE, SECRET_VARIABLE, key_path
from analysis.study.sources import hash_sources, package_versions
from analysis.study.stamps import hash_settings, stamp_file
from analysis.study.vastgelegd import FILE as FROZEN
from analysis.study.working_copies import REMADE

OTHER, NOT_REMADE, NOT_LISTED = "andere inhoud", "niet gemaakt", "staat niet in het manifest"


@dataclass(frozen=True)
class Verified:
    """How an edition that was made again compares: files that differ with how, and what else is not as it was.

    `vergeleken` counts the files of the manifest that were made again; `overgeslagen` names its reports that were not
    up to date then, of which the manifest lists files that no run makes.
    """

    editie: str
    vergeleken: int
    verschillen: tuple[tuple[str, str], ...]
    anders: tuple[str, ...]
    overgeslagen: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """Exit code for the command line: 1 when a file differs, or when there was none to compare."""
        return int(bool(self.verschillen) or not self.vergeleken)

    def als_tekst(self) -> str:
        """Say which files differ, and of Python, packages, code and deliveries which are not as they were."""
        skipped = [f"Niet vergeleken, want niet klaar toen het manifest is gemaakt: {', '.join(self.overgeslagen)}."]
        return "\n".join([*self._files(), *self._cause(), *(skipped if self.overgeslagen else [])])

    def _files(self) -> list[str]:
        if not self.vergeleken:
            return ["Het manifest noemt geen bestand van een rapport dat klaar was: er is niets te vergelijken."]
        if not self.verschillen:
            return [
                f"Nagebouwd: {self.vergeleken} bestanden van de editie {self.editie}, alle gelijk aan het manifest."
            ]
        head = f"{len(self.verschillen)} bestanden verschillen van het manifest; {self.vergeleken} zijn vergeleken."
        return [head, *(f"  {name}: {how}" for name, how in self.verschillen)]

    def _cause(self) -> list[str]:
        if self.anders:
            return ["Anders dan toen het manifest is gemaakt:", *(f"  {line}" for line in self.anders)]
        if not self.verschillen:
            return []
        return ["Python, de bibliotheken en de code zijn gelijk. Kijk naar de leveringen, study.yml en de sleutel."]


def verify_edition(study: Study, path: Path, jobs: int = 1, steps: StudySteps | None = None) -> Verified:
    """Make the edition of a manifest again from this study's deliveries, and compare every file by its hash.

    It is made in a folder of its own that is gone afterwards; nothing of the study changes. Reports that were not ready
    when the manifest was written are left out. Raises InvoerFout for what is no manifest of this study.
    """
    manifest = _read_manifest(study, path)
    states = {name: report["staat"] for name, report in manifest["rapporten"].items()}
    ready = [name for name, state in states.items() if state == READY]
    left_out = tuple(name for name, state in states.items() if state not in (READY, MISSING_STATE, NOT_MADE))
    listed = _files(manifest, left_out) if ready else {}
    asked = None if RESEARCH in ready else [name for name in ready if name in study.ikc_codes]
    remade: dict[str, str] = {}
    if ready:
        with _elsewhere(study) as folder:
            _make(folder, manifest, asked, jobs, steps)
            made = read_json(folder / "reports" / manifest["editie"] / MANIFEST)
            remade = _files(made, left_out) if made else {}
    differences = tuple(sorted(_differences(listed, remade)))
    return Verified(manifest["editie"], len(listed), differences, _what_changed(study, path, manifest), left_out)


def _files(manifest: Mapping[str, Any], left_out: Sequence[str]) -> dict[str, str]:
    """Give the hash of each file of a manifest without those of some reports, and then without the index as well."""
    found = {item["bestand"]: item["sha256"] for item in manifest["uitvoer"]}
    return {
        name: digest
        for name, digest in found.items()
        if name.partition("/")[0] not in left_out and not (left_out and is_of_index(name))
    }


def _read_manifest(study: Study, path: Path) -> Mapping[str, Any]:
    content = read_json(path)
    if content is None or not {"studie", "editie", "rapporten", "uitvoer", "weergave", "pakketten"} <= set(content):
        raise InvoerFout(
            [Melding(path.name, "dit is geen manifest van een editie.", code="geen_manifest",
                     advies="Geef manifest.json uit de map van een editie, zoals reports/publiek/manifest.json.")]
        )  # fmt: skip
    if content["studie"] != study.naam:
        raise InvoerFout(
            [Melding(path.name, f"dit manifest is van een andere studie: {content['studie']}.", code="andere_studie",
                     advies="Geef de map van die studie met `ikc --study MAP verify ...`.")]
        )  # fmt: skip
    return content


@contextlib.contextmanager
def _elsewhere(study: Study) -> Iterator[Path]:
    """Give a folder with what the study is made from, as links where that can be, and throw it away afterwards.

    The secret stays where it is: the run is told its place. Without it the counts would be rounded another way.
    """
    secret = key_path(study)
    if not study.synthetisch and not os.environ.get(SECRET_VARIABLE, "").strip() and not secret.is_file():
        text = "de sleutel van de studie is er niet; zonder is de editie niet na te bouwen."
        raise InvoerFout([Melding(secret.name, text, advies="Zet het bestand terug.", code="geen_sleutel")])
    study.reports.mkdir(parents=True, exist_ok=True)
    before = os.environ.get(FILE_VARIABLE)
    with tempfile.TemporaryDirectory(prefix=REMADE, dir=study.reports) as name:
        os.environ[FILE_VARIABLE] = str(secret)
        try:
            _take_along(study, Path(name))
            yield Path(name)
        finally:
            os.environ.pop(FILE_VARIABLE) if before is None else os.environ.update({FILE_VARIABLE: before})


def _take_along(study: Study, target: Path) -> None:
    for name in (STUDY_FILE, FROZEN, "codebook", "data"):
        source = study.folder / name
        if source.is_dir():
            shutil.copytree(source, target / name, copy_function=_link, ignore=_working_copies)
        elif source.is_file():
            _link(str(source), str(target / name))


def _working_copies(folder: str, names: Sequence[str]) -> set[str]:
    """Give what in `data` is made and not delivered."""
    made = {name for name in names if name == "processed" or name.startswith(".processed")}
    return made if Path(folder).name == "data" else set()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _make(
    folder: Path, manifest: Mapping[str, Any], ikcs: list[str] | None, jobs: int, steps: StudySteps | None
) -> None:
    """Make the reports of a manifest in a folder, as the run that wrote it did, and say nothing meanwhile."""
    reports = manifest["rapporten"].values()
    formats = sorted({kind for report in reports for kind in report["formaten"]})
    set_aside = any(report["staat"] == MISSING_STATE for report in reports)
    run_study(
        folder, ikcs, jobs, manifest["editie"], formats, manifest["weergave"]["naam"], False, steps,
        Console(file=io.StringIO()), set_aside,
    )  # fmt: skip


def _differences(listed: Mapping[str, str], made: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name in listed.keys() | made.keys():
        if name not in made:
            yield name, NOT_REMADE
        elif name not in listed:
            yield name, NOT_LISTED
        elif made[name] != listed[name]:
            yield name, OTHER


def _what_changed(study: Study, path: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Say of Python, each package, the renderer, the code and the deliveries which are not those of the manifest."""
    renderer = describe_renderer(manifest["weergave"]["naam"])
    now = {"Python": python_version(), **package_versions(), "weergave": renderer["versie"]}
    then = {"Python": manifest["python"], **manifest["pakketten"], "weergave": manifest["weergave"]["versie"]}
    lines = [
        f"{name}: {then.get(name, 'niet geïnstalleerd')} toen, {now.get(name, 'niet geïnstalleerd')} nu"
        for name in sorted(now.keys() | then.keys(), key=lambda name: (name != "Python", name))
        if now.get(name) != then.get(name)
    ]
    lines += ["de code van dit programma"] if manifest["code"]["sha256"] != hash_sources() else []
    return (*lines, *_inputs_changed(study, path, manifest))


def _inputs_changed(study: Study, path: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Name the deliveries and settings that are not those of the manifest, where its provenance was kept."""
    kept = read_json(stamp_file(study.reports, PROVENANCE, manifest["editie"])) or {}
    then = manifest if "invoer" in manifest else kept if kept.get(MANIFEST) == hash_file(path) else None
    if then is None:
        return []
    now = {item["bestand"]: item["sha256"] for item in hash_deliveries(study)} | hash_settings(study)
    before = {item["bestand"]: item["sha256"] for part in ("invoer", "studie_bestanden") for item in then[part]}
    return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


def verify_in_words(folder: str, path: Path, jobs: int) -> tuple[str, int]:
    """Verify the manifest of a study and give what to say, with the exit code."""
    found = verify_edition(load_study(folder), path, jobs)
    return found.als_tekst(), found.exit_code
