"""Run `python -m analysis` as `ikc`; nothing is imported from the folder that it is called from.

Python puts that folder first on its path: a `random.py` or `pandas.py` of the user's would be taken for the real one.
Of an `analysis.py` there only `python -P -m analysis`, or `ikc`, is safe: it is found before this file.
"""

import os
import sys

_HERE = os.path.realpath(".")
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
sys.path[:] = [path for path in sys.path if os.path.realpath(path or ".") != _HERE]
if _PACKAGE not in sys.path:
    sys.path.append(_PACKAGE)

from analysis.cli import main  # noqa: E402

main()
