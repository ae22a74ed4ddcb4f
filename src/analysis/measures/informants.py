"""Who filled in the lists: the kind of informant, and where it is delivered which persons, as codes."""

import pandas as pd

from analysis.codebook import ONBEKEND
from analysis.measures.pairs import PAIR, list_pairs
from analysis.study import Study

MOMENT = ["ikc", "meting"]
DEZELFDE, DEELS, ANDERE = "dezelfde", "deels", "andere"
INVULLERS = ["n_invullers_van", "n_invullers_naar", "invullers"]


def fill_informants(inventarisaties: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per ikc x meting the kind of informant: as delivered, else the one in study.yml, else onbekend."""
    of_study = {meting.meting: meting.informant for meting in study.metingen}
    informant = inventarisaties["informant"].fillna("").astype("str")
    unknown = informant.isin(["", ONBEKEND])
    filled = informant.mask(unknown, inventarisaties["meting"].map(of_study).fillna(ONBEKEND))
    return inventarisaties[MOMENT].assign(informant=filled.mask(filled == "", ONBEKEND))


def count_invullers(kinderen: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Count the persons who filled in each inventory, and compare those of two metingen.

    Known where at least `statistiek.klas_bekend_vanaf` of the children have one. Unit: a person, by the code that was
    delivered (`invuller`), within an IKC.

    Returns
    -------
    One row per ikc x pair of metingen of which both are known: `n_invullers_van`, `n_invullers_naar`, and `invullers`:
    dezelfde, deels or andere persons.
    """
    persons = _list_persons(kinderen, study)
    rows = [
        (
            ikc,
            van,
            naar,
            *(len(persons[ikc][name]) for name in (van, naar)),
            _compare(persons[ikc][van], persons[ikc][naar]),
        )
        for ikc, van, naar in list_pairs(kinderen, study)[["ikc", *PAIR]].itertuples(index=False)
        if {van, naar} <= set(persons.get(ikc, {}))
    ]
    return pd.DataFrame(rows, columns=["ikc", "van", "naar", *INVULLERS]).astype(
        {"n_invullers_van": "Int64", "n_invullers_naar": "Int64"}
    )


def _list_persons(kinderen: pd.DataFrame, study: Study) -> dict[str, dict[str, frozenset[str]]]:
    rows = kinderen[kinderen["hoofdrapport"].astype(bool)]
    known = rows.assign(bekend=(rows["invuller"] != "").astype(float)).groupby(MOMENT)["bekend"].transform("mean")
    rows = rows[(known >= study.statistiek.klas_bekend_vanaf) & (rows["invuller"] != "")]
    persons: dict[str, dict[str, frozenset[str]]] = {}
    for (ikc, meting), names in rows.groupby(MOMENT)["invuller"]:
        persons.setdefault(ikc, {})[meting] = frozenset(names)
    return persons


def _compare(first: frozenset[str], second: frozenset[str]) -> str:
    if first == second:
        return DEZELFDE
    return DEELS if first & second else ANDERE
