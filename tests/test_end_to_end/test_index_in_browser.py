"""The index of many IKCs in Chromium: fast, from a folder and a website, by keyboard, without a script, printed."""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import LARGE, WIDTHS, axe_violations, every_look, opened
from many_ikcs import HEAD, LABELS, entries

from analysis.publishing import index_page
from analysis.publishing.index_page import LARGEST_TABLE, ROWS_AT_ONCE, render_index, write_index

pytestmark = [pytest.mark.slow, pytest.mark.chromium]

MANY = 6000
BUDGET_MS, TIMES, ROUNDS = 100, 9, 4
READY = "#zoek:not([hidden])"
CODES = "() => [...document.querySelectorAll('#ikcs tbody tr')].map(row => row.id)"
PAINTED = """([id, event, value]) => new Promise(done => {
    const node = document.querySelector(id), before = performance.now(), painted = new MessageChannel();
    if (value !== null) { node.value = value; }
    node.dispatchEvent(new Event(event, {bubbles: true}));
    painted.port1.onmessage = () => done(performance.now() - before);
    requestAnimationFrame(() => painted.port2.postMessage(0));
})"""
ROWS = """() => {
    const told = node => [node.tagName, [...node.attributes].map(one => one.name + '=' + one.value).sort().join(' '),
        ...[...node.childNodes].map(one => one.nodeType === 1 ? told(one) : one.textContent.trim()).filter(String)];
    return [...document.querySelectorAll('#ikcs tbody tr')].map(told);
}"""


@pytest.fixture(scope="module")
def six_thousand(tmp_path_factory) -> Path:
    """An edition's folder with the index of six thousand IKCs."""
    return written(tmp_path_factory.mktemp("veel"), MANY)


@pytest.fixture(scope="module")
def just_many(tmp_path_factory) -> Path:
    """The same with no more IKCs than give an index in parts."""
    return written(tmp_path_factory.mktemp("net_veel"), LARGEST_TABLE + 10)


def written(folder: Path, count: int) -> Path:
    write_index(folder, render_index(HEAD, entries(count)))
    return folder


@contextmanager
def ready(browser, folder: Path, width: int = 1280, **more):
    """Open an index whose rows have come."""
    with opened(browser, folder / "index.html", width, **more) as (page, complaints):
        page.wait_for_selector(READY)
        yield page
        assert complaints == []


def status(page) -> str:
    return page.locator("#gevonden").text_content()


@pytest.mark.parametrize(
    ("selector", "event", "values"),
    [
        ("#zoekveld", "input", ("nest", "skule 00", "plaats 3", "IKC0123", "")),
        ("#keuze-jok", "change", ("met", "zonder", "")),
        ("#keuze-oordeel", "change", ("gestegen", "te weinig gegevens", "")),
        ("#ikcs th:nth-child(1) button", "click", (None,)),
        ("#ikcs th:nth-child(3) button", "click", (None,)),
        ("#ikcs th:nth-child(4) button", "click", (None,)),
        (".doorbladeren button:nth-of-type(3)", "click", (None,)),
    ],
)
def test_with_six_thousand_ikcs_every_step_is_immediate(six_thousand, browser, selector, event, values):
    rounds = []
    with ready(browser, six_thousand) as page:
        while len(rounds) < ROUNDS and not (rounds and rounds[-1] < BUDGET_MS):  # a busy machine may try again
            took = [page.evaluate(PAINTED, [selector, event, values[turn % len(values)]]) for turn in range(TIMES)]
            rounds.append(statistics.median(took))
    assert rounds[-1] < BUDGET_MS, f"{selector}: {[round(one) for one in rounds]} ms"


def test_that_budget_is_not_met_by_a_page_that_carries_every_row(tmp_path, browser, monkeypatch):
    monkeypatch.setattr(index_page, "LARGEST_TABLE", 1000)
    with ready(browser, written(tmp_path, 1000)) as page:
        took = min(page.evaluate(PAINTED, ["#zoekveld", "input", value]) for value in ("nest", "", "nest"))
    assert took > BUDGET_MS


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["index.html", "index-lijst-01.html"])
def test_axe_finds_nothing(just_many, browser, width, name):
    with opened(browser, just_many / name, width) as (page, complaints):
        if name == "index.html":
            page.wait_for_selector(READY, state="attached")
        found = {look: [*axe_violations(page), *complaints] for look in every_look(page)}
    assert {look: wrong for look, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("letters", [16, LARGE])
def test_no_page_is_wider_than_a_narrow_screen(just_many, start, letters):
    program, wide = start(letters), []
    for name in ("index.html", "index-lijst-01.html"):
        for width in (390, 320):
            with opened(program, just_many / name, width) as (page, _):
                page.wait_for_timeout(200)
                wide += [(name, width)] * (page.evaluate("document.documentElement.scrollWidth") > width)
    program.close()
    assert wide == []


def test_a_row_that_the_script_makes_is_the_row_of_the_list(just_many, browser):
    with opened(browser, just_many / "index-lijst-01.html", 1280) as (page, _):
        listed = page.evaluate(ROWS)
    with ready(browser, just_many) as page:
        first = page.evaluate(ROWS)
        page.get_by_role("button", name="Volgende").first.click()
        second = page.evaluate(ROWS)
    assert len(listed) == LARGEST_TABLE + 10 and len(first) == len(second) == ROWS_AT_ONCE
    assert [*first, *second] == listed[: 2 * ROWS_AT_ONCE]


def test_an_ikc_is_found_by_name_code_gemeente_and_what_failed(six_thousand, browser):
    found = {}
    with ready(browser, six_thousand) as page:
        for words in ("skule 0010", "ikc0123", "PLAATS 3 nest 0013", "KeyError", "niet gevraagd", "zonder uitkomst"):
            page.fill("#zoekveld", words)
            found[words] = (page.evaluate(CODES), status(page))
    assert {words: rows for words, (rows, _) in found.items()} == {
        "skule 0010": ["ikc-IKC0010"], "ikc0123": ["ikc-IKC0123"], "PLAATS 3 nest 0013": ["ikc-IKC0013"],
        "KeyError": ["ikc-IKC0007"], "niet gevraagd": ["ikc-IKC0008"], "zonder uitkomst": [],
    }  # fmt: skip
    assert found["KeyError"][1] == "1 van 6.000 IKC’s, bladzijde 1 van 1."
    assert found["zonder uitkomst"][1].endswith("Haal een woord of een keuze weg.")


@pytest.mark.parametrize("count", [LARGEST_TABLE, MANY])
def test_choices_are_the_ikcs_that_a_count_by_hand_gives(tmp_path, browser, count):
    all_of_them = entries(count)
    without = sum(entry.met_jok is False for entry in all_of_them)
    risen = sum(any(word == "gestegen" for _, word, _ in entry.oordelen) for entry in all_of_them)
    both = sum(entry.met_jok is False and entry.oordeel_van(LABELS[0])[0] == "gestegen" for entry in all_of_them)
    said = {}
    with ready(browser, written(tmp_path, count)) as page:
        page.select_option("#keuze-jok", "zonder")
        said["zonder"] = status(page)
        page.select_option("#keuze-oordeel", "gestegen")
        said["zonder, gestegen"] = status(page)
        page.select_option("#keuze-indicator", LABELS[1])
        said["niet bij deze indicator"] = status(page)
        page.select_option("#keuze-indicator", LABELS[0])
        page.select_option("#keuze-jok", "")
        said["gestegen"] = status(page)
    counts = {name: int(text.split(" van ")[0].replace(".", "")) for name, text in said.items()}
    assert counts == {"zonder": without, "zonder, gestegen": both, "niet bij deze indicator": 0, "gestegen": risen}
    assert 0 < both < min(without, risen)


def test_sorting_turning_and_counts_are_done_by_keyboard_and_said(six_thousand, browser):
    with ready(browser, six_thousand) as page:
        page.get_by_role("button", name="Kinderen", exact=True).press("Enter")
        assert "“Kinderen”, van weinig naar veel" in page.locator("#gesorteerd").text_content()
        page.get_by_role("button", name="Kinderen", exact=True).press("Enter")
        assert page.evaluate(CODES)[0] == "ikc-IKC5999"
        following = page.get_by_role("button", name="Volgende").first
        for number in (2, 3):
            following.press("Enter")
            assert status(page) == f"6.000 van 6.000 IKC’s, bladzijde {number} van 120."
        page.get_by_role("button", name="Laatste").first.press("Enter")
        assert following.get_attribute("aria-disabled") == "true"
        following.press("Enter")
        assert "bladzijde 120 van 120" in status(page)
        page.get_by_role("button", name="Eerste").last.press("Enter")
        assert "bladzijde 1 van 120" in status(page)
        focused = "() => document.activeElement.closest('nav').getAttribute('aria-label')"
        assert page.evaluate(focused) == "Bladeren door de IKC’s", "the focus goes up with the reader"


def test_without_a_script_every_ikc_is_reached_and_no_control_is_dead(just_many, browser):
    with opened(browser, just_many / "index.html", 1280, java_script_enabled=False) as (page, _):
        assert page.locator("#lijsten a").first.is_visible()
        assert page.locator("#zoek").is_hidden() and page.get_by_role("button").count() == 0
        page.locator("#lijsten a").first.click()
        assert page.locator("#ikcs tbody tr").count() == LARGEST_TABLE + 10


def test_without_the_data_the_lists_stay(tmp_path, browser):
    (written(tmp_path, LARGEST_TABLE + 10) / "index-gegevens.js").unlink()
    with opened(browser, tmp_path / "index.html", 1280) as (page, _):
        page.wait_for_timeout(300)
        assert page.locator("#lijsten a").first.is_visible() and page.locator("#zoek").is_hidden()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def website(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, as a website does, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_on_a_website_it_works_and_other_data_than_were_made_with_it_are_not_taken(tmp_path, browser):
    folder = written(tmp_path, LARGEST_TABLE + 10)
    with website(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_selector(READY)
        page.close()
        data = folder / "index-gegevens.js"
        data.write_text(data.read_text(encoding="utf-8").replace("Nest", "Gekaapt"), encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_timeout(500)
        assert page.locator("#zoek").is_hidden() and page.locator("#lijsten a").first.is_visible()
        page.close()


def test_a_script_that_somebody_puts_in_the_page_does_not_run(just_many, browser, tmp_path):
    (tmp_path / "vreemd.js").write_text("document.title = 'gekaapt'", encoding="utf-8")
    text = (just_many / "index.html").read_text(encoding="utf-8")
    stranger = "<script src='vreemd.js'></script><script>document.title = 'gekaapt'</script>"
    (tmp_path / "index.html").write_text(text.replace("</main>", f"{stranger}</main>"), encoding="utf-8")
    with opened(browser, tmp_path / "index.html", 1280) as (page, complaints):
        page.wait_for_timeout(300)
        assert page.title() != "gekaapt"
        assert sum("Content Security Policy" in line for line in complaints) >= 2


def test_printed_it_keeps_its_heads_and_says_which_rows_these_are(just_many, browser):
    with ready(browser, just_many, 600) as page:
        page.emulate_media(media="print")
        heads = page.evaluate("[...document.querySelectorAll('thead')].map(head => getComputedStyle(head).display)")
        assert set(heads) == {"table-header-group"}
        assert page.locator("#gevonden").is_visible() and page.locator("#zoek").is_hidden()
        assert all(not nav.is_visible() for nav in page.locator(".doorbladeren").all())
