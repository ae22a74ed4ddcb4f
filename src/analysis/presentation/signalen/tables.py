"""Tables of shares and changes: Markdown, numbers right-aligned, units in the headers, at most seven columns."""

from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.shares_table import share_tabel


def tabel_signalen(rapport: Rapport) -> Tabel | Tekst:
    """Show per soort and domain of signals, and per signal in it, the children and their share, per meting."""
    return share_tabel(rapport, "signalen", ("soort", "domein", "code"), "Kinderen met een signaal, per domein")
