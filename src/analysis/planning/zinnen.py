"""The sentences of the plan: what can be found, what never can, how many double reports, what to do."""

from analysis.planning.trekken import ratio_when_chosen
from analysis.planning.uitkomsten import HALF, IKC, POWER, Uitkomsten, advised_doubles
from analysis.planning.woorden import (
    chance_at,
    chance_words,
    change_words,
    groups,
    icc_words,
    ikcs_words,
    kind_of_change,
    points,
    smallest_words,
)
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.screen import callout
from analysis.presentation.taal.numbers import first_upper, list_words, number, round_half_up

MOST_FALSE = 0.055
"""The mark of docs/coverage.md: families in which a word is false."""
CHOSEN_TIMES = 5
"""How many times as often a child about whom the first is worried is chosen, in the example of how not to draw."""
MUCH = 0.5


def zin_kort(uitkomsten: Uitkomsten) -> Tekst:
    """Answer first: the chance to find what is hoped for, and what could be found."""
    opzet = uitkomsten.opzet
    lines = [
        f"**{first_upper(wie)}**: {change_words(opzet)} wordt {chance_words(chance_at(uitkomsten, wie))} gevonden. "
        f"{_smallest_sentence(uitkomsten, wie)}"
        for wie in groups(uitkomsten)
    ]
    return bullets(lines)


def _smallest_sentence(uitkomsten: Uitkomsten, wie: str) -> str:
    kind, words = kind_of_change(uitkomsten.opzet), smallest_words(uitkomsten, wie, uitkomsten.opzet.plan.icc)
    if words == "geen":
        return "Ook als het signaal helemaal verdwijnt, vindt u dat te vaak niet."
    if words.startswith("meer"):
        return f"Om een {kind} meestal (80 van de 100 keer) te vinden, moet die {words} op de 100 zijn."
    return f"De kleinste {kind} die u meestal (80 van de 100 keer) vindt, is {words} op de 100."


def zin_lezen(uitkomsten: Uitkomsten) -> Tekst:
    """Tell what *found* means, and that not found is not the same as not there."""
    plan = uitkomsten.opzet.plan
    others = "" if plan.indicatoren == 1 else (
        f" Er zijn {number(plan.indicatoren)} hoofdindicatoren; daarom is de marge ruimer dan bij één."
    )  # fmt: skip
    return Tekst(
        f"*Gevonden* is: het rapport zegt *gestegen* of *gedaald*, omdat de marge aan één kant van nul ligt.{others} "
        "Wat niet wordt gevonden, kan er toch zijn. Een rapport met *geen aantoonbare verandering* is dan geen bewijs "
        "dat er niets veranderde."
    )


def zin_klassen(uitkomsten: Uitkomsten) -> Tekst:
    """Tell what classes do: the ICC, and whether the report's margins hold at it."""
    plan = uitkomsten.opzet.plan
    text = (
        "Eén leerkracht vult de lijst in voor een hele klas. De een ziet meer dan de ander. Zo lijken kinderen "
        f"uit een klas in de cijfers op elkaar. Hoeveel, dat zegt de ICC. Wij rekenen met {icc_words(plan.icc)}; "
        "tussen 0,05 en 0,10 is aannemelijk, en vooraf weet niemand het precies."
    )
    wrong = uitkomsten.vals.set_index("icc")["eerste_laatste"].loc[plan.icc]
    error = 2 * (wrong * (1 - wrong) / uitkomsten.opzet.studies) ** 0.5
    if wrong - error > MOST_FALSE:
        told = (
            f"Bij een ICC van {icc_words(plan.icc)} krijgen {number(100 * wrong)} van de 100 IKC's een onterecht "
            "woord; 5 is de bedoeling. De kansen en kleinste veranderingen hierboven zijn dus te gunstig."
        )
        return Tekst(text) + Tekst(callout("De marge is hier te smal", told))
    return Tekst(text)


def zin_paren(uitkomsten: Uitkomsten) -> Tekst:
    """Tell what more metingen do: every pair is a comparison with words of its own."""
    plan = uitkomsten.opzet.plan
    if plan.metingen == 2:
        return Tekst("")
    pairs = plan.metingen * (plan.metingen - 1) // 2
    wrong = uitkomsten.vals.set_index("icc")["elk_paar"].loc[plan.icc]
    return Tekst(
        f"Met {number(plan.metingen)} metingen zijn er {number(pairs)} vergelijkingen. Wie ze allemaal leest, ziet bij "
        f"{number(100 * wrong)} van de 100 IKC's waar niets veranderde toch ergens een woord. Kies vooraf welke "
        "vergelijking telt: meestal de eerste met de laatste meting."
    )


def zin_nooit(uitkomsten: Uitkomsten) -> Tekst:
    """Tell, per number of IKCs, what the exact test over IKCs can and cannot show."""
    alfa = uitkomsten.opzet.alfa
    lines = []
    for row in uitkomsten.kleinste_p.itertuples():
        p = number(row.kleinste_p, 4).rstrip("0").rstrip(",")
        n = ikcs_words(int(row.ikcs))
        if row.kleinste_p > alfa:
            lines.append(
                f"**{first_upper(n)}**: ook als elk IKC dezelfde kant op gaat, is de kleinst mogelijke p {p}. Pas bij "
                f"{number(alfa, 2)} of lager is iets aangetoond. Over *IKC's zoals deze* kan de toets hier nooit iets "
                "aantonen, hoeveel kinderen er ook zijn."
            )
        else:
            lines.append(f"**{first_upper(n)}**: de kleinst mogelijke p is {p}. De toets kan iets aantonen.")
    return bullets(lines)


def zin_nooit_waarom() -> Tekst:
    """Tell what the test does, from how many IKCs on it can show something, and that the word rests on another."""
    return Tekst(
        "De p zegt hoe vaak toeval alleen zoiets geeft. De toets over IKC's (tekenwissel) kijkt of IKC's samen één "
        "kant op gaan. Gebeurt er niets, dan gaat elk IKC even makkelijk omhoog als omlaag. Met 3 IKC's gaan ze in 1 "
        "van de 4 gevallen vanzelf alle drie dezelfde kant op (p = 0,25), met 4 in 1 van de 8 (p = 0,125), met 5 in 1 "
        "van de 16. Pas met 6 kan de p onder 0,05 komen (0,03). Meer kinderen per IKC helpen hier niet.\n\n"
        "Het woord van het rapport over IKC's samen rust op een andere berekening (een t-marge). Die neemt aan dat "
        "veranderingen van IKC's netjes om hun gemiddelde liggen. Met 3 of 4 IKC's is dat niet na te gaan."
    )


def zin_dubbel(uitkomsten: Uitkomsten) -> Tekst:
    """Advise how many double reports, and how many of a class that is."""
    plan, advised = uitkomsten.opzet.plan, advised_doubles(uitkomsten.dubbel)
    opening = (
        "Vult bij een latere meting iemand anders de lijst in, dan is een verschil niet te lezen: het kan aan de "
        "kinderen liggen of aan de invuller. Laat dan bij een deel van de kinderen beiden een lijst invullen, over "
        "dezelfde week."
    )
    few = min(plan.ikcs)
    if advised is None:
        return Tekst(
            f"{opening} Met {ikcs_words(few)} is geen aantal dat wij narekenden genoeg om de marge binnen anderhalf "
            "keer te houden. Laat dus bij elke meting dezelfde soort persoon invullen."
        )
    per_class = -(-advised // (few * plan.klassen))
    share = advised / (few * plan.kinderen)
    much = " Dat is veel: dezelfde soort invuller bij elke meting is dan minder werk." if share > MUCH else ""
    planned = _planned(uitkomsten)
    return Tekst(
        f"{opening} Ons advies: **{number(advised)} kinderen**, bij {ikcs_words(few)} ongeveer "
        f"{number(per_class)} per klas ({number(100 * share)} van de 100 kinderen). De correctie kan dan bijna altijd, "
        "en de marge is hoogstens anderhalf keer zo ruim als wanneer precies bekend was hoeveel de een meer ziet."
        f"{much} Daarmee wordt {change_words(uitkomsten.opzet)} bij één IKC {_chance_with(uitkomsten, advised)} "
        f"gevonden; met dezelfde soort invuller {chance_words(chance_at(uitkomsten, IKC))}.{planned}"
    )


def _chance_with(uitkomsten: Uitkomsten, dubbel: int) -> str:
    return chance_words(uitkomsten.dubbel.set_index("dubbel").loc[dubbel, "kans"])


def _planned(uitkomsten: Uitkomsten) -> str:
    """Judge the number that was planned, where one was."""
    given = uitkomsten.opzet.plan.dubbel
    if not given:
        return ""
    row = uitkomsten.dubbel.set_index("dubbel").loc[given]
    usable = f"Met de {number(given)} die u plant, kan de correctie {chance_words(row['te_schatten'])}"
    if row["te_schatten"] < HALF:
        return f" {usable}: dat is te weinig."
    return f" {usable}; de marge is dan {points(row['marge'])} op de 100."


def zin_loten(uitkomsten: Uitkomsten) -> Tekst:
    """Tell how to draw, and what goes wrong when children are chosen."""
    plan = uitkomsten.opzet.plan
    seen = ratio_when_chosen(plan, CHOSEN_TIMES)
    shown = number(seen, 1)
    same = round_half_up(seen, 1) == 1
    look = "even veel te zien" if same else f"{shown} keer zoveel te zien"
    return Tekst(
        "Trek de kinderen **met het lot, in elke klas evenveel**, uit de lijst van alle kinderen. Doe dat voordat de "
        "eerste lijst is ingevuld. Kies nooit kinderen over wie al zorg is. Een voorbeeld: de tweede invuller ziet "
        f"{number(plan.detectie, 1)} keer zoveel als de eerste. Komen kinderen bij wie de eerste iets zag "
        f"{number(CHOSEN_TIMES)} keer zo vaak in de trekking, dan lijkt de tweede {look}. De correctie is dan fout, "
        "hoeveel lijsten er ook zijn."
    )


def zin_doen(uitkomsten: Uitkomsten) -> Tekst:
    """Give the steps, in order."""
    plan = uitkomsten.opzet.plan
    weak = [wie for wie in groups(uitkomsten) if chance_at(uitkomsten, wie) < POWER]
    steps = [
        "Laat bij elke meting dezelfde soort persoon de lijst invullen, en noteer wie het was (kolom `invuller`).",
        "Noteer de klas met haar letter (`3a`, `3b`). Zonder klas weet niemand welke kinderen bij elkaar horen.",
        "Vraag per IKC evenveel klassen mee te doen. Eén klas erbij helpt meer dan een paar kinderen per klas erbij."
        if plan.icc
        else "",
        f"Loot {number(advised)} kinderen voor een dubbele lijst, als de invuller toch wisselt. Zet dan in study.yml "
        "`dubbele_rapporten: {trekking: willekeurig}`: alleen dan gebruikt het rapport ze."
        if (advised := advised_doubles(uitkomsten.dubbel))
        else "Wissel niet van invuller: dubbele lijsten lossen het bij dit aantal kinderen niet op.",
        f"Kies weinig hoofdindicatoren (nu {number(plan.indicatoren)}): elke extra maakt de marge van alle ruimer."
        if plan.indicatoren > 1
        else "",
        f"Beloof vooraf geen woord over {list_words(weak)}: de kans om te vinden waarop u hoopt, is te klein. "
        "Laat zulke cijfers zien met hun marge, en leg er het verhaal van mensen naast."
        if weak
        else "",
        "Neem er IKC's zonder jeugdondersteuner bij, met dezelfde lijst op dezelfde dagen. Zonder hen weet u niet wat "
        "er ook zonder jeugdondersteuner was gebeurd.",
        "Zet hoofdindicatoren, richting en grenzen in study.yml en leg ze vast voordat de eerste lijst binnenkomt: "
        "`ikc vastleggen`. Stuur het kenmerk dat u dan ziet naar de opdrachtgever.",
    ]
    return Tekst("\n".join(f"{n}. {step}" for n, step in enumerate([step for step in steps if step], start=1)))


def zin_methode(uitkomsten: Uitkomsten) -> Tekst:
    """Tell how it was reckoned, what was left out, and how sure the chances are."""
    opzet = uitkomsten.opzet
    error = number(100 * (POWER * (1 - POWER) / opzet.studies) ** 0.5, 1)
    few = "één IKC" if min(opzet.plan.ikcs) == 1 else f"alle {number(min(opzet.plan.ikcs))} IKC's"
    return bullets(
        [
            f"Dit is nagebootst, niet met een formule berekend. {number(opzet.studies)} keer per punt trekt het "
            "programma een onderzoek. De cijfers gaan door dezelfde rekenregels als die van het rapport.",
            "Per klas wordt een kans getrokken (bèta-binomiaal, met de gegeven ICC). Bij elke meting opnieuw, want er "
            "staat dan een andere leerkracht.",
            f"Hoeveel kinderen van een klas op elkaar lijken, schat het rapport zelf, uit de klassen van {few}.",
            "Eén hoofdindicator verandert, de andere niet.",
            "Over IKC's samen telt elk IKC één keer (gemiddelde met een t-marge). De werkelijke verandering verschilt "
            "daar per IKC.",
            f"Een kans rond 80 van de 100 kan {error} hoger of lager liggen door het nabootsen zelf.",
            "Niet meegerekend: kinderen die wegblijven of verhuizen, broertjes en zusjes, en dat het bij beide "
            "metingen deels dezelfde kinderen zijn.",
            "Met dezelfde opties en hetzelfde startgetal komt er dezelfde bladzijde uit.",
        ]
    )
