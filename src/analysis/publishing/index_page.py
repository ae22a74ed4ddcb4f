"""The index of an edition: every IKC with its state, its verdict per primary indicator and its files, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from analysis.publishing.downloads import Download
from analysis.publishing.edition_folder import INDEX, MANIFEST
from analysis.publishing.embedded.html_page import inline_style
from analysis.publishing.embedded.templates import ASSETS, fill_template
from analysis.publishing.manifest import MISSING_STATE
from analysis.publishing.policy import inline_script, with_policy
from analysis.publishing.workdir import watermark_html
from analysis.study.days import MONTHS
from analysis.study.writing import write_whole

STYLES, SCRIPT = ("rapport.css", "index.css"), "index.js"
INTERNAL, INTERNAL_BAND = "INTERN", "INTERN, niet verspreiden"
"""What the internal edition says of itself: in its titles, and across every page."""
_STATES = {"klaar": "klaar", "mislukt": "mislukt", "niet_gevraagd": "niet gevraagd", "ontbreekt": MISSING_STATE}
_FILE_WORDS = {"html": "HTML", "pdf": "PDF", "docx": "Word"}
_SUMMARY_WORDS = {"samenvatting.html": "samenvatting", "samenvatting.pdf": "samenvatting als PDF"}


@dataclass(frozen=True)
class IndexEntry:
    """One report on the index. `kinderen` is None where the number is not known or may not be shown.

    `bestanden` are paths relative to the index page; `oordelen` has label, verdict and reason per primary indicator;
    `jok` says since when there is a jeugdondersteuner. `log` is named and not linked, for it is not published.
    """

    code: str
    naam: str
    staat: str
    waar: str = ""
    waarom: str = ""
    log: str = ""
    kinderen: int | None = None
    jok: str = ""
    oordelen: tuple[tuple[str, str, str], ...] = ()
    bestanden: tuple[str, ...] = ()

    @property
    def staat_in_woorden(self) -> str:
        """State as people read it."""
        return _STATES[self.staat]

    @property
    def kinderen_in_woorden(self) -> str:
        """Number of children as a Dutch number."""
        return "niet getoond" if self.kinderen is None else f"{self.kinderen:,}".replace(",", ".")

    def oordeel_van(self, indicator: str) -> tuple[str, str]:
        """Verdict and reason for an indicator; empty for a report that is not there."""
        return next(((word, why) for label, word, why in self.oordelen if label == indicator), ("", ""))

    @property
    def links(self) -> list[tuple[str, str]]:
        """File and its short word, such as `HTML`."""
        return [(path, _words_of(path)) for path in self.bestanden]


def _words_of(path: str) -> str:
    """Say in a few words what a file is: `PDF`, `samenvatting`."""
    name = path.rpartition("/")[2]
    return _SUMMARY_WORDS.get(name) or _FILE_WORDS.get(name.rsplit(".", 1)[-1], path)


@dataclass(frozen=True)
class IndexHead:
    """What holds for the whole edition; `meting` is the last one, in whose children the IKCs are counted.

    `boodschap` are the sentences over all IKCs, `leeswijzer` the words of the verdicts with their meaning, `tabellen`
    what can be downloaded. `herleidbaar`: the attack from outside recovered counts, so that the edition may not be
    published.
    """

    studie: str
    gemeente: str
    editie: str
    synthetisch: bool
    gegevens_datum: date | None = None
    meting: str = ""
    tabellen: tuple[Download, ...] = ()
    boodschap: tuple[str, ...] = ()
    leeswijzer: tuple[tuple[str, str], ...] = ()
    herleidbaar: bool = False


def render_index(head: IndexHead, entries: Sequence[IndexEntry], research: IndexEntry | None = None) -> str:
    """Give the index page as one HTML file that needs nothing else; IKCs by alphabet, never a league table."""
    page = fill_template(
        "index.html.j2",
        head=head,
        entries=sorted(entries, key=lambda entry: (entry.naam.casefold(), entry.code)),
        indicatoren=_indicators(entries),
        leeswijzer=_guide(head.leeswijzer, entries),
        research=research,
        datum=in_dutch(head.gegevens_datum),
        manifest=MANIFEST,
        style=Markup(_shared_style()),
        script=inline_script((ASSETS / SCRIPT).read_text(encoding="utf-8")),
        watermerk=Markup(watermark_html(INTERNAL_BAND)),
    )
    return with_policy(page)


def _indicators(entries: Sequence[IndexEntry]) -> list[str]:
    """Give the labels of the primary indicators: the same for every IKC, and so the columns of the table."""
    return list(dict.fromkeys(label for entry in entries for label, _, _ in entry.oordelen))


def _guide(guide: Sequence[tuple[str, str]], entries: Sequence[IndexEntry]) -> list[tuple[str, str]]:
    """Give the words that stand in the table with their meaning; two words of one meaning share a line."""
    shown = {word for entry in entries for _, *words in entry.oordelen for word in words}
    lines: dict[str, list[str]] = {}
    for word, meaning in guide:
        if word in shown:
            lines.setdefault(meaning, []).append(word)
    return [(" of ".join(words), meaning) for meaning, words in lines.items()]


def write_index(reports: Path, page: str) -> Path:
    """Write the index page in one step."""
    return write_whole(reports / INDEX, page)


def in_dutch(day: date | None) -> str:
    """Write a date as `1 februari 2019`; `onbekend` for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "onbekend"


def _shared_style() -> str:
    """Give the reports' style sheet with its fonts inside it, so that the index looks like them, then its own."""
    return inline_style([ASSETS / name for name in STYLES])
