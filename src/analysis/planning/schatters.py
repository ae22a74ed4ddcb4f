"""The one place where planning meets the report's estimators: drawn counts in, what the report would print out.

Nothing is estimated here. When the report chooses another method, these functions hand it what it asks for, and
every number of the plan goes along.
"""

import numpy as np
import pandas as pd

from analysis.inference import across, changes, detection, informant, within_ikc
from analysis.inference.judging import judge_noted
from analysis.inference.klassen import Klassen, add_klassen, estimate_icc
from analysis.inference.oordelen import MEER, MINDER
from analysis.measures.dubbel import DUBBEL
from analysis.measures.inventory import INDICATOR
from analysis.measures.klassen import KLAS
from analysis.planning.trekken import Trekking
from analysis.study import ALLE, Meting, Study

AARD, SOORT = "signaal", "plan"
SUMS = ["n", "ss_tussen", "ss_binnen", "df_tussen", "df_binnen", "over"]


def judge_first_ikc(drawn: Trekking, study: Study, van: int = 0, naar: int = -1) -> pd.DataFrame:
    """Judge the first IKC of each study as the report does: minima, Holm over the primary indicators, the word.

    The classes of the whole study tell how alike they are (ICC). Rows in order of study and indicator; `gevonden` is
    whether the interval that decides the word leaves zero out: more, or fewer, were noted.
    """
    rows = as_changes(drawn, study, van, naar)
    rows = rows.assign(p=rows["p"].where(changes.is_enough(rows, study)))
    judged = changes.correct_families(rows, study.statistiek.alfa)
    word = judge_noted(judged["p"], judged["ci_laag_gecorrigeerd"], judged["ci_hoog_gecorrigeerd"])
    return judged.assign(gevonden=np.isin(word, (MEER, MINDER)))


def as_changes(drawn: Trekking, study: Study, van: int = 0, naar: int = -1) -> pd.DataFrame:
    """Give the changes of the first IKC of each study, as the report pairs and estimates them; nobody is followed."""
    days = study.model_copy(update={"metingen": _pair_of_metingen()})
    counts = _count(drawn, van, naar)
    paired = changes.add_blijvers(changes.pair_metingen(add_klassen(counts, _classes(drawn, counts)), days), None)
    paired = paired.sort_values(["ikc", "indicator"], kind="stable").reset_index(drop=True).assign(primair=True)
    shares = {f"aandeel_{side}": (paired[f"n_{side}"] / paired[f"n_kinderen_{side}"]) for side in ("van", "naar")}
    paired = paired.assign(**shares, n_ikcs=1)
    return paired.join(within_ikc.estimate_change(paired, study.statistiek.alfa))


def _pair_of_metingen() -> tuple[Meting, Meting]:
    first, last = (Meting(meting=name, peildatum=day) for name, day in (("van", "2000-01-01"), ("naar", "2001-01-01")))
    return first, last


def _count(drawn: Trekking, van: int, naar: int) -> pd.DataFrame:
    """Give the counts of the first IKC of each study as `count_indicatoren` does: a row per meting and indicator."""
    studies, _, indicatoren, _ = drawn.metingen[0].shape
    keys = _keys(studies, indicatoren)
    parts = [
        keys.assign(meting=name, n=counts[:, 0].reshape(-1), n_kinderen=int(drawn.n_kinderen.sum()))
        for name, counts in zip(("van", "naar"), drawn.pair(van, naar), strict=True)
    ]
    return pd.concat(parts, ignore_index=True).astype({"n": "Int64", "n_kinderen": "Int64"})


def _keys(studies: int, indicatoren: int) -> pd.DataFrame:
    """Name each study (as an IKC: its first) and each indicator, so that they sort in their order."""
    study = np.repeat([f"{number:06d}" for number in range(studies)], indicatoren)
    name = np.tile([f"indicator{number:02d}" for number in range(indicatoren)], studies)
    columns = {"ikc": study, "bouw": ALLE, "aard": AARD, "indicator": name}
    return pd.DataFrame(columns | dict(zip(INDICATOR, (SOORT, name, ALLE), strict=True)))


def _classes(drawn: Trekking, counts: pd.DataFrame) -> Klassen:
    """Give what the classes of each study tell, per kind of informant: how many, how large, how alike."""
    size = drawn.n_kinderen
    facts = {"eenheid": KLAS, "n_klassen": len(size), "klas_grootte": float((size**2).sum() / size.sum())}
    same = drawn.zelfde_informant
    sides = {
        "van": drawn.metingen if same else drawn.metingen[:1],
        "naar": drawn.metingen if same else drawn.metingen[-1:],
    }
    keys = counts.loc[counts["meting"] == "van", ["ikc", "bouw", "aard", *INDICATOR]].reset_index(drop=True)
    found = []
    for name, metingen in sides.items():
        spread = _spread(metingen, drawn).set_axis(keys.index)
        icc = estimate_icc(keys[["aard", *INDICATOR]].assign(informant=keys["ikc"]).join(spread))
        found.append(keys.drop(columns="aard").assign(meting=name, **facts, **icc[["icc", "vrijheidsgraden"]]))
    rows = pd.concat(found, ignore_index=True)
    return Klassen(rows, rows.head(0))


def _spread(metingen: tuple[np.ndarray, ...], drawn: Trekking) -> pd.DataFrame:
    """Add up how marks differ between and within the classes of one bouw, over the IKCs and metingen of a study.

    As `measures.klassen.count_spreiding` does from children: a row per study and indicator.
    """
    total = dict.fromkeys(SUMS, 0.0)
    for bouw in np.unique(drawn.bouw):
        here = drawn.bouw == bouw
        size = drawn.n_kinderen[here].astype(float)
        for meting in metingen:
            for name, value in _squares(meting[..., here], size).items():
                total[name] = total[name] + value
    columns = {name: np.broadcast_to(value, _rows(drawn)).reshape(-1) for name, value in total.items()}
    found = pd.DataFrame(columns)
    return found.assign(n0=found["over"] / found["df_tussen"].where(found["df_tussen"] > 0)).drop(columns="over")


def _rows(drawn: Trekking) -> tuple[int, int]:
    studies, _, indicatoren, _ = drawn.metingen[0].shape
    return studies, indicatoren


def _squares(counts: np.ndarray, size: np.ndarray) -> dict[str, np.ndarray | float]:
    """Give the sums of squares of the classes of one bouw and meting, summed over IKCs."""
    ikcs, children = counts.shape[1], size.sum()
    n, squared = counts.sum(axis=-1), (counts**2 / size).sum(axis=-1)
    return {
        "n": n.sum(axis=1),
        "ss_tussen": (squared - n**2 / children).sum(axis=1),
        "ss_binnen": (n - squared).sum(axis=1),
        "df_tussen": float(ikcs * (len(size) - 1)),
        "df_binnen": float(ikcs * (children - len(size))),
        "over": float(ikcs * (children - (size**2).sum() / children)),
    }


def judge_over_ikcs(drawn: Trekking, ikcs: int, strict: float, study: Study) -> pd.DataFrame:
    """Judge the mean over so many IKCs with the IKC as unit, as `estimate_over_ikcs` does: `gevonden`, `marge`.

    No word with fewer than `minimum_ikcs`.
    """
    van, naar = (counts[:, :ikcs, 0] for counts in drawn.pair(0, -1))
    found = pd.DataFrame(across.estimate_mean_changes((naar - van) / drawn.n_kinderen.sum(), strict))
    outside = (found["ci_laag"] > 0) | (found["ci_hoog"] < 0)
    enough = ikcs >= study.statistiek.minimum_ikcs
    return found.assign(gevonden=outside & enough, marge=(found["ci_hoog"] - found["ci_laag"]) / 2)


def correct_for_informant(drawn: Trekking, doubles: np.ndarray, strict: float, study: Study) -> pd.DataFrame:
    """Correct the change of the first IKC for what the second informant sees more, as `judge_by_reports` does.

    `doubles` has one row per study: the children with two reports, by who marked them. Gives verschil_gecorrigeerd,
    its interval, and `te_schatten`: whether the report would lean on it.
    """
    cells = detection.spread_small_cells(pd.DataFrame(doubles, columns=DUBBEL, dtype=float), study.kleinste_cel)
    ratio = informant.estimate_detection_ratio(*(cells[name] for name in DUBBEL), strict)
    enough = detection.is_estimable(*doubles.T[:3], study.statistiek)
    enough &= doubles.sum(axis=1) >= study.dubbele_rapporten.minimum_kinderen
    high = ratio["detectie_hoog"].fillna(np.inf)
    fixed = informant.correct_change(as_changes(drawn, study), ratio["detectie"], ratio["detectie_laag"], high, strict)
    return fixed.assign(te_schatten=enough & ratio["detectie"].notna().to_numpy())
