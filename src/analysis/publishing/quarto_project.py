"""A group of reports through Quarto as one project: a call per kind of document, however many reports there are.

The notebooks of the group lie side by side in one folder, so that every path of the configuration means what it means
in a report's own folder. Per call the profile's `render:` list names the notebooks of one form with one head above
their pages. What Quarto made is handed to each report's working folder, where `rendering.py` finishes it as what Quarto
makes of one report. Whatever does not come through is not handed on, and is then rendered by itself.

By Quarto's documentation (quarto.org/docs/projects), and not seen by us: `quarto render` in the folder of a project
renders exactly the files of the `render:` list; files that begin with `_` or `.` are left out; a profile's list is
added to that of `_quarto.yml`, which has none; without `output-dir` a project of the type `default` leaves its outputs
beside their sources; only books resolve references from one document to another. Of a project Quarto may say less than
of a document, also of a reference that leads nowhere: we look for that before, in the notebooks, and after, in what it
made.
"""

import contextlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.errors import InvoerFout
from analysis.publishing.gates import check_notebooks
from analysis.publishing.notebook.cells import front_matter
from analysis.publishing.quarto import (
    DOCX,
    LOG,
    QUARTO_FORMATS,
    contents_by_form,
    require,
    run_quarto,
    write_in_profile,
)
from analysis.publishing.workdir import prepare_workdir, write_head

HANDED = "van-quarto"
"""Folder in a report's working folder: what Quarto made of its notebooks in a project, under the report's own names."""
SINGLE, WORD = "ikc", "word"
Ways = Mapping[str, str]


@dataclass(frozen=True)
class Member:
    """A document of a report in a group: its executed notebook in the report's working folder, forms, links above it.

    `name` is that of the report; it is seen in the log of Quarto only.
    """

    name: str
    workdir: Path
    notebook: str
    formats: tuple[str, ...]
    ways: Ways


@dataclass(frozen=True)
class _Sheet:
    """One form of a member, and the stem of the notebook in the project that Quarto makes it from."""

    member: Member
    form: str
    stem: str
    content: Mapping[str, Any]

    @property
    def made(self) -> str:
        return f"{self.stem}.{self.form}"

    @property
    def kind(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What one call of Quarto has in common: the form and, of pages, the links above them."""
        return self.form, tuple(self.member.ways.items()) if self.form == "html" else ()


def render_project(folder: Path, members: Sequence[Member], band: str = "", watermark: str = "") -> None:
    """Render the documents of a group in `folder`, which is gone afterwards, and hand each report what is its own.

    Nothing is raised for a document that cannot be made here: then not all that it needs is handed on. What Quarto said
    goes to the log of each report of the group.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with contextlib.suppress(InvoerFout, OSError):
            prepare_workdir(folder, band, watermark)
            _render_kinds(folder, sorted(_sheets_of(members), key=lambda sheet: sheet.kind), band, watermark)
        with contextlib.suppress(OSError):
            _hand_log(folder, members)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _render_kinds(folder: Path, sheets: Sequence[_Sheet], band: str, watermark: str) -> None:
    """Render each kind in a call of its own. Who was in a call that failed is in no other: it goes by itself."""
    lost: list[Member] = []
    for (form, ways), alike in groupby(sheets, key=lambda sheet: sheet.kind):
        left = [sheet for sheet in alike if sheet.member not in lost]
        write_head(folder, band, watermark, dict(ways))
        try:
            _render_sheets(folder, form, left)
        except InvoerFout:
            lost += [sheet.member for sheet in left]


def _sheets_of(members: Sequence[Member]) -> Iterator[_Sheet]:
    """Give every form of every member; nothing of one that would stop the others, or whose name would be seen.

    A document without a title is called after its file by Quarto.
    """
    numbers = {name: number for number, name in enumerate(dict.fromkeys(member.name for member in members), 1)}
    for member in members:
        try:
            check_notebooks([member.workdir / member.notebook])
            contents = contents_by_form(member.workdir, member.notebook, SINGLE, member.formats)
        except Exception:  # rendered by itself, it says what is wrong
            continue
        if front_matter(contents["html"]["cells"]).get("title"):
            stem = _stem_of(member, numbers[member.name])
            for form in member.formats:
                yield _Sheet(member, form, f"{stem}-{form}", contents[form])


def _stem_of(member: Member, number: int) -> str:
    """Give a name of its own to a notebook: no sign of a pattern in it, nor one that Quarto leaves out at its begin."""
    return f"{number:02d}-" + re.sub(r"[^A-Za-z0-9]+", "-", f"{member.name}-{Path(member.notebook).stem}")


def _render_sheets(folder: Path, form: str, sheets: Sequence[_Sheet]) -> None:
    """Render the notebooks of one form in one call, and hand on what came of them before the next call.

    Raises InvoerFout when Quarto stops, says that a reference leads nowhere, or leaves a file out.
    """
    if not sheets:
        return
    profile = WORD if form == DOCX else SINGLE
    for sheet in sheets:
        (folder / f"{sheet.stem}.ipynb").write_text(json.dumps(sheet.content, ensure_ascii=False), encoding="utf-8")
    write_in_profile(folder, profile, "project", {"render": [f"{sheet.stem}.ipynb" for sheet in sheets]})
    run_quarto(folder, "render", "--profile", profile, "--to", QUARTO_FORMATS[form], "--no-execute")
    require({sheet.stem: folder / sheet.made for sheet in sheets}, "het project")
    for sheet in sheets:
        handed = sheet.member.workdir / HANDED / Path(sheet.member.notebook).with_suffix(f".{form}").name
        handed.parent.mkdir(exist_ok=True)
        (folder / sheet.made).replace(handed)
        (folder / f"{sheet.stem}.ipynb").unlink()


def _hand_log(folder: Path, members: Sequence[Member]) -> None:
    said = folder / LOG
    if said.is_file():
        for workdir in dict.fromkeys(member.workdir for member in members):
            shutil.copyfile(said, workdir / LOG)


def take_handed(workdir: Path, notebook: str, formats: Sequence[str]) -> dict[str, Path]:
    """Take what a project made of a notebook to its place beside it, by form; empty unless every form is there.

    It is there once: who takes it again gets nothing.
    """
    outputs = {form: (workdir / notebook).with_suffix(f".{form}") for form in formats}
    handed = {form: workdir / HANDED / path.name for form, path in outputs.items()}
    if not all(path.is_file() for path in handed.values()):
        return {}
    for form, path in handed.items():
        path.replace(outputs[form])
    return outputs
