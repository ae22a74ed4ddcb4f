"""At the reader's door: which rows name a child, under which pseudonym, and what a reader is told about the others."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding, Plaats
from analysis.intake.distinct import as_category, passes_distinct, replace_distinct, texts_in_use
from analysis.intake.elfproef import check_bsn, passes_elfproef
from analysis.intake.forgetting import kindcode_scope, split_forgotten, whom_to_leave_out
from analysis.intake.identities import (
    clean_text,
    is_missing_kindcode,
    known_clients,
    lost_digits,
    normal_kindcodes,
    normal_numbers,
)
from analysis.intake.pseudonyms import pseudonymise
from analysis.study import Study

CIJFERS_WEG = "{} in wetenschappelijke notatie: Excel heeft cijfers weggegooid"
MOST_WORDS = 8
MOST_PLACES = 1000
_FORMAT = "Zet de kolom in Excel op tekst voor u hem opslaat, en lever het bestand opnieuw."


@dataclass(frozen=True)
class Identified:
    """Rows with pseudonyms in `client` and `kind`; `apart` (rij, reden) are rows whose number lost its digits."""

    rows: pd.DataFrame
    apart: pd.DataFrame
    meldingen: list[Melding] = field(default_factory=list)


def identify_rows(
    rows: pd.DataFrame, study: Study, codebook: Codebook, key: bytes | None, bestand: str, child_needed: bool = True
) -> Identified:
    """Replace client numbers and kindcodes by keyed pseudonyms; `kindcode` becomes `kind`.

    A word in the place of a number (`onbekend`, `0`, `999999999`) leaves it empty: no child, and never one child of
    all such rows. A number that Excel wrote as `9,999E+08` may be of several children: its row is set aside, but where
    a client number names the child too (leerlingen): there the row only loses its kindcode. Without a key everything
    stays as it was delivered. Rows of children who asked to be forgotten go first, before anything tells of them,
    but for who reads with the key of that list: to find a child in it. Where a row needs no child (`child_needed`), a
    word in the place of its kindcode says that there is none, and is not told.
    """
    rows, aside_first, told = split_forgotten(rows, study, codebook, whom_to_leave_out(study, key), bestand)
    if key is None:
        return Identified(rows.rename(columns={"kindcode": "kind"}), aside_first, told)
    lost, what = pd.Series(False, index=rows.index), "clientnummer"
    meldingen: list[Melding] = []
    if "client" in rows:
        client, lost, found = _clients(rows, codebook, study, bestand)
        rows, meldingen = rows.assign(client=pseudonymise(client, key)), found
    if "kindcode" in rows:
        rows, gone, found = _kindcodes(rows, study, codebook, key, bestand)
        meldingen += [melding for melding in found if child_needed or melding.code != "geen_nummer"]
        lost, what = (lost, what) if "client" in rows else (gone, "kindcode")
    apart = pd.DataFrame({"rij": rows.loc[lost, "rij"].astype("int64"), "reden": CIJFERS_WEG.format(what)})
    kept = rows if not lost.any() else rows[~lost].reset_index(drop=True)
    return Identified(kept, pd.concat([aside_first, apart], ignore_index=True), [*told, *meldingen])


def empty_apart() -> pd.DataFrame:
    """Give the empty table of rows set aside at the door."""
    return pd.DataFrame({"rij": pd.Series(dtype="int64"), "reden": pd.Series(dtype=str)})


def _clients(
    rows: pd.DataFrame, codebook: Codebook, study: Study, bestand: str
) -> tuple[pd.Series, pd.Series, list[Melding]]:
    given = rows["client"]
    gone = passes_distinct(as_category(given), lost_digits)
    number = known_clients(given, codebook)
    missing = _emptied(given, number)
    sound = replace_distinct(number, lambda texts: normal_numbers(texts.mask(lost_digits(texts), "")))
    found = [
        *_report_lost(rows, given, gone, "client", study, bestand),
        *_report_missing(rows, given, missing, "clientnummer", bestand),
        *_report_zeros(number, bestand),
        *check_bsn(sound, bestand),
    ]
    return number, gone, found


def _kindcodes(
    rows: pd.DataFrame, study: Study, codebook: Codebook, key: bytes, bestand: str
) -> tuple[pd.DataFrame, pd.Series, list[Melding]]:
    scope = kindcode_scope(rows, study)
    given = rows["kindcode"].astype("str")
    missing, gone = is_missing_kindcode(given, scope, codebook), lost_digits(given)
    codes = given.mask(missing | gone, "")
    found = [
        *_report_lost(rows, given, gone, "kindcode", study, bestand),
        *_report_missing(rows, given, missing, "kindcode", bestand),
        *_report_spellings(codes, scope, bestand),
    ]
    kinds = pseudonymise(codes, key, scope)
    return rows.assign(kindcode=kinds).rename(columns={"kindcode": "kind"}), gone, found


def _emptied(given: pd.Series, left: pd.Series) -> pd.Series:
    filled, still = (passes_distinct(texts, lambda one: one.str.strip() != "") for texts in (given, left))
    return filled & ~still


def _report_lost(
    rows: pd.DataFrame, given: pd.Series, gone: pd.Series, column: str, study: Study, bestand: str
) -> list[Melding]:
    """Scientific notation is a fout when it is the file's pattern: more than a stray cell."""
    number = int(gone.sum())
    if not number:
        return []
    filled = int(passes_distinct(given, lambda texts: texts.str.strip() != "").sum())
    name = "clientnummers" if column == "client" else "kindcodes"
    stays = column == "kindcode" and "client" in rows
    exponent = str(given[gone].iloc[0]).upper().partition("E")[2]
    pattern = number > study.identiteit.wetenschappelijk_vanaf * filled
    tekst = f"{name} in wetenschappelijke notatie (9,…E{exponent}): Excel heeft cijfers weggegooid."
    done = "ze tellen mee zonder kindcode" if stays else "ze zijn opzij gezet"
    lines = (f"{number} van de {filled} rijen; {done}, want meer kinderen kunnen hetzelfde nummer hebben",)
    about = (lines, _FORMAT, "wetenschappelijke_notatie", _places(rows, gone, column, bestand))
    return [Melding(bestand, tekst, "fout" if pattern else "waarschuwing", *about)]


def _places(rows: pd.DataFrame, mask: pd.Series, column: str, bestand: str) -> tuple[Plaats, ...]:
    return tuple(Plaats(bestand, int(rij), column) for rij in rows.loc[mask, "rij"].head(MOST_PLACES))


def _report_missing(rows: pd.DataFrame, given: pd.Series, missing: pd.Series, what: str, bestand: str) -> list[Melding]:
    """Name the words that stand where a number is missing, with their rows; a fout where no row has a number."""
    if not missing.any():
        return []
    table = pd.DataFrame({"woord": given[missing].astype("str").map(_shown), "rij": rows.loc[missing, "rij"]})
    counts = table.groupby("woord", sort=False)["rij"].agg(["size", "first"]).sort_values("size", ascending=False)
    lines = [f"{word}  {_rows(size)} (eerste: rij {first})" for word, size, first in counts.itertuples()]
    number, more = int(missing.sum()), len(lines) - MOST_WORDS
    lines = [*lines[:MOST_WORDS], f"en nog {more} andere"] if more > 0 else lines
    all_gone = bool((missing | passes_distinct(given, lambda texts: texts.str.strip() == "")).all())
    tekst = f"{_rows(number)} {'heeft' if number == 1 else 'hebben'} iets anders dan een {what}: dat is een kind dat "
    tekst += "niet bekend is."
    advies = "Vul het nummer in. Is dit wel een nummer, of mist een woord? Zie `identiteit` in codebook/waarden.yml."
    places = _places(rows, missing, "kindcode" if what == "kindcode" else "client", bestand)
    about = (tuple(lines), advies, "geen_nummer", places)
    return [Melding(bestand, tekst, "fout" if all_gone else "waarschuwing", *about)]


def _shown(text: str) -> str:
    word = clean_text(pd.Series([text], dtype="str")).iloc[0] or text
    return f"{word[0]} ({len(word)} keer)" if word.isdigit() and len(word) > 1 else word[:20]


def _rows(number: int) -> str:
    return "1 rij" if number == 1 else f"{number} rijen"


def _report_zeros(number: pd.Series, bestand: str) -> list[Melding]:
    """Say how many BSNs lost the zeros in front: seven or eight digits that are a BSN with them."""
    bare = texts_in_use(number)
    odd = ~bare.str.fullmatch(r"[0-9]{9}")
    bare = bare.mask(odd, clean_text(bare[odd]).str.replace(r"[\s.\-]", "", regex=True)) if odd.any() else bare
    short = bare[bare.str.fullmatch(r"[0-9]{7,8}")].drop_duplicates()
    mended = int(passes_elfproef(short.str.zfill(9)).sum()) if len(short) else 0
    of_all = int((bare != "").sum())
    if not mended or not _mostly_bsn(bare, of_all):
        return []
    what = "1 clientnummer mist" if mended == 1 else f"{mended} clientnummers missen"
    tekst = f"{what} de nul waarmee het begint; die is ervoor gezet."
    return [Melding(bestand, tekst, "waarschuwing", (), _FORMAT, "voorloopnul")]


def _mostly_bsn(bare: pd.Series, of_all: int) -> bool:
    return int(passes_elfproef(normal_numbers(bare)).sum()) * 2 >= of_all


def _report_spellings(codes: pd.Series, scope: pd.Series, bestand: str) -> list[Melding]:
    """Warn where one IKC writes a code in two ways (`7` and `007`): they count as one child."""
    table = pd.DataFrame({"scope": scope, "kind": normal_kindcodes(codes), "gegeven": clean_text(codes).str.lower()})
    table["gegeven"] = table["gegeven"].str.replace(r"^([0-9]+)[.,]0{1,2}$", r"\1", regex=True)
    distinct = table[table["kind"] != ""].drop_duplicates()
    double = distinct.duplicated(["scope", "kind"], keep=False)
    number = len(distinct[double].drop_duplicates(["scope", "kind"]))
    if not number:
        return []
    what = "1 kindcode staat" if number == 1 else f"{number} kindcodes staan"
    tekst = f"{what} er met en zonder nullen ervoor; dat telt als hetzelfde kind."
    advies = "Zijn het verschillende kinderen? Geef ze dan een ander nummer."
    return [Melding(bestand, tekst, "waarschuwing", (), advies, "kindcode_nullen")]
