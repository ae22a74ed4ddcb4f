"""Do the rows of one goal tell one history: the same measure, and at every moment one target that holds?"""

import pandas as pd

from analysis.codebook import fold
from analysis.study import ALLE
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, report_rows, report_values

GOAL = ["ikc", "_doel"]
SAME = ["soort", "indicator", "bouw", "richting", "niveau", "voorstel"]
"""What every row of a goal says alike; another measure is another goal."""
CONTENT = ["ikc", "_doel", *SAME, "startwaarde", "doelwaarde", "peildatum", "vastgesteld"]


def check_goals(ledger: Ledger) -> Coded:
    """Give each goal one spelling; set aside rows that stand twice, and goals whose rows cannot all be true.

    A goal of one IKC with the name of a goal of all is that IKC's own target for it, where it says `algemeen`.
    """
    rows = ledger.rows
    folded = rows["speerpunt"].map(fold).astype("str")
    spelled = rows["speerpunt"].groupby(folded).transform("first") if len(rows) else rows["speerpunt"]
    ledger = ledger.with_columns(_doel=folded, speerpunt=spelled)
    found = []
    for step in (_drop_doubles, _refuse_other_measures, _refuse_two_targets, _refuse_same_name):
        ledger, more = step(ledger)
        found += more
    return ledger, found


def _drop_doubles(ledger: Ledger) -> Coded:
    again = ledger.rows.duplicated(CONTENT)
    found = report_rows(
        ledger.rows, again, lambda n: f"{count_words(n, 'doel staat', 'doelen staan')} er dubbel in.",
        "dubbele_rij", "Haal de dubbele rijen weg.",
    )  # fmt: skip
    return ledger.set_aside(again, "dubbelen", "dubbele rij"), found


def _refuse_other_measures(ledger: Ledger) -> Coded:
    rows = ledger.rows
    differs = pd.Series(False, index=rows.index)
    for column in SAME:
        differs |= (rows.groupby(GOAL)[column].transform("nunique") > 1) if len(rows) else differs
    found = report_values(
        rows, "speerpunt", differs,
        lambda n: f"{count_words(n, 'doel heeft', 'doelen hebben')} rijen met een andere indicator, bouw, richting, "
        "soort of niveau, of een voorstel naast een afspraak.",
        "doel_spreekt_tegen",
        "Geef een doel dat anders gemeten wordt een andere naam; haal een voorstel weg dat is overgenomen.",
    )  # fmt: skip
    return ledger.set_aside(differs, "geschiedenis", "rijen van een doel spreken elkaar tegen"), found


def _refuse_two_targets(ledger: Ledger) -> Coded:
    """Two rows of a goal of which nobody can say which holds: no day on more than one, or the same day twice."""
    rows = ledger.rows
    dated = rows["vastgesteld"].notna()
    by_day = dated.groupby([rows[name] for name in GOAL]).transform("any") if len(rows) else dated
    key = rows["vastgesteld"].where(by_day.astype(bool), rows["peildatum"])
    twice = rows.assign(_dag=key).duplicated([*GOAL, "_dag"], keep=False)
    found = report_values(
        rows, "speerpunt", twice,
        lambda n: f"bij {count_words(n, 'doel', 'doelen')} is niet te zeggen welke doelwaarde wanneer geldt.",
        "doel_twee_keer", "Zet bij elke rij in de kolom vastgesteld vanaf welke dag zij geldt.",
    )  # fmt: skip
    return ledger.set_aside(twice, "geschiedenis", "niet te zeggen welke doelwaarde geldt"), found


def _refuse_same_name(ledger: Ledger) -> Coded:
    rows = ledger.rows
    shared = rows.loc[rows["ikc"] == ALLE].drop_duplicates("_doel").set_index("_doel")
    named = (rows["ikc"] != ALLE) & rows["_doel"].isin(shared.index)
    other = pd.Series(False, index=rows.index)
    for column in SAME:
        other |= rows[column] != rows["_doel"].map(shared[column])
    wrong = named & other
    found = report_values(
        rows, "speerpunt", wrong,
        lambda n: f"{count_words(n, 'doel heet', 'doelen heten')} net als een doel van alle IKC's, en is anders.",
        "doel_zelfde_naam", "Een eigen doelwaarde bij een algemeen doel? Zet algemeen bij niveau, en laat indicator en "
        "richting gelijk. Anders: geef het een andere naam.",
    )  # fmt: skip
    return ledger.set_aside(wrong, "geschiedenis", "zelfde naam als een algemeen doel"), found
