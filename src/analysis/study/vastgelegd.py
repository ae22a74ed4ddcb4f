"""vastgelegd.yml: what a study chose beforehand, with the day and a mark (sha256) that only these contents have.

The day is that of the computer, and anybody can type another: by itself it proves nothing. The mark proves that the
contents are those that had it, to whoever got it on a day that somebody else vouches for (an e-mail, a registry).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import InvoerFout, Melding
from analysis.study.writing import write_whole
from analysis.study.yaml_text import compose

FILE = "vastgelegd.yml"
MARK = "kenmerk: "
SHOWN = 16
"""Signs of a mark that a report shows: enough to know it by, for whoever has it whole."""
HEAD = """\
# Gemaakt door `ikc vastleggen`. Verander hier niets: het kenmerk hoort dan niet meer bij de inhoud.
# De datum is die van de computer en bewijst op zichzelf niets. Stuur het kenmerk (de laatste regel) op die dag naar
# iemand anders, of zet het in een register. Het is de sha256 van alle regels erboven; zelf narekenen:
#   grep -v '^kenmerk: ' vastgelegd.yml | sha256sum
"""


@dataclass(frozen=True)
class Vastgelegd:
    """What was frozen: the day, the content by topic, earlier ones as (day, mark), and its own mark.

    `klopt` is whether the mark is that of these contents; where it is not, somebody changed the file by hand.
    """

    datum: date
    inhoud: Mapping[str, Any]
    eerder: tuple[tuple[str, str], ...]
    kenmerk: str
    klopt: bool


NIET_VASTGELEGD = "De hoofdindicatoren zijn niet vooraf vastgelegd."


def vastgelegd_file(folder: Path) -> Path:
    """Give where a study keeps it."""
    return folder / FILE


def read_vastgelegd(folder: Path) -> Vastgelegd | None:
    """Read what a study froze; None when it never did. Raises InvoerFout for a file that is not of this form."""
    path = vastgelegd_file(folder)
    if not path.is_file():
        return None
    node = compose(path, FILE)
    content = yaml.SafeLoader("").construct_document(node) if node else None
    form = {"datum": date, "eerder": list, "inhoud": dict, "kenmerk": str}
    if not isinstance(content, dict) or any(type(content.get(name)) is not kind for name, kind in form.items()):
        raise InvoerFout([_no_form()])
    body = _body(path.read_text(encoding="utf-8-sig"))
    earlier = tuple((str(item.get("datum")), str(item.get("kenmerk"))) for item in content["eerder"])
    mark = content["kenmerk"]
    return Vastgelegd(content["datum"], content["inhoud"], earlier, mark, mark == mark_of(body))


def _no_form() -> Melding:
    advies = f"Zet het bestand terug zoals het was, of verwijder {FILE} en leg opnieuw vast: ikc vastleggen"
    return Melding(FILE, "dit is geen vastlegging zoals `ikc vastleggen` die maakt.", advies=advies, code="geen_vorm")


def _body(text: str) -> str:
    """Give all lines but that of the mark; an editor's other line ends count as the same."""
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(MARK))


def mark_of(body: str) -> str:
    """Give the sha256 of the lines above the mark."""
    return hashlib.sha256(body.encode()).hexdigest()


def write_vastgelegd(
    folder: Path, inhoud: Mapping[str, Any], today: date, before: Vastgelegd | None = None
) -> Vastgelegd:
    """Write what a study freezes today; an older file is kept beside it under its own date, never overwritten."""
    eerder = [{"datum": day, "kenmerk": mark} for day, mark in (before.eerder if before else ())]
    if before:
        eerder.append({"datum": before.datum.isoformat(), "kenmerk": before.kenmerk})
    content = {"datum": today, "eerder": eerder, "inhoud": dict(inhoud)}
    body = HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    path = vastgelegd_file(folder)
    if path.exists():
        path.rename(_kept_name(folder, before))
    write_whole(path, f"{body}{MARK}{mark_of(body)}\n")
    found = read_vastgelegd(folder)
    assert found is not None
    return found


def _kept_name(folder: Path, before: Vastgelegd | None) -> Path:
    """Give a name that no file has yet: `vastgelegd_2019-01-12.yml`, then `vastgelegd_2019-01-12_2.yml`."""
    stem = f"vastgelegd_{before.datum.isoformat() if before else 'onbekend'}"
    names = [stem, *(f"{stem}_{number}" for number in range(2, 1000))]
    return next(folder / f"{name}.yml" for name in names if not (folder / f"{name}.yml").exists())
