"""Keyed hashes of many texts under one key: what all of them share is hashed once.

Pseudonyms are HMAC-SHA256 (RFC 2104): they stay what they are over the years. Marks, which are made anew with every
cleaning, are keyed BLAKE2b (RFC 7693): as safe, in half the time.
"""

import hashlib
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

BLOCK = 64
MARK_BYTES = 8
_INNER, _OUTER = (bytes(number ^ pad for number in range(256)) for pad in (0x36, 0x5C))


def hash_texts(texts: Iterable[str], key: bytes, start: str, digits: int, prefix: str = "") -> pa.LargeStringArray:
    """Give the prefix and the first hexadecimal digits (an even number) of the keyed hash of `start` with each text.

    The same as `hmac.new(key, (start + text).encode(), "sha256")`, in half the time: of a million client numbers this
    is most of the reading. They are written out together, not one by one.
    """
    block = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    inner = hashlib.sha256(block.translate(_INNER) + start.encode()).copy
    outer = hashlib.sha256(block.translate(_OUTER)).copy
    made = []
    for text in texts:
        within, around = inner(), outer()
        within.update(text.encode())
        around.update(within.digest())
        made.append(around.digest()[: digits // 2])
    return _written(b"".join(made).hex(), len(made), prefix)


def _written(hexadecimal: str, number: int, prefix: str) -> pa.LargeStringArray:
    """Cut so many texts of one length out of one, each with the prefix before it."""
    signs = np.frombuffer(hexadecimal.encode(), dtype="uint8").reshape(number, -1 if number else 0)
    first = np.broadcast_to(np.frombuffer(prefix.encode(), dtype="uint8"), (number, len(prefix)))
    written = np.hstack([first, signs])
    ends = np.arange(number + 1, dtype="int64") * written.shape[1]
    return pa.LargeStringArray.from_buffers(number, pa.py_buffer(ends), pa.py_buffer(written))


def marks_from(key: bytes, start: str) -> "hashlib.blake2b":
    """Give the keyed BLAKE2b in which `start` was read: a copy of it hashes what stands behind."""
    short = hashlib.blake2b(key).digest() if len(key) > BLOCK else key
    return hashlib.blake2b(start.encode(), key=short, digest_size=MARK_BYTES)


def mark_texts(texts: Iterable[str], key: bytes, start: str) -> list[str]:
    """Give the marks of `start` with each text behind it, as hexadecimal digits."""
    begun = marks_from(key, start).copy
    made = []
    for text in texts:
        mark = begun()
        mark.update(text.encode())
        made.append(mark.hexdigest())
    return made
