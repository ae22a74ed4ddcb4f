"""Approve what comes out now: python tests/backtest/goedkeuren.py (--toon only shows the differences)."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from approved import EDITIES, FOLDER, compare_tables, describe, keep_approved_part, read_tables

STUDIE = Path(__file__).parent / "studie"


def compute_now(folder: Path) -> dict[str, dict]:
    """Compute the results of both editions in a copy of the study."""
    from analysis.codebook import load_codebook
    from analysis.disclosure.editions import prepare_results, results_folder
    from analysis.study import load_study

    shutil.copytree(STUDIE, folder, dirs_exist_ok=True)
    study = load_study(folder)
    for editie in EDITIES:
        prepare_results(study, load_codebook(folder), editie)
    return {editie: keep_approved_part(read_tables(results_folder(study, editie))) for editie in EDITIES}


def main() -> None:
    """Show every difference, and write the tables unless only asked to show."""
    with tempfile.TemporaryDirectory() as scratch:
        now = compute_now(Path(scratch) / "studie")
    found = [item for editie in EDITIES for item in compare_tables(read_tables(FOLDER / editie), now[editie], editie)]
    print(describe(found) if found else "Er verschilt niets van wat is goedgekeurd.")
    if found and "--toon" not in sys.argv[1:]:
        for editie, tables in now.items():
            write_approved(FOLDER / editie, tables)
        print(f"\nGoedgekeurd en geschreven in {FOLDER.name}/. Bekijk `git diff` en leg uit waarom in de commit.")


def write_approved(folder: Path, tables: dict) -> None:
    """Replace the approved tables of an edition."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
