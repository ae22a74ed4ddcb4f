"""Find the header of a grid, match its cells to canonical columns, and report what does not match."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from analysis.codebook import Codebook, visible
from analysis.codebook.paste import lines_for_codes, lines_for_columns
from analysis.codebook.proposal import place_of_code
from analysis.errors import Melding, Onbekend, Plaats
from analysis.intake.grids import SAMPLE_ROWS
from analysis.intake.letters import column_letter
from analysis.intake.lookalikes import find_lookalikes, melding_lookalikes, short_name
from analysis.intake.personal import is_personal, melding_personal

STRICT = ("populatie", "inventarisatie", "inventarisatie_tellingen")
OUR_COLUMNS = ("rij", "bestand")
PERSONS = ("client", "kindcode")
FALLBACKS = {"inventarisatie": {"groep": "klas"}, "leerlingen": {"groep": "klas"}}
"""Where a delivery lacks the first column, the second one is read as it: many schools head the groep with `klas`."""


@dataclass(frozen=True)
class Header:
    """Where the header stands (`rij`, 0 when there is none) and which grid column holds which canonical column."""

    rij: int = 0
    columns: dict[int, str] = field(default_factory=dict)
    genegeerd: tuple[str, ...] = ()
    breedte: int = 0
    meldingen: tuple[Melding, ...] = ()


def score_header(cells: list[str], codebook: Codebook, delivery: str) -> int:
    """Count the canonical columns that a row of cells names; a row with all required columns scores a thousand more."""
    named = {_column_of(cell, codebook, delivery, set()) for cell in cells if visible(cell)} - {None}
    named |= {wanted for wanted, other in FALLBACKS.get(delivery, {}).items() if other in named}
    return len(named) + 1000 * (bool(named) and named.issuperset(codebook.required(delivery)))


def read_header(
    cells: pd.DataFrame, bestand: str, codebook: Codebook, delivery: str, constants: dict[str, str]
) -> Header:
    """Find the header among the first rows: the first with all required columns, else the one that names most.

    A title block above it is passed over. Messages: a column twice, an unknown column, a required column missing.
    """
    rows = [[str(value).strip() for value in row] for row in cells.head(SAMPLE_ROWS).to_numpy()]
    scores = [score_header(row, codebook, delivery) for row in rows]
    best = max(scores, default=0)
    needed = [column for column in codebook.required(delivery) if column not in constants]
    if not best:
        return Header(meldingen=(_melding_no_header(bestand, needed),))
    first = next((i for i, score in enumerate(scores) if score >= 1000), scores.index(best))
    names = rows[first]
    columns, doubled, others, ignored = _match(names, codebook, delivery)
    columns = _fall_back(columns, delivery, constants)
    missing = [column for column in needed if column not in columns.values()]
    known = {**columns, **{-1 - place: column for place, column in enumerate(constants)}}
    alike = _without_persons(
        find_lookalikes(others, cells.iloc[first + 1 :], known, codebook, delivery), others, codebook
    )
    personal = [(number, name) for number, name in others if number not in alike and is_personal(name, codebook)]
    unknown = [(number, name) for number, name in others if (number, name) not in personal]
    meldingen = [
        *_melding_missing(bestand, missing, unknown, codebook, delivery),
        *_melding_doubled(bestand, doubled),
        *_melding_unknown(bestand, [item for item in unknown if item[0] not in alike], missing, codebook, delivery),
        *melding_lookalikes(bestand, dict(others), alike, delivery),
        *melding_personal(bestand, personal, delivery),
    ]
    width = max((i + 1 for i, name in enumerate(names) if name), default=0)
    return Header(int(cells.index[first]), columns, tuple(ignored), width, tuple(meldingen))


def _match(
    names: list[str], codebook: Codebook, delivery: str
) -> tuple[dict[int, str], list[tuple[str, str, str]], list[tuple[int, str]], list[str]]:
    columns: dict[int, str] = {}
    doubled: list[tuple[str, str, str]] = []
    unknown: list[tuple[int, str]] = []
    ignored: list[str] = []
    free = codebook.keeps_unknown_columns(delivery)
    written = {codebook.column(delivery, name) for name in names if visible(name)}
    for number, name in enumerate(names):
        canonical = _column_of(name, codebook, delivery, written) if visible(name) else None
        if not visible(name):
            continue
        if codebook.ignored(delivery, name) is not None:
            ignored.append(name)
        elif canonical is None and (not free or is_personal(name, codebook)):
            unknown.append((number, name))
        elif (canonical or name) in columns.values():
            first = next(i for i, column in columns.items() if column == (canonical or name))
            doubled.append((names[first], name, canonical or name))
        else:
            columns[number] = canonical or (f"{name}_" if name in OUR_COLUMNS else name)
    return columns, doubled, unknown, ignored


def _fall_back(columns: dict[int, str], delivery: str, constants: dict[str, str]) -> dict[int, str]:
    told = {*columns.values(), *constants}
    wanted = {other: name for name, other in FALLBACKS.get(delivery, {}).items() if name not in told}
    return {number: wanted.get(name, name) for number, name in columns.items()}


def _column_of(name: str, codebook: Codebook, delivery: str, written: set[str | None]) -> str | None:
    """Give the column of a header as it is written; else by its short forms, unless another header says it in full."""
    column = codebook.column(delivery, name)
    by_form = codebook.column_by_short_form(delivery, name) if column is None else None
    return column if column is not None or by_form in written else by_form


def _without_persons(
    alike: dict[int, list[str]], others: list[tuple[int, str]], codebook: Codebook
) -> dict[int, list[str]]:
    """Never propose a column of names as the code or the number of a child."""
    named = {number for number, name in others if is_personal(name, codebook)}
    kept = {n: [name for name in columns if not (n in named and name in PERSONS)] for n, columns in alike.items()}
    return {number: columns for number, columns in kept.items() if columns}


def _melding_no_header(bestand: str, needed: list[str]) -> Melding:
    return Melding(
        bestand,
        "er is geen rij met kolomnamen gevonden.",
        regels=(f"nodig: {', '.join(needed)}",),
        advies="Zet de kolomnamen in één rij boven de gegevens, of voeg een schrijfwijze toe aan codebook/koppen.yml.",
        code="geen_kop",
    )


def _melding_missing(
    bestand: str, missing: list[str], unknown: list[tuple[int, str]], codebook: Codebook, delivery: str
) -> list[Melding]:
    if not missing:
        return []
    near = {codebook.closest_column(delivery, name): name for _, name in unknown}
    lines = [f"{column}{f'   (lijkt op: {short_name(near[column])})' if column in near else ''}" for column in missing]
    kolom = "kolom ontbreekt" if len(missing) == 1 else "kolommen ontbreken"
    return [
        Melding(bestand, f"{len(missing)} verplichte {kolom}.", regels=tuple(lines), code="kolom_ontbreekt",
                advies="Voeg de kolom toe, of zet uw kolomnaam als schrijfwijze in codebook/koppen.yml.")
    ]  # fmt: skip


def _melding_doubled(bestand: str, doubled: list[tuple[str, str, str]]) -> list[Melding]:
    if not doubled:
        return []
    pairs = [(short_name(first), short_name(second), column) for first, second, column in doubled]
    lines = [f"'{first}' en '{second}' betekenen beide {column}" for first, second, column in pairs]
    return [
        Melding(bestand, f"{len(doubled)} kolom(men) staan er dubbel in.", regels=tuple(lines), code="kolom_dubbel",
                advies="Laat van elke kolom er één staan, of zet de andere in codebook/koppen.yml onder `genegeerd`.",
                plaatsen=tuple(Plaats(bestand, None, name) for pair in doubled for name in pair[:2]))
    ]  # fmt: skip


def _melding_unknown(
    bestand: str, unknown: list[tuple[int, str]], missing: list[str], codebook: Codebook, delivery: str
) -> list[Melding]:
    if not unknown:
        return []
    strict = delivery in STRICT
    lines = []
    nearest = {name: codebook.closest_column(delivery, name) for _, name in unknown}
    for number, name in unknown:
        near = nearest[name]
        lines.append(f"{short_name(name)}   (kolom {column_letter(number)}{f'; lijkt op: {near}' if near else ''})")
    words = "kolom staat" if len(unknown) == 1 else "kolommen staan"
    home = "codebook/signalen.yml of codebook/koppen.yml" if delivery == "inventarisatie" else "codebook/koppen.yml"
    return [
        Melding(bestand, f"{len(unknown)} {words} niet in het codeboek.", "fout" if strict else "waarschuwing",
                regels=tuple(lines), code="onbekende_kolom",
                plaatsen=tuple(Plaats(bestand, None, name) for _, name in unknown),
                advies=f"Voeg de schrijfwijze toe aan {home}, of zet de kolom daar onder `genegeerd` met een reden."
                + ("" if strict else " De inhoud is niet gelezen."),
                plakregels=tuple(_lines_to_paste(nearest, missing, codebook, delivery)) if strict else (),
                onbekend=tuple(
                    Onbekend("koppen", delivery, name, mogelijk=(near,) if near and strict else ())
                    for name, near in nearest.items() if short_name(name) == name
                ))
    ]  # fmt: skip


def _lines_to_paste(
    nearest: dict[str, str | None], missing: list[str], codebook: Codebook, delivery: str
) -> Iterator[str]:
    shown = {name: near for name, near in nearest.items() if short_name(name) == name}
    if not shown:
        return
    if delivery == "inventarisatie":
        yield from lines_for_codes((name, place_of_code(near, codebook)) for name, near in shown.items())
    columns = {name: [near] if near in codebook.columns(delivery) else missing for name, near in shown.items()}
    yield from lines_for_columns(delivery, columns.items())
