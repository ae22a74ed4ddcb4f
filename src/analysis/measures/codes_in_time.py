"""A codebook that changes: what was asked at a meting, under the names that the codes have in the end."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.measures.pairs import PAIR, list_pairs
from analysis.study import ALLE, Study

MOMENT = ["ikc", "meting"]
KINDEREN = "kinderen"
ASKED_NOTHING = "-"
"""A code that no codebook has: of a form on which nothing stood that was asked at that meting."""
VERSIE = ["versie", "formulier"]
"""Which questions an indicator is made of: by the codebook, and by the form of an inventory."""
_PLACE = ["soort", "domein", "code"]
Tables = dict[str, pd.DataFrame]


def follow_codes(tables: Tables, study: Study, codebook: Codebook) -> Tables:
    """Give the tables of the inventory with every code under its last name, and what was asked at each meting.

    A mark of a code that another took the place of counts as that one. What several codes became was asked where all of
    those that held on the peildatum were; a telling of one of several is none of the whole, and has no row. Nothing
    changes where the codebook names no days.
    """
    if not codebook.geldigheid:
        return tables
    return {
        **tables,
        "formulieren": _list_forms(tables, study, codebook),
        "inventarisatie": _rename_marks(tables["inventarisatie"], codebook),
        "tellingen": _rename_counts(tables["tellingen"], study, codebook),
    }


def asked_on(day: date, codebook: Codebook) -> dict[str, set[str]]:
    """Give the codes asked on a day by their last name, each with the codes that it was then asked as."""
    found: dict[str, set[str]] = {}
    for code in codebook.codes["code"]:
        if codebook.is_asked(code, day):
            found.setdefault(codebook.last_name(code), set()).add(code)
    return found


def _list_forms(tables: Tables, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give per inventory the codes that were asked: on its form, or all that held where the form is not known."""
    inventoried = tables["inventarisaties"]
    forms = tables["formulieren"].groupby(MOMENT)["code"].agg(set).to_dict()
    days = {item.meting: item.peildatum for item in study.metingen}
    rows = []
    for ikc, meting in inventoried.loc[inventoried["vorm"] == KINDEREN, MOMENT].itertuples(index=False):
        asked = asked_on(days[meting], codebook)
        form = forms.get((ikc, meting))
        names = [name for name, parts in asked.items() if form is None or parts <= form]
        rows += [(ikc, meting, name) for name in names or [ASKED_NOTHING]]
    return pd.DataFrame(rows, columns=[*MOMENT, "code"], dtype="str")


def _rename_marks(marks: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    renamed = _with_names(marks, codebook)
    key = [name for name in ("ikc", "meting", "kind", "informant", "hoofdrapport", "code") if name in renamed]
    return renamed.drop_duplicates(key, ignore_index=True)


def _rename_counts(tellingen: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    days = {item.meting: item.peildatum for item in study.metingen}
    parts = {meting: asked_on(day, codebook) for meting, day in days.items()}
    whole = [
        code == ALLE or len(parts[meting].get(codebook.last_name(code), ())) == 1
        for meting, code in zip(tellingen["meting"], tellingen["code"], strict=True)
    ]
    return _with_names(tellingen[pd.Series(whole, tellingen.index, dtype=bool)], codebook).reset_index(drop=True)


def _with_names(rows: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Give rows their last code, with its soort and domein."""
    name = rows["code"].map(codebook.last_name).astype(rows["code"].dtype)
    place = codebook.codes.set_index("code")[["soort", "domein"]]
    moved = (name != rows["code"]).to_numpy()
    found = {column: rows[column].mask(moved, name.map(place[column])) for column in ("soort", "domein")}
    return rows.assign(code=name, **found)


def add_versions(counts: pd.DataFrame, formulieren: pd.DataFrame, study: Study, codebook: Codebook) -> pd.DataFrame:
    """Add to counts which questions each domain and soort is made of; of a single code both are empty.

    `versie` are the codes that the codebook has at that meting, `formulier` those on the form of that inventory; empty
    where the form is not known (an IKC that delivered counts).
    """
    held = [(item.meting, code) for item in study.metingen for code in asked_on(item.peildatum, codebook)]
    of_study = _join_codes(pd.DataFrame(held, columns=["meting", "code"], dtype="str"), ["meting"], codebook)
    of_forms = _join_codes(formulieren.astype(dict.fromkeys(MOMENT, "str")), MOMENT, codebook)
    rows = counts.merge(of_study.rename("versie").reset_index(), on=["meting", *_PLACE], how="left")
    rows = rows.merge(of_forms.rename("formulier").reset_index(), on=[*MOMENT, *_PLACE], how="left")
    return rows.fillna({"versie": "", "formulier": ""})


def _join_codes(rows: pd.DataFrame, by: list[str], codebook: Codebook) -> pd.Series:
    """Give per moment, soort and domein the codes in it, as one text."""
    own = rows.merge(codebook.codes[["soort", "domein", "code"]], on="code").assign(deel=lambda t: t["code"], code=ALLE)
    every = pd.concat([own, own.assign(domein=ALLE)]).sort_values("deel", kind="stable")
    return every.groupby([*by, "soort", "domein", "code"])["deel"].agg(" ".join)


def differ(first: pd.DataFrame, second: pd.DataFrame) -> np.ndarray:
    """Tell of two sides (`versie`, `formulier`), row by row, whether other questions were asked; unknown is not."""
    versie, formulier = ([side[name].fillna("").to_numpy() for side in (first, second)] for name in VERSIE)
    other = [(a != b) & (a != "") & (b != "") for a, b in (versie, formulier)]
    return other[0] | other[1]


def lack_a_question(changes: pd.DataFrame, study: Study, codebook: Codebook) -> np.ndarray:
    """Tell of each pair of metingen (`van`, `naar`) whether its indicator was not asked at one of them.

    By the days in the codebook; a domain is asked where any code of it is.
    """
    if not codebook.geldigheid:
        return np.zeros(len(changes), dtype=bool)
    held = [(item.meting, code) for item in study.metingen for code in asked_on(item.peildatum, codebook)]
    codes = pd.DataFrame(held, columns=["meting", "code"]).join(codebook.codes.set_index("code")[_PLACE[:2]], on="code")
    levels = [codes, codes.assign(code=ALLE), codes.assign(domein=ALLE, code=ALLE)]
    asked = pd.MultiIndex.from_frame(pd.concat(levels)[["meting", *_PLACE]].drop_duplicates())
    sides = [~pd.MultiIndex.from_frame(changes[[side, *_PLACE]]).isin(asked) for side in PAIR]
    return sides[0] | sides[1]


def list_changed_questions(indicatoren: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Tell per IKC and pair of metingen whether other signals, or other care, were asked.

    Returns
    -------
    ikc, van, naar, `signaal_anders` and `zorg_anders`; with `alle`: whether that holds for any IKC.
    """
    soorten = indicatoren[(indicatoren["bouw"] == ALLE) & (indicatoren["domein"] == ALLE)].sort_values("soort")
    rows = list_pairs(indicatoren, study)[["ikc", *PAIR]]
    found = {}
    for aard in ("signaal", "zorg"):
        joined = soorten[soorten["aard"] == aard].groupby(MOMENT)[VERSIE].agg("|".join)
        sides = [joined.reindex(pd.MultiIndex.from_frame(rows[["ikc", side]])) for side in PAIR]
        found[f"{aard}_anders"] = differ(*sides)
    own = rows.assign(**found)
    own = own[own["ikc"] != ALLE]
    whole = own.groupby(PAIR, as_index=False, sort=False)[list(found)].any().assign(ikc=ALLE)
    return pd.concat([own, whole], ignore_index=True)
