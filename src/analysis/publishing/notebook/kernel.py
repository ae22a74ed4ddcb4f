"""The kernel that runs a report: always this process's own Python, over ipc, with nothing of the user's settings.

It is forked where the process has a forker (`warm`), and else started as a program (`launch`).
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from analysis.presentation.screen import NO_SCREEN
from analysis.publishing.notebook.launch import SETTINGS_FOLDER, environment, environment_of_python
from analysis.publishing.notebook.warm import WarmProvisioner, has_forker
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

    async def _async_pre_start_kernel(self, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        """Take a warm kernel where there are any; jupyter_client keeps a provisioner that is there already."""
        if self.provisioner is None and has_forker():
            self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kw)


@contextmanager
def kernel_environment(editie: str) -> Iterator[Path]:
    """Set the environment in which a kernel starts and give its runtime folder (mode 0700), gone afterwards.

    Hash seed and thread counts are fixed so that the same input gives the same bytes; the user's settings and start-up
    files of IPython and matplotlib are out of reach, and so are modules in the folder of the study. With the edition
    the kernel knows which doors are shut to it (`study/doors.py`).
    """
    with tempfile.TemporaryDirectory(prefix="ikc-", dir=_short_temp(), ignore_cleanup_errors=True) as folder:
        (Path(folder) / "matplotlibrc").touch()
        with environment({**_settings(Path(folder)), EDITIE: editie, NO_SCREEN: "1"}):
            yield Path(folder)


def _settings(folder: Path) -> dict[str, str]:
    return {
        RUNTIME: str(folder),
        SETTINGS_FOLDER: str(folder),
        **environment_of_python(),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_NO_CONFIG": "1",
    }


def _has_ipc() -> bool:
    return os.name != "nt" and len(os.environ.get(RUNTIME, "")) + len("/kernel-ipc-1") <= _SOCKET_LIMIT


def _short_temp() -> str | None:
    """Give a temp folder whose paths fit in a socket's name; None leaves the choice to tempfile."""
    usual = tempfile.gettempdir()
    too_long = len(usual) + len(_SOCKET_NAME) > _SOCKET_LIMIT
    return "/tmp" if too_long and os.access("/tmp", os.W_OK) else None
