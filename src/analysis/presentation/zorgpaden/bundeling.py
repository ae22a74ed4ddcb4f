"""Individual indications against one joint professional, and who is around a family before and after, for readers."""

from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.money import euro
from analysis.presentation.taal.numbers import SUPPRESSED, is_missing, number, signed
from analysis.study import ALLE, GEEN_IKC

INDICATIONS = "Bron: losse indicaties, en wat een fte kost volgens de aannames van dit onderzoek."
HOURS = "Bron: inzet per gezin."
HIDDEN = f" {SUPPRESSED}: te weinig kinderen om te tonen, of niet te berekenen."


def zin_bundeling(rapport: Rapport) -> Tekst:
    """Say how many fte would give the same hours, what both cost, and what the sum leaves out."""
    table, fte = rapport.tabel("bundeling"), rapport.study.kosten.fte
    if table.empty or is_missing(table.iloc[-1]["uren"]):
        return Tekst("")
    row = table.iloc[-1]
    costs = euro(row["kosten_individueel"])
    text = f"De losse indicaties zijn samen {number(row['uren'])} uur per jaar en kosten {costs}."
    if fte is None:
        return Tekst(f"{text} Wat één gezamenlijke professional kost, is niet opgegeven; vergelijken kan dus niet.")
    cheaper = "minder" if row["besparing"] >= 0 else "meer"
    return Tekst(
        f"{text} Dezelfde uren vragen {number(row['fte_nodig'], 1)} fte (volledige banen). Daarbij gaat "
        f"{number(100 * fte.aandeel_niet_productief)}% van de tijd op aan reizen, overleg, scholing en ziekte. Dat "
        f"kost {euro(row['kosten_gezamenlijk'])}: {euro(abs(row['besparing']))} {cheaper}. Elk uur is hier een uur "
        "voor één kind; bij werk in een groep zijn minder uren nodig. Of gezamenlijke hulp even goed is, zegt deze "
        "rekensom niet."
    )


def tabel_bundeling(rapport: Rapport) -> Tabel | Tekst:
    """Show per IKC the hours, the cost of individual indications and of the joint fte."""
    table = rapport.alle("bundeling") if rapport.over_alle else rapport.tabel("bundeling")
    if table.empty or table["uren"].isna().all():
        return Tekst("")
    names = {ALLE: "Alle samen", GEEN_IKC: "Zonder IKC"}
    rows = [
        [names.get(row.ikc, rapport.study.naam_of_ikc(row.ikc)), number(row.uren), number(row.kosten_individueel),
         number(row.fte_nodig, 2), number(row.kosten_gezamenlijk), number(row.besparing)]
        for row in table.itertuples()
    ]  # fmt: skip
    heads = ["IKC", "Uren per jaar", "Kosten los", "Fte nodig", "Kosten gezamenlijk", "Verschil"]
    caption = f"Losse indicaties tegenover een gezamenlijke professional, per jaar, in euro's.{HIDDEN} {INDICATIONS}"
    return Tabel(pipe_table(heads, rows, "lrrrrr", (18, 12, 13, 11, 16, 12)), caption)


def zin_inzet_gezin(rapport: Rapport) -> Tekst:
    """Say in how many families fewer professionals and hours were there afterwards, and what that does not say."""
    table = rapport.tabel("inzet_gezin")
    if table.empty:
        return Tekst("")
    families = "1 beschreven gezin" if len(table) == 1 else f"{len(table)} beschreven gezinnen"
    fewer, hours = ((table[name] < 0).sum() for name in ("verschil_professionals", "verschil_uren"))
    return Tekst(
        f"Van {families} is opgeschreven wie er vóór en na bij betrokken was. Bij {fewer} daarvan kwamen er daarna "
        f"minder professionals over de vloer. Bij {hours} waren het samen minder uren per week. Minder is niet vanzelf "
        "beter: wat een gezin nodig had, staat hier niet. De gezinnen zijn gekozen en geen steekproef."
    )


def tabel_inzet_gezin(rapport: Rapport) -> Tabel | Tekst:
    """Show per family the professionals and their hours a week, before and after."""
    table = rapport.tabel("inzet_gezin")
    if table.empty:
        return Tekst("")
    rows = [
        [row.casus, number(row.professionals_voor), number(row.professionals_na), number(row.uren_voor, 1),
         number(row.uren_na, 1), signed(row.verschil_uren, 1)]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = (
        "Professionals rond een gezin en hun uren per week samen, vóór en na. Iemand met twee rollen telt twee keer, "
        f"iemand zonder uren niet. {HOURS}"
    )
    heads = ["Casus", "Professionals vóór", "Professionals na", "Uren vóór", "Uren na", "Verschil in uren"]
    return Tabel(pipe_table(heads, rows, "lrrrrr", (16, 14, 14, 11, 11, 13)), caption)
