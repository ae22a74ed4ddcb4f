"""An IKC whose inventory has fouten, set aside so that the others can go on: nothing of it counts, and it is said."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import pandas as pd

from analysis.errors import IKC_OPZIJ, InvoerFout, Melding, only_fouten
from analysis.intake.deliveries import Deliveries
from analysis.intake.files import RawTable
from analysis.intake.ikcs import ikcs_in_name, match_ikcs
from analysis.study import Study

REDEN = "het IKC is opzij gezet: fouten in de levering"
INVENTORY = "data/raw/inventarisatie"
"""Where an inventory is, per child or (`inventarisatie_tellingen`) in counts."""
OF_AN_IKC = (
    "populatie", "inventarisatie", "inventarisatie_tellingen", "leerlingen", "ikc_profiel", "gesprekken", "speerpunten",
    "indicaties", "doelmetingen", "inzet_jok",
)  # fmt: skip
"""Deliveries whose rows are of one IKC. Toewijzingen get their IKC later; cost cases are no IKC's delivery."""


def split_fouten(
    meldingen: Iterable[Melding], deliveries: Deliveries, study: Study
) -> tuple[dict[str, list[Melding]], list[Melding]]:
    """Split the fouten: per IKC those of its inventory, and those that are of no IKC alone and always stop a run.

    A fout is an IKC's when the message names whose rows it is about, when its file holds that IKC only, or when the
    file's name names it. One that is about several IKCs is of each of them.
    """
    of_file = _ikcs_of_files(deliveries, study)
    per_ikc: dict[str, list[Melding]] = {}
    rest: list[Melding] = []
    for melding in only_fouten(meldingen):
        owners = _owners(melding, of_file, study)
        rest += [] if owners else [melding]
        for ikc in owners:
            per_ikc.setdefault(ikc, []).append(replace(melding, ikcs=owners))
    return {ikc: per_ikc[ikc] for ikc in study.ikc_codes if ikc in per_ikc}, rest


def _owners(melding: Melding, of_file: dict[str, tuple[str, ...]], study: Study) -> tuple[str, ...]:
    place = PurePosixPath(melding.bestand.partition("#")[0])
    if not str(place).casefold().startswith(INVENTORY):
        return ()
    named = set(match_ikcs(pd.Series(melding.ikcs, dtype="str"), study)) - {""}
    if named:
        return tuple(ikc for ikc in study.ikc_codes if ikc in named)
    by_rows = of_file.get(melding.bestand) or of_file.get(str(place)) or ()
    found = by_rows or tuple(ikcs_in_name(place.stem, study) or ikcs_in_name(place.parent.name, study))
    return found if len(found) == 1 else ()


def _ikcs_of_files(deliveries: Deliveries, study: Study) -> dict[str, tuple[str, ...]]:
    """Give the IKCs per table, and per file, of the inventories that could be read."""
    found: dict[str, set[str]] = {}
    for table in deliveries.of("inventarisatie"):
        rows = set(match_ikcs(table.rows["ikc"], study)) - {""} if "ikc" in table.rows and study.ikcs else set()
        for name in {table.bestand, table.bestand.partition("#")[0]}:
            found.setdefault(name, set()).update(rows or {*_of_place(table)})
    return {name: tuple(sorted(ikcs)) for name, ikcs in found.items()}


def _of_place(table: RawTable) -> list[str]:
    return [table.vast["ikc"]] if "ikc" in table.vast else []


def set_aside_ikcs(deliveries: Deliveries, opzij: Collection[str], study: Study) -> Deliveries:
    """Set the rows of some IKCs aside at the door of every delivery that is per IKC, so that the ledger closes."""
    tables = {
        name: [_without(table, opzij, study) for table in of_delivery] if name in OF_AN_IKC else of_delivery
        for name, of_delivery in deliveries.tables.items()
    }
    return replace(deliveries, tables=tables)


def _without(table: RawTable, opzij: Collection[str], study: Study) -> RawTable:
    vast = {name: value for name, value in table.vast.items() if name != "ikc" or value not in opzij}
    if "ikc" not in table.rows or table.rows.empty:
        return replace(table, vast=vast)
    gone = match_ikcs(table.rows["ikc"], study).isin(list(opzij))
    apart = pd.DataFrame({"rij": table.rows.loc[gone, "rij"].astype("int64"), "reden": REDEN})
    joined = pd.concat([table.apart, apart.astype({"reden": "str"})], ignore_index=True)
    return replace(table, rows=table.rows[~gone].reset_index(drop=True), apart=joined, vast=vast)


def report_set_aside_ikcs(per_ikc: dict[str, list[Melding]], study: Study) -> list[Melding]:
    """Say per IKC that it was set aside, with its fouten in one line each."""
    return [
        Melding(
            "data/raw/inventarisatie",
            f"{study.naam_of_ikc(ikc)} ({ikc}) is opzij gezet: fouten in de levering. Het telt nergens in mee.",
            "waarschuwing", tuple(f"{fout.bestand}: {fout.tekst}" for fout in fouten),
            "Herstel de fouten (`ikc check` noemt ze allemaal) en draai `ikc run` opnieuw.", IKC_OPZIJ, ikcs=(ikc,),
        )
        for ikc, fouten in per_ikc.items()
    ]  # fmt: skip


def ikcs_set_aside(meldingen: Iterable[Melding]) -> frozenset[str]:
    """Give the IKCs that these messages say were set aside."""
    return frozenset(ikc for melding in meldingen if melding.code == IKC_OPZIJ for ikc in melding.ikcs)


def refuse_set_aside(meldingen: Iterable[Melding], may_miss: Collection[str]) -> None:
    """Raise the fouten of IKCs that were set aside and that this run may not do without."""
    meldingen = list(meldingen)
    needed = ikcs_set_aside(meldingen) - set(may_miss)
    if needed:
        raise InvoerFout([fout for fout in only_fouten(meldingen) if needed & set(fout.ikcs)])
