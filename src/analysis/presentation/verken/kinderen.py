"""A question about children: which ones, how many of them have what, and what changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import InvoerFout, Melding
from analysis.presentation.rapport import Rapport
from analysis.presentation.taal.numbers import list_words
from analysis.presentation.taal.wording import in_sentence
from analysis.presentation.tekenen.style import color_of
from analysis.presentation.verken.antwoord import AANDEEL, VERANDERING, Antwoord, question
from analysis.presentation.verken.counting import Keuze, estimate_changes, estimate_shares, select_group
from analysis.presentation.verken.missing import list_missing, list_not_followed
from analysis.presentation.verken.words import (
    LEVELS,
    PLACE,
    Indicator,
    find_indicator,
    find_metingen,
    gather,
    match,
    sort_in_time,
)
from analysis.study import ALLE, Study

PER = ("meting", "ikc")
SHARES = ["ikc", "meting", "bouw", "n_kinderen", "n", "aandeel", "ci_laag", "ci_hoog", "n_ikcs"]
CHANGES = [
    "ikc", "bouw", "van", "naar", "n_van", "n_kinderen_van", "n_naar", "n_kinderen_naar", "aandeel_van", "aandeel_naar",
    "verschil", "ci_laag", "ci_hoog", "methode", "reden", "n_gebleven", "informant_van", "informant_naar", "storend",
    "n_ikcs",
]  # fmt: skip


@dataclass(frozen=True, repr=False)
class Kinderen:
    """The children that a question is about; `icc` gives how alike the marks of a class are, reckoned once a study."""

    rapport: Rapport
    tables: Mapping[str, pd.DataFrame]
    icc: Callable[[], pd.DataFrame]
    keuze: Keuze

    def __repr__(self) -> str:
        """Say which children these are."""
        return f"Kinderen({self.omschrijving})"

    def met(self, wat: str = "", **niveau: str) -> "Kinderen":
        """Keep the children who have this signal or care too: `met("externaliserend")`, `met(code="verblijf")`."""
        found = self._indicator(wat, niveau)
        return replace(self, keuze=replace(self.keuze, met=(*self.keuze.met, found)))

    def aandeel(self, wat: str = "", per: str = "meting", **niveau: str) -> Antwoord:
        """Give the share of these children with a signal or care, with Wilson's interval, per meting or per IKC.

        `wat` is a code or label; `soort=`, `domein=` or `code=` says which level is meant. Without a signal in the
        question the denominator is the enrolled children, as in the report; with one, the children who have it.
        """
        found = self._ready(wat, niveau, per)
        study, codebook = self._words
        groep = select_group(self.tables, self.icc(), self.keuze, study, codebook)
        shares = estimate_shares(groep, self.keuze, found, study, codebook)
        missing = list_missing(self.tables, groep, self.keuze, shares, found, codebook, study)
        return self._answer(shares[SHARES], missing, found, AANDEEL, per)

    def verandering(self, wat: str = "", van: str = "", naar: str = "", per: str = "meting", **niveau: str) -> Antwoord:
        """Give the change in that share from one meting to another (the first and the last), as the report has it.

        The interval is that of one question: it is not corrected for the others, and there is no verdict.
        """
        found = self._ready(wat, niveau, per)
        study, codebook = self._words
        chosen = self._ends(van, naar)
        keuze = replace(self.keuze, metingen=tuple(chosen))
        groep = select_group(self.tables, self.icc(), keuze, study, codebook)
        changes = estimate_changes(groep, keuze, found, study, codebook)
        changes = changes[(changes["van"] == chosen[0]) & (changes["naar"] == chosen[1])]
        shares = estimate_shares(groep, keuze, found, study, codebook)
        missing = list_missing(self.tables, groep, keuze, shares, found, codebook, study)
        missing = pd.concat([missing, list_not_followed(changes, study)], ignore_index=True)
        return self._answer(changes[CHANGES], missing, found, VERANDERING, per)

    @property
    def omschrijving(self) -> str:
        """These children in words: `kinderen in groep 4 met externaliserend gedrag`."""
        keuze, study = self.keuze, self.rapport.study
        parts = ["ingeschreven kinderen" if not keuze.met else "kinderen"]
        parts += [f"in groep {list_words([str(item) for item in keuze.groepen])}"] if keuze.groepen else []
        parts += [f"in de {keuze.bouw}"] if keuze.bouw != ALLE else []
        parts += [f"({list_words(list(keuze.geslacht))})"] if keuze.geslacht else []
        parts += [f"met {list_words([in_sentence(item.label) for item in keuze.met])}"] if keuze.met else []
        if len(keuze.ikcs) < len(study.ikc_codes):
            parts.append(f"bij {list_words([study.naam_of_ikc(ikc) for ikc in keuze.ikcs])}")
        return " ".join(parts)

    @property
    def _words(self) -> tuple[Study, Codebook]:
        return self.rapport.study, self.rapport.codebook

    def _indicator(self, wat: str, niveau: Mapping[str, str]) -> Indicator:
        names = [*([("", wat)] if wat else []), *niveau.items()]
        wrong = [name for name, _ in names if name and name not in LEVELS]
        if wrong or len(names) != 1:
            raise InvoerFout([
                Melding(PLACE, "noem één signaal of zorgvorm.", advies="Bijvoorbeeld: domein=\"externaliserend\".",
                        regels=tuple(f"onbekend: {name}" for name in wrong), code="geen_indicator")
            ])  # fmt: skip
        return find_indicator(self._words[1], names[0][1], names[0][0])

    def _ready(self, wat: str, niveau: Mapping[str, str], per: str) -> Indicator:
        """Find what is asked; a share of children of one sex needs a signal, for enrolment does not tell the sex."""
        found, _ = gather(
            [
                lambda: self._indicator(wat, niveau),
                lambda: match(per, {name: name for name in PER}, f"`per` kan niet `{per}` zijn."),
            ]
        )
        if self.keuze.geslacht and not self.keuze.met:
            raise InvoerFout([
                Melding(PLACE, "van ingeschreven kinderen is het geslacht niet bekend.", code="geen_noemer",
                        advies="Vraag het van kinderen met een signaal, zoals met(\"externaliserend\").")
            ])  # fmt: skip
        return found

    def _ends(self, van: str, naar: str) -> list[str]:
        """Give the two metingen of a change, in order of time; the first and the last of the question by default."""
        found = [find_metingen(self.rapport, name)[0] if name else "" for name in (van, naar)]
        first, last = found[0] or self.keuze.metingen[0], found[1] or self.keuze.metingen[-1]
        order = list(self._words[0].meting_namen)
        if order.index(first) >= order.index(last):
            raise InvoerFout([
                Melding(PLACE, f"tussen `{first}` en `{last}` ligt geen tijd.", code="geen_twee_metingen",
                        regels=(f"metingen: {', '.join(order)}",),
                        advies="Noem met van= een eerdere meting dan met naar=.")
            ])  # fmt: skip
        return [first, last]

    def _answer(self, table: pd.DataFrame, missing: pd.DataFrame, wat: Indicator, soort: str, per: str) -> Antwoord:
        study, ikcs = self.rapport.study, self.keuze.ikcs
        whole = ikcs[0] if len(ikcs) == 1 else ALLE
        rows = table[table["ikc"] != ALLE] if per == "ikc" else table[table["ikc"] == whole]
        words = question(self.omschrijving, in_sentence(wat.label), soort)
        color = color_of(wat.soort, wat.domein)
        return Antwoord(sort_in_time(rows, study), missing, words, soort, per, color, self.rapport)
