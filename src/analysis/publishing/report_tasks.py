"""Which notebooks make which report, under what title, and from what inputs."""

import ast
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import InvoerFout, Melding
from analysis.publishing.index_page import INTERNAL_BAND
from analysis.publishing.notebook.parameters import EDITIES, validate_parameters
from analysis.publishing.project import project_files
from analysis.publishing.task import ReportTask
from analysis.publishing.title_block import band, title_block
from analysis.study import ALLE, Study
from analysis.study.hashes import Memory, hash_file, hash_value
from analysis.study.sources import hash_stage
from analysis.study.stamps import hash_settings
from analysis.study.vastgelegd import FILE as FROZEN
from analysis.study.vastgelegd import vastgelegd_file

IKC_NOTEBOOKS = (
    "03_vergelijking_metingen.ipynb",
    "12_doelen.ipynb",
    "04_zorg_en_toewijzingen.ipynb",
    "07_trajecten.ipynb",
    "13_profiel_en_inzet.ipynb",
    "08_kosten.ipynb",
    "09_kosten_zekerheid.ipynb",
    "15_doorbraken.ipynb",
    "14_effectenketen.ipynb",
    "06_verantwoording.ipynb",
    "02_opschonen_inventarisatie.ipynb",
    "01_opschonen_toewijzingen.ipynb",
    "16_bijlage.ipynb",
    "17_over_dit_onderzoek.ipynb",
)
_BEFORE_THE_ACCOUNT = IKC_NOTEBOOKS.index("14_effectenketen.ipynb")
RESEARCH_NOTEBOOKS = (
    *IKC_NOTEBOOKS[:2],
    "05_totaalbeeld.ipynb",
    *IKC_NOTEBOOKS[2:_BEFORE_THE_ACCOUNT],
    "10_zorgpaden.ipynb",
    *IKC_NOTEBOOKS[_BEFORE_THE_ACCOUNT:],
)
RESEARCH = "onderzoeksrapport"
APPENDICES = ("vergelijken", "in-de-tijd", "doelen-verloop", "casussen", "kosten-zekerheid", "controles", "zorgpad",
              "zorgklassen", "bundeling", "inzet-gezin", "trajecten-cijfers", "proces", "verantwoording", "bijlage",
              "colofon")  # fmt: skip
IKC_ORDER = ("oogopslag", "*", *APPENDICES)
RESEARCH_ORDER = ("oogopslag", "voorwoord", "met-zonder", "kosten", "aanbevelingen", "*", *APPENDICES)
"""The order of chapters, by the names of their sections: what readers ask first, appendices last."""
FORMATS = ("html", "pdf", "docx")
RENDERERS = ("auto", "quarto", "embedded")
STEPS = "analysis.publishing.guard"
"""Where the way from notebooks to files begins, up to the leak gate."""


@dataclass(frozen=True)
class About:
    """What the results say of one IKC, or of `alle`.

    `title` is what its report is called, `available` which of the deliveries asked about there are (and `casus:<nr>`
    per described case), `children` those enrolled at the last meting (None when that is unknown or suppressed). For the
    index: `verdicts` has label, verdict and reason per primary indicator, `jok` says since when there is a
    jeugdondersteuner; of `alle` the key `message` and the `guide` to the words in all verdicts.
    """

    title: str
    available: frozenset[str]
    children: int | None = None
    verdicts: tuple[tuple[str, str, str], ...] = ()
    jok: str = ""
    message: tuple[str, ...] = ()
    guide: tuple[tuple[str, str], ...] = ()


def check_run(
    study: Study,
    ikcs: Sequence[str] | None,
    editie: str,
    formats: Sequence[str],
    renderer: str,
    others: Sequence[Melding] = (),
) -> None:
    """Check what a run is asked to do; raises InvoerFout with every problem at once, before anything is made.

    `others` are problems that were found in its other options.
    """
    asked = [
        ("de editie", [editie], EDITIES),
        ("het formaat", formats, FORMATS),
        ("de renderer", [renderer], RENDERERS),
    ]
    asked += [("het IKC", list(ikcs or []), study.ikc_codes)]
    problems = [_unknown(what, value, known) for what, values, known in asked for value in values if value not in known]
    problems += others
    if problems:
        raise InvoerFout(problems)


def _unknown(what: str, value: str, known: Sequence[str]) -> Melding:
    folded = {name.casefold(): name for name in known}
    closest = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.5)
    advies = f"Bedoelde u `{folded[closest[0]]}`?" if closest else ""
    lines = (f"mogelijk: {', '.join(known) or 'geen: study.yml noemt geen IKCs'}",)
    return Melding("", f"{what} `{value}` bestaat niet.", regels=lines, advies=advies, code="onbekende_keuze")


def report_tasks(
    study: Study,
    editie: str,
    formats: Sequence[str],
    renderer: str,
    about: Mapping[str, About],
    environment: Mapping[str, str],
    results: str,
    memory: Memory,
) -> list[ReportTask]:
    """Give the study's reports: the research report first (it takes longest), then each IKC's in study.yml's order.

    `about` says per IKC code, and for `alle`, what the report is called and which deliveries there are; `results` is
    the hash of the edition's results.
    """
    shared = {"study_folder": study.folder, "reports": study.reports / editie, "formats": tuple(formats),
              "renderer": renderer, "band": band(study, editie),
              "watermark": INTERNAL_BAND if editie == "intern" else "", "environment": dict(environment),
              "results": results}  # fmt: skip
    notebooks = {ALLE: find_notebooks(RESEARCH_NOTEBOOKS)}
    own = find_notebooks(IKC_NOTEBOOKS)
    tasks = [
        ReportTask(
            name=RESEARCH if ikc == ALLE else ikc,
            label="Onderzoeksrapport" if ikc == ALLE else study.naam_of_ikc(ikc),
            notebooks=notebooks.get(ikc, own),
            order=RESEARCH_ORDER if ikc == ALLE else IKC_ORDER,
            parameters={"study": ".", "ikc": ikc, "editie": editie},
            front=title_block(study, ikc, editie, about[ikc].title),
            available=about[ikc].available,
            profile="boek" if ikc == ALLE else "ikc",
            **shared,
        )
        for ikc in (ALLE, *study.ikc_codes)
    ]
    _check_parameters(tasks, study)
    common = hash_value(common_inputs(study, memory))
    hashes = {path: hash_file(path) for path in notebooks[ALLE]}
    return [_with_fingerprint(task, common, hashes) for task in tasks]


def find_notebooks(names: Sequence[str]) -> tuple[Path, ...]:
    """Give the project's notebooks by name; raises InvoerFout naming all that are missing."""
    files = project_files()
    missing = [name for name in names if name not in files]
    if missing:
        raise InvoerFout(
            [Melding(f"notebooks/{name}", "dit notebook ontbreekt.", code="geen_notebook") for name in missing]
        )
    return tuple(files[name] for name in names)


def common_inputs(study: Study, memory: Memory) -> dict[str, Any]:
    """Give the hashes of what every report is made from, but for the results: of those each has read its own."""
    quarto = {name: hash_file(path) for name, path in project_files().items() if name.endswith(".yml")}
    code = hash_stage(code_of_reports(), memory)
    frozen = vastgelegd_file(study.folder)
    settings = hash_settings(study, memory) | ({FROZEN: memory.recall(frozen, hash_file)} if frozen.is_file() else {})
    return {"studie": settings, "code": code, "quarto": quarto}


def code_of_reports() -> list[str]:
    """Give the modules where the making of a report begins: what its notebooks import, and the steps to files."""
    called = {name for path in find_notebooks(RESEARCH_NOTEBOOKS) for name in _imports_of(path)}
    return sorted({STEPS, *called})


def _imports_of(path: Path) -> set[str]:
    """Give the modules of this package that the code of a notebook imports."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    nodes = [node for cell in cells for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.ImportFrom)]
    return {
        f"{node.module}.{alias.name}"
        for node in nodes
        if str(node.module).startswith("analysis")
        for alias in node.names
    }


def _with_fingerprint(task: ReportTask, common: str, hashes: Mapping[Path, str]) -> ReportTask:
    own = {
        "gedeeld": common,
        "notebooks": {path.name: hashes[path] for path in task.notebooks},
        "volgorde": task.order,
        "parameters": task.parameters,
        "kop": task.front,
        "band": task.band,
        "watermerk": task.watermark,
        "leveringen": sorted(task.available),
        "formaten": sorted(task.formats),
        "weergave": task.renderer,
    }
    return task.with_fingerprint(hash_value(own))


def _check_parameters(tasks: Sequence[ReportTask], study: Study) -> None:
    """Check the parameters of each notebook, all problems together; reports of IKCs differ in the code of theirs."""
    problems: dict[Melding, None] = {}
    asked = {path: task.parameters for task in tasks[:2] for path in task.notebooks}
    for path, parameters in asked.items():
        try:
            validate_parameters(path, parameters, study)
        except InvoerFout as error:
            problems |= dict.fromkeys(error.meldingen)
    if problems:
        raise InvoerFout(problems)
