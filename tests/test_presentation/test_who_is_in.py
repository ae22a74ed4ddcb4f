"""A number over all IKCs says which are in it; what is not known is not called too few."""

import pandas as pd
from fake_results import CODEBOOK, fake_rapport, fake_study, fake_tables

from analysis.disclosure.shown import decide_shown
from analysis.presentation import oogopslag, signalen, verantwoording, zorg
from analysis.presentation.captions import of_whom
from analysis.presentation.rapport import make_rapport
from analysis.presentation.selection import nothing_to_compare
from analysis.presentation.who_is_in import allocations_words, left_out_words, sentence_set_aside, whole_words

ENDS = ["nulmeting", "eindmeting"]


def raw():
    """Give the study and its plausible tables, before anything is decided about showing them."""
    study = fake_study()
    return study, fake_tables(study, CODEBOOK)


def view(ikc, tables, study=None):
    return make_rapport(study or fake_study(), CODEBOOK, ikc, "intern", tables)


def without(ikc, *cells, **more):
    """Leave out the shares of an (ikc, meting); a meting of None is all of them."""
    study, tables = raw()

    def kept(table):
        gone = pd.Series(False, index=table.index)
        for code, meting in cells:
            gone |= (table["ikc"] == code) & (True if meting is None else table["meting"] == meting)
        return table[~gone]

    return view(ikc, {**tables, **{name: kept(tables[name]) for name in ("signalen", "zorg")}, **more}, study)


def test_all_ikcs_are_counted_and_the_missing_ones_named():
    rapport = fake_rapport("alle", "intern")
    assert whole_words(rapport) == "de 9 IKC's samen" and left_out_words(rapport, ENDS) == ""
    gone = without("alle", ("IKC02", None), ("IKC03", "nameting"))
    assert whole_words(gone) == "7 van de 9 IKC's samen, zonder It Kompas en zonder De Oversteek in 2020"
    assert whole_words(gone, ENDS) == "8 van de 9 IKC's samen, zonder It Kompas"
    assert of_whom(gone, ENDS).startswith("8 van de 9 IKC's samen, zonder It Kompas. Ingeschreven: ")
    assert left_out_words(gone, ENDS) == "Niet in deze vergelijking: It Kompas."
    assert "Niet in deze vergelijking: It Kompas." in oogopslag.zin_oogopslag_niet(gone).markdown
    assert "8 van de 9 IKC's: 2 met en 6 zonder" in oogopslag.zin_oogopslag_niet(gone).markdown


def test_an_ikc_set_aside_is_named_with_its_reason():
    said = pd.DataFrame({"code": ["ikc_opzij", "anders"], "ikcs": ["IKC02", ""]})
    for ikc in ("alle", "IKC01"):
        rapport = without(ikc, ("IKC02", None), meldingen=said)
        words = "It Kompas ontbreekt: fouten in de levering. Dat IKC telt in geen enkel cijfer mee."
        assert sentence_set_aside(rapport) == words
        assert words in oogopslag.zin_kanttekeningen(rapport).markdown
        assert "geen enkele inventarisatie" not in oogopslag.zin_kanttekeningen(rapport).markdown


def test_totals_of_toewijzingen_name_the_ikcs_without_them():
    _, tables = raw()
    quarters = tables["toewijzingen_kwartaal"]
    assert allocations_words(view("alle", tables)) == "alle IKC's samen"
    gone = view("alle", {**tables, "toewijzingen_kwartaal": quarters[quarters["ikc"] != "IKC04"]})
    assert allocations_words(gone) == "8 van de 9 IKC's samen, zonder De Brug"


def test_without_primary_indicators_that_is_what_is_said():
    study, tables = raw()
    none = study.model_copy(update={"primaire_indicatoren": ()})
    changes = tables["veranderingen"].assign(primair=False)
    rapport = view("IKC01", {**tables, "veranderingen": changes}, none)
    for text in (oogopslag.zin_oogopslag_wat(rapport).markdown, oogopslag.figuur_oogopslag(rapport).markdown):
        assert text.startswith("Er zijn geen hoofdindicatoren gekozen")
    one = without("IKC01", ("IKC01", "nameting"), ("IKC01", "eindmeting"))
    assert nothing_to_compare(one) == "Er zijn nog geen twee metingen om te vergelijken."


def counts_per_code():
    _, tables = raw()
    codes = {name: tables[name][tables[name]["code"] != "alle"] for name in ("signalen", "zorg", "veranderingen")}
    return view("IKC01", {**tables, **codes})


def test_counts_per_code_only_are_shown_and_compared():
    rapport = counts_per_code()
    assert "aantallen per signaal geleverd" in signalen.zin_signalen(rapport).markdown
    assert "aantallen per vorm van zorg geleverd" in zorg.zin_zorg(rapport).markdown
    assert "een signaal, per signaal" in signalen.figuur_signalen_domein(rapport).bijschrift
    assert "Kinderen die zorg krijgen" in zorg.figuur_zorg(rapport).bijschrift
    assert "andere signalen en vormen van zorg" in verantwoording.tabel_verkennend(rapport).bijschrift
    assert "nog geen twee metingen" not in oogopslag.zin_oogopslag_wat(rapport).markdown


def unknown_children():
    _, tables = raw()
    empty = dict.fromkeys(["aandeel", "ci_laag", "ci_hoog", "n_kinderen"], float("nan"))
    shares = {name: tables[name].assign(**empty, onderdrukt=False) for name in ("signalen", "zorg")}
    return view("IKC01", {**tables, **shares})


def test_a_bouw_of_which_the_children_are_not_known_is_unknown_not_too_few():
    rapport = unknown_children()
    unknown = "niet bekend hoeveel kinderen er zijn"
    parts = (signalen.figuur_bouw_domein, signalen.figuur_signalen_domein, signalen.zin_signalen, signalen.zin_bouw,
             zorg.figuur_zorg, zorg.zin_zorg)  # fmt: skip
    for part in parts:
        assert unknown in part(rapport).markdown and "te weinig" not in part(rapport).markdown, part
    table = signalen.tabel_signalen(rapport)
    assert "(onbekend)" in table.markdown and "te weinig" not in table.bijschrift


def test_a_mix_of_unknown_and_too_few_says_both():
    _, tables = raw()
    table = tables["signalen"]
    once = table["meting"].eq(table["meting"].iloc[0])
    rows, few = (once & table["bouw"].eq(bouw) for bouw in ("voorschool", "onderbouw"))
    numbers = table["n_kinderen"].astype("Float64").mask(rows).mask(few, 5)
    mixed = table.assign(n_kinderen=numbers, aandeel=table["aandeel"].mask(rows))
    figure = signalen.figuur_bouw_domein(view("IKC01", {**tables, "signalen": mixed})).figure
    words = " ".join(text.get_text() for text in figure.findobj(match=lambda item: hasattr(item, "get_text")))
    assert "te weinig kinderen om te tonen, of niet bekend hoeveel kinderen er zijn" in " ".join(words.split())


def test_a_change_without_known_children_is_unknown():
    _, tables = raw()
    changes = tables["veranderingen"]
    some = changes[changes["primair"].astype(bool) & ~changes["onderdrukt"].astype(bool)].head(3).assign(verschil=0.1)
    rows = some.assign(n_kinderen_van=40, n_kinderen_naar=[None, 12, 40], oordeel="gestegen")
    rows.loc[rows.index[:2], "verschil"] = None
    shown = decide_shown({"veranderingen": rows}, fake_study())["veranderingen"]
    assert shown["oordeel"].tolist() == ["onbekend", "te weinig gegevens", "gestegen"]
    hidden = decide_shown({"veranderingen": rows.assign(onderdrukt=True)}, fake_study())["veranderingen"]
    assert set(hidden["oordeel"]) == {"niet getoond"}
