"""The IKCs beside each other as a forest plot: each with its margin, raw and shrunken, and the groups together."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.captions import margin, source
from analysis.presentation.certainty import other_informant_note, over_ends, roles_of
from analysis.presentation.cijfers import alt_text, difference_words, numbers_in_columns
from analysis.presentation.many import are_many, spread
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import is_missing, with_margin
from analysis.presentation.taal.wording import TOO_FEW
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, columns_of, difference_axis, panel_rows
from analysis.presentation.tekenen.signs import GELEEND, VERSCHIL
from analysis.presentation.tekenen.style import INK, NARROW, PALETTE, SMALL, SOFT, WIDTH
from analysis.presentation.titels import title_of_ikcs
from analysis.study import ALLE

LABEL, ROW, HEAD, FOOT, GAP, PER_ROW = 1.46, 0.235, 0.42, 0.4, 0.1, 4
GROUPS = {"pilot": "Met jeugdondersteuner", "vergelijking": "Zonder jeugdondersteuner"}
TOGETHER, MEAN, HALF = "samen", "gemiddeld", "middelste"
EDGE = 0.14
"""Inches kept free at the right: half of the last number on a scale."""


def figuur_bosplot(rapport: Rapport) -> Figuur | Tekst:
    """Show the change of each primary indicator per IKC and per group; nothing when no IKC has both metingen."""
    groups, rows = over_ends(rapport, "over_ikcs"), forest_rows(rapport)
    if groups.empty or rows.empty:
        return Tekst("")
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    notes = [f"{_note(rapport)} De lichte balk eronder telt elk IKC één keer. {HIDDEN_MARK}: {TOO_FEW}."]
    each = "" if are_many(rapport) else " per IKC"
    caption = (
        f"Verschil bij de hoofdindicatoren tussen {first} en {last}{each}, op de 100 kinderen, niet gecorrigeerd "
        f"voor het aantal vergelijkingen.{other_informant_note(rapport)} {source(rapport)}"
    )
    roles, names = _lines_of_roles(rapport), _names(rapport)
    changes = over_ends(rapport, "veranderingen")
    title = title_of_ikcs(changes[(changes["ikc"] != ALLE) & changes["primair"].astype(bool)])
    figures = [plot_bosplot(rows, roles, names, notes, title, width) for width in (WIDTH, NARROW)]
    lead = f"Per hoofdindicator een balk per {'groep' if are_many(rapport) else 'IKC'}: het verschil met zijn marge."
    return Figuur(figures[0], caption, _alt(rows, lead), figures[1], _numbers(rows, roles, names))


def _note(rapport: Rapport) -> str:
    together = "Dikke balk: de groep samen."
    if are_many(rapport):
        return (
            "Lichte balk bovenaan: daar ligt het verschil bij de middelste helft van de IKC's, met een streepje bij "
            f"het middelste; het zijn er te veel om elk te tonen. {together}"
        )
    return (
        f"Streepje op een dunne balk: het verschil met {margin(rapport)}. Kruisje: het verschil als we dit IKC ook "
        f"laten lenen van de andere in de groep. De volgorde is alfabetisch. {together}"
    )


def _lines_of_roles(rapport: Rapport) -> dict[str, list[str]]:
    """Give what has a line per role: its IKCs, or the middle half of so many."""
    roles = roles_of(rapport)
    return {role: [f"{role} {HALF}"] for role in roles} if are_many(rapport) else roles


def _numbers(rows: pd.DataFrame, roles: dict[str, list[str]], names: dict[str, str]) -> Cijfers:
    """Give a row per IKC and per group, in the order of the drawing, and a column per indicator."""
    order = {key: (role, place) for place, (role, key) in enumerate(forest_lines(roles)) if key}
    chosen = rows[rows["ikc"].isin(order)]
    chosen = chosen.assign(
        naam=chosen["ikc"].map(names), groep=[GROUPS[order[key][0]] for key in chosen["ikc"]],
        plaats=[order[key][1] for key in chosen["ikc"]],
    )  # fmt: skip
    chosen = chosen.sort_values(["plaats", "volgorde"], kind="stable")
    return numbers_in_columns(chosen, "label", ("groep", "naam"), ("Groep", "Verschil op de 100"), difference_words)


def forest_rows(rapport: Rapport) -> pd.DataFrame:
    """Give one row per indicator and IKC (raw and shrunken), and per indicator and group (together, and IKC mean)."""
    raw = over_ends(rapport, "veranderingen")
    raw = raw[raw["ikc"] != "alle"] if len(raw) else raw
    shrunken = over_ends(rapport, "ikc_schattingen")
    groups = over_ends(rapport, "over_ikcs")
    if raw.empty or groups.empty or shrunken.empty:
        return raw.iloc[:0]
    own = raw.merge(shrunken[["ikc", "indicator", "verschil_gekrompen"]], on=["ikc", "indicator"], how="left")
    own = _middle_halves(own, roles_of(rapport)) if are_many(rapport) else own
    together = groups.assign(ikc=groups["rol"] + " " + TOGETHER)
    means = {"verschil": "gemiddelde", "ci_laag": "gemiddelde_laag", "ci_hoog": "gemiddelde_hoog"}
    mean = groups.assign(ikc=groups["rol"] + " " + MEAN, **{name: groups[old] for name, old in means.items()})
    columns = ["indicator", "label", "volgorde", "ikc", "verschil", "ci_laag", "ci_hoog"]
    rows = pd.concat([own[[*columns, "verschil_gekrompen"]], together[columns], mean[columns]], ignore_index=True)
    return rows.sort_values("volgorde", kind="stable", ignore_index=True)


def _middle_halves(own: pd.DataFrame, roles: dict[str, list[str]]) -> pd.DataFrame:
    """Give one row per indicator and role: between what the difference of the middle half of its IKCs lies."""
    parts = []
    for role, codes in roles.items():
        for _, rows in own[own["ikc"].isin(codes)].groupby("indicator", sort=False):
            places = spread(rows["verschil"])
            ends = {"verschil": "midden", "ci_laag": "een kwart", "ci_hoog": "driekwart"}
            values = {name: places[place] for name, place in ends.items()}
            parts.append(rows.head(1).assign(ikc=f"{role} {HALF}", verschil_gekrompen=float("nan"), **values))
    return pd.concat(parts, ignore_index=True) if parts else own.iloc[:0]


def _names(rapport: Rapport) -> dict[str, str]:
    names = {code: rapport.study.naam_of_ikc(code) for code in rapport.study.ikc_codes}
    for role in GROUPS:
        names |= {f"{role} {TOGETHER}": "Samen", f"{role} {MEAN}": "Gemiddeld IKC", f"{role} {HALF}": "Middelste helft"}
    return names


def _alt(rows: pd.DataFrame, lead: str) -> str:
    words = []
    for label, part in rows[rows["ikc"].str.contains(TOGETHER)].groupby("label", sort=False):
        groups = [f"{GROUPS[row.ikc.split()[0]].casefold()} {_change(row)}" for row in part.itertuples()]
        words.append(f"{label}: {', '.join(groups)}")
    return alt_text(f"{lead} De groepen samen:", words)


def _change(row: Any) -> str:
    if is_missing(row.verschil) or is_missing(row.ci_laag) or is_missing(row.ci_hoog):
        return "niet getoond"
    return with_margin(row.verschil, row.ci_laag, row.ci_hoog)


def plot_bosplot(
    rows: pd.DataFrame, roles: dict[str, list[str]], names: dict[str, str], notes: list[str], title: str = "",
    sheet_width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Draw a column per indicator; rows are the IKCs per group, then the group."""
    lines = forest_lines(roles)
    labels = list(dict.fromkeys(rows["label"]))
    block = HEAD + ROW * len(lines) + FOOT
    per_row = min(columns_of(PER_ROW, sheet_width), len(labels))
    body = block * panel_rows(len(labels), per_row)
    sheet = new_sheet(body, title, "Verschil op de 100 kinderen", notes, sheet_width)
    width = (sheet_width - EDGE - LABEL - GAP * (per_row - 1)) / per_row
    ends = _scale(rows)
    for place, label in enumerate(labels):
        row, column = divmod(place, per_row)
        x, y = LABEL + column * (width + GAP), row * block
        if column == 0:
            _write_names(sheet, lines, names, y + HEAD)
        sheet.text(x, y + HEAD - 0.06, "\n".join(shorten(label, width, 2, SMALL, 600)), SMALL, 600, va="bottom",
                   linespacing=1.0)  # fmt: skip
        part = {item.ikc: item for item in rows[rows["label"] == label].itertuples()}
        plot_bos(sheet.axes(x, y + HEAD, width, ROW * len(lines)), part, lines, ends)
    return sheet.figure


def forest_lines(roles: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Give the lines from top to bottom as (role, key); the key is empty for a group's heading."""
    return [
        (role, key)
        for role, codes in roles.items()
        for key in ("", *codes, f"{role} {TOGETHER}", f"{role} {MEAN}")
    ]  # fmt: skip


def _scale(rows: pd.DataFrame) -> tuple[float, float]:
    """Give the ends of the scale, the same for every indicator; zero is always on it."""
    low, high = 100 * rows["ci_laag"].min(), 100 * rows["ci_hoog"].max()
    return (min(low, 0.0), max(high, 0.0)) if pd.notna(low) and pd.notna(high) else (-10.0, 10.0)


def _write_names(sheet: Sheet, lines: list[tuple[str, str]], names: dict[str, str], y: float) -> None:
    for place, (role, key) in enumerate(lines):
        group = not key or " " in key
        text = names[key] if key else GROUPS[role]
        color = PALETTE[role] if not key else INK
        shown = shorten(text, LABEL - (0.1 if key else 0), 1, SMALL, 600 if group else 400)
        sheet.text(0 if not key else 0.08, y + (place + 0.5) * ROW, shown[0], SMALL, 600 if group else 400,
                   va="center_baseline", color=color)  # fmt: skip


def plot_bos(axes: Axes, part: dict[str, Any], lines: list[tuple[str, str]], ends: tuple[float, float]) -> Axes:
    """Draw one indicator: per IKC a thin bar with a tick and a cross, per group a thick bar."""
    difference_axis(axes, ends, len(lines), 0.05, 3)
    for place, (role, key) in enumerate(lines):
        if key:
            _draw_line(axes, part.get(key), place + 0.5, PALETTE[role], key)
    return axes


def _draw_line(axes: Axes, row: Any, y: float, color: str, key: str) -> None:
    if row is None or is_missing(row.verschil):
        write_axes_text(axes, 0, y, HIDDEN_MARK, SMALL, va="center", ha="center", color=SOFT)
        return
    known = not (is_missing(row.ci_laag) or is_missing(row.ci_hoog))
    interval = [100 * row.ci_laag, 100 * row.ci_hoog] if known else [100 * row.verschil] * 2
    if " " in key:
        alpha = 1.0 if key.endswith(TOGETHER) else 0.45
        axes.plot(interval, [y, y], color=color, lw=6, alpha=alpha, solid_capstyle="butt", zorder=2)
        axes.plot([100 * row.verschil], [y], zorder=3, **VERSCHIL.how(INK, ms=9, mew=1.8))
        return
    axes.plot(interval, [y, y], color=color, lw=1.8, alpha=0.7, solid_capstyle="butt", zorder=2)
    axes.plot([100 * row.verschil], [y], zorder=3, **VERSCHIL.how(color, ms=7, mew=1.6))
    if not is_missing(row.verschil_gekrompen):
        axes.plot([100 * row.verschil_gekrompen], [y], zorder=4, **GELEEND.how(INK, ms=4.4, mew=1.1))
