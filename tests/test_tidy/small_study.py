"""A small study folder for the tests of tidy: two IKCs, two metingen, deliveries as text."""

from pathlib import Path

import yaml

from analysis.codebook import load_codebook
from analysis.study import load_study
from analysis.tidy.tidy_study import TidyStudy, judge_study

CASES = Path(__file__).parent.parent / "cases"
STUDY = """
naam: Proef
synthetisch: true
metingen:
  - {meting: nulmeting, peildatum: 2019-02-01, informant: leerkracht}
  - {meting: nameting, peildatum: 2020-02-01, informant: jeugdondersteuner}
ikcs: [{ikc: A1, naam: De Wilgen}, {ikc: A2, naam: It Kompas}]
"""


def make_folder(folder: Path, files: dict[str, str], study: str = "") -> Path:
    (folder / "study.yml").write_text(STUDY + study, encoding="utf-8")
    for name, text in files.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def judge(folder: Path, files: dict[str, str], study: str = "") -> TidyStudy:
    make_folder(folder, files, study)
    return judge_study(load_study(folder), load_codebook(folder))


def load_cases(*functions: str) -> list:
    paths = [path for function in functions for path in sorted((CASES / function).glob("*.yaml"))]
    assert paths
    return [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths]
