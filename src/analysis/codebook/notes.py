"""What the columns of a delivery mean and how they are filled in: sjablonen.yml, for templates and the dictionary."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

NOTES_FILE = Path(__file__).with_name("sjablonen.yml")


@cache
def read_notes() -> dict[str, Any]:
    """Read sjablonen.yml: `kolommen`, `leveringen` (with other words for a column of theirs), `alleen_gemeente`."""
    return yaml.safe_load(NOTES_FILE.read_text(encoding="utf-8"))


def note_on_column(delivery: str, column: str) -> dict[str, Any]:
    """Give what is known of a column of a delivery: soort, uitleg, keuze, voorbeeld; nothing when undescribed."""
    notes = read_notes()
    own = notes["leveringen"].get(delivery, {}).get("kolommen", {})
    return own.get(column) or notes["kolommen"].get(column, {})
