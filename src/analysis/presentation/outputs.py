"""What a notebook cell shows: a figure, a table or text, with its caption and alt text in the output's metadata.

The document gets its captions from the metadata. On the screen a caption is an output of its own (see `screen`).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.presentation.screen import DOCUMENT_SVG, NO_SCREEN, QUARTO, SCREEN_ONLY, for_screen
from analysis.presentation.tekenen.canvas import words_of
from analysis.presentation.tekenen.svg import document_svg, draw_svg
from analysis.study.apostrophes import with_apostrophes

Bundle = tuple[dict[str, Any], dict[str, Any]]


def keep_together(text: str) -> str:
    """Tie the euro sign to its amount, so that no line ends between them."""
    return text.replace("€ ", "€\u00a0")


@dataclass(frozen=True)
class Cijfers:
    """The numbers of a figure as words in rows and columns, from the rows that were drawn; `kop` names the columns."""

    kop: Sequence[str]
    rijen: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figuur:
    """A finished figure. `bijschrift` says what, of whom, when and from which source; `alt` says what is seen.

    The title that is drawn stands before the alt, so that whoever hears the figure hears its finding first.
    `smal` is the same figure drawn for a phone, `cijfers` what it shows as a table: a document has both.
    """

    figure: Figure
    bijschrift: str
    alt: str
    smal: Figure | None = None
    cijfers: Cijfers | None = None

    def __post_init__(self) -> None:
        """Bend the quotes of what is drawn, as those of the text around it are bent when it is rendered."""
        for figure in (self.figure, self.smal):
            for text in [] if figure is None else figure.findobj(Text):
                if "'" in text.get_text() or '"' in text.get_text():
                    text.set_text(with_apostrophes(text.get_text()))

    def svg(self) -> str:
        """Give the figure as SVG for the screen: the same bytes for the same figure, letters as paths, no date."""
        return draw_svg(self.figure)

    def document_svg(self) -> str:
        """Give the figure as SVG for a document: letters as text, the narrow drawing and the numbers inside."""
        numbers = self.cijfers and {
            "kop": [with_apostrophes(head) for head in self.cijfers.kop],
            "rijen": [[with_apostrophes(cell) for cell in row] for row in self.cijfers.rijen],
        }
        return document_svg(self.figure, self.smal, numbers, with_apostrophes(words_of(self.figure)[1]))

    @property
    def gehoord(self) -> str:
        """What is heard of the figure: its title, then what is seen."""
        title = words_of(self.figure)[0]
        return f"{title}. {self.alt}" if title else self.alt

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        words = {"fig-cap": keep_together(self.bijschrift), "fig-alt": with_apostrophes(self.gehoord)}
        words |= {"fig-titel": self.figure.get_label()}
        drawn = self.document_svg()
        if os.environ.get(NO_SCREEN):
            return {"image/svg+xml": drawn, "text/plain": self.bijschrift}, {"ikc": words}
        words[DOCUMENT_SVG] = drawn
        return {"image/svg+xml": self.svg(), "text/plain": self.bijschrift}, {"ikc": words}

    def _ipython_display_(self) -> None:
        _show(self._repr_mimebundle_())
        _show(_caption("Figuur", self.bijschrift))


@dataclass(frozen=True)
class Tabel:
    """A finished table as a Markdown pipe table; its caption travels in the metadata only."""

    markdown: str
    bijschrift: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        data = {"text/markdown": keep_together(self.markdown), "text/plain": f"{self.bijschrift}\n\n{self.markdown}"}
        return data, {"ikc": {"tbl-cap": keep_together(self.bijschrift)}}

    def _ipython_display_(self) -> None:
        _show(_caption("Tabel", self.bijschrift))
        _show(self._repr_mimebundle_())


@dataclass(frozen=True)
class Tekst:
    """Sentences, a list or a callout, as Markdown. `Tekst("")` shows nothing."""

    markdown: str

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.markdown)

    def __add__(self, other: "Tekst") -> "Tekst":
        """Put another text below this one; an empty one adds nothing."""
        return Tekst("\n\n".join(part.markdown for part in (self, other) if part))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        text = keep_together(self.markdown)
        shown = for_screen(text)
        data = {"text/markdown": shown, "text/plain": shown} if text else {"text/plain": ""}
        return data, {"ikc": {QUARTO: text}} if shown != text else {}


def bullets(lines: list[str]) -> Tekst:
    """Make a Markdown list of what is not empty."""
    return Tekst("\n".join(f"- {line}" for line in lines if line))


def _caption(what: str, bijschrift: str) -> Bundle:
    """Give a caption as an output for the screen only."""
    text = for_screen(f"**{what}.** {keep_together(bijschrift)}")
    return {"text/markdown": text, "text/plain": text}, {"ikc": {SCREEN_ONLY: True}}


def _show(bundle: Bundle) -> None:
    from IPython.display import publish_display_data

    publish_display_data(*bundle)
