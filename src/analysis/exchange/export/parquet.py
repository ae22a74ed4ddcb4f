"""A result table as parquet: the types of its card, and what the table and each column mean beside the numbers."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.exchange.export.edition import LANGUAGE, Edition
from analysis.results.dictionary import key_words
from analysis.results.kaarten import kaarten

TYPES = {
    "tekst": pa.string(), "geheel getal": pa.int64(), "getal": pa.float64(), "ja/nee": pa.bool_(), "datum": pa.date32(),
}  # fmt: skip


def parquet_bytes(edition: Edition, name: str) -> bytes:
    """Give a table as parquet; the same table gives the same bytes.

    A number that was left out is empty, as one that is not known: `onderdrukt` of its row tells them apart, with
    `weggelaten` of its column (`true`: left out where there are too few children). Text that is not there is ''.
    """
    card, table, guarded = kaarten()[name], edition.tables[name], edition.guarded(name)
    fields = [
        pa.field(column, TYPES[item.type], metadata=_told(
            betekenis=item.betekenis, eenheid=item.eenheid, let_op=item.let_op,
            weggelaten=json.dumps(column in guarded and not edition.is_internal),
            labels=_labels(edition, name, column)))
        for column, item in card.kolommen.items()
    ]  # fmt: skip
    about = _told(
        titel=edition.title, editie=edition.editie, omschrijving=edition.subtitle, band=edition.band, taal=LANGUAGE,
        tabel=name, rij=card.rij, sleutel=key_words(card), let_op=card.let_op,
    )  # fmt: skip
    arrays = [pa.array(table[field.name], type=field.type, from_pandas=True) for field in fields]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=about)), buffer)
    return buffer.getvalue()


def _labels(edition: Edition, name: str, column: str) -> str:
    labels = edition.labels[name].get(column, {})
    return json.dumps(labels, ensure_ascii=False) if labels else ""


def _told(**texts: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}
