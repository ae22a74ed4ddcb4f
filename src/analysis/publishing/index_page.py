"""The index of an edition: every IKC with its state, its verdict per primary indicator and its files, on one page."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.publishing.edition_folder import INDEX, INDEX_DATA, MANIFEST, files_of_index
from analysis.publishing.embedded.html_page import inline_style
from analysis.publishing.embedded.templates import ASSETS, fill_template
from analysis.publishing.index_entries import IndexEntry, IndexHead
from analysis.publishing.index_parts import IndexList, data_script, split_lists
from analysis.publishing.policy import inline_script, integrity, with_policy
from analysis.publishing.workdir import watermark_html
from analysis.study.days import MONTHS
from analysis.study.numbers import with_points
from analysis.study.writing import write_whole

STYLES, SCRIPT = ("rapport.css", "index.css"), "index.js"
INTERNAL, INTERNAL_BAND = "INTERN", "INTERN, niet verspreiden"
"""What the internal edition says of itself: in its titles, and across every page."""
LARGEST_TABLE = 100
"""The most IKCs whose rows all stand on the page itself: a step then takes half of what more would (docs/scale.md)."""
ROWS_AT_ONCE = 50
"""Rows of a larger index that are on the page at once."""


def render_index(head: IndexHead, entries: Sequence[IndexEntry], research: IndexEntry | None = None) -> dict[str, str]:
    """Give the files of the index by name: the page, and of many IKCs the rest of their rows (`index_parts.py`).

    IKCs stand by alphabet, never as a league table. Of at most `LARGEST_TABLE` all are on the page, which then needs
    nothing else; of more the first few, with the data of all apart for who searches, and lists that need no script.
    """
    entries = sorted(entries, key=lambda entry: (entry.naam.casefold(), entry.code))
    about = _about(head, entries)
    if len(entries) <= LARGEST_TABLE:
        return {INDEX: _page(about, entries, research)}
    data, lists = data_script(entries, about["indicatoren"]), split_lists(entries)
    pages = {item.naam: _list_page(about, lists, place) for place, item in enumerate(lists)}
    return {INDEX: _page(about, entries, research, lists, data), INDEX_DATA: data, **pages}


def _about(head: IndexHead, entries: Sequence[IndexEntry]) -> dict[str, Any]:
    """Give what the index and its lists both show."""
    return {
        "head": head,
        "indicatoren": _indicators(entries),
        "leeswijzer": _guide(head.leeswijzer, entries),
        "datum": in_dutch(head.gegevens_datum),
        "style": Markup(_shared_style()),
        "watermerk": Markup(watermark_html(INTERNAL_BAND)),
    }


def _page(
    about: Mapping[str, Any],
    entries: Sequence[IndexEntry],
    research: IndexEntry | None,
    lists: Sequence[IndexList] = (),
    data: str = "",
) -> str:
    page = fill_template(
        "index.html.j2",
        **about,
        entries=entries,
        eerste=entries[:ROWS_AT_ONCE] if data else entries,
        aantal=with_points(len(entries)),
        oordelen=_verdicts(about["head"].leeswijzer, entries),
        keuze_jok=len({entry.met_jok for entry in entries} - {None}) > 1,
        met_gemeente=any(entry.gemeente for entry in entries),
        lijsten=lists,
        gegevens={"naam": INDEX_DATA, "hash": integrity(data), "per_keer": ROWS_AT_ONCE} if data else None,
        research=research,
        manifest=MANIFEST,
        script=inline_script((ASSETS / SCRIPT).read_text(encoding="utf-8")),
    )
    return with_policy(page.lstrip(), loads=bool(data))


def _list_page(about: Mapping[str, Any], lists: Sequence[IndexList], place: int) -> str:
    """Give one of the lists as a page without a script, with the way to those beside it."""
    beside = {"vorige": lists[place - 1] if place else None, "volgende": next(iter(lists[place + 1 :]), None)}
    page = fill_template("index_lijst.html.j2", **about, lijst=lists[place], index=INDEX, **beside)
    return with_policy(page.lstrip())


def _indicators(entries: Sequence[IndexEntry]) -> list[str]:
    """Give the labels of the primary indicators: the same for every IKC, and so the columns of the table."""
    return list(dict.fromkeys(label for entry in entries for label, _, _ in entry.oordelen))


def _verdicts(guide: Sequence[tuple[str, str]], entries: Sequence[IndexEntry]) -> list[str]:
    """Give the verdicts that occur, to choose from: in the order of the guide, then those that it does not tell."""
    said = dict.fromkeys(word for entry in entries for _, word, _ in entry.oordelen if word)
    return list(dict.fromkeys([word for word, _ in guide if word in said] + list(said)))


def _guide(guide: Sequence[tuple[str, str]], entries: Sequence[IndexEntry]) -> list[tuple[str, str]]:
    """Give the words that stand in the table with their meaning; two words of one meaning share a line."""
    shown = {word for entry in entries for _, *words in entry.oordelen for word in words}
    lines: dict[str, list[str]] = {}
    for word, meaning in guide:
        if word in shown:
            lines.setdefault(meaning, []).append(word)
    return [(" of ".join(words), meaning) for meaning, words in lines.items()]


def write_index(reports: Path, files: Mapping[str, str]) -> list[Path]:
    """Write the files of the index, the page last, each in one step; takes away those of an earlier, larger index."""
    names = sorted(files, key=lambda name: (name == INDEX, name))
    written = [write_whole(reports / name, files[name]) for name in names]
    for name in set(files_of_index(reports)) - set(files):
        (reports / name).unlink()
    return written


def in_dutch(day: date | None) -> str:
    """Write a date as `1 februari 2019`; `onbekend` for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "onbekend"


def _shared_style() -> str:
    """Give the reports' style sheet with its fonts inside it, so that the index looks like them, then its own."""
    return inline_style([ASSETS / name for name in STYLES])
