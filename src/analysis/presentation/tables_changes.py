"""Tables of shares and changes: Markdown, numbers right-aligned, units in the headers, at most seven columns."""

from typing import Any

import pandas as pd

from analysis.presentation.captions import margin, of_whom, source
from analysis.presentation.markdown import pipe_table
from analysis.presentation.numbers import (
    SUPPRESSED,
    has_share,
    interval_of,
    is_missing,
    list_words,
    number,
    per_100,
    share_decimals,
    signed,
)
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.selection import (
    children_at,
    ikc_names,
    other_changes,
    primary_changes,
    ratios,
    shares,
)
from analysis.presentation.wording import HIDDEN_NOTE, in_sentence

MOST_METINGEN = 6
MOST_NAMES = 6
VERDICTS = {
    "gestegen": "gestegen",
    "gedaald": "gedaald",
    "geen": "geen aantoonbare verandering",
    "weinig": "te weinig gegevens",
    "verborgen": SUPPRESSED,
}
MATEN = {
    "signalen_per_100": ("Signalen per 100 kinderen", 1, 0),
    "ratio_ext_int": ("Externaliserend : internaliserend", 1, 1),
    "ratio_eerste_tweede": ("Eerstelijnszorg : tweedelijnszorg", 1, 1),
    "gezin_bij_kind": ("Met kindprobleem: ook gezinsprobleem bekend, op de 100", 100, 0),
    "zorg_bij_probleem": ("Met probleem: krijgt zorg, op de 100", 100, 0),
    "probleem_bij_zorg": ("Met zorg: probleem bekend, op de 100", 100, 0),
}


def tabel_verkennend(rapport: Rapport) -> Tabel | Tekst:
    """Show the exploratory change of every soort and domain that is no primary indicator."""
    changes = other_changes(rapport)
    changes = changes[changes["niveau"].isin(["soort", "domein"])] if len(changes) else changes
    named = list(primary_changes(rapport)["label"]) if len(changes) else []
    changes = changes[~changes["label"].isin(named)] if named else changes
    changes = changes.drop_duplicates(["kind_of_mark", "label"]) if len(changes) else changes
    if changes.empty:
        return Tekst("")
    caption = (
        f"Verkennend: andere domeinen, op de 100 ingeschreven kinderen, bij {of_whom(rapport, _ends(rapport))}. "
        f"De marge houdt "
        f"rekening met het aantal vergelijkingen. {source(rapport)}{_hidden_changes(changes)}"
    )
    changes = changes[changes["uitkomst"].ne("verborgen")]
    if changes.empty:
        return Tekst("Bij de andere domeinen zijn er te weinig kinderen om te tonen.")
    return Tabel(table_changes(changes, *_end_labels(rapport)), caption)


def _hidden_changes(changes: pd.DataFrame) -> str:
    names = [in_sentence(label) for label in changes.loc[changes["uitkomst"].eq("verborgen"), "label"]]
    return _not_shown(names)


def _not_shown(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        return f" {len(names)} regels staan er niet bij: daar zijn overal te weinig kinderen om te tonen."
    return f" Niet getoond, overal te weinig kinderen: {list_words(names)}." if names else ""


def _ends(rapport: Rapport) -> list[str]:
    return [rapport.eerste.meting, rapport.laatste.meting]


def _end_labels(rapport: Rapport) -> list[str]:
    return [rapport.meting_label(meting) for meting in _ends(rapport)]


def hidden_note(hidden: pd.Series) -> str:
    """Give the note on the suppression sign, where there is one."""
    return f" {HIDDEN_NOTE}" if bool(hidden.any()) else ""


def split_hidden(rows: list[list[str]]) -> tuple[list[list[str]], str]:
    """Split off the rows without any number; gives the rows to show and a sentence that names the others."""
    shown = [row for row in rows if any(cell != SUPPRESSED for cell in row[1:])]
    names = [in_sentence(row[0]) for row in rows if all(cell == SUPPRESSED for cell in row[1:])]
    return shown, _not_shown(names)


def table_changes(changes: pd.DataFrame, first: str, last: str) -> str:
    """Make the pipe table of rows with `uitkomst`, `laag` and `hoog`."""
    heads = ["Op de 100", first, last, "Verschil (marge)", "Oordeel"]
    rows = [_change_cells(row) for row in changes.itertuples()]
    return pipe_table(heads, rows, "lrrrl", (28, 9, 9, 20, 34))


def _change_cells(row: Any) -> list[str]:
    if row.uitkomst == "verborgen":
        return [row.label, SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED]
    decimals = min(share_decimals(row.n_kinderen_van), share_decimals(row.n_kinderen_naar))
    van = per_100(row.aandeel_van, row.n_kinderen_van, decimals)
    naar = per_100(row.aandeel_naar, row.n_kinderen_naar, decimals)
    judged = row.uitkomst != "weinig" and not is_missing(row.verschil)
    return [row.label, van, naar, _difference(row, decimals) if judged else SUPPRESSED, VERDICTS[row.uitkomst]]


def _difference(row: Any, decimals: int) -> str:
    ends = interval_of(row.laag, row.hoog, decimals, sign=True)
    return signed(100 * row.verschil, decimals) + ("" if ends == SUPPRESSED else f" ({ends})")


def tabel_signalen(rapport: Rapport) -> Tabel | Tekst:
    """Show per soort and domain of signals, and per signal in it, the children and their share, per meting."""
    return _share_tabel(rapport, "signalen", ("soort", "domein", "code"), "Kinderen met een signaal, per domein")


def tabel_zorg(rapport: Rapport) -> Tabel | Tekst:
    """Show per domain of care the children and their share, per meting."""
    return _share_tabel(rapport, "zorg", ("domein",), "Kinderen met zorg volgens de inventarisatie, per soort zorg")


def tabel_zorgvormen(rapport: Rapport) -> Tabel | Tekst:
    """Show every zorgvorm: children and share, per meting."""
    return _share_tabel(rapport, "zorg", ("code",), "Kinderen met zorg volgens de inventarisatie, per zorgvorm")


def _share_tabel(rapport: Rapport, name: str, niveaus: tuple[str, ...], what: str) -> Tabel | Tekst:
    table = shares(rapport, name, niveaus)
    if table.empty:
        return Tekst("")
    metingen = [item.meting for item in rapport.metingen[-MOST_METINGEN:]]
    caption = (
        f"{what}: aantal kinderen en tussen haakjes het aantal op de 100 ingeschreven kinderen, "
        f"{of_whom(rapport, metingen)}."
        f"{hidden_note(table['verborgen'])} {source(rapport)}"
    )
    children = ["Ingeschreven kinderen", *[number(children_at(rapport, meting)) for meting in metingen]]
    heads = [
        "Domein" if "domein" in niveaus else "Wat",
        *[f"{rapport.meting_label(meting)}: n (op de 100)" for meting in metingen],
    ]
    shown, hidden = split_hidden(_share_rows(table, metingen))
    if not shown:
        return Tekst(f"{what}: bij elke meting zijn er te weinig kinderen om te tonen.")
    caption += hidden
    rows = [children, *shown]
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), (30, *[23] * len(metingen))), caption)


def _share_rows(table: pd.DataFrame, metingen: list[str]) -> list[list[str]]:
    rows, nested = [], bool((table["code"] == "alle").any())
    for _, group in table.groupby("volgorde", sort=True):
        first = group.iloc[0]
        cells = {row.meting: _share_cell(row) for row in group.itertuples()}
        label = f"{first['label']} (totaal)" if first["domein"] == "alle" else first["label"]
        label = f"– {label}" if first["code"] != "alle" and nested else label
        rows.append([label, *[cells.get(meting, SUPPRESSED) for meting in metingen]])
    return rows


def _share_cell(row: Any) -> str:
    if not has_share(row.aandeel, row.n_kinderen) or is_missing(row.n):
        return SUPPRESSED
    return f"{number(row.n)} ({per_100(row.aandeel, row.n_kinderen, share_decimals(row.n_kinderen))})"


def tabel_verhoudingen(rapport: Rapport) -> Tabel | Tekst:
    """Show the ratios and conditional shares with their intervals, per meting."""
    table = ratios(rapport, MATEN)
    if table.empty:
        return Tekst("")
    metingen = [item.meting for item in rapport.metingen[-4:]]
    rows = []
    for maat, (label, factor, decimals) in MATEN.items():
        of_maat = {row.meting: row for row in table[table["maat"] == maat].itertuples()}
        cells = [
            _ratio_cell(of_maat[meting], factor, decimals) if meting in of_maat else SUPPRESSED for meting in metingen
        ]
        rows += [[label, *cells]] if of_maat else []
    heads = ["Maat", *[f"{rapport.meting_label(meting)} (marge)" for meting in metingen]]
    note = hidden_note(table["verborgen"])
    caption = f"Verhoudingen per meting, met {margin(rapport)}, {of_whom(rapport, metingen)}.{note} {source(rapport)}"
    return Tabel(pipe_table(heads, rows, "l" + "r" * len(metingen), (34, *[16] * len(metingen))), caption)


def _ratio_cell(row: Any, factor: float, decimals: int) -> str:
    few = factor == 100 and not is_missing(row.n_noemer) and row.n_noemer < 20
    if is_missing(row.waarde) or few:
        return SUPPRESSED
    ends = interval_of(row.ci_laag, row.ci_hoog, decimals, factor)
    return number(factor * row.waarde, decimals) + ("" if ends == SUPPRESSED else f" ({ends})")


def tabel_ikcs(rapport: Rapport) -> Tabel | Tekst:
    """Show per IKC, alphabetical, the first and last meting of at most five primary indicators: `9 → 23`."""
    from analysis.presentation.figures_ikcs import primary_shares

    table = primary_shares(rapport)
    if table.empty:
        return Tekst("")
    labels = list(dict.fromkeys(table["label"]))[:5]
    names = {code: name for code, name in ikc_names(rapport).items() if code in set(table["ikc"])}
    values = {(row.ikc, row.label, row.einde): per_100(row.aandeel, row.n_kinderen) for row in table.itertuples()}
    rows = [
        [
            name,
            *[
                " → ".join(values.get((code, label, end), SUPPRESSED) for end in ("eerste", "laatste"))
                for label in labels
            ],
        ]
        for code, name in names.items()
    ]
    first, last = _end_labels(rapport)
    widths = [max(15, 3 + max(len(word) for word in label.split())) for label in labels]
    caption = (
        f"Hoofdindicatoren per IKC, op de 100 ingeschreven kinderen, {first} → {last}, op alfabet."
        f"{hidden_note(table['verborgen'])} {source(rapport)}"
    )
    return Tabel(pipe_table(["IKC", *labels], rows, "l" + "r" * len(labels), (20, *widths)), caption)
