"""Sentences on costs: exact about what is not known, and about what a few chosen cases cannot say."""

import pandas as pd

from analysis.presentation.kosten.selection import (
    FIRST,
    amount_words,
    case_words,
    cases_of,
    choose_case,
    costs_of,
    names_of,
    posts_of,
    scenario_of,
    scenario_words,
)
from analysis.presentation.outputs import Tekst
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.markdown import escape
from analysis.presentation.taal.money import euro, exact_euro
from analysis.presentation.taal.numbers import count_words, first_upper, is_missing, list_words, number
from analysis.study import ALLE

GEMEENTE = "gemeente"
"""The payer that the reader of a report on costs asks about."""


def zin_kosten(rapport: Rapport) -> Tekst:
    """Say what the cases are, of how many the difference is known, and what they are not."""
    cases = cases_of(rapport)
    if not cases:
        return Tekst(_untold_words(rapport))
    number_words = "Eén casus is" if len(cases) == 1 else f"{first_upper(count_words(len(cases)))} casussen zijn"
    text = (
        f"{number_words} beschreven met kosten per post: wat er is ingezet, en wat er volgens de beschrijving anders "
        "zou zijn uitgegeven (vermeden). Het verschil is een berekening tussen die twee. "
        f"{_known_words(rapport, cases)}Wat er zonder de inzet was gebeurd, heeft niemand gezien: het is een "
        "inschatting van wie de casus beschreef. De casussen zijn zo gekozen dat ze iets laten zien en zijn geen "
        "steekproef; wat hier staat, geldt voor deze casussen en voor geen andere."
    )
    more = [_price_words(rapport), escape(rapport.study.kosten.toelichting), _untold_words(rapport)]
    return Tekst(" ".join([text, *(part for part in more if part)]))


def _untold_words(rapport: Rapport) -> str:
    """Say what is not shown of cases without consent, and why; what they give together where that may be shown."""
    table = rapport.tabel("kosten_zonder_akkoord")
    if table.empty:
        return ""
    row = table.iloc[0]
    if rapport.editie == "intern":
        return f"Zonder akkoord, en dus niet in de publieke editie: {_case_count(row['n_zonder'])}."
    text = (
        "Niet elke beschreven casus staat hier. Een casus is het verhaal van één gezin en wordt alleen verteld als is "
        "vastgelegd wie daarmee akkoord ging, of als een bron hem al publiceerde. Van de andere casussen blijven "
        "bedragen en teksten weg; zij tellen in de cijfers over casussen niet mee."
    )
    if is_missing(row["besparing"]):
        return text
    return (
        f"{text} Samen genomen is van {_case_count(row['n_samen'])} zonder akkoord gemiddeld {euro(row['ingezet'])} "
        f"ingezet en {euro(row['vermeden'])} vermeden: een verschil van {euro(row['besparing'])} per casus."
    )


def _case_count(count: float) -> str:
    return "één casus" if count == 1 else f"{count_words(int(count))} casussen"


def _known_words(rapport: Rapport, cases: list[str]) -> str:
    """Say of how many cases the difference is known, and of how many only a lower bound."""
    savings = [costs_of(rapport, casus, "besparing").get(ALLE) for casus in cases]
    known = [row for row in savings if row is not None and not is_missing(row["midden"])]
    lower = sum(row["grens"] == "minstens" for row in known)
    text = f"Van {len(known)} van de {len(cases)} is het verschil in geld bekend. " if len(known) < len(cases) else ""
    if lower:
        text += f"Van {lower} casussen is dat een ondergrens" if lower > 1 else "Van 1 casus is dat een ondergrens"
        text += ": een vermeden post is niet (helemaal) in geld. "
    return text


def _price_words(rapport: Rapport) -> str:
    """Say to which prices amounts were brought; nothing where none was moved."""
    posts = rapport.tabel("kosten_posten")
    if posts.empty or (posts["prijsfactor"].fillna(1) == 1).all():
        return ""
    level = rapport.study.kosten.peiljaar
    text = f"Bedragen met een peiljaar zijn omgerekend naar prijzen van {level} (met de opgegeven inflatie)."
    undated = int(posts["peiljaar"].isna().sum())
    return f"{text} Posten zonder peiljaar staan er zoals gegeven: {undated}." if undated else text


def zin_oogopslag_kosten(rapport: Rapport) -> Tekst:
    """Say in one paragraph, for the first page, what the cases give and what they cannot."""
    over = rapport.tabel("kosten_over_casussen")
    over = over[over["betaler"] == ALLE] if len(over) else over
    if over.empty:
        return Tekst("")
    row = over.iloc[0]
    known = int(row["n_casussen"] - row["n_niet_bekend"])
    cases = f"{count_words(int(row['n_casussen']))} beschreven casussen"
    if row["n_casussen"] == 1:
        how = "bekend" if known else "niet bekend"
        return Tekst(f"**Kosten.** Van één beschreven casus is het verschil in geld {how} ([@sec-kosten]).")
    if known < 2:
        return Tekst(
            f"**Kosten.** {_of_so_many(known, cases)} is het verschil in geld bekend, volgens wie de casus beschreef "
            "([@sec-kosten])."
        )
    return Tekst(
        f"**Kosten.** {_of_so_many(known, cases)} is bekend wat er minder is uitgegeven, volgens wie de casus "
        f"beschreef. {_range_words(rapport, row)} De casussen zijn zo gekozen dat ze iets laten zien: "
        "dit geldt niet voor andere gezinnen ([@sec-kosten])."
    )


def _of_so_many(known: int, cases: str) -> str:
    return f"Van {count_words(known)} van de {cases}"


def _range_words(rapport: Rapport, row: pd.Series) -> str:
    """Say from how little to how much the cases go, for who pays: the gemeente apart where it is one of several."""
    text = f"Per casus loopt dat van {euro(row['kleinste'])} tot {euro(row['grootste'])}, alle betalers samen"
    over = rapport.tabel("kosten_over_casussen")
    own = over[(over["betaler"] == GEMEENTE) & over["kleinste"].notna()]
    if own.empty or (own.iloc[0]["kleinste"], own.iloc[0]["grootste"]) == (row["kleinste"], row["grootste"]):
        return f"{text}."
    return f"{text}; voor de gemeente van {euro(own.iloc[0]['kleinste'])} tot {euro(own.iloc[0]['grootste'])}."


def zin_casus(rapport: Rapport, casus: str = FIRST) -> Tekst:
    """Say what one case costs in both scenarios, the difference, and exactly what is not known about it."""
    casus = choose_case(rapport, casus)
    posts, saving = posts_of(rapport, casus), costs_of(rapport, casus, "besparing").get(ALLE)
    if posts.empty:
        return Tekst("")
    if saving is None:
        names = list_words([f"‘{scenario_words(name)}’" for name in posts["scenario"].unique()])
        if posts["scenario"].nunique() == 1:
            return Tekst(f"Bij {case_words(casus)} staat maar één scenario: {escape(names)}. Er is dus geen verschil.")
        return Tekst(
            f"Bij {case_words(casus)} staan de scenario's {escape(names)}. Met welk daarvan is te vergelijken, is niet "
            "opgegeven; een verschil is daarom niet te berekenen."
        )
    parts = [_scenario_sentence(rapport, casus, posts, rol) for rol in ("ingezet", "vermeden")]
    parts += [_difference_sentence(saving), *_line_sentences(posts), *_other_scenarios(rapport, casus, posts)]
    return Tekst(" ".join(part for part in parts if part))


def _scenario_sentence(rapport: Rapport, casus: str, posts: pd.DataFrame, rol: str) -> str:
    name = scenario_of(posts, rol)
    of_rol = posts[posts["rol"] == rol]
    cost = costs_of(rapport, casus, "kosten", name)[ALLE]
    lead = f"Het scenario ‘{escape(scenario_words(name))}’"
    unknown = of_rol[of_rol["onbekend"].astype(bool)]
    if cost["grens"] == "niet bekend":
        names = escape(names_of(unknown, rapport))
        return f"{lead}: de kosten zijn niet bekend, want geen enkele post is in geld: {names}."
    text = f"{lead} kost {amount_words(cost)}"
    return f"{text}; niet in geld: {escape(names_of(unknown, rapport))}." if len(unknown) else f"{text}."


def _difference_sentence(saving: dict) -> str:
    words = amount_words(saving)
    if saving["grens"] == "volledig":
        return f"Het verschil is {words}."
    if saving["grens"] == "minstens":
        why = (
            "van de vermeden kosten is niet alles in geld"
            if saving["onbekend"]
            else "van een vermeden post is alleen bekend wat die minstens kost"
        )
        return f"Het verschil is {words}: {why}."
    if saving["grens"] == "hoogstens":
        return (
            f"Wat het verschil is, is niet te zeggen, want wat er is ingezet staat niet (helemaal) in geld; meer dan "
            f"{exact_euro(saving['hoog'])} kan het niet zijn."
        )
    return "Wat het verschil is, is niet te zeggen: in beide scenario's ontbreken bedragen."


def _line_sentences(posts: pd.DataFrame) -> list[str]:
    counted = posts[posts["rol"] != "ander"]
    chances = counted[counted["kans"].between(0, 1, inclusive="neither") & counted["midden"].notna()]
    found = [
        f"{escape(row.post)} telt mee voor {number(100 * row.kans)}%: zo groot is de ingeschatte kans; in één gezin "
        "gebeurt het wel of niet."
        for row in chances.itertuples()
    ]
    found += [
        f"Let op: bij {escape(row.post)} staat {exact_euro(row.bedrag)}, terwijl aantal maal tarief "
        f"{'maal kans ' if not is_missing(row.kans) else ''}{exact_euro(row.berekend)} geeft. Het gegeven bedrag "
        "telt mee."
        for row in counted[counted["afwijking"].astype(bool)].itertuples()
    ]
    return found


def _other_scenarios(rapport: Rapport, casus: str, posts: pd.DataFrame) -> list[str]:
    names = dict.fromkeys(posts.loc[posts["rol"] == "ander", "scenario"])
    found = []
    for name in names:
        cost = costs_of(rapport, casus, "kosten", name)[ALLE]
        lead = f"het scenario ‘{escape(scenario_words(name))}’"
        known = cost["grens"] != "niet bekend"
        words = f"{first_upper(lead)} kost {amount_words(cost)}" if known else f"Wat {lead} kost, is niet bekend"
        found.append(f"{words}; het telt in het verschil niet mee.")
    return found


def zin_over_casussen(rapport: Rapport) -> Tekst:
    """Say the mean, the range, the median, without the largest; and that chosen cases carry no more than that."""
    over = rapport.tabel("kosten_over_casussen")
    if not cases_of(rapport):
        return Tekst("")
    over = over[over["betaler"] == ALLE] if len(over) else over
    if over.empty or is_missing(over["gemiddelde"].iloc[0]):
        return Tekst("Van geen enkele casus is het verschil in geld bekend; een gemiddelde is er dus niet.")
    row = over.iloc[0]
    known = int(row["n_casussen"] - row["n_niet_bekend"])
    if known == 1:
        return Tekst(f"Van één casus is het verschil bekend: {euro(row['gemiddelde'])}. Een gemiddelde zegt dan niets.")
    left_out = f" {_left_out(int(row['n_niet_bekend']))}" if row["n_niet_bekend"] else ""
    text = (
        f"Van {count_words(known)} casussen is het verschil bekend, volgens wie de casus beschreef. "
        f"{_range_words(rapport, row)}{_unpriced_words(int(row['n_minstens']))}{left_out} Een gemiddelde zegt hier "
        f"weinig: het is {euro(row['gemiddelde'])}, en zonder de grootste (casus {escape(row['grootste_casus'])}) "
        f"{euro(row['gemiddelde_zonder_grootste'])}. "
    )
    return Tekst(f"{text}{_chosen_words(row)}")


def _unpriced_words(count: int) -> str:
    """Say in how many cases an avoided post has no amount: it is not counted, so that a mean is no lower bound."""
    where = "één casus" if count == 1 else f"{count_words(count)} casussen"
    return f" Bij {where} staat een vermeden post niet in geld; die telt niet mee." if count else ""


def _chosen_words(row: pd.Series) -> str:
    """Say why there is no interval, and what the mean is if fewer cases save as much: a sum, and no estimate."""
    return (
        "De casussen zijn zo gekozen dat ze iets laten zien. Daarom staat er geen marge bij: uit gekozen casussen is "
        "niet te berekenen hoe het bij andere gezinnen is. Is het verschil maar bij één op de twee casussen zo groot "
        f"en bij de andere nul, dan is het gemiddelde {euro(row['een_op_twee'])}. Bij één op de vier is het "
        f"{euro(row['een_op_vier'])}. Wat het werkelijk is, is niet gemeten."
    )


def _left_out(count: int) -> str:
    return "Eén casus telt niet mee." if count == 1 else f"{first_upper(count_words(count))} casussen tellen niet mee."


def zin_waardedriehoek(rapport: Rapport) -> Tekst:
    """Say that money is not the only column; nothing where no case is told."""
    values = rapport.tabel("casus_waarden")
    if not cases_of(rapport):
        return Tekst("")
    if values.empty:
        return Tekst(
            "Over legitimiteit, betrokkenheid en rendement van de casussen is niets ingevuld. Dat een opbrengst hier "
            "niet staat, betekent niet dat zij er niet is: alleen wat in geld is uitgedrukt, telt in dit hoofdstuk "
            "mee."
        )
    return Tekst("Geld is niet de enige opbrengst. Naast het verschil in geld staat wat per casus is opgeschreven.")
