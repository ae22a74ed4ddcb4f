"""The index of an edition: every IKC with its state, its key changes in words and its files, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from analysis.publishing.edition_folder import INDEX, MANIFEST, RESULTS
from analysis.publishing.embedded.html_page import inline_style
from analysis.publishing.embedded.templates import ASSETS, fill_template
from analysis.publishing.manifest import MISSING_STATE
from analysis.publishing.workdir import watermark_html
from analysis.study.days import MONTHS
from analysis.study.writing import write_whole

STYLE = "rapport.css"
INTERNAL, INTERNAL_BAND = "INTERN", "INTERN, niet verspreiden"
"""What the internal edition says of itself: in its titles, and across every page."""
MAX_CHANGES = 3
_STATES = {"klaar": "klaar", "mislukt": "mislukt", "niet_gevraagd": "niet gevraagd", "ontbreekt": MISSING_STATE}
_FILE_WORDS = {"html": "HTML", "pdf": "PDF", "docx": "Word"}
_SUMMARY_WORDS = {"samenvatting.html": "samenvatting", "samenvatting.pdf": "samenvatting als PDF"}


@dataclass(frozen=True)
class IndexEntry:
    """One report on the index. `kinderen` is None where the number is not known or may not be shown.

    `bestanden` are paths relative to the index page; `veranderingen` are finished sentences, of which three are shown.
    `log` is named and not linked, for it is not published.
    """

    code: str
    naam: str
    staat: str
    waar: str = ""
    waarom: str = ""
    log: str = ""
    kinderen: int | None = None
    veranderingen: tuple[str, ...] = ()
    bestanden: tuple[str, ...] = ()

    @property
    def staat_in_woorden(self) -> str:
        """State as people read it."""
        return _STATES[self.staat]

    @property
    def kinderen_in_woorden(self) -> str:
        """Number of children as a Dutch number."""
        return "niet getoond" if self.kinderen is None else f"{self.kinderen:,}".replace(",", ".")

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

    `herleidbaar`: the attack from outside recovered counts, so that the edition may not be published.
    """

    studie: str
    gemeente: str
    editie: str
    synthetisch: bool
    gegevens_datum: date | None = None
    meting: str = ""
    resultaten: tuple[str, ...] = ()
    herleidbaar: bool = False


def render_index(head: IndexHead, entries: Sequence[IndexEntry], research: IndexEntry | None = None) -> str:
    """Give the index page as one HTML file that needs nothing else; IKCs by alphabet, never a league table."""
    return fill_template(
        "index.html.j2",
        head=head,
        entries=sorted(entries, key=lambda entry: (entry.naam.casefold(), entry.code)),
        research=research,
        datum=in_dutch(head.gegevens_datum),
        iso=head.gegevens_datum.isoformat() if head.gegevens_datum else "",
        folder=RESULTS,
        manifest=MANIFEST,
        max_changes=MAX_CHANGES,
        style=Markup(_shared_style()),
        watermerk=Markup(watermark_html(INTERNAL_BAND)),
    )


def write_index(reports: Path, page: str) -> Path:
    """Write the index page in one step."""
    return write_whole(reports / INDEX, page)


def in_dutch(day: date | None) -> str:
    """Write a date as `1 februari 2019`; `onbekend` for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "onbekend"


def _shared_style() -> str:
    """Give the reports' own style sheet with its fonts inside it, so that the index looks like them."""
    return inline_style([ASSETS / STYLE]) if (ASSETS / STYLE).is_file() else ""
