"""The deliveries around the children: study.yml, profiles of the IKCs, conversations, goals, published data."""

from pathlib import Path

import pandas as pd

from .files import write_csv
from .scenario import Scenario

PUBLISHED = Path(__file__).parent / "published"
OMGEVINGEN = (
    "Dorp met ruimte om te spelen",
    "Stadswijk met veel hoogbouw",
    "Nieuwbouwwijk",
    "Oude stadswijk",
    "Dorp aan het water",
)
STRUCTUREN = (
    "IB-er, zorgteam elke zes weken",
    "IB-er, overleg als het nodig is",
    "Zorgteam met wijkteam en GGD elke maand",
)
CULTUREN = (
    "Zorgen worden vroeg besproken",
    "Zorgen worden vooral binnen de groep gehouden",
    "Ouders worden er snel bij gehaald",
)
UITSPRAKEN = (
    ("JOK", "vroegtijdige signalering", "+", "Ik zie nu ook de stille kinderen."),
    ("leerkracht", "vroegtijdige signalering", "+", "We letten meer op wat er thuis speelt."),
    ("IB", "professionalisering", "+", "Leerkrachten stellen hun vraag eerder."),
    ("ouder", "normalisering", "+", "Er werd niet meteen een etiket geplakt."),
    ("zorgpartner", "adressering", "0", "Voor ons is er nog niet veel veranderd."),
    ("leerkracht", "werkdruk", "-", "Er komt een overleg bij."),
    ("IB", "adressering", "+", "De lijn naar het wijkteam is korter."),
    ("ouder", "adressering", "0", ""),
)
SPEERPUNTEN = (
    ("Stille kinderen eerder zien", "internaliserend", "stijging", "0,15"),
    ("Weten wat er thuis speelt", "gezinsproblematiek", "stijging", "0,15"),
    ("Hulp dicht bij huis", "eerstelijnszorg", "stijging", ""),
    ("Minder verwijzen naar jeugd-GGZ", "jeugd_ggz", "daling", "0,03"),
)


def write_study(scenario: Scenario, path: Path) -> None:
    """Write study.yml, in the form that every study has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(study_text(scenario).encode("utf-8"))


def study_text(scenario: Scenario) -> str:
    """Word study.yml: metingen and IKCs from the scenario, the rest as the pilot has it."""
    metingen = "\n".join(
        f"  - {{meting: {meting}, peildatum: {dag.isoformat()}, informant: {informant}}}"
        for meting, dag, informant in scenario.momenten()
    )
    ikcs = "\n".join(
        ikc_line(code, naam, start)
        for code, naam, start in zip(scenario.codes(), scenario.namen(), scenario.starts_jok(), strict=True)
    )
    template = (Path(__file__).parent / "study_template.yml").read_text(encoding="utf-8")
    return (
        template.replace("@METINGEN@", metingen)
        .replace("@IKCS@", ikcs)
        .replace("@VAN@", scenario.toewijzingen_van.isoformat())
        .replace("@TOT@", scenario.toewijzingen_tot.isoformat())
    )


def ikc_line(code: str, naam: str, start: object) -> str:
    """Word the line of one IKC in study.yml."""
    quoted = f'"{naam}"' if "'" in naam else naam
    role = f"rol: pilot, start_jok: {start}" if start else "rol: vergelijking"
    return f"  - {{ikc: {code}, naam: {quoted}, {role}}}"


def write_profiel(scenario: Scenario, folder: Path) -> None:
    """Write ikc_profiel.csv: surroundings, zorgstructuur and zorgcultuur per IKC, in words and scores (1 to 5)."""
    buurt, cultuur = scenario.per_ikc(scenario.buurt), scenario.per_ikc(scenario.cultuur)
    rows = [
        (
            code,
            scenario.namen()[i],
            OMGEVINGEN[i % 5],
            score(-buurt[i] / 0.1),
            STRUCTUREN[i % 3],
            score(cultuur[i] / 0.1),
            CULTUREN[i % 3],
            score(cultuur[i] / 0.08),
        )
        for i, code in enumerate(scenario.codes())
    ]
    scored = ("omgeving", "zorgstructuur", "zorgcultuur")
    names = ["ikc", "naam", *[name for field in scored for name in (field, f"{field}_score")]]
    write_csv(folder / "ikc_profiel.csv", pd.DataFrame(rows, columns=names), "utf-8-sig")


def score(value: float) -> str:
    """Give a score from 1 to 5, 3 being the middle."""
    return str(min(5, max(1, round(3 + value))))


def write_gesprekken(scenario: Scenario, folder: Path) -> None:
    """Write gesprekken.csv: coded statements from the conversations at the pilots."""
    pilots = scenario.codes()[: scenario.pilots]
    rows = [
        (pilots[(i + j) % len(pilots)], *statement)
        for j in range(3 if pilots else 0)
        for i, statement in enumerate(UITSPRAKEN)
        if (i + j) % 4 != 3
    ]
    table = pd.DataFrame(sorted(rows), columns=["ikc", "bron", "effect", "richting", "citaat"])
    write_csv(folder / "gesprekken.csv", table, "cp1252")


def write_speerpunten(scenario: Scenario, folder: Path) -> None:
    """Write speerpunten.csv: two goals per pilot, with the indicator they are measured by."""
    day = scenario.momenten()[-1][1].strftime("%d-%m-%Y")
    rows = [
        (code, *SPEERPUNTEN[(i + j) % len(SPEERPUNTEN)], day)
        for i, code in enumerate(scenario.codes()[: scenario.pilots])
        for j in (0, 1)
    ]
    names = ["ikc", "speerpunt", "indicator", "richting", "doelwaarde", "peildatum"]
    write_csv(folder / "speerpunten.csv", pd.DataFrame(rows, columns=names))


def write_published(folder: Path) -> None:
    """Write the real published data as they are: five cost cases, their published figures, CBS reference points.

    The plans say of these five cases what their cost lines tell and no more; those of `verzonnen` families are
    inventions.
    """
    for name, target in (
        ("casussen.csv", folder),
        ("casussen_gepubliceerd.csv", folder),
        ("maatwerkplannen.csv", folder),
        ("cbs_referentie.csv", folder / "cbs"),
    ):
        target.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes((PUBLISHED / name).read_bytes())
