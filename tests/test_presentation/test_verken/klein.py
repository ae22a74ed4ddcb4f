"""A study of two IKCs and nine children, small enough to count by hand."""

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.codebook import load_codebook
from analysis.presentation.rapport import make_rapport
from analysis.presentation.verken import Studie
from analysis.study import Study

KINDEREN = [
    # ikc, meting, kind, groep, bouw, geslacht, marks
    ("A", "nulmeting", "k1", 4, "middenbouw", "meisje", ["druk", "ambulant_gezin"]),
    ("A", "nulmeting", "k2", 4, "middenbouw", "jongen", ["druk", "regels"]),
    ("A", "nulmeting", "k3", 4, "middenbouw", "jongen", ["rouw"]),
    ("A", "nulmeting", "k4", None, "onbekend", "meisje", ["druk"]),
    ("A", "nulmeting", "k5", 7, "bovenbouw", "onbekend", ["opstandig"]),
    ("A", "eindmeting", "k6", 4, "middenbouw", "meisje", ["druk", "ambulant_kind"]),
    ("A", "eindmeting", "k7", 4, "middenbouw", "meisje", ["druk"]),
]
"""IKC A was inventoried per child at both metingen. IKC B delivered counts at the first, and nothing at the second."""

ENROLLED_IN_GROEP_4 = 6
LABELS = {code: (soort, domein) for soort, domein, code in load_codebook().codes[["soort", "domein", "code"]].values}


def klein(formulier: tuple[str, ...] | None = None) -> Studie:
    """Make the study; `formulier` are the codes on the form of IKC A (nothing: everything was asked)."""
    study = Study(
        folder=Path("klein"),
        naam="Klein",
        metingen=(
            {"meting": "nulmeting", "peildatum": date(2019, 2, 1), "informant": "leerkracht"},
            {"meting": "eindmeting", "peildatum": date(2021, 6, 1), "informant": "leerkracht"},
        ),
        ikcs=({"ikc": "A", "naam": "De Wilgen"}, {"ikc": "B", "naam": "Ús Plak", "rol": "vergelijking"}),
    )
    return Studie(make_rapport(study, load_codebook(), "alle", "intern", {}), tables(formulier))


def tables(formulier: tuple[str, ...] | None) -> dict[str, pd.DataFrame]:
    """Write the tidy tables out."""
    columns = ["ikc", "meting", "kind", "groep", "bouw", "geslacht"]
    children = pd.DataFrame([row[:6] for row in KINDEREN], columns=columns).astype({"groep": "Int64"})
    children = children.assign(
        klas="", invuller="", informant="leerkracht", hoofdrapport=True, rij=range(len(KINDEREN))
    )
    marks = [(*row[:6], *LABELS[code], code) for row in KINDEREN for code in row[6]]
    forms = [("A", meting, code) for meting in ("nulmeting", "eindmeting") for code in formulier or ()]
    inventories = [("A", "nulmeting", "kinderen"), ("A", "eindmeting", "kinderen"), ("B", "nulmeting", "tellingen")]
    pupils = [(f"c{n}", "", "A", 4) for n in range(ENROLLED_IN_GROEP_4)] + [("c8", "", "A", 7), ("c9", "", "A", None)]
    pupils += [("b1", "", "B", 4), ("b2", "", "B", 4)]
    counts = [("B", "nulmeting", "middenbouw", "kindproblematiek", "externaliserend", "alle", 1)]
    return {
        "kinderen": children,
        "inventarisatie": pd.DataFrame(marks, columns=[*columns, "soort", "domein", "code"]).assign(hoofdrapport=True),
        "formulieren": pd.DataFrame(forms, columns=["ikc", "meting", "code"], dtype="str"),
        "inventarisaties": pd.DataFrame(inventories, columns=["ikc", "meting", "vorm"]).assign(informant="leerkracht"),
        "tellingen": pd.DataFrame(
            counts, columns=["ikc", "meting", "bouw", "soort", "domein", "code", "aantal"]
        ).astype({"aantal": "Int64"}),
        "leerlingen": pd.DataFrame(pupils, columns=["client", "kind", "ikc", "groep"])
        .astype({"groep": "Int64"})
        .assign(klas="", van=pd.Timestamp("2018-08-01"), tot=pd.Timestamp("2022-07-31")),
        "populatie": pd.DataFrame(columns=["ikc", "meting", "bouw", "aantal_kinderen"]),
    }
