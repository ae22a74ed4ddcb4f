"""A researcher's own question: hand-counted answers, who is missing, and what is refused."""

import doctest

import pandas as pd
import pytest
from klein import klein

from analysis.errors import InvoerFout
from analysis.presentation import verken
from analysis.presentation.verken.words import match
from analysis.results.tables import read_results


def row(answer, **where):
    table = answer.tabel
    for name, value in where.items():
        table = table[table[name] == value]
    return table.iloc[0]


def missing(answer, meting):
    rows = answer.ontbreekt[answer.ontbreekt["meting"] == meting]
    return {row.reden: (row.ikcs, row.n_kinderen) for row in rows.itertuples()}


def test_the_share_of_a_groep_is_of_its_enrolled_children():
    """Six enrolled in groep 4 of A; k1 and k2 have a mark in the domain, k2 two; k4's groep is unknown, k5's is 7."""
    found = row(klein().kinderen(groep=4).aandeel("externaliserend"), meting="nulmeting")
    assert (found["n"], found["n_kinderen"], found["aandeel"]) == (2, 6, 2 / 6)


def test_with_a_signal_the_share_is_of_the_children_who_have_it():
    """At the first meting k1 and k2 of groep 4 are meant and k1 has help; at the last k6 and k7, and k6 has."""
    answer = klein().kinderen(groep=4, domein="externaliserend").aandeel("jeugd_opvoedhulp")
    assert list(answer.tabel["meting"]) == ["nulmeting", "eindmeting"]
    assert list(zip(answer.tabel["n"], answer.tabel["n_kinderen"], strict=True)) == [(1, 2), (1, 2)]


def test_met_asks_for_one_signal_more():
    """Of the four with an externalising mark at the first meting, k1 is the only one with help too."""
    studie = klein()
    both = studie.kinderen(meting="nulmeting", domein="externaliserend").met("Jeugd- en opvoedhulp")
    assert row(both.aandeel("druk"), meting="nulmeting")["n_kinderen"] == 1


def test_sex_is_asked_of_children_with_a_signal_only():
    """Girls with an externalising mark at the first meting: k1 and k4; one has help."""
    studie = klein()
    girls = studie.kinderen(geslacht="v", domein="externaliserend")
    assert list(row(girls.aandeel("jeugd_opvoedhulp"), meting="nulmeting")[["n", "n_kinderen"]]) == [1, 2]
    assert missing(girls.aandeel("jeugd_opvoedhulp"), "nulmeting")["geslacht onbekend op de lijst"] == ("A", 1)
    with pytest.raises(InvoerFout, match="van ingeschreven kinderen is het geslacht niet bekend"):
        studie.kinderen(geslacht="meisje").aandeel("druk")


def test_who_is_missing_is_said_with_the_reason():
    answer = klein().kinderen(groep=4).aandeel("externaliserend")
    assert missing(answer, "nulmeting") == {
        "alleen tellingen geleverd, niet per kind": ("B", 2),
        "groep onbekend op de lijst": ("A", 1),
        "groep onbekend in leerlingen": ("A", 1),
        "niet op de lijst; zij tellen als zonder signaal en zonder zorg": ("A", 3),
    }
    assert missing(answer, "eindmeting")["geen inventarisatie"] == ("B", 2)
    assert "Wie ontbreekt in 2019: 2 kinderen van B (alleen tellingen geleverd, niet per kind)" in answer.noot
    assert answer.noot.endswith("- Interne cijfers: niet publiceren.")
    assert answer.noot in answer.toon().markdown and "Interne cijfers" in answer.figuur().bijschrift


def test_a_code_that_was_not_on_the_form_is_missing_and_not_zero():
    studie = klein(formulier=("druk", "regels"))
    answer = studie.kinderen(ikc="A").aandeel("rouw")
    assert answer.tabel.empty
    assert missing(answer, "nulmeting") == {"‘verlies of rouw’ stond niet op het formulier": ("A", 8)}
    assert studie.kinderen(ikc="A", code="rouw").aandeel("druk").tabel.empty
    assert "Er is geen IKC en geen meting die deze vraag kan beantwoorden." in answer.toon().markdown


def test_what_an_ikc_did_not_count_is_missing_and_not_zero():
    answer = klein().kinderen(ikc="Ús Plak", bouw="middenbouw").aandeel("internaliserend")
    assert answer.tabel.empty
    assert missing(answer, "nulmeting") == {"‘internaliserende problemen’ is niet geteld": ("B", 2)}
    counted = klein().kinderen(ikc="us plak", bouw="mb").aandeel("externaliserend")
    assert list(row(counted, meting="nulmeting")[["n", "n_kinderen"]]) == [1, 2]


def test_few_children_have_no_share_in_what_is_shown_and_the_exact_number_in_the_table():
    answer = klein().kinderen(groep=4).aandeel("externaliserend")
    assert "| 6 | 2 | ‑ | ‑ |" in answer.toon().markdown and "te weinig kinderen voor een aandeel" in answer.noot
    assert answer.labelled()["waarde"].isna().all() and answer.tabel["aandeel"].notna().all()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"domein": "externalisernd"}, ["geen domein `externalisernd`", "Bedoelde u `externaliserend`?"]),
        ({"code": "Drukk of impulsief gedrag"}, ["Bedoelde u `Druk of impulsief gedrag`?"]),
        ({"groep": 12}, ["`groep` heeft geen waarde `12`", "bekend: 0, 1, 2, 3"]),
        ({"ikc": "De Wilgn"}, ["`ikc` heeft geen waarde `De Wilgn`", "Bedoelde u `De Wilgen`?"]),
        ({"gslacht": "v"}, ["naar `gslacht` kan niet gevraagd worden", "Bedoelde u `geslacht`?"]),
        ({"meting": 2018}, ["`meting` heeft geen waarde `2018`"]),
        ({"groep": 12, "domein": "externalisernd"}, ["`groep` heeft geen waarde `12`", "geen domein `externalisernd`"]),
        ({"bouw": ["onderbouw", "bovenbouw"]}, ["een vraag gaat over één bouw", "groep=[4, 5]"]),
        ({"ikc": "A", "rol": "vergelijking"}, ["geen IKC heeft deze `ikc` en deze `rol`"]),
        ({"kind": "k1"}, ["naar één kind (`kind`) wordt niet gevraagd", "Stel de vraag over een groep"]),
    ],
    ids=str,
)
def test_what_is_not_known_is_an_error_that_names_the_closest(asked, told):
    studie = klein()
    with pytest.raises(InvoerFout) as caught:
        studie.kinderen(**asked)
    assert all(part in str(caught.value) for part in told)
    assert studie.toets(**asked).markdown.startswith("**Deze vraag wordt geweigerd.**")


def test_toets_says_what_a_question_would_be_about():
    words = klein().toets(groep=4, domein="Externaliserend gedrag", ikc="wilgen, de").markdown
    assert words.startswith("**Deze vraag wordt geweigerd.**")
    assert klein().toets(groep=4, domein="Externaliserend gedrag", ikc="de wilgen").markdown == (
        "Deze vraag kan: kinderen in groep 4 met externaliserend gedrag bij De Wilgen."
    )


@pytest.mark.parametrize(
    "same",
    [{"ikc": "a"}, {"ikc": "DE WILGEN"}, {"ikc": ["A"]}, {"rol": "pilot"}],
    ids=str,
)
def test_words_match_by_code_or_name_and_case_does_not_count(same):
    assert klein().kinderen(**same).keuze == klein().kinderen(ikc="A").keuze


def test_a_name_that_is_a_domain_and_a_code_means_the_domain_unless_the_level_is_said():
    studie = klein()
    assert studie.kinderen().met("verblijf").keuze.met[0].code == "alle"
    assert studie.kinderen().met(code="verblijf").keuze.met[0].code == "verblijf"
    assert studie.kinderen().met("uithuisplaatsing").keuze.met[0].code == "verblijf"
    with pytest.raises(InvoerFout, match="noem één signaal of zorgvorm"):
        studie.kinderen().aandeel()
    with pytest.raises(InvoerFout, match="onbekend: dommein"):
        studie.kinderen().aandeel(dommein="leren")


def test_a_change_needs_time_and_known_metingen():
    children = klein().kinderen(ikc="A")
    with pytest.raises(InvoerFout, match="ligt geen tijd"):
        children.verandering("druk", van="eindmeting", naar="nulmeting")
    with pytest.raises(InvoerFout, match="geen waarde `tussenmetng`"):
        children.verandering("druk", van="tussenmetng")
    with pytest.raises(InvoerFout, match="`per` kan niet `maand` zijn"):
        children.aandeel("druk", per="maand")


def test_a_change_tells_that_nobody_can_be_followed_and_that_it_is_one_question():
    answer = klein().kinderen(ikc="A").verandering("externaliserend")
    found = answer.tabel.iloc[0]
    assert (found["n_van"], found["n_naar"], found["n_kinderen_van"]) == (4, 2, 8)
    assert found["verschil"] == 2 / 8 - 4 / 8 and found["methode"] == "newcombe"
    assert missing(answer, "nulmeting")["niet bekend welke kinderen in beide metingen zitten"] == ("A", 8)
    assert "wie veel vraagt, vindt vaker iets door toeval" in answer.noot
    assert "?" not in answer.figuur().bijschrift


def test_an_ikc_with_one_meting_has_no_change_and_is_missing_from_it():
    answer = klein().kinderen(ikc="B").verandering("externaliserend")
    assert answer.tabel["verschil"].isna().all()
    assert missing(answer, "eindmeting") == {"geen inventarisatie": ("B", 2)}
    assert "niets te tonen" in answer.figuur().alt


def test_a_number_is_matched_as_it_is_written():
    assert match("1.5", {"15": "fifteen", "1.5": "one and a half"}, "") == "one and a half"
    with pytest.raises(InvoerFout, match="bekend: 15"):
        match(1.5, {"15": "fifteen"}, "geen waarde.")


def test_the_public_edition_is_refused(proefresultaten):
    with pytest.raises(InvoerFout, match="alleen open in de interne editie"):
        verken.open_studie(proefresultaten, "publiek")


@pytest.fixture(scope="module")
def studie(proefresultaten):
    return verken.open_studie(proefresultaten)


INDICATORS = ("kindproblematiek", "externaliserend", "internaliserend", "opvoeding", "jeugd_opvoedhulp", "druk")


@pytest.mark.parametrize("wat", INDICATORS)
@pytest.mark.parametrize("bouw", ["alle", "onderbouw"])
def test_a_share_is_that_of_the_result_table(studie, proefresultaten, wat, bouw):
    name = "zorg" if wat == "jeugd_opvoedhulp" else "signalen"
    row = studie.rapport.codebook.indicatoren.set_index("indicator").loc[wat]
    reported = read_results(proefresultaten / "reports" / "intern" / "resultaten")[name]
    for level in ("soort", "domein", "code"):
        reported = reported[reported[level] == row[level]]
    reported = reported[reported["bouw"] == bouw]
    columns = ["ikc", "meting", "n", "n_kinderen", "aandeel", "ci_laag", "ci_hoog", "n_ikcs"]
    each = studie.kinderen(bouw=bouw).aandeel(wat, per="ikc").tabel
    together = studie.kinderen(bouw=bouw).aandeel(wat).tabel
    found = (
        pd.concat([each, together], ignore_index=True)[columns]
        .astype({"meting": "str"})
        .sort_values(["ikc", "meting"], ignore_index=True)
    )
    wanted = reported[columns].sort_values(["ikc", "meting"], ignore_index=True)
    assert len(found) >= 9
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, rtol=0, atol=5e-7)


@pytest.mark.parametrize("wat", ["kindproblematiek", "internaliserend", "druk"])
def test_a_change_that_the_report_has_is_the_report_s(studie, wat):
    reported = studie.rapport.alle("veranderingen")
    reported = reported[(reported["indicator"] == wat) & (reported["bouw"] == "alle")]
    columns = ["ikc", "van", "naar", "n_van", "n_naar", "verschil", "ci_laag", "ci_hoog", "methode", "reden", "storend"]
    for van, naar in (("nulmeting", "eindmeting"), ("nameting", "eindmeting")):
        wanted = reported[(reported["van"] == van) & (reported["naar"] == naar)][columns]
        children = studie.kinderen()
        parts = [children.verandering(wat, van, naar, per=per).tabel for per in ("ikc", "meting")]
        found = pd.concat(parts, ignore_index=True)[columns].astype({"van": "str", "naar": "str"})
        assert len(found) == 4
        pd.testing.assert_frame_equal(found, wanted.reset_index(drop=True), check_dtype=False, rtol=0, atol=5e-7)


def test_a_table_is_filtered_by_code_or_label_and_in_order_of_time(studie):
    table = studie.tabel("signalen", ikc="de wilgen", domein="Externaliserend gedrag", code="alle", bouw="alle")
    assert list(table["meting"]) == ["nulmeting", "nameting", "eindmeting"] and set(table["ikc"]) == {"IKC01"}
    assert set(studie.tabel("Signalen", bouw=["onderbouw", "mb"])["bouw"]) == {"onderbouw", "middenbouw"}


def test_metingen_stay_in_time_in_a_pivot(studie):
    table = studie.kinderen().aandeel("kindproblematiek", per="ikc").tabel
    shown = table.pivot(index="ikc", columns="meting", values="aandeel")
    assert list(shown) == ["nulmeting", "nameting", "eindmeting"]


@pytest.mark.parametrize(
    ("naam", "columns", "told"),
    [
        ("signaln", {}, ["er is geen tabel `signaln`", "Bedoelde u `signalen`?"]),
        ("signalen", {"domain": "leren"}, ["heeft geen kolom `domain`", "Bedoelde u `domein`?"]),
        ("signalen", {"domein": "externalisernd"}, ["`domein` heeft geen waarde", "Bedoelde u `externaliserend`?"]),
        ("kinderen", {"kind": "k_1"}, ["naar één kind (`kind`) wordt niet gevraagd"]),
    ],
)
def test_an_unknown_table_column_or_value_names_the_closest(studie, naam, columns, told):
    with pytest.raises(InvoerFout) as caught:
        studie.tabel(naam, **columns)
    assert all(part in str(caught.value) for part in told)


def test_no_table_shows_what_follows_one_child(studie):
    for name in studie.tables:
        assert not {"kind", "client", "toewijzing_nummer", "rij", "bron_rij"} & {*studie.tabel(name)}
    assert len(studie.tabel("kinderen", groep=4)) > 10


def test_ikcs_stand_next_to_each_other_only_for_one_meting(studie):
    children = studie.kinderen()
    signals, care = (children.aandeel(wat, per="ikc") for wat in ("kindproblematiek", "tweedelijnszorg"))
    figure = verken.naast(signals, care)
    assert "De Oversteek 2021" in figure.alt and "Interne cijfers" in figure.bijschrift
    with pytest.raises(InvoerFout, match='per="ikc"'):
        verken.naast(signals, children.aandeel("tweedelijnszorg"))


def test_the_examples_in_the_docstring_are_true(proefresultaten, monkeypatch):
    monkeypatch.chdir(proefresultaten)
    done = doctest.testmod(verken, optionflags=doctest.ELLIPSIS)
    assert done.attempted >= 7 and done.failed == 0
