"""The documentation as a website: every page in it once, and no link or picture that leads nowhere."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from lxml import html
from PIL import Image

from analysis.errors import InvoerFout
from analysis.publishing.embedded.site import render_site, site_entries, write_site

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONFIG = yaml.safe_load((DOCS / "_quarto.yml").read_text(encoding="utf-8"))
ENTRIES = site_entries(CONFIG)
PAGES, PICTURES = (
    sorted(path for path in DOCS.rglob(f"*.{kind}") if "_site" not in path.parts) for kind in ("md", "png")
)
SOURCES = [path.relative_to(ROOT).as_posix() for path in [*sorted(ROOT.glob("*.md")), *PAGES]]
LINK = re.compile(r"\]\(<?(?!\w+:)([^)\s>]+)")
FENCED = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LARGEST_PICTURE = 150_000

needs_quarto = pytest.mark.skipif(shutil.which("quarto") is None, reason="het programma quarto staat niet op het PATH")


@pytest.fixture(scope="module")
def site() -> dict[str, html.HtmlElement]:
    return {address: html.fromstring(text) for address, text in render_site(DOCS).items()}


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a Markdown file, which has no two of the same name."""
    headings = re.findall(
        r"^#+ +(.+?)(?: \{.*\})?$", FENCED.sub(lambda m: m[0].strip("`"), page.read_text("utf-8")), re.M
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("source", SOURCES)
def test_no_link_of_a_markdown_file_is_dead(source: str) -> None:
    path = ROOT / source
    dead = []
    for link in LINK.findall(FENCED.sub("", path.read_text(encoding="utf-8"))):
        name, _, anchor = unquote(link).partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def test_a_dead_link_and_a_dead_anchor_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Een kop, met `code`\n\n[x](#een-kop-met-code) [y](weg.md) [z](#weg)\n", encoding="utf-8")
    assert anchors(page) == {"een-kop-met-code"}
    assert LINK.findall(page.read_text(encoding="utf-8")) == ["#een-kop-met-code", "weg.md", "#weg"]


def test_every_page_of_the_docs_is_in_the_site_once() -> None:
    there = sorted(path.relative_to(DOCS).as_posix() for path in PAGES)
    assert sorted(entry.path for entry in ENTRIES) == there
    assert {entry.section for entry in ENTRIES if entry.section} == {"Handleiding", "Naslag", "Hoe het werkt"}


def test_no_link_of_the_site_is_dead(site: dict[str, html.HtmlElement]) -> None:
    names = {address: set(root.xpath("//@id")) for address, root in site.items()}
    dead = []
    for address, root in site.items():
        for link in root.xpath("//a/@href"):
            name, _, anchor = link.partition("#")
            target = os.path.normpath(Path(address).parent / name).replace(os.sep, "/") if name else address
            if re.match(r"\w+:", link) is None and (target not in names or (anchor and anchor not in names[target])):
                dead.append(f"{address}: {link}")
    assert dead == []


def test_a_page_of_the_site_has_one_title_and_pictures_with_words(site: dict[str, html.HtmlElement]) -> None:
    for address, root in site.items():
        assert len(root.xpath("//h1")) == 1, address
        assert [image for image in root.xpath("//img") if not image.get("alt") or "data:" not in image.get("src")] == []
        assert root.xpath("//main//text()[contains(., ':::') or contains(., '<!--')]") == [], address


def test_an_english_page_says_so_and_its_dutch_parts_too(site: dict[str, html.HtmlElement]) -> None:
    english = site["coverage.html"]
    assert english.get("lang") == "en"
    assert english.xpath("//nav[@id='TOC']/@lang") == ["nl-NL"]
    assert english.xpath("//main//div[@lang='nl']//p")
    assert site["privacy.html"].get("lang") == "nl-NL"


def test_the_pages_follow_one_another(site: dict[str, html.HtmlElement]) -> None:
    order = [entry.path.removesuffix(".md") + ".html" for entry in ENTRIES]
    place = "index.html"
    walked = [place]
    while forward := site[place].xpath("//a[@rel='next']/@href"):
        place = os.path.normpath(Path(place).parent / forward[0]).replace(os.sep, "/")
        walked.append(place)
    assert walked == order


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_the_script_makes_it(path: Path) -> None:
    assert f'"{path.relative_to(DOCS).as_posix()}"' in (DOCS / "beelden.py").read_text(encoding="utf-8")
    with Image.open(path) as image:
        assert image.width >= 390
    if path.parent != DOCS:
        assert path.stat().st_size <= LARGEST_PICTURE


def test_the_site_is_written_where_asked_and_a_folder_without_one_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    (source / "deel").mkdir(parents=True)
    (source / "_quarto.yml").write_text(
        "lang: nl\nwebsite: {title: Proef, sidebar: {contents: [index.md, {section: Deel, contents: [deel/b.md]}]}}\n"
        "format: {html: {toc-depth: 2}}\n",
        encoding="utf-8",
    )
    (source / "index.md").write_text("# Een\n\n[naar b](deel/b.md#kop)\n", encoding="utf-8")
    (source / "deel/b.md").write_text("---\nlang: en\n---\n\n# B\n\n## Kop\n\n[terug](../index.md)\n", encoding="utf-8")
    pages = write_site(source, tmp_path / "uit")
    assert [page.relative_to(tmp_path / "uit").as_posix() for page in pages] == ["index.html", "deel/b.html"]
    first, second = (html.fromstring(page.read_text(encoding="utf-8")) for page in pages)
    assert first.xpath("//main//p/a/@href") == ["deel/b.html#kop"] and second.xpath("//main//p/a/@href") == [
        "../index.html"
    ]
    assert second.get("lang") == "en" and second.xpath("//nav[@id='TOC']//p/text()") == ["Proef", "Deel"]
    with pytest.raises(InvoerFout, match=r"_quarto\.yml"):
        write_site(tmp_path, tmp_path / "uit")


@pytest.mark.quarto
@pytest.mark.slow
@needs_quarto
def test_quarto_makes_the_same_pages(tmp_path: Path, site: dict[str, html.HtmlElement]) -> None:
    folder = shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("_site", ".quarto"))
    done = subprocess.run(["quarto", "render", folder], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for address, ours in site.items():
        theirs = html.fromstring((folder / "_site" / address).read_text(encoding="utf-8"))
        assert [" ".join(h.text_content().split()) for h in theirs.xpath("//main//h1 | //main//h2")] == [
            " ".join(h.text_content().split()) for h in ours.xpath("//main//h1 | //main//h2")
        ], address
