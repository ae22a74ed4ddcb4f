from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import load_codebook
from analysis.disclosure.suppression import suppress_results, suppress_table
from analysis.inference.associations import estimate_samenhang
from analysis.inference.changes import estimate_veranderingen
from analysis.inference.proportions import estimate_aandelen
from analysis.inference.ratios import estimate_verhoudingen
from analysis.results.kaarten import kaart
from analysis.study import Study
from result_rows import as_result

DREMPEL = 5
CODEBOOK = load_codebook()
INDICATOR = {"aard": "signaal", "indicator": "druk", "soort": "kindproblematiek", "domein": "externaliserend",
             "code": "druk"}  # fmt: skip


def _study(**publicatie: int) -> Study:
    metingen = ({"meting": "nul", "peildatum": "2019-02-01"}, {"meting": "eind", "peildatum": "2021-06-01"})
    return Study(folder=Path("studie"), naam="x", metingen=metingen, ikcs=({"ikc": "A"},), publicatie=publicatie)


STUDY = _study(drempel=DREMPEL)


def _public(name: str, rows: pd.DataFrame, study: Study = STUDY) -> pd.DataFrame:
    """Give a table as its own rules leave it; what follows over tables and totals is test_secondary's."""
    table = as_result(name, rows)
    disclosure = kaart(name).onthulling
    if disclosure and disclosure.onderdrukken:
        return suppress_table(table, name, study.publicatie.drempel)
    return suppress_results({name: table}, study, "publiek")[name]


def _shares(pairs: list[tuple[int, int]]) -> pd.DataFrame:
    counts = pd.DataFrame(pairs, columns=["n", "n_kinderen"]).assign(meting="nul", bouw="alle", **INDICATOR)
    counts = counts.assign(ikc=[f"A{number}" for number in range(len(counts))])
    return estimate_aandelen(counts, 0.05)


def _changes(pairs: list[tuple[int, int, int, int]]) -> pd.DataFrame:
    sides = [
        pd.DataFrame({"ikc": "A", "meting": meting, "bouw": [f"b{i}" for i in range(len(pairs))], **INDICATOR,
                      "n": [p[2 * k] for p in pairs], "n_kinderen": [p[2 * k + 1] for p in pairs]})
        for k, meting in enumerate(("nul", "eind"))
    ]  # fmt: skip
    inventoried = pd.DataFrame(
        {"ikc": "A", "meting": ["nul", "eind"], "informant": ["leerkracht", "jeugdondersteuner"]}
    )
    return estimate_veranderingen(pd.concat(sides, ignore_index=True), inventoried, STUDY, CODEBOOK)


def _recovered(row: pd.Series, formulas: dict[str, Callable[[pd.Series], float]]) -> dict[str, float]:
    """Give every count that the visible numbers of a row give away."""
    found = {name: formula(row) for name, formula in formulas.items()}
    return {name: float(value) for name, value in found.items() if not pd.isna(value)}


SHARE_LEAKS = {
    "n": lambda r: r.n, "rest": lambda r: r.n_kinderen - r.n, "kinderen": lambda r: r.n_kinderen,
    "uit aandeel": lambda r: r.aandeel * r.n_kinderen, "rest uit aandeel": lambda r: (1 - r.aandeel) * r.n_kinderen,
    "noemer": lambda r: r.n / r.aandeel if r.aandeel else np.nan,
}  # fmt: skip
CHANGE_LEAKS = {
    "van": lambda r: r.n_van, "naar": lambda r: r.n_naar,
    "uit aandeel van": lambda r: r.aandeel_van * r.n_kinderen_van,
    "uit aandeel naar": lambda r: r.aandeel_naar * r.n_kinderen_naar,
    "rest van": lambda r: (1 - r.aandeel_van) * r.n_kinderen_van,
    "rest naar": lambda r: (1 - r.aandeel_naar) * r.n_kinderen_naar,
    "uit verschil": lambda r: (r.aandeel_van + r.verschil) * r.n_kinderen_naar,
    "uit ratio": lambda r: r.aandeel_van * r.ratio * r.n_kinderen_naar,
}  # fmt: skip
FLOW_LEAKS = {
    "nieuw": lambda r: r.n_inventaris - r.n_gebleven, "gebleven": lambda r: r.n_inventaris - r.n_nieuw,
    "zelf": lambda r: r.n_nieuw, "weg": lambda r: r.n_vertrokken, "inventaris": lambda r: r.aandeel * r.n_kinderen,
}  # fmt: skip


def _nothing_leaks(table: pd.DataFrame, leaks: dict[str, Callable[[pd.Series], float]]) -> None:
    for _, row in table.astype("object").where(table.notna(), np.nan).iterrows():
        small = {name: value for name, value in _recovered(row, leaks).items() if value < DREMPEL - 1e-6}
        assert not small, f"{small} volgt uit {row.to_dict()}"


pair = st.integers(1, 60).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m)))


@settings(deadline=None, max_examples=20)
@given(st.lists(pair, min_size=1, max_size=12))
def test_no_small_count_follows_from_a_share(pairs: list[tuple[int, int]]) -> None:
    shown = _public("signalen", _shares(pairs))
    _nothing_leaks(shown, SHARE_LEAKS)
    small = np.array([min(n, m - n) < DREMPEL for n, m in pairs])
    assert (shown["onderdrukt"] == small).all()
    assert shown.loc[small, ["n", "aandeel", "ci_laag", "ci_hoog"]].isna().all(axis=None)
    assert shown.loc[~small, ["n", "aandeel", "ci_laag", "ci_hoog"]].notna().all(axis=None)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(pair, pair), min_size=1, max_size=8))
def test_no_small_count_follows_from_a_change(pairs: list) -> None:
    shown = _public("veranderingen", _changes([(*van, *naar) for van, naar in pairs]))
    _nothing_leaks(shown, CHANGE_LEAKS)
    numbers = [column for column, kind in kaart("veranderingen").types.items() if kind in ("getal", "geheel getal")]
    kept = {"n_kinderen_van", "n_kinderen_naar", "n_ikcs", "n_klassen_van", "n_klassen_naar", "n_invullers_van",
            "n_invullers_naar", "breder_bij_icc"}  # fmt: skip
    assert shown.loc[shown["onderdrukt"], [c for c in numbers if c not in kept]].isna().all(axis=None)
    assert (shown.loc[shown["onderdrukt"], "oordeel"] == "te weinig gegevens").all()


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=6))
def test_one_small_cell_empties_the_crosstable(cells: list[tuple[int, int, int, int]]) -> None:
    columns = ["n_beide", "n_eerste", "n_tweede", "n_geen"]
    rows = estimate_samenhang(pd.DataFrame(cells, columns=columns), 0.05)
    shown = _public("samenhang", rows.assign(ikc="A", meting="nul"))
    small = np.array([min(row) < DREMPEL for row in cells])
    assert (shown["onderdrukt"] == small).all()
    assert shown.loc[small, [*columns, "odds_ratio", "ci_laag", "ci_hoog", "phi"]].isna().all(axis=None)
    assert shown.loc[~small, columns].notna().all(axis=None)


@settings(deadline=None, max_examples=30)
@given(
    st.integers(1, 60).flatmap(
        lambda m: st.tuples(st.integers(0, m), st.integers(0, m), st.integers(0, 40), st.just(m))
    )
)
def test_who_stayed_and_came_fall_together(numbers: tuple[int, int, int, int]) -> None:
    inventoried, stayed, left, children = numbers
    stayed = min(stayed, inventoried)
    row = {"n_kinderen": children, "n_inventaris": inventoried, "aandeel": inventoried / children, "n_gebleven": stayed,
           "n_nieuw": inventoried - stayed, "n_vertrokken": left}  # fmt: skip
    _nothing_leaks(_public("gemeten", pd.DataFrame([row])), FLOW_LEAKS)


def test_all_children_in_the_inventory_may_be_shown() -> None:
    row = {"n_kinderen": 40, "n_inventaris": 40, "aandeel": 1.0}
    assert _public("gemeten", pd.DataFrame([row]))["n_inventaris"].iloc[0] == 40


@pytest.mark.parametrize(
    ("n", "m", "hidden"),
    [(0, 50, True), (4, 50, True), (5, 50, False), (45, 50, False), (46, 50, True), (50, 50, True)],
)
def test_zero_and_all_but_four_are_small_counts(n: int, m: int, hidden: bool) -> None:
    shown = _public("zorg", _shares([(n, m)])).iloc[0]
    assert bool(shown.onderdrukt) == hidden and pd.isna(shown.n) == hidden
    assert shown.n_kinderen == 50


def test_few_enrolled_children_are_hidden_themselves() -> None:
    assert pd.isna(_public("signalen", _shares([(2, 4)]))["n_kinderen"].iloc[0])


def test_running_and_started_fall_each_with_their_own_rate() -> None:
    row = {"ikc": "alle", "zorgvorm": "alle", "n_lopend": 8, "n_gestart": 2, "n_kinderen": 200, "lopend_per_1000": 40.0,
           "gestart_per_1000": 10.0, "kosten_eur": 9000.0}  # fmt: skip
    shown = _public("toewijzingen_kwartaal", pd.DataFrame([row, {**row, "n_lopend": 3, "n_gestart": 6}]))
    first, second = shown.iloc[0], shown.iloc[1]
    assert (first.n_lopend, first.lopend_per_1000, first.kosten_eur) == (8, 40.0, 9000.0)
    assert pd.isna(first.n_gestart) and pd.isna(first.gestart_per_1000)
    assert pd.isna(second.n_lopend) and pd.isna(second.lopend_per_1000) and pd.isna(second.kosten_eur)
    assert second.n_gestart == 6
    assert shown["onderdrukt"].all()


@pytest.mark.parametrize("name", ["toewijzingen_kwartaal", "toewijzingen_kwartaal_domein", "toewijzingen_meting"])
def test_those_without_a_price_are_left_out_everywhere_for_they_add_up(name: str) -> None:
    over = {"zorgvorm": "alle", "domein": "alle", "n_lopend": 40, "n_toewijzingen": 40, "n_gestart": 40}
    costs = {"kosten_eur": 900.0, "kosten_per_1000": 9000.0, "prijsbron": "budget; geen"}
    rows = pd.DataFrame([{"ikc": "alle", "n_kinderen": 100, "n_zonder_prijs": n, **over, **costs} for n in (0, 12)])
    shown = _public(name, rows)
    assert shown["n_zonder_prijs"].isna().all()
    assert shown["kosten_eur"].tolist() == [900, 900] and set(shown["prijsbron"]) == {"budget; geen"}


def test_a_role_of_one_ikc_does_not_tell_what_the_row_of_that_ikc_hides() -> None:
    means = {"kosten_gemiddeld_eur": 900.0, "dagen_gemiddeld": 120.0, "ontwerpeffect": 1.3}
    row = {"ikc": "pilots", "domein": "jeugd_ggz", "periode": "voor nul", "n": 40, "n_lopend": 10, "n_met_kosten": 30}
    shown = _public("trajecten_kort_lang", pd.DataFrame([{**row, **means}, {**row, **means, "ikc": "A"}]))
    assert shown[["n_lopend", "n_met_kosten", *means]].isna().all(axis=None)
    assert shown.set_index("ikc").loc["pilots", "n"] == 40


def test_a_p_falls_with_the_counts_it_compares() -> None:
    row = {"ikc": "pilots", "n": 40, "aandeel_kort": 0.5, "n_voor": 30, "aandeel_kort_voor": 0.5, "p_logrank": 0.2,
           "p_logrank_gecorrigeerd": 0.4}  # fmt: skip
    few = [{"n": 4}, {"n_voor": 4}, {"aandeel_kort": 0.1}, {"aandeel_kort_voor": 0.9}]
    shown = _public("trajecten_kort_lang", pd.DataFrame([row, *[{**row, **change} for change in few]]))
    for name in ("p_logrank", "p_logrank_gecorrigeerd"):
        assert shown[name].notna().tolist() == [True, False, False, False, False]


def test_few_toewijzingen_on_which_two_sources_differ_are_hidden() -> None:
    rows = pd.DataFrame(
        [{"bestand": "a", "ikc_kolom": "A", "ikc_leerlingen": ikc, "n": n} for ikc, n in (("B", 4), ("C", 5))]
    )
    assert _public("toewijzingen_tegenstrijdig", rows)["n"].isna().tolist() == [True, False]


def test_share_of_short_trajecten_gives_no_small_number() -> None:
    row = {"zorgvorm": "alle", "n": 20, "n_lopend": 6, "mediaan_dagen": 200.0, "aandeel_kort": 0.1}
    shown = _public("trajecten", pd.DataFrame([row, {**row, "aandeel_kort": 0.5}, {**row, "n": 4}]))
    assert shown["aandeel_kort"].isna().tolist() == [True, False, True]
    assert shown["mediaan_dagen"].isna().tolist() == [False, False, True]


def _ratio(maat: str, teller: int, noemer: int, beide: float, kinderen: int) -> pd.DataFrame:
    row = {"ikc": "A", "meting": "nul", "bouw": "alle", "maat": maat, "n_teller": teller, "n_noemer": noemer,
           "n_beide": beide, "n_kinderen_teller": kinderen, "som_kwadraten": 99.0}  # fmt: skip
    return _public("verhoudingen", estimate_verhoudingen(pd.DataFrame([row]), 0.05))


@pytest.mark.parametrize(
    ("maat", "numbers", "shown"),
    [
        ("gezin_bij_kind", (10, 40, 10, 10), True),
        ("gezin_bij_kind", (37, 40, 37, 37), False),
        ("gezin_bij_kind", (4, 40, 4, 4), False),
        ("ratio_ext_int", (40, 20, 8, 40), True),
        ("ratio_ext_int", (40, 4, 0, 40), False),
        ("ratio_ext_int", (20, 20, 8, 20), True),
        ("signalen_per_100", (30, 100, np.nan, 4), False),
        ("signalen_per_100", (300, 100, np.nan, 98), False),
        ("signalen_per_100", (60, 100, np.nan, 30), True),
    ],
)
def test_ratios_follow_their_counts(maat: str, numbers: tuple, shown: bool) -> None:
    row = _ratio(maat, *numbers).iloc[0]
    assert pd.notna(row.waarde) == shown
    assert bool(row.onderdrukt) != shown


def test_interval_of_a_ratio_does_not_tell_how_many_have_both() -> None:
    row = _ratio("ratio_ext_int", 40, 20, 2, 40).iloc[0]
    assert row.waarde == 2.0 and not row.onderdrukt
    assert pd.isna(row.n_beide) and pd.isna(row.ci_laag) and row.methode == "zonder_interval"


def test_internal_edition_is_exact() -> None:
    exact = as_result("signalen", _shares([(1, 50), (10, 50)]))
    shown = suppress_results({"signalen": exact}, STUDY, "intern")["signalen"]
    pd.testing.assert_frame_equal(shown, exact)
    assert not shown["onderdrukt"].any()


def test_unknown_edition_is_a_bug() -> None:
    with pytest.raises(ValueError, match="openbaar"):
        suppress_results({}, STUDY, "openbaar")


def test_input_is_left_as_it_was() -> None:
    exact = as_result("signalen", _shares([(1, 50)]))
    before = exact.copy()
    suppress_results({"signalen": exact}, STUDY, "publiek")
    pd.testing.assert_frame_equal(exact, before)


LEDGER = pd.DataFrame(
    [
        ("data/raw/inventarisatie/nulmeting/IKC01.csv", "lezen", 100, 100, 0, ""),
        ("data/raw/inventarisatie/nulmeting/IKC01.csv", "dubbel", 100, 97, 3, "dubbele rij"),
        ("data/raw/populatie.csv", "lezen", 8, 8, 0, ""),
        ("data/raw/inventarisatie/nulmeting/IKC02.csv#Blad 1", "lezen", 40, 40, 0, ""),
        ("data/raw/inventarisatie/nulmeting/IKC02.csv#Blad 1", "totaal", 40, 39, 1, "totaalregel"),
    ],
    columns=["bestand", "stap", "rijen_in", "rijen_door", "rijen_apart", "reden"],
)


def test_the_ledger_is_per_delivery_and_closes_from_step_to_step() -> None:
    assert _public("grootboek", LEDGER).to_numpy().tolist() == [
        ["inventarisatie", "lezen", 140, 140, 0, ""],
        ["inventarisatie", "dubbel", 140, 137, 3, "dubbele rij"],
        ["inventarisatie", "totaal", 137, 136, 1, "totaalregel"],
        ["populatie", "lezen", 8, 8, 0, ""],
    ]


def test_messages_are_per_delivery_and_told_once() -> None:
    files = [f"data/raw/inventarisatie/nulmeting/IKC0{number}.csv" for number in (1, 2)]
    rows = pd.DataFrame({"bestand": [*files, "study.yml"], "regels": ["rij 3", "rij 9", ""], "tekst": ["1 kolom."] * 3})
    assert _public("meldingen", rows)["bestand"].tolist() == ["inventarisatie", "study.yml"]


def test_one_child_becomes_fewer_than_the_threshold_in_the_plural() -> None:
    rows = pd.DataFrame(
        {"bestand": ["a.csv"], "regels": [""], "tekst": ["1 kind staat er twee keer in, 2 keer anders."]}
    )
    assert _public("meldingen", rows)["tekst"].tolist() == [
        "minder dan 5 kinderen staan er twee keer in, 2 keer anders."
    ]


def test_messages_lose_details_and_small_counts() -> None:
    rows = pd.DataFrame({"bestand": ["a.csv"] * 2, "regels": ["rij 310"] * 2,
                         "tekst": ["3 kinderen staan er twee keer in.", "12 rijen hebben groep 3."]})  # fmt: skip
    shown = _public("meldingen", rows)
    assert shown["tekst"].tolist() == ["minder dan 5 kinderen staan er twee keer in.", "12 rijen hebben groep 3."]
    assert (shown["regels"] == "").all()
