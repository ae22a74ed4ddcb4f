"""Chromium on pages that a run made: as wide as a phone or a desk, light, dark, printed, with large letters.

Skipped, with the reason, where Chromium or the packages that drive it are not there.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (1280, 390, 320)
LOOKS = (("light", "screen"), ("dark", "screen"), ("light", "print"))
LARGE = 32
"""Letters of twice the usual size, in pixels."""


def chromium_path() -> str:
    """Give Chromium's place; skips the test, and says so, where there is none."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium staat niet op het PATH: geen bladzijde is in een browser bekeken.")
    return found


@contextmanager
def chromium() -> Iterator[Any]:
    """Give the function that starts Chromium, with the reader's letter size in pixels; ends what it started."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is niet geïnstalleerd (extra `dev`).")
    place = chromium_path()
    with api.sync_playwright() as driver:

        def start(letters: int = 16) -> Any:
            arguments = ["--no-sandbox", f"--blink-settings=defaultFontSize={letters}"]
            return driver.chromium.launch(executable_path=place, args=arguments)

        yield start


@contextmanager
def opened(program: Any, path: Path, width: int, scheme: str = "light", media: str = "screen", **more: Any):
    """Open a page from its file; gives the page, with what the browser complained of in `complaints`."""
    page = program.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.emulate_media(media=media, color_scheme=scheme)
    try:
        yield page, complaints
    finally:
        page.close()


def every_look(page: Any) -> Iterator[tuple[str, str]]:
    """Give an open page each look in turn, as when a reader's device changes it; gives the scheme and the medium."""
    for scheme, media in LOOKS:
        page.emulate_media(media=media, color_scheme=scheme)
        yield scheme, media


def axe_violations(page: Any) -> list[str]:
    """Run axe-core on an open page: every rule it has, and give what is wrong, where and why."""
    pytest.importorskip("axe_playwright_python", reason="axe-core is niet geïnstalleerd (extra `dev`).")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{item['id']} ({item['impact']}): {node['html'][:160]}"
        for item in found["violations"]
        for node in item["nodes"]
    ]
