"""The docs' reference, generated: result tables from their cards, tidy tables from their schemas, deliveries, words.

The page of commands is given by who has those: `cli.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.codebook import Codebook, load_codebook
from analysis.results.dictionary import disclosure_words, key_words
from analysis.results.kaart import Kaart
from analysis.results.kaarten import kaarten
from analysis.tidy.schemas import SCHEMAS, column_kind

MADE = "<!-- Gemaakt met `ikc schema --format docs`; pas niet dit bestand aan, maar {source}. -->"
PAGES = ("resultaten.md", "tabellen.md", "leveringen.md", "woorden.md")
COMMANDS = "opdrachten.md"


@dataclass(frozen=True)
class Command:
    """A command of the program as a reader sees it: each option with what it does, and an example."""

    name: str
    description: str
    options: Sequence[tuple[str, str]]
    example: str


def write_reference(folder: Path, commands: Sequence[Command]) -> list[Path]:
    """Write the pages of the reference, and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {**reference_pages(load_codebook()), COMMANDS: commands_page(commands)}
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in pages]


def reference_pages(codebook: Codebook) -> dict[str, str]:
    """Give the text of every page that follows from cards, schemas and codebook, by the name of its file."""
    texts = (results_page(), tidy_page(), deliveries_page(codebook), words_page(codebook))
    return dict(zip(PAGES, texts, strict=True))


def results_page() -> str:
    """Describe every result table: a list first, then a section for each."""
    rows = [[f"[`{name}`](#{name})", card.rij] for name, card in kaarten().items()]
    intro = (
        "De tabellen in `reports/<editie>/resultaten/`. Een lege cel is niet bekend, of in de publieke editie "
        "weggelaten: nooit nul."
    )
    parts = [_head("Resultaattabellen", "de kaarten in src/analysis/results/tabellen"), intro]
    parts += [_table(["tabel", "een rij is"], rows)]
    return "\n\n".join([*parts, *(_section(card) for card in kaarten().values())]) + "\n"


def _section(card: Kaart) -> str:
    order = ", ".join(f"`{column}`" for column in card.sorteert) or str(card.volgorde)
    facts = [
        f"**Een rij is:** {card.rij}",
        f"**Sleutel:** {key_words(card)}. **Volgorde:** {order}. **Uit:** {', '.join(card.uit)}.",
        f"**Onthulling:** {disclosure_words(card)}",
        *([f"**Let op:** {card.let_op}"] if card.let_op else []),
    ]
    columns = [
        [f"`{name}`", item.type, item.eenheid, item.omschrijving, _public_words(card, name)]
        for name, item in card.kolommen.items()
    ]
    parts = [f"## {card.tabel}", *facts, _table(["kolom", "type", "eenheid", "betekenis", "publieke editie"], columns)]
    methods = [f"- **{item.wat}** (`{item.naam}`): {item.hoe} {item.bron}." for item in card.methode]
    return "\n\n".join([*parts, *(["\n".join(methods)] if methods else [])])


def _public_words(card: Kaart, column: str) -> str:
    """Say what the public edition does with a column of a table with rules: names, guards, or shows it and why."""
    rules = card.onthulling.onderdrukken if card.onthulling else None
    if rules is None:
        return ""
    if column in rules.bewaakt:
        return "bewaakt"
    return "sleutel" if column in card.sleutelkolommen else card.kolommen[column].vrij


def tidy_page() -> str:
    """Describe every tidy table, from its pandera schema."""
    intro = (
        "De tabellen in `data/processed/`. Een levering die er niet is, geeft een lege tabel met deze kolommen. "
        "Tekst is nooit leeg in de zin van onbekend: `''` is niet ingevuld."
    )
    parts = [_head("Schone tabellen", "de schema's in src/analysis/tidy/schemas.py"), intro]
    for name, schema in SCHEMAS.items():
        key = f" **Sleutel:** {', '.join(schema.unique)}." if schema.unique else ""
        rows = [
            [f"`{column}`", column_kind(name, column), "ja" if item.nullable else ""]
            for column, item in schema.columns.items()
        ]
        fact = f"**Een rij is:** {schema.description}{key}"
        parts += [f"## {name}", fact, _table(["kolom", "type", "kan leeg zijn"], rows)]
    return "\n\n".join(parts) + "\n"


def deliveries_page(codebook: Codebook) -> str:
    """Describe every kind of delivery: its columns, which must be there, and which headers are read as them."""
    intro = "De kolommen die in `data/raw/` worden gelezen. Hoofdletters, accenten, spaties en streepjes tellen niet."
    parts = [_head("Leveringen", "src/analysis/codebook/koppen.yml"), intro]
    for name, part in codebook.content["koppen"].items():
        needed = part.get("verplicht", [])
        rows = [
            [f"`{column}`", "ja" if column in needed else "", ", ".join(str(spelling) for spelling in spellings or [])]
            for column, spellings in part["kolommen"].items()
        ]
        ignored = [f"`{column}`: {why}" for column, why in part.get("genegeerd", {}).items()]
        parts += [f"## {name}", _table(["kolom", "verplicht", "ook gelezen als"], rows)]
        parts += [f"Niet gelezen: {'; '.join(ignored)}."] if ignored else []
    return "\n\n".join(parts) + "\n"


def words_page(codebook: Codebook) -> str:
    """Describe the signals, forms of care and products that the program knows, with what is read as each."""
    intro = (
        "De signalen, soorten zorg en producten die het programma kent. Een studie voegt eigen woorden toe in haar map "
        "`codebook`. Met de code in de eerste kolom kiest u in study.yml een hoofdindicator of doel."
    )
    parts = [_head("Signalen, zorg en producten", "src/analysis/codebook"), intro]
    for kind in ("signalen", "zorgvormen"):
        for code, part in codebook.content[kind].items():
            rows = [[f"`{code}`", f"**{part['label']}**", ""], *_words_of(part["domeinen"], code)]
            parts += [f"## {part['label']}", _table(["code", "betekenis", "ook gelezen als"], rows)]
    products = codebook.content["producten"]
    for name, title in (("categorieen", "Productcategorieën"), ("producten", "Producten")):
        rows = [[f"`{code}`", item["label"], f"`{item['zorgvorm']}`"] for code, item in products[name].items()]
        parts += [f"## {title}", _table(["code", "betekenis", "zorg"], rows)]
    return "\n\n".join(parts) + "\n"


def _words_of(domains: Mapping[str, Any], above: str) -> list[list[str]]:
    rows = []
    for domain, part in domains.items():
        rows += [[f"`{domain}`", f"**{part['label']}**", ""]] if part["codes"] and domain != above else []
        rows += [
            [f"`{code}`", item["label"], ", ".join(str(word) for word in item.get("synoniemen", []))]
            for code, item in part["codes"].items()
        ]
    return rows


def commands_page(commands: Sequence[Command]) -> str:
    """Describe every command of the program."""
    intro = (
        "Elke opdracht begint met `ikc`. Zet `--study MAP` voor de opdracht, of sta in de map van de studie. Een "
        "opdracht eindigt met 0 als alles klaar is, met 1 als u iets kunt herstellen, met 2 na een typefout."
    )
    parts = [_head("Opdrachten", "src/analysis/cli.py"), intro]
    for command in commands:
        rows = [[f"`{option}`", text] for option, text in command.options]
        parts += [f"## ikc {command.name}", command.description]
        parts += [_table(["optie", "wat die doet"], rows)] if rows else []
        parts += [f"Voorbeeld: `{command.example}`"]
    return "\n\n".join(parts) + "\n"


def _head(title: str, source: str) -> str:
    return f"{MADE.format(source=source)}\n\n# {title}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
