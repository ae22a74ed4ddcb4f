"""The letter of one page that goes with the workbook: what must be mended, what to look at, how. As docx and as PDF."""

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from analysis.errors import Melding
from analysis.exchange.recipients import GEMEENTE, Post
from analysis.exchange.wording import advice_for_deliverer, confidential, sentence
from analysis.publishing.embedded.pandoc import API_VERSION, Node, run_pandoc, text, write_blocks
from analysis.publishing.embedded.typst_pdf import compile_pdf, quoted
from analysis.study import Study
from analysis.tidy.values import count_words

MOST_WRONG, MOST_LOOK = 5, 3
LONGEST = 230
MOST_LINES = 3
PAGE = (
    '#set page(paper: "a4", margin: (x: 2.4cm, y: 2cm))\n#set text(font: "Source Sans Pro", size: 10.5pt, lang: "nl")\n'
    "#set par(leading: 0.6em)\n#show heading: set block(above: 1.2em, below: 0.7em)\n"
)


def write_letter(post: Post, study: Study, workbook: str, docx: Path, pdf: Path) -> None:
    """Write the letter of one recipient in both forms, from the same blocks."""
    title = f"Uw levering voor {study.naam}"
    blocks = letter_blocks(post, study, workbook, title)
    tree = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": blocks}
    run_pandoc(json.dumps(tree), "--from=json", "--to=docx", "--metadata=lang:nl-NL", "-o", str(docx))
    source = f"#set document(title: {quoted(title)})\n{PAGE}{write_blocks(blocks, 'typst')}"
    pdf.write_bytes(compile_pdf(source, {}, ["ua-1"]))


def letter_blocks(post: Post, study: Study, workbook: str, title: str) -> list[Node]:
    """Give the letter as pandoc's blocks: texts of a delivery can then never become markup."""
    wrong = [melding for melding in post.meldingen if melding.ernst == "fout"]
    look = [melding for melding in post.meldingen if melding.ernst != "fout"]
    to = name_of(post, study)
    blocks = [_head(1, title), _para(confidential(to)), _para(f"Aan: {to}"), _para(_opening(wrong, look))]
    if wrong:
        blocks += [_head(2, "Dit moet hersteld worden"), *_list(wrong, MOST_WRONG)]
    if look:
        blocks += [_head(2, "Wilt u hier ook naar kijken?"), *_list(look, MOST_LOOK)]
    return [*blocks, _head(2, "Hoe u het doet"), _para(_how(workbook)), _para("Met vriendelijke groet,"),
            _para("het onderzoeksteam")]  # fmt: skip


def name_of(post: Post, study: Study) -> str:
    """Give the recipient as it is called."""
    if post.ontvanger == GEMEENTE:
        return f"gemeente {study.gemeente}" if study.gemeente else "de gemeente"
    name = study.naam_of_ikc(post.ontvanger)
    return post.ontvanger if name == post.ontvanger else f"{name} ({post.ontvanger})"


def _opening(wrong: list[Melding], look: list[Melding]) -> str:
    thanks = "Dank u wel voor uw levering. Wij hebben haar gelezen en nagekeken. "
    if not wrong:
        return f"{thanks}Zij is bruikbaar. {count_words(len(look), 'punt vraagt', 'punten vragen')} nog uw aandacht."
    must = f"{count_words(len(wrong), 'punt moet', 'punten moeten')} hersteld worden voordat wij verder kunnen"
    also = (
        f"; bij {count_words(len(look), 'ander punt', 'andere punten')} vragen wij u te kijken of het klopt"
        if look
        else ""
    )
    return f"{thanks}{must}{also}."


def _list(meldingen: list[Melding], most: int) -> list[Node]:
    items = [[_plain([_strong(_where(melding)), *_words(f": {_what(melding)}")])] for melding in meldingen[:most]]
    rest = len(meldingen) - most
    more = [_para(f"En nog {count_words(rest, 'punt', 'punten')}: zie het Excelbestand.")] if rest > 0 else []
    numbering = [1, {"t": "Decimal"}, {"t": "Period"}]
    return [{"t": "OrderedList", "c": [numbering, items]}, *more]


def _where(melding: Melding) -> str:
    file, _, sheet = melding.bestand.partition("#")
    name = PurePosixPath(file).name
    return f"{name}, blad {sheet}" if sheet else name


def _what(melding: Melding) -> str:
    cells = len(melding.plaatsen)
    marked = f" ({count_words(cells, 'plaats', 'plaatsen')} gekleurd in het Excelbestand)" if cells else ""
    shown = "; ".join(" ".join(line.split()) for line in melding.regels[:MOST_LINES])
    told = sentence(f"{melding.tekst.rstrip('.')}: {shown}") if shown else sentence(melding.tekst)
    told = told if len(told) <= LONGEST else f"{told[:LONGEST].rsplit(' ', 1)[0]} …"
    return f"{told} {advice_for_deliverer(melding)}{marked}"


def _how(workbook: str) -> str:
    return (
        f"Open {workbook}. Het eerste blad noemt elk punt met bestand, blad en cel. De bladen erna zijn een kopie van "
        "wat u leverde, met de cellen gekleurd: oranje moet hersteld worden, geel vraagt aandacht. Herstel het in uw "
        "eigen bestand, niet in de kopie, en stuur uw bestand opnieuw. Stuur nooit namen van kinderen mee."
    )


def _words(line: str) -> list[Node]:
    nodes: list[Node] = []
    for word in line.split(" "):
        nodes += [{"t": "Space"}, text(word)] if nodes else [text(word)]
    return nodes


def _strong(line: str) -> Node:
    return {"t": "Strong", "c": _words(line)}


def _plain(inlines: Iterable[Node]) -> Node:
    return {"t": "Plain", "c": list(inlines)}


def _para(line: str) -> Node:
    return {"t": "Para", "c": _words(line)}


def _head(level: int, line: str) -> Node:
    return {"t": "Header", "c": [level, ["", [], []], _words(line)]}
