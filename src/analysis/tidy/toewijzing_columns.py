"""Turn the text of toewijzingen into typed columns: dates, amounts, codes of the standard, products."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analysis.codebook import Codebook, fold_value
from analysis.errors import Melding
from analysis.intake.distinct import as_category, distinct_texts, replace_distinct, same_text, whole_numbers
from analysis.tidy.amounts import tidy_amounts
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import OPEN_END, judge_dates, tidy_dates, tidy_times, without_open_ends

TEXT_COLUMNS = (
    "client", "toewijzing_nummer", "productcategorie", "productcode", "toewijzingsdatum", "toewijzingstijd",
    "ingangsdatum", "einddatum", "volume", "eenheid", "frequentie", "budget", "verwijzer", "reden_wijziging",
    "aanbieder", "ikc", "geboortedatum", "apart_reden",
)  # fmt: skip
CODE_WIDTH = {"eenheid": 2, "frequentie": 1, "verwijzer": 2, "reden_wijziging": 2}
AS_IS = ("client", "aanbieder", "ikc", "apart_reden")


DATES = ("toewijzingsdatum", "ingangsdatum", "einddatum", "geboortedatum")
AMOUNTS = ("volume", "budget")


def settle_toewijzingen(text: pd.DataFrame, codebook: Codebook) -> tuple[pd.DataFrame, list[Melding]]:
    """Bring dates and amounts to the Dutch spelling per file, and empty the ends that say that there is none."""
    missing = {name: same_text("", text.index) for name in TEXT_COLUMNS if name not in text.columns}
    settled, found = settle_columns(text.assign(**missing), "toewijzingen", codebook, DATES, AMOUNTS)
    return settled.assign(einddatum=without_open_ends(settled["einddatum"], codebook)), found


def type_toewijzingen(known: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Type every column of settled toewijzingen, one row per row; what cannot be read is empty and judged.

    `startdatum` is the ingangsdatum; `einddatum` is NaT for an open end (none, or 31-12-9999). A budget of an export is
    in euros, and so is one of a message (the reader turned eurocents into euros); an amount or volume
    below zero is empty. Texts are categories: a column of
    five million rows has few different ones. Of toewijzing_nummer only `zelfde_nummer` is there: an integer that rows
    with the same number share, -1 without one.
    """
    start, end = tidy_dates(known["ingangsdatum"]), tidy_dates(known["einddatum"])
    numbers = {"volume": tidy_amounts(known["volume"]), "budget_eur": tidy_amounts(known["budget"])}
    numbers = {name: _emptied(values, values < 0) for name, values in numbers.items()}
    dates = {name: tidy_dates(known[name]) for name in ("toewijzingsdatum", "geboortedatum")}
    return pd.DataFrame(
        {
            "bestand": known["bestand"], "rij": known["rij"],
            "zelfde_nummer": _same_number(known["toewijzing_nummer"]),
            **{name: as_category(known[name]) for name in AS_IS},
            **tidy_products(known["productcategorie"], known["productcode"], codebook),
            **dates, "toewijzingstijd": tidy_times(known["toewijzingstijd"]),
            "startdatum": start, "ingangsdatum_oordeel": judge_dates(known["ingangsdatum"], start),
            "einddatum": _emptied(end, end >= OPEN_END), "einddatum_oordeel": judge_dates(known["einddatum"], end),
            **numbers,
            **{name: tidy_codes(known[name], codebook, name) for name in CODE_WIDTH},
        },
        copy=False,
    )  # fmt: skip


def _emptied(values: pd.Series, mask: pd.Series) -> pd.Series:
    return values.mask(mask) if mask.any() else values


def _same_number(text: pd.Series) -> pd.Series:
    """Number the toewijzing_nummers; zeros in front, and the `.0` that Excel adds, make no other number."""
    whole = whole_numbers(text)
    if whole is not None:
        return pd.Series(np.where(whole == 0, np.int32(-1), whole), index=text.index, copy=False)
    places, texts = distinct_texts(text)
    plain = texts.str.strip().str.removesuffix(".0").str.lstrip("0")
    numbers = np.arange(len(texts), dtype="int32") if plain.equals(texts) else pd.factorize(plain)[0].astype("int32")
    numbers = np.where((plain == "").to_numpy(), -1, numbers)
    return pd.Series(numbers[places], index=text.index, copy=False)


def tidy_products(category: pd.Series, code: pd.Series, codebook: Codebook) -> dict[str, pd.Series]:
    """Give productcategorie (two digits) and productcode (capitals); a missing category is the code's start."""
    codes = _each_distinct(code, _product_code)
    from_code = _each_distinct(codes, _category_of_code)
    categories = _each_distinct(category, lambda value: _product_category(value, codebook))
    either = union_categoricals([categories, from_code])
    places = np.where(categories == "", either.codes[len(codes) :], either.codes[: len(codes)])
    filled = pd.Categorical.from_codes(places, dtype=either.dtype, validate=False)
    categories = pd.Series(filled, index=code.index, name=category.name, copy=False)
    return {"productcategorie": categories, "productcode": codes}


def tidy_codes(text: pd.Series, codebook: Codebook, field: str) -> pd.Series:
    """Give the standard's code of eenheid, frequentie, verwijzer, reden_wijziging: `4`, `04`, `04 uur`, `uur` are one.

    A code is one only alone or with its own label: `1 uur` is neither (01 is a minute). What is neither a code nor a
    label, nor a spelling of waarden.yml, stays as it was delivered.
    """
    width = CODE_WIDTH[field]
    return _each_distinct(text, lambda value: code_of_text(value, codebook, field, width) or value.strip())


def code_of_text(text: str, codebook: Codebook, field: str, width: int) -> str | None:
    """Give the code that a text is: a spelling or label of the codebook, a code alone, or a code with its own label."""
    known = codebook.value(field, text)
    found = re.fullmatch(r"([0-9]+)(?:[.,]0+)?(?:\s*[-:=.|)]?\s*([^\W\d].*))?", text.strip())
    if known is not None or found is None:
        return known
    code = codebook.value(field, found[1].lstrip("0").zfill(width))
    label = found[2]
    return code if code and (label is None or _is_label(label, code, codebook, field)) else None


def _is_label(text: str, code: str, codebook: Codebook, field: str) -> bool:
    """Tell whether a text is the label of a code, in full or up to its words in brackets."""
    label = codebook.label_of_code(field, code)
    return fold_value(text) in {fold_value(label), fold_value(label.partition("(")[0])}


def _product_code(value: str) -> str:
    return re.sub(r"\s", "", value).upper()


def _category_of_code(value: str) -> str:
    return value[:2] if len(value) == 5 and value[:2].isdigit() else ""


def _product_category(value: str, codebook: Codebook) -> str:
    """Give a category's two digits: of a code that is known, or alone; other text stays as it was delivered."""
    alone = re.fullmatch(r"([0-9]{1,2})(?:[.,]0+)?", value.strip())
    return alone[1].zfill(2) if alone else code_of_text(value, codebook, "productcategorie", 2) or value.strip()


def _each_distinct(text: pd.Series, reading: Callable[[str], str]) -> pd.Series:
    """Read each distinct text once; the result is a category."""
    return replace_distinct(as_category(text), lambda texts: pd.Series([reading(one) for one in texts], dtype="str"))
