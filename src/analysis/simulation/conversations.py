"""The conversations of a simulated study: coded statements on the effectenketen, some of them coded twice."""

from pathlib import Path

import numpy as np
import pandas as pd

from .files import write_csv
from .scenario import Scenario

COLUMNS = ["ikc", "bron", "effect", "richting", "citaat", "schakel", "uitspraak", "codeur"]
FIRST, SECOND = "A", "B"
STREAM = 13
"""Stream of its own: what is drawn here moves no other delivery."""
PER_SOURCE = 3
DOUBLE = 24
SAME_DIRECTION, SAME_LINK = 0.85, 0.9
OLD = (
    ("JOK", "vroegtijdige signalering", "+", "Ik zie nu ook de stille kinderen."),
    ("leerkracht", "vroegtijdige signalering", "+", "We letten meer op wat er thuis speelt."),
    ("IB", "professionalisering", "+", "Leerkrachten stellen hun vraag eerder."),
    ("ouder", "normalisering", "+", "Er werd niet meteen een etiket geplakt."),
    ("zorgpartner", "adressering", "0", "Voor ons is er nog niet veel veranderd."),
    ("leerkracht", "werkdruk", "-", "Er komt een overleg bij."),
    ("IB", "adressering", "+", "De lijn naar het wijkteam is korter."),
    ("ouder", "adressering", "0", ""),
)
"""Statements with an effect and no link, as studies coded them before there was a chain."""
NEW = (
    ("JOK", "jeugdondersteuner", "+", "Ouders lopen uit zichzelf bij me binnen."),
    ("JOK", "samenwerking>zorgroutes", "+", "Ik weet nu wie ik bij het wijkteam moet bellen."),
    ("JOK", "signalering>andere_zorg", "+", "Een gezin dat we vroeg zagen, had aan drie gesprekken genoeg."),
    ("JOK", "overleg", "-", "Ik zit meer aan tafel dan in de klas."),
    ("JOK", "zorgroutes>andere_zorg", "0", "De wachtlijst blijft, ook als je de weg kent."),
    ("JOK", "bewustzijn", "+", "Er wordt eerder gevraagd hoe het thuis gaat."),
    ("leerkracht", "deskundigheid", "+", "Ik durf het gesprek met ouders zelf te beginnen."),
    ("leerkracht", "deskundigheid>bewustzijn", "+", "Door samen te kijken zie ik andere dingen."),
    ("leerkracht", "samenwerking", "+", "We bespreken een kind nu met elkaar."),
    ("leerkracht", "overleg", "-", "De formulieren kosten me een middag."),
    ("leerkracht", "signalering", "-", "We zien meer, maar we weten niet wat we ermee moeten."),
    ("leerkracht", "andere_zorg", "0", "Of er andere hulp komt, merk ik in de klas niet."),
    ("IB", "overleg>samenwerking", "+", "Omdat we elkaar elke week zien, hoeven we minder te mailen."),
    ("IB", "zorgroutes", "+", "Ik hoef niet meer drie keer hetzelfde te vertellen."),
    ("IB", "bewustzijn>signalering", "+", "Wie erop let, ziet ook het kind dat niet opvalt."),
    ("IB", "andere_zorg", "+", "We proberen eerst hulp op school."),
    ("IB", "zorgroutes", "-", "Bij crisis lopen de lijnen nog steeds langs elkaar."),
    ("IB", "samenwerking", "0", "Met de huisarts is er nog geen vast contact."),
    ("ouder", "jeugdondersteuner", "+", "Fijn dat er iemand op school is die tijd heeft."),
    ("ouder", "andere_zorg", "+", "We hoefden niet naar de stad voor een gesprek."),
    ("ouder", "zorgroutes", "-", "Ik moest toch zelf achter de verwijzing aan."),
    ("ouder", "bewustzijn", "+", "De juf vroeg eindelijk hoe het met óns ging."),
    ("ouder", "samenwerking", "0", ""),
    ("directeur", "jeugdondersteuner>overleg", "+", "Het zorgteam heeft nu een vaste dag."),
    ("directeur", "jeugdondersteuner>deskundigheid", "+", "Het team vraagt haar om mee te kijken."),
    ("directeur", "kosten", "0", "Of het iets scheelt in geld, kan ik niet zien."),
    ("directeur", "overleg", "-", "Het rooster krijg ik er niet rond mee."),
    ("directeur", "samenwerking", "+", "Opvang en school trekken meer samen op."),
    ("zorgpartner", "zorgroutes", "+", "Aanvragen komen vollediger binnen."),
    ("zorgpartner", "andere_zorg>kosten", "0", "Lichter is niet vanzelf goedkoper."),
    ("zorgpartner", "andere_zorg", "-", "We krijgen de kinderen juist later te zien."),
    ("zorgpartner", "samenwerking", "+", "We schuiven aan voordat het misgaat."),
    ("zorgpartner", "kosten", "+", "Een kort traject volstond bij een paar gezinnen."),
)  # fmt: skip
"""Statements on a node or an arrow of the shipped chain."""


def write_gesprekken(scenario: Scenario, seed: int, folder: Path) -> None:
    """Write gesprekken.csv: statements from the conversations at the pilots; a part was coded by a second person."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, STREAM])))
    pilots = scenario.codes()[: scenario.pilots]
    once = number_statements([*old_statements(pilots), *draw_statements(pilots, rng)])
    rows = [*once, *code_again(once, rng)]
    write_csv(folder / "gesprekken.csv", pd.DataFrame(rows, columns=COLUMNS), "cp1252")


def old_statements(pilots: list[str]) -> list[tuple[str, ...]]:
    """Give the statements that were coded by effect, in the order of IKC and source."""
    rows = [
        (pilots[(i + j) % len(pilots)], *statement)
        for j in range(3 if pilots else 0)
        for i, statement in enumerate(OLD)
        if (i + j) % 4 != 3
    ]
    return [(*row, "") for row in sorted(rows)]


def draw_statements(pilots: list[str], rng: np.random.Generator) -> list[tuple[str, ...]]:
    """Draw what each kind of source said at each pilot, coded by link."""
    sources = list(dict.fromkeys(bron for bron, *_ in NEW))
    rows = []
    for ikc in pilots:
        for bron in sources:
            said = [statement for statement in NEW if statement[0] == bron]
            chosen = sorted(rng.permutation(len(said))[:PER_SOURCE])
            rows += [(ikc, bron, "", said[n][2], said[n][3], said[n][1]) for n in chosen]
    return rows


def number_statements(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give each statement a number and its first coder."""
    return [(*row, f"U{place:03d}", FIRST) for place, row in enumerate(rows, 1)]


def code_again(once: list[tuple[str, ...]], rng: np.random.Generator) -> list[tuple[str, ...]]:
    """Let a second person code a part: mostly the same direction and link, sometimes another."""
    links = sorted({link for _, link, _, _ in NEW})
    rows = []
    for place in sorted(rng.permutation(len(once))[:DOUBLE]):
        ikc, bron, effect, richting, citaat, schakel, nummer, _ = once[place]
        if rng.random() >= SAME_DIRECTION:
            richting = "0" if richting in "+-" else "+"
        if schakel and rng.random() >= SAME_LINK:
            schakel = links[int(rng.integers(len(links)))]
        rows.append((ikc, bron, effect, richting, citaat, schakel, nummer, SECOND))
    return rows
