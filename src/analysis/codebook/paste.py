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


def lines_for_columns(delivery: str, found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Give the lines of koppen.yml that name unknown headers as the column they look like, or set them aside."""
    found = list(found)
    return [
        "Zet in codebook/koppen.yml van de studie, als dat klopt:",
        f"  {delivery}:",
        "    kolommen:",
        *(
            f"      {columns[0]}: [{quoted(name)}]"
            + (f"   # of onder: {', '.join(columns[1:])}" if columns[1:] else "")
            for name, columns in found
        ),
        "of, als het een andere kolom is:",
        f"  {delivery}:",
        "    genegeerd:",
        *(f"      {quoted(name)}: {quoted(REASON)}" for name, _ in found),
    ]
