"""The index in Chromium at three sizes: its weight, and how long searching, choosing, sorting and turning a page take.

    python benchmarks/index.py --ikcs 9 300 6000 --keren 7

The IKCs are made up and have no reports; the page is the one that a run writes. Time is from the event until the
picture after it is painted, as a reader waits for it: the middle of so many times. `rekentijd` is the processor time
of the page's own thread, which other programs on the machine do not lengthen. With `--groot` the page carries every row
itself, also of many IKCs: what that would cost.
"""

import argparse
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import sync_playwright

from analysis.publishing import index_page
from analysis.publishing.index_entries import IndexEntry, IndexHead

KILOBYTE = 1000
FIRST = ["De", "It", "Op", "Aan de", "Onder de", "'t", "Oan de", "Sint"]
MIDDLE = ["Wilgen", "Kompas", "Brug", "Terp", "Vaart", "Regenboog", "Ielmis", "Skûle", "Toermalijn", "Wiekslag"]
PLACES = ["Aldeboarn", "Bolsward", "Drachten", "Franeker", "Grou", "Hallum", "Joure", "Leeuwarden", "Sneek", "Wâldsein"]
LABELS = ["Gezinsproblematiek", "Internaliserende problemen", "Jeugd-GGZ", "Lichte ondersteuning"]
VERDICTS = [("gestegen", ""), ("gedaald", "niet bij elke berekening"), ("meer genoteerd", "andere invuller"),
            ("minder genoteerd", "andere lijst"), ("geen verandering", ""), ("te weinig gegevens", "")]  # fmt: skip
FILES = ("rapport.html", "rapport.pdf", "samenvatting.html", "samenvatting.pdf")
TIMED = """([id, event, change]) => new Promise(done => {
    const node = document.querySelector(id), before = performance.now();
    if (change !== null) { node.value = change; }
    node.dispatchEvent(new Event(event, {bubbles: true}));
    const painted = new MessageChannel();
    painted.port1.onmessage = () => done(performance.now() - before);
    requestAnimationFrame(() => painted.port2.postMessage(0));
})"""
ACTIONS = {
    "zoeken (een letter)": ("#zoekveld", "input", "e"),
    "zoeken (woord en plaats)": ("#zoekveld", "input", "wilgen grou"),
    "zoekveld leeg": ("#zoekveld", "input", ""),
    "kiezen: zonder": ("#keuze-jok", "change", "zonder"),
    "kiezen: met en zonder": ("#keuze-jok", "change", ""),
    "kiezen: oordeel": ("#keuze-oordeel", "change", "gestegen"),
    "kiezen: elk oordeel": ("#keuze-oordeel", "change", ""),
    "sorteren op oordeel": ("#ikcs th:nth-child(4) button", "click", None),
    "sorteren op kinderen": ("#ikcs th:nth-child(3) button", "click", None),
    "sorteren op IKC": ("#ikcs th:nth-child(1) button", "click", None),
    "bladeren": (".doorbladeren button:nth-of-type(3)", "click", None),
}


def entries(count: int) -> list[IndexEntry]:
    """Make up so many IKCs, the same ones every time."""
    rng = random.Random(2019)
    return [_entry(number, rng) for number in range(1, count + 1)]


def _entry(number: int, rng: random.Random) -> IndexEntry:
    code, has = f"IKC{number:04}", rng.random() < 0.6
    name = f"{rng.choice(FIRST)} {rng.choice(MIDDLE)} {number}"
    jok = f"sinds {rng.randint(1, 28)} maart {rng.randint(2018, 2021)}" if has else "geen"
    known = {"jok": jok, "met_jok": has, "gemeente": rng.choice(PLACES), "kinderen": rng.choice([None, 85, 210, 345])}
    if number % 500 == 0:
        return IndexEntry(code, name, "mislukt", "03_a.ipynb, cel 7", "KeyError: 'aandeel'", f"{code}.log", **known)
    verdicts = tuple((label, *rng.choice(VERDICTS)) for label in LABELS)
    return IndexEntry(code, name, "klaar", oordelen=verdicts, bestanden=tuple(f"{code}/{f}" for f in FILES), **known)


def head() -> IndexHead:
    """Give the head of a made-up edition."""
    guide = tuple((word, "wat dit woord zegt.") for word in dict.fromkeys(word for word, _ in VERDICTS))
    return IndexHead("Veel IKC's", "", "publiek", True, date(2021, 6, 30), "eindmeting", leeswijzer=guide)


def write(folder: Path, count: int, plain: bool = False) -> list[Path]:
    """Write the index of so many IKCs in a folder; `plain`: every row on the page, however many there are."""
    largest = count if plain else index_page.LARGEST_TABLE
    with mock.patch.object(index_page, "LARGEST_TABLE", largest):
        return index_page.write_index(folder, index_page.render_index(head(), entries(count)))


def times(page: Any, again: int) -> Iterator[tuple[str, float, float]]:
    """Do every action so many times, and give the middle wait and the mean processor time, in milliseconds."""
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    for name, action in ACTIONS.items():
        if page.locator(action[0]).count():
            before = busy(meter)
            found = [page.evaluate(TIMED, list(action)) for _ in range(again)]
            yield name, statistics.median(found), (busy(meter) - before) / again


def busy(meter: Any) -> float:
    """Give the processor time of the page's own thread so far, in milliseconds."""
    found = {item["name"]: item["value"] for item in meter.send("Performance.getMetrics")["metrics"]}
    return found["TaskDuration"] * 1000


def measure(counts: Sequence[int], again: int, plain: bool) -> None:
    """Print weight and times per size."""
    place = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=["--no-sandbox"])
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                files = {path.name: path.stat().st_size / KILOBYTE for path in write(Path(folder), count, plain)}
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto((Path(folder) / index_page.INDEX).as_uri())
                page.wait_for_selector("#zoek:not([hidden])")
                ready = page.evaluate("performance.now()")
                print(f"\n{count} IKC's: bladzijde {files['index.html']:.0f} kB", end="")
                lists = [size for name, size in files.items() if "lijst" in name]
                if lists:
                    print(f", gegevens {files['index-gegevens.js']:.0f} kB, {len(lists)} lijsten van hoogstens "
                          f"{max(lists):.0f} kB", end="")  # fmt: skip
                print(f"; klaar na {ready:.0f} ms")
                for name, wait, processor in times(page, again):
                    print(f"  {name}: {wait:.0f} ms, rekentijd {processor:.0f} ms")
                page.close()
        browser.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--ikcs", nargs="+", type=int, default=[9, 300, 6000])
    options.add_argument("--keren", type=int, default=7)
    options.add_argument("--groot", action="store_true")
    given = options.parse_args()
    measure(given.ikcs, given.keren, given.groot)
