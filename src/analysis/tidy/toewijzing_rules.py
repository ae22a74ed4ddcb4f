"""The rules that set a toewijzing aside, each a small function with the rule's name.

A rule looks at the rows that are left and tells per row whether it goes. The rules of the iJw standard are named as the
standard means them; their order matters and is that of RULES: first what names no child (such rows are never doubles of
each other), then what was sent twice, then what was withdrawn, then what cannot be.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.study import Study
from analysis.tidy.dates import ONLEESBAAR, ONTBREEKT, ONVOLLEDIG
from analysis.tidy.spells import group_keys, group_numbers, is_shared

VERWIJDERD = "13"
PRODUCT = ["productcategorie", "productcode"]
NUMBERED = ["client", "zelfde_nummer"]
VERSION = ("bestand", *NUMBERED, *PRODUCT, "aanbieder", "toewijzingsdatum", "toewijzingstijd")
SAME_CARE = ["client", *PRODUCT, "startdatum", "einddatum"]
NOT_COMPARED = ["bestand", "rij", "apart_reden"]
MONTHS_TO_18 = 18 * 12


def dubbele_rij(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row that says in every column what an earlier row says, in this file or another; the first stays."""
    alike = is_shared(group_keys(rows, [*NUMBERED, "toewijzingsdatum"]))
    compared = rows.loc[alike, [name for name in rows.columns if name not in NOT_COMPARED]]
    return _placed(compared.duplicated(keep="first"), alike, rows)


def ook_in_ander_bestand(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row without a toewijzing_nummer that another file has too: same client, product, start and end.

    Nothing else is compared: one system spells the aanbieder otherwise, another has no budgets. What has a number
    stays, also as an earlier version; else the first file's. Without a product nothing says that it is the same.
    """
    gone = pd.Series(False, index=rows.index)
    if (rows["zelfde_nummer"] >= 0).all():
        return gone
    known = rows[rows["startdatum"].notna() & (rows[PRODUCT] != "").any(axis=1)]
    keys = group_keys(known, SAME_CARE)
    shared = known.assign(groep=keys, later=known["zelfde_nummer"] < 0)[is_shared(keys)]
    stays = shared.sort_values("later", kind="stable").drop_duplicates("groep").set_index("groep")["bestand"]
    again = shared["later"] & (shared["bestand"].astype("str") != shared["groep"].map(stays.astype("str")))
    return again.reindex(rows.index, fill_value=False)


def eerdere_versie(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside all but the latest version of a re-sent toewijzing_nummer of a client.

    The latest has the last toewijzingsdatum, then the last toewijzingstijd, then the last place (file, row). A row
    without a number is left alone. Trap: some systems deliver the number of the *beschikking*, which covers several
    products; where one number has several products or aanbieders in one file at one moment, versions are compared per
    product and aanbieder.
    """
    again = (rows["zelfde_nummer"] >= 0).to_numpy() & is_shared(group_keys(rows, NUMBERED))
    versions = rows[again]
    number = group_numbers(versions, NUMBERED)
    product = np.where(_is_beschikking(versions, number), group_numbers(versions, [*PRODUCT, "aanbieder"]), -1)
    order = versions[["toewijzingsdatum", "toewijzingstijd"]].assign(number=number, product=product)
    order = order.sort_values(
        ["number", "product", "toewijzingsdatum", "toewijzingstijd"], kind="stable", na_position="first"
    )
    earlier = order.duplicated(["number", "product"], keep="last")
    return _placed(earlier.reindex(versions.index), again, rows)


def _placed(found: pd.Series | np.ndarray, among: np.ndarray, rows: pd.DataFrame) -> pd.Series:
    """Give for all rows what was found of those in `among`, in their order; False for the others."""
    placed = np.zeros(len(rows), dtype=bool)
    placed[among] = found
    return pd.Series(placed, index=rows.index, copy=False)


def verwijderd(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside what was withdrawn: reden wijziging 13 with an end on the day of the start, as if never sent."""
    return (rows["reden_wijziging"] == VERWIJDERD) & (rows["einddatum"] == rows["startdatum"])


def client_ontbreekt(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row without a client: it can be no child's toewijzing."""
    return rows["client"] == ""


def ingangsdatum_ontbreekt(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row without a start."""
    return rows["ingangsdatum_oordeel"] == ONTBREEKT


def datum_onvolledig(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row whose start or end has 00 for its day or month: the day is not known."""
    return (rows["ingangsdatum_oordeel"] == ONVOLLEDIG) | (rows["einddatum_oordeel"] == ONVOLLEDIG)


def datum_niet_te_lezen(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row whose start or end is no date; an unread end would make it run for ever."""
    return (rows["ingangsdatum_oordeel"] == ONLEESBAAR) | (rows["einddatum_oordeel"] == ONLEESBAAR)


def einde_voor_begin(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row that ends before it starts."""
    return rows["einddatum"] < rows["startdatum"]


def buiten_periode(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row that has no day in the study's period: starts after `tot`, or ended before `van`."""
    van, tot = study.toewijzingen.van, study.toewijzingen.tot
    too_late = rows["startdatum"] > pd.Timestamp(tot) if tot else False
    too_early = rows["einddatum"] < pd.Timestamp(van) if van else False
    return pd.Series(too_late | too_early, index=rows.index, dtype=bool)


def na_18e_verjaardag(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Set aside a row that starts on or after the eighteenth birthday; without a date of birth nothing is known."""
    known = rows["geboortedatum"].notna().to_numpy()
    birth = rows["geboortedatum"].to_numpy()[known].astype("datetime64[D]")
    month = birth.astype("datetime64[M]")
    birthday = (month + MONTHS_TO_18).astype("datetime64[D]") + (birth - month.astype("datetime64[D]"))
    return _placed(rows["startdatum"].to_numpy()[known] >= birthday, known, rows)


def open_einde(rows: pd.DataFrame) -> pd.Series:
    """Tell what has no end: it stays open and counts as running on the last day of the data, never as ended."""
    return rows["einddatum"].isna()


@dataclass(frozen=True)
class Step:
    """A step of cleaning toewijzingen, as it is named in the ledger, with what it does in the words of the report.

    One with `applies` is a rule: the rows that it holds for are set aside for its `reden`. A rule that `compares`
    columns with those of other rows gets only these, of the rows that are left; one that `shares_number` only rows of
    which another has the same client and number; one `between_files` none where there is one. The others are done by
    their own module; a step that `changes` rows sets none aside: the ledger says in which files it did. `unread`: what
    it sets aside could not be read.
    """

    stap: str
    woorden: str
    reden: str = ""
    applies: Callable[[pd.DataFrame, Study], pd.Series] | None = None
    compares: tuple[str, ...] = ()
    shares_number: bool = False
    between_files: bool = False
    changes: bool = False
    unread: bool = False


STEPS = (
    Step(
        "lezen",
        "Totaalregels, herhaalde kolomnamen, kapotte rijen en andere berichten dan JW301 zijn geen toewijzingen.",
    ),
    Step(
        "client_ontbreekt",
        "Zonder clientnummer is er geen kind bij de toewijzing.",
        "client ontbreekt",
        client_ontbreekt,
        unread=True,
    ),
    Step(
        "dubbele_rij",
        "Een rij die in alles gelijk is aan een eerdere rij, telt één keer.",
        "dubbele rij",
        dubbele_rij,
        shares_number=True,
    ),
    Step(
        "ook_in_ander_bestand",
        "Zonder nummer, en hetzelfde kind, product, begin en einde als in een ander bestand.",
        "staat ook in een ander bestand",
        ook_in_ander_bestand,
        ("bestand", "zelfde_nummer", *SAME_CARE),
        between_files=True,
    ),
    Step(
        "eerdere_versie",
        "Van een toewijzing die opnieuw is verstuurd of in meer bestanden staat, telt de laatste versie.",
        "latere versie van hetzelfde toewijzingsnummer telt",
        eerdere_versie,
        VERSION,
        shares_number=True,
    ),
    Step(
        "verwijderd",
        "Wat de gemeente introk (reden 13, einde op de begindag) is nooit toegewezen.",
        "verwijderd door de gemeente (reden wijziging 13)",
        verwijderd,
    ),
    Step(
        "ingangsdatum_ontbreekt",
        "Zonder begin is niet te zeggen wanneer de zorg liep.",
        "ingangsdatum ontbreekt",
        ingangsdatum_ontbreekt,
        unread=True,
    ),
    Step(
        "datum_onvolledig",
        "Een datum met 00 als dag of maand is niet precies bekend.",
        "datum heeft 00 als dag of maand",
        datum_onvolledig,
        unread=True,
    ),
    Step(
        "datum_niet_te_lezen",
        "Een datum die er geen is, wordt niet geraden.",
        "datum niet te lezen",
        datum_niet_te_lezen,
        unread=True,
    ),
    Step(
        "einde_voor_begin",
        "Een einde voor het begin kan niet.",
        "einddatum ligt voor de ingangsdatum",
        einde_voor_begin,
        unread=True,
    ),
    Step(
        "buiten_periode",
        "Zorg zonder een dag in de periode van het onderzoek telt niet mee.",
        "valt buiten de periode van de studie",
        buiten_periode,
    ),
    Step(
        "na_18e_verjaardag",
        "Zorg die op of na de 18e verjaardag begint, is geen jeugdhulp.",
        "begint op of na de 18e verjaardag",
        na_18e_verjaardag,
    ),
    Step(
        "productwissel",
        "Een ander product bij dezelfde aanbieder beëindigt de open toewijzing ervoor; geen rij valt weg.",
        changes=True,
    ),
    Step("overlap_samengevoegd", "Overlappende toewijzingen van hetzelfde product zijn één toewijzing."),
    Step("ikc_opzij", "Van een IKC dat opzij is gezet om fouten in zijn levering, telt niets mee."),
    Step(
        "open_einde",
        "Zonder einddatum, of met 31-12-9999, loopt een toewijzing aan het eind van de gegevens nog.",
        changes=True,
    ),
    Step(
        "onbekende_productcode",
        "Een code buiten het codeboek telt als de zorgvorm van haar categorie, of als onbekend.",
        changes=True,
    ),
)
"""Every step in order: what the reader leaves out, the rules, and what is changed after them."""
RULES = tuple(step for step in STEPS if step.applies)

UNREAD = tuple(step.reden for step in RULES if step.unread)
"""Reasons that say that a row could not be read; a file of such rows alone was not read at all."""


def _is_beschikking(versions: pd.DataFrame, number: np.ndarray) -> np.ndarray:
    """Tell per row whether its number covers several products or aanbieders in one file at one moment."""
    moment = versions[["bestand", "toewijzingsdatum", "toewijzingstijd", *PRODUCT, "aanbieder"]].assign(number=number)
    distinct = moment.drop_duplicates()
    several = distinct.duplicated(["bestand", "toewijzingsdatum", "toewijzingstijd", "number"], keep=False)
    return np.isin(number, distinct.loc[several, "number"].unique())
