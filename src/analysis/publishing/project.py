"""Where the project's own files are: the repository when it runs from a checkout, else inside the installed package."""

from pathlib import Path

from analysis.publishing.workdir import project_folder

_QUARTO = ("_quarto.yml", "_quarto-boek.yml", "_quarto-ikc.yml")


def project_files() -> dict[str, Path]:
    """Give the notebooks and Quarto files by name, such as `05_totaalbeeld.ipynb` or `_quarto.yml`."""
    folder = project_folder()
    notebooks = sorted((folder / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    quarto = [folder / name for name in _QUARTO if (folder / name).is_file()]
    return {path.name: path for path in [*notebooks, *quarto]}
