"""The gate for links: none leads to a place or a file that is not there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

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

    `files` is everything that lies in the folder; without it a link out of these pages is taken on trust.
    """
    roots = {name: parse_page(content) for name, content in pages.items()}
    places = {name: {str(place) for place in root.xpath("//@id | //a/@name")} for name, root in roots.items()}
    known = None if files is None else {*files, *pages}
    return [
        f"{name}: de link {link} gaat nergens heen"
        for name, root in roots.items()
        for link in dict.fromkeys(map(str, root.xpath("//a/@href")))
        if _is_dead(name, link, places, known)
    ]


def _is_dead(page: str, link: str, places: Mapping[str, set[str]], files: Collection[str] | None) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    target = normpath(join(page.rpartition("/")[0], unquote(parts.path))) if parts.path else page
    if target in places:
        return bool(parts.fragment) and unquote(parts.fragment) not in places[target]
    return files is not None and target not in files


def check_listed(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Give the dead links in the pages of an edition, of which `names` are all files."""
    listed = list(names)
    yield from dead_links({name: (folder / name).read_bytes() for name in listed if name.endswith(".html")}, listed)
