"""What people said of the effectenketen, in public: no source from too few IKCs, and a verdict of what is shown alone.

Statements are of grown-ups, and of some kinds of source there is one at each IKC: that any director said something bad
is told only where at least `minimum_ikcs_bron` IKCs have one who spoke of that link. All that a public verdict says of
people follows the counts that it shows; what it says of numbers follows the public numbers, and is never stronger than
what the exact ones say.
"""

import pandas as pd

from analysis.codebook import load_codebook
from analysis.disclosure.rounding import Afronder, name_cells, round_parts
from analysis.inference.effectenketen import COUNTS, estimate_effectenketen, weaken_keten
from analysis.results.kaart import ONDERDRUKT
from analysis.study import ALLE, Study

CHAIN, SOURCES = "effectenketen", "effectenketen_bronnen"
SAID = [*COUNTS, "n_ikcs"]


def round_uitspraken(uitspraken: pd.DataFrame, study: Study, afronder: Afronder) -> pd.DataFrame:
    """Round the statements of each link: sources add up to their total, and sources of too few IKCs are left out.

    The directions of a link have one threshold, so that rounding never turns more + than - around.
    """
    if uitspraken.empty:
        return uitspraken
    draws = uitspraken["schakel"] + "|uitspraken"
    orders = [name_cells(uitspraken, ["schakel", "bron"], "uitspraken")]
    rounded = {
        name: round_parts(uitspraken, name, "bron", name_cells(uitspraken, ["schakel"], name), draws, orders, afronder)
        for name in COUNTS
    }
    return hide_few_ikcs(uitspraken.assign(**rounded), study)


def hide_few_ikcs(uitspraken: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Empty the counts of a source that spoke of a link at fewer than `minimum_ikcs_bron` IKCs: none, too."""
    few = (uitspraken["n_ikcs"].fillna(0) < study.publicatie.minimum_ikcs_bron).astype(bool)
    few &= uitspraken["bron"] != ALLE
    return uitspraken.assign(**{name: uitspraken[name].mask(few) for name in SAID if name in uitspraken})


def rejudge_keten(
    shown: dict[str, pd.DataFrame], exact: dict[str, pd.DataFrame], study: Study
) -> dict[str, pd.DataFrame]:
    """Give the chain of suppressed tables a verdict of what these show, never stronger than the exact one.

    What single sources said is left out whole: what is left of a total that is shown could give a small count back.
    """
    if shown.get(CHAIN, pd.DataFrame()).empty:
        return shown
    keten = load_codebook(study.folder).keten
    chain, sources = shown[CHAIN], shown[SOURCES]
    totals = chain[["schakel", *COUNTS]].assign(bron=ALLE)
    judged = estimate_effectenketen(pd.concat([totals, sources], ignore_index=True), shown, keten, study)
    judged = weaken_keten(judged, exact[CHAIN]).set_index("schakel").reindex(chain["schakel"]).reset_index()
    return {
        **shown,
        CHAIN: judged.assign(**{ONDERDRUKT: chain[ONDERDRUKT].to_numpy()})[list(chain.columns)].astype(chain.dtypes),
        SOURCES: sources.assign(**{ONDERDRUKT: True}),
    }
