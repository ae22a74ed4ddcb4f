"""What the index of an edition tells: of the whole edition, and of each report its state, verdicts and files."""

from dataclasses import dataclass
from datetime import date

from analysis.publishing.downloads import Download
from analysis.publishing.manifest import MISSING_STATE
from analysis.study.numbers import with_points

_STATES = {"klaar": "klaar", "mislukt": "mislukt", "niet_gevraagd": "niet gevraagd", "ontbreekt": MISSING_STATE}
_FILE_WORDS = {"html": "HTML", "pdf": "PDF", "docx": "Word"}
_SUMMARY_WORDS = {"samenvatting.html": "samenvatting", "samenvatting.pdf": "samenvatting als PDF"}


@dataclass(frozen=True)
class IndexEntry:
    """One report on the index. `kinderen` is None where the number is not known or may not be shown.

    `bestanden` are paths relative to the index page; `oordelen` has label, verdict and reason per primary indicator;
    `jok` says since when there is a jeugdondersteuner, `met_jok` whether there is one (None: not known); `gemeente` is
    told where a study has more than one. `log` is named and not linked, for it is not published.
    """

    code: str
    naam: str
    staat: str
    waar: str = ""
    waarom: str = ""
    log: str = ""
    kinderen: int | None = None
    jok: str = ""
    met_jok: bool | None = None
    gemeente: str = ""
    oordelen: tuple[tuple[str, str, str], ...] = ()
    bestanden: tuple[str, ...] = ()

    @property
    def staat_in_woorden(self) -> str:
        """State as people read it."""
        return _STATES[self.staat]

    @property
    def kinderen_in_woorden(self) -> str:
        """Number of children as a Dutch number."""
        return "niet getoond" if self.kinderen is None else with_points(self.kinderen)

    @property
    def groep_jok(self) -> str:
        """Give the word by which the index chooses IKCs with or without a jeugdondersteuner; empty when not known."""
        return "" if self.met_jok is None else "met" if self.met_jok else "zonder"

    @property
    def fout(self) -> list[str]:
        """Say of a report that failed where and why, and where more is told."""
        if self.staat != "mislukt":
            return []
        where = self.waar.replace(", cel ", ", cel\u00a0")
        more = f"Meer staat in {self.log} (niet in deze map: dat bestand is niet om te publiceren)."
        return [": ".join(part for part in (where, self.waarom) if part), *([more] if self.log else [])]

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
