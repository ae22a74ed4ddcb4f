"""A number over all IKCs says which are in it; what is not known is not called too few."""

from dataclasses import replace

import pandas as pd
import pytest
from fake_results import CODEBOOK, fake_rapport

from analysis.presentation import oogopslag, signalen, verantwoording, zorg
from analysis.presentation.captions import of_whom
from analysis.presentation.rapport import make_rapport
from analysis.presentation.selection import nothing_to_compare, outcome_of
from analysis.presentation.who_is_in import allocations_words, left_out_words, sentence_set_aside, whole_words

ENDS = ["nulmeting", "eindmeting"]


def without(rapport, *cells, **tables):
    """Leave out the shares of an (ikc, meting); a meting of None is all of them."""

    def kept(table):
        gone = pd.Series(False, index=table.index)
        for ikc, meting in cells:
            gone |= (table["ikc"] == ikc) & (True if meting is None else table["meting"] == meting)
        return table[~gone]

    found = {name: kept(rapport.alle(name)) for name in ("signalen", "zorg")}
    return replace(rapport, tables={**rapport.tables, **found, **tables})


def test_all_ikcs_are_counted_and_the_missing_ones_named():
    rapport = fake_rapport("alle", "intern")
    assert whole_words(rapport) == "de 9 IKC's samen" and left_out_words(rapport, ENDS) == ""
    gone = without(rapport, ("IKC02", None), ("IKC03", "nameting"))
    assert whole_words(gone) == "7 van de 9 IKC's samen, zonder It Kompas en zonder De Oversteek in 2020"
    assert whole_words(gone, ENDS) == "8 van de 9 IKC's samen, zonder It Kompas"
    assert of_whom(gone, ENDS).startswith("8 van de 9 IKC's samen, zonder It Kompas (")
    assert left_out_words(gone, ENDS) == "Niet in deze vergelijking: It Kompas."
    assert "Niet in deze vergelijking: It Kompas." in oogopslag.zin_oogopslag_niet(gone).markdown
    assert "8 van de 9 IKC's: 2 met en 6 zonder" in oogopslag.zin_oogopslag_niet(gone).markdown


def test_an_ikc_set_aside_is_named_with_its_reason():
    said = pd.DataFrame(
        {"code": ["ikc_opzij", "anders"], "ikcs": ["IKC02", ""], "advies": "", "tekst": "", "bestand": ""}
    )
    for ikc in ("alle", "IKC01"):
        rapport = without(fake_rapport(ikc, "intern"), ("IKC02", None), meldingen=said)
        words = "It Kompas ontbreekt: fouten in de levering. Dat IKC telt in geen enkel cijfer mee."
        assert sentence_set_aside(rapport) == words
        assert words in oogopslag.zin_kanttekeningen(rapport).markdown
        assert "geen enkele inventarisatie" not in oogopslag.zin_kanttekeningen(rapport).markdown


def test_totals_of_toewijzingen_name_the_ikcs_without_them():
    rapport = fake_rapport("alle", "intern")
    quarters = rapport.alle("toewijzingen_kwartaal")
    assert allocations_words(rapport) == "alle IKC's samen"
    gone = replace(rapport, tables={**rapport.tables, "toewijzingen_kwartaal": quarters[quarters["ikc"] != "IKC04"]})
    assert allocations_words(gone) == "8 van de 9 IKC's samen, zonder De Brug"


def test_without_primary_indicators_that_is_what_is_said():
    full = fake_rapport("IKC01", "intern")
    study = full.study.model_copy(update={"primaire_indicatoren": ()})
    changes = full.alle("veranderingen").assign(primair=False)
    rapport = make_rapport(study, CODEBOOK, "IKC01", "intern", {**full.tables, "veranderingen": changes})
    for text in (oogopslag.zin_oogopslag_wat(rapport).markdown, oogopslag.figuur_oogopslag(rapport).markdown):
        assert text.startswith("Er zijn geen hoofdindicatoren gekozen")
    one = without(full, ("IKC01", "nameting"), ("IKC01", "eindmeting"))
    assert nothing_to_compare(one) == "Er zijn nog geen twee metingen om te vergelijken."


def counts_per_code(rapport):
    tables = {}
    for name in ("signalen", "zorg", "veranderingen"):
        table = rapport.alle(name)
        tables[name] = table[table["code"] != "alle"]
    return replace(rapport, tables={**rapport.tables, **tables})


def test_counts_per_code_only_are_shown_and_compared():
    rapport = counts_per_code(fake_rapport("IKC01", "intern"))
    assert "aantallen per signaal geleverd" in signalen.zin_signalen(rapport).markdown
    assert "aantallen per vorm van zorg geleverd" in zorg.zin_zorg(rapport).markdown
    assert "een signaal, per signaal" in signalen.figuur_signalen_domein(rapport).bijschrift
    assert "Kinderen die zorg krijgen" in zorg.figuur_zorg(rapport).bijschrift
    assert "andere signalen en vormen van zorg" in verantwoording.tabel_verkennend(rapport).bijschrift
    assert "nog geen twee metingen" not in oogopslag.zin_oogopslag_wat(rapport).markdown


def unknown_children(rapport):
    names = ["aandeel", "ci_laag", "ci_hoog", "n_kinderen"]
    tables = {
        name: rapport.alle(name).assign(**dict.fromkeys(names), onderdrukt=False) for name in ("signalen", "zorg")
    }
    return replace(rapport, tables={**rapport.tables, **tables})


def test_a_bouw_of_which_the_children_are_not_known_is_unknown_not_too_few():
    rapport = unknown_children(fake_rapport("IKC01", "intern"))
    unknown = "niet bekend hoeveel kinderen er zijn"
    parts = (signalen.figuur_bouw_domein, signalen.figuur_signalen_domein, signalen.zin_signalen, signalen.zin_bouw,
             zorg.figuur_zorg, zorg.zin_zorg)  # fmt: skip
    for part in parts:
        assert unknown in part(rapport).markdown and "te weinig" not in part(rapport).markdown, part
    table = signalen.tabel_signalen(rapport)
    assert "(onbekend)" in table.markdown and "te weinig" not in table.bijschrift


def test_a_mix_of_unknown_and_too_few_says_both():
    rapport = fake_rapport("IKC01", "intern")
    table = rapport.alle("signalen")
    rows = table["bouw"].eq("voorschool")
    few = table["bouw"].eq("onderbouw")
    numbers = table["n_kinderen"].astype("Float64").mask(rows).mask(few, 5)
    mixed = table.assign(n_kinderen=numbers, aandeel=table["aandeel"].mask(rows))
    figure = signalen.figuur_bouw_domein(replace(rapport, tables={**rapport.tables, "signalen": mixed})).figure
    words = " ".join(text.get_text() for text in figure.findobj(match=lambda item: hasattr(item, "get_text")))
    assert "te weinig kinderen om te tonen, of niet bekend hoeveel kinderen er zijn" in " ".join(words.split())


@pytest.mark.parametrize(
    ("n_van", "n_naar", "hidden", "outcome"),
    [
        (40, None, False, "onbekend"),
        (40, None, True, "verborgen"),
        (40, 12, False, "weinig"),
        (40, 40, False, "gestegen"),
    ],
)
def test_a_change_without_known_children_is_unknown(n_van, n_naar, hidden, outcome):
    row = {
        "n_kinderen_van": n_van,
        "n_kinderen_naar": n_naar,
        "onderdrukt": hidden,
        "verschil": 0.1,
        "oordeel": "gestegen",
    }
    assert outcome_of(next(pd.DataFrame([row]).itertuples())) == outcome
