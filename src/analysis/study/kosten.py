"""The `kosten` of study.yml: price level, scenarios, and assumptions; without one its part of the report stays out."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(_Frozen):
    """An assumption with its low, middle and high value."""

    laag: float
    midden: float
    hoog: float


class Aandeel(_Frozen):
    """An assumed share with its low, middle and high value, each between 0 and 1."""

    laag: float = Field(ge=0, le=1)
    midden: float = Field(ge=0, le=1)
    hoog: float = Field(ge=0, le=1)


class CasusScenarios(_Frozen):
    """Which scenarios of one case are compared, where that differs from the study's."""

    referentiescenario: str
    interventiescenario: str


class Sroi(_Frozen):
    """What of the avoided costs may be claimed; without these assumptions no social return is computed.

    `verdeeld`: the amounts of the cases are totals, spread evenly over the `jaren`; else they come back every year.
    """

    deadweight: Aandeel
    attributie: Aandeel
    verdringing: Aandeel
    afname: Aandeel
    jaren: int = Field(default=1, ge=1)
    verdeeld: bool = False


class FteKosten(_Frozen):
    """One full-time professional for individual indications together: hours, weeks, cost, non-productive share."""

    uren_per_week: float = Field(default=36, gt=0)
    weken: float = Field(default=52, gt=0)
    kosten_eur: float = Field(gt=0)
    aandeel_niet_productief: float = Field(default=0.0, ge=0, lt=1)


class Investering(_Frozen):
    """What a payer puts in: an amount per case or per year, a number of times."""

    betaler: str
    eenheid: Literal["casus", "jaar"]
    bedrag: float
    aantal: float = Field(default=1, ge=0)


REKENSOMMEN = ("sroi", "opschaling", "terugverdienen")
"""The sums over assumptions that a public edition shows only when a study asks for them."""
Rekensom = Literal["sroi", "opschaling", "terugverdienen"]
ZAAD, TREKKINGEN = 20190301, 10_000
"""The seed and the number of draws where a study names none."""


class Opschaling(_Frozen):
    """To how many cases the mean saving is scaled up, and the investments beside it."""

    casussen: int = Field(gt=0)
    investeringen: tuple[Investering, ...] = ()


class Zorgklasse(_Frozen):
    """A class of intensity of care for those whose path is unknown: how many, and what each costs a year."""

    klasse: str
    n_casussen: int = Field(ge=0)
    per_jaar_laag: float
    per_jaar_midden: float
    per_jaar_hoog: float


CasusNummer = Annotated[
    str, BeforeValidator(lambda value: f"{int(value):02d}" if str(value).strip().isdigit() else value)
]


class Kosten(_Frozen):
    """Price level, discount rate, which scenario is the reference, the CPI (year-on-year, per cent), assumptions.

    `toelichting` is a sentence on where the cases come from, shown with them; `per_casus` names the scenarios of single
    cases; `zaad` and `trekkingen` are the seed and the draws of the Monte Carlo. `sroi`, `jok_kosten_per_jaar`, `fte`
    and `opschaling` are assumptions of the researcher: without them their part of the report stays out. What is
    reckoned with them is for the internal edition; `openbare_rekensommen` names what the public one shows too: a social
    return, the mean times so many cases (`opschaling`), how many cases cover a year (`terugverdienen`).
    """

    toelichting: str = ""
    peiljaar: int | None = None
    discontovoet: float = 0.0225
    referentiescenario: str = "zonder_jok"
    interventiescenario: str = "met_jok"
    cpi: dict[int, float] = Field(default_factory=dict)
    per_casus: dict[CasusNummer, CasusScenarios] = Field(default_factory=dict)
    openbare_rekensommen: tuple[Rekensom, ...] = ()
    zaad: int = Field(default=ZAAD, ge=0)
    trekkingen: int = Field(default=TREKKINGEN, ge=1_000, le=1_000_000)
    sroi: Sroi | None = None
    jok_post: str = "JOK"
    jok_kosten_per_jaar: Band | None = None
    fte: FteKosten | None = None
    opschaling: Opschaling | None = None
    zorgklassen: tuple[Zorgklasse, ...] = ()
    zorgklassen_jaren: float = Field(default=1, gt=0)


PARTS_OF_KOSTEN: dict[str, type[BaseModel]] = {
    "per_casus": CasusScenarios, "sroi": Sroi, "jok_kosten_per_jaar": Band, "fte": FteKosten, "opschaling": Opschaling,
    "investeringen": Investering, "zorgklassen": Zorgklasse,
    **dict.fromkeys(("deadweight", "attributie", "verdringing", "afname"), Aandeel),
}  # fmt: skip


def check_bands(kosten: Kosten) -> list[str]:
    """Low, middle and high of an assumption run up; anything else is a slip of the pen."""
    names = ("deadweight", "attributie", "verdringing", "afname")
    bands = {f"`kosten.sroi.{name}`": _ends(getattr(kosten.sroi, name)) for name in names if kosten.sroi}
    if kosten.jok_kosten_per_jaar:
        bands["`kosten.jok_kosten_per_jaar`"] = _ends(kosten.jok_kosten_per_jaar)
    for item in kosten.zorgklassen:
        ends = (item.per_jaar_laag, item.per_jaar_midden, item.per_jaar_hoog)
        bands[f"`kosten.zorgklassen` {item.klasse}"] = ends
    return [
        f"{name}: laag, midden en hoog lopen niet op ({low:g}, {middle:g}, {high:g})."
        for name, (low, middle, high) in bands.items()
        if not low <= middle <= high
    ]


def _ends(band: Band | Aandeel) -> tuple[float, float, float]:
    return band.laag, band.midden, band.hoog
