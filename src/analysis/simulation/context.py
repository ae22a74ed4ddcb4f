"""The deliveries around the children: study.yml, goals, published data."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from .files import write_csv
from .scenario import Scenario
from .years import word_cpi

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
SPEERPUNTEN = (
    ("Stille kinderen eerder zien", "internaliserend", "stijging", "0,15"),
    ("Weten wat er thuis speelt", "gezinsproblematiek", "stijging", "0,15"),
    ("Hulp dicht bij huis", "eerstelijnszorg", "stijging", ""),
    ("Minder verwijzen naar jeugd-GGZ", "jeugd_ggz", "daling", "0,03"),
)
CHANGED = ("Stille kinderen eerder zien", "internaliserend", "stijging", "25%")
GENERAL = ("Kinderen met een probleem krijgen hulp", "zorg_bij_probleem", "stijging", "60%")
OUTPUT = ("Actief buiten school", "kinderen die buiten school bij een club of cursus zijn", "stijging", "80%")
STATEMENT = ("Ouders weten wie zij kunnen vragen", "ouders weten bij wie zij met een vraag terechtkunnen", "", "")
GOAL_COLUMNS = ["ikc", "speerpunt", "niveau", "soort", "indicator", "bouw", "richting", "startwaarde", "doelwaarde",
                "peildatum", "vastgesteld", "eigenaar", "bron", "voorstel"]  # fmt: skip


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
        .replace("2021: 2.7}", f"2021: 2.7{word_cpi(scenario.jaren)}}}")
    )


def ikc_line(code: str, naam: str, start: object) -> str:
    """Word the line of one IKC in study.yml."""
    quoted = f'"{naam}"' if "'" in naam else naam
    role = f"rol: pilot, start_jok: {start}" if start else "rol: vergelijking"
    return f"  - {{ikc: {code}, naam: {quoted}, {role}}}"


def score(value: float) -> str:
    """Give a score from 1 to 5, 3 being the middle."""
    return str(min(5, max(1, round(3 + value))))


def write_speerpunten(scenario: Scenario, folder: Path) -> None:
    """Write speerpunten.csv: two goals per pilot with an indicator, one of all IKCs, one changed, and two others."""
    days = [day for _, day, _ in scenario.momenten()]
    pilots = scenario.codes()[: scenario.pilots]
    first, last = days[0] + timedelta(days=28), days[-1]
    rows = [
        _goal(code, *SPEERPUNTEN[(i + j) % len(SPEERPUNTEN)], last, vastgesteld=first if changes(i, j) else None)
        for i, code in enumerate(pilots)
        for j in (0, 1)
    ]
    if pilots:
        rows += [
            _goal(pilots[0], *CHANGED, last + timedelta(days=731), vastgesteld=days[-2] + timedelta(days=29)),
            _goal("alle", *GENERAL, last + timedelta(days=365), niveau="algemeen", bron="programmaplan"),
        ]
        rows += [_goal(code, *OUTPUT, last, soort="output", bron="jaarplan") for code in pilots[:2]]
        rows.append(_goal(pilots[-1], *STATEMENT, last, soort="uitspraak", eigenaar="zorgteam"))
    write_csv(folder / "speerpunten.csv", pd.DataFrame(rows, columns=GOAL_COLUMNS))


def changes(i: int, j: int) -> bool:
    """Tell which goal of the example gets another target later: the first one of the first pilot."""
    return i == 0 and j == 0


def _goal(
    ikc: str, name: str, indicator: str, richting: str, doelwaarde: str, peildatum: date,
    vastgesteld: date | None = None, niveau: str = "locatie", soort: str = "indicator", eigenaar: str = "",
    bron: str = "",
) -> tuple[str, ...]:  # fmt: skip
    since = vastgesteld.strftime("%d-%m-%Y") if vastgesteld else ""
    by = peildatum.strftime("%d-%m-%Y")
    return (ikc, name, niveau, soort, indicator, "", richting, "", doelwaarde, by, since, eigenaar, bron, "nee")


def write_doelmetingen(scenario: Scenario, folder: Path) -> None:
    """Write doelmetingen.csv: an output with its children at the first pilot, judged at the second; a statement."""
    metingen = [name for name, _, _ in scenario.momenten()]
    pilots = scenario.codes()[: scenario.pilots]
    rows = []
    for place, meting in enumerate(metingen):
        late = place / (len(metingen) - 1)
        if pilots:
            rows.append((pilots[0], OUTPUT[0], meting, f"{round(62 + 28 * late)}%", "240", "", "", "vragenlijst"))
            verdict = "op koers" if late > 0.4 else "achter"
            rows.append((pilots[-1], STATEMENT[0], meting, "", "", verdict, "team en ouders", "teamoverleg"))
        if len(pilots) > 1 and place:
            rows.append(
                (
                    pilots[1],
                    OUTPUT[0],
                    meting,
                    f"{round(70 + 12 * late)}%",
                    "",
                    "bereikt" if late == 1 else "op koers",
                    "zorgteam",
                    "",
                )
            )
    names = ["ikc", "doel", "meting", "waarde", "n", "oordeel", "door", "bron"]
    write_csv(folder / "doelmetingen.csv", pd.DataFrame(sorted(rows), columns=names))


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
