"""How long trajecten last: survival curves per domain of care with numbers at risk; short against long per period."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.presentation.captions import ALLOCATIONS, source
from analysis.presentation.cijfers import HIDDEN, alt_text, numbers_in_columns, share_words
from analysis.presentation.outputs import Cijfers, Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.numbers import is_missing, list_words, number
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, write_axes_text
from analysis.presentation.tekenen.panels import HIDDEN_MARK, columns_of, panel_places, panel_rows
from analysis.presentation.tekenen.signs import CIJFER
from analysis.presentation.tekenen.style import CONTEXT, INK, NARROW, SMALL, SOFT, TINY, WIDTH, color_of
from analysis.presentation.trajecten.selection import (
    KORT_LANG_DOMEINEN,
    curves_of,
    domein_labels,
    group_labels,
    period_words,
    short_and_long,
)
from analysis.presentation.who_is_in import allocations_words

TICKS = (0, 6, 12, 18, 24)
A_YEAR = 12
COLUMNS, AXES, RISK, FIRST = 2, 1.15, 0.16, 0.16
PANEL = 0.26 + AXES + 0.22 + 3 * RISK + 0.22
BAR, ROW, LEFT, LEFT_NARROW = 0.17, 0.215, 2.05, 1.1
ROOM = 2.0


def figuur_trajecten(rapport: Rapport) -> Figuur | Tekst:
    """Show per domain of care the share of trajecten still running after so many months, with numbers at risk."""
    curves = curves_of(rapport)
    if curves.empty:
        return Tekst("")
    labels = domein_labels(rapport, curves)
    words, minimum = period_words(rapport), rapport.study.statistiek.minimum_kinderen
    notes = ["Onder elk vak: hoeveel trajecten op die dag nog gevolgd werden en liepen."]
    if curves["aandeel_lopend"].isna().any():
        notes.append(f"{HIDDEN_MARK}: te weinig trajecten om te tonen; de lijn loopt tussen de punten recht door.")
    if len(curves.drop_duplicates(["domein", "periode"])) < len(labels) * len(words):
        notes.append(f"Een periode met minder dan {number(minimum)} trajecten heeft geen lijn.")
    figures = [plot_trajecten(curves, labels, words, [" ".join(notes)], width) for width in (WIDTH, NARROW)]
    whose = allocations_words(rapport) if rapport.over_alle else escape(rapport.naam)
    caption = (
        f"Van de 100 trajecten: hoeveel er na zoveel maanden nog lopen, per domein van zorg, {whose}. Trajecten die "
        f"nog liepen of konden doorgaan tellen mee tot {number(rapport.study.toewijzingen.traject_gat_dagen)} dagen "
        f"voor het eind van de gegevens; het lichte vlak is de marge. {source(rapport, ALLOCATIONS)}"
    )
    shown = curves[curves["maand"].isin(TICKS)].sort_values(["domein", "periode", "maand"], kind="stable")
    shown = shown.assign(
        label=shown["domein"].map(labels), wanneer=shown["periode"].map(words),
        na=[f"na {number(month)} maanden" for month in shown["maand"]],
    )  # fmt: skip
    head = ("Van de 100 trajecten lopen er nog", "Begonnen")
    cijfers = numbers_in_columns(shown, "na", ("label", "wanneer"), head, _still)
    return Figuur(figures[0], caption, _alt_curves(curves, labels, words), figures[1], cijfers)


def _still(row: Any) -> str:
    return share_words(row, "aandeel_lopend")


def plot_trajecten(
    curves: pd.DataFrame, labels: dict[str, str], words: dict[str, str], notes: Sequence[str],
    sheet_width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Draw a panel per domain: a line per period with its interval, months below, numbers at risk under them."""
    columns = min(columns_of(COLUMNS, sheet_width), len(labels))
    body, unit = panel_rows(len(labels), columns) * PANEL + FIRST, "Van de 100 trajecten lopen er nog"
    sheet = new_sheet(body, _title_of_curves(curves, labels, words), unit, list(notes), sheet_width)
    places = panel_places(len(labels), columns, PANEL, FIRST, sheet_width)
    for (domein, label), (x, y, width) in zip(labels.items(), places, strict=True):
        rows = curves[curves["domein"] == domein]
        colors = period_colors(domein, list(words))
        sheet.text(x, y - 0.1, shorten(label, width, 1, SMALL, 600)[0], SMALL, 600)
        axes = sheet.axes(x, y + 0.14, width, AXES)
        plot_curves(axes, rows, words, colors)
        _write_at_risk(sheet, rows, words, (x, y + 0.14 + AXES + 0.22, width))
    return sheet.figure


def _title_of_curves(curves: pd.DataFrame, labels: dict[str, str], words: dict[str, str]) -> str:
    """Say of the first domain how many trajecten still run after a year, per period; empty where that is not shown."""
    domein, label = next(iter(labels.items()))
    rows = curves[(curves["domein"] == domein) & (curves["maand"] == A_YEAR)].set_index("periode")["aandeel_lopend"]
    shown = [number(100 * rows[name]) for name in words if not is_missing(rows.get(name))]
    if not shown:
        return ""
    count = f"eerst {shown[0]}, later {shown[-1]}" if len(shown) > 1 else f"nog {shown[0]}"
    return f"{label}: na een jaar lopen er {count} van de 100"


def period_colors(domein: str, periods: Sequence[str]) -> dict[str, str]:
    """Give the earlier period grey and the later one the colour of the domain."""
    own = color_of("focus" if domein == "alle" else "tweedelijnszorg", domein)
    return {name: own if place == len(periods) - 1 else CONTEXT for place, name in enumerate(periods)}


def plot_curves(axes: Axes, rows: pd.DataFrame, words: dict[str, str], colors: dict[str, str]) -> Axes:
    """Draw the curves of one domain; the earlier period grey and dashed, so that colour is not all."""
    for place, period in enumerate(words):
        known = rows[(rows["periode"] == period) & rows["aandeel_lopend"].notna()].sort_values("maand")
        if known.empty:
            continue
        months, share = known["maand"].to_numpy(), 100 * known["aandeel_lopend"].to_numpy(dtype=float)
        low, high = (100 * known[name].astype(float) for name in ("ci_laag", "ci_hoog"))
        last = place == len(words) - 1
        axes.fill_between(months, low, high, color=colors[period], alpha=0.14, lw=0)
        axes.plot(
            months, share, color=colors[period], lw=1.8, ls="-" if last else (0, (4, 2)), marker=CIJFER.vorm,
            ms=3.2, zorder=4 if last else 3,
        )  # fmt: skip
    axes.set_xlim(-0.4, TICKS[-1] + ROOM)
    axes.set_ylim(0, 103)
    axes.set_xticks(TICKS, [f"{month} mnd" if month == TICKS[-1] else f"{month}" for month in TICKS])
    axes.set_yticks((0, 50, 100), ("", "50", "100"))
    axes.grid(axis="y")
    _label_curves(axes, rows, words, colors)
    return axes


def _label_curves(axes: Axes, rows: pd.DataFrame, words: dict[str, str], colors: dict[str, str]) -> None:
    """Name the periods in the empty upper right corner, each with its own line style."""
    drawn = [name for name in words if rows.loc[rows["periode"] == name, "aandeel_lopend"].notna().sum() > 1]
    for place, name in enumerate(drawn):
        y, last = 96 - 15 * place, name == list(words)[-1]
        axes.plot([12.4, 14.4], [y, y], color=colors[name], lw=1.8, ls="-" if last else (0, (3, 1.5)))
        write_axes_text(axes, 14.9, y, words[name], SMALL, 600 if last else 400, va="center",
                        color=colors[name] if last else SOFT)  # fmt: skip


def _write_at_risk(sheet: Sheet, rows: pd.DataFrame, words: dict[str, str], place: tuple[float, float, float]) -> None:
    """Write the numbers at risk under the months, a row per period."""
    x, y, width = place
    scale = width / (TICKS[-1] + ROOM + 0.4)
    drawn = {name: word for name, word in words.items() if (rows["periode"] == name).any()}
    for level, (period, label) in enumerate(drawn.items()):
        known = rows[rows["periode"] == period].set_index("maand")["n_onder_risico"]
        top = y + 0.02 + level * 2 * RISK * 0.95
        sheet.text(x, top, f"nog gevolgd, {label}", TINY, color=SOFT)
        for month in TICKS:
            value = known.get(month, np.nan)
            gone = month not in known.index and bool(known.notna().all())
            text = "0" if gone else HIDDEN_MARK if is_missing(value) else number(value)
            sheet.text(x + (month + 0.4) * scale, top + 0.145, text, TINY, ha="center", color=INK)


def _alt_curves(curves: pd.DataFrame, labels: dict[str, str], words: dict[str, str]) -> str:
    parts = []
    for domein, label in labels.items():
        for period, word in words.items():
            rows = curves[(curves["domein"] == domein) & (curves["periode"] == period)].set_index("maand")
            shown = [
                f"na {month} maanden {number(100 * rows['aandeel_lopend'].get(month))} van de 100"
                for month in (6, 12, 24)
                if not is_missing(rows["aandeel_lopend"].get(month))
            ]
            if shown:
                parts.append(f"{label}, begonnen {word}: {list_words(shown)}")
    return alt_text("Dalende lijnen: het aantal trajecten dat nog loopt.", parts)


def figuur_kort_lang(rapport: Rapport) -> Figuur | Tekst:
    """Show short and long trajecten per 1,000 children per year, before and since the first meting, GGZ beside J&O."""
    table = short_and_long(rapport)
    if table["kort_per_1000"].notna().sum() < 2:
        return Tekst("")
    words, groups = period_words(rapport), group_labels(rapport)
    months = rapport.study.toewijzingen.kort_maanden
    notes = ["Alle staven hebben dezelfde schaal, vanaf nul."]
    if table["kort_per_1000"].isna().any():
        notes.append(f"{HIDDEN_MARK}: te weinig trajecten om te tonen.")
    figures = [plot_kort_lang(table, groups, words, months, [" ".join(notes)], width) for width in (WIDTH, NARROW)]
    caption = (
        "Trajecten jeugd-GGZ en jeugd- en opvoedhulp die begonnen, per 1.000 kinderen per jaar: kort (klaar binnen "
        f"{number(months)} maanden) en lang, {list_words(list(words.values()))}. Van trajecten die nog lopen is het "
        f"deel kort geschat. {source(rapport, ALLOCATIONS)}"
    )
    alt = alt_text("Staven per 1.000 kinderen per jaar.", _parts_kort_lang(table, groups, words))
    return Figuur(figures[0], caption, alt, figures[1], _numbers_kort_lang(table, groups, words))


def _title_kort_lang(table: pd.DataFrame, groups: dict[str, str], words: dict[str, str]) -> str:
    """Put short and long side by side, before and since, of the first domain and group that can be compared; else ''.

    A zero in rounded counts may be a few, so such a row is none to put above a figure.
    """
    names = ("kort_per_1000", "lang_per_1000", "verschil_kort")
    if len(words) < 2:
        return ""
    for (domein, label), (group, name) in product(KORT_LANG_DOMEINEN.items(), groups.items()):
        own = table[(table["domein"] == domein) & (table["ikc"] == group)].set_index("periode")
        first, last = (tuple(own[column].get(period) for column in names) for period in words)
        values = [*first[:2], *last[:2]]
        if is_missing(last[2]) or any(is_missing(value) or number(value) == "0" for value in values):
            continue
        kort_eerst, lang_eerst, kort_later, lang_later = map(number, values)
        return (
            f"{label}, {in_sentence(name)}: eerst {kort_eerst} kort en {lang_eerst} lang, later {kort_later} kort en "
            f"{lang_later} lang"
        )
    return ""


def _numbers_kort_lang(table: pd.DataFrame, groups: dict[str, str], words: dict[str, str]) -> Cijfers:
    """Give a row per domain, group of IKCs and period: short and long trajecten per 1,000 children."""
    rows = []
    for domein, label in KORT_LANG_DOMEINEN.items():
        for group, name in groups.items():
            own = table[(table["domein"] == domein) & (table["ikc"] == group)].set_index("periode")
            for period, word in words.items():
                values = [own[column].get(period) for column in ("kort_per_1000", "lang_per_1000")]
                rows.append(
                    [label, name, word, *(HIDDEN if is_missing(value) else number(value, 1) for value in values)]
                )
    return Cijfers(("Zorg", "Waar", "Begonnen", "Kort", "Lang"), rows)


def plot_kort_lang(
    table: pd.DataFrame, groups: dict[str, str], words: dict[str, str], months: int, notes: Sequence[str],
    sheet_width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Draw two columns (short, long) of bars: per domain, per group of IKCs, a bar per period with its number."""
    is_narrow = sheet_width <= NARROW
    left, above = (LEFT_NARROW, 0.18) if is_narrow else (LEFT, 0.0)
    block = above + ROW * len(words) + 0.16
    first = FIRST + (0.3 if is_narrow else 0.14)
    height = first + len(KORT_LANG_DOMEINEN) * (0.26 + len(groups) * block + 0.10)
    title = _title_kort_lang(table, groups, words)
    sheet = new_sheet(height, title, "Begonnen trajecten per 1.000 kinderen per jaar", list(notes), sheet_width)
    width = (sheet_width - left - 0.55) / 2
    lefts = {"kort_per_1000": left, "lang_per_1000": left + width + 0.40}
    heads = (f"Kort: binnen {number(months)} maanden klaar", f"Lang: meer dan {number(months)} maanden")
    for x, head in zip(lefts.values(), heads, strict=True):
        lines = shorten(head, width + 0.3, 2 if is_narrow else 1, SMALL, 600)
        sheet.text(x, first - 0.12, "\n".join(lines), SMALL, 600, va="bottom")
    top = max(1.0, float(np.nanmax(table[list(lefts)].to_numpy(dtype=float), initial=0))) * 1.18
    y = first
    for domein, label in KORT_LANG_DOMEINEN.items():
        rows = table[table["domein"] == domein]
        sheet.text(0, y, label, SMALL, 600, color=color_of("tweedelijnszorg", domein))
        y += 0.26
        for group, name in groups.items():
            lines = shorten(name, sheet_width - 0.1 if above else left - 1.18, 1 if above else 3, SMALL)
            sheet.text(0, y, "\n".join(lines), SMALL)
            _draw_group(sheet, rows[rows["ikc"] == group], words, lefts, (y + above, width, top), domein)
            y += block
        y += 0.10
    return sheet.figure


def _draw_group(
    sheet: Sheet, rows: pd.DataFrame, words: dict[str, str], lefts: dict[str, float],
    place: tuple[float, float, float], domein: str,
) -> None:  # fmt: skip
    y, width, top = place
    for level, word in enumerate(words.values()):
        sheet.text(min(lefts.values()) - 0.06, y + level * ROW, word, TINY, ha="right", color=SOFT)
    for column, x in lefts.items():
        axes = sheet.axes(x, y, width, ROW * len(words))
        plot_bars(axes, rows.set_index("periode")[column], list(words), period_colors(domein, list(words)), top)


def plot_bars(axes: Axes, values: pd.Series, periods: Sequence[str], colors: dict[str, str], top: float) -> Axes:
    """Draw a bar per period from zero, its number at the end; the sign for too few where it may not be shown."""
    for level, period in enumerate(periods):
        value, y, last = values.get(period, np.nan), len(periods) - 1 - level, level == len(periods) - 1
        if is_missing(value):
            write_axes_text(axes, 0.01 * top, y, HIDDEN_MARK, SMALL, va="center", color=SOFT)
            continue
        axes.barh(y, value, BAR / ROW, color=colors[period], alpha=1 if last else 0.55, lw=0)
        write_axes_text(axes, value + 0.015 * top, y, number(value, 1), SMALL, 600 if last else 400, va="center")
    axes.set_xlim(0, top)
    axes.set_ylim(-0.5, len(periods) - 0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=SOFT, lw=1)
    return axes


def _parts_kort_lang(table: pd.DataFrame, groups: dict[str, str], words: dict[str, str]) -> list[str]:
    parts = []
    for domein, label in KORT_LANG_DOMEINEN.items():
        for group, name in groups.items():
            rows = table[(table["domein"] == domein) & (table["ikc"] == group)].set_index("periode")
            for column, kind in (("kort_per_1000", "kort"), ("lang_per_1000", "lang")):
                values = [f"{word} {_or_hidden(rows[column].get(period))}" for period, word in words.items()]
                parts.append(f"{label} {kind}, {name}: {', '.join(values)}")
    return parts


def _or_hidden(value: float | None) -> str:
    return "niet getoond" if is_missing(value) else number(value, 1)
