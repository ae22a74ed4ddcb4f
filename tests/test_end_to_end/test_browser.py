"""Every kind of page in Chromium: axe-core's rules, narrow screens with large letters, keyboard, print, contrast."""

import io

import pytest
from browser import LARGE, WIDTHS, axe_violations, every_look, opened
from PIL import Image

pytestmark = [pytest.mark.slow, pytest.mark.chromium]


def kinds_of_page(run):
    """One page of each kind, and every page of the book."""
    there = [run.publiek / "index.html", run.publiek / "IKC01" / "rapport.html"]
    there += sorted((run.publiek / "IKC01").glob("samenvatting*.html"))
    return [*there, *sorted((run.publiek / "onderzoeksrapport").glob("*.html"))]


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(made, browser, width):
    found = {}
    for path in kinds_of_page(made):
        with opened(browser, path, width) as (page, complaints):
            for look in every_look(page):
                found[path.name, look] = [*axe_violations(page), *complaints]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_axe_finds_what_is_planted(made, browser, tmp_path):
    text = (made.publiek / "index.html").read_text(encoding="utf-8")
    planted = tmp_path / "fout.html"
    planted.write_text(text.replace("</main>", '<img src="data:,"><p style="color: #ddd">bleek</p></main>'), "utf-8")
    with opened(browser, planted, 390) as (page, _):
        rules = {line.split(" ")[0] for line in axe_violations(page)}
    assert {"image-alt", "color-contrast"} <= rules


@pytest.mark.parametrize("letters", [16, LARGE])
def test_no_page_is_wider_than_a_narrow_screen_with_large_letters(made, start, letters):
    """A scroll bar may take 15 of the 320 pixels."""
    program, wide = start(letters), []
    for path in kinds_of_page(made):
        with opened(program, path, 320) as (page, _):
            for width in (320, 305):
                page.set_viewport_size({"width": width, "height": 900})
                wide += [(path.name, width)] * (page.evaluate("document.documentElement.scrollWidth") > width)
    program.close()
    assert wide == []


def test_the_keyboard_stops_at_a_frame_only_when_it_scrolls(made, browser):
    """No table of this report is wider than a desk: the first is made so, and then is a stop with a name."""
    told = """() => [...document.querySelectorAll('[data-schuift]')].map(frame =>
        [frame.scrollWidth > frame.clientWidth + 1, frame.tabIndex === 0, frame.getAttribute('role'),
         frame.getAttribute('aria-label')])"""
    widen = """() => { document.querySelector('.tabel-kader[data-schuift] table').style.minWidth = '3000px';
        window.dispatchEvent(new Event('resize')); }"""
    with opened(browser, made.publiek / "IKC01" / "rapport.html", 1280) as (page, _):
        before = page.evaluate(told)
        page.evaluate(widen)
        after = page.evaluate(told)
    for frames in (before, after):
        assert frames and all(scrolls == stop for scrolls, stop, _, _ in frames)
        assert all((role, bool(name)) == ("region", True) for scrolls, _, role, name in frames if scrolls)
    assert sum(scrolls for scrolls, *_ in after) == sum(scrolls for scrolls, *_ in before) + 1


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_no_table_falls_off_the_screen_and_each_number_has_its_name(made, browser, width):
    """Also those of a figure's numbers, once they are opened."""
    opens = "() => document.querySelectorAll('details').forEach(node => { node.open = true; })"
    wide = """() => [...document.querySelectorAll('.tabel-kader')].filter(frame => frame.offsetParent
        && frame.scrollWidth > frame.clientWidth + 1).map(frame => frame.dataset.schuift)"""
    cells = """() => [...document.querySelectorAll('.tabel-kader.stapel tbody td')].map(cell =>
        [cell.textContent, getComputedStyle(cell, '::before').content, cell.getAttribute('role')])"""
    stacked = []
    for path in kinds_of_page(made)[1:]:
        with opened(browser, path, width) as (page, _):
            page.evaluate(opens)
            page.wait_for_timeout(50)
            assert page.evaluate(wide) == [], path.name
            stacked += page.evaluate(cells)
    assert len(stacked) > 50
    assert [cell for cell in stacked if cell[0] and (cell[1] in ("none", "normal") or cell[2] != "cell")] == []


def test_the_first_stop_of_every_page_leads_to_its_content(made, browser):
    for path in kinds_of_page(made):
        with opened(browser, path, 1280) as (page, _):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.className") == "overslaan", path.name
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.tagName") == "MAIN", path.name


@pytest.mark.parametrize("width", [1280, 390])
def test_the_index_is_sorted_by_keyboard_and_says_so(made, browser, width):
    order = "() => [...document.querySelectorAll('#ikcs tbody th')].map(cell => cell.textContent)"
    with opened(browser, made.publiek / "index.html", width) as (page, _):
        button = page.get_by_role("button", name="Kinderen", exact=True)
        assert button.is_visible()
        first = page.evaluate(order)
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator("th[aria-sort]").inner_text().strip().startswith("Kinderen")
        said = page.locator("#gesorteerd").text_content()
        assert said == page.locator("#volgorde").text_content()
        assert "“Kinderen”, van weinig naar veel" in said and "alfabet" not in said
        page.keyboard.press("Enter")
        assert "van veel naar weinig" in page.locator("#gesorteerd").text_content()
        page.get_by_role("button", name="IKC", exact=True).press("Enter")
        assert page.evaluate(order) == first and "alfabet" in page.locator("#volgorde").text_content()


def test_on_a_phone_every_number_of_the_index_has_its_name(made, browser):
    named = """() => [...document.querySelectorAll('#ikcs td[data-kop]')].filter(cell => cell.offsetWidth)
        .map(cell => [cell.dataset.kop, getComputedStyle(cell, '::before').content])"""
    with opened(browser, made.publiek / "index.html", 390) as (page, _):
        cells = page.evaluate(named)
    assert cells and all(f'"{name}: "' in content or f"{name}: " in content for name, content in cells)


def test_the_printed_index_keeps_its_heads_on_every_page(made, browser):
    with opened(browser, made.publiek / "index.html", 600, media="print") as (page, _):
        shown = page.evaluate("[...document.querySelectorAll('thead')].map(head => getComputedStyle(head).display)")
        buttons = page.evaluate("[...document.querySelectorAll('thead button')].map(b => getComputedStyle(b).display)")
    assert set(shown) == {"table-header-group"}
    assert set(buttons) == {"contents"}, "Chromium does not repeat a button in the heads of page 2"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (390, "light"), (1280, "dark")])
def test_in_high_contrast_a_figure_is_still_seen(made, browser, width, scheme):
    """A figure in the reader's own colours or on its own white: never dark on dark."""
    with opened(browser, made.publiek / "IKC01" / "rapport.html", width, scheme, forced_colors="active") as (page, _):
        frames = page.locator(".figuur-kader")
        ranges = [lightness(frames.nth(place).screenshot()) for place in range(frames.count())]
    assert ranges and all(lightest - darkest > 150 for darkest, lightest in ranges)


def lightness(png):
    """The darkest and the lightest of a picture, from 0 to 255."""
    return Image.open(io.BytesIO(png)).convert("L").getextrema()


def test_a_script_that_somebody_puts_in_a_page_does_not_run(made, browser, tmp_path):
    for name in ("index.html", "IKC01/rapport.html"):
        text = (made.publiek / name).read_text(encoding="utf-8")
        stranger = "<script>document.title = 'gekaapt'</script><img src='x' onerror=\"document.title='gekaapt'\">"
        copy = tmp_path / "kopie.html"
        copy.write_text(text.replace("</main>", f"{stranger}</main>"), encoding="utf-8")
        with opened(browser, copy, 1280) as (page, complaints):
            assert page.title() != "gekaapt"
            assert any("Content Security Policy" in line for line in complaints)
