"""What the README tells a newcomer to type works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from toy_notebooks import without_notebooks

from analysis.cli import build_parser, main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"\.venv/bin/ikc ([^`#\n]+)", README)
CLIENT = "999917407"
"""A child of the small study, with rows in leerlingen, an inventory and an export."""
PAPERMILL = re.findall(r"\.venv/bin/papermill ([^`#\n]+)", README)


def test_the_readme_has_commands() -> None:
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("command", COMMANDS)
def test_every_ikc_command_of_the_readme_is_understood(command: str) -> None:
    assert build_parser().parse_args(shlex.split(command)).command


@pytest.mark.slow
def test_the_commands_of_the_readme_run_one_after_the_other(
    tmp_path, monkeypatch, kopieer_studie, rond_af, capsys
) -> None:
    without_notebooks(monkeypatch)
    monkeypatch.setattr("builtins.input", lambda _: CLIENT)
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(command))
        assert ended.value.code == 0, f"ikc {command}\n{capsys.readouterr()}"
        if command.startswith("new"):
            folder = tmp_path / command.split()[1]
            assert (folder / "study.yml").is_file()
            shutil.rmtree(folder / "data" / "raw")
            rond_af(kopieer_studie(folder))
            with (folder / "study.yml").open("a", encoding="utf-8") as stream:
                stream.write("\nbewaren: {werkbestanden_dagen: 90}\n")
    assert (tmp_path / "studies/leeuwarden/reports/intern/manifest.json").is_file()


@pytest.mark.slow
def test_one_notebook_runs_by_the_command_line_of_papermill(tmp_path, kopieer_studie, rond_af) -> None:
    assert len(PAPERMILL) == 1
    rond_af(kopieer_studie(tmp_path))
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "papermill", *shlex.split(PAPERMILL[0])]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "image/svg+xml" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_conda_gives_the_same_packages_as_pip() -> None:
    pip = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    *packages, under_pip = conda
    extras = pip["optional-dependencies"]
    asked = {*pip["dependencies"], *extras["dev"], *extras["jupyter"]}
    assert {re.sub(r"\[.*?\]", "", line) for line in asked} <= {*packages, *under_pip["pip"]}
    assert f"python{pip['requires-python']}" in packages


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake (report|test|lock|docs|[a-z]+-[a-z]+)\b", README)) <= targets
