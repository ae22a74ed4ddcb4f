import pandas as pd
import pytest

from analysis.disclosure.messages import suppress_meldingen

LINKED = "zijn aan een IKC gekoppeld."


def public(text: str, threshold: int = 5) -> str:
    table = pd.DataFrame({"tekst": [text], "regels": ["4 zonder IKC"]})
    shown = suppress_meldingen(table, threshold)
    assert shown["regels"].tolist() == [""]
    return shown["tekst"].iloc[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"50 van de 54 toewijzingen (92,6%) {LINKED}", f"bijna alle 54 toewijzingen {LINKED}"),
        (f"3 van de 54 toewijzingen (5,6%) {LINKED}", f"minder dan 5 van de 54 toewijzingen {LINKED}"),
        (f"3 van de 4 toewijzingen (75,0%) {LINKED}", f"een deel van de toewijzingen {LINKED}"),
        (f"49 van de 54 toewijzingen (90,7%) {LINKED}", None),
        (f"54 van de 54 toewijzingen (100,0%) {LINKED}", None),
        (f"1.204 van de 1.207 toewijzingen (99,8%) {LINKED}", f"bijna alle 1.207 toewijzingen {LINKED}"),
        (
            "2 toewijzingen zonder einddatum zijn beëindigd.",
            "minder dan 5 toewijzingen zonder einddatum zijn beëindigd.",
        ),
        ("1 toewijzing zonder einddatum is beëindigd.", "minder dan 5 toewijzingen zonder einddatum zijn beëindigd."),
        ("12 toewijzingen zonder einddatum zijn beëindigd.", None),
    ],
)
def test_a_message_gives_no_small_count_back(text: str, expected: str | None) -> None:
    assert public(text) == (expected or text)


def test_without_a_threshold_the_words_stay() -> None:
    text = f"50 van de 54 toewijzingen (92,6%) {LINKED}"
    assert public(text, threshold=0) == text
