"""Where the list itself changed the report says so, with what is not known; elsewhere nothing."""

import pandas as pd
from fake_results import CODEBOOK, fake_study, fake_tables

from analysis.presentation import oogopslag
from analysis.presentation.rapport import Rapport, make_rapport


def row(ikc: str = "IKC01", changed: bool = True, omslag: float = 0.2263) -> dict:
    return {"ikc": ikc, "indicator": "internaliserend", "soort": "kindproblematiek", "domein": "internaliserend",
            "code": "alle", "van": "nulmeting", "naar": "eindmeting", "dekking_van": 176 / 306, "dekking_naar": 1.0,
            "lijst_veranderd": changed, "aandeel_op_lijst_van": 30 / 176, "aandeel_op_lijst_naar": 60 / 309,
            "verschil": 0.0961, "laagst": -0.3287, "hoogst": 0.0961, "omslag": omslag, "onderdrukt": False}  # fmt: skip


def rapport_of(*rows: dict, ikc: str = "IKC01") -> Rapport:
    study = fake_study(ikcs=3)
    tables = fake_tables(study, CODEBOOK)
    gemeten = tables["gemeten"]
    for meting, listed, enrolled in (("nulmeting", 176, 306), ("eindmeting", 309, 309)):
        here = (gemeten["meting"] == meting) & (gemeten["bouw"] == "alle")
        gemeten.loc[here, ["n_inventaris", "n_kinderen"]] = [listed, enrolled]
    return make_rapport(study, CODEBOOK, ikc, "publiek", tables | {"niet_op_lijst": pd.DataFrame(rows)})


def test_the_list_that_changed_is_said_with_its_counts_bounds_and_where_it_vanishes() -> None:
    text = oogopslag.zin_kanttekeningen(rapport_of(row())).markdown
    assert "Op de lijst stonden in 2019 176 van de 306, in 2020 " in text
    assert " en in 2021 309 van de 309 ingeschreven kinderen." in text
    assert "of het een signaal of zorg had, is onbekend" in text
    assert "Internaliserende problemen: zoals gemeten 10 op de 100 meer" in text
    assert "tussen 33 minder en 10 meer" in text
    assert "Gold het voor 23 van de 100 van hen (van wie er wel op stond 17 van de 100), dan is er geen" in text
    assert "De lijst zelf veranderde. Op de lijst stonden in 2019 176 van de 306" in text


def test_a_list_that_stayed_the_same_is_not_spoken_of() -> None:
    rapport = rapport_of(row(changed=False))
    assert "lijst zelf" not in oogopslag.zin_kanttekeningen(rapport).markdown
    assert "lijst zelf" not in oogopslag.zin_oogopslag_niet(rapport).markdown


def test_where_no_share_explains_it_none_is_named() -> None:
    text = oogopslag.zin_kanttekeningen(rapport_of(row(omslag=float("nan")))).markdown
    assert "tussen 33 minder en 10 meer zijn." in text and "Gold het voor" not in text


def test_over_all_ikcs_it_is_said_whose_list_changed() -> None:
    rapport = rapport_of(row("IKC01"), row("IKC02", changed=False), row("alle", changed=False), ikc="alle")
    assert "De lijst zelf veranderde bij De Wilgen." in oogopslag.zin_kanttekeningen(rapport).markdown
