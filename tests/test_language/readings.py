"""How the test of language reads a report: the cells of its notebooks run in this process, or a rendered page.

    python tests/test_language/readings.py reports/publiek

reads every page of every report of an edition and says every fault.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counts import wrong_counts
from faults import ALT, CAPTION, CELL, DRAWN, HEADING, SENTENCE, Part, faults_in
from lxml import html
from matplotlib import pyplot
from matplotlib.text import Text
from pypandoc import convert_text

from analysis.presentation.outputs import Figuur, Tabel, Tekst
from analysis.publishing.notebook.assemble import PARAMETERS, assemble_notebook, needed_deliveries, tags
from analysis.publishing.report_tasks import RESEARCH_NOTEBOOKS, find_notebooks, report_tasks
from analysis.publishing.steps import StudySteps, default_steps
from analysis.publishing.task import ReportTask
from analysis.study import Study
from analysis.study.hashes import Memory

APPENDIX = ("sec-bijlage", "sec-verantwoording", "sec-controles")
"""Chapters for who wants to check: there the terms of the trade are explained and used."""
TITLES = re.compile(r"^[\d.]* ?(?:Bijlage|Verantwoording)\b")
"""What they are called: in the pages of a book a chapter has no name."""
NUMBER = re.compile(r"^(?:Figuur|Tabel) [\d.]+: ")
INSIDE = "ancestor::td | ancestor::th | ancestor::figcaption | ancestor::caption"
BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "figcaption", "caption", "td", "th", "dt", "dd", "img")
HEADINGS = ("h1", "h2", "h3", "h4")
KINDS = {"figcaption": CAPTION, "caption": CAPTION, "td": CELL, "th": CELL, **dict.fromkeys(HEADINGS, HEADING)}


def prepare(study: Study, editie: str = "publiek") -> list[ReportTask]:
    """Make the results of a study and give its reports, none of them rendered."""
    steps: StudySteps = default_steps()
    memory = Memory({})
    results = steps.prepare(study, editie, True)
    steps.divide(study, editie, results, memory)
    needed = needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS))
    about = steps.describe(study, editie, results, needed, memory)
    return report_tasks(study, editie, ("html",), "embedded", about, {}, results, memory)


def read_cells(task: ReportTask) -> list[Part]:
    """Give what the cells of a report say, run one after another in this process; drawn texts too."""
    root, drawn = run_cells(task)
    return [*_parts(root, ""), *drawn]


def run_cells(task: ReportTask) -> tuple[html.HtmlElement, list[Part]]:
    """Run the cells of a report in this process; give what they show as one page, and the texts that are drawn."""
    joined = assemble_notebook(task.notebooks, task.available, task.front)
    names: dict[str, Any] = {}
    pieces, drawn = [], []
    for cell in joined.cells:
        origin = cell.metadata.get("ikc", {})
        place = f"{task.name}, {origin.get('bron', 'titel')[:-6]} {origin.get('cel', '')}".strip()
        if cell.cell_type == "raw":
            pieces.append(_fenced(place, f"# {task.front['title']}\n\n{task.front['subtitle']}"))
        elif cell.cell_type == "markdown":
            pieces.append(_fenced(place, cell.source))
        else:
            shown = _run(cell.source, names)
            names |= {**task.parameters, "study": str(task.study_folder)} if PARAMETERS in tags(cell) else {}
            pieces.append(_fenced(place, _markdown_of(shown)))
            drawn += [Part(place, DRAWN, text) for text in _drawn(shown)]
    root = html.fromstring(
        f"<main>{convert_text(chr(10).join(pieces), 'html', 'markdown+smart', ['--wrap=none'])}</main>"
    )
    return root, drawn


def parts_of(root: html.HtmlElement) -> list[Part]:
    """Give what a page of `run_cells` says."""
    return _parts(root, "")


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell as Jupyter does, and give what its last line shows."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cel", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cel", "eval"), names) if last else None


def _markdown_of(shown: Any) -> str:
    if isinstance(shown, Figuur):
        around = f"::: {{.bijschrift}}\n{shown.bijschrift}\n:::\n\n::: {{.alt}}\n{shown.alt}\n:::"
        return f"{around}\n\n{_numbers_of(shown)}"
    if isinstance(shown, Tabel):
        return f"::: {{.bijschrift}}\n{shown.bijschrift}\n:::\n\n{shown.markdown}"
    return shown.markdown if isinstance(shown, Tekst) else ""


def _numbers_of(figure: Figuur) -> str:
    """Give the numbers of a figure as a table, as a page has them one step away."""
    if figure.cijfers is None:
        return ""
    rows = [[str(cell).replace("|", "/") for cell in row] for row in (figure.cijfers.kop, *figure.cijfers.rijen)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _drawn(shown: Any) -> list[str]:
    if not isinstance(shown, Figuur):
        return []
    found = [text.get_text() for text in shown.figure.findobj(Text) if text.get_visible()]
    pyplot.close(shown.figure)
    return [text for text in dict.fromkeys(found) if text.strip()]


def _fenced(place: str, markdown: str) -> str:
    return f'\n\n:::::: {{.cel data-plek="{place}"}}\n\n{markdown}\n\n::::::\n\n'


def read_page(path: Path, name: str) -> list[Part]:
    """Give what a rendered page says."""
    return _parts(page_root(path), name)


def page_root(path: Path) -> html.HtmlElement:
    """Open a rendered page without what is no text of it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(path.read_bytes(), parser=parser)
    for node in root.xpath("//script | //style | //svg | //nav"):
        node.drop_tree()
    return root


def _parts(root: html.HtmlElement, name: str) -> list[Part]:
    return list(_each_part(root, name))


def _each_part(root: html.HtmlElement, name: str) -> Iterator[Part]:
    appendix: str = ""
    for node in root.iter(*BLOCKS):
        place = name or next(iter(node.xpath("ancestor::*[@data-plek][1]/@data-plek")), "")
        if node.tag == "img":
            yield Part(place, ALT, node.get("alt") or "", bool(appendix))
            continue
        if node.tag in HEADINGS:
            appendix = _appendix_after(node, appendix)
        if node.tag in KINDS or not node.xpath(INSIDE):
            yield Part(place, _kind(node), _text_of(node), bool(appendix), _level(node))


def _appendix_after(heading: html.HtmlElement, appendix: str) -> str:
    """Give the level at which the appendix began, from this heading on; empty outside it."""
    label = next(iter([*heading.xpath("@id"), *heading.xpath("ancestor::section[1]/@id")]), "")
    if label.startswith(APPENDIX) or TITLES.search(" ".join(heading.text_content().split())):
        return appendix or heading.tag
    return appendix if appendix and heading.tag > appendix else ""


def _own_texts(node: html.HtmlElement) -> list[str]:
    """Give the texts of a block without those of a list in it, whose items are blocks of their own."""
    if node.tag != "li":
        return node.xpath(".//text()")
    return node.xpath(".//text()[count(ancestor::li) = $depth]", depth=len(node.xpath("ancestor-or-self::li")))


def _text_of(node: html.HtmlElement) -> str:
    """Give the text of a block with single spaces, without the number of a caption."""
    return NUMBER.sub("", " ".join("".join(_own_texts(node)).split()))


def _level(node: html.HtmlElement) -> int:
    return HEADINGS.index(node.tag) + 1 if node.tag in HEADINGS else 0


def _kind(node: html.HtmlElement) -> str:
    marked = {*node.xpath("ancestor::div/@class")}
    return CAPTION if "bijschrift" in marked else ALT if "alt" in marked else KINDS.get(node.tag, SENTENCE)


def empty_sections(parts: list[Part]) -> list[str]:
    """Name the headings with nothing under them: the next part is a heading of the same or a higher level, or none."""
    return [
        f"{part.place}: onder “{part.text}” staat niets"
        for part, after in zip(parts, [*parts[1:], None], strict=True)
        if part.level and (after is None or (after.level and after.level <= part.level))
    ]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    pages = sorted(folder.glob("*/*.html"))
    said = [part for path in pages for part in read_page(path, path.relative_to(folder).as_posix())]
    found = [*faults_in(said), *empty_sections(said)]
    for path in pages:
        found += [f"{path.relative_to(folder).as_posix()}: {fault}" for fault in wrong_counts(page_root(path))[0]]
    print("\n".join(found) or f"{len(said)} teksten op {len(pages)} bladzijden: geen fouten.")
    sys.exit(1 if found else 0)
