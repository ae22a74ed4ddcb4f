"""`ikc check`: every problem of every delivery at once, and what was read, kept and set aside per file."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding, only_fouten
from analysis.intake.deliveries import DELIVERIES
from analysis.study import Study
from analysis.study.numbers import with_points
from analysis.tidy.consistency import RAW
from analysis.tidy.kindcodes import count_kindcodes
from analysis.tidy.ledger import GELEZEN
from analysis.tidy.tidy_study import TidyStudy, judge_study

Judge = Callable[[dict[str, pd.DataFrame], Study, Codebook], list[Melding]]


@dataclass(frozen=True)
class CheckReport:
    """The verdict on the deliveries: messages, an overview per file (rows in, kept, set aside), what is missing.

    `kindcodes` counts per IKC and meting how the codes of inventory and leerlingen meet (`count_kindcodes`).
    """

    meldingen: tuple[Melding, ...]
    bestanden: pd.DataFrame
    apart: pd.DataFrame
    niet_geleverd: tuple[str, ...]
    kindcodes: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def fouten(self) -> tuple[Melding, ...]:
        """The messages that block a run."""
        return tuple(only_fouten(self.meldingen))

    @property
    def waarschuwingen(self) -> tuple[Melding, ...]:
        """The messages that do not block a run."""
        return tuple(melding for melding in self.meldingen if melding.ernst == "waarschuwing")

    def als_tekst(self) -> str:
        """Give the whole verdict as a reader sees it: files, reasons, what is missing, messages, conclusion."""
        parts = [
            _table_text("Bestanden", self.bestanden, ["gelezen", "behouden", "apart"]),
            _table_text("Apart gezet", self.apart, ["rijen"]),
            _table_text("Kindcodes per IKC en meting", self.kindcodes, [*self.kindcodes.columns[2:]]),
            f"Niet geleverd: {', '.join(self.niet_geleverd)}." if self.niet_geleverd else "",
            _messages_text("Fouten", self.fouten),
            _messages_text("Waarschuwingen", self.waarschuwingen),
            _conclusion(len(self.fouten), len(self.waarschuwingen)),
        ]
        return "\n\n".join(part for part in parts if part)


def check_study(study: Study, codebook: Codebook, *more: Judge) -> CheckReport:
    """Read and judge all deliveries; nothing is written and nothing raised for what a delivery holds.

    `more` are later rooms' judgements on the tidy tables (cost lines, letters of the PDF); this room may not know them.
    """
    tidy = judge_study(study, codebook)
    missing = [name for name in DELIVERIES if not _was_delivered(name, tidy.grootboek, tidy.meldingen)]
    meldingen = [*tidy.meldingen, *(melding for judge in more for melding in judge(tidy.tables, study, codebook))]
    meldingen += _report_no_inventory(tidy)
    return CheckReport(
        tuple(meldingen),
        _overview(tidy.grootboek),
        _reasons(tidy.grootboek),
        tuple(missing),
        _kindcodes(tidy.tables, study),
    )


def _report_no_inventory(tidy: TidyStudy) -> list[Melding]:
    """Say that there is nothing to show signals of, unless a fout already tells why."""
    if len(tidy.tables["inventarisaties"]) or only_fouten(tidy.meldingen):
        return []
    tekst = "er is geen inventarisatie; de rapporten hebben dan geen signalen en geen zorg."
    advies = "Zet de lijsten in data/raw/inventarisatie/<meting>/, of aantallen in inventarisatie_tellingen."
    return [Melding(RAW, tekst, "waarschuwing", (), advies, "geen_inventarisatie")]


def _kindcodes(tables: dict[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Give the counts of kindcodes where both an inventory per child and leerlingen with kindcodes were delivered."""
    counts = count_kindcodes(tables, study)
    return counts if counts["leerlingen"].any() else counts.head(0)


def _was_delivered(name: str, grootboek: pd.DataFrame, meldingen: list[Melding]) -> bool:
    """A delivery counts as given when there is a file of it, whatever is wrong with that file."""
    files = [*grootboek["bestand"], *(melding.bestand for melding in meldingen)]
    places = [file.split("#")[0].removeprefix("data/raw/").casefold() for file in files]
    if name in ("inventarisatie", "toewijzingen"):
        return any(place.startswith(f"{name}/") for place in places)
    stems = {place.rsplit(".", 1)[0].replace(" ", "_").replace("-", "_") for place in places}
    if name == "casussen_gepubliceerd":
        return any(stem.endswith("gepubliceerd") for stem in stems)
    return name in stems


def _overview(grootboek: pd.DataFrame) -> pd.DataFrame:
    """One row per file: rows read, kept, set aside. They add up, because the ledger closes."""
    per_file = grootboek.groupby("bestand", sort=False)
    read = grootboek[grootboek["stap"] == GELEZEN].set_index("bestand")["rijen_in"]
    table = pd.DataFrame({"behouden": per_file["rijen_door"].last(), "apart": per_file["rijen_apart"].sum()})
    return table.assign(gelezen=read)[["gelezen", "behouden", "apart"]].reset_index()


def _reasons(grootboek: pd.DataFrame) -> pd.DataFrame:
    taken = grootboek[grootboek["rijen_apart"] > 0]
    return taken[["bestand", "reden", "rijen_apart"]].rename(columns={"rijen_apart": "rijen"}).reset_index(drop=True)


def _table_text(title: str, table: pd.DataFrame, numbers: list[str]) -> str:
    if table.empty:
        return ""
    shown = table.astype(dict.fromkeys(numbers, "int64")).map(_cell_text)
    widths = {name: max(len(name), shown[name].str.len().max()) for name in shown.columns}
    rows = [dict(zip(shown.columns, shown.columns, strict=True)), *shown.to_dict("records")]
    lines = [
        "  ".join(f"{row[name]:>{widths[name]}}" if name in numbers else f"{row[name]:<{widths[name]}}" for name in row)
        for row in rows
    ]
    return "\n".join([title, *(f"  {line.rstrip()}" for line in lines)])


def _cell_text(value: object) -> str:
    return with_points(value) if isinstance(value, int) else str(value)


def _messages_text(title: str, meldingen: tuple[Melding, ...]) -> str:
    return "\n\n".join([f"{title} ({len(meldingen)})", *(m.als_tekst() for m in meldingen)]) if meldingen else ""


def _conclusion(fouten: int, waarschuwingen: int) -> str:
    warned = "1 waarschuwing" if waarschuwingen == 1 else f"{waarschuwingen} waarschuwingen"
    if not fouten:
        return f"In orde: geen fouten, {warned}."
    return f"{'1 fout' if fouten == 1 else f'{fouten} fouten'} en {warned}. Herstel de fouten; daarna kan `ikc run`."
