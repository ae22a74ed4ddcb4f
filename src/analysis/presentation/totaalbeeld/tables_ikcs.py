"""The IKCs side by side, as a table."""

from analysis.presentation.captions import source
from analysis.presentation.certainty import other_informant_note
from analysis.presentation.many import SPREAD_NOTE, are_many
from analysis.presentation.notes import hidden_note
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import end_labels
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, per_100

MOST_INDICATORS = 5
"""The indicators that the table has room for."""


def tabel_ikcs(rapport: Rapport) -> Tabel | Tekst:
    """Show per IKC, alphabetical, the first and last meting of at most five primary indicators: `9 → 23`."""
    from analysis.presentation.totaalbeeld.figures_ikcs import names_of_lines, primary_shares

    table = primary_shares(rapport)
    if table.empty:
        return Tekst("")
    labels = list(dict.fromkeys(table["label"]))[:MOST_INDICATORS]
    names = names_of_lines(rapport, table)
    values = {(row.ikc, row.label, row.einde): per_100(row.aandeel) for row in table.itertuples()}
    rows = [
        [
            name,
            *[
                " → ".join(values.get((code, label, end), SUPPRESSED) for end in ("eerste", "laatste"))
                for label in labels
            ],
        ]
        for code, name in names.items()
    ]
    first, last = end_labels(rapport)
    widths = [max(15, 3 + max(len(word) for word in label.split())) for label in labels]
    many = are_many(rapport)
    which = "bij de IKC's" if many else "per IKC"
    caption = (
        f"Hoofdindicatoren {which}, op de 100 ingeschreven kinderen, {first} → {last}"
        f"{f'. {SPREAD_NOTE}' if many else ', op alfabet.'}"
        f"{hidden_note(~table['getoond'], table['noemer_onbekend'])}{other_informant_note(rapport)} {source(rapport)}"
    )
    return Tabel(
        pipe_table(["IKC's" if many else "IKC", *labels], rows, "l" + "r" * len(labels), (20, *widths)), caption
    )
