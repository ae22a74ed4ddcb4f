"""The gate for links: none leads to a place or a file that is not there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from analysis.publishing.gates import BouwFout, parse_page


def check_links(pages: Iterable[Path]) -> None:
    """Stop unless every link in these pages to a place in one of them leads there; raises BouwFout with those that do
    not. Pages of one report are given together: a book's chapters refer to each other.
    """
    problems = dead_links({page.name: page.read_bytes() for page in pages})
    if problems:
        raise BouwFout(problems)


def dead_links(pages: Mapping[str, bytes], files: Collection[str] | None = None) -> list[str]:
    """Give the links that lead nowhere, of pages by their path in a folder.

    `files` is everything that lies in the folder; without it a link out of these pages is taken on trust. One page is
    open at a time; one that another page refers to is opened again.
    """
    known = None if files is None else {*files, *pages}
    dead: list[tuple[int, str, str]] = []
    elsewhere: dict[str, list[tuple[int, str, str, str]]] = {}
    for name in pages:
        root = parse_page(pages[name])
        own = _places(root)
        for link in dict.fromkeys(map(str, root.xpath("//a/@href"))):
            target, place = _leads_to(name, link)
            number = len(dead) + sum(map(len, elsewhere.values()))
            if target == name or target not in pages:
                no_place = target == name and bool(place) and place not in own
                dead += [(number, name, link)] if no_place or _is_nowhere(target, known) else []
            elif place:
                elsewhere.setdefault(target, []).append((number, name, link, place))
    for target, links in elsewhere.items():
        there = _places(parse_page(pages[target]))
        dead += [(number, name, link) for number, name, link, place in links if place not in there]
    return [f"{name}: de link {link} gaat nergens heen" for _, name, link in sorted(dead)]


def _places(root: HtmlElement) -> set[str]:
    return {str(place) for place in root.xpath("//@id | //a/@name")}


def _leads_to(page: str, link: str) -> tuple[str, str]:
    """Give the path and the place that a link on a page leads to; an empty path for a link to another website."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "", ""
    path = normpath(join(page.rpartition("/")[0], unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)


def _is_nowhere(target: str, files: Collection[str] | None) -> bool:
    return bool(target) and files is not None and target not in files


class _OnDisk(Mapping[str, bytes]):
    """Pages by their path in a folder, each read when it is asked for: there may be thousands."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.folder, self.names = folder, dict.fromkeys(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self.names:
            raise KeyError(name)
        return (self.folder / name).read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def check_listed(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Give the dead links in the pages of an edition, of which `names` are all files."""
    listed = list(names)
    yield from dead_links(_OnDisk(folder, (name for name in listed if name.endswith(".html"))), listed)
