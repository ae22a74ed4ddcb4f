"""What a study freezes before it has data, what changed since, and whether it was before: `ikc vastleggen`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import analysis
from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.results.kaarten import kaarten
from analysis.study import ALLE, STUDY_FILE, Meting, Study
from analysis.study.hashes import Memory
from analysis.study.sources import hash_room
from analysis.study.vastgelegd import FILE, Vastgelegd, read_vastgelegd, write_vastgelegd

SECTIONS = ("metingen", "ikcs", "bouwen", "storende_periodes", "controle_indicatoren", "toewijzingen", "statistiek",
            "publicatie", "identiteit", "dubbele_rapporten")  # fmt: skip
"""Parts of study.yml that decide what is counted, said or shown; how it looks and how long it is kept do not."""
NO_CHOICE = {"publicatie": ("openbare_woorden",)}
"""Settings in those parts that decide no number and no word."""
ROOMS = ("inference", "measures")
NAMES = ("indicator", "meting", "ikc", "naam")
"""Keys by which an item of a list is known: what is told of it is told by its name."""
PROGRAM = "rekenwijze"


@dataclass(frozen=True)
class Stand:
    """How a study's freezing stands: the file (None: there is none), the first meting, and what changed since."""

    vastgelegd: Vastgelegd | None
    eerste: Meting | None
    verschillen: tuple[str, ...] = ()

    @property
    def is_heel(self) -> bool:
        """Whether there is a file whose mark belongs to its contents."""
        return self.vastgelegd is not None and self.vastgelegd.klopt

    @property
    def is_vooraf(self) -> bool:
        """Whether it is whole and of a day before the first peildatum: a delivery is about that day or a later one."""
        whole, first = self.vastgelegd if self.is_heel else None, self.eerste
        return whole is not None and first is not None and whole.datum < first.peildatum


def judge_vastlegging(study: Study, codebook: Codebook) -> Stand:
    """Judge how the freezing of a study stands now.

    Beforehand is before the peildatum of the first meting in study.yml: no inventory can be about an earlier day. Times
    of files count for nothing: a copy has others. Trap: toewijzingen and cases may be older than the first meting.
    """
    first = study.metingen[0] if study.metingen else None
    found = read_vastgelegd(study.folder)
    if found is None or not found.klopt:
        return Stand(found, first)
    return Stand(found, first, tuple(tell_differences(found.inhoud, content_of(study, codebook))))


def content_of(study: Study, codebook: Codebook) -> dict[str, Any]:
    """Give what is frozen: primary indicators with their codes, the study's choices, how it is computed."""
    settings = study.model_dump(mode="json", exclude={"folder"})
    chosen = {name: settings[name] for name in SECTIONS if name in settings}
    for name, left_out in NO_CHOICE.items():
        chosen[name] = {key: value for key, value in chosen[name].items() if key not in left_out}
    return {"hoofdindicatoren": _primary(study, codebook), **chosen, PROGRAM: _program()}


def _primary(study: Study, codebook: Codebook) -> list[dict[str, Any]]:
    """Give each primary indicator with its direction and the codes that it adds up, as the codebook has them now."""
    named = codebook.indicatoren.drop_duplicates("indicator").set_index("indicator")
    return [
        {"indicator": item.indicator, "richting": item.richting, "codes": _codes_of(item.indicator, named, codebook)}
        for item in study.primaire_indicatoren
    ]


def _codes_of(indicator: str, named: Any, codebook: Codebook) -> list[str]:
    if indicator not in named.index:
        return []
    wanted, codes = named.loc[indicator], codebook.codes
    for level in ("soort", "domein", "code"):
        codes = codes if wanted[level] == ALLE else codes[codes[level] == wanted[level]]
    return sorted(codes["code"].astype(str))


def _program() -> dict[str, Any]:
    """Give the version, the hash of the code that counts and judges, and the methods that each table may use."""
    memory = Memory({})
    methods = {name: [item.naam for item in card.methode] for name, card in kaarten().items() if card.methode}
    return {"versie": analysis.__version__, **{room: hash_room(room, memory) for room in ROOMS}, "methoden": methods}


def tell_differences(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Tell, per setting that is not as it was frozen, what it was and what it is. What the program does comes last."""
    for topic in dict.fromkeys([*frozen, *now]):
        if topic != PROGRAM:
            yield from _differences(topic, frozen.get(topic), now.get(topic))
    yield from _program_differences(frozen.get(PROGRAM) or {}, now.get(PROGRAM) or {})


def _differences(place: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    old, new = _by_name(old), _by_name(new)
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(f"{place} {key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list):
        yield f"{place} ({_list_difference(old, new)})"
    elif old is None or new is None:
        yield f"{place} ({'weg' if new is None else 'erbij'})"
    else:
        yield f"{place} (was {_shown(old)}, is nu {_shown(new)})"


def _list_difference(old: list[Any], new: list[Any]) -> str:
    gone, added = ([str(item) for item in a if item not in b] for a, b in ((old, new), (new, old)))
    parts = [f"{word}: {', '.join(items)}" for word, items in (("weg", gone), ("erbij", added)) if items]
    return "; ".join(parts) or "andere volgorde"


def _by_name(value: Any) -> Any:
    """Give a list of named items as a group of them; anything else as it is."""
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        return value
    name = next((key for key in NAMES if all(key in item for item in value)), None)
    return {str(item[name]): {k: v for k, v in item.items() if k != name} for item in value} if name else value


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value) or "leeg"


def _program_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Tell that the program is another one; which code, only by the methods that came or went."""
    if old.get("versie") != new.get("versie"):
        yield f"het programma (was versie {old.get('versie')}, is nu {new.get('versie')})"
    elif any(old.get(room) != new.get(room) for room in ROOMS):
        yield "de rekenregels van het programma"
    yield from _differences("methoden", old.get("methoden"), new.get("methoden"))


def freeze(study: Study, codebook: Codebook, today: date, again: bool) -> tuple[str, int]:
    """Freeze a study's choices; gives the Dutch text that says what was done, and the exit code.

    A study that froze them already is told what changed; only with `again` is there a new file, the older beside it.
    """
    if not study.primaire_indicatoren:
        text = "hier staan geen `primaire_indicatoren`; er is niets om vast te leggen."
        raise InvoerFout(
            [Melding(STUDY_FILE, text, advies="Vul ze in, met hun richting.", code="niets_vast_te_leggen")]
        )
    stand = judge_vastlegging(study, codebook)
    if stand.vastgelegd and (not again or (stand.is_heel and not stand.verschillen)):
        return _told_before(stand), int(bool(stand.verschillen) or not stand.is_heel)
    written = write_vastgelegd(study.folder, content_of(study, codebook), today, stand.vastgelegd)
    return _told_now(Stand(written, stand.eerste)), 0


def _told_before(stand: Stand) -> str:
    """Say what was frozen before, and what changed since."""
    found = stand.vastgelegd
    assert found is not None
    head = f"Al vastgelegd op {found.datum:%d-%m-%Y} ({FILE}, kenmerk {found.kenmerk})."
    if not found.klopt:
        return f"{head}\nMaar de inhoud hoort niet bij dit kenmerk: het bestand is met de hand veranderd. {_AGAIN}"
    if not stand.verschillen:
        return f"{head}\nSindsdien is er niets veranderd; er is niets geschreven."
    return "\n".join([head, "Sindsdien veranderd:", *(f"  {line}" for line in stand.verschillen), _AGAIN])


_AGAIN = "Er is niets geschreven. Opnieuw vastleggen, met de oude vastlegging ernaast: ikc vastleggen --opnieuw"


def _told_now(stand: Stand) -> str:
    found, first = stand.vastgelegd, stand.eerste
    assert found is not None
    lines = [f"Vastgelegd op {found.datum:%d-%m-%Y} in {FILE}.", f"Kenmerk: {found.kenmerk}"]
    if first and not stand.is_vooraf:
        lines += [f"Let op: de peildatum van de eerste meting ({first.meting}, {first.peildatum:%d-%m-%Y}) is dan al "
                  "geweest. Het rapport zegt: niet vooraf vastgelegd."]  # fmt: skip
    return "\n".join([
        *lines,
        "De datum in het bestand bewijst niets: iedereen kan hem typen. Stuur het kenmerk vandaag naar de",
        "opdrachtgever, zet het in een register (zoals OSF), of leg het bestand vast in git bij iemand anders.",
    ])  # fmt: skip
