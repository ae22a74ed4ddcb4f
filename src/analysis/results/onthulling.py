"""The part of a card that says how its table is disclosed: a part for each way of publishing, and special steps."""

from pydantic import BaseModel, ConfigDict, Field


class Deel(BaseModel):
    """A part of a card: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Regel(Deel):
    """A rule of suppression: the count `tel` and what falls when it, or the rest of its total, is too small.

    `tel` is guarded (times `maal`, for a share whose numerator is no column); too small is below the study's threshold,
    or below `tot`. `van` is its total: the rest is guarded as well, for "all but two" tells as much as "two". `nul_mag`
    and `rest_nul_mag`: a zero may be shown. `waar`: only rows with these values. What falls: `wist` is emptied, `woord`
    gets another text, `rond` is rounded to whole percentage points. `stil`: the row is not marked, only a detail fell.
    """

    tel: str
    maal: str = ""
    van: str = ""
    tot: float | None = None
    nul_mag: bool = False
    rest_nul_mag: bool = False
    waar: dict[str, tuple[str, ...]] = {}
    wist: tuple[str, ...] = ()
    woord: dict[str, str] = {}
    rond: tuple[str, ...] = ()
    stil: bool = False

    @property
    def bewaakt(self) -> set[str]:
        """The columns that this rule guards."""
        return {*self.wist, *self.woord, *self.rond}

    @property
    def genoemd(self) -> set[str]:
        """Every column that this rule names."""
        return self.bewaakt | {self.tel, *self.waar} | ({self.maal, self.van} - {""})


class Weglaten(Deel):
    """What this way of publishing leaves out whatever the counts, for few read it and much would follow from it.

    Every row, or only those with the values of `waar`; a row with any of the values of `behalve` stays.
    """

    waar: dict[str, tuple[str, ...]] = {}
    behalve: dict[str, tuple[str, ...]] = {}
    wist: tuple[str, ...] = ()
    woord: dict[str, str] = {}

    @property
    def bewaakt(self) -> set[str]:
        """The columns that fall."""
        return {*self.wist, *self.woord}


class Onderdrukken(Deel):
    """Disclosure by suppression: its rules, what it leaves out, and steps.

    `via`: a count that no rule counts itself, and the count that is never larger, by which it falls. `rij_valt`: the
    table has no row where nothing was counted, so that a row that lost its count falls too: else it tells of one.
    """

    regels: tuple[Regel, ...] = Field(min_length=1)
    via: dict[str, str] = {}
    weglaten: tuple[Weglaten, ...] = ()
    rij_valt: str = ""
    stappen: tuple[str, ...] = ()

    @property
    def bewaakt(self) -> set[str]:
        """The columns that a rule guards."""
        return {column for part in (*self.regels, *self.weglaten) for column in part.bewaakt}

    @property
    def geteld(self) -> set[str]:
        """The columns that are too small by a rule: as its count, its total, or `via` a count that takes them along."""
        taken = {(regel.tel, column) for regel in self.regels for column in regel.wist}
        own = {name for regel in self.regels for name in (regel.tel, regel.van) if name in regel.wist}
        return own | {column for column, count in self.via.items() if (count, column) in taken}

    @property
    def genoemd(self) -> set[str]:
        """Every column that is named."""
        left_out = {name for part in self.weglaten for name in (*part.bewaakt, *part.waar, *part.behalve)}
        rules = {column for regel in self.regels for column in regel.genoemd}
        return rules | left_out | {*self.via, *self.via.values()} | ({self.rij_valt} - {""})


class Afronden(Deel):
    """Disclosure by rounding: `tellingen` are multiples of the base, and what becomes of every other number.

    `aandelen` are [numerator, denominator, factor], computed again from the counts of the row. `herrekend` is computed
    from rounded counts before it comes here: only a table that is made of the safe store has it. `vervalt` cannot be,
    and is emptied. `weg` says why the whole table is left out. `waar`: only the rows with these values are rounded and
    lose what `vervalt`; of the others nobody's privacy is at stake.
    """

    tellingen: tuple[str, ...] = ()
    aandelen: dict[str, tuple[str, str, float]] = {}
    herrekend: tuple[str, ...] = ()
    vervalt: tuple[str, ...] = ()
    weg: str = ""
    waar: dict[str, tuple[str, ...]] = {}
    stappen: tuple[str, ...] = ()

    @property
    def bewaakt(self) -> set[str]:
        """The columns of which this says what becomes of them."""
        return {*self.tellingen, *self.aandelen, *self.herrekend, *self.vervalt}

    @property
    def genoemd(self) -> set[str]:
        """Every column that is named."""
        return self.bewaakt | {*self.waar} | {name for share in self.aandelen.values() for name in share[:2]}


class Getoond(Deel):
    """What a report shows of a row: the number `waarde`, if it is there, and of at least the study's minimum.

    `van` are the counts that a percentage is of, `wist` what falls when one of them is too small; without `van` it is
    no percentage, and no count is too small for it. A count that is not there is too small, unless suppression hides it
    while the percentage stays (`onbekend_mag`). `waar`: only rows with these values. `rij_valt`: without its percentage
    the row says nothing, as a point of a curve.
    """

    waarde: str
    van: tuple[str, ...] = ()
    wist: tuple[str, ...] = ()
    waar: dict[str, tuple[str, ...]] = {}
    onbekend_mag: bool = False
    rij_valt: bool = False

    @property
    def genoemd(self) -> list[str]:
        """Every column that is named."""
        return sorted({self.waarde, *self.van, *self.wist, *self.waar})


class Onthulling(Deel):
    """How a table is disclosed: a part for each way of publishing, and the steps that every way takes.

    `getoond` is asked by reports, in every edition; the result tables keep their numbers.

    A table with steps alone says `waarom` that is enough; one with rules has them for every way. `stappen_afgerond`
    come after the others where counts are rounded.
    """

    waarom: str = ""
    stappen: tuple[str, ...] = ()
    stappen_afgerond: tuple[str, ...] = ()
    onderdrukken: Onderdrukken | None = None
    afronden: Afronden | None = None
    getoond: Getoond | None = None

    @property
    def wegen(self) -> dict[str, Onderdrukken | Afronden]:
        """The parts by the name of their way of publishing."""
        parts = {"onderdrukken": self.onderdrukken, "afronden": self.afronden}
        return {name: part for name, part in parts.items() if part is not None}

    @property
    def alle_stappen(self) -> list[str]:
        """The names of all steps, of every way."""
        of_ways = (name for part in self.wegen.values() for name in part.stappen)
        return [*self.stappen, *self.stappen_afgerond, *of_ways]
