"""One report as a piece of work: what goes in, and the steps from notebooks to files in a working folder.

What a step needs of presentation is imported when a report is made: a run in which every report is done imports none.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode

from analysis.publishing.gates import check_one_page
from analysis.publishing.notebook.assemble import assemble_notebook, split_chapters
from analysis.publishing.notebook.execute import run_notebook
from analysis.publishing.notebook.launch import WARM
from analysis.publishing.quarto import LOG as QUARTO_LOG
from analysis.publishing.rendering import render_book, render_report
from analysis.publishing.workdir import prepare_workdir, write_head
from analysis.study.locks import WORK
from analysis.study.stamps import stamp_file
from analysis.study.working_copies import LOGS

INDEX_OF_ALL = "../index.html"
OTHER_FORMS = {"pdf": "Dit rapport als PDF", "docx": "Dit rapport voor Word"}
OUTPUT, JOINED = "uitvoer", "rapport.ipynb"
SUMMARY, SUMMARY_FORMATS = "samenvatting", ("html", "pdf")
"""The first page as a document of its own, and the forms that it has."""
SUMMARY_NOTEBOOK = f"{SUMMARY}.ipynb"


@dataclass(frozen=True)
class ReportTask:
    """One report: an IKC's (profile `ikc`) or the research report (profile `boek`).

    `reports` is the folder of the edition, which may be published as it is: work and logs are kept outside it. `name`
    is the report's folder in it; `label` is what people call it. `fingerprint` is the hash of all its inputs but the
    results, `results` that of the results as a whole: which of them it read is known once it was made. `order` is
    that of the chapters. How its `kernel` starts makes no difference to the report.
    """

    name: str
    label: str
    study_folder: Path
    reports: Path
    notebooks: tuple[Path, ...] = ()
    order: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    front: Mapping[str, Any] = field(default_factory=dict)
    available: frozenset[str] = frozenset()
    profile: str = "ikc"
    band: str = ""
    watermark: str = ""
    formats: tuple[str, ...] = ("html", "pdf")
    renderer: str = "embedded"
    environment: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    results: str = ""
    kernel: str = WARM

    def with_fingerprint(self, fingerprint: str) -> "ReportTask":
        """Give the same task with the hash of its inputs."""
        return replace(self, fingerprint=fingerprint)

    @property
    def target(self) -> Path:
        """Folder of the finished report."""
        return self.reports / self.name

    @property
    def work(self) -> Path:
        """Folder of the unfinished report; nothing in it counts, and it is gone after the run."""
        return self.reports.parent / WORK / self.reports.name / self.name

    @property
    def together(self) -> Path:
        """Folder in which a group of reports goes through Quarto, when this is its first."""
        return self.work.with_name(f"{self.name}.samen")

    @property
    def notes(self) -> Path:
        """What the report reads from the results, noted while it is made."""
        return self.work / "gelezen.txt"

    @property
    def stamp(self) -> Path:
        """What the finished report was made from."""
        return stamp_file(self.reports.parent, self.reports.name, self.name)

    @property
    def log(self) -> Path:
        """The whole traceback of a report that failed; gone once the report is made."""
        return self.reports.parent / LOGS / self.reports.name / f"{self.name}.log"

    @property
    def quarto_log(self) -> Path:
        """What Quarto said while it made the report; warnings of a report that is there are in it too."""
        return self.log.with_suffix(".quarto.log")


@dataclass(frozen=True)
class Renderers:
    """The functions that render; `rendering` gives the real ones, which check with the gates as well."""

    report: Callable[[Path, str, Sequence[str], str], Mapping[str, Path]]
    book: Callable[[Path, Sequence[str], str, Sequence[str], str], Mapping[str, Path]]


@dataclass(frozen=True)
class Written:
    """A document of a report that is written but not rendered: an executed notebook in the working folder.

    `ways` are the links on top of its pages. A book has its `chapters` as notebooks too.
    """

    notebook: str
    formats: tuple[str, ...]
    ways: Mapping[str, str]
    chapters: tuple[str, ...] = ()


def run_report(task: ReportTask, renderers: Renderers | None = None) -> Path:
    """Make one report in its working folder and give the folder with the finished files."""
    return render_report_of(task, write_report(task), renderers)


def write_report(task: ReportTask) -> list[Written]:
    """Write the notebooks of one report in its working folder: the first page alone, where it has one, and the whole.

    Assemble, execute once, judge the words, finish. A book is split into chapters after execution, so that its HTML
    pages and its PDF come from the same run.
    """
    from analysis.publishing.notebook.finish import finish_notebook
    from analysis.publishing.notebook.summary import summary_of
    from analysis.publishing.wording import check_wording, typed_texts

    prepare_workdir(task.work, task.band, task.watermark)
    joined = assemble_notebook(task.notebooks, task.available, front_for(task), task.order)
    executed = run_notebook(joined, task.parameters, task.study_folder, task.label)
    check_wording(executed, lambda: typed_texts(task.study_folder))
    finished = finish_notebook(executed, task.label)
    formats = tuple(form for form in SUMMARY_FORMATS if form in task.formats)
    summary = summary_of(finished) if formats else None
    chapters = _write_chapters(task, finished) if task.profile == "boek" else ()
    _write_notebook(task, JOINED, finished)
    whole = Written(JOINED, task.formats, ways_of(task, summary is not None), chapters)
    if summary is None:
        return [whole]
    _write_notebook(task, SUMMARY_NOTEBOOK, summary)
    return [Written(SUMMARY_NOTEBOOK, formats, ways_of_summary(task)), whole]


def _write_notebook(task: ReportTask, name: str, notebook: NotebookNode) -> str:
    from analysis.publishing.notebook.finish import to_json, without_origin

    (task.work / name).write_text(to_json(without_origin(notebook)), encoding="utf-8")
    return name


def _write_chapters(task: ReportTask, finished: NotebookNode) -> tuple[str, ...]:
    """Write the chapters of a book, and its title in its profile; Quarto wants the first to be called `index`."""
    _title_book(task)
    chapters = split_chapters(finished)
    names = ["index.ipynb", *(f"{number:02d}.ipynb" for number in range(1, len(chapters)))]
    return tuple(_write_notebook(task, name, chapter) for name, chapter in zip(names, chapters, strict=False))


def render_report_of(task: ReportTask, documents: Iterable[Written], renderers: Renderers | None = None) -> Path:
    """Render the notebooks of one report and give the folder with the finished files; a summary's PDF is one page."""
    by, made = renderers or Renderers(render_report, render_book), list[Path]()
    try:
        for document in documents:
            write_head(task.work, task.band, task.watermark, document.ways)
            outputs = _render(task, document, by)
            if document.notebook == SUMMARY_NOTEBOOK and "pdf" in outputs:
                check_one_page(outputs["pdf"])
            made += outputs.values()
    finally:
        _keep_quarto_log(task)
    return _collect(task.work / OUTPUT, made)


def _render(task: ReportTask, document: Written, renderers: Renderers) -> Mapping[str, Path]:
    if not document.chapters:
        return renderers.report(task.work, document.notebook, document.formats, task.renderer)
    return renderers.book(task.work, document.chapters, document.notebook, document.formats, task.renderer)


def _keep_quarto_log(task: ReportTask) -> None:
    """Keep what Quarto said beside the log of the run; a report without Quarto has none."""
    task.quarto_log.unlink(missing_ok=True)
    said = task.work / QUARTO_LOG
    if said.is_file():
        task.quarto_log.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(said, task.quarto_log)


def ways_of(task: ReportTask, summary: bool = False) -> dict[str, str]:
    """Give the links on top of a report's pages: to the index, its summary, and its other forms beside it."""
    others = {Path(JOINED).stem + f".{form}": words for form, words in OTHER_FORMS.items() if form in task.formats}
    first = {f"{SUMMARY}.html": "Samenvatting op één bladzijde"} if summary and "html" in task.formats else {}
    return {INDEX_OF_ALL: "Alle rapporten", **first, **others}


def ways_of_summary(task: ReportTask) -> dict[str, str]:
    """Give the links on top of a summary: to the index, to the whole report, and to the summary's PDF."""
    whole = "index.html" if task.profile == "boek" else Path(JOINED).with_suffix(".html").name
    paper = {f"{SUMMARY}.pdf": "Deze samenvatting als PDF"} if "pdf" in task.formats else {}
    return {INDEX_OF_ALL: "Alle rapporten", whole: "Het hele rapport", **paper}


def front_for(task: ReportTask) -> dict[str, Any]:
    """Give the title block as its renderer reads it: Quarto takes it for Markdown, the embedded renderer for text."""
    from analysis.presentation.taal.markdown import escape

    if task.renderer != "quarto":
        return dict(task.front)
    return {key: escape(value) if key in ("title", "subtitle") else value for key, value in task.front.items()}


def _title_book(task: ReportTask) -> None:
    """Put the report's title block in the book's profile: a book has one title, its chapters have their own."""
    path = task.work / "_quarto-boek.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    block = {key: value for key, value in front_for(task).items() if key in ("title", "subtitle", "author", "date")}
    filled = {**settings, "book": {**settings["book"], **block}}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _collect(folder: Path, made: Iterable[Path]) -> Path:
    """Move what was rendered into the folder that will be published; a book's page comes with its whole folder."""
    folder.mkdir()
    for path in made:
        in_a_book = path.name == "index.html"
        for item in sorted(path.parent.iterdir()) if in_a_book else [path]:
            item.replace(folder / item.name)
    return folder
