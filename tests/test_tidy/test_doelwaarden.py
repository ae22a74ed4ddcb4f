"""Values of goals as people write them; what may mean two things is asked and never guessed."""

import pytest

from analysis.codebook.doelmaten import AANDEEL, AANTAL, VERHOUDING
from analysis.tidy.doelwaarden import GEEN_WAARDE, ONDUIDELIJK, ONMOGELIJK, read_value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0,15", AANDEEL, 0.15), ("0.15", AANDEEL, 0.15), ("0.150", AANDEEL, 0.15), ("15%", AANDEEL, 0.15),
        ("15 %", AANDEEL, 0.15), ("12,5%", AANDEEL, 0.125), ("15 procent", AANDEEL, 0.15),
        ("15 van de 100", AANDEEL, 0.15), ("3 op de 20", AANDEEL, 0.15), ("100%", AANDEEL, 1.0), ("0", AANDEEL, 0.0),
        ("2,5", VERHOUDING, 2.5), ("5:2", VERHOUDING, 2.5), ("2,5 keer", VERHOUDING, 2.5), ("1", VERHOUDING, 1.0),
        ("12", AANTAL, 12.0), ("12 per 1.000", AANTAL, 12.0),
    ],
)  # fmt: skip
def test_values_that_are_clear(text: str, kind: str, value: float) -> None:
    assert read_value(text, kind).waarde == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("15", AANDEEL, ONDUIDELIJK), ("1", AANDEEL, ONDUIDELIJK), ("1,0", AANDEEL, ONDUIDELIJK),
        ("150", AANDEEL, ONMOGELIJK), ("120%", AANDEEL, ONMOGELIJK), ("-5%", AANDEEL, ONMOGELIJK),
        ("20 van de 10", AANDEEL, ONMOGELIJK), ("5 van de 0", AANDEEL, ONMOGELIJK), ("meer", AANDEEL, GEEN_WAARDE),
        ("10-15%", AANDEEL, GEEN_WAARDE), ("1.250", VERHOUDING, ONDUIDELIJK), ("veel", VERHOUDING, GEEN_WAARDE),
    ],
)  # fmt: skip
def test_values_that_are_asked_about(text: str, kind: str, fault: str) -> None:
    found = read_value(text, kind)
    assert (found.waarde, found.fout) == (None, fault)


def test_empty_is_no_value_and_no_fault() -> None:
    assert read_value(" ", AANDEEL) == read_value("", VERHOUDING)
    assert read_value("", AANDEEL).fout == ""
