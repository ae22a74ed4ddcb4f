"""What was asked at each meting when the codebook changes, by hand: a new code, one that ends, two that became one."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import Codebook, load_codebook
from analysis.measures.codes_in_time import add_versions, follow_codes, lack_a_question
from analysis.measures.inventory import count_indicatoren
from analysis.study import Study

STUDY = Study(
    folder=Path("studie"), naam="voorbeeld", ikcs=({"ikc": "A"},),
    metingen=({"meting": "oud", "peildatum": "2020-02-01"}, {"meting": "nieuw", "peildatum": "2024-02-01"}),
)  # fmt: skip
SOCIAAL = "kindproblematiek:\n  domeinen:\n    sociaal:\n      codes:\n"
MERGED = (
    "pesten: {tot: 2022-12-31, samengevoegd_in: omgang}",
    "aansluiting: {tot: 2022-12-31, samengevoegd_in: omgang}",
    "omgang: {label: Omgang met anderen, van: 2023-01-01}",
)
ENROLLED = pd.DataFrame([("A", m, b, 50) for m in ("oud", "nieuw") for b in ("alle", "onderbouw")],
                        columns=["ikc", "meting", "bouw", "n_kinderen"]).astype({"n_kinderen": "Int64"})  # fmt: skip


def book(folder: Path, *codes: str) -> Codebook:
    (folder / "codebook").mkdir()
    text = SOCIAAL + "".join(f"        {code}\n" for code in codes)
    (folder / "codebook" / "signalen.yml").write_text(text, encoding="utf-8")
    return load_codebook(folder)


def tables_of(codebook: Codebook, marks: list[tuple[str, str, str]], forms: dict[str, str] | None = None) -> dict:
    """`marks`: meting, child, code. `forms`: the codes on the form of a meting; without, no form is known."""
    places = codebook.codes.set_index("code")
    rows = [("A", m, kind, "onderbouw", "leerkracht", True, *places.loc[code, ["soort", "domein"]], code)
            for m, kind, code in marks]  # fmt: skip
    columns = ["ikc", "meting", "kind", "bouw", "informant", "hoofdrapport", "soort", "domein", "code"]
    forms = [("A", m, code) for m, codes in (forms or {}).items() for code in codes.split()]
    seen = pd.DataFrame([("A", m, "kinderen", "leerkracht") for m in ("oud", "nieuw")],
                        columns=["ikc", "meting", "vorm", "informant"])  # fmt: skip
    tellingen = ["ikc", "meting", "bouw", "soort", "domein", "code", "aantal"]
    return {
        "inventarisatie": pd.DataFrame(rows, columns=columns), "inventarisaties": seen,
        "kinderen": pd.DataFrame(rows, columns=columns)[["ikc", "meting", "kind", "bouw", "hoofdrapport"]],
        "formulieren": pd.DataFrame(forms, columns=["ikc", "meting", "code"], dtype="str"),
        "tellingen": pd.DataFrame([], columns=tellingen).astype({"aantal": "Int64"}),
    }  # fmt: skip


def counts_of(codebook: Codebook, marks: list, forms: dict | None = None) -> pd.DataFrame:
    tables = follow_codes(tables_of(codebook, marks, forms), STUDY, codebook)
    counts = count_indicatoren(tables, ENROLLED, STUDY, codebook)
    counts = add_versions(counts, tables["formulieren"], STUDY, codebook)
    return counts[counts["bouw"] == "alle"].set_index(["meting", "indicator"])


def test_a_code_that_was_not_asked_yet_has_no_row_and_no_zero(tmp_path: Path) -> None:
    found = counts_of(book(tmp_path, "online: {label: Online pesten, van: 2023-01-01}"), [("oud", "k1", "pesten")])
    assert ("oud", "online") not in found.index
    assert found.loc[("nieuw", "online"), "n"] == 0
    assert found.loc[("oud", "pesten"), "n"] == 1


def test_a_domain_with_a_new_code_is_another_domain(tmp_path: Path) -> None:
    found = counts_of(book(tmp_path, "online: {label: Online pesten, van: 2023-01-01}"), [("oud", "k1", "pesten")])
    assert found.loc[("oud", "sociaal"), "versie"] == "aansluiting pesten"
    assert found.loc[("nieuw", "sociaal"), "versie"] == "aansluiting online pesten"
    assert found.loc[("oud", "leren"), "versie"] == found.loc[("nieuw", "leren"), "versie"]


def test_two_codes_that_became_one_count_a_child_once_and_keep_the_domain(tmp_path: Path) -> None:
    marks = [
        ("oud", "k1", "pesten"),
        ("oud", "k1", "aansluiting"),
        ("oud", "k2", "aansluiting"),
        ("nieuw", "k3", "omgang"),
    ]
    found = counts_of(book(tmp_path, *MERGED), marks)
    assert found.loc[("oud", "omgang"), "n"] == 2 and found.loc[("nieuw", "omgang"), "n"] == 1
    assert ("oud", "pesten") not in found.index
    assert found.loc[("oud", "sociaal"), "versie"] == found.loc[("nieuw", "sociaal"), "versie"] == "omgang"


def test_what_two_codes_became_was_asked_only_where_both_were_on_the_form(tmp_path: Path) -> None:
    forms = {"oud": "pesten druk", "nieuw": "omgang druk"}
    found = counts_of(book(tmp_path, *MERGED), [("oud", "k1", "pesten")], forms)
    assert ("oud", "omgang") not in found.index
    assert ("oud", "druk") in found.index


def test_a_telling_of_one_of_two_is_none_of_what_they_became(tmp_path: Path) -> None:
    codebook = book(tmp_path, *MERGED)
    tables = tables_of(codebook, [])
    rows = [("A", "oud", "alle", "kindproblematiek", "sociaal", code, 3) for code in ("pesten", "alle")]
    rows += [("A", "nieuw", "alle", "kindproblematiek", "sociaal", "omgang", 4)]
    counted = (
        tables["tellingen"]
        .reindex(range(3))
        .assign(**{name: [row[at] for row in rows] for at, name in enumerate(tables["tellingen"])})
    )
    found = follow_codes(tables | {"tellingen": counted}, STUDY, codebook)["tellingen"]
    assert list(zip(found["meting"], found["code"], strict=True)) == [("oud", "alle"), ("nieuw", "omgang")]


def test_a_form_with_other_codes_is_another_domain_too() -> None:
    forms = {"oud": "pesten aansluiting", "nieuw": "pesten"}
    found = counts_of(load_codebook(), [("oud", "k1", "pesten")], forms)
    assert found.loc[("oud", "sociaal"), "formulier"] != found.loc[("nieuw", "sociaal"), "formulier"]
    assert found.loc[("oud", "pesten"), "formulier"] == ""


def test_a_pair_of_metingen_at_one_of_which_nobody_was_asked(tmp_path: Path) -> None:
    codebook = book(tmp_path, "online: {label: Online pesten, van: 2023-01-01}")
    place = ["oud", "nieuw", "kindproblematiek", "sociaal"]
    columns = ["van", "naar", "soort", "domein", "code"]
    rows = pd.DataFrame([(*place, code) for code in ("online", "pesten", "alle")], columns=columns)
    assert lack_a_question(rows, STUDY, codebook).tolist() == [True, False, False]


@pytest.mark.parametrize("day", ["2020-02-01", "2024-02-01"])
def test_without_days_in_the_codebook_nothing_changes(day: str) -> None:
    tables = tables_of(load_codebook(), [("oud", "k1", "pesten")])
    assert follow_codes(tables, STUDY, load_codebook()) is tables
