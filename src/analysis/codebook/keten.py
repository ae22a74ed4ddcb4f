"""The effectenketen of a study: its nodes and arrows, the numbers and the coded statements that tell of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.codebook.matching import closest, fold
from analysis.study.names import markup_in

KNOOP, PIJL = "knoop", "pijl"
KOLOMMEN = ("inzet", "output", "uitkomst", "impact")
OMHOOG, OMLAAG = "omhoog", "omlaag"
RICHTINGEN = {OMHOOG: OMHOOG, OMLAAG: OMLAAG, "stijging": OMHOOG, "daling": OMLAAG}
VERANDERING, MET_ZONDER, VERHOUDING = "verandering", "met_zonder", "verhouding"
TOEWIJZINGEN, KOSTEN = "toewijzingen", "kosten"
BESPARING = "besparing"
MATEN = ("gezin_bij_kind", "zorg_bij_probleem", "probleem_bij_zorg", "zorg_bij_probleem_zonder_jok",
         "probleem_bij_zorg_zonder_jok")  # fmt: skip
"""The maten of which the change has a verdict."""
ARROW, ALLES = ">", "alle"
SHIPPED = "meegeleverd"
"""The key of a merged chain that keeps the shipped one, to judge `vervalt` by."""
Place = tuple[str | int, ...]
Found = tuple[str, Place, str, str]
FILE = "effectenketen"
MOST_LISTED = 12


@dataclass(frozen=True)
class Meetlat:
    """A number that tells of a link: from which results (`bron`), which one (`naam`), and where it should go."""

    bron: str
    naam: str
    richting: str


@dataclass(frozen=True)
class Schakel:
    """A node or an arrow (`van>naar`): its name for readers, its column (a node), what measures it, its codes."""

    schakel: str
    soort: str
    label: str
    kolom: str
    codes: tuple[str, ...]
    meetlatten: tuple[Meetlat, ...]

    @property
    def einden(self) -> tuple[str, str]:
        """The nodes that an arrow runs between."""
        van, _, naar = self.schakel.partition(ARROW)
        return van, naar


@dataclass(frozen=True)
class Keten:
    """The chain: nodes by column, then arrows, each in the order of the codebook."""

    schakels: tuple[Schakel, ...]

    @property
    def knopen(self) -> tuple[Schakel, ...]:
        """The nodes, by column."""
        return tuple(item for item in self.schakels if item.soort == KNOOP)

    @property
    def pijlen(self) -> tuple[Schakel, ...]:
        """The arrows."""
        return tuple(item for item in self.schakels if item.soort == PIJL)

    @cached_property
    def _named(self) -> dict[str, str]:
        return {fold(name): item.schakel for item in self.knopen for name in (item.schakel, item.label)}

    @cached_property
    def _by_code(self) -> dict[str, tuple[str, ...]]:
        codes = {fold(code) for item in self.schakels for code in item.codes}
        return {code: tuple(item.schakel for item in self.schakels if code in map(fold, item.codes)) for code in codes}

    def match_schakel(self, text: str) -> str | None:
        """Give the node or arrow that a text names, by name or label, spaces and case aside; None for none."""
        if ARROW not in text:
            return self._named.get(fold(text))
        van, _, naar = text.partition(ARROW)
        named = f"{self._named.get(fold(van), '')}{ARROW}{self._named.get(fold(naar), '')}"
        return named if named in {item.schakel for item in self.pijlen} else None

    def schakels_of_effect(self, text: str) -> tuple[str, ...]:
        """Give the nodes and arrows for which an effect counts: by code, else the node of that name; () for none."""
        found = self._by_code.get(fold(text))
        named = self._named.get(fold(text))
        return found or ((named,) if named else ())

    @property
    def effecten(self) -> list[str]:
        """Every effect that counts for something, as the codebook writes it."""
        return list(dict.fromkeys(code for item in self.schakels for code in item.codes))

    @property
    def namen(self) -> list[str]:
        """The names of all nodes and arrows."""
        return [item.schakel for item in self.schakels]

    def label(self, schakel: str) -> str:
        """Give what readers call a node or arrow."""
        return next((item.label for item in self.schakels if item.schakel == schakel), schakel)


def keten_of(content: Mapping[str, Any]) -> Keten:
    """Make the chain of the (checked) contents of a codebook."""
    part = drop_unused(content[FILE])
    knopen = [_schakel(name, KNOOP, item, item["label"], item["kolom"]) for name, item in part["knopen"].items()]
    knopen = sorted(knopen, key=lambda item: KOLOMMEN.index(item.kolom))
    labels = {item.schakel: item.label for item in knopen}
    pijlen = []
    for name, item in part["pijlen"].items():
        van, naar = ends_of(name)
        label = item.get("label") or f"Van ‘{labels[van]}’ naar ‘{labels[naar]}’"
        pijlen.append(_schakel(f"{van}{ARROW}{naar}", PIJL, item, label, ""))
    return Keten((*knopen, *pijlen))


def _schakel(name: str, soort: str, item: Mapping[str, Any], label: str, kolom: str) -> Schakel:
    lijst = tuple(
        Meetlat(*split_indicator(indicator), RICHTINGEN[richting])
        for indicator, richting in (item.get("indicatoren") or {}).items()
    )
    return Schakel(name, soort, label, kolom, tuple(item.get("codes") or ()), lijst)


def ends_of(name: str) -> tuple[str, str]:
    """Give the two nodes that an arrow names, spaces aside."""
    van, _, naar = name.partition(ARROW)
    return van.strip(), naar.strip()


def split_indicator(name: str) -> tuple[str, str]:
    """Give from which results an indicator is, and its name there; without a prefix it is a change."""
    bron, dot, naam = name.partition(".")
    return (bron.strip(), naam.strip()) if dot else (VERANDERING, name.strip())


def drop_unused(part: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Take away what a study does not use (`vervalt`), with the arrows from and to a node that goes."""
    gone = {_spelled(name) for name in part.get("vervalt") or []}
    knopen = {name: item or {} for name, item in (part.get("knopen") or {}).items() if name not in gone}
    pijlen = {
        name: item or {}
        for name, item in (part.get("pijlen") or {}).items()
        if _spelled(name) not in gone and not {*ends_of(name)} & gone
    }
    return {"knopen": knopen, "pijlen": pijlen}


def merge_keten(shipped: Mapping[str, Any], own: Mapping[str, Any], merge: Any) -> dict[str, Any]:
    """Lay a study's chain over the shipped one; what it says of `vervalt` is about the shipped one alone.

    An arrow that a study spells otherwise (`a > b`) is the same arrow. Indicators that it gives take the place of the
    shipped ones, for an arrow or node is measured by what the study says.
    """
    gone = list(own.get("vervalt") or [])
    kept = {"knopen": {}, "pijlen": {}} if ALLES in gone else drop_unused({**shipped, "vervalt": gone})
    mine = {name: own.get(name) or {} for name in ("knopen", "pijlen")}
    mine["pijlen"] = {_spelled(name): item or {} for name, item in mine["pijlen"].items()}
    parts = {
        part: {
            **kept[part],
            **{name: _laid_over(kept[part].get(name, {}), item or {}, merge) for name, item in items.items()},
        }
        for part, items in mine.items()
    }
    return {"vervalt": [], SHIPPED: {name: shipped[name] for name in ("knopen", "pijlen")}, **parts}


def _laid_over(shipped: Mapping[str, Any], own: Mapping[str, Any], merge: Any) -> dict[str, Any]:
    replaced = {"indicatoren": own["indicatoren"]} if "indicatoren" in own else {}
    return {**merge(dict(shipped), dict(own)), **replaced}


def _spelled(name: str) -> str:
    return ARROW.join(ends_of(name)) if ARROW in name else name


def check_keten(
    content: Mapping[str, Any], own: Mapping[str, Any], known: Mapping[str, frozenset[str]]
) -> Iterator[Found]:
    """Check a merged chain: every fault with its place in the file, what is wrong and what to do.

    Parameters
    ----------
    content
        The merged chain.
    own
        The study's own file as it was written, for what merging takes away.
    known
        The names of each kind of number (`bron`).
    """
    knopen, pijlen = content["knopen"], content["pijlen"]
    yield from _check_unused(own, content[SHIPPED])
    yield from _check_doubled_arrows(own)
    for name, item in knopen.items():
        yield from _check_node(name, item)
    yield from _doubled_labels(knopen)
    for part, items in (("knopen", knopen), ("pijlen", pijlen)):
        for name, item in items.items():
            yield from _check_numbers((part, name), item, known)
            yield from _check_codes((part, name), item)
    yield from _check_arrows(knopen, pijlen)


def _check_unused(own: Mapping[str, Any], shipped: Mapping[str, Any]) -> Iterator[Found]:
    names = [ALLES, *shipped["knopen"], *map(_spelled, shipped["pijlen"])]
    for place, name in enumerate(own.get("vervalt") or []):
        if _spelled(name) not in names:
            text = f"`vervalt` noemt {name}; dat staat niet in de keten die met het programma meekomt."
            yield FILE, ("vervalt", place), text, f"Bekend zijn: {', '.join(names)}."


def _check_doubled_arrows(own: Mapping[str, Any]) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for name in own.get("pijlen") or {}:
        first = seen.setdefault(_spelled(name), name)
        if first != name:
            yield FILE, ("pijlen", name), f"de pijl {_spelled(name)} staat er twee keer.", "Laat er één staan."


def _check_node(name: str, item: Mapping[str, Any]) -> Iterator[Found]:
    place = ("knopen", name)
    if ARROW in name or name == ALLES or markup_in(name.replace(ARROW, "")):
        yield FILE, place, f"de naam {name} kan geen knoop zijn.", "Gebruik letters, cijfers en _."
    for key in ("label", "kolom"):
        if not item.get(key):
            yield FILE, place, f"de knoop {name} heeft geen {key}.", f"Vul `{key}` in."
    if item.get("kolom") and item["kolom"] not in KOLOMMEN:
        text = f"de knoop {name} staat in een kolom die niet bestaat: {item['kolom']}."
        yield FILE, (*place, "kolom"), text, f"Kies uit: {', '.join(KOLOMMEN)}."


def _doubled_labels(knopen: Mapping[str, Any]) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for name, item in knopen.items():
        for text in dict.fromkeys([fold(name), fold(str(item.get("label") or name))]):
            first = seen.setdefault(text, name)
            if first != name:
                told = f"de knopen {first} en {name} heten hetzelfde."
                yield FILE, ("knopen", name), told, "Geef elke knoop een eigen naam en label."


def _check_numbers(place: Place, item: Mapping[str, Any], known: Mapping[str, frozenset[str]]) -> Iterator[Found]:
    for indicator, richting in (item.get("indicatoren") or {}).items():
        bron, naam = split_indicator(indicator)
        where = (*place, "indicatoren", indicator)
        if bron not in known:
            text = f"`{place[-1]}` meet aan {indicator}; {bron} is geen soort uitkomst."
            yield (
                FILE,
                where,
                text,
                f"Kies uit: {', '.join(name for name in known if name != VERANDERING)}, of zonder punt.",
            )
        elif naam not in known[bron]:
            text = f"`{place[-1]}` meet aan een indicator die niet bestaat: {indicator}."
            yield FILE, where, text, _closest(naam, known[bron])
        if richting not in RICHTINGEN:
            text = f"`{place[-1]}`: de richting van {indicator} is niet bekend (er staat: {richting})."
            yield FILE, where, text, f"Kies uit: {OMHOOG}, {OMLAAG}."


def _closest(name: str, known: frozenset[str]) -> str:
    near = closest(name, sorted(known))
    listed = ", ".join(sorted(known)) if len(known) <= 12 else ""
    return (
        f"Bedoelt u {near}?" if near else f"Bekend zijn: {listed}." if listed else "Gebruik een code uit het codeboek."
    )


def _check_codes(place: Place, item: Mapping[str, Any]) -> Iterator[Found]:
    folded = [fold(code) for code in item.get("codes") or []]
    doubled = sorted({code for code in folded if folded.count(code) > 1})
    yield from (
        (FILE, (*place, "codes"), f"`{place[-1]}` noemt de code {code} twee keer.", "Laat er één staan.")
        for code in doubled
    )


def _check_arrows(knopen: Mapping[str, Any], pijlen: Mapping[str, Any]) -> Iterator[Found]:
    sound = []
    for name in pijlen:
        van, naar = ends_of(name)
        place = ("pijlen", name)
        if ARROW not in name or name.count(ARROW) > 1 or not van or not naar:
            yield FILE, place, f"{name} is geen pijl.", "Schrijf een pijl als van>naar."
            continue
        unknown = [end for end in dict.fromkeys((van, naar)) if end not in knopen]
        for end in unknown:
            near = closest(end, list(knopen))
            advice = f"Bedoelt u {near}?" if near else "Zet de knoop onder `knopen`, of haal de pijl weg."
            yield FILE, place, f"de pijl {name} noemt een knoop die er niet is: {end}.", advice
        if not unknown and van == naar:
            yield FILE, place, f"de pijl {name} gaat van een knoop naar zichzelf.", "Haal de pijl weg."
        elif not unknown and _runs_back(knopen[van], knopen[naar]):
            text = f"de pijl {name} gaat terug: {knopen[naar]['kolom']} staat vóór {knopen[van]['kolom']}."
            yield FILE, place, text, "Draai de pijl om of zet de knopen in een andere kolom."
        elif not unknown:
            sound.append((van, naar, name))
    circle = _circle(sound)
    if circle:
        text = f"de pijlen lopen in een kring: {f' {ARROW} '.join(circle)}."
        yield FILE, ("pijlen", f"{circle[0]}{ARROW}{circle[1]}"), text, "Haal een van deze pijlen weg."


def _runs_back(van: Mapping[str, Any], naar: Mapping[str, Any]) -> bool:
    kolommen = [item.get("kolom") for item in (van, naar)]
    return all(kolom in KOLOMMEN for kolom in kolommen) and KOLOMMEN.index(kolommen[0]) > KOLOMMEN.index(kolommen[1])


def _circle(arrows: list[tuple[str, str, str]]) -> list[str]:
    """Give the nodes of one circle, the first at the end again; empty where there is none."""
    following: dict[str, list[str]] = {}
    for van, naar, _ in arrows:
        following.setdefault(van, []).append(naar)
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        found = next((hit for after in following.get(node, []) if (hit := walk(after, [*path, node]))), [])
        done.add(node)
        return found

    return next((hit for node in following if (hit := walk(node, []))), [])
