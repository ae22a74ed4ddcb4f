"""All deliveries of a study to its tidy tables, with one ledger and one list of messages."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding, only_fouten
from analysis.intake.deliveries import Deliveries, read_deliveries
from analysis.intake.ikcs import check_ikc_names
from analysis.study import Study
from analysis.tidy.casussen import tidy_casussen, tidy_gepubliceerd
from analysis.tidy.cbs import tidy_cbs
from analysis.tidy.consistency import check_consistency, check_empty_files
from analysis.tidy.doelmetingen import tidy_doelen
from analysis.tidy.gesprekken import tidy_gesprekken
from analysis.tidy.ikc_profiel import tidy_ikc_profiel
from analysis.tidy.indicaties import tidy_indicaties
from analysis.tidy.inventarisatie import tidy_inventarisatie
from analysis.tidy.inzet_gezin import tidy_inzet_gezin
from analysis.tidy.inzet_jok import tidy_inzet_jok
from analysis.tidy.ledger import TidyPart, join_grootboek
from analysis.tidy.leerlingen import tidy_leerlingen
from analysis.tidy.maatwerkplannen import tidy_maatwerkplannen
from analysis.tidy.populatie import tidy_populatie
from analysis.tidy.schemas import COLUMNS, as_table
from analysis.tidy.set_aside import report_set_aside_ikcs, set_aside_ikcs, split_fouten
from analysis.tidy.tarieven import tidy_tarieven
from analysis.tidy.tellingen import tidy_tellingen
from analysis.tidy.toewijzingen import tidy_toewijzingen
from analysis.tidy.zorgpaden import tidy_zorgpaden
from analysis.tidy.zorgpaden_totalen import tidy_zorgpaden_totalen


@dataclass(frozen=True)
class TidyStudy:
    """The tidy tables by name (all present, empty where not delivered), ledger, rows set aside and messages.

    `personen` are keyed hashes of what columns with personal data said, for the gate of what is published.
    """

    tables: dict[str, pd.DataFrame]
    grootboek: pd.DataFrame
    apart: dict[str, pd.DataFrame]
    meldingen: list[Melding]
    personen: frozenset[str] = frozenset()


def tidy_study(study: Study, codebook: Codebook, may_miss: Collection[str] = ()) -> TidyStudy:
    """Read and tidy everything in data/raw. Raises InvoerFout with every fout of every delivery at once.

    Of the IKCs in `may_miss` a fout in the inventory does not stop: such an IKC is set aside, in every delivery, and
    its fouten stay among the messages. Nothing goes on when no IKC is left.
    """
    deliveries = read_deliveries(study, codebook)
    tidy = judge_deliveries(deliveries, study, codebook)
    fouten = only_fouten(tidy.meldingen)
    if not fouten:
        return tidy
    per_ikc, rest = split_fouten(fouten, deliveries, study)
    blocking = [*rest, *(fout for ikc in per_ikc if ikc not in may_miss for fout in per_ikc[ikc])]
    if blocking or len(per_ikc) == len(study.ikcs):
        raise InvoerFout([fout for fout in fouten if _is_among(fout, blocking)] or fouten)
    left = judge_deliveries(set_aside_ikcs(deliveries, per_ikc, study), study, codebook, frozenset(per_ikc), deliveries)
    own = list(dict.fromkeys(fout for fouten in per_ikc.values() for fout in fouten))
    new = [fout for fout in only_fouten(left.meldingen) if not _is_among(fout, own)]
    if new:
        raise InvoerFout(new)
    others = [melding for melding in left.meldingen if melding.ernst != "fout"]
    return replace(left, meldingen=[*report_set_aside_ikcs(per_ikc, study), *own, *others])


def _is_among(melding: Melding, others: Collection[Melding]) -> bool:
    return any((melding.bestand, melding.tekst) == (other.bestand, other.tekst) for other in others)


def judge_study(study: Study, codebook: Codebook) -> TidyStudy:
    """Read and tidy everything without raising: with fouten among the messages the tables are not to be used."""
    return judge_deliveries(read_deliveries(study, codebook), study, codebook)


def judge_deliveries(
    deliveries: Deliveries,
    study: Study,
    codebook: Codebook,
    opzij: frozenset[str] = frozenset(),
    whole: Deliveries | None = None,
) -> TidyStudy:
    """Tidy what was read. Of IKCs set aside (`opzij`), `whole` still has the leerlingen, to know whose toewijzingen."""
    parts = tidy_parts(deliveries, study, codebook, opzij, whole or deliveries)
    tables = join_tables(parts)
    meldingen = [
        *check_ikc_names(study),
        *deliveries.all_meldingen(),
        *check_empty_files(deliveries),
        *(melding for part in parts for melding in part.meldingen),
        *check_consistency(tables, study, codebook),
    ]
    meldingen = without_echoes(meldingen)
    ledgers = [part.ledger for part in parts if part.ledger is not None]
    apart = {ledger.delivery: ledger.apart_rows for ledger in ledgers if ledger.apart}
    return TidyStudy(tables, join_grootboek(ledgers), apart, meldingen, deliveries.persons)


def without_echoes(meldingen: list[Melding]) -> list[Melding]:
    """Leave out what only repeats that a column is missing: that each of its cells is empty.

    A file that lacks a column is judged on its other columns all the same, so that all of it is told in one round.
    """
    missing: dict[str, set[str]] = {}
    for melding in meldingen:
        if melding.code == "kolom_ontbreekt":
            missing.setdefault(melding.bestand, set()).update(line.split(" ")[0] for line in melding.regels)
        if melding.code == "geen_ikc":
            missing.setdefault(melding.bestand, set()).add("ikc")
    return [
        melding
        for melding in meldingen
        if not melding.plaatsen
        or not {place.kolom for place in melding.plaatsen} <= missing.get(melding.bestand, set())
    ]


def tidy_parts(
    deliveries: Deliveries,
    study: Study,
    codebook: Codebook,
    opzij: frozenset[str] = frozenset(),
    whole: Deliveries | None = None,
) -> list[TidyPart]:
    """Tidy each delivery, in the order in which they need each other."""
    of = deliveries.of
    inventory = tidy_inventarisatie(of("inventarisatie"), study, codebook)
    leerlingen = tidy_leerlingen(of("leerlingen"), study, codebook)
    all_leerlingen = tidy_leerlingen(whole.of("leerlingen"), study, codebook) if whole and opzij else leerlingen
    seen = inventory.tables["inventarisaties"]
    return [
        tidy_populatie(of("populatie"), study, codebook),
        inventory,
        tidy_tellingen(of("inventarisatie_tellingen"), seen, study, codebook),
        leerlingen,
        tidy_toewijzingen(of("toewijzingen"), all_leerlingen.tables["leerlingen"], study, codebook, opzij),
        tidy_ikc_profiel(of("ikc_profiel"), study, codebook),
        tidy_casussen(of("casussen"), study, codebook),
        tidy_gepubliceerd(of("casussen_gepubliceerd"), codebook),
        tidy_zorgpaden(of("zorgpaden"), study, codebook),
        tidy_zorgpaden_totalen(of("zorgpaden_totalen"), codebook),
        tidy_inzet_gezin(of("inzet_gezin"), codebook),
        tidy_indicaties(of("indicaties"), study, codebook),
        tidy_maatwerkplannen(of("maatwerkplannen"), study, codebook),
        tidy_gesprekken(of("gesprekken"), study, codebook, (whole or deliveries).persons),
        *tidy_doelen(of("speerpunten"), of("doelmetingen"), study, codebook, (whole or deliveries).persons),
        tidy_tarieven(of("tarieven"), codebook),
        tidy_cbs(of("cbs")),
        tidy_inzet_jok(of("inzet_jok"), study, codebook),
    ]


def join_tables(parts: Iterable[TidyPart]) -> dict[str, pd.DataFrame]:
    """Give every tidy table; where two deliveries fill one table their rows are put below each other."""
    parts = list(parts)
    joined = {}
    for name in COLUMNS:
        frames = [part.tables[name] for part in parts if name in part.tables]
        joined[name] = frames[0] if len(frames) == 1 else as_table(name, pd.concat(frames, ignore_index=True))
    return joined
