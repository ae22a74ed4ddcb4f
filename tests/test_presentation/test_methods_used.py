import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport, fake_study, fake_tables

from analysis.presentation import tabel_methoden
from analysis.presentation.methods import METHODS
from analysis.presentation.rapport import make_rapport
from analysis.result_tables import TABLES, columns_of


def shown(**tables: pd.DataFrame) -> str:
    return tabel_methoden(make_rapport(fake_study(), CODEBOOK, "alle", "publiek", tables)).markdown


@pytest.mark.parametrize("name", METHODS)
def test_every_method_names_a_table_and_column_that_exist_and_a_source_with_a_year(name):
    method = METHODS[name]
    assert method.tabel in TABLES
    assert not method.kolom or method.kolom in columns_of(method.tabel)
    assert any(part.strip("(),;").isdigit() for part in method.bron.replace("(", " (").split())


@pytest.mark.parametrize(
    ("methode", "here", "not_here"),
    [
        ("newcombe", "Newcombe: twee groepen", "MOVER"),
        ("mover", "MOVER: de marges", "Newcombe: twee groepen"),
        ("mover_gepaard", "MOVER voor paren", "MOVER: de marges"),
    ],
)
def test_only_the_method_that_was_used_is_in_the_chapter(methode, here, not_here):
    changes = fake_tables(fake_study(), CODEBOOK)["veranderingen"].assign(methode=methode)
    text = shown(veranderingen=changes)
    assert here in text and not_here not in text


def test_a_series_that_was_too_short_has_no_method():
    row = {"ikc": "IKC01", "domein": "alle", "term": "niveau", "ratio": float("nan"), "methode": "te weinig"}
    assert "Poissonregressie" not in shown(tijdreeks=pd.DataFrame([row]))
    assert "Poissonregressie" in shown(tijdreeks=pd.DataFrame([{**row, "methode": "poisson_quasi"}]))


def test_the_example_names_what_it_uses():
    text = tabel_methoden(fake_rapport(ikc="alle")).markdown
    assert "specification curve" in text and "Holm" in text
