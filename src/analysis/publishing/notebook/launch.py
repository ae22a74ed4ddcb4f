"""Start a kernel that takes nothing from the folder it works in: no modules, no `matplotlibrc`, no start-up files.

matplotlib reads its settings once, when it is imported, and first from the folder of the process. So it is imported in
a folder that has an empty settings file, before the kernel goes to the study's folder.
"""

import os
from pathlib import Path

SETTINGS_FOLDER = "IKC_KERNEL_INSTELLINGEN"
"""Names the folder with the empty `matplotlibrc`; `kernel.py` makes it."""


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
