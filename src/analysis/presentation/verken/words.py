"""The words of a question: columns, values and indicators as a researcher types them, matched as the codebook does.

Case, accents and signs do not count; a label or a known spelling is as good as a code. What is not known is an error
that names what comes closest: a misspelt code must never give zero children.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook, closest, fold
from analysis.errors import InvoerFout, Melding
from analysis.presentation.rapport import Rapport
from analysis.study import ALLE, Study

PLACE = "verkennen"
LEVELS = ("soort", "domein", "code")
MOST_NAMED = 12
"""The values that a message lists when none of them comes close."""


class Indicator(NamedTuple):
    """A signal or a form of care: a soort, a domein of it, or a code, with the reader's label."""

    soort: str
    domein: str
    code: str
    aard: str
    label: str


def find_indicator(codebook: Codebook, text: str, niveau: str = "") -> Indicator:
    """Give the indicator that a text names; `niveau` is soort, domein or code where a name has two meanings.

    Without a level a name that is both a domein and a code (`verblijf`) means the domein, as in study.yml.
    """
    rows = codebook.indicatoren
    rows = rows[rows["niveau"] == niveau] if niveau else rows
    spellings = {str(row.label): row.Index for row in rows[::-1].itertuples()}
    spellings |= {str(row.indicator): row.Index for row in rows[::-1].itertuples()}
    spellings |= _synonyms(codebook, rows, spellings)
    what = f"{niveau} `{text}`" if niveau else f"signaal of zorgvorm `{text}`"
    row = rows.loc[match(text, spellings, f"het codeboek kent geen {what}.")]
    return Indicator(row["soort"], row["domein"], row["code"], row["aard"], row["label"])


def _synonyms(codebook: Codebook, rows: pd.DataFrame, known: Mapping[str, Any]) -> dict[str, Any]:
    places = {row.code: row.Index for row in rows[rows["niveau"] == "code"].itertuples()}
    folded = {fold(name) for name in known}
    names = codebook.mark_spellings.items()
    return {name: places[code] for name, code in names if code in places and fold(name) not in folded}


def match(text: object, spellings: Mapping[str, Any], problem: str) -> Any:
    """Give what a text means among the spellings; raises InvoerFout with the closest one when it means nothing.

    Trap: folding takes signs away, which makes 1.5 and 15 alike; what has no letters must be as it is written.
    """
    if str(text) in spellings:
        return spellings[str(text)]
    folded = {fold(name): meaning for name, meaning in spellings.items() if _has_letters(name)}
    if fold(str(text)) in folded:
        return folded[fold(str(text))]
    names = list(spellings)
    hit = closest(str(text), names) if _has_letters(str(text)) else None
    known = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    raise InvoerFout([
        Melding(PLACE, problem, regels=() if hit else (f"bekend: {known}",), code="onbekend_woord",
                advies=f"Bedoelde u `{hit}`?" if hit else "")
    ])  # fmt: skip


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def gather(makers: Iterable[Any]) -> list[Any]:
    """Call each maker and give what they give; raises every problem at once."""
    made, problems = [], []
    for make in makers:
        try:
            made.append(make())
        except InvoerFout as error:
            problems += error.meldingen
    if problems:
        raise InvoerFout(problems)
    return made


def as_list(value: Any) -> list[Any]:
    """Give one value, or several, as a list."""
    return list(value) if isinstance(value, list | tuple | set | frozenset | range | pd.Series) else [value]


def spellings_of(column: str, values: Iterable[Any], study: Study, codebook: Codebook) -> dict[str, Any]:
    """Give every spelling of a column's values, with the value: as it is, by its label, by a known spelling."""
    known = {_written(value): value for value in dict.fromkeys(values) if not pd.isna(value)}
    labelled = {*codebook.indicatoren["indicator"], *codebook.content["betalers"]}
    spelled = {codebook.label(name): value for name, value in known.items() if name in labelled}
    if column in ("ikc", "casus_ikc"):
        spelled = {study.naam_of_ikc(name): value for name, value in known.items()}
    if column in LEVELS:
        rows = codebook.indicatoren[codebook.indicatoren["niveau"] == column]
        labels = dict(zip(rows["indicator"], rows["label"], strict=True))
        spelled = {labels.get(name, name): value for name, value in known.items()}
    field = "meting" if column in ("van", "naar") else column
    spelled |= {text: known[name] for text, name in codebook.value_spellings(field).items() if name in known}
    return {**known, **{name: value for name, value in spelled.items() if name not in known}}


def _written(value: Any) -> str:
    """Give a value as a researcher types it: a day as 2019-02-01."""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def find_values(column: str, given: Any, values: Iterable[Any], study: Study, codebook: Codebook) -> list[Any]:
    """Give the values of a column that are meant, each once; every unknown one at once as an error."""
    spellings = spellings_of(column, values, study, codebook)
    makers = [
        lambda item=item: match(item, spellings, f"`{column}` heeft geen waarde `{item}`.") for item in as_list(given)
    ]
    return list(dict.fromkeys(gather(makers)))


def find_metingen(rapport: Rapport, given: Any) -> list[str]:
    """Find metingen by their name, a spelling of it, or the year by which the report names them."""
    study = rapport.study
    spellings = {rapport.meting_label(name, full=True): name for name in study.meting_namen}
    spellings |= spellings_of("meting", study.meting_namen, study, rapport.codebook)
    makers = [
        lambda item=item: match(item, spellings, f"`meting` heeft geen waarde `{item}`.") for item in as_list(given)
    ]
    return gather(makers)


def sort_in_time(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Sort rows by IKC as in study.yml and by meting in time; `alle` comes last, the rest stays as it was.

    Metingen become ordered categories, so that they stay in time in a pivot, a groupby or a plot too.
    """
    metingen = list(study.meting_namen)
    orders = {"ikc": [*study.ikc_codes, ALLE], "meting": metingen, "van": metingen, "naar": metingen}
    keys = [name for name in orders if name in table]
    if not keys:
        return table.reset_index(drop=True)
    places = {name: {value: place for place, value in enumerate([*orders[name], ONBEKEND])} for name in keys}
    ranks = pd.DataFrame({name: table[name].astype("str").map(places[name]).fillna(999) for name in keys})
    in_order = table.loc[ranks.sort_values(keys, kind="stable").index].reset_index(drop=True)
    times = [name for name in keys if orders[name] is metingen and in_order[name].isin(metingen).all()]
    return in_order.astype(dict.fromkeys(times, pd.CategoricalDtype(metingen, ordered=True)))
