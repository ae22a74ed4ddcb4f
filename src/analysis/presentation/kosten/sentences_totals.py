"""Sentences on payers, assumptions, uncertainty, break-even, scaling, and whether the published figures hold."""

import pandas as pd

from analysis.presentation.captions import level
from analysis.presentation.kosten.checks import KLOPT, LOWEST_ONLY, WIJKT_AF, published_rows
from analysis.presentation.kosten.figures_totals import ALLES, FACTOREN, assumption, enough_vary
from analysis.presentation.kosten.selection import cases_of, payer_label
from analysis.presentation.kosten.tables import REKENWIJZEN, SHARES
from analysis.presentation.outputs import Tekst, bullets
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.money import euro
from analysis.presentation.taal.numbers import count_words, first_upper, is_missing, list_words, number
from analysis.study import ALLE
from analysis.study.kosten import Sroi


def zin_betalers(rapport: Rapport) -> Tekst:
    """Say who puts in and who avoids costs: the payer that invests need not be the one that benefits."""
    table = rapport.tabel("kosten_betalers")
    if table.empty or not table["n_casussen"].max():
        return Tekst("")
    total = table[table["betaler"] == ALLE].iloc[0]
    payers = table[table["betaler"] != ALLE]
    negative = (payers[["ingezet", "vermeden"]] < 0).any(axis=None)
    parts = [
        f"{payer_label(rapport, row.betaler)}: {euro(row.ingezet)} ingezet en {euro(row.vermeden)} vermeden."
        if negative
        else f"{payer_label(rapport, row.betaler)}: {_share(row.ingezet, total['ingezet'])} van de inzet en "
        f"{_share(row.vermeden, total['vermeden'])} van wat vermeden is."
        for row in payers.sort_values("vermeden", ascending=False, kind="stable").itertuples()
        if row.ingezet or row.vermeden
    ]
    lost = [payer_label(rapport, row.betaler) for row in payers.itertuples() if row.besparing < 0]
    tail = ["Wat vermeden is, schatte wie de casus beschreef."]
    if lost:
        tail.append(f"Meer ingezet dan vermeden, in deze casussen: {escape(list_words(lost))}.")
    if total["n_niet_gemonetariseerd"]:
        number_of = int(total["n_niet_gemonetariseerd"])
        posts = (
            "Eén vermeden post staat"
            if number_of == 1
            else f"{first_upper(count_words(number_of))} vermeden posten staan"
        )
        tail.append(f"{posts} niet in geld; het aandeel van die betalers is in werkelijkheid groter.")
    return bullets([escape(part) for part in parts]) + Tekst(" ".join(tail))


def _share(part: float, whole: float) -> str:
    if not whole:
        return "niets"
    percent = 100 * part / whole
    return "minder dan 1%" if 0 < percent < 0.5 else f"{number(percent)}%"


def zin_sroi(rapport: Rapport) -> Tekst:
    """Say the social return with every assumption beside it; without assumptions no return."""
    table, sroi = rapport.tabel("kosten_sroi"), rapport.study.kosten.sroi
    if not cases_of(rapport):
        return Tekst("")
    if table.empty or sroi is None:
        return Tekst("")
    row = table.iloc[0]
    named = [f"{FACTOREN[name].lower()} {assumption(name, getattr(sroi, name).midden)}" for name in SHARES]
    outcomes = rapport.tabel("kosten_gevoeligheid")
    of_ratio = outcomes[(outcomes["maat"] == "sroi") & (outcomes["factor"] != ALLES)]
    ends = [*of_ratio["uitkomst_laag"], *of_ratio["uitkomst_hoog"]]
    together = outcomes[(outcomes["maat"] == "sroi") & (outcomes["factor"] == ALLES)].iloc[0]
    widest = FACTOREN[str(of_ratio["factor"].iloc[0])].lower()
    return Tekst(
        f"Met de gekozen aannames staat tegenover elke ingezette euro {euro(row['sroi'], 2)} aan vermeden kosten, en "
        f"tussen {euro(together['uitkomst_laag'], 2)} en {euro(together['uitkomst_hoog'], 2)} als alles tegenvalt of "
        f"meevalt. De aannames: {', '.join(named)}; {_years_words(sroi)}. Verandert één aanname, dan loopt het van "
        f"{euro(min(ends), 2)} tot {euro(max(ends), 2)} per euro. Het meest hangt af van de aanname ‘{widest}’. De "
        f"aannames zijn gekozen en niet gemeten, en het gaat om {number(row['n_casussen'])} gekozen casussen. Noem dit "
        "getal nooit zonder die aannames."
    )


def _years_words(sroi: Sroi) -> str:
    if sroi.jaren == 1:
        return "alles in één jaar"
    return f"{'verdeeld over' if sroi.verdeeld else 'elk jaar opnieuw,'} {sroi.jaren} jaar"


def zin_spreiding(rapport: Rapport) -> Tekst:
    """Say how far the mean can be off by the ranges and chances of the lines, and what that leaves out."""
    table = rapport.tabel("kosten_spreiding")
    table = table[table["betaler"] == ALLE] if len(table) else table
    if table.empty:
        return Tekst("")
    row = table.iloc[0]
    if not enough_vary(row):
        return Tekst("")
    return Tekst(
        f"Als alle bandbreedtes en kansen tegelijk variëren, ligt het gemiddelde in {level(rapport)} van de 100 "
        f"berekeningen tussen {euro(row['p_laag'])} en {euro(row['p_hoog'])} per casus. {_varied_words(row)} De andere "
        "bedragen staan in deze berekening vast. Dit is de speling in de bedragen van deze casussen, geen marge voor "
        "andere gezinnen; de werkelijke onzekerheid is groter."
    )


def _varied_words(row: pd.Series) -> str:
    """Say of how many posts a range or a chance was given."""
    ranges, chances = (
        "bij geen enkele post"
        if not count
        else f"bij {count_words(int(count))} van de {number(row['n_posten'])} posten"
        for count in (row["n_met_bereik"], row["n_met_kans"])
    )
    return f"{first_upper(ranges)} is een bandbreedte opgegeven, {chances} een kans."


def zin_break_even(rapport: Rapport) -> Tekst:
    """Say from how many cases a year a jeugdondersteuner's cost is met, as a sum and not as a forecast."""
    table, costs = rapport.tabel("kosten_break_even"), rapport.study.kosten.jok_kosten_per_jaar
    if not cases_of(rapport):
        return Tekst("")
    if costs is None or table.empty:
        return Tekst("")
    if table["casussen"].isna().all():
        return Tekst("Vanaf hoeveel casussen een jeugdondersteuner gedekt is, is met deze casussen niet te zeggen.")
    plain, after = (table[table["rekenwijze"] == name] for name in REKENWIJZEN)
    parts = [_break_even_words(rapport, row) for row in plain[plain["casussen"].notna()].itertuples()]
    enough = "dan zijn de kosten gedekt:" if parts else "dan zijn de kosten nooit gedekt."
    lead = (
        f"Een jeugdondersteuner kost volgens de opgave {euro(costs.midden)} per jaar. Zou elke casus gemiddeld "
        f"hetzelfde verschil hebben als deze, {enough}"
    )
    caveat = (
        "Dit is een rekensom en geen verwachting. Hoeveel casussen een jeugdondersteuner per jaar heeft en hoe groot "
        "het verschil dan is, is hier niet gemeten."
    )
    said = Tekst(lead) + bullets([f"{part}." for part in parts])
    return said + _after_assumptions(rapport, after) + Tekst(caveat)


def _after_assumptions(rapport: Rapport, after: pd.DataFrame) -> Tekst:
    """Say the same sum after the assumptions of the social return; without them that it is only the plain sum."""
    if after.empty:
        return Tekst("Wat ook zonder was gebeurd of door anderen kwam, is er niet af: daarover is niets opgegeven.")
    parts = [_break_even_words(rapport, row) for row in after[after["casussen"].notna()].itertuples()]
    never = after[after["casussen"].isna()]["betaler"]
    lost = [f"{_for_whom(rapport, betaler)} nooit" for betaler in never]
    return Tekst("Na de aannames over wat mag meetellen is dat:") + bullets([f"{part}." for part in [*parts, *lost]])


def _for_whom(rapport: Rapport, betaler: str) -> str:
    return "voor alle betalers samen" if betaler == ALLE else f"voor {payer_label(rapport, betaler).lower()}"


def _break_even_words(rapport: Rapport, row: object) -> str:
    whole = int(row.hele_casussen)
    spread = ""
    if not is_missing(row.casussen_laag):
        low, high = (number(value, 1 if value < 10 else 0) for value in (row.casussen_laag, row.casussen_hoog))
        against = "nooit" if is_missing(row.casussen_hoog) else high
        spread = f" (als alles meevalt {low}, als alles tegenvalt {against})"
    return f"{_for_whom(rapport, row.betaler)} vanaf {whole} {'casus' if whole == 1 else 'casussen'} per jaar{spread}"


def zin_opschaling(rapport: Rapport) -> Tekst:
    """Say what scaling up assumes; nothing where study.yml asks for none."""
    table = rapport.tabel("kosten_opschaling")
    if table.empty:
        return Tekst("")
    return Tekst(
        f"Hieronder het gemiddelde, vermenigvuldigd tot {number(table['n_casussen'].iloc[0])} casussen. Dat volgende "
        "casussen op deze lijken, is een aanname. Ernaast staat wat er overblijft als het verschil maar bij één op de "
        "twee of één op de vier zo groot is, en bij de andere nul."
    )


def zin_controles(rapport: Rapport) -> Tekst:
    """Say how many published figures were checked, how many hold, which do not; and the same of the cost lines."""
    table = rapport.tabel("controles")
    if table.empty:
        return Tekst("")
    figures = published_rows(rapport)
    lines = table[table["grootheid"] == "bedrag"]
    payers = table[table["grootheid"] == "betaler"]
    parts = [_figures_sentence(figures), _lines_sentence(lines)]
    parts += [f"{first_upper(_payers_words(payers))}."] if len(payers) else []
    parts.append(
        "Wij hebben de cijfers niet aangepast: beide getallen staan in de tabel. Een cijfer kan kloppen en toch op een "
        "verkeerde regel rusten."
    )
    return Tekst(" ".join(part for part in parts if part))


def _figures_sentence(figures: pd.DataFrame) -> str:
    if figures.empty:
        return "Er zijn geen gepubliceerde cijfers ingevoerd om na te rekenen."
    counts = figures["oordeel"].value_counts()
    sources = list_words([f"‘{escape(name.replace('_', ' '))}’" for name in sorted(figures["bron"].unique())])
    hold = int(counts.get(KLOPT, 0))
    text = f"Nagerekend zijn {len(figures)} gepubliceerde cijfers uit {sources}. {_so_many(hold, 'klopt', 'kloppen')}."
    rest = [_verdict_words(name, int(count)) for name, count in counts.sort_index().items() if name != KLOPT]
    return " ".join([text, *rest])


def _verdict_words(oordeel: str, count: int) -> str:
    """Word a verdict that is not simply `klopt`, with how many figures have it."""
    if oordeel == LOWEST_ONLY:
        return f"{_so_many(count, 'klopt', 'kloppen')} alleen met de laagste schatting."
    if oordeel == WIJKT_AF:
        return f"{_so_many(count, 'wijkt', 'wijken')} af."
    return f"{_so_many(count, 'is', 'zijn')} {oordeel}."


def _lines_sentence(lines: pd.DataFrame) -> str:
    if lines.empty:
        return ""
    wrong = lines[lines["oordeel"] == WIJKT_AF]
    text = f"Van {len(lines)} kostenregels is het bedrag vergeleken met aantal maal tarief maal kans."
    if wrong.empty:
        return f"{text} Geen regel wijkt meer dan een euro af."
    names = list_words([f"{row.post} in casus {row.casus}" for row in wrong.itertuples()])
    return f"{text} Bij {count_words(len(wrong))} wijkt het meer dan een euro af: {escape(names)}."


def _payers_words(payers: pd.DataFrame) -> str:
    names = list_words([f"‘{name}’" for name in payers["post"]])
    return f"de post {escape(names)} heeft in de ene casus een andere betaler dan in de andere"


def _so_many(count: int, one: str, more: str) -> str:
    return f"{first_upper(count_words(count))} {one if count == 1 else more}"
