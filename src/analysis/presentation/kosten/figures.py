"""Costs per case as a waterfall, and the cases beside each other with their mean and median."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.presentation.kosten.selection import (
    FIRST,
    NOT_IN_MONEY,
    OTHER_PAYER,
    PAYER_COLORS,
    amount_words,
    case_name,
    case_words,
    cases_of,
    choose_case,
    cost_source,
    costs_of,
    payer_label,
    posts_of,
    scenario_of,
    scenario_words,
    short_amount,
)
from analysis.presentation.outputs import Figuur, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.money import cents_of, euro, exact_euro, signed_euro
from analysis.presentation.taal.numbers import first_upper, is_missing
from analysis.presentation.tekenen.canvas import Sheet, new_sheet, shorten, text_width, write_axes_text
from analysis.presentation.tekenen.style import HAIR, INK, PALETTE, PAPER, SMALL, SOFT, WIDTH
from analysis.study import ALLE

LABEL, ROW, HEAD = 2.35, 0.36, 0.27
BEHIND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}


def figuur_casus(rapport: Rapport, casus: str = FIRST) -> Figuur | Tekst:
    """Show one case as a waterfall: what was put in, what was avoided, per post and payer, and the difference."""
    casus = choose_case(rapport, casus)
    posts, saving = posts_of(rapport, casus), costs_of(rapport, casus, "besparing").get(ALLE)
    posts = posts[posts["rol"] != "ander"]
    if posts.empty:
        return Tekst("")
    if saving is None or posts["midden"].notna().sum() == 0:
        return Tekst(f"Van {case_words(casus)} is geen figuur te maken: er is geen vergelijking in geld.")
    rows = waterfall_rows(posts, saving, rapport)
    figure = plot_casus(rows, _notes(posts))
    words = [f"{row['label']} ({row['betaler_label']}): {row['tekst']}" for row in rows if row["soort"] == "post"]
    spent, avoided = (scenario_words(scenario_of(posts, rol)) for rol in ("ingezet", "vermeden"))
    caption = (
        f"Kosten in {case_words(casus)} per post en betaler: ‘{escape(spent)}’ (ingezet) tegenover ‘{escape(avoided)}’ "
        f"(vermeden), en het verschil. {cost_source(rapport)}"
    )
    alt = f"Waterval in euro's. {'; '.join(words)}. Verschil: {amount_words(saving)}."
    return Figuur(figure, caption, alt)


def waterfall_rows(posts: pd.DataFrame, saving: dict, rapport: Rapport) -> list[dict]:
    """Give the rows of a waterfall in order: heads, posts with their place on the running total, the difference."""
    rows: list[dict] = []
    place = 0.0
    for rol, head, sign in (("ingezet", "Ingezet", -1), ("vermeden", "Vermeden", 1)):
        of_rol = posts[posts["rol"] == rol]
        rows.append({"soort": "kop", "label": f"{head}: {scenario_words(scenario_of(posts, rol))}"})
        for post in of_rol.itertuples():
            size = 0.0 if is_missing(post.midden) else sign * post.midden
            ends = (0.0, 0.0) if is_missing(post.midden) else (post.laag, post.hoog)
            rows.append({
                "soort": "post", "rol": rol, "label": post.post, "betaler": post.betaler, "van": place,
                "tot": place + size, "betaler_label": payer_label(rapport, post.betaler),
                "tekst": NOT_IN_MONEY if is_missing(post.midden) else signed_euro(size, cents_of(size)),
                "marge": [place + sign * (post.midden if is_missing(end) else end) for end in ends] if size else [],
                "open": size != 0 and is_missing(ends[1]), "ruim": size != 0 and ends[0] != ends[1],
            })  # fmt: skip
            place += size
    bound = saving["hoog"] if is_missing(saving["midden"]) else saving["midden"]
    known = not is_missing(saving["midden"])
    rows.append({"soort": "verschil", "label": "Verschil", "van": 0.0, "tot": bound if known else 0.0,
                 "tekst": _difference_text(saving), "bekend": known})  # fmt: skip
    return rows


def _difference_text(saving: dict) -> str:
    """Say the difference on one line, with its range on a second where it has one."""
    text = short_amount(saving)
    has_range = saving["grens"] == "volledig" and saving["hoog"] - saving["laag"] > 0.005
    return f"{text}\n{exact_euro(saving['laag'])} tot {exact_euro(saving['hoog'])}" if has_range else text


def _notes(posts: pd.DataFrame) -> list[str]:
    notes = []
    if posts["onbekend"].any():
        notes.append("Niet in geld: de post kost iets, maar een bedrag is niet bekend.")
    if ((posts["hoog"] - posts["laag"]) > 0).any():
        notes.append("Zwarte lijn: bandbreedte van de post.")
    return notes


def plot_casus(rows: list[dict], notes: list[str]) -> object:
    """Draw a waterfall from finished rows: open bars to the left are put in, solid bars to the right are avoided."""
    heights = [HEAD if row["soort"] == "kop" else ROW for row in rows]
    tops = [sum(heights[:place]) for place in range(len(rows))]
    body = sum(heights) + 0.3
    sheet = new_sheet(body, "", "Bedragen in euro's, opgeteld van boven naar beneden", notes)
    axes = sheet.axes(LABEL, 0, WIDTH - LABEL, sum(heights))
    _scale(axes, rows, sum(heights), WIDTH - LABEL)
    for row, top, height in zip(rows, tops, heights, strict=True):
        _label(sheet, row, top, height)
        if row["soort"] == "kop":
            continue
        draw_waterfall_bar(axes, row, top + height / 2)
    return sheet.figure


def _scale(axes: Axes, rows: list[dict], height: float, width: float) -> None:
    ends = [row[key] for row in rows if row["soort"] != "kop" for key in ("van", "tot")]
    ends += [end for row in rows for end in row.get("marge", [])]
    low, high = min(0.0, *ends), max(0.0, *ends)
    texts = [line for row in rows if row["soort"] != "kop" for line in row["tekst"].split("\n")]
    room = max(text_width(text, SMALL, 700) for text in texts) + 0.12
    span = (high - low) * width / max(width - room - 0.05, 0.5) or 1.0
    axes.set(xlim=(low - 0.01 * span, low + span), ylim=(height, 0), yticks=[])
    euro_axis(axes, width)
    axes.axvline(0, color=SOFT, lw=1)


def euro_axis(axes: Axes, width: float, bins: int = 4) -> None:
    """Give axes of a known width (inches) a scale in euros: few round numbers, none that sticks out at the right."""
    low, high = axes.get_xlim()
    widest = text_width(euro(max(abs(low), abs(high))), SMALL) + 0.12
    ticks = MaxNLocator(max(1, min(bins, int(width / widest))), steps=[1, 2, 5, 10]).tick_values(low, high)
    last = high - (high - low) * widest / 2 / width
    axes.set_xticks([tick for tick in ticks if low <= tick <= last])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: euro(value)))
    axes.grid(axis="x")


def _label(sheet: Sheet, row: dict, top: float, height: float) -> None:
    if row["soort"] == "kop":
        sheet.text(0, top + height / 2, "\n".join(shorten(row["label"], WIDTH, 1, SMALL, 600)), SMALL, 600, va="center")
        return
    if row["soort"] == "verschil":
        sheet.line(top + 0.01, color=HAIR)
        sheet.text(0, top + height / 2, row["label"], SMALL, 700, va="center")
        return
    (name,) = shorten(row["label"], LABEL - 0.2, 1, SMALL)
    (payer,) = shorten(row["betaler_label"], LABEL - 0.2, 1, SMALL)
    sheet.text(0.08, top + height / 2, name, SMALL, va="bottom")
    sheet.text(0.08, top + height / 2, payer, SMALL, va="top", color=PAYER_COLORS.get(row["betaler"], OTHER_PAYER))


def draw_waterfall_bar(axes: Axes, row: dict, y: float) -> None:
    """Draw one bar with its range and its amount in words at the right end."""
    color = PAYER_COLORS.get(row.get("betaler", ""), INK if row["soort"] == "verschil" else OTHER_PAYER)
    left, size = min(row["van"], row["tot"]), abs(row["tot"] - row["van"])
    if size:
        face = PAPER if row.get("rol") == "ingezet" else color
        axes.barh(y, size, left=left, height=0.19, facecolor=face, edgecolor=color, linewidth=1.3, zorder=2)
    ends = row.get("marge", [])
    if ends and row["ruim"]:
        axes.plot([min(ends), max(ends)], [y, y], color=INK, lw=1.2, zorder=3)
    right = max([row["van"], row["tot"], *ends])
    low, high = axes.get_xlim()
    weight = 700 if row["soort"] == "verschil" else 400
    color = SOFT if row["tekst"] == NOT_IN_MONEY else INK
    at = right + 0.012 * (high - low)
    write_axes_text(axes, at, y, row["tekst"], SMALL, weight, va="center", color=color, bbox=BEHIND, zorder=4)


def figuur_casussen(rapport: Rapport) -> Figuur | Tekst:
    """Show the saving of every case beside the mean, the median, and the mean if fewer cases saved as much."""
    savings = [(casus, costs_of(rapport, casus, "besparing").get(ALLE)) for casus in cases_of(rapport)]
    savings = [(casus, row) for casus, row in savings if row is not None]
    over = rapport.tabel("kosten_over_casussen")
    over = over[over["betaler"] == ALLE] if len(over) else over
    if not savings or over.empty or is_missing(over["gemiddelde"].iloc[0]):
        return Tekst("Van geen enkele casus is bekend wat het verschil in geld is." if cases_of(rapport) else "")
    rows = _case_rows(savings) + _middle_rows(over.iloc[0])
    figure = plot_casussen(rows)
    words = "; ".join(f"{row['label']}: {row['tekst']}" for row in rows)
    caption = (
        "Verschil per casus (vermeden min ingezet), volgens wie de casus beschreef, alle betalers samen. De casussen "
        "zijn zo gekozen dat ze iets laten zien; daarom staat er geen marge bij. Eén op twee en één op vier: als het "
        f"verschil maar bij zoveel casussen zo groot is, en bij de andere nul. {cost_source(rapport)}"
    )
    return Figuur(figure, caption, f"Punten per casus in euro's. {words}.")


def _case_rows(savings: list[tuple[str, dict]]) -> list[dict]:
    return [
        {"label": first_upper(case_name(casus)), "punt": row["midden"], "laag": row["laag"], "hoog": row["hoog"],
         "grens": row["grens"], "tekst": short_amount(row), "soort": "casus"}
        for casus, row in savings
    ]  # fmt: skip


def _middle_rows(over: pd.Series) -> list[dict]:
    none = float("nan")
    rows = [("Gemiddelde", "gemiddelde")]
    if over["n_casussen"] - over["n_niet_bekend"] > 1:
        rows += [(f"Zonder casus {over['grootste_casus']}", "gemiddelde_zonder_grootste"), ("Middelste", "mediaan")]
        rows += [("Als één op twee", "een_op_twee"), ("Als één op vier", "een_op_vier")]
    return [
        {"label": label, "punt": over[name], "laag": none, "hoog": none, "grens": "volledig", "tekst": euro(over[name]),
         "soort": "midden"}
        for label, name in rows
    ]  # fmt: skip


def plot_casussen(rows: list[dict]) -> object:
    """Draw a row per case and per middle: a point, an arrow where it is a bound, a line from low to high."""
    row_height, label = 0.27, 1.35
    height = row_height * len(rows)
    sheet = new_sheet(height + 0.3, "", "Verschil: vermeden min ingezet, in euro’s", _case_notes(rows))
    axes = sheet.axes(label, 0, WIDTH - label, height)
    ends = [row[key] for row in rows for key in ("punt", "laag", "hoog") if not is_missing(row[key])]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = max(text_width(row["tekst"], SMALL) for row in rows) + 0.3
    span = (high - low) * (WIDTH - label) / (WIDTH - label - room) or 1.0
    axes.set(xlim=(low - 0.03 * span, low + span), ylim=(len(rows), 0), yticks=[])
    euro_axis(axes, WIDTH - label)
    axes.axvline(0, color=SOFT, lw=1)
    for place, row in enumerate(rows):
        middle = row["soort"] == "midden"
        sheet.text(0, (place + 0.5) * row_height, row["label"], SMALL, 600 if middle else 400, va="center")
        _draw_point(axes, row, place + 0.5, 0.06 * span)
    axes.axhline(sum(row["soort"] == "casus" for row in rows), color=HAIR, lw=0.8)
    return sheet.figure


def _case_notes(rows: list[dict]) -> list[str]:
    open_ends = {row["grens"] for row in rows} - {"volledig"}
    return (
        ["Een pijl: het bedrag is minstens of hoogstens zo hoog, want een post is niet in geld."] if open_ends else []
    )


def _draw_point(axes: Axes, row: dict, y: float, arrow: float) -> None:
    color = PALETTE["focus"] if row["soort"] == "casus" else INK
    if not (is_missing(row["laag"]) or is_missing(row["hoog"])) and row["hoog"] > row["laag"]:
        axes.plot([row["laag"], row["hoog"]], [y, y], color=color, lw=1.3, zorder=2)
    point = row["punt"] if not is_missing(row["punt"]) else row["hoog"]
    ends = [end for end in (point, row["laag"], row["hoog"]) if not is_missing(end)]
    if not is_missing(row["punt"]):
        axes.plot([point], [y], "o" if row["soort"] == "casus" else "D", ms=5.2, color=color, zorder=3)
    sign = {"minstens": 1, "hoogstens": -1}.get(row["grens"])
    if sign and ends:
        tip = {"arrowstyle": "->", "color": color, "lw": 1.2}
        axes.annotate("", xy=(point + sign * arrow, y), xytext=(point, y), arrowprops=tip)
    right = max(ends, default=0.0) + (arrow if sign == 1 else 0.0)
    low, high = axes.get_xlim()
    write_axes_text(axes, right + 0.015 * (high - low), y, row["tekst"], SMALL, va="center")
