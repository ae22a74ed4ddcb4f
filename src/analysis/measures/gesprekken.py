"""What people said of each link of the effectenketen: statements counted once, however many coders coded them."""

from itertools import combinations

import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.study import ALLE, Study
from analysis.study.gesprekken import may_quote

TUSSEN = "; "
PLUS, NUL, MIN, ONEENS = "+", "0", "-", "oneens"
TELLINGEN = {PLUS: "n_plus", NUL: "n_nul", MIN: "n_min", ONEENS: "n_oneens"}
"""The column that counts each direction; `oneens` is one that two coders do not agree on."""
CODERING = ["ikc", "bron", "sleutel"]
RICHTING, SCHAKEL = "richting", "schakel"
UITSPRAKEN = [SCHAKEL, "bron", *TELLINGEN.values(), "n_ikcs"]
CODERINGEN = ["paar", "wat", "eerste", "tweede", "n"]


def name_statements(gesprekken: pd.DataFrame) -> pd.DataFrame:
    """Add `sleutel`: what is the same statement at the same IKC and source has the same one.

    That is its number (`uitspraak`), or else its quote where a coder is named, or else the row itself: without either
    nobody knows that two rows are one statement. Of one coder, the same quote twice on one link is two statements.
    """
    number, quote = gesprekken["uitspraak"].map(fold), gesprekken["citaat"].map(fold)
    coder = gesprekken["codeur"].map(fold)
    again = gesprekken.groupby([gesprekken["ikc"], gesprekken["bron"], quote, coder, gesprekken[SCHAKEL]]).cumcount()
    row = pd.Series(range(len(gesprekken)), gesprekken.index).astype(str)
    key = "nummer|" + number
    key = key.where(number != "", "citaat|" + quote + "|" + again.astype(str))
    key = key.where((number != "") | ((quote != "") & (coder != "")), "rij|" + row)
    return gesprekken.assign(sleutel=key, codeur=coder)


def merge_coders(gesprekken: pd.DataFrame) -> pd.DataFrame:
    """Give each statement once for each link that all of its coders gave it.

    Returns
    -------
    ikc, bron, sleutel, schakel, richting (`oneens` where its coders differ: that counts neither as + nor as -).
    """
    rows = name_statements(gesprekken)
    rows = rows.assign(**{SCHAKEL: rows[SCHAKEL].str.split(TUSSEN, regex=False)}).explode(SCHAKEL)
    coders = rows.groupby(CODERING)["codeur"].nunique().rename("n_codeurs")
    of_link = rows.groupby([*CODERING, SCHAKEL], sort=False).agg(
        gaven=("codeur", "nunique"), richtingen=(RICHTING, "nunique"), richting=(RICHTING, "first")
    )
    merged = of_link.reset_index().merge(coders.reset_index(), on=CODERING)
    merged = merged[merged["gaven"] == merged["n_codeurs"]]
    direction = merged[RICHTING].mask(merged["richtingen"] > 1, ONEENS)
    return merged.assign(richting=direction)[[*CODERING, SCHAKEL, RICHTING]].reset_index(drop=True)


def count_uitspraken(gesprekken: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Count the statements of each link by source and direction; `bron` alle is all sources together.

    Returns
    -------
    One row per schakel x bron: n_plus, n_nul, n_min, n_oneens (zeros too) and at how many IKCs it was said (`n_ikcs`).
    No rows without statements: what nobody asked is not zero.
    """
    if gesprekken.empty:
        return pd.DataFrame(columns=UITSPRAKEN)
    own = merge_coders(gesprekken)
    both = pd.concat([own.assign(bron=ALLE), own], ignore_index=True)
    index = pd.MultiIndex.from_product(
        [codebook.keten.namen, [ALLE, *codebook.values("gespreksbron")]], names=[SCHAKEL, "bron"]
    )
    counts = both.groupby([SCHAKEL, "bron", RICHTING]).size().unstack(fill_value=0)
    counts = counts.reindex(index=index, columns=list(TELLINGEN), fill_value=0).rename(columns=TELLINGEN)
    ikcs = both.groupby([SCHAKEL, "bron"])["ikc"].nunique().reindex(index, fill_value=0)
    return counts.astype("Int64").assign(n_ikcs=ikcs.astype("Int64")).reset_index()[UITSPRAKEN]


def count_coderingen(gesprekken: pd.DataFrame) -> pd.DataFrame:
    """Count what two coders gave the same statement: which direction, and which link.

    Coders are numbered, never named. Rows without a coder are of nobody.

    Returns
    -------
    One row per pair of coders (`paar`: `1 en 2`) x `wat` (richting, schakel) x what the first and the second gave: `n`.
    """
    rows = name_statements(gesprekken[gesprekken["codeur"] != ""]) if len(gesprekken) else gesprekken
    if rows.empty:
        return pd.DataFrame(columns=CODERINGEN)
    coders = sorted(rows["codeur"].unique())
    numbers = {coder: place for place, coder in enumerate(coders, 1)}
    once = (
        rows.sort_values(SCHAKEL)
        .groupby([*CODERING, "codeur"])
        .agg(schakel=(SCHAKEL, lambda values: TUSSEN.join(dict.fromkeys(values))), richting=(RICHTING, _one_direction))
    )
    once = once.reset_index()
    parts = [
        _cross(once, first, second, wat).assign(paar=f"{numbers[first]} en {numbers[second]}", wat=wat)
        for first, second in combinations(coders, 2)
        for wat in (RICHTING, SCHAKEL)
    ]
    found = pd.concat([pd.DataFrame(columns=CODERINGEN), *parts], ignore_index=True)
    return found[CODERINGEN]


def _one_direction(values: pd.Series) -> str:
    """Give the direction of a coder who gave a statement more links; where these differ, both, as one value."""
    return TUSSEN.join(sorted(set(values)))


def _cross(once: pd.DataFrame, first: str, second: str, wat: str) -> pd.DataFrame:
    sides = [once.loc[once["codeur"] == coder, [*CODERING, wat]] for coder in (first, second)]
    both = sides[0].merge(sides[1], on=CODERING, suffixes=("_1", "_2"))
    names = {f"{wat}_1": "eerste", f"{wat}_2": "tweede"}
    return both.rename(columns=names).groupby(["eerste", "tweede"]).size().rename("n").reset_index()


def list_citaten(gesprekken: pd.DataFrame, study: Study) -> pd.DataFrame:
    """List the quotes that the study allows, one row per quote and link; never one that may hold a name.

    Returns
    -------
    ikc, schakel, bron, richting, citaat; of a statement on which coders differ in direction nothing is quoted.
    """
    columns = ["ikc", SCHAKEL, "bron", RICHTING, "citaat"]
    if gesprekken.empty:
        return pd.DataFrame(columns=columns)
    rows = name_statements(gesprekken)
    named = rows.groupby(CODERING)["naam_mogelijk"].transform("any")
    allowed = [may_quote(study.citaten, *of) for of in zip(rows["ikc"], rows["bron"], rows["uitspraak"], strict=True)]
    quotes = rows[pd.Series(allowed, rows.index, dtype=bool) & ~named & (rows["citaat"] != "")]
    quotes = quotes.drop_duplicates(CODERING)[[*CODERING, "citaat"]]
    merged = merge_coders(gesprekken)
    told = merged[merged[RICHTING] != ONEENS].merge(quotes, on=CODERING)
    told = told.assign(citaat=told["citaat"].map(lambda text: " ".join(text.split())))
    return told[columns].drop_duplicates().reset_index(drop=True)
