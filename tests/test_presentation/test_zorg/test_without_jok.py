"""Care with and without the jeugdondersteuner's own stand beside each other where they differ, and only there."""

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_study, fake_tables

from analysis.presentation import zorg
from analysis.presentation.rapport import Rapport, make_rapport


def rapport_with(without: float) -> Rapport:
    """At the eindmeting 40 of 100 children with a problem get care; `without` without that of the jeugdondersteuner."""
    study = fake_study(ikcs=1)
    tables = fake_tables(study, CODEBOOK)
    table = tables["verhoudingen"]
    care = table[table["maat"] == "zorg_bij_probleem"].copy()
    care["waarde"], care["ci_laag"], care["ci_hoog"] = 0.4, 0.3, 0.5
    own = care.assign(maat="zorg_bij_probleem_zonder_jok")
    own.loc[own["meting"] == "eindmeting", "waarde"] = without
    tables["verhoudingen"] = pd.concat([table[table["maat"] != "zorg_bij_probleem"], care, own], ignore_index=True)
    links = tables["samenhang"]
    same = links[links["verband"] == "probleem_zorg"].assign(verband="probleem_zorg_zonder_jok")
    tables["samenhang"] = pd.concat([links, same], ignore_index=True)
    return make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)


def test_both_are_said_and_shown_where_they_differ() -> None:
    rapport = rapport_with(0.33)
    text = zorg.zin_zorg_probleem(rapport).markdown
    assert "Zonder die begeleiding kregen in 2021 33 van de 100 kinderen met een gesignaleerd probleem zorg" in text
    assert "met die begeleiding 40 van de 100" in text
    assert "krijgt zorg, zonder die van de jeugdondersteuner" in zorg.tabel_verhoudingen(rapport).markdown
    assert "zonder die van de jeugdondersteuner" in zorg.tabel_samenhang(rapport).markdown
    assert "zorg (die van de jeugdondersteuner niet meegeteld)" in zorg.zin_samenhang(rapport).markdown
    assert "telt mee als zorg" in zorg.figuur_zorg_probleem(rapport).bijschrift


@pytest.mark.parametrize("show", [zorg.zin_zorg_probleem, zorg.tabel_verhoudingen, zorg.tabel_samenhang])
def test_nothing_twice_where_they_are_the_same(show) -> None:
    assert "jeugdondersteuner" not in show(rapport_with(0.4)).markdown.replace("jeugdondersteuners", "")
