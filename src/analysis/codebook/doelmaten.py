"""What the value of a goal's indicator is: mostly a share of children, else a ratio or a number per so many."""

AANDEEL, VERHOUDING, AANTAL = "aandeel", "verhouding", "aantal"
PER_1000, PER_100 = "toewijzingen_per_1000", "signalen_per_100"
KIND_OF_MAAT = {
    "ratio_ext_int": VERHOUDING,
    "ratio_eerste_tweede": VERHOUDING,
    "kind_gezin": VERHOUDING,
    "probleem_zorg": VERHOUDING,
    PER_100: AANTAL,
    PER_1000: AANTAL,
}
"""The maten (waarden.yml, `doelmaat`) that are no share; one of toewijzingen may name a zorgvorm behind a colon."""
INDICATOR, OUTPUT, UITSPRAAK = "indicator", "output", "uitspraak"
"""What a goal is measured by: a result of this study, a count of its own, or people's word."""


def kind_of_value(soort: str, indicator: str) -> str:
    """Give what the values of a goal are: a share, a ratio, or a number per so many children."""
    return KIND_OF_MAAT.get(indicator.partition(":")[0], AANDEEL) if soort == INDICATOR else AANDEEL
