"""Who can mend what: the problems of the deliveries, put by the IKC or municipality that delivered them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from analysis.codebook import Codebook, fold
from analysis.codebook.notes import read_notes
from analysis.errors import Melding
from analysis.exchange.delivered import Delivered, delivery_of, read_delivered
from analysis.intake.ikcs import ikcs_in_name
from analysis.study import Study

GEMEENTE, ONDERZOEKER, IKC = "gemeente", "onderzoeker", "IKC"
SHARED = "gedeeld"


@dataclass(frozen=True)
class Post:
    """What goes to one recipient: the messages (with only its own places and lines) and its sheets, by file."""

    ontvanger: str
    meldingen: tuple[Melding, ...]
    bladen: dict[str, Delivered]
    gedeeld: frozenset[str]
    """Files with rows of other IKCs too: of those only the recipient's own rows may be copied."""


def sort_post(meldingen: Iterable[Melding], study: Study, codebook: Codebook) -> list[Post]:
    """Give the post per recipient: the IKCs in study.yml's order, the municipality, the researcher's own.

    An inventory is of the IKC that its sheet or file names; rows of a file that several IKCs share go to the IKC of the
    row, and what is about the whole of it to each of them. What only study.yml or the codebook can mend stays with the
    researcher.
    """
    read = lru_cache(maxsize=None)(lambda bestand: read_delivered(bestand, study, codebook))
    found: dict[str, list[Melding]] = {}
    shared: set[str] = set()
    for melding in meldingen:
        for recipient, own in _share_out(melding, study, read):
            found.setdefault(recipient, []).append(own)
            if recipient in study.ikc_codes and not _ikc_of_file(melding.bestand, study):
                shared.add(melding.bestand)
    order = [*study.ikc_codes, GEMEENTE, ONDERZOEKER]
    return [_post(name, found[name], read, frozenset(shared)) for name in order if name in found]


def _post(name: str, meldingen: list[Melding], read: object, shared: frozenset[str]) -> Post:
    files = dict.fromkeys(melding.bestand for melding in meldingen) if name != ONDERZOEKER else {}
    sheets = {file: sheet for file in files if (sheet := read(file)) is not None}  # type: ignore[operator]
    return Post(name, tuple(meldingen), sheets, shared & set(sheets))


def _share_out(melding: Melding, study: Study, read: object) -> list[tuple[str, Melding]]:
    """Give who gets a message, each with only its own part of it."""
    kind = _who_fills_in(melding.bestand)
    if kind != IKC:
        return [(kind, melding)]
    of_file = _ikc_of_file(melding.bestand, study)
    if of_file:
        return [(of_file, melding)]
    return _by_lines(melding, study) or _by_rows(melding, read) or [(ONDERZOEKER, melding)]  # type: ignore[arg-type]


def _who_fills_in(bestand: str) -> str:
    delivery = delivery_of(bestand) or bestand.removeprefix("data/raw/").partition("/")[0]
    who = read_notes()["leveringen"].get(delivery, {}).get("vult", ONDERZOEKER)
    return GEMEENTE if who.startswith(GEMEENTE) else who


def _ikc_of_file(bestand: str, study: Study) -> str:
    """Give the one IKC that a sheet's, file's or folder's name names; '' for none or several."""
    file, _, sheet = bestand.partition("#")
    path = PurePosixPath(file)
    for name in (sheet, path.stem, path.parent.name):
        found = ikcs_in_name(name, study) if name else []
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _by_lines(melding: Melding, study: Study) -> list[tuple[str, Melding]]:
    """Share out a message whose lines begin with an IKC (`IKC01 nulmeting: ...`)."""
    lines = {code: tuple(line for line in melding.regels if fold(line.split(" ")[0].strip(":")) == fold(code))
             for code in study.ikc_codes}  # fmt: skip
    return [(code, replace(melding, regels=own)) for code, own in lines.items() if own]


def _by_rows(melding: Melding, read: object) -> list[tuple[str, Melding]]:
    """Share out a message on a file with a column ikc: cells by the IKC of their row, the rest to every IKC in it."""
    sheet: Delivered | None = read(melding.bestand)  # type: ignore[operator]
    if sheet is None or sheet.ikcs.empty:
        return []
    ikcs = [code for code in dict.fromkeys(sheet.ikcs) if code]
    if not any(place.rij for place in melding.plaatsen):
        return [(code, replace(melding, regels=())) for code in ikcs]
    own = {code: tuple(place for place in melding.plaatsen if sheet.ikcs.get(place.rij) == code) for code in ikcs}
    return [(code, replace(melding, regels=(), plaatsen=places)) for code, places in own.items() if places]
