"""Head, callouts, what a margin is, and the account of the data and the software, in words."""

from importlib import metadata
from platform import python_version

from analysis.presentation.captions import level
from analysis.presentation.moments import MOST_COLUMNS, runs_of_informants
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.screen import callout
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import count_words, day, first_upper, list_words, number
from analysis.presentation.taal.wording import in_sentence, informant_words
from analysis.presentation.vastlegging import sentence_vastgelegd
from analysis.presentation.verantwoording.tables import words_of_ledger
from analysis.study import Meting

PACKAGES = ("analysis", "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "pandera", "papermill")

CHAPTERS = {
    "populatie": "het aantal ingeschreven kinderen",
    "inventarisatie": "signalen en zorg (inventarisatie)",
    "toewijzingen": "toewijzingen",
}
"""What a reader misses when a delivery is not there, as the first page names it."""


REAL = {"casussen": "de casussen die eerder zijn gepubliceerd, met hun bedragen", "cbs": "de cijfers van het CBS"}
"""What may be real in an example, by delivery, as the callout names it."""


def zin_waarschuwing(rapport: Rapport) -> Tekst:
    """Give the callouts that apply: invented data, the internal edition, what was not delivered."""
    boxes = []
    if rapport.study.synthetisch:
        boxes.append(callout("Voorbeeld: kinderen en IKC's zijn verzonnen", sentence_invented(rapport)))
    if rapport.editie == "intern":
        boxes.append(
            callout(
                "Interne editie",
                "Dit rapport bevat kleine aantallen. Deel het niet buiten de kring die deze gegevens mag zien.",
            )
        )
    if rapport.basis:
        boxes.append(callout("Afgeronde aantallen", sentence_rounded(rapport.basis), "note"))
    missing = [words for delivery, words in CHAPTERS.items() if not rapport.heeft(delivery)]
    if missing:
        whose = "" if rapport.over_alle else " voor dit IKC"
        text = f"Er zijn{whose} geen gegevens over {list_words(missing)}. Dit rapport zegt daar niets over."
        boxes.append(callout("Niet geleverd", text, "note"))
    return Tekst("\n\n".join(boxes))


def sentence_invented(rapport: Rapport) -> str:
    """Say of an example what is invented, and which of what this report shows is real: as study.yml has it (`echt`)."""
    town = f" De gemeente {escape(rapport.study.gemeente)} bestaat echt." if rapport.study.gemeente else ""
    real = [words for delivery, words in REAL.items() if delivery in rapport.study.echt and rapport.heeft(delivery)]
    also = f" Wel echt: {list_words(real)}." if real else ""
    return f"De IKC's, de kinderen en de cijfers over hen zijn verzonnen. Ze zeggen niets over echte IKC's.{town}{also}"


def sentence_rounded(basis: int) -> str:
    """Tell what rounding does to the counts, and what it does not to the conclusions."""
    return (
        f"Alle aantallen in dit rapport zijn afgerond op een veelvoud van {basis}, zodat niemand er een kind in kan "
        f"terugvinden. Bij een IKC is dat hoogstens {basis - 1} meer of minder, bij een bouw een enkele keer {basis}; "
        f"<{basis} is 0 tot en met {basis - 1}, bij een bouw heel soms {basis}. "
        "Aandelen en marges zijn uit de afgeronde aantallen berekend, en de marges zijn daarom wat ruimer."
    )


def zin_lees_zekerheid(rapport: Rapport) -> Tekst:
    """Tell in the report over all IKCs what a margin is, in words, and which interval the verdict follows."""
    if not rapport.over_alle:
        return Tekst("")
    return Tekst(
        f"De marge geeft aan hoe ver het echte verschil van het gemeten verschil kan liggen: bij {level(rapport)} "
        "van de 100 van zulke metingen ligt het erbinnen. Zulke metingen zijn er bij andere kinderen zoals deze, op "
        "een ander moment, gezien door andere medewerkers met hetzelfde beroep. Een ander soort invuller valt daar "
        "niet onder. Bij de hoofdindicatoren is de marge ruimer gemaakt, omdat "
        "we naar meer cijfers tegelijk keken. "
        "Ligt nul buiten die ruimere marge, dan is er meer of minder genoteerd dan toeval verklaart. Van gestegen of "
        "gedaald spreken we alleen als beide keren hetzelfde soort invuller de lijst invulde."
    )


def zin_toeval(rapport: Rapport) -> Tekst:
    """Tell in the method chapter over what chance goes, and what the unit of each kind of margin is."""
    together = " Bij IKC's samen is dat het IKC: daarvan zijn er weinig, en dan is een marge ruim."
    return Tekst(
        "**Toeval, waarover?** Alle ingeschreven kinderen zijn geteld, dus er is geen steekproef. Elke marge gaat over "
        "dezelfde vraag: hoe anders was dit cijfer geweest bij andere kinderen zoals deze, op een ander moment, gezien "
        "door andere medewerkers? Wat door toeval verschilt, is de klas met wie er invult. Is de klas niet bekend, dan "
        f"nemen we de groep, en anders het kind.{together if rapport.over_alle else ''} Bij trajecten, en bij kinderen "
        "over wie twee invullers berichtten, is het ook het kind: dat kinderen van een klas op elkaar lijken, telt "
        "daar niet mee. Dat een andere soort invuller andere dingen ziet, zit in geen enkele marge."
    )


def zin_bijlage(rapport: Rapport) -> Tekst:
    """Say what the appendix is, and in the report of one IKC where the account of all is."""
    text = "Hier staan de aantallen achter de figuren en de zinnen."
    if rapport.over_alle:
        return Tekst(text)
    return Tekst(
        f"{text} Hoe er is gemeten en gerekend, wat er is geleverd en wat de woorden betekenen, is voor alle IKC's "
        "gelijk. Dat staat in het onderzoeksrapport."
    )


def zin_verantwoording(rapport: Rapport) -> Tekst:
    """Account for the data: rows read, kept and set aside, and that the sums close."""
    ledger = rapport.alle("grootboek")
    if ledger.empty:
        return Tekst("")
    files = ledger["bestand"].nunique()
    first = ledger.groupby("bestand", sort=False)["rijen_in"].first()
    aside = ledger["rijen_apart"].sum(min_count=1)
    what, _ = words_of_ledger(rapport)
    many = {"levering": "soorten levering"}.get(what, "bestanden")
    read = f"{number(files)} {many}" if files != 1 else f"één {what}"
    text = f"Gelezen: {read}, samen {number(float(first.sum()))} rijen."
    if not bool(ledger["rijen_apart"].isna().any()):
        text += f" Daarvan apart gezet, elk met een reden: {number(float(aside))}."
    return Tekst(f"{text} Niets is zonder reden weggelaten: de tabel laat per {what} zien wat meetelt en wat niet.")


def zin_metingen(rapport: Rapport) -> Tekst:
    """List the metingen that this IKC has: day, and who filled in the inventory; of many a line per informant."""
    if len(rapport.metingen) > MOST_COLUMNS:
        return bullets([_sentence_run(items, who) for items, who in runs_of_informants(rapport)])
    return bullets(
        [
            f"{first_upper(escape(item.meting))}, {day(item.peildatum)}: ingevuld door "
            f"{informant_words(rapport.informant(item.meting))}."
            for item in rapport.metingen
        ]
    )


def _sentence_run(items: list[Meting], who: str) -> str:
    first, last = (f"{escape(item.meting)} ({day(item.peildatum)})" for item in (items[0], items[-1]))
    if len(items) == 1:
        return f"{first_upper(first)}: ingevuld door {who}."
    count = count_words(len(items))
    return f"{first_upper(first)} tot en met {last}, {count} metingen: ingevuld door {who}."


def zin_primair(rapport: Rapport) -> Tekst:
    """Name the primary indicators and the direction hoped for; whether that was beforehand, `zin_vastgelegd` says."""
    words = [
        f"{in_sentence(rapport.codebook.label(item.indicator))} ({item.richting})"
        for item in rapport.study.primaire_indicatoren
    ]
    if not words:
        return Tekst("Er zijn geen hoofdindicatoren gekozen.")
    return Tekst(f"Gekozen als hoofdindicatoren, met de richting waarop gehoopt wordt: {list_words(words)}.")


def zin_vastgelegd(rapport: Rapport) -> Tekst:
    """Tell whether the primary indicators and how they are judged were frozen before the first meting, and changed."""
    return Tekst(sentence_vastgelegd(rapport.study, rapport.codebook))


def zin_versies(rapport: Rapport) -> Tekst:
    """Name the versions of Python and of the main packages."""
    words = [f"Python {python_version()}"]
    for name in PACKAGES:
        try:
            words.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return Tekst(f"Gemaakt met {list_words(words)}.")
