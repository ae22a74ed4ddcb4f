"""What a first meting proposes as a goal: each reason by hand, and none where the margin leaves it open."""

import pandas as pd

from analysis.codebook import load_codebook
from analysis.inference.doelvoorstellen import HEADS, propose_doelen
from analysis.study import Ikc, Meting, Study

CODEBOOK = load_codebook()
STUDY = Study(
    folder="/nergens",
    naam="Proef",
    metingen=(Meting(meting="m1", peildatum="2019-02-01"), Meting(meting="m2", peildatum="2020-02-01")),
    ikcs=(Ikc(ikc="A1"), Ikc(ikc="A2")),
)
NO_GOALS = pd.DataFrame()


def signals(onderbouw: tuple[int, int], others: tuple[int, int], meting: str = "m1") -> pd.DataFrame:
    rows = [("onderbouw", *onderbouw), ("bovenbouw", *others), ("alle", onderbouw[0] + others[0], 200)]
    return pd.DataFrame(
        [{"ikc": "A1", "meting": meting, "bouw": bouw, "soort": "kindproblematiek", "domein": "internaliserend",
          "code": "alle", "n": n, "n_kinderen": total, "aandeel": n / total, "ci_laag": 0.0, "ci_hoog": 0.2}
         for bouw, n, total in rows]
    )  # fmt: skip


def ratio(maat: str, value: float, low: float, high: float, n: int = 50, meting: str = "m1") -> dict:
    return {"ikc": "A1", "meting": meting, "bouw": "alle", "maat": maat, "waarde": value, "ci_laag": low,
            "ci_hoog": high, "n_noemer": n}  # fmt: skip


def link(low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame([{"ikc": "A1", "meting": "m1", "verband": "kind_gezin", "odds_ratio": 1.1, "ci_laag": low,
                          "ci_hoog": high, "n_beide": 20, "n_eerste": 30, "n_tweede": 20, "n_geen": 40}])  # fmt: skip


def proposed(goals: pd.DataFrame = NO_GOALS, **results: pd.DataFrame) -> pd.DataFrame:
    return propose_doelen(results, goals, STUDY, CODEBOOK)


def test_a_domain_seen_less_in_the_onderbouw() -> None:
    found = proposed(signalen=signals((2, 100), (20, 100)))
    assert found["aanleiding"].tolist() == ["onderbouw_minder_gezien"]
    assert found["indicator"].tolist() == ["internaliserend@onderbouw"]
    assert found["waarde"].tolist() == [0.02] and found["vergelijking"].tolist() == [0.2]


def test_not_where_chance_may_explain_it_or_it_is_little_less() -> None:
    assert proposed(signalen=signals((1, 20), (3, 20))).empty  # 5 against 15 of the 100, of twenty children
    assert proposed(signalen=signals((70, 100), (90, 100))).empty  # clearly less, but more than 0.6 of it
    assert proposed(signalen=signals((0, 19), (19, 100))).empty  # too few children


def test_ratios_and_care() -> None:
    rows = [
        ratio("ratio_ext_int", 2.4, 1.5, 3.7),
        ratio("zorg_bij_probleem", 0.40, 0.32, 0.49),
        ratio("ratio_eerste_tweede", 0.5, 0.26, 0.94),
    ]
    found = proposed(verhoudingen=pd.DataFrame(rows))
    assert found["aanleiding"].tolist() == [
        "extern_boven_intern", "zorg_bereikt_problemen_niet", "tweede_lijn_zonder_eerste",
    ]  # fmt: skip


def test_no_ratio_where_the_margin_reaches_over() -> None:
    rows = [
        ratio("ratio_ext_int", 2.4, 0.9, 6.0),
        ratio("ratio_ext_int", 1.9, 1.5, 2.4, meting="m1"),
        ratio("zorg_bij_probleem", 0.40, 0.29, 0.51),
        ratio("ratio_eerste_tweede", 0.5, 0.2, 1.3),
    ]
    assert proposed(verhoudingen=pd.DataFrame(rows)).empty


def test_only_the_first_meting_counts() -> None:
    rows = [ratio("zorg_bij_probleem", 0.6, 0.5, 0.7), ratio("zorg_bij_probleem", 0.3, 0.2, 0.4, meting="m2")]
    assert proposed(verhoudingen=pd.DataFrame(rows)).empty


def test_child_and_family_that_do_not_go_together() -> None:
    assert proposed(samenhang=link(0.6, 1.9))["aanleiding"].tolist() == ["kind_en_gezin_los"]
    assert proposed(samenhang=link(0.6, 2.1)).empty


def test_what_is_a_goal_already_is_said() -> None:
    goals = pd.DataFrame([{"ikc": "A1", "indicator": "zorg_bij_probleem", "bouw": "alle"}])
    found = proposed(goals, verhoudingen=pd.DataFrame([ratio("zorg_bij_probleem", 0.4, 0.3, 0.45)]))
    assert found["al_een_doel"].tolist() == [True]


def test_a_line_reads_as_a_delivery_and_is_a_proposal_without_numbers() -> None:
    found = proposed(verhoudingen=pd.DataFrame([ratio("zorg_bij_probleem", 0.4, 0.3, 0.45)]))
    line = dict(zip(HEADS, found["regel"].iloc[0].split(";"), strict=True))
    assert line["voorstel"] == "ja" and line["indicator"] == "zorg_bij_probleem"
    assert line["startwaarde"] == line["doelwaarde"] == ""
