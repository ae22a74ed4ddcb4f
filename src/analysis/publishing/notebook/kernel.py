"""The kernel that runs a report: always this process's own Python, over ipc, with nothing of the user's settings."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

import analysis
from analysis.publishing.notebook.launch import SETTINGS_FOLDER
from analysis.study.doors import EDITIE

RUNTIME = "JUPYTER_RUNTIME_DIR"
LAUNCHER = "analysis.publishing.notebook.launch"
OWN_SETTINGS_ONLY = ("--IPKernelApp.ignore_cwd=True", "--IPKernelApp.exec_PYTHONSTARTUP=False")
_SOCKET_LIMIT = 107
_SOCKET_NAME = "/ikc-12345678/kernel-ipc-1"


class OwnPythonKernel(AsyncKernelManager):
    """Starts `sys.executable`, whatever kernelspecs the user has; its sockets are files only the user can open."""

    @default("transport")
    def _use_ipc(self) -> str:
        return "ipc" if _has_ipc() else "tcp"

    @default("connection_file")
    def _short_path(self) -> str:
        return str(Path(os.environ[RUNTIME]) / "kernel.json")

    @property
    def kernel_spec(self) -> KernelSpec:
        """The command that starts this very Python."""
        command = [sys.executable, "-P", "-m", LAUNCHER, "-f", "{connection_file}", *OWN_SETTINGS_ONLY]
        return KernelSpec(argv=command, display_name="Python 3", language="python", interrupt_mode="signal")


@contextmanager
def kernel_environment(editie: str) -> Iterator[Path]:
    """Set the environment in which a kernel starts and give its runtime folder (mode 0700), gone afterwards.

    Hash seed and thread counts are fixed so that the same input gives the same bytes; the user's settings and start-up
    files of IPython and matplotlib are out of reach, and so are modules in the folder of the study. With the edition
    the kernel knows which doors are shut to it (`study/doors.py`).
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="ikc-", dir=_short_temp(), ignore_cleanup_errors=True) as folder:
        (Path(folder) / "matplotlibrc").touch()
        os.environ.update({**_settings(Path(folder)), EDITIE: editie})
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


def _settings(folder: Path) -> dict[str, str]:
    package_folder = Path(analysis.__file__).resolve().parents[1]
    users = [Path(path).resolve() for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    python_path = [package_folder, *(path for path in users if path != Path.cwd().resolve())]
    return {
        RUNTIME: str(folder),
        SETTINGS_FOLDER: str(folder),
        "PYTHONSAFEPATH": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(map(str, python_path))),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_NO_CONFIG": "1",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")},
    }


def _has_ipc() -> bool:
    return os.name != "nt" and len(os.environ.get(RUNTIME, "")) + len("/kernel-ipc-1") <= _SOCKET_LIMIT


def _short_temp() -> str | None:
    """Give a temp folder whose paths fit in a socket's name; None leaves the choice to tempfile."""
    usual = tempfile.gettempdir()
    too_long = len(usual) + len(_SOCKET_NAME) > _SOCKET_LIMIT
    return "/tmp" if too_long and os.access("/tmp", os.W_OK) else None
