"""Rendering with the Quarto program, where it is on the PATH.

One call renders one notebook to its formats: that costs half of one call per format. Known of Quarto: a reference that
leads nowhere is only a warning, so the log is read; `--output-dir` empties the folder and `--to` removes other formats'
outputs, so outputs are moved by us; two renders in one folder race, so each worker has a folder of its own.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml
from lxml import html

from analysis.errors import InvoerFout
from analysis.publishing.embedded.docx_finish import finish_docx
from analysis.publishing.embedded.docx_pictures import with_painted_figures
from analysis.publishing.embedded.html_figures import complete_figures
from analysis.publishing.embedded.html_tables import complete_tables
from analysis.publishing.embedded.typst_pdf import copy_print_fonts, source_time
from analysis.publishing.notebook.cells import front_matter
from analysis.publishing.quarto_config import read_config

QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}
DOCX = "docx"
#: The first version that knows `pdf-standard` and gives typst the alternative texts of computed figures.
OLDEST = (1, 9)
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
    found = re.match(r"(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST


def render_with_quarto(
    workdir: Path, notebook: str, profile: str, formats: Sequence[str], word_profile: str = "word"
) -> dict[str, Path]:
    """Render one notebook to the formats (`html`, `pdf`, `docx`); gives the files, beside the notebook.

    HTML and PDF together are asked for as `all`: Quarto would take `html,typst` for the name of one more format of the
    project. Word has a profile, and a notebook, of its own.
    """
    outputs = {form: (workdir / notebook).with_suffix(f".{form}") for form in formats}
    others = [form for form in formats if form != DOCX]
    if others:
        to = "all" if len(others) > 1 else QUARTO_FORMATS[others[0]]
        run_quarto(workdir, "render", notebook, "--profile", profile, "--to", to, "--no-execute")
        _require({form: outputs[form] for form in others}, notebook)
    if DOCX in outputs:
        _render_word(workdir, notebook, word_profile, outputs[DOCX])
    if "html" in outputs:
        complete_file(outputs["html"])
    return outputs


def _render_word(workdir: Path, notebook: str, profile: str, target: Path) -> None:
    """Render a notebook for Word, from a copy whose figures are PNG: Quarto would want a program for SVG there."""
    cells = json.loads((workdir / notebook).read_text(encoding="utf-8"))
    copy = workdir / f"{Path(notebook).stem}-word.ipynb"
    copy.write_text(json.dumps(with_painted_figures(cells), ensure_ascii=False), encoding="utf-8")
    run_quarto(workdir, "render", copy.name, "--profile", profile, "--to", DOCX, "--no-execute")
    _require({DOCX: copy.with_suffix(".docx")}, notebook)
    title = str(front_matter(cells["cells"]).get("title", ""))
    target.write_bytes(finish_docx(copy.with_suffix(".docx").read_bytes(), title))
    copy.unlink()
    copy.with_suffix(".docx").unlink()


def render_book_with_quarto(workdir: Path, chapters: Sequence[str], profile: str = "boek") -> Path:
    """Render the HTML book; gives its folder. Quarto wants a home page: the first chapter is `index.ipynb`."""
    write_chapters(workdir, chapters, profile)
    run_quarto(workdir, "render", "--profile", profile, "--to", "html", "--no-execute")
    folder = workdir / read_config(workdir, profile)["project"]["output-dir"]
    pages = {name: folder / f"{Path(name).stem}.html" for name in chapters}
    _require(pages, "het boek")
    for page in pages.values():
        complete_file(page)
    return folder


def write_chapters(workdir: Path, chapters: Sequence[str], profile: str) -> None:
    """Put the list of chapters in the profile of this working folder."""
    path = workdir / f"_quarto-{profile}.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    filled = {**settings, "book": {**settings["book"], "chapters": list(chapters)}}
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


def complete_file(page: Path) -> None:
    """Give a page that Quarto made one main heading, its figures their drawings, its tables their scopes and frames."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(page.read_bytes(), parser=parser)
    lower_headings(root)
    complete_figures(root)
    complete_tables(root)
    page.write_bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))


def lower_headings(root: html.HtmlElement) -> None:
    """Leave one `<h1>`, the title: a document whose chapters are `<h1>` too has all its headings a level lower."""
    headings = list(root.iter("h1", "h2", "h3", "h4", "h5"))
    titles = [node for node in headings if "title" in node.get("class", "").split()]
    if not titles or sum(node.tag == "h1" for node in headings) == 1:
        return
    for node in headings:
        if node not in titles and node.get("id") != "toc-title":
            node.tag = f"h{int(node.tag[1]) + 1}"


def _write_missing(workdir: Path) -> None:
    """Quarto stops on a missing include; a document without a band has empty ones."""
    copy_print_fonts(workdir / "_fonts")
    for name in ("_band.html", "_band.typ"):
        (workdir / name).touch()


def _require(outputs: dict[str, Path], name: str) -> None:
    missing = [path.name for path in outputs.values() if not path.is_file()]
    if missing:
        raise InvoerFout(
            f"Quarto maakte van {name} geen {', '.join(missing)}. Staat de studie onder een map met een punt voor de "
            "naam? Daar maakt Quarto niets; kies dan --renderer embedded."
        )
