import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport, fake_study, fake_tables

from analysis.presentation.rapport import make_rapport
from analysis.presentation.verantwoording.tables import tabel_methoden


def shown(ikc: str = "alle", **tables: pd.DataFrame) -> str:
    return tabel_methoden(make_rapport(fake_study(), CODEBOOK, ikc, "publiek", tables)).markdown


@pytest.mark.parametrize(
    ("methode", "here", "not_here"),
    [
        ("newcombe", "Newcombe: twee groepen", "MOVER"),
        ("mover", "MOVER: de marges", "Newcombe: twee groepen"),
        ("gee", "GEE: een model", "MOVER: de marges"),
        ("mcnemar_tango", "marge van Tango", "GEE: een model"),
    ],
)
def test_only_the_method_that_was_used_is_in_the_chapter(methode, here, not_here):
    changes = fake_tables(fake_study(), CODEBOOK)["veranderingen"].assign(methode=methode)
    text = shown(veranderingen=changes)
    assert here in text and not_here not in text


def test_a_series_that_was_too_short_has_no_method():
    row = {"ikc": "alle", "domein": "alle", "term": "niveau", "ratio": float("nan"), "methode": "te weinig"}
    assert "Poissonregressie" not in shown(tijdreeks=pd.DataFrame([row]))
    assert "Poissonregressie" in shown(tijdreeks=pd.DataFrame([{**row, "methode": "poisson_quasi"}]))


def test_the_example_names_what_it_uses():
    text = tabel_methoden(fake_rapport(ikc="alle")).markdown
    assert "specification curve" in text and "Holm" in text


def test_the_report_of_one_ikc_names_only_what_its_own_rows_used():
    tables = fake_tables(fake_study(), CODEBOOK)
    changes = tables["veranderingen"]
    methode = changes["ikc"].map({"IKC01": "mover"}).fillna("newcombe")
    own = shown("IKC01", **tables | {"veranderingen": changes.assign(methode=methode)})
    assert "MOVER: de marges" in own and "Newcombe: twee groepen" not in own
    assert "Mantel-Haenszel" not in own and "Callaway" not in own


def test_costs_of_another_ikc_bring_no_cost_methods():
    cost = pd.DataFrame([{"casus_ikc": "IKC02", "casus": "1", "ikc": "IKC02"}])
    tables = {"kosten": cost, "kosten_over_casussen": cost, "controles": cost}
    assert "Besparing" not in shown("IKC01", **tables) and "Controle" not in shown("IKC01", **tables)
    assert "Besparing" in shown("IKC02", **tables)
