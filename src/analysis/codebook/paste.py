"""Lines of YAML that a user can paste into the study's codebook to settle what was unknown."""

import json
from collections.abc import Iterable


def quoted(text: str) -> str:
    """Give a text as YAML that is always a text, whatever signs it has."""
    return json.dumps(text, ensure_ascii=False)


def lines_for_values(field: str, meanings: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Give the lines of waarden.yml that say what values of a field mean, with every meaning they may have."""
    listed = ", ".join(quoted(text) for text in texts)
    first, *others = meanings
    return [
        "Zet in codebook/waarden.yml van de studie, bij wat het betekent:",
        f"  {field}:",
        "    waarden:",
        f"      {quoted(first) if not first.isalpha() else first}: [{listed}]"
        + (f"   # of onder: {', '.join(others)}" if others else ""),
    ]


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
        *(f"      {quoted(name)}: waarom niet" for name, _ in found),
    ]
