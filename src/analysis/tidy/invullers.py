"""The person who filled in a report: a pseudonym per person of an IKC, never a name, '' where nobody says who."""

import re
import unicodedata

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.forgetting import kindcode_scope
from analysis.intake.identities import normal_kindcodes
from analysis.intake.pseudonyms import INVULLER, pseudonymise_names
from analysis.study import Study
from analysis.study.keys import read_key
from analysis.tidy.cells import Coded
from analysis.tidy.klassen import is_missing
from analysis.tidy.ledger import Ledger
from analysis.tidy.values import count_words, map_values, report_rows

TITLES = frozenset(
    {"juf", "juffrouw", "meester", "mevrouw", "meneer", "heer", "mevr", "mvr", "mw", "dhr", "drs", "dr", "ing", "ir",
     "en"}
)  # fmt: skip
"""What stands before or between names and tells no two persons apart."""
_TITLE = re.compile(r"\b(?:juf|juffrouw|meester|mevr|mevrouw|meneer|heer|mw|dhr)\b\W*[^\W\d_]")
_INITIAL = re.compile(r"\b[^\W\d_]\.\s*[^\W\d_]{2,}|,\s*[^\W\d_]\b|@|\d{7,}|\d{2,4}-\d{6,}")
_PROFESSION = re.compile(
    r"leerk|leraar|begeleid|medewerk|werk(?:er|ster)|ondersteun|coach|ordinator|direct|psycholo|pedag|team|stag|assist"
    r"|leid(?:er|ster)|school|zorg|ouder|logoped|arts|verpleeg"
)


def code_invullers(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code `invuller` as a pseudonym, keyed like a kindcode: a person of an IKC has the same one at every meting.

    A code becomes one too (`lk3a`): nobody needs to read it, and nobody can tell whether `Els` is a code. Where the
    delivery's `invuller` names a kind of informant and no informant is given, it is the informant; where `informant`
    holds persons, they are the invullers. Trap: `Anna Jansen` and `A. Jansen` are two persons here.
    """
    rows = _take_persons(_take_kinds(ledger.rows, codebook), codebook)
    given = rows["invuller"]
    named = map_values(given, lambda text: "naam" if is_name(text, codebook) else "") != ""
    found = _report_names(rows, named)
    keys = map_values(given, person_key)
    hidden = pseudonymise_names(keys, read_key(study, "pseudoniem"), kindcode_scope(rows, study), INVULLER)
    return ledger.with_columns(informant=rows["informant"], invuller=hidden), found


def person_key(text: str) -> str:
    """Bring the name or code of a person to one spelling: case, accents, titles, signs and order do not count."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", plain.casefold())
    if any(sign.isdigit() for sign in plain):
        return re.sub(r"[\W_]", "", normal_kindcodes(pd.Series([plain.casefold()])).iloc[0])
    return " ".join(sorted(word for word in words if word not in TITLES) or words)


def is_name(text: str, codebook: Codebook) -> bool:
    """Tell whether a text looks like the name of a person: a word of five letters or more, two words, an initial."""
    folded = text.casefold()
    words = [word for word in re.findall(r"[^\W\d_]{2,}", folded) if not _is_role(word, codebook)]
    return is_surely_name(text) or any(len(word) > 4 for word in words) or len(words) > 1


def is_surely_name(text: str) -> bool:
    """Tell whether a text can hardly be anything but a person: `juf Els`, `A. Jansen`, an e-mail address."""
    folded = text.casefold().replace("_", " ")
    return bool(_TITLE.search(folded) or _INITIAL.search(folded))


def _is_role(word: str, codebook: Codebook) -> bool:
    return codebook.value("informant", word) is not None or word in ("groep", "klas") or bool(_PROFESSION.search(word))


def _take_kinds(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    kind = map_values(rows["invuller"], lambda text: codebook.value("informant", text) if text else None)
    missing = map_values(rows["invuller"], lambda text: is_missing(text, codebook)) != ""
    informant = rows["informant"].mask((rows["informant"] == "") & (kind != ""), kind)
    return rows.assign(invuller=rows["invuller"].mask((kind != "") | missing, ""), informant=informant)


def _take_persons(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Take a person out of `informant` (headed `ingevuld door`): a code with a digit, or what can only be a name."""
    person = map_values(rows["informant"], lambda text: "ja" if _is_person(text, codebook) else "") != ""
    invuller = rows["invuller"].mask(person & (rows["invuller"] == ""), rows["informant"])
    return rows.assign(invuller=invuller, informant=rows["informant"].mask(person, ""))


def _is_person(text: str, codebook: Codebook) -> bool:
    if not text or codebook.value("informant", text) or _PROFESSION.search(text.casefold()):
        return False
    two_names = re.fullmatch(r"[^\W\d_a-z][^\W\d_]+(?:[\s-]+(?:van|de|den|der|ten|ter|[^\W\d_a-z][^\W\d_]*))+", text)
    return is_surely_name(text) or bool(two_names) or any(sign.isdigit() for sign in text)


def _report_names(rows: pd.DataFrame, named: pd.Series) -> list[Melding]:
    return report_rows(
        rows, named, lambda n: f"{count_words(n, 'invuller lijkt', 'invullers lijken')} op een naam; nu een code.",
        "invuller_naam", "Persoonsgegevens: haal weg. Gebruik een code, zoals lk3a, die alleen het IKC kent.",
    )  # fmt: skip
