"""What the IKCs deliver: populatie, inventories of children, and counts; in the style of whoever filled it in."""

from pathlib import Path

import numpy as np
import pandas as pd

from .dirt import (
    STIJLEN,
    Stijl,
    double_rows,
    load_spellings,
    spell_column,
    spell_groep,
    spell_header,
    spell_marks,
    style_of,
)
from .files import write_csv, write_xlsx
from .scenario import BOUWEN, Scenario


def roles(scenario: Scenario) -> dict[str, int]:
    """Name the comparison IKCs with a way of their own, as far as there are enough of them.

    `tellingen` delivers counts only, `geen_nameting` misses its second inventory, `gedeeld_a` and `gedeeld_b` share one
    file at the first meting, `niet_koppelbaar` renumbers its children at every meting.
    """
    names = ("tellingen", "geen_nameting", "gedeeld_a", "gedeeld_b", "niet_koppelbaar")
    others = range(scenario.pilots + 1, scenario.ikcs)
    return dict(zip(names, others, strict=False))


def renumber_children(reports: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Give the children of the IKC that cannot be linked a code that holds for one meting only."""
    chosen = reports["ikc"] == roles(scenario).get("niet_koppelbaar", -1)
    years = {meting: dag.year for meting, dag, _ in scenario.momenten()}
    fresh = (
        reports["meting"].map(years).astype(str)
        + "-"
        + (reports.groupby(["ikc", "meting"]).cumcount() + 1).astype(str).str.zfill(3)
    )
    return reports.assign(kindcode=reports["kindcode"].where(~chosen, fresh))


def write_populatie(counts: pd.DataFrame, scenario: Scenario, folder: Path) -> None:
    """Write populatie.csv: comma-separated, one bouw misspelled, one row twice."""
    codes = np.array(scenario.codes())
    bouw = counts["bouw"].to_numpy().astype(object)
    bouw[np.flatnonzero(bouw == "middenbouw")[3::10]] = load_spellings()["bouwen_verschreven"]["middenbouw"]
    rows = pd.DataFrame(
        {
            "IKC": codes[counts["ikc"]],
            "Meting": counts["meting"],
            "Bouw": bouw,
            "Aantal kinderen": counts["aantal_kinderen"].astype(str),
        }
    )
    write_csv(folder / "populatie.csv", double_rows(rows, [17]), scheiding=",")


def write_inventarisaties(
    reports: pd.DataFrame,
    codes: list[str],
    labels: dict[str, str],
    scenario: Scenario,
    rng: np.random.Generator,
    folder: Path,
) -> None:
    """Write the inventories: a file per IKC and meting, some CSV and some XLSX; two IKCs share one file once."""
    role = roles(scenario)
    shared = {role.get("gedeeld_a"), role.get("gedeeld_b")} if "gedeeld_b" in role else set()
    for number, (meting, _, _) in enumerate(scenario.momenten()):
        rows, target = reports[reports["meting"] == meting], folder / "inventarisatie" / meting
        for ikc in range(scenario.ikcs):
            missing = ikc == role.get("tellingen") or (ikc == role.get("geen_nameting") and number == 1)
            missing = missing or not scenario.delivers(ikc, number)
            if missing or (number == 0 and ikc in shared):
                continue
            name = target / scenario.codes()[ikc]
            write_inventory(
                rows[rows["ikc"] == ikc],
                codes,
                labels,
                style_of(ikc, scenario.jaren.style_moment(number)),
                scenario,
                rng,
                name,
            )
        if number == 0 and shared:
            pair = sorted(shared)
            name = target / "_".join(scenario.codes()[ikc] for ikc in pair)
            write_inventory(rows[rows["ikc"].isin(pair)], codes, labels, STIJLEN[7], scenario, rng, name, with_ikc=True)


def write_inventory(
    reports: pd.DataFrame,
    codes: list[str],
    labels: dict[str, str],
    stijl: Stijl,
    scenario: Scenario,
    rng: np.random.Generator,
    path: Path,
    with_ikc: bool = False,
) -> None:
    """Write one inventory in its style; children without a mark mostly have no row, and one row is there twice."""
    marked = (
        reports[codes].any(axis=1)
        | (rng.random(len(reports)) < stijl.leeg)
        | reports["kindcode"].duplicated(keep=False)
    )
    rows = spell_inventory(reports[marked], codes, labels, stijl, scenario, rng, with_ikc)
    rows = double_rows(rows, [11] if stijl.opmerkingen else [])
    if stijl.vorm == "csv":
        write_csv(path.with_suffix(".csv"), rows, stijl.codering, stijl.scheiding)
    else:
        cells = [[int(v) if v.isdecimal() and v == str(int(v)) else v for v in row] for row in rows.to_numpy()]
        write_xlsx(path.with_suffix(".xlsx"), list(rows.columns), cells, "Inventarisatie")


def spell_inventory(
    reports: pd.DataFrame,
    codes: list[str],
    labels: dict[str, str],
    stijl: Stijl,
    scenario: Scenario,
    rng: np.random.Generator,
    with_ikc: bool,
) -> pd.DataFrame:
    """Turn reports into the text of a file: headers, marks, groepen and informants as this IKC writes them."""
    words, k = load_spellings(), stijl.koppen
    head = {spell_column("inventarisatie", "kindcode", k): reports["kindcode"].to_numpy()}
    if with_ikc:
        head = {spell_column("inventarisatie", "ikc", k): np.array(scenario.codes())[reports["ikc"]], **head}
    head |= spell_klassen(reports, stijl, rng)
    if "gezin" in reports:
        head[spell_column("inventarisatie", "gezin", k)] = ("g" + reports["gezin"].astype(str)).to_numpy()
    if stijl.geslacht:
        spell = {sex: forms[k % len(forms)] for sex, forms in words["geslachten"].items()}
        head[spell_column("inventarisatie", "geslacht", k)] = reports["geslacht"].map(spell).to_numpy()
    if stijl.informant:
        spell = {name: forms[k % len(forms)] for name, forms in words["informanten"].items()}
        head[spell_column("inventarisatie", "informant", k)] = reports["informant"].map(spell).to_numpy()
    marks = spell_marks(reports[codes].to_numpy(dtype=bool), stijl.kruisje, rng)
    columns = [spell_header(code, labels, k) for code in codes]
    tail = {
        "opmerkingen": rng.choice(["", "", "", "zie dossier", "besproken in ZAT", "één gesprek gehad"], len(reports))
    }
    table = pd.concat([pd.DataFrame(head), pd.DataFrame(marks, columns=columns)], axis=1)
    return table.assign(**tail) if stijl.opmerkingen else table


def spell_klassen(reports: pd.DataFrame, stijl: Stijl, rng: np.random.Generator) -> dict[str, np.ndarray | list[str]]:
    """Write groep, and where classes are planted klas and invuller: `3a` in one column, or `3` and `a` in two."""
    names = {name: spell_column("inventarisatie", name, stijl.koppen) for name in ("groep", "klas", "invuller")}
    if "klas" not in reports:
        return {names["groep"]: spell_groep(reports["groep"], stijl.groep, rng)}
    lettered = reports["klas"].str.fullmatch(r"\d[a-z]") & (stijl.groep == "letter")
    form = "getal" if stijl.groep == "letter" else stijl.groep
    groep = pd.Series(spell_groep(reports["groep"], form, rng), index=reports.index)
    klas = reports["klas"].str.replace(r"^\d(?=[a-z]$)", "", regex=True).mask(lettered, "")
    values = (groep.mask(lettered, reports["klas"]), klas, reports["invuller"])
    return {header: part.to_numpy() for header, part in zip(names.values(), values, strict=True)}


def count_tellingen(reports: pd.DataFrame, marks: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Count the children per meting, bouw and code for the IKC that delivers counts; whole domains and soorten too.

    A domein whose name is also a code (verblijf) is left out: there the name means the code.
    """
    ikc = roles(scenario).get("tellingen", -1)
    rows = reports[(reports["ikc"] == ikc) & ~reports["dubbel"]]
    flags = {code: rows[code] for code in marks["code"]}
    for level in ("domein", "soort"):
        for name, group in marks.groupby(level, sort=False):
            flags.setdefault(name, rows[list(group["code"])].any(axis=1))
    wide = rows[["meting", "bouw", "informant"]].assign(**flags)
    counts = wide.groupby(["meting", "bouw", "informant"], sort=False).sum().reset_index()
    counts = counts.loc[counts["bouw"].map(list(BOUWEN).index).sort_values(kind="stable").index]
    long = counts.melt(["meting", "bouw", "informant"], var_name="code", value_name="aantal")
    return long[["meting", "bouw", "code", "aantal", "informant"]]


def write_tellingen(counts: pd.DataFrame, scenario: Scenario, folder: Path) -> None:
    """Write inventarisatie_tellingen.csv, when some IKC delivers counts only."""
    if not counts.empty:
        ikc = scenario.codes()[roles(scenario)["tellingen"]]
        rows = counts.assign(aantal=counts["aantal"].astype(str))
        rows.insert(0, "ikc", ikc)
        write_csv(folder / "inventarisatie_tellingen.csv", rows)
