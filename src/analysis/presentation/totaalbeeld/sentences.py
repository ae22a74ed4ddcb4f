"""How sure this is, in words: under which threats a conclusion stands, and what the IKCs together can say."""

from typing import Any

import pandas as pd

from analysis.presentation.certainty import (
    over_ends,
)
from analysis.presentation.changes import margin_words
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import end_metingen
from analysis.presentation.taal.numbers import (
    first_upper,
    ikcs_words,
    interval_words,
    is_missing,
    list_words,
    more_or_less,
    number,
    of_the_100,
    the_ikcs,
)
from analysis.presentation.taal.oordelen import CLEAR, GEEN_VERANDERING, OORDELEN, OTHER_INFORMANT, WHY_NOT
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.who_is_in import left_out_words

NO_OTHERS = "Er zijn geen IKC's zonder jeugdondersteuner om mee te vergelijken."
NO_PAIR = (
    "Er zijn geen twee metingen die IKC's met en zonder jeugdondersteuner allebei hebben, een vóór en een na de start "
    "van elke jeugdondersteuner. Daarom vergelijken we hier niet."
)
ASSUMPTION = (
    "Dat zegt alleen iets over de jeugdondersteuner als beide groepen IKC's zonder die functie gelijk op waren gegaan. "
    "Of dat zo is, laten deze cijfers niet zien."
)

ONE_GROUP = (
    "In een van de groepen vulde iemand anders de lijst in: of de groepen anders veranderden, is zo niet te zeggen."
)
OTHER_EYES = (
    "In de ene groep IKC's vulde vaker iemand anders de lijst in dan in de andere. Dat zit in het verschil tussen "
    "de groepen, en in geen enkele marge. Wat er overblijft als we dat terugrekenen, rust op weinig kinderen: een "
    "marge kunnen we daar niet bij geven."
)


CONTROLS = (
    "Een controle is een indicator waar een jeugdondersteuner of een andere invuller niets aan zou moeten veranderen. "
    "Verschillen de groepen ook daar, dan gingen zij om een andere reden uit elkaar, en zeggen de andere verschillen "
    "minder."
)


def zin_over_ikcs(rapport: Rapport) -> Tekst:
    """Word per role how the IKCs together changed, and what the number of IKCs allows to be said."""
    table = over_ends(rapport, "over_ikcs")
    if table.empty:
        return Tekst("")
    lines = []
    for label, rows in table.groupby("label", sort=False):
        words = [_group_words(row) for row in rows.itertuples()]
        lines.append(f"**{label}.** {' '.join(words)}")
    alfa = rapport.study.statistiek.alfa
    tests = dict.fromkeys(_what_a_test_can_show(row, alfa) for row in table.itertuples())
    general = "De marge van een groep samen gaat over deze kinderen en klassen, niet over hoe IKC's verschillen. "
    general += "Zegt dit ook iets over andere IKC's? Dan telt elk IKC één keer, en zijn het er weinig. " + " ".join(
        tests
    )
    left_out = left_out_words(rapport, end_metingen(rapport))
    return Tekst(bullets(lines).markdown + f"\n\n{general} {left_out}".rstrip())


def _who(rol: str, n_ikcs: int) -> str:
    return f"{the_ikcs(n_ikcs)} {'met' if rol == 'pilot' else 'zonder'} jeugdondersteuner"


def _what_a_test_can_show(row: Any, alfa: float) -> str:
    """Say how often so few IKCs all go one way by chance, and so whether a test over IKCs can show anything."""
    where, smallest = f"Bij {_who(row.rol, row.n_ikcs)}", row.kleinste_p
    if row.n_ikcs < 2 or is_missing(smallest):
        return f"{where} is er niets te toetsen: daarvoor zijn er meer nodig."
    often = of_the_100(smallest).removesuffix(" van de 100")
    chance = f"{where} gaat het verschil ook zonder reden in {often} van de 100 gevallen overal dezelfde kant op"
    return f"{chance}: aan te tonen is hier niets." if smallest > alfa else f"{chance}: daar is iets aan te tonen."


def _group_words(row: Any) -> str:
    if is_missing(row.verschil) or is_missing(row.ci_laag):
        return f"Bij {_who(row.rol, row.n_ikcs)} zijn er te weinig kinderen om te tonen."
    together = "samen " if row.n_ikcs > 1 else ""
    text = f"Bij {_who(row.rol, row.n_ikcs)} {together}{more_or_less(row.verschil)} ({margin_words(row)})."
    return f"{text} {first_upper(_verdict_words(row))}."


def _verdict_words(row: Any) -> str:
    """Word the verdict that has the IKC as unit."""
    if row.oordeel_reden in WHY_NOT and row.oordeel_reden not in OTHER_INFORMANT:
        return (
            "of er iets veranderde, is niet te zeggen: op de ene lijst stonden bijna alle kinderen, op de andere niet"
        )
    if row.oordeel_reden in WHY_NOT:
        return "of er iets veranderde, is niet te zeggen: niet steeds vulde hetzelfde soort invuller de lijst in"
    if row.uitkomst in CLEAR:
        return f"telt elk IKC één keer, dan is er een {OORDELEN[row.uitkomst].naamwoord} aan te tonen"
    if row.uitkomst == GEEN_VERANDERING:
        return "telt elk IKC één keer, dan is geen verandering aan te tonen"
    return "voor een oordeel zijn er te weinig IKC's"


def zin_verschil_in_verschil(rapport: Rapport) -> Tekst:
    """Word how much more the pilots changed than the others, with the assumption and the other informant."""
    table = over_ends(rapport, "verschil_in_verschil")
    if table.empty:
        others = any(item.rol == "vergelijking" for item in rapport.study.ikcs)
        return Tekst(NO_PAIR if others else NO_OTHERS)
    shown = [row for row in table.itertuples() if not is_missing(row.verschil)]
    hidden = [in_sentence(row.label) for row in table.itertuples() if is_missing(row.verschil)]
    lines = [sentence_did(row) for row in shown]
    lines += [f"Over {list_words(hidden)} tonen we geen cijfers: het gaat om te weinig kinderen."] if hidden else []
    tail = [OTHER_EYES] if any(bool(row.informant_verschilt) for row in shown) else []
    tail += [CONTROLS] if any(bool(row.controle) for row in shown) else []
    ends = [ASSUMPTION, _tests(table, rapport), left_out_words(rapport, end_metingen(rapport))]
    tail += ends if shown else []
    return Tekst("\n\n".join([bullets(lines).markdown, *[part for part in tail if part]]))


def sentence_did(row: Any) -> str:
    """Word one difference in differences; the wording follows the interval corrected for the indicators."""
    label = f"{row.label} (controle)" if bool(row.controle) else row.label
    text = (
        f"**{label}.** Gemiddeld verschil tussen de metingen met jeugdondersteuner: {_about(row.verschil_pilot)}; "
        f"zonder: {_about(row.verschil_vergelijking)}. Met min zonder: {_about(row.verschil)}"
    )
    low, high = row.ci_laag_gecorrigeerd, row.ci_hoog_gecorrigeerd
    if is_missing(low) or is_missing(high):
        return f"{text}. {row.reden} {_other_informant(row)}".strip()
    return f"{text} (marge: {interval_words(low, high)}){_chance_words(row)}. {_other_informant(row)}".strip()


def _chance_words(row: Any) -> str:
    """Word what chance explains; nothing where another informant is in the difference, for that no margin covers."""
    if bool(row.informant_verschilt):
        return ""
    clear = row.ci_laag_gecorrigeerd > 0 or row.ci_hoog_gecorrigeerd < 0
    return "; meer dan toeval verklaart" if clear else "; dat kan toeval zijn"


def _about(verschil: float) -> str:
    """Word a difference of means; the public edition may have rounded it, so that zero is not exactly none."""
    return more_or_less(verschil) if verschil else "vrijwel geen verschil"


def _other_informant(row: Any) -> str:
    if not bool(row.informant_verschilt):
        return ""
    if is_missing(row.verschil_gecorrigeerd):
        return f"{ONE_GROUP} Teruggerekend naar dezelfde invuller is niet te zeggen wat er overblijft."
    return f"{ONE_GROUP} Teruggerekend naar dezelfde invuller blijft er {_about(row.verschil_gecorrigeerd)} over."


def _tests(table: pd.DataFrame, rapport: Rapport) -> str:
    row = table.iloc[0]
    counts = (
        f"Het gaat om {ikcs_words(row['n_pilot'])} met en {number(row['n_vergelijking'])} zonder; elk IKC telt één "
        "keer."
    )
    main = table.loc[~table["controle"].astype(bool), "kans_gevonden"]
    return f"{counts} {power_words(main, rapport.study.statistiek.gezocht_verschil)}".strip()


def power_words(chances: pd.Series, difference: float) -> str:
    """Say how often a true difference of this size would be found with these IKCs; in fives, for it is rough."""
    known = chances.dropna()
    if known.empty:
        return ""
    fives = sorted({5 * round(20 * float(chance)) for chance in (known.min(), known.max())})
    often = " tot ".join(number(times) if times else "0" for times in fives)
    return (
        f"Een echt verschil van {number(100 * difference)} op de 100 kinderen vinden we met deze IKC's in ongeveer "
        f"{often} van de 100 keer. Geen verschil gevonden is dus iets anders dan geen verschil."
    )
