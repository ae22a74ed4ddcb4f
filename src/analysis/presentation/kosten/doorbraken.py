"""Breakthroughs of maatwerkplannen: in which domains, what those cases saved as far as known, and the plans as told."""

import pandas as pd

from analysis.presentation.kosten.selection import case_words, payer_label, payers_of
from analysis.presentation.outputs import Tabel, Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape, pipe_table
from analysis.presentation.taal.money import UNKNOWN, euro
from analysis.presentation.taal.numbers import count_words, first_upper, is_missing, list_words, number
from analysis.study import ALLE

MORE, NOT_TOLD = "meer_dan_een", "niet_bekend"
ROW_NAMES = {MORE: "Meer dan één domein", NOT_TOLD: "Domein niet ingevuld", ALLE: "Alle casussen"}
PARTS = {"perspectief": "perspectief", "ondersteuning": "ondersteuning", "zelf_doen": "zelf doen",
         "behandeling": "behandeling"}  # fmt: skip
MOST_PLANS = 8


def zin_doorbraken(rapport: Rapport) -> Tekst:
    """Say of how many cases there is a plan, in which domains, and of how many the money is known."""
    table = _totals(rapport)
    if table.empty:
        return Tekst("")
    whole = table[table["domein"] == ALLE].iloc[0]
    lead = f"Van {_cases(whole['n_casussen'])} is een maatwerkplan opgeschreven."
    parts = (lead, _domain_words(table), _money_words(whole), _shared_words(table))
    return Tekst(" ".join(part for part in parts if part))


def _totals(rapport: Rapport) -> pd.DataFrame:
    table = rapport.tabel("doorbraken")
    return table[table["betaler"] == ALLE] if len(table) else table


def _cases(count: float) -> str:
    return "één casus" if count == 1 else f"{count_words(int(count))} casussen"


def _domain_words(table: pd.DataFrame) -> str:
    named = table[~table["domein"].isin(ROW_NAMES)]
    parts = [f"{domain_words(row.domein)} ({int(row.n_casussen)})" for row in named.itertuples()]
    text = f"De doorbraken gingen over {escape(list_words(parts))}." if parts else ""
    unknown = table.loc[table["domein"] == NOT_TOLD, "n_casussen"].sum()
    return f"{text} Bij {_cases(unknown)} staat er geen domein bij.".strip() if unknown else text


def _money_words(whole: pd.Series) -> str:
    known, unknown = int(whole["n_met_bedrag"]), int(whole["n_onbekend"])
    if not known:
        return "Van geen van deze casussen is bekend wat het in geld scheelde; dat is iets anders dan nul."
    text = (
        f"Bij {_cases(known)} is er volgens de beschrijving {_less_words(whole)} uitgegeven. "
        "Dat bedrag hoort bij de casus als geheel en niet bij de doorbraak alleen."
    )
    return f"{text} Van {_cases(unknown)} is het bedrag niet bekend; dat is iets anders dan nul." if unknown else text


def _less_words(whole: pd.Series) -> str:
    """Say how much less was spent, at least so much where a case has a lower bound, or more than what was avoided."""
    together = "samen " if whole["n_met_bedrag"] > 1 else ""
    if whole["n_minstens"] and whole["laag"] >= 0:
        return f"{together}minstens {euro(whole['laag'])} minder"
    if whole["n_minstens"]:
        return f"{together}hoogstens {euro(-whole['laag'])} meer"
    return f"{together}{euro(abs(whole['midden']))} {'minder' if whole['midden'] >= 0 else 'meer'}"


def _shared_words(table: pd.DataFrame) -> str:
    if not (table["domein"] == MORE).any():
        return ""
    return (
        f"Een casus met doorbraken in twee domeinen telt bij beide mee. Zijn bedrag staat er één keer: bij "
        f"‘{ROW_NAMES[MORE].lower()}’."
    )


def domain_words(domein: str) -> str:
    """Give a domain as readers read it: `informele hulp`."""
    return ROW_NAMES.get(domein) or domein.replace("_", " ")


def tabel_doorbraken(rapport: Rapport) -> Tabel | Tekst:
    """Show per domain the cases, of how many the money is known, and what was saved in total and per payer."""
    table = rapport.tabel("doorbraken")
    if table.empty:
        return Tekst("")
    payers, rows = payers_of(rapport, table["betaler"]), []
    for domein in dict.fromkeys(table["domein"]):
        of_domain = table[table["domein"] == domein].set_index("betaler")
        whole = of_domain.loc[ALLE]
        per_payer = [f"{payer_label(rapport, code)} {_amount(of_domain.loc[code])}" for code in payers
                     if _pays(of_domain.loc[code])]  # fmt: skip
        elsewhere = "" if domein in (MORE, NOT_TOLD, ALLE) else int(whole["n_gedeeld"])
        rows.append([first_upper(domain_words(domein)), int(whole["n_casussen"]), _amount(whole, with_range=True),
                     _known(whole), elsewhere, "; ".join(per_payer)])  # fmt: skip
    caption = (
        "Casussen met een doorbraak per domein, en het verschil in hele euro's (vermeden min ingezet) volgens de "
        "beschrijving. Tussen haakjes staat de bandbreedte. Minstens: een vermeden post is niet in geld. Bron: "
        "maatwerkplannen en beschreven casussen."
    )
    heads = ["Domein", "Casussen", "Verschil", "Bedrag bekend", "Ook ander domein", "Per betaler"]
    return Tabel(pipe_table(heads, rows, "lrrrrl", (19, 9, 18, 10, 9, 30)), caption)


def _pays(row: pd.Series) -> bool:
    return not is_missing(row["midden"]) and round(row["midden"]) != 0


def _known(row: pd.Series) -> str:
    counted = int(row["n_met_bedrag"] + row["n_onbekend"])
    return f"{int(row['n_met_bedrag'])} van {counted}" if counted else ""


def _amount(row: pd.Series, with_range: bool = False) -> str:
    if not row["n_met_bedrag"]:
        return UNKNOWN if row["n_onbekend"] else ""
    if row["n_minstens"]:
        return f"minstens {number(row['laag'])}"
    wide = with_range and not is_missing(row["hoog"]) and row["hoog"] - row["laag"] > 1
    between = f" ({number(row['laag'])} tot {number(row['hoog'])})" if wide else ""
    return f"{number(row['midden'])}{between}"


def tekst_plannen(rapport: Rapport) -> Tekst:
    """Tell the plans of the cases with a breakthrough in words, an item per case; what is not filled in is left out."""
    plans = rapport.tabel("maatwerkplannen")
    told = plans[plans["doorbraak"] != ""]["casus"].unique() if len(plans) else []
    if not len(told):
        return Tekst("")
    shown = [_plan_words(casus, plans[plans["casus"] == casus]) for casus in told[:MOST_PLANS]]
    more = len(told) - MOST_PLANS
    last = [f"En nog {_cases(more)}; zij staan in de tabel met maatwerkplannen bij dit rapport."] if more > 0 else []
    return Tekst("In de plannen staat:") + bullets([*shown, *last])


def _plan_words(casus: str, rows: pd.DataFrame) -> str:
    lines = [_sentence(f"doorbraak{f' ({domain_words(row.domein)})' if row.domein else ''}", row.doorbraak) for row in
             rows[rows["doorbraak"] != ""].itertuples()]  # fmt: skip
    for column, name in PARTS.items():
        texts = [text for text in dict.fromkeys(rows[column]) if text]
        lines += [_sentence(name, text) for text in texts]
    return f"**{first_upper(case_words(casus))}.** {' '.join(lines)}"


def _sentence(name: str, text: str) -> str:
    return f"{first_upper(escape(name))}: {escape(text.strip().rstrip('.'))}."
