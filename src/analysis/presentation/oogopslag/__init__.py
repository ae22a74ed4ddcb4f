"""The first page: what changed, how sure, and what it may not be read as."""

from analysis.presentation.oogopslag.caveats import zin_kanttekeningen
from analysis.presentation.oogopslag.figures import figuur_oogopslag
from analysis.presentation.oogopslag.sentences import (
    key_changes,
    zin_oogopslag_niet,
    zin_oogopslag_wat,
    zin_oogopslag_zeker,
)

__all__ = [
    "figuur_oogopslag",
    "key_changes",
    "zin_kanttekeningen",
    "zin_oogopslag_niet",
    "zin_oogopslag_wat",
    "zin_oogopslag_zeker",
]
