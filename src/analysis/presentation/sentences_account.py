"""Head, callouts, how sure this is, and the account of the data, in words."""

from analysis.presentation.numbers import list_words, number
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import primary_changes
from analysis.presentation.sentences_change import sentence_change
from analysis.presentation.sentences_glance import bullets, sentence_disturbed, sentence_overlap, sentence_turning_point
from analysis.presentation.wording import informant_words

CHAPTERS = {
    "populatie": "het aantal ingeschreven kinderen",
    "inventarisatie": "signalen en zorg (inventarisatie)",
    "toewijzingen": "toewijzingen",
}
"""What a reader misses when a delivery is not there, as the first page names it."""


def zin_waarschuwing(rapport: Rapport) -> Tekst:
    """Give the callouts that apply: invented data, the internal edition, what was not delivered."""
    boxes = []
    if rapport.study.synthetisch:
        boxes.append(
            callout(
                "Voorbeeld met verzonnen gegevens",
                "Alle kinderen en cijfers in dit rapport zijn verzonnen. Ze zeggen niets over echte IKC's.",
            )
        )
    if rapport.editie == "intern":
        boxes.append(
            callout(
                "Interne editie",
                "Dit rapport bevat kleine aantallen. Deel het niet buiten de kring die deze gegevens mag zien.",
            )
        )
    missing = [words for delivery, words in CHAPTERS.items() if not rapport.heeft(delivery)]
    if missing:
        whose = "" if rapport.over_alle else " voor dit IKC"
        text = f"Er zijn{whose} geen gegevens over {list_words(missing)}. Dit rapport zegt daar niets over."
        boxes.append(callout("Niet geleverd", text, "note"))
    return Tekst("\n\n".join(boxes))


def callout(title: str, text: str, kind: str = "warning") -> str:
    """Make a callout in Quarto's Markdown."""
    return f"::: {{.callout-{kind}}}\n## {title}\n\n{text}\n:::"


def zin_zekerheid(rapport: Rapport) -> Tekst:
    """Hoe zeker is dit? Every primary indicator in words, then what makes the metingen hard to compare."""
    changes = primary_changes(rapport)
    if changes.empty:
        return Tekst("Met minder dan twee metingen is er geen verandering te beoordelen.")
    first = rapport.meting_label(rapport.eerste.meting, full=True)
    lines = [f"**{row.label}.** {sentence_change(row, rapport)}" for row in changes.itertuples()]
    lines += [sentence_turning_point(changes, first), sentence_overlap(rapport), sentence_disturbed(rapport)]
    return bullets(lines)


def zin_lees_zekerheid(rapport: Rapport) -> Tekst:
    """Tell what a margin is, in words, and which interval the verdict follows."""
    level = number(100 * (1 - rapport.study.statistiek.alfa))
    return Tekst(
        f"De marge geeft aan hoe ver het echte verschil van het gemeten verschil kan liggen: bij {level} van de "
        f"100 van zulke "
        "metingen ligt het erbinnen. Bij de hoofdindicatoren is de marge ruimer gemaakt, omdat we naar meer "
        "cijfers tegelijk "
        "keken. Het oordeel volgt die ruimere marge: ligt nul erbuiten, dan spreken we van gestegen of gedaald."
    )


def zin_verantwoording(rapport: Rapport) -> Tekst:
    """Account for the data: rows read, kept and set aside, and that the sums close."""
    ledger = rapport.alle("grootboek")
    if ledger.empty:
        return Tekst("")
    files = ledger["bestand"].nunique()
    first = ledger.groupby("bestand", sort=False)["rijen_in"].first()
    aside = ledger["rijen_apart"].sum(min_count=1)
    read = f"{number(files)} bestanden" if files != 1 else "één bestand"
    text = f"Gelezen: {read}, samen {number(float(first.sum()))} rijen."
    if not bool(ledger["rijen_apart"].isna().any()):
        text += f" Daarvan apart gezet, elk met een reden: {number(float(aside))}."
    return Tekst(f"{text} Niets is zonder reden weggelaten: de tabel laat per bestand zien wat meetelt en wat niet.")


def zin_informanten(rapport: Rapport) -> Tekst:
    """Word who filled in the list at each meting."""
    words = [
        f"{rapport.meting_label(item.meting, full=True)}: {informant_words(rapport.informant(item.meting))}"
        for item in rapport.metingen
    ]
    return Tekst(f"Wie vulde de lijst in? {'; '.join(words)}." if words else "")
