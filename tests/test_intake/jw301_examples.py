"""Write iJw messages for tests, from toewijzingen as an export has them."""

import io
import zipfile

NAMESPACE = "http://www.istandaarden.nl/ijw/{versie}/{schema}/schema"


def write_message(
    products: list[dict], versie: str = "3_2", bericht: str = "jw301", prefix: str = "jw301", **client
) -> bytes:
    """Write one message for one client; each product has the columns of an export, with dates jjjj-mm-dd and euros."""
    person = {"client": "999900006", "geboortedatum": "2010-05-01", **client}
    p, ns, base = (
        f"{prefix}:" if prefix else "",
        NAMESPACE.format(versie=versie, schema=bericht),
        NAMESPACE.format(versie=versie, schema="basisschema"),
    )
    own = f'xmlns:{prefix}="{ns}"' if prefix else f'xmlns="{ns}"'
    body = "".join(write_product(product, p) for product in products)
    usage = f"<b:DatumGebruik>{person['gebruik']}</b:DatumGebruik>" if person.get("gebruik") else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{p}Bericht {own} xmlns:b="{base}"><{p}Header>'
        f"<{p}BerichtCode>436</{p}BerichtCode><{p}BerichtVersie>3</{p}BerichtVersie><{p}Afzender>0080</{p}Afzender>"
        f"<{p}Ontvanger>{person.get('aanbieder', '41410001')}</{p}Ontvanger></{p}Header>"
        f"<{p}Client><{p}Bsn>{person['client']}</{p}Bsn>"
        f"<{p}Geboortedatum><b:Datum>{person['geboortedatum']}</b:Datum>{usage}</{p}Geboortedatum><{p}Geslacht>1</{p}Geslacht>"
        f"<{p}Naam><b:Geslachtsnaam><b:Naam>Geheimpje</b:Naam></b:Geslachtsnaam></{p}Naam>"
        f"<{p}ToegewezenProducten>{body}</{p}ToegewezenProducten></{p}Client></{p}Bericht>"
    ).encode()


def write_product(product: dict, p: str) -> str:
    def element(name: str, value: object) -> str:
        return f"<{p}{name}>{value}</{p}{name}>" if value not in ("", None) else ""

    kind = element("Categorie", product.get("productcategorie")) + element("Code", product.get("productcode"))
    size = "".join(element(name, product.get(name.lower())) for name in ("Volume", "Eenheid", "Frequentie"))
    cents = "" if product.get("budget", "") == "" else round(float(product["budget"]) * 100)
    parts = [
        element("ToewijzingNummer", product["toewijzing_nummer"]),
        element("Product", kind),
        element("Toewijzingsdatum", product.get("toewijzingsdatum")),
        element("Toewijzingstijd", product.get("toewijzingstijd")),
        element("Ingangsdatum", product["ingangsdatum"]),
        element("Einddatum", product.get("einddatum")),
        element("RedenWijziging", product.get("reden_wijziging")),
        element("Omvang", size),
        element("Budget", cents),
    ]
    return f"<{p}ToegewezenProduct>{''.join(parts)}</{p}ToegewezenProduct>"


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
