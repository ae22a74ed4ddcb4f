"""Lines of YAML that a user can paste into the study's codebook to settle what was unknown."""

import json
from collections.abc import Iterable

CHOOSE, REASON = "<kies>", "<reden>"
FEW_MEANINGS = 3


def quoted(text: str) -> str:
    """Give a text as YAML that is always a text, whatever signs it has."""
    return json.dumps(text, ensure_ascii=False)


def lines_for_values(field: str, meanings: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Give the lines of waarden.yml that say what values of a field mean.

    They cannot be pasted without a choice: under each of a few meanings the loader refuses the double, and `<kies>` is
    no value.
    """
    listed, known = f"[{', '.join(quoted(text) for text in texts)}]", list(meanings)
    few = len(known) <= FEW_MEANINGS
    lines = [f"      {key_of(name)}: {listed}" for name in known] if few else [
        f'      "{CHOOSE}": {listed}   # kies uit: {", ".join(known)}'
    ]  # fmt: skip
    head = "Zet in codebook/waarden.yml van de studie; laat elke waarde alleen staan bij wat zij betekent:"
    return [head, f"  {field}:", "    waarden:", *lines]


def key_of(name: str) -> str:
    """Give a name as a YAML key: bare where it is a plain word, else quoted."""
    return name if name.replace("_", "").isalpha() and name.isascii() else quoted(name)


def lines_for_codes(found: Iterable[tuple[str, tuple[str, tuple[str, ...]] | None]]) -> list[str]:
    """Give the lines that name unknown headers as a signal or zorgvorm, at the place of the code, if known.

    Where the code is not known there are `<...>` to fill in, which the loader refuses.
    """
    lines = []
    for name, place in found:
        file, path = place or ("signalen", ("<soort>", "domeinen", "<domein>", "codes", "<code>"))
        inside = f"synoniemen: [{quoted(name)}]"
        for key in reversed(path[1:]):
            inside = f"{key_of(key)}: {{{inside}}}"
        lines.append(f"  {key_of(path[0])}: {{{inside}}}   # in codebook/{file}.yml")
    return ["Is het een signaal of zorg, zet dan in het codeboek van de studie (codes: zie `ikc schema`):", *lines]


def lines_for_columns(delivery: str, found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Give the lines of koppen.yml that name unknown headers as the column they look like, or set them aside."""
    found = list(found)
    named = [
        f"      {columns[0]}: [{quoted(name)}]"
        + (f"   # of onder: {', '.join(columns[1:])}" if columns[1:] else "")
        for name, columns in found if columns
    ]  # fmt: skip
    as_column = [
        "Zet in codebook/koppen.yml van de studie, als dat klopt (één regel per kolom):",
        f"  {delivery}:",
        "    kolommen:",
        *named,
    ]
    return [
        *(as_column if named else []),
        "of, als het een andere kolom is:" if named else "Is de kolom niet nodig, zet dan in codebook/koppen.yml:",
        f"  {delivery}:",
        "    genegeerd:",
        *(f"      {quoted(name)}: {quoted(REASON)}" for name, _ in found),
    ]
