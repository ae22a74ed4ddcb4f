"""The IKCs side by side: the primary indicators per IKC, alphabetical, on one scale; never a league table."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.presentation.captions import margin, source
from analysis.presentation.certainty import other_informant_note
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import ikc_names, primary_series
from analysis.presentation.taal.numbers import is_missing, number
from analysis.presentation.taal.wording import TOO_FEW
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, nice_top, panel_rows
from analysis.presentation.tekenen.style import PAPER, SMALL, SOFT, WIDTH, color_of
from analysis.study import ALLE

HEIGHTS = {"eerste": 0.34, "laatste": 0.68}
LABEL, ROW, GAP, PER_ROW, HEAD = 1.36, 0.32, 0.16, 4, 0.4


def figuur_ikcs_naast_elkaar(rapport: Rapport) -> Figuur | Tekst:
    """Show the first and last meting of the primary indicators of every IKC, in alphabetical order."""
    table = primary_shares(rapport)
    if table.empty or rapport.eerste is None:
        return Tekst("Er zijn geen metingen om de IKC's naast elkaar te zetten.")
    names = {code: name for code, name in ikc_names(rapport).items() if code in set(table["ikc"])}
    first, last = (rapport.meting_label(item.meting, full=True) for item in (rapport.eerste, rapport.laatste))
    notes = [f"{HIDDEN_MARK}: {TOO_FEW}, of niet gemeten. De volgorde is alfabetisch en zegt niets over kwaliteit."]
    figure = plot_ikcs(table, names, first, last, notes)
    caption = (
        f"Hoofdindicatoren per IKC in {first} (open) en {last} (dicht), per 100 ingeschreven kinderen, met "
        f"{margin(rapport)}s.{other_informant_note(rapport)} {source(rapport)}"
    )
    return Figuur(figure, caption, _alt(table, names, first, last))


def primary_shares(rapport: Rapport) -> pd.DataFrame:
    """Give every IKC's share of each primary indicator at the first and last meting, all bouwen together."""
    every = primary_series(rapport)
    if every.empty or rapport.eerste is None:
        return every.iloc[:0]
    ends = {rapport.eerste.meting: "eerste", rapport.laatste.meting: "laatste"}
    chosen = every[(every["ikc"] != ALLE) & every["meting"].isin(ends)]
    chosen = chosen.assign(einde=chosen["meting"].map(ends))
    return chosen.sort_values(["volgorde", "ikc"], kind="stable").reset_index(drop=True)


def _alt(table: pd.DataFrame, names: dict[str, str], first: str, last: str) -> str:
    parts = []
    for label, rows in table.groupby("label", sort=False):
        words = [f"{name} {_ends(rows[rows['ikc'] == code])}" for code, name in names.items()]
        parts.append(f"{label}: {', '.join(words)}")
    return f"Per hoofdindicator een kolom met per IKC het aantal op de 100 in {first} en {last}. {'; '.join(parts)}."


def _ends(rows: pd.DataFrame) -> str:
    values = rows.set_index("einde")["aandeel"]
    words = [
        number(100 * values[end]) if not is_missing(values.get(end)) else "niet getoond"
        for end in ("eerste", "laatste")
    ]
    return f"{words[0]} en {words[1]}"


def plot_ikcs(table: pd.DataFrame, names: dict[str, str], first: str, last: str, notes: list[str]) -> Figure:
    """Draw a column per indicator and a row per IKC; all columns have the same scale."""
    labels = list(dict.fromkeys(table["label"]))
    block = HEAD + ROW * len(names) + 0.4
    key = 0.26
    sheet = new_sheet(key + block * panel_rows(len(labels), PER_ROW), "", "Van de 100 kinderen", notes)
    _draw_key(sheet, first, last, key)
    per_row = min(PER_ROW, len(labels))
    width = (WIDTH - LABEL - GAP * (per_row - 1)) / per_row
    top = nice_top([*100 * table["ci_hoog"], *100 * table["aandeel"]])
    for place, label in enumerate(labels):
        row, column = divmod(place, per_row)
        x, y = LABEL + column * (width + GAP), key + row * block
        if column == 0:
            _write_names(sheet, list(names.values()), y + HEAD)
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


def _draw_key(sheet: Sheet, first: str, last: str, height: float) -> None:
    axes = sheet.axes(LABEL, 0, WIDTH - LABEL, height)
    axes.set(xlim=(0, WIDTH - LABEL), ylim=(0, 1))
    axes.axis("off")
    for x, face, words in ((0.06, PAPER, first), (1.36, SOFT, last)):
        axes.plot([x], [0.6], "o", ms=6, mfc=face, mec=SOFT, mew=1.5)
        write_axes_text(axes, x + 0.12, 0.6, words, SMALL, va="center", color=SOFT)


def _write_names(sheet: Sheet, names: list[str], y: float) -> None:
    for place, name in enumerate(names):
        lines = shorten(name, LABEL - 0.1, 2, SMALL)
        sheet.text(0, y + (place + 0.5) * ROW, "\n".join(lines), SMALL, va="center_baseline", linespacing=0.95)


def plot_ikc_kolom(axes: Axes, table: pd.DataFrame, codes: list[str], top: float) -> Axes:
    """Draw one indicator: per IKC the first meting (open, above) and the last (filled, below) with intervals."""
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
        color = color_of(row.soort, row.domein)
        if not row.getoond:
            write_axes_text(axes, 0, y, HIDDEN_MARK, SMALL, va="center", color=SOFT)
            continue
        if not (is_missing(row.ci_laag) or is_missing(row.ci_hoog)):
            axes.plot([100 * row.ci_laag, 100 * row.ci_hoog], [y, y], color=color, lw=1.3, alpha=0.55, zorder=2)
        face = PAPER if row.einde == "eerste" else color
        axes.plot([100 * row.aandeel], [y], "o", ms=5, mfc=face, mec=color, mew=1.4, zorder=3)
    return axes
