"""From tidy tables to result tables: every measure of the project, called once, in one place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.codebook import Codebook
from analysis.costs.akkoord import described_cases, keep_told
from analysis.costs.checks import check_costs
from analysis.costs.doorbraken import plan_tables
from analysis.costs.results import cost_tables
from analysis.costs.zorgpaden_results import care_tables
from analysis.errors import IKC_OPZIJ, InvoerFout, only_fouten
from analysis.inference.association_change import estimate_samenhang_veranderingen
from analysis.inference.associations import estimate_samenhang
from analysis.inference.baseline import estimate_uitgangspositie
from analysis.inference.bereik import estimate_bereik
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.codeurs import estimate_codeurs
from analysis.inference.detection import estimate_informant, judge_by_reports
from analysis.inference.doelen import estimate_doelen
from analysis.inference.doelvoorstellen import propose_doelen
from analysis.inference.durations import estimate_durations
from analysis.inference.effectenketen import estimate_effectenketen, list_bronnen
from analysis.inference.inzet import estimate_beweging, estimate_inzet
from analysis.inference.klassen import (
    Klassen,
    add_klassen,
    add_klassen_of_groups,
    add_sums,
    as_public,
    estimate_icc,
    join_klassen,
)
from analysis.inference.kort_lang import child_years, estimate_kort_lang
from analysis.inference.over_ikcs import estimate_ikc_schattingen, estimate_over_ikcs
from analysis.inference.proportions import ONTWERP, estimate_aandelen
from analysis.inference.ratios import estimate_verhoudingen
from analysis.inference.sensitivity import estimate_gevoeligheid
from analysis.inference.survival import estimate_curves, trajecten_per_domein
from analysis.inference.tijdreeks import estimate_tijdreeks
from analysis.inference.tijdreeks_groepen import estimate_pooled, pool_series
from analysis.inference.traject_means import horizon_of_study
from analysis.inference.trends import estimate_trend
from analysis.inference.unlisted import estimate_niet_op_lijst
from analysis.inference.with_without import estimate_gebeurtenisstudie, estimate_verschil_in_verschil
from analysis.intake.distinct import with_texts
from analysis.measures.associations import count_samenhang
from analysis.measures.blijvers import count_blijvers, explain_unlinked
from analysis.measures.codes_in_time import VERSIE, add_versions, follow_codes, list_changed_questions
from analysis.measures.coverage_of_inventory import count_gemeten
from analysis.measures.denominators import count_kinderen
from analysis.measures.doelen import list_goals
from analysis.measures.dubbel import count_dubbel
from analysis.measures.families import count_gezinnen
from analysis.measures.gesprekken import count_coderingen, count_uitspraken, list_citaten
from analysis.measures.ikcs_in_time import VOORGANGER, add_predecessor_lists, add_predecessors
from analysis.measures.informants import count_invullers, fill_informants
from analysis.measures.inventory import INDICATOR, count_indicatoren
from analysis.measures.inzet_jok import count_inzet, count_inzet_maanden
from analysis.measures.klassen import count_klassen, count_spreiding, list_clusters
from analysis.measures.list_changes import list_remade
from analysis.measures.periods import study_end
from analysis.measures.proces import describe_proces
from analysis.measures.ratios import AARD_VAN_TELLER, count_verhoudingen
from analysis.measures.toewijzing_costs import cost_toewijzingen, price_toewijzingen
from analysis.measures.toewijzing_quality import (
    count_koppeling,
    count_prijsbronnen,
    count_producten,
    count_tegenstrijdig,
)
from analysis.measures.toewijzingen import (
    covered_ikcs,
    rate_costs_per_window,
    rate_domeinen_per_quarter,
    rate_toewijzingen_on_peildata,
    rate_toewijzingen_per_quarter,
)
from analysis.measures.traject_kosten import add_monthly_costs
from analysis.measures.trajecten import add_domein, build_trajecten_of_study, count_paden
from analysis.measures.volharding import count_volharding
from analysis.results.fit import refuse_misfits
from analysis.results.kaarten import kaarten
from analysis.results.tables import sort_table, type_table
from analysis.study import ALLE, Study

if TYPE_CHECKING:
    from analysis.errors import Melding
    from analysis.tidy.tidy_study import TidyStudy


TOLD = "alleen_verteld"
"""The step on the card of a table on described cases: nothing of a case without consent is shown in public."""
ONLY_COUNTS = ("indicatoren", "verhoudingen", "samenhang", "dubbel", "blijvers", "redenen", "inventarisaties",
               "klassen", "spreiding", "invullers", "gezinnen", "volharding", "uitspraken", "coderingen",
               "doelen_gevraagd", "inzet", "inzet_maanden")  # fmt: skip
"""The counts that are no result table themselves; every other one is, and needs a card."""
ONLY_HERE = ["deff_van", "deff_naar", "vrijheidsgraden", "fout", "lijst_anders", "codeboek_anders", "ikc_anders"]
"""What other tables are made of and no reader needs."""
Counts = dict[str, pd.DataFrame]
"""The counts of a study by name: what is counted once, and all that is estimated is made of."""


@dataclass(frozen=True)
class Judges:
    """What is still done to the words about changes, and about other looks at them; without more, nothing.

    `changes` takes the table `veranderingen`; `runs` takes `gevoeligheid`, those changes, and `gemeten`. Both give the
    first back with the same rows.
    """

    changes: Callable[[pd.DataFrame], pd.DataFrame] = lambda changes: changes
    runs: Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], pd.DataFrame] = lambda runs, changes, gemeten: runs


AS_ESTIMATED = Judges()


def compute_results(tidy: "TidyStudy", study: Study, codebook: Codebook) -> dict[str, pd.DataFrame]:
    """Compute every result table, exact: nothing is suppressed or rounded yet.

    Returns
    -------
    A table for every card, with the columns and types of its card, sorted; one without data is there too, empty. What
    does not fit a card raises InvoerFout.
    """
    return estimate_results(count_study(tidy, study, codebook), study, codebook)


def count_study(tidy: "TidyStudy", study: Study, codebook: Codebook) -> Counts:
    """Count everything that results are made of, exact.

    Returns
    -------
    `indicatoren`, `verhoudingen`, `samenhang`, `gemeten`, `dubbel`, `gezinnen`, `blijvers` and `redenen` of the
    inventories, with `inventarisaties` (who filled them in); the hours of jeugdondersteuners (`inzet`); the tables of
    toewijzingen and of cases as they are. A fout in the costs raises InvoerFout.
    """
    tables = {name: with_texts(table) for name, table in tidy.tables.items()}
    cost_messages = check_costs(tables, study, codebook)
    if only_fouten(cost_messages):
        raise InvoerFout(only_fouten(cost_messages))
    return {
        **_count_inventories(tables, study, codebook),
        **_count_toewijzingen(tables, study, codebook),
        **_case_tables(tables, study, codebook),
        "uitspraken": count_uitspraken(tables["gesprekken"], codebook),
        "coderingen": count_coderingen(tables["gesprekken"]),
        "citaten": list_citaten(tables["gesprekken"], study),
        "proces": describe_proces(tables, study),
        "doelen_gevraagd": list_goals(tables["speerpunten"], tables["doelmetingen"], study),
        "cbs": tables["cbs"],
        "ikc_profiel": tables["ikc_profiel"],
        "inzet": count_inzet(tables["inzet_jok"], study, codebook),
        "inzet_maanden": count_inzet_maanden(tables["inzet_jok"], codebook),
        "grootboek": tidy.grootboek,
        "meldingen": _meldingen_table([*tidy.meldingen, *cost_messages]),
    }


def estimate_results(
    counts: Counts,
    study: Study,
    codebook: Codebook,
    basis: int = 0,
    judges: Judges = AS_ESTIMATED,
) -> dict[str, pd.DataFrame]:
    """Make every result table of the counts: shares, intervals, changes, series.

    Parameters
    ----------
    counts
        From `count_study`, or the same rounded (`disclosure.store`).
    basis
        What the counts were rounded to, 0 for exact ones: every interval then holds the rounding.
    judges
        What may still be done to the words, before other tables are made of them.
    """
    found = {
        **{name: table for name, table in counts.items() if name not in ONLY_COUNTS},
        **_inventory_tables(counts, study, codebook, basis, judges),
        **_series_tables(counts, study, codebook),
        **_inzet_tables(counts, study),
    }
    found |= _chain_tables(counts, found, study, codebook)
    found |= _goal_tables(found, counts, study, codebook, basis)
    refuse_misfits(found)
    typed = {name: type_table(name, found.get(name, pd.DataFrame())) for name in kaarten()}
    return {name: sort_table(name, table, study, codebook) for name, table in typed.items()}


def _goal_tables(
    found: dict[str, pd.DataFrame], counts: Counts, study: Study, codebook: Codebook, basis: int
) -> dict[str, pd.DataFrame]:
    """Give the goals against what the other tables hold, and what the first meting proposes as a goal."""
    goals = counts.get("doelen_gevraagd", pd.DataFrame())
    proposals = {"doelen_voorstellen": propose_doelen(found, goals, study, codebook)}
    if goals.empty or "inventarisaties" not in counts:
        return proposals
    who, listed = counts["inventarisaties"], counts["gemeten"]
    return proposals | {"doelen": estimate_doelen(goals, found, who, listed, study, codebook, basis)}


def tell_cases(counts: Counts, tidy: "TidyStudy", study: Study, codebook: Codebook) -> Counts:
    """Give the counts for a public edition: the tables on described cases made from the cases with consent alone.

    The same as they are where every case may be told. What is said of the other cases together
    (`kosten_zonder_akkoord`) stays as it is. Trap: leaving out rows would not do, for a mean over all cases and the
    cases that are shown give the others.
    """
    if set(described_cases(tidy.tables)) <= study.vertelde_casussen:
        return counts
    tables = keep_told({name: with_texts(table) for name, table in tidy.tables.items()}, study)
    found = _case_tables(tables, study, codebook)
    again = [name for name, card in kaarten().items() if card.onthulling and TOLD in card.onthulling.stappen]
    return counts | {name: found.get(name, pd.DataFrame()) for name in again}


def _case_tables(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> Counts:
    costs = cost_tables(tables, study, codebook)
    return {**costs, **plan_tables(tables, costs, codebook), **care_tables(tables, study)}


def _count_inventories(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> Counts:
    tables = follow_codes(tables, study, codebook)
    enrolled = count_kinderen(tables["populatie"], tables["leerlingen"], study)
    per_ikc = count_indicatoren(tables, enrolled, study, codebook)
    per_ikc = add_versions(per_ikc, tables["formulieren"], study, codebook)
    clusters = list_clusters(tables, enrolled, study)
    blijvers = count_blijvers(tables, enrolled, study, codebook)
    return {
        "klassen": count_klassen(clusters),
        "spreiding": count_spreiding(tables, clusters, study, codebook),
        "invullers": count_invullers(tables["kinderen"], study),
        "indicatoren": per_ikc,
        "verhoudingen": count_verhoudingen(tables, per_ikc, enrolled, codebook),
        "samenhang": count_samenhang(tables, enrolled, codebook),
        "gemeten": count_gemeten(tables, enrolled, study),
        "dubbel": count_dubbel(tables, codebook),
        "gezinnen": count_gezinnen(tables, enrolled, study),
        "blijvers": blijvers,
        "volharding": count_volharding(blijvers, per_ikc, study),
        "redenen": explain_unlinked(tables, enrolled, study),
        "inventarisaties": tables["inventarisaties"],
    }


def _inventory_tables(
    counts: Counts, study: Study, codebook: Codebook, basis: int, judges: Judges
) -> dict[str, pd.DataFrame]:
    alfa, who = study.statistiek.alfa, counts["inventarisaties"]
    icc = estimate_icc(counts["spreiding"])
    classes = join_klassen(counts["klassen"], as_public(icc) if basis else icc, who, study)
    per_ikc = add_klassen(counts["indicatoren"], classes)
    shares = estimate_aandelen(add_sums(per_ikc), alfa, basis)
    ratios, links = _with_classes(counts, classes)
    long, who_long = add_predecessors(per_ikc, who, study)
    lists = add_predecessor_lists(list_remade(counts["gemeten"], study), counts["gemeten"], study)
    questions = list_changed_questions(counts["indicatoren"], study)
    measured = estimate_veranderingen(
        long, who_long, study, codebook, counts["blijvers"], counts["redenen"], basis, counts["invullers"], lists
    )
    changes = judges.changes(judge_by_reports(measured, counts["dubbel"], study, basis))
    own = changes[changes[VOORGANGER] == ""].reset_index(drop=True)
    return {
        "signalen": _of_aard(shares, "signaal"),
        "zorg": _of_aard(shares, "zorg"),
        "veranderingen": changes.drop(columns=["aard", *ONLY_HERE]),
        "trend": estimate_trend(long, who_long, counts["volharding"], study, codebook, basis, lists),
        "klassen": _classes_table(counts["klassen"], who, study),
        "klas_icc": _icc_table(as_public(icc) if basis else icc, codebook),
        **_certainty_tables(own, per_ikc, counts, study, basis, judges),
        "niet_op_lijst": estimate_niet_op_lijst(own, counts["gemeten"], study),
        "verhoudingen": estimate_verhoudingen(ratios, alfa, basis).drop(columns=["som_kwadraten", *ONTWERP]),
        "verhoudingen_veranderingen": estimate_bereik(ratios, who, study, basis, counts["invullers"], questions),
        "samenhang": estimate_samenhang(links, alfa, basis).drop(columns=["n_kinderen", *ONTWERP]),
        "samenhang_veranderingen": estimate_samenhang_veranderingen(
            links, who, study, basis, counts["invullers"], questions
        ),
    }


def _of_aard(shares: pd.DataFrame, aard: str) -> pd.DataFrame:
    """Give the shares of signals or of care; what names an indicator elsewhere is soort, domein and code here."""
    gone = ["aard", "indicator", "noemer_bron", "eenheid", "n_klassen", "icc", *ONTWERP, *VERSIE]
    return shares[shares["aard"] == aard].drop(columns=gone)


def _with_classes(counts: Counts, classes: Klassen) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the ratios and the 2x2 tables with what classes do to them."""
    ratios, links = counts["verhoudingen"], counts["samenhang"]
    aard = ratios["maat"].map(AARD_VAN_TELLER)
    ratios = add_klassen_of_groups(ratios, ratios["n_noemer"], aard, classes, ["maat"])
    aard = pd.Series("signaal", index=links.index)
    second = links["n_beide"] + links["n_tweede"]
    return ratios, add_klassen_of_groups(links, second, aard, classes, ["verband"])


def _classes_table(klassen: pd.DataFrame, inventarisaties: pd.DataFrame, study: Study) -> pd.DataFrame:
    informants = fill_informants(inventarisaties.drop_duplicates(["ikc", "meting"]), study)
    whole = klassen[klassen["bouw"] == ALLE].drop(columns=["bouw", "deel"])
    return whole.merge(informants, on=["ikc", "meting"], how="left")


def _icc_table(icc: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    named = icc.merge(codebook.indicatoren[["indicator", *INDICATOR]], on=INDICATOR)
    return named.drop(columns=["aard", "n"])


def _certainty_tables(
    changes: pd.DataFrame, per_ikc: pd.DataFrame, counts: Counts, study: Study, basis: int, judges: Judges
) -> dict[str, pd.DataFrame]:
    dubbel, gemeten = counts["dubbel"], counts["gemeten"]
    informant = estimate_informant(changes, dubbel, study, basis)
    runs = estimate_gevoeligheid(changes, dubbel, study, basis, gemeten, counts["gezinnen"])
    return {
        "gevoeligheid": judges.runs(runs, changes, gemeten),
        "uitgangspositie": estimate_uitgangspositie(changes, study, basis),
        "informant": informant,
        "over_ikcs": estimate_over_ikcs(changes, study, basis),
        "ikc_schattingen": estimate_ikc_schattingen(changes, study),
        "verschil_in_verschil": estimate_verschil_in_verschil(changes, informant, study),
        "gebeurtenisstudie": estimate_gebeurtenisstudie(per_ikc, study),
    }


def _count_toewijzingen(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> Counts:
    toewijzingen, leerlingen, populatie = (tables[name] for name in ("toewijzingen", "leerlingen", "populatie"))
    if toewijzingen.empty:
        return {}
    return {
        "toewijzingen_kwartaal": rate_toewijzingen_per_quarter(
            toewijzingen, leerlingen, populatie, study, tables["tarieven"]
        ),
        "toewijzingen_peildatum": rate_toewijzingen_on_peildata(toewijzingen, leerlingen, populatie, study),
        "trajecten": estimate_durations(build_trajecten_of_study(toewijzingen, study), study),
        **_count_trajecten(tables, study, codebook),
    }


def _series_tables(counts: Counts, study: Study, codebook: Codebook) -> dict[str, pd.DataFrame]:
    if "toewijzingen_kwartaal" not in counts:
        return {}
    per_domein = rate_domeinen_per_quarter(counts["toewijzingen_kwartaal"], codebook.codes)
    pooled, points = estimate_pooled(per_domein, pool_series(per_domein, study), study)
    return {
        "toewijzingen_kwartaal_domein": per_domein,
        "tijdreeks": pd.concat([estimate_tijdreeks(per_domein, study), pooled], ignore_index=True),
        "tijdreeks_kwartalen": points,
    }


def _chain_tables(
    counts: Counts, found: dict[str, pd.DataFrame], study: Study, codebook: Codebook
) -> dict[str, pd.DataFrame]:
    uitspraken, keten = counts["uitspraken"], codebook.keten
    return {
        "effectenketen": estimate_effectenketen(uitspraken, found, keten, study),
        "effectenketen_bronnen": list_bronnen(uitspraken, keten),
        "codeurs": estimate_codeurs(counts["coderingen"], study),
    }


def _inzet_tables(counts: Counts, study: Study) -> dict[str, pd.DataFrame]:
    cells = counts["inzet"]
    if cells.empty:
        return {}
    return {
        "inzet_jok": estimate_inzet(cells),
        "inzet_beweging": estimate_beweging(cells, counts["inzet_maanden"], study),
    }


def _count_trajecten(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> Counts:
    toewijzingen, leerlingen, populatie = (tables[name] for name in ("toewijzingen", "leerlingen", "populatie"))
    prices = price_toewijzingen(toewijzingen, study_end(toewijzingen, study), tables["tarieven"])
    priced = cost_toewijzingen(prices, add_domein(toewijzingen, codebook.codes))
    months = horizon_of_study(toewijzingen, study)
    trajecten = add_monthly_costs(trajecten_per_domein(priced, study), priced, prices, months, "domein")
    years = child_years(toewijzingen, leerlingen, populatie, covered_ikcs(toewijzingen, leerlingen, study), study)
    return {
        "trajecten_duur": estimate_curves(trajecten, study),
        "trajecten_kort_lang": estimate_kort_lang(trajecten, years, study, months),
        "trajecten_paden": count_paden(trajecten),
        "toewijzingen_koppeling": count_koppeling(toewijzingen),
        "toewijzingen_tegenstrijdig": count_tegenstrijdig(toewijzingen, leerlingen),
        "toewijzingen_producten": count_producten(toewijzingen, codebook),
        "toewijzingen_prijzen": count_prijsbronnen(priced),
        "toewijzingen_meting": rate_costs_per_window(prices, toewijzingen, leerlingen, populatie, study),
    }


def _meldingen_table(meldingen: "list[Melding]") -> pd.DataFrame:
    columns = ["bestand", "ernst", "code", "tekst", "regels", "advies", "ikcs"]
    rows = [
        (
            m.bestand,
            m.ernst,
            m.code,
            m.tekst,
            "\n".join(m.regels),
            m.advies,
            "; ".join(m.ikcs) if m.code == IKC_OPZIJ else "",
        )
        for m in meldingen
    ]
    return pd.DataFrame(rows, columns=columns)
