"""The inventory: which children were looked at, what was signalled, and what care they had."""

import pandas as pd

from analysis.codebook import ONBEKEND, Codebook
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.study import Study
from analysis.tidy.cells import Coded, code_ikcs
from analysis.tidy.doubles import set_aside_doubles
from analysis.tidy.groep import BUITEN, COMBINATIE, LEEG, ONLEESBAAR, tidy_groepen
from analysis.tidy.informant import code_informants, informant_of_meting
from analysis.tidy.invullers import code_invullers
from analysis.tidy.klassen import code_gezinnen, code_klassen
from analysis.tidy.ledger import Ledger, TidyPart, open_ledger
from analysis.tidy.marks import delivered_codes, long_marks, read_marks
from analysis.tidy.schemas import as_table, empty_table
from analysis.tidy.values import count_words, map_values, report_rows, report_values

MEISJE = "meisje"
CHILD = ["ikc", "meting", "kind"]
TABLES = ("kinderen", "inventarisatie", "inventarisaties", "formulieren")


def tidy_inventarisatie(tables: list[RawTable], study: Study, codebook: Codebook) -> TidyPart:
    """Give `kinderen` (a report), `inventarisatie` (a mark of a report), `inventarisaties`, `formulieren`.

    A child without a mark has a row in `kinderen` only; children may be absent altogether, so shares are of the
    enrolled children, never of these rows. Trap: a child that two informants report has two rows in both tables; count
    children with `hoofdrapport`.
    """
    if not tables:
        return TidyPart({name: empty_table(name) for name in TABLES})
    ledger = open_ledger("inventarisatie", tables)
    codes = delivered_codes(ledger.rows, codebook)
    ledger, persons = code_invullers(ledger, study, codebook)
    gezin = code_gezinnen(ledger.rows, study) if (ledger.rows["gezin"] != "").any() else ledger.rows["gezin"]
    ledger = ledger.with_columns(klas=code_klassen(ledger.rows, study, codebook), gezin=gezin)
    _, marks = read_marks(ledger.rows, codes, codebook)  # of rows that are set aside below too: told in one round
    ledger, ikcs = code_ikcs(ledger, study)
    seen = _inventoried(ledger, tables)
    forms = _forms(ledger, tables, codes)
    blank = _report_blank(seen, ledger.rows, codes, tables)
    ledger, empty = _set_aside_empty(ledger, codes)
    ledger, coded = _code_children(ledger, study, codebook)
    yes, _ = read_marks(ledger.rows, codes, codebook)
    ledger, yes, doubles = set_aside_doubles(ledger, yes)
    rows = ledger.rows.assign(hoofdrapport=_is_main_report(ledger.rows, study))
    made = {
        "kinderen": as_table("kinderen", rows),
        "inventarisatie": as_table("inventarisatie", long_marks(rows.drop(columns=codes), yes, codebook)),
        "inventarisaties": as_table("inventarisaties", _with_informant(seen, rows, study)),
        "formulieren": as_table("formulieren", forms),
    }
    return TidyPart(made, ledger, [*persons, *ikcs, *blank, *empty, *coded, *marks, *doubles])


def _set_aside_empty(ledger: Ledger, codes: list[str]) -> Coded:
    """Set aside rows without a kindcode, and rows that have nothing but one (a list filled in beforehand)."""
    rows = ledger.rows
    has_text = rows[[*codes, "groep", "geslacht"]].ne("").any(axis=1)
    nameless = (rows["kind"] == "") & has_text
    one, more = "rij heeft geen kindcode en telt niet mee.", "rijen hebben geen kindcode en tellen niet mee."
    found = report_rows(
        rows, nameless, lambda n: count_words(n, one, more),
        "geen_kindcode", "Vul een kindcode in: een nummer dat alleen het IKC kent.", kolom="kindcode",
    )  # fmt: skip
    ledger = ledger.set_aside(nameless, "kindcode", "geen kindcode")
    return ledger.set_aside(~has_text, "lege regels", "niets ingevuld over een kind"), found


def _report_blank(seen: pd.DataFrame, rows: pd.DataFrame, codes: list[str], tables: list[RawTable]) -> list[Melding]:
    """Say of an inventory without any mark that it counts as no signals: perhaps nobody filled it in."""
    files = {(table.vast.get("ikc"), table.vast.get("meting")): table.bestand for table in reversed(tables)}
    files |= dict(zip(zip(rows["ikc"], rows["meting"], strict=True), rows["bestand"], strict=True))
    filled = rows[rows[codes].ne("").any(axis=1)]
    told = set(zip(filled["ikc"], filled["meting"], strict=True))
    return [
        Melding(
            files[cell], f"in de inventarisatie van {cell[0]}, {cell[1]}, staat geen enkel kruisje; dat telt als: geen "
            "enkel kind heeft een signaal of zorg.", "waarschuwing",
            advies="Is de lijst niet ingevuld, haal haar dan weg: dan is er geen inventarisatie.",
            code="geen_kruisjes", ikcs=(cell[0],),
        )
        for cell in zip(seen["ikc"], seen["meting"], strict=True) if cell not in told
    ]  # fmt: skip


def _code_children(ledger: Ledger, study: Study, codebook: Codebook) -> Coded:
    """Code groep (with its bouw), geslacht and informant."""
    judged = tidy_groepen(ledger.rows["groep"], study, codebook)
    found = _report_groepen(ledger.rows, judged["oordeel"])
    sexes = _code_sexes(ledger.rows, codebook)
    found += report_values(
        ledger.rows, "geslacht", sexes == "",
        lambda n: f"{count_words(n, 'waarde', 'waarden')} van geslacht niet herkend; gelezen als 'onbekend'.",
        "onbekend_geslacht", "Voeg de schrijfwijze toe aan codebook/waarden.yml.", "waarschuwing",
        plak=("geslacht", codebook.values("geslacht")),
    )  # fmt: skip
    ledger = ledger.with_columns(groep=judged["groep"], bouw=judged["bouw"], geslacht=sexes.mask(sexes == "", ONBEKEND))
    ledger, informants = code_informants(ledger, study, codebook)
    return ledger, [*found, *informants]


def _code_sexes(rows: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """Code geslacht; '' when not known. Trap: `m` is a meisje in a file that writes j and m, a man beside v."""
    given = rows["geslacht"]
    coded = map_values(given, lambda text: codebook.value("geslacht", text) if text else ONBEKEND)
    letter = given.str.lower()
    writes_j = (letter == "j").groupby(rows["bestand"]).transform("any")
    return coded.mask((letter == "m") & writes_j, MEISJE)


def _report_groepen(rows: pd.DataFrame, oordeel: pd.Series) -> list[Melding]:
    unknown = oordeel.isin([LEEG, ONLEESBAAR, BUITEN])
    advies = "Vul de groep in (0 voor voorschools), of pas `bouwen` in study.yml aan."
    found = report_values(
        rows, "groep", unknown,
        lambda n: f"{count_words(n, 'waarde', 'waarden')} van groep zonder bouw; die kinderen tellen alleen in totaal.",
        "onbekende_groep", advies, "waarschuwing",
    )  # fmt: skip
    return found + report_values(
        rows, "groep", oordeel == COMBINATIE,
        lambda n: f"{count_words(n, 'combinatiegroep', 'combinatiegroepen')}: de groep is niet bekend.",
        "combinatiegroep", "Vul per kind één groep in.", "waarschuwing",
    )  # fmt: skip


def _is_main_report(rows: pd.DataFrame, study: Study) -> pd.Series:
    """Tell per report whether it is the one that counts: the meting's informant's, else the first on the child."""
    is_other = rows["informant"] != informant_of_meting(rows["meting"], study)
    order = rows[CHILD].assign(_other=is_other).sort_values("_other", kind="stable")
    chosen = order.drop_duplicates(CHILD).index
    return pd.Series(rows.index.isin(chosen), index=rows.index)


def _inventoried(ledger: Ledger, tables: list[RawTable]) -> pd.DataFrame:
    """Give ikc x meting for which there is an inventory: any row, or a file of that IKC that has no rows."""
    named = [table.vast for table in tables if table.kolommen and "ikc" in table.vast and table.rows.empty]
    cells = pd.concat([ledger.rows[["ikc", "meting"]], pd.DataFrame(named, columns=["ikc", "meting"], dtype=str)])
    return cells.drop_duplicates().assign(vorm="kinderen")


def _forms(ledger: Ledger, tables: list[RawTable], codes: list[str]) -> pd.DataFrame:
    """Give the codes that were asked per ikc x meting: a code without a column was not asked, which is not a no."""
    asked = pd.DataFrame(
        [(table.bestand, code) for table in tables for code in table.kolommen if code in codes],
        columns=["bestand", "code"], dtype=str,
    )  # fmt: skip
    cells = ledger.rows[["bestand", "ikc", "meting"]].drop_duplicates()
    forms = cells.merge(asked, on="bestand")[["ikc", "meting", "code"]].drop_duplicates()
    return forms.sort_values(["ikc", "meting", "code"], ignore_index=True)


def _with_informant(seen: pd.DataFrame, rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Add the informant of most of the reports that count; of the meting where there are none."""
    counts = rows[rows["hoofdrapport"]].groupby(["ikc", "meting", "informant"], as_index=False).size()
    most = counts.sort_values("size", ascending=False, kind="stable").drop_duplicates(["ikc", "meting"])
    joined = seen.merge(most[["ikc", "meting", "informant"]], on=["ikc", "meting"], how="left")
    order = {name: i for i, name in enumerate(study.meting_namen)}
    joined = joined.assign(informant=joined["informant"].fillna(informant_of_meting(joined["meting"], study)))
    return joined.sort_values(["ikc", "meting"], key=lambda column: column.map(lambda text: order.get(text, text)))
