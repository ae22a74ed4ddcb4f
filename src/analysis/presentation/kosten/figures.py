"""The described cases beside each other: what was put in, what was avoided, and the difference, on one scale."""

from collections.abc import Sequence

from analysis.presentation.cijfers import alt_text
from analysis.presentation.kosten.pockets import Zak, numbers_of, plot_pockets
from analysis.presentation.kosten.selection import (
    case_name,
    cases_of,
    cost_source,
    costs_of,
    posts_of,
    scenario_of,
    short_amount,
)
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import first_upper, is_missing
from analysis.presentation.tekenen.style import NARROW, PALETTE, WIDTH
from analysis.study import ALLE


def figuur_casussen(rapport: Rapport) -> Figuur | Tekst:
    """Show of every case what was put in and avoided over all payers, and the difference, all on one scale."""
    rows = case_rows(rapport)
    if not rows:
        return Tekst("Van geen enkele casus is bekend wat het verschil in geld is." if cases_of(rapport) else "")
    caption = (
        "Ingezette en vermeden kosten per casus, en het verschil, volgens wie de casus beschreef. Alle betalers staan "
        "samen. De casussen zijn zo gekozen dat ze iets laten zien. "
        f"{cost_source(rapport)}"
    )
    words = [
        f"{row.naam}: ingezet {row.woorden[0] or '€ 0'}, vermeden {row.woorden[1] or '€ 0'}, verschil {row.woorden[2]}"
        for row in rows
    ]
    alt = alt_text("Per casus een staaf naar links (ingezet) en naar rechts (vermeden).", words)
    figures = [plot_pockets(rows, [], width, _title(rows)) for width in (WIDTH, NARROW)]
    return Figuur(figures[0], caption, alt, figures[1], numbers_of(rows, "Casus"))


def _title(rows: Sequence[Zak]) -> str:
    """Say between what amounts the known differences lie, each as its row has it; a highest bound is none of them."""
    known = [row for row in rows if not row.woorden[2].startswith("hoogstens")]
    known = sorted(known, key=lambda row: row.vermeden - row.ingezet)
    if not known:
        return ""
    ends = dict.fromkeys(row.woorden[2] for row in (known[0], known[-1]))
    return f"Per casus een verschil van {' tot '.join(ends)}, volgens de beschrijving"


def case_rows(rapport: Rapport) -> list[Zak]:
    """Give a row per case of which the difference is known, or a bound of it."""
    rows = []
    for casus in cases_of(rapport):
        posts, saving = posts_of(rapport, casus), costs_of(rapport, casus, "besparing").get(ALLE)
        if saving is None or saving["grens"] == "niet bekend":
            continue
        spent, avoided = (
            costs_of(rapport, casus, "kosten", scenario_of(posts, rol)).get(ALLE) for rol in ("ingezet", "vermeden")
        )
        words = ("" if spent is None else short_amount(spent), "" if avoided is None else short_amount(avoided))
        rows.append(
            Zak(first_upper(case_name(casus)), _size(spent), _size(avoided), (*words, short_amount(saving)),
                PALETTE["focus"])
        )  # fmt: skip
    return rows


def _size(amount: dict | None) -> float:
    """Give how long a bar is: the middle of an amount, else its bound; nothing where it is not known."""
    if amount is None:
        return 0.0
    known = [amount[name] for name in ("midden", "laag", "hoog") if not is_missing(amount[name])]
    return float(known[0]) if known and amount["grens"] != "niet bekend" else 0.0
