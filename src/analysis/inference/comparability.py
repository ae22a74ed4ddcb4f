"""What makes two metingen hard to compare: another informant, a disturbing period."""

from datetime import date

import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.measures.informants import fill_informants
from analysis.measures.pairs import PAIR, list_pairs, shared_only
from analysis.study import ALLE, Study

SEPARATOR = "; "


def describe_comparability(
    changes: pd.DataFrame, inventarisaties: pd.DataFrame, study: Study, invullers: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Add to each pair of metingen who reported, whether that changed, and which disturbing periods it touches.

    `informant_gewisseld` is true when both informants are known and they are not the same; for `alle` when that holds
    for any IKC that was inventoried at both. An unknown informant is no proof of a change, and none of the reverse:
    it is shown as `onbekend`. `invullers`, from `count_invullers`, tells which persons filled in; without it nobody
    knows: `n_invullers_van`, `n_invullers_naar` and `invullers` are then missing.
    """
    informants = _pair_informants(inventarisaties, study)
    described = changes.merge(informants, on=["ikc", "van", "naar"], how="left")
    described = described.fillna({"informant_van": "", "informant_naar": ""})
    switched = described["informant_gewisseld"].astype("boolean").fillna(False).astype(bool)
    described = described.assign(informant_gewisseld=switched, storend=_storend_per_row(described, study))
    if invullers is None:
        unknown = pd.array([pd.NA] * len(described), dtype="Int64")
        return described.assign(n_invullers_van=unknown, n_invullers_naar=unknown, invullers="")
    return described.merge(invullers, on=["ikc", "van", "naar"], how="left").fillna({"invullers": ""})


def mark_questions(changes: pd.DataFrame, vragen: pd.DataFrame | None, without_care: pd.Series) -> pd.DataFrame:
    """Add `codeboek_anders`: whether other signals, or (where care is part of it) other care, were asked."""
    if vragen is None:
        return changes.assign(codeboek_anders=False)
    found = changes[["ikc", "van", "naar"]].merge(vragen, on=["ikc", "van", "naar"], how="left")
    flags = {
        name: found[f"{name}_anders"].astype("boolean").fillna(False).to_numpy(dtype=bool)
        for name in ("signaal", "zorg")
    }
    return changes.assign(codeboek_anders=flags["signaal"] | (flags["zorg"] & ~without_care.to_numpy(dtype=bool)))


def storende_periodes_between(van: date, naar: date, study: Study) -> str:
    """Name the disturbing periods that overlap the time from one peildatum to the other, both days included.

    That is so when a peildatum lies in the period, and when the whole period lies between the two.
    """
    names = [period.naam for period in study.storend_in(van, naar)]
    return SEPARATOR.join(dict.fromkeys(names))


def _storend_per_row(changes: pd.DataFrame, study: Study) -> pd.Series:
    days = {meting.meting: meting.peildatum for meting in study.metingen}
    pairs = changes[["van", "naar"]].drop_duplicates()
    names = {
        (van, naar): storende_periodes_between(days[van], days[naar], study)
        for van, naar in pairs.itertuples(index=False)
    }
    found = [names[pair] for pair in zip(changes["van"], changes["naar"], strict=True)]
    return pd.Series(found, index=changes.index, dtype=str)


def _pair_informants(inventarisaties: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per ikc and pair of metingen both informants; `alle` joins those of the IKCs with both metingen."""
    known = fill_informants(inventarisaties, study)
    pairs = list_pairs(inventarisaties, study)
    rows = pairs.loc[pairs["ikc"] != ALLE, ["ikc", *PAIR]]
    for side in ("van", "naar"):
        of_side = known.rename(columns={"meting": side, "informant": f"informant_{side}"})
        rows = rows.merge(of_side, on=["ikc", side], how="left")
    parts = zip(*(rows[f"informant_{side}"].fillna(ONBEKEND).map(_parts) for side in ("van", "naar")), strict=True)
    switched = [van != naar and ONBEKEND not in van | naar for van, naar in parts]
    rows = rows.assign(informant_gewisseld=pd.Series(switched, index=rows.index, dtype=bool))
    return pd.concat([rows, _join_informants(shared_only(rows.dropna(), pairs))], ignore_index=True)


def _join_informants(pairs: pd.DataFrame) -> pd.DataFrame:
    def join(values: pd.Series) -> str:
        return SEPARATOR.join(sorted({part for value in values for part in _parts(value)}))

    if pairs.empty:
        return pairs.head(0)
    joined = pairs.groupby(["van", "naar"], as_index=False).agg(
        informant_van=("informant_van", join),
        informant_naar=("informant_naar", join),
        informant_gewisseld=("informant_gewisseld", "any"),
    )
    return joined.assign(ikc=ALLE)


def _parts(informant: str) -> frozenset[str]:
    return frozenset(part.strip() for part in informant.split(";") if part.strip())
