"""What makes metingen hard to compare is said where it applies, and only there."""

import pandas as pd
from fake_results import ANDERS, CODEBOOK, ZELFDE, fake_study, fake_tables, with_changes

from analysis.presentation import oogopslag
from analysis.presentation.oogopslag.caveats import COMES_BACK, NONE, SOME_ALWAYS
from analysis.presentation.rapport import make_rapport


def caveats(
    ikc: str = "IKC01", drop=lambda table: table["ikc"] == "", invuller: str = ZELFDE, **tables: pd.DataFrame
) -> str:
    """The caveats of a report in which some rows of `signalen` and `zorg` are not there at all."""
    study = fake_study(ikcs=3, invuller=invuller)
    made = fake_tables(study, CODEBOOK)
    for name in ("signalen", "zorg"):
        made[name] = made[name][~drop(made[name])].reset_index(drop=True)
    return oogopslag.zin_kanttekeningen(make_rapport(study, CODEBOOK, ikc, "publiek", made | tables)).markdown


def start(oordeel: str, aandeel: float) -> pd.DataFrame:
    row = {"ikc": "IKC01", "meting": "nulmeting", "indicator": "internaliserend", "oordeel": oordeel,
           "soort": "kindproblematiek", "domein": "internaliserend", "code": "alle", "n_kinderen": 200,
           "aandeel": aandeel, "aandeel_andere": 0.09, "verschil": aandeel - 0.09}  # fmt: skip
    return pd.DataFrame([row])


def test_nothing_to_say_says_so() -> None:
    assert caveats() == NONE and caveats("alle") == NONE


def test_another_informant_is_named_first() -> None:
    for ikc in ("IKC01", "alle"):
        assert caveats(ikc, invuller=ANDERS).startswith(
            "- Iemand anders vulde de lijst in: leerkrachten in 2019, jeugdondersteuners in 2021."
        )


def test_a_missing_inventory_is_named_with_its_year() -> None:
    gone = lambda table: (table["ikc"] == "IKC01") & (table["meting"] == "nameting")  # noqa: E731
    assert caveats("IKC01", gone) == (
        "- Uit 2020 is er van dit IKC geen inventarisatie. Dat is iets anders dan geen signalen."
    )
    assert caveats("IKC02", gone) == NONE
    assert "In 2020 is er geen inventarisatie van De Wilgen; dat totaal telt minder IKC's." in caveats("alle", gone)


def test_a_code_that_was_not_on_one_list_is_named_with_what_it_touches() -> None:
    gone = lambda table: table["code"].isin(["angst_somber"]) & (table["meting"] == "nulmeting")  # noqa: E731
    text = caveats("IKC01", gone)
    assert "Niet elke lijst vroeg hetzelfde. Niet gevraagd in 2019: angst of somberheid." in text
    assert "Dat raakt internaliserende problemen: daar kan een verschil van komen." in text
    study, made = fake_study(ikcs=3), fake_tables(fake_study(ikcs=3), CODEBOOK)
    kept = {name: made[name][~gone(made[name])].reset_index(drop=True) for name in ("signalen", "zorg")}
    first_page = oogopslag.zin_oogopslag_niet(make_rapport(study, CODEBOOK, "IKC01", "publiek", made | kept)).markdown
    assert "Ook vroeg niet elke lijst hetzelfde: dat raakt internaliserende problemen." in first_page
    never = lambda table: table["code"].isin(["angst_somber"])  # noqa: E731
    assert caveats("IKC01", never) == NONE


def test_a_hidden_count_is_not_a_code_that_was_not_asked() -> None:
    study = fake_study(ikcs=1, invuller=ZELFDE)
    tables = fake_tables(study, CODEBOOK, modus="onderdrukt")
    assert oogopslag.zin_kanttekeningen(make_rapport(study, CODEBOOK, "IKC01", "publiek", tables)).markdown == NONE


def test_a_start_that_stands_out_is_said_with_its_numbers_and_where_it_went() -> None:
    high = caveats(uitgangspositie=start("hoger", 0.2))
    assert "in 2019 lag dit hier hoger dan bij de andere IKC's samen (20 van de 100 tegen 9 van de 100)" in high
    low = caveats(uitgangspositie=start("lager", 0.02))
    # the change goes one way: it comes back from one of the two starts, and only there it may have come by itself
    assert (COMES_BACK in high) != (COMES_BACK in low)
    for text in (high, low):
        assert (COMES_BACK in text) == ("Een deel van het verschil kan daarvan komen." in text)
        assert (COMES_BACK in text) != ("Daarna ging het niet naar de rest toe." in text)
    assert caveats(uitgangspositie=start("vergelijkbaar", 0.1)) == NONE
    everyone = caveats("alle", uitgangspositie=start("hoger", 0.2))
    assert "Ver van de andere IKC's bij hun eerste meting: De Wilgen (internaliserende problemen: hoger)." in everyone
    assert SOME_ALWAYS in everyone
    assert SOME_ALWAYS not in high


def test_over_all_ikcs_coming_back_is_said_of_those_alone_that_did() -> None:
    study = fake_study(ikcs=3)
    changes = fake_tables(study, CODEBOOK)["veranderingen"]
    own = changes["ikc"].eq("IKC01") & changes["indicator"].eq("internaliserend") & changes["van"].eq("nulmeting")
    lower = {"verschil": -0.1, "ci_laag_gecorrigeerd": -0.2, "ci_hoog_gecorrigeerd": -0.05}
    fell = with_changes(study, {"veranderingen": changes}, own, **lower)["veranderingen"]
    high = caveats("alle", uitgangspositie=start("hoger", 0.2), veranderingen=fell)
    low = caveats("alle", uitgangspositie=start("lager", 0.02), veranderingen=fell)
    assert f"Bij De Wilgen ging het daarna de kant van de rest op. {COMES_BACK}" in high
    assert COMES_BACK not in low and "de kant van de rest" not in low
