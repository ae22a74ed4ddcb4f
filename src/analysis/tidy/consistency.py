"""Do the deliveries agree with each other and with study.yml? Messages only; no row changes."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.deliveries import Deliveries
from analysis.study import ALLE, STUDY_FILE, Study
from analysis.tidy.kindcodes import check_kindcodes
from analysis.tidy.values import count_words, whose

RAW = "data/raw"
CELL = ["ikc", "meting", "bouw"]
MOMENT = ["ikc", "meting"]
INVENTORY, COUNTS, ENROLLED = f"{RAW}/inventarisatie", f"{RAW}/inventarisatie_tellingen", f"{RAW}/populatie"


def check_consistency(tables: dict[str, pd.DataFrame], study: Study, codebook: Codebook) -> list[Melding]:
    """Check indicators of study.yml, children and tellingen against enrolment, denominators, the time of leerlingen."""
    populatie = tables["populatie"]
    return [
        *check_named_indicators(study, codebook),
        *check_marked_children(tables["inventarisatie"], populatie),
        *check_reported_children(tables["kinderen"], populatie),
        *check_tellingen(tables["tellingen"], populatie),
        *check_asked(tables["inventarisatie"], INVENTORY, study, codebook),
        *check_asked(tables["tellingen"], COUNTS, study, codebook),
        *check_denominators(tables["inventarisaties"], populatie),
        *check_participation(tables["inventarisaties"], study),
        *check_kindcodes(tables, study),
        *(check_enrolment_period(tables["leerlingen"], study) if len(tables["toewijzingen"]) else []),
    ]


def check_empty_files(deliveries: Deliveries) -> list[Melding]:
    """A file with only a header is a warning; an inventory without children is judged per IKC and meting."""
    tables = [table for of_delivery in deliveries.tables.values() for table in of_delivery]
    empty = [table for table in tables if table.rows.empty and table.apart.empty]
    tekst, advies = "er staan kolomnamen in, maar geen rijen.", "Vul het bestand of haal het weg."
    return [
        Melding(table.bestand, tekst, "waarschuwing", (), advies, "geen_rijen")
        for table in empty
        if table.delivery != "inventarisatie" and not table.meldingen
    ]


def check_named_indicators(study: Study, codebook: Codebook) -> list[Melding]:
    """A primary or control indicator that the codebook does not know is a fout: it would never be compared."""
    named = {
        "primaire": [item.indicator for item in study.primaire_indicatoren],
        "controle-": list(study.controle_indicatoren),
    }
    found = [_unknown_indicators(kind, codes, codebook) for kind, codes in named.items()]
    return [melding for melding in found if melding is not None]


def _unknown_indicators(kind: str, codes: list[str], codebook: Codebook) -> Melding | None:
    known = [*codebook.indicatoren["indicator"], *codebook.indicatoren["label"]]
    unknown = [code for code in codes if codebook.indicator(code) is None]
    nearest = {code: codebook.closest(code, known) for code in unknown}
    lines = tuple(f"{code}{f'   (bedoelt u {near}?)' if near else ''}" for code, near in nearest.items())
    space = "" if kind.endswith("-") else " "
    one, more = (f"{kind}{space}{noun}" for noun in ("indicator staat", "indicatoren staan"))
    tekst = f"{count_words(len(lines), one, more)} niet in het codeboek."
    advies = "Gebruik een code, domein of soort uit codebook/signalen.yml of codebook/zorgvormen.yml."
    return Melding(STUDY_FILE, tekst, regels=lines, advies=advies, code="onbekende_indicator") if lines else None


def enrolled_per_meting(populatie: pd.DataFrame) -> pd.DataFrame:
    """Give the enrolled children per ikc x meting, over the bouwen (or as delivered for the whole IKC)."""
    return populatie.groupby(MOMENT, as_index=False)["aantal_kinderen"].sum()


def check_marked_children(inventarisatie: pd.DataFrame, populatie: pd.DataFrame) -> list[Melding]:
    """More children with a mark than enrolled at an ikc x meting is a fout: a share would be over one."""
    counts = inventarisatie.groupby(MOMENT, as_index=False).agg(n=("kind", "nunique"))
    lines, ikcs = _over(counts, enrolled_per_meting(populatie), MOMENT, "kinderen met een kruisje")
    if not lines:
        return []
    tekst = "er zijn meer kinderen met een kruisje dan ingeschreven kinderen."
    advies = "Controleer de aantallen in populatie, en of een kind niet onder twee kindcodes staat."
    return [Melding(INVENTORY, tekst, "fout", lines, advies, "meer_kinderen_dan_ingeschreven", ikcs=ikcs)]


def check_reported_children(kinderen: pd.DataFrame, populatie: pd.DataFrame) -> list[Melding]:
    """More children with a row than enrolled in a bouw is a waarschuwing: the groep may have changed since."""
    counts = kinderen.groupby(CELL, as_index=False).agg(n=("kind", "nunique"))
    lines, ikcs = _over(counts, populatie, CELL, "kinderen met een rij")
    tekst = "in een bouw zijn er meer kinderen met een rij dan ingeschreven kinderen."
    advies = "Controleer de groep van deze kinderen en de aantallen in populatie."
    return (
        [Melding(INVENTORY, tekst, "waarschuwing", lines, advies, "meer_rijen_dan_ingeschreven", ikcs=ikcs)]
        if lines
        else []
    )


def check_tellingen(tellingen: pd.DataFrame, populatie: pd.DataFrame) -> list[Melding]:
    """A count above the number of enrolled children (of the bouw, or of the whole IKC) is a fout."""
    whole = enrolled_per_meting(populatie).assign(bouw=ALLE)
    enrolled = pd.concat([populatie, whole]).drop_duplicates(CELL, keep="last")
    names = tellingen["code"].where(tellingen["code"] != ALLE, tellingen["domein"])
    counts = tellingen.assign(naam=names.where(names != ALLE, tellingen["soort"]), n=tellingen["aantal"])
    lines, ikcs = _over(counts, enrolled, CELL, "kinderen", ["naam"])
    tekst = "er zijn tellingen die hoger zijn dan het aantal ingeschreven kinderen."
    advies = "Controleer het aantal en de populatie."
    return [Melding(COUNTS, tekst, "fout", lines, advies, "telling_te_hoog", ikcs=ikcs)] if lines else []


def check_participation(inventarisaties: pd.DataFrame, study: Study) -> list[Melding]:
    """An inventory of an IKC at a meting at which it does not take part, by study.yml, is a fout."""
    days = {item.meting: item.peildatum for item in study.metingen}
    ikcs = {item.ikc: item for item in study.ikcs}
    rows = inventarisaties[inventarisaties["ikc"].isin(ikcs) & inventarisaties["meting"].isin(days)]
    outside = [not ikcs[row.ikc].takes_part(days[row.meting]) for row in rows.itertuples()]
    wrong = rows[pd.Series(outside, rows.index, dtype=bool)]
    if wrong.empty:
        return []
    lines = tuple(f"{row.ikc} {row.meting} (peildatum {days[row.meting]:%d-%m-%Y})" for row in wrong.itertuples())
    tekst = "er is een inventarisatie van een IKC dat bij die meting volgens study.yml niet meedeed."
    advies = "Pas `van` en `tot` van het IKC aan in study.yml, of haal de inventarisatie weg."
    return [Melding(INVENTORY, tekst, "fout", lines, advies, "ikc_doet_niet_mee", ikcs=whose(wrong))]


def check_asked(rows: pd.DataFrame, bestand: str, study: Study, codebook: Codebook) -> list[Melding]:
    """Marks (or a count) of a code that the codebook says was not asked at that meting are a fout.

    Either the days in the codebook are wrong, or something stands in the wrong column: counted or not, it would say
    what nobody knows.
    """
    if not codebook.geldigheid:
        return []
    days = {item.meting: item.peildatum for item in study.metingen}
    counts = rows[rows["code"] != ALLE].groupby([*MOMENT, "code"], as_index=False, observed=True).size()
    wrong = [not codebook.is_asked(row.code, days[row.meting]) for row in counts.itertuples()]
    wrong = counts[pd.Series(wrong, counts.index, dtype=bool)]
    if wrong.empty:
        return []
    what, one = ("kruisjes", "kruisje") if bestand == INVENTORY else ("tellingen", "telling")
    lines = tuple(
        f"{row.ikc} {row.meting} {row.code}: {count_words(row.n, one, what)} ({_when_asked(row.code, codebook)})"
        for row in wrong.rename(columns={"size": "n"}).itertuples()
    )
    tekst = f"er zijn {what} bij een code waarnaar bij die meting niet werd gevraagd."
    advies = "Pas `van` en `tot` van die code aan in het codeboek, of verbeter de levering."
    return [Melding(bestand, tekst, "fout", lines, advies, "code_niet_gevraagd", ikcs=whose(wrong))]


def _when_asked(code: str, codebook: Codebook) -> str:
    days = codebook.geldigheid[code]
    parts = [f"gevraagd vanaf {days.van:%d-%m-%Y}"] if days.van else []
    parts += [f"gevraagd tot en met {days.tot:%d-%m-%Y}"] if days.tot else []
    return ", ".join(parts)


def check_denominators(inventarisaties: pd.DataFrame, populatie: pd.DataFrame) -> list[Melding]:
    """An inventory without enrolled children has no denominator; told once, when a populatie was delivered at all."""
    if populatie.empty:
        return []
    joined = inventarisaties.merge(enrolled_per_meting(populatie), on=MOMENT, how="left")
    missing = joined[joined["aantal_kinderen"].isna()]
    lines = tuple(f"{row.ikc} {row.meting}" for row in missing.itertuples())
    tekst = (
        "het aantal ingeschreven kinderen ontbreekt bij een inventarisatie; er zijn daar geen aandelen te berekenen."
    )
    advies = "Vul populatie aan."
    return [Melding(ENROLLED, tekst, "waarschuwing", lines, advies, "geen_noemer")] if lines else []


def _over(
    counts: pd.DataFrame, enrolled: pd.DataFrame, key: list[str], what: str, extra: list[str] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give a line per cell that has more than there are enrolled, and the IKCs of these cells."""
    joined = counts.merge(enrolled, on=key)
    over = joined[joined["n"] > joined["aantal_kinderen"]]
    names = over[[*key, *(extra or [])]].agg(" ".join, axis=1) if len(over) else []
    lines = tuple(
        f"{name}: {n} {what}, {enrolled} ingeschreven"
        for name, n, enrolled in zip(names, over["n"], over["aantal_kinderen"], strict=True)
    )
    return lines, whose(over)


def check_enrolment_period(leerlingen: pd.DataFrame, study: Study) -> list[Melding]:
    """Leerlingen of part of the toewijzingen's period is a warning: who came and left outside it cannot be linked."""
    van, tot = study.toewijzingen.van, study.toewijzingen.tot
    lines = []
    for ikc, rows in leerlingen.groupby("ikc", sort=True, observed=True):
        first, last = rows["van"].min(), rows["tot"].max()
        late = van is not None and first > pd.Timestamp(van)
        early = tot is not None and rows["tot"].notna().all() and last < pd.Timestamp(tot)
        parts = [f"vanaf {first:%d-%m-%Y}"] if late else []
        parts += [f"tot en met {last:%d-%m-%Y}"] if early else []
        lines += [f"{ikc}: {' '.join(parts)}"] if parts else []
    if not lines:
        return []
    ikcs = count_words(len(lines), "IKC", "IKC's")
    tekst = f"van {ikcs} beslaan de leerlingen niet de hele periode van de toewijzingen."
    advies = "Wie ervoor of erna op het IKC zat, is niet te koppelen. Vraag ook die schooljaren op."
    return [Melding(f"{RAW}/leerlingen", tekst, "waarschuwing", tuple(lines), advies, "leerlingen_deel")]
