"""Example notebooks as papermill leaves them, to render in tests: figures, tables, callouts, references.

Everything in them is hand-written, so that a test knows what must come out.
"""

import io
from pathlib import Path

import matplotlib as mpl
import nbformat
from matplotlib.figure import Figure
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

BAND = "Voorbeeld: kinderen en IKC’s zijn verzonnen"

FRONT = """---
title: "IKC De Wilgen: wat veranderde er tussen 2019 en 2021?"
subtitle: "Gemeente Waterland, metingen van 1 februari 2019 en 1 februari 2021"
date: 2021-05-01
lang: nl-NL
---"""

DOMEINEN = ["Internaliserend", "Externaliserend", "Ontwikkeling", "Gezin", "Omgeving"]

TABEL = """| Domein | 2019 | 2021 | Verschil |
|:--|--:|--:|--:|
| Internaliserend | 9 | 23 | 14 |
| Externaliserend | 12 | 15 | 3 |
| Gezin | 8 | 7 | -1 |"""


CAPTIONS = [
    "Figuur 1: Kinderen met een signaal per domein, 2019 en 2021. Bron: inventarisaties, 212 en 205 kinderen.",
    "Tabel 1: Signalen per domein, van de 100 kinderen.",
    "Figuur 2: Signalen per bouw.",
    "Figuur 3: Verloop per kwartaal.",
    "Tabel 2: Toewijzingen per kwartaal en zorgvorm.",
    "Tabel 3: Een lange tabel.",
]
ALTS = [
    "Vijf lijnen met twee stippen. Internaliserend gaat van 9 naar 15 van de 100 kinderen.",
    "De bovenbouw ligt hoger dan de onderbouw.",
    "Een vlakke lijn.",
]
CALLOUTS = ["Wat mag u hier niet uit lezen?", "Opmerking", "Belangrijk"]
REFERENCES = [
    "Figuur 1", "Tabel 1", "Paragraaf 1", "Tabel 1", "Figuur 3", "2", "Tabel 2", "Tabel 3", "Tabel 2", "Paragraaf 1.1",
]  # fmt: skip
CAPTION_PARTS = [caption[:30] for caption in CAPTIONS]
"""What the renderings of `example_cells` hold, in order: captions, alt texts, titles of callouts, references."""


def svg(shift: int = 0, width: float = 6.6) -> str:
    """A dumbbell figure as SVG, the same bytes every time."""
    with mpl.rc_context({"svg.hashsalt": "ikc", "font.size": 9, "svg.fonttype": "path"}):
        figure = Figure(figsize=(width, 2.6), layout="constrained")
        axes = figure.subplots()
        for place, domein in enumerate(DOMEINEN):
            axes.plot([9 + shift + place, 15 + 2 * place], [place, place], color="#9fb1ba", linewidth=3)
            axes.plot([9 + shift + place], [place], "o", color="#8a9aa3")
            axes.plot([15 + 2 * place], [place], "o", color="#0b5c73", label=domein)
        axes.set_yticks(range(len(DOMEINEN)), DOMEINEN)
        axes.set_xlabel("van de 100 kinderen")
        axes.spines[["top", "right", "left"]].set_visible(False)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue().decode()


def figure_cell(label: str, caption: str, alt: str, shift: int = 0, width: float = 6.6):
    """A code cell that gave a figure."""
    source = f'#| label: {label}\n#| fig-cap: "{caption}"\n#| fig-alt: "{alt}"\nfiguur_voorbeeld(rapport)'
    return new_code_cell(source, outputs=[result({"image/svg+xml": svg(shift, width), "text/plain": "Figuur"})])


def table_cell(label: str, caption: str, markdown: str):
    """A code cell that gave a table."""
    source = f'#| label: {label}\n#| tbl-cap: "{caption}"\ntabel_voorbeeld(rapport)'
    return new_code_cell(source, outputs=[result({"text/markdown": markdown, "text/plain": "Tabel"})])


def text_cell(markdown: str):
    """A code cell that gave sentences."""
    return new_code_cell("zin_voorbeeld(rapport)", outputs=[result({"text/markdown": markdown})])


def result(data: dict[str, str]):
    """The result of a cell, with its kinds of content."""
    return new_output("execute_result", data=data, execution_count=3)


def wide_table(columns: int, rows: int) -> str:
    """A table with a first column of words and `columns - 1` columns of numbers."""
    head = "| Zorgvorm | " + " | ".join(f"Kwartaal {number}" for number in range(1, columns)) + " |"
    line = "|:--|" + "--:|" * (columns - 1)
    body = [
        f"| Zorgvorm nummer {row} | "
        + " | ".join(f"{row * 3 + number},{number}" for number in range(1, columns))
        + " |"
        for row in range(1, rows + 1)
    ]
    return "\n".join([head, line, *body])


def parameter_cells() -> list:
    """The parameters and what papermill put in: hidden in every output."""
    parameters = new_code_cell('study = "geheim_standaard"', metadata={"tags": ["parameters"]})
    injected = new_code_cell('study = "geheim_ingevoegd"', metadata={"tags": ["injected-parameters"]})
    return [parameters, injected]


def example_cells() -> list:
    """A small report: two levels of headings, three figures, three tables, callouts and references."""
    return [
        new_raw_cell(FRONT),
        *parameter_cells(),
        new_markdown_cell(
            "# In één oogopslag {.unnumbered}\n\n"
            "In 2021 zagen jeugdondersteuners bij **23 van de 100 kinderen** een signaal van internaliserende "
            "problemen; in 2019 zagen leerkrachten dat bij 9 van de 100. Dat verschil is groter dan toeval verklaart "
            "(zie @fig-overzicht en @tbl-domeinen). Meer staat in @sec-signalen."
        ),
        figure_cell(
            "fig-overzicht",
            "Kinderen met een signaal per domein, 2019 en 2021. Bron: inventarisaties, 212 en 205 kinderen.",
            "Vijf lijnen met twee stippen. Internaliserend gaat van 9 naar 15 van de 100 kinderen.",
        ),
        text_cell(
            '::: {.callout-warning title="Wat mag u hier niet uit lezen?"}\n'
            "In 2019 vulden leerkrachten de lijst in, daarna jeugdondersteuners. Een toename van signalen is geen "
            "toename van problemen.\n:::\n\n::: {.callout-note}\nDe cijfers komen uit @tbl-domeinen.\n:::\n\n"
            "::: {.callout-important}\nDit is belangrijk.\n:::"
        ),
        new_markdown_cell(
            "# Signalen {#sec-signalen}\n\nWaarom stijgt het ene domein en het andere niet? De tabel en de figuur "
            "geven dezelfde cijfers.\n\n- De onderbouw telt 98 kinderen.\n- De bovenbouw telt 107 kinderen."
        ),
        new_markdown_cell("## Per domein {#sec-domein}\n\nZie ook [de gemeente](https://www.voorbeeld.nl/)."),
        table_cell("tbl-domeinen", "Signalen per domein, van de 100 kinderen.", TABEL),
        figure_cell("fig-bouw", "Signalen per bouw.", "De bovenbouw ligt hoger dan de onderbouw.", shift=1),
        new_markdown_cell("## Door de tijd\n\nHet verloop staat in @fig-verloop, [-@fig-bouw] en @tbl-kwartalen."),
        figure_cell("fig-verloop", "Verloop per kwartaal.", "Een vlakke lijn.", shift=2, width=3.2),
        new_markdown_cell("# Toewijzingen\n\nDe lange en de brede tabel: @tbl-lang en @tbl-kwartalen."),
        table_cell("tbl-kwartalen", "Toewijzingen per kwartaal en zorgvorm.", wide_table(13, 6)),
        table_cell("tbl-lang", "Een lange tabel.", wide_table(4, 60)),
        new_markdown_cell("# Verantwoording\n\nHoe wij telden staat hier, in paragraaf @sec-domein."),
    ]


def write_notebook(path: Path, cells: list) -> Path:
    """Write a notebook as papermill leaves it, with its traces in the metadata."""
    trace = {"papermill": {"duration": 1.2, "start_time": "2021-05-01T10:00:00", "status": "completed"}}
    notebook = new_notebook(
        cells=[NotebookNode({**cell, "id": f"cel-{place}"}) for place, cell in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, **trace},
    )
    for cell in notebook["cells"]:
        cell["metadata"] = {**trace, **cell["metadata"]}
    nbformat.write(notebook, path)
    return path


def chapter(title: str, cells: list) -> list:
    """A chapter of a book: its title in front matter, then its cells."""
    return [new_raw_cell(f'---\ntitle: "{title}"\n---'), *cells]


def write_book(folder: Path) -> list[str]:
    """Three chapters with references between them; the first has no number."""
    index = [
        new_markdown_cell("# Samenvatting {.unnumbered}\n\nDe cijfers staan in @fig-b, @tbl-b en @sec-b."),
    ]
    first = chapter("Signalen", [figure_cell("fig-a", "Eerste.", "Een stip."), new_markdown_cell("Zie @fig-b.")])
    second = chapter(
        "Zorg",
        [
            new_markdown_cell("## Wie krijgt zorg? {#sec-b}\n\nDit hangt samen met @fig-a."),
            figure_cell("fig-c", "Tweede.", "Twee stippen."),
            figure_cell("fig-b", "Derde.", "Drie stippen."),
            table_cell("tbl-b", "Zorg per domein.", TABEL),
        ],
    )
    chapters = {"index.ipynb": index, "01.ipynb": first, "02.ipynb": second}
    for name, cells in chapters.items():
        write_notebook(folder / name, cells)
    joined = [
        new_raw_cell('---\ntitle: "Onderzoeksrapport"\n---'),
        new_markdown_cell("# Samenvatting {.unnumbered}\n\nKort."),
    ]
    for title, cells in (("Signalen", first[1:]), ("Zorg", second[1:])):
        joined += [new_markdown_cell(f"# {title}"), *cells]
    write_notebook(folder / "onderzoeksrapport.ipynb", joined)
    return list(chapters)
