"""The profile of an IKC, what changed there, and second-line care beside care close by, in words."""

from analysis.presentation.gebeurtenissen import gebeurtenissen
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.profiel.second_line import Vergelijking, compare_lines
from analysis.presentation.profiel.tables import facts_of, scale_words
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, day, first_upper, number

CAVEAT = (
    "Dit beschrijft {n} IKC's; dat zijn er weinig. Wie er woont, verschilt per IKC. Hulp dichtbij kan ook juist daar "
    "zijn gekomen waar meer nodig was. Een oorzaak is hier niet te zien."
)


def zin_profiel(rapport: Rapport) -> Tekst:
    """Say whose description it is, and what a score is."""
    facts = facts_of(rapport)
    if facts.empty:
        return Tekst("")
    text = f"Zo beschrijft {escape(rapport.naam)} zichzelf."
    if facts["score"].notna().any():
        text += (
            f" Een score loopt van {scale_words(rapport)}: hoe hoger, hoe beter het volgens de invuller gaat. Het is "
            "een oordeel en geen meting."
        )
    return Tekst(text)


def lijst_gebeurtenissen(rapport: Rapport) -> Tekst:
    """List what changed at this IKC, with its day."""
    lines = [
        f"{day(item.datum)}: {escape(item.naam)}{f' ({escape(item.tekst)})' if item.tekst else ''}"
        for item in gebeurtenissen(rapport)
    ]
    if not lines:
        return Tekst("")
    return Tekst(
        "Dit veranderde er in de organisatie. In de figuren over de tijd staat het als lijn; dat er daarna iets anders "
        "werd, zegt niet waar dat vandaan kwam."
    ) + bullets(lines)


def zin_tweede_lijn(rapport: Rapport) -> Tekst:
    """Describe the second line where care close by is most and least, and say what that does not say."""
    found = compare_lines(rapport)
    if not found:
        return Tekst("")
    most = max(len(item.punten) for item in found)
    return Tekst(" ".join([*map(_halves, found), CAVEAT.format(n=number(most))]))


def _halves(item: Vergelijking) -> str:
    low, high = float(item.minste.mean()), float(item.meeste.mean())
    few, many = len(item.minste), len(item.meeste)
    what = "de hoogste score voor zorgstructuur" if item.is_score else "de meeste eerstelijnszorg"
    least = "de laagste" if item.is_score else "de minste"
    return first_upper(
        f"bij de {count_words(many)} IKC's met {what} waren er gemiddeld {item.y_zin.format(number(high))}, bij de "
        f"{count_words(few)} met {least} {number(low)}."
    )
