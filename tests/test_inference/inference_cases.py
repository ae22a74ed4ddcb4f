"""Published and hand-counted cases for the inference tests."""

from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parents[1] / "cases"


def read_published(function: str, name: str) -> dict[str, Any]:
    return yaml.safe_load((CASES / function / f"{name}.yaml").read_text(encoding="utf-8"))
