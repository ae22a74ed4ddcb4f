"""Tidy the toewijzingen: typed, judged by the standard's rules, coded and linked, with every row accounted for."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.distinct import as_category, distinct_texts
from analysis.intake.files import RawTable
from analysis.intake.ikcs import match_ikcs
from analysis.study import Study
from analysis.tidy.ledger import Ledger, StepTaken, TidyPart, open_ledger
from analysis.tidy.linking import link_toewijzingen, report_links
from analysis.tidy.schemas import as_table, empty_table, sorted_by_ikc
from analysis.tidy.set_aside import REDEN
from analysis.tidy.spells import group_keys, group_numbers, is_shared
from analysis.tidy.toewijzing_columns import settle_toewijzingen, type_toewijzingen
from analysis.tidy.toewijzing_messages import (
    onbekende_productcode,
    report_productwissel,
    report_set_aside,
    report_toewijzingen,
)
from analysis.tidy.toewijzing_overlap import MERGED, overlap_samengevoegd, productwissel
from analysis.tidy.toewijzing_rules import NUMBERED, RULES, open_einde

TABLE = "toewijzingen"
PRODUCT = ["productcategorie", "productcode"]
ONLY_JUDGED = ["zelfde_nummer", "toewijzingstijd", "geboortedatum", "ingangsdatum_oordeel", "einddatum_oordeel",
               "ikc", "apart_reden"]  # fmt: skip
"""What the rules need of a row and nothing after them does."""
OVERLAPT = "overlapt met een toewijzing van hetzelfde product; samengevoegd"


def tidy_toewijzingen(
    tables: list[RawTable],
    leerlingen: pd.DataFrame,
    study: Study,
    codebook: Codebook,
    opzij: frozenset[str] = frozenset(),
) -> TidyPart:
    """Tidy all files of toewijzingen together, because a later file may change or withdraw what an earlier one says.

    One row is a toewijzing that counts: not care that started, and not a child. Every rule of RULES sets rows aside
    with its own reason; overlapping toewijzingen of the same product are then merged into one, whose others are set
    aside. Each row gets a zorgvorm (`onbekend` when neither code nor category is known) and an ikc (`geen` when none is
    found). Those of an IKC that was set aside (`opzij`) go last, when it is known whose they are.

    Returns
    -------
    The table `toewijzingen`, the ledger, and the messages: unknown products, unread values, what was set aside, and
    per file how many were linked to an IKC.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger = open_ledger(TABLE, tables)
    text = ledger.rows
    kept, steps, found = _judge(tables, text, study, codebook)
    ledger = _light(ledger).in_turn(steps)
    ledger = ledger.note(open_einde(kept), "open_einde")
    ledger = ledger.note(onbekende_productcode(kept, codebook), "onbekende_productcode")
    links = link_toewijzingen(kept, leerlingen)
    gone = links.ikc.isin(list(opzij))
    ledger = ledger.set_aside(gone, "ikc_opzij", REDEN)
    meldingen = [*found, *report_set_aside(ledger), *report_links(kept, links)]
    linked = kept.drop(columns="ikc_kolom").rename(columns={"bestand": "bron_bestand", "rij": "bron_rij"})
    linked = linked.assign(ikc=links.ikc, koppeling=links.wijze)
    linked = sorted_by_ikc(linked[~gone] if gone.any() else linked)
    linked = linked.assign(toewijzing_nummer=text["toewijzing_nummer"].iloc[linked.index].array)
    return TidyPart({TABLE: as_table(TABLE, linked)}, _with_texts(ledger, text), meldingen)


def _judge(
    tables: list[RawTable], text: pd.DataFrame, study: Study, codebook: Codebook
) -> tuple[pd.DataFrame, list[StepTaken], list[Melding]]:
    """Give the toewijzingen that count, typed and with their zorgvorm; the steps to them; what a reader is told."""
    settled, conventions = settle_toewijzingen(text, codebook)
    typed = type_toewijzingen(settled, codebook)
    numbers = _numbers_per_sender(typed["zelfde_nummer"], text, study)
    typed = typed.assign(ikc_kolom=_ikc_of_column(text["ikc"], study), zelfde_nummer=numbers)
    kept, steps, ended = _merge(typed, *_apply_rules(typed, study))
    kept = kept.assign(zorgvorm=zorgvorm_of_products(kept, codebook))
    found = report_toewijzingen(tables, text, typed, kept, codebook, study)
    return kept, steps, [*conventions, *found, *ended]


def zorgvorm_of_products(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Give each row the zorgvorm of its product code, else of its productcategorie, else `onbekend`."""
    number = group_numbers(rows, PRODUCT)
    first = ~pd.Series(number, index=rows.index, copy=False).duplicated()
    pairs = rows.loc[first, PRODUCT].astype("str")
    forms = [codebook.zorgvorm_of_product(category, code) for category, code in pairs.itertuples(index=False)]
    codes, names = pd.factorize(pd.Series(forms, dtype="str"))
    found = pd.Categorical.from_codes(codes[number], categories=names, validate=False)
    return pd.Series(found, index=rows.index, copy=False)


def _ikc_of_column(text: pd.Series, study: Study) -> pd.Series:
    """Give the study's IKC that the export's own column names; '' for another school (all count without study IKCs)."""
    return as_category(match_ikcs(text, study) if study.ikcs else text)


def _numbers_per_sender(numbers: pd.Series, text: pd.DataFrame, study: Study) -> pd.Series:
    """Number the toewijzing_nummers anew where messages come from several municipalities: each hands out its own.

    A row without Afzender (an export) is the study's own municipality's.
    """
    if "afzender" not in text:
        return numbers
    places, senders = distinct_texts(text["afzender"])
    own = senders.str.strip().where(senders.str.strip() != "", study.gemeentecode)
    sender, named = pd.factorize(own)
    if len(named) < 2:
        return numbers
    combined = numbers.astype("int64") * len(named) + sender[places]
    return combined.where(numbers >= 0, -1)


def _apply_rules(typed: pd.DataFrame, study: Study) -> tuple[np.ndarray, list[StepTaken]]:
    """Tell per row whether it is left, and what each rule sets aside of what the rules before it left."""
    left, steps = np.ones(len(typed), dtype=bool), []
    shared = is_shared(group_keys(typed, NUMBERED))
    several_files = typed["bestand"].nunique() > 1
    for rule in RULES:
        if rule.between_files and not several_files:
            continue
        among = left & shared if rule.shares_number else left
        rows = typed.loc[among, list(rule.compares or typed.columns)] if rule.compares or rule.shares_number else typed
        gone = np.zeros(len(typed), dtype=bool)
        gone[among if rows is not typed else slice(None)] = rule.applies(rows, study).to_numpy(dtype=bool)
        gone &= left
        steps.append((gone, rule.stap, rule.reden))
        left &= ~gone
    return left, steps


def _merge(
    typed: pd.DataFrame, left: np.ndarray, steps: list[StepTaken]
) -> tuple[pd.DataFrame, list[StepTaken], list[Melding]]:
    """End what a change of product ended and merge what overlaps, with the steps that say so; what is left, once."""
    ended = productwissel(typed, left)
    typed = typed.assign(einddatum=typed["einddatum"].copy())
    typed.loc[ended.index, "einddatum"] = ended
    merged, absorbed = overlap_samengevoegd(typed, left)
    changed, gone = (np.zeros(len(typed), dtype=bool) for _ in range(2))
    changed[ended.index], gone[absorbed] = True, True
    kept = typed.drop(columns=ONLY_JUDGED)[left & ~gone]
    kept.loc[merged.index, MERGED] = merged
    steps = [*steps, (changed, "productwissel", ""), (gone, "overlap_samengevoegd", OVERLAPT)]
    return kept, steps, report_productwissel(typed, changed)


def _light(ledger: Ledger) -> Ledger:
    """Keep only which rows are on their way: the texts come back for the rows that were set aside."""
    return replace(ledger, rows=ledger.rows[["bestand", "rij"]])


def _with_texts(ledger: Ledger, text: pd.DataFrame) -> Ledger:
    """Give the rows set aside by a rule their texts as delivered; the date of birth stays behind."""
    columns = text.drop(columns=["bestand", "rij", "geboortedatum"], errors="ignore")
    at_door = sum(step["stap"].eq("lezen").any() for step in ledger.stappen)
    by_rule = tuple(pd.concat([frame, columns.iloc[frame.index]], axis=1) for frame in ledger.apart[at_door:])
    return replace(ledger, apart=(*ledger.apart[:at_door], *by_rule))
