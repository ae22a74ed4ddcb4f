"""A described case is one family: in public its IKC is named only where enough cases name it."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure.suppression import suppress_results
from analysis.study import Study
from result_rows import as_result

TOLD = [{"casussen": [f"{number:02d}" for number in range(1, 5)], "gepubliceerd": "een bron"}]
STUDY = Study(folder=Path("."), naam="proef", publicatie={"drempel": 3}, verhalen=TOLD)


def _results(cases_of_a1: int) -> dict[str, pd.DataFrame]:
    cases = [f"{number:02d}" for number in range(1, cases_of_a1 + 2)]
    ikcs = ["A1"] * cases_of_a1 + [""]
    kosten = pd.DataFrame({"casus": cases, "casus_ikc": ikcs, "midden": 100.0})
    over = pd.DataFrame({"ikc": ["A1", "alle"], "betaler": "alle", "gemiddelde": [90.0, 100.0]})
    values = pd.DataFrame({"casus": ["01"], "casus_ikc": ["A1"], "aspect": "rendement", "tekst": "x"})
    found = {"kosten": kosten, "kosten_over_casussen": over, "casus_waarden": values,
             "controles": kosten[["casus", "casus_ikc"]]}  # fmt: skip
    return {name: as_result(name, table) for name, table in found.items()}


def test_costs_over_cases_fall_when_nobody_tells_which_cases_they_are_of():
    over = {"kosten_over_casussen": _results(3)["kosten_over_casussen"]}
    assert suppress_results(over, STUDY, "publiek")["kosten_over_casussen"].empty


@pytest.mark.parametrize(("cases", "named"), [(2, False), (3, True)])
def test_the_ikc_of_few_cases_is_in_no_table_of_the_public_edition(cases, named):
    shown = suppress_results(_results(cases), STUDY, "publiek")
    for name in ("kosten", "casus_waarden", "controles"):
        assert ("A1" in set(shown[name]["casus_ikc"])) == named, name
    assert shown["kosten_over_casussen"]["ikc"].tolist() == (["A1", "alle"] if named else ["alle"])


def test_the_cases_themselves_stay_and_the_internal_edition_is_whole():
    assert suppress_results(_results(2), STUDY, "publiek")["kosten"]["midden"].tolist() == [100.0] * 3
    assert "A1" in set(suppress_results(_results(2), STUDY, "intern")["kosten"]["casus_ikc"])


def test_rounding_hides_the_ikc_of_few_cases_as_well():
    study = Study(folder=Path("."), naam="proef", publicatie={"drempel": 3, "afronding": 5}, verhalen=TOLD)
    assert set(suppress_results(_results(2), study, "publiek")["kosten"]["casus_ikc"]) == {""}
