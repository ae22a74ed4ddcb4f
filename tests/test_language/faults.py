"""The faults of language that no report may have: what they are, and where a text has one.

What may never be said of a comparison (`significant`, `dankzij`) is in `presentation.taal.wording`, with the gate for
it; here is what a careful reader stumbles over.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analysis.presentation.taal.wording import forbidden_words

SENTENCE, CAPTION, ALT, CELL, HEADING, DRAWN = "tekst", "bijschrift", "alternatieve tekst", "cel", "kop", "figuur"
EVERY = (SENTENCE, CAPTION, ALT, CELL, HEADING, DRAWN)
MOST_WORDS = 30
ROUND = 40
"""Characters of a text that a message shows around a fault."""


@dataclass(frozen=True)
class Part:
    """A text as a reader meets it: where, what kind, and whether it is in the appendix, where terms are explained.

    `level` is that of a heading, 0 for any other text.
    """

    place: str
    kind: str
    text: str
    appendix: bool = False
    level: int = 0


DOUBLED = re.compile(r"(?<![\w’'-])(?!die\b|dat\b)([^\W\d_]{2,}) \1(?![\w’'-])", re.IGNORECASE)
DASHES = {
    "een los streepje": re.compile(r"[:;,(] ?[-–—] | [-–—][.;,]|--|(?<=\w) [-–—]$|(?<=\w) - (?=\w)|^[-–—] (?=.*[.]$)"),
    "een leeg paar haakjes": re.compile(r"\(\s*\)|\[\s*\]"),
    "een spatie voor een leesteken": re.compile(r" [,;:.!?)](?=\s|$)|\( "),
    "dubbele leestekens": re.compile(r"[,;:]{2}|[.,;:]{1}[,;:](?!\w)|(?<!\.)\.\.(?!\.)"),
}
QUOTES = {
    "een recht aanhalingsteken": re.compile(r"[\"']"),
    "een verkeerd aanhalingsteken": re.compile(r"\w‘|(?<![\w’])‘(?=[ent] [A-Z])|“[^”]*$|^[^“]*”|“[^”]*“|[`´]"),
}
ENGLISH = re.compile(
    r"\b(?:the|and|with|from|children|year|years|care|this|that|which|are|was not|nan|NaN|NaT|None|null|True|False"
    r"|undefined)\b"
)
FILES = {
    "een bestandsnaam": re.compile(r"\b[\w/-]+\.(?:csv|ya?ml|ipynb|py|json|parquet|xlsx?|sav|zip)\b"),
    "een naam uit de code": re.compile(r"(?<![\w/])[a-zA-Z]+_[a-z_]+(?![\w/])|`|\bDataFrame\b|#\w+"),
    "een woord van de machine": re.compile(r"\b[Nn]otebooks?\b|\b[Pp]apermill\b|\bNA\b"),
}
JARGON = re.compile(
    r"\b(?:kansverhouding\w*|odds\b|mediaan|medianen|bootstrap\w*|logrank\w*|Mantel\w*|Kaplan\w*|t-verdeling|tekenwisseltoets\w*"
    r"|deadweight|contant gemaakt\w*|contante waarde|trekkingen|peildatum|peildata|Newcombe|Wilson|Holm|regressie\w*"
    r"|betrouwbaarheidsinterval\w*|standaardafwijking\w*|percentiel\w*|Monte|randomi\w+|stratum|strata|ICC|effectgrootte"
    r"|correlatie\w*|covaria\w+|imput\w+|heterogen\w+|p-waarde\w*|kleinst mogelijke p|kappa|nulhypothese\w*"
    r"|logistisch\w*|interactie\w*|discontovoet)\b",
)
PHRASES = {
    "“er” staat er twee keer": re.compile(r"\ber (?:[\w.]+ ){0,2}[\d.]+ er\b|\b(?:waren|zijn|was|is) er [\d.]+ er\b"),
    "nul of één als cijfer": re.compile(
        r"(?:zijn|waren|kloppen|liepen|wijken) er [01]\b(?![.,]\d)"
        r"|(?<![\d.,€–] )(?<![\d.,])\b1 (?:kinderen|casussen|posten|trajecten|IKC[’']s|metingen|toewijzingen|rijen)\b"
    ),
    "decimalen waar niemand iets aan heeft": re.compile(
        r"(?<![€\d.,])(?<!€\s)\b\d+,\d{2,}\b(?!%| (?:euro|uur|per uur))"
        r"|\b\d[\d.]*,\d+ (?:kinderen|casussen|gezinnen|trajecten)\b"
    ),
    "“minstens” bij een gemiddelde": re.compile(
        r"gemiddeld[^.;]{0,60}\b(?:minstens|ten minste)\b|\bminstens\b[^.;]{0,40}\bgemiddeld", re.IGNORECASE
    ),
    "een regel over marges die overlappen": re.compile(r"overlap\w*", re.IGNORECASE),
    "een onwaarheid over het rapport zelf": re.compile(r"[Aa]lle (?:kinderen en )?cijfers[^.]{0,40}verzonnen"),
    "een besparing die niemand zag": re.compile(r"\b(?:[Bb]espaar\w*|[Bb]espar\w+|levert op|leverde op|bracht op)\b"),
    "een lege zin": re.compile(r"^(?:[.,;:]|\d+[.,;:]?)$"),
}
CHECKED: tuple[tuple[dict[str, re.Pattern], tuple[str, ...], bool], ...] = (
    (DASHES, (SENTENCE, CAPTION, HEADING), True),
    (QUOTES, EVERY, True),
    ({"Engels of geen woord": ENGLISH}, EVERY, False),
    (FILES, EVERY, False),
    ({"een vakwoord buiten de bijlage": JARGON}, (SENTENCE, CAPTION, CELL, HEADING, DRAWN), False),
    (PHRASES, (SENTENCE, CAPTION, ALT, HEADING), True),
)
"""Patterns, the kinds of text that they are looked for in, and whether the appendix is held to them too."""


def faults_in(parts: Iterable[Part], given: Iterable[str] = ()) -> list[str]:
    """Say every fault in these texts, each once; what a study typed itself (`given`) is not ours and is taken out."""
    from analysis.publishing.wording import as_read, without_typed

    typed = [as_read(text) for text in given if re.search(r"[^\W\d_].*\s|[A-ZÀ-Ý]|\w_\w", text)]
    found = [
        f"{part.place}: {part.kind}: {what}: {shown}"
        for part in parts
        for what, shown in faults_of(part, lambda text: without_typed(text, [item for item in typed if item in text]))
    ]
    return list(dict.fromkeys(found))


def faults_of(part: Part, ours: Callable[[str], str] = str) -> Iterator[tuple[str, str]]:
    """Give what is wrong with one text, and the words around it; `ours` leaves out what the study typed."""
    text = " ".join(part.text.split())
    if not text:
        return
    for patterns, kinds, everywhere in CHECKED:
        if part.kind in kinds and (everywhere or not part.appendix):
            for what, pattern in patterns.items():
                if pattern.search(text) and (hit := pattern.search(ours(text))):
                    yield what, _around(ours(text), hit)
    if part.kind in (SENTENCE, CAPTION, HEADING) and (hit := DOUBLED.search(text)):
        yield "een woord staat er twee keer", _around(text, hit)
    if part.kind != CELL:
        yield from (("een verboden woord", word) for word in (forbidden_words(text) and forbidden_words(ours(text))))
    if part.kind in (SENTENCE, CAPTION):
        yield from (
            (f"een zin van {len(words)} woorden", f"“{sentence}”")
            for sentence in sentences(text)
            if len(words := sentence.split()) > MOST_WORDS
        )


_END = re.compile(r"(?<=[.!?])(?:[”’)*]*)\s+(?=[“‘(*]*[A-ZÀ-Ý0-9])")
_NO_END = re.compile(r"\b(?:bijv|ca|nr|blz|art|resp|d\.w\.z)\.$|\b[A-Z]\.$")


def sentences(text: str) -> list[str]:
    """Split a text into its sentences."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _around(text: str, hit: re.Match) -> str:
    start, end = max(hit.start() - ROUND, 0), hit.end() + ROUND
    return f"“{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}”"
