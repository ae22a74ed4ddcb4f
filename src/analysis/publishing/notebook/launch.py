"""Start a kernel that takes nothing from the folder it works in: no modules, no `matplotlibrc`, no start-up files.

matplotlib reads its settings once, when it is imported, and first from the folder of the process. So it is imported in
a folder that has an empty settings file, before the kernel goes to the study's folder.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import analysis

SETTINGS_FOLDER = "IKC_KERNEL_INSTELLINGEN"
"""Names the folder with the empty `matplotlibrc`; `kernel.py` makes it."""
WARM, LOOSE = "warm", "los"
KERNELS = (WARM, LOOSE)
"""How a kernel starts: forked from a process that has everything imported, or as a program of its own."""


@contextlib.contextmanager
def environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Have these variables for as long as the block lasts, for what is started in it; all are as before afterwards."""
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def environment_of_python() -> dict[str, str]:
    """Give what a Python must be told before it starts: for a kernel, and for the fork server that kernels come from.

    The same order of hashes and one thread in every run; modules from our package and the user's own paths, never from
    the folder that the program is called from.
    """
    package_folder = Path(analysis.__file__).resolve().parents[1]
    users = [Path(path).resolve() for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    python_path = [package_folder, *(path for path in users if path != Path.cwd().resolve())]
    return {
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(map(str, python_path))),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")},
    }


def main() -> None:
    """Import matplotlib where nobody's settings are, and become the kernel."""
    work = Path.cwd()
    os.chdir(os.environ[SETTINGS_FOLDER])
    import matplotlib  # noqa: F401

    os.chdir(work)
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


if __name__ == "__main__":
    main()
