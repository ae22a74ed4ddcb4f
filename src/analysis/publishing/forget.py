"""`ikc vergeet`: a child out of everything that was made from the deliveries, without its number in any file or log."""

from datetime import date

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.intake.find_child import Child, find_child, mark_of
from analysis.publishing.remake import look_what_is_made, remake, throw_away
from analysis.study import Study
from analysis.study.forgotten import NAME, add_forgotten, read_entries
from analysis.study.locks import study_lock
from analysis.study.working_copies import refuse_while_busy


def forget(study: Study, codebook: Codebook, number: str, ikc: str, door: str, day: date) -> int:
    """Forget the child with this client number, or with this kindcode of an IKC; says what was done. Exit code.

    The list is written first: should making again fail, then every later run leaves the child out all the same.
    """
    child = look_up(study, codebook, number, ikc)
    print(_text_of(child))
    made = look_what_is_made(study)
    with study_lock(study):
        refuse_while_busy(study)
        add_forgotten(study, _not_yet(study, child), child.n_rijen, door, day)
        throw_away(study)
    code = remake(study, made)
    print(_WHAT_IS_LEFT.format(list=NAME))
    return code


def look_up(study: Study, codebook: Codebook, number: str, ikc: str) -> Child:
    """Find the child; raises InvoerFout, without the number, when nobody or more than one child has it."""
    if ikc and ikc not in study.ikc_codes:
        raise _refusal("study.yml", f"het IKC {ikc} staat hier niet bij.", f"Kies uit {', '.join(study.ikc_codes)}.")
    mark, what = mark_of(number, study, ikc), "deze kindcode" if ikc else "dit clientnummer"
    if not mark:
        raise _refusal("", "er is geen nummer gegeven.", "Typ het nummer, of gebruik: ikc vergeet -")
    child = find_child(study, codebook, mark)
    if not child.rijen:
        raise _refusal("data/raw", f"{what} staat in geen enkele levering.", _CHECK_THE_NUMBER)
    if child.kandidaten > 1:
        tekst = f"{what} is volgens leerlingen van {child.kandidaten} kinderen."
        raise _refusal("data/raw", tekst, "Geef het clientnummer van het kind dat vergeten wil worden: ikc vergeet")
    if not _not_yet(study, child):
        raise _refusal(NAME, f"{what} is al vergeten.", "Werd dat afgebroken? Draai dan `ikc run`, voor elke editie.")
    return child


def _not_yet(study: Study, child: Child) -> list[str]:
    known = {entry.kenmerk for entry in read_entries(study)}
    return [mark for mark in child.marks if mark not in known]


_CHECK_THE_NUMBER = (
    "Kijk het nummer na. Kent u alleen de kindcode van een IKC? Gebruik dan: ikc vergeet --ikc IKC01. Is een bestand "
    "onleesbaar? Dan zegt `ikc check` dat."
)  # fmt: skip
_WHAT_IS_LEFT = (
    "\nVergeten. {list} onthoudt het kind zonder nummer: elke volgende run laat zijn rijen weg.\n"
    "Dit doet het programma niet, dus doe het zelf:\n"
    "  - de leveringen in data/raw: vraag nieuwe bestanden zonder het kind, of haal de rijen eruit;\n"
    "  - casussen en citaten over het kind: die hebben geen nummer, en zijn alleen met de hand te vinden;\n"
    "  - kopieën: terugkoppeling van `ikc check --naar`, vooraf ingevulde lijsten, reservekopieën, mail;\n"
    "  - wat al gepubliceerd is. Zet ook niet de oude naast de nieuwe editie: hun verschil is dit kind."
)


def _text_of(child: Child) -> str:
    lines = [f"  {bestand}  {number} {'rij' if number == 1 else 'rijen'}" for bestand, number in child.rijen.items()]
    shared = child.delers and (
        "\nLet op: leerlingen geeft een kindcode van dit kind ook aan een ander kind. Rijen van de inventarisatie met "
        "die code zijn niet uit elkaar te houden; ze tellen geen van alle meer mee."
    )  # fmt: skip
    return "\n".join(["Het kind staat in deze leveringen, en blijft daarin staan:", *lines]) + (shared or "")


def _refusal(where: str, text: str, advies: str) -> InvoerFout:
    return InvoerFout([Melding(where, text, advies=advies, code="vergeten")])
