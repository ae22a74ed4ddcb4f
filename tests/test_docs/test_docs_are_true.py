"""What the docs name is there: files that moved and libraries that came would else be found by a newcomer."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from analysis.cli import build_parser
from analysis.publishing.spread import read_spread
from analysis.study import Study
from analysis.study.settings import Bewaren
from analysis.study.working_copies import working_copies

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "docs/architecture.md",
    "docs/cluster.md",
    "docs/codeboek.md",
    "docs/coverage.md",
    "docs/scale.md",
    "docs/privacy.md",
)
NAMED = re.compile(r"`([\w./-]+(?:\.(?:py|yml|md|ipynb)|/))`")
AROUND = ("", "src/analysis", "src/analysis/presentation", "src/analysis/publishing", "docs", "tests")
OF_A_STUDY = {"data/raw/", "data/processed/", "codebook/", "studies/", "apart/", "study.yml", "reports/werkmap/",
              "codebook/voorstel/", "reports/stempels/", "reports/logboek/", "reports/export/",
              "reports/delen/publiek/", "reports/delen/intern/",
              "reports/publiek/onderzoeksrapport/", "reports/publiek/", "reports/intern/",
              "data/processed/apart/", "sjablonen/", "reports/publicaties/",
              "vastgelegd.yml", "reports/plan/",
              "data/processed/.personen.json"}  # fmt: skip
"""Places in a study folder, which the project itself need not have."""


def is_there(name: str) -> bool:
    folders = [ROOT / around for around in AROUND]
    rooms = [path for path in (ROOT / "src/analysis").iterdir() if path.is_dir()]
    return any((folder / name).exists() for folder in (*folders, *rooms))


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_folder_that_a_page_names_is_there(page: str) -> None:
    named = set(NAMED.findall((ROOT / page).read_text(encoding="utf-8"))) - OF_A_STUDY
    assert sorted(name for name in named if not is_there(name)) == []


def test_architecture_names_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "src/analysis").iterdir() if (path / "__init__.py").is_file()}
    chapters = {path.name for path in (ROOT / "src/analysis/presentation").iterdir() if (path / "__init__.py").exists()}
    missing = [name for name in rooms | chapters if f"`{name}/`" not in page and f"`{name}`" not in page]
    assert sorted(missing) == []


def test_every_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[>=<]", item)[0] for item in project["dependencies"]}
    told = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = {name for row in re.findall(r"^\| ([^|]+) \|", told, re.M) for name in row.split(", ")}
    assert names and sorted(names - explained) == []


def test_every_command_and_setting_of_the_privacy_page_is_one() -> None:
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    commands = re.findall(r"`ikc ([^`\n]+)`", page)
    assert len(commands) >= 5
    for command in commands:
        assert build_parser().parse_args(re.sub(r"--naar$", "--naar map", command).split()).command
    (block,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    assert Bewaren(**yaml.safe_load(block)["bewaren"]).leveringen_tot


def test_the_privacy_page_names_every_place_that_is_cleared_away(tmp_path: Path) -> None:
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    study = Study(folder=tmp_path, naam="Proef")
    places = [place.folder.relative_to(tmp_path).as_posix() for place in working_copies(study)]
    assert len(places) == 7 and [place for place in places if f"| `{place}/` |" not in page] == []


def test_every_run_of_the_cluster_page_is_one() -> None:
    page = (ROOT / "docs/cluster.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"```sh\n(.*?)```", page, re.S)).replace("$SLURM_ARRAY_TASK_ID", "7")
    typed = re.findall(r"\bikc (--study [^\n\"]+)", blocks.replace("$SLURM_CPUS_PER_TASK", "4"))
    runs = [
        build_parser().parse_args(shlex.split(line)) for line in [*typed, *re.findall(r"`ikc (run [^`\n]+)`", page)]
    ]
    assert len(runs) >= 7
    for run in runs:
        assert read_spread(run.jobs, run.deel, run.cluster, run.scheduler, run.resume)[1] == []
