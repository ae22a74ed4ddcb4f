"""The first page in words: what we see, how sure that is, and what it must not be read as. Only what applies."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import children_words
from analysis.presentation.certainty import over_ends
from analysis.presentation.chance import TARGET, sentence_classes, sentence_persons
from analysis.presentation.changes import (
    cannot_be_shown,
    changes_words,
    sentence_clear,
    sentence_detectable,
    sentence_levels,
    sentence_none,
    sentence_noted,
    sentence_unclear,
    sentence_why_not,
)
from analysis.presentation.oogopslag.caveats import sentence_changed_lists
from analysis.presentation.oogopslag.detection import sentence_detection
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.overlap import sentence_overlap
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import changes_between, nothing_to_compare, primary_changes
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import (
    count_words,
    day,
    first_upper,
    ikcs_words,
    is_missing,
    list_words,
    more_or_less,
    number,
    the_ikcs,
)
from analysis.presentation.taal.oordelen import (
    BESCHRIJVING,
    CLEAR,
    COMPARED,
    GEEN_VERANDERING,
    JUDGED,
    MEER,
    NIET_GETOOND,
    NOT_THE_SAME,
    NOTED,
    NOTED_CLEAR,
    ONBEKEND,
    OORDELEN,
    OTHER_INFORMANT,
    WHY_NOT,
)
from analysis.presentation.taal.wording import in_sentence, informant_words, subject_words
from analysis.presentation.who_is_in import left_out_words, present_ikcs
from analysis.study import ALLE

MOST_CLEAR, MOST_UNCLEAR, MOST_NOTED = 3, 4, 2
"""So many clear changes get a sentence of their own on the first page, so many others a name; the rest share one."""
ADDED_UP = "Dit zijn kinderen van alle IKC's opgeteld: een beschrijving, zonder oordeel."


def zin_oogopslag_wat(rapport: Rapport) -> Tekst:
    """Wat zien we? The clear changes first, then what cannot be said."""
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst(nothing_to_compare(rapport))
    clear, unclear, none = split_outcomes(changes)
    lines = [*_lines_noted(rapport, changes), *_lines_summed(rapport, changes)]
    lines += [sentence_clear(row, *_ends(rapport), rapport.basis) for row in clear[:MOST_CLEAR]]
    if clear[MOST_CLEAR:]:
        lines.append(f"Ook zien we {changes_words(clear[MOST_CLEAR:])}.")
    if unclear:
        lines.append(sentence_unclear(unclear[0]) if len(unclear) == 1 else _sentence_many_unclear(unclear))
    if none:
        lines.append(sentence_none(none))
    if rapport.over_alle:
        lines.append(sentence_per_ikc(rapport, changes))
    return bullets(lines)


def noted_of(changes: pd.DataFrame) -> list[Any]:
    """Give the rows that tell what was noted and not what changed, those that chance does not explain first."""
    rows = [row for row in changes.itertuples() if row.uitkomst in NOTED]
    return sorted(rows, key=lambda row: row.uitkomst not in NOTED_CLEAR)


def _lines_noted(rapport: Rapport, changes: pd.DataFrame) -> list[str]:
    """Say that somebody else filled in the list before any number, then what was noted."""
    rows = noted_of(changes)
    if not rows:
        return []
    told, rest = rows[:MOST_NOTED], rows[MOST_NOTED:]
    lines = [sentence_why_not(rows), *(sentence_noted(row, *_ends(rapport), rapport.basis) for row in told)]
    names = list_words([in_sentence(row.label) for row in rest])
    return [*lines, f"Dat geldt ook voor {names}; die staan in de figuur."] if rest else lines


def _lines_summed(rapport: Rapport, changes: pd.DataFrame) -> list[str]:
    """Describe children added up over IKCs, and say of each group of IKCs whether something changed."""
    rows = [row for row in changes.itertuples() if row.uitkomst == BESCHRIJVING]
    if not rows:
        return []
    apart = not all(_same_informant(row) for row in rows)
    word = sentence_noted if apart else sentence_levels
    lines = [NOT_THE_SAME] if apart else []
    lines += [word(row, *_ends(rapport), rapport.basis) for row in rows[:MOST_NOTED]]
    return [*lines, f"{ADDED_UP} {sentence_groups(rapport)}".strip()]


def _same_informant(row: Any) -> bool:
    """Tell whether at both metingen the same kinds of informant, all of them known, filled in the lists."""
    known = not any(kind in ("", ONBEKEND) for kind in (row.informant_van, row.informant_naar))
    return known and not bool(row.informant_gewisseld)


def split_outcomes(changes: pd.DataFrame) -> tuple[list[Any], list[Any], list[Any]]:
    """Split changes in clear ones, those that chance may explain, and those about which nothing can be said."""
    rows = list(changes.itertuples())
    clear = [row for row in rows if row.uitkomst in CLEAR]
    unclear = [row for row in rows if row.uitkomst == GEEN_VERANDERING]
    return clear, unclear, [row for row in rows if row.uitkomst not in COMPARED]


def _ends(rapport: Rapport) -> tuple[str, str]:
    return (
        rapport.meting_label(rapport.eerste.meting, full=True),
        rapport.meting_label(rapport.laatste.meting, full=True),
    )


def _sentence_many_unclear(rows: list[Any]) -> str:
    if len(rows) > MOST_UNCLEAR:
        return (
            f"Of er bij {number(len(rows))} andere hoofdindicatoren iets veranderde, is niet te zeggen: de verschillen "
            "kunnen toeval zijn. Ze staan in de figuur."
        )
    names = list_words([in_sentence(row.label) for row in rows])
    sizes = ", ".join(f"{in_sentence(row.label)}: {more_or_less(row.verschil)}" for row in rows)
    return f"Of er bij {names} iets veranderde, is niet te zeggen: de verschillen kunnen toeval zijn ({sizes})."


def sentence_per_ikc(rapport: Rapport, changes: pd.DataFrame) -> str:
    """Count in how many IKCs the first primary indicator's change is clear; never which, never a ranking."""
    table = changes_between(rapport, rapport.alle("veranderingen"))
    first = changes.iloc[0]
    rows = table[(table["indicator"] == first["indicator"]) & (table["ikc"] != ALLE) & table["primair"].astype(bool)]
    judged = rows[rows["uitkomst"].isin(JUDGED)]
    if judged.empty:
        return ""
    apart = int(rows["uitkomst"].isin(NOTED).sum())
    other = (
        f" Bij {count_words(apart)} andere zijn de twee lijsten niet te vergelijken; daar is het niet te zeggen."
        if apart
        else ""
    )
    up, down = ((judged["uitkomst"] == word).sum() for word in CLEAR)
    subject = subject_words(first["label"], first["aard"])
    return (
        f"Per IKC bekeken: bij {count_words(int(up))} van de {ikcs_words(len(judged))} is een stijging van "
        f"{subject} aan te tonen, bij {count_words(int(down))} een daling.{other}"
    )


def sentence_groups(rapport: Rapport) -> str:
    """Say per group of IKCs, each IKC counted once, what changed, or why nobody can say."""
    parts = [f"{list_words(who)} is {what}" for what, who in _said_of_groups(rapport).items()]
    return (
        f"Telt elk IKC één keer, dan zien we dit. {' '.join(f'{first_upper(part)}.' for part in parts)}"
        if parts
        else ""
    )


def _said_of_groups(rapport: Rapport) -> dict[str, list[str]]:
    """Give what can be said of groups of IKCs, each with the groups of which that is said."""
    table = over_ends(rapport, "over_ikcs")
    said: dict[str, list[str]] = {}
    for rol, group in table.groupby("rol", sort=False) if len(table) else []:
        who = f"bij {the_ikcs(group['n_ikcs'].max())} {'met' if rol == 'pilot' else 'zonder'} jeugdondersteuner"
        said.setdefault(_group_words(group), []).append(who)
    return said


def _group_words(group: pd.DataFrame) -> str:
    clear = [row for row in group.itertuples() if row.uitkomst in CLEAR]
    if clear:
        words = [f"een {OORDELEN[row.uitkomst].naamwoord} van {in_sentence(row.label)}" for row in clear]
        return f"{list_words(words)} aan te tonen"
    reasons = set(group["oordeel_reden"]) & set(WHY_NOT)
    if reasons:
        why = "niet steeds vulde hetzelfde soort invuller de lijst in"
        if not reasons & set(OTHER_INFORMANT):
            why = "op de ene lijst stonden bijna alle kinderen, op de andere een deel"
        return f"niet te zeggen of er iets veranderde, want {why}"
    if group["uitkomst"].eq(GEEN_VERANDERING).any():
        return "geen verandering aan te tonen"
    return "niets te zeggen: het zijn te weinig IKC's of te weinig kinderen"


def zin_oogopslag_zeker(rapport: Rapport) -> Tekst:
    """Hoe zeker is dat? The children, chance and the smallest change, the other informant, persons, what margins say.

    Five points at most; the target of the margins and what they take as their unit are one.
    """
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst("")
    clear, unclear, _ = split_outcomes(changes)
    first = _ends(rapport)[0]
    children = children_words(rapport, [rapport.eerste.meting, rapport.laatste.meting])
    chance = _sentence_chance(clear, len(changes)) if clear or unclear else _sentence_noted_chance(noted_of(changes))
    points = [
        [f"De cijfers gaan over {children}." if children else "", sentence_overlap(rapport)],
        [chance, _sentence_smallest(unclear) if len(unclear) > 1 else ""],
        [sentence_turning_point(changes, first), sentence_detection(rapport, changes)],
        [sentence_persons(changes)],
        [TARGET, sentence_classes(rapport, changes)],
    ]
    return bullets([" ".join(part for part in point if part) for point in points])


def _sentence_chance(clear: list[Any], count: int) -> str:
    if not clear:
        return "Geen van de verschillen is zo groot dat toeval is uit te sluiten."
    names = list_words([in_sentence(row.label) for row in clear])
    also = f", ook als we meewegen dat we naar {number(count)} cijfers tegelijk keken" if count > 1 else ""
    return f"Bij {names} is het verschil groter dan toeval verklaart{also}."


def _sentence_noted_chance(noted: list[Any]) -> str:
    """Word of which indicators chance does not explain what was noted: about the lists, not about change."""
    if not noted:
        return ""
    names = [in_sentence(row.label) for row in noted if row.uitkomst in NOTED_CLEAR]
    if not names:
        return "Geen van de verschillen in wat is genoteerd is zo groot dat toeval is uit te sluiten."
    rest = " Bij de andere kan ook dat toeval zijn." if len(names) < len(noted) else ""
    return f"Bij {list_words(names)} is er meer of minder genoteerd dan toeval verklaart.{rest}"


def _sentence_smallest(unclear: list[Any]) -> str:
    """Word the smallest change of the indicator where it is hardest to show: first one where none can be shown."""
    known = [row for row in unclear if cannot_be_shown(row) or not is_missing(row.kleinst_aantoonbaar)]
    if not known:
        return ""
    hardest = max(known, key=lambda row: 1.0 if cannot_be_shown(row) else row.kleinst_aantoonbaar)
    return f"Bij {in_sentence(hardest.label)} kan het verschil toeval zijn. {sentence_detectable(hardest)}"


def sentence_turning_point(changes: pd.DataFrame, first: str) -> str:
    """Word at which detection ratio a rise would vanish, for the rise that vanishes first."""
    column = "omslag_detectie"
    if column not in changes:
        return sentence_other_informant(changes, first)
    asked = changes[(changes["genoteerd"] == MEER) & changes[column].notna() & (changes[column] > 1)]
    if asked.empty:
        return sentence_other_informant(changes, first)
    row = asked.sort_values(column, kind="stable").iloc[0]
    verb = "melden" if row["aard"] == "zorg" else "signaleren"
    about = f" (bij {in_sentence(row['label'])})" if len(asked) > 1 else ""
    return (
        f"{sentence_other_informant(changes, first)} Als zij {number(row[column], 1)} keer zoveel {verb} bij dezelfde "
        f"kinderen{about}, verklaart dat het hele verschil.{_lower_limit(row)}"
    )


def _lower_limit(row: pd.Series) -> str:
    low = row.get("omslag_detectie_laag")
    return "" if is_missing(low) or low <= 1 else f" Met de marge meegerekend kan {number(low, 1)} keer al genoeg zijn."


def sentence_other_informant(changes: pd.DataFrame, first: str) -> str:
    """Word that another kind of informant filled in the list; empty when it did not change or is not known."""
    changed = changes[changes["informant_gewisseld"].fillna(False).astype(bool)]
    if changed.empty:
        return ""
    before, after = (informant_words(str(changed.iloc[0][name])) for name in ("informant_van", "informant_naar"))
    if before == after:
        return f"Wie de lijst invulde, was na {first} voor een deel iemand anders."
    return f"In {first} vulden {before} de lijst in, bij de laatste meting {after}."


def zin_oogopslag_niet(rapport: Rapport) -> Tekst:
    """Wat mag u hier niet uit lezen? Before-after, another eye, corona, hidden numbers, the mix of IKCs."""
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst("")
    lines = [
        f"{sentence_signals_not_problems(changes)} {sentence_changed_lists(rapport)}".strip(),
        "Deze cijfers vergelijken eerder met later. Waarom iets anders is, laten ze niet zien: in dezelfde tijd "
        f"gebeurde er meer. {sentence_disturbed(rapport)}".strip(),
        _sentence_hidden(changes),
        _sentence_all_ikcs(rapport) if rapport.over_alle else _sentence_without_jok(rapport),
        left_out_words(rapport, [rapport.eerste.meting, rapport.laatste.meting]) if rapport.over_alle else "",
    ]
    return bullets(lines)


def sentence_signals_not_problems(changes: pd.DataFrame) -> str:
    """Word that more signals may be a better eye or another eye; only where signals are among the indicators."""
    signals = changes[changes["aard"] == "signaal"]
    if signals.empty:
        return ""
    if signals["informant_gewisseld"].fillna(False).astype(bool).any():
        return (
            "Meer of minder signalen is niet hetzelfde als meer of minder problemen. Iemand anders vulde de lijst in, "
            "en die kan andere dingen zien."
        )
    return "Meer of minder signalen is niet hetzelfde als meer of minder problemen: er kan ook beter gekeken zijn."


def sentence_disturbed(rapport: Rapport) -> str:
    """Word which disturbing periods fall in the time that is compared, with their dates; empty when none does."""
    if len(rapport.metingen) < 2:
        return ""
    first, last = rapport.eerste.peildatum, rapport.laatste.peildatum
    periods = rapport.study.storend_in(first, last)
    words = [f"{escape(item.naam)} ({day(item.van)} tot en met {day(item.tot)})" for item in periods]
    if not words:
        return ""
    return f"Er viel een bijzondere periode in: {list_words(words)}. Zorg en onderwijs liepen toen anders."


def _sentence_hidden(changes: pd.DataFrame) -> str:
    if not changes["uitkomst"].eq(NIET_GETOOND).any():
        return ""
    return "Kleine aantallen tonen we niet. Dat een cijfer ontbreekt, zegt niet dat er niets was."


def _sentence_all_ikcs(rapport: Rapport) -> str:
    there = present_ikcs(rapport, [rapport.eerste.meting, rapport.laatste.meting])
    roles = [item.rol for item in rapport.study.ikcs if item.ikc in there]
    if "pilot" in roles and "vergelijking" in roles:
        total = len(rapport.study.ikcs)
        of_all = "" if len(roles) == total else f"van de {number(total)} "
        return (
            f"Dit is het totaal van {number(len(roles))} {of_all}IKC's: {number(roles.count('pilot'))} met en "
            f"{number(roles.count('vergelijking'))} zonder jeugdondersteuner. IKC's verschillen in grootte en "
            "omgeving; vergelijk ze niet als een wedstrijd."
        )
    return "IKC's verschillen in grootte en omgeving; vergelijk ze niet als een wedstrijd."


def _sentence_without_jok(rapport: Rapport) -> str:
    ikc = rapport.eigen_ikc
    if ikc is None or rapport.laatste is None or (ikc.start_jok and ikc.start_jok <= rapport.laatste.peildatum):
        return ""
    name = first_upper(escape(rapport.naam))
    return f"{name} had in deze tijd geen jeugdondersteuner; het is een IKC om mee te vergelijken."
