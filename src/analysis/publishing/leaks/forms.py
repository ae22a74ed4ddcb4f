"""What can be known for a leak by its form alone: BSN, pseudonym, postcode, path of a computer, private key."""

import re
from collections.abc import Callable, Iterable
from types import MappingProxyType

from analysis.intake.pseudonyms import CLIENT, DIGITS, KIND

BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BSN = re.compile(
    r"(?<![^\W_])(?<![.,#%])(?<![0-9a-fA-F]-)(?:(\d{9})(?:[.,]0+)?|(\d{4})\.(\d\d)\.(\d{3}))(?![^\W_]|[%]|[.,-]\d)"
)
_PSEUDONYM = re.compile(rf"(?<![^\W_])[{CLIENT}{KIND}]_[0-9a-f]{{{DIGITS}}}(?![0-9a-f])")
_POSTCODE = re.compile(r"(?<![^\W_])(?<![.,#&-])[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?!\w)")
_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|Users|root|mnt|media|srv|tmp|var/folders|private/var|work)/[\w.-]+"
    r"|(?<!\w)[A-Za-z]:\\+(?:Users|Documents and Settings|Temp|Data)\\+[\w.-]+|file:///?[\w/]|(?<![\w:])\\\\[\w.-]+\\[\w$.-]+"
)
_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def passes_elfproef(digits: str) -> bool:
    """Tell whether nine digits have the form of a BSN; nine zeros have not."""
    total = sum(weight * int(digit) for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0 and digits.strip("0") != ""


def find_bsn(text: str) -> Iterable[str]:
    """Give the numbers of nine digits that pass the elfproef and are no part of a longer number, word or hash."""
    numbers = ((found, "".join(part or "" for part in found.groups())) for found in _BSN.finditer(text))
    return [found[0] for found, digits in numbers if passes_elfproef(digits)]


FORMS: MappingProxyType[str, Callable[[str], Iterable[str]]] = MappingProxyType(
    {
        "een nummer dat een BSN kan zijn": find_bsn,
        "een pseudoniem": _PSEUDONYM.findall,
        "een postcode met letters": _POSTCODE.findall,
        "een map van een computer": _PATH.findall,
        "een privésleutel": _KEY.findall,
    }
)
"""Per kind of leak, in the words of the message, what gives the places where a text has it."""
