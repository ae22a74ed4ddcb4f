"""How many children of the last meting were there before, in words."""

from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import measured
from analysis.presentation.taal.numbers import is_missing, number


def sentence_overlap(rapport: Rapport) -> str:
    """Word how many children of the last meting were there before; empty where children cannot be linked.

    Not for all IKCs together: some of them may have children that cannot be linked.
    """
    table = measured(rapport)
    if table.empty or len(rapport.metingen) < 2 or rapport.over_alle:
        return ""
    row, before = table.iloc[-1], rapport.meting_label(rapport.metingen[-2].meting, full=True)
    if is_missing(row["n_gebleven"]) or is_missing(row["n_nieuw"]) or row["n_gebleven"] + row["n_nieuw"] == 0:
        return ""
    last = rapport.meting_label(rapport.laatste.meting, full=True)
    return (
        f"Van {number(row['n_gebleven'] + row['n_nieuw'])} kinderen in {last} is na te gaan of zij er eerder waren: "
        f"{number(row['n_gebleven'])} zaten in {before} ook al op dit IKC, {number(row['n_nieuw'])} zijn nieuw."
    )
