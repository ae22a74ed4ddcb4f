"""Tables of costs: per case and payer, over the cases, the assumptions, break-even and scaling, the value triangle."""

import pandas as pd

from analysis.presentation.kosten.figures_totals import FACTOREN, assumption
from analysis.presentation.kosten.selection import (
    FIRST,
    amount_cell,
    basis_words,
    case_words,
    cases_of,
    choose_case,
    cost_source,
    costs_of,
    payer_label,
    payers_of,
    plain_amount,
    posts_of,
    scenario_of,
    scenario_words,
)
from analysis.presentation.outputs import Tabel, Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import pipe_table
from analysis.presentation.taal.money import UNKNOWN
from analysis.presentation.taal.numbers import first_upper, is_missing, number
from analysis.study import ALLE

SHARES = ("deadweight", "attributie", "verdringing", "afname")
REKENWIJZEN = {"zonder_aannames": "zonder aannames", "na_aannames": "na de aannames"}


def tabel_casus(rapport: Rapport, casus: str = FIRST) -> Tabel | Tekst:
    """Show what each payer put in and avoided in one case, and the difference low, middle and high."""
    casus = choose_case(rapport, casus)
    posts, savings = posts_of(rapport, casus), costs_of(rapport, casus, "besparing")
    if not savings:
        return _tabel_scenarios(rapport, casus)
    spent, avoided = (costs_of(rapport, casus, "kosten", scenario_of(posts, rol)) for rol in ("ingezet", "vermeden"))
    payers = [*payers_of(rapport, pd.Series(list(savings))), ALLE]
    rows = [
        [payer_label(rapport, code), amount_cell(spent.get(code)), amount_cell(avoided.get(code))]
        + [plain_amount(savings[code][name]) for name in ("laag", "midden", "hoog")]
        for code in payers
    ]
    caption = (
        f"{first_upper(case_words(casus))}: ingezette en vermeden kosten per betaler, en het verschil (vermeden min "
        f"ingezet) laag, midden en hoog, in euro's. {cost_source(rapport)}"
    )
    heads = ["Betaler", "Ingezet", "Vermeden", "Verschil laag", "Midden", "Hoog"]
    return Tabel(pipe_table(heads, rows, "lrrrrr", (16, 15, 18, 14, 14, 14)), caption)


def tabel_basis(rapport: Rapport, casus: str = FIRST) -> Tabel | Tekst:
    """Show per post of a case how its amount was made: units times rate, chance, year, note and source, where told."""
    casus = choose_case(rapport, casus)
    posts = posts_of(rapport, casus)
    posts = posts[posts["midden"].notna()]
    rows = [[row["post"], basis_words(row), plain_amount(row["midden"])] for row in posts.to_dict("records")]
    if not any(basis for _, basis, _ in rows):
        return Tekst("")
    rows = [[post, basis or "niet opgeschreven", amount] for post, basis, amount in rows]
    caption = (
        f"{first_upper(case_words(casus))}: waaruit elk bedrag bestaat, in euro's, zoals het bij de casus is "
        f"opgeschreven. {cost_source(rapport)}"
    )
    return Tabel(pipe_table(["Post", "Basis", "Bedrag"], rows, "llr", (30, 48, 12)), caption)


def _tabel_scenarios(rapport: Rapport, casus: str) -> Tabel | Tekst:
    """Show what each scenario of a case costs, where there is no clear comparison."""
    kosten = rapport.tabel("kosten")
    if kosten.empty:
        return Tekst("")
    kosten = kosten[(kosten["casus"] == casus) & (kosten["grootheid"] == "kosten")]
    if kosten.empty:
        return Tekst("")
    rows = [
        [scenario_words(row["scenario"]), payer_label(rapport, row["betaler"]), amount_cell(row)]
        for row in kosten.to_dict("records")
    ]
    caption = f"{first_upper(case_words(casus))}: kosten per scenario en betaler, in euro's. {cost_source(rapport)}"
    return Tabel(pipe_table(["Scenario", "Betaler", "Kosten"], rows, "llr", (24, 18, 24)), caption)


def tabel_casussen(rapport: Rapport) -> Tabel | Tekst:
    """Show per case what was put in, what was avoided, and the difference, over all payers."""
    rows = []
    for casus in cases_of(rapport):
        posts, saving = posts_of(rapport, casus), costs_of(rapport, casus, "besparing").get(ALLE)
        if saving is not None:
            spent, avoided = (
                costs_of(rapport, casus, "kosten", scenario_of(posts, rol)).get(ALLE) for rol in ("ingezet", "vermeden")
            )
            rows.append([casus, amount_cell(spent), amount_cell(avoided), amount_cell(saving)])
    if not rows:
        return Tekst("")
    caption = (
        "Kosten per casus over alle betalers, in euro's. Minstens: een vermeden post is niet in geld. Hoogstens: een "
        f"ingezette post is niet in geld. {cost_source(rapport)}"
    )
    heads = ["Casus", "Ingezet", "Vermeden", "Verschil"]
    return Tabel(pipe_table(heads, rows, "lrrr", (8, 18, 26, 22)), caption)


def tabel_over_casussen(rapport: Rapport) -> Tabel | Tekst:
    """Show mean, range, median, mean without the largest, and what is left if fewer cases save as much, per payer."""
    table = rapport.tabel("kosten_over_casussen")
    table = table[table["gemiddelde"].notna()] if len(table) else table
    if table.empty:
        return Tekst("")
    order = [*payers_of(rapport, table["betaler"]), *([ALLE] if (table["betaler"] == ALLE).any() else [])]
    table = table.set_index("betaler").loc[order].reset_index()
    rows = [
        [payer_label(rapport, row.betaler), f"{row.n_casussen - row.n_niet_bekend} van {row.n_casussen}",
         number(row.gemiddelde), f"{number(row.kleinste)} tot {number(row.grootste)}", number(row.mediaan),
         UNKNOWN if is_missing(row.gemiddelde_zonder_grootste) else number(row.gemiddelde_zonder_grootste),
         f"{number(row.een_op_twee)} en {number(row.een_op_vier)}"]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = (
        "Verschil per casus in euro's (vermeden min ingezet), volgens wie de casus beschreef. De casussen zijn zo "
        "gekozen dat ze iets laten zien; daarom staat er geen marge bij. Eén op twee en vier: het gemiddelde als het "
        "verschil maar bij zoveel casussen zo groot is, en bij de andere nul. Wat niet in geld staat, telt niet mee. "
        f"{cost_source(rapport)}"
    )
    heads = ["Betaler", "Casussen", "Gemiddeld", "Van – tot", "Middelste", "Zonder de grootste", "Eén op twee en vier"]
    return Tabel(pipe_table(heads, rows, "lrrrrrr", (16, 10, 15, 18, 10, 12, 17)), caption)


def tabel_sroi(rapport: Rapport) -> Tabel | Tekst:
    """Show the assumptions behind the social return, low, middle and high; the return itself is never without them."""
    sroi = rapport.study.kosten.sroi
    if sroi is None or rapport.tabel("kosten_sroi").empty:
        return Tekst("")
    rows = [
        [
            FACTOREN[name],
            *(assumption(name, getattr(getattr(sroi, name), level)) for level in ("laag", "midden", "hoog")),
        ]
        for name in SHARES
    ]
    caption = (
        f"Aannames waarmee de opbrengst is berekend, over {number(sroi.jaren)} jaar. Wat een jaar later komt, telt "
        f"{number(100 * rapport.study.kosten.discontovoet, 2)}% minder. Ze zijn gekozen, niet gemeten."
    )
    return Tabel(pipe_table(["Aanname", "Laag", "Midden", "Hoog"], rows, "lrrr", (30, 10, 10, 10)), caption)


def tabel_contante_waarde(rapport: Rapport) -> Tabel | Tekst:
    """Show the years that the saving counts for: what counts after the assumptions, discounted, and added up."""
    table = rapport.tabel("kosten_contante_waarde")
    if len(table) < 2:
        return Tekst("")
    rows = [
        [number(row.jaar), number(row.effect), number(row.contante_waarde), number(row.cumulatief)]
        for row in table.itertuples()
    ]
    caption = (
        "Vermeden kosten per casus die na de aannames meetellen, per jaar, in euro's. Waarde nu: wat later komt, telt "
        "minder. "
        f"{cost_source(rapport)}"
    )
    heads = ["Jaar", "Telt mee", "Waarde nu", "Opgeteld"]
    return Tabel(pipe_table(heads, rows, "rrrr", (8, 14, 18, 14)), caption)


def tabel_break_even(rapport: Rapport) -> Tabel | Tekst:
    """Show from how many cases a year a jeugdondersteuner's cost is met, per payer, without and after assumptions."""
    table = rapport.tabel("kosten_break_even")
    if table.empty:
        return Tekst("")
    rows = [
        [payer_label(rapport, row.betaler), REKENWIJZEN[row.rekenwijze], number(row.besparing_per_casus),
         number(row.inzet_jok_per_casus), _cases(row.casussen_laag), _cases(row.casussen), _cases(row.casussen_hoog)]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = (
        "Aantal casussen per jaar waarbij de kosten van één jeugdondersteuner "
        f"({number(table['kosten_per_jaar'].iloc[0])} euro per jaar) zijn gedekt. De uren in de casus staan in het "
        "jaarbedrag en tellen daarom niet twee keer. Na de aannames: wat ook zonder was gebeurd, wat anderen "
        "bijdroegen, wat verschoof en wat later komt, is eraf. Mee en tegen: alle bedragen en aannames vallen mee, of "
        f"tegen. {cost_source(rapport)}"
    )
    heads = ["Betaler", "Rekenwijze", "Verschil per casus", "Uren in de casus", "Mee", "Midden", "Tegen"]
    return Tabel(pipe_table(heads, rows, "llrrrrr", (12, 16, 14, 12, 9, 9, 14)), caption)


def _cases(value: float) -> str:
    return "nooit of niet bekend" if is_missing(value) else number(value, 1)


def tabel_opschaling(rapport: Rapport) -> Tabel | Tekst:
    """Show the mean saving scaled up to a number of cases, beside the investment, per payer."""
    table = rapport.tabel("kosten_opschaling")
    if table.empty:
        return Tekst("")
    order = [*payers_of(rapport, table["betaler"]), ALLE]
    table = table.set_index("betaler").loc[order].reset_index()
    rows = [
        [payer_label(rapport, row.betaler), number(row.investering),
         number(row.besparing), number(row.saldo), number(row.saldo_een_op_twee), number(row.saldo_een_op_vier)]
        for row in table.itertuples()
    ]  # fmt: skip
    caption = (
        f"Rekensom in euro's: als {number(table['n_casussen'].iloc[0])} casussen gemiddeld hetzelfde verschil zouden "
        f"hebben als de beschreven casussen, naast de opgegeven investering. Eén op twee en één op vier: als het "
        f"verschil maar bij zoveel casussen zo groot is, en bij de andere nul. {cost_source(rapport)}"
    )
    heads = ["Betaler", "Investering", "Verschil", "Saldo", "Saldo één op twee", "Saldo één op vier"]
    return Tabel(pipe_table(heads, rows, "lrrrrr", (17, 13, 17, 13, 17, 17)), caption)


def tabel_waardedriehoek(rapport: Rapport) -> Tabel | Tekst:
    """Show what was filled in on legitimiteit, betrokkenheid and rendement per case, beside the money."""
    table = rapport.tabel("casus_waarden")
    if table.empty:
        return Tekst("")
    aspects = ("legitimiteit", "betrokkenheid", "rendement")
    texts = {(row.casus, row.aspect): row.tekst for row in table.itertuples()}
    rows = []
    for casus in dict.fromkeys(table["casus"]):
        saving = costs_of(rapport, casus, "besparing").get(ALLE)
        money = UNKNOWN if saving is None else amount_cell(saving)
        rows.append([casus, *(texts.get((casus, aspect), "niet ingevuld") for aspect in aspects), money])
    caption = f"Wat een casus opleverde, ook wat niet in geld staat. Verschil in euro's. {cost_source(rapport)}"
    heads = ["Casus", "Legitimiteit", "Betrokkenheid", "Rendement", "Verschil"]
    return Tabel(pipe_table(heads, rows, "llllr", (8, 24, 24, 24, 14)), caption)
