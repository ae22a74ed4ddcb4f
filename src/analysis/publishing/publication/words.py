"""What `ikc publiceer` says before and after somebody signs."""

from collections.abc import Sequence
from pathlib import Path

from analysis.publishing.publication.publish import Judged
from analysis.study.writing import shown_path


def ask_to_look(judged: Judged, command: str) -> str:
    """Say what was checked, list what a person must look at, and ask for a name."""
    lines = [
        f"{len(judged.hashes)} bestanden zijn gelijk aan het manifest en komen door de poorten.",
        judged.attacked.words,
        _beside(judged.beside),
        "",
        "Dit moet een mens bekijken:",
        *(f"  - {line}" for line in judged.lines or ["Niets bijzonders; lees elk rapport wel een keer."]),
        "",
        "Er is nog niets gepubliceerd. Hebt u dit bekeken? Geef dan uw akkoord:",
        f'  {command} --akkoord "uw naam"',
    ]
    return "\n".join(line for line in lines if line is not None)


def told_published(place: Path, judged: Judged, name: str) -> str:
    """Say where the publication is and under whose name."""
    return (
        f"{len(judged.hashes)} bestanden staan in {shown_path(place)}, met het akkoord van {name} in publicatie.json.\n"
        "Zet precies dit op de website, en niets ernaast."
    )


def _beside(names: Sequence[str]) -> str:
    if not names:
        return "Er is niet eerder een editie gepubliceerd; geef die van een andere computer met --naast."
    return f"Naast deze editie lagen: {', '.join(names)}."
