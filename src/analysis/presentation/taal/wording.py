"""Words that sentences and figures share: who counted, what was counted, and what is never said."""

import re

import pandas as pd

from analysis.presentation.taal.numbers import list_words

NEVER: tuple[str, ...] = (
    r"significan\w*", r"effect(?!enketen)\w*",
    r"dankzij", r"door de inzet van", r"leidt? tot", r"leidde\w* tot", r"zorgt voor",
    r"zorgde\w* voor", r"veroorza\w+", r"komt door", r"kwam door", r"als gevolg van", r"het gevolg van",
    r"resulteer\w*", r"waardoor", r"daardoor", r"hierdoor", r"geleid tot", r"teweeg", r"\bdankt\b", r"met dank aan",
    r"heeft geholpen", r"\bh(e|ie)lpt? (de )?kinderen", r"heeft gewerkt", r"werkt beter", r"succes\w*",
    r"(?<!ingevuld )(?<!gedeeld )(?<!rondje: )(?<!egeleiding )"
    r"\bdoor (de |het |een |onze )?(jeugdonderst|jok|pilot|inzet|komst|hulp|aanpak)\w*",
    r"toename van (de )?problem\w+", r"meer kinderen hebben problemen",
    r"\bbewijst\b", r"\bbewezen\b", r"\bbest\w* IKC", r"\bslechtst\w* IKC", r"(?<!geen )\branglijst\b", r"p-waarde",
)  # fmt: skip
"""What no generated text of a before-after comparison says: causal verbs, lay-unreadable terms, rankings."""

INFORMANTEN = {
    "leerkracht": "leerkrachten",
    "jeugdondersteuner": "jeugdondersteuners",
    "ib": "intern begeleiders",
    "ib-er": "intern begeleiders",
    "intern_begeleider": "intern begeleiders",
    "ouder": "ouders",
    "pedagogisch_medewerker": "pedagogisch medewerkers",
}
HIDDEN_NOTE = "‑: te weinig kinderen om te tonen."
TOO_FEW = "te weinig kinderen om te tonen"
UNKNOWN = "niet bekend hoeveel kinderen er zijn"


def hidden_words(verborgen: pd.Series, onbekend: pd.Series) -> str:
    """Word why numbers are not shown: too few children, nobody knows how many there are, or both."""
    unknown, few = bool(onbekend.any()), bool((verborgen & ~onbekend).any())
    return f"{TOO_FEW}, of {UNKNOWN}" if unknown and few else UNKNOWN if unknown else TOO_FEW


def forbidden_words(text: str) -> list[str]:
    """Give what a text says that it must never say."""
    return sorted({hit.group(0) for pattern in NEVER for hit in re.finditer(pattern, text, flags=re.IGNORECASE)})


def informant_words(informant: str) -> str:
    """Give the informants in the plural as readers know them; `de invullers` when it is not known who they were."""
    parts = [part.strip() for part in re.split(r"[;,/]| en ", informant) if part.strip()]
    known = [INFORMANTEN.get(part.casefold(), "") for part in parts]
    return list_words(known) if known and all(known) else "de invullers"


def in_sentence(label: str) -> str:
    """Give a label as it stands inside a sentence: no capital, unless it is a name (GGD, Veilig Thuis)."""
    words = label.split()
    names = [word for word in words[1:] if word[:1].isupper() and not word.isupper() and not word[1:2].isupper()]
    if not words or names or label[1:2].isupper() or label.startswith("IKC"):
        return label
    return label[:1].lower() + label[1:]


def signal_words(label: str, niveau: str = "code") -> str:
    """Word what was signalled: `een signaal van internaliserende problemen`, `een signaal in het domein ‘…’`."""
    lower = label.casefold()
    if niveau == "code" or "probl" in lower or "gedrag" in lower:
        return f"een signaal van {in_sentence(label)}"
    return f"een signaal in het domein ‘{label}’"


def subject_words(label: str, aard: str) -> str:
    """Word an indicator as a subject: `signalen van …` or `het gebruik van …`."""
    return f"{'het gebruik' if aard == 'zorg' else 'signalen'} van {in_sentence(label)}"
