"""Goals against results: by hand, on small tables of which every number is known."""

import pandas as pd
import pytest

from analysis.codebook import load_codebook
from analysis.inference.doelen import estimate_doelen, hide_doelen, weaken_doelen
from analysis.measures.doelen import COLUMNS
from analysis.study import Ikc, Meting, Study

CODEBOOK = load_codebook()
METINGEN = {"m1": "2019-02-01", "m2": "2020-02-01", "m3": "2021-02-01"}
STUDY = Study(
    folder="/nergens",
    naam="Proef",
    metingen=tuple(Meting(meting=name, peildatum=day, informant="leerkracht") for name, day in METINGEN.items()),
    ikcs=(Ikc(ikc="A1"), Ikc(ikc="A2")),
)
INT = {"soort": "kindproblematiek", "domein": "internaliserend", "code": "alle"}


def goal(ikc: str = "A1", metingen: tuple[str, ...] = ("m1", "m2", "m3"), **more) -> list[dict]:
    base = dict.fromkeys(COLUMNS) | {
        "ikc": ikc, "doel": "Zien", "niveau": "algemeen" if ikc == "alle" else "locatie", "soort_doel": "indicator",
        "indicator": "internaliserend", "bouw": "alle", "richting": "stijging", "voorstel": False, "eigenaar": "",
        "bron": "", "alleen_intern": False, "startwaarde_gegeven": float("nan"), "doelwaarde": 0.20,
        "peildatum_doel": pd.Timestamp("2021-02-01"), "vastgesteld": pd.NaT, "gewijzigd": False, "oordeel_mensen": "",
        "door": "", "n_teller": None, "n_noemer": None, "waarde_gegeven": float("nan"),
    }  # fmt: skip
    return [base | {"meting": name, "datum": pd.Timestamp(METINGEN[name])} | more for name in metingen]


def share(ikc: str, meting: str, value: float, half: float = 0.03, children: int = 100) -> dict:
    return {"ikc": ikc, "meting": meting, "bouw": "alle", **INT, "n": round(value * children), "n_kinderen": children,
            "aandeel": value, "ci_laag": value - half, "ci_hoog": value + half, "n_ikcs": 1}  # fmt: skip


def judged(
    rows: list[dict], shares: list[dict], informants: dict[tuple[str, str], str] | None = None,
    coverage: dict[str, float] | None = None, basis: int = 0,
) -> pd.DataFrame:  # fmt: skip
    seen = sorted({(item["ikc"], item["meting"]) for item in shares if item["ikc"] != "alle"})
    who = pd.DataFrame([(*pair, (informants or {}).get(pair, "leerkracht")) for pair in seen],
                       columns=["ikc", "meting", "informant"])  # fmt: skip
    listed = pd.DataFrame([(ikc, meting, "alle", (coverage or {}).get(meting, 1.0)) for ikc, meting in seen],
                          columns=["ikc", "meting", "bouw", "aandeel"])  # fmt: skip
    results = {"signalen": pd.DataFrame(shares)}
    return estimate_doelen(pd.DataFrame(rows, columns=COLUMNS), results, who, listed, STUDY, CODEBOOK, basis)


def told(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["status"], table["reden"], strict=True))


RISE = [share("A1", "m1", 0.10), share("A1", "m2", 0.16), share("A1", "m3", 0.24)]


def test_the_first_meting_is_the_start_and_the_rest_goes_by_the_path() -> None:
    table = judged(goal(), RISE)
    assert told(table) == [("niet_te_bepalen", "startmeting"), ("op_koers", "pad_gehaald"), ("bereikt", "doel_gehaald")]
    assert table["startwaarde"].tolist() == [0.10] * 3
    assert table["pad"].tolist() == pytest.approx([0.10, 0.10 + 0.10 * 365 / 731, 0.20])
    assert set(table["start_bron"]) == {"gemeten"}


def test_an_agreed_start_goes_from_the_day_it_was_set() -> None:
    row = goal(metingen=("m2",), startwaarde_gegeven=0.18, vastgesteld=pd.Timestamp("2019-02-01"))
    assert told(judged(row, RISE[1:2])) == [("niet_te_bepalen", "marge_te_groot")]
    low = goal(metingen=("m2",), startwaarde_gegeven=0.05, vastgesteld=pd.Timestamp("2019-02-01"))
    assert told(judged(low, RISE[1:2])) == [("op_koers", "pad_gehaald")]


def test_another_pair_of_eyes_gives_no_status() -> None:
    table = judged(goal(), RISE, {("A1", "m2"): "jeugdondersteuner", ("A1", "m3"): "jeugdondersteuner"})
    assert told(table)[1:] == [("niet_te_bepalen", "andere_informant")] * 2


def test_a_target_that_is_set_later_starts_with_the_later_informant() -> None:
    rows = goal(metingen=("m1", "m2")) + goal(metingen=("m3",), vastgesteld=pd.Timestamp("2020-03-01"))
    table = judged(rows, RISE, {("A1", "m2"): "jeugdondersteuner", ("A1", "m3"): "jeugdondersteuner"})
    assert table["startmeting"].tolist() == ["m1", "m1", "m2"]
    assert told(table)[2] == ("bereikt", "doel_gehaald")


def test_an_unknown_informant_is_no_proof() -> None:
    study = STUDY.model_copy(
        update={"metingen": tuple(m.model_copy(update={"informant": "onbekend"}) for m in STUDY.metingen)}
    )
    rows = pd.DataFrame(goal(), columns=COLUMNS)
    who = pd.DataFrame([("A1", name, "") for name in METINGEN], columns=["ikc", "meting", "informant"])
    listed = pd.DataFrame(columns=["ikc", "meting", "bouw", "aandeel"])
    table = estimate_doelen(rows, {"signalen": pd.DataFrame(RISE)}, who, listed, study, CODEBOOK)
    assert told(table)[1:] == [("niet_te_bepalen", "informant_onbekend")] * 2


def test_another_list_gives_no_status() -> None:
    table = judged(goal(), RISE, coverage={"m1": 0.6, "m2": 0.62, "m3": 1.0})
    assert told(table)[1:] == [("op_koers", "pad_gehaald"), ("niet_te_bepalen", "lijst_veranderd")]


def test_a_meting_before_the_goal_was_set_is_none_of_it() -> None:
    table = judged(goal(vastgesteld=pd.Timestamp("2020-03-01")), RISE)
    assert told(table)[:2] == [("niet_te_bepalen", "voor_de_start"), ("niet_te_bepalen", "startmeting")]
    assert set(table["startmeting"]) == {"m2"}


def test_what_was_not_measured_is_no_zero() -> None:
    table = judged(goal(), [RISE[0], RISE[2]])
    assert told(table)[1] == ("niet_te_bepalen", "geen_waarde")
    assert table["waarde"].isna().tolist() == [False, True, False]


def test_too_few_children_give_no_status() -> None:
    few = [share("A1", "m1", 0.1), share("A1", "m3", 0.3, children=19)]
    assert told(judged(goal(metingen=("m1", "m3")), few))[1] == ("niet_te_bepalen", "te_weinig_kinderen")


def test_without_a_target_the_direction_is_said_and_no_status() -> None:
    assert set(told(judged(goal(doelwaarde=float("nan")), RISE))) == {("niet_te_bepalen", "geen_doelwaarde")}


def test_a_fall_is_judged_the_other_way() -> None:
    fall = [share("A1", "m1", 0.30), share("A1", "m2", 0.22), share("A1", "m3", 0.25)]
    table = judged(goal(richting="daling", doelwaarde=0.20), fall)
    assert told(table)[1:] == [("op_koers", "pad_gehaald"), ("achter", "onder_doel")]


def output(**more) -> list[dict]:
    base = {"soort_doel": "output", "indicator": "kinderen bij een club", "doelwaarde": 0.80, "metingen": ("m3",)}
    return goal(**(base | more))


def test_an_output_has_the_interval_of_wilson() -> None:
    table = judged(output(n_teller=90, n_noemer=100), RISE)
    assert told(table) == [("bereikt", "doel_gehaald")]
    assert table["ci_laag"].iloc[0] == pytest.approx(0.8256, abs=1e-4)  # Wilson: 90 of 100
    assert told(judged(output(n_teller=85, n_noemer=100), RISE)) == [("niet_te_bepalen", "marge_te_groot")]
    assert told(judged(output(n_teller=60, n_noemer=100), RISE)) == [("achter", "onder_doel")]


def test_an_output_without_children_has_peoples_word_or_none() -> None:
    judgement = {"oordeel_mensen": "op_koers", "door": "team"}
    assert told(judged(output(waarde_gegeven=0.9, **judgement), RISE)) == [("op_koers", "oordeel")]
    assert told(judged(output(waarde_gegeven=0.9), RISE)) == [("niet_te_bepalen", "geen_marge")]


def test_a_statement_has_peoples_word_or_none() -> None:
    said = {"soort_doel": "uitspraak", "doelwaarde": float("nan"), "metingen": ("m3",)}
    assert told(judged(goal(**said, oordeel_mensen="achter", door="ouder"), RISE)) == [("achter", "oordeel")]
    assert told(judged(goal(**said), RISE)) == [("niet_te_bepalen", "geen_oordeel")]


def test_over_all_counts_the_ikcs_by_status() -> None:
    rows = [row | {"niveau": "algemeen"} for ikc in ("A1", "A2", "alle") for row in goal(ikc)]
    others = [share("A2", "m1", 0.10), share("A2", "m2", 0.08), share("A2", "m3", 0.12)]
    whole = [share("alle", name, value) for name, value in (("m1", 0.10), ("m2", 0.12), ("m3", 0.18))]
    table = judged(rows, RISE + others + whole).set_index(["ikc", "meting"])
    counts = ["n_bereikt", "n_op_koers", "n_achter", "n_niet_te_bepalen"]
    assert table.loc[("alle", "m2"), counts].tolist() == [0, 1, 1, 0]
    assert table.loc[("alle", "m3"), counts].tolist() == [1, 0, 1, 0]
    assert table.loc[("alle", "m3"), "status"] == "niet_te_bepalen"
    assert table.loc[("A1", "m3"), counts].isna().all()


def test_over_all_with_other_ikcs_has_no_status() -> None:
    rows = [row | {"niveau": "algemeen"} for ikc in ("A1", "A2", "alle") for row in goal(ikc, ("m1", "m3"))]
    whole = [share("alle", "m1", 0.10), share("alle", "m3", 0.30)]
    table = judged(rows, [RISE[0], RISE[2], share("A2", "m3", 0.3), *whole])
    assert told(table[table["ikc"] == "alle"])[1] == ("niet_te_bepalen", "andere_ikcs")


def test_with_rounded_counts_a_status_is_only_given_when_every_count_could_have_it() -> None:
    wide = [share("A1", "m1", 0.10, children=400), share("A1", "m3", 0.30, children=400)]
    narrow = [share("A1", "m1", 0.10, children=40), share("A1", "m3", 0.24, 0.01, children=40)]
    pair = ("m1", "m3")
    assert told(judged(goal(metingen=pair), wide, basis=5))[1] == ("bereikt", "doel_gehaald")
    assert told(judged(goal(metingen=pair), narrow))[1] == ("bereikt", "doel_gehaald")
    assert told(judged(goal(metingen=pair), narrow, basis=5))[1] == ("niet_te_bepalen", "afgerond")


def test_rounded_up_to_the_minimum_is_not_enough_children() -> None:
    few = [share("A1", "m1", 0.1, children=20), share("A1", "m3", 0.9, 0.02, children=20)]
    assert told(judged(goal(metingen=("m1", "m3")), few, basis=5))[1] == ("niet_te_bepalen", "afgerond")


def test_a_status_that_the_exact_counts_lack_is_taken_back_and_the_ikcs_are_counted_again() -> None:
    rows = [row | {"niveau": "algemeen"} for ikc in ("A1", "alle") for row in goal(ikc)]
    public = judged(rows, [*RISE, *[share("alle", name, 0.1) for name in METINGEN]])
    exact = public.assign(status="niet_te_bepalen")
    weaker = weaken_doelen(public, exact).set_index(["ikc", "meting"])
    assert weaker.loc[("A1", "m3"), ["status", "reden"]].tolist() == ["niet_te_bepalen", "afgerond"]
    assert weaker.loc[("alle", "m3"), "n_bereikt"] == 0
    assert weaker.loc[("alle", "m3"), "n_niet_te_bepalen"] == 1


def test_what_another_table_hides_is_hidden_here() -> None:
    exact = judged(goal(), RISE).assign(onderdrukt=False)
    shown = pd.DataFrame(RISE)
    hidden = shown.assign(aandeel=shown["aandeel"].where(shown["meting"] != "m1"))
    table = hide_doelen(exact, {"signalen": hidden}, STUDY, CODEBOOK).set_index("meting")
    assert pd.isna(table.loc["m1", "waarde"]) and table.loc["m1", "reden"] == "onderdrukt"
    assert table["startwaarde"].isna().all()
    assert table.loc["m2", ["status", "reden"]].tolist() == ["niet_te_bepalen", "onderdrukt"]
    assert table.loc["m3", "status"] == "bereikt"  # that needs no start


def test_a_start_that_was_agreed_is_not_published() -> None:
    exact = judged(goal(startwaarde_gegeven=0.0294), RISE).assign(onderdrukt=False)
    table = hide_doelen(exact, {"signalen": pd.DataFrame(RISE)}, STUDY, CODEBOOK)
    assert table["startwaarde"].isna().all() and table["pad"].isna().all()
    assert table["status"].tolist()[1] == "niet_te_bepalen"


def test_a_share_without_its_children_is_not_published() -> None:
    exact = judged(output(waarde_gegeven=1 / 34, oordeel_mensen="achter", door="team"), RISE).assign(onderdrukt=False)
    table = hide_doelen(exact, {"signalen": pd.DataFrame(RISE)}, STUDY, CODEBOOK)
    assert table["waarde"].isna().all() and table["status"].tolist() == ["achter"]


def test_without_goals_there_is_no_table() -> None:
    assert judged([], RISE).empty
