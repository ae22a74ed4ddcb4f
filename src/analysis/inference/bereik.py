"""Does care reach the children who need it more often than before? Change in the conditional shares."""

import numpy as np
import pandas as pd

from analysis.inference import across, corrections, within_ikc
from analysis.inference.changes import is_enough
from analysis.inference.comparability import describe_comparability, mark_questions
from analysis.inference.judging import add_words
from analysis.inference.klassen import combine_graden
from analysis.inference.overlap import BLIJVERS
from analysis.inference.proportions import rate_aandeel
from analysis.inference.unpaired import count_unpaired
from analysis.measures.informants import INVULLERS
from analysis.measures.klassen import IKC, KIND, KLAS
from analysis.measures.pairs import each_pair, list_pairs, shared_only
from analysis.measures.ratios import CONDITIONAL
from analysis.study import ALLE, Study

_COUNTS = {"n_teller": "n", "n_noemer": "n_kinderen"}
"""A conditional share is a share: of the children in its denominator."""
WITHOUT_CARE = "gezin_bij_kind"
"""The one maat that care is no part of."""
_KEY = ["ikc", "maat"]
_ENROLLED = ["n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar"]
_NAMES = {f"{short}_{side}": f"{name}_{side}" for side in ("van", "naar") for name, short in _COUNTS.items()} | {
    f"aandeel_{side}": f"waarde_{side}" for side in ("van", "naar")
}


def estimate_bereik(
    verhoudingen: pd.DataFrame,
    inventarisaties: pd.DataFrame,
    study: Study,
    basis: int = 0,
    invullers: pd.DataFrame | None = None,
    vragen: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Estimate the change in each conditional share (care among children with a problem, and so on).

    Unit: a class where classes are known (`klassen`), of children in the denominator, such as those with a known
    problem. Those are largely other children at each meting, so the two are taken as independent (Newcombe 1998): too
    wide where a child is in both denominators, never too narrow. `alle` has the IKC as unit and no oordeel.
    Exploratory: Benjamini-Hochberg over the maten and pairs of an ikc. Trap: when more problems are seen, the
    denominator holds milder ones; the share may fall while no child lost its care. So it does when only the informant
    changes: in 27 to 53 per cent of simulated studies the word would be false, and there the oordeel is *niet te
    zeggen*.

    Parameters
    ----------
    verhoudingen
        One row per ikc x meting x maat: n_teller, n_noemer. Its rows `alle` are not used: they may be of other IKCs at
        each meting.
    basis
        What the counts were rounded to, 0 for exact ones; intervals and p then hold the rounding.
    invullers
        Which persons filled in, per ikc and pair of metingen, from `count_invullers`.
    vragen
        Whether other signals or care were asked at the second, from `list_changed_questions`.

    Returns
    -------
    One row per ikc (with `alle`) x maat x pair of metingen that has both, the columns of `verhoudingen_veranderingen`.
    """
    own = verhoudingen["maat"].isin(CONDITIONAL) & (verhoudingen["ikc"] != ALLE)
    known = verhoudingen[own].rename(columns=_COUNTS).dropna(subset=["n", "n_kinderen"])
    pairs = describe_comparability(_add_all(known, study), inventarisaties, study, invullers)
    pairs = mark_questions(pairs, vragen, pairs["maat"] == WITHOUT_CARE)
    alfa = study.statistiek.alfa
    found = within_ikc.estimate_change(pairs, alfa, basis)
    shares = {
        f"aandeel_{side}": rate_aandeel(pairs[f"n_{side}"], pairs[f"n_kinderen_{side}"]) for side in ("van", "naar")
    }
    pairs = pairs.assign(**shares, **{name: found[name] for name in ("verschil", "ci_laag", "ci_hoog", "p", "methode")})
    p = pairs["p"].where(is_enough(pairs, study))
    corrected = corrections.correct_p(p, pairs["ikc"], pd.Series(corrections.BENJAMINI_HOCHBERG, index=pairs.index))
    wide = within_ikc.estimate_interval(pairs, corrections.corrected_alfa(p, corrected, alfa), basis)
    ends = {"ci_laag_gecorrigeerd": wide[0], "ci_hoog_gecorrigeerd": wide[1]}
    judged = add_words(pairs.assign(p=p, p_gecorrigeerd=corrected, **ends), study)
    gone = ["n_ikcs", "fout", "vrijheidsgraden", "deff_van", "deff_naar", "eenheid", "storend", *BLIJVERS, *INVULLERS,
            "codeboek_anders"]  # fmt: skip
    return judged.drop(columns=gone).rename(columns=_NAMES)


def _pair(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put two metingen side by side, for each pair in order of time, where both are known."""
    design = {"deff": 1.0, "vrijheidsgraden": np.inf}
    known = known.assign(**{name: value for name, value in design.items() if name not in known})
    columns = [*_KEY, "n", "n_kinderen", *design]
    sides = {name: known.loc[known["meting"] == name, columns] for name in study.meting_namen}
    pairs = [
        sides[van][sides[van]["ikc"].isin(ikcs)]
        .merge(sides[naar], on=_KEY, suffixes=("_van", "_naar"))
        .assign(van=van, naar=naar)
        for van, naar, ikcs in each_pair(list_pairs(known, study))
    ]
    empty = [f"{name}_{side}" for name in columns[len(_KEY) :] for side in ("van", "naar")]
    found = pd.concat([pd.DataFrame(columns=[*_KEY, *empty, "van", "naar"]), *pairs], ignore_index=True)
    graden = combine_graden(found["vrijheidsgraden_van"], found["vrijheidsgraden_naar"])
    eenheid = np.where(np.isfinite(graden), KLAS, KIND)
    found = found.assign(vrijheidsgraden=graden, eenheid=eenheid, n_ikcs=1, n_ikcs_niet_beide=0)
    found = found.drop(columns=["vrijheidsgraden_van", "vrijheidsgraden_naar"])
    return found.astype({**dict.fromkeys(_ENROLLED, "Int64"), "deff_van": float, "deff_naar": float})


def _add_all(known: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the metingen side by side, and add the IKCs that have both up, as ikc `alle`, with the IKC as unit."""
    pairs = _pair(known, study)
    by = ["maat", "van", "naar"]
    shared = shared_only(pairs, list_pairs(known, study))
    sums = shared.groupby(by, as_index=False, sort=False)[[*_ENROLLED, "n_ikcs"]].sum()
    sums = sums.assign(ikc=ALLE, n_ikcs_niet_beide=count_unpaired(known, sums, "maat"), eenheid=IKC)
    spread = across.estimate_summed(shared, by).rename(columns={"graden": "vrijheidsgraden"})
    sums = sums.merge(spread, on=by, how="left").assign(deff_van=1.0, deff_naar=1.0)
    unknown = {name: pd.array([pd.NA] * (len(pairs) + len(sums)), dtype="Int64") for name in BLIJVERS}
    return pd.concat([pairs, sums], ignore_index=True).assign(**unknown)
