"""The chapter on who was measured and what was signalled, in words: an introduction, findings, how to read."""

import pandas as pd

from analysis.presentation.changes import sentence_none, title_of_changes
from analysis.presentation.moments import MOST_COLUMNS, informant_breaks, missed, sentence_turns
from analysis.presentation.outputs import Tekst
from analysis.presentation.overlap import sentence_overlap
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import changes_between, measured, ratios, shares
from analysis.presentation.shares_table import hidden_reason
from analysis.presentation.signalen.verloop import has_course
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    count_of,
    count_words,
    day,
    first_upper,
    is_missing,
    list_words,
    number,
    of_the_100,
)
from analysis.presentation.taal.oordelen import CLEAR, COMPARED, MEER, MINDER
from analysis.presentation.taal.wording import in_sentence, informant_words
from analysis.presentation.who_is_in import sentence_other_eyes
from analysis.study import ALLE


def title_of_domains(rapport: Rapport) -> str:
    """Give the title of the domain figure: the finding on the two soorten; empty where there is none.

    Only primary indicators can be a finding in a title; the other domains are exploratory.
    """
    table = changes_between(rapport, rapport.tabel("veranderingen"))
    if table.empty:
        return ""
    rows = table[table["primair"].astype(bool) & table["aard"].eq("signaal") & table["uitkomst"].isin(CLEAR)]
    return title_of_changes(rows) if 0 < len(rows) <= 2 else ""


COUNTS_ONLY = (
    "Er zijn aantallen per signaal geleverd, niet per kind. Een kind kan meer dan één signaal hebben; hoeveel kinderen "
    "er een hebben, is daarom niet bekend."
)
ONLY_LISTS = "IKC's die alleen aantallen leverden en geen lijst, tellen hier niet mee; bij de signalen en de zorg wel."


def zin_gemeten(rapport: Rapport) -> Tekst:
    """Introduce who was measured: by whom, when, and how many children stayed."""
    table = measured(rapport)
    if table.empty:
        return Tekst("Er is geen inventarisatie van kinderen.")
    rows = list(table.itertuples())
    told = rows if len(rows) <= MOST_COLUMNS else [rows[0], rows[-1]]
    parts = [_sentence_meting(rapport, row) for row in told]
    parts += [sentence_between(rapport, table)] if len(told) < len(rows) else []
    parts += [sentence_part(rapport)] if not rapport.over_alle else []
    parts += [ONLY_LISTS] if rapport.over_alle and table["vorm"].astype(str).str.contains("tellingen").any() else []
    return Tekst(" ".join(part for part in [*parts, sentence_overlap(rapport)] if part))


def sentence_part(rapport: Rapport) -> str:
    """Tell that this IKC joined later, missed a meting, stopped, or came from others; empty where it did not."""
    own, every = [item.meting for item in rapport.metingen], list(rapport.study.meting_namen)
    ikc = rapport.eigen_ikc
    if not own or ikc is None:
        return ""
    years = [rapport.meting_label(name, full=True) for name in missed(rapport)]
    begun = f"De eerste meting van dit IKC is die van {rapport.meting_label(own[0], full=True)}."
    before = [rapport.study.naam_of_ikc(code) for code in ikc.opvolger_van]
    parts = [f"Dit IKC is voortgekomen uit {escape(list_words(before))}."] if before else []
    parts += [begun] if own[0] != every[0] else []
    parts += [f"In {list_words(years)} is hier niet gemeten."] if years else []
    parts += [f"Dit IKC deed mee tot en met {day(ikc.tot)}."] if ikc.tot else []
    return " ".join(parts)


def sentence_between(rapport: Rapport, table: pd.DataFrame) -> str:
    """Word the metingen between the first and the last: how many, fewest and most children, when another filled in."""
    known = table.iloc[1:-1]["n_kinderen"].dropna()
    text = f"Daartussen waren er {count_words(len(table) - 2)} metingen"
    if len(known):
        fewest, most = (count_of(count, rapport.basis) for count in (known.min(), known.max()))
        text += f", met {fewest} kinderen" if fewest == most else f", met {fewest} tot {most} kinderen"
    turns = informant_breaks(rapport)
    other = f" {first_upper(sentence_turns(rapport, turns))}" if turns else ""
    return f"{text}.{other}"


def _sentence_meting(rapport: Rapport, row: object) -> str:
    jaar, who = rapport.meting_label(row.meting, full=True), informant_words(rapport.informant(row.meting))
    if is_missing(row.n_kinderen):
        return f"In {jaar} vulden {who} de lijst in; hoeveel kinderen er toen waren, is niet bekend."
    text = f"In {jaar} waren er {count_of(row.n_kinderen, rapport.basis)} kinderen"
    if is_missing(row.n_inventaris):
        return f"{text}; {who} vulden de lijst in."
    return f"{text}; {who} zetten er {count_of(row.n_inventaris, rapport.basis)} op de lijst."


LEES_DOMEIN = (
    "In de figuur is elk vak een domein; alle vakken hebben dezelfde schaal. Het streepje door een rondje is de marge "
    "van dat cijfer."
)
LEES_VERLOOP = (
    "In de figuur is elk vak een hoofdindicator, met elke meting op zijn plaats in de tijd. Het streepje door een "
    "rondje is de marge van dat cijfer."
)


def zin_lees_signalen(rapport: Rapport) -> Tekst:
    """Tell how to read the figure of this chapter: the domains, or the course of the primary indicators."""
    return Tekst(LEES_VERLOOP if has_course(rapport) else LEES_DOMEIN)


def zin_signalen(rapport: Rapport) -> Tekst:
    """Introduce the signals: in the last meting, the share with any child signal and with any family signal."""
    table = shares(rapport, "signalen", ("soort",))
    if table.empty and len(rapport.tabel("signalen")):
        return Tekst(f"{COUNTS_ONLY} {sentence_exploratory(rapport)}".strip())
    if table.empty:
        return Tekst("Er is geen inventarisatie van signalen.")
    last = table[table["meting"] == rapport.laatste.meting]
    jaar, who = (
        rapport.meting_label(rapport.laatste.meting, full=True),
        informant_words(rapport.informant(rapport.laatste.meting)),
    )
    parts = [
        f"bij {of_the_100(row.aandeel, rapport.basis)} kinderen een signaal van {in_sentence(row.label)}"
        for row in last.itertuples()
        if row.getoond
    ]
    if not parts:
        return Tekst(f"Van de signalen tonen we geen aandelen: in {jaar} {hidden_reason(last)}.")
    return Tekst(f"In {jaar} zagen {who} {list_words(parts)}. {sentence_exploratory(rapport)}".strip())


def sentence_exploratory(rapport: Rapport) -> str:
    """Tell that figures outside the primary indicators are exploratory."""
    labels = [in_sentence(rapport.codebook.label(item.indicator)) for item in rapport.study.primaire_indicatoren]
    if not labels:
        return ""
    return (
        f"Er zijn {number(len(labels))} hoofdindicatoren gekozen ({list_words(labels)}). De andere cijfers zijn "
        "verkennend: wie naar veel cijfers kijkt, ziet altijd wel een verschil."
    )


def zin_bouw(rapport: Rapport) -> Tekst:
    """Word the lowest and the highest bouw of all child signals in the last meting: a description, without a test."""
    table = shares(rapport, "signalen", ("soort",), bouw=None)
    if table.empty:
        return Tekst("")
    rows = table[(table["meting"] == rapport.laatste.meting) & (table["soort"] == table["soort"].iloc[0])]
    every = rows
    rows = rows[rows["getoond"]].sort_values("aandeel", kind="stable")
    if len(rows) < 2:
        return Tekst(f"Per bouw is er niets te vergelijken: bij de laatste meting {hidden_reason(every)}.")
    return Tekst(_sentence_bouw(rapport, rows))


WHY_NO_TEST = "wie de uitersten kiest, vindt altijd een verschil."


def _sentence_bouw(rapport: Rapport, rows: pd.DataFrame) -> str:
    low, high = rows.iloc[0], rows.iloc[-1]
    jaar = rapport.meting_label(rapport.laatste.meting, full=True)
    most, least = (of_the_100(row["aandeel"], rapport.basis) for row in (high, low))
    text = (
        f"In {jaar} is er in de {high['bouw']} bij {most} kinderen een signaal van {in_sentence(high['label'])}, in de "
        f"{low['bouw']} bij {least}."
    )
    return f"{text} Dat zijn de hoogste en de laagste van {count_words(len(rows))} bouwen: {WHY_NO_TEST}"


PER = 10
"""The children with one kind of signal beside whom those with the other are counted."""


def zin_verhouding(rapport: Rapport) -> Tekst:
    """Word the ratio of externaliserend to internaliserend at the first and the last meting."""
    table = ratios(rapport, ["ratio_ext_int"])
    known = table[table["getoond"]] if len(table) else table
    if known.empty:
        none = "De verhouding tussen externaliserende en internaliserende signalen is niet te tonen."
        return Tekst(none if len(table) else "")
    told = list(known.iloc[[0, -1] if len(known) > 1 else [0]].itertuples())
    parts = [
        f"in {rapport.meting_label(row.meting, full=True)} {number(PER * row.waarde)}{_ratio_margin(row)}"
        for row in told
    ]
    eyes = sentence_other_eyes(rapport) if len(parts) > 1 else ""
    text = (
        f"Tegenover elke {PER} kinderen met internaliserende problemen staan kinderen met externaliserend gedrag: "
        f"{list_words(parts)}."
    )
    return Tekst(f"{eyes} {text}".strip())


def _ratio_margin(row: object) -> str:
    if is_missing(row.ci_laag) or is_missing(row.ci_hoog):
        return ""
    return f" (marge {number(PER * row.ci_laag)} tot {number(PER * row.ci_hoog)})"


def zin_verkennend(rapport: Rapport) -> Tekst:
    """Word how many exploratory changes are clear after correction for their number, without naming them findings."""
    table = changes_between(rapport, rapport.tabel("veranderingen"))
    table = table[~table["primair"].astype(bool) & (table["bouw"] == ALLE)] if len(table) else table
    judged = table[table["uitkomst"].isin(COMPARED)] if len(table) else table
    if judged.empty:
        return Tekst(sentence_none([]))
    count = int(judged["genoteerd"].isin([MEER, MINDER]).sum())
    which = "geen" if not count else number(count)
    return Tekst(
        f"We bekeken {number(len(judged))} verkennende cijfers met genoeg gegevens; de domeinen staan in de tabel. "
        f"Bij {which} daarvan is het verschil groter dan toeval verklaart. Daarbij telt mee hoeveel cijfers we bekeken."
    )
