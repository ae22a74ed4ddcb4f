"""A list to fill in per IKC and meting, on request with the children who are enrolled on its peildatum."""

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.exchange.columns import INVENTORY, Column, columns_of_template
from analysis.exchange.workbook import write_template
from analysis.intake.files import read_file
from analysis.intake.ikcs import match_ikcs
from analysis.intake.places import find_places
from analysis.study import STUDY_FILE, Meting, Study
from analysis.tidy.dates import is_open_end, tidy_dates

FOLDER = "sjablonen"
LEERLINGEN = "leerlingen"


def write_inventories(study: Study, codebook: Codebook, prefilled: bool = False) -> list[Path]:
    """Write `sjablonen/inventarisatie/<meting>/inventarisatie_<meting>_<ikc>.xlsx` for each IKC and meting.

    Put in data/raw as they are, they are read with their IKC and meting. `prefilled` gives each child that leerlingen
    has at the IKC on the peildatum a row with its kindcode, groep and klas. A file that is there already stays as it is
    (someone may have filled it in): in a later year only the new lists are written, and given. Raises InvoerFout, and
    writes nothing, when every list is there or there is nobody to fill in. An IKC gets a list for the metingen at which
    it takes part, with the signals and care that the codebook has on that day.
    """
    moments = [
        (item.ikc, meting) for meting in study.metingen for item in study.ikcs if item.takes_part(meting.peildatum)
    ]
    paths = {moment: _path(study, *moment) for moment in moments}
    _check(study, list(paths.values()))
    paths = {moment: path for moment, path in paths.items() if not path.exists()}
    children = enrolled_children(study, codebook) if prefilled else None
    columns = [column for column in columns_of_template(INVENTORY, codebook, study) if column.naam != "ikc"]
    for (ikc, meting), path in paths.items():
        rows = [] if children is None else rows_of(children, ikc, meting)
        asked = [column for column in columns if codebook.is_asked(column.naam, meting.peildatum)]
        write_template(path, INVENTORY, _with_informant(asked, meting), codebook, f"{ikc} {meting.meting}", rows)
    return list(paths.values())


def _path(study: Study, ikc: str, meting: Meting) -> Path:
    folder = study.folder / FOLDER / INVENTORY / meting.meting
    return folder / f"{INVENTORY}_{meting.meting}_{ikc}.xlsx"


def _check(study: Study, paths: list[Path]) -> None:
    there = [path.relative_to(study.folder).as_posix() for path in paths if path.exists()]
    if there and len(there) == len(paths):
        tekst = "alle sjablonen staan er al; ze worden niet overschreven, want iemand kan ze hebben ingevuld."
        raise InvoerFout(
            [Melding(f"{FOLDER}/{INVENTORY}", tekst, regels=tuple(there[:12]), code="sjabloon_bestaat",
                     advies="Noem een nieuwe meting in study.yml, of verplaats de lijsten die u opnieuw wilt.")]
        )  # fmt: skip
    if not paths:
        raise InvoerFout([Melding(STUDY_FILE, "er zijn geen IKC's of geen metingen genoemd.", advies="Vul ze in.")])


def _with_informant(columns: list[Column], meting: Meting) -> list[Column]:
    """Leave the informant out where study.yml says who fills in the whole meting."""
    return [column for column in columns if column.naam != "informant" or meting.informant == "onbekend"]


def enrolled_children(study: Study, codebook: Codebook) -> pd.DataFrame:
    """Give the leerlingen with their own kindcodes: ikc, kindcode, groep, klas (texts), van, tot (NaT: still there).

    Trap: these are no pseudonyms. They go into the list of the IKC that gave them out, and nowhere else.
    """
    paths = find_places(study, codebook).files[LEERLINGEN]
    tables = [
        table for path in paths for table in read_file(path, study, codebook, LEERLINGEN, b"-", as_delivered=True)
    ]
    fouten = [melding for table in tables for melding in table.meldingen if melding.ernst == "fout"]
    if fouten or not tables:
        tekst, advies = "er is geen levering leerlingen om de lijsten mee te vullen.", "Laat --vooraf-ingevuld weg."
        missing = Melding("data/raw", tekst, advies=advies, code="geen_leerlingen")
        raise InvoerFout(fouten or [missing])
    rows = pd.concat([table.rows for table in tables], ignore_index=True).astype("str")
    tot = tidy_dates(rows["tot"])
    return pd.DataFrame(
        {
            "ikc": match_ikcs(rows["ikc"], study),
            "kindcode": rows["kind"],
            "groep": rows["groep"],
            "klas": rows["klas"],
            "van": tidy_dates(rows["van"]),
            "tot": tot.mask(is_open_end(tot)),
        }
    )


def rows_of(children: pd.DataFrame, ikc: str, meting: Meting) -> list[dict[str, Any]]:
    """Give kindcode, groep and klas of the children at an IKC on the peildatum, each once (the latest begun counts)."""
    day = pd.Timestamp(meting.peildatum)
    there = (children["van"] <= day) & (children["tot"].isna() | (children["tot"] >= day))
    own = children[(children["ikc"] == ikc) & there & (children["kindcode"] != "")]
    latest = own.sort_values("van", kind="stable").drop_duplicates("kindcode", keep="last")
    return latest.sort_values(["groep", "kindcode"])[["kindcode", "groep", "klas"]].to_dict("records")
