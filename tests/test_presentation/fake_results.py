"""Plausible finished result tables, without any pipeline: for looking at figures and testing their words."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from fake_certainty import fake_certainty, fake_link_changes, fake_reach, fake_series
from fake_profile import fake_hours, fake_profile

from analysis.codebook import Codebook, load_codebook
from analysis.inference.judging import add_words
from analysis.measures.klassen import IKC, KIND
from analysis.presentation.rapport import Rapport, make_rapport
from analysis.study import ALLE, Study

NAMEN = (
    "De Wilgen",
    "It Kompas",
    "De Oversteek",
    "De Brug",
    "De Finne",
    "It Mearke",
    "De Ljurk",
    "Op 'e Terp",
    "Ús Plak",
)
LANG = "Christelijk Integraal Kindcentrum Prins Willem-Alexander en Prinses Amalia"
DAGEN = (date(2019, 2, 1), date(2020, 2, 1), date(2021, 6, 1), *(date(year, 6, 1) for year in range(2022, 2030)))
METINGEN = ("nulmeting", "nameting", "eindmeting", *(f"meting{number}" for number in range(4, 12)))
PRIMAIR = ("internaliserend", "gezinsproblematiek", "jeugd_ggz", "eerstelijnszorg")
VEEL_PRIMAIR = (*PRIMAIR, "externaliserend", "leren", "sociaal", "gezondheid", "opvoeding", "relatie", "ouder",
                "bestaanszekerheid", "psychosomatisch", "jeugd_opvoedhulp", "dyslexiezorg")  # fmt: skip
BOUWEN = ("voorschool", "onderbouw", "middenbouw", "bovenbouw")
CODEBOOK = load_codebook()
ANDERS, ZELFDE, NIET_BEKEND = "anders", "zelfde", "niet bekend"
FIRST_INFORMANT = {ANDERS: "leerkracht", ZELFDE: "jeugdondersteuner", NIET_BEKEND: ""}
"""Who filled in the first list, by how it went: later ones are filled in by jeugdondersteuners."""


def fake_study(
    metingen: int = 3, ikcs: int = 9, primair: tuple[str, ...] = PRIMAIR, lang: bool = False, invuller: str = ANDERS
) -> Study:
    """Give a study; `invuller` is who filled in later: another kind than before (anders), the same, or not known."""
    names = [LANG + f" {n}" if lang else (NAMEN[n] if n < len(NAMEN) else f"Locatie {n}") for n in range(ikcs)]
    return Study(
        folder=Path("studie"),
        naam="Pilot jeugdondersteuners (voorbeeld)",
        gemeente="Leeuwarden",
        synthetisch=True,
        metingen=tuple(
            {"meting": METINGEN[n], "peildatum": DAGEN[n],
             "informant": "jeugdondersteuner" if n else FIRST_INFORMANT[invuller]}
            for n in range(metingen)
        ),
        ikcs=tuple(
            {"ikc": f"IKC{n + 1:02d}", "naam": names[n], "rol": "pilot" if n < 3 else "vergelijking",
             "start_jok": date(2019, 3, 1) if n < 3 else None}
            for n in range(ikcs)
        ),
        toewijzingen={"van": date(2018, 1, 1), "tot": date(2021, 6, 30)},
        storende_periodes=({"naam": "coronapandemie", "van": date(2020, 3, 15), "tot": date(2021, 6, 30)},),
        primaire_indicatoren=tuple({"indicator": name, "richting": "stijging"} for name in primair),
    )  # fmt: skip


def fake_rapport(ikc: str = "IKC01", editie: str = "publiek", modus: str = "gewoon", seed: int = 1, **how) -> Rapport:
    """`modus`: gewoon, nul (no child has anything), onderdrukt (every cell), vol (everybody has everything)."""
    return _opened(ikc, editie, modus, seed, tuple(sorted(how.items())))


def new_rapport(ikc: str = "IKC01", editie: str = "publiek", modus: str = "gewoon", seed: int = 1, **how) -> Rapport:
    """A report that nobody opened before: it keeps what it reads, and notes a read once."""
    study, tables = _cached(modus, seed, tuple(sorted(how.items())))
    return make_rapport(study, CODEBOOK, ikc, editie, tables)


@lru_cache(maxsize=64)
def _opened(ikc: str, editie: str, modus: str, seed: int, how: tuple) -> Rapport:
    return new_rapport(ikc, editie, modus, seed, **dict(how))


@lru_cache(maxsize=64)
def _cached(modus: str, seed: int, how: tuple) -> tuple[Study, dict[str, pd.DataFrame]]:
    study = fake_study(**dict(how))
    return study, fake_tables(study, CODEBOOK, modus, seed)


def fake_tables(study: Study, codebook: Codebook, modus: str = "gewoon", seed: int = 1) -> dict[str, pd.DataFrame]:
    random = np.random.default_rng(seed)
    sizes = {code: int(random.integers(120, 420)) for code in study.ikc_codes}
    shares = _share_rows(study, codebook, sizes, random, modus)
    kinds = dict(zip(codebook.codes["soort"], codebook.codes["aard"], strict=True))
    is_signal = shares["soort"].map(kinds) == "signaal"
    tables = {
        "signalen": shares[is_signal].reset_index(drop=True),
        "zorg": shares[~is_signal].reset_index(drop=True),
        "veranderingen": _change_rows(study, codebook, shares, modus),
        "gemeten": _measured_rows(study, sizes, modus),
        "verhoudingen": _ratio_rows(study, random, modus),
        "samenhang": _link_rows(study, random, modus),
        "toewijzingen_kwartaal_domein": _quarter_rows(study, random, modus),
        "toewijzingen_peildatum": _day_rows(study, random, modus),
        **_traject_tables(study, random, modus),
        "grootboek": _ledger_rows(),
        "meldingen": _message_rows(),
    }
    tables |= fake_certainty(study, tables["veranderingen"]) | {"tijdreeks_kwartalen": fake_series(modus)}
    tables |= {
        "verhoudingen_veranderingen": fake_reach(study, tables["verhoudingen"]),
        "samenhang_veranderingen": fake_link_changes(study, tables["samenhang"]),
    }
    tables |= fake_profile(study) | fake_hours(study, modus)
    tables["toewijzingen_kwartaal"] = tables["toewijzingen_kwartaal_domein"].rename(columns={"domein": "zorgvorm"})
    return tables


def _interval(share: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    half = 1.96 * np.sqrt(np.clip(share * (1 - share), 0.0004, None) / n)
    return np.clip(share - half, 0, 1), np.clip(share + half, 0, 1)


def _share_rows(study, codebook, sizes, random, modus) -> pd.DataFrame:
    rows = []
    for indicator in codebook.indicatoren.itertuples():
        base = {"code": 0.05, "domein": 0.14, "soort": 0.27}[indicator.niveau] * random.uniform(0.4, 1.7)
        trend = random.choice([0, 0, 0.5, 1.1, -0.4])
        for ikc, size in [*sizes.items(), (ALLE, sum(sizes.values()))]:
            for place, meting in enumerate(study.metingen):
                for bouw in (*BOUWEN, ALLE):
                    n_children = size if bouw == ALLE else max(12, int(size * (0.09 if bouw == "voorschool" else 0.3)))
                    share = np.clip(base * (1 + trend * place / 2) * random.uniform(0.85, 1.15), 0, 0.9)
                    share = {"nul": 0.0, "vol": 1.0}.get(modus, share)
                    rows.append((ikc, meting.meting, bouw, indicator.soort, indicator.domein, indicator.code,
                                 n_children, round(share * n_children)))  # fmt: skip
    columns = ["ikc", "meting", "bouw", "soort", "domein", "code", "n_kinderen", "n"]
    table = pd.DataFrame(rows, columns=columns)
    table["aandeel"] = table["n"] / table["n_kinderen"]
    table["ci_laag"], table["ci_hoog"] = _interval(table["aandeel"].to_numpy(), table["n_kinderen"].to_numpy())
    hidden = table["n"].between(1, 4) | (modus == "onderdrukt")
    table["n"] = table["n"].astype(float)
    table.loc[hidden, ["n", "aandeel", "ci_laag", "ci_hoog"]] = np.nan
    return table.assign(onderdrukt=hidden)


def _change_rows(study, codebook, shares, modus) -> pd.DataFrame:
    key = ["ikc", "bouw", "soort", "domein", "code"]
    names = codebook.indicatoren[["indicator", "soort", "domein", "code"]]
    parts = []
    metingen = list(study.metingen)
    for first in range(len(metingen)):
        for last in range(first + 1, len(metingen)):
            van = shares[(shares["meting"] == metingen[first].meting) & (shares["bouw"] == ALLE)]
            naar = shares[(shares["meting"] == metingen[last].meting) & (shares["bouw"] == ALLE)]
            part = van.merge(naar, on=key, suffixes=("_van", "_naar")).merge(names, on=["soort", "domein", "code"])
            parts.append(part.assign(van=metingen[first].meting, naar=metingen[last].meting,
                                     informant_van=metingen[first].informant, informant_naar=metingen[last].informant,
                                     storend="coronapandemie" if last >= 2 else ""))  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    table["verschil"] = table["aandeel_naar"] - table["aandeel_van"]
    sides = [(table[f"aandeel_{side}"], table[f"n_kinderen_{side}"]) for side in ("van", "naar")]
    spread = np.sqrt(sum(t.clip(0.001, None) * (1 - t).clip(0.01, None) / n for t, n in sides))
    table["ci_laag"], table["ci_hoog"] = table["verschil"] - 1.96 * spread, table["verschil"] + 1.96 * spread
    table["ci_laag_gecorrigeerd"] = table["verschil"] - 2.5 * spread
    table["ci_hoog_gecorrigeerd"] = table["verschil"] + 2.5 * spread
    primair = [item.indicator for item in study.primaire_indicatoren]
    table["primair"] = table["indicator"].isin(primair)
    table["methode"] = "newcombe"
    table["onderdrukt"] = table["onderdrukt_van"] | table["onderdrukt_naar"]
    known = (table["informant_van"] != "") & (table["informant_naar"] != "")
    table["informant_gewisseld"] = known & (table["informant_van"] != table["informant_naar"])
    table["kleinst_aantoonbaar"] = 2.8 * spread
    table["ratio"] = (table["aandeel_naar"] / table["aandeel_van"]).replace(np.inf, np.nan)
    table["omslag_detectie"] = table["ratio"].where(table["informant_gewisseld"] & (table["ratio"] > 1))
    table["omslag_detectie_laag"] = 1 + (table["omslag_detectie"] - 1) / 2
    few = (table["n_van"] < 5) & (table["n_naar"] < 5)
    table["p"] = np.where(few | table["onderdrukt"], np.nan, 0.01)
    table["p_gecorrigeerd"] = 4 * table["p"]
    table = judge(table.assign(**_units(table, study)), study)
    richting = {item.indicator: item.richting for item in study.primaire_indicatoren}
    table["richting"] = table["indicator"].map(richting)
    table["familie"] = np.where(table["primair"], "primair", "verkennend")
    return table.drop(
        columns=[
            name
            for name in table
            if name.startswith(("onderdrukt_", "meting_", "ci_laag_v", "ci_hoog_v", "ci_laag_n", "ci_hoog_n"))
        ]
    )


def _units(table, study) -> dict[str, object]:
    """What the margin rests on where no class and no person is delivered: children, and over IKCs the IKC."""
    of_all = table["ikc"] == ALLE
    empty = pd.Series(pd.NA, table.index, dtype="Int64")
    return {
        "n_ikcs": np.where(of_all, len(study.ikcs), 1), "eenheid": np.where(of_all, IKC, KIND), "icc": np.nan,
        "breder_bij_icc": np.where(of_all, np.nan, 1.5), "n_klassen_van": empty, "n_klassen_naar": empty,
        "n_invullers_van": empty, "n_invullers_naar": empty, "invullers": "",
        "lijst_anders": False,
    }  # fmt: skip


def judge(changes: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give changes the words that inference gives them, by their corrected interval and who filled in."""
    return add_words(changes, study)


def with_changes(study: Study, tables: dict, hit: pd.Series, **values: object) -> dict[str, pd.DataFrame]:
    """Give the tables with some changes set to these values, and judged again."""
    changes = tables["veranderingen"].copy()
    for name, value in {"onderdrukt": False, "p": 0.01, **values}.items():
        changes.loc[hit, name] = value
    return tables | {"veranderingen": judge(changes, study)}


def _measured_rows(study, sizes, modus) -> pd.DataFrame:
    rows = []
    for ikc, size in [*sizes.items(), (ALLE, sum(sizes.values()))]:
        for place, meting in enumerate(study.metingen):
            for bouw in (*BOUWEN, ALLE):
                n = size if bouw == ALLE else max(12, int(size * (0.09 if bouw == "voorschool" else 0.3)))
                stayed = round(n * 0.3) if place and modus != "onderdrukt" else np.nan
                rows.append({
                    "ikc": ikc, "meting": meting.meting, "bouw": bouw, "n_kinderen": n + place,
                    "n_inventaris": np.nan if modus == "onderdrukt" else round(n * 0.45),
                    "aandeel": np.nan if modus == "onderdrukt" else 0.45, "n_gebleven": stayed,
                    "n_nieuw": round(n * 0.45) - stayed, "n_vertrokken": round(n * 0.12), "informant": meting.informant,
                    "vorm": "kinderen", "noemer_bron": "populatie", "onderdrukt": modus == "onderdrukt",
                })  # fmt: skip
    return pd.DataFrame(rows)


def _ratio_rows(study, random, modus) -> pd.DataFrame:
    maten = {"ratio_ext_int": 2.4, "signalen_per_100": 61.0, "gezin_bij_kind": 0.3, "zorg_bij_probleem": 0.35,
             "probleem_bij_zorg": 0.6, "ratio_eerste_tweede": 1.8}  # fmt: skip
    rows = []
    for ikc in (*study.ikc_codes, ALLE):
        for place, meting in enumerate(study.metingen):
            for maat, base in maten.items():
                value = {"nul": 0.0, "onderdrukt": np.nan}.get(
                    modus, base * random.uniform(0.8, 1.1) * (1 + 0.15 * place)
                )
                if maat.startswith("ratio") and modus == "nul":
                    value = np.nan
                value = min(value, 0.99) if base < 1 and value == value else value
                low, high = (value * 0.8, value * 1.25 if base >= 1 else min(1, value * 1.25))
                rows.append({
                    "ikc": ikc, "meting": meting.meting, "bouw": ALLE, "maat": maat,
                    "n_teller": 40 if value == value else np.nan, "n_noemer": 95 if value == value else np.nan,
                    "waarde": value, "ci_laag": low, "ci_hoog": high, "methode": "wilson",
                    "onderdrukt": modus == "onderdrukt",
                })  # fmt: skip
    return pd.DataFrame(rows)


def _link_rows(study, random, modus) -> pd.DataFrame:
    rows = []
    for ikc in (*study.ikc_codes, ALLE):
        for meting in study.metingen:
            for verband in ("kind_gezin", "probleem_zorg"):
                counts = [np.nan] * 4 if modus == "onderdrukt" else [20, 41, 15, 180]
                odds = float("nan") if modus in ("onderdrukt", "nul") else random.uniform(1, 7)
                rows.append({
                    "ikc": ikc, "meting": meting.meting, "verband": verband,
                    **dict(zip(("n_beide", "n_eerste", "n_tweede", "n_geen"), counts, strict=True)),
                    "odds_ratio": odds, "ci_laag": odds * 0.55, "ci_hoog": odds * 1.9, "phi": odds / 20,
                    "onderdrukt": modus == "onderdrukt",
                })  # fmt: skip
    return pd.DataFrame(rows)


CARE = {
    "eerstelijn": 40,
    "jeugd_opvoedhulp": 22,
    "jeugd_ggz": 30,
    "dyslexiezorg": 12,
    "verblijf": 3,
    "veiligheidsketen": 4,
}


def _quarter_rows(study, random, modus) -> pd.DataFrame:
    quarters = [f"{year}Q{q}" for year in range(2018, 2022) for q in range(1, 5)][:14]
    rows = []
    for ikc in (*study.ikc_codes, ALLE):
        for domein, level in CARE.items():
            start = level * random.uniform(0.6, 1.4)
            for quarter in quarters:
                n = start * (0.7 if quarter > "2020Q1" else 1) * random.uniform(0.85, 1.15) * 0.3
                hidden = modus == "onderdrukt" or (ikc != ALLE and n < 2.2)
                n = 0 if modus == "nul" else n
                rows.append({
                    "ikc": ikc, "kwartaal": quarter, "domein": domein, "n_kinderen": 300,
                    "n_lopend": np.nan if hidden else round(n), "n_gestart": np.nan if hidden else round(n / 3),
                    "lopend_per_1000": np.nan if hidden else n / 0.3, "gestart_per_1000": np.nan if hidden else n / 0.9,
                    "storend": quarter > "2020Q1", "onderdrukt": hidden,
                })  # fmt: skip
    return pd.DataFrame(rows)


def _day_rows(study, random, modus) -> pd.DataFrame:
    rows = []
    for ikc in (*study.ikc_codes, ALLE):
        for meting in study.metingen:
            for zorgvorm in (
                "logopedie",
                "ambulant_gezin",
                "ambulant_kind",
                "ggz_diagnostiek",
                "ggz_behandeling",
                "crisis",
            ):
                n = int(random.integers(0, 20)) if modus == "gewoon" else 0
                hidden = modus == "onderdrukt" or 0 < n < 5
                rows.append({
                    "ikc": ikc, "meting": meting.meting, "zorgvorm": zorgvorm, "peildatum": meting.peildatum,
                    "n_lopend": np.nan if hidden else n, "n_kinderen": 300,
                    "lopend_per_1000": np.nan if hidden else n / 0.3, "onderdrukt": hidden,
                })  # fmt: skip
    return pd.DataFrame(rows)


def _traject_tables(study, random, modus) -> dict[str, pd.DataFrame]:
    """`modus` nul: no traject ever ends; vol: all end at once."""
    periods = [f"voor {study.metingen[0].meting}", f"vanaf {study.metingen[0].meting}"]
    hidden = modus == "onderdrukt"
    curves, short = [], []
    for ikc in (*study.ikc_codes, ALLE):
        for domein in ("jeugd_opvoedhulp", "jeugd_ggz", "dyslexiezorg", ALLE):
            for period in periods:
                n = int(random.integers(24, 90))
                for month in range(25):
                    share = {"nul": 1.0, "vol": float(month == 0)}.get(modus, float(np.exp(-month / 9)))
                    curves.append(
                        {
                            "ikc": ikc,
                            "domein": domein,
                            "periode": period,
                            "maand": month,
                            "n": n,
                            "n_onder_risico": np.nan if hidden else round(n * share),
                            "aandeel_lopend": np.nan if hidden else share,
                            "ci_laag": share * 0.8 if not hidden else np.nan,
                            "ci_hoog": min(1.0, share * 1.2) if not hidden else np.nan,
                            "onderdrukt": hidden,
                        }
                    )
    for ikc in (*study.ikc_codes, "pilots", "vergelijking"):
        for domein in ("jeugd_opvoedhulp", "jeugd_ggz"):
            for place, period in enumerate(periods):
                p, n = random.uniform(0.2, 0.8), int(random.integers(24, 60))
                row = {
                    "n": n,
                    "n_lopend": 6 * place,
                    "mediaan_dagen": 150,
                    "aandeel_kort": p,
                    "ci_laag": p - 0.1,
                    "ci_hoog": p + 0.1,
                    "kinderjaren": 900.0,
                    "kort_per_1000": n * p / 0.9,
                    "lang_per_1000": n * (1 - p) / 0.9,
                    "n_voor": n if place else np.nan,
                    "aandeel_kort_voor": p,
                    "verschil_kort": 0.1,
                    "verschil_laag": -0.1,
                    "verschil_hoog": 0.3,
                    "p_logrank": 0.42,
                    "p_logrank_gecorrigeerd": 0.42,
                    "horizon_maanden": 12,
                    "dagen_gemiddeld": 190.0,
                    "dagen_laag": 160.0,
                    "dagen_hoog": 220.0,
                    "verschil_dagen_laag": -40.0,
                    "verschil_dagen_hoog": 25.0,
                    "n_met_kosten": 9,
                    "kosten_laag_eur": 1987.0,
                    "kosten_hoog_eur": 2765.0,
                    "kosten_gemiddeld_eur": 2345.0,
                }
                row = dict.fromkeys(row, np.nan) if hidden else row
                short.append({"ikc": ikc, "domein": domein, "periode": period, **row, "onderdrukt": hidden})
    return {
        "trajecten_duur": pd.DataFrame(curves), "trajecten_kort_lang": pd.DataFrame(short),
        "trajecten": _duration_rows(study, hidden), "trajecten_paden": _path_rows(study, hidden),
        "toewijzingen_koppeling": pd.DataFrame([{
            "bestand": "data/raw/toewijzingen/2019_export.csv", "n": 1180, "n_kolom": 0, "n_inschrijving": 900,
            "n_later": 80, "n_geen": 200, "aandeel_gekoppeld": 0.83, "onderdrukt": False}]),
        "toewijzingen_tegenstrijdig": pd.DataFrame([{
            "bestand": "data/raw/toewijzingen/2019_export.csv", "ikc_kolom": "IKC01", "ikc_leerlingen": "IKC02", "n": 6,
            "onderdrukt": False}]),
        "toewijzingen_producten": pd.DataFrame([{
            "productcategorie": "45", "productcode": "45Z99", "zorgvorm": "ambulant_kind", "bekend": False, "n": 12,
            "budget_eur": 34000.0, "n_zonder_budget": 0, "onderdrukt": False}]),
        "toewijzingen_prijzen": pd.DataFrame([{
            "zorgvorm": "ambulant_kind", "prijsbron": "budget", "n": 120, "kosten_eur": 340000.0,
            "onderdrukt": False}]),
    }  # fmt: skip


def _duration_rows(study, hidden) -> pd.DataFrame:
    row = {"n": 44, "n_lopend": 6, "mediaan_dagen": 150.0, "ci_laag": 120.0, "ci_hoog": 200.0, "aandeel_kort": 0.6}
    row = dict.fromkeys(row, np.nan) if hidden else row
    return pd.DataFrame([
        {"ikc": ikc, "periode": ALLE, "zorgvorm": zorgvorm, **row, "onderdrukt": hidden}
        for ikc in (*study.ikc_codes, ALLE) for zorgvorm in ("ambulant_gezin", "ggz_behandeling", ALLE)
    ])  # fmt: skip


def _path_rows(study, hidden) -> pd.DataFrame:
    return pd.DataFrame([
        {"ikc": ikc, "domein": "jeugd_ggz", "pad": "ggz_diagnostiek > ggz_behandeling", "n": np.nan if hidden else 8,
         "n_domein": 30, "onderdrukt": hidden}
        for ikc in (*study.ikc_codes, ALLE)
    ])  # fmt: skip


def _ledger_rows() -> pd.DataFrame:
    columns = ["bestand", "stap", "rijen_in", "rijen_door", "rijen_apart", "reden"]
    return pd.DataFrame([
        ("data/raw/populatie.csv", "lezen", 108, 108, 0, ""),
        ("data/raw/toewijzingen/2019_export.csv", "lezen", 1204, 1204, 0, ""),
        ("data/raw/toewijzingen/2019_export.csv", "dubbele rij", 1204, 1187, 17, "dubbele rij"),
        ("data/raw/toewijzingen/2019_export.csv", "verwijderd", 1187, 1180, 7, "verwijderd (reden 13) | ingetrokken"),
        ("data/raw/inventarisatie/nulmeting/ikc01.xlsx#Blad1", "lezen", 131, 131, 0, ""),
    ], columns=columns)  # fmt: skip


def _message_rows() -> pd.DataFrame:
    return pd.DataFrame([
        {"bestand": "data/raw/toewijzingen/2019_export.csv", "tekst": "2 productcodes staan niet in het codeboek.",
         "ernst": "waarschuwing", "regels": "Z99   12 rijen (eerste: rij 48)", "advies": "Voeg ze toe.",
         "code": "onbekende_productcode"},
    ])  # fmt: skip
