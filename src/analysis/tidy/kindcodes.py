"""Do kindcodes name the same child everywhere? Between inventarisatie and leerlingen, and from meting to meting."""

from datetime import date
from itertools import combinations

import pandas as pd

from analysis.errors import Melding
from analysis.study import Study
from analysis.tidy.values import count_words

INVENTORY, ENROLLED = "data/raw/inventarisatie", "data/raw/leerlingen"
PER_CHILD = "kinderen"
NEW_SCHOOL_YEAR = 8
MATCH = ["ikc", "meting", "inventarisatie", "niet_in_leerlingen", "leerlingen", "niet_in_inventarisatie"]
REPORTED = ["ikc", "meting", "kind", "groep", "geslacht"]
SIGNS = {
    "terug": "gaat een groep terug",
    "sprong": "gaat meer groepen vooruit dan de tijd toelaat",
    "geslacht": "verandert van geslacht",
    "client": "hoort bij een ander clientnummer",
}
"""What the same kindcode at two metingen cannot do when it is the same child, in words."""


def count_kindcodes(tables: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Count per ikc x meting the kindcodes of the inventory, those enrolled then, and those that only one side has.

    Only of inventories per child. Trap: a child without a mark may be absent from an inventory, so codes that are not
    in it are no fault; codes of the inventory that nobody is enrolled under cannot be followed.
    """
    forms = tables["inventarisaties"]
    cells = forms.loc[forms["vorm"] == PER_CHILD, ["ikc", "meting"]]
    listed = tables["kinderen"][["ikc", "meting", "kind"]].drop_duplicates()
    enrolled = list_enrolled_codes(tables["leerlingen"], study)[["ikc", "meting", "kind"]].drop_duplicates()
    both = listed.merge(enrolled, on=["ikc", "meting", "kind"])
    for name, part in (("inventarisatie", listed), ("leerlingen", enrolled), ("beide", both)):
        cells = cells.merge(part.groupby(["ikc", "meting"], as_index=False).size(), on=["ikc", "meting"], how="left")
        cells = cells.rename(columns={"size": name}).fillna({name: 0}).astype({name: "int64"})
    return cells.assign(
        niet_in_leerlingen=cells["inventarisatie"] - cells["beide"],
        niet_in_inventarisatie=cells["leerlingen"] - cells["beide"],
    )[MATCH]


def list_enrolled_codes(leerlingen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List who is enrolled with a kindcode on each peildatum: ikc, meting, kind, client."""
    coded = leerlingen.loc[leerlingen["kind"].fillna("") != "", ["ikc", "kind", "client", "van", "tot"]]
    parts = [coded.head(0).assign(meting="")]
    for item in study.metingen:
        day = pd.Timestamp(item.peildatum)
        there = (coded["van"].isna() | (coded["van"] <= day)) & (coded["tot"].isna() | (coded["tot"] >= day))
        parts.append(coded[there].assign(meting=item.meting))
    return pd.concat(parts, ignore_index=True)[["ikc", "meting", "kind", "client"]]


def count_contradictions(tables: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Count per IKC and pair of metingen the kindcodes that cannot be the same child at both, by sign (`SIGNS`).

    A groep may go on by one more than the school years that began in between; staying in a groep is no sign. A sex
    counts when it is known at both. `n_tegenstrijdig` counts a code once, `n_beide` the codes that are in both.
    """
    reports = tables["kinderen"]
    reports = reports[reports["hoofdrapport"].astype(bool)].reindex(columns=REPORTED)
    enrolled = list_enrolled_codes(tables["leerlingen"], study).drop_duplicates(["ikc", "meting", "kind"], keep=False)
    rows = reports.drop_duplicates(["ikc", "meting", "kind"]).merge(enrolled, on=["ikc", "meting", "kind"], how="outer")
    days = {item.meting: item.peildatum for item in study.metingen}
    pairs = [_contradictions(rows, van, naar, days) for van, naar in combinations(study.meting_namen, 2)]
    empty = pd.DataFrame(columns=["ikc", "van", "naar", "n_beide", *SIGNS, "n_tegenstrijdig"])
    return pd.concat([empty, *pairs], ignore_index=True)


def _contradictions(rows: pd.DataFrame, van: str, naar: str, days: dict[str, date]) -> pd.DataFrame:
    before, after = (rows[rows["meting"] == name].drop(columns="meting") for name in (van, naar))
    both = before.merge(after, on=["ikc", "kind"], suffixes=("_van", "_naar"))
    step = both["groep_naar"].astype("Float64") - both["groep_van"].astype("Float64")
    most = school_years_between(days[van], days[naar]) + 1
    signs = both[["ikc"]].assign(
        terug=(step < 0).fillna(False).astype(bool),
        sprong=(step > most).fillna(False).astype(bool),
        geslacht=_differs(both, "geslacht", ("jongen", "meisje")),
        client=_differs(both, "client", None),
    )
    signs = signs.assign(n_tegenstrijdig=signs[list(SIGNS)].any(axis=1), n_beide=1)
    return signs.groupby("ikc", as_index=False).sum().assign(van=van, naar=naar)


def _differs(both: pd.DataFrame, name: str, known: tuple[str, ...] | None) -> pd.Series:
    sides = [both[f"{name}_{side}"].astype("object").fillna("").astype("str") for side in ("van", "naar")]
    sure = [side.isin(known) if known else side != "" for side in sides]
    return sure[0] & sure[1] & (sides[0] != sides[1])


def school_years_between(van: date, naar: date) -> int:
    """Count the school years that begin after the one day and on or before the other: the times a groep moves up."""
    return sum(
        van < date(year, NEW_SCHOOL_YEAR, 1) <= naar for year in range(van.year, naar.year + 1)
    )  # fmt: skip


def ikcs_with_reissued_codes(tables: dict[str, pd.DataFrame], study: Study) -> set[str]:
    """Give the IKCs of which more codes than study.yml allows cannot be the same child: no child is followed there."""
    counts = count_contradictions(tables, study)
    return set(counts.loc[counts["n_tegenstrijdig"] > study.identiteit.hoogstens_tegenstrijdig, "ikc"])


def check_kindcodes(tables: dict[str, pd.DataFrame], study: Study) -> list[Melding]:
    """Warn of codes that may have been handed out anew, and of inventories whose codes leerlingen does not know."""
    return [*_check_reissued(tables, study), *_check_match(count_kindcodes(tables, study), study)]


def _check_reissued(tables: dict[str, pd.DataFrame], study: Study) -> list[Melding]:
    counts = count_contradictions(tables, study)
    wrong = counts[counts["n_tegenstrijdig"] > study.identiteit.hoogstens_tegenstrijdig]
    meldingen = []
    for ikc, rows in wrong.groupby("ikc", sort=True):
        lines = []
        for row in rows.itertuples():
            what = ", ".join(f"{getattr(row, sign)} {words}" for sign, words in SIGNS.items() if getattr(row, sign))
            lines.append(f"{row.van} en {row.naar}: {row.n_tegenstrijdig} van de {row.n_beide} codes ({what})")
        tekst = f"{ikc}: dezelfde kindcode is bij de ene en de andere meting een ander kind; misschien zijn de codes "
        tekst += "opnieuw uitgegeven. Kinderen van dit IKC worden niet gevolgd."
        advies = "Vraag het IKC welke codes bij welk kind horen; gebruik bij elke meting dezelfde code per kind."
        meldingen.append(
            Melding(INVENTORY, tekst, "waarschuwing", tuple(lines), advies, "kindcodes_opnieuw", ikcs=(str(ikc),))
        )
    return meldingen


def _check_match(counts: pd.DataFrame, study: Study) -> list[Melding]:
    """Warn where leerlingen of an IKC have kindcodes, but too few of its inventory's to follow the children."""
    share = counts["niet_in_leerlingen"] / counts["inventarisatie"].clip(lower=1)
    wrong = counts[(share > 1 - study.identiteit.koppelbaar_vanaf) & (counts["leerlingen"] > 0)]
    if wrong.empty:
        return []
    lines = tuple(
        f"{row.ikc} {row.meting}: {row.niet_in_leerlingen} van de {row.inventarisatie} kindcodes niet in leerlingen, "
        f"{row.niet_in_inventarisatie} van de {row.leerlingen} in leerlingen niet in de inventarisatie"
        for row in wrong.itertuples()
    )
    number = count_words(len(wrong), "inventarisatie zijn", "inventarisaties zijn")
    tekst = f"van {number} de kindcodes niet die van leerlingen; die kinderen zijn niet te volgen met leerlingen."
    advies = "Gebruik in beide dezelfde kindcodes. Ontbreken er kinderen op de peildatum? Vul leerlingen aan."
    ikcs = tuple(wrong["ikc"].unique())
    return [Melding(INVENTORY, tekst, "waarschuwing", lines, advies, "kindcodes_anders", ikcs=ikcs)]
