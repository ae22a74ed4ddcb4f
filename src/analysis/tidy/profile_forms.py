"""The two forms of ikc_profiel as one: a row per fact."""

import pandas as pd

from analysis.codebook import Codebook, fold
from analysis.errors import Melding
from analysis.intake.files import RawTable
from analysis.tidy.values import count_words

OF_ROW = ["soort", "onderwerp", "score", "tekst", "datum"]
PLACE = ["bestand", "rij", "ikc"]
SCORE_WORDS = ("score", "cijfer")


def as_facts(
    rows: pd.DataFrame, tables: list[RawTable], field: str, codebook: Codebook
) -> tuple[pd.DataFrame, list[Melding]]:
    """Give every delivered fact a row (`geleverd` is the index of the row it stands in), and say what was not read.

    `field` of waarden.yml has the soorten. In the older form a column is a topic: `zorgcultuur` is the soort as a
    whole, `zorgcultuur vroeg bespreken` a topic of it, `..._score` its score. An empty cell is no fact.
    """
    parts, found = [rows.loc[:, [*PLACE, *OF_ROW]].head(0).assign(kop="")], []
    for table in tables:
        of_file = rows[rows["bestand"] == table.bestand]
        own = [name for name in table.kolommen if name not in ("ikc", *OF_ROW)]
        if "soort" in table.kolommen:
            parts.append(of_file[[*PLACE, *OF_ROW]].assign(kop="score"))
            found += _unread(table, own)
            continue
        topics, strange = _topics(own, field, codebook)
        parts += [_facts_of_topic(of_file, *topic, columns) for topic, columns in topics.items()]
        found += _unread(table, [*strange, *(name for name in table.kolommen if name in OF_ROW)])
    facts = pd.concat(parts).rename_axis("geleverd").reset_index()
    order = pd.Series(range(len(rows)), index=rows.index)
    return facts.sort_values("geleverd", key=lambda column: column.map(order), kind="stable", ignore_index=True), found


def _topics(
    names: list[str], field: str, codebook: Codebook
) -> tuple[dict[tuple[str, str], dict[str, str]], list[str]]:
    """Give per soort and topic which columns hold its text and its score; and the columns that are of no soort."""
    topics: dict[tuple[str, str], dict[str, str]] = {}
    strange = []
    for name in names:
        bare, what = _without_score(name)
        words = bare.replace("_", " ").replace(":", " ").split()
        splits = ((" ".join(words[:size]), " ".join(words[size:])) for size in range(len(words), 0, -1))
        hit = next(((soort, rest) for head, rest in splits if (soort := codebook.named(field, head))), None)
        if hit is None:
            strange.append(name)
        else:
            topics.setdefault((hit[0], hit[1] or hit[0]), {})[what] = name
    return topics, strange


def _without_score(name: str) -> tuple[str, str]:
    for word in SCORE_WORDS:
        if fold(name).endswith(word) and fold(name) != word:
            return name[: -len(word)].rstrip(" _-:"), "score"
    return name, "tekst"


def _facts_of_topic(rows: pd.DataFrame, soort: str, onderwerp: str, columns: dict[str, str]) -> pd.DataFrame:
    given = {what: rows[columns[what]] if what in columns else "" for what in ("score", "tekst")}
    kop = columns.get("score") or columns["tekst"]
    facts = rows[PLACE].assign(soort=soort, onderwerp=onderwerp, datum="", kop=kop, **given)
    return facts[(facts["score"] != "") | (facts["tekst"] != "")]


def _unread(table: RawTable, names: list[str]) -> list[Melding]:
    """Say which columns are not read; a list of topics without soort is a fout: nobody can tell what they are about."""
    if "onderwerp" in names:
        return [
            Melding(table.bestand, "1 verplichte kolom ontbreekt.", regels=("soort",), code="kolom_ontbreekt",
                    advies="Voeg de kolom soort toe: omgeving, zorgstructuur, zorgcultuur, overleg of gebeurtenis.")
        ]  # fmt: skip
    if not names:
        return []
    one, more = "kolom hoort bij geen soort gegeven en telt", "kolommen horen bij geen soort gegeven en tellen"
    advies = "Begin de kolomnaam met een soort (`zorgcultuur vroeg bespreken`), of lever een rij per gegeven."
    tekst = f"{count_words(len(names), one, more)} niet mee."
    return [Melding(table.bestand, tekst, "waarschuwing", tuple(names), advies, "kolom_ongelezen")]
