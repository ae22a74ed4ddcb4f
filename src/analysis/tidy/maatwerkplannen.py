"""Tidy the maatwerkplannen: what was broken through in a case, in which domain, with whose help, and its worth."""

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.casussen import code_ikc_of_case, need_texts
from analysis.tidy.cells import Coded
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

TABLE, FIELD = "maatwerkplannen", "doorbraakdomein"
TEXTS = ("perspectief", "doorbraak", "ondersteuning", "zelf_doen", "behandeling")
WAARDEN = ("legitimiteit", "betrokkenheid", "rendement")
"""The value triangle: does it fit what the law means, does the family want it, does it yield more than it costs."""
HIGHEST = 5
NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
SCORE = rf"([1-{HIGHEST}])(?:[.,]0+)?"


def tidy_maatwerkplannen(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `maatwerkplannen`: one row per breakthrough of a case, or per plan that has none.

    A `domein` that is empty or not known is '': not known, which is no domain of its own. Each value of the triangle is
    a score (`4` becomes `4 van 5`) or told in words. A row that has nothing but its case is set aside. Trap: the money
    is not here; what a case cost and saved is in `casussen`.
    """
    if not tables:
        return TidyPart({TABLE: empty_table(TABLE)})
    ledger, texts = need_texts(open_ledger(TABLE, tables), ("casus",))
    ledger, ikcs = code_ikc_of_case(ledger, study)
    ledger, domains = _code_domains(ledger, codebook)
    ledger, scores = _read_scores(ledger)
    ledger, empty = _need_something(ledger)
    ledger, doubles = _drop_doubles(ledger)
    found = [*texts, *ikcs, *domains, *scores, *empty, *doubles]
    return TidyPart({TABLE: as_table(TABLE, ledger.rows)}, ledger, found)


def _code_domains(ledger: Ledger, codebook: Codebook) -> Coded:
    given = ledger.rows["domein"]
    unknown_word = given.map(lambda text: codebook.value("niet_bekend", text) is not None).astype(bool)
    codes = map_values(given.mask(unknown_word, ""), lambda text: codebook.value(FIELD, text) if text else None)
    wrong = ~unknown_word & (codes == "")
    known = codebook.values(FIELD)
    found = report_values(
        ledger.rows, "domein", wrong,
        lambda n: f"{count_words(n, 'domein staat', 'domeinen staan')} niet in het codeboek.", "onbekend_domein",
        f"Kies uit {', '.join(known)}, of voeg het toe aan codebook/waarden.yml onder {FIELD}. Gaat een doorbraak "
        "over twee domeinen, maak dan twee rijen.", known=known, plak=(FIELD, known),
    )  # fmt: skip
    return ledger.with_columns(domein=codes).set_aside(wrong, "coderen", "domein staat niet in het codeboek"), found


def _read_scores(ledger: Ledger) -> Coded:
    """Write a score as `4 van 5`; a number that is no score is a fout, a text stays as it is."""
    found: list[Melding] = []
    for column in WAARDEN:
        given = ledger.rows[column]
        score = given.str.extract(f"^{SCORE}$", expand=False)
        wrong = given.str.fullmatch(NUMBER) & score.isna()
        found += report_values(
            ledger.rows, column, wrong,
            lambda n, column=column: f"{count_words(n, 'cijfer is', 'cijfers zijn')} geen score ({column}).",
            "geen_score", f"Geef een heel cijfer van 1 tot en met {HIGHEST}, of schrijf het in woorden.",
        )  # fmt: skip
        told = given.mask(score.notna(), score.fillna("") + f" van {HIGHEST}")
        ledger = ledger.with_columns(**{column: told}).set_aside(wrong, f"{column} lezen", f"{column} is geen score")
    return ledger, found


def _need_something(ledger: Ledger) -> Coded:
    empty = (ledger.rows[[*TEXTS, "domein", *WAARDEN]] == "").all(axis=1)
    found = report_rows(
        ledger.rows, empty, lambda n: f"bij {count_words(n, 'rij', 'rijen')} is alleen de casus ingevuld.",
        "leeg_plan", "Vul aan wat bekend is, of haal de rij weg.",
    )  # fmt: skip
    return ledger.set_aside(empty, "plan lezen", "alleen de casus is ingevuld"), found


def _drop_doubles(ledger: Ledger) -> Coded:
    """Set aside a row that says the same of the same case again."""
    rows = ledger.rows
    again = pd.Series(rows.duplicated(["casus", *TEXTS, "domein", *WAARDEN]), index=rows.index)
    found = report_rows(
        rows, again, lambda n: f"{count_words(n, 'rij staat', 'rijen staan')} er twee keer.", "dubbele_rij",
        "Haal de tweede weg.",
    )  # fmt: skip
    return ledger.set_aside(again, "ontdubbelen", "dezelfde rij staat er al"), found
