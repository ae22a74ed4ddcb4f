"""Commented example files of a study's codebook: their exact shape, to be filled in by who has words to add."""

from pathlib import Path

EXAMPLES = Path(__file__).parent / "voorbeeld"


def write_examples(folder: Path) -> None:
    """Write an example of every codebook file, all of it commented: nothing changes until a line is filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(EXAMPLES.glob("*.yml")):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
