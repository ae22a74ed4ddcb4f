"""Read the codebook: shipped YAML, a study's own files merged over it, into one frozen object."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.codebook.matching import closest, fold
from analysis.errors import InvoerFout, Melding
from analysis.study import ALLE

SHIPPED = Path(__file__).parent
FILES = ("signalen", "zorgvormen", "producten", "betalers", "koppen", "waarden", "codes")
ONBEKEND = "onbekend"


@dataclass(frozen=True)
class Codebook:
    """What words mean. `codes` has one row per signal or zorgvorm, `indicatoren` one per code, domein and soort."""

    codes: pd.DataFrame
    indicatoren: pd.DataFrame
    content: dict[str, Any]
    _columns: dict[str, dict[str, str]]
    _marks: dict[str, str]
    _values: dict[str, dict[str, str]]
    _ignored: dict[str, dict[str, str]]

    def column(self, delivery: str, header: str) -> str | None:
        """Give the canonical column of a header in a delivery, None when no synonym matches."""
        folded = fold(header)
        found = self._columns.get(delivery, {}).get(folded)
        if found is None and delivery == "inventarisatie":
            return self._marks.get(folded)
        return found

    def columns(self, delivery: str) -> list[str]:
        """Give the canonical columns of a delivery; for an inventory the codes of signals and zorgvormen too."""
        named = list(self.content["koppen"][delivery]["kolommen"])
        return named + list(self.codes["code"]) if delivery == "inventarisatie" else named

    def required(self, delivery: str) -> list[str]:
        """Give the columns that a delivery cannot do without."""
        return list(self.content["koppen"][delivery].get("verplicht", []))

    def keeps_unknown_columns(self, delivery: str) -> bool:
        """Tell whether columns outside the codebook are kept as they are (free fields)."""
        return bool(self.content["koppen"][delivery].get("vrij", False))

    def value(self, field: str, text: str) -> str | None:
        """Give the canonical value of a text in a field (`bouw`, `meting`, `kruisje`, ...), None when unknown."""
        return self._values.get(field, {}).get(fold(text))

    def values(self, field: str) -> list[str]:
        """Give the canonical values of a field, in order."""
        return list(dict.fromkeys(self._values.get(field, {}).values()))

    def value_spellings(self, field: str) -> dict[str, str]:
        """Give every (folded) spelling of a field's values, with the canonical value."""
        return dict(self._values.get(field, {}))

    @property
    def mark_spellings(self) -> dict[str, str]:
        """Give every (folded) spelling of a signal or zorgvorm, with its code."""
        return dict(self._marks)

    def ignored(self, field: str, text: str) -> str | None:
        """Give the reason why a value of a field, or a header of a delivery, is read over; None when it is not."""
        return self._ignored.get(field, {}).get(fold(text))

    def indicator(self, text: str, aard: str | None = None) -> str | None:
        """Give the indicator (soort, domein or code) that a text names, by its code, label or a synonym."""
        rows = self.indicatoren
        rows = rows if aard is None else rows[rows["aard"] == aard]
        folded = fold(text)
        for column in ("indicator", "label"):
            hits = rows.loc[rows[column].map(fold) == folded, "indicator"]
            if len(hits):
                return str(hits.iloc[0])
        return self._marks.get(folded)

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

    def closest(self, text: str, known: list[str]) -> str | None:
        """Give the known name that is closest to a text, for messages."""
        return closest(text, known)

    def closest_column(self, delivery: str, header: str) -> str | None:
        """Give the canonical column whose name, label or synonym is closest to an unknown header."""
        spellings = dict(self._columns.get(delivery, {}))
        if delivery == "inventarisatie":
            spellings |= self._marks
        hit = closest(fold(header), list(spellings))
        return spellings[hit] if hit else None


def load_codebook(study_folder: Path | None = None) -> Codebook:
    """Read the shipped codebook, with a study's `codebook/` merged over it; every problem at once as InvoerFout."""
    content = {name: _read(SHIPPED / f"{name}.yml", f"codebook/{name}.yml") for name in FILES}
    own = study_folder / "codebook" if study_folder else None
    if own and own.is_dir():
        _fail_on_unknown_files(own)
        for path in sorted(own.glob("*.yml")):
            content[path.stem] = _merge(content[path.stem], _read(path, f"codebook/{path.name}"))
    from analysis.codebook.checks import check_content

    problems = check_content(content)
    if problems:
        raise InvoerFout(problems)
    return _build(content)


def _fail_on_unknown_files(folder: Path) -> None:
    unknown = [path.name for path in sorted(folder.iterdir()) if path.name not in {f"{name}.yml" for name in FILES}]
    unknown = [name for name in unknown if not name.startswith((".", "README"))]
    if unknown:
        known = ", ".join(f"{name}.yml" for name in FILES)
        raise InvoerFout(
            [
                Melding(f"codebook/{name}", "dit bestand hoort niet in een codeboek.", advies=f"Bekend zijn: {known}.")
                for name in unknown
            ]
        )


def _read(path: Path, shown: str) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise InvoerFout([Melding(shown, "dit is geen geldige YAML in UTF-8.", code="geen_yaml")]) from None
    if content is not None and not isinstance(content, dict):
        raise InvoerFout([Melding(shown, "dit is geen groep van instellingen.", code="geen_yaml")])
    return content or {}


def _merge(base: Any, own: Any) -> Any:
    """Merge a study's settings over the shipped ones: groups by key, lists by adding, the rest replaced."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {
            **base,
            **{str(key): _merge(base[str(key)], value) if str(key) in base else value for key, value in own.items()},
        }
    if isinstance(base, list) and isinstance(own, list):
        return [*base, *[item for item in own if item not in base]]
    return own


def _build(content: dict[str, Any]) -> Codebook:
    codes = pd.concat(
        [_code_rows(content["signalen"], "signaal"), _code_rows(content["zorgvormen"], "zorg")], ignore_index=True
    )
    columns = {
        delivery: {
            fold(name): canonical for canonical, names in part["kolommen"].items() for name in [*names, canonical]
        }
        for delivery, part in content["koppen"].items()
    }
    values = {
        field: {fold(name): canonical for canonical, names in part["waarden"].items() for name in [*names, canonical]}
        for field, part in content["waarden"].items()
    }
    values["betaler"] = {
        fold(name): code
        for code, item in content["betalers"].items()
        for name in [code, item["label"], *item["synoniemen"]]
    }
    ignored = {
        name: {fold(text): reason for text, reason in (part.get("genegeerd") or {}).items()}
        for name, part in [*content["koppen"].items(), *content["waarden"].items()]
    }
    return Codebook(
        codes=codes.drop(columns="synoniemen"),
        indicatoren=_indicator_rows(codes),
        content=content,
        _columns=columns,
        _marks=_mark_spellings(codes),
        _values=values,
        _ignored=ignored,
    )


def _code_rows(part: dict[str, Any], aard: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "aard": aard,
                "soort": soort,
                "domein": domein,
                "code": code,
                "label": item["label"],
                "soort_label": soorten["label"],
                "domein_label": domeinen["label"],
                "synoniemen": item.get("synoniemen", []),
            }
            for soort, soorten in part.items()
            for domein, domeinen in soorten["domeinen"].items()
            for code, item in domeinen["codes"].items()
        ]
    )


def _mark_spellings(codes: pd.DataFrame) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for row in codes.itertuples():
        for name in [*row.synoniemen, row.label]:
            spellings.setdefault(fold(name), row.code)
    return spellings | {fold(code): code for code in codes["code"]}


def _indicator_rows(codes: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator in codebook order: each soort, its domeinen, their codes."""
    rows: list[dict[str, str]] = []
    for (kind, soort), of_soort in codes.groupby(["aard", "soort"], sort=False):
        base = {"aard": kind, "soort": soort}
        label = of_soort["soort_label"].iloc[0]
        rows.append({"indicator": soort, "niveau": "soort", **base, "domein": ALLE, "code": ALLE, "label": label})
        for domein, of_domein in of_soort.groupby("domein", sort=False):
            label = of_domein["domein_label"].iloc[0]
            rows.append(
                {"indicator": domein, "niveau": "domein", **base, "domein": domein, "code": ALLE, "label": label}
            )
            rows += [
                {
                    "indicator": row.code,
                    "niveau": "code",
                    **base,
                    "domein": domein,
                    "code": row.code,
                    "label": row.label,
                }
                for row in of_domein.itertuples()
            ]
    return pd.DataFrame(rows)
