"""What a study is: study.yml, read once into frozen objects, every problem of the file in one message."""

import difflib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from analysis.errors import InvoerFout, Melding
from analysis.study.gesprekken import Citaten, check_citaten
from analysis.study.kosten import PARTS_OF_KOSTEN, Kosten, check_bands
from analysis.study.names import check_names
from analysis.study.opdracht import Colofon, Zin
from analysis.study.participation import check_participation
from analysis.study.placeholders import find_placeholders, is_placeholder
from analysis.study.plan import Plan, check_plan
from analysis.study.verhalen import Verhaal, check_verhalen, told_cases
from analysis.study.yaml_text import YamlText, as_text, compose, no_yaml

STUDY_FILE = "study.yml"
REPORTS = "reports"
ALLE = "alle"
GEEN_IKC = "geen"
RESERVED = {ALLE, GEEN_IKC, "resultaten", "onderzoeksrapport"}
"""Codes that an IKC cannot have: words of the result tables, and folders beside the reports."""
DEFAULT_BOUWEN = {"voorschool": (0,), "onderbouw": (1, 2, 3), "middenbouw": (4, 5), "bovenbouw": (6, 7, 8)}


class _RewrittenNumber(int):
    """A number that YAML reads as another one than is written: `010` is 8, `0x1` is 1. `written` is the text."""

    written: str = ""


def _read_code(value: Any) -> Any:
    """Give a code as text; one that YAML would change (`010`, `yes`, `1:30`) is refused, for nobody would see it."""
    if isinstance(value, bool | _RewrittenNumber | float | date):
        raise PydanticCustomError("zonder_aanhalingstekens", "", {"written": getattr(value, "written", "")})
    return str(value) if isinstance(value, int) else value


Code = Annotated[str, BeforeValidator(_read_code), Field(min_length=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Meting(_Frozen):
    """One measurement: its name, its day, and who filled in the inventory."""

    meting: Code
    peildatum: date
    informant: str = "onbekend"


class Ikc(_Frozen):
    """One integraal kindcentrum; `start_jok` is the day its jeugdondersteuner started, None where there is none.

    `gemeente` is where it is, in a study of more than one gemeente: the index shows it, and finds an IKC by it.
    It takes part from `van` up to and including `tot`; without these, always. `opvolger_van` names the IKCs that it
    came from, on the day `van`: one that goes on under another code, two or more that became one, or one that was
    split.
    """

    ikc: Code
    naam: str = ""
    gemeente: str = ""
    rol: Literal["pilot", "vergelijking"] = "pilot"
    start_jok: date | None = None
    van: date | None = None
    tot: date | None = None
    opvolger_van: tuple[Code, ...] = ()

    @property
    def heeft_jok(self) -> bool:
        """Tell whether there is a jeugdondersteuner."""
        return self.start_jok is not None or self.rol == "pilot"

    def takes_part(self, day: date) -> bool:
        """Tell whether the IKC takes part in the study on a day."""
        return (self.van is None or self.van <= day) and (self.tot is None or day <= self.tot)


class Toewijzingen(_Frozen):
    """The period that toewijzingen cover, the gap within which two are one traject, and what counts as short.

    Mean durations and costs of trajecten are up to `horizon_maanden`; less where the last period was followed shorter.
    """

    van: date | None = None
    tot: date | None = None
    traject_gat_dagen: int = Field(default=90, ge=0)
    kort_maanden: int = Field(default=6, gt=0)
    horizon_maanden: int = Field(default=12, gt=0)


class StorendePeriode(_Frozen):
    """A period in which something else moved the numbers, such as corona."""

    naam: str
    van: date
    tot: date


class PrimaireIndicator(_Frozen):
    """An indicator named before the data are read, with the direction hoped for."""

    indicator: str
    richting: Literal["stijging", "daling"]


class Publicatie(_Frozen):
    """How the public edition keeps small groups unknown.

    `afronden`: every count is rounded to `afronding` and all other numbers are computed from the rounded ones.
    `onderdrukken`: counts below `drempel`, and complements, are left out, and what would give them back. Of described
    cases without consent amounts are only shown merged, over `minimum_casussen` or more.
    `openbare_woorden` may stand in it although a column with personal data has them too: a village, an institution.
    An IKC with fewer than `klein_ikc` children at a meting is named to who signs a publication. What one kind of
    source said in conversations is told apart only when it was said at `minimum_ikcs_bron` IKCs or more. Hours of a
    jeugdondersteuner are multiples of `afronding_uren`.
    """

    methode: Literal["afronden", "onderdrukken"] = "afronden"
    drempel: int = Field(default=5, ge=0)
    afronding: Literal[5] | None = 5
    openbare_woorden: tuple[str, ...] = ()
    klein_ikc: int = Field(default=50, ge=0)
    minimum_casussen: int = Field(default=3, ge=3)
    minimum_ikcs_bron: int = Field(default=3, ge=2)
    afronding_uren: int = Field(default=10, ge=5)

    @property
    def basis(self) -> int:
        """What counts are rounded to in the public edition; 0 where they are not."""
        return (self.afronding or 5) if self.methode == "afronden" else 0


class Statistiek(_Frozen):
    """Below these minima no statement is made; `alfa` is the two-sided level.

    `minimum_kinderen` also decides whether a percentage is shown (of trajecten too), `minimum_gevallen` counts the
    cases of both metingen together. `minimum_dubbel` and `minimum_gemerkt` are of the children with two reports: the
    marks of each informant, and the children whom at least one of them marked (see `inference.detection`).
    `kleinste_cel`: with a smaller cell those reports are taken as independent; None is the drempel of the publication.
    `minimum_per_kwartaal` is the mean of toewijzingen in a series, `minimum_kwartalen` how long that of one IKC is at
    least for a model of its own (a shorter one finds a fall of 40 per cent in 3 to 14 per cent); `minimum_ikcs` the
    IKCs in a role for an interval; a quarter is disturbed with at least `storend_deel` of its days in a disturbing
    period. From the share `klas_bekend_vanaf` of children with a class on, a list goes by class; where no class is
    known, the report says how much wider a margin would be with classes of `klas_grootte` children and a likeness of
    `icc_aannemelijk`. `gezocht_verschil` is the difference between IKCs with and without (as a share) of which the
    report says how often it would be found. The agreement of two coders has an estimate from `minimum_codeurs`
    statements on. Where the part of the enrolled children that is on the list differs by more
    than `lijst_verschil`, the list itself changed. A trend asks for `minimum_metingen_trend` metingen that compare;
    from that many on, the steps from each meting to the next are a series. Where nobody is followed from meting to
    meting, a child is taken to keep its mark as far as `samen_aannemelijk`, and the part `vertrek_aannemelijk` of the
    children to leave per year. The hours of a jeugdondersteuner moved to the front when the share
    of the front rose by `inzet_verschil` or more, from the first to the last half-year with at least `inzet_uren` hours
    in at least `inzet_maanden` months, these two `inzet_halfjaren` half-years or more apart.
    """

    minimum_kinderen: int = Field(default=20, ge=1)
    minimum_gevallen: int = Field(default=5, ge=0)
    minimum_dubbel: int = Field(default=5, ge=1)
    minimum_gemerkt: int = Field(default=8, ge=1)
    kleinste_cel: int | None = Field(default=None, ge=0)
    minimum_per_kwartaal: float = Field(default=5, gt=0)
    minimum_kwartalen: int = Field(default=24, ge=1)
    minimum_ikcs: int = Field(default=3, ge=2)
    minimum_codeurs: int = Field(default=10, ge=2)
    storend_deel: float = Field(default=0.5, gt=0, le=1)
    klas_bekend_vanaf: float = Field(default=0.9, gt=0, le=1)
    icc_aannemelijk: float = Field(default=0.05, ge=0, lt=1)
    minimum_metingen_trend: int = Field(default=4, ge=4)
    samen_aannemelijk: float = Field(default=0.5, ge=0, le=1)
    vertrek_aannemelijk: float = Field(default=0.15, ge=0, le=1)
    klas_grootte: float = Field(default=22, gt=1)
    gezocht_verschil: float = Field(default=0.08, gt=0, lt=1)
    lijst_verschil: float = Field(default=0.1, ge=0, le=1)
    inzet_verschil: float = Field(default=0.1, gt=0, le=1)
    inzet_uren: float = Field(default=40, gt=0)
    inzet_maanden: int = Field(default=3, ge=2, le=6)
    inzet_halfjaren: int = Field(default=2, ge=1)
    alfa: float = Field(default=0.05, gt=0, lt=1)


class Identiteit(_Frozen):
    """When numbers of children are not to be trusted, and when a list tells who is there.

    With more than `hoogstens_tegenstrijdig` children of an IKC who go back a groep, skip more than one or change sex
    under one kindcode, the codes may have been handed out anew. From the share `koppelbaar_vanaf` of an inventory's
    kindcodes on that leerlingen knows, its children are followed by leerlingen. An inventory with the share
    `volledig_vanaf` of the enrolled children or more tells who is there, one with fewer only who has a mark. Client
    numbers in scientific notation are a fout when they are more than the share `wetenschappelijk_vanaf` of a file's
    rows.
    """

    hoogstens_tegenstrijdig: int = Field(default=3, ge=0)
    koppelbaar_vanaf: float = Field(default=0.9, gt=0, le=1)
    volledig_vanaf: float = Field(default=0.9, gt=0, le=1)
    wetenschappelijk_vanaf: float = Field(default=0.1, ge=0, lt=1)


class Weergave(_Frozen):
    """What a report draws and writes of what may be shown: the points a curve needs at least, the highest limit of a
    detection ratio that is written, the children from which a share in a table has a decimal, and how many times its
    lower limit the upper limit of a ratio may be before there is nothing to say but that it is wide."""

    minimum_punten: int = Field(default=3, ge=2)
    hoogste_detectie: float = Field(default=20, gt=1)
    decimaal_vanaf: int = Field(default=1000, ge=1)
    te_ruim_vanaf: float = Field(default=4, gt=1)


class Voorstellen(_Frozen):
    """When the first meting of an IKC proposes a goal; each asks that the whole margin is on that side of 'the same'.

    `onderbouw`: in that bouw at most this part of the share of the other bouwen together. `ratio_ext_int`: so many
    times as many children with externalising as with internalising signals. `samenhang`: an odds ratio of child and
    family problems below this. `zorg_bij_probleem`: of the children with a problem fewer than this part has care.
    `eerste_tweede`: fewer than so many children with first-line care per child with second-line care.
    """

    bouw: str = "onderbouw"
    onderbouw: float = Field(default=0.6, gt=0, le=1)
    ratio_ext_int: float = Field(default=2, ge=1)
    samenhang: float = Field(default=2, ge=1)
    zorg_bij_probleem: float = Field(default=0.5, gt=0, le=1)
    eerste_tweede: float = Field(default=1, gt=0)


class Bewaren(_Frozen):
    """How long what is kept: working copies so many days after they were made, deliveries up to and including a day.

    `grondslag` is the law, agreement or plan that these come from, in the study's own words.
    """

    werkbestanden_dagen: int | None = Field(default=None, ge=0)
    interne_editie_dagen: int | None = Field(default=None, ge=0)
    leveringen_tot: date | None = None
    grondslag: str = ""


class Profiel(_Frozen):
    """The scale on which an IKC scores itself, from `schaal_laag` to `schaal_hoog`; the higher, the better it goes."""

    schaal_laag: float = 1
    schaal_hoog: float = 5


class DubbeleRapporten(_Frozen):
    """Children whom both kinds of informant reported on, and whether the study may lean on them.

    Only where they were drawn at random (`trekking: willekeurig`), `minimum_kinderen` at least, may a change be judged
    after taking the difference between informants off. Of children that were chosen, or nobody knows how, it may not.
    """

    trekking: Literal["willekeurig", "gekozen", "onbekend"] = "onbekend"
    minimum_kinderen: int = Field(default=30, ge=1)


class Study(_Frozen):
    """A study folder and its settings. Shapes and units as in study.yml; metingen are in order of time.

    `echt`: the deliveries of an invented study (`synthetisch`) that are real: published cases, figures of CBS.
    """

    folder: Path
    naam: str
    gemeente: str = ""
    gemeentecode: str = ""
    synthetisch: bool = False
    echt: tuple[Literal["casussen", "cbs"], ...] = ()
    sleutelbestand: str = ""
    gegevens_datum_: date | None = Field(default=None, alias="gegevens_datum")
    metingen: tuple[Meting, ...] = ()
    ikcs: tuple[Ikc, ...] = ()
    bouwen: dict[str, tuple[int, ...]] = Field(default_factory=lambda: dict(DEFAULT_BOUWEN))
    toewijzingen: Toewijzingen = Toewijzingen()
    storende_periodes: tuple[StorendePeriode, ...] = ()
    primaire_indicatoren: tuple[PrimaireIndicator, ...] = ()
    controle_indicatoren: tuple[Code, ...] = ()
    publicatie: Publicatie = Publicatie()
    statistiek: Statistiek = Statistiek()
    identiteit: Identiteit = Identiteit()
    weergave: Weergave = Weergave()
    voorstellen: Voorstellen = Voorstellen()
    bewaren: Bewaren = Bewaren()
    kosten: Kosten = Kosten()
    verhalen: tuple[Verhaal, ...] = ()
    citaten: tuple[Citaten, ...] = ()
    dubbele_rapporten: DubbeleRapporten = DubbeleRapporten()
    profiel: Profiel = Profiel()
    plan: Plan = Plan()
    voorwoord: str = ""
    aanbevelingen: tuple[Zin, ...] = ()
    colofon: Colofon = Colofon()

    @cached_property
    def vertelde_casussen(self) -> frozenset[str]:
        """Cases that may be told in public: somebody agreed, or a source published them."""
        return told_cases(self.verhalen)

    @property
    def raw(self) -> Path:
        """Folder of the deliveries."""
        return self.folder / "data" / "raw"

    @property
    def processed(self) -> Path:
        """Folder of the tidy tables; written only by us."""
        return self.folder / "data" / "processed"

    @property
    def reports(self) -> Path:
        """Folder of the reports; written only by us."""
        return self.folder / REPORTS

    @cached_property
    def _bouw_per_groep(self) -> dict[int, str]:
        return {groep: bouw for bouw, groepen in self.bouwen.items() for groep in groepen}

    def bouw_of_groep(self, groep: int) -> str | None:
        """Give the bouw of a groep (0 is voorschool), None for a groep outside the study's bouwen."""
        return self._bouw_per_groep.get(groep)

    def storend_in(self, van: date, tot: date) -> tuple[StorendePeriode, ...]:
        """Give the disturbing periods that touch the days from `van` up to and including `tot`."""
        return tuple(item for item in self.storende_periodes if item.van <= tot and item.tot >= van)

    def naam_of_ikc(self, ikc: str) -> str:
        """Give the IKC's name as readers know it; the code where it has none; 'Alle IKC's' for `alle`."""
        if ikc == ALLE:
            return "Alle IKC's"
        return self._naam_per_ikc.get(ikc, ikc)

    @cached_property
    def _naam_per_ikc(self) -> dict[str, str]:
        return {item.ikc: item.naam or item.ikc for item in self.ikcs}

    @cached_property
    def ikc_codes(self) -> tuple[str, ...]:
        """Codes of the IKCs in the order of study.yml."""
        return tuple(item.ikc for item in self.ikcs)

    @property
    def meting_namen(self) -> tuple[str, ...]:
        """Names of the metingen in order of time."""
        return tuple(item.meting for item in self.metingen)

    @property
    def kleinste_cel(self) -> int:
        """Smallest cell of a table of children with two reports that an estimate may follow from, in every edition."""
        given = self.statistiek.kleinste_cel
        return self.publicatie.drempel if given is None else given

    @property
    def begin_datum(self) -> date | None:
        """First day that the study is about: of the peildata, the starts and the toewijzingen; None when none is."""
        days = [meting.peildatum for meting in self.metingen]
        days += [item.start_jok for item in self.ikcs if item.start_jok]
        return min([*days, *([self.toewijzingen.van] if self.toewijzingen.van else [])], default=None)

    @property
    def gegevens_datum(self) -> date | None:
        """Day to which the data run: as given, else the last of peildata and the end of the toewijzingen."""
        days = [meting.peildatum for meting in self.metingen]
        days += [self.toewijzingen.tot] if self.toewijzingen.tot else []
        return self.gegevens_datum_ or max(days, default=None)


def load_study(folder: Path | str) -> Study:
    """Read `<folder>/study.yml`; raises InvoerFout with every problem of the file at once."""
    folder = Path(folder).expanduser().resolve()
    content, lines = _read_yaml(folder)
    left_over = find_placeholders(content, STUDY_FILE)
    try:
        study = Study(folder=folder, **content)
    except ValidationError as error:
        wrong = [item for item in error.errors() if not is_placeholder(item["input"])]
        raise InvoerFout([*left_over, *(_melding_of_error(item, content, lines) for item in wrong)]) from None
    problems = [*left_over, *_check_study(study)]
    if problems:
        raise InvoerFout(problems)
    ordered = tuple(sorted(study.metingen, key=lambda meting: meting.peildatum))
    return study.model_copy(update={"metingen": ordered})


class _StudyLoader(yaml.SafeLoader):
    """The safe loader, with a date that does not exist (31 February) left as text for the models to report."""


def _construct_int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    """Read a whole number, and keep what is written where that is something else than the number itself."""
    number = loader.construct_yaml_int(node)
    if str(number) == node.value.lstrip("+"):
        return number
    rewritten = _RewrittenNumber(number)
    rewritten.written = node.value
    return rewritten


def _construct_date(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return loader.construct_scalar(node)


_StudyLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)
_StudyLoader.add_constructor("tag:yaml.org,2002:int", _construct_int)


def _read_yaml(folder: Path) -> tuple[dict[str, Any], YamlText]:
    path = folder / STUDY_FILE
    if not path.is_file():
        raise InvoerFout(
            [Melding(STUDY_FILE, "dit bestand ontbreekt in de studiemap.", code="geen_study_yml",
                     advies="Geef de studiemap met `ikc --study MAP ...`, of maak er een met `ikc new MAP`.")]
        )  # fmt: skip
    node = compose(path, STUDY_FILE)
    lines = as_text(node)
    try:
        content = _StudyLoader("").construct_document(node) if node else None
    except (yaml.YAMLError, ValueError):
        raise InvoerFout([no_yaml(STUDY_FILE, "het bestand")]) from None
    if not isinstance(content, dict):
        raise InvoerFout([Melding(STUDY_FILE, "het bestand is leeg of geen lijst van instellingen.", code="geen_yaml")])
    content.pop("folder", None)
    return {str(key): value for key, value in content.items() if value is not None}, lines


_WHAT = {
    "missing": "ontbreekt",
    "extra_forbidden": "is geen bekende instelling",
    "date_from_datetime_parsing": "is geen datum; schrijf jjjj-mm-dd",
    "date_type": "is geen datum; schrijf jjjj-mm-dd",
    "date_parsing": "is geen datum; schrijf jjjj-mm-dd",
    "int_parsing": "is geen geheel getal",
    "int_type": "is geen geheel getal",
    "int_from_float": "is geen geheel getal",
    "float_parsing": "is geen getal",
    "float_type": "is geen getal",
    "bool_parsing": "is niet true of false",
    "string_type": "is geen tekst",
    "zonder_aanhalingstekens": "leest YAML niet zoals het er staat",
    "string_too_short": "is leeg",
    "tuple_type": "is geen lijst",
    "dict_type": "is geen groep van instellingen",
    "model_type": "is geen groep van instellingen",
    "model_attributes_type": "is geen groep van instellingen",
}


def what_is_wrong(error: Any) -> str:
    """Word what pydantic found wrong with a value: `is geen getal`, `moet kleiner zijn dan 1`."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return f"moet een van deze zijn: {str(context.get('expected', '')).replace(' or ', ', ')}"
    if "greater" in kind or "less" in kind:
        limit = next(iter(context.values()), "")
        size = "groter" if "greater" in kind else "kleiner"
        return f"moet {size} zijn dan{' of gelijk aan' if 'equal' in kind else ''} {limit}"
    return _WHAT.get(kind, "heeft een waarde die niet kan")


def _melding_of_error(error: Any, content: dict[str, Any], lines: YamlText) -> Melding:
    place = _place_in(content, error["loc"]) or "het bestand"
    line = lines.line(tuple(part if isinstance(part, int) else str(part) for part in error["loc"]))
    kind = error["type"]
    what = what_is_wrong(error)
    value = error["input"]
    written = getattr(value, "written", value)
    given = "" if kind == "missing" or isinstance(value, dict | list) else f" (er staat: {written})"
    closest = _closest_setting(error) if kind == "extra_forbidden" else None
    advies = f"Bedoelde u `{closest}`?" if closest else "Pas study.yml aan."
    if kind in ("string_type", "zonder_aanhalingstekens") and isinstance(value, bool | int | float | date):
        advies = "Zet er aanhalingstekens om" + (f': "{written}".' if not isinstance(value, bool) else ".")
    where = f"regel {line}: " if line else ""
    text = f"{where}`{place}` {what}{given if kind != 'extra_forbidden' else ''}."
    return Melding(STUDY_FILE, text, advies=advies, code=kind)


def _place_in(content: Any, parts: tuple[Any, ...]) -> str:
    """Give the place of a setting as its reader counts: the first of a list is 1, a key that is a number is itself."""
    names: list[str] = []
    for part in parts:
        names.append(str(part + 1) if isinstance(content, list) else str(part))
        known = content if isinstance(content, dict) else dict(enumerate(content if isinstance(content, list) else []))
        content = known.get(part)
    return ".".join(names)


_SECTIONS: dict[str, type[BaseModel]] = {
    "metingen": Meting, "ikcs": Ikc, "toewijzingen": Toewijzingen, "storende_periodes": StorendePeriode,
    "primaire_indicatoren": PrimaireIndicator, "publicatie": Publicatie, "statistiek": Statistiek,
    "identiteit": Identiteit, "weergave": Weergave, "voorstellen": Voorstellen, "bewaren": Bewaren,
    "kosten": Kosten, "verhalen": Verhaal, "citaten": Citaten,
    "dubbele_rapporten": DubbeleRapporten, "profiel": Profiel,
    "plan": Plan, "colofon": Colofon,
}  # fmt: skip


def _closest_setting(error: Any) -> str | None:
    above = [str(part) for part in error["loc"][:-1]]
    model = _SECTIONS.get(above[0], Study) if above else Study
    model = next((PARTS_OF_KOSTEN[part] for part in reversed(above[1:]) if part in PARTS_OF_KOSTEN), model)
    known = [field.alias or name for name, field in model.model_fields.items() if name != "folder"]
    return next(iter(difflib.get_close_matches(str(error["loc"][-1]), known, n=1, cutoff=0.6)), None)


def _check_study(study: Study) -> list[Melding]:
    """Check what one field alone cannot show: doubles, order of time, overlapping bouwen."""
    texts: list[str] = []
    if len(study.metingen) == 1:
        texts.append("`metingen` heeft er 1; een vergelijking vraagt er minstens twee.")
    named = {"metingen": study.meting_namen, "ikcs": study.ikc_codes}
    for name, values in (named | {"controle_indicatoren": study.controle_indicatoren}).items():
        doubled = sorted({value for value in values if values.count(value) > 1})
        texts += [f"`{name}` noemt {value} meer dan één keer." for value in doubled]
    days = [meting.peildatum for meting in study.metingen]
    if len(set(days)) < len(days):
        texts.append("`metingen` heeft twee keer dezelfde peildatum.")
    reserved = sorted(RESERVED & {code.casefold() for code in study.ikc_codes})
    texts += [f"`ikcs` gebruikt de code {code}; die is gereserveerd." for code in reserved]
    texts += check_names(study)
    texts += check_participation(study.ikcs, [meting.peildatum for meting in study.metingen])
    both = {item.indicator for item in study.primaire_indicatoren} & set(study.controle_indicatoren)
    texts += [f"{code} staat bij `primaire_indicatoren` en bij `controle_indicatoren`." for code in sorted(both)]
    groepen = [groep for values in study.bouwen.values() for groep in values]
    doubled_groepen = sorted({groep for groep in groepen if groepen.count(groep) > 1})
    texts += [f"`bouwen`: groep {groep} staat in meer dan één bouw." for groep in doubled_groepen]
    if ALLE in study.bouwen:
        texts.append("`bouwen` gebruikt de naam alle; die is gereserveerd.")
    if study.kleinste_cel < study.publicatie.drempel:
        texts.append(
            "`statistiek.kleinste_cel` is kleiner dan `publicatie.drempel`: kleine cellen volgen dan uit marges."
        )
    if study.profiel.schaal_hoog <= study.profiel.schaal_laag:
        texts.append("`profiel`: schaal_hoog is niet groter dan schaal_laag.")
    if study.echt and not study.synthetisch:
        texts.append("`echt` zegt wat er in een verzonnen studie wel echt is; deze studie is niet `synthetisch`.")
    texts += [*check_bands(study.kosten), *check_verhalen(study.verhalen)]
    texts += check_citaten(study.citaten, study.ikc_codes)
    texts += [f"`plan`: {text}" for text in check_plan(study.plan)]
    periods = [(p.naam, p.van, p.tot) for p in study.storende_periodes]
    periods += [("toewijzingen", study.toewijzingen.van, study.toewijzingen.tot)]
    texts += [
        f"`{naam}`: de einddatum ligt voor de begindatum." for naam, van, tot in periods if van and tot and tot < van
    ]
    return [Melding(STUDY_FILE, text, advies="Pas study.yml aan.", code="studie_tegenstrijdig") for text in texts]
