"""The hours of jeugdondersteuners as a table."""

import pandas as pd

from analysis.presentation.inzet.words import OORDELEN, half_short, hours
from analysis.presentation.many import are_many
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.numbers import SUPPRESSED, first_upper, number, per_100
from analysis.study import ALLE

SOURCE = "Bron: registratie van de jeugdondersteuner."
FEW = f" {SUPPRESSED}: niet opgeschreven, of te weinig kinderen om te tonen."


def tabel_inzet(rapport: Rapport) -> Tabel | Tekst:
    """Show the hours per kind of work in the first and the last half-year that count; over all IKCs a row per IKC."""
    return _per_ikc(rapport) if rapport.over_alle else _per_soort(rapport)


def _per_soort(rapport: Rapport) -> Tabel | Tekst:
    table, verdict = rapport.tabel("inzet_jok"), rapport.tabel("inzet_beweging")
    if table.empty or verdict.empty:
        return Tekst("")
    chosen = [name for name in (verdict["van"].iloc[0], verdict["naar"].iloc[0]) if name]
    wide = table.pivot(index="soort", columns="periode", values="uren")
    every = table[table["n_maanden"] > 0].groupby("soort")["uren"].agg(lambda part: part.sum(skipna=False))
    order = list(dict.fromkeys(table["soort"]))
    rows = [
        ["Alles samen" if soort == ALLE else first_upper(soort),
         *[hours(wide.loc[soort, name], rapport) for name in chosen],
         hours(every.get(soort, float("nan")), rapport)]
        for soort in order
    ]  # fmt: skip
    hidden = any(SUPPRESSED in row for row in rows)
    heads = ["Soort werk", *[half_short(name) for name in chosen], "Hele tijd"]
    caption = (
        f"Uren van de jeugdondersteuner van {escape(rapport.naam)} per soort werk.{FEW if hidden else ''} {SOURCE}"
    )
    return Tabel(pipe_table(heads, rows, "l" + "r" * (len(heads) - 1), (34, *[20] * (len(heads) - 1))), caption)


def _per_ikc(rapport: Rapport) -> Tabel | Tekst:
    table = rapport.alle("inzet_beweging")
    if table.empty:
        return Tekst("")
    if are_many(rapport, set(table["ikc"])):
        return _per_verdict(table)
    names = ikc_names(rapport)
    rows = [
        [names.get(row.ikc, row.ikc), f"{number(row.n_maanden)} van {number(row.n_maanden_verwacht)}",
         _both(row, "voor"), _both(row, "achter"), OORDELEN[row.oordeel]]
        for row in table.sort_values("ikc", key=lambda codes: codes.map(list(names).index)).itertuples()
    ]  # fmt: skip
    hidden = bool(table["verschil"].isna().any())
    caption = (
        "Van elke 100 opgeschreven uren: hoeveel er naar de voorkant en de achterkant gingen, in het eerste en het "
        f"laatste halfjaar met genoeg uren.{FEW if hidden else ''} {SOURCE}"
    )
    heads = ["IKC", "Maanden met uren", "Voorkant", "Achterkant", "Ging de inzet naar voren?"]
    return Tabel(pipe_table(heads, rows, "lrrrl", (24, 18, 16, 16, 26)), caption)


def _per_verdict(table: pd.DataFrame) -> Tabel:
    """Count the IKCs per verdict, where there are too many to show each."""
    counts = table["oordeel"].map(OORDELEN).value_counts(sort=False)
    rows = [[first_upper(word), number(counts[word])] for word in OORDELEN.values() if word in counts]
    caption = (
        "Bij hoeveel IKC's de inzet van het eerste naar het laatste halfjaar met genoeg uren meer naar de voorkant "
        f"ging. {SOURCE}"
    )
    return Tabel(pipe_table(["Ging de inzet naar voren?", "IKC's"], rows, "lr", (40, 12)), caption)


def _both(row: pd.Series, side: str) -> str:
    ends = [per_100(getattr(row, f"aandeel_{side}_{end}")) for end in ("van", "naar")]
    return SUPPRESSED if SUPPRESSED in ends else " → ".join(ends)
