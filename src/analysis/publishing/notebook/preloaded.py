"""What a kernel needs, imported once by the fork server of a batch, so that no kernel has to import it again.

Importing this module is all that it does. matplotlib reads its settings when it is imported, first from the folder of
the process: as in `launch`, that is a folder with empty settings.
"""

import contextlib
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from analysis.study.garbage import collect_seldom

START_PATH = tuple(sys.path)
"""Where a fresh Python of ours looks for modules: not where the program that made the batch does."""
ROOMS = ("analysis.presentation", "analysis.results", "analysis.disclosure")
KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.backend_inline", "pandas.io.formats.format")


def _import_all() -> None:
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="ikc-") as folder, contextlib.chdir(folder):
        (Path(folder) / "matplotlibrc").touch()
        importlib.import_module("matplotlib")
    for name in KERNEL:
        importlib.import_module(name)
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            importlib.import_module(module.name)


_import_all()
