"""Rendering with the Quarto program, where it is on the PATH: one report by itself, or the book.

One call renders one notebook to its formats: that costs half of one call per format. In a batch a group of reports goes
through Quarto together (`quarto_project.py`); what did not come through is rendered here. Known of Quarto: a reference
that leads nowhere is only a warning, so the log is read; `--output-dir` empties the folder and `--to` removes other
formats' outputs, so outputs are moved by us; two renders in one folder race, so each worker has a folder of its own.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import InvoerFout
from analysis.publishing.embedded.document import read_cells
from analysis.publishing.embedded.docx_finish import finish_docx
from analysis.publishing.embedded.docx_pictures import with_painted_figures
from analysis.publishing.embedded.embedded import cells_for_print
from analysis.publishing.embedded.typst_pdf import copy_print_fonts, source_time
from analysis.publishing.notebook.cells import front_matter
from analysis.publishing.pdf_tags import complete_tags
from analysis.publishing.quarto_config import read_config
from analysis.publishing.quarto_page import in_our_shell, read_quarto_page

QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
DOCX = "docx"
#: The first version that knows `pdf-standard` and gives typst the alternative texts of computed figures.
OLDEST = (1, 9, 18)
LOG = "quarto.log"
"""What Quarto said, in the working folder: of all its calls there, one after the other."""
LAST_LINES = 12


def find_quarto() -> Path | None:
    """The quarto program on the PATH; None when there is none."""
    found = shutil.which("quarto")
    return Path(found) if found else None


@lru_cache(maxsize=1)
def quarto_version(program: Path) -> str:
    """What `quarto --version` says; empty when it says nothing."""
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def is_new_enough(version: str) -> bool:
    """Whether a version of Quarto can make these documents."""
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    return found is not None and tuple(int(part or 0) for part in found.groups()) >= OLDEST


def render_with_quarto(
    workdir: Path, notebook: str, profile: str, formats: Sequence[str], word_profile: str = "word"
) -> dict[str, Path]:
    """Render one notebook to the formats (`html`, `pdf`, `docx`); gives the files, beside the notebook.

    HTML and PDF together are asked for as `all`: Quarto would take `html,typst` for the name of one more format of the
    project. Word has a profile, and a notebook, of its own, and so has a PDF whose figures stand elsewhere than in the
    HTML.
    """
    outputs = {form: (workdir / notebook).with_suffix(f".{form}") for form in formats}
    contents = contents_by_form(workdir, notebook, profile, formats)
    together = [form for form in formats if form != DOCX and contents[form] == contents["html"]]
    if together:
        to = "all" if len(together) > 1 else QUARTO_FORMATS[together[0]]
        run_quarto(workdir, "render", notebook, "--profile", profile, "--to", to, "--no-execute")
        require({form: outputs[form] for form in together}, notebook)
    for form in (form for form in ("pdf", DOCX) if form in outputs and form not in together):
        _render_copy(workdir, notebook, contents[form], word_profile if form == DOCX else profile, outputs[form])
    finish_outputs(workdir, notebook, profile, outputs)
    return outputs


def contents_by_form(workdir: Path, notebook: str, profile: str, formats: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give what each form is made of: `html` (always there) the notebook as it is, the others with other figures.

    In a PDF a figure stands where it leaves the least white. Word has no figures in SVG, for which Quarto would want a
    program.
    """
    cells = json.loads((workdir / notebook).read_text(encoding="utf-8"))
    contents = {"html": cells}
    if "pdf" in formats:
        contents["pdf"] = {**cells, "cells": cells_for_print(workdir, notebook, profile)}
    if DOCX in formats:
        contents[DOCX] = with_painted_figures(cells)
    return contents


def finish_outputs(workdir: Path, notebook: str, profile: str, outputs: Mapping[str, Path]) -> None:
    """Finish what Quarto made of a notebook: Word and PDF completed, the page in our own shell. Writes over `outputs`.

    Nothing in the finished files depends on the name of the file that Quarto made them from, as long as the notebook
    has a title.
    """
    front = front_matter(read_cells(workdir / notebook))
    if DOCX in outputs:
        outputs[DOCX].write_bytes(finish_docx(outputs[DOCX].read_bytes(), str(front.get("title", ""))))
    if "pdf" in outputs:
        outputs["pdf"].write_bytes(complete_tags(outputs["pdf"].read_bytes()))
    if "html" in outputs:
        page = in_our_shell(workdir, read_quarto_page(outputs["html"]), profile, front)
        outputs["html"].write_text(page, encoding="utf-8", newline="\n")


def _render_copy(workdir: Path, notebook: str, cells: Mapping[str, Any], profile: str, target: Path) -> None:
    """Render other cells than the notebook's to one format, from a copy of the notebook that is gone afterwards."""
    form = target.suffix.removeprefix(".")
    copy = workdir / f"{Path(notebook).stem}-{form}.ipynb"
    copy.write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
    run_quarto(workdir, "render", copy.name, "--profile", profile, "--to", QUARTO_FORMATS[form], "--no-execute")
    require({form: copy.with_suffix(target.suffix)}, notebook)
    copy.with_suffix(target.suffix).replace(target)
    copy.unlink()


def render_book_with_quarto(workdir: Path, chapters: Sequence[str], profile: str = "boek") -> Path:
    """Render the HTML book; gives its folder. Quarto wants a home page: the first chapter is `index.ipynb`."""
    write_chapters(workdir, chapters, profile)
    run_quarto(workdir, "render", "--profile", profile, "--to", "html", "--no-execute")
    folder = workdir / read_config(workdir, profile)["project"]["output-dir"]
    pages = {name: folder / f"{Path(name).stem}.html" for name in chapters}
    require(pages, "het boek")
    _finish_book(workdir, pages, profile)
    _keep_only(folder, set(pages.values()))
    return folder


def _finish_book(workdir: Path, pages: Mapping[str, Path], profile: str) -> None:
    """Put every page of a book in our shell, with the chapters of the whole book beside it."""
    made = [read_quarto_page(page) for page in pages.values()]
    for notebook, page in zip(pages, made, strict=True):
        front = front_matter(read_cells(workdir / notebook))
        text = in_our_shell(workdir, page, profile, front, made)
        pages[notebook].write_text(text, encoding="utf-8", newline="\n")


def _keep_only(folder: Path, pages: Collection[Path]) -> None:
    """Take away what Quarto puts beside the pages of a book: its libraries, its search index. No page needs them."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        elif path not in pages:
            path.unlink()


def write_chapters(workdir: Path, chapters: Sequence[str], profile: str) -> None:
    """Put the list of chapters in the profile of this working folder."""
    write_in_profile(workdir, profile, "book", {"chapters": list(chapters)})


def write_in_profile(workdir: Path, profile: str, part: str, changes: Mapping[str, Any]) -> None:
    """Change settings of one part (`book`, `project`) of a profile, in this working folder."""
    path = workdir / f"_quarto-{profile}.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    filled = {**settings, part: {**settings[part], **changes}}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True, sort_keys=False), encoding="utf-8")


def run_quarto(workdir: Path, *arguments: str) -> str:
    """Run quarto in the working folder and give its log; stops on an error and on a reference that leads nowhere."""
    quarto = find_quarto()
    if quarto is None:
        raise InvoerFout("Quarto staat niet op het PATH. Installeer Quarto of kies --renderer embedded.")
    _write_missing(workdir)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(source_time()), "NO_COLOR": "1"}
    done = subprocess.run(
        [str(quarto), *arguments],
        cwd=workdir,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    log = done.stdout.decode(errors="replace")
    with (workdir / LOG).open("a", encoding="utf-8") as kept:
        kept.write(f"quarto {' '.join(arguments)}\n{log}\n")
    check_log(log, done.returncode)
    return log


def check_log(log: str, code: int) -> None:
    """Stop with the last lines of the log when Quarto failed, and with the references that it could not resolve."""
    lines = [line.rstrip() for line in log.splitlines() if line.strip()]
    if code != 0:
        raise InvoerFout("\n".join([f"Quarto stopte met code {code}. De laatste regels:", *lines[-LAST_LINES:]]))
    broken = [line.strip() for line in lines if "Unable to resolve crossref" in line]
    if broken:
        raise InvoerFout("\n".join(["Quarto vond verwijzingen die nergens heen gaan:", *dict.fromkeys(broken)]))


def _write_missing(workdir: Path) -> None:
    """Quarto stops on a missing include; a document without a band has empty ones."""
    copy_print_fonts(workdir / "_fonts")
    for name in ("_band.html", "_band.typ"):
        (workdir / name).touch()


def require(outputs: Mapping[str, Path], name: str) -> None:
    """Stop when Quarto left one of the files out, though it ended well."""
    missing = [path.name for path in outputs.values() if not path.is_file()]
    if missing:
        raise InvoerFout(
            f"Quarto maakte van {name} geen {', '.join(missing)}. Staat de studie onder een map met een punt voor de "
            "naam? Daar maakt Quarto niets; kies dan --renderer embedded."
        )
