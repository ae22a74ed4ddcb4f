"""Tidy the zorgpaden: dated care of a case or a client, and the window in which each was observed."""

from collections.abc import Iterable

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.casussen import read_numbers, tidy_casus
from analysis.tidy.cells import Coded
from analysis.tidy.conventions import settle_columns
from analysis.tidy.dates import is_open_end, is_unreadable, tidy_dates, without_open_ends
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, report_rows, report_values

DATES = ("van", "tot", "indexdatum", "venster_van", "venster_tot")
NUMBERS = ("bedrag", "tarief", "per_week")
CASUS, CLIENT = "casus", "client"


def tidy_zorgpaden(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `zorgpaden` (one row per spell) and `zorgpad_vensters` (one row per case: index date and window).

    A row names a case or a client (then a pseudonym; `soort_casus` tells which). The index date stands on at least one
    row of the case. The window is what the rows say, else the period of the toewijzingen in study.yml: never the first
    care, for that would make the years before look dearer than they were.
    """
    if not tables:
        return TidyPart({name: empty_table(name) for name in ("zorgpaden", "zorgpad_vensters")})
    ledger = name_cases(open_ledger("zorgpaden", tables))
    ledger, dates = _read_dates(ledger, codebook)
    ledger, numbers = read_numbers(ledger, NUMBERS, codebook)
    ledger, judged = _judge(ledger)
    windows = _windows(ledger.rows, study)
    ledger, unwatched = _without_window(ledger, windows)
    windows = windows[windows["casus"].isin(ledger.rows["casus"].unique())]
    made = {
        "zorgpaden": as_table("zorgpaden", ledger.rows),
        "zorgpad_vensters": as_table("zorgpad_vensters", windows),
    }
    return TidyPart(made, ledger, [*dates, *numbers, *judged, *unwatched])


def name_cases(ledger: Ledger) -> Ledger:
    """Name whose care a row is: a described casus, else a client (then a pseudonym), with `soort_casus`."""
    rows = ledger.rows
    described = rows["casus"] != ""
    names = tidy_casus(rows["casus"]).where(described, rows["client"])
    kind = pd.Series(CASUS, index=rows.index).where(described, CLIENT)
    return ledger.with_columns(casus=names, soort_casus=kind)


def _read_dates(ledger: Ledger, codebook: Codebook) -> Coded:
    rows, found = settle_columns(ledger.rows, ledger.delivery, codebook, DATES)
    ledger = ledger.with_columns(**{name: rows[name] for name in DATES if name != "tot"})
    ledger = ledger.with_columns(tot=without_open_ends(rows["tot"], codebook))
    for column in DATES:
        given = ledger.rows[column]
        days = tidy_dates(given)
        wrong = is_unreadable(given, days)
        found += report_values(
            ledger.rows, column, wrong,
            lambda n, column=column: f"{count_words(n, 'waarde is', 'waarden zijn')} geen datum ({column}).",
            "datum_niet_te_lezen", "Schrijf dd-mm-jjjj.",
        )  # fmt: skip
        ledger = ledger.set_aside(wrong, f"{column} lezen", f"{column} is geen datum")
        days = days[~wrong]
        ledger = ledger.with_columns(**{column: days.mask(is_open_end(days)) if column == "tot" else days})
    return ledger, found


def _judge(ledger: Ledger) -> Coded:
    rows = ledger.rows
    rules = (
        ("casus_ontbreekt", "casus en client ontbreken", rows["casus"] == ""),
        ("begin_ontbreekt", "begin ontbreekt", rows["van"].isna()),
        ("einde_voor_begin", "einde ligt voor het begin", rows["tot"] < rows["van"]),
        ("venster_omgekeerd", "venster_tot ligt voor venster_van", rows["venster_tot"] < rows["venster_van"]),
        ("bedrag_negatief", "bedrag, tarief of per_week is negatief", (rows[list(NUMBERS)] < 0).any(axis=1)),
        ("twee_indexdata", "twee indexdata in een casus", rows.groupby("casus")["indexdatum"].transform("nunique") > 1),
        ("indexdatum_ontbreekt", "indexdatum ontbreekt", rows.groupby("casus")["indexdatum"].transform("count") == 0),
    )
    return judge_rows(ledger, rules, "Vul de rij aan of haal haar weg.")


def judge_rows(ledger: Ledger, rules: Iterable[tuple[str, str, pd.Series]], advies: str) -> Coded:
    """Set aside the rows that break a rule (its code, its reden, which rows), each by the first, with a fout per rule.

    The masks may be made before any row went: a row that an earlier rule set aside is not counted again.
    """
    found: list[Melding] = []
    for code, reden, mask in rules:
        still = mask.reindex(ledger.rows.index).fillna(False).astype(bool)
        found += report_rows(
            ledger.rows, still, lambda n, reden=reden: f"{count_words(n, 'rij', 'rijen')}: {reden}.", code, advies,
            "fout",
        )  # fmt: skip
        ledger = ledger.set_aside(still, code, reden)
    return ledger, found


def _windows(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Give per case its index date and window: as its rows say, else the period of study.yml."""
    grouped = rows.groupby("casus", sort=True)
    default = [pd.Timestamp(day) if day else pd.NaT for day in (study.toewijzingen.van, study.gegevens_datum)]
    return pd.DataFrame(
        {
            "soort_casus": grouped["soort_casus"].first(),
            "indexdatum": grouped["indexdatum"].first(),
            "van": grouped["venster_van"].min().fillna(default[0]),
            "tot": grouped["venster_tot"].max().fillna(default[1]),
        }
    ).reset_index()


def _without_window(ledger: Ledger, windows: pd.DataFrame) -> Coded:
    known = windows.loc[windows["van"].notna() & windows["tot"].notna(), "casus"]
    wrong = ~ledger.rows["casus"].isin(known.unique())
    found = report_rows(
        ledger.rows, wrong,
        lambda n: f"bij {count_words(n, 'rij', 'rijen')} is niet bekend van wanneer tot wanneer is gekeken.",
        "venster_ontbreekt", "Vul venster_van en venster_tot in, of toewijzingen.van en .tot in study.yml.", "fout",
    )  # fmt: skip
    return ledger.set_aside(wrong, "venster_ontbreekt", "waarnemingsvenster ontbreekt"), found
