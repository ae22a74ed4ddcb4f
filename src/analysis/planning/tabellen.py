"""The tables of the plan: the smallest change by ICC, double reports, and what was assumed."""

from analysis.planning.uitkomsten import HALF, Uitkomsten
from analysis.planning.woorden import change_words, groups, icc_words, ikcs_words, points, rows_of, smallest_words
from analysis.presentation.outputs import Tabel
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, list_words, number


def tabel_kleinste(uitkomsten: Uitkomsten) -> Tabel:
    """Show per ICC the smallest change that is found, per group, and how often a word is false."""
    who = groups(uitkomsten)
    rows = [
        [icc_words(row.icc), *(smallest_words(uitkomsten, wie, row.icc) for wie in who),
         points(rows_of(uitkomsten.kleinste, who[0], row.icc)["marge"].iloc[0]), number(100 * row.eerste_laatste)]
        for row in uitkomsten.vals.itertuples()
    ]  # fmt: skip
    heads = ["ICC", *(f"{wie[0].upper()}{wie[1:]}" for wie in who), "Marge", "Onterecht"]
    caption = (
        "De kleinste verandering (op de 100 kinderen) die in 80 van de 100 onderzoeken wordt gevonden, naar hoezeer "
        "kinderen in een klas op elkaar lijken (ICC). Marge: zoveel naar boven en naar beneden, bij één IKC. "
        "Onterecht: van 100 IKC's waar niets veranderde, het aantal met toch een keer gestegen of gedaald."
    )
    return Tabel(pipe_table(heads, rows, "r" * len(heads)), caption)


def tabel_dubbel(uitkomsten: Uitkomsten) -> Tabel:
    """Show per number of double reports the margin, and how often the correction can be made at all."""
    children = min(uitkomsten.opzet.plan.ikcs) * uitkomsten.opzet.plan.kinderen
    classes = min(uitkomsten.opzet.plan.ikcs) * uitkomsten.opzet.plan.klassen
    rows = [
        [number(row.dubbel), number(-(-row.dubbel // classes)), number(100 * row.dubbel / children),
         number(100 * row.te_schatten), points(row.marge) if row.te_schatten >= HALF else SUPPRESSED,
         number(100 * row.kans)]
        for row in uitkomsten.dubbel.itertuples()
    ]  # fmt: skip
    heads = ["Dubbel", "Per klas", "Deel", "Bruikbaar", "Marge", "Gevonden"]
    caption = (
        f"Wat dubbel ingevulde lijsten opleveren, bij {ikcs_words(min(uitkomsten.opzet.plan.ikcs))}. Per klas: "
        "hoogstens zoveel. Deel: van de 100 kinderen. Bruikbaar: in zoveel van de 100 onderzoeken zijn het er genoeg "
        "om te corrigeren. Marge: bij één IKC, zoveel op de 100 naar boven en naar beneden "
        f"({SUPPRESSED} is: meestal niet te zeggen). Gevonden: in zoveel van de 100 onderzoeken vindt het rapport "
        f"{change_words(uitkomsten.opzet)}."
    )
    return Tabel(pipe_table(heads, rows, "r" * len(heads)), caption)


def tabel_aannames(uitkomsten: Uitkomsten) -> Tabel:
    """Show every number that was assumed, and how it is changed."""
    plan, opzet = uitkomsten.opzet.plan, uitkomsten.opzet
    rows = [
        ["IKC's", list_words([number(n) for n in plan.ikcs]), "--ikcs"],
        ["Kinderen per IKC", number(plan.kinderen), "--kinderen"],
        ["Klassen per IKC", number(plan.klassen), "--klassen"],
        ["Hoezeer kinderen in een klas op elkaar lijken (ICC)", icc_words(plan.icc), "--icc"],
        ["Metingen", number(plan.metingen), "--metingen"],
        ["Hoofdindicatoren", number(plan.indicatoren), "--indicatoren"],
        ["Kinderen met het signaal bij de eerste meting, van de 100", points(plan.prevalentie), "--prevalentie"],
        ["Verandering waarop u hoopt, op de 100", number(100 * plan.verandering, 1), "--verandering"],
        ["Hoeveel IKC's van elkaar verschillen (standaardafwijking, op de 100)", number(100 * plan.spreiding, 1),
         "--spreiding"],
        ["Hoeveel keer zoveel de tweede invuller ziet", number(plan.detectie, 1), "--detectie"],
        ["Wat de tweede ziet van wat de eerste zag, van de 100", number(100 * plan.overeenkomst), "--overeenkomst"],
        ["Nagebootste onderzoeken per punt", number(opzet.studies), "--studies"],
        ["Startgetal van het toeval", str(opzet.seed), "--seed"],
    ]  # fmt: skip
    caption = "Waarmee is gerekend. Dit zijn aannames; geef uw eigen getal met de optie."
    return Tabel(pipe_table(["Wat", "Waarde", "Optie"], rows, "lrl", (60, 15, 25)), caption)
