"""The IKCs side by side: the primary indicators per IKC, alphabetical, on one scale; never a league table."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import margin, source
from analysis.presentation.certainty import other_informant_note, roles_of
from analysis.presentation.cijfers import alt_text, numbers_in_columns
from analysis.presentation.many import PLACES, SPREAD_NOTE, are_many, spread
from analysis.presentation.moments import informant_set, informants_per_ikc
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names, primary_series
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.taal.wording import TOO_FEW
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, columns_of, nice_top, panel_rows
from analysis.presentation.tekenen.signs import CIJFER, OPEN, ZONDER
from analysis.presentation.tekenen.style import CONTEXT, NARROW, PALETTE, SMALL, SOFT, WIDTH
from analysis.presentation.titels import title_of_spread
from analysis.study import ALLE

HEIGHTS = {"eerste": 0.34, "laatste": 0.68}
LABELS = {WIDTH: 1.36, NARROW: 1.04}
"""Inches for the names of the IKCs, on a page and on a phone."""
SIDES = {"pilot": "Met", "vergelijking": "Zonder"}
ROW, GAP, PER_ROW, HEAD = 0.32, 0.16, 4, 0.4


def figuur_ikcs_naast_elkaar(rapport: Rapport) -> Figuur | Tekst:
    """Show the first and last meting of the primary indicators of every IKC, in alphabetical order."""
    table = primary_shares(rapport)
    if table.empty or rapport.eerste is None:
        return Tekst("Er zijn geen metingen om de IKC's naast elkaar te zetten.")
    names = names_of_lines(rapport, table)
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    order, which = "De volgorde is alfabetisch en zegt niets over kwaliteit.", "per IKC"
    with_margins = f", met {margin(rapport)}s"
    if are_many(rapport):
        order, which, with_margins = SPREAD_NOTE, "bij de IKC's", ""
    notes = [
        f"Rondje: IKC met jeugdondersteuner. Vierkant: zonder. Open: {OPEN}. {HIDDEN_MARK}: {TOO_FEW}, of niet "
        f"gemeten. {order}"
    ]
    figures = [plot_ikcs(table, names, first, last, notes, width) for width in (WIDTH, NARROW)]
    caption = (
        f"Hoofdindicatoren {which} in {first} (boven, grijs) en {last} (onder, in kleur), per 100 ingeschreven "
        f"kinderen{with_margins}.{other_informant_note(rapport)} {source(rapport)}"
    )
    place = {code: number for number, code in enumerate(names)}
    named = table.assign(naam=table["ikc"].map(names), plaats=table["ikc"].map(place))
    named = named.sort_values(["volgorde", "plaats", "tijd"], kind="stable")
    head = ("Van de 100 kinderen", "IKC's" if are_many(rapport) else "IKC")
    cijfers = numbers_in_columns(named, by=("label", "naam"), head=head)
    return Figuur(figures[0], caption, _alt(table, names, first, last), figures[1], cijfers)


def primary_shares(rapport: Rapport) -> pd.DataFrame:
    """Give every IKC's share of each primary indicator at the first and last meting, all bouwen together.

    Of so many IKCs that each cannot be shown: the places of their distribution per role, as if each were an IKC.
    """
    every = primary_series(rapport)
    if every.empty or rapport.eerste is None:
        return every.iloc[:0]
    ends = {rapport.eerste.meting: "eerste", rapport.laatste.meting: "laatste"}
    chosen = every[(every["ikc"] != ALLE) & every["meting"].isin(ends)]
    who = informants_per_ikc(rapport)
    kinds = [informant_set(who.get(key, "")) for key in zip(chosen["ikc"], chosen["meting"], strict=True)]
    last = [informant_set(who.get((ikc, rapport.laatste.meting), "")) for ikc in chosen["ikc"]]
    pilots = set(roles_of(rapport).get("pilot", []))
    chosen = chosen.assign(
        einde=chosen["meting"].map(ends), pilot=chosen["ikc"].isin(pilots),
        ander=[kind != now for kind, now in zip(kinds, last, strict=True)],
    )  # fmt: skip
    chosen = _spread_shares(chosen, roles_of(rapport)) if are_many(rapport) else chosen
    return chosen.sort_values(["volgorde", "ikc"], kind="stable").reset_index(drop=True)


def _spread_shares(shares: pd.DataFrame, roles: dict[str, list[str]]) -> pd.DataFrame:
    parts = [shares.iloc[:0]]
    for role, codes in roles.items():
        for _, rows in shares[shares["ikc"].isin(codes)].groupby(["volgorde", "einde"], sort=False):
            known = rows[rows["getoond"]]
            lines = [(known if len(known) else rows).head(1)] * len(PLACES)
            made = pd.concat(lines, ignore_index=True).assign(ikc=[f"{role} {place}" for place in PLACES])
            made = made.assign(aandeel=spread(known["aandeel"]).to_numpy(), ander=bool(rows["ander"].any()))
            parts.append(made.assign(ci_laag=float("nan"), ci_hoog=float("nan")))
    return pd.concat(parts, ignore_index=True)


def names_of_lines(rapport: Rapport, table: pd.DataFrame) -> dict[str, str]:
    """Give the names of what `primary_shares` has rows of, in their order: IKCs, or the places of so many."""
    names = ikc_names(rapport)
    if are_many(rapport):
        names = {f"{role} {place}": f"{SIDES[role]}: {place}" for role in SIDES for place in PLACES}
    return {code: name for code, name in names.items() if code in set(table["ikc"])}


def _alt(table: pd.DataFrame, names: dict[str, str], first: str, last: str) -> str:
    parts = []
    for label, rows in table.groupby("label", sort=False):
        words = [f"{name} {_ends(rows[rows['ikc'] == code])}" for code, name in names.items()]
        parts.append(f"{label}: {', '.join(words)}")
    lead = f"Per hoofdindicator een kolom met het aantal op de 100 in {first} en {last}."
    return alt_text(lead, parts)


def _ends(rows: pd.DataFrame) -> str:
    values = rows.set_index("einde")["aandeel"]
    words = [
        number(100 * values[end]) if not is_missing(values.get(end)) else "niet getoond"
        for end in ("eerste", "laatste")
    ]
    return f"{words[0]} en {words[1]}"


def plot_ikcs(
    table: pd.DataFrame, names: dict[str, str], first: str, last: str, notes: list[str], sheet_width: float = WIDTH
) -> Figure:
    """Draw a column per indicator and a row per IKC; all columns have the same scale."""
    labels = list(dict.fromkeys(table["label"]))
    block = HEAD + ROW * len(names) + 0.4
    per_row, names_width = min(columns_of(PER_ROW, sheet_width), len(labels)), LABELS[sheet_width]
    unit = f"Van de 100 kinderen, in {first} (boven) en {last} (onder)"
    title = title_of_spread(table[table["einde"] == "laatste"], last)
    sheet = new_sheet(block * panel_rows(len(labels), per_row), title, unit, notes, sheet_width)
    width = (sheet_width - names_width - GAP * (per_row - 1)) / per_row
    top = nice_top([*100 * table["ci_hoog"], *100 * table["aandeel"]])
    for place, label in enumerate(labels):
        row, column = divmod(place, per_row)
        x, y = names_width + column * (width + GAP), row * block
        if column == 0:
            _write_names(sheet, list(names.values()), y + HEAD, names_width)
        sheet.text(
            x,
            y + HEAD - 0.05,
            "\n".join(shorten(label, width, 2, SMALL, 600)),
            SMALL,
            600,
            va="bottom",
            linespacing=1.0,
        )
        axes = sheet.axes(x, y + HEAD, width, ROW * len(names))
        plot_ikc_kolom(axes, table[table["label"] == label], list(names), top)
    return sheet.figure


def _write_names(sheet: Sheet, names: list[str], y: float, width: float) -> None:
    for place, name in enumerate(names):
        lines = shorten(name, width - 0.1, 2, SMALL)
        sheet.text(0, y + (place + 0.5) * ROW, "\n".join(lines), SMALL, va="center_baseline", linespacing=0.95)


def plot_ikc_kolom(axes: Axes, table: pd.DataFrame, codes: list[str], top: float) -> Axes:
    """Draw one indicator: per IKC the first meting (grey, above) and the last (in colour, below) with intervals."""
    axes.set(xlim=(-0.04 * top, 1.1 * top), ylim=(len(codes), 0), yticks=[])
    axes.set_xticks(
        [tick for tick in MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]).tick_values(0, top) if tick <= top]
    )
    axes.grid(axis="x")
    for place in range(1, len(codes)):
        axes.axhline(place, color="#eceff2", lw=0.8, zorder=0)
    known = set(zip(table["ikc"], table["einde"], strict=True))
    for place, code in enumerate(codes):
        for end, height in HEIGHTS.items():
            if (code, end) not in known:
                write_axes_text(axes, 0, place + height, HIDDEN_MARK, SMALL, va="center", color=SOFT)
    for row in table.itertuples():
        y = codes.index(row.ikc) + HEIGHTS[row.einde]
        color = CONTEXT if row.einde == "eerste" else PALETTE["pilot" if row.pilot else "vergelijking"]
        if not row.getoond:
            write_axes_text(axes, 0, y, HIDDEN_MARK, SMALL, va="center", color=SOFT)
            continue
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            axes.plot([100 * row.ci_laag, 100 * row.ci_hoog], [y, y], color=color, lw=1.3, alpha=0.55, zorder=2)
        sign = CIJFER if row.pilot else ZONDER
        axes.plot([100 * row.aandeel], [y], zorder=3, **sign.how(color, row.ander, ms=5))
    return axes
