"""Whether the choices of a study were frozen beforehand, in words, for every page that speaks of primary indicators.

Said is what holds: the day is that of the file, the mark is checked, the differences are looked up. That the file was
there on that day nothing here can check, and the sentence says so.
"""

from analysis.codebook import Codebook
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import day, list_words, number
from analysis.results.vastleggen import Stand, judge_vastlegging
from analysis.study import Meting, Study
from analysis.study.vastgelegd import FILE, NIET_VASTGELEGD, SHOWN

MOST_TOLD = 8
NOT_BEFORE = "Niet vooraf vastgelegd"
UNKNOWN = "Of de hoofdindicatoren zijn gekozen zonder de cijfers te kennen, is niet na te gaan."


def sentence_vastgelegd(study: Study, codebook: Codebook) -> str:
    """Give the paragraph for the account, as Markdown; empty where there is nothing to freeze."""
    return sentence_of(judge_vastlegging(study, codebook)) if study.primaire_indicatoren else ""


def words_vastgelegd(study: Study, codebook: Codebook) -> str:
    """Give it in one line, as plain text: for an index, a first page, the end of a run."""
    return short_words(judge_vastlegging(study, codebook)) if study.primaire_indicatoren else ""


def sentence_of(stand: Stand) -> str:
    """Word how the freezing stands: when, before what, changed or not, and what of it can be checked."""
    found = stand.vastgelegd
    if found is None:
        return f"**{NOT_BEFORE}.** {UNKNOWN}"
    if not found.klopt:
        return (
            f"**{NOT_BEFORE}.** Er is een bestand ({FILE}), maar de inhoud hoort niet bij het kenmerk: het is met de "
            f"hand veranderd. {UNKNOWN}"
        )
    return " ".join(part for part in (_when(stand), _again(stand), _changed(stand), _what_it_proves(stand)) if part)


def short_words(stand: Stand) -> str:
    """Word it in one sentence."""
    found = stand.vastgelegd
    if found is None or not found.klopt or not stand.is_vooraf:
        return NIET_VASTGELEGD
    changed = "; na vastlegging gewijzigd" if stand.verschillen else ""
    return (
        f"De hoofdindicatoren zijn volgens {FILE} vastgelegd op {day(found.datum)}, {_before(stand.eerste)}{changed}."
    )


def _when(stand: Stand) -> str:
    found, first = stand.vastgelegd, stand.eerste
    assert found is not None
    if stand.is_vooraf:
        return f"**Volgens {FILE} vastgelegd op {day(found.datum)}, {_before(first)}.**"
    after = f", niet vóór de peildatum van de {_name(first)}" if first else ""
    return f"**{NOT_BEFORE}**: vastgelegd op {day(found.datum)}{after}. {UNKNOWN}"


def _before(first: Meting | None) -> str:
    assert first is not None
    return f"vóór de eerste levering: die van de {_name(first)}"


def _name(first: Meting) -> str:
    return f"{escape(first.meting)} (peildatum {day(first.peildatum)})"


def _again(stand: Stand) -> str:
    """Name the days of earlier files: one that was frozen anew may have been changed then."""
    assert stand.vastgelegd is not None
    days = [f"{item[8:10]}-{item[5:7]}-{item[:4]}" for item, _ in stand.vastgelegd.eerder]
    return f"Eerder vastgelegd op {list_words(days)}; dit is een nieuwe vastlegging." if days else ""


def _changed(stand: Stand) -> str:
    if not stand.verschillen:
        return "Aan keuzes en rekenwijze is sindsdien niets veranderd."
    told = [escape(line) for line in stand.verschillen[:MOST_TOLD]]
    more = len(stand.verschillen) - len(told)
    rest = [f"nog {number(more)} andere"] if more else []
    return f"**Na vastlegging gewijzigd**: {list_words([*told, *rest])}."


def _what_it_proves(stand: Stand) -> str:
    assert stand.vastgelegd is not None
    mark = stand.vastgelegd.kenmerk[:SHOWN]
    return (
        "De datum staat in het bestand zelf en is hier niet na te gaan: iedereen kan hem typen. Wie toen het kenmerk "
        f"kreeg, kan het vergelijken: het begint met {mark}."
    )
