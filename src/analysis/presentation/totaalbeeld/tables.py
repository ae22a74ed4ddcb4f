"""Tables over IKCs: the groups beside each other, and the difference in differences."""

from typing import Any

from analysis.presentation.captions import source
from analysis.presentation.certainty import other_informant_note, over_ends
from analysis.presentation.notes import hidden_note
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import number, signed, with_margin


def tabel_over_ikcs(rapport: Rapport) -> Tabel | Tekst:
    """Show per group of IKCs the change together and as IKC mean."""
    table = over_ends(rapport, "over_ikcs")
    if table.empty:
        return Tekst("")
    heads = ["Hoofdindicator", "Groep", "Samen (marge)", "Gemiddeld IKC (marge)"]
    rows = [_group_cells(row) for row in table.itertuples()]
    caption = (
        "Verschil tussen de metingen per groep IKC's, op de 100 kinderen. Samen: deze kinderen in deze gebouwen; die "
        "marge telt niet mee dat IKC's verschillen. Gemiddeld IKC: elk IKC telt één keer, voor IKC's zoals deze. "
        f"Zonder correctie voor het aantal vergelijkingen.{hidden_note(table['verschil'].isna())}"
        f"{other_informant_note(rapport)} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "llrr", (28, 14, 24, 30)), caption)


def _group_cells(row: Any) -> list[str]:
    groups = {"pilot": "met", "vergelijking": "zonder"}
    together = with_margin(row.verschil, row.ci_laag, row.ci_hoog)
    mean = with_margin(row.gemiddelde, row.gemiddelde_laag, row.gemiddelde_hoog)
    return [row.label, f"{groups[row.rol]} ({row.n_ikcs})", together, mean]


def tabel_verschil_in_verschil(rapport: Rapport) -> Tabel | Tekst:
    """Show the mean change with and without a jeugdondersteuner, their difference; controls are marked."""
    table = over_ends(rapport, "verschil_in_verschil")
    if table.empty:
        return Tekst("")
    heads = ["Indicator", "Met", "Zonder", "Met min zonder (marge)", "Zelfde invuller"]
    controls = table["controle"].astype(bool)
    rows = [_did_cells(row) for row in table.itertuples()]
    caption = (
        "Gemiddeld verschil tussen de metingen bij IKC's met en zonder jeugdondersteuner, op de 100 kinderen. De "
        f"marge houdt rekening met {number((~controls).sum())} hoofdindicatoren"
        f"{_controls_words(int(controls.sum()))}. Zelfde invuller: teruggerekend, waar in een groep iemand anders ging "
        "invullen; zonder marge."
        f"{hidden_note(table['verschil'].isna())} {source(rapport)}"
    )
    return Tabel(pipe_table(heads, rows, "lrrrr", (30, 11, 11, 28, 18)), caption)


def _controls_words(count: int) -> str:
    if not count:
        return ""
    return (
        f", of met {number(count)} controles. Controle: een indicator waar een jeugdondersteuner of een andere "
        "invuller niets aan zou moeten veranderen"
    )


def _did_cells(row: Any) -> list[str]:
    change = with_margin(row.verschil, row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)
    fixed = signed(100 * row.verschil_gecorrigeerd) if bool(row.informant_verschilt) else "zelfde"
    sides = [signed(100 * side) for side in (row.verschil_pilot, row.verschil_vergelijking)]
    label = f"{row.label} (controle)" if bool(row.controle) else row.label
    return [label, *sides, change, fixed]
