"""Cases and payers as readers know them: which cases, their posts, amounts in euros and how far they are known."""

import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.money import UNKNOWN, cents_of, exact_euro
from analysis.presentation.taal.numbers import is_missing, list_words, number
from analysis.study import ALLE

FIRST = "«casus»"
"""What a notebook writes for a case; a report replaces it by each case in turn, elsewhere it is the first case."""

NOT_IN_MONEY = "niet in geld"
PAYER_COLORS = {
    "gemeente": "#0b5c8a",
    "rijk": "#a63d6d",
    "verzekeraar": "#1d7a55",
    "ouders": "#b5561c",
    "jok_zelf": "#6d4aa3",
}
OTHER_PAYER = "#566270"


def cases_of(rapport: Rapport) -> list[str]:
    """Give the cases of this report, by number."""
    kosten = rapport.tabel("kosten")
    return list(dict.fromkeys(kosten["casus"])) if len(kosten) else []


def choose_case(rapport: Rapport, casus: str) -> str:
    """Give the case that is asked for; the first one where a notebook is opened as it is."""
    known = cases_of(rapport)
    return known[0] if casus == FIRST and known else casus


def case_name(casus: str) -> str:
    """Give a case as readers name it: `casus 01`."""
    return f"casus {casus}"


def case_words(casus: str) -> str:
    """Give the name of a case for a sentence or a caption: whoever delivered it chose it."""
    return escape(case_name(casus))


def posts_of(rapport: Rapport, casus: str) -> pd.DataFrame:
    """Give the cost lines of a case, with their role; what was put in first."""
    posts = rapport.tabel("kosten_posten")
    if posts.empty:
        return pd.DataFrame(columns=["casus", "scenario", "rol", "post", "betaler", "midden", "onbekend"])
    return posts[posts["casus"] == casus].reset_index(drop=True)


def costs_of(rapport: Rapport, casus: str, grootheid: str, scenario: str = "") -> dict[str, dict]:
    """Give the amounts of a case per payer (and `alle`): its saving, or the costs of one scenario."""
    kosten = rapport.tabel("kosten")
    if kosten.empty:
        return {}
    chosen = kosten[(kosten["casus"] == casus) & (kosten["grootheid"] == grootheid)]
    chosen = chosen[chosen["scenario"] == scenario] if scenario else chosen
    return {row["betaler"]: row for row in chosen.to_dict("records")}


def scenario_of(posts: pd.DataFrame, rol: str) -> str:
    """Give the scenario that a case has in a role; empty when there is none."""
    found = posts.loc[posts["rol"] == rol, "scenario"]
    return str(found.iloc[0]) if len(found) else ""


def payers_of(rapport: Rapport, codes: pd.Series) -> list[str]:
    """Give the payers that occur in the order of the codebook, others after, without `alle`."""
    order = {code: place for place, code in enumerate(rapport.codebook.content["betalers"])}
    found = [code for code in codes.unique() if code != ALLE]
    return sorted(found, key=lambda code: (order.get(code, len(order)), code))


def payer_label(rapport: Rapport, betaler: str) -> str:
    """Give a payer as readers know it."""
    return {ALLE: "Totaal", ONBEKEND: "Betaler niet genoemd"}.get(betaler) or rapport.codebook.label(betaler)


def scenario_words(scenario: str) -> str:
    """Give a scenario as readers read it: `zonder JOK`."""
    return " ".join("JOK" if word == "jok" else word for word in scenario.split("_"))


def plain_amount(amount: float) -> str:
    """Write an amount for a table whose head says euro; not known as such."""
    return UNKNOWN if is_missing(amount) else number(amount, cents_of(amount))


def amount_words(row: dict) -> str:
    """Say an amount as far as it is known: `€ 8.778`, `minstens € 34.135`, `tussen € a en € b`."""
    grens, low, middle, high = row["grens"], row["laag"], row["midden"], row["hoog"]
    if grens == "niet bekend":
        return UNKNOWN
    if grens == "minstens":
        return f"minstens {exact_euro(low)}"
    if grens == "hoogstens":
        return f"hoogstens {exact_euro(high)}"
    if abs(high - low) < 0.005:
        return exact_euro(middle)
    return f"tussen {exact_euro(low)} en {exact_euro(high)} (midden {exact_euro(middle)})"


def short_amount(row: dict) -> str:
    """Say an amount where there is room for one figure: its middle, or its bound."""
    return exact_euro(row["midden"]) if row["grens"] == "volledig" else amount_words(row)


def amount_cell(row: dict | None) -> str:
    """Give an amount for a table in euros: `73.750 (63.750 tot 83.750)`, `minstens 5.204`, 0 where nothing is paid."""
    if row is None:
        return "0"
    words = amount_words(row).replace("€ ", "")
    if words.startswith("tussen"):
        middle, low, high = (plain_amount(row[name]) for name in ("midden", "laag", "hoog"))
        return f"{middle} ({low} tot {high})"
    return words


def basis_words(row: dict) -> str:
    """Say how an amount was made, as far as the line tells: `95 per consult × 8 × kans 25%; schatting`.

    The rate comes first: `2 kinderen` would look like a count of children of the study.
    """
    parts = []
    if not (is_missing(row["aantal"]) or is_missing(row["tarief"])):
        unit = f" per {row['eenheid']}" if row["eenheid"] else ""
        units = "" if row["aantal"] == 1 else f" × {number(row['aantal'], decimals_of(row['aantal']))}"
        chance = "" if is_missing(row["kans"]) else f" × kans {number(100 * row['kans'])}%"
        parts.append(f"{plain_amount(row['tarief'])}{unit}{units}{chance}")
    if not is_missing(row["hoog"]) and row["hoog"] - row["laag"] > 0.005:
        parts.append(f"tussen {plain_amount(row['laag'])} en {plain_amount(row['hoog'])}")
    if not is_missing(row["peiljaar"]):
        parts.append(f"prijs van {int(row['peiljaar'])}")
    texts = [row["toelichting"], f"bron: {row['bron']}" if row["bron"] else ""]
    said = "; ".join(parts)
    return "; ".join([*parts, *(text for text in texts if text and text not in said)])


def decimals_of(amount: float) -> int:
    """Give how many decimals a number of units needs, two at most: 3, 0,5, 13,25."""
    return next((places for places in (0, 1) if abs(round(amount, places) - amount) < 1e-9), 2)


def names_of(posts: pd.DataFrame, rapport: Rapport) -> str:
    """List posts with their payers: `Inzet wijkteam (Gemeente) en Raad (Rijk)`."""
    return list_words([f"{row.post} ({payer_label(rapport, row.betaler)})" for row in posts.itertuples()])


def cost_source(rapport: Rapport) -> str:
    """Give the last sentence of a caption on costs: the described cases, and the price level where it is known."""
    levels = rapport.tabel("kosten").get("prijspeil", pd.Series(dtype="Int64"))
    level = f", prijspeil {int(levels.iloc[0])}" if len(levels) and levels.notna().all() else ""
    return f"Bron: beschreven casussen{level}."
