"""The data dictionary that `ikc schema` prints: deliveries, values, indicators and result columns."""

import pandas as pd

from analysis.codebook import Codebook, load_codebook
from analysis.codebook.notes import note_on_column
from analysis.results.dictionary import describe_columns


def schema_text(form: str = "md") -> str:
    """Give the data dictionary as Markdown, or as CSV (onderdeel, naam, kolom, type, eenheid, omschrijving)."""
    rows = schema_rows(load_codebook())
    if form == "csv":
        return rows.to_csv(index=False, lineterminator="\n").rstrip("\n")
    parts = ["# Gegevenswoordenboek"]
    for (part, name), group in rows.groupby(["onderdeel", "naam"], sort=False):
        parts.append(f"\n## {part}: {name}\n\n| kolom | type | eenheid | omschrijving |\n|---|---|---|---|")
        parts += [f"| {r.kolom} | {r.type} | {r.eenheid} | {r.omschrijving} |" for r in group.itertuples()]
    return "\n".join(parts)


def schema_rows(codebook: Codebook) -> pd.DataFrame:
    """Give one row per column of a delivery, per indicator and per column of a result table."""
    rows = [*_delivery_rows(codebook), *_indicator_rows(codebook)]
    results = describe_columns().rename(columns={"tabel": "naam"}).assign(onderdeel="Resultaat")
    columns = ["onderdeel", "naam", "kolom", "type", "eenheid", "omschrijving"]
    return pd.concat([pd.DataFrame(rows, columns=columns), results[columns]], ignore_index=True).fillna("")


def _delivery_rows(codebook: Codebook) -> list[list[str]]:
    rows: list[list[str]] = []
    for delivery, part in codebook.content["koppen"].items():
        required = part.get("verplicht", [])
        for column, names in part["kolommen"].items():
            also = f"Ook gelezen: {', '.join(names)}." if names else ""
            needed = "Verplicht." if column in required else ""
            note = note_on_column(delivery, column)
            meaning = " ".join(filter(None, [note.get("uitleg"), needed, also]))
            rows.append(["Levering", delivery, column, note.get("soort", "tekst"), "", meaning])
    return rows


def _indicator_rows(codebook: Codebook) -> list[list[str]]:
    return [
        ["Indicator", f"{row.aard} ({row.soort})", row.indicator, row.niveau, "", row.label]
        for row in codebook.indicatoren.itertuples()
    ]
