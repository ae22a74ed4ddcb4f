"""Tables over IKCs: the groups beside each other, and the difference in differences."""

from typing import Any

from analysis.presentation.captions import source
from analysis.presentation.certainty import over_ends
from analysis.presentation.markdown import pipe_table
from analysis.presentation.numbers import SUPPRESSED, interval_of, is_missing, number, signed
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.tables_changes import hidden_note


def tabel_verschil_in_verschil(rapport: Rapport) -> Tabel | Tekst:
    """Show the mean change with and without a jeugdondersteuner, their difference, and the exact p."""
    table = over_ends(rapport, "verschil_in_verschil")
    if table.empty:
        return Tekst("")
    heads = ["Hoofdindicator", "Met", "Zonder", "Met min zonder (marge)", "Zelfde invuller", "p"]
    rows = [_did_cells(row) for row in table.itertuples()]
    caption = (
        "Gemiddelde verandering van IKC's met en zonder jeugdondersteuner, op de 100 kinderen. De marge houdt rekening "
        f"met {number(len(table))} vergelijkingen. Zelfde invuller: teruggerekend, waar in een groep iemand anders "
        "ging invullen; zonder marge. p: het deel van alle verdelingen van de rollen dat zo'n groot verschil geeft."
        f"{hidden_note(table['verschil'].isna())} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrrr", (28, 10, 10, 26, 16, 10)), caption)


def _did_cells(row: Any) -> list[str]:
    def per(value: Any) -> str:
        return SUPPRESSED if is_missing(value) else signed(100 * value)

    ends = interval_of(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd, sign=True)
    change = per(row.verschil) if ends == SUPPRESSED else f"{per(row.verschil)} ({ends})"
    fixed = per(row.verschil_gecorrigeerd) if bool(row.informant_verschilt) else "zelfde"
    sides = [per(row.verschil_pilot), per(row.verschil_vergelijking)]
    return [row.label, *sides, change, fixed, number(row.p_permutatie, 2)]
