"""What a notebook may ask for: parameters of the right type, and an IKC and an edition that there are."""

import difflib
from typing import Any

from analysis.errors import InvoerFout, Melding

_TYPE_NAMES = {str: "tekst", bool: "ja of nee (True of False)", int: "een geheel getal", float: "een getal",
               list: "een lijst", type(None): "niets (None)"}  # fmt: skip


def check_types(**given: tuple[Any, Any]) -> None:
    """Check values (each with the types that it may have); raises InvoerFout naming every wrong one."""
    wrong = [(name, value) for name, (value, wanted) in given.items() if not isinstance(value, wanted) or value == ""]
    meldingen = [
        Melding("parameters", f"de parameter `{name}` moet tekst zijn.", code="parameter_type",
                regels=(f"gegeven: {value!r} ({_TYPE_NAMES.get(type(value), type(value).__name__)})",))
        for name, value in wrong
    ]  # fmt: skip
    if meldingen:
        raise InvoerFout(meldingen)


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Check a choice; raises InvoerFout naming what there is, and the closest of it."""
    if value in choices:
        return
    folded = {choice.casefold(): choice for choice in choices}
    closest = next(iter(difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.5)), None)
    what = {"ikc": "het IKC", "editie": "de editie"}[name]
    raise InvoerFout([
        Melding("parameters", f"{what} `{value}` bestaat niet.", regels=(f"mogelijk: {', '.join(choices)}",),
                advies=f"Bedoelde u `{folded[closest]}`?" if closest else "", code="onbekende_parameter")
    ])  # fmt: skip
