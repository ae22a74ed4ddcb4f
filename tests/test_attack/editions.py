"""Small published editions made by hand: a table is CSV text, and its dictionary says what its columns count."""

import io
import json
from pathlib import Path

import pandas as pd

KEYS = {
    "signalen": "ikc, meting, bouw, soort, domein, code",
    "zorg": "ikc, meting, bouw, soort, domein, code",
    "veranderingen": "ikc, bouw, van, naar, soort, domein, code",
    "gemeten": "ikc, meting, bouw",
    "samenhang": "ikc, meting, verband",
    "verhoudingen": "ikc, meting, bouw, maat",
    "ikc_schattingen": "ikc, van, naar, soort, domein, code",
    "over_ikcs": "rol, van, naar, soort, domein, code",
    "toewijzingen_kwartaal": "ikc, kwartaal, zorgvorm",
    "toewijzingen_kwartaal_domein": "ikc, kwartaal, domein",
    "toewijzingen_peildatum": "ikc, meting, zorgvorm",
    "toewijzingen_meting": "ikc, meting, zorgvorm",
    "toewijzingen_producten": "productcode, zorgvorm",
    "toewijzingen_prijzen": "zorgvorm, prijsbron",
    "tijdreeks": "ikc, domein, term",
    "trajecten": "ikc, periode, zorgvorm",
    "trajecten_kort_lang": "ikc, domein, periode",
    "trajecten_paden": "ikc, domein, pad",
}
NO_CHILDREN = {"n_ikcs": "IKC's"}
ROUNDED = {"onthulling": {"methode": "afronden", "basis": 5, "drempel": 5}}
HIDDEN = {"onthulling": {"methode": "onderdrukken", "basis": 5, "drempel": 5}}


def write_edition(
    folder: Path, tables: dict[str, str], manifest: dict | None = None, pages: dict[str, str] | None = None
):
    """Write a published folder: tables as CSV text, a manifest, and pages by name."""
    results = folder / "resultaten"
    results.mkdir(parents=True)
    words = []
    for name, text in tables.items():
        table = pd.read_csv(io.StringIO(text.replace(" ", "_")), dtype=str, keep_default_na=False)
        (results / f"{name}.csv").write_text(table.to_csv(index=False), encoding="utf-8")
        words += [(name, column, *_kind(name, column)) for column in table]
    pd.DataFrame(words, columns=["tabel", "kolom", "type", "eenheid"]).to_csv(
        results / "datadictionary.csv", index=False
    )
    listed = pd.DataFrame([(name, KEYS[name]) for name in tables], columns=["tabel", "sleutel"])
    listed.to_csv(results / "tabellen.csv", index=False)
    (folder / "manifest.json").write_text(json.dumps(HIDDEN if manifest is None else manifest), encoding="utf-8")
    for page, content in (pages or {}).items():
        (folder / page).write_text(content, encoding="utf-8")
    return folder


def _kind(table: str, column: str) -> tuple[str, str]:
    if not column.startswith("n_") and column != "n":
        return (
            ("getal", "0-1") if column.startswith(("aandeel", "ci_", "verschil", "kosten", "lopend")) else ("tekst", "")
        )
    if column in NO_CHILDREN:
        return "geheel getal", NO_CHILDREN[column]
    children = column.startswith("n_kinderen") or not table.startswith(("toewijzingen", "trajecten", "tijdreeks"))
    return "geheel getal", "kinderen" if children else "trajecten" if table.startswith("trajecten") else "toewijzingen"
