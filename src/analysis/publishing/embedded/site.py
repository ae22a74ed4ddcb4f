"""The documentation as a website, without Quarto: the pages that `docs/_quarto.yml` lists, each self-contained.

As in a website of Quarto, a page is a Markdown file, its title the first heading, and a link to another `.md` a link to
that page.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import InvoerFout, Melding
from analysis.publishing.embedded.book import split_title
from analysis.publishing.embedded.callouts import make_callouts
from analysis.publishing.embedded.document import Document, linked_images, make_floats
from analysis.publishing.embedded.embedded import page_of
from analysis.publishing.embedded.html_page import html_body, render_page, table_of_contents
from analysis.publishing.embedded.pandoc import Node, read_markdown, replace_nodes
from analysis.publishing.embedded.templates import ASSETS
from analysis.publishing.quarto_config import as_list, format_options, labels

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"^<!--.*?-->\n", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"<pre(?=[ >])")
TO_A_PAGE = re.compile(r"(?!\w+:)(?P<path>[^#]+)\.md(?P<anchor>#.*)?")


@dataclass(frozen=True)
class Entry:
    """A line of the site's list of pages: its file, its name there (empty: the page's title), and its section.

    `section` is set on the first page of a section only.
    """

    path: str
    text: str = ""
    section: str = ""


@dataclass(frozen=True)
class SitePage:
    """A page as read: its place in the site, title, what is under the title, and its options."""

    entry: Entry
    title: str
    document: Document
    blocks: list[Node]
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page's file in the site."""
        return f"{self.entry.path.removesuffix('.md')}.html"


def write_site(folder: Path, target: Path) -> list[Path]:
    """Write the site of a folder with a `_quarto.yml`, and give its pages; `index.html` is the first."""
    if not (folder / "_quarto.yml").is_file():
        advies = "De documentatie staat bij de broncode: draai `ikc docs` in de map waarin die is uitgepakt."
        raise InvoerFout([Melding(str(folder), "hier staat geen _quarto.yml.", advies=advies)])
    written = []
    for address, text in render_site(folder).items():
        path = target / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written


def render_site(folder: Path) -> dict[str, str]:
    """Render every page of a site, by its address."""
    config = yaml.safe_load((folder / "_quarto.yml").read_text(encoding="utf-8"))
    pages = [read_page(folder, entry, config) for entry in site_entries(config)]
    return {page.address: _render(folder, page, pages, config) for page in pages}


def site_entries(config: Mapping[str, Any]) -> list[Entry]:
    """List the pages in the order of the sidebar, which is the order of reading."""
    return list(_entries(config["website"]["sidebar"]["contents"]))


def _entries(contents: Sequence[Any], section: str = "") -> list[Entry]:
    found: list[Entry] = []
    for item in contents:
        if isinstance(item, Mapping) and "section" in item:
            found += _entries(item["contents"], str(item["section"]))
            continue
        path, text = (item, "") if isinstance(item, str) else (item["href"], item.get("text", ""))
        found.append(Entry(str(path), str(text), section))
        section = ""
    return found


def read_page(folder: Path, entry: Entry, config: Mapping[str, Any]) -> SitePage:
    """Read a Markdown file of the site: front matter, pictures beside it, links to pages as they will be."""
    path = folder / entry.path
    source = path.read_text(encoding="utf-8")
    found = FRONT_MATTER.match(source)
    front = (yaml.safe_load(found[1]) or {}) if found else {}
    text = COMMENT.sub("", source[found.end() :] if found else source)
    blocks = make_floats(make_callouts(read_markdown(text)))
    document = Document(path.name, front, blocks, linked_images(blocks, path.parent))
    title, _, rest, _ = split_title(document, numbered=False)
    return SitePage(entry, title, document, replace_nodes(rest, _link_to_page), format_options(config, front, "html"))


def _link_to_page(node: Node) -> Node | None:
    found = TO_A_PAGE.fullmatch(node["c"][2][0]) if node["t"] == "Link" else None
    if found is None:
        return None
    attr, words, (_, title) = node["c"]
    return {"t": "Link", "c": [attr, words, [f"{found['path']}.html{found['anchor'] or ''}", title]]}


def _render(folder: Path, page: SitePage, site: Sequence[SitePage], config: Mapping[str, Any]) -> str:
    words = labels(page.options)
    ours = {
        "css": [ASSETS / "rapport.css", *as_list(page.options.get("css"))],
        "include-before-body": ASSETS / "overslaan.html",
    }
    return render_page(
        page_of(
            folder,
            page.document,
            {**page.options, **ours},
            CODE.sub('<pre tabindex="0"', html_body(page.blocks, page.document.images, words)),
            table_of_contents(page.blocks, page.options["toc-depth"]),
            title=page.title,
            book=[_line(other, page, place) for place, other in enumerate(site)],
            book_title=str(config["website"]["title"]),
            book_lang=str(config["lang"]),
        )
    )


def _line(other: SitePage, page: SitePage, place: int) -> dict[str, Any]:
    """A line of the list of pages, as it stands on one of them."""
    return {
        "title": other.entry.text or other.title,
        "number": "",
        "page": os.path.relpath(other.address, Path(page.address).parent).replace(os.sep, "/"),
        "current": other is page,
        "place": place,
        "section": other.entry.section,
    }
