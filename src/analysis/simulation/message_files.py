"""The toewijzingen as the municipality's own messages: JW301 in zips, one per year, each in its year's version."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from .children import Population
from .files import STAMP
from .messages import AANBIEDERS

VERSIONS = {2017: "3_0", 2018: "3_0", 2019: "3_0", 2020: "3_1"}
LATEST_VERSION = "3_2"
PREFIXES = {"3_0": "jw301", "3_1": "jw", "3_2": ""}
AGB = {name: f"9999{number:04d}" for number, name in enumerate(AANBIEDERS, start=1)}
BASE = "http://www.istandaarden.nl/ijw/{versie}/{schema}/schema"
OTHER_KINDS = ("jw305", "jw315")


def write_berichten(messages: pd.DataFrame, population: Population, folder: Path) -> None:
    """Write every toewijzing and change as JW301 messages, a zip per year; one message per client and day.

    Each zip also has what real deliveries have: messages of another kind, and one that broke off halfway.
    """
    birthdays = find_birthdays(messages, population)
    for year, rows in messages.groupby(messages["toewijzingsdatum"].dt.year, sort=True):
        versie = VERSIONS.get(int(year), LATEST_VERSION)
        texts = [
            word_message(client, birthdays[client], products, versie)
            for (_, client), products in rows.groupby(["toewijzingsdatum", "client"], sort=True)
        ]
        target = folder / "toewijzingen" / f"berichten_{year}.zip"
        write_zip(target, [*texts, *[word_other(kind, versie) for kind in OTHER_KINDS], texts[0][: len(texts[0]) // 2]])


def find_birthdays(messages: pd.DataFrame, population: Population) -> dict[str, pd.Timestamp]:
    """Give every client a birthday that fits: the year from its cohort, the day from its number.

    A child of cohort c starts groep 1 in school year c, so it turns four before 1 October of that year. Children at no
    IKC have no cohort: theirs is chosen so that they are in groep 0 to 8 when their first toewijzing starts.
    """
    first = messages.groupby("client", sort=True)["ingangsdatum"].min()
    known = dict(zip(population.kinderen["client"].astype(str), population.kinderen["cohort"], strict=True))
    return {
        client: birthday(int(known.get(client, start.year + 1 - int(client) % 9)), int(client))
        for client, start in first.items()
    }


def birthday(cohort: int, number: int) -> pd.Timestamp:
    """Give a day between 1 October and 30 September that makes a child of this cohort four in time."""
    return pd.Timestamp(cohort - 5, 10, 1) + pd.Timedelta(days=number * 7919 % 365)


def word_message(client: str, born: pd.Timestamp, products: pd.DataFrame, versie: str) -> str:
    """Word one message: a client with the products of one day."""
    p = f"{PREFIXES[versie]}:" if PREFIXES[versie] else ""
    body = "".join(word_product(row, p) for row in products.itertuples())
    agb = AGB[products["aanbieder"].iloc[0]]
    return _envelope(
        "jw301", versie, p,
        f"<{p}Client><{p}Bsn>{client}</{p}Bsn><{p}Geboortedatum><ijw:Datum>{born.date()}</ijw:Datum></{p}Geboortedatum>"
        f"<{p}Geslacht>0</{p}Geslacht><{p}ToegewezenProducten>{body}</{p}ToegewezenProducten></{p}Client>", agb,
    )  # fmt: skip


def word_product(row: tuple, p: str) -> str:
    """Word one ToegewezenProduct; what is not known has no element, the budget is in eurocents."""
    size = element(p, "Volume", row.volume) + element(p, "Eenheid", row.eenheid)
    size += element(p, "Frequentie", row.frequentie)
    cents = "" if pd.isna(row.budget) else str(int(np.round(row.budget * 100)))
    kind = element(p, "Categorie", row.productcategorie) + element(p, "Code", row.productcode)
    parts = [
        element(p, "ToewijzingNummer", row.toewijzing_nummer),
        f"<{p}Product>{kind}</{p}Product>",
        element(p, "Toewijzingsdatum", row.toewijzingsdatum.date()),
        element(p, "Toewijzingstijd", "14:30:00" if row.reden_wijziging else "09:00:00"),
        element(p, "Ingangsdatum", row.ingangsdatum.date()),
        element(p, "Einddatum", "" if pd.isna(row.einddatum) else row.einddatum.date()),
        element(p, "RedenWijziging", row.reden_wijziging),
        f"<{p}Omvang>{size}</{p}Omvang>",
        element(p, "Budget", cents),
    ]
    return f"<{p}ToegewezenProduct>{''.join(parts)}</{p}ToegewezenProduct>"


def element(p: str, name: str, value: object) -> str:
    """Word one element; an empty value gives none."""
    return f"<{p}{name}>{escape(str(value))}</{p}{name}>" if str(value) else ""


def word_other(kind: str, versie: str) -> str:
    """Word a message of another kind than JW301, without a client."""
    p = f"{PREFIXES[versie]}:" if PREFIXES[versie] else ""
    return _envelope(kind, versie, p, "", "99990001")


def _envelope(kind: str, versie: str, p: str, body: str, agb: str) -> str:
    own, base = BASE.format(versie=versie, schema=kind), BASE.format(versie=versie, schema="basisschema")
    name = f"xmlns:{p[:-1]}" if p else "xmlns"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}Bericht {name}="{own}" xmlns:ijw="{base}"><{p}Header>'
        f"<{p}BerichtCode>436</{p}BerichtCode><{p}BerichtVersie>3</{p}BerichtVersie>"
        f"<{p}BerichtSubversie>{versie[-1]}</{p}BerichtSubversie><{p}Afzender>0080</{p}Afzender>"
        f"<{p}Ontvanger>{agb}</{p}Ontvanger></{p}Header>{body}</{p}Bericht>"
    )


def write_zip(path: Path, texts: list[str]) -> None:
    """Write messages into a zip with a fixed date, so that the same messages give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts, start=1):
            info = zipfile.ZipInfo(f"bericht_{number:05d}.xml", STAMP.timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, text.encode("utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
