"""The effectenketen in words: what people and numbers say of each link, whether that is the same, and quotes."""

from typing import Any

import pandas as pd

from analysis.codebook.keten import ARROW
from analysis.inference.ketenoordelen import (
    ALLEEN_KWALITATIEF,
    ALLEEN_KWANTITATIEF,
    BEVESTIGD,
    GEEN,
    NEUTRAAL,
    NIEMAND,
    NIET_BEKEND,
    TEGENSTRIJDIG,
    VERDEELD,
    VOORAL_MIN,
    VOORAL_PLUS,
)
from analysis.presentation.citaten import front_quotes, quotes_of, show_quotes
from analysis.presentation.effectenketen.words import number_words, reason_words
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, is_missing, lists_of, number

TABLE = "effectenketen"
STRONG = (BEVESTIGD, TEGENSTRIJDIG)
MOST_QUOTES, PER_SENTENCE, WHYS = 6, 4, 2
PEOPLE_SAY = {
    VOORAL_PLUS: "Vooral beter, zeggen mensen over",
    VOORAL_MIN: "Vooral slechter, zeggen mensen over",
    VERDEELD: "Mensen zijn verdeeld over",
    NEUTRAAL: "Niet veranderd, zeggen mensen over",
}
NO_PROOF = (
    "Wie is gesproken, is geen steekproef. Ook waar mensen en cijfers dezelfde kant op wijzen, laat dat niet zien "
    "waarom iets veranderde."
)


def zin_effectenketen(rapport: Rapport) -> Tekst:
    """Say what an effectenketen is, and how many of its links people and numbers say the same of."""
    table = rapport.tabel(TABLE)
    if table.empty or not rapport.over_alle:
        return Tekst("")
    knopen, pijlen = (int((table["soort"] == soort).sum()) for soort in ("knoop", "pijl"))
    head = (
        "De keten zegt wat er van een jeugdondersteuner verwacht werd, stap voor stap: "
        f"{count_words(knopen)} knopen en {count_words(pijlen)} pijlen ertussen. Samen heten die "
        "schakels. Bij elke schakel staat wat mensen in gesprekken zeiden naast wat de cijfers zeggen."
    )
    return Tekst(f"{head} {_count_sentence(table)} {NO_PROOF}")


def _count_sentence(table: pd.DataFrame) -> str:
    counts = table["oordeel"].value_counts()
    same, against = (int(counts.get(name, 0)) for name in STRONG)
    people, numbers = (int(counts.get(name, 0)) for name in (ALLEEN_KWALITATIEF, ALLEEN_KWANTITATIEF))
    agree = f"Bij {_links(same)}" if same else "Bij geen enkele schakel"
    parts = [f"{agree} wijzen mensen en cijfers allebei de verwachte kant op."]
    if against:
        parts.append(f"Bij {_links(against)} spreken zij elkaar, of de verwachting, tegen.")
    if people:
        parts.append(f"Over {_links(people)} zeggen alleen mensen iets.")
    if numbers:
        parts.append(f"Bij {_links(numbers)} veranderden de cijfers, zonder dat mensen één kant op wijzen.")
    return " ".join(parts)


def _links(count: int) -> str:
    return "één schakel" if count == 1 else f"{count_words(count)} schakels"


def zin_schakels(rapport: Rapport) -> Tekst:
    """Say per link what people and numbers say; links of which the same can be said, in one sentence."""
    table = rapport.tabel(TABLE)
    if table.empty or not rapport.over_alle:
        return Tekst("")
    strong = [_strong_sentence(row, rapport) for row in table.itertuples() if row.oordeel in STRONG]
    numbers = [_numbers_sentence(row, rapport) for row in table.itertuples() if row.oordeel == ALLEEN_KWANTITATIEF]
    people = table[table["oordeel"] == ALLEEN_KWALITATIEF]
    grouped = [_people_sentence(rows, str(mensen), rapport) for mensen, rows in people.groupby("mensen", sort=False)]
    return bullets([*strong, *numbers, *grouped, _why_no_numbers(people)])


def _name(rapport: Rapport, schakel: str) -> str:
    label = escape(rapport.codebook.keten.label(schakel))
    return label if ARROW in schakel else f"‘{label}’"


def _strong_sentence(row: Any, rapport: Rapport) -> str:
    name = _name(rapport, row.schakel)
    if row.oordeel == BEVESTIGD:
        return f"{name}: mensen zeggen vooral dat het beter werd, en de cijfers gingen {number_words(row)}."
    if row.mensen == VOORAL_MIN and row.als_verwacht == "nee":
        return f"{name}: mensen zeggen vooral dat het slechter werd, en ook de cijfers gingen {number_words(row)}."
    worse = "beter" if row.mensen == VOORAL_PLUS else "slechter"
    return f"{name}: mensen zeggen vooral dat het {worse} werd, maar de cijfers gingen {number_words(row)}."


def _numbers_sentence(row: Any, rapport: Rapport) -> str:
    people = {
        VERDEELD: "mensen zijn verdeeld",
        NEUTRAAL: "volgens mensen veranderde er niets",
        NIEMAND: "niemand zei er iets over dat we kunnen tonen",
    }[row.mensen]
    return f"{_name(rapport, row.schakel)}: de cijfers gingen {number_words(row)}; {people}."


def _people_sentence(rows: pd.DataFrame, mensen: str, rapport: Rapport) -> str:
    """Name the nodes of which people mainly say the same, few to a sentence, and count the arrows."""
    knopen = [_name(rapport, schakel) for schakel in rows.loc[rows["soort"] == "knoop", "schakel"]]
    pijlen = int((rows["soort"] == "pijl").sum())
    named = lists_of(knopen, PER_SENTENCE)
    arrows = "één pijl" if pijlen == 1 else f"{count_words(pijlen)} pijlen"
    parts = [*named, *([arrows] if pijlen else [])]
    head, *more = parts
    return " ".join([f"{PEOPLE_SAY[mensen]} {head}.", *(f"Ook over {part}." for part in more)])


def _why_no_numbers(people: pd.DataFrame) -> str:
    """Say once why the numbers do not go along: by reason, how many links."""
    if people.empty:
        return ""
    same = int((people["kwantitatief"] == GEEN).sum())
    unknown = people[people["kwantitatief"] == NIET_BEKEND]
    counts = unknown["kwantitatief_reden"].map(reason_words).value_counts(sort=False)
    parts = [f"{reason} ({number(count)})" for reason, count in counts.items()]
    text = f"Waarom de cijfers daar niets over zeggen: {'; '.join(parts[:WHYS])}." if parts else ""
    text += f" Ook: {'; '.join(parts[WHYS:])}." if parts[WHYS:] else ""
    still = f" Bij {_links(same)} laten zij geen aantoonbare verandering zien." if same else ""
    return f"{text}{still}".strip()


def zin_citaten(rapport: Rapport) -> Tekst:
    """Show what people said, good and bad, over all IKCs."""
    quotes = quotes_of(rapport, MOST_QUOTES) if rapport.over_alle else []
    if not quotes:
        return Tekst("")
    return Tekst("In hun eigen woorden, gekozen uit wat mensen goed vonden om te laten lezen:") + show_quotes(quotes)


def zin_mensen(rapport: Rapport) -> Tekst:
    """Show what people said at this IKC, good and bad; nothing where nobody agreed, or the first page has them all."""
    quotes = [] if rapport.over_alle else quotes_of(rapport, MOST_QUOTES // 2)
    if quotes == front_quotes(rapport):
        return Tekst("")
    return show_quotes(quotes) + Tekst("Dit zijn losse uitspraken uit gesprekken, geen telling en geen steekproef.")


def zin_codeurs(rapport: Rapport) -> Tekst:
    """Say how well two coders agreed on direction and on link, with how many statements and the margin."""
    table = rapport.tabel("codeurs")
    if table.empty or not rapport.over_alle:
        return Tekst("")
    return bullets([_coders_sentence(row) for row in table.itertuples()])


def _coders_sentence(row: Any) -> str:
    of_what = "de richting" if row.wat == "richting" else "de schakel"
    text = (
        f"Twee mensen (codeurs {row.paar}) bepaalden los van elkaar {of_what} van {number(row.n)} uitspraken. Bij "
        f"{number(row.n_gelijk)} kozen zij hetzelfde"
    )
    if is_missing(row.kappa):
        why = "het zijn te weinig uitspraken" if row.reden == "te_weinig_uitspraken" else "zij kozen overal hetzelfde"
        return f"{text}. Hoeveel daarvan toeval kan zijn, is niet te zeggen: {why}."
    chance = "Dat is vaker dan bij raden." if row.ci_laag > 0 else "Bij raden kan dat ook zo vaak zijn."
    gone = ""
    if row.wat == "richting" and row.n_oneens:
        one = row.n_oneens == 1
        gone = f" {'De andere uitspraak telt' if one else 'De andere uitspraken tellen'} niet als + of −."
    return f"{text}. {chance}{gone}"
