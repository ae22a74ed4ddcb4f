"""What a report costs: the naive loop, the batch, and functions without a notebook, side by side, for 3, 30, 300 IKCs.

    PYTHONPATH=src python benchmarks/batch.py --ikcs 3 30 300 --rapporten 2 --map /tmp/studies > tabel.md

Of each simulated study the results are made once (the table says what that took), then the reports of the first
`--rapporten` IKCs in four ways, each in processes of its own (the loops one report alone: they share no start):

a. the naive loop: per report papermill's command line for each of its notebooks, and then a Python that renders;
b. `ikc run`: our batch, one report at a time, with every gate;
c. functions: one Python that runs the same cells without a notebook or a kernel and renders; no gate of leaks;
d. a loop that has our joined notebook: per report papermill's command line once, and then a Python that renders.

All make HTML and PDF with the embedded renderer. Times are processor seconds of all processes together: of the first
report with all that starts before it, and of each next one. `piek` is the most memory that one process had (what forked
processes share counts for each). With `--map` studies are kept, and
their results made once. Linux only: orphaned processes are counted by being their reaper.
"""

import argparse
import ast
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

EDITIE, FORMATS = "publiek", ("html", "pdf")
SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux: what loses its parent becomes ours, so that its time is counted."""
ARMS = {"a": "papermill per notebook, en een renderer per rapport", "b": "`ikc run`", "c": "functies zonder notebook",
        "d": "papermill op het samengevoegde notebook, en een renderer per rapport"}  # fmt: skip
LOOPS = "ad"
INTERNAL_ALONE = {"01_opschonen_toewijzingen.ipynb", "02_opschonen_inventarisatie.ipynb"}
"""Notebooks that refuse the public edition when they are opened alone: the naive loop leaves them out."""


def measure(command: Sequence[str], cwd: Path | None = None) -> dict[str, float]:
    """Run a command and give seconds, processor seconds and peak MB of it and of all that it started."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=cwd, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - begin
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconden": seconds, "rekentijd": used, "piek": after.ru_maxrss / 1024}


def prepare(folder: Path, ikcs: int, children: int) -> dict[str, float]:
    """Simulate a study and make its results and parts, each stage measured in processor seconds.

    Two of three IKCs are pilots, so that the first two reports are of the same kind in a study of any size.
    """
    from analysis.simulation.deliveries import simulate_study
    from analysis.simulation.scenario import Scenario

    if not (folder / "study.yml").is_file():
        sizes = {"grootte": (children,)} if children else {}
        simulate_study(folder, scenario=replace(Scenario(), ikcs=ikcs, pilots=ikcs - ikcs // 3, **sizes))
    kept = folder / "stadia.json"
    if not kept.is_file():
        kept.write_text(json.dumps(_stages(folder)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def _stages(folder: Path) -> dict[str, float]:
    """Give the processor seconds of every stage before the first report, and of the attack; and the peak MB."""
    from analysis.attack import attack_edition
    from analysis.codebook import load_codebook
    from analysis.publishing.attacked import CELLS
    from analysis.publishing.notebook.assemble import needed_deliveries
    from analysis.publishing.report_tasks import RESEARCH_NOTEBOOKS, find_notebooks
    from analysis.publishing.steps import describe_edition, divide_edition, prepare_edition
    from analysis.results.pipeline import refresh_tidy
    from analysis.study import load_study
    from analysis.study.hashes import Memory
    from analysis.study.locks import study_lock

    study, memory, found = load_study(folder), Memory({}), {}
    needed = needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS))

    def timed(name: str, work: Callable[[], Any]) -> Any:
        begin = time.process_time()
        made = work()
        found[name] = time.process_time() - begin
        return made

    with study_lock(study):
        timed("opschonen", lambda: refresh_tidy(study, lambda: load_codebook(folder), memory))
        results = timed("resultaten", lambda: prepare_edition(study, EDITIE, True))
        timed("delen", lambda: divide_edition(study, EDITIE, results, memory))
        timed("overzicht", lambda: describe_edition(study, EDITIE, results, needed, memory))
    timed("aanval", lambda: attack_edition(study.reports / EDITIE, budget=CELLS, manifest={}, read_pdf=False))
    return {**found, "piek": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def tasks_of(folder: Path, ikcs: Sequence[str]) -> tuple[list[Any], Mapping[str, str]]:
    """Give the tasks of these IKCs' reports as `ikc run` makes them, and the environment of their kernels."""
    from analysis.publishing import steps
    from analysis.publishing.notebook.assemble import needed_deliveries
    from analysis.publishing.report_tasks import RESEARCH_NOTEBOOKS, find_notebooks, report_tasks
    from analysis.study import load_study
    from analysis.study.hashes import Memory

    study, memory = load_study(folder), Memory({})
    given = steps.default_steps()
    results = given.prepare(study, EDITIE, True)
    given.divide(study, EDITIE, results, memory)
    about = given.describe(study, EDITIE, results, needed_deliveries(find_notebooks(RESEARCH_NOTEBOOKS)), memory)
    environment = given.environment(study, EDITIE)
    made = report_tasks(study, EDITIE, FORMATS, "embedded", about, environment, results, memory)
    return [task for task in made if task.name in ikcs], environment


def write_notebooks(folder: Path, ikcs: Sequence[str], out: Path) -> None:
    """Write each report's joined notebook: what the naive loop runs, and what the functions are called from."""
    from analysis.publishing.notebook.assemble import assemble_notebook
    from analysis.publishing.task import front_for
    from analysis.publishing.workdir import prepare_workdir, write_head

    tasks, environment = tasks_of(folder, ikcs)
    (out / "omgeving.json").write_text(json.dumps(dict(environment)), encoding="utf-8")
    for task in tasks:
        alone = [str(path) for path in task.notebooks if path.name not in INTERNAL_ALONE]
        (out / f"{task.name}.json").write_text(json.dumps(alone), encoding="utf-8")
        for arm in "acd":
            work = out / arm / task.name
            prepare_workdir(work, task.band, task.watermark)
            write_head(work, task.band, task.watermark, {})
            joined = assemble_notebook(task.notebooks, task.available, front_for(task), task.order)
            nbformat.write(joined, work / "in.ipynb")


def naive_loop(folder: Path, ikcs: Sequence[str], out: Path, joined: bool) -> None:
    """Run papermill's command line and then a renderer, report by report.

    Without `joined` each notebook of a report has a kernel of its own; what is rendered is what the joined one gave.
    """
    for ikc in ikcs:
        work = out / ("d" if joined else "a") / ikc
        notebooks = [work / "in.ipynb"] if joined else json.loads((out / f"{ikc}.json").read_text(encoding="utf-8"))
        for notebook in notebooks:
            run_papermill(folder, ikc, Path(notebook), work / "uit.ipynb")
        if not joined:
            shutil.copyfile(out / "d" / ikc / "uit.ipynb", work / "uit.ipynb")
        subprocess.run([sys.executable, __file__, "--render", str(work)], check=True)


def run_papermill(folder: Path, ikc: str, notebook: Path, executed: Path) -> None:
    """Run one notebook of one IKC by papermill's own command line."""
    command = [sys.executable, "-m", "papermill", str(notebook), str(executed), "-k", "python3", "--no-progress-bar"]
    given = {"study": ".", "ikc": ikc, "editie": EDITIE}
    command += ["--cwd", str(folder), *(text for name, value in given.items() for text in ("-p", name, value))]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def render(work: Path) -> None:
    """Finish the notebook that ran in a folder and render it."""
    from analysis.publishing.notebook.finish import finish_notebook, to_json, without_origin
    from analysis.publishing.rendering import render_report

    finished = finish_notebook(nbformat.read(work / "uit.ipynb", as_version=4))
    (work / "rapport.ipynb").write_text(to_json(without_origin(finished)), encoding="utf-8")
    render_report(work, "rapport.ipynb", FORMATS, "embedded")


def our_batch(folder: Path, ikcs: Sequence[str]) -> None:
    """Make the reports as `ikc run` does, whether or not they are there."""
    from analysis.publishing.batch import run_batch
    from analysis.publishing.guard import make_guarded_report

    tasks, _ = tasks_of(folder, ikcs)
    ended = run_batch(tasks, 1, resume=False, produce=make_guarded_report)
    failed = [f"{item.name}: {item.melding}" for item in ended if item.state != "klaar"]
    if failed:
        raise SystemExit("\n".join(failed))


def call_functions(folder: Path, ikcs: Sequence[str], out: Path) -> None:
    """Run the cells of each report in this Python, without notebook or kernel, and render what they give."""
    os.chdir(folder)
    for ikc in ikcs:
        work = out / "c" / ikc
        notebook = nbformat.read(work / "in.ipynb", as_version=4)
        names: dict[str, Any] = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = run_cell(cell.source, names)
                if "parameters" in cell.metadata.get("tags", []):
                    names |= {"study": ".", "ikc": ikc, "editie": EDITIE}
        nbformat.write(notebook, work / "uit.ipynb")
        render(work)


def run_cell(source: str, names: dict[str, Any]) -> list[Any]:
    """Run a cell and give what its last line shows, as an output of a notebook."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cel", "exec"), names)
    shown = eval(compile(ast.Expression(last.value), "cel", "eval"), names) if last is not None else None
    if shown is None:
        return []
    data, metadata = shown._repr_mimebundle_()
    return [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]


def environment_of_functions(out: Path) -> dict[str, str]:
    """Give what a kernel of the batch has, for the Python that calls functions."""
    given = json.loads((out / "omgeving.json").read_text(encoding="utf-8"))
    return {**os.environ, **given, "IKC_EDITIE": EDITIE, "IKC_ZONDER_SCHERM": "1", "MPLBACKEND": "agg",
            **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}}  # fmt: skip


def run_arm(arm: str, folder: Path, ikcs: Sequence[str], out: Path) -> None:
    """Make the reports in one of the four ways, in this process and what it starts."""
    if arm in LOOPS:
        naive_loop(folder, ikcs, out, arm == "d")
    elif arm == "b":
        our_batch(folder, ikcs)
    else:
        call_functions(folder, ikcs, out)


def measure_arms(folder: Path, ikcs: Sequence[str], arms: str) -> dict[str, dict[str, float]]:
    """Measure each way of making these reports, in a fresh process that measures its own children."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="ikc-meting-") as name:
        out = Path(name)
        write_notebooks(folder, ikcs, out)
        for arm in sorted(arms, key="dabc".index):
            first = _measured(arm, folder, ikcs[:1], name)
            more = _measured(arm, folder, ikcs, name) if arm not in LOOPS and len(ikcs) > 1 else None
            found[arm] = first | {"volgende": _each_next(first, more, len(ikcs)), "piek": (more or first)["piek"]}
    return found


def _measured(arm: str, folder: Path, ikcs: Sequence[str], out: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--meet", arm, "--map", str(folder), "--uit", out, "--namen", *ikcs]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(said.splitlines()[-1])


def _each_next(first: Mapping[str, float], more: Mapping[str, float] | None, reports: int) -> float:
    """Give the processor seconds of each report after the first; a loop without a start has none to leave out."""
    return first["rekentijd"] if more is None else (more["rekentijd"] - first["rekentijd"]) / (reports - 1)


def measure_one(arm: str, folder: Path, ikcs: Sequence[str], out: Path) -> dict[str, float]:
    """Measure one way in a process below this one."""
    command = [sys.executable, __file__, "--arm", arm, "--map", str(folder), "--uit", str(out), "--namen", *ikcs]
    if arm == "c":
        os.environ.update(environment_of_functions(out))
    return measure(command)


def write_tables(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print both tables as Markdown: the reports, and what comes before them."""
    print("| IKC's | wijze | eerste rapport | elk volgende | piek MB | x functies | naïef x |")
    print("|--:|---|--:|--:|--:|--:|--:|")
    for row in rows:
        used = {arm: item["volgende"] for arm, item in row["wijzen"].items()}
        for arm, item in row["wijzen"].items():
            to_c = f"{used[arm] / used['c']:.2f}" if "c" in used else ""
            to_a = f"{used['a'] / used[arm]:.1f}" if "a" in used else ""
            print(f"| {row['ikcs']} | {arm}. {ARMS[arm]} | {item['rekentijd']:.1f} "
                  f"| {used[arm]:.2f} | {item['piek']:.0f} | {to_c} | {to_a} |")  # fmt: skip
    stages = list(rows[0]["stadia"])
    print("\n| IKC's | " + " | ".join(stages) + " |")
    print("|--:|" + "--:|" * len(stages))
    for row in rows:
        print(f"| {row['ikcs']} | " + " | ".join(f"{row['stadia'][name]:.1f}" for name in stages) + " |")


def main() -> None:
    """Measure every size and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ikcs", type=int, nargs="+", default=[3, 30])
    parser.add_argument("--rapporten", type=int, default=2, help="of so many IKCs the reports are made")
    parser.add_argument("--kinderen", type=int, default=0, help="children per IKC; 0 is as in the example")
    parser.add_argument("--wijzen", default="abcd", help="`a` needs `d`, of which it renders the notebook")
    parser.add_argument("--map", type=Path)
    parser.add_argument("--uit", type=Path)
    parser.add_argument("--namen", nargs="*")
    for inner in ("--render", "--arm", "--meet"):
        parser.add_argument(inner, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.render:
        render(Path(given.render))
    elif given.arm:
        run_arm(given.arm, given.map, given.namen, given.uit)
    elif given.meet:
        print(json.dumps(measure_one(given.meet, given.map, given.namen, given.uit)))
    else:
        kept = given.map or Path(tempfile.mkdtemp(prefix="ikc-studies-"))
        write_tables([_measure_size(kept / f"studie{size}", size, given) for size in given.ikcs])


def _measure_size(folder: Path, size: int, given: argparse.Namespace) -> dict[str, Any]:
    stages = prepare(folder.resolve(), size, given.kinderen)
    ikcs = [f"IKC{number:02d}" for number in range(1, min(size, given.rapporten) + 1)]
    row = {"ikcs": size, "stadia": stages, "wijzen": measure_arms(folder.resolve(), ikcs, given.wijzen)}
    print(json.dumps(row), file=sys.stderr, flush=True)  # what is measured is not lost with a larger study
    return row


if __name__ == "__main__":
    main()
