"""From true trajects to what the municipality sends: toewijzingen, and changes that re-send their number."""

import numpy as np
import pandas as pd

from .children import Population
from .scenario import Scenario

SEGMENT_DAYS = 300
LONGEST_GAP = pd.Timedelta(days=45)
AANBIEDERS = ("De Kei Jeugdzorg", "Jeugdhulp Fryslân", "Noorderlicht GGZ", "It Roer", "Stichting De Haven")
OWN_CODES = (("45", "45Z99"), ("99", "99X01"))
NO_CHANGE, VERLENGING, VERKORTING, VERWIJDERD = "", "04", "05", "13"
COLUMNS = [
    "client",
    "toewijzing_nummer",
    "productcategorie",
    "productcode",
    "toewijzingsdatum",
    "ingangsdatum",
    "einddatum",
    "volume",
    "eenheid",
    "frequentie",
    "budget",
    "verwijzer",
    "reden_wijziging",
    "aanbieder",
]


def cut_trajecten(trajecten: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Cut each traject into consecutive toewijzingen of five to ten months, with gaps of 0 to 45 days.

    One row per toewijzing: traject, zorgvorm, kind, ingang and eind (the last day it is meant to have). A toewijzing
    that would start after the end of the study is not known yet; one that ended over a month before its start is not
    in the export any more.
    """
    first, last = pd.Timestamp(scenario.toewijzingen_van), pd.Timestamp(scenario.toewijzingen_tot)
    rows = []
    for traject in trajecten.itertuples():
        start = traject.start
        while start < traject.eind and start <= last:
            end = start + pd.Timedelta(days=int(rng.integers(SEGMENT_DAYS // 2, SEGMENT_DAYS)))
            end = end if end + LONGEST_GAP < traject.eind else traject.eind
            rows.append((traject.traject, traject.kind, traject.ikc, traject.zorgvorm, start, end))
            start = end + pd.Timedelta(days=int(rng.choice([1, 1, 1, 8, 20, 45])))
    segments = pd.DataFrame(rows, columns=["traject", "kind", "ikc", "zorgvorm", "ingang", "eind"])
    return segments[segments["eind"] >= first - pd.Timedelta(days=30)].reset_index(drop=True)


def describe_products(segments: pd.DataFrame, scenario: Scenario, rng: np.random.Generator) -> pd.DataFrame:
    """Give each toewijzing a product, volume, budget, verwijzer and aanbieder; the same product in a whole traject.

    The budget follows the length, give or take 20 per cent, to the cent; a tenth has none (NaN).
    """
    products, first = scenario.kansen["toewijzingen"], segments.drop_duplicates("traject")
    chosen = pd.concat([choose_products(rows, products[z], rng) for z, rows in first.groupby("zorgvorm", sort=False)])
    table = segments.merge(chosen, on="traject", how="left", validate="many_to_one")
    share = (table["eind"] - table["ingang"]).dt.days / table.pop("dagen")
    amount = (table["budget"] * share * rng.uniform(0.8, 1.2, len(table))).round(2)
    return table.assign(budget=amount.where(rng.random(len(table)) >= 0.1))


def choose_products(trajecten: pd.DataFrame, p: dict, rng: np.random.Generator) -> pd.DataFrame:
    """Choose the product, verwijzer and aanbieder of the trajects of one zorgvorm; one row per traject."""
    codes = rng.choice(p["producten"], len(trajecten))
    return pd.DataFrame(
        {
            "traject": trajecten["traject"].to_numpy(),
            "productcategorie": [code[:2] for code in codes],
            "productcode": codes,
            "verwijzer": rng.choice(p["verwijzers"], len(trajecten)),
            "aanbieder": np.array(AANBIEDERS)[trajecten["traject"] % len(AANBIEDERS)],
            **{name: p[name] for name in ("volume", "eenheid", "frequentie", "budget", "dagen")},
        }
    )


def use_own_codes(segments: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give some trajects of ambulant_kind a product code of the municipality's own, one with an unknown category."""
    chosen = segments.loc[segments["zorgvorm"] == "ambulant_kind", "traject"].unique()
    picked = rng.permutation(chosen)[:7]
    result = segments.copy()
    for (category, code), trajecten in zip(OWN_CODES, (picked[:5], picked[5:]), strict=True):
        rows = result["traject"].isin(trajecten)
        result = result.assign(
            productcategorie=result["productcategorie"].where(~rows, category),
            productcode=result["productcode"].where(~rows, code),
        )
    return result


def send_messages(
    segments: pd.DataFrame, population: Population, scenario: Scenario, rng: np.random.Generator
) -> pd.DataFrame:
    """Send each toewijzing, and its later changes: one row per message (COLUMNS, plus traject), by toewijzingsdatum.

    The latest message of a number is the truth. Open ends are NaT.
    """
    last = pd.Timestamp(scenario.toewijzingen_tot)
    ordered = segments.sort_values(["ingang", "traject"], kind="stable").reset_index(drop=True)
    size = len(ordered)
    sent = np.minimum(ordered["ingang"] + pd.to_timedelta(rng.integers(-21, 15, size), "D"), last)
    end = ordered["eind"].where((ordered["eind"] <= last) | (rng.random(size) < 0.4))
    numbers = np.concatenate([population.kinderen["client"].to_numpy(), population.buiten])
    client = numbers[ordered["kind"]].astype(str)
    first = ordered.assign(
        client=client,
        toewijzing_nummer=[str(100001 + 7 * i) for i in range(size)],
        toewijzingsdatum=sent,
        ingangsdatum=ordered["ingang"],
        einddatum=end,
        reden_wijziging=NO_CHANGE,
    )
    changed = change_messages(first, last, rng)
    messages = pd.concat(changed, ignore_index=True).sort_values(
        ["toewijzingsdatum", "toewijzing_nummer"], kind="stable"
    )
    return messages[[*COLUMNS, "traject"]].reset_index(drop=True)


def change_messages(first: pd.DataFrame, last: pd.Timestamp, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Give the messages with their changes: 10 per cent changed its end (04, 05), 2 per cent was withdrawn (13).

    For a changed toewijzing the first message gets another end than the true one, which comes with the change.
    """
    draw, ended = rng.random(len(first)), first["einddatum"].notna()
    half = (first["einddatum"] - first["ingangsdatum"]) / 2
    day = (first["ingangsdatum"] + half).dt.normalize()
    can_change = ended & (day > first["toewijzingsdatum"]) & (day <= last)
    longer, shorter = can_change & (draw < 0.05), can_change & (draw >= 0.05) & (draw < 0.10)
    wrong = (
        first["einddatum"]
        .where(~longer, day + pd.Timedelta(days=5))
        .where(~shorter, first["einddatum"] + pd.Timedelta(days=120))
    )
    reason = np.where(longer, VERLENGING, VERKORTING)
    changes = first.assign(toewijzingsdatum=day, reden_wijziging=reason)[longer | shorter]
    return [first.assign(einddatum=wrong), changes, withdrawn(first, draw, last)]


def withdrawn(first: pd.DataFrame, draw: np.ndarray, last: pd.Timestamp) -> pd.DataFrame:
    """Give toewijzingen that were sent by mistake and withdrawn (13): a number of their own, two messages each."""
    chosen = first[(draw > 0.98) & (first["ingangsdatum"] + pd.Timedelta(days=30) <= last)]
    wrong = chosen.assign(toewijzing_nummer=[str(900001 + 7 * i) for i in range(len(chosen))], traject=-1)
    later = wrong["toewijzingsdatum"] + pd.Timedelta(days=9)
    undone = wrong.assign(toewijzingsdatum=later, einddatum=wrong["ingangsdatum"], reden_wijziging=VERWIJDERD)
    return pd.concat([wrong, undone])


def count_valid(messages: pd.DataFrame) -> pd.DataFrame:
    """Keep of each number the latest message, and drop what was withdrawn: the toewijzingen that truly count."""
    latest = messages.sort_values("toewijzingsdatum", kind="stable").drop_duplicates("toewijzing_nummer", keep="last")
    return latest[latest["reden_wijziging"] != VERWIJDERD].reset_index(drop=True)
