"""Warm kernels: forked from a process that has imported everything, so that a report's kernel starts in a moment.

A worker forks a *forker* before it has any thread. Whenever papermill asks for a kernel, the forker forks itself; the
child becomes the kernel. A kernel that crashes takes nothing along, and with its worker gone the forker ends its
kernels. Where there is no fork server a kernel is a Python of its own, as with `--kernel los`: the same bytes, later.
"""

import contextlib
import os
import random
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from analysis.publishing.notebook.launch import WARM

_START, _POLL = "start", "poll"


@dataclass
class ForkedKernel:
    """A kernel that the forker forked, as jupyter_client handles a process: what it uses of `subprocess.Popen`."""

    pid: int
    link: Connection
    returncode: int | None = None
    stdin: None = field(default=None, init=False)
    stdout: None = field(default=None, init=False)
    stderr: None = field(default=None, init=False)

    def poll(self) -> int | None:
        """Give the exit code, negative for a signal; None while the kernel runs."""
        if self.returncode is None:
            self.returncode = _ask(self.link, _POLL, self.pid)
        return self.returncode

    def wait(self) -> int | None:
        """Give the exit code of a kernel that `poll` said is gone."""
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the kernel is gone."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Has the forker of this worker fork a kernel, where LocalProvisioner starts a program."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel with the arguments of the command, in the folder and the environment that were asked for."""
        link = _links[-1]
        pid = _ask(
            link,
            _START,
            (cmd[cmd.index("-f") :], str(kwargs.get("cwd") or Path.cwd()), dict(kwargs.get("env") or os.environ)),
        )
        self.process, self.pid, self.pgid = ForkedKernel(pid, link), pid, pid
        return self.connection_info


_links: list[Connection] = []
"""The way to the forker of this process; empty without one."""


def has_forker() -> bool:
    """Say whether kernels of this process are forked."""
    return bool(_links)


@contextlib.contextmanager
def forked_kernels(kernel: str = WARM) -> Iterator[None]:
    """Fork a forker, for as long as the block lasts; only from a process with one thread, a child of the fork server.

    Does nothing for `los`, nor in a process that did not come from the fork server.
    """
    if kernel != WARM or "analysis.publishing.notebook.preloaded" not in sys.modules:
        yield
        return
    ours, theirs = Pipe()
    pid = os.fork()
    if pid == 0:
        _serve(theirs)
    theirs.close()
    _links.append(ours)
    try:
        yield
    finally:
        _links.remove(ours)
        ours.close()
        os.waitpid(pid, 0)


def _ask(link: Connection, what: str, value: Any) -> Any:
    link.send((what, value))
    return link.recv()


def _serve(link: Connection) -> None:
    """Be the forker: fork kernels when asked, tell how they ended, and end them when the worker is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _close_all_but(link.fileno())
    kernels: dict[int, int | None] = {}
    with contextlib.suppress(EOFError, OSError):
        while True:
            what, value = link.recv()
            if what == _START:
                link.send(_fork_kernel(link, kernels, *value))
            else:
                link.send(_ended(kernels, value))
    for pid in kernels:
        if _ended(kernels, pid) is None:
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
    os._exit(0)


def _fork_kernel(
    link: Connection, kernels: dict[int, int | None], argv: Sequence[str], cwd: str, environment: Mapping[str, str]
) -> int:
    pid = os.fork()
    if pid == 0:
        link.close()
        _become_kernel(argv, cwd, environment)
    kernels[pid] = None
    return pid


def _ended(kernels: dict[int, int | None], pid: int) -> int | None:
    """Give a kernel's exit code, kept from the first time that it was asked."""
    if kernels[pid] is None:
        gone, status = os.waitpid(pid, os.WNOHANG)
        kernels[pid] = os.waitstatus_to_exitcode(status) if gone else None
    return kernels[pid]


def _close_all_but(kept: int) -> None:
    """Close what the worker has open: its answer must end when the worker does."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(3, kept)
    os.closerange(kept + 1, most)


def _become_kernel(argv: Sequence[str], cwd: str, environment: Mapping[str, str]) -> None:
    """Be a kernel as `launch` starts one, with a session, folder, environment and chance of its own; never returns."""
    code = 1
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(cwd)
        _run_kernel(argv)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _run_kernel(argv: Sequence[str]) -> None:
    import numpy as np
    from ipykernel.kernelapp import launch_new_instance

    from analysis.publishing.notebook.preloaded import START_PATH

    sys.path[:] = START_PATH
    sys.argv[1:] = [*argv, f"--IPKernelApp.parent_handle={os.getppid()}"]
    random.seed()
    np.random.seed()
    launch_new_instance()
