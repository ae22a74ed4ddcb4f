"""What was not on the form was not asked, and is no zero."""

import pandas as pd

from analysis.codebook import load_codebook
from analysis.measures.inventory import list_asked
from analysis.measures.ratios import asked_groups

CODEBOOK = load_codebook()
INVENTORIED = pd.DataFrame(
    [("A", "nulmeting", "kinderen"), ("B", "nulmeting", "kinderen"), ("C", "nulmeting", "tellingen")],
    columns=["ikc", "meting", "vorm"],
)
FORMS = pd.DataFrame(
    [("A", "nulmeting", "angst_somber"), ("A", "nulmeting", "druk")], columns=["ikc", "meting", "code"]
)
TABLES = {"inventarisaties": INVENTORIED, "formulieren": FORMS}


def asked_of(ikc: str) -> set[tuple[str, str]]:
    rows = list_asked(TABLES, CODEBOOK)
    rows = rows[rows["ikc"] == ikc]
    return set(zip(rows["domein"], rows["code"], strict=True))


def test_only_codes_on_the_form_and_what_holds_them_were_asked() -> None:
    assert asked_of("A") == {
        ("internaliserend", "angst_somber"), ("externaliserend", "druk"),
        ("internaliserend", "alle"), ("externaliserend", "alle"), ("alle", "alle"),
    }  # fmt: skip


def test_a_form_that_is_not_known_asked_everything() -> None:
    expected = set(zip(CODEBOOK.indicatoren["domein"], CODEBOOK.indicatoren["code"], strict=True))
    assert asked_of("B") == expected


def test_tellingen_have_no_form() -> None:
    assert asked_of("C") == set()


def test_a_ratio_needs_both_its_groups_on_the_form() -> None:
    groups = asked_groups(TABLES, CODEBOOK).set_index("ikc")
    assert groups.loc["A", ["externaliserend", "internaliserend", "signaal"]].all()
    assert not groups.loc["A", ["gezinsproblematiek", "zorg"]].any()
