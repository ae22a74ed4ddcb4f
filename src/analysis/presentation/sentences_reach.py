"""Whether care reaches the children who need it more often than before, in words."""

from typing import Any

from analysis.presentation.numbers import interval_words, is_missing, more_or_less, of_the_100
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.sentences_glance import bullets

OF_WHOM = {
    "zorg_bij_probleem": ("de kinderen met een bekend probleem", "kregen er", "zorg"),
    "gezin_bij_kind": ("de kinderen met een kindprobleem", "was er bij", "ook een gezinsprobleem bekend"),
    "probleem_bij_zorg": ("de kinderen met zorg", "was er bij", "ook een probleem bekend"),
}
CLEAR = ("gestegen", "gedaald")


def zin_bereik(rapport: Rapport) -> Tekst:
    """Word the change in each conditional share from the first to the last meting; empty without two metingen."""
    table = rapport.tabel("verhoudingen_veranderingen")
    if table.empty or rapport.eerste is None or rapport.eerste == rapport.laatste:
        return Tekst("")
    rows = table[(table["van"] == rapport.eerste.meting) & (table["naar"] == rapport.laatste.meting)]
    rows = {row.maat: row for row in rows.itertuples()}
    lines = [sentence_bereik(rows[maat], rapport) for maat in OF_WHOM if maat in rows]
    text = bullets(lines).markdown
    if not text:
        return Tekst("")
    trap = (
        "Worden er meer problemen gezien, dan tellen ook lichtere mee: dit aandeel kan dan dalen zonder dat een kind "
    )
    return Tekst(f"{text}\n\n{trap}zorg verloor.")


def sentence_bereik(row: Any, rapport: Rapport) -> str:
    """Word one conditional share at both metingen and its change, as its verdict allows; empty where it is hidden."""
    if is_missing(row.verschil) or is_missing(row.ci_laag_gecorrigeerd):
        return ""
    whom, verb, what = OF_WHOM[row.maat]
    first, last = (rapport.meting_label(meting, full=True) for meting in (row.van, row.naar))
    margin = interval_words(row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd)
    chance = "Dat verschil is groter dan toeval verklaart" if row.oordeel in CLEAR else "Dat verschil kan toeval zijn"
    return (
        f"Van {whom} {verb} in {last} {of_the_100(row.waarde_naar)} {what}; in {first} was dat "
        f"{of_the_100(row.waarde_van)}. {chance}: {more_or_less(row.verschil)} (marge: {margin})."
    )
