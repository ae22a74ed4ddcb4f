"""The codebook as one frozen object: what a header, a value, an indicator, a product and a payer mean."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.codebook.headers import ShortForms, expanded_spellings, looks_like, short_forms
from analysis.codebook.indicators import code_items, code_rows, indicator_rows, spellings_of_marks
from analysis.codebook.keten import Keten, keten_of
from analysis.codebook.matching import closest, fold, fold_value, is_doubtful
from analysis.codebook.validity import Geldigheid, last_names, validity_of

ONBEKEND = "onbekend"
INVENTORY = "inventarisatie"


@dataclass(frozen=True)
class Codebook:
    """What words mean. `codes` has one row per signal or zorgvorm, `indicatoren` one per code, domein and soort."""

    codes: pd.DataFrame
    indicatoren: pd.DataFrame
    content: dict[str, Any]
    _columns: dict[str, dict[str, str]]
    _expanded: dict[str, dict[str, str]]
    _marks: dict[str, str]
    _certain: frozenset[str]
    _values: dict[str, dict[str, str]]
    _ignored: dict[str, dict[str, str]]
    _forms: ShortForms
    geldigheid: dict[str, Geldigheid] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)

    def is_asked(self, code: str, day: date) -> bool:
        """Tell whether a signal or form of care is asked on a day; one without days always is."""
        return code not in self.geldigheid or self.geldigheid[code].holds(day)

    def last_name(self, code: str) -> str:
        """Give the code that took the place of a code in the end; the code itself where none did."""
        return self._last.get(code, code)

    def column(self, delivery: str, header: str) -> str | None:
        """Give the canonical column of a header in a delivery as it is written, None when no spelling matches."""
        folded = fold(header)
        found = self._columns.get(delivery, {}).get(folded)
        return self._marks.get(folded) if found is None and delivery == INVENTORY else found

    def column_by_short_form(self, delivery: str, header: str) -> str | None:
        """Give the canonical column of a header with its short forms written out (`Toew.nr.`, `Dat. einde`)."""
        return self._expanded.get(delivery, {}).get("".join(self._forms.expand(header)))

    def columns_like(self, delivery: str, header: str) -> list[str]:
        """Give the columns that matter in a delivery and that an unknown header looks like, the likest first."""
        words, spelled = self._forms.expand(header), self._expanded.get(delivery, {})
        hints = self.content["koppen"][delivery].get("lijkt_op", {})
        likeness = {
            column: looks_like(words, column, of_column, [name for name, own in spelled.items() if own == column])
            for column, of_column in hints.items()
        }
        return sorted((column for column in likeness if likeness[column]), key=lambda column: -likeness[column])

    def columns(self, delivery: str) -> list[str]:
        """Give the canonical columns of a delivery; for an inventory the codes of signals and zorgvormen too."""
        named = list(self.content["koppen"][delivery]["kolommen"])
        return named + list(self.codes["code"]) if delivery == INVENTORY else named

    def required(self, delivery: str) -> list[str]:
        """Give the columns that a delivery cannot do without."""
        return list(self.content["koppen"][delivery].get("verplicht", []))

    def month_first(self, delivery: str) -> list[str]:
        """Give the columns whose dates the codebook says to be month/day/year."""
        return list(self.content["koppen"][delivery].get("maand_eerst", []))

    def keeps_unknown_columns(self, delivery: str) -> bool:
        """Tell whether columns outside the codebook are kept as they are (free fields)."""
        return str(self.content["koppen"][delivery].get("vrij", "false")).casefold() in ("true", "ja", "yes", "1")

    def value(self, field: str, text: str) -> str | None:
        """Give the canonical value of a text in a field (`bouw`, `meting`, `kruisje`, ...), None when unknown."""
        return self._values.get(field, {}).get(fold_value(text))

    def values(self, field: str) -> list[str]:
        """Give the canonical values of a field, in order."""
        return list(dict.fromkeys(self._values.get(field, {}).values()))

    def named(self, field: str, header: str) -> str | None:
        """Give the value of a field that a header names: as `value`, but signs in a header do not count."""
        return {fold(text): value for text, value in self._values.get(field, {}).items()}.get(fold(header))

    def value_spellings(self, field: str) -> dict[str, str]:
        """Give every (folded) spelling of a field's values, with the canonical value."""
        return dict(self._values.get(field, {}))

    @property
    def mark_spellings(self) -> dict[str, str]:
        """Give every (folded) spelling of a signal or zorgvorm, with its code."""
        return dict(self._marks)

    def ignored(self, field: str, text: str) -> str | None:
        """Give the reason why a value of a field, or a header of a delivery, is read over; None when it is not."""
        fold_text = fold if field in self._columns else fold_value
        return self._ignored.get(field, {}).get(fold_text(text))

    def indicator(self, text: str, aard: str | None = None) -> str | None:
        """Give the indicator (soort, domein or code) that a text names, by its code, label or a synonym.

        A name with a sign of doubt (`pesten?`) is none, unless the codebook spells it so.
        """
        if self.in_doubt(text):
            return None
        rows = self.indicatoren
        rows = rows if aard is None else rows[rows["aard"] == aard]
        folded = fold(text)
        for column in ("indicator", "label"):
            hits = rows.loc[rows[column].map(fold) == folded, "indicator"]
            if len(hits):
                return str(hits.iloc[0])
        return self._marks.get(folded)

    def in_doubt(self, text: str) -> bool:
        """Tell whether a cell names an indicator with a sign of doubt that no spelling of the codebook has."""
        return is_doubtful(text) and fold_value(text) not in self._certain

    @cached_property
    def keten(self) -> Keten:
        """The effectenketen: its nodes and arrows."""
        return keten_of(self.content)

    def zorgvorm_of_product(self, productcategorie: str, productcode: str) -> str:
        """Give the zorgvorm of a toewijzing: the product code's own, else its category's, else `onbekend`."""
        products, categories = self.content["producten"]["producten"], self.content["producten"]["categorieen"]
        code, category = productcode.strip().upper(), productcategorie.strip().zfill(2)
        if code in products:
            return str(products[code]["zorgvorm"])
        return str(categories[category]["zorgvorm"]) if category in categories else ONBEKEND

    def knows_product(self, productcode: str) -> bool:
        """Tell whether a product code is in the codebook, or listed there as ignored with a reason."""
        producten = self.content["producten"]
        return productcode.strip().upper() in {*producten["producten"], *producten["genegeerd"]}

    def label(self, code: str) -> str:
        """Give the reader's label of an indicator, payer or zorgvorm; the code itself when it has none."""
        hits = self.indicatoren.loc[self.indicatoren["indicator"] == code, "label"]
        if len(hits):
            return str(hits.iloc[0])
        return str(self.content["betalers"].get(code, {}).get("label", code))

    def label_of_code(self, field: str, code: str) -> str:
        """Give the label of a code of the standard, or of a productcategorie; '' when it has none."""
        if field == "productcategorie":
            return str(self.content["producten"]["categorieen"].get(code, {}).get("label", ""))
        return str(self.content["codes"][field].get(code, ""))

    def closest(self, text: str, known: list[str]) -> str | None:
        """Give the known name that is closest to a text, for messages."""
        return closest(text, known)

    def closest_value(self, field: str, text: str) -> str | None:
        """Give the value of a field with a spelling close to an unknown text; never of a mark, which is no word."""
        if field == "kruisje":
            return None
        spelled = self._values.get(field, {})
        hit = closest(text, list(spelled))
        return spelled[hit] if hit else None

    def closest_column(self, delivery: str, header: str) -> str | None:
        """Give the canonical column whose name, label or synonym is closest to an unknown header."""
        spellings = dict(self._columns.get(delivery, {}))
        if delivery == INVENTORY:
            spellings |= self._marks
        hit = closest(fold(header), list(spellings))
        return spellings[hit] if hit else None


def spellings_of_columns(content: dict[str, Any], delivery: str) -> list[tuple[str, str]]:
    """Give every header spelling of a delivery as written, with its column; the column's own name is one."""
    columns = content["koppen"][delivery]["kolommen"]
    return [(name, column) for column, names in columns.items() for name in [*names, column]]


def spellings_of_values(content: dict[str, Any], field: str) -> list[tuple[str, str]]:
    """Give every spelling of the values of a field as written, with its canonical value."""
    if field == "betaler":
        payers = content["betalers"].items()
        return [(name, code) for code, item in payers for name in [code, item["label"], *item.get("synoniemen", [])]]
    pairs = [(name, value) for value, names in content["waarden"][field]["waarden"].items() for name in [*names, value]]
    labels = content["codes"].get(field, {})
    if field == "productcategorie":
        labels = {code: item["label"] for code, item in content["producten"]["categorieen"].items()}
    known = list(labels.values())
    of_codes = [(code, code) for code in labels]
    return pairs + of_codes + [(label, code) for code, label in labels.items() if known.count(label) == 1]


def build_codebook(content: dict[str, Any]) -> Codebook:
    """Make the codebook of merged and checked content."""
    codes = pd.concat(
        [code_rows(content["signalen"], "signaal"), code_rows(content["zorgvormen"], "zorg")], ignore_index=True
    )
    forms = short_forms(content["afkortingen"])
    items = {code: item for name in ("signalen", "zorgvormen") for code, item in code_items(content[name])}
    validity = validity_of(items)
    spelled = {delivery: dict(spellings_of_columns(content, delivery)) for delivery in content["koppen"]}
    with_marks = spelled | {INVENTORY: _mark_names(codes) | spelled[INVENTORY]}
    fields = [*content["waarden"], "betaler"]
    return Codebook(
        codes=codes.drop(columns="synoniemen"),
        indicatoren=indicator_rows(codes),
        content=content,
        _columns={
            delivery: {fold(name): column for name, column in names.items()} for delivery, names in spelled.items()
        },
        _expanded={delivery: expanded_spellings(names, forms) for delivery, names in with_marks.items()},
        _marks=spellings_of_marks(codes),
        _certain=frozenset(map(fold_value, [*_mark_names(codes), *indicator_rows(codes)["label"]])),
        _values={
            field: {fold_value(name): value for name, value in spellings_of_values(content, field)} for field in fields
        },
        _ignored=_ignored_of(content),
        _forms=forms,
        geldigheid=validity,
        _last=last_names(validity),
    )


def _mark_names(codes: pd.DataFrame) -> dict[str, str]:
    return {name: row.code for row in codes.itertuples() for name in [*row.synoniemen, row.label, row.code]}


def _ignored_of(content: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        name: {folding(text): reason for text, reason in (part.get("genegeerd") or {}).items()}
        for kind, folding in (("koppen", fold), ("waarden", fold_value))
        for name, part in content[kind].items()
    }
