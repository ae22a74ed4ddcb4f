"""Turn the text of toewijzingen into typed columns: dates, amounts, codes of the standard, products."""

import re

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.dates import is_open_end, judge_dates, tidy_dates, tidy_times

TEXT_COLUMNS = (
    "client", "toewijzing_nummer", "productcategorie", "productcode", "toewijzingsdatum", "toewijzingstijd",
    "ingangsdatum", "einddatum", "volume", "eenheid", "frequentie", "budget", "verwijzer", "reden_wijziging",
    "aanbieder", "ikc", "geboortedatum", "apart_reden",
)  # fmt: skip
CODE_WIDTH = {"eenheid": 2, "frequentie": 1, "verwijzer": 2, "reden_wijziging": 2}
AS_IS = ("client", "toewijzing_nummer", "aanbieder", "ikc", "apart_reden")


def type_toewijzingen(text: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Type every column of toewijzingen, one row per row; what cannot be read is empty and judged, never guessed.

    `startdatum` is the ingangsdatum; `einddatum` is NaT for an open end (none, or 31-12-9999). A budget of an export is
    in euros, and so is one of a message (the reader turned eurocents into euros). Texts are categories: a column of
    five million rows has few different ones.
    """
    known = text.assign(**{name: "" for name in TEXT_COLUMNS if name not in text.columns})
    start, end = tidy_dates(known["ingangsdatum"]), tidy_dates(known["einddatum"])
    numbers = {"volume": tidy_amounts(known["volume"]), "budget_eur": tidy_amounts(known["budget"])}
    dates = {name: tidy_dates(known[name]) for name in ("toewijzingsdatum", "geboortedatum")}
    return pd.DataFrame(
        {
            "bestand": known["bestand"], "rij": known["rij"],
            **{name: _as_categories(known[name]) for name in AS_IS},
            **tidy_products(known["productcategorie"], known["productcode"]),
            **dates, "toewijzingstijd": tidy_times(known["toewijzingstijd"]),
            "startdatum": start, "ingangsdatum_oordeel": judge_dates(known["ingangsdatum"], start),
            "einddatum": end.mask(is_open_end(end)), "einddatum_oordeel": judge_dates(known["einddatum"], end),
            **numbers,
            **{name: tidy_codes(known[name], codebook, name) for name in CODE_WIDTH},
        }
    )  # fmt: skip


def tidy_products(category: pd.Series, code: pd.Series) -> dict[str, pd.Series]:
    """Give productcategorie (two digits) and productcode (capitals); a missing category is the code's start."""
    codes = _each_distinct(code, _product_code)
    from_code = _each_distinct(codes.astype("str"), _category_of_code).astype("str")
    categories = _each_distinct(category, _product_category).astype("str")
    filled = categories.where(categories != "", from_code).astype("category")
    return {"productcategorie": filled, "productcode": codes}


def tidy_codes(text: pd.Series, codebook: Codebook, field: str) -> pd.Series:
    """Give the standard's code of eenheid, frequentie, verwijzer, reden_wijziging: `4`, `04`, `04 uur`, `uur` are one.

    What is neither a code nor a label of the codebook stays as it was delivered.
    """
    known = {str(code): label for code, label in codebook.content["codes"][field].items()}
    by_label = {fold(str(label)): code for code, label in known.items()}

    def code_of(value: str) -> str:
        found = re.match(r"(\d+)(?:[.,]0+)?(?:\D|$)", value.strip())
        code = found[1].lstrip("0").zfill(CODE_WIDTH[field]) if found else ""
        return code if code in known else by_label.get(fold(value), value.strip())

    return _each_distinct(text, code_of)


def _product_code(value: str) -> str:
    return re.sub(r"\s", "", value).upper()


def _category_of_code(value: str) -> str:
    return value[:2] if len(value) == 5 and value[:2].isdigit() else ""


def _product_category(value: str) -> str:
    found = re.match(r"\s*(\d{1,2})(?:[.,]0+)?(?:\D|$)", value)
    return found[1].zfill(2) if found else value.strip()


def _as_categories(text: pd.Series) -> pd.Series:
    """Give texts as categories in order of first place; sorting them would cost more than all the rest."""
    codes, distinct = pd.factorize(text)
    values = pd.Categorical.from_codes(codes, categories=pd.Index(distinct, dtype="str"))
    return pd.Series(values, index=text.index, name=text.name)


def _each_distinct(text: pd.Series, reading) -> pd.Series:
    """Read each distinct text once; the result is a category."""
    codes, distinct = pd.factorize(text)
    read = pd.Series([reading(str(value)) for value in distinct], dtype="str")
    new_codes, categories = pd.factorize(read)
    places = np.append(new_codes, -1)[codes]
    values = pd.Categorical.from_codes(places, categories=pd.Index(categories, dtype="str"))
    return pd.Series(values, index=text.index, name=text.name)
